"""The plot of the losses: its edges, its axes, and where its curves run."""

import itertools
import math
import time

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from nntui.drawing.cells import DEFAULT, Cells
from nntui.drawing.loss_chart import (
    LEAST_HEIGHT,
    LEAST_WIDTH,
    MEDIAN_GLYPH,
    TEST_GLYPH,
    TRAIN_GLYPH,
    Band,
    Behind,
    CurveBehind,
    Mark,
    draw_losses,
    epoch_at,
    plot_text,
)
from nntui.drawing.loss_titles import loss_name, plot_titles
from nntui.engine.losses import LOSSES
from nntui.training.history import Losses
from nntui.training.loss_band import LossBand, loss_band

TEST, TRAIN = 0x112233, 0xAABBCC
DOTS = np.array([[0x01, 0x08], [0x02, 0x10], [0x04, 0x20], [0x40, 0x80]])
NAN, INFINITE = float("nan"), float("inf")


def losses_of(train: list[float], test: list[float] | None = None, stride: int = 1) -> Losses:
    return Losses(stride, np.array(train, dtype=float), np.array(train if test is None else test, dtype=float))


def falling(epochs: int, start: float = 0.5) -> Losses:
    curve = start * np.exp(-np.arange(epochs) / (epochs / 4))
    return Losses(1, curve, curve * 1.2)


def draw(losses: Losses, width: int = 30, height: int = 8) -> Cells:
    return draw_losses(losses, width, height, TEST, TRAIN)


def is_braille(cells: Cells) -> np.ndarray:
    return (cells.glyphs > 0x2800) & (cells.glyphs < 0x2900)


def is_blank(cells: Cells) -> bool:
    return not str(cells).strip()


# The edges


def test_no_losses_are_a_blank_plot():
    assert is_blank(draw(losses_of([])))


def test_one_epoch_is_no_error():
    cells = draw(losses_of([0.5]))
    assert (cells.width, cells.height) == (30, 8)


@pytest.mark.parametrize("value", [NAN, INFINITE, -INFINITE])
def test_losses_that_are_no_numbers_are_a_blank_plot(value):
    assert is_blank(draw(losses_of([value] * 5)))


@pytest.mark.parametrize("value", [NAN, INFINITE])
def test_a_curve_that_is_no_number_leaves_the_other_alone(value):
    cells = draw(losses_of([0.5, 0.4, 0.3], [value] * 3))
    assert set(cells.foreground[is_braille(cells)].tolist()) == {TRAIN}
    cells = draw(losses_of([value] * 3, [0.5, 0.4, 0.3]))
    assert set(cells.foreground[is_braille(cells)].tolist()) == {TEST}


def test_a_gap_of_no_numbers_is_bridged():
    gaps, whole = draw(losses_of([0.5, NAN, 0.3, INFINITE, 0.1])), draw(losses_of([0.5, 0.4, 0.3, 0.2, 0.1]))
    assert gaps.changed_areas(whole) == []


@pytest.mark.parametrize(("width", "height"), [(0, 0), (0, 9), (9, 0), (LEAST_WIDTH - 1, 9), (30, LEAST_HEIGHT - 1)])
def test_where_it_is_too_small_it_is_blank(width, height):
    cells = draw(falling(50), width, height)
    assert (cells.width, cells.height) == (width, height)
    assert is_blank(cells)


@pytest.mark.parametrize("value", [0.0, 5e-324, 1e-300, 1e-9, 0.3, 1.0, 7.0001, 1e12, 1e300])
def test_a_constant_loss_of_any_size_is_plotted(value):
    cells = draw(losses_of([value] * 10))
    assert is_braille(cells).any()


@given(
    st.lists(st.floats(0, 2) | st.floats(0, 1e306) | st.sampled_from([NAN, INFINITE]), max_size=40),
    st.integers(LEAST_WIDTH, 60),
    st.integers(LEAST_HEIGHT, 20),
)
def test_any_losses_at_any_size_fit_their_cells(values, width, height):
    cells = draw(losses_of(values), width, height)
    assert (cells.width, cells.height) == (width, height)


