"""`train`, `open`, `from_arrays` and `Run` against the recordings of the web page and by their promises."""

import dataclasses
import math
import pickle
from pathlib import Path
from xml.etree import ElementTree

import numpy as np
import pytest

import nntui
from nntui.api.start import Settings
from nntui.experiment.setting import SettingError
from nntui.formats.exports import EXPORTS, ExportContext, ExportError
from nntui.formats.points import PointsError
from nntui.storage.start import StartError
from tests.data import read_json

LINK_LOSSES = read_json("link_losses.json")
TRAJECTORIES = read_json("trajectories.json")
REGRESSION = {"problem": "regression", "regression_dataset": "reg-gauss"}
PLAIN_LINK = "https://playground.tensorflow.org/#dataset=xor&seed=0.5"


def own_points() -> tuple[np.ndarray, np.ndarray]:
    stream = np.random.default_rng(3)
    points = stream.uniform((100, 0), (200, 0.1), (240, 2))
    return points, points[:, 0] > 150


def same(one: nntui.Run, other: nntui.Run) -> bool:
    return one.snapshot.parameters.tobytes() == other.snapshot.parameters.tobytes() and all(
        np.array_equal(mine, yours) for mine, yours in zip(one.losses.values(), other.losses.values(), strict=True)
    )


# Against the web page


@pytest.mark.filterwarnings("ignore::UserWarning")
@pytest.mark.parametrize("index", range(0, 60, 6))
def test_the_losses_of_a_link_are_those_of_the_web_page(index):
    recording = LINK_LOSSES[index]
    run = nntui.train(recording["link"], 10)
    for epoch in (0, 1, 10):
        at = run.losses["epoch"].tolist().index(epoch)
        losses = run.losses["train_loss"][at], run.losses["test_loss"][at]
        assert losses == pytest.approx(recording["loss"][str(epoch)], rel=1e-9, abs=1e-14)
    assert (len(run.train_points), len(run.test_labels)) == (recording["train_size"], recording["test_size"])


@pytest.mark.filterwarnings("ignore::UserWarning")
@pytest.mark.parametrize("index", [0, 7, 20])
def test_weights_have_a_row_for_each_input_and_a_column_for_each_neuron(index):
    recording = TRAJECTORIES[index]
    run = nntui.open(recording["link"])
    for weights, biases, layer in zip(run.weights, run.biases, recording["first_weights"], strict=True):
        assert weights.T.tolist() == [neuron["weights"] for neuron in layer]
        assert biases.tolist() == [neuron["bias"] for neuron in layer]


# Train


def test_a_run_in_two_parts_is_the_run_in_one_to_the_bit():
    settings = {"dataset": "spiral", "seed": 4, "regularization": "L1", "regularization_rate": 0.1, "batch_size": 7}
    whole = nntui.train(epochs=30, **settings)
    part = nntui.train(epochs=11, **settings)
    assert same(part.train(19), whole)
    assert same(nntui.train(part, 19), whole)
    assert part.epoch == 11


def test_a_run_with_another_rate_goes_on_and_with_another_network_starts_again():
    run = nntui.train(seed=1, epochs=5)
    slower = nntui.train(run, 0, learning_rate=0.001)
    assert slower.epoch == 5
    assert slower.experiment.learning_rate == 0.001
    assert nntui.train(run, 0, hidden_layers=(3,)).epoch == 0


def test_an_experiment_a_link_and_settings_are_the_same_start():
    experiment = nntui.Experiment(dataset="xor", seed=0.5)
    runs = [nntui.train(experiment, 3), nntui.train(PLAIN_LINK, 3), nntui.train(dataset="xor", seed="0.5", epochs=3)]
    assert same(runs[0], runs[1])
    assert same(runs[0], runs[2])


def test_the_numbers_of_numpy_are_settings():
    run = nntui.train(hidden_layers=np.array([3, 2]), batch_size=np.int64(5), noise=np.float32(5), seed=1, epochs=0)
    assert run.experiment == nntui.Experiment(hidden_layers=(3, 2), batch_size=5, noise=5, seed=1)


