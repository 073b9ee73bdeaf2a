"""Work is saved by itself, found again after an end of any kind, and never overwritten by another program."""

import dataclasses
import os
import signal
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from nntui.experiment.experiment import Experiment
from nntui.formats.saved_session import SavedSession, read_session
from nntui.session.link_extras import LinkExtras
from nntui.storage.autosave import KEPT, Autosave, find
from nntui.training.trainer import Trainer
from tests.children import LIMIT, child


class Doing:
    """Work that goes on."""

    def __init__(self, seed: str = "1") -> None:
        self.trainer = Trainer(Experiment(seed=seed))
        self.asked = threading.Event()
        self.work = SavedSession(self.trainer.snapshot())
        self.failures: list[str] = []

    def go_on(self) -> None:
        self.trainer.train_epoch()
        self.work = SavedSession(self.trainer.snapshot())

    def current(self) -> SavedSession:
        self.asked.set()
        return self.work

    def autosave(self, folder: Path) -> Autosave:
        return Autosave(folder, self.current, self.failures.append, delay=0.0)


def epochs(folder: Path) -> list[int]:
    """Of all work that is found, each left as it was."""
    found = []
    for each in find(folder):
        found.append(each.work.snapshot.epoch)
        each.leave(is_declined=False)
    return found


def test_nothing_is_written_before_something_has_changed(tmp_path):
    autosave = Doing().autosave(tmp_path / "state")
    autosave.close(is_done=True)
    assert not (tmp_path / "state").exists()


def test_a_change_is_saved_by_itself(tmp_path):
    doing = Doing()
    autosave = doing.autosave(tmp_path)
    doing.go_on()
    autosave.touch()
    assert doing.asked.wait(LIMIT)
    autosave.close(is_done=False)
    assert read_session(autosave.path).snapshot.epoch == 1
    assert not doing.failures


def test_a_file_is_its_owners_alone(tmp_path):
    autosave = Doing().autosave(tmp_path / "a" / "b")
    assert autosave.save()
    assert autosave.path.stat().st_mode & 0o777 == 0o600
    assert autosave.path.parent.stat().st_mode & 0o777 == 0o700
    assert autosave.path.with_suffix(".lock").stat().st_mode & 0o777 == 0o600
    autosave.close(is_done=True)


def test_nothing_new_is_not_written_again(tmp_path):
    autosave = Doing().autosave(tmp_path)
    assert autosave.save()
    before = autosave.path.stat()
    assert autosave.save()
    assert autosave.path.stat().st_ino == before.st_ino
    autosave.close(is_done=True)


def test_work_that_is_going_on_is_not_found(tmp_path):
    autosave = Doing().autosave(tmp_path)
    autosave.save()
    assert epochs(tmp_path) == []
    autosave.close(is_done=False)
    assert epochs(tmp_path) == [0]
    assert epochs(tmp_path) == [0]


def test_two_at_once_never_meet(tmp_path):
    doings = [Doing(), Doing(), Doing()]
    autosaves = [doing.autosave(tmp_path) for doing in doings]
    for round_ in range(3):
        for doing, autosave in zip(doings, autosaves, strict=True):
            for _ in range(doings.index(doing) + 1):
                doing.go_on()
            assert autosave.save(), round_
    for autosave in autosaves:
        autosave.close(is_done=False)
    assert sorted(epochs(tmp_path)) == [3, 6, 9]


def test_the_newest_work_comes_first_whether_it_was_cut_off_or_left(tmp_path):
    for seed, is_done in (("1", False), ("2", True), ("3", False), ("4", True)):
        autosave = Doing(seed).autosave(tmp_path)
        autosave.save()
        autosave.close(is_done=is_done)
        os.utime(autosave.path, (int(seed), int(seed)))

    def seeds(**options: bool) -> list[tuple[str, bool]]:
        found = list(find(tmp_path, **options))
        for each in found:
            each.leave(is_declined=False)
        return [(each.work.snapshot.experiment.seed, each.was_cut_off) for each in found]

    assert seeds() == [("4", False), ("3", True), ("2", False), ("1", True)]
    assert seeds(only_cut_off=True) == [("3", True), ("1", True)]
    assert seeds() == [("4", False), ("3", True), ("2", False), ("1", True)], "to look changes nothing"


def test_what_was_declined_is_not_offered_again_but_can_be_found(tmp_path):
    autosave = Doing().autosave(tmp_path)
    autosave.save()
    autosave.close(is_done=False)
    for each in find(tmp_path):
        each.leave(is_declined=True)
    assert list(find(tmp_path, only_cut_off=True)) == []
    assert epochs(tmp_path) == [0]


