"""Folders of visits: one each, gone at the end, and those of dead visits gone at the next."""

import os

import pytest

from nntui.kiosk.bounds import Bounds
from nntui.kiosk.errors import KioskError
from nntui.kiosk.visit import VISITS, begin


def visits_in(root):
    return sorted(each.name for each in (root / VISITS).iterdir() if each.is_dir())


def test_every_visit_has_a_folder_of_its_own_and_leaves_none(tmp_path):
    first, second = begin(str(tmp_path), Bounds()), begin(str(tmp_path), Bounds())
    assert visits_in(tmp_path) == sorted([first.folder.name, second.folder.name])
    assert first.folder.stat().st_mode & 0o777 == 0o700
    (first.work / "mine.nntui").write_text("mine")
    first.close()
    assert visits_in(tmp_path) == [second.folder.name]
    second.close()
    assert visits_in(tmp_path) == []


def test_what_a_dead_visit_has_left_is_removed_by_the_next(tmp_path):
    dead, alive = begin(str(tmp_path), Bounds()), begin(str(tmp_path), Bounds())
    (dead.state / "work.nntui").write_text("mine")
    os.close(dead.lock)  # as the system does when a process is killed
    third = begin(str(tmp_path), Bounds())
    assert visits_in(tmp_path) == sorted([alive.folder.name, third.folder.name])
    alive.close()
    third.close()


def test_a_link_in_place_of_a_dead_visit_leads_nowhere(tmp_path):
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    (elsewhere / "kept").write_text("kept")
    begin(str(tmp_path), Bounds()).close()
    (tmp_path / VISITS / "0123456789abcdef").symlink_to(elsewhere)
    begin(str(tmp_path), Bounds()).close()
    assert (elsewhere / "kept").read_text() == "kept"


def test_what_no_visit_has_made_stays(tmp_path):
    dead = begin(str(tmp_path), Bounds())
    names = ["notes", "0123456789abcdef", dead.folder.name.upper() + "x"]
    for name in names:
        (tmp_path / VISITS / name / "in").mkdir(parents=True)
        (tmp_path / VISITS / name / "in" / "kept").write_text("kept")
    (tmp_path / VISITS / names[0] / "lock").write_text("")
    empty = tmp_path / VISITS / "fedcba9876543210"  # killed before there was a lock
    empty.mkdir()
    os.close(dead.lock)
    begin(str(tmp_path), Bounds()).close()
    assert visits_in(tmp_path) == sorted(names)
    assert all((tmp_path / VISITS / name / "in" / "kept").read_text() == "kept" for name in names)


def test_a_dead_visit_with_a_link_to_a_folder_in_it_is_removed_and_not_what_the_link_leads_to(tmp_path):
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    (elsewhere / "kept").write_text("kept")
    dead = begin(str(tmp_path), Bounds())
    (dead.work / "link").symlink_to(elsewhere)
    (dead.folder / "work2").symlink_to(elsewhere)
    (dead.work / "broken").symlink_to(tmp_path / "nowhere")
    os.close(dead.lock)
    begin(str(tmp_path), Bounds()).close()
    assert visits_in(tmp_path) == []
    assert (elsewhere / "kept").read_text() == "kept"


@pytest.mark.parametrize("make", ["a file", "a link", "nothing", "the root"])
def test_only_a_folder_is_a_kiosk(tmp_path, make):
    (tmp_path / "folder").mkdir()
    where = tmp_path / "folder"
    if make == "a file":
        (where / VISITS).write_text("")
    elif make == "a link":
        (where / VISITS).symlink_to(tmp_path)
    elif make == "nothing":
        where = tmp_path / "nothing"
    else:
        where = "/"
    with pytest.raises(KioskError, match=r"^--kiosk: \S+ (must be a folder|is not a folder|is the whole system)"):
        begin(str(where), Bounds())
