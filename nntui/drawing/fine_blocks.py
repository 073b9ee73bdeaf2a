"""Finer pictures than half blocks: four pixels in a cell, of two colours, and stripes across a picture one row high.

A quadrant block has as many colours as a half block and so cannot show every picture of four pixels; the nearest is
taken. That is for pictures with sharp edges that do not change, such as those of the features: where colours change
slowly it gains little, and glyphs that differ from cell to cell cost bytes.
"""

import numpy as np
from numpy.typing import NDArray

from nntui.drawing.cells import DEFAULT, DIM, HALF_BLOCK, SPACE, Cells, ColorArray
from nntui.drawing.palette import Palette
from nntui.engine.arrays import FloatArray

_QUADRANTS = " ▘▝▀▖▌▞▛▗▚▐▜▄▙▟█"
"""By the pixels in the foreground: 1 upper left, 2 upper right, 4 lower left, 8 lower right."""
_PATTERNS = (0, 0b0011, 0b0101, 0b0001, 0b0010, 0b0100, 0b0111, 0b0110)
"""Every way to part four pixels in two groups; where two are as good, the first is taken."""
_BAND = ord("━")
_STRIPES = ord("═")
_MEMBERS: NDArray[np.bool_] = np.array([[bool(pattern >> bit & 1) for bit in range(4)] for pattern in _PATTERNS])
_ENOUGH = 0.15
"""How much the middle of a one-row picture differs from its ends where it is worth a stripe."""
_OPPOSITE = 0.3
"""How far both halves of a cell are from 0 at least where each is shown by its sign."""


def draw_quadrants(cells: Cells, x: int, y: int, values: FloatArray, palette: Palette, fade: int | None = None) -> None:
    """Paints values with four pixels a cell, as nearly as two colours a cell can.

    Args:
        cells: Where to paint; the picture must lie inside.
        x: Left column.
        y: Top row.
        values: float64, shape (2·rows, 2·columns), one value a pixel.
        palette: Colours; it has shades.
        fade: A background to fade the picture into, 0xRRGGBB; None for full strength.
    """
    rows, columns = values.shape[0] // 2, values.shape[1] // 2
    pixels = values.reshape(rows, 2, columns, 2).transpose(0, 2, 1, 3).reshape(rows, columns, 4)
    inside = pixels @ _MEMBERS.T.astype(np.float64)
    outside = pixels.sum(axis=-1, keepdims=True) - inside
    counts = _MEMBERS.sum(axis=1)
    # The squares of the distances to both means, but for the sum of all squares, which is the same for each pattern.
    errors = -(inside**2 / np.maximum(counts, 1) + outside**2 / (4 - counts))
    best = np.argmin(np.round(errors, 9), axis=-1)
    means = np.where(counts, inside / np.maximum(counts, 1), outside / 4), outside / (4 - counts)
    foreground, background = (
        _colors(np.take_along_axis(each, best[..., None], axis=-1)[..., 0], palette, fade) for each in means
    )
    glyphs = np.array([ord(_QUADRANTS[pattern]) for pattern in _PATTERNS], dtype=np.uint32)[best]
    same = foreground == background
    area = np.s_[y : y + rows, x : x + columns]
    cells.glyphs[area] = np.where(same, SPACE, glyphs)
    cells.foreground[area] = np.where(same, DEFAULT, foreground)
    cells.background[area] = background
    cells.attributes[area] = 0


def draw_stripes(cells: Cells, x: int, y: int, values: FloatArray, palette: Palette, fade: int | None = None) -> bool:
    """Paints a picture one row high whose values change only downwards, if a line drawn across shows it better.

    Args:
        cells: Where to paint; the picture must lie inside.
        x: Left column.
        y: Its row.
        values: float64, shape (samples, columns), from the top to the bottom of the row; 12 samples or more.
        palette: Colours; without shades only changes of sign make stripes.
        fade: As in `draw_quadrants`.

    Returns:
        Whether it is painted; False where half blocks show as much.
    """
    down = values[:, 0]
    if not np.allclose(values, down[:, None]):
        return False
    signs = np.sign(down[np.abs(down) > _ENOUGH])
    changes = int((np.diff(signs) != 0).sum())
    middle = float(down[len(down) * 5 // 12 : -(len(down) * 5 // 12)].mean())
    if changes > 1:
        glyph, front, back = _STRIPES, -float(signs[0]), float(signs[0])
    elif (
        changes == 0
        and palette.has_shades
        and len(signs)
        and abs(middle) < abs(down[0]) - _ENOUGH
        and down[0] * down[-1] > 0
    ):
        glyph, front, back = _BAND, middle, float(down[0])
    else:
        return False
    foreground, background = _colors(np.array([front, back]), palette, fade).tolist()
    area = np.s_[y, x : x + values.shape[1]]
    cells.glyphs[area], cells.foreground[area], cells.background[area] = glyph, foreground, background
    cells.attributes[area] = 0 if palette.has_shades or fade is None else DIM
    return True


def draw_signs_of_halves(cells: Cells, x: int, y: int, values: FloatArray, palette: Palette) -> None:
    """Shows both signs in the cells whose halves have opposite ones; their mean would be a blank.

    Args:
        cells: With the picture, as densities.
        x: Its left column.
        y: Its top row.
        values: float64, shape (2·rows, columns).
        palette: Colours; it has no shades.
    """
    top, bottom = values[0::2], values[1::2]
    rows, columns = np.nonzero((top * bottom < 0) & (np.minimum(np.abs(top), np.abs(bottom)) > _OPPOSITE))
    at = rows + y, columns + x
    upper, lower = top[rows, columns], bottom[rows, columns]
    if palette.has_colors:
        cells.glyphs[at] = HALF_BLOCK
        cells.foreground[at], cells.background[at] = palette.shades(upper, True), palette.shades(lower, True)
    else:
        cells.glyphs[at] = np.where(upper > 0, HALF_BLOCK, ord("▄"))


def _colors(values: FloatArray, palette: Palette, fade: int | None) -> ColorArray:
    if not palette.has_shades:
        return palette.shades(values, True)
    return palette.shades(values) if fade is None else palette.faded(values, fade)
