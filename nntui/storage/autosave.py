"""Saves a session automatically every few seconds, and finds it again at the next start.

Each running program has a file of its own, so several programs of one account never write to the same file. Beside it
lies a lock, which the system releases when the program ends for any reason. If the lock file is still there but
released, the session was interrupted; a normal exit removes the lock file.
"""

import os
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from nntui.errors import what_failed
from nntui.formats.suffixes import SESSION
from nntui.language import _
from nntui.storage.atomic_write import write_atomically
from nntui.storage.reports import record_action
from nntui.system import start_thread

# What reads and writes is loaded in the thread that needs it, two seconds after the first change: it takes 60 ms.
if TYPE_CHECKING:
    from filelock import FileLock

    from nntui.formats.saved_session import SavedSession

_LOCK = ".lock"

SAVE_DELAY_S = 2.0
"""Seconds from a change to its save: what is lost at the most, but for the time that saving takes."""
_LEAST_PAUSE_FACTOR = 50
"""A save that takes long makes the next come later: at least so many times as long as it took."""
_LONGEST_PAUSE_S = 60.0
"""But never by more seconds: the machine may have slept meanwhile."""
_RETRY_DELAY_S = 30.0
"""Seconds until a save is tried again when it has failed."""
_JOIN_TIMEOUT_S = 3.0
"""Seconds that a save on its way is waited for at the end."""
KEPT = 20
"""So many files of work that was left are kept; older ones go."""
KEPT_WHEN_CUT_OFF = 100
"""The same for interrupted sessions, of which a class may have many at once."""


def state_folder() -> Path:
    """Where a program keeps what it remembers on this system."""
    from platformdirs import user_state_path

    return user_state_path("nntui")


def sessions_in(state: Path) -> Path:
    """Where in it work is saved by itself."""
    return state / "sessions"


class Autosave:
    """Saves a piece of work whenever it has changed. Nothing runs while nothing changes.

    Args:
        folder: Where to.
        current: The work as it is; called from a thread of its own.
        on_failure: Called from that thread with a sentence when it cannot be saved; once until it can again.
        delay: Seconds from a change to its save.

    Attributes:
        path: The file.
        failure: Why the last save has failed; "" if it has not.
    """

    def __init__(
        self,
        folder: Path,
        current: "Callable[[], SavedSession]",
        on_failure: Callable[[str], None],
        delay: float = SAVE_DELAY_S,
    ) -> None:
        self.path = folder / f"{datetime.now():%Y-%m-%d-%H%M%S}-{os.urandom(4).hex()}{SESSION}"
        self._current = current
        self._on_failure = on_failure
        self._delay = delay
        self._wake = threading.Condition()
        self._saving = threading.Lock()
        self._lock: FileLock | None = None
        self._saved: SavedSession | None = None
        self._replaced: list[RecoveredSession] = []
        self._thread: threading.Thread | None = None
        self._is_changed = self._is_closed = False
        self._due_at = 0.0
        self.failure = ""

    def __repr__(self) -> str:
        return f"Autosave({self.path.name}, {'saved' if self._saved else 'not saved yet'})"

    @property
    def has_saved(self) -> bool:
        """Whether anything has been saved."""
        return self._saved is not None

    def touch(self) -> None:
        """Something has changed. Costs nothing."""
        if self._is_changed or self._is_closed:
            return
        with self._wake:
            self._is_changed = True
            if self._thread is None:
                self._thread = start_thread(self._run, "nntui-autosave")
            self._wake.notify_all()
        if self._thread is None:  # the system starts no thread more: whoever has changed something saves it
            if time.monotonic() >= self._due_at:
                self._due_at = self._save_and_rest() + time.monotonic()
            self._is_changed = False

    def replace(self, found: "RecoveredSession") -> None:
        """Goes on with work that was found: its file goes when ours is written."""
        self._replaced.append(found)
        self.touch()

    def _run(self) -> None:
        with suppress(Exception):  # that older files stay is no reason not to save
            _thin_out(self.path.parent)
        pause = self._delay
        while True:
            with self._wake:
                self._wake.wait_for(lambda: self._is_changed or self._is_closed)
                self._wake.wait_for(lambda: self._is_closed, pause)
                is_closed, is_changed = self._is_closed, self._is_changed
                self._is_changed = False
            pause = self._save_and_rest() if is_changed else self._delay
            if is_closed:
                return
            self._is_changed |= bool(self.failure)

    def _save_and_rest(self) -> float:
        """Saves now; returns the seconds until the next save."""
        start = time.monotonic()
        is_saved = self.save()
        pause = min(_LEAST_PAUSE_FACTOR * (time.monotonic() - start), _LONGEST_PAUSE_S)
        return max(self._delay, pause) if is_saved else _RETRY_DELAY_S

    def save(self) -> bool:
        """Saves now, if there is anything new; whether that went well."""
        from nntui.formats.saved_session import decode_session, encode_session

        with self._saving:
            try:
                work = self._current()
                if self._saved is not None and _is_same(work, self._saved):
                    self.failure = ""
                    return True
                self._hold()
                data = encode_session(work, is_readable=False)
                if self._saved is None or not _is_alike(work, self._saved):
                    decode_session(data, "it")  # what could not be opened again must not replace what can
                write_atomically(self.path, data, private=True, durable=False, parents=True)
            except Exception as error:  # whatever it is, the person must hear of it, and the next save be tried
                self._fail(what_failed(error))
                return False
            self._saved, self.failure = work, ""
            record_action("autosave")
            while self._replaced:
                self._replaced.pop().remove()
            return True

    def catch_up(self) -> None:
        """Saves what has changed, if anything has: before the end it must be known whether that goes well."""
        if self._thread is not None or self._due_at:
            self.save()

    def _hold(self) -> None:
        if self._lock is None:
            self.path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            self._lock = _acquired(self.path)

    def _fail(self, reason: str) -> None:
        record_action("autosave_failed")
        is_new, self.failure = not self.failure, reason
        if is_new:
            sentence = _("Your work cannot be saved by itself in {folder}: {reason}. w saves it elsewhere")
            self._on_failure(sentence.format(folder=self.path.parent, reason=reason))

    def close(self, *, is_done: bool) -> None:
        """Saves what is new and ends; waits for a slow disk for a few seconds only.

        Args:
            is_done: Whether the person has left; if not, the work counts as cut off.
        """
        with self._wake:
            was_closed, self._is_closed = self._is_closed, True
            self._wake.notify_all()
        if self._thread is not None:
            self._thread.join(timeout=_JOIN_TIMEOUT_S)
        elif not was_closed and self._due_at:
            self.save()
        if self._lock is not None:
            self._lock.release()
            if is_done:
                _remove(_lock_of(self.path))
            self._lock = None


