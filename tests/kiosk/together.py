"""Attempts of one visitor on another, what is left of a visit that was killed, and the farewell."""

import os
import signal
from time import monotonic, sleep

import psutil

from nntui.kiosk.bounds import Bounds
from tests.kiosk.inside import SAVING, _dialog, _type_over
from tests.kiosk.record import Record
from tests.kiosk.visitor import Door


def together(door: Door, record: Record) -> None:
    """Two at once, and one after the other."""
    with door.visit() as first, door.visit() as second:
        record.add("Two visits", "the same folder", "each has its own", first.folder != second.folder)
        mode = first.folder.stat().st_mode & 0o777
        record.add("Two visits", "its mode", f"{mode:o}", mode == 0o700)
        with _dialog(first, "w", SAVING):
            _type_over(first, "private\r")
            first.sees("is saved")
        second.press("\x0f")
        second.sees("offered here")
        second.dwell(0.5)
        record.add("Two visits", "the other's file in the list", "not listed", "private" not in second.text)
        second.press("private.nntui\r")
        sign = second.sees("There is no", "is opened")
        record.add("Two visits", "the other's file by its name", f"{sign} …", sign == "There is no")
        second.press("\x1b\x1b")
        second.press("W")
        first.press("\x10Palette viridis\r")
        first.dwell(2.0)
        preferences = [each.name for each in (second.folder).iterdir()]
        outcome = "are in the visit's own folder"
        record.add("Two visits", "the other's preferences", outcome, "preferences.toml" not in preferences)
        kept = first.folder
        os.kill(first.process.pid, signal.SIGKILL)
        psutil.wait_procs([first.process], timeout=10)
        second.dwell(1.0)
        record.add("Two visits", "the other is killed", "this one goes on", not second.it._ended)
        with door.visit() as third:
            record.add("Two visits", "what is left of the killed", "removed by the next visit", not kept.exists())
            third.dwell(1.0)
            offered = "Go on where you were" in third.text
            record.add("Two visits", "its work is offered to the next", "nothing is offered", not offered)
            record.add("Two visits", "the living one", "is left alone", second.folder.exists())
            third.press("q")
            third.ends()
            record.add("Two visits", "after q", "the folder is gone", not third.folder.exists())
            record.add(
                "Two visits",
                "after q, the farewell",
                "“nothing of it is kept”",
                b"nothing of it is kept" in third.it.written,
            )
        gone = second.folder
        second.it.hang_up()
        psutil.wait_procs([second.process], timeout=20)
        record.add("Two visits", "the line is cut", "the folder is gone", not gone.exists())


def farewell(door: Door, record: Record) -> None:
    """The end that the kiosk sets."""
    with door.visit() as visitor:
        process = visitor.process
        visitor.press("." * 10 + " ")
        used = sum(process.cpu_times()[:2])
        process.rlimit(psutil.RLIMIT_CPU, (int(used) + 2, int(used) + 30))
        ended = visitor.ends(60)
        said = b"processor time are used up" in visitor.it.written
        record.add("Farewell", "processor time is used up", "a sentence, and the end", ended and said)
        record.add("Farewell", "its folder", "is gone", not visitor.folder.exists())
    with door.visit() as visitor:
        process = visitor.process
        process.rlimit(psutil.RLIMIT_AS, (process.memory_info().vms + 3_000_000,) * 2)
        visitor.press("\x0fmany.csv\r")
        visitor.dwell(6.0)
        visitor.press("\x1b\x1bM\r")
        visitor.dwell(4.0)
        ended = visitor.it._ended
        visitor.press("\x1b\x1b\x03\x03")
        visitor.ends(15)
        outcome = "the visit ends with a sentence" if ended else "refused in a sentence; the visit goes on"
        held = b"Traceback" not in visitor.it.written
        record.add("Farewell", "no memory left", outcome, held)
    _idle(door, record)


def _idle(door: Door, record: Record) -> None:
    """As `--idle-minutes 1` has it; the bound is a field that cannot be set shorter."""
    assert Bounds().idle_minutes == 15
    start = monotonic()
    with door.visit() as visitor:
        visitor.press(" ")
        asked = visitor.sees("Are you still there", seconds=90)
        record.add("Farewell", "a minute without a key, while it plays", "“Are you still there?”", bool(asked))
        visitor.press("s")
        stays = visitor.sees("You stay", seconds=10)
        record.add("Farewell", "a key in the countdown", "“You stay”; the key does nothing else", bool(stays))
        sleep(0)
        ended = visitor.ends(200)
        said = b"nobody was there for" in visitor.it.written
        record.add(
            "Farewell", "nobody comes", f"the end after {monotonic() - start:.0f} s, in a sentence", ended and said
        )
