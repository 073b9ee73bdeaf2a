"""User points in a saved session: back to the bit, and refused where a label is of no class."""

from dataclasses import replace

import msgspec
import numpy as np
import pytest

from nntui.experiment.user_points import Scale, Units, UserPoints
from nntui.formats.points import parse_points
from nntui.formats.points_writer import write_points
from nntui.formats.saved_points import SavedPoints, points_of, saved_points_of


def own(classes: tuple[str, ...], problem: str = "classification") -> UserPoints:
    count = 4 * len(classes)
    points = np.random.RandomState(5).uniform(-5, 5, (count, 2))
    labels = np.arange(count) % len(classes) + 0.0
    if problem == "regression":
        labels = labels / len(classes)
    elif len(classes) == 2:
        labels = 2 * labels - 1
    units = Units(Scale(170.25, 0.1), Scale(-3e6, 1e-6))
    return UserPoints(points, labels, problem, units, ("a", "b", "c"), classes, "some.csv")


def back(points: UserPoints) -> UserPoints:
    return points_of(msgspec.json.decode(msgspec.json.encode(saved_points_of(points)), type=SavedPoints))


@pytest.mark.parametrize("problem", ["classification", "regression"])
@pytest.mark.parametrize("classes", [("no", "yes"), ("0", "1", "2"), tuple("fedcba")])
def test_points_come_back_to_the_bit(classes: tuple[str, ...], problem: str) -> None:
    points = own(classes, problem)
    again = back(points)
    np.testing.assert_array_equal(again.points, points.points)
    np.testing.assert_array_equal(again.labels, points.labels)
    for name in ("problem", "units", "columns", "classes", "source"):
        assert getattr(again, name) == getattr(points, name)


def test_points_of_a_file_from_before_there_were_more_classes_open() -> None:
    text = (
        b'{"problem":"classification","columns":["x","y","label"],"classes":["-1","1"],"source":"","units":'
        b'{"x1":{"centre":0,"factor":1},"x2":{"centre":0,"factor":1},"label":{"centre":0,"factor":1}},'
        b'"x1":[1,2],"x2":[3,4],"labels":[-1,1]}'
    )
    points = points_of(msgspec.json.decode(text, type=SavedPoints))
    assert (points.classes, points.labels.tolist(), points.units) == (("-1", "1"), [-1, 1], Units())


@pytest.mark.parametrize(
    ("classes", "label", "allowed"),
    [(("a", "b"), 0.0, "-1, 1"), (tuple("abc"), -1.0, "0, 1, 2"), (tuple("abc"), 3.0, "0, 1, 2")],
)
def test_a_label_of_no_class_is_refused(classes: tuple[str, ...], label: float, allowed: str) -> None:
    saved = saved_points_of(own(classes))
    saved.labels[1] = label
    with pytest.raises(ValueError, match=f"a label is of none of the classes; allowed are {allowed}"):
        points_of(saved)


@pytest.mark.parametrize("classes", [["a"], list("abcdefg")])
def test_fewer_than_two_and_more_than_six_classes_are_refused(classes: list[str]) -> None:
    data = msgspec.to_builtins(saved_points_of(own(("a", "b")))) | {"classes": classes}
    with pytest.raises(msgspec.ValidationError, match="classes"):
        msgspec.convert(data, SavedPoints)


def test_names_that_steer_a_terminal_or_are_alike_are_read_as_names_that_can_be_shown() -> None:
    points = replace(
        own(("a", "b")), classes=("x\x1b[31m", "x\x07[31m"), columns=("=a\u202e", "y", "z"), source="\n.csv"
    )
    again = back(points)
    assert again.classes == ("x\ufffd[31m…1", "x\ufffd[31m…2")
    assert (again.columns[0], again.source) == ("=a\ufffd", "\ufffd.csv")
    # And so −1 stays −1, and 1 stays 1, on their way through a table.
    read = parse_points(write_points(again), "t.csv").points
    assert (read.classes, read.labels.tolist()) == (again.classes, again.labels.tolist())