# Two curves


def test_both_curves_are_seen_each_in_its_colour():
    cells = draw(losses_of([0.1] * 20, [0.9] * 20))
    rows = {
        color: np.flatnonzero(((cells.foreground == color) & is_braille(cells)).any(axis=1)) for color in (TEST, TRAIN)
    }
    assert len(rows[TEST])
    assert len(rows[TRAIN])
    assert rows[TEST].max() < rows[TRAIN].min(), "the larger loss is higher up"


def test_the_test_loss_lies_over_the_training_loss():
    cells = draw(losses_of([0.4] * 20))
    assert set(cells.foreground[is_braille(cells)].tolist()) == {TEST}


@pytest.mark.parametrize("height", [3, 5, 12])
def test_a_curve_is_where_its_losses_are_and_without_gaps(height):
    values = [0.9, 0.1, 0.8, 0.0, 1.0, 0.5]
    cells = draw(losses_of(values, [NAN] * 6), 40, height)
    rows = next(y for y in range(height) if cells.row_text(y).startswith("0┤")) + 1
    bits = np.where(is_braille(cells), cells.glyphs.astype(int) - 0x2800, 0)[:rows, 2:]
    lit = (bits[:, None, :, None] & DOTS[None, :, None, :] > 0).reshape(4 * rows, -1)
    columns = lit.shape[1]
    for epoch, value in enumerate(values):
        column = np.flatnonzero(lit[:, round(epoch / 10 * (columns - 1))])
        wanted = (1 - value) * (4 * rows - 1)  # the axis ends at 1 and at epoch 10
        assert np.abs(column - wanted).min() < 1 + 0.1 * 4 * rows
    reached = round(5 / 10 * (columns - 1)) + 1
    assert lit[:, :reached].any(axis=0).all()
    assert not lit[:, reached:].any(), "and the curve at the last epoch"
    spans = [np.flatnonzero(column) for column in lit[:, :reached].T]
    assert all(span[-1] - span[0] + 1 == len(span) for span in spans)
    assert all(a[0] <= b[-1] + 1 and b[0] <= a[-1] + 1 for a, b in itertools.pairwise(spans))


def test_a_falling_loss_falls():
    cells = draw(falling(100))
    lit = is_braille(cells)
    columns = np.flatnonzero(lit.any(axis=0))
    assert np.flatnonzero(lit[:, columns[0]]).min() < np.flatnonzero(lit[:, columns[-1]]).min()
    assert (cells.foreground[~lit & (cells.glyphs != ord(" "))] == DEFAULT).all()


# The axes


def test_the_loss_axis_starts_at_0():
    cells = draw(losses_of([0.9] * 50 + [0.8] * 50), 30, 8)
    rows = [cells.row_text(y) for y in range(8)]
    (top,) = [y for y, row in enumerate(rows) if row.lstrip().startswith("1")]
    zeros = [y for y, row in enumerate(rows) if row.lstrip().startswith("0")]
    assert top == 0
    assert zeros
    lit = np.flatnonzero(is_braille(cells).any(axis=1))
    assert lit.max() < 4, "losses of 0.8 and more are in the upper half"


def test_the_epoch_axis_starts_at_0_and_reaches_to_the_last_epoch():
    losses = Losses(64, np.linspace(0.5, 0.1, 100), np.linspace(0.6, 0.2, 100))
    first, last = str(draw(losses, 40, 9)).splitlines()[-1].split()
    assert first == "0"
    assert 64 * 99 <= int(last.replace(",", "")) < 2 * 64 * 99


def test_the_top_does_not_move_while_the_loss_wobbles():
    tops = {str(draw(losses_of([0.42 + wobble] * 5))).partition("┤")[0] for wobble in (0, 0.01, -0.03, 0.07)}
    assert len(tops) == 1


