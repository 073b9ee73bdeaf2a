"""The formulas of features in exported code."""

import math
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest
from hypothesis import given

from nntui.engine.formula_reader import parse
from nntui.engine.formula_tree import Call, Negative, Number, Variable, parts_of, values_of
from nntui.formats.exports.formula_code import expression, folded, is_constant
from tests.engine.test_formula import TREES

X1, X2 = np.array([-5.5, -1.0, 0.0, 0.25, 4.0]), np.array([2.0, -3.0, 0.0, 1.5, -0.5])
BOUNDS = {"min": "clamp_max", "max": "clamp_min"}


def strict(function: Any, numbers: int = 0) -> Any:
    """A function of arrays that takes no plain number, as PyTorch's do, but for so many at the end."""

    def call(*given_values: Any) -> Any:
        arrays = given_values[: len(given_values) - numbers]
        assert all(isinstance(value, np.ndarray) for value in arrays), given_values
        assert not any(isinstance(value, np.ndarray) for value in given_values[len(arrays) :]), given_values
        return function(*given_values)

    return call


NAMES = ("sin", "cos", "tan", "tanh", "exp", "log", "sqrt", "abs", "sign", "minimum", "maximum")
LIKE_TORCH = SimpleNamespace(
    **{name: strict(getattr(np, name)) for name in NAMES},
    clamp_max=strict(np.minimum, numbers=1),
    clamp_min=strict(np.maximum, numbers=1),
)


def value(code: str, **names: Any) -> Any:
    return eval(code, {"__builtins__": {}}, {"math": math, "x1": X1, "x2": X2, **names})


@given(TREES)
def test_code_has_the_values_of_the_formula(tree):
    with np.errstate(all="ignore"):
        parts = [values_of(part, X1, X2) for part in parts_of(tree)]
        # A feature is finite everywhere, in all of its parts, and differs from point to point.
        if is_constant(tree) or not all(np.isfinite(part).all() for part in parts):
            return
        for code, names in (
            (expression(tree, "np"), {"np": np}),
            (expression(tree, "torch", BOUNDS), {"torch": LIKE_TORCH}),
        ):
            wanted = np.broadcast_to(parts[-1], X1.shape)
            got = value(code, **names)
            assert isinstance(got, np.ndarray), code
            assert np.allclose(got, wanted, rtol=1e-9, atol=1e-12), code


@pytest.mark.parametrize(
    ("formula", "numpy", "torch"),
    [
        ("x1*x2^2", "x1 * x2**2", "x1 * x2**2"),
        ("-sin(x1)/pi", "-np.sin(x1) / math.pi", "-torch.sin(x1) / math.pi"),
        ("min(x1,x2)", "np.minimum(x1, x2)", "torch.minimum(x1, x2)"),
        ("max(x1,0)", "np.maximum(x1, 0)", "torch.clamp_min(x1, 0)"),
        ("min(-2,x1)", "np.minimum(-2, x1)", "torch.clamp_max(x1, -2)"),
        ("max(min(x1,1),x2)", "np.maximum(np.minimum(x1, 1), x2)", "torch.maximum(torch.clamp_max(x1, 1), x2)"),
        ("x1*sqrt(4)", "x1 * 2", "x1 * 2"),
    ],
)
def test_code_reads_as_one_would_write_it(formula, numpy, torch):
    assert expression(parse(formula), "np") == numpy
    assert expression(parse(formula), "torch", BOUNDS) == torch


def test_what_is_the_same_everywhere_becomes_a_number():
    assert folded(parse("max(x1,sin(0)-2)")) == Call("max", (Variable("x1"), Negative(Number(2.0))))
    assert folded(parse("x1*pi")) == parse("x1*pi")
