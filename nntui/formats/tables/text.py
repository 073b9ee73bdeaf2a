"""From the text of a table to rows of fields, whatever wrote it: comments, quotes, and what separates the fields."""

import csv
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import chain, islice

from nntui.formats.tables.bad_rows import BadRows
from nntui.formats.tables.fields import number_of
from nntui.language import N_, _, ngettext

LONGEST_LINE = 100_000
"""What is further behind in a line is not looked at."""
NEEDED = 3
"""Fields that a row has at least."""
OWN_MARK = "# nntui: "
"""How a comment line of our own begins."""
_DELIMITERS = ("\t", ";", ",", "|", " ")
_COMMENT = "#%"
_SEPARATOR_LINE = re.compile(r'\A"?sep=(.)"?[;,]*[ \t]*\n')
_PROSE = frozenset(
    (
        *("a", "an", "and", "are", "as", "at", "by", "created", "data", "file", "for", "from", "generated", "in", "is"),
        *("made", "of", "on", "the", "this", "to", "with"),
    )
)
"""Words by which a comment is a sentence rather than titles."""
_BLOCK = 1_000_000
_SAMPLE = 50
_HEAD, _PIECES, _PIECE = 100_000, 24, 6_000
"""Characters from the beginning, and pieces from further behind with their characters, by which columns are judged."""
_FIRST_LINES = 2_000_000
"""Characters in which the first rows are looked for: there may be comments and nothing for ever."""
_OF_CSV = (N_("field larger than field limit (131072)"), N_("line contains NUL"))
"""What the standard library says of a row, for the catalogues."""
_ALL_KEPT = 1000
"""Lines at the beginning of a table that is too long which are read all the same."""

Rows = Iterator[tuple[int, list[str]]]
"""Rows of fields, each with the physical line on which it begins."""


def _lines(text: str) -> Iterator[str]:
    """Every physical line, so that csv.reader counts them; empty lines and comments come out blank."""
    start = 0
    while start < len(text):
        end = text.find("\n", start + _BLOCK)
        end = end if end >= 0 else len(text) - text.endswith("\n")
        for line in text[start:end].split("\n"):
            bare = line.lstrip()
            yield line[:LONGEST_LINE] + "\n" if bare and bare[0] not in _COMMENT else "\n"
        start = end + 1


def without_separator_line(text: str) -> tuple[str, str | None]:
    """The text with Excel's first line `sep=;` as a comment, and the separator that it names, or None."""
    found = _SEPARATOR_LINE.match(text)
    return (text, None) if found is None else ("#" + text, found[1])


def delimiter_of(text: str) -> str:
    """The delimiter by which most of the first rows have three fields or more, and two numbers among them."""
    sample = _first_lines(text)

    def fitness(delimiter: str) -> tuple[int, int, int, float]:
        rows = [row[:_SAMPLE] for _line, row in rows_of(sample, delimiter, BadRows())]
        if not rows:
            return 0, 0, 0, sample.count(delimiter)
        numbers = [sum(number_of(cell, delimiter != ",") is not None for cell in row) for row in rows]
        good = sum(count >= 2 for count in numbers)
        alike = max(Counter(map(len, rows)).values())
        # By commas 1,5;2,5;3,5 is four fields with two numbers, but more of the fields are numbers by semicolons.
        return good, len(rows), alike, sum(numbers) / sum(map(len, rows))

    return max(_DELIMITERS, key=fitness)


def _first_lines(text: str) -> str:
    """The first lines that hold something."""
    return "".join(islice((line for line in _lines(text[:_FIRST_LINES]) if line != "\n"), _SAMPLE))


