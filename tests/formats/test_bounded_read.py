"""Files are read with a bound: what would wait for ever or fill the memory is refused in words."""

import os
from pathlib import Path

import pytest

from nntui.errors import reason_of
from nntui.formats.bounded_read import read_bounded


def refusal(path: Path, most: int = 1_000_000) -> str:
    with pytest.raises(OSError) as caught:  # noqa: PT011 (the words are looked at)
        read_bounded(path, most)
    return reason_of(caught.value)


def test_a_file_of_just_the_bound_is_read_and_a_byte_more_is_not(tmp_path):
    path = tmp_path / "data"
    path.write_bytes(b"x" * 1_000_000)
    assert read_bounded(path, 1_000_000) == b"x" * 1_000_000
    path.write_bytes(b"x" * 1_000_001)
    assert refusal(path) == "it has 2 MB; allowed are at most 1 MB"


def test_an_empty_file_is_empty(tmp_path):
    path = tmp_path / "data"
    path.touch()
    assert read_bounded(path, 10) == b""


def test_a_file_that_grows_while_it_is_read_is_refused(tmp_path, monkeypatch):
    path = tmp_path / "data"
    path.write_bytes(b"x" * 10)
    status = path.stat()
    path.write_bytes(b"x" * 2_000_000)
    monkeypatch.setattr(Path, "stat", lambda self: status)
    assert refusal(path) == "it has 2 MB; allowed are at most 1 MB"


def test_what_is_no_file_is_refused_without_waiting(tmp_path):
    assert refusal(tmp_path) == "it is a folder"
    assert refusal(tmp_path / "none") == "No such file or directory"
    assert refusal(Path("a\0b")) == "no name of a file holds a NUL"


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="this system has no named pipes")
def test_a_pipe_without_a_writer_is_refused(tmp_path):
    os.mkfifo(tmp_path / "pipe")
    assert refusal(tmp_path / "pipe") == "it is not a regular file"


@pytest.mark.skipif(not Path("/proc/kmsg").exists(), reason="this system makes up no files")
def test_what_the_system_makes_up_is_not_waited_for():
    assert read_bounded(Path("/proc/kmsg"), 10) == b""
