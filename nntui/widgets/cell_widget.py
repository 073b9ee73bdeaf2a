"""The base of every widget that draws with cells: it repaints what has changed and nothing else."""

from collections.abc import Iterator
from contextlib import suppress
from functools import lru_cache

from rich.color import Color
from rich.segment import Segment
from rich.style import Style
from textual.color import Color as ThemeColor
from textual.css.query import NoMatches
from textual.errors import NoWidget
from textual.events import Resize
from textual.geometry import Region
from textual.strip import Strip
from textual.widget import Widget

from nntui.drawing.cells import BOLD, CONTINUED, DEFAULT, DIM, REVERSE, UNDERLINE, Area, Cells
from nntui.drawing.palette import ColorLevel, Palette, make_palette
from nntui.terminal.direct import HasTerminal
from nntui.widgets.colors import color_level_of, palette_name_of

CARD = "card"
"""The id of a widget that lies over the others."""
_BLACK, _WHITE = 0x000000, 0xFFFFFF
_TERMINALS_OWN = "ansi_default"
"""The colour of a theme that leaves text and background to the terminal."""


@lru_cache(maxsize=8192)
def _style(foreground: int, background: int, attributes: int) -> Style:
    """One style object a combination, so that Textual's own caches hit."""
    return Style(
        color=Color.from_rgb(foreground >> 16 & 255, foreground >> 8 & 255, foreground & 255),
        bgcolor=Color.from_rgb(background >> 16 & 255, background >> 8 & 255, background & 255),
        bold=bool(attributes & BOLD) or None,
        dim=bool(attributes & DIM) or None,
        underline=bool(attributes & UNDERLINE) or None,
        reverse=bool(attributes & REVERSE) or None,
    )


def to_number(color: ThemeColor) -> int:
    """A theme's colour as 0xRRGGBB."""
    red, green, blue = color.rgb
    return red << 16 | green << 8 | blue


@lru_cache(maxsize=512)
def _on_ground(color: str, ground: int, share: float) -> int:
    below = ThemeColor(ground >> 16 & 255, ground >> 8 & 255, ground & 255)
    name, _, percent = color.partition(" ")
    share *= float(percent.rstrip("%") or 100) / 100
    if name in ("auto", _TERMINALS_OWN):  # black or white, whichever can be read there
        return to_number(below + ThemeColor.automatic(100 * share))
    return to_number(below + ThemeColor.parse(name).multiply_alpha(share))


