"""The session, without a screen: playing, pacing, changing, undo, and what goes wrong in its thread.

No test here measures time or sleeps. What the worker does is waited for, with a limit that only a hang can reach;
pacing is tested with a clock that stands still until the test moves it.
"""

import dataclasses
import math
import sys
import threading
from collections.abc import Iterable

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from nntui.engine.calls import run
from nntui.experiment.experiment import SETTINGS, Experiment
from nntui.experiment.setting import SettingError
from nntui.session.lesson_place import LessonPlace
from nntui.session.notice import RunEnd
from nntui.session.pacing import DEFAULT_SPEED, FLAT_OUT, SPEED, SPEEDS, EpochPacer
from nntui.session.player import Player
from nntui.session.session import TrainingSession
from nntui.session.stopping import Goal, PlateauDetector
from nntui.training import trainer as training
from nntui.training.snapshot import Snapshot
from nntui.training.trainer import DivergedError, Trainer, sample_of

LIMIT = 120.0
"""Seconds that only a hang can reach, however busy the machine is."""
EXPERIMENT = Experiment(seed="0.5")
DIVERGING = Experiment(
    seed="1", problem="regression", features=("x-squared", "y-squared"), hidden_layers=(), learning_rate=0.01
)

RESTARTING = {
    "problem": "regression",
    "dataset": "xor",
    "regression_dataset": "reg-gauss",
    "noise": 25.0,
    "train_share": 70.0,
    "batch_size": 7,
    "features": ("x", "sin-y"),
    "hidden_layers": (3,),
    "activation": "relu",
    "regularization": "L1",
    "seed": "0.25",
    "weights_draw": 3,
    "zero_initialization": True,
    "initialization": "he",
    "classes": 4,
    "loss": "cross-entropy",
    "optimizer": "adam",
    "layer_activations": ("relu",),
    "dropout": (0.5,),
    "shuffle": True,
}
ADAM, STEP = {"optimizer": "adamw"}, {"schedule": "step", "schedule_epochs": 1}
RATES = {
    "learning_rate": (0.1, {}),
    "regularization_rate": (0.3, {}),
    "momentum": (0.5, {"optimizer": "momentum"}),
    "beta1": (0.5, ADAM),
    "beta2": (0.9, ADAM),
    "epsilon": (0.1, ADAM),
    "weight_decay": (0.5, ADAM),
    "rho": (0.5, {"optimizer": "rmsprop"}),
    "schedule": ("cosine", STEP),
    "schedule_epochs": (2, STEP),
    "schedule_factor": (0.1, STEP),
}
"""What a rate becomes, and the settings with which it counts."""
VIEW = {"discretize": True, "show_test_data": True}


def bits(snapshot: Snapshot) -> tuple:
    """All that a frame holds, comparable to the bit."""
    return (
        snapshot.experiment,
        snapshot.epoch,
        snapshot.parameters.tobytes(),
        None if snapshot.dead is None else snapshot.dead.tobytes(),
        repr((snapshot.train_loss, snapshot.test_loss)),
        snapshot.history.stride,
        snapshot.history.train.tobytes(),
        snapshot.history.test.tobytes(),
    )


def trained(experiment: Experiment, epochs: int = 0) -> Snapshot:
    """What the session should come to, from a trainer without a thread."""
    trainer = Trainer(experiment)
    for _ in range(epochs):
        trainer.train_epoch()
    return trainer.snapshot()


def went_on(snapshot: Snapshot, epochs: int) -> Snapshot:
    trainer = Trainer(snapshot.experiment, snapshot)
    for _ in range(epochs):
        trainer.train_epoch()
    return trainer.snapshot()


def finish(session: TrainingSession) -> None:
    assert session.player.wait(LIMIT), "the session still trains"


def step(session: TrainingSession, epochs: int = 1) -> Snapshot:
    session.player.step(epochs)
    finish(session)
    return session.snapshot


def until(session: TrainingSession, happened) -> None:
    """Waits for something that the session publishes."""
    news = threading.Condition()

    def tell() -> None:
        with news:
            news.notify_all()

    session.player.listener = tell
    with news:
        assert news.wait_for(happened, LIMIT), "it never happened"


def play_flat_out(session: TrainingSession, epochs: int = 5) -> None:
    """Plays as fast as possible, and comes back when some epochs more are trained."""
    least = session.snapshot.epoch + epochs
    session.player.set_speed(FLAT_OUT)
    session.player.play()
    until(session, lambda: session.snapshot.epoch >= least)


@pytest.fixture
def opened():
    """Makes sessions, and sees at the end that closing them ends their threads."""
    before = set(threading.enumerate())
    sessions = []

    def make(experiment: Experiment = EXPERIMENT, **options) -> TrainingSession:
        sessions.append(TrainingSession(experiment, **options))
        return sessions[-1]

    yield make
    for session in sessions:
        session.close()
    assert set(threading.enumerate()) <= before


@pytest.fixture
def session(opened):
    return opened()


class Gate:
    """Holds the worker inside an epoch."""

    def __init__(self, monkeypatch) -> None:
        self._inside, self._open = threading.Event(), threading.Event()
        self.trained: list[Experiment] = []
        train = Trainer.train_epoch

        def train_epoch(trainer: Trainer) -> None:
            if threading.current_thread() is not threading.main_thread():
                self.trained.append(trainer.experiment)
                self._inside.set()
                assert self._open.wait(LIMIT)
            train(trainer)

        monkeypatch.setattr(Trainer, "train_epoch", train_epoch)

    def wait(self) -> None:
        assert self._inside.wait(LIMIT), "the worker never began an epoch"

    def open(self) -> None:
        self._open.set()


class Clock:
    """Stands still until it is moved."""

    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        return self.now


# Playing


def test_a_new_session_waits_at_epoch_0(session):
    assert not session.player.playing
    assert session.player.speed == DEFAULT_SPEED == 60
    assert not session.can_undo
    assert not session.can_redo
    assert session.player.take_notices() == []
    assert session.experiment == EXPERIMENT
    assert bits(session.snapshot) == bits(trained(EXPERIMENT))
    assert session.player.wait(0)
    assert repr(session) == "TrainingSession(paused, epoch 0, 60/s)"


def test_one_step_and_ten_train_just_that(session):
    assert bits(step(session, 1)) == bits(trained(EXPERIMENT, 1))
    assert bits(step(session, 10)) == bits(trained(EXPERIMENT, 11))
    assert not session.player.playing


def test_steps_asked_for_at_once_add_up(session):
    session.player.step()
    session.player.step(10)
    session.player.step()
    finish(session)
    assert session.snapshot.epoch == 12


def test_play_trains_until_pause_and_goes_on_from_there(session):
    play_flat_out(session)
    assert session.player.playing
    assert "playing" in repr(session)
    session.player.pause()
    finish(session)
    first = session.snapshot
    assert not session.player.playing
    assert bits(first) == bits(trained(EXPERIMENT, first.epoch))
    play_flat_out(session)
    session.player.pause()
    finish(session)
    assert session.snapshot.epoch > first.epoch
    assert bits(session.snapshot) == bits(trained(EXPERIMENT, session.snapshot.epoch))


