"""Tables of points: those of the tests' data damaged, and rows of odd fields with any delimiter, packed or not."""

import bz2
import csv
import gzip
import io
import lzma
import zipfile
from functools import cache
from pathlib import Path
from random import Random

import numpy as np

from nntui.formats.points import PointsReading, parse_points, read_points
from nntui.formats.points_writer import write_points
from tests.fuzz import odd
from tests.fuzz.folder import folder
from tests.fuzz.part import BrokenPromiseError, Part, Reading

_TABLES = Path(__file__).parent.parent / "data" / "tables"
_PIECES = tuple(
    each.encode("utf-8", "surrogatepass")
    for each in (
        *(
            ",",
            ";",
            "\t",
            "|",
            " ",
            "\n",
            "\r\n",
            "\r",
            '"',
            '""',
            "#",
            "# nntui: ",
            "%",
            "sep=;\n",
            "1,2,a\n",
            "x,y,label\n",
        ),
        *(
            "\ufeff",
            "\x00",
            "1",
            "-1",
            "0.5",
            "1,5",
            "nan",
            "1e999",
            "=1+1",
            "# nntui: classification, -1 is a, 1 is b\n",
        ),
        *(
            "# nntui: regression, in the units of the square\n",
            "[[1,2,3],",
            '{"x":1}\n',
            "1 1:2 2:3\n",
            "|--|--|\n",
            "@relation\n",
        ),
        *("\x1f", "\u2028", "\u2212", "\udcff", "\x93NUMPY", "PK\x03\x04", "\x1f\x8b", "BZh", "a" * 200),
    )
)
_TITLES = ("x", "y", "label", "x1", "x2", "id", "", "class", "Unnamed: 0", "z", "target", "index", "1", "2")
_SUFFIXES = (".csv", ".csv", ".txt", ".tsv", ".npy", ".npz", ".json", ".xlsx", ".gz", ".md", "")


@cache
def _specimens() -> tuple[bytes, ...]:
    packed = io.BytesIO()
    np.savez(packed, x=np.arange(6.0), y=np.arange(6.0) % 4, label=np.arange(6) % 2)
    records = np.array([(1.0, 2.0, b"a"), (3.0, 1.0, b"b")] * 3, dtype=[("x", "f8"), ("y", "f4"), ("kind", "S2")])
    structured = io.BytesIO()
    np.save(structured, records)
    return (
        *(path.read_bytes() for path in sorted(_TABLES.iterdir())),
        packed.getvalue(),
        structured.getvalue(),
        b"x,y,label\n1,2,a\n2,3,b\n".decode().encode("utf-16"),
    )


def _field(rng: Random) -> str:
    kind = rng.randrange(6)
    if kind == 0:
        return odd.text(rng)
    if kind == 1:
        return odd.number_text(rng)
    return repr(round(rng.uniform(-7, 7), 3)) if kind < 4 else rng.choice(("a", "b", "0", "1", "2", "cat", "dog"))


def _rows(rng: Random) -> bytes:
    stream = io.StringIO()
    mark = rng.choice(["", "", "", "# nntui: classification, -1 is a, 1 is b\n", "sep=;\n", "# x y label\n"])
    stream.write(mark)
    width = rng.choice([1, 2, 3, 3, 3, 3, 4, 5, 30])
    writer = csv.writer(stream, delimiter=rng.choice(",;\t| "), lineterminator=rng.choice(["\n", "\r\n", "\r"]))
    if rng.random() < 0.6:
        writer.writerow([rng.choice(_TITLES) if rng.random() < 0.7 else odd.text(rng) for _title in range(width)])
    columns = [[_field(rng) for _value in range(rng.choice([1, 2, 3, 7]))] for _column in range(width)]
    for number in range(rng.choice([0, 1, 2, 5, 20, 60])):
        writer.writerow([column[number * 7 % len(column)] if rng.random() < 0.9 else _field(rng) for column in columns])
    return stream.getvalue().encode(rng.choice(["utf-8", "utf-8", "utf-8", "utf-16", "utf-16-le"]), "surrogatepass")


def _packed(rng: Random, data: bytes) -> bytes:
    kind = rng.randrange(5)
    if kind == 0:
        return gzip.compress(data, 1)
    if kind == 1:
        return bz2.compress(data, 1)
    if kind == 2:
        return lzma.compress(data, preset=0)
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(rng.choice(["x.npy", "a.csv", "xl/workbook.xml", "mimetype"]), data)
    return stream.getvalue()


def _make(rng: Random) -> tuple[bytes, bytes]:
    data = _rows(rng) if rng.random() < 0.5 else odd.any_of(rng, _specimens(), _PIECES)
    if rng.random() < 0.1:
        data = odd.grown(rng, data, _PIECES)
    if rng.random() < 0.08:
        data = _packed(rng, data)
        if rng.random() < 0.5:
            data = odd.damaged(rng, data, _PIECES)
    return rng.choice(_SUFFIXES).encode(), data


def _read(case: tuple[bytes, bytes]) -> Reading:
    suffix, data = case
    path = folder() / f"table{suffix.decode()}"
    path.write_bytes(data)
    reading = read_points(path)
    return Reading(reading, reading.notes)


def _after(reading: PointsReading) -> None:
    points = reading.points
    for name in (*points.classes, *points.columns, points.source):
        if not name.isprintable() or len(name) > 200:
            raise BrokenPromiseError(f"a name that cannot be shown: {name[:300]!a}")
    if len(set(points.classes)) != len(points.classes):
        raise BrokenPromiseError(f"two classes of one name: {points.classes!a:.300}")
    text = write_points(points)
    again = parse_points(text, "again.csv").points
    if (again.problem, again.classes, again.columns) != (points.problem, points.classes, points.columns):
        raise BrokenPromiseError(f"not read back: {points.classes!a:.200} {points.columns!a:.200} from {text[:300]!a}")
    if again.size != points.size or not np.allclose(again.labels, points.labels, rtol=1e-9, atol=1e-9):
        raise BrokenPromiseError(f"other labels are read back from {text[:300]!a}")
    if not np.allclose(again.points, points.points, rtol=1e-9, atol=1e-9):
        raise BrokenPromiseError(f"other points are read back from {text[:300]!a}")


TABLES = Part("tables", _make, _read, _after)
