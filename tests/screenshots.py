"""Takes the pictures in `screenshots/` from the real app: `python -m tests.screenshots`."""

import asyncio
from pathlib import Path
from typing import Any

from nntui.app import PlaygroundApp
from nntui.engine.experiment import Experiment
from nntui.engine.features import FEATURES

FOLDER = Path(__file__).parent.parent / "screenshots"
SEED = "0.59734"

PICTURES: dict[str, tuple[tuple[int, int], int, dict[str, Any]]] = {
    "default-80x24": ((80, 24), 50, {}),
    "default-120x40": ((120, 40), 50, {}),
    "default-200x60": ((200, 60), 50, {}),
    "six-layers-80x24": ((80, 24), 60, {"hidden_layers": (8,) * 6}),
    "spiral-120x40": (
        (120, 40),
        400,
        {"dataset": "spiral", "features": tuple(FEATURES), "hidden_layers": (8, 8)},
    ),
    "regression-100x30": (
        (100, 30),
        100,
        {"problem": "regression", "regression_dataset": "reg-gauss", "show_test_data": True},
    ),
}
"""By file name: the terminal's size, the epoch, and the settings that differ from the defaults."""


async def take(name: str) -> Path:
    """Takes one picture and returns its file."""
    size, epochs, changes = PICTURES[name]
    app = PlaygroundApp(Experiment(seed=SEED, **changes))
    async with app.run_test(size=size) as pilot:
        app.session.step(epochs)
        while app.session.frame.epoch < epochs or app.screen.shown_epoch < epochs:
            await pilot.pause(0.05)
        await pilot.pause()
        return Path(app.save_screenshot(f"{name}.svg", str(FOLDER)))


if __name__ == "__main__":
    for picture in PICTURES:
        print(asyncio.run(take(picture)))
