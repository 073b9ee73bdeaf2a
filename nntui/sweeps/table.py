"""The table of a sweep as text: a line for each combination."""

import math
from collections.abc import Iterator, Sequence

from nntui.drawing.cells import by_columns
from nntui.drawing.numbers import loss_text
from nntui.language import N_, _, ngettext
from nntui.sweeps.summary import Answer, Line, answers, is_enough, leading_words, sorted_lines
from nntui.sweeps.sweep import Sweep

_WIDEST = 22
"""Columns that the values of a setting may take."""
_TITLES = {
    "reached": N_("reached"),
    "median": N_("test loss"),
    "quartiles": N_("quartiles"),
    "epochs": N_("at epoch"),
    "parameters": N_("param."),
    "seconds": N_("s/start"),
}
_GAP = "  "
_ENOUGH = "✓"


def table_lines(
    lines: Sequence[Line], sweep: Sweep, sort: str, *, most: int | None = None, share: float | None = None
) -> Iterator[str]:
    """The table, with a line of titles.

    Args:
        lines: Of the sweep.
        sweep: What was trained.
        sort: In which order.
        most: How many lines are shown at the most, with how many are left out behind them; None for all.
        share: What is marked: combinations of which so great a share of the starts has reached the goal.
    """
    ordered = sorted_lines(lines, sweep, sort)
    shown = ordered if most is None or len(ordered) <= most else ordered[:most]
    titles = [axis.label for axis in sweep.axes]
    columns = [[axis.shown(line.values[place]) for line in shown] for place, axis in enumerate(sweep.axes)]
    cut = [[_cut(text) for text in [title, *column]] for title, column in zip(titles, columns, strict=True)]
    numbers = [
        [_(title), *(_cell(line, name) for line in shown)] for name, title in _TITLES.items() if _has(sweep, name)
    ]
    padded = [[_left(text, max(map(_width, column))) for text in column] for column in cut]
    padded += [[_right(text, max(map(_width, column))) for text in column] for column in numbers]
    for number, cells in enumerate(zip(*padded, strict=True)):
        mark = "" if share is None else " " if not number or not is_enough(shown[number - 1], share) else _ENOUGH
        yield _GAP.join([*filter(None, [mark]), *cells]).rstrip()
    if len(shown) < len(ordered):
        yield _("… and {count} more").format(count=f"{len(ordered) - len(shown):,}")


def _has(sweep: Sweep, name: str) -> bool:
    return bool(sweep.goal) or name not in ("reached", "epochs")


def _cell(line: Line, name: str) -> str:
    low, middle, high = line.test_loss
    if name == "reached":
        return f"{line.reached}/{line.starts} {_percent(line.share)}"
    if name == "median":
        return _loss(middle)
    if name == "quartiles":
        return f"{_loss(low)}–{_loss(high)}"
    if name == "epochs":
        return "–" if math.isnan(line.goal_epoch) else f"{line.goal_epoch:.0f}"
    return f"{line.parameters}" if name == "parameters" else _seconds(line.seconds)


def _percent(share: float) -> str:
    return f"{100 * share:>3.0f}%"


def _loss(loss: float) -> str:
    return "∞" if math.isinf(loss) else loss_text(loss)


def _seconds(seconds: float) -> str:
    return f"{seconds:.2g}" if seconds < 10 else f"{seconds:.0f}"


def _width(text: str) -> int:
    return len(by_columns(text))


def _cut(text: str) -> str:
    return text if len(text) <= _WIDEST else text[: _WIDEST - 1].rstrip() + "…"


def _left(text: str, width: int) -> str:
    return text + " " * (width - _width(text))


def _right(text: str, width: int) -> str:
    return " " * (width - _width(text)) + text


def answer_lines(lines: Sequence[Line], sweep: Sweep, sort: str, share: float) -> Iterator[str]:
    """What was asked for, in sentences: the best combination of those of which enough starts have reached the goal.

    Args:
        lines: Of the sweep.
        sweep: What was trained.
        sort: What is best.
        share: How great a share of the starts must have reached the goal.
    """
    sentence = _("{what}, where {share} of the starts or more reached {goal}:")
    yield sentence.format(what=leading_words(sort, sweep), share=_percent(share).strip(), goal=sweep.goal)
    for answer in answers(lines, sweep, sort, share):
        yield "  " + _answer_text(answer, sweep)


def _answer_text(answer: Answer, sweep: Sweep) -> str:
    line = answer.line
    where = f"{answer.where}: " if answer.where else ""
    if line is None:
        return where + _("none")
    others = [
        f"{axis.label} {axis.shown(value)}"
        for axis, value in zip(sweep.axes, line.values, strict=True)
        if f"{axis.label} {axis.shown(value)}" != answer.where
    ]
    count = ngettext("{reached} of {starts} start", "{reached} of {starts} starts", line.starts)
    parameters = ngettext("{count} parameter", "{count} parameters", line.parameters).format(count=line.parameters)
    told = [*others, parameters, count.format(reached=line.reached, starts=line.starts)]
    return where + " · ".join(told)