def test_pause_stops_at_the_end_of_the_epoch(session, monkeypatch):
    gate = Gate(monkeypatch)
    session.player.set_speed(FLAT_OUT)
    session.player.play()
    gate.wait()
    session.player.pause()
    assert not session.player.wait(0)  # the epoch that it is in is still being trained
    gate.open()
    finish(session)
    assert session.snapshot.epoch == 1


def test_toggle(session):
    session.player.toggle()
    assert session.player.playing
    session.player.toggle()
    assert not session.player.playing


def test_a_step_while_playing_pauses(session, monkeypatch):
    gate = Gate(monkeypatch)
    session.player.set_speed(FLAT_OUT)
    session.player.play()
    gate.wait()
    session.player.step(3)
    assert not session.player.playing
    gate.open()
    finish(session)
    assert session.snapshot.epoch == 1 + 3  # the one it was in, and the three


def test_wait_says_when_it_takes_longer(session):
    session.player.play()
    assert not session.player.wait(0)


def test_run_until_an_epoch_stops_right_there(session):
    session.player.set_speed(FLAT_OUT)
    session.player.run_until(Goal(epoch=50))
    assert session.player.playing
    finish(session)
    assert not session.player.playing
    assert bits(session.snapshot) == bits(trained(EXPERIMENT, 50))
    assert session.player.end == RunEnd("Epoch 50 is reached", "goal reached")
    assert session.player.take_notices() == []
    session.player.step(1)
    assert session.player.end is None


def test_run_until_a_test_loss_stops_at_the_first_epoch_under_it(session):
    losses = trained(EXPERIMENT, 200).history.test
    wanted = float(losses[0]) / 2
    first = int(np.argmax(losses < wanted))
    assert first > 1
    session.player.set_speed(FLAT_OUT)
    session.player.run_until(Goal(test_loss=wanted))
    finish(session)
    assert bits(session.snapshot) == bits(trained(EXPERIMENT, first))
    end = session.player.end
    assert end is not None
    assert "test loss is under" in end.sentence
    assert f"epoch {first}" in end.sentence
    assert not end.failed


@pytest.mark.parametrize(("goal", "epoch"), [(Goal(epoch=7, test_loss=0.0), 7), (Goal(epoch=7, test_loss=9.0), 0)])
def test_of_two_goals_the_first_reached_counts(session, goal, epoch):
    session.player.set_speed(FLAT_OUT)
    session.player.run_until(goal)
    finish(session)
    assert session.snapshot.epoch == epoch


@pytest.mark.parametrize("goal", [Goal(epoch=3), Goal(epoch=5), Goal(test_loss=1.0)])
def test_a_goal_that_is_reached_already_is_said_and_nothing_is_trained(session, goal):
    step(session, 5)
    session.player.run_until(goal)
    assert not session.player.playing
    assert session.snapshot.epoch == 5
    assert session.player.end is not None


def test_a_goal_that_is_reached_already_stops_the_play(session):
    play_flat_out(session)
    session.player.run_until(Goal(epoch=1))
    assert not session.player.playing


def test_pause_forgets_the_goal(session):
    session.player.set_speed(1)
    session.player.run_until(Goal(epoch=20))
    session.player.pause()
    finish(session)
    play_flat_out(session, 30)
    assert session.player.playing
    assert session.player.take_notices() == []


def test_steps_by_hand_go_past_a_goal(session):
    session.player.set_speed(1)
    session.player.run_until(Goal(epoch=20))
    assert step(session, 30).epoch >= 30
    assert session.player.take_notices() == []


# Speed


def test_the_speeds():
    assert list(SPEEDS) == [1, 5, 10, 30, 60, 120, 300, math.inf]
    assert [SPEED.display(speed) for speed in SPEEDS[:2]] == ["1/s", "5/s"]
    assert SPEED.display(FLAT_OUT) == "flat out"
    assert [SPEED.parse(SPEED.display(speed)) for speed in SPEEDS] == list(SPEEDS)
    assert [SPEED.parse(SPEED.format(speed)) for speed in SPEEDS] == list(SPEEDS)


def test_faster_and_slower_walk_through_the_speeds_and_stop_at_the_ends(session):
    up, down = [], []
    session.player.set_speed(SPEEDS[0])
    for _ in SPEEDS:
        session.player.change_speed(+1)
        up.append(session.player.speed)
    for _ in SPEEDS:
        session.player.change_speed(-1)
        down.append(session.player.speed)
    assert up == [*SPEEDS[1:], FLAT_OUT]
    assert down == [*reversed(SPEEDS[:-1]), SPEEDS[0]]


@pytest.mark.parametrize(("direction", "speed"), [(+1, 60), (-1, 30)])
def test_a_speed_between_goes_to_the_next(session, direction, speed):
    session.player.set_speed(45)
    session.player.change_speed(direction)
    assert session.player.speed == speed


@pytest.mark.parametrize("speed", [0, -1, 0.5, 301, math.nan, -math.inf, "60", None, True])
def test_a_speed_that_is_not_allowed_is_refused(session, speed):
    with pytest.raises(SettingError, match=r"Speed: .* is not allowed; allowed is a number from 1 to 300, or flat out"):
        session.player.set_speed(speed)
    assert session.player.speed == DEFAULT_SPEED


@pytest.mark.parametrize("text", ["", "fast", "0", "1/h", "nan"])
def test_a_typed_speed_that_is_none_is_refused(text):
    with pytest.raises(SettingError):
        SPEED.parse(text)


@pytest.mark.parametrize("speed", SPEEDS[:-1])
def test_it_trains_at_the_speed_by_the_clock(opened, speed):
    clock = Clock()
    session = opened(clock=clock)
    step(session)
    session.player.set_speed(speed)
    session.player.play()
    for second in (1, 2):
        clock.now = float(second)
        session.player.set_speed(speed)  # wakes it, so that it looks at the clock
        # One of play's own, at once, and then so many a second.
        until(session, lambda second=second: session.snapshot.epoch >= 2 + second * speed)
        assert session.snapshot.epoch == 2 + second * speed
    session.player.pause()
    finish(session)
    assert session.snapshot.epoch == 2 + 2 * speed


def test_time_at_a_slower_speed_is_not_made_up_for_at_a_faster_one(opened):
    clock = Clock()
    session = opened(clock=clock)
    session.player.frame_rate = 30
    step(session)
    session.player.set_speed(1)
    session.player.play()
    until(session, lambda: session.snapshot.epoch == 2)
    clock.now = 0.9
    session.player.set_speed(300)
    clock.now = 1.0
    session.player.set_speed(300)
    until(session, lambda: session.snapshot.epoch > 2)
    assert session.snapshot.epoch == 2 + 30


def test_flat_out_hands_on_a_frame_each_thirtieth_of_a_second(opened, monkeypatch):
    clock = Clock()
    train = Trainer.train_epoch

    def train_epoch(trainer: Trainer) -> None:
        train(trainer)
        clock.now += 0.02

    monkeypatch.setattr(Trainer, "train_epoch", train_epoch)
    session = opened(clock=clock)
    shown = []

    def listener() -> None:
        if threading.current_thread() is not threading.main_thread():
            shown.append(session.snapshot.epoch)

    session.player.listener = listener
    session.player.set_speed(FLAT_OUT)
    session.player.run_until(Goal(epoch=9))
    finish(session)
    session.close()
    assert shown == [2, 4, 6, 8, 9]


