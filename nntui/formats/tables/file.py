"""From the bytes of a file to the text of a table: unpacked, decoded, or written out from an array of NumPy."""

import bz2
import codecs
import csv
import lzma
import zipfile
import zlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from io import BytesIO, StringIO
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

from nntui.errors import NntuiError
from nntui.experiment.shown_text import shorten
from nntui.experiment.user_points import MOST_POINTS
from nntui.formats.tables.kinds import kind_of_bytes, kind_of_text
from nntui.formats.tables.text import NEEDED
from nntui.language import _

MOST_BYTES = 20_000_000
"""So large may a file be, as it is and unpacked."""
_MOST_MEMORY = 100_000_000
_MOST_PACKED_TWICE = 2
_NPY = b"\x93NUMPY"
_ZIP = b"PK\x03\x04"
_MOST_COLUMNS = 2000
_KINDS = "biufUS"


class KindError(NntuiError, ValueError):
    """The content of a file is no table; the message is a sentence without the name of the file."""

    title = "Points"


@dataclass(frozen=True)
class TableText:
    """A table as text.

    Attributes:
        text: Its lines, each ends in a line feed; without a byte order mark.
        notes: What was done for it, a sentence each.
    """

    text: str
    notes: tuple[str, ...] = ()


def text_of(data: bytes, suffix: str = "") -> TableText:
    """The text of a table.

    Args:
        data: The content of a file: text in UTF-8, UTF-16 or else Latin-1, an array of NumPy, or one of them packed by
            gzip, bzip2 or xz.
        suffix: The end of the file's name, dot included; it tells kinds apart whose content does not.

    Raises:
        KindError: It is something else, or too large.
    """
    data = _unpacked(data)
    kind = kind_of_bytes(data, suffix)
    if kind:
        raise KindError(kind)
    if data.startswith(_NPY):
        return _from_arrays([("", _array(data))])
    if data.startswith(_ZIP):
        return _from_arrays(_arrays_of_archive(data))
    text, notes = decoded(data)
    kind = kind_of_text(text)
    if kind:
        raise KindError(kind)
    return TableText(text, notes)


_Array = NDArray[Any]


class _Unpacker(Protocol):
    def decompress(self, data: bytes, max_length: int, /) -> bytes: ...


_PACKED: tuple[tuple[bytes, str, Callable[[], _Unpacker]], ...] = (
    (b"\x1f\x8b", "gzip", lambda: zlib.decompressobj(31)),
    (b"BZh", "bzip2", bz2.BZ2Decompressor),
    (b"\xfd7zXZ\0", "xz", lambda: lzma.LZMADecompressor(memlimit=_MOST_MEMORY)),
)


def _unpacked(data: bytes) -> bytes:
    """What a packed file holds; never more than `MOST_BYTES`, however much would come out."""
    for _time in range(_MOST_PACKED_TWICE):
        for beginning, name, make in _PACKED:
            if data.startswith(beginning):
                try:
                    content = make().decompress(data, MOST_BYTES + 1)
                except (zlib.error, OSError, lzma.LZMAError, EOFError, MemoryError) as error:
                    raise KindError(_("damaged: it cannot be unpacked by {program}").format(program=name)) from error
                if not content:
                    sentence = _("packed by {program}, with nothing in it that can be unpacked")
                    raise KindError(sentence.format(program=name))
                if len(content) > MOST_BYTES:
                    sentence = _("packed by {program}, and too large: allowed are at most {most} MB unpacked")
                    raise KindError(sentence.format(program=name, most=MOST_BYTES // 10**6))
                data = content
                break
        else:
            break
    return data


def decoded(data: bytes) -> tuple[str, tuple[str, ...]]:
    """Text with line feeds from UTF-8, from UTF-16 or else from Latin-1, and a sentence where that is not obvious."""
    notes: tuple[str, ...] = ()
    by_mark = data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE))
    encoding = "utf-16" if by_mark else _utf_16_without_mark(data)
    if encoding:
        text = data.decode(encoding, errors="replace")
        notes = (_("the text is UTF-16"),)
    else:
        try:
            text = data.decode()
        except UnicodeDecodeError:
            text = data.removeprefix(codecs.BOM_UTF8).decode("latin-1")
            notes = (_("the text is not UTF-8, so it is read as Latin-1"),)
    return with_line_feeds(text), notes


def with_line_feeds(text: str) -> str:
    """The text without a byte order mark, its lines ending in a line feed whatever wrote it."""
    return text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")


