"""Whose turn it is on a machine with too much to do: pure, with clocks that the test moves."""

import math

import pytest

from nntui.experiment.experiment import Experiment
from nntui.session import pacing
from nntui.session.pacing import MOST_WAIT_S, UNNOTICED_SHARE, LoadPacer
from nntui.session.player import Player

LIMIT = 120.0
GIVING_WAY = 20.0


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


class Crowded(LoadPacer):
    """A machine on which the wait never ends by itself."""

    def __init__(self) -> None:
        super().__init__(lambda: 0.0, lambda: 0.0)

    def wait(self) -> float:
        return 10_000.0 if self._free_at > 0 else 0.0

    def crowd(self) -> None:
        self._free_at = math.inf


@pytest.mark.parametrize("way", ["step", "pause", "close", "play"])
def test_no_key_waits_for_the_training_that_gives_way(way):
    load = Crowded()
    player = Player(Experiment(seed="0.5"), load=load)
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
        while player.snapshot.epoch == 0:
            pass
    elif way == "pause":
        player.pause()
        assert player.wait(LIMIT)
    player.close()
    assert player.wait(LIMIT)