def test_a_machine_slower_than_the_speed_hands_on_each_frame(opened, monkeypatch):
    clock, seconds = Clock(), 0.0
    train = Trainer.train_epoch

    def train_epoch(trainer: Trainer) -> None:
        train(trainer)
        clock.now += seconds

    monkeypatch.setattr(Trainer, "train_epoch", train_epoch)
    session = opened(clock=clock)
    step(session)
    session.player.set_speed(1)
    session.player.play()
    until(session, lambda: session.snapshot.epoch == 2)
    shown = []

    def listener() -> None:
        if threading.current_thread() is not threading.main_thread():
            shown.append(session.snapshot.epoch)

    session.player.listener = listener
    seconds = 0.5
    session.player.set_speed(300)
    clock.now = 1.0
    session.player.run_until(Goal(epoch=6))
    finish(session)
    session.close()
    assert shown[-4:] == [3, 4, 5, 6]


# Starting anew


def test_restart_goes_back_to_the_same_first_weights(session):
    step(session, 30)
    session.restart()
    assert bits(session.snapshot) == bits(trained(EXPERIMENT))
    assert bits(step(session, 30)) == bits(trained(EXPERIMENT, 30))


def test_restart_can_be_undone(session):
    before = step(session, 30)
    session.restart()
    session.undo()
    assert bits(session.snapshot) == bits(before)
    assert bits(step(session, 5)) == bits(trained(EXPERIMENT, 35))


def test_restart_at_the_start_is_nothing_to_undo(session):
    session.restart()
    assert not session.can_undo


def test_new_weights_keep_the_points(session):
    points, labels = session.sample.points, session.sample.labels
    seen = {session.snapshot.parameters.tobytes()}
    for draw in (1, 2, 3):
        session.new_weights()
        assert session.experiment == EXPERIMENT.changed(weights_draw=draw)
        assert bits(session.snapshot) == bits(trained(EXPERIMENT.changed(weights_draw=draw)))
        seen.add(session.snapshot.parameters.tobytes())
    assert len(seen) == 4
    np.testing.assert_array_equal(session.sample.points, points)
    np.testing.assert_array_equal(session.sample.labels, labels)


def test_new_weights_can_be_undone_and_restart_keeps_them(session):
    before = step(session, 4)
    session.new_weights()
    first = session.snapshot
    step(session, 4)
    session.restart()
    assert bits(session.snapshot) == bits(first)
    session.undo()
    session.undo()
    assert bits(session.snapshot) == bits(before)


def test_new_weights_begin_again_after_the_last_draw(opened):
    session = opened(EXPERIMENT.changed(weights_draw=int(SETTINGS["weights_draw"].high)))
    session.new_weights()
    assert session.experiment.weights_draw == 0


def test_new_weights_say_that_all_are_zero(opened):
    session = opened(EXPERIMENT.changed(zero_initialization=True))
    step(session, 3)
    session.new_weights()
    (notice,) = session.player.take_notices()
    assert "0" in notice.text
    assert session.snapshot.epoch == 0
    assert session.experiment.weights_draw == 0


def test_new_data_draw_another_seed(session):
    before = step(session, 3)
    session.new_weights()
    seeds = {EXPERIMENT.seed}
    for _ in range(5):
        session.new_data()
        seeds.add(session.experiment.seed)
        assert session.experiment == EXPERIMENT.changed(seed=session.experiment.seed)
        assert bits(session.snapshot) == bits(trained(session.experiment))
    assert len(seeds) == 6
    np.testing.assert_array_equal(session.sample.points, sample_of(session.experiment).points)
    for _ in range(6):
        session.undo()
    assert bits(session.snapshot) == bits(before)


def test_another_experiment_can_be_opened_and_undone(session):
    before = step(session, 3)
    other = Experiment(seed="7", problem="regression", hidden_layers=(8,))
    session.open(other)
    assert bits(session.snapshot) == bits(trained(other))
    session.undo()
    assert bits(session.snapshot) == bits(before)


def test_opening_the_same_experiment_with_another_view_can_be_undone(session):
    before = step(session, 3)
    session.open(EXPERIMENT.changed(discretize=True))
    session.undo()
    assert bits(session.snapshot) == bits(before)


# Changing


def test_every_setting_has_its_case_here():
    assert set(RESTARTING) | set(RATES) | set(VIEW) == set(SETTINGS)


@pytest.mark.parametrize("name", RESTARTING)
def test_a_change_starts_anew(session, name):
    value = RESTARTING[name]
    before = step(session, 3)
    session.change(**{name: value})
    expected = EXPERIMENT.changed(**{name: value})
    assert getattr(session.experiment, name) == value
    assert bits(session.snapshot) == bits(trained(expected))
    assert bits(step(session, 2)) == bits(trained(expected, 2))
    session.undo()
    assert bits(session.snapshot) == bits(before)
    assert SETTINGS[name].restarts


@pytest.mark.parametrize("name", RATES)
def test_a_rate_changes_in_flight(opened, name):
    value, others = RATES[name]
    experiment = EXPERIMENT.changed(regularization="L2", **others)
    session = opened(experiment)
    before = step(session, 3)
    session.change(**{name: value})
    changed = experiment.changed(**{name: value})
    assert bits(session.snapshot) == bits(dataclasses.replace(before, experiment=changed))

    trainer = Trainer(experiment)
    for _ in range(3):
        trainer.train_epoch()
    trainer.adjust(changed)
    for _ in range(3):
        trainer.train_epoch()
    assert bits(step(session, 3)) == bits(trainer.snapshot())
    assert session.snapshot.parameters.tobytes() != trained(experiment, 6).parameters.tobytes()
    assert not SETTINGS[name].restarts


@pytest.mark.parametrize("name", VIEW)
def test_what_is_only_shown_keeps_the_training(session, name):
    before = step(session, 3)
    session.change(**{name: True})
    changed = EXPERIMENT.changed(**{name: True})
    assert bits(session.snapshot) == bits(dataclasses.replace(before, experiment=changed))
    assert bits(step(session, 3)) == bits(dataclasses.replace(trained(EXPERIMENT, 6), experiment=changed))


@pytest.mark.parametrize("change", [{"learning_rate": 0.1}, {"discretize": True}])
def test_a_change_in_flight_lets_it_play(session, change):
    play_flat_out(session)
    epoch = session.snapshot.epoch
    session.change(**change)
    assert session.player.playing
    assert session.snapshot.epoch >= epoch
    until(session, lambda: session.snapshot.epoch >= epoch + 5)
    assert session.player.take_notices() == []


@pytest.mark.parametrize("change", [{"noise": 20.0}, {"train_share": 80.0}])
def test_noise_and_share_keep_the_data(session, change):
    points = session.sample.points.copy()
    session.change(**change)
    assert session.experiment.seed == EXPERIMENT.seed
    np.testing.assert_array_equal(session.sample.points, points)  # of a circle, the noise moves no point
    assert session.sample.train_size == session.experiment.train_size


