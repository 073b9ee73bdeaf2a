"""The last look at what Textual paints: no character of a line steers the terminal, whoever wrote it."""

from collections.abc import Sequence

from rich.cells import cell_len, set_cell_size
from rich.segment import Segment
from textual.app import App
from textual.color import Color
from textual.filter import LineFilter

_UNKNOWN = "\ufffd"


class PlainLines(LineFilter):
    """Takes characters out that steer a terminal, turn the direction of text or are not seen; widths stay.

    What a widget shows of a person, a file or a link is escaped where it is worded. This is for whatever was forgotten,
    and for what is pasted into a field.
    """

    def apply(self, segments: list[Segment], background: Color) -> list[Segment]:
        """The same line, of printable characters alone."""
        if all(segment.text.isprintable() for segment in segments):
            return segments
        return [Segment(plain(segment.text), segment.style, segment.control) for segment in segments]


def plain(text: str) -> str:
    """A text in as many cells as before, of printable characters alone."""
    if text.isprintable():
        return text
    letters = (each if each.isprintable() else _UNKNOWN * cell_len(each) for each in text)
    return set_cell_size("".join(letters), cell_len(text))


_FILTER = PlainLines()


class ShowsPlainLines(App[None]):
    """An app none of whose widgets can steer the terminal by what it shows."""

    def get_line_filters(self) -> Sequence[LineFilter]:
        """Those of Textual, and at last ours."""
        return [*super().get_line_filters(), _FILTER]
