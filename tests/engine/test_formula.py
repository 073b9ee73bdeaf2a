"""A formula of one's own: read, written, computed and refused."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from nntui.engine.formula import LONGEST, FormulaError, canonical, formula_of, parse, split_features
from nntui.engine.formula_tree import (
    CONSTANTS,
    FUNCTIONS,
    PYTHON,
    SHOWN,
    Call,
    Negative,
    Node,
    Number,
    Operation,
    Spelling,
    Variable,
    parts_of,
    spelled,
    values_of,
)

NAMES = {name: getattr(math, name) for name in ("sin", "cos", "tan", "tanh", "exp", "log", "sqrt")}
NAMES |= {"abs": abs, "min": min, "max": max, "sign": lambda value: (value > 0) - (value < 0)}


def by_python(text: str, x1: float, x2: float) -> float:
    """What Python makes of an expression."""
    return eval(text, {"__builtins__": {}}, {**NAMES, "pi": math.pi, "e": math.e, "x1": x1, "x2": x2})


def _nested(inner: st.SearchStrategy[Node]) -> st.SearchStrategy[Node]:
    functions = st.sampled_from(sorted(FUNCTIONS))
    calls = functions.flatmap(
        lambda name: st.tuples(*[inner] * FUNCTIONS[name][0]).map(lambda given_parts: Call(name, given_parts))
    )
    operations = st.builds(Operation, st.sampled_from("+-*/^"), inner, inner)
    negatives = inner.filter(lambda part: not isinstance(part, Negative)).map(Negative)
    return calls | operations | negatives


LEAVES = st.sampled_from(
    [Variable("x1"), Variable("x2"), *(Number(value, name) for name, value in CONSTANTS.items())]
) | st.sampled_from([0.0, 2.0, 3.0, 0.5, 1e22, 1e-7, 12.25]).map(Number)
TREES: st.SearchStrategy[Node] = st.recursive(LEAVES, _nested, max_leaves=8)


@given(TREES)
def test_what_is_written_is_read_as_the_same_tree(tree):
    if len(spelled(tree, PYTHON)) <= 200:
        assert parse(spelled(tree)) == tree
        assert parse(spelled(tree, SHOWN)) == tree


@given(TREES, st.floats(-6, 6), st.floats(-6, 6))
def test_a_tree_has_the_value_that_python_gives_its_text(tree, x1, x2):
    text = spelled(tree, PYTHON)
    try:
        expected = by_python(text, x1, x2)
    except (ArithmeticError, ValueError, TypeError):
        return
    if isinstance(expected, complex) or not math.isfinite(expected):
        return
    with np.errstate(all="ignore"):
        value = float(values_of(tree, np.array([x1]), np.array([x2])).reshape(-1)[0]) if _has_variable(tree) else None
    assert value is None or value == pytest.approx(expected, rel=1e-6, abs=1e-9) or not math.isfinite(value)


def _has_variable(tree: Node) -> bool:
    return any(isinstance(part, Variable) for part in parts_of(tree))


@given(st.text(max_size=80) | st.text("x12y+-*/^(). sincoqrtpe,", max_size=40))
def test_any_text_is_read_or_refused_with_a_sentence(text):
    refusal = ""
    try:
        formula = formula_of(text)
    except FormulaError as error:
        refusal = str(error)
    if refusal:
        assert refusal.startswith("Formula: ")
        assert refusal.isprintable()
    else:
        assert canonical(formula.text) == formula.text
        assert len(formula.text) <= LONGEST
        side = np.arange(-6.0, 7.0)
        assert np.isfinite(formula.evaluate(*np.meshgrid(side, side))).all()


@pytest.mark.parametrize(
    ("text", "written", "shown"),
    [
        (" X₁ · X₂² ", "x1*x2^2", "x1·x2²"),
        ("x**2+y**3", "x1^2+x2^3", "x1²+x2³"),
        ("((x)-(y-3))*2", "(x1-(x2-3))*2", "(x1−(x2−3))·2"),
        ("-(-(+x))", "x1", "x1"),
        ("-x^2", "-x1^2", "−x1²"),
        ("(-x)^2", "(-x1)^2", "(−x1)²"),
        ("2^-x", "2^-x1", "2^−x1"),
        ("(x^2)^3/1e9", "(x1^2)^3/1000000000", "(x1²)³/1000000000"),
        ("SIN(π * x)", "sin(pi*x1)", "sin(pi·x1)"),
        ("max( x , 0.50 )", "max(x1,0.5)", "max(x1,0.5)"),
        ("1e-5*x1", "1e-5*x1", "1e-5·x1"),
        ("x − y ÷ 2", "x1-x2/2", "x1−x2/2"),
    ],
)
def test_a_formula_has_one_text_and_one_look(text, written, shown):
    formula = formula_of(text)
    assert (formula.text, spelled(formula.tree, SHOWN)) == (written, shown)
    assert formula_of(written) == formula


@pytest.mark.parametrize(
    ("text", "start"),
    [
        ("", "there is none"),
        ("   ", "there is none"),
        ("2x1", "behind 2 in column 1 a sign is missing; write 2*"),
        ("x1+ 2(x2)", "behind 2 in column 5 a sign is missing"),
        ("  x1 +* 2", "x1 +* 2 cannot be read at column 7"),
        ("x1 x2", "x1 x2 in column 1 is not known; write x1*x2"),
        ("((((", "a ) is missing for the ( in column 4"),
        ("x1*(x2+1", "a ) is missing for the ( in column 4"),
        ("x1+x2)", "a ( is missing for the ) in column 6"),
        ("1+x1x2", "x1x2 in column 3 is not known; write x1*x2"),
        ("sinx1", "sinx1 in column 1 is not known; write sin(x1)"),
        ("sin x1 + 1", "sin x1 in column 1 is not known; write sin(x1)"),
        ("(x1)(x2)", "behind ) in column 4 a sign is missing; write )*"),
        ("x1 (x2)", "behind x1 in column 1 a sign is missing; write x1*"),
        ("x1*", "behind the last * something is missing"),
        ("x1 + sinn(x2)", "sinn in column 6 is not allowed; allowed is x1, x2, pi, e, numbers"),
        ("x²+z", "z in column 4 is not allowed"),
        ("max(x1)", "max(x1) in column 1 is not allowed; allowed is max(x1,x2)"),
        ("sin(x1,x2)", "sin(x1,x2) in column 1 is not allowed; allowed is sin(x1)"),
        ("__import__('os')", "_ in column 1 is not allowed"),
        ("x1.real", "x1.real in column 1 is not allowed"),
        ("x1 if x2 else 3", "x1 if x2 else 3 in column 1"),
        ("x1//2", "x1//2 in column 1"),
        ("x1+1e999", "1e999 in column 4"),
        ("sin", "sin in column 1"),
        ("x1\x1b[2J", "\\x1b in column 3"),
        ("3*pi", "3*pi is the same at every point"),
        ("9^9^9^9", "9^9^9^9 is the same at every point"),
        ("x1-x1", "x1-x1 is the same at every point"),
        ("x1+9^9^9^9", "9^9^9 is infinite; a feature is finite everywhere from −6 to 6"),
        ("1/x1", "1/x1 is infinite at x1 = 0;"),
        ("tanh(1/(x1-x2))", "1/(x1-x2) is infinite at x1 = −6, x2 = −6;"),
        ("max(log(x2),0)", "log(x2) is not a number at x2 = −6;"),
        ("x1^(1/3)", "x1^(1/3) is not a number at x1 = −6;"),
        ("x1^8", "x1^8 reaches 1.7e+06 at x1 = −6; allowed is up to 1,000,000"),
        ("-exp(x1^2)", "-exp(x1^2) reaches −4.3e+15 at x1 = −6"),
        ("*".join("x" * 30), "89 characters are too many; allowed is up to 60"),
        ("-" * 300 + "x1", "302 characters are too many"),
    ],
)
def test_a_formula_that_cannot_be_used_is_refused_by_name(text, start):
    with pytest.raises(FormulaError) as caught:
        formula_of(text)
    assert str(caught.value).startswith(f"Formula: {start}")


def test_a_value_that_is_not_finite_between_the_points_of_the_raster_is_left_as_it_is():
    values = formula_of("log(abs(x1-0.05))").evaluate(np.array([0.05, 1.05]), np.zeros(2))
    assert values.tolist() == [-math.inf, 0.0]


def test_a_tree_is_spelled_for_another_language():
    spelling = Spelling(signs=(("^", "**"),), names=(("max", "np.maximum"), ("pi", "np.pi"), ("x1", "x[0]")))
    assert spelled(parse("max(x1^2,pi)"), spelling) == "np.maximum(x[0]**2,np.pi)"


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("x,y", ["x", "y"]),
        ("x, max(x1,min(x2,3)) ,sin-x", ["x", "max(x1,min(x2,3))", "sin-x"]),
        ("x1),y", ["x1)", "y"]),
        ("max(x1,x2", ["max(x1,x2"]),
        ("", [""]),
    ],
)
def test_a_list_is_parted_at_the_commas_outside_parentheses(text, parts):
    assert split_features(text) == parts