def test_several_settings_change_as_one(session):
    before = step(session, 3)
    session.change(noise=10.0, learning_rate=0.1, hidden_layers=())
    assert session.experiment == EXPERIMENT.changed(noise=10.0, learning_rate=0.1, hidden_layers=())
    session.undo()
    assert bits(session.snapshot) == bits(before)
    assert not session.can_undo


def test_no_change_is_nothing_to_undo(session):
    before = step(session, 3)
    session.change(noise=EXPERIMENT.noise, features=["y", "x"])
    assert session.snapshot is before
    assert not session.can_undo


REFUSED = [
    {"noise": -1.0},
    {"noise": math.nan},
    {"train_share": 0.0},
    {"batch_size": 251},
    {"batch_size": 2.5},
    {"learning_rate": math.inf},
    {"regularization_rate": 11},
    {"hidden_layers": (0,)},
    {"hidden_layers": (1,) * 11},
    {"features": ("z",)},
    {"activation": "step"},
    {"regularization": "l3"},
    {"problem": "clustering"},
    {"dataset": "reg-plane"},
    {"regression_dataset": "circle"},
    {"seed": ""},
    {"weights_draw": -1},
    {"zero_initialization": "yes"},
    {"discretize": 1},
    {"show_test_data": None},
    {"learning_rate": 0.1, "noise": 101},
    {"train_share": math.nan},
    {"train_share": math.inf},
]


@pytest.mark.parametrize("change", REFUSED, ids=str)
def test_what_is_not_allowed_changes_nothing(session, change):
    step(session, 3)
    session.change(learning_rate=0.3)
    session.undo()
    before = session.snapshot
    with pytest.raises(SettingError) as refusal:
        session.change(**change)
    assert refusal.type is SettingError
    assert session.snapshot is before
    assert session.experiment == EXPERIMENT
    assert session.can_redo
    assert not session.can_undo
    assert session.player.take_notices() == []
    assert bits(step(session, 1)) == bits(trained(EXPERIMENT, 4))


def test_an_unknown_setting_is_refused(session):
    before = session.snapshot
    with pytest.raises(TypeError):
        session.change(colour="red")
    assert session.snapshot is before
    assert not session.can_undo


def test_a_batch_gives_way_to_a_smaller_training_set_and_says_so(opened):
    session = opened(EXPERIMENT.changed(batch_size=100))
    session.change(train_share=10.0)
    assert session.experiment.batch_size == 50
    (notice,) = session.player.take_notices()
    assert "batch size is now 50" in notice.text
    assert not notice.failed
    session.undo()
    assert session.experiment.batch_size == 100
    session.change(train_share=10.0, batch_size=20)
    assert session.experiment.batch_size == 20
    assert session.player.take_notices() == []


# Undo


def test_undo_and_redo_bring_the_networks_back(session):
    first = step(session, 5)
    session.change(noise=30.0)
    second = step(session, 4)
    session.change(hidden_layers=(2, 2))
    third = step(session, 3)

    session.undo()
    assert bits(session.snapshot) == bits(second)
    session.undo()
    assert bits(session.snapshot) == bits(first)
    assert session.can_redo
    assert not session.can_undo
    session.redo()
    assert bits(session.snapshot) == bits(second)
    session.redo()
    assert bits(session.snapshot) == bits(third)
    assert session.can_undo
    assert not session.can_redo


@pytest.mark.parametrize(
    "experiment",
    [
        EXPERIMENT,
        EXPERIMENT.changed(batch_size=30),  # points are carried over from epoch to epoch
        EXPERIMENT.changed(regularization="L1", regularization_rate=0.1),  # some weights are dead
        EXPERIMENT.changed(problem="regression", activation="relu", learning_rate=0.01),
    ],
    ids=["default", "carried", "dead", "regression"],
)
def test_training_goes_on_to_the_bit_after_undo(opened, experiment):
    session = opened(experiment)
    step(session, 12)
    session.change(activation="sigmoid")
    step(session, 2)
    session.undo()
    straight = trained(experiment, 20)
    assert bits(step(session, 8)) == bits(straight)
    if experiment.regularization == "L1":
        assert straight.dead is not None
        assert straight.dead.any()


def test_undo_of_a_rate_brings_back_the_network_from_before(session):
    before = step(session, 5)
    session.change(learning_rate=1.0)
    later = step(session, 5)
    session.undo()
    assert bits(session.snapshot) == bits(before)
    assert bits(step(session, 5)) == bits(trained(EXPERIMENT, 10))
    session.redo()
    assert bits(session.snapshot) == bits(later)


def test_after_redo_from_further_on_undo_comes_back_to_there(session):
    step(session, 2)
    session.change(noise=30.0)
    session.undo()
    further = step(session, 3)
    session.redo()
    session.undo()
    assert bits(session.snapshot) == bits(further) == bits(trained(EXPERIMENT, 5))


@pytest.mark.parametrize(
    "action",
    [
        lambda session: session.change(noise=10.0),
        lambda session: session.change(learning_rate=0.1),
        lambda session: session.change(discretize=True),
        lambda session: session.new_weights(),
        lambda session: session.new_data(),
        lambda session: session.restart(),
        lambda session: session.open(Experiment(seed="2")),
    ],
    ids=["restarting", "rate", "view", "weights", "data", "restart", "open"],
)
def test_a_new_change_clears_redo(session, action):
    step(session, 2)
    session.change(hidden_layers=(3,))
    session.undo()
    action(session)
    assert not session.can_redo
    now = session.snapshot
    session.redo()
    assert session.snapshot is now


def test_nothing_to_undo_or_redo_is_no_fault(session):
    before = step(session, 2)
    session.undo()
    session.redo()
    assert session.snapshot is before


def test_undo_of_the_view_rewinds_nothing(session):
    step(session, 2)
    session.change(discretize=True)
    step(session, 2)
    session.change(show_test_data=True)
    step(session, 2)
    session.undo()
    assert (session.experiment.discretize, session.experiment.show_test_data) == (True, False)
    session.undo()
    assert bits(session.snapshot) == bits(trained(EXPERIMENT, 6))
    step(session, 1)
    session.redo()
    session.redo()
    assert session.experiment == EXPERIMENT.changed(discretize=True, show_test_data=True)
    assert bits(session.snapshot) == bits(dataclasses.replace(trained(EXPERIMENT, 7), experiment=session.experiment))


def test_undo_of_the_view_after_redo_rewinds_nothing_either(session):
    session.change(discretize=True)
    for act in (session.undo, session.redo, session.undo, session.redo):
        step(session, 2)
        act()
    assert bits(session.snapshot) == bits(dataclasses.replace(trained(EXPERIMENT, 8), experiment=session.experiment))
    assert session.experiment.discretize


def test_undo_pauses_but_of_the_view_it_plays_on(session):
    session.change(learning_rate=0.1)
    session.change(discretize=True)
    play_flat_out(session)
    session.undo()
    assert session.player.playing
    session.undo()
    assert not session.player.playing
    assert bits(session.snapshot) == bits(trained(EXPERIMENT))


