"""The pages of help, the version, `--info` and completion."""

import asyncio
import math
import re
import shlex
import shutil
import subprocess
from collections.abc import Callable

import pytest

import nntui
from nntui.cli import exit_codes
from nntui.cli.commands import completion
from nntui.cli.parser import build_parser, load_command
from nntui.cli.registry import COMMANDS
from nntui.cli.terminal_query import read_answers
from nntui.engine.datasets import DATASETS
from nntui.experiment.experiment import Experiment
from nntui.experiment.setting import Choice, Flag, MultiChoice, Number
from nntui.experiment.settings import SETTINGS
from nntui.formats.saved_session import SavedSession, encode_session
from nntui.training.trainer import Trainer
from tests.cli.support import Terminal, finished
from tests.lessons.files import TWO_TASKS


@pytest.mark.parametrize("words", [["--help"], ["-h"], ["help"]], ids=str)
def test_the_overview_fits_a_screen_and_names_every_command(call, words):
    output = call(*words)
    assert (output.code, output.err) == (0, "")
    lines = output.out.splitlines()
    assert len(lines) <= 24
    assert max(map(len, lines)) <= 80
    for name, summary in COMMANDS.items():
        assert f"  {name} " in output.out
        assert summary in output.out


def test_the_overview_names_only_options_that_there_are(call):
    known = {*build_parser("play").option_names(), *build_parser("train").option_names(), "--info"}
    named = re.findall(r"--[a-z-]+", call("--help").out)
    assert len(named) >= 10
    assert set(named) <= known


@pytest.mark.parametrize("command", COMMANDS)
def test_each_command_has_a_page(call, command):
    page = call("help", command)
    assert (page.code, page.err) == (0, "")
    assert call(command, "--help").out == call(command, "-h").out == page.out
    assert page.out.startswith("Usage: nntui ")
    assert max(map(len, page.out.splitlines())) <= 100
    codes = {int(code) for code in re.findall(r"^  (\d+) ", page.out, re.MULTILINE)}
    assert {exit_codes.OK, exit_codes.USAGE, exit_codes.CRASHED} <= codes
    assert callable(load_command(command).run)


@pytest.mark.parametrize("command", ["play", "train"])
@pytest.mark.parametrize("setting", SETTINGS.values(), ids=SETTINGS)
def test_the_page_has_meaning_range_and_default_of_every_setting(call, command, setting):
    page = " ".join(call("help", command).out.split())
    assert setting.group in ("Data", "Network", "Training", "View")
    if setting.name == "regression_dataset":  # one --dataset serves both problems
        assert all(name in page for name in DATASETS)
        return
    told = page[page.index(f"{setting.option}{',' if isinstance(setting, Flag) else ' '}") :]
    told = told[: told.index(")")]
    default = getattr(Experiment(), setting.name)
    assert setting.label in told
    assert setting.name == "dataset" or setting.help in told
    assert setting.name == "seed" or f"default {setting.format(default)}" in told
    if isinstance(setting, (Choice, MultiChoice)):
        assert all(name in told for name in setting.options)
    if isinstance(setting, Number):
        assert f"from {setting.format(setting.low)} to {setting.format(setting.high)}" in told


@pytest.mark.parametrize("command", COMMANDS)
def test_the_examples_work(call, tmp_path, monkeypatch, command):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "points.csv").write_text("x,y,label\n1,2,a\n2,3,b\n")
    for name in ("circle", "spiral"):
        work = SavedSession(Trainer(Experiment(seed="0.5", dataset=name)).snapshot())
        (tmp_path / f"{name}.nntui").write_bytes(encode_session(work))
    (tmp_path / "my-lessons").mkdir()
    (tmp_path / "my-lessons" / "small.md").write_text(TWO_TASKS, "utf-8")
    (tmp_path / "playground").mkdir()
    if command == "serve":

        async def stop_at_once(*_: object) -> None:
            return

        async def at_a_free_port(connections: Callable[[], asyncio.Protocol], *_: object) -> asyncio.Server:
            return await asyncio.get_running_loop().create_server(connections, "127.0.0.1", 0)

        monkeypatch.setattr("nntui.web.server._listen_at", at_a_free_port)
        monkeypatch.setattr("nntui.web.server.asked_to_end", stop_at_once)
    for example in build_parser(command).examples:
        words = shlex.split(example)
        if "--epochs" in words:  # thousands of epochs would show no more of the example than a tenth of them
            at = words.index("--epochs") + 1
            words[at] = str(math.ceil(int(words[at]) / 10))
        output = call(*words)
        if command == "play":
            assert "needs a terminal" in output.err  # all else about it is right
        else:
            assert (output.code, output.err) == (0, "")
            assert output.out


