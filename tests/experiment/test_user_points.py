"""A person's own points: their classes, as a regression, and what can be painted beside them."""

import numpy as np
import pytest

from nntui.experiment.user_points import (
    NO_POINTS,
    Brushes,
    Scale,
    UserPoints,
    brushes_of,
    sample_points,
    with_another_name,
)


def own(labels: list[float], classes: tuple[str, ...], problem: str = "classification") -> UserPoints:
    points = np.array([[float(index), -float(index)] for index in range(len(labels))]).reshape(-1, 2)
    return UserPoints(points, np.array(labels), problem, classes=classes)


# Classes


@pytest.mark.parametrize(
    ("labels", "classes"),
    [([0.0], ("a", "b")), ([-1.0], ("a", "b", "c")), ([3.0], ("a", "b", "c")), ([0.5], ("a", "b", "c"))],
)
def test_a_label_of_no_class_is_refused(labels: list[float], classes: tuple[str, ...]) -> None:
    with pytest.raises(ValueError, match="a label is of none of the"):
        own(labels, classes)


@pytest.mark.parametrize("classes", [(), ("a",), tuple("abcdefg")])
def test_there_are_two_to_six_classes(classes: tuple[str, ...]) -> None:
    with pytest.raises(ValueError, match="classes; allowed are two to 6"):
        own([], classes)


def test_a_point_of_the_next_class_adds_that_class() -> None:
    two = own([-1.0, 1.0, -1.0], ("-1", "1"))
    three = two.with_point(5.0, 5.0, 2.0)
    assert three.classes == ("1", "2", "3")
    assert three.labels.tolist() == [0, 1, 0, 2]
    assert three.points[:3].tolist() == two.points.tolist()
    assert two.labels.tolist() == [-1, 1, -1]
    assert three.with_point(0.0, 0.0, 2.0).labels.tolist() == [0, 1, 0, 2, 2]
    assert three.with_point(0.0, 0.0, 3.0).classes == ("1", "2", "3", "4")


def test_a_brush_that_was_chosen_while_there_were_other_classes_paints_the_same_class() -> None:
    three = own([0.0, 1.0, 2.0], ("1", "2", "3"))
    assert three.with_point(0.0, 0.0, -1.0).labels.tolist() == [0, 1, 2, 0]
    two = own([-1.0, 1.0], ("-1", "1"))
    assert two.with_point(0.0, 0.0, 0.0).labels.tolist() == [-1, 1, -1]


def test_there_is_no_seventh_class() -> None:
    with pytest.raises(ValueError, match="7 classes"):
        own([0.0], tuple("abcdef")).with_another_class()


@pytest.mark.parametrize(
    ("classes", "more"),
    [
        (("-1", "1"), ("1", "2", "3")),
        (("1", "2", "3"), ("1", "2", "3", "4")),
        (("0", "1"), ("0", "1", "2")),
        (("-1", "0", "1"), ("-1", "0", "1", "2")),
        (("10", "20"), ("10", "20", "3")),
        (("setosa", "versicolor"), ("setosa", "versicolor", "3")),
        (("3", "x"), ("3", "x", "4")),
    ],
)
def test_a_class_that_is_added_has_a_name_of_its_own(classes: tuple[str, ...], more: tuple[str, ...]) -> None:
    assert with_another_name(classes) == more


def test_erasing_all_points_of_a_class_leaves_the_others_what_they_are() -> None:
    left = own([0.0, 1.0, 2.0], ("a", "b", "c")).without(np.array([0]))
    assert left.labels.tolist() == [1, 2]
    assert left.classes == ("a", "b", "c")


# Another problem


def test_numbered_classes_are_a_regression_of_these_numbers_and_classes_again() -> None:
    points = own([0.0, 1.0, 2.0, 1.0], ("1", "2", "5"))
    assert points.labels_for("regression").tolist() == [-1, -0.5, 1, -0.5]
    as_numbers = points.for_problem("regression")
    assert as_numbers.problem == "regression"
    assert as_numbers.units.label.outward(as_numbers.labels).tolist() == [1, 2, 5, 2]
    again = as_numbers.with_point(0.0, 0.0, 0.9).for_problem("classification")
    assert again.labels.tolist() == [0, 1, 2, 1, 2]
    assert again.classes == points.classes
    assert again.units.label == Scale()
    assert points.for_problem("classification") is points


def test_classes_with_names_are_numbers_at_even_distances() -> None:
    points = own([0.0, 1.0, 2.0], ("setosa", "versicolor", "virginica"))
    assert points.labels_for("regression").tolist() == [-1, 0, 1]
    again = points.for_problem("regression")
    assert again.units.label == Scale()
    assert again.for_problem("classification").classes == points.classes


def test_two_classes_and_a_regression_become_each_other_as_before() -> None:
    two = own([-1.0, 1.0], ("no", "yes"))
    assert two.labels_for("regression").tolist() == [-1, 1]
    assert two.shown_for("regression") is two
    numbers = own([-0.5, 0.0, 0.5], ("-1", "1"), "regression")
    assert numbers.labels_for("classification").tolist() == [-1, 1, 1]


def test_points_are_drawn_with_the_labels_of_the_problem() -> None:
    points = own([0.0, 1.0, 2.0], ("1", "2", "3"))
    for problem, labels in (("classification", [0, 1, 2]), ("regression", [-1, 0, 1])):
        drawn = sample_points(points, problem, "1", 0.0, 6.0)
        assert drawn.labels.tolist() == [labels[index] for index in drawn.order]
    assert points.shown_for("regression") is points.shown_for("regression")
    assert points.shown_for("regression").units.label.outward(np.array([-1.0, 1.0])).tolist() == [1, 3]


# What can be painted


def test_of_two_classes_the_second_is_painted_first_and_b_takes_the_other() -> None:
    brushes = brushes_of(NO_POINTS, "classification")
    assert brushes.usual == 1
    assert brushes.after(1.0) == -1
    assert brushes.after(-1.0) == 1
    assert [brushes.by_digit(digit) for digit in (1, 2, 3, 4)] == [-1, 1, 2, None]


def test_of_more_classes_the_first_is_painted_first_and_b_counts() -> None:
    brushes = brushes_of(own([0.0], tuple("abc")), "classification")
    assert brushes.usual == 0
    assert [brushes.after(label) for label in (0.0, 1.0, 2.0, 3.0)] == [1, 2, 0, 0]
    assert [brushes.by_digit(digit) for digit in (1, 3, 4, 5)] == [0, 2, 3, None]
    assert brushes_of(own([0.0], tuple("abcdef")), "classification").by_digit(7) is None


def test_values_of_a_regression_are_chosen_by_digits_but_none_is_added() -> None:
    brushes = brushes_of(NO_POINTS, "regression")
    assert brushes.usual == 1
    assert brushes.after(1.0) == 0.5
    assert [brushes.by_digit(digit) for digit in (1, 5, 6)] == [-1, 1, None]


def test_the_same_class_is_painted_when_one_is_added_or_gone() -> None:
    two, three = Brushes((-1.0, 1.0), are_classes=True), Brushes((0.0, 1.0, 2.0), are_classes=True)
    assert [three.same(label, two) for label in (-1.0, 1.0, 2.0)] == [0, 1, 2]
    assert [two.same(label, three) for label in (0.0, 1.0, 2.0)] == [-1, 1, 2]
    numbers = brushes_of(NO_POINTS, "regression")
    assert numbers.same(-1.0, two) == 1
    assert Brushes().same(1.0, two) is None
