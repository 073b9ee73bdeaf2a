import itertools
import math
from decimal import Decimal
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from rich.cells import cell_len

from nntui.drawing.axes import (
    AXIS_HEIGHT,
    AXIS_WIDTH,
    SIGNS,
    axis_width,
    decimals,
    draw_axes,
    ends,
    round_ticks,
    short_names,
    short_number,
    ticks,
)
from nntui.drawing.cells import Cells
from nntui.experiment.experiment import Experiment
from nntui.experiment.user_points import Scale, Units, UserPoints
from nntui.playground.presenter import predict, readout
from nntui.training.snapshot import Snapshot
from nntui.training.trainer import Trainer, sample_of
from nntui.widgets.color_scale import scale_texts


def test_the_ends_and_the_middle_are_among_the_ticks():
    for cells, room in itertools.product(range(1, 120), (2, 6)):
        found = ticks(cells, 6.0, room)
        assert (found[0], found[-1]) == (-6.0, 6.0), (cells, room)
        assert len(found) == 2 or 0.0 in found, (cells, room)
        assert len(found) == 2 or cells >= len(found) * room, (cells, room)


def test_numbers_stand_beside_their_rows_and_columns():
    width, height = 26, 13
    cells = Cells(width + AXIS_WIDTH, height + AXIS_HEIGHT)
    draw_axes(cells, width, height, 6.0, 0x808080)
    assert cells.row_text(0).startswith(" 6")
    assert cells.row_text(height // 2).startswith(" 0")
    assert cells.row_text(height - 1).startswith("−6")
    below = cells.row_text(height)
    assert below.split() == ["−6", "0", "6"]
    assert below.index("0") in (AXIS_WIDTH + width // 2 - 1, AXIS_WIDTH + width // 2)


# In the units of a person's data

finite = st.floats(allow_nan=False, allow_infinity=False)


def fitted(low: float, high: float, limit: float = 6.0) -> Scale:
    return Scale((low + high) / 2, 2 * limit / (high - low))


def drawn(x1: Scale, x2: Scale, width: int = 40, height: int = 20, left: int | None = None) -> tuple[Cells, int]:
    left = axis_width(x2) if left is None else left
    cells = Cells(width + left, height + AXIS_HEIGHT)
    draw_axes(cells, width, height, 6.0, 0x808080, x1, x2)
    return cells, left


def at_the_left(cells: Cells, left: int) -> dict[int, str]:
    texts = {y: cells.row_text(y)[:left].strip() for y in range(cells.height - AXIS_HEIGHT)}
    return {y: text for y, text in texts.items() if text}


def as_number(text: str) -> float:
    plain = text.replace("−", "-")
    for suffix, factor in (("k", "e3"), ("M", "e6"), ("G", "e9"), ("T", "e12")):
        plain = plain.replace(suffix, factor)
    return float(plain)


def test_true_numbers_stand_where_they_lie():
    cells, left = drawn(fitted(0, 1500), fitted(150, 190))
    assert left == 4
    assert at_the_left(cells, left)[0] == "190"
    assert at_the_left(cells, left)[10] == "170"
    assert at_the_left(cells, left)[19] == "150"
    below = cells.row_text(20)
    assert below.split() == ["0", "500", "1000", "1500"]
    assert below.index("500") + 1 == left + 40 // 3
    assert below.endswith("1500")


@pytest.mark.parametrize(
    ("low", "high", "width", "numbers"),
    [
        (0, 1, 3, ["1", ".8", ".6", ".4", ".2", "0"]),
        (-3e6, 2e6, 4, ["2M", "1M", "0", "−1M", "−2M", "−3M"]),
        (0, 100, 4, ["100", "80", "60", "40", "20", "0"]),
        (1990, 2020, 5, ["2020", "2015", "2010", "2005", "2000", "1995", "1990"]),
        (-12000, -11000, 6, ["−11000", "−11200", "−11400", "−11600", "−11800", "−12000"]),
    ],
)
def test_the_axis_is_as_wide_as_its_numbers_need(low, high, width, numbers):
    scale = fitted(low, high)
    assert axis_width(scale) == width
    assert list(at_the_left(*drawn(scale, scale)).values()) == numbers


def test_in_the_playgrounds_own_units_the_axis_is_as_wide_as_ever():
    assert axis_width(Scale()) == AXIS_WIDTH


def test_in_three_columns_numbers_touch_the_picture_rather_than_be_missing():
    cells, left = drawn(fitted(0, 1), fitted(150, 190), left=AXIS_WIDTH)
    assert at_the_left(cells, left)[10] == "170"


def test_numbers_that_do_not_fit_are_not_there():
    cells, left = drawn(fitted(0, 1), fitted(-12000, -11000), left=AXIS_WIDTH)
    assert at_the_left(cells, left) == {}


@pytest.mark.parametrize(
    ("low", "high", "steps", "numbers"),
    [
        (0.0, 10.0, 5, ["0", "2", "4", "6", "8", "10"]),
        (0.0, 10.0, 4, ["0", "2.5", "5.0", "7.5", "10.0"]),
        (-0.7, 0.3, 3, ["-0.5", "0.0"]),
        (1e-300, 3e-300, 2, ["1e-300", "2e-300", "3e-300"]),
        (5.0, 5.0, 4, []),
        (1.0, 1.0 + 1e-14, 4, []),
        (-1e308, 1e308, 4, []),
    ],
)
def test_ticks_are_multiples_of_a_round_step(low, high, steps, numbers):
    assert round_ticks(low, high, steps) == [Decimal(number) for number in numbers]


@given(finite, finite, st.integers(1, 12))
def test_ticks_are_round_and_lie_in_the_range(one, other, steps):
    low, high = min(one, other), max(one, other)
    found = round_ticks(low, high, steps)
    hair = (high - low) * 1e-8
    assert len(found) <= steps + 1
    assert all(low - hair <= float(tick) <= high + hair for tick in found)
    differences = {after - before for before, after in pairwise(found)}
    assert len(differences) <= 1
    for step in differences:
        assert "".join(map(str, step.normalize().as_tuple().digits)) in ("1", "2", "25", "5")


@given(finite, st.floats(5e-324, 1.7e308), st.integers(1, 90), st.integers(1, 40), st.integers(1, 6))
def test_any_units_have_axes_that_fit(centre, factor, width, height, left):
    scale = Scale(centre, factor)
    assume(not scale.is_identity)
    cells, _ = drawn(scale, scale, width, height, left)
    low, high = ends(scale, 6.0)
    hair = (high - low) * 1e-8
    for row, text in at_the_left(cells, left).items():
        true = as_number(text)
        assert low - hair <= true <= high + hair
        assert abs((high - true) / (high - low) * height - row) <= 1.0 + 1e-6
    assert not (cells.glyphs[:height, left:] != ord(" ")).any(), "the grid is left alone"
    numbers = [as_number(text) for text in cells.row_text(height).split()]
    assert numbers == sorted(set(numbers))
    assert all(low - hair <= number <= high + hair for number in numbers)
    assert AXIS_WIDTH <= axis_width(scale) <= 6


@pytest.mark.parametrize(
    ("value", "places", "most", "text"),
    [
        (172.34, 1, 9, "172.3"),
        (68.0, 1, 9, "68"),
        (1_234_567, -4, 7, "1230000"),
        (1_234_567, -4, 5, "1.23M"),
        (-123_456, -3, 5, "−123k"),
        (0.0000123, 7, 7, "1.23e−5"),
        (0.25, 2, 3, ".25"),
        (-0.04, 1, 5, "0"),
        (123_456, 0, 2, "1e5"),
        (math.nan, 1, 5, "–"),
        (math.inf, 1, 5, "–"),
    ],
)
def test_a_number_in_few_cells(value, places, most, text):
    assert short_number(value, places, most) == text


def test_a_number_that_changes_keeps_its_form():
    assert short_number(68.0, 1, 9, fixed=True) == "68.0"
    assert short_number(-0.04, 1, 9, fixed=True) == "0.0"


@given(finite, st.integers(-320, 320), st.integers(1, 12))
def test_any_number_is_written_and_about_right(value, places, most):
    text = short_number(value, places, most)
    assert len(text) <= max(most, 7)
    if 0 < abs(value) < 1e308 and places >= -math.floor(math.log10(abs(value))):
        assert as_number(text) == pytest.approx(value, rel=0.5)


@pytest.mark.parametrize(("span", "places"), [(12.0, 1), (2.0, 2), (40.0, 1), (150.0, 0), (2e5, -3), (math.inf, 0)])
def test_three_digits_of_a_range(span, places):
    assert decimals(span) == places


@pytest.mark.parametrize(
    ("names", "most", "shown"),
    [
        (("cat", "dog"), 6, ("cat", "dog")),
        (("-1", "1"), 6, SIGNS),
        (("negative", "positive"), 6, ("negat…", "posit…")),
        (("Iris-setosa", "Iris-versicolor"), 6, ("…etosa", "…color")),
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


# What stands below the grid


def own_frame(own: UserPoints, **changes: object) -> Snapshot:
    experiment = Experiment(problem=own.problem, user_points=own)
    return Trainer(experiment.changed(dataset="own", regression_dataset="own", **changes)).snapshot()


def user_points(problem: str, units: Units = Units(), classes: tuple[str, str] = ("-1", "1")) -> UserPoints:  # noqa: B008
    labels = np.array([-1.0, 1.0] * 10) if problem == "classification" else np.linspace(-1, 1, 20)
    points = np.linspace(-6, 6, 40).reshape(20, 2)
    return UserPoints(points, labels, problem, units, ("a", "b", "c"), classes)


def read(snapshot: Snapshot, x1: float, x2: float, width: int = 22) -> list[str]:
    sample, network = sample_of(snapshot.experiment), snapshot.network()
    outputs = predict(snapshot, network, sample).outputs
    return readout(snapshot, network, sample, outputs, x1, x2, width).splitlines()


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
    assert "…" in narrow[1]
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
        (user_points("classification", classes=("cat", "elephant")), ("−1", "+1", "0")),
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