def test_what_is_held_is_not_given_to_another(tmp_path):
    autosave = Doing().autosave(tmp_path)
    autosave.save()
    autosave.close(is_done=False)
    [held] = find(tmp_path)
    assert list(find(tmp_path)) == []
    held.leave(is_declined=False)
    assert epochs(tmp_path) == [0]


def test_work_that_is_taken_up_moves_into_the_new_file(tmp_path):
    before = Doing()
    autosave = before.autosave(tmp_path)
    autosave.save()
    autosave.close(is_done=False)
    [found] = find(tmp_path)
    doing = Doing()
    after = doing.autosave(tmp_path)
    after.replace(found)
    assert doing.asked.wait(LIMIT)
    after.close(is_done=False)
    assert not autosave.path.exists()
    assert epochs(tmp_path) == [0]
    assert len(list(tmp_path.iterdir())) == 2, "the work and its lock"


def test_what_cannot_be_read_is_passed_over(tmp_path):
    (tmp_path / "broken.nntui").write_text("{")
    (tmp_path / "folder.nntui").mkdir()
    (tmp_path / "other.txt").write_text("")
    autosave = Doing().autosave(tmp_path)
    autosave.save()
    autosave.close(is_done=False)
    assert epochs(tmp_path) == [0]
    assert epochs(tmp_path / "missing") == []


def test_the_oldest_go_and_none_that_is_going_on(tmp_path):
    running = Doing().autosave(tmp_path)
    running.save()
    os.utime(running.path, (0, 0))
    left = [Doing().autosave(tmp_path) for _ in range(KEPT + 5)]
    for age, autosave in enumerate(left):
        autosave.save()
        autosave.close(is_done=True)
        os.utime(autosave.path, (1000 + age, 1000 + age))
    cut_off = [Doing().autosave(tmp_path) for _ in range(3)]
    for autosave in cut_off:
        autosave.save()
        autosave.close(is_done=False)
        os.utime(autosave.path, (0, 0))
    last = Doing()
    autosave = last.autosave(tmp_path)
    autosave.touch()
    assert last.asked.wait(LIMIT)
    autosave.close(is_done=True)
    files = [path for path in tmp_path.iterdir() if path.suffix == ".nntui"]
    assert running.path in files
    assert all(autosave.path in files for autosave in cut_off), "what was cut off stays longer"
    assert [autosave.path in files for autosave in left] == [False] * 5 + [True] * KEPT, "the oldest go"
    assert len(files) == KEPT + len(cut_off) + 2
    running.close(is_done=True)


@pytest.mark.parametrize(
    "change", [{"speed": 120.0}, {"link_extras": LinkExtras((("hideText", "true"),))}], ids=["speed", "link extras"]
)
def test_what_is_not_of_the_network_is_saved_too_when_it_alone_has_changed(tmp_path, change):
    doing = Doing()
    autosave = doing.autosave(tmp_path)
    assert autosave.save()
    doing.work = dataclasses.replace(doing.work, **change)
    assert autosave.save()
    autosave.close(is_done=False)
    opened = read_session(autosave.path)
    assert {name: getattr(opened, name) for name in change} == change


# What goes wrong


def test_a_folder_that_cannot_be_made_is_told_once(tmp_path):
    (tmp_path / "file").write_text("")
    doing = Doing()
    autosave = doing.autosave(tmp_path / "file" / "state")
    assert not autosave.save()
    doing.go_on()
    assert not autosave.save()
    [sentence] = doing.failures
    assert str(tmp_path / "file" / "state") in sentence
    autosave.close(is_done=True)


def test_a_full_disk_is_told_and_the_last_good_save_stays(tmp_path, monkeypatch):
    doing = Doing()
    autosave = doing.autosave(tmp_path)
    assert autosave.save()
    doing.go_on()

    def full(*_: object, **__: object) -> None:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr("nntui.storage.autosave.write_atomically", full)
        assert not autosave.save()
        assert not autosave.save()
    [sentence] = doing.failures
    assert "No space left on device" in sentence
    assert read_session(autosave.path).snapshot.epoch == 0
    assert autosave.save(), "when there is room again"
    assert read_session(autosave.path).snapshot.epoch == 1
    autosave.close(is_done=True)


def test_an_error_of_any_kind_is_told_and_the_next_save_is_tried(tmp_path):
    doing = Doing()
    autosave = doing.autosave(tmp_path)
    work = doing.work
    doing.work = None  # type: ignore[assignment]
    assert not autosave.save()
    assert not autosave.save()
    [sentence] = doing.failures
    assert "AttributeError" in sentence
    assert autosave.failure
    doing.work = work
    assert autosave.save()
    assert not autosave.failure
    autosave.close(is_done=True)


