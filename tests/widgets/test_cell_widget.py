"""The base of what is drawn in cells: it repaints what has changed and nothing else."""

import pytest
from textual.geometry import Region
from textual.theme import Theme

from nntui.drawing.cells import BOLD, Cells
from nntui.widgets.cell_widget import CellWidget, to_number
from tests.widgets import hosted, lines


class Letters(CellWidget):
    """Draws some rows of text."""

    DEFAULT_CSS = "Letters { width: 10; height: 4; }"

    def __init__(self, *rows: str) -> None:
        super().__init__()
        self.rows = rows
        self.color = 0x112233
        self.drawn = 0
        self.refreshed: list[tuple[Region, ...]] = []

    def draw(self, cells: Cells) -> None:
        self.drawn += 1
        for y, row in enumerate(self.rows):
            cells.put(0, y, row, self.color, 0x445566, BOLD)

    def refresh(self, *regions: Region, **options):
        self.refreshed.append(regions)
        return super().refresh(*regions, **options)


@pytest.fixture
def letters():
    return Letters("abc", "def")


async def test_it_shows_its_cells_in_their_colours(letters):
    async with hosted(letters):
        assert lines(letters) == ["abc       ", "def       ", " " * 10, " " * 10]
        first, rest = letters.render_line(0)
        assert first.text == "abc"
        assert first.style.color.get_truecolor() == (0x11, 0x22, 0x33)
        assert first.style.bgcolor.get_truecolor() == (0x44, 0x55, 0x66)
        assert first.style.bold
        assert to_number(letters.background_colors[1]) == letters.behind
        assert tuple(rest.style.bgcolor.get_truecolor()) == letters.background_colors[1].rgb


async def test_only_what_has_changed_is_refreshed(letters):
    async with hosted(letters):
        letters.refreshed.clear()
        letters.repaint()
        assert letters.refreshed == []
        letters.rows = ("abX", "def")
        letters.repaint()
        assert letters.refreshed == [(Region(2, 0, 1, 1),)]
        assert lines(letters)[:2] == ["abX       ", "def       "]


async def test_rows_that_have_not_changed_keep_their_strips(letters):
    async with hosted(letters):
        kept, changed = letters.render_line(0), letters.render_line(1)
        letters.rows = ("abc", "dXf")
        letters.repaint()
        assert letters.render_line(0) is kept
        assert letters.render_line(1) is not changed


async def test_another_size_is_drawn_anew(letters):
    async with hosted(letters) as it:
        letters.styles.width, letters.styles.height = 2, 1
        await it.pause()
        assert lines(letters) == ["ab"]
        letters.styles.width, letters.styles.height = 5, 2
        await it.pause()
        assert lines(letters) == ["abc  ", "def  "]


async def test_without_room_it_draws_nothing(letters):
    async with hosted(letters) as it:
        letters.styles.display = "none"
        await it.pause()
        before = letters.drawn
        letters.styles.width = 0
        letters.styles.display = "block"
        await it.pause()
        letters.repaint()
        assert letters.drawn == before


async def test_another_theme_is_seen(letters):
    async with hosted(letters) as it:
        before = list(letters.render_line(2))
        it.host.register_theme(Theme(name="mine", primary="#ff0000", background="#123456", dark=True))
        it.host.theme = "mine"
        await it.pause()
        assert letters.behind == 0x123456
        assert list(letters.render_line(2)) != before


@pytest.mark.parametrize(("theme", "behind", "ink"), [("ansi-dark", 0, 0xFFFFFF), ("ansi-light", 0xFFFFFF, 0)])
async def test_where_a_theme_leaves_the_colours_to_the_terminal_text_can_be_read(letters, theme, behind, ink):
    async with hosted(letters) as it:
        it.host.theme = theme
        await it.pause()
        assert (letters.behind, letters.ink) == (behind, ink)
        assert letters.theme_color("foreground", behind) == ink
