"""What a program stands on: home folders, disks, limits, clocks, variables, ways to start Python."""

import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from time import time

from tests.faults.kinds import Check, Fault, lives
from tests.faults.trial import Outcome, Prepare, Trial, limited, trial
from tests.pseudo_terminal import nntui

_STATE = Path(".local/state/nntui")
_NOT_SAVED = "cannot be saved by itself"
_LONG = "x" * 200


def _surrounded(
    check: Check,
    *,
    prepare: Prepare | None = None,
    command: list[str] | None = None,
    arguments: tuple[str, ...] = (),
    fault: str = "",
    **variables: str | None,
) -> Outcome:
    """Starts in surroundings that are as they are from the start on, and plays."""
    with trial(*arguments, prepare=prepare, command=command, fault=fault, from_start=True, variables=variables) as it:
        it.play()
        it.strike()
        return check(it)


def _changed(change: Callable[[Path], None], check: Check, fault: str = "", keys: str = "") -> Outcome:
    """Plays until it is saved; then the surroundings change."""
    with trial(fault=fault) as it:
        it.play()
        it.until(lambda: it.saved and it.saved[-1] > 0, "a save")
        it.strike()
        change(it.home)
        it.type(keys)
        return check(it)


# Homes


def _file_in_the_way(home: Path) -> None:
    (home / ".local").write_text("")


def _homes() -> Iterator[Fault]:
    group, said = "Home folders", lives(_NOT_SAVED)

    def row(id: str, name: str, check: Check, prepare: Prepare | None = None, **variables: str | None) -> Fault:
        return Fault(id, group, name, partial(_surrounded, check, prepare=prepare, **variables))

    def file(home: Path) -> None:
        (home / "file").write_text("")

    def loop(home: Path) -> None:
        (home / "loop").symlink_to("loop")

    # As root, whom no permission stops, /proc stands for a home that cannot be written in.
    kept = {"XDG_STATE_HOME": "{home}/kept"}  # or it would be that of the system's list of users, where HOME is none
    yield row("home-unset", "`HOME` not set", lives(), HOME=None, **kept)
    yield row("home-relative", "`HOME` is relative", lives(), HOME="somewhere", **kept)
    yield row("home-long", "`HOME` has 3,000 characters", lives(), HOME="/" + "/".join([_LONG] * 14), **kept)
    yield row("home-read-only", "`HOME=/proc`, which nobody can write in", said, HOME="/proc")
    yield row("home-missing", "`HOME` is not there and cannot be made", said, HOME="/proc/none")
    yield row("home-file", "`HOME` is a file", said, file, HOME="{home}/file")
    yield row("home-loop", "`HOME` is a link to itself", said, loop, HOME="{home}/loop")
    yield row("local-file", "a file where the state folder is to be", said, _file_in_the_way)
    yield row("state-null", "`XDG_STATE_HOME=/dev/null`", said, XDG_STATE_HOME="/dev/null")
    yield row("state-relative", "`XDG_STATE_HOME` is relative", lives(), XDG_STATE_HOME="state")
    name = "`XDG_CONFIG_HOME=/dev/null`, and a palette is chosen"
    yield Fault("config-null", group, name, _config)
    for variable in ("XDG_CONFIG_HOME", "XDG_DATA_HOME", "XDG_CACHE_HOME"):
        yield row(f"{variable.lower()}-odd", f"`{variable}=''`", lives(), **{variable: ""})


def _config() -> Outcome:
    with trial(variables={"XDG_CONFIG_HOME": "/dev/null"}) as it:
        it.opened()
        it.strike()
        it.it.press("\x10")
        it.sees("Search for commands")
        it.it.press("palette mono")
        it.it.rest()
        it.it.press("\r")
        return it.lives("Not remembered")


# Disks


@contextmanager
def _small_disk(home: Path, size: str) -> Iterator[Path]:
    folder = home / "disk"
    folder.mkdir()
    subprocess.run(["mount", "-t", "tmpfs", "-o", f"size={size}", "tmpfs", folder], check=True, capture_output=True)
    try:
        yield folder
    finally:
        subprocess.run(["umount", "-l", folder], check=False, capture_output=True)


@contextmanager
def _on_disk(size: str) -> Iterator[tuple[Trial, Path]]:
    """A program that saves by itself on a small disk of its own."""
    with TemporaryDirectory() as name, _small_disk(Path(name), size) as disk:
        home = Path(name)
        with trial(home=home, variables={"XDG_STATE_HOME": str(disk)}) as it:
            yield it, disk


