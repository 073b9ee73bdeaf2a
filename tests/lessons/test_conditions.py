"""The language of conditions: what it holds for, how it reads, and what it refuses."""

import dataclasses
import math

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from nntui.lessons.conditions import LONGEST, ConditionError, read_condition, read_expression
from nntui.lessons.vocabulary import VOCABULARY, kept_entry
from tests.lessons.states import state

NAMES = VOCABULARY | {"late": kept_entry("late", "loss")}


@pytest.mark.parametrize(
    ("source", "holds"),
    [
        ("epoch == 3", True),
        ("1 <= epoch <= 3", True),
        ("1 <= epoch < 3", False),
        ("epoch > 5 or layers == 2", True),
        ("epoch > 5 and layers == 2", False),
        ("not (epoch > 5)", True),
        ("epoch != 3", False),
        ('dataset == "circle"', True),
        ('dataset in {"xor", "gauss"}', False),
        ('"x" in inputs', True),
        ('"sin-x" not in inputs', True),
        ('inputs == {"y", "x"}', True),
        ('inputs != {"x"}', True),
        ("features == 2", True),
        ("parameters == weights + 7", True),
        ("iterations / epoch == iterations_per_epoch", True),
        ("epoch * -1 < -2.5", True),
        ("not diverged", True),
        ("zero_initialization == discretize", True),
        ("0.5 - 2 * 0.1 < train_share / 100", True),
    ],
)
def test_a_condition_holds_where_it_should(source, holds):
    assert read_condition(source).holds(state(3)) is holds


@pytest.mark.parametrize(
    "source",
    [
        "trials_best < 1",
        "trials_best >= 1",
        "not (trials_best < 1)",
        "trials_best != 1",
        "epoch / (epoch - 3) > 0",
        "epoch / (epoch - 3) <= 0",
        "late < 1 and epoch == 3",
    ],
)
def test_what_is_unknown_does_not_hold_nor_does_its_opposite(source):
    assert read_condition(source, NAMES).holds(state(3)) is False


def test_what_does_not_depend_on_the_unknown_part_is_decided_without_it():
    assert read_condition("trials_best < 1 or epoch == 3").holds(state(3))
    assert not read_condition("not (trials_best < 1 or epoch == 3)").holds(state(3))
    assert read_condition("not (trials_best < 1 and epoch == 4)").holds(state(3))


def test_a_kept_number_is_compared_with():
    kept = dataclasses.replace(state(3), kept={"late": 10.0})
    condition = read_condition("test_loss < late - 0.5", NAMES)
    assert condition.holds(kept)
    assert condition.checks(kept)[0].words == "test loss under 9.500"


@pytest.mark.parametrize(
    ("source", "text"),
    [
        ("epoch <= 60", "epoch at most 60: 3"),
        ("60 >= epoch", "epoch at most 60: 3"),
        ("learning_rate < 0.00003", "learning rate under 0.00003: 0.03"),
        ("test_accuracy >= 0.95", "test accuracy at least 95%: {accuracy}"),
        ("trials_best < 0.05", "best start's test loss under 0.05: –"),
        ('dataset == "spiral"', "data set is Spiral: Circle"),
        ('dataset == "circle"', "data set is Circle"),
        ("layers == 2", "hidden layers exactly 2"),
        ('inputs == {"sin-x", "x"}', "inputs exactly X₁, sin X₁: X₁, X₂"),
        ('"x-squared" in inputs', "inputs with X₁²: X₁, X₂"),
        ("not diverged", "not diverged"),
        ("diverged", "training diverged"),
        (
            'regularization == "none" or regularization_rate == 0',
            "regularization is None or regularization rate exactly 0",
        ),
        ("zero_weights == weights", "weights at 0 exactly weights (18): 0"),
        ("not (epoch < 2)", "not: epoch under 2"),
        ("epoch <= 60  # within 60 epochs", "within 60 epochs: 3"),
    ],
)
def test_a_checklist_is_made_from_the_condition_with_the_value_of_now(source, text):
    now = state(3)
    (check,) = read_condition(source).checks(now)
    assert check.text == text.format(accuracy=f"{100 * now.accuracy[1]:.0f}%")


def test_what_must_hold_together_are_lines_of_their_own():
    checks = read_condition("1 <= epoch <= 2 and layers == 2").checks(state(3))
    assert [(check.words, check.holds) for check in checks] == [
        ("epoch at least 1", True),
        ("epoch at most 2", False),
        ("hidden layers exactly 2", True),
    ]


