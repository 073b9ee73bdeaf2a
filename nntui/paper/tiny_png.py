"""A picture of few colours as PNG, without a library: what stands in an SVG for areas of many small squares."""

import struct
import zlib

import numpy as np
from numpy.typing import NDArray

_HEAD = b"\x89PNG\r\n\x1a\n"
_MOST_COLORS = 256


def indexed_png(colors: NDArray[np.int32]) -> bytes:
    """The content of a PNG file.

    Args:
        colors: int32, shape (rows, columns), at least one of each, 0xRRGGBB, up to 256 different ones.

    Raises:
        ValueError: There are more.
    """
    palette, places = np.unique(colors, return_inverse=True)
    if len(palette) > _MOST_COLORS:
        raise ValueError(f"{len(palette)} colours are too many for a palette of {_MOST_COLORS}")
    rows, columns = colors.shape
    lines = np.zeros((rows, columns + 1), dtype=np.uint8)  # each line begins with its filter, which is none
    lines[:, 1:] = places.reshape(rows, columns)
    entries = np.stack([palette >> 16, palette >> 8 & 0xFF, palette & 0xFF], axis=1).astype(np.uint8)
    parts = (
        (b"IHDR", struct.pack(">IIBBBBB", columns, rows, 8, 3, 0, 0, 0)),
        (b"PLTE", entries.tobytes()),
        (b"IDAT", zlib.compress(lines.tobytes(), 9)),
        (b"IEND", b""),
    )
    return _HEAD + b"".join(
        struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data)) for name, data in parts
    )
