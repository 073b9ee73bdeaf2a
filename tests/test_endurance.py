"""A short run of the endurance test, and that it sees what grows."""

from dataclasses import replace

from tests.endurance.__main__ import growth
from tests.endurance.in_process import EndlessRun, Look
from tests.endurance.on_terminal import Sight

LOOK = Look(epoch=1000, resident=40_000_000, rate=4000.0, losses=1000, kept=300, kept_bytes=100_000, stops=0)
SIGHT = Sight(epoch=1000, resident=60_000_000, rate=3000.0, frame=200.0, stops=0)


def test_a_short_run_is_bounded_and_in_order():
    run = EndlessRun(600, stages=3)
    looks = run.looks()
    assert run.faults == []
    assert [look.epoch >= 200 * stage for stage, look in enumerate(looks, 1)] == [True] * 3
    assert looks[-1].losses == looks[-1].epoch + 1
    assert 50 < looks[-1].kept <= 400


def test_what_grows_or_becomes_slower_is_said():
    parts = [LOOK] * 20
    assert growth(parts) == []
    (words,) = growth([*parts, replace(LOOK, resident=50_000_000)])
    assert words == "memory has grown from 40.0 to 50.0 MB"
    (words,) = growth([*parts, replace(LOOK, rate=1.0), replace(LOOK, rate=1.0)])
    assert words.startswith("1 epochs a second")
    assert growth([SIGHT] * 10) == []
    (words,) = growth([*[SIGHT] * 10, replace(SIGHT, frame=900.0)])
    assert words == "900 bytes a frame at the end, 200 at first"
