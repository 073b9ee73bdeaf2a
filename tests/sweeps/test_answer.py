"""What a sweep has shown: lines, table, chart and pictures."""

import math
from xml.etree import ElementTree

import pytest

from nntui.drawing.palette import ColorLevel, make_palette
from nntui.sweeps.charts import chart_of, check_axes
from nntui.sweeps.errors import SweepError
from nntui.sweeps.picture import draw_chart, quality
from nntui.sweeps.picture_svg import chart_svg
from nntui.sweeps.summary import answers, check_sort, quartiles, sorted_lines, summarize
from nntui.sweeps.table import answer_lines, table_lines
from tests.sweeps.support import results_of, row_of, sweep_of

TWO = sweep_of("hidden-layers=1:2:3", "activation=relu,tanh", starts=4, epochs=9, goal="test_loss < 0.2")
LOSSES = {
    ((1,), "relu"): (0.5, 0.4, 0.6, 0.7),
    ((1,), "tanh"): (0.5, 0.5, 0.5, 0.5),
    ((2,), "relu"): (0.1, 0.1, 0.15, 0.3),
    ((2,), "tanh"): (0.3, 0.3, 0.3, 0.1),
    ((3,), "relu"): (0.01, 0.01, 0.01, 0.01),
    ((3,), "tanh"): (0.05, 0.15, 0.1, 0.02),
}
ROWS = [
    row_of(values, start, loss, goal_epoch=5 + start if loss < 0.2 else None, parameters=4 * values[0][0] + 1)
    for values, losses in LOSSES.items()
    for start, loss in enumerate(losses)
]
LINES = summarize(results_of(TWO, *ROWS))
PALETTE = make_palette("playground", 0)
PLAIN = make_palette("monochrome", 0, ColorLevel.MONOCHROME)


def test_a_line_has_share_quartiles_and_epochs():
    line = next(line for line in LINES if line.values == ((2,), "relu"))
    assert (line.starts, line.reached, line.share, line.parameters) == (4, 3, 0.75, 9)
    assert line.test_loss == pytest.approx((0.1, 0.125, 0.1875))
    assert line.goal_epoch == 6
    assert [line.values for line in LINES] == list(TWO.combinations())


def test_quartiles_with_what_has_diverged_or_is_not_known():
    assert quartiles([3.0, 1.0, 2.0]) == (1.5, 2.0, 2.5)
    assert quartiles([1.0, 2.0, math.inf, math.inf])[0] == 1.75
    assert quartiles([1.0, 2.0, math.inf, math.inf])[1:] == (math.inf, math.inf)
    assert all(map(math.isnan, quartiles([1.0, math.nan])))
    assert all(map(math.isnan, quartiles([])))


def test_a_start_that_has_diverged_counts_as_the_worst():
    sweep = sweep_of("learning-rate=0.1,10", starts=3)
    rows = [row_of((10.0,), start, 0.01, diverged_epoch=3) for start in range(3)]
    lines = summarize(results_of(sweep, *rows, *(row_of((0.1,), start, 0.4) for start in range(3))))
    first, second = sorted_lines(lines, sweep, "loss")
    assert (first.values, second.values, second.diverged, second.median) == ((0.1,), (10.0,), 3, math.inf)
    table = list(table_lines(lines, sweep, "loss"))
    assert "∞" in table[3]
    assert [line.split()[1] for line in table[1:]] == ["diverged", "0%", "100%"]
    assert "diverged" not in "".join(table_lines(lines[:1], sweep, "loss"))


@pytest.mark.parametrize(
    ("sort", "first", "last"),
    [
        ("loss", ((3,), "relu"), ((1,), "relu")),
        ("share", ((3,), "relu"), ((1,), "relu")),
        ("parameters", ((1,), "tanh"), ((3,), "tanh")),
        ("epochs", ((2,), "relu"), ((1,), "relu")),
        ("hidden_layers", ((1,), "relu"), ((3,), "tanh")),
        ("activation", ((1,), "relu"), ((3,), "tanh")),
    ],
)
def test_the_order_that_was_asked_for(sort, first, last):
    ordered = [line.values for line in sorted_lines(LINES, TWO, check_sort(sort, TWO))]
    assert (ordered[0], ordered[-1]) == (first, last)