def stride_of(text: str, most_lines: int) -> int:
    """Of how many lines one is read, so that no more than so many are; 1 where a field may hold a line break."""
    head = text[:_HEAD]
    if any(line.count('"') % 2 for line in head[: head.rfind("\n") + 1].split("\n")):
        return 1
    return -(-text.count("\n") // most_lines)


def rows_of(text: str, delimiter: str, bad: BadRows, stride: int = 1) -> Rows:
    """The rows of three fields or more, each with the physical line on which it begins.

    Args:
        text: Lines that end in a line feed.
        delimiter: What separates the fields; a blank stands for any white space.
        bad: Gets the other rows.
        stride: Of how many lines one is read, but for the first of the text.
    """
    if stride > 1:
        lines = _lines(text)
        head = islice(lines, _ALL_KEPT)
        thinned = chain(head, islice(lines, 0, None, stride))
        shifted = BadRows()
        for line, row in _rows(thinned, delimiter, shifted):
            yield _line_of(line, stride), row
        bad.take(shifted, lambda line: _line_of(line, stride))
    else:
        yield from _rows(_lines(text), delimiter, bad)


def _line_of(read: int, stride: int) -> int:
    """Which line of the text is the one that is read at some place."""
    return read if read <= _ALL_KEPT else _ALL_KEPT + 1 + (read - _ALL_KEPT - 1) * stride


def _rows(lines: Iterator[str], delimiter: str, bad: BadRows) -> Rows:
    if delimiter == " ":
        lines = (" ".join(line.split()) + "\n" for line in lines)
    reader = csv.reader(lines, delimiter=delimiter, skipinitialspace=delimiter != " ")
    while True:
        line = reader.line_num + 1
        try:
            row = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            bad.add(line, lambda error=error: _(str(error)))  # type: ignore[misc]
            continue
        if len(row) >= NEEDED:
            if any(row):  # spreadsheets write rows of nothing but separators
                yield line, row
        elif reader.line_num > line:
            bad.add(line, lambda end=reader.line_num: _about_quote(end))  # type: ignore[misc]
        elif row:
            bad.add(line, lambda row=row: too_few(row, NEEDED))  # type: ignore[misc]


def _about_quote(end: int) -> str:
    return _("a quote that opens in it closes no sooner than line {line}").format(line=end)


def too_few(row: Sequence[str], needed: int) -> str:
    """What is wrong with a row of fewer fields than are needed."""
    sentence = ngettext(
        "it has {count} field where {needed} are needed", "it has {count} fields where {needed} are needed", len(row)
    )
    return sentence.format(count=len(row), needed=needed)


def sample_of(text: str, delimiter: str) -> list[list[str]]:
    """The first rows of a table and, of a large one, some from all over it, as a table may be sorted by its label."""
    if len(text) <= _HEAD:
        return [row for _line, row in rows_of(text, delimiter, BadRows())]
    pieces = [text[: text.rfind("\n", 0, _HEAD) + 1]]
    for piece in range(1, _PIECES + 1):
        start = text.find("\n", max(_HEAD, len(text) * piece // (_PIECES + 1))) + 1
        pieces.append(text[start : text.rfind("\n", start, start + _PIECE) + 1])
    return [row for piece in pieces for _line, row in rows_of(piece, delimiter, BadRows())]


def fields_of_short_rows(text: str, delimiter: str) -> list[list[str]]:
    """The first rows of a table in which no row has three fields, to say what there is instead."""
    lines = _first_lines(text).split("\n")
    try:
        return [[cell.strip() for cell in row] for row in csv.reader(lines, delimiter=delimiter) if row]
    except csv.Error:
        return []


def title_comment(text: str, delimiter: str) -> list[str]:
    """The fields of the last comment line above the first row, where `numpy.savetxt` and gnuplot have the titles."""
    last = ""
    for line in text[:_HEAD].split("\n"):
        bare = line.strip()
        if bare and bare[0] not in _COMMENT:
            break
        if bare and not bare.startswith(OWN_MARK.strip()):
            last = bare
    words = last.lstrip(_COMMENT + " \t")
    if not words:
        return []
    try:
        by_delimiter = next(csv.reader([words], delimiter=delimiter, skipinitialspace=True), [])
    except csv.Error:
        return []
    fields = by_delimiter if len(by_delimiter) > 1 and delimiter != " " else words.split()
    if not _PROSE.isdisjoint(map(str.lower, fields)):
        return []
    return [field.strip().strip("\"'") for field in fields]


def said_by_mark(text: str) -> list[str]:
    """What a first comment line of our own says."""
    line = text[:LONGEST_LINE].partition("\n")[0]
    try:
        own = line.startswith(OWN_MARK)
        return next(csv.reader([line[len(OWN_MARK) :]], skipinitialspace=True), []) if own else []
    except csv.Error:
        return []
