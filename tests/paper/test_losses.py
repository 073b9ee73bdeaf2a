"""The losses as a vector picture: read back as XML."""

import re
from xml.etree import ElementTree

import numpy as np
import pytest

from nntui.paper.losses import LossFigure, OtherRun, losses_svg
from nntui.training.history import NO_LOSSES, Losses

SVG = "{http://www.w3.org/2000/svg}"


def curves(figure: LossFigure) -> dict[str, list[list[tuple[float, float]]]]:
    """The places of each curve, a list for each stroke."""
    root = ElementTree.fromstring(losses_svg(figure))
    found = {}
    for path in root.iter(f"{SVG}path"):
        name = path.get("id")
        if name:
            strokes = path.get("d", "").split("M")[1:]
            found.setdefault(name, []).extend(
                [tuple(map(float, place.split())) for place in stroke.split("L")] for stroke in strokes
            )
    return found


def texts(figure: LossFigure) -> list[str]:
    root = ElementTree.fromstring(losses_svg(figure))
    return [text.text or "" for text in root.iter(f"{SVG}text")]


def test_a_curve_begins_at_the_left_edge_and_ends_at_the_right_one() -> None:
    # The axes of the picture go from (76, 312) to (596, 66); the upper edge is 1, the next round number from 0.8.
    losses = Losses(2, np.array([0.8, 0.5, 0.25]), np.array([1.0, 0.5, 0.0]))
    found = curves(LossFigure(losses))
    assert found["test"] == [[(76, 66), (336, 189), (596, 312)]]
    (training,) = found["training"]
    assert training[0] == (76, pytest.approx(312 - 0.8 * 246, abs=0.1))


def test_a_loss_that_is_no_number_leaves_a_gap() -> None:
    test = np.array([0.5, 0.4, np.nan, 0.3, np.inf, 0.2])
    found = curves(LossFigure(Losses(1, np.zeros(6), test)))
    assert [len(stroke) for stroke in found["test"]] == [2, 2, 2]  # a single point is a stroke without length
    assert found["test"][1][0] == found["test"][1][1]


def test_thousands_of_epochs_stay_a_small_picture_and_keep_their_extremes() -> None:
    epochs = np.arange(8192)
    test = np.where(epochs == 4000, 0.9, 0.1 + 0.01 * np.sin(epochs))
    figure = LossFigure(Losses(1, np.full(8192, 0.05), test))
    assert len(losses_svg(figure)) < 60_000
    assert min(y for _x, y in curves(figure)["test"][0]) == pytest.approx(312 - 0.9 * 246, abs=0.1)


def test_other_runs_are_named_and_the_axes_take_them_in() -> None:
    longer = OtherRun('tanh <4> & "2"', Losses(10, np.zeros(11), np.full(11, 0.5)))
    losses = Losses(1, np.full(51, 0.1), np.full(51, 0.1))
    figure = LossFigure(losses, others=(longer,))
    assert curves(figure)["test"][0][-1] == (336, pytest.approx(312 - 0.2 * 246, abs=0.1))  # 50 of 100 epochs
    assert 'tanh <4> & "2"' in texts(figure)
    assert "test loss of other runs" in texts(figure)
    assert "test loss of other runs" not in texts(LossFigure(losses))


def test_the_ticks_of_epochs_are_whole() -> None:
    figure = LossFigure(Losses(1, np.full(3, 0.3), np.full(3, 0.3)))
    numbers = [text for text in texts(figure) if re.fullmatch(r"[\d.]+", text)]
    assert numbers[:3] == ["0", "1", "2"]


def test_nothing_trained_is_a_picture_of_the_axes() -> None:
    assert curves(LossFigure(NO_LOSSES, "Circle\x00\nepoch 0")) == {}


def test_the_axis_has_the_name_of_the_loss() -> None:
    losses = Losses(1, np.linspace(0.5, 0.1, 20), np.linspace(0.6, 0.2, 20))
    assert texts(LossFigure(losses)).count("loss") == 1
    named = texts(LossFigure(losses, axis="cross-entropy"))
    assert "cross-entropy" in named
    assert "loss" not in named