def test_redo_pauses(session):
    step(session, 2)
    session.change(noise=10.0)
    after = session.snapshot
    session.undo()
    play_flat_out(session)
    session.redo()
    assert not session.player.playing
    finish(session)
    assert bits(session.snapshot) == bits(after)


def test_a_hundred_changes_can_be_undone(session):
    rates = [0.01 + 0.001 * number for number in range(100)]
    for rate in rates:
        session.change(learning_rate=rate)
    for rate in reversed(rates):
        assert session.experiment.learning_rate == rate
        session.undo()
    assert session.experiment == EXPERIMENT


MANY_CHANGES = st.one_of(
    st.tuples(st.just("step"), st.integers(1, 3)),
    st.tuples(
        st.just("change"),
        st.sampled_from(
            [
                {"noise": 10.0},
                {"noise": 0.0},
                {"hidden_layers": (2,)},
                {"hidden_layers": ()},
                {"learning_rate": 0.1},
                {"learning_rate": 0.03},
                {"discretize": True},
                {"discretize": False},
                {"show_test_data": True},
                {"learning_rate": 0.3, "discretize": True},
            ]
        ),
    ),
    st.tuples(st.sampled_from(["undo", "undo", "redo", "restart", "new_weights"]), st.none()),
)


@given(st.lists(MANY_CHANGES, max_size=14))
def test_any_order_of_changes_follows_the_model(actions):
    """The session against lists: what a step of the past holds, and whether it rewinds, is known when it is made."""
    now, past, future = trained(EXPERIMENT), [], []

    def back(one, other):
        nonlocal now
        snapshot, view_only = one.pop()
        other.append((now, view_only))
        now = dataclasses.replace(now, experiment=snapshot.experiment) if view_only else snapshot

    with TrainingSession(EXPERIMENT) as session:
        for action, value in actions:
            if action == "step":
                step(session, value)
                now = went_on(now, value)
            elif action == "undo":
                session.undo()
                if past:
                    back(past, future)
            elif action == "redo":
                session.redo()
                if future:
                    back(future, past)
            else:
                if action == "change":
                    session.change(**value)
                    new = now.experiment.changed(**value)
                else:
                    getattr(session, action)()
                    drawn = now.experiment.weights_draw + (action == "new_weights")
                    new = now.experiment.changed(weights_draw=drawn)
                differ = {name for name in SETTINGS if getattr(new, name) != getattr(now.experiment, name)}
                if differ or (action == "restart" and now.epoch):
                    past.append((now, bool(differ) and differ <= set(VIEW)))
                    future.clear()
                    in_flight = differ and differ <= {*VIEW, *RATES}
                    now = dataclasses.replace(now, experiment=new) if in_flight else trained(new)
            assert bits(session.snapshot) == bits(now)
            assert (session.can_undo, session.can_redo) == (bool(past), bool(future))


# What goes wrong


def diverged(experiment: Experiment) -> tuple[Snapshot, str]:
    """The last good epoch of an experiment that diverges, and what the trainer says of it."""
    trainer = Trainer(experiment)
    for _ in range(1000):
        last = trainer.snapshot()
        try:
            trainer.train_epoch()
        except DivergedError as error:
            assert last.epoch > 0, "a test of the last good epoch needs one"
            return last, str(error)
    raise AssertionError("it does not diverge")


@pytest.mark.parametrize("how", ["play", "step"])
def test_divergence_stops_with_its_cause_and_keeps_the_last_good_epoch(opened, how):
    last, reason = diverged(DIVERGING)
    session = opened(DIVERGING)
    if how == "play":
        session.player.set_speed(FLAT_OUT)
        session.player.play()
    else:
        session.player.step(1000)
    finish(session)
    assert not session.player.playing
    assert bits(session.snapshot) == bits(last)
    assert np.isfinite(session.snapshot.parameters).all()
    end = session.player.end
    assert end is not None
    assert end.failed
    assert end.sentence == f"Training {reason}"
    assert f"diverged at epoch {last.epoch + 1}: lower the learning rate" in end.sentence
    assert end.short == f"diverged in epoch {last.epoch + 1}"
    assert end.advice.startswith("lower the learning rate")


def test_after_divergence_a_lower_rate_trains_on(opened):
    last, _ = diverged(DIVERGING)
    session = opened(DIVERGING)
    session.player.step(1000)
    finish(session)
    assert session.player.end is not None
    session.change(learning_rate=0.0001)
    assert session.player.end is None
    assert step(session, 5).epoch == last.epoch + 5


def test_divergence_by_l2_says_so(opened):
    session = opened(EXPERIMENT.changed(regularization="L2", regularization_rate=10.0, learning_rate=3.0))
    session.player.step(1000)
    finish(session)
    end = session.player.end
    assert end is not None
    assert "L2" in end.sentence
    assert "regularization rate" in end.sentence


def test_divergence_leaves_no_dead_weights_of_the_lost_epoch(opened):
    experiment = DIVERGING.changed(
        hidden_layers=(4, 2), activation="relu", learning_rate=10.0, regularization="L1", regularization_rate=0.01
    )
    last, _ = diverged(experiment)
    session = opened(experiment)
    session.player.step(100)
    finish(session)
    assert bits(session.snapshot) == bits(last)


@pytest.mark.parametrize("how", ["play", "step"])
def test_an_error_in_the_thread_reaches_the_person(session, monkeypatch, how):
    train = Trainer.train_epoch

    def broken(trainer: Trainer) -> None:
        if trainer.epoch == 3:
            raise ZeroDivisionError("by nothing at all")
        train(trainer)

    with monkeypatch.context() as patch:
        patch.setattr(Trainer, "train_epoch", broken)
        session.player.set_speed(FLAT_OUT)
        if how == "play":
            session.player.play()
        else:
            session.player.step(10)
        finish(session)
        assert not session.player.playing
        assert bits(session.snapshot) == bits(trained(EXPERIMENT, 3))
        (notice,) = session.player.take_notices()
        assert notice.failed
        assert "by nothing at all" in notice.text
        assert "\n" not in notice.text
    assert bits(step(session, 2)) == bits(trained(EXPERIMENT, 5))
    play_flat_out(session)
    assert session.player.take_notices() == []


