"""Whose turn it is on a machine with too much to do: pure, with clocks that the test moves."""

import itertools
import math

import pytest

from nntui import language
from nntui.experiment.experiment import Experiment
from nntui.session import many_starts, pacing
from nntui.session.many_starts import ManyStarts, StartsPlan
from nntui.session.pacing import (
    FLAT_OUT,
    MOST_WAIT_S,
    SPEED,
    UNNOTICED_SHARE,
    LoadPacer,
    PlayPacer,
    RateMeter,
    held_text,
)
from nntui.session.player import Player
from nntui.session.replay import Replay
from nntui.training.checkpoints import CheckpointLog
from nntui.training.trainer import Trainer

LIMIT = 120.0
GIVING_WAY = 30.0


class Machine:
    """Two clocks: the time, and this process's share of the processors."""

    def __init__(self) -> None:
        self.now = self.ran = 0.0
        self.load = LoadPacer(lambda: self.now, lambda: self.ran)

    def train(self, seconds: float, kept: float = 0.0, threads: int = 1) -> float:
        """Trains for so many processor seconds, kept from it for as many as said; returns the wait after it."""
        self.load.begin()
        self.now += seconds + kept
        self.ran += threads * seconds
        self.load.end()
        return self.load.wait()


@pytest.fixture
def machine(monkeypatch):
    monkeypatch.setattr(pacing, "GIVING_WAY", GIVING_WAY)
    return Machine()


def test_on_a_free_machine_nothing_waits(machine):
    assert machine.train(0.033) == 0.0
    assert machine.train(0.033, kept=0.003) == 0.0, "what else there is to do now and then"


def test_two_threads_of_this_process_at_once_are_not_waited_for(machine):
    assert machine.train(0.02, kept=0.01, threads=2) == 0.0


def test_after_a_slice_that_others_kept_waiting_it_waits_many_times_as_long(machine):
    assert machine.train(0.01, kept=0.01) == pytest.approx(GIVING_WAY * (0.01 - UNNOTICED_SHARE * 0.02))
    machine.now += 0.1
    assert machine.load.wait() == pytest.approx(GIVING_WAY * (0.01 - UNNOTICED_SHARE * 0.02) - 0.1)
    machine.now += 1.0
    assert machine.load.wait() == 0.0


def test_the_wait_has_a_limit_and_ends_when_somebody_waits(machine):
    assert machine.train(0.5, kept=2.0) == MOST_WAIT_S
    machine.load.start()
    assert machine.load.wait() == 0.0


def held_rate(speed: float, kept: float) -> float:
    """Epochs a second that are trained, at 2 ms each, where a slice of more than 20 ms is kept waiting.

    Args:
        speed: As asked for.
        kept: Seconds that a slice is kept from the processor for each second of it.
    """
    machine = Machine()
    pacer = PlayPacer(lambda: machine.now)
    pacer.load = machine.load
    pacer.change(speed)
    pacer.start()
    trained = 0
    while machine.now < 100:
        epochs, pause = pacer.due(0.1)
        done = min(epochs, 17)
        if not done:
            machine.now += max(pause, 1e-4)
            continue
        pacer.spend(epochs)
        machine.train(0.002 * done, kept=kept * 0.002 * done if done > 10 else 0.0)
        pacer.trained(done)
        trained += done
    return trained / machine.now


def test_flat_out_gives_way_no_further_than_the_usual_speed(machine):
    assert held_rate(FLAT_OUT, kept=0.0) == pytest.approx(500, rel=0.01)
    assert held_rate(60.0, kept=1.0) == pytest.approx(60, rel=0.01)
    assert held_rate(FLAT_OUT, kept=1.0) > 55


class Crowded(LoadPacer):
    """A machine on which the wait never ends by itself.

    Args:
        ends: Whether it begins behind the first slice.
    """

    def __init__(self, *, ends: bool = False) -> None:
        super().__init__(lambda: 0.0, lambda: 0.0)
        if ends:
            self.end = self.crowd

    def wait(self) -> float:
        return 10_000.0 if self._free_at > 0 else 0.0

    def crowd(self) -> None:
        self._free_at = math.inf


@pytest.mark.parametrize("way", ["step", "pause", "close", "play"])
def test_no_key_waits_for_the_training_that_gives_way(way):
    load = Crowded()
    player = Player(Experiment(seed="0.5"))
    player._pacer.load = load
    load.start = load.crowd
    player.play()
    load.start = lambda: LoadPacer.start(load)
    assert not player.wait(0.05)
    assert player.snapshot.epoch == 0
    if way == "step":
        player.step(3)
        assert player.wait(LIMIT)
        assert player.snapshot.epoch == 3
    elif way == "play":
        player.pause()
        player.play()
        assert any(player.snapshot.epoch or player.wait(0.01) for _ in range(10_000))
    elif way == "pause":
        player.pause()
        assert player.wait(LIMIT)
    player.close()
    assert player.wait(LIMIT)


