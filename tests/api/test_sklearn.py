"""The export to scikit-learn says what the network says."""

import pickle
import subprocess
import sys
from typing import Any

import numpy as np
import pytest

import nntui
from nntui.engine.features import FEATURES
from nntui.experiment.user_points import UserPoints
from nntui.formats.exports.spellings import SPELLINGS

EXACT = 1e-12
REGRESSION = {"problem": "regression", "regression_dataset": "reg-gauss", "learning_rate": 0.003}
NETWORKS: dict[str, dict[str, Any]] = {
    **{name: {"activation": name} for name, spelling in SPELLINGS.items() if spelling.sklearn},
    "one activation by layers": {"activation": "elu", "layer_activations": ("tanh", "tanh")},
    "an activation that no layer has": {"activation": "elu", "hidden_layers": ()},
    "a formula": {"features": ("x", "min(x1,2)*x2")},
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
    run = nntui.train(nntui.Experiment(dataset="xor", seed="3", **NETWORKS[name]), 15)
    model, outputs = run.to_sklearn(), run.predict(POINTS)
    assert np.ptp(outputs) > 0 or not run.experiment.features
    assert model.predict_proba(POINTS)[:, 1] == pytest.approx((1 + outputs) / 2, abs=EXACT)
    clear = np.abs(outputs) > EXACT
    assert np.array_equal(model.predict(POINTS)[clear], np.sign(outputs)[clear])
    assert np.array_equal(pickle.loads(pickle.dumps(model)).predict(POINTS), model.predict(POINTS))


@pytest.mark.parametrize(
    ("settings", "what"),
    [
        ({"activation": "elu"}, "do not have the activation ELU;"),
        ({"layer_activations": ("sine", "gelu")}, "do not have the activation Sine, GELU;"),
        ({"layer_activations": ("relu",)}, "have one activation for all layers, not ReLU, Tanh;"),
    ],
)
def test_what_scikit_learn_does_not_have_is_refused_with_what_does(settings, what):
    pytest.importorskip("sklearn")
    with pytest.raises(nntui.NntuiError) as caught:
        nntui.train(nntui.Experiment(seed="1", **settings), 0).to_sklearn()
    ways = 'save("network.onnx") or save("network.py", "pytorch") can hold it'
    assert str(caught.value) == f"scikit-learn's networks {what} {ways}"


def test_what_was_trained_by_cross_entropy_has_the_output_as_it_is():
    pytest.importorskip("sklearn")
    run = nntui.train(nntui.Experiment(dataset="xor", loss="cross-entropy", seed="3"), 15)
    model = run.to_sklearn()
    assert np.array_equal(model.coefs_[-1], run.weights[-1])
    assert model.predict_proba(POINTS)[:, 1] == pytest.approx((1 + run.predict(POINTS)) / 2, abs=EXACT)


@pytest.mark.parametrize(
    "settings",
    [
        {"dataset": "three-arms"},
        {"dataset": "blobs", "classes": 6, "hidden_layers": (), "features": ("x", "radius")},
        {"dataset": "blobs", "classes": 4, "features": ()},
    ],
)
def test_many_classes(settings):
    pytest.importorskip("sklearn")
    run = nntui.train(nntui.Experiment(seed="3", **settings), 10)
    model, outputs = run.to_sklearn(), run.predict(POINTS)
    assert outputs.shape == (len(POINTS), run.experiment.class_count)
    assert model.predict_proba(POINTS) == pytest.approx(outputs, abs=EXACT)
    assert np.array_equal(model.predict(POINTS), run.predict_class(POINTS))
    assert np.array_equal(run.predict_class(POINTS), np.argmax(outputs, axis=1) + 1)
    x1, x2, values = run.grid(9)
    assert np.array_equal(values.ravel(), [run.predict_class([[at, up]])[0] - 1 for up in x2 for at in x1])


def test_many_classes_in_any_order():
    pytest.importorskip("sklearn")
    points, names = np.clip(POINTS, -6, 6), ("two", "one", "zero", "three")
    own = UserPoints(points, np.digitize(points[:, 0], [-3, 0, 3]).astype(float), classes=names)
    run = nntui.train(nntui.Experiment(dataset="own", user_points=own, seed="1"), 30)
    model = run.to_sklearn()
    assert (run.classes, model.classes_.tolist()) == (names, sorted(names))
    order = [run.classes.index(name) for name in model.classes_.tolist()]
    assert model.predict_proba(points) == pytest.approx(run.predict(points)[:, order], abs=EXACT)
    assert np.array_equal(model.predict(points), run.predict_class(points))
    assert run.score() == model.score(run.test_points, np.array(run.classes)[run.test_labels.astype(int)])


@pytest.mark.parametrize("name", NETWORKS)
def test_a_regressor(name):
    pytest.importorskip("sklearn")
    run = nntui.train(nntui.Experiment(seed="3", **(NETWORKS[name] | REGRESSION)), 5)
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