def _full_disk() -> Outcome:
    """A disk of 64 KiB, which a file of somebody else fills while it plays; then there is room again."""
    with _on_disk("64k") as (it, disk):
        it.play()
        it.until(lambda: it.saved and it.saved[-1] > 0, "a save")
        it.strike()
        with suppress(OSError):
            (disk / "other").write_bytes(bytes(100_000))
        it.sees("No space left on device")
        seconds, seen = it.passed, it.message("No space left on device")
        assert not [*disk.rglob(".nntui-*")], "a draft is left"
        (disk / "other").unlink()
        outcome = it.lives()
        return Outcome(seen, outcome.code, outcome.lost, seconds)


def _killed_in_a_save() -> Outcome:
    """SIGKILL between the draft and its new name; the draft goes when it is old."""
    with trial(fault="os:replace?mine.nntui#1=kill") as it:
        it.opened()
        it.type("s|w|\x01\x0bmine.nntui\r")
        it.sees("is saved")
        it.strike()
        it.type("w|\x01\x0bmine.nntui\r|\r")
        outcome = it.is_killed()
        (draft,) = it.home.glob(".nntui-*")
        day_before = time() - 25 * 3600
        os.utime(draft, (day_before, day_before))
        with trial(home=it.home) as again:
            again.opened()
            again.type("\x1b|s|w|\x01\x0bmine.nntui\r|\r|")
            again.until(lambda: not draft.exists(), "the end of the draft")
            again.lives()
        return Outcome("the file as it was; the draft goes with a save after a day", -9, outcome.lost, outcome.seconds)


def _disks() -> Iterator[Fault]:
    group = "Disks and folders"
    yield Fault("disk-full", group, "a full disk while it plays (tmpfs of 64 KiB); then room again", _full_disk)
    fault = "nntui.storage.atomic_write:open_draft#1+=OSError:30"
    run = partial(_changed, lambda home: None, lives("Read-only file system"), fault=fault)
    yield Fault("disk-read-only", group, "the file system becomes read-only while it plays", run)
    name = "files may have 0 bytes (`ulimit -f 0`)"
    run = partial(_surrounded, lives("File too large"), command=limited("ulimit -f 0"))
    yield Fault("fsize-0", group, name, run)
    run = partial(_surrounded, lives("File too large"), command=limited("ulimit -f 1"))
    yield Fault("fsize-1", group, "files may have 512 bytes (`ulimit -f 1`)", run)
    yield Fault("save-killed", group, "SIGKILL in the middle of a save", _killed_in_a_save)

    def remove_state(home: Path) -> None:
        shutil.rmtree(home / _STATE)

    run = partial(_changed, remove_state, lives())
    yield Fault("state-removed", group, "the state folder is removed while it plays", run)

    def file_in_place(home: Path) -> None:
        shutil.rmtree(home / _STATE)
        (home / _STATE).write_text("")

    run = partial(_changed, file_in_place, lives(_NOT_SAVED))
    yield Fault("state-replaced", group, "a file comes in place of the state folder while it plays", run)
    yield Fault("folder-removed", group, "the working folder was removed", _without_folder)
    yield Fault("tmp-missing", group, "`TMPDIR` is not there", partial(_surrounded, lives(), TMPDIR="/none"))
    name = "no temporary folder at all"
    fault = "tempfile:gettempdir#1+=FileNotFoundError:2\ntempfile:mkstemp#1+=FileNotFoundError:2"
    yield Fault("no-tmp", group, name, partial(_surrounded, lives(), fault=fault))


def _without_folder() -> Outcome:
    command = ["sh", "-c", 'mkdir gone; cd gone; rmdir ../gone; exec "$@"', "sh", *nntui()]
    return _surrounded(lives(), command=command)


# Limits and clocks