def test_an_order_that_is_none_is_refused():
    with pytest.raises(SweepError, match="allowed is one of loss, share, epochs, parameters, seconds, hidden-layers"):
        check_sort("size", TWO)
    with pytest.raises(SweepError, match="--sort share needs a goal"):
        check_sort("share", sweep_of("noise=1,2"))


def test_the_fewest_neurons_with_enough_starts_for_each_activation():
    found = {answer.where: answer.line.values for answer in answers(LINES, TWO, "parameters", 2 / 3)}
    assert found == {"Activation ReLU": ((2,), "relu"), "Activation Tanh": ((3,), "tanh")}
    text = list(answer_lines(LINES, TWO, "parameters", 2 / 3))
    assert text[0] == "The fewest parameters, where 67% of the starts or more reached test_loss < 0.2:"
    assert text[1] == "  Activation ReLU: Hidden layers 2 · 9 parameters · 3 of 4 starts"
    assert list(answer_lines(LINES[:2], TWO, "parameters", 1.0))[1:] == [
        "  Activation ReLU: none",
        "  Activation Tanh: none",
    ]


def test_the_table_fits_80_columns_and_marks_what_is_enough():
    table = list(table_lines(LINES, TWO, "loss", share=2 / 3))
    assert max(map(len, table)) <= 80
    assert table[0].split() == ["Hidden", "test", "at"]
    assert table[1].split() == ["layers", "Activation", "reached", "loss", "quartiles", "epoch", "param.", "s/start"]
    assert table[2].split() == ["✓", "3", "ReLU", "4/4", "100%", "0.010", "0.010–0.010", "6", "13", "0.5"]
    assert [line.startswith("✓") for line in table[2:]] == [True, True, True, False, False, False]
    with_more = sweep_of("learning-rate=0.1", "regularization-rate=0.001", "hidden-layers=1", goal="test_loss < 1")
    lines = summarize(results_of(with_more, row_of((0.1, 0.001, (1,)), goal_epoch=1)))
    narrow = list(table_lines(lines, with_more, "loss"))
    assert max(map(len, narrow)) <= 80
    assert "epoch" in narrow[1]
    assert list(table_lines(LINES, TWO, "loss", most=2))[-1] == "… and 4 more"


def test_names_go_down_and_the_map_has_the_shares():
    chart = chart_of(LINES, TWO)
    assert [axis.name for axis in chart.axes] == ["activation", "hidden_layers"]
    assert chart.values.tolist() == [[0, 0.75, 1], [0, 0.25, 1]]
    text = str(draw_chart(chart, PLAIN, 80)).splitlines()
    assert [line.split() for line in text[3:]] == [["ReLU", "0%", "75%", "100%"], ["Tanh", "0%", "25%", "100%"]]
    cells = draw_chart(chart, PALETTE, 80)
    signs = [x for x, glyph in enumerate(cells.row_text(3)) if glyph == "%"]
    worst, best = cells.background[3, signs[0]], cells.background[3, signs[-1]]
    assert (worst, best) == (PALETTE.shade(-1), PALETTE.shade(1))


def test_without_a_goal_the_map_has_the_losses_and_the_least_is_the_best():
    sweep = sweep_of("hidden-layers=1:2:3", "activation=relu,tanh", starts=4, epochs=9)
    chart = chart_of(summarize(results_of(sweep, *ROWS)), sweep)
    assert chart.values[0].tolist() == pytest.approx([0.55, 0.125, 0.01])
    good = quality(chart)
    assert (good[0, 2], good[0, 0]) == (1, -1)
    assert "0.125" in str(draw_chart(chart, PLAIN, 80))


