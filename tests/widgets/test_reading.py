"""Widgets that only show: the scale of colours, the plot of losses, lines of text, a sum, a picture of the data."""

import dataclasses

import numpy as np

from nntui.drawing.cells import DEFAULT
from nntui.drawing.loss_chart import draw_losses
from nntui.experiment.experiment import Experiment
from nntui.experiment.user_points import UserPoints
from nntui.training.history import Losses
from nntui.training.neuron_sum import sum_of
from nntui.training.trainer import Trainer, sample_of
from nntui.widgets.class_legend import ClassLegend, legend_names
from nntui.widgets.color_scale import ColorScale, scale_texts
from nntui.widgets.data_picture import DataPicture
from nntui.widgets.loss_plot import LossPlot
from nntui.widgets.sum_text import SumText
from nntui.widgets.text_lines import TextLines
from tests.widgets import hosted, lines

# The scale of colours


async def test_the_scale_runs_from_the_lowest_shade_to_the_highest_with_0_in_its_middle():
    scale = ColorScale()
    async with hosted(scale, size=(23, 5)) as it:
        await it.pause()
        (text,) = lines(scale)
        assert (text[:3], text[-3:]) == ("•−1", "+1•")
        assert [scale._cells.foreground[0, x] for x in (0, -1)] == [scale.palette.plain_point(x) for x in (-1, 1)]
        assert text[len(text) // 2] == "0"
        colors = scale._cells.background[0, 3:-3]
        assert (colors[0], colors[-1]) == (scale.palette.scale[0], scale.palette.scale[-1])
        assert len(set(colors.tolist())) > 9


async def test_discretized_the_scale_has_two_colours_and_its_own_words():
    scale = ColorScale()
    async with hosted(scale, size=(23, 5)) as it:
        scale.update_from(True, "no", "yes", "")
        await it.pause()
        (text,) = lines(scale)
        assert text.startswith("•no")
        assert text.endswith("yes•")
        assert "0" not in text
        colors = scale._cells.background[0, 3:-4].tolist()
        assert set(colors) == {scale.palette.scale[0], scale.palette.scale[-1]}
        assert colors == sorted(colors, key=[scale.palette.scale[0], scale.palette.scale[-1]].index)


async def test_a_scale_without_room_is_blank():
    scale = ColorScale()
    async with hosted(scale, size=(4, 3)) as it:
        await it.pause()
        assert lines(scale) == ["    "]


async def test_the_ends_are_the_names_of_the_classes():
    assert scale_texts(Experiment()) == ("−1", "+1", "0")
    own = UserPoints(np.array([[0.0, 0.0], [1.0, 1.0]]), np.array([-1.0, 1.0]), classes=("no", "yes"))
    assert scale_texts(Experiment(dataset="own", user_points=own)) == ("no", "yes", "0")
    long = dataclasses.replace(own, classes=("Iris setosa", "Iris virginica"))
    scale = ColorScale()
    async with hosted(scale, size=(40, 3)) as it:
        for width, ends in (
            (40, "Iris setosa Iris virginica"),
            (24, "setosa virginica"),
            (20, "setosa virgi…"),
            (17, "seto… virg…"),
        ):
            scale.styles.width = width
            scale.update_from(False, *scale_texts(Experiment(dataset="own", user_points=long)))
            await it.pause()
            left, right = ends.split(" ")[:2] if width < 40 else ("Iris setosa", "Iris virginica")
            assert lines(scale)[0].strip("•").startswith(left)
            assert lines(scale)[0].strip("•").endswith(right)


async def test_the_legend_names_both_classes_and_takes_no_room_without_names():
    own = UserPoints(np.array([[0.0, 0.0], [1.0, 1.0]]), np.array([-1.0, 1.0]), columns=("a", "b", "Purchased"))
    legend = ClassLegend()
    async with hosted(legend, size=(16, 4)) as it:
        for classes, shown in (
            (("Iris-setosa", "Iris-versicolor"), ["setosa", "versicolor"]),
            (("0", "1"), ["Purchased 0", "Purchased 1"]),
        ):
            legend.update_from(
                legend_names(Experiment(dataset="own", user_points=dataclasses.replace(own, classes=classes)))
            )
            await it.pause()
            assert [line[3:].strip() for line in lines(legend)] == shown
            assert legend.display
        for experiment in (Experiment(), Experiment(dataset="own", user_points=own)):
            legend.update_from(legend_names(experiment))
            assert not legend.display


# The plot


def losses(count: int, level: float = 0.4) -> Losses:
    falling = level * np.linspace(1.0, 0.2, max(count, 1))[:count]
    return Losses(1, falling, falling / 2)


async def test_a_plot_shows_both_curves_in_their_colours_and_the_epochs_below():
    plot = LossPlot()
    async with hosted(plot, size=(40, 10)) as it:
        plot.update_from(losses(100))
        await it.pause()
        assert "100" in lines(plot)[-1]
        braille = plot._cells.glyphs >= 0x2800
        assert {plot.ink, plot.palette.muted} <= set(plot._cells.foreground[braille].tolist())


async def test_a_plot_is_of_the_losses_that_came_last_however_fast_they_come():
    plot = LossPlot()
    async with hosted(plot, size=(40, 10)):
        for epochs in (100, 1000, 5000):
            plot.update_from(losses(epochs))
            assert lines(plot) == str(draw_losses(losses(epochs), 40, 10, plot.ink, plot.palette.muted)).splitlines()


async def test_of_a_new_start_the_old_plot_is_gone_at_once():
    plot = LossPlot()
    async with hosted(plot, size=(40, 10)) as it:
        plot.update_from(losses(100))
        plot.update_from(losses(1))
        await it.pause()
        assert not "".join(lines(plot)).strip()


# Lines of text


async def test_lines_are_shown_and_a_long_one_ends_with_an_ellipsis():
    text = TextLines(muted=(1,))
    text.styles.height = 3
    async with hosted(text, size=(12, 4)) as it:
        text.update_from("short", "exactly 12 c", "more than twelve")
        await it.pause()
        assert lines(text) == ["short       ", "exactly 12 c", "more than t…"]
        assert set(text._cells.foreground[1, :9].tolist()) == {text.palette.muted}
        assert set(text._cells.foreground[0].tolist()) == {DEFAULT}


async def test_the_same_lines_again_cost_nothing(monkeypatch):
    text = TextLines()
    async with hosted(text, size=(12, 4)) as it:
        text.update_from("a")
        await it.pause()
        drawn = []
        monkeypatch.setattr(text, "repaint", lambda: drawn.append(1))
        text.update_from("a")
        assert drawn == []
        text.update_from("b")
        assert drawn == [1]


# A sum


async def test_a_sum_shows_its_terms_the_bias_and_the_output():
    experiment = Experiment(seed="0.5")
    reading = sum_of(experiment, Trainer(experiment).network, (1, 0), 2.0, -1.0)
    text = SumText()
    async with hosted(text, size=(30, 8)) as it:
        assert not "".join(lines(text)).strip()
        text.update_from(reading)
        await it.pause()
        shown = "\n".join(lines(text))
        assert "x₁ 2.0, x₂ −1.0" in shown
        for word in ("X₁", "X₂", "bias", "sum", "Tanh"):
            assert word in shown
        text.update_from(dataclasses.replace(reading, x1=3.0))
        await it.pause()
        assert "x₁ 3.0" in "\n".join(lines(text))


# A picture of the data


async def test_the_picture_of_the_data_shows_training_points_and_no_test_points():
    sample = sample_of(Experiment(seed="0.5", dataset="spiral"))
    picture = DataPicture()
    picture.styles.height = 12
    async with hosted(picture, size=(24, 12)) as it:
        picture.update_from(sample)
        await it.pause()
        dots = picture._cells.glyphs != ord(" ")
        assert set(picture._cells.glyphs[dots].tolist()) == {ord("•")}
        train = sample.points[: sample.train_size]
        columns = np.minimum(23, np.floor((train[:, 0] + 6) / 12 * 24)).astype(int)
        rows = np.minimum(11, np.floor((6 - train[:, 1]) / 12 * 12)).astype(int)
        expected = np.zeros((12, 24), dtype=bool)
        inside = (np.abs(train) <= 6).all(axis=1)
        expected[rows[inside], columns[inside]] = True
        np.testing.assert_array_equal(dots, expected)