def _limits() -> Iterator[Fault]:
    group = "Limits"
    for size in (100, 300, 699):
        name = f"{size} MB of addresses (`ulimit -v`)"
        run = partial(
            _too_little,
            "the playground needs 700 MB of memory; ulimit -v allows",
            f"ulimit -v {size * 1_000_000 // 1024}",
        )
        yield Fault(f"memory-{size}", group, name, run)
    run = partial(_too_little, "the playground needs 200 MB of memory; ulimit -d allows", "ulimit -d 190000")
    yield Fault("data-190", group, "190 MB of data (`ulimit -d`)", run)
    for limit, name in (("v 720000", "720 MB of addresses"), ("d 220000", "220 MB of data")):
        run = partial(_surrounded, lives(), command=limited(f"ulimit -{limit}"))
        yield Fault(f"memory-{limit[2:5]}", group, f"{name}, which is enough", run)
    for count in (8, 12, 20):
        name = f"{count} open files (`ulimit -n`)"
        yield Fault(f"files-{count}", group, name, partial(_surrounded, lives(), command=limited(f"ulimit -n {count}")))
    for size in (256, 1024):
        name = f"a stack of {size} KB (`ulimit -s`)"
        yield Fault(f"stack-{size}", group, name, partial(_surrounded, lives(), command=limited(f"ulimit -s {size}")))
    yield Fault("cpu", group, "3 s of processor time (`ulimit -S -t`)", _cpu)


def _too_little(words: str, limit: str, code: int = 2) -> Outcome:
    with trial(command=limited(limit)) as it:
        return it.refuses(words, code)


def _cpu() -> Outcome:
    with trial(command=limited("ulimit -S -t 3")) as it:
        it.play()
        it.it.press("...")
        it.strike()
        return it.ends(152)


def _clocks() -> Iterator[Fault]:
    group = "Clocks"
    year = 365 * 24 * 3600
    for key, name, fault in (
        ("later", "+10 years while it plays", f"time:time#1+=plus:{10 * year}"),
        ("earlier", "−30 years while it plays", f"time:time#1+=plus:-{30 * year}"),
        ("hour", "+1 hour while it plays", "time:time#1+=plus:3600"),
        ("asleep", "the machine sleeps for an hour while it plays", "time:monotonic#1+=plus:3600"),
        ("stands", "−1 hour while it plays", "time:time#1+=plus:-3600"),
    ):
        run = partial(_changed, lambda home: None, _plays_on, fault=fault)
        yield Fault(f"clock-{key}", group, name, run)


def _plays_on(it: Trial) -> Outcome:
    reached = it.it.epoch
    it.until(lambda: it.it.epoch > reached + 30, "thirty epochs more")
    return it.lives()


# Variables and ways to start Python


def _variables() -> Iterator[Fault]:
    group = "Variables"
    for name, value in (
        ("COLUMNS", "100000"),
        ("LINES", "100000"),
        ("TEXTUAL_COLOR_SYSTEM", "bogus"),
        ("TEXTUAL_DRIVER", "no:Such"),
        ("NNTUI_TERMINAL", "none"),
        ("TEXTUAL_LOG", "/none/x"),
    ):
        run = partial(_refused, f"{name}='{value}' is not allowed; allowed is", name, value)
        yield Fault(f"{name.lower()}-odd", group, f"`{name}={value}`", run)
    for name, value in (
        ("COLUMNS", "-5"),
        ("COLUMNS", "many"),
        ("TEXTUAL_FPS", "x"),
        ("TEXTUAL_ANIMATIONS", "x"),
        ("TEXTUAL_LOG", "{home}/textual.log"),
        ("TEXTUAL_THEME", "none"),
        ("TEXTUAL_DEBUG", "x"),
        ("TEXTUAL_SCREENSHOT", "x"),
        ("TEXTUAL_DISABLE_KITTY_KEY", "x"),
        ("TEXTUAL", "devtools,debug"),
        ("COLORTERM", "bogus"),
        ("NO_COLOR", "1"),
        ("FORCE_COLOR", "x"),
        ("ESCDELAY", "x"),
        ("OMP_NUM_THREADS", "1000"),
        ("PYTHONMALLOC", "debug"),
        ("LANGUAGE", "xx:yy"),
    ):
        run = partial(_surrounded, lives(), **{name: value})
        yield Fault(f"{name.lower()}-{value.strip('/').replace('/', '-')}", group, f"`{name}={value}`", run)


def _refused(words: str, name: str, value: str) -> Outcome:
    with trial(variables={name: value}) as it:
        return it.refuses(words)


def _pythons() -> Iterator[Fault]:
    for options in ("-O", "-OO", "-X dev", "-W error", "-I", "-bb", "-X utf8=0", "-B"):
        command = [sys.executable, *options.split(), "-m", "nntui"]
        run = partial(_surrounded, lives(), command=command)
        yield Fault(f"python{options.replace(' ', '')}", "Ways to start Python", f"`python {options} -m nntui`", run)


def faults() -> Iterator[Fault]:
    """All of them."""
    yield from _homes()
    yield from _disks()
    yield from _limits()
    yield from _clocks()
    yield from _variables()
    yield from _pythons()
