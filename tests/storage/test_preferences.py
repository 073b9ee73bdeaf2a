import errno
import os
import stat
import time

import pytest

from nntui.formats.notes import MOST_NOTES
from nntui.storage.preferences import Preferences, PreferencesError, load, save

ALLOWED = {"theme": ("playground", "nord"), "palette": ("dark", "density")}


@pytest.fixture
def file(tmp_path):
    return tmp_path / "preferences.toml"


def two_letters(table):
    """Stands in for who knows the keys: takes what has two letters."""
    good = {name: keys for name, keys in table.items() if len(name) == 2}
    return good, tuple(f"keys.{name} is too long" for name in table if name not in good)


# Reading


def test_every_preference_is_read(file):
    file.write_text('theme = "nord"\npalette = "dark"\nfps = 5\nlanguage = "en"\n[keys]\nab = "p,q"\n')
    preferences = Preferences(theme="nord", palette="dark", fps=5, language="en", keys={"ab": "p,q"})
    assert load(file, ALLOWED, two_letters) == (preferences, ())


def test_no_file_is_no_preference(file):
    assert load(file, ALLOWED) == (Preferences(), ())


@pytest.mark.parametrize(
    ("text", "kept", "words"),
    [
        (
            'theme = "mauve"\npalette = "dark"',
            Preferences(palette="dark"),
            ("theme = mauve", "one of playground, nord"),
        ),
        (
            'colour = "dark"\ntheme = "nord"',
            Preferences(theme="nord"),
            ("colour", "theme, palette, fps, language, lessons, author, keys"),
        ),
        ("palette = 3", Preferences(), ("palette = 3", "dark, density")),
        ("palette = [1, 2]", Preferences(), ("palette", "[1, 2]")),
        ("palette = 2020-01-01\nfps = 30", Preferences(fps=30), ("palette = 2020-01-01",)),
        ("fps = 31\ntheme = 'nord'", Preferences(theme="nord"), ("fps = 31", "a number from 1 to 30")),
        ("fps = '5'", Preferences(), ("fps = 5", "a number from 1 to 30")),
        ("fps = true", Preferences(), ("fps = True", "a number")),
        ("fps = nan", Preferences(), ("fps = nan", "a number")),
        ("language = 'xx'", Preferences(), ("language = xx", "one of en")),
        ("keys = 'p'\nfps = 2", Preferences(fps=2), ("keys = p", "a table, [keys]")),
        ("keys.ab = 'p'\nkeys.abc = 'q'", Preferences(keys={"ab": "p"}), ("keys.abc is too long",)),
        ("theme = ", Preferences(), ("cannot be read as TOML", "Invalid value")),
        ("\x00", Preferences(), ("cannot be read",)),
        ("fps = " + "9" * 5000, Preferences(), ("cannot be read",)),
        ("a = " + "[\n" * 20000, Preferences(), ("cannot be read", "too deeply")),
        ("a." * 40_000 + "b = 1", Preferences(), ("cannot be read", "a line has more than 1,000 characters")),
        ("[" + "a." * 40_000 + "b]", Preferences(), ("cannot be read", "a line has more than 1,000 characters")),
        ("# " + "x" * 100_000, Preferences(), ("cannot be read", "at most 100 kB")),
    ],
)
def test_what_is_amiss_is_told_and_the_rest_is_used(file, text, kept, words):
    file.write_text(text, encoding="utf-8")
    preferences, (note,) = load(file, ALLOWED, two_letters)
    assert preferences == kept
    assert note.startswith(str(file))
    assert "\n" not in note
    assert [word for word in words if word not in note] == []


def test_of_thousands_of_bad_entries_the_first_few_are_told_in_no_time(file):
    file.write_text("".join(f"k{index} = 1\n" for index in range(3000)))
    start = time.process_time()
    _, notes = load(file, ALLOWED, two_letters)
    assert time.process_time() - start < 2
    assert len(notes) == MOST_NOTES + 1
    assert notes[-1].endswith(f"and {3000 - MOST_NOTES:,} more like these")


def test_every_bad_entry_has_a_sentence_of_its_own(file):
    file.write_text("theme = 1\nfps = 0\nwombat = 2\npalette = 'dark'\n[keys]\nabc = 'x'\n")
    preferences, notes = load(file, ALLOWED, two_letters)
    assert preferences == Preferences(palette="dark")
    assert len(notes) == 4


def test_bytes_that_are_no_text_are_told(file):
    file.write_bytes(b"theme = '\xff'")
    preferences, (note,) = load(file, ALLOWED)
    assert preferences == Preferences()
    assert "UTF-8" in note


def test_the_mark_that_some_editors_put_first_is_no_part_of_it(file):
    file.write_bytes(b"\xef\xbb\xbftheme = 'nord'\r\n")
    assert load(file, ALLOWED) == (Preferences(theme="nord"), ())


# Saving


def test_what_is_saved_is_loaded(tmp_path):
    file = tmp_path / "deep" / "preferences.toml"
    save(file, Preferences(theme="nord", palette="dark"))
    assert load(file, ALLOWED) == (Preferences(theme="nord", palette="dark"), ())


def test_it_is_the_owners_alone_and_leaves_no_draft(tmp_path, file):
    save(file, Preferences(theme="nord"))
    save(file, Preferences(palette="dark"), Preferences(theme="nord"))
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert [file.name for file in tmp_path.iterdir()] == ["preferences.toml"]
    assert load(file, ALLOWED)[0] == Preferences(palette="dark")


