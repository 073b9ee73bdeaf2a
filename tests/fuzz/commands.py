"""Command lines: options with odd values, files of the other parts, links, and words that are none."""

import contextlib
import io
import json
import os
import subprocess
import sys
from functools import cache
from pathlib import Path
from random import Random

from nntui.cli.main import main
from nntui.cli.parser import build_parser
from nntui.cli.registry import COMMANDS
from tests.fuzz import odd
from tests.fuzz.files import FILES
from tests.fuzz.folder import folder
from tests.fuzz.lessons import LESSONS
from tests.fuzz.links import LINKS
from tests.fuzz.part import BrokenPromiseError, Part, Reading
from tests.fuzz.results import RESULTS
from tests.fuzz.tables import TABLES

_VALUES = (
    *("", " ", "-", "--", "=", "~", "~nosuchuser/x", ".", "..", "/", "a\0b", "\udcff.csv", "x" * 5000, "a/" * 3000),
    *(
        "/dev/null",
        "/dev/zero",
        "/dev/full",
        "/proc/self/mem",
        "none/x.csv",
        "x.csv/y",
        "nan",
        "inf",
        "-1",
        "1e999",
        "1_0",
    ),
    *(
        "spiral",
        "reg-plane",
        "xor",
        "0.5",
        "relu",
        "python",
        "3",
        "1",
        "0",
        "bash",
        "en",
        "pt_BR",
        "x.py",
        "x.nntui",
        "x.svg",
    ),
    *(
        "noise=0,10",
        "hidden-layers=none:2",
        "test_loss < 0.1",
        "epoch",
        "1/2",
        "x,y,label",
        "1,2,3",
        "4,2",
        "own",
        "adam",
    ),
)
_MOST_EPOCHS = 3
_WITH_FILE = ("train", "show", "report", "link", "sweep")


@cache
def _options(command: str) -> tuple[str, ...]:
    left_out = (
        "--debug",
        "--kiosk",
        "--web",
        "--workers",
        "--cluster",
        "--epochs",
        "--starts",
        "--until",
        "--plateau",
        "--check",
        "--seeds",
        "--engine",
    )
    return tuple(name for name in build_parser(command).option_names() if name not in left_out)


def _file(rng: Random) -> str:
    """The name of a file that another part has made, with an odd name now and then."""
    kind = rng.randrange(4)
    data, suffix = (
        (FILES.make(rng), ".nntui")
        if kind == 0
        else (TABLES.make(rng)[1], ".csv")
        if kind == 1
        else (RESULTS.make(rng), ".jsonl")
        if kind == 2
        else (LESSONS.make(rng)[1], ".md")
    )
    name = "given" if rng.random() < 0.8 else odd.text(rng, 1).replace("/", "").replace("\0", "")[:40]
    path = folder() / "here" / _as_argument(f"{name}{suffix}")
    path.parent.mkdir(exist_ok=True)
    path.write_bytes(data[:300_000])
    return str(path)


def _value(rng: Random) -> str:
    kind = rng.randrange(6)
    if kind == 0:
        return odd.text(rng)
    if kind == 1:
        return odd.number_text(rng)
    if kind == 2:
        return _file(rng)
    return rng.choice(_VALUES)


def _make(rng: Random) -> list[str]:
    command = rng.choice([*(name for name in COMMANDS if name != "serve"), "train", "train", ""])
    words = [command] if command else []
    if command in _WITH_FILE and rng.random() < 0.5:
        words.append(_file(rng))
    elif command in ("train", "link") and rng.random() < 0.3:
        words.append(LINKS.make(rng)[:5000])
    for _option in range(rng.choice([0, 1, 1, 2, 3, 5])):
        options = _options(command or "play")
        chance = rng.random()
        if chance < 0.5 and options:
            words.append(rng.choice(options))
            words.append(_value(rng))
        elif chance < 0.8 and options:
            words.append(f"{rng.choice(options)}={_value(rng)}")
        else:
            words.append(_value(rng))
    if command in ("train", "sweep"):
        words += ["--epochs", str(rng.randrange(_MOST_EPOCHS))]
    if command == "sweep":
        words += ["--workers", "1"]
    return words


@contextlib.contextmanager
def _at_home():
    """In a folder and a home of its own, with nothing to be read from the standard input."""
    home = folder() / "home"
    home.mkdir(exist_ok=True)
    before, kept, stdin = Path.cwd(), dict(os.environ), sys.stdin
    os.chdir(home)
    os.environ.update(HOME=str(home), XDG_STATE_HOME=str(home / "state"), XDG_CONFIG_HOME=str(home / "config"))
    sys.stdin = io.StringIO("")
    try:
        yield home
    finally:
        sys.stdin = stdin
        os.environ.clear()
        os.environ.update(kept)
        os.chdir(before)


def _read(words: list[str]) -> Reading:
    out, err = io.StringIO(), io.StringIO()
    with _at_home(), contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
        code = main(list(words))
    return _checked(words, code, out.getvalue(), err.getvalue())


def _checked(words: list[str], code: int, out: str, err: str) -> Reading:
    if code not in (0, 1, 2, 3, 4):
        raise BrokenPromiseError(f"exit code {code}: {err[-300:]!a}")
    lines = err.splitlines() if "\u2028" not in err else err.split("\n")
    if code and not lines:
        raise BrokenPromiseError(f"exit code {code} without a word")
    for line in out.split("\n"):
        if not line.isprintable():
            raise BrokenPromiseError(f"a line that would steer the terminal: {line[:300]!a}")
    if "--json" in words and code == 0 and {"-h", "--help", "-V", "--version"}.isdisjoint(words):
        for line in out.splitlines():
            json.loads(line)
    return Reading(None if code else words, [line for line in lines if line.strip()])


def _as_argument(word: str) -> str:
    """A word as a system can hand it over: bytes but no NUL, of which some may be no text."""
    return os.fsdecode(word.replace("\0", "").encode("utf-8", "surrogatepass"))


def run_as_process(words: list[str]) -> Reading:
    """The same as a process of its own, with what a process adds: its own decoding of words, and its real streams."""
    with _at_home():
        done = subprocess.run(
            [sys.executable, "-m", "nntui", *map(_as_argument, words)],
            stdin=subprocess.DEVNULL,
            capture_output=True,
            env=os.environ | {"PYTHONPATH": str(Path(__file__).parent.parent.parent)},
            timeout=60,
            check=False,
        )
    return _checked(words, done.returncode, done.stdout.decode(), done.stderr.decode())


COMMAND_LINES = Part("commands", _make, _read)
PROCESSES = Part("processes", _make, run_as_process)
