"""How one iteration moves the weights of a neuron, as lines of text: the last section of its numbers."""

from collections.abc import Callable, Iterator

from nntui.drawing.five_digits import WIDTH, five_digits, rate_text
from nntui.drawing.iteration_rows import INDENT, Rows, others_text
from nntui.engine.optimizers import OPTIMIZERS
from nntui.experiment.settings import WEIGHT_DECAY
from nntui.language import _, ngettext
from nntui.training.iteration_walk import Connection, IterationWalk, Reading

Wordings = tuple[str, ...]
"""A line in one or more wordings, the longest first: the first that fits is shown."""


class UpdateTexts:
    """Words the update.

    Args:
        walk: At the iteration that is shown.
        reading: The neuron at the point.
        names: What an input is called.
    """

    def __init__(self, walk: IterationWalk, reading: Reading, names: Callable[[Connection], str]) -> None:
        self._walk, self._reading, self._names = walk, reading, names
        self._experiment = walk.experiment
        self._optimizer = OPTIMIZERS[self._experiment.optimizer]

    def headings(self) -> Wordings:
        """What the section is about."""
        rate, size = rate_text(self._walk.rate), self._walk.size
        if self._optimizer.direction is None:
            words = ngettext(
                "minus rate {rate} × δ × input of the 1 point",
                "minus rate {rate} × the mean of δ × input over the {count} points",
                size,
            )
            short = _("minus rate {rate} × the mean of δ × input")
            return words.format(rate=rate, count=f"{size:,}"), short.format(rate=rate)
        words = ngettext(
            "{optimizer} makes its step of g = δ × input of the 1 point, rate {rate}",
            "{optimizer} makes its step of g = the mean of δ × input over the {count} points, rate {rate}",
            size,
        )
        short = _("{optimizer} makes its step of g, the mean of δ × input")
        name = self._optimizer.label
        return words.format(optimizer=name, count=f"{size:,}", rate=rate), short.format(optimizer=name)

    def lines(self, rows: Rows) -> Iterator[Wordings]:
        """What stands below the heading.

        Args:
            rows: The inputs that have a row of their own.
        """
        if self._optimizer.direction is not None:
            yield INDENT + self._optimizer.formula, INDENT + self._optimizer.label
        yield from ((self._moved(each, rows.width),) for each in rows.shown)
        if rows.others:
            largest = max((each.mean for each in rows.others), key=abs)
            words = _("{others}: a mean of {value} at the most")
            yield (INDENT + words.format(others=others_text(rows.others), value=five_digits(abs(largest))),)
        yield (self._moved(self._reading.bias, rows.width),)
        yield from self._weight_decay()
        yield from self._penalty()
        if self._walk.moving == "output bias":
            yield (INDENT + _("Every δ × input of a weight is 0: only the output's bias moves."),)
        elif self._walk.moving == "nothing":
            yield (INDENT + _("Every mean of δ × input is 0: nothing moves."),)

    def _moved(self, each: Connection, width: int) -> str:
        gradient, mean = five_digits(each.gradient), five_digits(each.mean)
        weight = five_digits(each.weight)
        if each.was_dead:
            way = _("dead: stays 0")
        elif each.is_dead:
            way = _("{weight} → 0, dies").format(weight=f"{weight:>{WIDTH}}")
        else:
            way = f"{weight:>{WIDTH}} → {five_digits(each.moved)}"
        here = _("this point {gradient}   mean {mean}")
        here = here.format(gradient=f"{gradient:>{WIDTH}}", mean=f"{mean:>{WIDTH}}")
        return f"{INDENT}{self._names(each):<{width}} {here}   {way}"

    def _weight_decay(self) -> Iterator[Wordings]:
        """What weight decay takes off each weight."""
        if WEIGHT_DECAY.name not in self._optimizer.parameters:
            return
        words = _("weight decay: each weight also loses {rate} × {decay} = {amount} of itself")
        short = _("weight decay: each weight also loses {amount} of itself")
        rate, decay = self._walk.rate, self._experiment.weight_decay
        given = {"rate": rate_text(rate), "decay": rate_text(decay), "amount": five_digits(rate * decay)}
        yield INDENT + words.format(**given), INDENT + short.format(**given)

    def _penalty(self) -> Iterator[Wordings]:
        """What regularization takes off each weight."""
        kind, strength = self._experiment.regularization, self._experiment.regularization_rate
        if kind == "none":
            return
        if not strength:
            yield (INDENT + _("{kind} with rate 0 takes nothing off").format(kind=kind),)
            return
        if self._walk.has_penalty_in_gradient:
            words = _("L2: {strength} × each weight is added to its g")
        elif kind == "L1":
            words = _("L1: each weight also moves {rate} × {strength} = {amount} towards 0")
        else:
            words = _("L2: each weight also loses {rate} × {strength} = {amount} of itself")
        rate = self._walk.rate
        amount = five_digits(rate * strength)
        yield (INDENT + words.format(rate=rate_text(rate), strength=rate_text(strength), amount=amount),)
