"""The command line of a kiosk: what cannot go together with it, and how the program starts itself again."""

import os
import sys
from argparse import Namespace

import pytest

from nntui.cli.errors import UsageError
from nntui.cli.kiosk import visiting
from nntui.cli.main import main
from nntui.kiosk import restart
from nntui.kiosk.errors import KioskError
from tests.kiosk.test_environment import POISON

REFUSED = {
    "--kiosk {folder} train": "--kiosk opens the playground and runs no command; leave train out",
    "--kiosk {folder} serve": "--kiosk opens the playground and runs no command; leave serve out",
    "train --kiosk {folder}": "--kiosk is no option of nntui train, but of nntui play",
    "--kiosk {folder} --resume": "a visit begins with nothing and leaves nothing; leave --resume out",
    "--kiosk {folder} --debug": "a visit begins with nothing and leaves nothing; leave --debug out",
    "--kiosk": "--kiosk needs a value",
    "--kiosk=": "--kiosk needs a folder",
    "--web": "--web is for a kiosk alone; see --kiosk",
    "--idle-minutes 5": "--idle-minutes is for a kiosk alone; see --kiosk",
    "--idle-minutes=": "--idle-minutes is for a kiosk alone; see --kiosk",
    "--kiosk {folder}": "a visit needs a terminal: log in without a command",
}


@pytest.mark.parametrize("line", REFUSED)
def test_what_cannot_be_is_said_in_a_sentence(line, tmp_path, capsys):
    assert main(line.format(folder=tmp_path).split()) == 2
    assert capsys.readouterr().err == f"nntui: {REFUSED[line]}\n"
    assert list(tmp_path.iterdir()) == [], "no visit has begun"


def test_a_process_that_is_not_isolated_is_not_confined(tmp_path):
    arguments = Namespace(kiosk=str(tmp_path), idle_minutes=None)
    with pytest.raises(UsageError, match="--kiosk needs a process of its own"), visiting(arguments):
        pytest.fail("a visit has begun")


class ReplacedError(BaseException):
    """In place of another program in this process."""


@pytest.fixture
def replaced(monkeypatch):
    """What the process would be replaced by: program, words, environment."""
    caught = []

    def replace(*what) -> None:
        caught.append(what)
        raise ReplacedError

    monkeypatch.setattr(os, "execve", replace)
    return caught


def test_the_program_starts_itself_again_isolated_with_a_cleared_environment(tmp_path, monkeypatch, replaced):
    for name, value in POISON.items():
        monkeypatch.setenv(name, value)
    monkeypatch.delenv("PYTHONPATH")
    words = ["--kiosk", str(tmp_path), "--seed", "1"]
    with pytest.raises(ReplacedError):
        main(words, may_restart=True)
    program, command, environment = replaced[0]
    assert program == sys.executable
    assert command == [sys.executable, "-I", "-B", "-m", "nntui", *words]
    assert environment["HOME"] == str(tmp_path)
    assert not set(environment) & set(POISON) - {"HOME", "LANGUAGE", "LANG", "LC_ALL", "TERM"}
    assert not {environment.get(name) for name in POISON if name in environment} & set(POISON.values())


def test_a_program_that_an_isolated_python_would_not_find_is_not_started(tmp_path, monkeypatch, replaced):
    monkeypatch.setattr(restart, "_NEEDED", ("nntui", "no_such_package"))
    with pytest.raises(KioskError, match="--kiosk runs under python -I, which does not find no_such_package: install"):
        restart.start_again(["--kiosk", str(tmp_path)])
    monkeypatch.setattr(sys, "executable", "/no/such/python")
    with pytest.raises(KioskError, match="does not find python"):
        restart.start_again(["--kiosk", str(tmp_path)])
    assert not replaced


@pytest.mark.parametrize(
    ("words", "folders"),
    [
        (["--kiosk", "a"], ["a"]),
        (["x", "--kiosk=a"], ["a"]),
        (["--kiosk", "", "--kiosk=", "--kiosk", "--kiosk"], ["", "", "--kiosk"]),
        (["--kiosk"], []),
        (["--", "--kiosk", "a"], []),
        ([], []),
    ],
)
def test_the_folder_is_found_in_the_words(words, folders):
    assert restart.folders_in(words) == folders


@pytest.mark.parametrize(
    ("words", "refusal"),
    [
        (["--kiosk", ""], "--kiosk needs a folder"),
        (["--kiosk="], "--kiosk needs a folder"),
        (["--kiosk", " "], "--kiosk needs a folder"),
        (["--kiosk", "a", "--kiosk", "b"], "--kiosk is given more than once"),
        (["--kiosk", "a", "--kiosk="], "--kiosk is given more than once"),
    ],
)
def test_a_kiosk_without_one_folder_is_refused_before_anything_else(words, refusal, capsys, replaced, monkeypatch):
    monkeypatch.setenv("LC_ALL", "C")
    monkeypatch.setattr(restart, "cleared", None)
    assert main(words, may_restart=True) == 2
    assert capsys.readouterr().err == f"nntui: {refusal}\n"
    assert not replaced


def test_a_process_is_known_by_what_it_is_and_not_by_what_a_variable_says(tmp_path, monkeypatch):
    for name in list(os.environ):
        monkeypatch.delenv(name)
    monkeypatch.setenv("HOME", str(tmp_path))
    assert not restart.is_isolated(["--kiosk", str(tmp_path)]), "this Python is not isolated"