def test_what_could_not_be_opened_again_replaces_nothing(tmp_path):
    doing = Doing()
    autosave = doing.autosave(tmp_path)
    assert autosave.save()
    good = autosave.path.read_bytes()
    doing.go_on()
    doing.work = dataclasses.replace(doing.work, link_extras=LinkExtras((("x" * 5000, "1"),)))
    assert not autosave.save()
    assert autosave.path.read_bytes() == good
    autosave.close(is_done=True)


def test_a_folder_that_nothing_can_be_removed_from_is_no_error(tmp_path, monkeypatch):
    autosave = Doing().autosave(tmp_path)
    autosave.save()

    def refuse(*_: object, **__: object) -> None:
        raise PermissionError(1, "Operation not permitted")

    monkeypatch.setattr(Path, "unlink", refuse)
    autosave.close(is_done=True)
    for found in find(tmp_path):
        found.leave(is_declined=True)
    for found in find(tmp_path):
        found.remove()
    assert epochs(tmp_path) == [0], "it is still there, and can still be found"


def test_work_is_found_where_no_lock_can_be_made(tmp_path, monkeypatch):
    autosave = Doing().autosave(tmp_path)
    autosave.save()
    autosave.close(is_done=False)

    def refuse(path: Path) -> None:
        raise OSError(30, "Read-only file system")

    monkeypatch.setattr("nntui.storage.autosave._acquired", refuse)
    assert epochs(tmp_path) == [0]


@pytest.mark.parametrize("number", [signal.SIGKILL, signal.SIGTERM])
def test_a_killed_program_leaves_its_work(tmp_path, number):
    script = (
        "import sys, pathlib; from tests.storage.test_autosave import Doing\n"
        "doing = Doing('killed'); autosave = doing.autosave(pathlib.Path(sys.argv[1]))\n"
        "for _ in range(7): doing.go_on()\n"
        "autosave.save(); print('saved', flush=True); sys.stdin.read()\n"
    )
    command = [sys.executable, "-c", script, str(tmp_path)]
    with child(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as program:
        assert program.stdout is not None
        assert program.stdout.readline() == "saved\n"
        assert list(find(tmp_path)) == [], "it is still going on"
        program.send_signal(number)
        program.wait(LIMIT)
    [found] = find(tmp_path, only_cut_off=True)
    assert found.work.snapshot.epoch == 7
    assert found.work.snapshot.experiment.seed == "killed"
    found.leave(is_declined=False)


# Where something is wrong beside the work


def refuse_threads(monkeypatch, *names):
    """The system starts no thread of these names; of any where none is given."""
    start = threading.Thread.start

    def refuse(thread):
        if not names or thread.name in names:
            raise RuntimeError("can't start new thread")
        start(thread)

    monkeypatch.setattr(threading.Thread, "start", refuse)


def test_without_a_thread_whoever_changes_something_saves_it_and_the_end_saves_the_rest(tmp_path, monkeypatch):
    refuse_threads(monkeypatch)
    doing = Doing()
    autosave = doing.autosave(tmp_path)
    doing.go_on()
    autosave.touch()
    assert read_session(autosave.path).snapshot.epoch == 1
    doing.go_on()  # so soon afterwards that it is not saved again
    autosave.touch()
    autosave.close(is_done=False)
    assert epochs(tmp_path) == [2]
    assert not doing.failures


def test_without_a_thread_a_failure_is_said_once(tmp_path, monkeypatch):
    refuse_threads(monkeypatch)
    (tmp_path / "file").write_text("")
    doing = Doing()
    autosave = doing.autosave(tmp_path / "file")
    doing.go_on()
    autosave.touch()
    autosave.touch()
    autosave.close(is_done=True)
    assert len(doing.failures) == 1
    assert autosave.failure


def test_what_is_wrong_with_older_work_keeps_nothing_from_being_saved(tmp_path, monkeypatch):
    def fail(folder):
        raise ValueError

    monkeypatch.setattr("nntui.storage.autosave._thin_out", fail)
    doing = Doing()
    autosave = doing.autosave(tmp_path)
    doing.go_on()
    autosave.touch()
    autosave.close(is_done=False)
    assert epochs(tmp_path) == [1]


def test_a_machine_that_slept_while_it_saved_saves_on(tmp_path, monkeypatch):
    refuse_threads(monkeypatch)
    now = [0.0]

    class Sleeping(Doing):
        def current(self) -> SavedSession:
            now[0] += 3600
            return super().current()

    doing = Sleeping()
    autosave = doing.autosave(tmp_path)
    monkeypatch.setattr("nntui.storage.autosave.time.monotonic", lambda: now[0])
    for _ in range(2):
        doing.go_on()
        autosave.touch()
        now[0] += 60
    assert read_session(autosave.path).snapshot.epoch == 2
