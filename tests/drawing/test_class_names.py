"""Names of two classes in few cells."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from nntui.drawing.class_names import SIGNS, short_names


@pytest.mark.parametrize(
    ("names", "most", "shown"),
    [
        (("cat", "dog"), 6, ("cat", "dog")),
        (("-1", "1"), 6, SIGNS),
        (("negative", "positive"), 6, ("negat…", "posit…")),
        (("Iris-setosa", "Iris-versicolor"), 6, ("setosa", "versi…")),
        (("Iris-setosa", "Iris-versicolor"), 20, ("Iris-setosa", "Iris-versicolor")),
        (("SepalLengthCm", "SepalWidthCm"), 7, ("Length…", "WidthCm")),
        (("0 to 9 of it", "0 to 9 of us"), 6, ("it", "us")),
        (("abcdefgh", "abcdefgi"), 6, ("…defgh", "…defgi")),
        (("cat\x1b[2J\n", "dog🐶"), 9, ("cat[2J", "dog")),
        (("猫", "犬"), 6, SIGNS),
        (("same", "same"), 6, SIGNS),
        (("e\u0301te\u0301", "x\u200by"), 6, ("été", "xy")),
        (("cat", "dog"), 0, SIGNS),
    ],
)
def test_names_of_classes_in_few_cells(names, most, shown):
    assert short_names(names, most) == shown


@given(st.text(), st.text(), st.integers(2, 12))
def test_any_names_of_classes_fit_and_differ(one, other, most):
    short = short_names((one, other), most)
    assert short[0] != short[1]
    for name in short:
        assert 0 < len(name) == cell_len(name) <= most
        assert name.isprintable()
