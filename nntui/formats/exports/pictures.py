"""The exports that show what is seen: the decision grid, the plot of the losses, the screen.

What draws is loaded at the first picture: a network is written as code without it.
"""

from typing import TYPE_CHECKING

from nntui.drawing.loss_titles import loss_name
from nntui.drawing.numbers import loss_text
from nntui.experiment.experiment import Experiment
from nntui.formats.exports.context import ExportContext
from nntui.formats.exports.trained import ExportError
from nntui.language import N_, _
from nntui.training.neuron_sum import node_name
from nntui.training.predictions import predict
from nntui.training.snapshot import Snapshot

if TYPE_CHECKING:
    from nntui.paper.grid import GridFigure
    from nntui.paper.losses import LossFigure

_CELLS = 150, 75
"""Columns and rows of the picture of the grid: each is two pixels high, so it is a square of 150."""


def write_grid(context: ExportContext) -> bytes:
    """The decision grid with points, axes and a legend, as SVG."""
    from nntui.paper.grid import grid_svg

    return grid_svg(grid_figure(context)).encode()


def write_grid_png(context: ExportContext) -> bytes:
    """The same picture as PNG."""
    from nntui.paper.grid import grid_element
    from nntui.paper.raster import png_bytes

    return png_bytes(grid_element(grid_figure(context)))


def grid_figure(context: ExportContext) -> "GridFigure":
    """What the picture of the grid shows."""
    from nntui.drawing.class_names import class_names
    from nntui.drawing.grid_picture import grid_picture
    from nntui.experiment.user_points import Units
    from nntui.paper.grid import GridFigure

    snapshot, node = context.snapshot, context.node
    experiment = snapshot.experiment
    picture = grid_picture(predict(snapshot, context.sample), node, *_CELLS, has_axes=False)
    uses_own = experiment.uses_user_points
    has_names = (uses_own and experiment.problem == "classification") or experiment.class_count > 2
    return GridFigure(
        values=picture.values,
        points=picture.points,
        palette=context.palette,
        title=f"{title_of(experiment, node)}\n{summary(snapshot)}",
        discretize=picture.discretize,
        units=picture.units if node is None else Units(),
        names=experiment.used_points.columns if uses_own else ("X₁", "X₂", _("output")),
        classes=class_names(experiment) if has_names else None,
    )


def write_losses(context: ExportContext) -> bytes:
    """The plot of both losses as plain text."""
    from nntui.drawing.loss_chart import plot_text

    return f"{plot_text(context.snapshot.history, name=loss_name(context.snapshot.experiment.used_loss))}\n".encode()


def write_losses_svg(context: ExportContext) -> bytes:
    """The plot of both losses with axes and a legend, as SVG."""
    from nntui.paper.losses import losses_svg

    return losses_svg(_loss_figure(context.snapshot)).encode()


def write_losses_png(context: ExportContext) -> bytes:
    """The same picture as PNG."""
    from nntui.paper.losses import losses_element
    from nntui.paper.raster import png_bytes

    return png_bytes(losses_element(_loss_figure(context.snapshot)))


def _loss_figure(snapshot: Snapshot) -> "LossFigure":
    from nntui.paper.losses import LossFigure

    title = f"{title_of(snapshot.experiment)}\n{summary(snapshot)}"
    return LossFigure(snapshot.history, title, axis=loss_name(snapshot.experiment.used_loss).lower())


def write_screen(context: ExportContext) -> bytes:
    """The whole screen as SVG.

    Raises:
        ExportError: There is no screen.
    """
    if context.screenshot is None:
        raise ExportError(_(NO_SCREEN))
    return context.screenshot().encode()


def write_screen_png(context: ExportContext) -> bytes:
    """The whole screen as PNG.

    Raises:
        ExportError: There is no screen.
    """
    from nntui.paper.cell_picture import cells_png

    if context.screen_cells is None:
        raise ExportError(_(NO_SCREEN))
    return cells_png(context.screen_cells())


NO_SCREEN = N_("a picture of the screen can be taken in the playground alone")


def title_of(experiment: Experiment, node: tuple[int, int] | None = None) -> str:
    """The data, and the neuron where it is not the output."""
    data = experiment.used_points.source or experiment.data.label
    if node is None:
        return data
    name = node_name(experiment, node)
    return f"{data} · {name if node[0] == 0 else name.capitalize()}"


def summary(snapshot: Snapshot) -> str:
    """The epoch and both losses, in a line."""
    test, train = loss_text(snapshot.test_loss), loss_text(snapshot.train_loss)
    line = _("epoch {epoch} · test loss {test} · training loss {train}")
    return line.format(epoch=f"{snapshot.epoch:,}", test=test, train=train)
