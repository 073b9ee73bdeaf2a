"""What a file of the results of a sweep begins with, apart from what reads it: by that it is known, not by its name."""

from pathlib import Path

NAME = "nntui_sweep"
JSON_MARK = b'{"' + NAME.encode() + b'":'
CSV_MARK = b"# " + NAME.encode() + b" "
RESULTS = (".jsonl", ".csv")
"""What the names of such files end with when a sweep writes them."""


def is_results(first_line: bytes) -> bool:
    """Whether a file that begins with this line holds the results of a sweep, whatever its name ends with."""
    return first_line.startswith((JSON_MARK, CSV_MARK))


def holds_results(path: Path) -> bool:
    """Whether a file holds the results of a sweep. Not what cannot be read, and no pipe: that can be read only once."""
    try:
        if not path.is_file():
            return False
        with path.open("rb") as file:
            return is_results(file.read(max(len(JSON_MARK), len(CSV_MARK))))
    except (OSError, ValueError):  # a ValueError: it holds a NUL
        return False
