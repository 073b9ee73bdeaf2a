"""The session where something fails that never should: it says so, and goes on."""

import threading

import numpy as np
import pytest

from nntui.errors import NoThreadError
from nntui.experiment.experiment import Experiment
from nntui.experiment.user_points import UserPoints
from nntui.session.many_starts import ManyStarts, StartsPlan
from nntui.session.player import MOST_POINTS_AT_ONCE, Player
from nntui.session.replay import Replay
from nntui.session.session import TrainingSession
from nntui.training.rerun import Rerun
from nntui.training.trainer import Trainer

LIMIT = 120.0
EXPERIMENT = Experiment(seed="0.5")


@pytest.fixture
def session():
    with TrainingSession(EXPERIMENT) as it:
        yield it


@pytest.fixture
def no_threads(monkeypatch):
    def refuse(thread):
        raise RuntimeError("can't start new thread")

    monkeypatch.setattr(threading.Thread, "start", refuse)


def fails_once(function, error):
    """The function, whose first call fails."""
    errors = [error]

    def failing(*arguments, **named):
        if errors:
            raise errors.pop()
        return function(*arguments, **named)

    return failing


@pytest.mark.parametrize(
    ("error", "words"),
    [
        (ValueError("on purpose"), "Training stopped by an error: ValueError: on purpose"),
        (
            MemoryError(),
            "Training stopped by an error: there is not enough memory (is there a limit, as of ulimit -v?)",
        ),
    ],
)
@pytest.mark.parametrize("where", ["train_epoch", "snapshot", "adjust"])
def test_an_error_anywhere_in_the_worker_is_said_and_it_trains_on_when_asked(monkeypatch, session, where, error, words):
    session.player.step(1)
    assert session.player.wait(LIMIT)
    if where == "adjust":
        session.change(learning_rate=0.1)
    monkeypatch.setattr(Trainer, where, fails_once(getattr(Trainer, where), error))
    session.player.play()
    assert session.player.wait(LIMIT), "it has stopped"
    assert [notice.text for notice in session.player.take_notices()] == [words]
    reached = session.snapshot.epoch
    session.player.step(1)
    assert session.player.wait(LIMIT)
    assert session.snapshot.epoch > reached


def test_points_that_could_not_be_prepared_at_all_are_prepared_when_it_plays_again(monkeypatch):
    places = np.random.default_rng(7).uniform(-6, 6, (MOST_POINTS_AT_ONCE + 1, 2))
    points = UserPoints(places, np.where(places[:, 0] > 0, 1.0, -1.0))
    monkeypatch.setattr(Trainer, "__init__", fails_once(fails_once(Trainer.__init__, MemoryError()), MemoryError()))
    player = Player(Experiment(seed="0.5", dataset="own", user_points=points))
    try:
        assert player.wait(LIMIT)
        assert "not enough memory" in player.take_notices()[0].text
        player.step(1)
        assert player.wait(LIMIT)
        assert player.snapshot.epoch == 1
    finally:
        player.close()


def test_without_a_thread_nothing_is_trained_and_that_is_said(session, no_threads):
    session.player.play()
    assert not session.player.playing
    (notice,) = session.player.take_notices()
    assert notice.text == "Nothing can be trained: no thread can be started: is there a limit, as of ulimit -u or -v?"


def test_a_replay_without_a_thread_stays_where_it_is(session, monkeypatch):
    session.player.step(20)
    assert session.player.wait(LIMIT)
    replay = Replay(session.snapshot, session.player.checkpoints.changes())
    with monkeypatch.context() as patch:
        patch.setattr(
            threading.Thread, "start", fails_once(threading.Thread.start, RuntimeError("can't start new thread"))
        )
        replay.go_to(7)
        assert replay.shown.epoch == replay.wanted == 20
        assert "no thread can be started" in replay.take_notices()[0].text
    replay.go_to(7)
    assert replay.wait(LIMIT)
    assert replay.shown.epoch == 7
    replay.close(waits=True)


def test_an_error_in_a_film_stops_it_and_is_said(session, monkeypatch):
    session.player.step(20)
    assert session.player.wait(LIMIT)
    replay = Replay(session.snapshot, session.player.checkpoints.changes())
    replay.go_to(7)
    assert replay.wait(LIMIT)
    monkeypatch.setattr(Rerun, "nearest", fails_once(Rerun.nearest, ValueError("on purpose")))
    replay.toggle()
    assert replay.wait(LIMIT)
    assert not replay.is_playing
    assert "ValueError: on purpose" in replay.take_notices()[0].text
    replay.close(waits=True)


def test_many_starts_without_a_thread_are_refused(no_threads):
    with pytest.raises(NoThreadError, match="no thread can be started"):
        ManyStarts(StartsPlan(experiment=EXPERIMENT, number=2, epochs=1), lambda: None)
