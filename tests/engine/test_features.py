"""The input features."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from nntui.engine.features import (
    FEATURES,
    WEB_FEATURES,
    all_names,
    feature_of,
    inputs,
    is_formula,
    known_name,
    name_at,
    place_of,
)
from nntui.engine.formula import FormulaError

X1 = np.array([-6.0, -1.5, 0.0, 0.25, 5.0])
X2 = np.array([0.5, -2.0, 0.0, 6.0, -3.0])


@pytest.mark.parametrize("feature", FEATURES.values(), ids=FEATURES)
def test_a_feature_is_its_formula(feature):
    expected = [
        eval(
            feature.formula,
            {"__builtins__": {}},
            {"x1": x1, "x2": x2, "sin": math.sin, "cos": math.cos, "sqrt": math.sqrt},
        )
        for x1, x2 in zip(X1.tolist(), X2.tolist(), strict=True)
    ]
    assert feature.compute(X1, X2) == pytest.approx(expected, rel=1e-15)
    assert feature.compute(X1.reshape(5, 1), X2.reshape(5, 1)).shape == (5, 1)


def test_the_features_of_the_web_page_come_first_and_in_its_order():
    assert list(WEB_FEATURES) == list(FEATURES)[:7]
    assert [feature.link_name for feature in FEATURES.values() if feature.is_web] == [
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
    features = WEB_FEATURES if kind == "link_name" else FEATURES
    names = [getattr(feature, kind) for feature in features.values()]
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


# A formula of one's own


def test_a_formula_is_a_feature_whose_name_is_its_text():
    feature = feature_of("x1*x2^2")
    assert (feature.name, feature.label, feature.formula, feature.is_web) == ("x1*x2^2", "x1·x2²", "x1 * x2**2", False)
    assert feature.compute(X1, X2) == pytest.approx(X1 * X2**2)
    assert feature_of("radius") is FEATURES["radius"]
    with pytest.raises(FormulaError):
        feature_of("spiral")


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("x-cubed", "x-cubed"),
        ("X₁", "x"),
        ("y", "y"),
        ("x1^2", "x-squared"),
        ("x2*x1", "x-times-y"),
        ("sin( y )", "sin-y"),
        ("x2³", "y-cubed"),
        ("sqrt(x²+y²)", "radius"),
        ("cos(x1)", "cos-x"),
        ("x - y", "x1-x2"),
    ],
)
def test_a_formula_that_the_registry_has_goes_by_its_name_there(text, name):
    assert known_name(text) == name
    assert is_formula(name) == (name == "x1-x2")


def test_a_formula_is_fed_in_and_stands_behind_all_others():
    chosen = ("x1*x2^2", "radius", "y")
    assert inputs(chosen, X1, X2).tolist() == [
        X2.tolist(),
        np.sqrt(X1 * X1 + X2 * X2).tolist(),
        (X1 * X2**2).tolist(),
        [1.0] * 5,
    ]
    assert all_names(chosen) == (*FEATURES, "x1*x2^2")
    assert [place_of(name) for name in ("x", "radius", "x1*x2^2")] == [0, 11, 12]
    assert [name_at(place_of(name), chosen) for name in chosen] == list(chosen)
    assert name_at(12, ("x",)) == "radius", "the formula has just gone"
