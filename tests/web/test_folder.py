"""The temporary folder of a server: what a killed one has left is removed, and what is in use is not."""

import os
import time
from pathlib import Path

import pytest

from nntui.web.folder import temporary_folder


@pytest.fixture
def place(tmp_path, monkeypatch):
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    return tmp_path


def _left(folder: Path, seconds: float = 100) -> Path:
    (folder / "visits" / "a" / "work").mkdir(parents=True)
    (folder / "visits" / "a" / "work" / "net.nntui").write_text("x")
    os.utime(folder, (time.time() - seconds,) * 2)
    return folder


def test_what_a_killed_server_left_is_removed_and_nothing_else(place):
    dead = _left(place / "nntui-serve-dead")
    kept = [
        _left(place / "nntui-serve-new", 0),  # another server starts, and has no lock yet
        _left(place / "other"),
        place / "nntui-serve-file",
        place / "nntui-serve-link",
    ]
    kept[2].write_text("x")
    kept[3].symlink_to(kept[1])
    with temporary_folder() as mine:
        assert not dead.exists()
        assert all(each.exists() for each in kept)
        os.utime(mine, (time.time() - 100,) * 2)
        with temporary_folder() as second:  # a second server leaves the first one's
            assert Path(mine).is_dir()
        assert not Path(second).exists()
    assert not Path(mine).exists()
    assert (kept[1] / "visits" / "a" / "work" / "net.nntui").exists()


def test_the_folder_of_somebody_else_is_left_alone(place, monkeypatch):
    theirs = _left(place / "nntui-serve-theirs")
    monkeypatch.setattr(os, "geteuid", lambda: theirs.stat().st_uid + 1)
    with temporary_folder():
        assert theirs.exists()