@pytest.mark.parametrize("height", [4, 5, 7, 8, 20])
def test_four_rows_are_enough_for_the_epochs(height):
    *rows, epochs = str(draw(falling(1234), 22, height)).splitlines()
    assert epochs.split() == ["0", "1,500"]
    assert rows[0].startswith("0.7┤")
    assert sum(row.lstrip().startswith("0┤") for row in rows) == 1


def test_a_lower_plot_keeps_the_loss_axis_and_drops_the_epochs():
    rows = str(draw(falling(1234), 30, 3)).splitlines()
    assert rows[-1].lstrip().startswith("0┤")
    assert not any("," in row for row in rows)


# Many epochs


@pytest.mark.parametrize("epochs", [60, 320, 4000])
def test_what_is_drawn_stays_while_epochs_are_added(epochs):
    curve = falling(5000)
    before, after = (draw(Losses(1, curve.train[:count], curve.test[:count]), 40, 12) for count in (epochs, epochs + 1))
    areas = after.changed_areas(before)
    assert sum(area.width * area.height for area in areas) <= 8
    end = max(np.flatnonzero(is_braille(after).any(axis=0)).tolist())
    assert all(area.x >= end - 2 for area in areas)


@pytest.mark.parametrize("width", [LEAST_WIDTH, 22, 80])
def test_100_000_epochs_reach_as_far_as_the_last_of_them(width):
    assert draw(falling(100_001), width, 6).changed_areas(draw(falling(100_000), width, 6)) == []
    lit = is_braille(draw(falling(100_000), width, 6))
    columns = np.flatnonzero(lit.any(axis=0))
    assert columns[-1] == width - 1, "the axis ends at 100,000"


def test_two_plots_do_not_run_into_each_other():
    first = draw(falling(40))
    draw(losses_of([9.0] * 300))
    assert draw(falling(40)).changed_areas(first) == []


# As plain text


def test_as_text_the_curves_have_glyphs_of_their_own_and_a_legend():
    text = plot_text(losses_of([0.1] * 50, [0.9] * 50))
    *plot, legend = text.splitlines()
    rows = {glyph: [y for y, row in enumerate(plot) if glyph in row] for glyph in (TRAIN_GLYPH, TEST_GLYPH)}
    assert max(rows[TEST_GLYPH]) < min(rows[TRAIN_GLYPH]), "the larger loss is higher up"
    assert legend == "Loss: • training 0.1, ○ test 0.9 (on top), epoch 49"
    assert plot[0].lstrip().startswith("1")
    assert plot[-1].split() == ["0", "50"]


def test_as_text_it_is_plain_and_of_its_size():
    text = plot_text(falling(5000), 60, 15)
    assert "\x1b" not in text
    assert not any(0x2800 <= ord(glyph) < 0x2900 for glyph in text)
    lines = text.splitlines()
    assert len(lines) == 15
    assert len(lines[-1]) <= 72
    assert all(line == line.rstrip() and len(line) <= 60 for line in lines[:-1])


def test_as_text_the_epoch_is_that_of_the_losses_that_are_kept():
    text = plot_text(Losses(64, np.linspace(0.5, 0.1, 100), np.linspace(0.6, 0.2, 100)))
    assert text.endswith("epoch 6,336")


@pytest.mark.parametrize("losses", [losses_of([]), losses_of([0.5]), losses_of([NAN] * 9), losses_of([INFINITE] * 9)])
def test_as_text_without_a_plot_there_is_the_legend(losses):
    (line,) = plot_text(losses).splitlines()
    assert line.startswith("Loss: • training ")


@pytest.mark.parametrize(("width", "height"), [(0, 0), (1, 1), (72, 1), (72, 2), (5, 20)])
def test_as_text_where_it_is_too_small_there_is_the_legend(width, height):
    assert len(plot_text(falling(50), width, height).splitlines()) == 1


