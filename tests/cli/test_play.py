"""From the command line to the app."""

import sys
import types

import pytest

from nntui.cli.main import main
from nntui.experiment.experiment import Experiment
from nntui.formats.link_reader import read_link
from tests.cli.support import (
    STATE,
    WEB,
    Terminal,
    assert_one_sentence,
    finished,
)


def test_without_a_terminal_the_playground_says_so():
    output = finished()
    assert_one_sentence(output)
    assert "needs a terminal" in output.err
    assert "nntui train" in output.err


def test_a_dumb_terminal_is_none():
    with Terminal(TERM="dumb") as terminal:
        assert terminal.end() == 2
        (line,) = terminal.lines
        assert line.startswith("nntui: the playground needs a terminal")


class StandIn:
    """Stands in for the app, on what passes for a terminal, and keeps what it was given."""

    def __init__(self, monkeypatch) -> None:
        self.arguments, self.options, self.ran, self.return_code, self.has_saved = None, {}, False, 0, False
        self.unsaved, self.crash = "", None
        self._monkeypatch = monkeypatch
        module = types.ModuleType("nntui.app")
        module.PlaygroundApp = self._made
        monkeypatch.setitem(sys.modules, "nntui.app", module)
        monkeypatch.setenv("TERM", "xterm-256color")

    def _made(self, *arguments, **options) -> "StandIn":
        self.arguments, self.options = arguments, options
        return self

    def run(self) -> None:
        self.ran = True

    def open(self, *words: str, terminals: tuple[str, ...] = ("stdin", "stdout", "stderr")) -> int:
        """Calls the command line as on a terminal."""
        with self._monkeypatch.context() as patch:
            for name in ("stdin", "stdout", "stderr"):
                patch.setattr(getattr(sys, name), "isatty", lambda name=name: name in terminals)
            return main(list(words))


@pytest.fixture
def app(monkeypatch):
    return StandIn(monkeypatch)


def test_the_playground_opens_with_the_link_and_the_options(capsys, app):
    assert app.open(WEB + "#" + STATE + "&wombat=1", "--noise", "20", "--show-test-data") == 0
    [start] = app.arguments
    experiment, notes = start.experiment, start.notes
    assert app.options["preferences_file"].name == "preferences.toml"
    assert app.options["state_folder"].name == "nntui"
    assert app.ran
    assert experiment == read_link(STATE).experiment.changed(noise=20.0, show_test_data=True)
    assert len(notes) == 1
    assert "wombat" in notes[0]
    assert capsys.readouterr() == ("", "")  # nothing is printed where the screen will be


def test_the_playground_opens_with_the_defaults_and_a_fresh_seed(app):
    assert app.open() == 0
    [start] = app.arguments
    experiment, notes = start.experiment, start.notes
    assert start.is_plain
    assert experiment == Experiment(seed=experiment.seed)
    assert not notes
    app.open()
    assert app.arguments[0].experiment.seed != experiment.seed


@pytest.mark.parametrize(
    ("words", "connection", "rate"),
    [((), None, 10), ((), "10.0.0.1 50000 10.0.0.2 22", 5), (("--fps", "2"), "10.0.0.1 50000 10.0.0.2 22", 2)],
)
def test_over_ssh_it_draws_less_often_unless_it_is_told(monkeypatch, app, words, connection, rate):
    monkeypatch.delenv("SSH_CONNECTION", raising=False)
    if connection:
        monkeypatch.setenv("SSH_CONNECTION", connection)
    assert app.open(*words) == 0
    assert (app.options["frame_rate"] or app.options["usual_frame_rate"]) == rate


@pytest.mark.parametrize("rate", ["0", "31", "many", "nan"])
def test_a_frame_rate_that_is_not_allowed_is_refused(capsys, app, rate):
    assert app.open("--fps", rate) == 2
    assert not app.ran
    error = capsys.readouterr().err
    assert error == f"nntui: Frames per second: {rate} is not allowed; allowed is a number from 1 to 30\n"


def test_bad_usage_on_a_terminal_opens_nothing(capsys, app):
    assert app.open("--noise", "101") == 2
    assert not app.ran
    assert capsys.readouterr().err.startswith("nntui: Noise: 101")


@pytest.mark.parametrize("terminals", [("stdin", "stderr"), ("stdout", "stderr"), ("stderr",), ()])
def test_a_part_of_a_terminal_is_none(capsys, app, terminals):
    assert app.open(terminals=terminals) == 2
    assert not app.ran
    assert "needs a terminal" in capsys.readouterr().err


def test_the_exit_code_is_that_of_the_app(app):
    app.return_code = 1
    assert app.open() == 1


def test_the_word_play_may_stand_before_it(app, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "train").write_text("x,y,label\n1,2,a\n2,3,b\n")
    assert app.open("play", "train") == 0
    assert app.arguments[0].experiment.user_points.size == 2


def test_work_that_can_be_resumed_is_told_of(capsys, app):
    app.has_saved = True
    assert app.open() == 0
    assert capsys.readouterr().err == "nntui --resume goes on from here\n"
    app.unsaved = "No space left on device"
    assert app.open() == 1, "what the last save could not write is lost, and a script can know"
    assert capsys.readouterr().err == "nntui: the work could not be saved: No space left on device\n"


def test_where_memory_would_run_out_it_does_not_begin(monkeypatch, capsys, app):
    limits = {"ulimit -v": 699_000_000}
    monkeypatch.setattr("nntui.cli.commands.play.memory_limits", lambda: limits)
    assert app.open() == 2
    assert capsys.readouterr().err == "nntui: the playground needs 700 MB of memory; ulimit -v allows 699 MB\n"
    limits["ulimit -v"] = 700_000_000
    assert app.open() == 0


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("NNTUI_TERMINAL", "none"),
        ("TEXTUAL_DRIVER", "foo:bar"),
        ("TEXTUAL_COLOR_SYSTEM", "bogus"),
        ("TEXTUAL_LOG", "/none/x"),
        ("COLUMNS", "100000"),
        ("LINES", "100000"),
    ],
)
def test_a_variable_that_would_end_the_program_is_refused_by_name(state, name, value):
    code = f"import os; os.environ[{name!r}] = {value!r}; from nntui.__main__ import run; run()"
    with Terminal(code=code) as terminal:
        assert terminal.end() == 2
    text = terminal.raw.decode()
    assert f"nntui: {name}='{value}' is not allowed; allowed is" in text
    assert "\x1b[?1049h" not in text
