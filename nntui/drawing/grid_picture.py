"""What the decision grid shows of a snapshot: the values over the square and the points over them."""

from dataclasses import dataclass

import numpy as np

from nntui.drawing.axes import axis_width
from nntui.drawing.cells import Cells
from nntui.drawing.class_values import ClassValues, neuron_values, winner_values
from nntui.drawing.heat_map import HeatStyle, Points, Values, draw_layers_of_points, draw_values
from nntui.drawing.palette import Palette
from nntui.drawing.sampling import sample_feature, sample_layers
from nntui.engine.arrays import FloatArray
from nntui.engine.features import name_at
from nntui.experiment.user_points import NO_POINTS, Units
from nntui.training.predictions import Predictions


@dataclass(frozen=True, eq=False)
class GridPicture:
    """What the grid shows.

    Attributes:
        values: Of shape (2·rows, columns), for a grid of so many cells.
        points: The points over it; what comes later lies on top.
        discretize: Only the sign of the values is shown.
        has_axes: Whether there are axes around it.
        units: Of the numbers at the axes.
    """

    values: Values
    points: tuple[Points, ...]
    discretize: bool
    has_axes: bool
    units: Units = NO_POINTS.units

    @property
    def axis_width(self) -> int:
        """Columns at its left."""
        return axis_width(self.units.x2) if self.has_axes else 0


def paint(picture: GridPicture, palette: Palette, columns: int, rows: int) -> Cells:
    """The values with the points over them, as cells.

    Args:
        picture: Of a grid of so many cells.
        palette: Colours.
        columns: Of the grid.
        rows: Of the grid.
    """
    values = picture.values
    if picture.discretize and not isinstance(values, ClassValues):
        values = np.where(values >= 0, 1.0, -1.0)
    grid = Cells(columns, rows)
    draw_values(grid, 0, 0, values, HeatStyle(palette))
    draw_layers_of_points(grid, picture.points, palette, values, picture.discretize)
    return grid


def grid_picture(
    predictions: Predictions, node: tuple[int, int] | None, columns: int, rows: int, has_axes: bool
) -> GridPicture:
    """The picture of a node over the square.

    Args:
        predictions: The network and its answers at the points.
        node: (layer, index) of the node that fills the grid; None for the network's output.
        columns: Of the grid, in cells.
        rows: Of the grid, in cells.
        has_axes: Whether there are axes around it.
    """
    experiment, sample = predictions.snapshot.experiment, predictions.sample
    # What a hidden neuron answers is no prediction, so no point is misclassified by it.
    is_output = node is None or node[0] >= predictions.network.depth
    count = sample.class_count
    wrong = predictions.wrong if is_output else None
    end = sample.train_size
    train = Points(sample.points[:end], sample.labels[:end], None if wrong is None else wrong[:end], class_count=count)
    test = Points(sample.points[end:], sample.labels[end:], None if wrong is None else wrong[end:], True, count)
    points = (test, train) if experiment.show_test_data else (train,)
    values = _values(predictions, node, columns, rows)
    return GridPicture(values, points, experiment.discretize, has_axes, experiment.used_points.units)


def _values(predictions: Predictions, node: tuple[int, int] | None, columns: int, rows: int) -> Values:
    experiment = predictions.snapshot.experiment
    if node is not None and node[0] == 0:
        return sample_feature(name_at(node[1], experiment.features), columns, rows)
    layers = sample_layers(predictions.network, experiment.features, columns, rows)
    # The node may be of a network that was larger.
    layer, index = node if node and node[0] <= len(layers) else (len(layers), 0)
    if layer == len(layers) and len(layers[-1]) > 1:
        if node is None or node[0] > len(layers):
            return winner_values(layers[-1], experiment.discretize)
        return neuron_values(layers[-1], min(index, len(layers[-1]) - 1), experiment.discretize)
    values: FloatArray = layers[layer - 1][min(index, len(layers[layer - 1]) - 1)]
    return values