def test_an_error_inside_an_epoch_leaves_the_epoch_before(session, monkeypatch):
    before = step(session, 3)

    def broken(calls):
        run(calls[: len(calls) // 2])
        raise MemoryError

    with monkeypatch.context() as patch:
        patch.setattr(training, "run", broken)
        step(session, 3)
    assert len(session.player.take_notices()) == 1
    assert bits(session.snapshot) == bits(before)
    assert bits(step(session, 2)) == bits(trained(EXPERIMENT, 5))


def test_an_error_of_the_listener_leaves_the_worker_alive(session, monkeypatch):
    monkeypatch.setattr(threading, "excepthook", lambda _: None)
    worker_calls = []

    def listener() -> None:
        if threading.current_thread() is not threading.main_thread():
            worker_calls.append(session.snapshot.epoch)
            if len(worker_calls) == 1:
                raise RuntimeError("the screen is gone")

    session.player.listener = listener
    session.player.step()
    finish(session)
    assert step(session, 2).epoch == 3


def test_the_listener_may_go_at_any_moment():
    class Going(Player):
        """Its listener goes between one look at it and the next."""

        looks = 0

        @property
        def listener(self):
            self.looks += 1
            return None if self.looks % 2 == 0 else lambda: None

        @listener.setter
        def listener(self, _) -> None:
            pass

    player = Going(EXPERIMENT)
    player.pause()
    assert player.looks == 1, "it is looked at once and then called"
    assert player.take_notices() == []


# Threads


def test_what_the_worker_is_still_at_is_dropped_when_the_network_changes(session, monkeypatch):
    gate = Gate(monkeypatch)
    session.player.step(5)
    gate.wait()
    session.change(hidden_layers=(3,))
    gate.open()
    finish(session)
    assert bits(session.snapshot) == bits(trained(EXPERIMENT.changed(hidden_layers=(3,))))
    assert session.player.take_notices() == []


def test_the_worker_goes_over_to_the_new_network_at_the_next_epoch(session, monkeypatch):
    gate = Gate(monkeypatch)
    session.player.set_speed(FLAT_OUT)
    session.player.play()
    gate.wait()
    session.change(hidden_layers=(3,))
    gate.open()
    until(session, lambda: session.snapshot.epoch >= 2)
    session.player.pause()
    finish(session)
    assert [experiment.hidden_layers for experiment in gate.trained[:3]] == [(4, 2), (3,), (3,)]
    assert bits(session.snapshot) == bits(trained(session.experiment, session.snapshot.epoch))


def test_what_the_worker_is_still_at_is_dropped_by_undo(session, monkeypatch):
    before = step(session, 5)
    session.change(noise=30.0)
    gate = Gate(monkeypatch)
    session.player.play()
    gate.wait()
    session.undo()
    gate.open()
    finish(session)
    assert bits(session.snapshot) == bits(before)


def test_a_rate_changed_inside_an_epoch_stays_changed(session, monkeypatch):
    gate = Gate(monkeypatch)
    session.player.step()
    gate.wait()
    session.change(learning_rate=0.1)
    gate.open()
    finish(session)
    assert session.snapshot.epoch == 1
    assert session.experiment == EXPERIMENT.changed(learning_rate=0.1)


def test_a_rate_changed_while_a_frame_is_handed_over_stays_changed(session, monkeypatch):
    made, changed = threading.Event(), threading.Event()
    make = Trainer.snapshot

    def snapshot(trainer: Trainer) -> Snapshot:
        result = make(trainer)
        if threading.current_thread() is not threading.main_thread():
            made.set()
            changed.wait(0.3)  # a session that holds its lock here lets nobody change anything meanwhile
        return result

    monkeypatch.setattr(Trainer, "snapshot", snapshot)
    session.player.step()
    assert made.wait(LIMIT)
    session.change(learning_rate=0.1)
    changed.set()
    finish(session)
    assert session.experiment == EXPERIMENT.changed(learning_rate=0.1)


def meet(monkeypatch, owner: type, method: str, first, second) -> None:
    """Does `second` while another thread, doing `first`, has just come back from a method; unless it must wait."""
    inside, done = threading.Event(), threading.Event()
    original = getattr(owner, method)

    def slow(*arguments, **options):
        result = original(*arguments, **options)
        if threading.current_thread() is one:
            inside.set()
            done.wait(0.3)  # a session that holds its lock here lets the other thread wait, so nothing comes
        return result

    def other() -> None:
        second()
        done.set()

    monkeypatch.setattr(owner, method, slow)
    one, two = threading.Thread(target=first), threading.Thread(target=other)
    one.start()
    assert inside.wait(LIMIT)
    two.start()
    one.join(LIMIT)
    two.join(LIMIT)
    assert not one.is_alive()
    assert not two.is_alive()


def test_of_two_changes_at_once_none_is_lost(session, monkeypatch):
    meet(
        monkeypatch,
        Experiment,
        "changed",
        lambda: session.change(noise=30.0),
        lambda: session.change(learning_rate=0.1),
    )
    assert session.experiment == EXPERIMENT.changed(noise=30.0, learning_rate=0.1)
    session.undo()
    assert session.experiment == EXPERIMENT.changed(noise=30.0)


def test_a_rate_never_ends_up_on_a_network_of_another_shape(session, monkeypatch):
    meet(
        monkeypatch,
        TrainingSession,
        "_remember",
        lambda: session.change(learning_rate=0.1),
        lambda: session.change(hidden_layers=(1,)),
    )
    assert session.experiment == EXPERIMENT.changed(learning_rate=0.1, hidden_layers=(1,))
    assert session.snapshot.parameters.shape == trained(session.experiment).parameters.shape


@pytest.mark.parametrize("direction", ["undo", "redo"])
def test_a_change_beside_undo_or_redo_comes_before_or_after(session, monkeypatch, direction):
    session.change(noise=30.0)
    if direction == "redo":
        session.undo()
    meet(
        monkeypatch,
        Trainer,
        "__init__",
        getattr(session, direction),
        lambda: session.change(hidden_layers=(1,)),
    )
    noise = 30.0 if direction == "redo" else 0.0
    assert session.experiment == EXPERIMENT.changed(noise=noise, hidden_layers=(1,))
    assert not session.can_redo
    session.undo()
    assert session.experiment == EXPERIMENT.changed(noise=noise)


def hammered(session: TrainingSession) -> list[BaseException]:
    """Does everything at once from a thread each, and returns what was raised."""
    failures = []

    def run(action) -> None:
        try:
            for number in range(25):
                action(number)
        except BaseException as error:  # whatever it is, the test must hear of it
            failures.append(error)

    def undo_and_redo(number: int) -> None:
        session.undo()
        session.redo()
        session.player.play()

    actions = [
        lambda number: session.change(noise=float(number % 50)),
        lambda number: session.change(learning_rate=0.001 * (1 + number)),
        lambda number: session.change(hidden_layers=(1 + number % 4,)),
        lambda number: session.change(discretize=bool(number % 2)),
        lambda number: session.new_weights(),
        lambda number: session.restart(),
        undo_and_redo,
        undo_and_redo,
    ]
    threads = [threading.Thread(target=run, args=(action,)) for action in actions]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(LIMIT)
        assert not thread.is_alive()
    return failures


@pytest.fixture
def hasty_threads():
    """Lets the threads take turns so often that they meet anywhere."""
    interval = sys.getswitchinterval()
    sys.setswitchinterval(1e-5)
    yield
    sys.setswitchinterval(interval)


@pytest.mark.usefixtures("hasty_threads")
def test_changes_from_many_threads_while_it_plays_crash_nothing(opened):
    for _ in range(2):
        session = opened()
        play_flat_out(session)
        assert hammered(session) == []
        session.player.pause()
        finish(session)
        assert not [notice for notice in session.player.take_notices() if notice.failed]
        before = session.snapshot
        assert before.parameters.shape == trained(session.experiment).parameters.shape
        assert bits(step(session, 3)) == bits(went_on(before, 3))


def test_changes_while_it_plays_flat_out_are_all_made(session):
    """One thread changes, as the app does, while the worker trains."""
    play_flat_out(session)
    expected = EXPERIMENT
    for number in range(60):
        change = (
            {"hidden_layers": (1 + number % 5,)},
            {"noise": float(number % 40)},
            {"features": ("x",) if number % 2 else ("x", "y", "sin-x")},
            {"batch_size": 1 + number % 30},
        )[number % 4]
        session.change(**change)
        expected = expected.changed(**change)
        assert session.experiment == expected
        assert session.player.playing
    until(session, lambda: session.snapshot.epoch > 0)
    session.player.pause()
    finish(session)
    assert session.player.take_notices() == []
    assert bits(session.snapshot) == bits(trained(expected, session.snapshot.epoch))


def test_a_frame_never_changes(session):
    snapshot = step(session, 3)
    kept = bits(snapshot)
    for array in (snapshot.parameters, snapshot.history.train, snapshot.history.test):
        with pytest.raises(ValueError, match="read-only"):
            array[0] = 1.0
    with pytest.raises(dataclasses.FrozenInstanceError):
        snapshot.epoch = 4
    step(session, 30)
    session.change(learning_rate=0.1)
    session.restart()
    assert bits(snapshot) == kept


def test_the_history_goes_with_the_network(session):
    step(session, 5)
    session.change(noise=20.0)
    assert list(session.snapshot.history.epochs) == [0]
    session.undo()
    step(session, 2)
    assert list(session.snapshot.history.epochs) == list(range(8))
    assert session.snapshot.history.test[-1] == session.snapshot.test_loss


def test_the_listener_hears_of_everything(opened):
    main, calls = threading.main_thread(), []
    session = opened(listener=lambda: calls.append((threading.current_thread(), session.snapshot.epoch)))
    step(session, 4)
    assert (main, 0) in calls
    assert [epoch for thread, epoch in calls if thread is not main][-1] == 4

    for act in (
        session.player.play,
        session.player.pause,
        session.player.toggle,
        session.player.step,
        lambda: session.player.set_speed(30),
        lambda: session.player.change_speed(1),
        lambda: session.change(noise=10.0),
        lambda: session.change(discretize=True),
        session.undo,
        session.redo,
        session.restart,
        session.new_weights,
        session.new_data,
        lambda: session.open(EXPERIMENT),
        lambda: session.player.run_until(Goal(epoch=0)),
    ):
        session.player.pause()
        finish(session)
        calls.clear()
        act()
        assert main in [thread for thread, _ in calls]


def test_a_listener_is_not_needed(session):
    assert session.player.listener is None
    assert step(session, 2).epoch == 2


def test_close_ends_the_thread_even_flat_out_and_again(session):
    before = set(threading.enumerate())
    play_flat_out(session)
    (worker,) = set(threading.enumerate()) - before
    session.close()
    assert not worker.is_alive()
    assert not session.player.playing
    snapshot = session.snapshot
    session.close()
    assert session.snapshot is snapshot
    assert bits(snapshot) == bits(trained(EXPERIMENT, snapshot.epoch))
    assert session.player.wait(0)


def test_close_interrupts_a_long_run_of_steps(session):
    session.player.step(100_000_000)
    until(session, lambda: session.snapshot.epoch > 0)
    session.close()
    assert session.player.wait(0)


def test_close_of_a_session_that_never_trained(session):
    session.close()
    session.close()
    assert session.snapshot.epoch == 0


def test_a_session_is_closed_at_the_end_of_its_block():
    before = set(threading.enumerate())
    with TrainingSession(EXPERIMENT) as session:
        play_flat_out(session)
    assert set(threading.enumerate()) <= before
    assert not session.player.playing


@pytest.mark.parametrize("act", ["play", "step"])
def test_a_closed_session_trains_no_more_and_does_not_say_so(session, act):
    session.close()
    getattr(session.player, act)()
    assert not session.player.playing
    assert session.player.wait(0)


STILL_FROM = 100
"""The epoch from which on the losses of `learning_soon` stand still."""


@pytest.fixture
def learning_soon(monkeypatch):
    """Epochs that cost nothing: both losses fall for so many epochs, and then stand still for ever."""

    def train_epoch(trainer: Trainer) -> None:
        trainer.epoch += 1
        trainer.train_loss = trainer.test_loss = max(0.2, 0.2 + 0.001 * (STILL_FROM - trainer.epoch))
        trainer.history.append(trainer.epoch, trainer.train_loss, trainer.test_loss)

    monkeypatch.setattr(Trainer, "train_epoch", train_epoch)


@pytest.mark.usefixtures("learning_soon")
def test_a_run_that_has_learned_out_pauses_and_says_so(session):
    session.player.set_speed(FLAT_OUT)
    session.player.play()
    finish(session)
    assert not session.player.playing
    end = session.player.end
    assert end is not None
    assert session.snapshot.epoch == STILL_FROM + 1000
    assert end.sentence == "Learned out at epoch 1,100: for 1,000 epochs no loss has moved by 0.0005. Space trains on."
    assert not end.failed


@pytest.mark.usefixtures("learning_soon")
def test_whoever_plays_on_is_not_stopped_again_until_something_changes(session):
    session.player.set_speed(FLAT_OUT)
    session.player.play()
    finish(session)
    learned_out = session.snapshot.epoch
    session.player.play()
    until(session, lambda: session.snapshot.epoch > learned_out + 11_000)
    assert session.player.playing
    assert session.player.end is None
    session.restart()
    finish(session)
    assert session.snapshot.epoch == learned_out
    assert session.player.end is not None


@pytest.mark.usefixtures("learning_soon")
def test_a_goal_is_reached_even_where_nothing_is_learned_any_more(session):
    session.player.set_speed(FLAT_OUT)
    session.player.run_until(Goal(epoch=3000))
    finish(session)
    assert session.snapshot.epoch == 3000
    assert session.player.end == RunEnd("Epoch 3,000 is reached", "goal reached")


def losses_of(plateau: PlateauDetector, losses: Iterable[tuple[float, float]]) -> int | None:
    """The epoch at which it says that all is learned."""
    for epoch, (train, test) in enumerate(losses, start=1):
        if plateau.reached(epoch, train, test):
            return epoch
    return None


def test_a_loss_that_stands_still_has_settled_and_one_that_moves_has_not():
    still, falling = [0.2] * 3000, [0.3 - 0.001 * step / 1000 for step in range(3000)]
    assert losses_of(PlateauDetector(0.03, 25, 0.5), zip(still, still, strict=True)) == 1001
    assert losses_of(PlateauDetector(0.03, 25, 0.5), zip(falling, still, strict=True)) is None
    assert losses_of(PlateauDetector(0.03, 25, 0.5), zip(still, falling, strict=True)) is None


def test_of_a_small_loss_a_small_change_is_one():
    slow = [0.017 - 0.0003 * step / 1000 for step in range(3000)]
    assert losses_of(PlateauDetector(0.03, 25, 0.05), zip(slow, slow, strict=True)) is None


@pytest.mark.parametrize(
    ("settings", "last"),
    [
        ({"schedule": "cosine", "schedule_epochs": 20}, 20),
        ({"schedule": "step", "schedule_epochs": 2, "schedule_factor": 0.01}, 8),  # 0.01⁴ is less than a millionth
    ],
)
def test_a_run_pauses_where_its_schedule_has_brought_the_learning_rate_to_0(settings, last):
    session = TrainingSession(Experiment(seed="0.5", **settings))
    session.player.set_speed(FLAT_OUT)
    session.player.play()
    finish(session)
    end = session.player.end
    assert end is not None
    assert session.snapshot.epoch == last
    assert f"The schedule has brought the learning rate to 0 at epoch {last}: r restarts, P changes" in end.sentence
    session.player.run_until(Goal(epoch=last + 5))
    finish(session)
    assert session.snapshot.epoch == last + 5, "a run to a goal is not stopped"
    session.player.close()


@pytest.mark.parametrize("schedule", ["constant", "warm-up", "step"])
def test_a_schedule_that_leaves_a_learning_rate_does_not_end_a_run(schedule):
    experiment = Experiment(schedule=schedule, schedule_epochs=1_000_000, schedule_factor=0.5)
    losses = [0.5 - 0.001 * step for step in range(300)]
    detector = PlateauDetector(0.03, 25, 0.5, experiment)
    assert losses_of(detector, zip(losses, losses, strict=True)) is None


def test_where_nothing_was_learned_yet_it_waits_ten_times_as_long():
    chance = [0.5] * 12_000
    plateau = PlateauDetector(0.03, 25, 0.51)
    assert losses_of(plateau, zip(chance, chance, strict=True)) == 10_001
    end = plateau.reached(10_002, 0.5, 0.5)
    assert end is not None
    assert end.short == "nothing is learned", "it has not learned out"


@pytest.mark.slow
@pytest.mark.parametrize(
    "settings",
    [
        {"seed": "0.5", "problem": "regression", "regression_dataset": "reg-gauss"},
        {"seed": "0.5", "activation": "sigmoid", "hidden_layers": (4, 4, 4)},
    ],
    ids=["a small loss", "a long time at chance"],
)
def test_a_run_that_goes_on_learning_is_not_taken_for_one_that_has_learned_out(settings):
    trainer = Trainer(Experiment(**settings))
    experiment = trainer.experiment
    plateau = PlateauDetector(experiment.learning_rate, experiment.iterations_per_epoch, trainer.sample.chance)
    for _ in range(2000):
        trainer.train_epoch()
        assert plateau.reached(trainer.epoch, trainer.train_loss, trainer.test_loss) is None


@pytest.mark.usefixtures("learning_soon")
def test_a_goal_does_not_end_the_watch(session):
    session.player.set_speed(FLAT_OUT)
    session.player.run_until(Goal(epoch=100))
    finish(session)
    session.player.play()
    finish(session)
    assert session.player.end is not None
    assert "Learned out" in session.player.end.sentence


def test_a_slow_learning_rate_is_given_its_time_and_no_test_points_do_not_matter():
    still = [0.2] * 40_000
    assert losses_of(PlateauDetector(0.001, 25, 0.5), zip(still, still, strict=True)) == 30_001
    assert losses_of(PlateauDetector(0.03, 5, 0.5), zip(still, still, strict=True)) == 5001
    assert losses_of(PlateauDetector(0.0, 25, 0.5), zip(still, still, strict=True)) == 1001
    assert losses_of(PlateauDetector(3.0, 25, 0.5), zip(still, [math.nan] * len(still), strict=True)) == 1001


@pytest.mark.parametrize("rate", [5e-324, 1e-320, 1e-300])
def test_a_rate_next_to_nothing_is_allowed(rate):
    with TrainingSession(Experiment(seed="1", learning_rate=rate)) as session:
        session.player.step(2)
        assert session.player.wait(30)
        assert session.snapshot.epoch == 2


def test_a_dead_weight_that_is_set_by_hand_lives_again_and_is_trained(session):
    session.change(regularization="L1", regularization_rate=0.03)
    step(session, 5)
    before = session.snapshot
    assert before.dead is not None
    *_, second, first = np.flatnonzero(before.dead).tolist()  # the last is of the output, where there is a gradient
    session.set_parameter(first, 0.7)
    session.set_parameter(second, 0.0)
    assert session.snapshot.dead is not None
    assert not session.snapshot.dead[first]
    assert session.snapshot.dead[second], "to set it to 0 leaves it dead"
    session.change(regularization_rate=0.0)
    step(session)
    assert session.snapshot.parameters[first] not in (0.0, 0.7)
    assert session.snapshot.parameters[second] == 0.0


def test_that_a_weight_was_set_by_hand_is_known_until_the_next_start(session):
    assert not session.snapshot.is_edited
    session.set_parameter(0, 0.7)
    assert session.snapshot.is_edited
    assert step(session, 3).is_edited
    session.restart()
    assert not session.snapshot.is_edited


@pytest.mark.parametrize("way", ["undo", "redo"])
def test_after_undo_and_redo_a_change_never_joins_one_before(session, way):
    session.set_parameter(0, 0.1)
    session.set_parameter(0, 0.2)
    session.undo()
    if way == "redo":
        session.redo()
    before = session.snapshot
    session.set_parameter(0, 0.3, merge=True)
    assert not session.can_redo
    session.undo()
    assert session.snapshot.parameters[0] == before.parameters[0]


def test_a_machine_that_lagged_behind_does_not_train_all_of_it_later():
    clock = Clock()
    pacer = EpochPacer(clock)
    pacer.start()
    clock.now = 10.0
    epochs, _ = pacer.due(1 / 30)
    pacer.spend(epochs)
    assert pacer.due(1 / 30) == (0, pytest.approx(1 / 30, abs=1 / DEFAULT_SPEED)), "nothing is left to make up for"


def test_the_worker_hands_on_no_more_often_than_frames_are_drawn(session, monkeypatch):
    intervals = []

    def due(interval: float) -> tuple[int, float]:
        intervals.append(interval)
        return 0, 0.001

    monkeypatch.setattr(session.player._pacer, "due", due)
    session.player.frame_rate = 2
    session.player.play()
    news = threading.Event()
    for _ in range(3000):
        if intervals or news.wait(0.01):
            break
    assert set(intervals) == {0.5}


def test_an_epoch_that_comes_before_the_loss_is_no_goal_reached(session):
    session.player.set_speed(FLAT_OUT)
    session.player.run_until(Goal(20, 0.0001))
    finish(session)
    assert session.player.end is not None
    assert session.player.end.short == "test loss not under 0.0001"
    session.change(regularization_rate=0.3)
    session.player.run_until(Goal(20))
    assert session.player.end is not None
    assert session.player.end.short == "already at epoch 20"
    assert "r begins" in session.player.end.advice


def test_an_undo_says_what_it_undoes(session):
    step(session, 5)
    session.change(discretize=True)
    session.change(noise=10)
    session.undo()
    assert session.remark is not None
    assert session.remark.text == "Undone: Noise 0%"
    session.undo()
    assert session.remark.text == "Undone: Discretize output off"


def test_nothing_is_remarked_while_a_lesson_is_on_whose_tasks_speak_of_the_counters(session):
    step(session, 5)
    session.keep_lesson(LessonPlace("batch", "two", {}, {}))
    session.change(batch_size=125)
    assert session.remark is None
    session.keep_lesson(None)