def test_progress_is_called_after_every_epoch():
    told = []
    run = nntui.train(seed=1, epochs=4, progress=lambda *at: told.append(at))
    table = [run.losses[name][1:].tolist() for name in ("epoch", "train_loss", "test_loss")]
    assert told == list(zip(*table, strict=True))


def test_of_a_long_run_the_last_epoch_is_among_the_losses():
    run = nntui.train(seed=1, hidden_layers=(), epochs=8193)
    lengths = {len(column) for column in run.losses.values()}
    assert lengths == {4098}
    assert run.losses["epoch"][-2:].tolist() == [8192, 8193]
    assert run.losses["train_loss"][-1] == run.train_loss


def test_a_divergence_brings_the_last_good_run():
    settings = {**REGRESSION, "features": ("x-squared", "y-squared"), "activation": "linear", "learning_rate": 10}
    with pytest.raises(nntui.DivergedError) as caught:
        nntui.train(seed=1, epochs=1000, **settings)
    error = pickle.loads(pickle.dumps(caught.value))
    for each in (caught.value, error):
        assert isinstance(each, nntui.NntuiError)
        assert each.run.epoch == each.epoch - 1
        assert math.isfinite(each.run.train_loss)
        assert "learning rate" in str(each)


def test_the_typed_settings_are_the_fields_of_an_experiment():
    assert set(Settings.__annotations__) == {field.name for field in dataclasses.fields(nntui.Experiment)}


@pytest.mark.parametrize(
    ("call", "error", "words"),
    [
        (lambda: nntui.train(epochs=-1), SettingError, "Epochs: -1 is not allowed; allowed is a whole number"),
        (lambda: nntui.train(epochs=1.5), SettingError, "Epochs: 1.5"),
        (lambda: nntui.train(epochs=True), SettingError, "Epochs: True"),
        (lambda: nntui.train(noise=101), SettingError, "Noise: 101"),
        (lambda: nntui.train(wombat=1), TypeError, "wombat is no setting; settings are problem, dataset"),
        (lambda: nntui.train(5), SettingError, "Source: int"),
        (lambda: nntui.train("wombat"), StartError, "wombat is neither a link"),
        (lambda: nntui.open("wombat.nntui"), StartError, r"wombat\.nntui cannot be read"),
        (lambda: nntui.open(Path("a=b.csv")), StartError, r"a=b\.csv cannot be read"),
    ],
)
def test_what_cannot_be_trained_is_refused_in_a_sentence(call, error, words):
    with pytest.raises(error, match=words):
        call()


# Open and save


def test_a_link_opens_at_epoch_0_and_comes_back(tmp_path):
    run = nntui.open(PLAIN_LINK)
    assert (run.epoch, run.experiment.dataset, run.experiment.seed) == (0, "xor", "0.5")
    assert nntui.open(run.link).experiment == run.experiment


def test_what_is_out_of_range_in_a_link_is_warned_of():
    with pytest.warns(UserWarning, match="learningRate=99 is out of range") as told:
        run = nntui.open(PLAIN_LINK + "&learningRate=99")
    assert run.experiment.learning_rate == 10
    assert told[0].filename == __file__


def test_saved_work_goes_on_to_the_bit(tmp_path):
    run = nntui.train(seed=1, epochs=7)
    run.save(tmp_path / "it.nntui")
    opened = nntui.open(str(tmp_path / "it.nntui"))
    assert opened.epoch == 7
    assert same(opened.train(5), nntui.train(seed=1, epochs=12))


def test_a_table_opens_whatever_is_in_its_name(tmp_path):
    file = tmp_path / "my=data#1.csv"
    file.write_text("x,y,label\n" + "".join(f"{i - 4},{i % 3 * 5 - 5},{'ab'[i % 2]}\n" for i in range(9)))
    for source in (file, str(file)):
        run = nntui.open(source)
        assert run.classes == ("a", "b")
        assert len(run.points) == 9


