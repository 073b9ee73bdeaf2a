"""What a typed path may become."""

from pathlib import Path

import pytest

from nntui.storage.path_completion import MOST_SHOWN, SEPARATORS, completed, entries, resolve


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for name in ("points.csv", "Points2.CSV", "picture.png", "a work.nntui", ".hidden.csv", "bad\nname.csv"):
        (tmp_path / name).write_text("")
    (tmp_path / "data" / "deep").mkdir(parents=True)
    (tmp_path / "data" / "x.csv").write_text("")
    (tmp_path / ".git").mkdir()
    return tmp_path


def names(typed: str, folder: Path, suffixes: tuple[str, ...] = (".csv", ".nntui")) -> list[str]:
    return [entry.text for entry in entries(typed, folder, suffixes)]


def test_folders_come_first_and_only_wanted_files_after_them(folder):
    assert names("", folder) == ["data/", "a work.nntui", "points.csv", "Points2.CSV"]


def test_what_is_typed_chooses_whatever_its_case(folder):
    assert names("po", folder) == names("PO", folder) == ["points.csv", "Points2.CSV"]
    assert names("points2", folder) == ["Points2.CSV"]
    assert names("zz", folder) == []


def test_hidden_files_are_listed_where_a_dot_is_typed(folder):
    assert names(".", folder) == [".git/", ".hidden.csv"]


def test_folders_are_gone_into(folder):
    assert names("data/", folder) == ["data/deep/", "data/x.csv"]
    assert names(f"{folder}/data/x", Path("/")) == [f"{folder}/data/x.csv"]
    assert names("data/../da", folder) == ["data/../data/"]


def test_home_is_known(folder, monkeypatch):
    monkeypatch.setenv("HOME", str(folder))
    assert names("~/da", Path("/")) == ["~/data/"]
    assert resolve("~/data/x.csv", Path("/")) == folder / "data" / "x.csv"


@pytest.mark.parametrize("typed", ["missing/", "points.csv/", "\0", "data/\0", "~nobody-of-this-name/", "x" * 5000])
def test_what_cannot_be_read_lists_nothing(folder, typed):
    assert names(typed, folder) == []
    assert completed(typed, folder) == typed


def test_not_all_of_a_thousand_files_are_listed(tmp_path):
    for number in range(MOST_SHOWN + 50):
        (tmp_path / f"{number:04}.csv").touch()
    assert len(entries("", tmp_path)) == MOST_SHOWN


@pytest.mark.parametrize(
    ("typed", "text"),
    [
        ("d", "data/"),
        ("a", "a work.nntui"),
        ("po", "po"),
        ("points.", "points.csv"),
        ("POINTS2", "Points2.CSV"),
        ("data/", "data/"),
        ("data/x", "data/x.csv"),
        ("zz", "zz"),
    ],
)
def test_a_path_is_completed_as_far_as_it_is_certain(folder, typed, text):
    assert completed(typed, folder, (".csv", ".nntui")) == text


def test_where_paths_have_backslashes_both_separate(folder, monkeypatch):
    monkeypatch.setattr("nntui.storage.path_completion.SEPARATORS", "/\\")
    assert names("data\\", folder) == ["data\\deep\\", "data\\x.csv"]
    assert names("data/", folder) == ["data/deep/", "data/x.csv"]
    assert names("data\\..\\data/d", folder) == ["data\\..\\data/deep/"]
    assert completed("data\\x", folder) == "data\\x.csv"


@pytest.mark.skipif("\\" in SEPARATORS, reason="there a backslash separates")
def test_elsewhere_a_backslash_is_a_character_of_a_name(folder):
    (folder / "back\\slash.csv").write_text("")
    assert names("back\\", folder) == ["back\\slash.csv"]