def replay_that_waits() -> Replay:
    """Of a run whose first epoch alone is kept, on a machine on which nothing but the first epoch has its turn."""
    trainer = Trainer(Experiment(seed="0.5"))
    log = CheckpointLog()
    log.add(trainer.checkpoint())
    for _ in range(40):
        trainer.train_epoch()
    seconds = itertools.count()
    replay = Replay(trainer.snapshot(), log.view(), clock=lambda: float(next(seconds)))
    replay._load = Crowded(ends=True)
    return replay


def test_an_epoch_that_takes_long_to_train_again_gives_way_until_another_is_wanted():
    replay = replay_that_waits()
    replay.go_to(30)
    assert not replay.wait(0.05)
    replay.go_to(0)
    assert replay.wait(LIMIT)
    assert replay.shown.epoch == 0
    replay.go_to(20)
    replay.close(waits=True)
    assert replay._thread is not None
    assert not replay._thread.is_alive()


def test_a_film_gives_way_and_can_be_stopped_all_the_same():
    replay = replay_that_waits()
    replay._load.crowd()
    replay._load.start = lambda: None
    replay.go_to(0)
    replay.toggle()
    assert not replay.wait(0.05)
    assert replay.shown.epoch == 0
    replay.toggle()
    assert replay.wait(LIMIT)
    replay.close(waits=True)


def test_many_starts_give_way_and_can_be_stopped_all_the_same(monkeypatch):
    monkeypatch.setattr(many_starts, "LoadPacer", lambda clock: Crowded(ends=True))
    monkeypatch.setattr(many_starts, "_SLICE_S", 0.0)
    plan = StartsPlan(experiment=Experiment(seed="0.5", hidden_layers=(2,)), number=2, epochs=1000)
    starts = ManyStarts(plan, lambda: None)
    assert not starts.wait(0.05)
    starts.stop()
    assert starts.wait(LIMIT)
    assert starts.progress.share < 1


class Meter:
    """A meter, and epochs that come evenly."""

    def __init__(self) -> None:
        self.now = 0.0
        self.meter = RateMeter(lambda: self.now)

    def train(self, rate: float, speed: float, seconds: float = 10.0) -> float | None:
        """Slices of a tenth of a second, or of an epoch where that is longer; returns what is held then."""
        step = max(0.1, 1 / rate)
        for _ in range(round(seconds / step)):
            self.now += step
            self.meter.count(round(rate * step), speed)
        return self.meter.held


def test_it_is_said_what_is_held_where_that_is_clearly_less_than_asked_for():
    assert Meter().train(60, 60) is None
    assert Meter().train(50, 60) is None
    assert Meter().train(20, 60) == 20
    assert Meter().train(1, 1) is None
    assert Meter().train(10, FLAT_OUT) == 10


def test_what_is_held_stands_still_until_it_has_really_changed():
    it = Meter()
    assert it.train(20, 60) == 20
    assert it.train(50, 60) == 50
    assert it.train(50, 60) == 50, "it would not have been said at first"
    assert it.train(60, 60) is None
    assert it.train(3210, FLAT_OUT) == 3200
    assert it.train(3600, FLAT_OUT) == 3200
    assert it.train(3900, FLAT_OUT) == 3900


def test_before_some_epochs_have_gone_by_nothing_is_said():
    it = Meter()
    assert it.train(20, 60, seconds=1.9) is None
    assert it.train(20, 60, seconds=0.2) == 20
    it.meter.start()
    assert it.train(20, 60, seconds=1.9) is None
    assert Meter().train(0.5, 1, seconds=8) is None, "of one epoch a second some are waited for"


def test_how_the_rate_is_said():
    assert held_text(60, None) == ""
    assert SPEED.display(60.0) + held_text(60.0, 20.0) == "60/s, 20 now"
    assert SPEED.display(FLAT_OUT) + held_text(FLAT_OUT, 3200.0) == "flat out, 3,200/s"
    assert held_text(FLAT_OUT, 12_000_000.0) == ", 12,000,000/s"
    language.use("pt_BR")
    assert SPEED.display(60.0) + held_text(60.0, 1.5) == "60/s, 1.5 agora"


def test_the_player_says_it_while_it_plays_and_no_step_counts(monkeypatch):
    player = Player(Experiment(seed="0.5"))
    monkeypatch.setattr(player._pacer.meter, "held", 20.0)
    assert player.held_rate is None
    player._playing = True
    assert player.held_rate == 20.0