@pytest.mark.parametrize(
    ("source", "column", "words"),
    [
        ("test_los < 0.05", 1, "test_los is no name; allowed is test_loss, for example"),
        ("epoch < 3 and epoc > 1", 15, "epoc is no name"),
        ("  epoc > 1", 3, "epoc is no name"),
        ('"é" in inputs or epoc > 1', 1, 'inputs is never "é"'),
        ("dataset == 'cirle'", 12, 'dataset is never "cirle"; allowed is "circle", for example'),
        ('inputs == {"x", "z"}', 11, 'inputs is never "z"'),
        ("epoch < 'x'", 9, "'x' is a text; allowed is a number here"),
        ("dataset < 3", 1, "dataset is a text; allowed is a number here"),
        ("epoch and diverged", 1, "epoch is a number; allowed is a condition here"),
        ("test_loss", 1, "this is a number; allowed is a condition"),
        ("1 < 2", 1, "this asks for nothing"),
        ("", 1, "there is nothing"),
        ("epoch <", 8, "this cannot be read"),
        ("rand() < 1", 1, "a call is not allowed"),
        ("test_loss.real < 1", 1, "after a point, is not allowed"),
        ("inputs[0] == 1", 1, "in brackets is not allowed"),
        ("epoch ** 2 > 1", 1, "this operation is not allowed"),
        ("{epoch for epoch in inputs} == inputs", 1, "a comprehension is not allowed"),
        ("epoch is 3", 1, '"is" is not allowed'),
        ("True", 1, "True is neither a number nor a name in quotes"),
        ("epoch < 1e999", 9, "so large a number"),
        (
            "epoch > 3 and test_accuracy > 90",
            31,
            "test_accuracy is a share and never 90; allowed is a number from 0 to 1",
        ),
        ("-1 < lowest_accuracy", 1, "lowest_accuracy is a share and never -1"),
        ("epoch < 10", None, None),
        ("-" * 60 + "1 < epoch", 21, "too deeply"),
        ("epoch < 1 " * 60, 1, "a condition of 599 characters; allowed is at most 500 characters"),
        ("start == 1", 1, "start is for texts alone"),
        ("epoch < 1\u202e", 1, "a character that cannot be seen"),
    ],
)
def test_what_is_not_allowed_is_refused_with_its_column(source, column, words):
    if words is None:
        read_condition(source)
        return
    with pytest.raises(ConditionError) as error:
        read_condition(source)
    assert words in str(error.value)
    assert error.value.column == column


def test_an_expression_keeps_a_number_and_its_style():
    expression = read_expression("test_loss - train_loss")
    now = state(3)
    assert expression.value(now) == now.snapshot.test_loss - now.snapshot.train_loss
    assert expression.style == "loss"
    assert math.isnan(read_expression("trials_best").value(now))
    with pytest.raises(ConditionError, match="this is a condition; allowed is a number"):
        read_expression("epoch < 3")


def refused_at(source):
    try:
        read_condition(source)
    except ConditionError as error:
        return error.column
    return None


@given(
    st.one_of(
        st.text(max_size=LONGEST + 10),
        st.lists(
            st.sampled_from(
                [*VOCABULARY, *"()<>=!+-*/{}#,'\".1 ", " and ", " or ", "not ", " in ", '"x"', "0.5", "=="]
            ),
            max_size=12,
        ).map("".join),
    )
)
@example("(" * 300)
@example("\x00 < epoch")
@example("\ud800 < epoch")
@example("epoch < " + "9" * 480)
def test_whatever_stands_there_is_read_or_refused_with_its_column(source):
    column = refused_at(source)
    if column is not None:
        assert 1 <= column <= len(source) + 1
        return
    condition = read_condition(source)
    assert isinstance(condition.holds(state(3)), bool)
    assert all(check.words for check in condition.checks(state(3)))


@pytest.mark.parametrize(
    ("condition", "epochs", "expected"),
    [
        ("epoch <= 2", 2, False),
        ("epoch <= 2", 3, True),
        ("2 >= epoch", 3, True),
        ("epoch < 2", 2, True),
        ("epoch == 2", 1, False),
        ("epoch == 2", 3, True),
        ("iterations <= 30", 2, True),
        ("epoch >= 10", 3, False),
        ("test_loss < 0.0001", 3, False),
        ("neurons <= 2", 3, False),
        ('dataset == "xor"', 3, False),
    ],
)
def test_what_has_gone_by_cannot_hold_any_more(condition, epochs, expected):
    (check,) = read_condition(condition).checks(state(epochs))
    assert check.is_lost == expected
