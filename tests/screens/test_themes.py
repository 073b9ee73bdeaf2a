"""The playground in other colours."""

import pytest
from textual.widgets import Button, Static

from nntui.drawing.colors import contrast
from nntui.widgets.cell_widget import CellWidget
from nntui.widgets.stepper import Stepper
from nntui.widgets.toggle import Toggle
from tests.screens import Driver, opened


def faint_words(it: Driver) -> set[str]:
    """Words on the screen that can hardly be told from what is behind them."""
    faint = set()
    for widget in it.screen.walk_children():
        if isinstance(widget, CellWidget | Stepper | Toggle | Static | Button) and widget.region:
            for y in range(widget.size.height):
                for segment in widget.render_line(y):
                    style, words = segment.style, segment.text.strip()
                    if style and style.color and style.bgcolor and any(map(str.isalnum, words)):
                        colors = (style.color.get_truecolor(), style.bgcolor.get_truecolor())
                        if contrast(*(red << 16 | green << 8 | blue for red, green, blue in colors)) < 2.5:
                            faint.add(words)
    return faint


@pytest.mark.parametrize(
    "theme",
    [
        "playground",
        pytest.param(
            "playground-light",
            marks=pytest.mark.xfail(strict=True, reason="drawn text and the steppers' names are always white"),
        ),
    ],
)
async def test_every_word_can_be_read_in_the_themes_of_the_playground(theme):
    async with opened() as it:
        it.app.theme = theme
        await it.press("S")
        await it.settle()
        assert faint_words(it) == set()


async def test_any_theme_can_be_chosen_while_it_trains():
    async with opened() as it:
        for theme in ("textual-light", "ansi-dark", "playground-light"):
            it.app.theme = theme
            await it.press("s")
            await it.settle()
            assert it.told == ""
