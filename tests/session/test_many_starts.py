"""Many starts beside the session: what is published, that they can be stopped, and what is refused."""

import threading

import numpy as np
import pytest

from nntui.experiment.experiment import Experiment
from nntui.experiment.setting import SettingError
from nntui.experiment.user_points import UserPoints
from nntui.session import many_starts
from nntui.session.many_starts import ManyStarts, StartsPlan
from nntui.session.pacing import FLAT_OUT
from nntui.training.many_starts import starts_of, train_starts
from nntui.training.trainer import Trainer

LIMIT = 30.0


def plan(number: int = 6, epochs: int = 30, test_loss: float | None = 0.3, **values) -> StartsPlan:
    settings = {"seed": "1", "dataset": "xor", "hidden_layers": (3,)} | values
    new_data = bool(settings.pop("new_data", False))
    return StartsPlan(
        experiment=Experiment(**settings), number=number, new_data=new_data, epochs=epochs, test_loss=test_loss
    )


def through(wanted: StartsPlan, **named):
    """What comes of it, and all that was published."""
    seen, is_there = [], threading.Event()

    def listen() -> None:
        assert is_there.wait(LIMIT)  # the thread may be quicker than its maker
        seen.append(it.progress)

    it = ManyStarts(wanted, listen, **named)
    is_there.set()
    assert it.wait(LIMIT)
    return it.progress, seen


def test_the_starts_are_those_of_the_experiment_each_as_it_is_alone():
    progress, _seen = through(plan(7, 300))
    assert progress.is_over
    assert not progress.is_stopped
    assert [each.weights_draw for each in progress.results] == list(range(7))
    alone = Trainer(progress.plan.experiment.changed(weights_draw=4))
    for _ in range(300):
        alone.train_epoch()
    result = progress.results[4]
    assert result.test_loss == pytest.approx(alone.test_loss, abs=1e-9)
    assert progress.reached == sum(each.goal_epoch is not None for each in progress.results) > 0
    assert result.snapshot is not None
    history = result.snapshot.history
    assert len(history.test) <= 256  # what is kept is bounded
    assert history.test[0] == pytest.approx(Trainer(alone.experiment).test_loss)
    assert progress.band is not None
    losses = [each.test_loss for each in progress.results]
    assert progress.band.epochs[-1] == 300
    assert progress.band.spread[:, -1] == pytest.approx(np.quantile(losses, (0, 0.25, 0.5, 0.75, 1)))
    assert [each.test_loss for each in progress.settled] == sorted(losses)


@pytest.mark.parametrize("hidden", [(3,), (32, 32)])  # a stack, and one after the other
def test_what_is_published_grows_and_never_changes(hidden, monkeypatch):
    monkeypatch.setattr(many_starts, "_PUBLISH_S", 0.0)
    monkeypatch.setattr(many_starts, "_BAND_SHARE", 1e9)  # so every epoch is published
    progress, seen = through(plan(3, 4, hidden_layers=hidden))
    shares = [each.share for each in seen]
    assert len(seen) > 3
    assert shares == sorted(shares)
    assert shares[-1] == 1
    assert all(each.band is not None and each.band.starts == 3 for each in seen)
    assert [each.is_over for each in seen] == [False] * (len(seen) - 1) + [True]
    assert all(0 <= each.reached <= 3 for each in seen)
    assert len(progress.test_losses) == 3


def test_it_stops_with_what_there_is_and_closes_at_once():
    begun = threading.Event()
    it = ManyStarts(plan(10, 100_000), begun.set, lambda: FLAT_OUT)
    assert begun.wait(LIMIT)
    it.stop()
    assert it.wait(LIMIT)
    assert it.progress.is_stopped
    assert 0 < it.progress.results[0].epochs < 100_000
    seen: list[int] = []
    it = ManyStarts(plan(10, 100_000), lambda: seen.append(1))
    it.close()
    assert it.wait(0)
    count = len(seen)
    assert not it.progress.is_over or count == 0  # nobody hears of the end


def test_starts_that_diverge_are_counted_and_not_ranked():
    wild = plan(4, 40, learning_rate=10.0, activation="relu", problem="regression", hidden_layers=(8, 8))
    progress, _seen = through(wild)
    expected = train_starts(starts_of(wild.experiment, 4), 40)
    diverged = [each.weights_draw for each in expected if each.diverged_epoch is not None]
    assert diverged  # else the test shows nothing
    assert progress.diverged == len(diverged)
    assert not set(diverged) & {each.weights_draw for each in progress.settled}
    assert len(progress.test_losses) == 4 - len(diverged)
    settled = [each for each in expected if each.diverged_epoch is None]
    assert progress.test_losses == pytest.approx([each.test_loss for each in settled])
    assert (progress.band is None) == (not settled)


def test_what_cannot_be_trained_is_said_in_a_sentence():
    with pytest.raises(SettingError, match="zero initialization"):
        plan(zero_initialization=True).starts()
    assert len(plan(zero_initialization=True, new_data=True).starts()) == 6
    with pytest.raises(SettingError, match="at most"):
        ManyStarts(plan(20, weights_draw=9990), lambda: None)
    points = np.linspace(-1, 1, 100_000)
    own = UserPoints(np.column_stack((points, points)), np.where(points < 0, -1.0, 1.0))
    many = plan(200, dataset="own", user_points=own)
    with pytest.raises(SettingError, match="at most 80 of so many points"):
        many.starts()
    progress, _seen = through(plan(2, dataset="own"))
    assert progress.is_over
    assert progress.error