@pytest.mark.parametrize(
    "name",
    [name for name, export in EXPORTS.items() if not (export.package or export.needs_screen or export.needs_run)],
)
def test_a_run_is_saved_as_any_export(tmp_path, name):
    run = nntui.train(seed=1, epochs=2)
    file = tmp_path / f"it{EXPORTS[name].suffix}"
    run.save(file, EXPORTS[name].name)
    assert file.read_bytes() == EXPORTS[name].write(ExportContext(run.snapshot))


def test_the_end_of_a_name_says_the_form(tmp_path):
    run = nntui.train(seed=1, epochs=2)
    run.save(tmp_path / "it.PY")
    assert (tmp_path / "it.PY").read_bytes() == EXPORTS["python"].write(ExportContext(run.snapshot))
    run.save(tmp_path / "it.svg")
    assert ElementTree.parse(tmp_path / "it.svg").getroot().tag.endswith("svg")
    with pytest.raises(ExportError, match=r"\.docx is not allowed; allowed is a name that ends with \.nntui, \.py"):
        run.save(tmp_path / "it.docx")
    with pytest.raises(ExportError, match="a film needs the whole run"):
        run.save(tmp_path / "it.svg", "film")
    with pytest.raises(ExportError, match="wombat"):
        run.save(tmp_path / "it.py", "wombat")


# Predictions


def test_predictions_are_those_of_the_losses():
    run = nntui.train(seed=2, noise=20, epochs=10)
    for points, labels, loss in (
        (run.train_points, run.train_labels, run.train_loss),
        (run.test_points, run.test_labels, run.test_loss),
    ):
        assert ((run.predict(points) - labels) ** 2).mean() / 2 == pytest.approx(loss, rel=1e-12)
    assert run.score("train") == (run.predict_class(run.train_points) == run.train_labels).mean()
    assert run.score() == (run.predict_class(run.test_points) == run.test_labels).mean()


def test_the_score_of_a_regression_is_r_squared():
    run = nntui.train(seed=2, epochs=10, **REGRESSION)
    error = ((run.predict(run.test_points) - run.test_labels) ** 2).mean()
    assert run.score() == pytest.approx(1 - error / run.test_labels.var(), rel=1e-12)
    assert run.classes is None
    with pytest.raises(SettingError, match="Problem: regression"):
        run.predict_class(run.points)
    with pytest.raises(SettingError, match="Part: all"):
        run.score("all")


def test_the_grid_has_a_row_for_each_x2():
    run = nntui.train(seed=1, epochs=20)
    x1, x2, values = run.grid(7)
    assert x1.tolist() == x2.tolist() == [-6, -4, -2, 0, 2, 4, 6]
    assert values[5, 1] == run.predict([[-4.0, 4.0]])[0]
    for n in (1, 2001, 2.0):
        with pytest.raises(SettingError, match="Points along an axis"):
            run.grid(n)


def test_features_are_a_column_each():
    run = nntui.open(PLAIN_LINK + "&xTimesY=true&y=false")
    assert run.experiment.features == ("x", "x-times-y")
    assert run.features([[2.0, 3.0], [-1.0, 4.0]]).tolist() == [[2.0, 6.0], [-1.0, -4.0]]
    assert nntui.train(features=(), epochs=0).features([[1, 2]]).shape == (1, 0)


@pytest.mark.parametrize("points", [[1, 2], [[1, 2, 3]], [["a", "b"]], [[math.nan, 1]], [[math.inf, 1]], 5])
def test_what_is_no_points_is_refused(points):
    with pytest.raises(SettingError, match=r"^Points: "):
        nntui.train(seed=1, epochs=0).predict(points)


def test_nothing_in_a_run_changes():
    run = nntui.train(seed=1, epochs=3)
    before = run.predict(run.points)
    for array in (*run.weights, *run.biases, *run.losses.values(), run.points, run.labels, run.train_points):
        array[:] = 0
    assert np.array_equal(run.predict(run.points), before)
    assert run.losses["train_loss"][-1] == run.train_loss
    with pytest.raises(dataclasses.FrozenInstanceError):
        run.snapshot = None


