"""One iteration of one neuron as lines of text: forward, error, backward and update, with the numbers themselves."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from nntui.drawing.class_names import SIGNS, class_names, short_names
from nntui.drawing.five_digits import WIDTH, adding_up, difference, five_digits
from nntui.drawing.iteration_rows import INDENT, Rows, others_text, row_text
from nntui.drawing.iteration_update import UpdateTexts
from nntui.drawing.numbers import decimals, ends, short_number, true_number
from nntui.engine.activations import activation_of
from nntui.engine.datasets import GRID_LIMIT
from nntui.engine.features import name_at
from nntui.experiment.short_names import feature_label, shortened, titles_of
from nntui.experiment.user_points import Scale
from nntui.language import _, ngettext
from nntui.training.iteration_walk import Connection, IterationWalk, Node, Reading

SECTIONS = 4
"""Forward, error, backward and update."""
ROOM = 76
"""Columns that every line fits."""
_NAME = 13
"""Characters of the name of an input."""
_TITLES = (30, 20, 14, 8)
"""Characters of the title of a column above the sections: as many as there is room for."""
_LEAST_INPUTS = 2


@dataclass(frozen=True)
class Line:
    """A line of text.

    Attributes:
        text: What it says.
        section: Which section it belongs to, from 1; 0 for none.
        is_heading: Whether the section begins with it.
    """

    text: str
    section: int = 0
    is_heading: bool = False


def title(walk: IterationWalk, width: int) -> str:
    """What stands in the upper border: what it is, the epoch and the batch, as far as there is room.

    Args:
        walk: What is walked.
        width: Columns.
    """
    name = _("One iteration by its numbers")
    epochs = _("epoch {first} → {last}").format(first=f"{walk.epoch:,}", last=f"{walk.epoch + 1:,}")
    batch = _("batch {number} of {count}").format(number=f"{walk.batch + 1:,}", count=f"{walk.batches:,}")
    points = ngettext("{count} point", "{count} points", walk.size).format(count=f"{walk.size:,}")
    where = " · ".join([epochs, batch, points])
    if len(name) + len(where) + 3 <= width:
        return f"{name} {'─' * (width - len(name) - len(where) - 2)} {where}"
    return where if len(where) <= width else name


def iteration_lines(
    walk: IterationWalk, node: Node, point: int, section: int = 0, width: int = ROOM, height: int = 22
) -> list[Line]:
    """What one iteration computes of a neuron at a point, and how its weights move.

    Args:
        walk: At the iteration that is shown.
        node: The neuron.
        point: The point, from 0.
        section: The section that is marked; 0 for none.
        width: Columns.
        height: Rows: where they are too few for all inputs, those that add least are put together.
    """
    reading = walk.read(node, point)
    texts = _Texts(walk, reading, section, width)
    # As many inputs as there is room for beside the other lines; each of them has two rows.
    bare = len(list(texts.lines(Rows((), (), 0))))
    room = max(_LEAST_INPUTS, (height - bare - len(texts.head(point))) // 2)
    return [*texts.head(point), *texts.lines(_rows(reading, texts.names, room))]


def rows_for(walk: IterationWalk) -> int:
    """The rows that the neuron with the most inputs takes."""
    nodes = [node for at, node in enumerate(walk.nodes) if not at or node[0] != walk.nodes[at - 1][0]]
    return max(len(iteration_lines(walk, node, 0, height=1000)) for node in nodes)


def _rows(reading: Reading, names: Callable[[Connection], str], room: int) -> Rows:
    order = sorted(range(len(reading.inputs)), key=lambda i: -abs(reading.inputs[i].product))
    kept = order if len(order) <= room else order[: room - 1]
    shown = tuple(reading.inputs[i] for i in sorted(kept))
    others = tuple(reading.inputs[i] for i in order if i not in kept)
    words = [*map(names, shown), _("bias"), _("sum"), *([others_text(others)] if others else [])]
    return Rows(shown, others, min(_NAME, max(map(len, words))))


class _Texts:
    """Words the numbers of a reading.

    Args:
        walk: At the iteration that is shown.
        reading: The neuron at the point.
        section: The section that is marked.
        width: Columns.
    """

    def __init__(self, walk: IterationWalk, reading: Reading, section: int, width: int) -> None:
        self._walk, self._reading, self._section, self._width = walk, reading, section, width
        self._experiment = walk.experiment
        self._is_output = not reading.onward
        self._output_label = activation_of(self._experiment.output_activation).label
        own = (*self._experiment.used_activations, self._experiment.output_activation)
        self._label = activation_of(own[reading.node[0] - 1]).label

    def names(self, connection: Connection) -> str:
        """What an input is called."""
        if connection.source is None:
            return _("bias")
        layer, index = connection.source
        if layer == 0:
            return feature_label(name_at(index, self._experiment.features), self._experiment.used_points, _NAME)
        return _("neuron {number}").format(number=index + 1)

    # The head

    def head(self, point: int) -> list[Line]:
        """Which neuron and which point."""
        layer, index = self._reading.node
        neuron = _("Output neuron")
        if self._is_output and self._experiment.class_count > 2:
            neuron = _("Output neuron of {name}").format(name=self._class_name(index))
        if not self._is_output:
            neuron = _("Layer {layer} neuron {number}").format(layer=layer, number=index + 1)
        if not self._reading.factor:
            neuron = f"{neuron} · {_('left out by dropout')}"
        here = _("Point {number} of {count}").format(number=f"{point + 1:,}", count=f"{self._walk.size:,}")
        other_neuron, other_point = _("another neuron"), _("another point")
        first = self._fitting(
            self._spread(f"{neuron}  ↑ ↓ {other_neuron}", f"{here}  ← → {other_point}"),
            self._spread(neuron, here),
        )
        place, carried = self._place(point), self._carried()
        return [Line(first), Line(self._fitting(self._spread(carried, place), place))]

    def _carried(self) -> str:
        """Which points come from the end of the epoch before."""
        count, epoch = self._walk.carried, f"{self._walk.epoch:,}"
        if not count:
            return ""
        words = ngettext(
            "Point 1 is left over from epoch {epoch}", "Points 1–{count} are left over from epoch {epoch}", count
        )
        return words.format(count=f"{count:,}", epoch=epoch)

    def _place(self, point: int) -> str:
        points, label = self._experiment.used_points, self._reading.answer.label
        units = points.units
        values = [
            _in_units(value, scale, GRID_LIMIT)
            for value, scale in zip(self._walk.place(point), (units.x1, units.x2), strict=True)
        ]
        if self._experiment.class_count > 2:
            said = self._class_name(self._walk.class_at(point))
        elif self._experiment.problem == "classification":
            name = short_names(points.classes, _NAME)[label > 0]
            said = name if name in SIGNS else f"{name} ({SIGNS[label > 0]})"
        else:
            said = five_digits(label)
            if not units.label.is_identity:
                said = f"{said} ({_in_units(label, units.label, 1.0)})"
        titles = titles_of(points)
        cut = [None if titles is None else shortened(titles, most) for most in _TITLES]
        is_scaled = not (units.x1.is_identity and units.x2.is_identity)
        before = _("in your units:") + " " if is_scaled else ""
        word = _("label")
        return self._fitting(
            *(
                f"{before}{names[0]} {values[0]}  {names[1]} {values[1]}  {word} {said}"
                for names in (*cut, ("x₁", "x₂"))
                if names is not None
            )
        )

    def _class_name(self, number: int) -> str:
        return short_names(class_names(self._experiment), _NAME)[number]

    # The sections

    def lines(self, rows: Rows) -> Iterator[Line]:
        """All of them, and the loss below.

        Args:
            rows: The inputs that have a row of their own.
        """
        sections = (self._forward(rows), self._error(), self._backward(), self._update(rows))
        for section, (heading, *texts) in enumerate(sections, start=1):
            yield Line(heading, section, is_heading=True)
            yield from (Line(text, section) for text in texts)
        yield Line(self._loss())

    def _heading(self, section: int, *sentences: str) -> str:
        names = (_("Forward"), _("Error"), _("Backward"), _("Update"))
        mark = "▶" if section == self._section else " "
        start = f"{mark} {section} {names[section - 1].ljust(max(map(len, names)))}  "
        return start + self._fitting(*sentences, room=self._width - len(start))

    def _forward(self, rows: Rows) -> Iterator[str]:
        reading, answer = self._reading, five_digits(self._reading.answer.output)
        rest = [sum(each.product for each in rows.others)] if rows.others else []
        products, bias, total = adding_up(
            [*(each.product for each in rows.shown), *rest], reading.bias.weight, reading.total
        )
        line = row_text(_("sum"), rows, total) + f" → {self._label} {five_digits(reading.output)}"
        if not reading.factor:
            line = row_text(_("sum"), rows, total) + " → " + _("left out by dropout: 0")
        elif reading.factor != 1:
            line = self._scaled(row_text(_("sum"), rows, total) + " → ")
        full = f"{line}  " + self._answered(answer)
        fits = len(full) <= self._width
        if self._is_output and reading.answer.right is not None:
            sentences = (
                _("what this neuron answers, and the probability that this means"),
                _("what this neuron answers"),
            )
            yield self._heading(1, *sentences)
        elif self._is_output:
            yield self._heading(1, _("what this neuron answers, which is the network's answer"))
        else:
            sentence = _("what this neuron, and then the network, answers")
            yield self._heading(1, sentence if fits else f"{sentence}: {answer}")
        for each, product in zip(rows.shown, products, strict=False):
            terms = f"{five_digits(each.weight):>{WIDTH}} × {five_digits(each.value):<{WIDTH}}"
            dead = "  " + _("dead") if each.was_dead else ""
            yield f"{INDENT}{self.names(each):<{rows.width}} {terms} {product:>{WIDTH}}{dead}"
        if rows.others:
            yield row_text(others_text(rows.others), rows, products[-1])
        yield row_text(_("bias"), rows, bias)
        shows_answer = not self._is_output or reading.answer.right is not None
        yield full if fits and shows_answer else line

    def _scaled(self, start: str) -> str:
        """The output of a neuron that dropout keeps, and which therefore counts for more."""
        reading = self._reading
        numbers = {
            "value": five_digits(reading.output / reading.factor),
            "factor": short_number(reading.factor, 3, 5),
            "output": five_digits(reading.output),
        }
        words = _("{activation} {value} × {factor} (dropout) = {output}").format(activation=self._label, **numbers)
        short = "{activation} {value} × {factor} = {output}".format(activation=self._label, **numbers)
        return self._fitting(start + words, start + short, start + "{value} × {factor} = {output}".format(**numbers))

    def _answered(self, answer: str) -> str:
        """The network's answer in words."""
        if self._reading.answer.right is None:
            return _("the output: {number}").format(number=answer)
        return _("probability of {name}: {number}").format(name=self._answering_class(), number=answer)

    def _answering_class(self) -> str:
        """The class whose probability the output is."""
        return self._class_name(1 if self._experiment.class_count == 2 else self._reading.answer.neuron)

    def _error(self) -> Iterator[str]:
        answer = self._reading.answer
        if answer.right is not None:
            yield from self._surprise(answer.right)
            return
        output, label, seen = difference(answer.output, answer.label)
        error = five_digits(answer.output - answer.label)  # as all that follows from it
        sign = "=" if error == seen else "≈"
        yield self._heading(2, _("how far the network is from the label"))
        label = f"({label})" if label.startswith("−") else label
        loss = _("loss ½ · {error}² = {loss}").format(error=error.removeprefix("−"), loss=five_digits(answer.loss))
        yield f"{INDENT}{f'{output} − {label} {sign} {error}':<35}  {loss}"
        texts = (
            _("× slope (derivative) of {activation} there {slope} → δ of the output {delta}"),
            _("× slope of {activation} there {slope} → δ of the output {delta}"),
        )
        numbers = {"slope": five_digits(answer.slope), "delta": five_digits(answer.delta)}
        yield self._fitting(*(INDENT + text.format(activation=self._output_label, **numbers) for text in texts))

    def _surprise(self, right: float) -> Iterator[str]:
        """The error of cross-entropy, whose derivative needs no slope."""
        answer = self._reading.answer
        words = _("how far the probability of {name} is from what it should be")
        yield self._heading(2, words.format(name=self._answering_class()), _("how far the probability is off"))
        output, label, seen = difference(answer.output, answer.label)
        sign = "=" if five_digits(answer.error) == seen else "≈"
        loss = _("loss −ln {right} = {loss}").format(right=five_digits(right), loss=five_digits(answer.loss))
        yield f"{INDENT}{f'{output} − {label} {sign} {five_digits(answer.error)}':<35}  {loss}"
        yield self._fitting(
            INDENT + _("which is δ of the output at once: cross-entropy's derivative needs no slope"),
            INDENT + _("which is δ of the output at once"),
        )

    def _backward(self) -> Iterator[str]:
        reading = self._reading
        if self._is_output:
            yield self._heading(3, _("the output neuron is where the error comes in"))
            yield f"{INDENT}δ {five_digits(reading.delta)}"
            return
        count = len(reading.onward)
        words = ngettext(
            "this neuron's share in it: weight × δ along its {count} connection",
            "this neuron's share in it: weight × δ along its {count} connections",
            count,
        )
        yield self._heading(3, words.format(count=count))
        yield self._shares()
        words = _("× slope of {activation} here {slope} → δ {delta}")
        if not reading.factor:
            words = _("× 0: left out by dropout → δ {delta}")
        elif reading.factor != 1:
            words = _("× slope of {activation} here {slope} × {factor} (dropout) → δ {delta}")
        yield INDENT + words.format(
            activation=self._label,
            slope=five_digits(reading.slope),
            factor=short_number(reading.factor, 3, 5),
            delta=five_digits(reading.delta),
        )

    def _shares(self) -> str:
        """Weight × δ of every neuron that this one leads to; of many the largest."""
        onward = self._reading.onward
        order = sorted(range(len(onward)), key=lambda i: -abs(onward[i].product))
        lines = []
        for count in range(len(onward), -1, -1):
            kept = sorted(order[:count])
            parts = [f"{five_digits(onward[i].weight)} × {five_digits(onward[i].delta)}" for i in kept]
            if count < len(onward):
                rest = sum(onward[i].product for i in order[count:])
                words = ngettext("{count} other {sum}", "{count} others {sum}", len(onward) - count)
                parts.append(words.format(count=len(onward) - count, sum=five_digits(rest)))
            lines.append(f"{INDENT}{' + '.join(parts)} = {five_digits(self._reading.share)}")
        return self._fitting(*lines)

    def _update(self, rows: Rows) -> Iterator[str]:
        texts = UpdateTexts(self._walk, self._reading, self.names)
        yield self._heading(4, *texts.headings())
        for line in texts.lines(rows):
            yield self._fitting(*line)

    def _loss(self) -> str:
        walk = self._walk
        words = ngettext(
            "Loss of this point: {before} → {after}.", "Loss of these {count} points: {before} → {after}.", walk.size
        )
        before, after = five_digits(walk.loss_before), five_digits(walk.loss_after)
        loss = words.format(count=f"{walk.size:,}", before=before, after=after)
        remark = _("Nothing is trained until Enter.")
        return self._fitting(f"{loss} {remark}", loss)

    # Fitting

    def _spread(self, left: str, right: str) -> str:
        return (
            f"{left}  {right}"
            if len(left) + len(right) + 2 > self._width
            else left + right.rjust(self._width - len(left))
        )

    def _fitting(self, *texts: str, room: int | None = None) -> str:
        """The first text that fits; the last where none does."""
        most = self._width if room is None else room
        return next((text for text in texts if len(text) <= most), texts[-1])


def _in_units(value: float, scale: Scale, limit: float) -> str:
    """A number of the playground in the units of the data, to a thousandth of its axis."""
    low, high = ends(scale, limit)
    return short_number(true_number(scale, value), decimals(high - low) + 2, 9, fixed=scale.is_identity)
