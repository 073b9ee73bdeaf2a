"""The input features."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from nntui.engine.features import FEATURES, inputs

X1 = np.array([-6.0, -1.5, 0.0, 0.25, 5.0])
X2 = np.array([0.5, -2.0, 0.0, 6.0, -3.0])


@pytest.mark.parametrize("feature", FEATURES.values(), ids=FEATURES)
def test_a_feature_is_its_formula(feature):
    expected = [
        eval(feature.formula, {"__builtins__": {}}, {"x1": x1, "x2": x2, "sin": math.sin, "cos": math.cos})
        for x1, x2 in zip(X1.tolist(), X2.tolist(), strict=True)
    ]
    assert feature.compute(X1, X2) == pytest.approx(expected, rel=1e-15)
    assert feature.compute(X1.reshape(5, 1), X2.reshape(5, 1)).shape == (5, 1)


def test_the_features_of_the_web_page_come_first_and_in_its_order():
    assert [feature.link_name for feature in FEATURES.values()][:7] == [
        "x",
        "y",
        "xSquared",
        "ySquared",
        "xTimesY",
        "sinX",
        "sinY",
    ]


@pytest.mark.parametrize("kind", ["name", "link_name", "label"])
def test_names_are_those_of_one_feature(kind):
    names = [getattr(feature, kind) for feature in FEATURES.values()]
    assert len(set(names)) == len(names)


@given(st.permutations(list(FEATURES)), st.integers(0, len(FEATURES)))
def test_inputs_are_fed_in_the_order_of_the_registry_and_end_with_ones(order, count):
    chosen = order[:count]
    table = inputs(iter(chosen), X1, X2)
    rows = [FEATURES[name].compute(X1, X2).tolist() for name in FEATURES if name in chosen]
    assert table.tolist() == [*rows, [1.0] * 5]
    assert table.flags.c_contiguous


def test_inputs_are_not_the_points_themselves():
    x1 = X1.copy()
    inputs(["x"], x1, X2)[0, 0] = 99
    assert x1[0] == -6
