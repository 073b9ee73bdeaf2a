"""Where a card stands: a pure function of the screen, of what has the focus, and of the length of the text."""

from collections.abc import Callable, Iterator, Sequence
from itertools import product

from nntui.drawing.cells import Area

WIDTH = 62
"""Columns of a card with its border, where there is room."""
_NARROWER = (58, 56)
"""Widths that it takes as well, where it leaves the Output panel in sight so."""
_NARROWEST, _LOWEST = 40, 8
_WHOLE_WIDTH, _WHOLE_HEIGHT = 56, 18
"""In a terminal with fewer columns or rows it takes the whole screen."""
_ABOVE, _BELOW = 1, 1
"""Rows that it leaves free: those of the counters and of the keys."""


def place_card(
    screen: tuple[int, int],
    avoided: Sequence[Area],
    own: Area | None,
    output: Area | None,
    rows_for: Callable[[int], int],
) -> Area:
    """Where a card covers least of what should be seen.

    Args:
        screen: Columns and rows of the terminal.
        avoided: What has the focus, and must stay in sight if there is any place for that.
        own: The panel that it is in.
        output: The panel in which one sees what a change does.
        rows_for: Rows that the card takes for a number of columns.
    """
    width, height = screen
    if width < _WHOLE_WIDTH or height < _WHOLE_HEIGHT:
        return Area(0, 0, width, height)
    most = height - _ABOVE - _BELOW

    panels = [area for area in (own, output) if area is not None]

    def cost(place: Area) -> tuple[int, ...]:
        cut = max(0, rows_for(place.width) - place.height)
        hidden = sum(_overlap(place, area) for area in avoided)
        of_own, of_output = (0 if area is None else _overlap(place, area) for area in (own, output))
        # Half of the output shows as little as none of it, so there the card may as well be wide.
        return hidden, cut, of_output > 0, place.y <= _ABOVE, of_own, WIDTH - place.width, of_output

    places = _places(width, height, (*avoided, *panels), lambda columns: min(most, rows_for(columns)))
    return min(places, key=cost)


def hides(place: Area, areas: Sequence[Area]) -> bool:
    """Whether a card hides some part of what should be seen."""
    return any(_overlap(place, area) for area in areas)


def _places(width: int, height: int, around: Sequence[Area], rows_for: Callable[[int], int]) -> Iterator[Area]:
    """At the edges of the screen, and beside, above and below what has the focus."""
    most = min(WIDTH, width)
    sides = {columns for area in around for columns in (area.x, width - area.x - area.width)}
    widths = {most, *_NARROWER, *(min(most, side) for side in sides if side >= _NARROWEST)}
    for columns in sorted((each for each in widths if each <= most), reverse=True):
        rows = rows_for(columns)
        lefts = {0, width - columns} | {left for each in around for left in (each.x - columns, each.x + each.width)}
        for left, (top, down) in product(sorted(lefts), sorted(_spans(height, around, rows))):
            if 0 <= left <= width - columns:
                yield Area(left, top, columns, down)


def _spans(height: int, around: Sequence[Area], rows: int) -> set[tuple[int, int]]:
    """The first row and how many there are, between any two edges. There may be fewer than the text has: it scrolls."""
    tops = {_ABOVE, _ABOVE + 1, *(area.y + area.height for area in around)}
    bottoms = {height - _BELOW, *(area.y for area in around)}
    spans = set()
    for top, bottom in product(tops, bottoms):
        down = min(rows, bottom - top)
        if top >= _ABOVE and bottom <= height - _BELOW and down >= min(rows, _LOWEST):
            spans |= {(top, down), (bottom - down, down)}
    return spans


def _overlap(one: Area, other: Area) -> int:
    """How many cells two rectangles have in common."""
    across = min(one.x + one.width, other.x + other.width) - max(one.x, other.x)
    down = min(one.y + one.height, other.y + other.height) - max(one.y, other.y)
    return max(0, across) * max(0, down)