@dataclass(frozen=True, eq=False)
class RecoveredSession:
    """Work of a program that has ended.

    Attributes:
        path: Its file.
        work: What is in it.
        when: When it was saved, in seconds since 1970.
        was_cut_off: Whether the program ended against the person's will.
    """

    path: Path
    work: "SavedSession"
    when: float
    was_cut_off: bool
    _lock: "FileLock | None"

    def remove(self) -> None:
        """The work has been taken over: its file goes."""
        _remove(self.path)
        self.leave(is_declined=True)

    def leave(self, *, is_declined: bool) -> None:
        """Leaves it where it is; when it was declined, it is not offered again."""
        if self._lock is not None:
            self._lock.release()
        if is_declined or not self.was_cut_off:
            _remove(_lock_of(self.path))


def find(folder: Path, *, only_cut_off: bool = False) -> Iterator[RecoveredSession]:
    """Saved sessions that can be resumed, the newest first. Unreadable ones are skipped.

    Each is locked, so that no other program takes it up at the same time: the caller must take it over or leave it.
    """
    cut_off = _files(folder, _LOCK)
    for path in cut_off if only_cut_off else _files(folder):
        found = _claim(path, was_cut_off=path in cut_off)
        if found is not None:
            yield found


def count_files(folder: Path) -> int:
    """How many saved sessions there are, locked or unreadable ones included."""
    return len(_files(folder))


def _claim(path: Path, was_cut_off: bool) -> RecoveredSession | None:
    from filelock import Timeout

    from nntui.formats.saved_session import SavedSessionError, read_session

    lock = None
    try:
        lock = _acquired(path)
    except Timeout:
        return None
    except OSError:
        pass  # nobody else can have taken it up either where no lock can be made
    try:
        return RecoveredSession(path, read_session(path), path.stat().st_mtime, was_cut_off, lock)
    except (SavedSessionError, OSError):
        if lock is not None:
            lock.release()
        return None


def _files(folder: Path, suffix: str = SESSION) -> list[Path]:
    """The files of saved work, the newest first; with the suffix of a lock, those that have one."""
    ages: list[tuple[float, Path]] = []
    try:
        for entry in os.scandir(folder):
            path = Path(entry.path).with_suffix(SESSION)
            if entry.name.endswith(suffix) and path.is_file():
                ages.append((path.stat().st_mtime, path))
    except OSError:
        return []
    return [path for _age, path in sorted(ages, reverse=True)]


def _lock_of(path: Path) -> Path:
    return path.with_suffix(_LOCK)


def _acquired(path: Path) -> "FileLock":
    """Takes the lock of a file.

    Raises:
        OSError: Another program has it, or there can be none.
    """
    from filelock import FileLock

    lock = FileLock(_lock_of(path), timeout=0, mode=0o600, thread_local=False)
    lock.acquire()
    return lock


def _remove(path: Path) -> None:
    """Removes a file, if that can be; it would only be in the way."""
    with suppress(OSError):
        path.unlink(missing_ok=True)


def _thin_out(folder: Path) -> None:
    """Removes the oldest files; interrupted sessions are kept longer, and running ones are never removed."""
    cut_off = _files(folder, _LOCK)
    left = [path for path in _files(folder) if path not in cut_off]
    for path in (*left[KEPT:], *cut_off[KEPT_WHEN_CUT_OFF:]):
        try:
            lock = _acquired(path)
            _remove(path)
            lock.release()
            _remove(_lock_of(path))
        except OSError:
            continue


def _is_alike(work: "SavedSession", other: "SavedSession") -> bool:
    """Whether only the numbers differ that training changes."""
    is_same_kind = work.link_extras is other.link_extras and work.lesson is other.lesson and work.runs == other.runs
    return is_same_kind and work.snapshot.experiment is other.snapshot.experiment


def _is_same(work: "SavedSession", other: "SavedSession") -> bool:
    beside = ((each.speed, each.link_extras, each.lesson, each.runs) for each in (work, other))
    return work.snapshot is other.snapshot and next(beside) == next(beside)
