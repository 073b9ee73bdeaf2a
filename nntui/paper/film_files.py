"""A film as a file: an SVG that moves by itself, or a GIF."""

from collections.abc import Iterator
from io import BytesIO
from typing import TYPE_CHECKING
from xml.etree.ElementTree import SubElement

import numpy as np
from numpy.typing import NDArray

from nntui.paper.film import FRAME_S, LAST_S, Report, Scene, no_report
from nntui.paper.svg import document

if TYPE_CHECKING:
    from PIL import Image

_FINER = 2
_MOST_COLORS = 256


def film_svg(scene: Scene) -> str:
    """The film as SVG: each picture is seen in its turn, over and over.

    Where nothing moves, as on paper or for a person who wants that, the last picture is seen.
    """
    count = len(scene.frames)
    whole = (count - 1) * FRAME_S + LAST_S
    root = scene.below
    style = (
        f".f{{animation:f {whole:g}s step-end infinite}}"
        f".l{{animation:l {whole:g}s step-end infinite}}"
        f"@keyframes f{{0%{{visibility:visible}}{100 * FRAME_S / whole:.4f}%{{visibility:hidden}}}}"
        f"@keyframes l{{0%{{visibility:hidden}}{100 * (whole - LAST_S) / whole:.4f}%{{visibility:visible}}}}"
        "@media (prefers-reduced-motion:reduce){.f,.l{animation:none}}"
    )
    if count > 1:
        SubElement(root, "style").text = style
    for at, frame in enumerate(scene.frames):
        if at == count - 1:
            frame.set("class", "l")
        else:
            # Without a movement it is hidden; a time before the beginning would leave it seen until its first turn.
            frame.set("visibility", "hidden")
            frame.set("class", "f")
            frame.set("style", f"animation-delay:{at * FRAME_S:.1f}s")
        root.append(frame)
    root.extend(scene.above)
    return document(root)


def film_gif(scene: Scene, report: Report = no_report) -> bytes:
    """The film as GIF, which is played over and over.

    Args:
        scene: The film.
        report: Hears of each picture.
    """
    count = len(scene.frames)
    painter = _Painter(scene)
    colors = _common_colors([painter.picture(at) for at in sorted({0, count // 2, count - 1})])
    first = painter.indexed(0, colors)

    def others() -> Iterator["Image.Image"]:
        for at in range(1, count):
            report(at, count)
            yield painter.indexed(at, colors)

    output = BytesIO()
    times = [round(1000 * FRAME_S)] * (count - 1) + [round(1000 * LAST_S)]
    first.save(output, "GIF", save_all=True, append_images=others(), duration=times, loop=0, optimize=False)
    report(count, count)
    return output.getvalue()


class _Painter:
    """Paints a picture at a time: what is the same in all is painted once."""

    def __init__(self, scene: Scene) -> None:
        from PIL import Image

        from nntui.paper.raster import paint

        self._frames, self._paint = scene.frames, paint
        size = int(scene.below.attrib["width"]), int(scene.below.attrib["height"])
        self._below = Image.new("RGB", (_FINER * size[0], _FINER * size[1]), "#ffffff")
        paint(self._below, scene.below, _FINER)
        self._above = Image.new("RGBA", self._below.size, (0, 0, 0, 0))
        paint(self._above, scene.above, _FINER)

    def picture(self, at: int) -> "Image.Image":
        picture = self._below.copy()
        self._paint(picture, self._frames[at], _FINER)
        picture.paste(self._above, (0, 0), self._above)
        return picture.reduce(_FINER)

    def indexed(self, at: int, colors: NDArray[np.int32]) -> "Image.Image":
        return _indexed(self.picture(at), colors)


def _keys(picture: "Image.Image") -> NDArray[np.int32]:
    """Its colours as numbers, int32, shape (height, width)."""
    parts = np.asarray(picture).astype(np.int32)
    keys: NDArray[np.int32] = parts[:, :, 0] << 16 | parts[:, :, 1] << 8 | parts[:, :, 2]
    return keys


def _parts(colors: NDArray[np.int32]) -> NDArray[np.int32]:
    """Red, green and blue of some colours, int32, shape (n, 3)."""
    return np.stack([colors >> 16, colors >> 8 & 0xFF, colors & 0xFF], axis=1)


def _common_colors(pictures: list["Image.Image"]) -> NDArray[np.int32]:
    """The palette for all, int32, shape (n,): where it is the same, what stays the same needs no bytes."""
    colors, counts = np.unique(np.concatenate([_keys(picture).ravel() for picture in pictures]), return_counts=True)
    common: NDArray[np.int32] = colors[np.argsort(-counts, kind="stable")][:_MOST_COLORS]
    return common


def _indexed(picture: "Image.Image", palette: NDArray[np.int32]) -> "Image.Image":
    """A picture in the nearest colours of a palette; Pillow's own search is not exact, and turns white into grey."""
    from PIL import Image

    colors, where = np.unique(_keys(picture), return_inverse=True)
    away = np.abs(_parts(colors)[:, np.newaxis] - _parts(palette)).sum(axis=2)
    places = away.argmin(axis=1).astype(np.uint8)[where].reshape(picture.height, picture.width)
    indexed = Image.fromarray(places)
    indexed.putpalette(_parts(palette).ravel().tolist())
    return indexed
