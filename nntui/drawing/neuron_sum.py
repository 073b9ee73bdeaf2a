"""A neuron's sum as lines of text: weight times input, term by term, the bias, the total and the output."""

import re

from nntui.drawing.numbers import fixed_point, show_number
from nntui.language import _
from nntui.training.neuron_sum import NeuronSum


def sum_lines(reading: NeuronSum, width: int, height: int) -> list[str]:
    """The sum as lines of text. Where they do not all fit, the terms that add least are put together.

    Args:
        reading: What to show.
        width: Columns.
        height: Rows; at least 3 for anything but the total.
    """
    total = f"{show_number(reading.total)} → {reading.activation} {show_number(reading.output)}"
    if height < 3:
        return [f"Σ {total}"[:width]][:height]
    place = _("at x₁ {x1}, x₂ {x2}").format(x1=fixed_point(reading.x1, 1), x2=fixed_point(reading.x2, 1))
    lines = [place[:width]]
    room = height - 3
    order = sorted(range(len(reading.terms)), key=lambda i: -abs(reading.terms[i].product))
    kept = order if len(order) <= room else order[: max(0, room - 1)]
    short = [_short(term.name) for term in reading.terms]
    for i in sorted(kept):
        term = reading.terms[i]
        weight = _("dead") if term.is_dead else show_number(term.weight)
        left = f"{short[i]} {weight}·{show_number(term.value)}"
        lines.append(_spread(left, show_number(term.product), width))
    rest = [reading.terms[i].product for i in order if i not in kept]
    if rest:
        lines.append(_spread(_("{count} other inputs").format(count=len(rest)), show_number(sum(rest)), width))
    lines.append(_spread(_("bias"), show_number(reading.bias), width))
    lines.append(_spread(_("sum"), total, width))
    return lines[:height]


def _short(name: str) -> str:
    """Of "layer 1 neuron 3" only "neuron 3": the layer is always the one before."""
    form = re.escape(_("layer {layer} neuron {number}"))
    found = re.fullmatch(form.replace(r"\{layer\}", r"\d+").replace(r"\{number\}", r"(\d+)"), name)
    return _("neuron {number}").format(number=found[1]) if found else name


def _spread(left: str, right: str, width: int) -> str:
    return (left[: max(0, width - len(right) - 1)].ljust(width - len(right)) + right)[:width]