def test_as_text_a_loss_that_is_no_number_has_a_dash():
    text = plot_text(losses_of([0.5, 0.4, 0.3], [NAN] * 3))
    assert text.count(TRAIN_GLYPH) > 1
    assert text.endswith("○ test – (on top), epoch 2")
    assert text.count(TEST_GLYPH) == 1


@given(
    st.lists(st.floats(0, 1e306) | st.sampled_from([NAN, INFINITE]), max_size=40),
    st.integers(0, 60),
    st.integers(0, 20),
)
def test_as_text_any_losses_fit(values, width, height):
    *plot, _ = plot_text(losses_of(values), width, height).splitlines()
    assert len(plot) < max(1, height)
    assert all(len(line) <= width for line in plot)


@pytest.mark.parametrize("loss", [1e307, 1.7e308, math.inf, math.nan, -1e-9, -1e5, -1e7, -1e305, -math.inf])
def test_a_loss_beyond_everything_is_left_out(loss):
    losses = Losses(1, np.array([0.5, loss, 0.4]), np.array([0.5, loss, loss]))
    assert is_braille(draw_losses(losses, 30, 8, 0xFFFFFF, 0x888888)).any()
    assert plot_text(losses)


@pytest.mark.parametrize("losses", [[-1e7, -1e5, -1.0], [-1e7, 0.5, 0.4], [0.5, 0.4, -1e7]])
def test_a_plot_of_negative_losses_takes_no_longer(losses):
    start = time.process_time()
    draw_losses(Losses(1, np.array(losses), np.array(losses)), 44, 12, 0xFFFFFF, 0x888888)
    assert time.process_time() - start < 2, "seconds: a line far below the axis has millions of dots"


def test_an_epoch_that_is_looked_at_is_marked_where_a_click_would_find_it():
    losses = Losses(1, np.linspace(0.5, 0.1, 81), np.linspace(0.6, 0.2, 81))
    for epoch in (0, 20, 57, 80):
        cells = draw_losses(losses, 40, 9, 0xFFFFFF, 0x808080, mark=Mark(epoch, 0xFFAA00))
        columns = np.flatnonzero((cells.foreground[:7] == 0xFFAA00).all(axis=0))
        assert len(columns) == 1
        found = epoch_at(losses, 40, 9, int(columns[0]))
        assert found is not None
        assert abs(found - epoch) <= 2, "a column of it stands for 2.7 epochs"
        assert f"{epoch}" in cells.row_text(8).split()
    long = Losses(1, np.linspace(0.5, 0.1, 2999), np.linspace(0.6, 0.2, 2999))
    assert draw_losses(long, 40, 9, 0xFFFFFF, 0x808080, mark=Mark(2531, 0xFFAA00)).row_text(8).split() == ["0", "2,531"]
    assert epoch_at(losses, 40, 9, -5) == 0
    assert epoch_at(losses, 40, 9, 99) == 100
    assert epoch_at(Losses(1, np.array([0.5]), np.array([0.5])), 40, 9, 5) is None
    plain = draw_losses(losses, 40, 9, 0xFFFFFF, 0x808080)
    assert not (plain.foreground == 0xFFAA00).any()


def test_another_run_stands_behind_in_its_own_colour_and_the_axes_take_it_in():
    now = Losses(1, np.full(21, 0.1), np.full(21, 0.2))
    longer = CurveBehind("tanh", Losses(5, np.full(17, 0.6), np.full(17, 0.6)))
    faint = 0x444444
    plot = draw_losses(now, 40, 12, TEST, TRAIN, Behind((longer,), faint))
    text = str(plot)
    assert text.startswith("0.7")  # above 0.6; the run alone ends at 0.2
    assert text.splitlines()[-1].rstrip().endswith("100")  # above 80 epochs
    own, theirs = (plot.foreground == TEST).any(axis=0), (plot.foreground == faint).any(axis=0)
    assert np.flatnonzero(own).max() < 15 < np.flatnonzero(theirs).max()
    named = next(line for line in text.splitlines() if "tanh" in line)
    assert named.rstrip().endswith("tanh")