def test_a_run_survives_a_pickle():
    run = nntui.train(seed=1, epochs=3)
    assert same(pickle.loads(pickle.dumps(run)).train(2), nntui.train(seed=1, epochs=5))


# The picture


def test_a_run_shows_the_points_it_was_trained_on():
    run = nntui.train(seed=1, epochs=200)
    assert run.score("train") == 1
    root = ElementTree.fromstring(run._repr_svg_())
    assert len([each for each in root.iter() if each.tag.endswith("circle")]) >= len(run.train_points)
    assert "epoch 200" in "".join(root.itertext())
    assert repr(run).startswith("<Run: circle, 2-4-2-1 tanh, epoch 200, train_loss ")


# Own arrays


@pytest.mark.parametrize(
    ("labels", "classes"),
    [
        (lambda y: y, (0, 1)),
        (lambda y: y.astype(int), (0, 1)),
        (lambda y: np.where(y, 1, -1), (-1, 1)),
        (lambda y: np.where(y, "tall", "short"), ("short", "tall")),
        (lambda y: np.where(y, "no", "yes").tolist(), ("no", "yes")),
    ],
)
def test_two_classes_of_any_kind_come_back_as_they_were(labels, classes):
    points, is_tall = own_points()
    given = np.array(labels(is_tall))
    run = nntui.train(nntui.from_arrays(points, given, seed=1), 60)
    assert run.classes == classes
    assert (run.predict_class(points) == given).mean() > 0.95
    assert run.score("train") > 0.95


def test_own_points_stay_in_their_units():
    points, is_tall = own_points()
    run = nntui.train(nntui.from_arrays(points, is_tall, seed=1), 60)
    order = np.lexsort(run.points.T)
    assert run.points[order] == pytest.approx(points[np.lexsort(points.T)], rel=1e-12)
    x1, x2, values = run.grid(5)
    assert x1[0] < points[:, 0].min() < points[:, 0].max() < x1[-1]
    assert values[3, 1] == pytest.approx(run.predict([[x1[1], x2[3]]])[0], rel=1e-9)


def test_numbers_are_predicted_in_their_units():
    points, _ = own_points()
    run = nntui.train(nntui.from_arrays(points, 3 * points[:, 0] + 20, seed=1), 100)
    assert run.predict([[150, 0.05]]) == pytest.approx([470], abs=15)
    assert run.score() > 0.95


def test_any_two_numbers_are_classes_unless_a_regression_is_asked_for():
    points, is_tall = own_points()
    labels = np.where(is_tall, 10.5, 9)
    assert nntui.from_arrays(points, labels, problem="regression").problem == "regression"
    run = nntui.train(nntui.from_arrays(points, labels, seed=1), 60)
    assert run.classes == (9, 10.5)
    assert (run.predict_class(points) == labels).mean() > 0.95
    assert nntui.from_arrays(points, is_tall, problem="regression").problem == "regression"


@pytest.mark.parametrize(
    ("points", "labels", "settings", "error", "words"),
    [
        ([[1, 2]], [1, 2], {}, SettingError, r"Labels: shape \(2,\) is not allowed; allowed is shape \(1,\)"),
        (np.empty((0, 2)), [], {}, SettingError, "Points: 0 of them"),
        ([[1, 2]] * 7, list("abcdefg"), {}, PointsError, "7 different names"),
        ([[1, 2]] * 7, range(7), {"problem": "classification"}, PointsError, "7 different names"),
        ([[1, 2]] * 2, ["a", "b"], {"problem": "regression"}, SettingError, "Labels: a is not allowed"),
        ([[1, 2]] * 2, [1, math.nan], {}, SettingError, "Labels: nan in row 1"),
        ([[1, 2]] * 2, [1, -1], {"problem": "wombat"}, SettingError, "Problem: wombat"),
        ([[1, 2]] * 2, [1, -1], {"columns": ["a"]}, SettingError, "Columns: a is not"),
    ],
)
def test_arrays_that_are_no_points_are_refused(points, labels, settings, error, words):
    with pytest.raises(error, match=words):
        nntui.from_arrays(points, labels, **settings)


