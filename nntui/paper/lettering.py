"""Letters for pictures in pixels: a font of the system, or the one that Pillow brings along.

Pillow's own font has few letters. What a font lacks is put together: a base letter with its accent, a small digit for
an index, a plain sign for a typographic one.
"""

import unicodedata
from functools import lru_cache
from typing import NamedTuple

from PIL import ImageDraw, ImageFont

_SANS = ("Arial.ttf", "LiberationSans-Regular.ttf", "Helvetica.ttc", "FreeSans.ttf", "NotoSans-Regular.ttf")
_BOLD = ("Arial Bold.ttf", "arialbd.ttf", "LiberationSans-Bold.ttf", "FreeSansBold.ttf", "NotoSans-Bold.ttf")
_MONO = ("DejaVuSansMono.ttf", "Menlo.ttc", "consola.ttf", "LiberationMono-Regular.ttf", "NotoSansMono-Regular.ttf")
_MONO_BOLD = ("DejaVuSansMono-Bold.ttf", "consolab.ttf", "LiberationMono-Bold.ttf", "NotoSansMono-Bold.ttf")
_EVERYWHERE = ("DejaVuSans.ttf", "DejaVuSans-Bold.ttf")
_NO_LETTER = "\ufffe"
_PLAIN = {"−": "-", "–": "-", "—": "-", "×": "x", "…": "...", "·": ".", "→": ">", "“": '"', "”": '"', "’": "'"}
_SMALL = 0.65
_CEDILLA = "\u0327"
_ACCENTS = {
    "\u0301": ((0.4, 0.2), (0.65, 0.0)),
    "\u0300": ((0.35, 0.0), (0.6, 0.2)),
    "\u0302": ((0.25, 0.2), (0.5, 0.0), (0.75, 0.2)),
    "\u0303": ((0.2, 0.15), (0.38, 0.03), (0.62, 0.15), (0.8, 0.03)),
    _CEDILLA: ((0.5, 0.0), (0.62, 0.08), (0.4, 0.17)),
}
"""Strokes at a letter: shares of its width, and of the size of the font below the upper edge of the accent."""

Font = ImageFont.FreeTypeFont | ImageFont.ImageFont
Color = tuple[int, ...]


class _Piece(NamedTuple):
    """A letter that a font has, with what is to be done to it."""

    letter: str
    accents: str = ""
    is_small: bool = False
    raised: float = 0.0


@lru_cache(maxsize=64)
def font_of(size: float, *, is_bold: bool = False, is_mono: bool = False) -> Font:
    """A font of so many pixels: Arial or the like, or one with letters of one width."""
    bold = _MONO_BOLD if is_mono else _BOLD
    names = (*(bold if is_bold else ()), *(_MONO if is_mono else (*_SANS, _EVERYWHERE[is_bold])))
    for name in names:
        try:
            return ImageFont.truetype(name, size)
        except OSError:
            continue
    return ImageFont.load_default(size)


@lru_cache(maxsize=1024)
def has_letter(font: Font, letter: str) -> bool:
    """Whether a font can show it."""
    return letter.isspace() or _ink(font, letter) != _ink(font, _NO_LETTER)


def _ink(font: Font, letter: str) -> tuple[tuple[int, int], bytes]:
    mask = font.getmask(letter)
    return mask.size, bytes(mask)


def write(draw: ImageDraw.ImageDraw, place: tuple[float, float], text: str, font: Font, color: Color) -> None:
    """Writes a text, whose base line begins there."""
    if all(has_letter(font, letter) for letter in text):
        draw.text(place, text, fill=color, font=font, anchor="ls")
        return
    x, y = place
    for letter in text:
        for piece in _pieces(font, letter):
            x += _write_piece(draw, (x, y), piece, font, color)


def width_of(text: str, font: Font) -> float:
    """How many pixels wide a text is."""
    if all(has_letter(font, letter) for letter in text):
        return font.getlength(text)
    pieces = [piece for letter in text for piece in _pieces(font, letter)]
    return sum(_sized(font, piece).getlength(piece.letter) for piece in pieces)


def _pieces(font: Font, letter: str) -> list[_Piece]:
    """What a letter is put together from; a question mark for one that is not known at all."""
    if has_letter(font, letter):
        return [_Piece(letter)]
    if letter in _PLAIN:
        return [_Piece(each) for each in _PLAIN[letter]]
    apart = unicodedata.normalize("NFKD", letter)
    base, accents = apart[:1], "".join(filter(_ACCENTS.__contains__, apart[1:]))
    if base and base != letter and has_letter(font, base):
        form = unicodedata.decomposition(letter)
        raised = -0.12 if form.startswith("<sub>") else 0.35 if form.startswith("<super>") else 0.0
        return [_Piece(base, accents, bool(raised), raised)]
    return [_Piece("?")]


def _sized(font: Font, piece: _Piece) -> Font:
    if piece.is_small and isinstance(font, ImageFont.FreeTypeFont):
        return font.font_variant(size=font.size * _SMALL)
    return font


def _write_piece(
    draw: ImageDraw.ImageDraw, place: tuple[float, float], piece: _Piece, font: Font, color: Color
) -> float:
    """Writes it, and returns how far the next one is."""
    x, y = place
    used, size = _sized(font, piece), getattr(font, "size", 10)
    draw.text((x, y - piece.raised * size), piece.letter, fill=color, font=used, anchor="ls")
    width = used.getlength(piece.letter)
    above = y + used.getbbox(piece.letter, anchor="ls")[1] - 0.26 * size
    for accent in piece.accents:
        top = y if accent == _CEDILLA else above
        strokes = [(x + across * width, top + down * size) for across, down in _ACCENTS[accent]]
        draw.line(strokes, fill=color, width=max(1, round(size * 0.08)))
    return width
