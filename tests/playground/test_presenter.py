"""What the panels say of a snapshot: the readout below the grid, the ends of the colour scale."""

import numpy as np
import pytest

from nntui.experiment.experiment import Experiment
from nntui.experiment.user_points import Scale, Units, UserPoints
from nntui.playground.presenter import matter, readout, sizes, work_name
from nntui.session.lesson_place import LessonPlace
from nntui.session.notice import RunEnd
from nntui.session.stopping import Goal
from nntui.training.predictions import predict
from nntui.training.snapshot import Snapshot
from nntui.training.trainer import Trainer, sample_of
from nntui.widgets.color_scale import scale_texts


def fitted(low: float, high: float, limit: float = 6.0) -> Scale:
    return Scale((low + high) / 2, 2 * limit / (high - low))


def own_frame(own: UserPoints, **changes: object) -> Snapshot:
    experiment = Experiment(problem=own.problem, user_points=own)
    return Trainer(experiment.changed(dataset="own", regression_dataset="own", **changes)).snapshot()


def user_points(problem: str, units: Units = Units(), classes: tuple[str, str] = ("-1", "1")) -> UserPoints:  # noqa: B008
    labels = np.array([-1.0, 1.0] * 10) if problem == "classification" else np.linspace(-1, 1, 20)
    points = np.linspace(-6, 6, 40).reshape(20, 2)
    return UserPoints(points, labels, problem, units, ("a", "b", "c"), classes)


def read(snapshot: Snapshot, x1: float, x2: float, width: int = 22) -> list[str]:
    return readout(predict(snapshot, sample_of(snapshot.experiment)), x1, x2, width).splitlines()


def test_the_readout_of_own_classes_has_true_coordinates_and_names():
    snapshot = own_frame(user_points("classification", Units(fitted(150, 190), fitted(0, 1500)), ("cat", "dog")))
    here, nearest = read(snapshot, 0.0, 3.0)
    assert here.startswith("(170.0, 1120) → ")
    assert nearest.startswith(("nearest cat → ", "nearest dog → "))


def test_the_readout_of_an_own_regression_is_in_true_units():
    units = Units(fitted(0, 12), fitted(0, 12), fitted(2000, 12000, 1.0))
    snapshot = own_frame(user_points("regression", units), zero_initialization=True)
    here, nearest = read(snapshot, 0.0, 0.0)
    assert here == "(6.0, 6.0) → 7000"
    label, output = nearest.removeprefix("nearest ").split(" → ")
    assert 2000 <= float(label) <= 12000
    assert output == "7000"


def test_the_readout_cuts_long_names_and_numbers_to_its_width():
    units = Units(fitted(-172_000, 172_000), fitted(-2e-7, 2e-7))
    snapshot = own_frame(user_points("classification", units, ("Iris-setosa", "Iris-versicolor")))
    narrow, wide = read(snapshot, -5.9, -5.9), read(snapshot, -5.9, -5.9, 60)
    assert all(len(line) <= 22 for line in narrow)
    assert "Iris-" not in narrow[1]
    assert "Iris-" in wide[1]


def test_the_readout_of_drawn_data_ignores_own_units():
    own = user_points("classification", Units(fitted(150, 190), fitted(0, 1500)), ("cat", "dog"))
    snapshot = Trainer(Experiment(user_points=own)).snapshot()
    here, nearest = read(snapshot, 2.0, 1.0)
    assert here.startswith("(2.0, 1.0) → ")
    assert nearest.startswith(("nearest −1 → ", "nearest +1 → "))


@pytest.mark.parametrize(
    ("own", "texts"),
    [
        (user_points("classification"), ("−1", "+1", "0")),
        (user_points("classification", classes=("cat", "dog")), ("cat", "dog", "0")),
        (user_points("classification", classes=("cat", "elephant")), ("cat", "elephant", "0")),
        (user_points("regression"), ("−1", "+1", "0")),
        (user_points("regression", Units(label=fitted(2000, 12000, 1.0))), ("2000", "12000", "")),
        (user_points("regression", Units(label=fitted(-40, 40, 1.0))), ("−40", "40", "0")),
        (user_points("regression", Units(label=fitted(1e5, 1e6, 1.0))), ("100k", "1M", "")),
    ],
)
def test_the_ends_of_the_colour_scale(own, texts):
    assert scale_texts(own_frame(own).experiment) == texts


def test_the_ends_of_the_colour_scale_for_drawn_data():
    assert scale_texts(Experiment(user_points=user_points("classification", classes=("cat", "dog")))) == (
        "−1",
        "+1",
        "0",
    )


@pytest.mark.parametrize(
    ("train_size", "test_size", "line"),
    [(250, 250, "250 + 250 points"), (50_000, 50_000, "50000 + 50000"), (100_000, 100_000, "100000 + 100000")],
)
def test_the_sizes_of_the_data_are_never_cut_short(train_size, test_size, line):
    assert sizes(train_size, test_size) == line


def test_a_class_that_is_called_by_a_number_is_not_taken_for_a_value():
    own = user_points("classification", classes=("0", "1"))
    snapshot = Trainer(Experiment(dataset="own", user_points=own, seed="0.5")).snapshot()
    assert scale_texts(snapshot.experiment) == ("0", "1", "")
    assert read(snapshot, 2.0, 1.0)[1].startswith(("nearest class 0 → ", "nearest class 1 → "))


def test_work_says_which_lesson_is_on_in_it():
    snapshot = Trainer(Experiment()).snapshot()
    assert work_name(snapshot, LessonPlace("batch", "small")) == f"{work_name(snapshot)}, lesson batch"


def test_a_key_at_the_start_of_an_advice_is_shown_as_it_is_typed():
    passed = Goal(epoch=5).passed(9, 0.5)
    assert passed is not None
    assert matter(passed, None) == "r begins from epoch 0 again"
    assert matter(RunEnd("diverged", "diverged", "lower the rate", failed=True), None) == "Lower the rate"
