"""The losses over the epochs, in bounded memory."""

import numpy as np
import pytest

from nntui.training.history import CAPACITY, History, Losses


def loss_at(epoch: int) -> tuple[float, float]:
    return epoch + 0.25, -epoch - 0.5


def filled(epochs: int, history: History | None = None, start: int = 0) -> History:
    """A history of so many epochs, or one that goes on from `start`."""
    history = History() if history is None else history
    for epoch in range(start, epochs):
        history.append(epoch, *loss_at(epoch))
    return history


def assert_kept(losses: Losses, epochs: list[int]) -> None:
    assert losses.epochs.tolist() == epochs
    assert losses.train.tolist() == [loss_at(epoch)[0] for epoch in epochs]
    assert losses.test.tolist() == [loss_at(epoch)[1] for epoch in epochs]


def test_nothing_yet():
    history = History()
    assert len(history) == 0
    assert_kept(history.view(), [])


@pytest.mark.parametrize(
    ("epochs", "stride"),
    [
        (1, 1),
        (2, 1),
        (CAPACITY - 1, 1),
        (CAPACITY, 1),
        (CAPACITY + 1, 2),
        (2 * CAPACITY - 1, 2),
        (2 * CAPACITY, 2),
        (2 * CAPACITY + 1, 4),
        (5 * CAPACITY + 3, 8),
    ],
)
def test_when_it_is_full_every_other_epoch_goes(epochs, stride):
    history = filled(epochs)
    losses = history.view()
    assert losses.stride == stride
    assert_kept(losses, list(range(0, epochs, stride)))
    assert len(history) == len(losses.train) <= CAPACITY


def test_a_long_run_stays_bounded_and_keeps_the_first_epoch_and_a_recent_one():
    history = filled(20 * CAPACITY)
    losses = history.view()
    assert CAPACITY // 2 < len(history) <= CAPACITY
    assert losses.epochs[0] == 0
    assert 20 * CAPACITY - losses.epochs[-1] <= losses.stride


def test_a_view_never_changes():
    history = History()
    views = {}
    for epoch in range(3 * CAPACITY):
        history.append(epoch, *loss_at(epoch))
        if epoch in (0, 1, 100, CAPACITY - 1, CAPACITY, CAPACITY + 1, 2 * CAPACITY):
            views[epoch] = history.view()
    for epoch, losses in views.items():
        stride = 1 if epoch < CAPACITY else 2 if epoch < 2 * CAPACITY else 4
        assert losses.stride == stride
        assert_kept(losses, list(range(0, epoch + 1, stride)))


def test_a_view_cannot_be_written_to():
    losses = filled(3).view()
    for array in (losses.train, losses.test):
        with pytest.raises(ValueError, match="read-only"):
            array[0] = 7.0


@pytest.mark.parametrize("more", [0, 1, 50])
@pytest.mark.parametrize("at", [0, 1, 10, CAPACITY - 1, CAPACITY, CAPACITY + 1, CAPACITY + 2, 2 * CAPACITY + 1])
def test_going_on_from_a_view_is_as_if_nothing_had_been(at, more):
    resumed = filled(at + more, History(filled(at).view()), start=at).view()
    assert resumed.stride == filled(at + more).view().stride
    assert_kept(resumed, list(range(0, at + more, resumed.stride)))


@pytest.mark.parametrize("at", [10, CAPACITY - 1, CAPACITY, CAPACITY + 1])
def test_two_histories_that_go_on_from_one_view_do_not_meet(at):
    losses = filled(at).view()
    one, other = History(losses), History(losses)
    stride = losses.stride
    nexts = [epoch for epoch in range(at, at + 3) if epoch % (2 * stride) == 0]
    for epoch in range(at, at + 3):
        one.append(epoch, 1.0, 1.0)
        other.append(epoch, 2.0, 2.0)
    assert_kept(losses, list(range(0, at, stride)))
    for history, value in ((one, 1.0), (other, 2.0)):
        view = history.view()
        for epoch in nexts:
            assert view.train[view.epochs.tolist().index(epoch)] == value


def test_a_loss_that_is_no_number_is_kept_as_it_is():
    history = History()
    history.append(0, 0.5, float("nan"))
    assert np.isnan(history.view().test).tolist() == [True]
