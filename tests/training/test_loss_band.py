"""The band of many starts: quartiles epoch by epoch, of starts that have come unequally far."""

import numpy as np
import pytest

from nntui.training.history import Losses
from nntui.training.loss_band import loss_band


def curve(*test: float, stride: int = 1) -> Losses:
    return Losses(stride, np.zeros(len(test)), np.array(test))


def test_the_quartiles_are_those_of_the_starts_that_have_a_loss():
    curves = [curve(0.5, 0.4, 0.1), curve(0.7, 0.1), curve(0.6, float("nan"), 0.3), curve(0.9, 0.2, 0.2)]
    band = loss_band(curves)
    assert band.epochs.tolist() == [0, 1, 2]
    for column, values in enumerate(([0.5, 0.7, 0.6, 0.9], [0.4, 0.1, 0.2], [0.1, 0.3, 0.2])):
        expected = [min(values), *np.quantile(values, [0.25, 0.5, 0.75]), max(values)]
        assert band.spread[:, column] == pytest.approx(expected)
    assert band.median.test.tolist() == band.spread[2].tolist()


def test_an_epoch_that_no_start_has_is_no_number_and_starts_to_come_are_counted():
    band = loss_band([curve(0.5, float("inf"))], starts=20)
    assert np.isnan(band.spread[:, 1]).all()
    assert band.starts == 20


def test_it_is_bounded_and_its_epochs_are_those_of_every_curve():
    long = Losses(4, np.arange(0.0, 1000.0), np.arange(0.0, 4000.0, 4.0))  # the loss is the epoch
    short = Losses(1, np.arange(0.0, 3000.0), np.arange(0.0, 3000.0))
    band = loss_band([long, short], most=100)
    assert band.spread.shape[1] <= 100
    assert np.allclose(band.spread[0], band.epochs)
    assert band.epochs[-1] > 3900


@pytest.mark.parametrize("most", [1, 2, 256])
def test_the_start_alone_is_a_band(most):
    assert loss_band([curve(0.5)], most=most).spread.shape == (5, 1)