def test_of_more_axes_the_two_that_change_the_most_and_the_best_of_the_rest():
    sweep = sweep_of("noise=0,1", "hidden-layers=1:2:3", "activation=relu,tanh", starts=4, goal="test_loss < 0.2")
    rows = [
        row_of((noise, *row.values), row.weights_draw, row.test_loss, goal_epoch=row.goal_epoch if noise else None)
        for row in ROWS
        for noise in (0.0, 1.0)
    ]
    lines = summarize(results_of(sweep, *rows))
    chart = chart_of(lines, sweep, check_axes("activation,hidden-layers", sweep))
    assert [axis.name for axis in chart.best_of] == ["noise"]
    assert chart.values.tolist() == [[0, 0.75, 1], [0, 0.25, 1]]
    assert "best of Noise" in chart.title
    assert {axis.name for axis in chart_of(lines, sweep).axes} == {"noise", "hidden_layers"}
    for bad in ("wombat", "noise,noise", "noise,activation,hidden-layers", ""):
        with pytest.raises(SweepError, match="allowed are one or two of noise, hidden-layers, activation"):
            check_axes(bad, sweep)


def test_over_one_axis_the_curve_stands_where_the_medians_are():
    sweep = sweep_of("learning-rate=0.1,1,10", starts=3)
    losses = {0.1: (0.4, 0.4, 0.4), 1.0: (0.1, 0.2, 0.3), 10.0: (math.nan,) * 3}
    rows = [row_of((rate,), start, loss) for rate, three in losses.items() for start, loss in enumerate(three)]
    chart = chart_of(summarize(results_of(sweep, *rows)), sweep)
    assert chart.low[:2].tolist() == pytest.approx([0.4, 0.15])
    text = str(draw_chart(chart, PLAIN, 60)).splitlines()
    (high,) = (y for y, line in enumerate(text) if "●" in line and line.index("●") < 20)
    (low,) = (y for y, line in enumerate(text) if "●" in line and line.rindex("●") > 20)
    assert text[high].startswith("0.4┤")
    assert text[low].startswith("0.2┤")
    assert sum(line.count("●") for line in text) == 2
    assert any("░" in line for line in text)
    assert text[-2].split() == ["0.1", "1", "10"]


@pytest.mark.parametrize("width", [40, 60, 80, 200])
def test_a_picture_keeps_to_its_width(width):
    many = sweep_of("noise=" + ",".join(map(str, range(60))), "activation=relu,tanh")
    lines = summarize(results_of(many, *(row_of(values, 0, 0.1) for values in many.combinations())))
    for names in (None, ("noise",)):
        cells = draw_chart(chart_of(lines, many, names), PALETTE, width)
        assert cells.width <= max(width, 40)
        assert cells.height <= 24


def test_pictures_for_paper_are_xml_with_every_number():
    root = ElementTree.fromstring(chart_svg(chart_of(LINES, TWO), "XOR \x1b\0", "two & three"))
    texts = ["".join(each.itertext()) for each in root.iter("{http://www.w3.org/2000/svg}text")]
    assert {"0%", "75%", "100%", "25%", "ReLU", "Tanh", "1", "2", "3", "Hidden layers", "two & three"} <= set(texts)
    one = sweep_of("hidden-layers=1:2:3", starts=4)
    rows = [row_of(values[:1], start, loss) for values, losses in LOSSES.items() for start, loss in enumerate(losses)]
    curve = ElementTree.fromstring(chart_svg(chart_of(summarize(results_of(one, *rows)), one), "one"))
    assert len(list(curve.iter("{http://www.w3.org/2000/svg}circle"))) == 3


def test_nothing_trained_is_a_picture_of_nothing():
    chart = chart_of([], TWO)
    assert "·" in str(draw_chart(chart, PALETTE, 80))
    assert ElementTree.fromstring(chart_svg(chart, "")).tag.endswith("svg")
    one = sweep_of("noise=1,2")
    assert draw_chart(chart_of([], one), PALETTE, 80).height > 5
    assert ElementTree.fromstring(chart_svg(chart_of([], one), "")).tag.endswith("svg")


def test_a_picture_of_losses_names_their_kind_where_it_is_not_the_squared_error_alone():
    def title(*vary: str, values: tuple) -> str:
        sweep = sweep_of(*vary)
        return chart_of(summarize(results_of(sweep, row_of(values))), sweep).title

    assert title("noise=0,5", values=(0,)) == "median test loss"
    assert title("loss=cross-entropy", values=("cross-entropy",)) == "median test loss (cross-entropy)"
    both = title("loss=squared-error,cross-entropy", values=("squared-error",))
    assert both == "median test loss (two kinds of loss, not comparable)"