def test_the_examples_of_the_overview_work(call, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    examples = [line.split(maxsplit=1)[1] for line in call("--help").out.split("Examples:")[1].splitlines() if line]
    assert len(examples) == 2
    assert "needs a terminal" in call(*shlex.split(examples[0])).err
    assert call(*shlex.split(examples[1])).code == 0
    assert (tmp_path / "model.nntui").exists()


def test_help_is_the_same_as_a_command(call):
    output = finished("--help")
    assert (output.code, output.err) == (0, "")
    assert output.out == call("--help").out


@pytest.mark.parametrize("words", [["--version"], ["-V"], ["train", "--version"], ["play", "-V"]], ids=str)
def test_version(call, words):
    output = call(*words)
    assert (output.code, output.out, output.err) == (0, f"nntui {nntui.__version__}\n", "")


def test_version_as_a_command(call):
    assert finished("--version").out == finished("-V").out == call("--version").out


# Info


def test_info_tells_versions_and_folders_without_a_terminal(call, state, tmp_path):
    output = call("--info")
    assert (output.code, output.err) == (0, "")
    assert call("info").out == output.out
    for word in (
        f"nntui .*{re.escape(nntui.__version__)}",
        r"numpy .*\d",
        r"textual .*\d",
        "BLAS .*\\w",
    ):
        assert re.search(word, output.out)
    for path in (
        state / "sessions",
        state / "reports",
        state / "nntui.log",
        tmp_path / "config/nntui/preferences.toml",
    ):
        assert f"{path}  (not there yet)" in output.out
    assert "not asked: no terminal" in output.out


def test_info_asks_the_terminal():
    with Terminal("--info") as terminal:
        terminal.expect(r"\x1b\[c")
        terminal.send("\x1b]11;rgb:1e1e/2e2e/3e3e\x1b\\\x1b[?62;22c")
        assert terminal.end() == 0
    shown = "\n".join(terminal.lines)
    assert "rgb 1e1e/2e2e/3e3e" in shown
    assert "62;22" in shown


def test_a_terminal_that_does_not_answer_is_not_waited_for_long():
    with Terminal("--info") as terminal:
        assert terminal.end() == 0
    assert any(line.split() == ["answers", "none"] for line in terminal.lines)


def test_answers_are_read_in_any_dress():
    assert read_answers(b"\x1b]10;rgb:f/f/f\x07\x1b]11;rgba:0/0/0/f\x1b\\x\x1b[?1;2c") == {
        "foreground": "rgb f/f/f",
        "background": "rgb 0/0/0/f",
        "device attributes": "1;2",
    }
    assert read_answers(b"\x1b]11;\x1b[31mrgb:0") == {}


# Completion


@pytest.mark.parametrize("shell", completion.SHELLS)
def test_completion_knows_commands_options_and_names(call, shell):
    output = call("completion", shell)
    assert (output.code, output.err) == (0, "")
    for word in (*COMMANDS, "learning-rate", "epochs", "resume", "spiral", "sigmoid"):
        assert word in output.out


def completed(script: str, *words: str) -> list[str]:
    """What bash would offer for the last of some words."""
    code = f"""{script}
COMP_WORDS=({" ".join(map(shlex.quote, words))}); COMP_CWORD={len(words) - 1}
_shtab_nntui nntui {shlex.quote(words[-1])} {shlex.quote(words[-2])}
printf '%s\\n' "${{COMPREPLY[@]}}"
"""
    run = subprocess.run(["bash", "-c", code], capture_output=True, text=True, check=True, timeout=30)
    return run.stdout.split()


@pytest.mark.skipif(shutil.which("bash") is None, reason="there is no bash")
def test_bash_completes(call, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "points.csv").touch()
    script = call("completion", "bash").out
    assert completed(script, "nntui", "tr") == ["train"]
    assert completed(script, "nntui", "train", "--learn") == ["--learning-rate"]
    assert completed(script, "nntui", "train", "--dataset", "sp") == ["spiral"]
    assert completed(script, "nntui", "train", "--data", "po") == ["points.csv"]
    assert completed(script, "nntui", "--activation", "re") == ["relu"]
    assert "complete -o bashdefault -o default -F _shtab_nntui nntui" in script


@pytest.mark.parametrize("shell", ["zsh", "fish"])
def test_the_script_is_one_of_its_shell(call, tmp_path, shell):
    program = shutil.which(shell)
    if program is None:
        pytest.skip(f"there is no {shell}")
    path = tmp_path / "script"
    path.write_text(call("completion", shell).out)
    subprocess.run([program, "-n", str(path)], check=True, timeout=30)
