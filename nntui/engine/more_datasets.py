"""Generators of the data sets that the web Playground does not have; their entries stand in `datasets.py`.

The docstring of each says the geometry and the order of its draws from the random stream. As on the web page, noise
moves the points where they form clouds or arms, and elsewhere only the place where each point is labelled.
"""

from __future__ import annotations

import math

from nntui.engine.points import GRID_LIMIT, Point, in_the_square
from nntui.engine.random_stream import RandomStream


def moons(stream: RandomStream, size: int, noise: float, classes: int) -> list[Point]:
    """Two half rings, each with one end inside the other.

    The upper one (+1) is the upper half of a ring around (−1.5, −0.75), the lower one (−1) the lower half of a ring
    around (1.5, 0.75); both reach from radius 2.6 to 3.4. First all points of the upper one, then those of the lower
    one; draws of each point: angle, radius, then the noise in x₁ and x₂, at most 2 on either axis for a noise of 1.
    """
    points = []
    for side in (1, -1):
        for _ in range(size // 2):
            angle = stream.uniform(0, math.pi)
            r = stream.uniform(2.6, 3.4)
            x = side * (r * math.cos(angle) - 1.5) + stream.uniform(-2, 2) * noise
            y = side * (r * math.sin(angle) - 0.75) + stream.uniform(-2, 2) * noise
            points.append(Point(x, y, float(side)))
    return points


def checkerboard(stream: RandomStream, size: int, noise: float, classes: int) -> list[Point]:
    """Four by four fields, each 3 wide; the field at the lower left is +1.

    Draws as for `in_the_square`; a noise of 1 moves the labelled point by a field at the most.
    """
    side = GRID_LIMIT / 2

    def label(x: float, y: float) -> float:
        return -1.0 if (math.floor(x / side) + math.floor(y / side)) % 2 else 1.0

    return in_the_square(stream, size, side, noise, label)


def stripes(stream: RandomStream, size: int, noise: float, classes: int) -> list[Point]:
    """Four diagonal bands with borders at x₁ + x₂ = −6, 0 and 6; the one above the middle is +1.

    Draws as for `in_the_square`; a noise of 1 moves the labelled point by 5 on either axis at the most.
    """

    def label(x: float, y: float) -> float:
        return -1.0 if math.floor((x + y) / GRID_LIMIT) % 2 else 1.0

    return in_the_square(stream, size, 5, noise, label)


def three_arms(stream: RandomStream, size: int, noise: float, classes: int) -> list[Point]:
    """A spiral of three arms, one turn each; class 0 starts upwards, the others follow clockwise.

    Radius and angle grow evenly along an arm. Arm after arm; draws of each point: the noise in x₁ and x₂, at most 1
    on either axis for a noise of 1.
    """
    third = size // 3
    points = []
    for arm in range(3):
        for i in range(third):
            r = i / third * 5
            t = (i / third + arm / 3) * 2 * math.pi
            x = r * math.sin(t) + stream.uniform(-1, 1) * noise
            y = r * math.cos(t) + stream.uniform(-1, 1) * noise
            points.append(Point(x, y, float(arm)))
    return points


def blobs(stream: RandomStream, size: int, noise: float, classes: int) -> list[Point]:
    """Round clouds, one for each class, evenly on a circle of radius 3.6; class 0 is at the top, the others follow
    clockwise.

    Two classes are labelled −1 and +1, more of them 0, 1, 2 and so on. The variance grows from 0.36 without noise to
    2.25 at 50 %. Cloud after cloud; draws of each point: x₁, then x₂, both from a normal distribution.
    """
    variance = 0.36 + noise / 0.5 * (2.25 - 0.36)
    points = []
    for index in range(classes):
        angle = 2 * math.pi * index / classes
        label = float(index) if classes > 2 else 2.0 * index - 1
        for _ in range(size // classes):
            x = stream.normal(3.6 * math.sin(angle), variance)
            y = stream.normal(3.6 * math.cos(angle), variance)
            points.append(Point(x, y, label))
    return points


def ripple(stream: RandomStream, size: int, noise: float, classes: int) -> list[Point]:
    """Rings of waves around the middle, 4 from crest to crest: the label is cos(π r / 2).

    Draws as for `in_the_square`; a noise of 1 moves the labelled point by a wave at the most, on either axis.
    """
    wave = 4.0
    return in_the_square(stream, size, wave, noise, lambda x, y: math.cos(2 * math.pi * math.hypot(x, y) / wave))


def saddle(stream: RandomStream, size: int, noise: float, classes: int) -> list[Point]:
    """Up to the left and right, down to the top and bottom: the label is (x₁² − x₂²) / 36.

    Draws as for `in_the_square`; a noise of 1 moves the labelled point by 6 on either axis at the most.
    """
    return in_the_square(stream, size, GRID_LIMIT, noise, lambda x, y: (x * x - y * y) / GRID_LIMIT**2)
