"""Whatever stands on the command line: an exit code that is documented, one printable sentence, and no traceback."""

import contextlib
import io
import os
from itertools import chain
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from nntui.cli.main import main
from nntui.cli.parser import build_parser
from nntui.cli.registry import COMMANDS
from nntui.storage.start import NothingThereError, StartError, open_anything

OPTION_NAMES = {command: build_parser(command).option_names() for command in COMMANDS}
OPTIONS = sorted({name for names in OPTION_NAMES.values() for name in names} - {"--debug"})
ODD = st.sampled_from(
    [
        *("", " ", "-", "--", "=", "~", "~nosuchuser/x", "~nosuchuser/x.nntui", "~nosuchuser/x.csv", ".", "..", "/"),
        *("a\0b", "\udcff.csv", "\ud800", "\x1b]0;x\x07.nntui", "\u202e.py", "a\nb", "\x9b31m", "x" * 100_000),
        *("/dev/null", "/dev/zero", "/dev/full", "/dev/stdin", "/proc/self/mem", "none/x.csv", "x.csv/y", "a/" * 3000),
        *("nan", "inf", "-1", "1e999", "1_0", "0x10", "９", "9" * 5000, "1,1,1", "4,,2", "none", "true", "own"),
        *("#", "#=", "#seed=", "://", "=1", "https://playground.tensorflow.org/#%", "x.py", "x.nntui", "{}", "[b]"),
        *("spiral", "reg-plane", "xor", "0.5", "relu", "python", "3", "bash", "train", "help"),
    ]
)
VALUES = ODD | st.text(max_size=8) | st.integers(-5, 400).map(str)
WORDS = VALUES | st.sampled_from(OPTIONS) | st.builds("{}={}".format, st.sampled_from(OPTIONS), VALUES)
PAIRS = st.builds(lambda option, value: [option, value], st.sampled_from(OPTIONS), VALUES)
LINES = st.lists(WORDS.map(lambda word: [word]) | PAIRS, max_size=4).map(lambda parts: [*chain(*parts)])

MOST = max(150, settings.default.max_examples)


@pytest.fixture(scope="module", autouse=True)
def _in_a_folder_of_its_own(tmp_path_factory):
    before = Path.cwd()
    os.chdir(tmp_path_factory.mktemp("here"))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("nntui.web.server.asked_to_end", _end_at_once)
        yield
    os.chdir(before)


async def _end_at_once() -> None:
    """A server that could listen is asked to end."""


def check(words: list[str]) -> None:
    out, err = io.StringIO(), io.StringIO()
    with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
        code = main(words)
    assert code in (0, 1, 2), (words, code, err.getvalue())
    assert "Traceback" not in out.getvalue() + err.getvalue()
    for line in err.getvalue().splitlines():
        assert line.isprintable()
        assert line.startswith("nntui: ")
        assert len(line) < 700
    if code:
        assert len(err.getvalue().splitlines()) >= 1


@settings(suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture], max_examples=MOST)
@given(LINES)
def test_any_words(words):
    check(words)


@settings(suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture], max_examples=MOST)
@given(LINES)
def test_any_words_behind_a_training_of_no_epoch(words):
    if "--epochs" not in " ".join(words):  # thousands of epochs would be trained
        check(["train", "--epochs", "0", *words])


@pytest.mark.parametrize("command", COMMANDS)
def test_each_option_with_each_odd_value_is_taken_or_refused(command):
    """Each value with each option in half of the commands that have it, and so in one at least."""
    values = ["", "--", "~nosuchuser/x.csv", "a\0b", "\udcff", "\x1b[31m", "1_0", "x" * 100_000, "a/" * 3000]
    for option in OPTION_NAMES[command]:
        if option not in ("--debug", "--epochs"):
            having = [name for name in COMMANDS if option in OPTION_NAMES[name]]
            for number, value in enumerate(values):
                if len(having) > 1 and (number + having.index(command)) % 2:
                    continue
                check([command, *(["--epochs", "0"] if command == "train" else []), f"{option}={value}"])


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(VALUES)
def test_any_text_is_opened_or_refused_in_the_dialog_as_well(text):
    with contextlib.suppress(NothingThereError):
        sentence = ""
        try:
            open_anything(text, Path.cwd())
        except StartError as error:
            sentence = str(error)
        assert sentence.isprintable()
        assert len(sentence) < 700
