"""The playground in other colours."""

from collections.abc import Callable

from nntui.drawing.colors import contrast
from nntui.widgets.cell_widget import CellWidget
from tests.playground import Driver, opened


def faint_words(it: Driver, least: float) -> set[str]:
    """Words on the screen that can hardly be told from what is behind them."""
    faint = set()
    for widget in it.screen.walk_children():
        if isinstance(widget, CellWidget) and widget.region:
            for y in range(widget.size.height):
                for segment in widget.render_line(y):
                    style, words = segment.style, segment.text.strip()
                    if style and style.color and style.bgcolor and any(map(str.isalnum, words)):
                        colors = (style.color.get_truecolor(), style.bgcolor.get_truecolor())
                        if contrast(*(red << 16 | green << 8 | blue for red, green, blue in colors)) < least:
                            faint.add(f"{widget.id}: {words}")
    return faint


async def faint_words_by_theme(themes: Callable[[str], bool], least: float) -> dict[str, set[str]]:
    async with opened() as it:
        await it.press("S")
        await it.settle()
        found = {}
        for theme in filter(themes, it.app.available_themes):
            it.app.theme = theme
            await it.pause()
            found[theme] = faint_words(it, least)
        assert found
        return {theme: words for theme, words in found.items() if words}


async def test_a_theme_that_nobody_has_chosen_follows_the_background_of_the_terminal_and_another_one_stays():
    async with opened() as it:
        for is_light, name in ((False, "playground"), (True, "playground-light"), (False, "playground")):
            it.app.take_background(is_light)
            assert it.app.theme == name
        it.app.theme = "nord"
        it.app.take_background(True)
        assert it.app.theme == "nord"


async def test_every_word_can_be_read_in_our_own_themes():
    assert await faint_words_by_theme(lambda theme: theme.startswith("playground"), 3.0) == {}


async def test_every_word_can_be_seen_in_the_themes_of_textual():
    # Dark and light ones, and those with the least contrast. The colours of the ansi themes are the terminal's own.
    some = ("textual-dark", "textual-light", "nord", "solarized-light", "gruvbox", "atom-one-light")
    assert await faint_words_by_theme(lambda theme: theme in some, 2.0) == {}


async def test_a_theme_can_be_chosen_while_it_trains():
    async with opened() as it:
        await it.press("space")
        for theme in ("textual-light", "ansi-dark", "playground-light"):
            epoch = it.epoch
            it.app.theme = theme
            await it.until(lambda epoch=epoch: it.epoch > epoch)
        assert it.told == ""
