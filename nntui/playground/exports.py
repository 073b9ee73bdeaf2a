"""Everything that can be taken away as a file: the network as code and data, the points, and pictures of what is seen.

To add a picture, add an entry to `EXPORTS`; what needs no screen is in `formats.exports`.
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

from nntui.drawing.loss_chart import plot_text
from nntui.drawing.palette import Palette
from nntui.engine.datasets import Sample
from nntui.experiment.user_points import Units, UserPoints
from nntui.formats import exports as formats
from nntui.formats.exports.grid_svg import GridFigure, grid_svg
from nntui.formats.points import write_points
from nntui.playground import presenter
from nntui.training.snapshot import Snapshot

_CELLS = 150, 75
"""Columns and rows of the picture of the grid: each is two pixels high, so it is a square of 150."""


@dataclass(frozen=True, eq=False)
class ExportContext:
    """What there is to take away.

    Attributes:
        snapshot: The state of the training.
        sample: The points.
        node: (layer, index) of the node that fills the grid; None for the network's output.
        palette: Colours on white.
        screenshot: Makes the whole screen an SVG.
    """

    snapshot: Snapshot
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
    write: Callable[[ExportContext], bytes]
    addition: str = ""


def _points(shown: ExportContext) -> bytes:
    """One's own points as they were brought, or those that were drawn."""
    experiment, sample = shown.snapshot.experiment, shown.sample
    own = experiment.user_points
    if not experiment.uses_user_points:
        own = UserPoints(sample.points, sample.labels, experiment.problem)
    return write_points(own).encode()


def _grid(shown: ExportContext) -> bytes:
    snapshot, sample = shown.snapshot, shown.sample
    experiment, network = snapshot.experiment, snapshot.network()
    predictions = presenter.predict(snapshot, network, sample)
    picture = presenter.grid_picture(snapshot, network, sample, predictions, shown.node, *_CELLS, has_axes=False)
    own = experiment.user_points if experiment.uses_user_points else None
    is_output = shown.node is None
    figure = GridFigure(
        values=picture.values,
        points=picture.points,
        palette=shown.palette,
        title=f"{_title(shown)}\n{presenter.summary(snapshot)}",
        discretize=picture.discretize,
        units=own.units if own is not None and is_output else Units(),
        names=own.columns if own is not None else ("X₁", "X₂", "output"),
        classes=own.classes if own is not None and experiment.problem == "classification" else None,
    )
    return grid_svg(figure).encode()


def _title(shown: ExportContext) -> str:
    experiment = shown.snapshot.experiment
    name = experiment.user_points.source if experiment.uses_user_points else ""
    node = "" if shown.node is None else f" · {presenter.node_title(shown.node, experiment)}"
    return f"{name or experiment.data.label}{node}"


def _losses(shown: ExportContext) -> bytes:
    return f"{plot_text(shown.snapshot.history)}\n".encode()


def _screen(shown: ExportContext) -> bytes:
    return shown.screenshot().encode()


def _trained(export: formats.Export, shown: ExportContext) -> bytes:
    return export.write(shown.snapshot)


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