def test_a_run_behind_is_seen_before_anything_is_trained_and_is_named_only_where_there_is_room():
    run = CurveBehind("tanh", Losses(1, np.full(30, 0.3), np.full(30, 0.3)))
    for height, is_named in ((4, False), (12, True)):
        plot = draw_losses(
            Losses(1, np.array([0.5]), np.array([0.5])), 30, height, TEST, TRAIN, Behind((run,), 0x444444)
        )
        assert is_braille(plot).any()
        assert ("tanh" in str(plot)) == is_named


def test_where_no_colour_is_faint_a_run_behind_is_dotted():
    run = CurveBehind("tanh", Losses(1, np.full(30, 0.3), np.full(30, 0.3)))
    now = Losses(1, np.full(30, 0.1), np.full(30, 0.1))
    assert str(draw_losses(now, 30, 8, TEST, TRAIN, Behind((run,)))).count("·") > 10
    assert "·" not in str(draw_losses(now, 30, 8, TEST, TRAIN))


def test_a_run_that_goes_on_changes_few_cells_of_a_plot_with_runs_behind():
    behind = Behind((CurveBehind("run 1", Losses(1, np.full(100, 0.4), np.linspace(0.5, 0.3, 100))),), 0x444444)
    losses = np.linspace(0.5, 0.05, 60)
    frames = [draw_losses(Losses(1, losses[:n], losses[:n]), 40, 12, TEST, TRAIN, behind) for n in range(20, 60)]
    changed = [int(after.differs(before).sum()) for before, after in itertools.pairwise(frames)]
    assert max(changed) <= 3


# Many starts behind the losses

WIDE, NARROW = 0x101010, 0x202020


def spread_of(*ends: float, epochs: int = 101) -> LossBand:
    curves = [np.linspace(1.0, end, epochs) for end in ends]
    return loss_band([Losses(1, each, each) for each in curves])


def test_a_band_is_shaded_from_least_to_most_and_between_the_quartiles():
    band = Band(spread_of(0.0, 0.4, 0.5, 0.6, 1.0), "5 starts", (WIDE, NARROW), 0x777777)
    cells = draw_losses(losses_of([]), 60, 22, TEST, TRAIN, Behind(band=band))
    last = cells.background[:20, -1]
    assert (last != DEFAULT).all()  # from 0 to the top
    assert np.flatnonzero(last == NARROW).tolist() == list(range(8, 13))  # 0.6 to 0.4
    first = cells.background[:20, 3]
    assert np.flatnonzero(first != DEFAULT).tolist() == [0]  # all begin at 1
    assert "5 starts" in str(cells)
    assert (cells.foreground[is_braille(cells)] == 0x777777).all()
    assert (cells.background[20:] == DEFAULT).all()


def test_the_axes_take_the_band_in_and_it_lies_behind_the_curves():
    alone = losses_of([0.5, 0.2, 0.1])
    band = Band(spread_of(3.0, 0.1), "", (WIDE, NARROW), 0x777777)
    cells = draw_losses(alone, 60, 10, TEST, TRAIN, Behind(band=band))
    assert cells.row_text(0).startswith("3┤")
    assert cells.row_text(9).endswith("100")
    assert (cells.foreground == TEST).any()


def test_without_faint_colours_glyphs_shade_it():
    cells = draw_losses(losses_of([]), 60, 22, TEST, TRAIN, Behind(band=Band(spread_of(0.0, 0.4, 0.5, 0.6, 1.0))))
    shown = str(cells)
    assert all(glyph in shown for glyph in ("░", "▒", MEDIAN_GLYPH))
    assert (cells.background == DEFAULT).all()


