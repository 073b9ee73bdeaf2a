"""The table of a sweep as text: a line for each combination."""

import math
from collections.abc import Callable, Iterator, Sequence

from nntui.drawing.numbers import loss_text
from nntui.language import N_, _, ngettext
from nntui.sweeps.summary import Answer, Line, answers, is_enough, leading_words, sorted_lines
from nntui.sweeps.sweep import Sweep
from nntui.sweeps.used import distinct_lines, shown_used

_WIDEST = 22
"""Columns that the values of a setting may take."""
_TITLES = {
    "reached": N_("reached"),
    "diverged": N_("diverged"),
    "median": N_("test loss"),
    "quartiles": N_("quartiles"),
    "epochs": N_("at epoch"),
    "parameters": N_("param."),
    "seconds": N_("s/start"),
}
_OF_GOAL = ("reached", "epochs")
_LEAST = ("seconds", "quartiles", "parameters")
"""The columns that go first where there is no room."""
_WIDTH = 80
_GAP = "  "
_ENOUGH = "✓"


def table_lines(
    lines: Sequence[Line], sweep: Sweep, sort: str, *, most: int | None = None, share: float | None = None
) -> Iterator[str]:
    """The table, below two lines of titles.

    Args:
        lines: Of the sweep.
        sweep: What was trained.
        sort: In which order.
        most: How many lines are shown at the most, with how many are left out behind them; None for all.
        share: What is marked: combinations of which so great a share of the starts has reached the goal.
    """
    every = sorted_lines(lines, sweep, sort)
    ordered = distinct_lines(every, sweep)
    shown = ordered if most is None or len(ordered) <= most else ordered[:most]
    marks = [] if share is None else [["", "", *(_ENOUGH if is_enough(line, share) else "" for line in shown)]]
    columns = [_padded(column, str.ljust) for column in (*marks, *_axis_columns(shown, sweep))]
    columns += _fitting(shown, sweep, _width_of(columns))
    for cells in zip(*columns, strict=True):
        yield _GAP.join(cells).rstrip()
    if len(shown) < len(ordered):
        yield _("… and {count} more").format(count=f"{len(ordered) - len(shown):,}")
    if len(ordered) < len(every):
        yield _("What differs only in settings that are not used is one training, and one line")


def _axis_columns(shown: Sequence[Line], sweep: Sweep) -> Iterator[list[str]]:
    """For each axis its title, in two lines, and the values."""
    for axis in sweep.axes:
        yield [*map(_cut, _parted(axis.label)), *(_cut(shown_used(axis, sweep, line.values)) for line in shown)]


def _fitting(shown: Sequence[Line], sweep: Sweep, width: int) -> list[list[str]]:
    """The columns of numbers, without those that matter least where there is no room beside others so wide."""
    hidden = () if sweep.goal else _OF_GOAL
    if not any(line.diverged for line in shown):
        hidden = (*hidden, "diverged")
    names = [name for name in _TITLES if name not in hidden]
    numbers = {
        name: _padded([*_parted(_(_TITLES[name])), *(_cell(line, name) for line in shown)], str.rjust) for name in names
    }
    for name in _LEAST:
        if width + len(_GAP) + _width_of(list(numbers.values())) > _WIDTH:
            numbers.pop(name)
    return list(numbers.values())


def _width_of(columns: Sequence[Sequence[str]]) -> int:
    return sum(len(column[0]) for column in columns) + len(_GAP) * max(0, len(columns) - 1)


def _padded(column: Sequence[str], pad: Callable[[str, int], str]) -> list[str]:
    width = max(map(len, column))
    return [pad(text, width) for text in column]


def _parted(title: str) -> tuple[str, str]:
    """A title in two lines, the last of which is never empty: parted at the blank that leaves both the shortest."""
    words = title.split(" ")
    ways = [(" ".join(words[:place]), " ".join(words[place:])) for place in range(len(words))]
    return min(ways, key=lambda way: (max(map(len, way)), len(way[0])))


def _cell(line: Line, name: str) -> str:
    low, middle, high = line.test_loss
    if name == "reached":
        return f"{line.reached}/{line.starts} {_percent(line.share)}"
    if name == "diverged":
        return _percent(line.diverged / line.starts).strip()
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


def _cut(text: str) -> str:
    return text if len(text) <= _WIDEST else text[: _WIDEST - 1].rstrip() + "…"


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
    settings = [f"{axis.label} {shown_used(axis, sweep, line.values)}" for axis in sweep.axes]
    others = [text for text in settings if text != answer.where]
    count = ngettext("{reached} of {starts} start", "{reached} of {starts} starts", line.starts)
    parameters = ngettext("{count} parameter", "{count} parameters", line.parameters).format(count=line.parameters)
    told = [*others, parameters, count.format(reached=line.reached, starts=line.starts)]
    return where + " · ".join(told)
