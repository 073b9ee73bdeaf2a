"""All faults, and the table of what became of them."""

import re
from collections.abc import Iterable

from tests.faults import inside, outside, surroundings
from tests.faults.kinds import Fault
from tests.faults.trial import Outcome

_LONGEST = 150


def all_faults() -> list[Fault]:
    """Every fault, in the order of the table."""
    return [*outside.faults(), *surroundings.faults(), *inside.faults()]


def in_markdown(tried: Iterable[tuple[Fault, object]]) -> str:
    """The table.

    Args:
        tried: Each fault with its outcome, or with the error that says which promise it broke.
    """
    lines, group = [], None
    for fault, outcome in tried:
        if fault.group != group:
            group = fault.group
            lines += [
                "",
                f"### {group}",
                "",
                "| fault | what the person sees | exit | lost | s |",
                "|---|---|---|---|---|",
            ]
        if isinstance(outcome, Outcome):
            cells = (fault.name, _short(outcome.seen), str(outcome.code), outcome.lost, f"{outcome.seconds:.1f}")
        else:
            cells = (fault.name, f"**PROMISE BROKEN**: {_short(str(outcome) or repr(outcome))}", "", "", "")
        lines.append("| " + " | ".join(cell.replace("|", "\\|") for cell in cells) + " |")
    return "\n".join(lines)


def _short(text: str) -> str:
    """A sentence without the folders of this machine, for a cell of the table."""
    text = re.sub(r"/tmp/tmp\w+", "~", " ".join(text.split()))
    text = re.sub(r"\d{4}-\d\d-\d\d-\d{6}-\w{4}\.txt", "….txt", text)
    return text if len(text) <= _LONGEST else text[:_LONGEST] + "…"
