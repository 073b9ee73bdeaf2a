"""The scale of colours of values, on its background and below points."""

from functools import lru_cache

from nntui.drawing.colors import between, contrast, is_dark

POINT_CONTRAST = 2.5
"""What a point has at least to what is behind it."""
_MIDDLE_CONTRAST = 1.25
"""What the middle of the scale has at least to the background, so that a picture ends where it ends."""
_MIDDLE_ON_LIGHT = 0xD6DADD
_CUBE_MIDDLE_ON_LIGHT = 0xDADADA


def off_the_background(scale: tuple[int, ...], background: int, fine: bool) -> tuple[int, ...]:
    """A scale with another middle if its own is about a light background.

    Args:
        scale: The colours, 0xRRGGBB, an odd number of them.
        background: What is behind the picture, 0xRRGGBB.
        fine: Whether there is truecolor: then the colours beside the middle follow.
    """
    half = len(scale) // 2
    if is_dark(background) or contrast(scale[half], background) >= _MIDDLE_CONTRAST:
        return scale
    if not fine:
        return (*scale[:half], _CUBE_MIDDLE_ON_LIGHT, *scale[half + 1 :])
    return between((scale[0], _MIDDLE_ON_LIGHT, scale[-1]), len(scale))


@lru_cache(maxsize=512)
def nearest_visible(scale: tuple[int, ...], shade: int, point: int) -> int:
    """The shade nearest to another on which a point can be seen; of two as near the one nearer to the middle.

    Args:
        scale: The colours, 0xRRGGBB.
        shade: One of them; another is given back as it is.
        point: The colour of the point, 0xRRGGBB.
    """
    if shade not in scale:
        return shade
    at, middle = scale.index(shade), len(scale) // 2
    order = sorted(range(len(scale)), key=lambda index: (abs(index - at), abs(index - middle)))
    return next((scale[index] for index in order if contrast(scale[index], point) > POINT_CONTRAST), shade)
