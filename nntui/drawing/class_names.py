"""What two classes are called, in few cells; and any text as one line that a terminal or XML can show."""

import unicodedata

from rich.cells import cell_len

UNNAMED = ("-1", "1")
SIGNS = ("−1", "+1")
"""What the classes are called when nobody has named them, in the data and on the screen."""


def printable_line(text: str) -> str:
    """A text on one line without control characters, halves of surrogate pairs and the like."""
    return "".join(letter for letter in " ".join(text.split()) if letter.isprintable())


def short_names(names: tuple[str, str], most: int) -> tuple[str, str]:
    """What two classes are called, in so many cells and in characters of one cell each.

    Where only the ends of the names differ, their beginnings go. Where no visible character distinguishes them they
    are −1 and +1.

    Args:
        names: As they stand in a file: any text.
        most: Cells that a name may have.
    """
    negative, positive = (_plain_name(name) for name in names)
    if (negative, positive) != UNNAMED:
        for cut in (_cut_end, _cut_beginning):
            short = cut(negative, most), cut(positive, most)
            if all(short) and short[0] != short[1]:
                return short
    return SIGNS


def _plain_name(name: str) -> str:
    """A name without what a terminal does not show in one cell."""
    line = printable_line(unicodedata.normalize("NFC", name))
    return "".join(letter for letter in line if cell_len(letter) == 1).strip()


def _cut_end(name: str, most: int) -> str:
    return name if len(name) <= most else name[: max(0, most - 1)].rstrip() + "…" if most > 1 else ""


def _cut_beginning(name: str, most: int) -> str:
    return name if len(name) <= most else "…" + name[len(name) - most + 1 :] if most > 1 else ""
