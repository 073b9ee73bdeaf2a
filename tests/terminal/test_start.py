"""How the installed command starts on terminals of several kinds."""

import re
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Any

import pytest

from nntui.themes import PLAYGROUND_DARK, PLAYGROUND_LIGHT
from tests.pseudo_terminal import BACKGROUND_REQUEST, KIND_REQUEST, Terminal, assert_is_clean, program

LIGHT = "fafa/fafa/fafa"


def starting(home: Path, **options: Any) -> AbstractContextManager[Terminal]:
    """The playground, from before its first picture."""
    return program(home, "--seed", "0.59734", **options)


def ground(it: Terminal) -> str:
    """The background of the panels, as six digits."""
    return it.cells[it.columns * 3 + 1].split("'")[5]


def preferring(home: Path, text: str) -> None:
    file = home / ".config" / "nntui" / "preferences.toml"
    file.parent.mkdir(parents=True)
    file.write_text(text)


@pytest.mark.parametrize(
    ("background", "theme", "preferences"),
    [
        (LIGHT, PLAYGROUND_LIGHT, 'theme = "auto"\n'),
        (LIGHT, PLAYGROUND_DARK, 'theme = "playground"\n'),
    ],
    ids=["auto", "chosen"],
)
def test_a_light_terminal_gets_a_light_screen_unless_a_theme_was_chosen(tmp_path, background, theme, preferences):
    preferring(tmp_path, preferences)
    with starting(tmp_path, background=background, colors="truecolor") as it:
        it.until(lambda: it.epoch == 0, "epoch 0")
        it.sees("Commands")
        it.rest()
        assert ground(it) == (theme.background or "")[1:]
        assert (BACKGROUND_REQUEST in it.written) == ("playground" not in preferences)
        it.press("q")
        assert it.end() == 0
        assert_is_clean(it.written)
    assert (tmp_path / ".config" / "nntui" / "preferences.toml").read_text() == preferences


def test_a_mute_terminal_gets_the_dark_screen_and_an_answer_that_comes_late_is_no_key_and_changes_it(tmp_path):
    with starting(tmp_path, is_mute=True, colors="truecolor") as it:
        it.until(lambda: KIND_REQUEST in it.written, "the question")
        it.until(lambda: it.epoch == 0, "epoch 0")
        assert ground(it) == (PLAYGROUND_DARK.background or "")[1:]
        it.press(f"\x1b]11;rgb:{LIGHT}\x1b\\\x1b[?62c")
        it.until(lambda: ground(it) == (PLAYGROUND_LIGHT.background or "")[1:], "a light screen")
        it.rest()
        assert it.epoch == 0
        it.press("s")
        it.until(lambda: it.epoch == 1, "epoch 1")
        it.press("q")
        assert it.end() == 0


def test_what_is_typed_before_the_first_picture_is_done_and_the_footer_is_there_without_the_focus(tmp_path):
    with starting(tmp_path) as it:
        it.press("ss")
        it.until(lambda: b"\x1b[?1004h" in it.written, "the wish to know of the focus")
        it.press("\x1b[O")
        it.until(lambda: it.epoch == 2, "epoch 2")
        it.sees("Commands")
        assert "Quit" in it.text.splitlines()[-1]
        it.press("q")
        assert it.end() == 0


@pytest.mark.parametrize(
    "variables",
    [
        {"PYTHONIOENCODING": "utf-16"},
        {"LC_ALL": "POSIX", "PYTHONCOERCECLOCALE": "0", "PYTHONUTF8": "0"},
    ],
    ids=str,
)
def test_utf_8_goes_out_whatever_the_locale_says(tmp_path, variables):
    with starting(tmp_path, variables=variables) as it:
        it.until(lambda: it.epoch == 0, "epoch 0")
        it.sees("╭─ Data ─")
        it.sees("▀")
        assert b"\\u" not in it.written
        it.press("q")
        assert it.end() == 0


def test_the_layer_can_be_switched_off(tmp_path):
    with starting(tmp_path, variables={"NNTUI_TERMINAL": "textual"}) as it:
        it.until(lambda: it.epoch == 0, "epoch 0")
        assert BACKGROUND_REQUEST not in it.written
        assert not it.asked, "pictures are not paced"
        it.press("s")
        it.until(lambda: it.epoch == 1, "epoch 1")
        it.press("q")
        assert it.end() == 0
        assert not re.search(r"Traceback", it.text)
