"""What the decision grid shows of a snapshot."""

import numpy as np
import pytest

from nntui.drawing.cells import Cells
from nntui.drawing.class_values import ClassValues
from nntui.drawing.grid_picture import grid_picture, paint
from nntui.drawing.heat_map import draw_points
from nntui.drawing.palette import make_palette
from nntui.engine.datasets import Sample
from nntui.experiment.experiment import Experiment
from nntui.training.predictions import Predictions, predict
from nntui.training.trainer import Trainer, sample_of

PALETTE = make_palette("playground", 0x14171A)


def predictions(**settings: object) -> Predictions:
    snapshot = Trainer(Experiment(seed="picture", hidden_layers=(3, 2), **settings)).snapshot()
    return predict(snapshot, sample_of(snapshot.experiment))


def test_training_points_lie_over_test_points():
    """Of two points in one cell, the one that the network learns from is seen."""
    snapshot = Trainer(Experiment(seed="1", show_test_data=True)).snapshot()
    both = Sample(np.array([[1.0, 1.0], [1.0, 1.0]]), np.array([1.0, 1.0]), 1)
    picture = grid_picture(predict(snapshot, both), None, 12, 6, has_axes=False)
    assert [points.is_test for points in picture.points] == [True, False]
    cells = Cells(12, 6)
    for points in picture.points:
        draw_points(cells, points, PALETTE, picture.values)
    wrong = bool(picture.points[1].wrong[0])
    assert chr(cells.glyphs[2, 7]) == PALETTE.mark(1.0, False, wrong).glyph
    assert PALETTE.mark(1.0, False, wrong) != PALETTE.mark(1.0, True, wrong)


def test_test_points_are_there_only_where_they_are_shown():
    assert [points.is_test for points in grid_picture(predictions(), None, 4, 2, False).points] == [False]
    shown = predictions(show_test_data=True)
    test, train = grid_picture(shown, None, 4, 2, False).points
    assert (len(test.labels), len(train.labels)) == (shown.sample.test_size, shown.sample.train_size)
    assert train.points.tolist() == shown.sample.points[: shown.sample.train_size].tolist()
    assert test.wrong.tolist() == shown.wrong[shown.sample.train_size :].tolist()


@pytest.mark.parametrize(
    ("node", "expected"), [(None, (2, 0)), ((3, 0), (2, 0)), ((1, 2), (0, 2)), ((9, 4), (2, 0)), ((2, 7), (1, 1))]
)
def test_the_values_are_those_of_the_node_or_of_the_nearest_there_is(node, expected):
    """A node of a network that has become smaller gives way to the output or to the last neuron of its layer."""
    shown = predictions()
    values = grid_picture(shown, node, 4, 2, False).values
    x1, x2 = np.meshgrid([-4.5, -1.5, 1.5, 4.5], [4.5, 1.5, -1.5, -4.5])
    inputs = np.vstack([x1.ravel(), x2.ravel(), np.ones(16)])
    layer, index = expected
    assert values.ravel() == pytest.approx(list(shown.network.outputs(inputs))[layer][index], abs=1e-12)


def test_a_feature_fills_the_grid():
    values = grid_picture(predictions(), (0, 4), 4, 2, False).values
    product = np.outer([4.5, 1.5, -1.5, -4.5], [-4.5, -1.5, 1.5, 4.5])
    assert (np.sign(values) == np.sign(product)).all()
    assert (np.abs(values) <= 1).all()
    assert np.abs(values[product**2 > 100]) == pytest.approx(1), "at the corners it is beyond the scale"


def test_axes_take_columns_where_there_are_any():
    assert grid_picture(predictions(), None, 4, 2, has_axes=True).axis_width == 3
    assert grid_picture(predictions(), None, 4, 2, has_axes=False).axis_width == 0


# Three classes and more


def three_arms(**settings: object) -> Predictions:
    return predictions(dataset="three-arms", **settings)


def test_of_three_classes_the_output_shows_the_likeliest_and_how_sure_it_is():
    shown = three_arms()
    values = grid_picture(shown, None, 4, 2, False).values
    assert isinstance(values, ClassValues)
    x1, x2 = np.meshgrid([-4.5, -1.5, 1.5, 4.5], [4.5, 1.5, -1.5, -4.5])
    answers = list(shown.network.outputs(np.vstack([x1.ravel(), x2.ravel(), np.ones(16)])))[-1]
    assert values.winners.ravel().tolist() == answers.argmax(axis=0).tolist()
    assert values.strengths.ravel() == pytest.approx((answers.max(axis=0) - 1 / 3) * 1.5)
    for index in range(3):
        neuron = grid_picture(shown, (3, index), 4, 2, False).values
        assert set(neuron.winners.ravel().tolist()) == {index}
        assert neuron.strengths.ravel() == pytest.approx(answers[index])
    assert isinstance(grid_picture(shown, (1, 0), 4, 2, False).values, np.ndarray), "a hidden neuron as ever"


def test_of_three_classes_a_node_of_a_network_that_was_larger_is_the_output():
    shown = three_arms()
    assert grid_picture(shown, (9, 0), 4, 2, False).values.has_boundary
    assert set(grid_picture(shown, (3, 5), 4, 2, False).values.winners.ravel().tolist()) == {2}


def test_of_three_classes_points_are_of_their_class_and_wrong_where_another_is_likelier():
    shown = three_arms(show_test_data=True)
    test, train = grid_picture(shown, None, 12, 6, False).points
    assert (test.class_count, train.class_count) == (3, 3)
    assert test.is_test
    assert not train.is_test
    answers = shown.outputs.argmax(axis=0)
    assert [*train.wrong, *test.wrong] == (answers != shown.sample.labels).tolist()


def test_of_three_classes_discretized_every_place_has_its_full_colour():
    picture = grid_picture(three_arms(discretize=True), None, 12, 6, False)
    cells = paint(picture, PALETTE, 12, 6)
    full = {PALETTE.classes.full(index) for index in range(3)}
    bare = {*np.unique(cells.background).tolist()} - {PALETTE.classes.boundary}
    assert bare <= full
    assert bare
