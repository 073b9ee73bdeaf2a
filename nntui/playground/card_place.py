"""Where a card stands: a pure function of the screen, of what has the focus, and of the length of the text."""

from collections.abc import Callable, Iterator, Sequence

from nntui.drawing.cells import Area

WIDTH = 62
"""Columns of a card with its border, where there is room."""
_NARROWER = (58, 56)
"""Widths that it takes as well, where it leaves the Output panel in sight so."""
_NARROWEST = 40
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
        lefts = [0, width - columns]
        tops = [_ABOVE + 1, _ABOVE, height - _BELOW - rows]
        for area in around:
            lefts += [area.x - columns, area.x + area.width]
            tops += [area.y - rows, area.y + area.height]
        for left in lefts:
            for top in tops:
                if 0 <= left <= width - columns and _ABOVE <= top <= height - _BELOW - rows:
                    yield Area(left, top, columns, rows)


def _overlap(one: Area, other: Area) -> int:
    """How many cells two rectangles have in common."""
    across = min(one.x + one.width, other.x + other.width) - max(one.x, other.x)
    down = min(one.y + one.height, other.y + other.height) - max(one.y, other.y)
    return max(0, across) * max(0, down)
