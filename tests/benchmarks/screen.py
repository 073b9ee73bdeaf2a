"""A terminal's screen as plain characters, for reading off what a program shows while it is measured.

pyte is a whole terminal and takes many times as long for the same bytes, which would be measured, too. This one knows
the sequences that place characters, no colours, and only the rows that somebody looks at. `differences` holds it
against pyte.
"""

import re

import pyte

_PLACE = re.compile(rb"\x1b\[(\d*)(?:;(\d*))?[Hf]")
_TOKEN = re.compile(
    rb"\x1b\[(?P<private>[<-?]?)(?P<numbers>[\d;:]*)[ -/]*(?P<final>[@-~])"
    rb"|\x1b\][^\x07\x1b]*(?:\x07|\x1b\\)"
    rb"|\x1b[^\[\]]"
    rb"|(?P<control>[\x00-\x1f])"
    rb"|(?P<text>[^\x00-\x1f]+)"
)
_INCOMPLETE = re.compile(
    rb"(?:\x1b(?:\[[\d;:<-?]*[ -/]*|\][^\x07\x1b]*\x1b?)?"
    rb"|[\xc2-\xdf]|[\xe0-\xef][\x80-\xbf]?|[\xf0-\xf4][\x80-\xbf]{0,2})\Z"
)
_LONGEST_SEQUENCE = 128
_MOVES_ROWS = re.compile(rb"\x1b\[\d*[ABEFJLMSTdr]")
_KEYBOARD_PROTOCOL = re.compile(rb"\x1b\[[<>=][\d;]*u")


class Screen:
    """The characters on a screen.

    Args:
        columns: Of the terminal.
        lines: Of the terminal.

    Attributes:
        watched: The rows that are kept up to date, from 0; None for all of them.
    """

    def __init__(self, columns: int, lines: int) -> None:
        self.columns, self.lines = columns, lines
        self.watched: frozenset[int] | None = None
        self._cells = [[" "] * columns for _ in range(lines)]
        self._row = self._column = 0
        self._last_written = " "
        self._held_back = b""

    @property
    def text(self) -> str:
        """Everything, a line a row."""
        return "\n".join(map(self.row, range(self.lines)))

    def row(self, row: int) -> str:
        """One row, from 0."""
        return "".join(self._cells[row])

    def find(self, words: str) -> tuple[int, int] | None:
        """Row and column where some words start; None if they are not there."""
        for row in range(self.lines):
            column = self.row(row).find(words)
            if column >= 0:
                return row, column
        return None

    def feed(self, written: bytes) -> None:
        """Takes what a program has written. A sequence that is not complete waits for its rest."""
        written = self._held_back + written
        incomplete = _INCOMPLETE.search(written, max(0, len(written) - _LONGEST_SEQUENCE))
        end = incomplete.start() if incomplete else len(written)
        self._held_back = written[end:]
        start = 0
        for place in _PLACE.finditer(written, 0, end):
            self._write(written[start : place.start()], is_left_after=True)
            self._row, self._column = int(place[1] or 1) - 1, int(place[2] or 1) - 1
            start = place.end()
        self._write(written[start:end], is_left_after=False)

    def _write(self, part: bytes, is_left_after: bool) -> None:
        """Writes what comes between two absolute moves of the cursor, unless nobody looks at its rows."""
        if is_left_after and self.watched is not None and not _MOVES_ROWS.search(part):
            rows = range(self._row, self._row + part.count(b"\n") + 1)
            if self.watched.isdisjoint(rows):
                return
        for token in _TOKEN.finditer(part):
            if token["text"]:
                self._put(token["text"].decode(errors="replace"))
            elif token["control"]:
                self._control(token["control"])
            elif token["final"] and not token["private"]:
                first, _, second = token["numbers"].decode().partition(";")
                self._sequence(token["final"].decode(), first, second)

    def _put(self, text: str) -> None:
        if 0 <= self._row < self.lines and self._column < self.columns:
            text = text[: self.columns - self._column]
            self._cells[self._row][self._column : self._column + len(text)] = text
            self._last_written = text[-1:]
            self._column += len(text)

    def _control(self, control: bytes) -> None:
        if control == b"\r":
            self._column = 0
        elif control == b"\n":
            self._row = min(self._row + 1, self.lines - 1)
        elif control == b"\b":
            self._column = max(0, self._column - 1)

    def _sequence(self, final: str, first: str, second: str) -> None:
        count = max(1, int(first or 1))
        if final in "AF":
            self._row = max(0, self._row - count)
        elif final in "BE":
            self._row = min(self.lines - 1, self._row + count)
        elif final == "C":
            self._column += count
        elif final == "D":
            self._column = max(0, self._column - count)
        elif final == "G":
            self._column = count - 1
        elif final == "d":
            self._row = count - 1
        elif final == "b":
            self._put(self._last_written * count)
        elif final in "JKX":
            self._erase(final, first, count)
        if final in "EF":
            self._column = 0

    def _erase(self, final: str, first: str, count: int) -> None:
        """Blanks `count` cells (X), a part of the row (K), or a part of the screen (J)."""
        row, column = self._row, self._column
        if final == "X":
            self._blank(row, column, min(self.columns, column + count))
            return
        to_end, from_start = first in ("", "0", "2", "3"), first in ("1", "2", "3")
        self._blank(row, 0 if from_start else column, self.columns if to_end else column + 1)
        if final == "J":
            for other in range(self.lines):
                if (other > row and to_end) or (other < row and from_start):
                    self._blank(other, 0, self.columns)

    def _blank(self, row: int, start: int, stop: int) -> None:
        self._cells[row][start:stop] = " " * max(0, stop - start)


def differences(written: bytes, columns: int, lines: int) -> list[str]:
    """The rows, as pyte shows them, that this screen shows in another way; none, or the readings cannot be trusted."""
    ours, theirs = Screen(columns, lines), pyte.Screen(columns, lines)
    ours.feed(written)
    # The one request that pyte would take for text: the keyboard protocol's.
    pyte.ByteStream(theirs).feed(_KEYBOARD_PROTOCOL.sub(b"", written))
    return [shown for row, shown in enumerate(theirs.display) if shown != ours.row(row)]
