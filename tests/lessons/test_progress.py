"""What is remembered of lessons, in a file that several programs share."""

import json
import stat
import sys
from contextlib import ExitStack
from pathlib import Path

import pytest

from nntui.lessons.progress import Progress, progress_in
from tests import children
from tests.speaking import speaking


@pytest.fixture
def path(tmp_path):
    return progress_in(tmp_path / "state")


ROOT = Path(__file__).parents[2]


def note_some(path, name):
    """What another program does."""
    progress = Progress(Path(path))
    for number in range(10):
        progress.note_passed("batch", f"{name}-{number}", was_shown=False)
    progress.close()


def test_what_was_noted_is_there_at_the_next_start(path):
    progress = Progress(path)
    progress.note_answer("batch", "count", "10", is_right=False)
    progress.note_answer("batch", "count", "25", is_right=True)
    progress.note_passed("batch", "count", was_shown=False)
    progress.note_skipped("batch", "two")
    progress.note_passed("batch", "large", was_shown=True)
    progress.note_skipped("batch", "large")
    for value in (49.0, 60.0, float("nan"), 41.0):
        progress.note_record("spiral", value)
    progress.close()
    again = Progress(path)
    count, two, large = (again.of("batch")[name] for name in ("count", "two", "large"))
    assert (count.passed, count.answer, count.is_right) == (True, "10", False)
    assert (two.skipped, two.has_passed) == (True, False)
    assert (large.shown, large.passed, large.skipped) == (True, False, False)
    assert again.passed("batch") == 2
    assert again.record("spiral") == 41
    assert again.of("rate") == {}
    assert again.record("rate") is None


def test_forgetting_leaves_the_other_lessons(path):
    progress = Progress(path)
    progress.note_passed("batch", "count", was_shown=False)
    progress.note_passed("rate", "good", was_shown=False)
    progress.forget("batch")
    progress.close()
    assert (Progress(path).passed("batch"), Progress(path).passed("rate")) == (0, 1)


@pytest.mark.skipif(sys.platform == "win32", reason="modes are of Unix")
def test_the_file_is_the_owner_s_alone(path):
    progress = Progress(path)
    progress.note_passed("batch", "count", was_shown=False)
    progress.close()
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700


def test_two_programs_at_once_lose_nothing(path):
    code = f"import sys; from tests.lessons.{Path(__file__).stem} import note_some; note_some(*sys.argv[1:])"
    mine = Progress(path)
    with ExitStack() as programs:
        both = [
            programs.enter_context(children.child([sys.executable, "-c", code, path, name], cwd=ROOT))
            for name in ("a", "b")
        ]
        mine.note_passed("batch", "mine", was_shown=False)
        assert [program.wait(children.LIMIT) for program in both] == [0, 0]
    mine.close()
    assert Progress(path).passed("batch") == 21


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"{",
        b"[]",
        b"\xff\xfe",
        b'{"format": "other", "version": 1}',
        b'{"format": "nntui progress", "version": 9, "lessons": {}}',
        b'{"lessons": {"batch": {"tasks": {"a": {"passed": "yes"}}}}}',
        b"[" * 100_000,
    ],
)
def test_a_broken_file_is_set_aside_and_never_in_the_way(path, content):
    path.parent.mkdir()
    path.write_bytes(content)
    said = []
    progress = Progress(path, said.append)
    assert progress.of("batch") == {}
    assert "cannot be read" in said[0]
    assert str(path.with_suffix(".broken")) in said[0]
    assert path.with_suffix(".broken").read_bytes() == content
    progress.note_passed("batch", "count", was_shown=False)
    progress.close()
    assert json.loads(path.read_bytes())["lessons"]["batch"]["tasks"]["count"]["passed"]
    assert len(said) == 1


def test_a_folder_that_cannot_be_written_is_said_and_what_was_noted_holds_in_this_program(tmp_path):
    (tmp_path / "file").write_text("")
    said = []
    progress = Progress(tmp_path / "file" / "progress.json", said.append)
    progress.note_passed("batch", "count", was_shown=False)
    progress.close()
    assert any("Your progress cannot be saved" in sentence for sentence in said)
    assert progress.passed("batch") == 1


def test_without_a_file_nothing_is_written():
    progress = Progress(None)
    progress.note_passed("batch", "count", was_shown=False)
    progress.close()
    assert progress.passed("batch") == 1


def test_what_is_set_aside_stays_and_the_reason_is_in_our_words(path):
    path.parent.mkdir()
    said = []
    for content in (b'{"a": ', b"{x}"):
        path.write_bytes(content)
        Progress(path, said.append)
    assert [each.read_bytes() for each in sorted(path.parent.glob("*.broken"))] == [b'{"a": ', b"{x}"]
    assert "(it is damaged)" in said[0]
    assert "(it is damaged, at byte 1)" in said[1]
    with speaking("pt_BR"):
        path.write_bytes(b"{x}")
        Progress(path, said.append)
    assert "(está danificado, no byte 1)" in said[2]


def test_without_a_thread_it_is_written_all_the_same(path, monkeypatch):
    def refuse(thread):
        raise RuntimeError("can't start new thread")

    monkeypatch.setattr("threading.Thread.start", refuse)
    note_some(path, "first")
    assert Progress(path).passed("batch") == 10
