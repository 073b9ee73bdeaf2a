"""How points look apart from their colour, and the shapes that tell three to six classes apart.

The shapes are the same whatever the terminal can show: filled for training points, hollow for test points. A terminal
without them has others in their place (`terminal/glyph_set.py`), which are told apart as well.
"""

from dataclasses import dataclass

from nntui.drawing.cells import BOLD, REVERSE


@dataclass(frozen=True)
class Mark:
    """How a point looks apart from its colour."""

    glyph: str
    attributes: int = 0


TRAINING_SHAPES = "●▲■◆▼★"
TEST_SHAPES = "○△□◇▽☆"
"""By the number of the class."""


def class_mark(index: int, is_test: bool = False, is_wrong: bool = False) -> Mark:
    """The shape of a point of one of three to six classes; what is misclassified has its colours exchanged.

    Args:
        index: The number of the class, from 0.
        is_test: Whether it is a test point.
        is_wrong: Whether it is misclassified.
    """
    shapes = TEST_SHAPES if is_test else TRAINING_SHAPES
    return Mark(shapes[index], (0 if is_test else BOLD) | (REVERSE if is_wrong else 0))


def class_digit(index: int) -> str:
    """The digit of a class, where its number is shown or typed: from 1."""
    return str(index + 1)