def test_one_name_serves_the_data_sets_of_both_problems():
    run = nntui.train(dataset="reg-plane", seed=1, epochs=1)
    assert (run.experiment.problem, run.experiment.regression_dataset) == ("regression", "reg-plane")
    assert nntui.train(dataset="xor", seed=1, epochs=0).experiment.dataset == "xor"
    with pytest.raises(SettingError, match="reg-plane is not allowed"):
        nntui.train(dataset="reg-plane", problem="classification", epochs=0)


def test_columns_of_a_table_are_named_when_it_is_opened(tmp_path):
    file = tmp_path / "wide.csv"
    file.write_text(
        "a,b,c,kind\n" + "".join(f"{i - 9},{i % 4 * 3 - 4.5},{i % 5 * 2.4 - 5},{'uv'[i % 2]}\n" for i in range(20))
    )
    for columns in (("b", "c", "kind"), (2, 3, 4), "b,3,kind"):
        with pytest.warns(UserWarning, match="b is taken for x"):
            run = nntui.open(file, columns=columns)
        assert run.experiment.user_points.columns == ("b", "c", "kind")
        with pytest.warns(UserWarning, match="b is taken for x"):
            assert nntui.train(str(file), 1, columns=columns).epoch == 1
    with pytest.raises(StartError, match="there is no column d"):
        nntui.open(file, columns="a,b,d")
    for source in ("#dataset=xor&seed=1", nntui.Experiment()):
        with pytest.raises(SettingError, match="only with the path of a table"):
            nntui.train(source, 1, columns="a,b,c")


# Beyond the web page


def test_probabilities_have_a_column_for_each_class():
    points = [[0.0, 1.0], [5.0, -5.0], [-3.0, 2.5]]
    two = nntui.train(dataset="moons", loss="cross-entropy", optimizer="adam", seed=1, epochs=30)
    assert two.predict_proba(points)[:, 1] == pytest.approx((1 + two.predict(points)) / 2, abs=1e-15)
    assert two.predict_proba(points).sum(axis=1) == pytest.approx(1)
    right = (two.train_labels > 0) * 1
    surprise = -np.log(two.predict_proba(two.train_points)[np.arange(len(right)), right])
    assert surprise.mean() == pytest.approx(two.train_loss), "that is what cross-entropy is"
    many = nntui.train(dataset="blobs", classes=5, optimizer="adam", seed=1, epochs=30)
    shares = many.predict_proba(many.train_points)
    assert shares.shape == (len(many.train_points), 5)
    assert shares.flags.c_contiguous
    right = many.train_labels.astype(int)
    assert -np.log(shares[np.arange(len(right)), right]).mean() == pytest.approx(many.train_loss)
    assert (shares.argmax(axis=1) == right).mean() == many.score("train")
    with pytest.raises(SettingError, match="classification, to predict a class"):
        nntui.train(problem="regression", seed=1, epochs=1).predict_proba(points)


def test_settings_beyond_the_page_are_typed_and_a_run_goes_on_with_them_to_the_bit(tmp_path):
    given = {
        "dataset": "three-arms",
        "features": ["x", "cos-x", "x1*x2^2"],
        "layer_activations": ("relu", "sine"),
        "optimizer": "rmsprop",
        "dropout": 0.2,
        "shuffle": True,
        "schedule": "cosine",
        "initialization": "he",
        "batch_size": 30,
        "seed": 1,
    }
    run = nntui.train(epochs=50, **given)
    run.save(tmp_path / "it.nntui")
    longer = nntui.train(epochs=100, **given)
    assert same(nntui.open(tmp_path / "it.nntui").train(50), longer)
    assert same(run.train(50), longer)
    assert nntui.open(run.link).experiment == run.experiment
    again = nntui.train(run, 10, schedule_epochs=20)
    assert again.epoch == 60, "a schedule restarts nothing"
    assert nntui.train(run, 10, optimizer="adam").epoch == 10
