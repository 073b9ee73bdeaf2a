"""Children of the tests die with them, and do not depend on how the tests were started."""

import os
import signal
import subprocess
import sys

import pytest

from tests.children import child, on_terminal, run, wait_until_gone

FOREVER = "import time; print('ready', flush=True); time.sleep(1000)"
WITH_A_CHILD_OF_ITS_OWN = """
import subprocess, sys
grandchild = subprocess.Popen([sys.executable, "-S", "-c", "import time; time.sleep(1000)"])
print(grandchild.pid, flush=True)
grandchild.wait()
"""
PARENT = f"""
import sys, time
from tests.children import child
with child([sys.executable, "-S", "-c", {FOREVER!r}], stdout=-1, text=True) as it:
    it.stdout.readline()
    print(it.pid, flush=True)
    time.sleep(1000)
"""


def test_a_child_and_what_it_started_end_with_the_block_even_when_the_test_fails():
    seen = []

    def failing_test() -> None:
        with child([sys.executable, "-S", "-c", WITH_A_CHILD_OF_ITS_OWN], stdout=subprocess.PIPE, text=True) as it:
            seen.extend((it, int(it.stdout.readline())))
            raise RuntimeError("on purpose")

    with pytest.raises(RuntimeError, match="on purpose"):
        failing_test()
    process, grandchild = seen
    assert process.returncode == -signal.SIGKILL
    wait_until_gone(grandchild)


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux tells a child that its parent has died")
def test_a_child_ends_when_the_test_process_is_killed():
    with child([sys.executable, "-c", PARENT], stdout=subprocess.PIPE, text=True) as parent:
        grandchild = int(parent.stdout.readline())
        os.kill(parent.pid, signal.SIGKILL)  # the process alone, not its group
        parent.wait()
        wait_until_gone(grandchild)


def test_sigint_reaches_a_child_of_a_parent_that_ignores_it():
    before = signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        with child([sys.executable, "-S", "-c", FOREVER], stdout=subprocess.PIPE, stderr=subprocess.PIPE) as it:
            it.stdout.readline()
            it.send_signal(signal.SIGINT)
            _, said = it.communicate(timeout=30)
    finally:
        signal.signal(signal.SIGINT, before)
    assert b"KeyboardInterrupt" in said


def test_run_says_what_a_child_wrote_and_how_it_ended():
    done = run([sys.executable, "-S", "-c", "import sys; print(input()[::-1]); sys.exit(3)"], input="abc\n")
    assert (done.stdout, done.returncode) == ("cba\n", 3)
    with pytest.raises(subprocess.CalledProcessError):
        run([sys.executable, "-S", "-c", "raise SystemExit(1)"], check=True)
    with pytest.raises(subprocess.TimeoutExpired):
        run([sys.executable, "-S", "-c", FOREVER], timeout=0.5)


def test_a_command_that_is_not_there_is_named():
    done = run(["/no/such/command"])
    assert done.returncode != 0
    assert "/no/such/command" in done.stderr


def test_a_terminal_controls_its_child(tmp_path):
    code = "import os, sys; print(os.get_terminal_size(), os.ttyname(0) != '', flush=True); sys.stdin.readline()"
    with on_terminal(
        [sys.executable, "-S", "-c", code], environment={"PATH": os.defpath}, folder=tmp_path, columns=91, lines=17
    ) as it:
        said = b""
        while b"\n" not in said:
            arrived = it.read(10)
            assert arrived is not None, said
            said += arrived
        assert b"columns=91, lines=17" in said
        it.hang_up()
        assert it.wait() == -signal.SIGHUP
