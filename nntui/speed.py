"""How fast the playground plays, in epochs per second, and how often it is drawn."""

import math
from dataclasses import dataclass
from typing import Any

from nntui.engine.settings import Number, Setting

FLAT_OUT = math.inf
SPEEDS: tuple[float, ...] = (1, 5, 10, 30, 60, 120, 300, FLAT_OUT)
"""Epochs per second that can be chosen."""
DEFAULT_SPEED = 60.0


@dataclass(frozen=True, kw_only=True)
class _Speed(Setting):
    """Epochs per second; not a setting of the experiment, but changed in the same way."""

    restarts: bool = False

    @property
    def allowed(self) -> str:
        """In words."""
        return f"a number from {SPEEDS[0]:g} to {SPEEDS[-2]:g}, or flat out"

    def check(self, value: Any) -> float:
        """The speed, if it is allowed."""
        if isinstance(value, bool) or not isinstance(value, (int, float)):
            raise self.error(value)
        if not (SPEEDS[0] <= value <= SPEEDS[-2] or value == FLAT_OUT):
            raise self.error(value)
        return float(value)

    def parse(self, text: str) -> float:
        """From "60", "60/s" or "flat out"."""
        bare = text.strip().casefold().removesuffix("/s")
        if bare and "flat out".startswith(bare):
            return FLAT_OUT
        try:
            return self.check(float(bare))
        except ValueError:
            raise self.error(text) from None

    def show(self, value: Any) -> str:
        """As on the screen."""
        return "flat out" if value == FLAT_OUT else f"{value:g}/s"

    def format(self, value: Any) -> str:
        """As `parse` reads it."""
        return "flat out" if value == FLAT_OUT else f"{value:g}"

    def step(self, value: Any, direction: int) -> float:
        """The next of `SPEEDS`; the same at the end."""
        if direction > 0:
            return next((speed for speed in SPEEDS if speed > value), float(value))
        return next((speed for speed in reversed(SPEEDS) if speed < value), float(value))


SPEED = _Speed(name="speed", label="Speed", help="epochs per second while it plays")

FRAME_RATE = Number(
    name="fps",
    label="Frames per second",
    help="how often the screen is drawn while it plays",
    default=10,
    low=1,
    high=30,
    steps=(1, 2, 5, 10, 15, 20, 30),
    unit=" fps",
    restarts=False,
)
SSH_FRAME_RATE = 5.0
"""Over SSH the line and the machine are shared, so it starts gentler."""