@given(st.integers(0, 60), st.integers(0, 20), st.integers(1, 4))
def test_a_band_of_any_length_fits_any_size(width, height, epochs):
    nothing = loss_band([losses_of([NAN] * epochs)])
    for spread in (spread_of(0.1, 5.0, epochs=epochs), nothing):
        for shades in (None, (WIDE, NARROW)):
            cells = draw_losses(
                losses_of([0.5, 0.4]), width, height, TEST, TRAIN, Behind(band=Band(spread, "x", shades))
            )
            assert (cells.width, cells.height) == (width, height)


# The title


@pytest.mark.parametrize(
    ("loss", "left_out", "texts"),
    [
        ("squared-error", 0, ()),
        ("cross-entropy", 0, ("Cross-entropy",)),
        (
            "cross-entropy",
            1,
            (
                "Cross-entropy · 1 run with another loss is not shown",
                "Cross-entropy · 1 run of another loss not shown",
                "Cross-entropy · 1 run not shown",
                "Cross-entropy",
            ),
        ),
        (
            "squared-error",
            2,
            (
                "2 runs with another loss are not shown",
                "2 runs of another loss not shown",
                "2 runs not shown",
                "2 runs not shown",
            ),
        ),
    ],
)
def test_a_loss_that_is_not_the_squared_error_has_its_name(loss, left_out, texts):
    assert plot_titles(loss, left_out) == texts
    assert loss_name(loss) == (LOSSES[loss].label if loss != "squared-error" else "")


@pytest.mark.parametrize("curve", [[0.5] * 40, [0.7] * 40, list(np.linspace(0.7, 0.1, 40)), []])
@pytest.mark.parametrize(("width", "height"), [(22, 3), (36, 12), (60, 20), (7, 3), (22, 1)])
def test_the_first_title_that_fits_stands_in_the_plot_and_covers_no_axis(curve, width, height):
    losses = losses_of(curve)
    plain = draw(losses, width, height)
    titles = ("a title that is somewhat too long", "Cross-entropy")
    titled = draw_losses(losses, width, height, TEST, TRAIN, titles=titles)
    title = next((each for each in titles if each in str(titled)), "")
    has_room = width - 4 >= len("Cross-entropy") if is_blank(plain) or "┤" in str(plain) else True
    assert bool(title) == has_room
    assert draw_losses(losses, width, height, TEST, TRAIN).glyphs.tolist() == plain.glyphs.tolist()
    for before, after in zip(str(plain).splitlines(), str(titled).splitlines(), strict=True):
        if title not in after or not title:
            assert before == after
    assert str(titled).count("┤") == str(plain).count("┤")


def test_as_text_the_loss_has_its_name():
    assert plot_text(falling(50)).splitlines()[-1].startswith("Loss: ")
    assert plot_text(falling(50), name="Cross-entropy").splitlines()[-1].startswith("Cross-entropy: ")


@pytest.mark.parametrize("last", [1_000_000, 99_999_999, 100_000_000, 12_345_678_901])
@pytest.mark.parametrize("width", [*range(LEAST_WIDTH, 30), 74])
def test_of_millions_of_epochs_the_last_is_whole_or_rounded_but_never_cut(last, width):
    losses = Losses(last // 5, *np.linspace([0.5, 0.4], [0.1, 0.2], 6).T)
    cells = draw_losses(losses, width, 6, TEST, TRAIN)
    first, _, end = "".join(map(chr, cells.glyphs[-1])).strip().partition(" ")
    units = {"k": 1e3, "M": 1e6, "G": 1e9}
    shown = end.strip().replace(",", "")
    number = float(shown.rstrip("kMG")) * units.get(shown[-1:], 1) if shown else 0.0
    assert first == "0"
    assert number == pytest.approx(epoch_at(losses, width, 6, width), rel=0.2) or (not shown and width < 10)
