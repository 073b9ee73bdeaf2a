"""Three classes and more on the screen, and the confusion matrix."""

import numpy as np
import pytest

from nntui.dialogs.confusion import ConfusionMatrix
from nntui.dialogs.output_questions import ShowConfusion
from nntui.drawing.class_values import ClassValues
from nntui.formats.points import parse_points
from nntui.playground.presenter import readout
from nntui.training.predictions import predict
from nntui.widgets.class_legend import ClassLegend
from nntui.widgets.color_scale import ColorScale
from nntui.widgets.data_picture import DataPicture
from nntui.widgets.network_diagram import NetworkDiagram
from tests.playground import opened
from tests.playground.fake_screen import Desk


@pytest.fixture
def desk():
    made: list[Desk] = []

    def make(**values):
        made.append(Desk(**values))
        return made[-1]

    yield make
    for each in made:
        each.session.close()


def test_the_confusion_matrix_is_read_again_only_when_there_is_something_new(desk):
    it = desk(dataset="three-arms")
    it.do("confusion")
    (question,) = it.screen.asked
    assert isinstance(question, ShowConfusion)
    first = question.read()
    assert question.read() is first
    sample = it.session.sample
    for table, labels in zip(
        first.tables, (sample.labels[: sample.train_size], sample.labels[sample.train_size :]), strict=True
    ):
        assert table.counts.sum(axis=1).tolist() == [int((labels == index).sum()) for index in range(3)]
    it.do("step-ten")
    second = question.read()
    assert (first.epoch, second.epoch) == (0, 10)
    assert second.classes == ("1", "2", "3")


def test_two_classes_have_a_confusion_matrix_and_a_regression_has_none(desk):
    it = desk()
    it.do("confusion")
    (question,) = it.screen.asked
    train, _test = question.read().tables
    accuracy, _ = predict(it.session.snapshot, it.session.sample).accuracy
    assert train.right / train.total == pytest.approx(accuracy)
    it.session.change(problem="regression")
    assert question.read() is None
    it.do("confusion")
    assert len(it.screen.asked) == 1
    assert it.told == "A regression has no classes: there is no confusion matrix"


@pytest.mark.parametrize(("width", "name"), [(22, "1"), (44, "class 1")])
def test_the_readout_names_the_likeliest_class_and_that_of_the_nearest_point(desk, width, name):
    it = desk(dataset="blobs", classes=4)
    it.do("step-ten", "step-ten")
    predictions = predict(it.session.snapshot, it.session.sample)
    first, second = readout(predictions, 0.0, 4.0, width).splitlines()
    assert first.startswith("(0.0")
    assert f"→ {name} " in first
    assert first.endswith("%")
    assert second.startswith(f"nearest {name} → {name} ")
    assert len(first) <= width


async def test_three_arms_at_80_by_24():
    async with opened((80, 24), dataset="three-arms") as it:
        grid, palette = it.app.screen.query_one("#grid"), it.app.screen.query_one(DataPicture).palette
        assert isinstance(grid._picture.values, ClassValues)
        shown = {int(color) for color in np.unique(grid._cells.background)} | {
            int(color) for color in np.unique(grid._cells.foreground)
        }
        assert shown & set(palette.classes.scales[0])
        assert {"●", "▲", "■"} <= set(str(grid._cells))
        assert {"●", "▲", "■"} <= set(str(it.app.screen.query_one(DataPicture)._cells))
        assert str(it.app.screen.query_one(ColorScale)._cells).split() == ["●", "1", "▲", "2", "■", "3"]
        assert len(it.app.screen.query_one(NetworkDiagram).geometry.layers[-1]) == 3
        await it.press("n", *["right"] * 6, "down")
        assert it.app.screen.query_one(NetworkDiagram).shown_node == (3, 1)
        assert set(grid._picture.values.winners.ravel().tolist()) == {1}
        assert str(it.app.screen.query_one("#output").border_title) == "Output 2"
        await it.press("escape", "C")
        matrix = it.app.screen.query_one(ConfusionMatrix)
        assert {"●1", "▲2", "■3"} <= set(str(matrix._cells).split())
        assert "Training:" in str(matrix._cells)
        assert matrix.region.bottom < 24
        before = str(matrix._cells)
        it.session.player.step(40)
        box = it.app.screen.query_one("#confusion")
        await it.until(lambda: str(box.border_title) == "Confusion matrix · epoch 40")
        assert str(matrix._cells) != before, "it follows the training"
        await it.press("C")
        assert not it.app.screen.query(ConfusionMatrix)


IRIS = "petal length,petal width,species\n" + "".join(
    f"{length + at % 5 / 10},{width + at % 7 / 20},Iris-{name}\n"
    for length, width, name in ((1.4, 0.2, "setosa"), (4.3, 1.3, "versicolor"), (5.6, 2.0, "virginica"))
    for at in range(20)
)


@pytest.mark.parametrize("size", [(80, 24), (120, 40)])
async def test_own_data_of_three_names_have_a_legend_with_the_shapes(size):
    points = parse_points(IRIS, "iris.csv").points
    async with opened(size, dataset="own", user_points=points) as it:
        screen = it.app.screen
        legend = screen.query_one(ClassLegend)
        lines = [line.replace("Iris-", "").split() for line in str(legend._cells).splitlines()]
        assert lines == [["●", "setosa"], ["▲", "versicolor"], ["■", "virginica"]]
        colors = legend.palette.classes
        assert legend._cells.background[:, 0].tolist() == [colors.full(index) for index in range(3)]
        assert {"●", "▲", "■"} <= set(str(screen.query_one(DataPicture)._cells) + str(screen.query_one("#grid")._cells))
        await it.press("a", "3")
        assert str(screen.query_one("#output").border_title) == "Painting virginica"
        grid = screen.query_one("#grid")
        at = np.argwhere(grid._cells.glyphs == ord("┼"))
        assert len(at) == 1
        assert grid._cells.background[tuple(at[0])] == colors.plain[2]
        await it.press("escape", "C")
        shown = str(it.app.screen.query_one(ConfusionMatrix)._cells)
        assert "● setosa" in shown
        assert "▲ versicolor" in shown


async def test_what_is_drawn_before_the_next_frame_has_the_points_of_the_one_on_the_screen(monkeypatch):
    """Another data set is there at once, its picture with the next frame; a key between them draws the one before."""
    async with opened((120, 40), dataset="three-arms") as it:
        await it.press("s")
        with monkeypatch.context() as patch:
            patch.setattr(it.screen.view, "draw", lambda: None)  # the frame is late
            it.session.change(dataset="circle")
            it.screen.view.refresh_output()
            it.screen.view.explain("what is being edited")
            it.screen.view.explain("")
        it.screen.view.draw()
        await it.settle()
        assert it.experiment.dataset == "circle"
