"""Many points of the person's own are prepared in the background, and the screen says so and answers meanwhile."""

import threading

import numpy as np

from nntui.experiment.user_points import UserPoints
from nntui.session import work
from nntui.session.player import MOST_POINTS_AT_ONCE
from nntui.training.trainer import Trainer
from tests.playground import LIMIT, opened

COUNT = MOST_POINTS_AT_ONCE + 1


async def test_while_many_points_are_prepared_keys_are_answered(monkeypatch):
    gate = threading.Event()

    def make(experiment: object, snapshot: object = None) -> Trainer:
        if threading.current_thread() is not threading.main_thread():
            assert gate.wait(LIMIT)
        return Trainer(experiment, snapshot)

    monkeypatch.setattr(work, "Trainer", make)
    points = np.random.default_rng(3).uniform(-6, 6, (COUNT, 2))
    own = UserPoints(points, np.where(points[:, 0] > 0, 1.0, -1.0))
    async with opened() as it:
        try:
            it.session.change(dataset="own", user_points=own)
            await it.until(lambda: "Preparing" in it.text("#counters"))
            assert it.text("#counters").strip() == f"Preparing {COUNT:,} points…"
            await it.press("plus")
            assert it.experiment.hidden_layers == (5, 2)
            assert "Preparing" in it.text("#counters")
        finally:
            gate.set()
        await it.until(lambda: "Epoch 000,000" in it.text("#counters"))
        assert it.session.sample.size == COUNT
        assert it.text("#sizes").startswith(f"{COUNT // 2} + {COUNT - COUNT // 2}")
        await it.press("s")
        await it.until(lambda: it.epoch == 1)
