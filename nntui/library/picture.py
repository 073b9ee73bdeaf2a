"""The picture of a run in a notebook: the decision grid with the points over it."""

import numpy as np

from nntui.drawing.heat_map import Points
from nntui.drawing.palette import make_palette
from nntui.drawing.sampling import sample_layers
from nntui.engine import features
from nntui.engine.datasets import Sample
from nntui.experiment.user_points import Units
from nntui.formats.exports.grid_svg import GridFigure, grid_svg
from nntui.training.snapshot import Snapshot

_CELLS = 100, 50
"""Columns and rows; a cell is two pixels high, so it is a square of 100 pixels."""
_PAPER = 0xFFFFFF


def run_svg(snapshot: Snapshot, sample: Sample) -> str:
    """The decision grid of a network as SVG, with epoch and losses over it.

    Args:
        snapshot: The state of the training.
        sample: The points of its experiment.
    """
    experiment, network = snapshot.experiment, snapshot.network()
    *_, outputs = sample_layers(network, experiment.features, *_CELLS)
    own = experiment.user_points if experiment.uses_user_points else None
    is_classification = experiment.problem == "classification"
    figure = GridFigure(
        values=outputs[0],
        points=_points(snapshot, sample),
        palette=make_palette("playground", _PAPER),
        title=f"{(own.source if own else '') or experiment.data.label}\n{_summary(snapshot)}",
        discretize=experiment.discretize,
        units=own.units if own else Units(),
        names=own.columns if own else ("X₁", "X₂", "output"),
        classes=own.classes if own and is_classification else None,
    )
    return grid_svg(figure)


def _points(snapshot: Snapshot, sample: Sample) -> tuple[Points, ...]:
    """The training points, and below them the test points where they are asked for."""
    experiment, end = snapshot.experiment, sample.train_size
    wrong = np.zeros(sample.size, dtype=bool)
    if experiment.problem == "classification":
        *_, outputs = snapshot.network().outputs(features.inputs(experiment.features, *sample.points.T))
        wrong = (outputs[0] >= 0) != (sample.labels >= 0)
    train = Points(sample.points[:end], sample.labels[:end], wrong[:end])
    test = Points(sample.points[end:], sample.labels[end:], wrong[end:], is_test=True)
    return (test, train) if experiment.show_test_data else (train,)


def _summary(snapshot: Snapshot) -> str:
    losses = f"training loss {snapshot.train_loss:.4g} · test loss {snapshot.test_loss:.4g}"
    return f"epoch {snapshot.epoch:,} · {losses}"
