"""The losses over the epochs as a vector picture for slides and papers, made from arrays and not from cells.

It is drawn on white, whatever the theme, and needs no font but the reader's own. The two curves differ in their strokes
as well, for a printer without colours.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from xml.etree.ElementTree import Element, SubElement

import numpy as np
from numpy.typing import NDArray

from nntui.drawing.cells import text_width
from nntui.drawing.loss_chart import can_be_drawn, round_up
from nntui.drawing.numbers import aligned_texts, round_ticks, tick_texts
from nntui.engine.arrays import FloatArray
from nntui.language import _
from nntui.paper.svg import (
    INK,
    LETTER,
    SOFT,
    add,
    add_text,
    add_title,
    cut,
    document,
    new_picture,
    number,
)
from nntui.training.history import Losses

_WIDTH, _HEIGHT = 636, 400
_LEFT, _TOP, _RIGHT, _BOTTOM = 76, 66, 596, 312
_TEST, _TRAIN, _FAINT = "#1f5fa8", "#d06f1c", "#a8a8a8"
_DASHES = "5 3"
_STEPS = 6
_MOST_LETTERS = 24


@dataclass(frozen=True, eq=False)
class OtherRun:
    """Another run, whose test loss stands behind in grey.

    Attributes:
        name: Beside the end of its curve.
        losses: Its losses.
    """

    name: str
    losses: Losses


@dataclass(frozen=True, eq=False)
class LossFigure:
    """What the picture shows.

    Attributes:
        losses: Of the run.
        title: One or two lines of text over it, the first of them in bold.
        others: Runs to compare it with.
        axis: What the losses are called; "" for the loss that needs no name.
    """

    losses: Losses
    title: str = ""
    others: tuple[OtherRun, ...] = ()
    axis: str = ""


@dataclass(frozen=True)
class _Axes:
    """Where the curves have room: the epoch at the right edge, the loss at the upper one."""

    last: float
    top: float

    def places(self, epochs: FloatArray, losses: FloatArray) -> tuple[FloatArray, FloatArray]:
        """Where losses stand in the picture."""
        across, up = epochs / self.last, np.clip(losses / self.top, 0, 1)
        return _LEFT + across * (_RIGHT - _LEFT), _BOTTOM - up * (_BOTTOM - _TOP)


def losses_svg(figure: LossFigure) -> str:
    """The picture: both curves, those of other runs, axes and a legend.

    Args:
        figure: What it shows. Losses that are no numbers or too large leave a gap.

    Returns:
        A complete SVG document. Any text in it is freed of characters that XML does not allow.
    """
    return document(losses_element(figure))


def losses_element(figure: LossFigure) -> Element:
    """The picture as elements, which `raster.py` can paint, too."""
    axes = _axes_of(figure)
    root = new_picture(_WIDTH, _HEIGHT)
    add_title(root, figure.title, _LEFT, _TOP)
    _add_axes(root, axes, figure.axis or _("loss"))
    for other in figure.others:
        _add_other(root, axes, other)
    _add_curve(root, axes, figure.losses, figure.losses.train, name="training", stroke=_TRAIN, stroke_dasharray=_DASHES)
    _add_curve(root, axes, figure.losses, figure.losses.test, name="test", stroke=_TEST)
    _add_legend(root, bool(figure.others))
    return root


def area_behind(figure: LossFigure, epoch: int) -> tuple[float, float, float, float]:
    """The part of the plot that lies behind an epoch: x, y, width and height."""
    x = float(_axes_of(figure).places(np.array([float(epoch)]), np.zeros(1))[0][0])
    return x, float(_TOP), _RIGHT - x, float(_BOTTOM - _TOP)


def _axes_of(figure: LossFigure) -> _Axes:
    every = (figure.losses, *(each.losses for each in figure.others))
    last = max((int(losses.epochs[-1]) for losses in every if len(losses.epochs)), default=0)
    values = np.concatenate([curve for losses in every for curve in (losses.train, losses.test)])
    finite = values[can_be_drawn(values)]
    return _Axes(max(last, 1), round_up(float(finite.max(initial=0))))


def _add_axes(root: Element, axes: _Axes, name: str) -> None:
    lines = add(root, "g", id="axes", fill="none", stroke=INK)
    add(lines, "path", d=f"M{_LEFT} {_TOP}V{_BOTTOM}H{_RIGHT}")
    grid = add(root, "g", id="grid", fill="none", stroke="#e6e6e6")
    for share, text in _ticks(axes.last, is_whole=True):
        x = _LEFT + share * (_RIGHT - _LEFT)
        add(lines, "path", d=f"M{number(x)} {_BOTTOM}v5")
        add_text(root, x, _BOTTOM + 18, text, text_anchor="middle")
    for share, text in _ticks(axes.top):
        y = _BOTTOM - share * (_BOTTOM - _TOP)
        add(lines, "path", d=f"M{_LEFT} {number(y)}h-5")
        add_text(root, _LEFT - 9, y + 4, text, text_anchor="end")
        if share:
            add(grid, "path", d=f"M{_LEFT + 1} {number(y)}H{_RIGHT}")
    add_text(root, (_LEFT + _RIGHT) / 2, _BOTTOM + 38, _("epoch"), text_anchor="middle", font_size=13)
    middle = (_TOP + _BOTTOM) / 2
    turn = f"rotate(-90 22 {number(middle)})"
    add_text(root, 22, middle, name, text_anchor="middle", font_size=13, transform=turn)


def _ticks(end: float, is_whole: bool = False) -> list[tuple[float, str]]:
    """The ticks of an axis from 0: how far along it each is, from 0 to 1, and its number."""
    for steps in range(_STEPS, 0, -1):
        numbers = [each for each in round_ticks(0, end, steps) if not is_whole or each % 1 == 0]
        texts = aligned_texts(numbers, 7) or tick_texts(numbers, 8)
        if texts is not None:
            return [(float(each) / end, text) for each, text in zip(numbers, texts, strict=True)]
    return []


def _add_curve(root: Element, axes: _Axes, losses: Losses, values: FloatArray, name: str, **look: str) -> None:
    shape = " ".join(_lines(axes, losses.epochs.astype(float), values))
    if shape:
        curve = add(root, "path", fill="none", stroke_width="1.8", stroke_linejoin="round", d=shape, **look)
        if name:
            curve.set("id", name)


def _add_other(root: Element, axes: _Axes, other: OtherRun) -> None:
    """The test loss of another run; its name stands over the last part of the curve."""
    group = SubElement(root, "g", {"class": "other"})
    _add_curve(group, axes, other.losses, other.losses.test, name="", stroke=_FAINT)
    shown = can_be_drawn(other.losses.test)
    if shown.any():
        x, y = axes.places(other.losses.epochs[shown].astype(float), other.losses.test[shown])
        name = cut(other.name, _MOST_LETTERS)
        left = max(_LEFT + 4.0, float(x[-1]) - text_width(name) * 11 * LETTER)
        add_text(group, left, float(y[x >= min(left, x[-1])].min()) - 5, name, font_size=11, fill=SOFT)


def _lines(axes: _Axes, epochs: FloatArray, values: FloatArray) -> Iterator[str]:
    """The strokes of a curve, one for each stretch without a gap; of what falls into one pixel the ends alone."""
    shown = can_be_drawn(values)
    edges = np.flatnonzero(np.diff(np.concatenate(([False], shown, [False])).astype(np.int8)))
    for start, stop in zip(edges[::2].tolist(), edges[1::2].tolist(), strict=True):
        x, y = axes.places(epochs[start:stop], values[start:stop])
        kept = _thinned(x, y)
        places = zip(x[kept].tolist(), y[kept].tolist(), strict=True)
        points = [f"{number(across)} {number(down)}" for across, down in places]
        yield "M" + "L".join(points if len(points) > 1 else points * 2)


def _thinned(x: FloatArray, y: FloatArray) -> NDArray[np.intp]:
    """The places, in order, of the first, lowest, highest and last point of each column of pixels."""
    columns = np.floor(x).astype(np.intp)
    starts = np.flatnonzero(np.diff(columns, prepend=-1))
    kept: set[int] = set()
    for start, stop in zip(starts.tolist(), [*starts[1:].tolist(), len(x)], strict=True):
        part = y[start:stop]
        kept |= {start, start + int(part.argmin()), start + int(part.argmax()), stop - 1}
    return np.array(sorted(kept), dtype=np.intp)


def _add_legend(root: Element, has_others: bool) -> None:
    legend, x, y = add(root, "g", id="legend"), float(_LEFT), _HEIGHT - 18
    train = {"stroke": _TRAIN, "stroke_dasharray": _DASHES}
    entries = [(_("test loss"), {"stroke": _TEST}), (_("training loss"), train)]
    if has_others:
        entries.append((_("test loss of other runs"), {"stroke": _FAINT}))
    for text, look in entries:
        add(legend, "path", d=f"M{number(x)} {y - 4}h24", fill="none", stroke_width="1.8", **look)
        add_text(legend, x + 30, y, text)
        x += 30 + 22 + text_width(text) * 12 * LETTER
