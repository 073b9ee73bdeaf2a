"""What the features are called by the titles of one's own data."""

import numpy as np
import pytest

from nntui.drawing.class_names import axis_words, names_side_by_side
from nntui.experiment.experiment import Experiment
from nntui.experiment.short_names import feature_label
from nntui.experiment.user_points import UserPoints
from nntui.training.neuron_sum import node_name


def points(x: str, y: str) -> UserPoints:
    return UserPoints(np.zeros((1, 2)), np.ones(1), columns=(x, y, "label"))


@pytest.mark.parametrize(
    ("titles", "most", "labels"),
    [
        (("height", "weight"), 9, ("height", "weight")),
        (("height", "weight"), 5, ("heig…", "weig…")),
        (("SepalLengthCm", "SepalWidthCm"), 5, ("Leng…", "Widt…")),
        (("petal length", "petal width"), 8, ("length", "width")),
        (("x", "y"), 5, ("X₁", "X₂")),
        (("X1", "X2"), 5, ("X₁", "X₂")),
        (("", "b"), 5, ("X₁", "X₂")),
        (("身長", "体重"), 5, ("X₁", "X₂")),
        (("a\x1b[31m", "b"), 9, ("a[31m", "b")),
    ],
)
def test_features_are_called_by_their_columns(titles, most, labels):
    own = points(*titles)
    assert tuple(feature_label(name, own, most) for name in ("x", "y")) == labels
    assert feature_label("x-squared", own, most) == "X₁²"


def test_the_network_speaks_of_columns_while_own_data_are_used():
    own = points("petal length", "petal width")
    used = Experiment(dataset="own", user_points=own)
    assert node_name(used, (0, 0)) == "petal length"
    assert node_name(used.with_dataset("circle"), (0, 0)) == "X₁"


@pytest.mark.parametrize(
    ("room", "words"),
    [(60, " · petal length →, petal width ↑"), (24, " · length →, width ↑"), (15, ""), (0, "")],
)
def test_the_axes_are_named_where_there_is_room(room, words):
    assert axis_words(points("petal length", "petal width"), room) == words
    assert axis_words(points("x", "y"), room) == ""


def test_what_one_name_does_not_need_is_the_others():
    assert names_side_by_side(("no", "Iris-versicolor"), 17) == ("no", "Iris-versicolor")
    assert names_side_by_side(("same", "same"), 17) == ("−1", "+1")
