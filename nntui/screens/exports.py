"""Everything that can be taken away as a file: the network as code and data, the points, and pictures of what is seen.

To add a picture, add an entry to `EXPORTS`; what needs no screen is in `formats.exports`.
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

from nntui.drawing.grid_svg import GridFigure, grid_svg
from nntui.drawing.loss_plot import plot_text
from nntui.drawing.palette import Palette
from nntui.engine.datasets import Sample
from nntui.engine.own_points import OwnPoints, Units
from nntui.engine.training import Frame
from nntui.formats import exports as formats
from nntui.formats.points import write_points
from nntui.screens import pictures

_CELLS = 150, 75
"""Columns and rows of the picture of the grid: each is two pixels high, so it is a square of 150."""


@dataclass(frozen=True, eq=False)
class Shown:
    """What there is to take away.

    Attributes:
        frame: The state of the training.
        sample: The points.
        node: (layer, index) of the node that fills the grid; None for the network's output.
        palette: Colours on white.
        screenshot: Makes the whole screen an SVG.
    """

    frame: Frame
    sample: Sample
    node: tuple[int, int] | None
    palette: Palette
    screenshot: Callable[[], str]


@dataclass(frozen=True)
class Export:
    """One kind of file.

    Attributes:
        label: On the screen.
        suffix: What its name ends with, dot included.
        help: What it is good for, in a line.
        write: Its content. Raises `formats.exports.ExportError` if there can be none.
        addition: What its name has beside that of the experiment.
    """

    label: str
    suffix: str
    help: str
    write: Callable[[Shown], bytes]
    addition: str = ""


def _points(shown: Shown) -> bytes:
    """One's own points as they were brought, or those that were drawn."""
    experiment, sample = shown.frame.experiment, shown.sample
    own = experiment.own_points
    if not experiment.uses_own_points:
        own = OwnPoints(sample.points, sample.labels, experiment.problem)
    return write_points(own).encode()


def _grid(shown: Shown) -> bytes:
    frame, sample = shown.frame, shown.sample
    experiment, network = frame.experiment, frame.network()
    predictions = pictures.predict(frame, network, sample)
    picture = pictures.grid_picture(frame, network, sample, predictions, shown.node, *_CELLS, has_axes=False)
    own = experiment.own_points if experiment.uses_own_points else None
    is_output = shown.node is None
    figure = GridFigure(
        values=picture.values,
        points=picture.points,
        palette=shown.palette,
        title=f"{_title(shown)}\n{pictures.summary(frame)}",
        discretize=picture.discretize,
        units=own.units if own is not None and is_output else Units(),
        names=own.columns if own is not None else ("X₁", "X₂", "output"),
        classes=own.classes if own is not None and experiment.problem == "classification" else None,
    )
    return grid_svg(figure).encode()


def _title(shown: Shown) -> str:
    experiment = shown.frame.experiment
    name = experiment.own_points.source if experiment.uses_own_points else ""
    node = "" if shown.node is None else f" · {pictures.node_title(shown.node, experiment)}"
    return f"{name or experiment.data.label}{node}"


def _losses(shown: Shown) -> bytes:
    return f"{plot_text(shown.frame.history)}\n".encode()


def _screen(shown: Shown) -> bytes:
    return shown.screenshot().encode()


def _trained(export: formats.Export, shown: Shown) -> bytes:
    return export.write(shown.frame)


_ADDITIONS = {"history": "-history", "pytorch": "-pytorch", "keras": "-keras"}

EXPORTS: dict[str, Export] = {
    **{
        name: Export(each.label, each.suffix, each.help, partial(_trained, each), _ADDITIONS.get(name, ""))
        for name, each in formats.EXPORTS.items()
    },
    "points": Export("Points", ".csv", "the data points, for a spreadsheet or for nntui --data", _points, "-points"),
    "grid": Export("Decision grid", ".svg", "the large picture with points and axes, for slides", _grid, "-grid"),
    "losses": Export("Loss plot", ".txt", "the losses as text, for a mail or a report", _losses, "-losses"),
    "screen": Export("Screen", ".svg", "the whole screen as it is", _screen, "-screen"),
}
"""In the order in which they are offered."""
