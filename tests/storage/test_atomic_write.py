"""A file is replaced as a whole or stays as it was, and nothing else is left behind."""

import errno
import os
import stat
from pathlib import Path

import pytest

from nntui.storage.atomic_write import write_atomically

needs_modes = pytest.mark.skipif(os.name == "nt", reason="Windows has no such modes")


def mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


@pytest.fixture
def usual_mask():
    before = os.umask(0o027)
    yield
    os.umask(before)


@pytest.mark.parametrize("durable", [True, False])
def test_a_file_is_made_and_replaced(tmp_path, durable):
    file = tmp_path / "work"
    for data in (b"one", b"", bytes(range(256)) * 1000):
        write_atomically(file, data, durable=durable)
        assert file.read_bytes() == data
    assert names(tmp_path) == ["work"]


def test_it_reaches_the_disk_before_it_takes_the_old_ones_place(tmp_path, monkeypatch):
    calls = []
    real = os.fsync, os.replace
    monkeypatch.setattr(os, "fsync", lambda handle: (calls.append("fsync"), real[0](handle)))
    monkeypatch.setattr(os, "replace", lambda *paths: (calls.append("replace"), real[1](*paths)))
    write_atomically(tmp_path / "work", b"new")
    assert calls == ["fsync", "replace", "fsync"], "the file, its place, and then the folder with the new name"
    write_atomically(tmp_path / "work", b"new", durable=False)
    assert calls[3:] == ["replace"]


def full_disk(*_):
    raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))


def interrupted(*_):
    raise KeyboardInterrupt


@pytest.mark.parametrize("function", ["fsync", "replace"])
@pytest.mark.parametrize(("failure", "error"), [(full_disk, OSError), (interrupted, KeyboardInterrupt)])
def test_a_failure_leaves_the_old_file_and_no_litter(tmp_path, monkeypatch, function, failure, error):
    file = tmp_path / "work"
    file.write_bytes(b"old")
    monkeypatch.setattr(os, function, failure)
    with pytest.raises(error):
        write_atomically(file, b"new")
    assert file.read_bytes() == b"old"
    assert names(tmp_path) == ["work"]


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs a disk that is always full")
def test_a_device_is_not_replaced_by_a_file():
    with pytest.raises(OSError, match="Not a regular file"):
        write_atomically(Path("/dev/full"), b"new")
    assert stat.S_ISCHR(Path("/dev/full").stat().st_mode)


def test_a_folder_in_its_place_is_an_error(tmp_path):
    (tmp_path / "work").mkdir()
    with pytest.raises(IsADirectoryError):
        write_atomically(tmp_path / "work", b"new")
    assert names(tmp_path) == ["work"]


@needs_modes
def test_a_new_file_has_the_usual_mode_and_an_old_one_keeps_its_own(tmp_path, usual_mask):
    file = tmp_path / "work"
    write_atomically(file, b"new")
    assert mode(file) == 0o640
    file.chmod(0o604)
    write_atomically(file, b"newer")
    assert mode(file) == 0o604


@needs_modes
def test_a_private_file_is_its_owners_alone_whatever_it_was(tmp_path):
    file = tmp_path / "mine"
    write_atomically(file, b"new", private=True)
    assert mode(file) == 0o600
    file.chmod(0o644)
    write_atomically(file, b"newer", private=True)
    assert mode(file) == 0o600


@needs_modes
@pytest.mark.parametrize(("private", "expected"), [(True, 0o700), (False, 0o750)])
def test_missing_folders_are_made_on_request(tmp_path, usual_mask, private, expected):
    file = tmp_path / "a" / "b" / "work"
    with pytest.raises(FileNotFoundError):
        write_atomically(file, b"new", private=private)
    assert names(tmp_path) == []
    write_atomically(file, b"new", private=private, parents=True)
    assert file.read_bytes() == b"new"
    assert [mode(tmp_path / "a"), mode(file.parent)] == [expected, expected]
    write_atomically(file, b"newer", private=private, parents=True)
    assert file.read_bytes() == b"newer"


@pytest.mark.skipif(os.name == "nt", reason="Windows makes no links for everybody")
@pytest.mark.parametrize("is_there", [True, False])
def test_a_link_stays_a_link(tmp_path, is_there):
    (tmp_path / "far").mkdir()
    target, link = tmp_path / "far" / "work", tmp_path / "link"
    if is_there:
        target.write_bytes(b"old")
    link.symlink_to(Path("far") / "work")
    write_atomically(link, b"new")
    assert link.is_symlink()
    assert target.read_bytes() == b"new"
    assert names(tmp_path) == ["far", "link"]
    assert names(target.parent) == ["work"]


