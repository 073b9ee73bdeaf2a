"""Systems that lack what Unix has: imitated in a child process, and file names and line ends as they have them."""

import asyncio
import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from nntui.system import call_on_signals, ending_signals, has_unix_terminal, portable_name, terminal_is_gone

LIMIT = 120

WITHOUT_UNIX = """
import asyncio, asyncio.unix_events, os, select, signal, sys

class Missing:
    NAMES = {"termios", "fcntl", "pwd", "grp", "tty", "pty", "resource", "syslog", "readline"}
    def find_spec(self, name, path=None, target=None):
        if name in self.NAMES:
            raise ModuleNotFoundError(f"No module named {name!r}", name=name)

for name in Missing.NAMES:
    sys.modules.pop(name, None)
sys.meta_path.insert(0, Missing())
for module, names in {
    select: ("poll", "epoll", "kqueue"),
    signal: ("SIGHUP", "SIGTSTP", "SIGCONT", "SIGUSR1", "SIGUSR2", "SIGPIPE", "SIGALRM", "SIGQUIT", "SIGKILL",
             "SIGWINCH", "SIGTTOU", "SIGTTIN", "SIGSTOP", "SIGXCPU", "SIGCHLD", "alarm", "pause", "setitimer",
             "pthread_kill", "pthread_sigmask", "sigwait"),
    os: ("fork", "forkpty", "getgid", "getegid", "fchown", "chown", "getpgid", "killpg",
         "setsid", "openpty", "mkfifo", "O_NOFOLLOW", "O_DIRECTORY", "O_NONBLOCK", "O_CLOEXEC", "umask"),
}.items():
    for name in names:
        if hasattr(module, name):
            delattr(module, name)

def refuse(*arguments):
    raise NotImplementedError

asyncio.unix_events._UnixSelectorEventLoop.add_signal_handler = refuse
asyncio.unix_events._UnixSelectorEventLoop.remove_signal_handler = refuse
"""
"""Takes away what Windows has not. `sys.platform`, `os.name` and `os.sep` stay: the libraries below load other files by
them, which are not installed here. `os.getuid`, `os.uname` and `os.fchmod` stay, too: on a system of another name
platformdirs, NumPy and filelock do without them."""


def without_unix(code: str, folder: Path) -> str:
    run = subprocess.run(
        [sys.executable, "-c", WITHOUT_UNIX + code],
        capture_output=True,
        text=True,
        timeout=LIMIT,
        cwd=folder,
        env={**os.environ, "HOME": str(folder), "PYTHONPATH": str(Path(__file__).parents[1])},
        check=False,
    )
    assert run.returncode == 0, run.stderr
    return run.stdout


def test_the_command_trains_without_what_unix_has(tmp_path):
    code = """
from nntui.cli.main import main
assert main(["train", "--dataset", "xor", "--epochs", "3", "--json", "--save", "out.nntui"]) == 0
assert main(["train", "out.nntui", "--epochs", "2"]) == 0
"""
    assert '"epoch": 3' in without_unix(code, tmp_path).replace('"epoch":3', '"epoch": 3')


def test_the_app_runs_without_what_unix_has(tmp_path):
    code = """
from pathlib import Path
from textual.drivers.headless_driver import HeadlessDriver
from nntui.app import PlaygroundApp
from nntui.terminal.choice import driver_class
from nntui.experiment.experiment import Experiment
from nntui.storage.start import StartState

assert driver_class() is None, "there Textual chooses"

class Shown(PlaygroundApp):
    CSS_PATH = Path(sys.modules["nntui.app"].__file__).with_name("app.tcss")

    def get_driver_class(self):
        return HeadlessDriver  # Textual's own for Windows needs ctypes.windll

    @property
    def is_headless(self):
        return False  # so that what a terminal needs is set up, too

async def main():
    app = Shown(StartState(Experiment(seed="0.5")), Path("preferences.toml"), state_folder=Path("state"))
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("s")
        while app.screen.view.shown_epoch < 1:
            await pilot.pause(0.05)
        await pilot.press("c")
        await pilot.pause(0.1)
        signal.raise_signal(signal.SIGTERM)
        await pilot.pause(0.1)
    print("code", app.return_code)

asyncio.run(main())
"""
    assert "code 143" in without_unix(code, tmp_path)
    assert (tmp_path / "preferences.toml").exists()
    assert list((tmp_path / "state").rglob("*.nntui"))


# Signals and terminals


def test_every_signal_that_asks_for_the_end_is_known():
    assert signal.SIGTERM in ending_signals()
    assert len(ending_signals()) >= 2, "and the other one is SIGHUP or SIGBREAK"


async def test_a_signal_is_heard_at_once_and_then_in_the_event_loop():
    loop = asyncio.get_running_loop()
    before = signal.getsignal(signal.SIGTERM)
    heard: list[int] = []
    arrived: asyncio.Future[tuple[int, object]] = loop.create_future()
    try:
        call_on_signals(
            loop,
            (signal.SIGTERM,),
            lambda number: arrived.set_result((number, asyncio.get_running_loop())),
            heard.append,
        )
        signal.raise_signal(signal.SIGTERM)
        assert heard == [signal.SIGTERM]
        assert not arrived.done()
        assert await asyncio.wait_for(arrived, 10) == (signal.SIGTERM, loop)
    finally:
        signal.signal(signal.SIGTERM, before)


@pytest.mark.skipif(not has_unix_terminal(), reason="there are no pseudo-terminals")
def test_a_terminal_that_is_closed_is_gone():
    ours, theirs = os.openpty()
    assert not terminal_is_gone(theirs)
    os.close(ours)
    assert terminal_is_gone(theirs)
    os.close(theirs)


# File names


@pytest.mark.parametrize(
    ("name", "portable"),
    [
        ("circle-4-2", "circle-4-2"),
        ("CON", "_CON"),
        ("aux.py", "_aux.py"),
        ("nul.tar.gz", "_nul.tar.gz"),
        ("com1", "_com1"),
        ("lpt9.csv", "_lpt9.csv"),
        ("com0", "com0"),
        ("console", "console"),
        ('a<b>c:d"e/f\\g|h?i*j', "a_b_c_d_e_f_g_h_i_j"),
        ("ends. . ", "ends"),
        ("...", "_"),
        ("", "_"),
        ("tab\there", "tab_here"),
        ("naïve café", "naïve café"),
    ],
)
def test_a_name_that_some_system_refuses_becomes_one_that_all_take(name, portable):
    assert portable_name(name) == portable
    assert portable_name(portable) == portable