OWN = """\
# My preferences, by hand

# a dark one
theme = "nord"   # at night
wombat = [ 1,2 ]
fps = 99

# the keys of my old editor
[keys]  # all of them
play = "p"
nonsense = 3
"""


def test_saving_keeps_all_that_the_person_has_written(file):
    file.write_text(OWN)
    before, notes = load(file, ALLOWED)
    assert len(notes) == 2
    save(file, Preferences(theme="playground", palette="dark"), before)
    changed = OWN.replace('"nord"', '"playground"').replace("by hand\n\n", 'by hand\n\npalette = "dark"\n')
    assert file.read_text() == changed


def test_a_value_that_is_back_at_its_default_is_taken_out(file):
    file.write_text(OWN)
    save(file, Preferences(), Preferences(theme="nord"))
    assert file.read_text() == OWN.replace('theme = "nord"   # at night\n', "")


@pytest.mark.parametrize(
    "text",
    [
        "",
        "# only words",
        '[keys]\nplay = "p"',
        '# about the keys\n[keys]\nplay = "p"\n',
        '# head\r\n\r\nfps = 5\r\n\r\n[keys]\r\nplay = "p"\r\n',
        'keys.play = "p"\nkeys.step = "k"\n',
        'keys = { play = "p" } # in one line\n',
        "[a.b]\nx = 1\n[keys]\nplay = 'p'\n[a.c]\ny = 2\n",
    ],
)
def test_a_preference_comes_and_goes_and_the_file_is_as_before(file, text):
    file.write_bytes(text.encode())
    save(file, Preferences(theme="nord"))
    assert load(file, ALLOWED)[0] == Preferences(theme="nord", fps=5 if "fps" in text else None)
    save(file, Preferences(), Preferences(theme="nord"))
    assert file.read_bytes().decode().rstrip() == text.rstrip()


def test_an_entry_that_could_not_be_used_is_replaced_by_what_the_person_picks(file):
    file.write_text("fps = 5\n[theme]\ncolour = 1\n")
    before, _ = load(file, ALLOWED)
    save(file, Preferences(theme="nord", fps=5), before)
    assert load(file, ALLOWED) == (Preferences(theme="nord", fps=5), ())


def test_nothing_new_is_not_written(file):
    save(file, Preferences())
    assert not file.exists()
    file.write_text('theme = "nord"\n')
    written = file.stat().st_mtime_ns, file.stat().st_ino
    save(file, Preferences(theme="nord"))
    assert (file.stat().st_mtime_ns, file.stat().st_ino) == written


@pytest.mark.parametrize(
    "content", [b"theme = ", b"theme = '\xff'", b'theme = "a"\ntheme = "b"\n', b"a = " + b"[" * 20000]
)
def test_a_file_that_cannot_be_read_is_not_overwritten(file, content):
    file.write_bytes(content)
    with pytest.raises(PreferencesError, match="cannot be read"):
        save(file, Preferences(theme="nord"))
    assert file.read_bytes() == content


def test_a_file_is_not_changed_when_something_in_it_would_be_lost(file, monkeypatch):
    import tomlkit

    file.write_text("fps = 5\n")
    monkeypatch.setattr(tomlkit, "parse", lambda text: tomlkit.document())
    with pytest.raises(PreferencesError, match="without loss"):
        save(file, Preferences(theme="nord"))
    assert file.read_text() == "fps = 5\n"


def test_a_folder_in_its_place_is_told_and_saving_says_so(tmp_path, file):
    file.mkdir()
    assert len(load(file, ALLOWED)[1]) == 1
    with pytest.raises(PreferencesError, match="cannot be read: it is a folder"):
        save(file, Preferences(theme="nord"))
    assert [file.name for file in tmp_path.iterdir()] == ["preferences.toml"]


def test_a_file_in_the_place_of_its_folder_is_told(tmp_path):
    (tmp_path / "nntui").write_text("")
    with pytest.raises(PreferencesError, match="Not a directory"):
        save(tmp_path / "nntui" / "preferences.toml", Preferences(theme="nord"))


def test_a_read_only_folder_is_told(tmp_path, file):
    tmp_path.chmod(0o500)
    if os.access(tmp_path, os.W_OK):
        pytest.skip("nothing is read-only to root")
    with pytest.raises(PreferencesError, match="cannot be written: Permission denied"):
        save(file, Preferences(theme="nord"))
    tmp_path.chmod(0o700)


@pytest.mark.parametrize(("function", "number"), [("open", errno.EROFS), ("fsync", errno.ENOSPC)])
def test_a_full_or_read_only_disk_is_told(file, monkeypatch, function, number):
    def fail(*_, **__):
        raise OSError(number, os.strerror(number))

    file.write_text("fps = 5\n")
    with monkeypatch.context() as patch:
        patch.setattr(os, function, fail)
        with pytest.raises(PreferencesError, match=f"cannot be written: {os.strerror(number)}"):
            save(file, Preferences(theme="nord"))
    assert file.read_text() == "fps = 5\n"


def test_a_link_to_the_file_stays_one(tmp_path, file):
    (tmp_path / "dotfiles").write_text("fps = 5\n")
    file.symlink_to("dotfiles")
    save(file, Preferences(theme="nord"))
    assert file.is_symlink()
    assert (tmp_path / "dotfiles").read_text() == 'theme = "nord"\nfps = 5\n'


def test_a_file_does_not_grow_beyond_what_is_read(file):
    text = "# x\n" * 24_995
    file.write_text(text)
    with pytest.raises(PreferencesError, match=r"cannot be written: it has 101 kB; allowed are at most 100 kB"):
        save(file, Preferences(author="x" * 79))
    assert file.read_text() == text
