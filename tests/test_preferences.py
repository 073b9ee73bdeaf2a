import stat

import pytest

from nntui.preferences import Preferences, load, save

ALLOWED = {"theme": ("playground", "nord"), "palette": ("dark",)}


def test_what_is_saved_is_loaded(tmp_path):
    file = tmp_path / "deep" / "preferences.toml"
    save(file, Preferences(theme="nord", palette="dark"))
    assert load(file, ALLOWED) == (Preferences(theme="nord", palette="dark"), ())


def test_it_is_the_owners_alone_and_leaves_no_draft(tmp_path):
    file = tmp_path / "preferences.toml"
    save(file, Preferences(theme="nord"))
    save(file, Preferences(palette="dark"))
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert [file.name for file in tmp_path.iterdir()] == ["preferences.toml"]
    assert load(file, ALLOWED)[0] == Preferences(palette="dark")


def test_no_file_is_no_preference(tmp_path):
    assert load(tmp_path / "none.toml", ALLOWED) == (Preferences(), ())


@pytest.mark.parametrize(
    ("text", "kept", "word"),
    [
        ('theme = "mauve"\npalette = "dark"', Preferences(palette="dark"), "mauve"),
        ('colour = "dark"\ntheme = "nord"', Preferences(theme="nord"), "colour"),
        ("palette = 3", Preferences(), "palette = 3"),
        ("palette = [1, 2]", Preferences(), "palette"),
        ("theme = ", Preferences(), "cannot be read"),
        ("\x00", Preferences(), "cannot be read"),
    ],
)
def test_what_is_amiss_is_told_and_the_rest_is_used(tmp_path, text, kept, word):
    file = tmp_path / "preferences.toml"
    file.write_text(text, encoding="utf-8")
    preferences, (note,) = load(file, ALLOWED)
    assert preferences == kept
    assert word in note
    assert str(file) in note


def test_bytes_that_are_no_text_are_told(tmp_path):
    file = tmp_path / "preferences.toml"
    file.write_bytes(b"theme = '\xff'")
    preferences, notes = load(file, ALLOWED)
    assert preferences == Preferences()
    assert len(notes) == 1


def test_a_folder_in_its_place_is_told_and_saving_says_so(tmp_path):
    file = tmp_path / "preferences.toml"
    file.mkdir()
    assert len(load(file, ALLOWED)[1]) == 1
    with pytest.raises(IsADirectoryError):
        save(file, Preferences(theme="nord"))
    assert [file.name for file in tmp_path.iterdir()] == ["preferences.toml"]
