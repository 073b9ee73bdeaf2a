"""The export to scikit-learn says what the network says."""

import pickle
import subprocess
import sys
from typing import Any

import numpy as np
import pytest

import nntui
from nntui.engine.activations import ACTIVATIONS
from nntui.engine.features import FEATURES

EXACT = 1e-12
REGRESSION = {"problem": "regression", "regression_dataset": "reg-gauss", "learning_rate": 0.003}
NETWORKS: dict[str, dict[str, Any]] = {
    **{name: {"activation": name} for name in ACTIVATIONS},
    "no layer": {"hidden_layers": ()},
    "ten layers": {"hidden_layers": (8,) * 10},
    "every feature": {"features": tuple(FEATURES)},
    "one feature": {"features": ("sin-y",)},
    "no feature": {"features": ()},
    "no feature, no layer": {"features": (), "hidden_layers": ()},
}
POINTS = np.random.default_rng(8).uniform(-8, 8, (200, 2))


def test_without_scikit_learn_it_is_said_what_to_install():
    code = """
import sys
sys.modules["sklearn.neural_network"] = None
import nntui
try:
    nntui.train(seed=1, epochs=0).to_sklearn()
except nntui.NntuiError as error:
    print(error)
"""
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=60, check=True)
    assert run.stdout == "for this the package scikit-learn is needed: pip install scikit-learn\n"


@pytest.mark.parametrize("name", NETWORKS)
def test_a_classifier(name):
    pytest.importorskip("sklearn")
    run = nntui.train(dataset="xor", seed=3, epochs=15, **NETWORKS[name])
    model, outputs = run.to_sklearn(), run.predict(POINTS)
    assert np.ptp(outputs) > 0 or not run.experiment.features
    assert model.predict_proba(POINTS)[:, 1] == pytest.approx((1 + outputs) / 2, abs=EXACT)
    clear = np.abs(outputs) > EXACT
    assert np.array_equal(model.predict(POINTS)[clear], np.sign(outputs)[clear])
    assert np.array_equal(pickle.loads(pickle.dumps(model)).predict(POINTS), model.predict(POINTS))


@pytest.mark.parametrize("name", NETWORKS)
def test_a_regressor(name):
    pytest.importorskip("sklearn")
    run = nntui.train(seed=3, epochs=5, **(NETWORKS[name] | REGRESSION))
    assert run.to_sklearn().predict(POINTS) == pytest.approx(run.predict(POINTS), rel=EXACT, abs=EXACT)


@pytest.mark.parametrize("classes", [("out", "in"), ("short", "tall"), (1, 2), (0, 1)])
def test_classes_in_any_order_and_units(classes):
    pytest.importorskip("sklearn")
    points = POINTS * (10, 0.001) + (100, 5)
    labels = np.where(points[:, 0] > 100, classes[1], classes[0])
    run = nntui.train(nntui.from_arrays(points, labels, problem="classification", seed=1), 30)
    model = run.to_sklearn()
    assert np.array_equal(model.predict(points), run.predict_class(points))
    column = model.classes_.tolist().index(run.classes[1])
    assert model.predict_proba(points)[:, column] == pytest.approx((1 + run.predict(points)) / 2, abs=EXACT)


def test_numbers_in_their_units():
    pytest.importorskip("sklearn")
    points = POINTS + 100
    run = nntui.train(nntui.from_arrays(points, points.sum(axis=1), seed=1), 30)
    assert run.to_sklearn().predict(points) == pytest.approx(run.predict(points), rel=EXACT)


def test_what_sees_x_and_y_is_a_classifier_itself_with_the_last_layer_doubled():
    neural = pytest.importorskip("sklearn.neural_network")
    run = nntui.train(seed=1, epochs=5)
    model = run.to_sklearn()
    assert isinstance(model, neural.MLPClassifier)
    assert np.array_equal(model.coefs_[0], run.weights[0])
    assert np.array_equal(model.coefs_[-1], 2 * run.weights[-1])
    assert model.score(run.test_points, run.test_labels) == run.score()
    pipeline = nntui.train(seed=1, epochs=5, features=("x", "sin-x")).to_sklearn()
    assert isinstance(pipeline["network"], neural.MLPClassifier)