@pytest.mark.skipif(os.name == "nt", reason="Windows makes no links for everybody")
def test_links_in_a_circle_are_an_error(tmp_path):
    (tmp_path / "a").symlink_to("b")
    (tmp_path / "b").symlink_to("a")
    with pytest.raises(OSError, match="symbolic links"):
        write_atomically(tmp_path / "a", b"new")
    assert names(tmp_path) == ["a", "b"]


@needs_modes
@pytest.mark.parametrize("protected", [0o444, 0o400, 0o000, 0o555])
@pytest.mark.parametrize("is_link", [False, True])
def test_a_write_protected_file_is_replaced_only_where_the_person_said_so(tmp_path, protected, is_link):
    file = tmp_path / "work"
    file.write_bytes(b"old")
    path = file
    if is_link:
        path = tmp_path / "link"
        path.symlink_to(file)
    file.chmod(protected)
    for private in (False, True):
        with pytest.raises(PermissionError, match="write-protected"):
            write_atomically(path, b"new", private=private)
    assert mode(file) == protected
    write_atomically(path, b"new", replaces_protected=True)
    assert mode(file) == protected
    file.chmod(0o600)
    assert file.read_bytes() == b"new"


@needs_modes
@pytest.mark.parametrize(("before", "after"), [(0o6755, 0o755), (0o4711, 0o711), (0o2664, 0o664), (0o1644, 0o644)])
def test_what_runs_with_other_rights_does_not_with_new_content(tmp_path, before, after):
    file = tmp_path / "work"
    file.write_bytes(b"old")
    file.chmod(before)
    write_atomically(file, b"new")
    assert mode(file) == after


@needs_modes
@pytest.mark.parametrize("is_there", [True, False])
def test_another_users_link_in_a_folder_for_all_is_not_followed(tmp_path, monkeypatch, is_there):
    shared, target = tmp_path / "shared", tmp_path / "target"
    shared.mkdir()
    if is_there:
        target.write_bytes(b"mine")
    link = shared / "model.py"
    link.symlink_to(target)
    (shared / "second").symlink_to(link)
    shared.chmod(0o1777)
    monkeypatch.setattr(os, "geteuid", lambda: link.lstat().st_uid + 1)
    real = Path.stat
    # As if the folder belonged to a third user, as /tmp does.
    other = os.stat_result((0o41777, 0, 0, 0, link.lstat().st_uid + 2, 0, 0, 0, 0, 0))
    monkeypatch.setattr(Path, "stat", lambda path, **rest: other if path == shared else real(path, **rest))
    for path in (link, shared / "second"):
        with pytest.raises(PermissionError, match="a link of another user"):
            write_atomically(path, b"new")
    assert [target.read_bytes()] == [b"mine"] if is_there else not target.exists()
    monkeypatch.setattr(os, "geteuid", lambda: link.lstat().st_uid)
    write_atomically(link, b"new")
    assert target.read_bytes() == b"new", "one's own link is"


def test_drafts_of_programs_that_were_killed_go_when_they_are_old(tmp_path):
    old, fresh, other = (tmp_path / name for name in (".nntui-" + "a" * 16, ".nntui-" + "b" * 16, ".nntui-notes"))
    for path in (old, fresh, other):
        path.write_bytes(b"half")
    for path in (old, other):
        os.utime(path, (0, 0))
    write_atomically(tmp_path / "work", b"new")
    assert names(tmp_path) == [fresh.name, other.name, "work"]


def test_where_no_file_can_be_made_the_folder_is_to_blame(tmp_path, monkeypatch):
    def refuse(*_):
        raise PermissionError(errno.EACCES, os.strerror(errno.EACCES))

    (tmp_path / "work").write_bytes(b"old")
    monkeypatch.setattr(os, "open", refuse)
    with pytest.raises(PermissionError, match="its folder lets no file be made in it") as caught:
        write_atomically(tmp_path / "work", b"new")
    assert Path(caught.value.filename) == tmp_path / "work"


def test_a_name_as_long_as_a_name_may_be_is_written(tmp_path):
    file = tmp_path / ("x" * 255)
    write_atomically(file, b"new")
    assert file.read_bytes() == b"new"


def test_what_cannot_be_made_is_named_as_the_person_named_it(tmp_path):
    file = tmp_path / "no folder" / "work"
    with pytest.raises(FileNotFoundError) as caught:
        write_atomically(file, b"new")
    assert Path(caught.value.filename) == file
