"""What the generators of data sets share: the square, a point, and the kind of function that draws points."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

from nntui.engine.random_stream import RandomStream

GRID_LIMIT = 6.0
"""The square that is drawn and learned on reaches from −6 to 6 on both axes."""


class Point(NamedTuple):
    """One example: its two coordinates and what the network should answer there."""

    x1: float
    x2: float
    label: float


Generator = Callable[[RandomStream, int, float, int], list[Point]]
"""From (stream, number of points, noise from 0 to 1 and beyond, number of classes) to that many points, before their
shuffle. Only a data set of any number of classes reads the last."""


def in_the_square(
    stream: RandomStream, size: int, reach: float, noise: float, label: Callable[[float, float], float]
) -> list[Point]:
    """Points anywhere in the square. The noise moves only the point that is labelled, not the one that is kept.

    Draws of each point in turn: x₁, x₂, then how far the labelled point lies from it in x₁ and in x₂.

    Args:
        stream: Where they are drawn from.
        size: How many.
        reach: How far a noise of 1 moves the labelled point at the most, on either axis.
        noise: From 0 to 1 and beyond.
        label: The label at a place.
    """
    points = []
    for _ in range(size):
        x = stream.uniform(-GRID_LIMIT, GRID_LIMIT)
        y = stream.uniform(-GRID_LIMIT, GRID_LIMIT)
        noise_x = stream.uniform(-reach, reach) * noise
        noise_y = stream.uniform(-reach, reach) * noise
        points.append(Point(x, y, label(x + noise_x, y + noise_y)))
    return points
