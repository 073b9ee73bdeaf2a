"""What stands in a row each where an iteration is written as text: the inputs of a neuron, and what they add up to."""

from dataclasses import dataclass

from nntui.drawing.five_digits import WIDTH
from nntui.language import ngettext
from nntui.training.iteration_walk import Connection

INDENT = " " * 4


@dataclass(frozen=True)
class Rows:
    """What stands in a row each: the inputs of the neuron, as far as there is room.

    Attributes:
        shown: Those that are shown, in their order.
        others: The rest, which are put together.
        width: Columns for a name.
    """

    shown: tuple[Connection, ...]
    others: tuple[Connection, ...]
    width: int


def row_text(name: str, rows: Rows, number: str) -> str:
    """A row whose number stands below the products of the inputs."""
    return f"{INDENT}{name:<{rows.width + 2 * WIDTH + 4}} {number:>{WIDTH}}"


def others_text(connections: tuple[Connection, ...]) -> str:
    """What connections without a row of their own are called together."""
    return ngettext("{count} other", "{count} others", len(connections)).format(count=len(connections))