def _utf_16_without_mark(data: bytes) -> str:
    """The encoding of a text whose every other byte is 0, as some programs on Windows write it; "" for others."""
    head = data[:200]
    pairs = len(head) // 2
    if pairs >= 4:
        for start, encoding in ((1, "utf-16-le"), (0, "utf-16-be")):
            if head[start::2].count(0) >= 0.9 * pairs and not head[1 - start :: 2].count(0):
                return encoding
    return ""


# Arrays of NumPy


def _array(data: bytes) -> _Array:
    """The array of a `.npy` file. Nothing is made larger than the file, whatever its header says.

    Raises:
        KindError: It holds something else than numbers and texts, or is damaged.
    """
    stream = BytesIO(data)
    try:
        version = np.lib.format.read_magic(stream)
        read = np.lib.format.read_array_header_1_0 if version == (1, 0) else np.lib.format.read_array_header_2_0
        shape, is_fortran, dtype = read(stream)
    except Exception as error:  # NumPy evaluates the header as Python, which can fail in every way
        raise KindError(_("a damaged .npy file")) from error
    if dtype.hasobject:
        raise KindError(_("an array of Python objects: save it with numbers alone, as by array.astype(float)"))
    count = 1
    for length in shape:
        count *= length
    body = data[stream.tell() :]
    if min(shape, default=0) < 0 or not count or count * dtype.itemsize > len(body):
        raise KindError(_("a damaged or empty .npy file"))
    flat = np.frombuffer(body, dtype, count)
    return flat.reshape(shape, order="F" if is_fortran else "C")


def _arrays_of_archive(data: bytes) -> list[tuple[str, _Array]]:
    """The arrays of a `.npz` file, with their names."""
    arrays, left = [], MOST_BYTES
    try:
        with zipfile.ZipFile(BytesIO(data)) as archive:
            for name in archive.namelist()[:_MOST_COLUMNS]:
                with archive.open(name) as member:
                    content = member.read(left + 1)
                left -= len(content)
                if left < 0:
                    sentence = _("too large: allowed are at most {most} MB unpacked")
                    raise KindError(sentence.format(most=MOST_BYTES // 10**6))
                arrays.append((name.removesuffix(".npy"), _array(content)))
    except KindError:
        raise
    except Exception as error:  # the standard library foresees not every damage, as a place before the file
        raise KindError(_("a damaged .npz file")) from error
    return arrays


def _from_arrays(arrays: Sequence[tuple[str, _Array]]) -> TableText:
    """A table of one array, or of several that have a row for each point, side by side."""
    longest = max(len(array) if array.ndim else 0 for _name, array in arrays)
    titles: list[str] = []
    columns: list[_Array] = []
    for name, array in arrays:
        if array.ndim in (1, 2) and len(array) == longest:
            for title, column in _columns(name if len(arrays) > 1 else "", array):
                titles.append(title)
                columns.append(column)
    if len(columns) > _MOST_COLUMNS:
        sentence = _("an array of {count} columns; allowed are at most {most}")
        raise KindError(sentence.format(count=f"{len(columns):,}", most=f"{_MOST_COLUMNS:,}"))
    if len(columns) < NEEDED or any(column.dtype.kind not in _KINDS for column in columns):
        shapes = ", ".join(f"{shorten(name)} {array.shape}" if name else f"{array.shape}" for name, array in arrays[:4])
        sentence = _("an array of shape {shapes}; needed are rows of x, y and a label, as of shape (n, 3)")
        raise KindError(sentence.format(shapes=shapes))
    notes: tuple[str, ...] = ()
    if longest > MOST_POINTS:
        sentence = _("of {count} rows, {most} at even distances are taken")
        notes = (sentence.format(count=f"{longest:,}", most=f"{MOST_POINTS:,}"),)
        chosen = np.linspace(0, longest - 1, MOST_POINTS).round().astype(np.intp)
        columns = [column[chosen] for column in columns]
    stream = StringIO()
    writer = csv.writer(stream, lineterminator="\n")
    if any(titles):
        writer.writerow(titles)
    writer.writerows(zip(*map(_texts, columns), strict=True))
    return TableText(stream.getvalue(), notes)


def _columns(name: str, array: _Array) -> list[tuple[str, _Array]]:
    if array.dtype.names is not None:
        return [(field, array[field]) for field in array.dtype.names] if array.ndim == 1 else []
    if array.ndim == 1:
        return [(name, array)]
    return [(f"{name}{index + 1}" if name else "", array[:, index]) for index in range(array.shape[1])]


def _texts(column: _Array) -> list[str]:
    if column.dtype.kind == "S":
        return [each.decode("latin-1") for each in column.tolist()]
    if column.dtype.kind == "f":
        return [repr(float(each)).removesuffix(".0") for each in column.tolist()]
    return [str(each) for each in column.tolist()]