class CellWidget(Widget):
    """Draws `Cells`. Subclasses say what they show in `draw` and call `repaint` when that may have changed."""

    ALLOW_SELECT = False

    def __init__(self, *, id: str | None = None, classes: str | None = None) -> None:
        super().__init__(id=id, classes=classes)
        self._cells = Cells(0, 0)
        self._strips: dict[int, Strip] = {}

    def draw(self, cells: Cells) -> None:
        """Draws what the widget shows into blank cells of its size. Each subclass has its own."""
        raise NotImplementedError

    @property
    def palette(self) -> Palette:
        """The colours, made for what is behind the widget and for what the terminal can show."""
        return make_palette(palette_name_of(self.app), self.behind, self.color_level)

    @property
    def color_level(self) -> ColorLevel:
        """What the terminal can show."""
        return color_level_of(self.app)

    @property
    def behind(self) -> int:
        """The background, 0xRRGGBB; black or white where the theme leaves it to the terminal."""
        background = self.background_colors[1]
        if background.ansi is not None and background.ansi < 0:
            return _BLACK if self.app.current_theme.dark else _WHITE
        return to_number(background)

    @property
    def ink(self) -> int:
        """The colour of text, 0xRRGGBB."""
        _, _, background, color = self.colors
        if self.styles.auto_color:  # of which `colors` forgets how much of it there is
            color = color.with_alpha(self.styles.color.a)
        if color.ansi is not None and color.ansi < 0:
            return _on_ground(_TERMINALS_OWN, self.behind, 1.0)
        return to_number(background + color)

    @property
    def accent(self) -> int:
        """The theme's colour for what is chosen, 0xRRGGBB."""
        return self.theme_color("accent", self.behind)

    def theme_color(self, name: str, ground: int, share: float = 1.0) -> int:
        """A colour of the theme on a ground that may be seen through it, 0xRRGGBB.

        Args:
            name: Its variable.
            ground: The colour below it, 0xRRGGBB.
            share: How much of it there is, from 0 to 1.
        """
        return _on_ground(self.app.theme_variables[name], ground, share)

    def retranslate(self) -> None:
        """Shows its texts in the language that is in use now."""
        self.refresh(layout=True)
        self.repaint()

    def repaint(self) -> None:
        """Draws again; changed cells go to the terminal directly or, where that is impossible, through Textual."""
        width, height = self.content_size
        if not width or not height:
            return
        cells = Cells(width, height)
        self.draw(cells)
        before, self._cells = self._cells, cells
        if (before.width, before.height) != (width, height):
            self._strips.clear()
            self.refresh()
            return
        if self._paste():
            self._strips.clear()
            return
        areas = cells.changed_areas(before)
        for area in areas:
            for y in range(area.y, area.y + area.height):
                self._strips.pop(y, None)
        if areas:
            self.refresh(*(Region(*area) for area in areas))

    def _paste(self) -> bool:
        """Gives the picture to the terminal itself, if it is on the screen and the terminal has the colours for it.

        Textual's compositor would take several times as long, and knows only what a test or a browser shows.
        """
        app, screen = self.app, self.screen
        if not isinstance(app, HasTerminal) or app.terminal is None or app.screen is not screen:
            return False
        if self.color_level < ColorLevel.EIGHT_BIT or self.children or not self.is_in_full_view:
            return False
        if (self._cells.attributes & DIM).any():  # Textual shows that by another colour
            return False
        region = self.content_region
        holes = [Area(*over) for over in self._overlays() if over.overlaps(region)]
        app.terminal.paste(self._cells.filled(self.ink, self.behind), region.x, region.y, holes)
        return True

    @property
    def is_in_full_view(self) -> bool:
        """Whether no part of it is scrolled, cut off or, in a window of one line, below the keys."""
        screen, region = self.screen, self.content_region
        try:
            visible = screen.find_widget(self).visible_region
            last = screen.size.height - 1
            is_on_top = region.bottom <= last or screen.get_widget_at(region.x, last)[0] is self
        except NoWidget:
            return False
        return is_on_top and visible.contains_region(region)

    def _overlays(self) -> Iterator[Region]:
        """Where something lies over the screen: messages, the explanation of what the mouse is on, and a card."""
        for name in ("textual-toastrack", "textual-tooltip", *(() if self.id == CARD else (CARD,))):
            with suppress(NoMatches):
                overlay = self.screen.get_child_by_id(name)
                yield from (each.region for each in overlay.walk_children(Widget, with_self=True) if each.display)

    def on_resize(self, event: Resize) -> None:
        """Draws for the new size."""
        self.repaint()

    def notify_style_update(self) -> None:
        """Draws with the new colours when the theme, the focus or a class has changed them."""
        super().notify_style_update()
        self._strips.clear()
        if self.is_mounted:
            self.repaint()

    def render_lines(self, crop: Region) -> list[Strip]:
        """The rows that Textual asks for.

        Its own way keeps styled lines and would show old ones, since it knows nothing of what was pasted. That way is
        for borders and padding, and what is drawn in cells has neither.
        """
        if (self._cells.width, self._cells.height) != self.content_size:
            # So the very first picture on the screen is whole, and no blank one comes before it.
            self._cells = Cells(*self.content_size)
            self.draw(self._cells)
            self._strips.clear()
        background, filters = self.background_colors[1], self.get_line_filters()
        missing = [y for y in crop.line_range if y not in self._strips]
        if missing:
            ink, behind = self.ink, self.behind  # once for all rows: every ancestor is asked for its colours
            self._strips.update((y, self._make_strip(y, ink, behind)) for y in missing)
        strips = []
        for y in crop.line_range:
            strip = self.render_line(y)
            for line_filter in filters:
                strip = strip.apply_filter(line_filter, background)
            strips.append(strip.crop(crop.x, crop.right))
        return strips

    def render_line(self, y: int) -> Strip:
        """One row of the cells."""
        strip = self._strips.get(y)
        if strip is None:
            strip = self._strips[y] = self._make_strip(y, self.ink, self.behind)
        return strip

    def _make_strip(self, y: int, ink: int, behind: int) -> Strip:
        cells = self._cells
        if y >= cells.height:
            return Strip.blank(self.content_size.width, self.rich_style)
        segments = [
            Segment(
                run.text.replace(CONTINUED, ""),
                _style(
                    ink if run.foreground == DEFAULT else run.foreground,
                    behind if run.background == DEFAULT else run.background,
                    run.attributes,
                ),
            )
            for run in cells.runs(y)
        ]
        return Strip(segments, cells.width)
