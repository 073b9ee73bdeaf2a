"""Tables in other files than plain text: arrays of NumPy, packed ones, pipes, and what only looks like a table."""

import bz2
import gzip
import io
import json
import lzma
import os
import threading
import zipfile
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import numpy as np
import pytest

from nntui.formats.points import PointsError, read_points
from nntui.formats.tables.file import MOST_BYTES, KindError, text_of

TABLE = "x,y,label\n" + "".join(f"{row % 7},{row % 5},{row % 2}\n" for row in range(20))
ROWS = np.array([[row % 7 - 3.5, row % 5, row % 2] for row in range(20)])
TABLES = Path(__file__).parent.parent / "data" / "tables"


def npy(array: object) -> bytes:
    stream = io.BytesIO()
    np.save(stream, array, allow_pickle=True)  # type: ignore[arg-type]
    return stream.getvalue()


def npz(**arrays: object) -> bytes:
    stream = io.BytesIO()
    np.savez_compressed(stream, **arrays)  # type: ignore[arg-type]
    return stream.getvalue()


def zipped(**members: str) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        for name, text in members.items():
            archive.writestr(name.replace("__", "/").replace("_dot_", "."), text)
    return stream.getvalue()


def kind(data: bytes, suffix: str = "") -> str:
    with pytest.raises(KindError) as caught:
        text_of(data, suffix)
    assert str(caught.value).isprintable()
    return str(caught.value)


# What EXPECTED of the files as people bring them: x, y, label by place, and the classes

CASES: dict[str, tuple[tuple[int, int, int], tuple[str, ...]]] = {
    "moons-pandas-index-numbered.csv": ((1, 2, 3), ("0", "1")),
    "moons-index-no-header.csv": ((1, 2, 3), ("0", "1")),
    "index-title-index.csv": ((1, 2, 3), ("0", "1")),
    "moons-unnamed0.csv": ((1, 2, 3), ("0", "1")),
    "moons-pandas-index.csv": ((1, 2, 3), ("0", "1")),
    "iris-r-write-csv.csv": ((1, 2, 3), ("setosa", "versicolor")),
    "iris-r-write-table.txt": ((1, 2, 3), ("setosa", "versicolor")),
    "iris-five-columns.csv": ((1, 2, 5), ("Iris-setosa", "Iris-versicolor")),
    "iris-five-columns-2-species-no-id.csv": ((0, 1, 4), ("Setosa", "Versicolor")),
    "date-column.csv": ((1, 2, 3), ("no", "yes")),
    "wine-label-first.data": ((1, 2, 0), ("1", "2")),
    "moons-label-first-no-header.csv": ((1, 2, 0), ("0", "1")),
    "moons-label-first.csv": ((1, 2, 0), ("0", "1")),
    "moons-upper-xy.csv": ((0, 1, 2), ("0", "1")),
    "height-weight-gender-first.csv": ((1, 2, 0), ("Female", "Male")),
    "ads-user-id-gender.csv": ((2, 3, 4), ("0", "1")),
    "clustering-2-classes.txt": ((0, 1, 2), ("1", "2")),
    "clustering-3-classes.txt": ((0, 1, 2), ("1", "2", "3")),
    "iris-3-classes-numbered.csv": ((0, 1, 2), ("0", "1", "2")),
    "iris-two-columns-3-species.csv": ((0, 1, 2), ("setosa", "versicolor", "virginica")),
    "label-orange-blue-as-on-the-web.csv": ((0, 1, 2), ("orange", "blue")),
    "label-named-color.csv": ((0, 1, 2), ("red", "blue")),
    "yes-no.csv": ((0, 1, 2), ("No", "Yes")),
    "true-false-py.csv": ((0, 1, 2), ("False", "True")),
    "true-false-r.csv": ((0, 1, 2), ("FALSE", "TRUE")),
    "minus-sign-u2212.csv": ((0, 1, 2), ("0", "1")),
    "xor-truth-table.csv": ((0, 1, 2), ("0", "1")),
    "circles-span-2.csv": ((0, 1, 2), ("0", "1")),
    "circles-span-just-over-2.csv": ((0, 1, 2), ("0", "1")),
    "moons-numpy-savetxt.csv": ((0, 1, 2), ("0", "1")),
    "numpy-savetxt-header.txt": ((0, 1, 2), ("0", "1")),
    "excel-german-bom.csv": ((0, 1, 2), ("0", "1")),
    "excel-sep-line.csv": ((0, 1, 2), ("nein", "ja")),
    "excel-trailing-separators.csv": ((0, 1, 2), ("0", "1")),
    "exam-no-header.txt": ((0, 1, 2), ("0", "1")),
    "chip-unit-square.txt": ((0, 1, 2), ("0", "1")),
    "points.csv.gz": ((0, 1, 2), ("0", "1")),
    "points.npy": ((0, 1, 2), ("0", "1")),
    "pipe-separated.txt": ((0, 1, 2), ("0", "1")),
}
REFUSED = {
    "thousands.csv": "line 2 is left out: salary is '15,000', which is not a number",
    "points.xlsx": "points.xlsx is an Excel file: save it as CSV there",
    "json-lines.json": "json-lines.json is JSON: in Python, pandas.read_json",
    "markdown-table.md": "as in Markdown: take the lines of dashes away",
    "bracket-tuples.txt": "is rows in brackets, as Python prints them: take the brackets away",
    "libsvm.txt": "is in the format of LIBSVM: in Python, sklearn.datasets.load_svmlight_file",
    "moons-two-columns.csv": "has two columns, X and Y: a third is needed, with the label of each point",
}


def test_every_file_has_an_answer_that_is_right() -> None:
    assert {path.name for path in TABLES.iterdir()} == CASES.keys() | REFUSED.keys()


@pytest.mark.parametrize("name", CASES)
def test_a_file_is_read_as_it_is_meant(name: str) -> None:
    reading = read_points(TABLES / name)
    assert reading.view is not None
    assert (reading.view.indices, reading.points.classes) == CASES[name]
    assert reading.points.problem == "classification"
    found = np.unique(reading.points.labels).tolist()
    assert found == ([-1, 1] if len(CASES[name][1]) == 2 else list(range(len(CASES[name][1]))))
    is_named = any("is taken for x" in note for note in reading.notes)
    assert is_named == (reading.view.indices != (0, 1, 2) or len(reading.view.titles) > 3)
    assert not any("regression" in note for note in reading.notes)
    assert not any("left out:" in note for note in reading.notes)


@pytest.mark.parametrize("name", REFUSED)
def test_a_file_is_refused_with_the_way_out(name: str) -> None:
    with pytest.raises(PointsError) as caught:
        read_points(TABLES / name)
    assert REFUSED[name] in str(caught.value)


def test_both_circles_are_fitted_and_it_is_said() -> None:
    for name in ("circles-span-2.csv", "circles-span-just-over-2.csv"):
        reading = read_points(TABLES / name)
        assert abs(reading.points.points).max() == pytest.approx(5)
        assert any("fitted to the square of −6…6, and shown in the data's own units" in note for note in reading.notes)


# Arrays


@pytest.mark.parametrize(
    ("content", "text"),
    [
        (npy(np.array([[1.5, 2, 0], [3, 4, 1]])), "1.5,2,0\n3,4,1\n"),
        (npy(np.array([[1, 2, 0], [3, 4, 1]], dtype=np.int32)), "1,2,0\n3,4,1\n"),
        (npy(np.asfortranarray([[1.0, 2, 0], [3, 4, 1]])), "1,2,0\n3,4,1\n"),
        (npy(np.array([[0.1, 2, 0]], dtype=np.float32).astype(">f4")), "0.10000000149011612,2,0\n"),
        (npy(np.array([(1.5, 2, "a")], dtype=[("u", "f8"), ("v", "i4"), ("kind", "U3")])), "u,v,kind\n1.5,2,a\n"),
        (npz(table=np.array([[1, 2, 0]])), "1,2,0\n"),
        (npz(X=np.array([[1, 2], [3, 4]]), y=np.array([0, 1])), "X1,X2,y\n1,2,0\n3,4,1\n"),
        (npz(X=np.array([[1, 2], [3, 4]]), y=np.array(["a", "b"]), n=np.array(2)), "X1,X2,y\n1,2,a\n3,4,b\n"),
    ],
    ids=range(8),
)
def test_arrays_of_numpy_are_tables(content: bytes, text: str) -> None:
    assert text_of(content).text == text


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (npy(np.array([[1, 2], [3, 4]])), "an array of shape (2, 2); needed are rows of x, y and a label"),
        (npy(np.zeros((2, 3, 4))), "an array of shape (2, 3, 4); needed are rows"),
        (npy(np.array(5.0)), "an array of shape (); needed are rows"),
        (npy(np.array([[1, 2, 1j]])), "an array of shape (1, 3); needed are rows"),
        (npy(np.array([{"a": 1}], dtype=object)), "an array of Python objects: save it with numbers alone"),
        (npy(ROWS)[:200], "a damaged or empty .npy file"),
        (npy(ROWS)[:30], "a damaged .npy file"),
        (npy(np.zeros((0, 3))), "a damaged or empty .npy file"),
        (npy(ROWS).replace(b"(20, 3)", b"(9**99,)", 1), "a damaged .npy file"),
        (npy(ROWS).replace(b"(20, 3), }", b"(9999999999, 3),}", 1), "a damaged"),
        (npz(a=ROWS)[:100], "a ZIP archive: unpack it"),
        (npz(a=np.zeros((3_000_000,))), "too large: allowed are at most 20 MB unpacked"),
    ],
    ids=range(12),
)
def test_other_arrays_are_refused_and_never_run_or_swell(content: bytes, sentence: str) -> None:
    assert sentence in kind(content)


def test_of_a_large_array_some_rows_are_taken() -> None:
    text = text_of(npy(np.arange(750_000, dtype=np.float32).reshape(-1, 3)))
    assert text.text.count("\n") == 200_000
    assert text.notes == ("of 250,000 rows, 200,000 at even distances are taken",)


# Packed files


@pytest.mark.parametrize("pack", [gzip.compress, bz2.compress, lzma.compress])
def test_packed_files_are_unpacked(pack: Callable[[bytes], bytes], tmp_path: Path) -> None:
    assert text_of(pack(TABLE.encode())).text == TABLE
    assert text_of(pack(npy(ROWS))).text.startswith("-3.5,0,0\n")
    path = tmp_path / "points.csv.gz"
    path.write_bytes(pack(TABLE.encode("utf-16")))
    assert read_points(path).points.size == 20
    packed = pack(TABLE.encode() * 9)
    assert "unpacked" in kind(packed[:14] + bytes(len(packed)) + packed[14:])


def test_what_unpacks_to_too_much_is_refused_before_it_is_there() -> None:
    bomb = gzip.compress(bytes(200_000_000), 1)
    for content in (bomb, gzip.compress(bomb)):
        assert "too large: allowed are at most 20 MB unpacked" in kind(content)
    assert MOST_BYTES == 20_000_000
    assert "nothing in it" in kind(gzip.compress(b""))


# Other kinds


@pytest.mark.parametrize(
    ("content", "suffix", "what"),
    [
        (zipped(xl__workbook_dot_xml="", _rels=""), ".xlsx", "an Excel file: save it as CSV"),
        (zipped(xl__workbook_dot_xml=""), ".zip", "an Excel file"),
        (zipped(mimetype="application/vnd.oasis.opendocument.spreadsheet"), ".ods", "a LibreOffice spreadsheet"),
        (zipped(points_dot_csv=TABLE), ".zip", "a ZIP archive: unpack it"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), ".xls", "an Excel file"),
        (b"PAR1" + bytes(100), ".parquet", "a Parquet file"),
        (b"\x89HDF\r\n\x1a\n" + bytes(100), ".h5", "an HDF5 file"),
        (b"MATLAB 5.0 MAT-file, Platform: GLNXA64", ".mat", "a MATLAB file"),
        (b"\x80\x04\x95\x10\0\0\0\0\0\0\0}", ".pkl", "a pickle of Python"),
        (bytes(257) + b"ustar" + bytes(300), ".tar", "a tar archive"),
        (b"SQLite format 3\0" + bytes(100), ".db", "an SQLite database"),
        (json.dumps([{"x": 1, "y": 2}], indent=1).encode(), ".json", "JSON"),
        (b'{"x":1,"y":2,"label":0}\n{"x":2,"y":1,"label":1}\n', ".jsonl", "JSON"),
        (b"[[1, 2, 0], [3, 4, 1]]", ".json", "JSON"),
        (b"[[ 1.  2.  0.]\n [ 3.  4.  1.]]\n", ".txt", "rows in brackets"),
        (b"[(1, 2, 0),\n(3, 4, 1)]\n", ".txt", "rows in brackets"),
        (b"data = [[1, 2, 0],\n        [3, 4, 1]]\n", ".py", "rows in brackets"),
        (b"array([[1, 2, 0],\n       [3, 4, 1]])\n", ".txt", "rows in brackets"),
        (b"<!DOCTYPE html><table><tr><td>1</td></tr></table>", ".html", "an HTML page"),
        (b'<?xml version="1.0"?><a/>', ".xml", "XML"),
        (b" x | y | label\n---+---+------\n 1 | 2 | 0\n", ".txt", "a table for reading"),
        (b"+---+---+\n| x | y |\n+---+---+\n", ".txt", "a table for reading"),
        (b"% iris\n@RELATION iris\n@ATTRIBUTE a NUMERIC\n@DATA\n1,2,a\n", ".arff", "an ARFF file of Weka"),
        (b"1 1:0.5 2:-.5 # one\n-1 2:1e-3\n", ".svm", "in the format of LIBSVM"),
    ],
    ids=range(24),
)
def test_another_kind_is_named(content: bytes, suffix: str, what: str) -> None:
    assert kind(content, suffix).startswith(what)


@pytest.mark.parametrize("line", ["|" + "-" * 9_000 + "x|", "1" * 9_000 + "!", "(" * 4_000 + ")" * 4_000 + "!"])
def test_a_line_without_end_is_looked_at_quickly(line: str) -> None:
    assert text_of(f"{line}\n{line}\n".encode()).text


# Pipes


def test_a_table_comes_through_a_pipe() -> None:
    reader, writer = os.pipe()
    with os.fdopen(writer, "wb") as stream:
        stream.write(TABLE.encode())
    reading = read_points(Path(f"/dev/fd/{reader}"))
    os.close(reader)
    assert (reading.points.size, reading.points.source) == (20, "pipe")


def test_a_pipe_that_does_not_end_is_left_at_the_limit() -> None:
    reader, writer = os.pipe()

    def write() -> None:
        with suppress(BrokenPipeError):
            while True:
                os.write(writer, b"1,2,0\n" * 10_000)
        os.close(writer)

    thread = threading.Thread(target=write)
    thread.start()
    with pytest.raises(PointsError, match="more comes than the 20 MB that are allowed"):
        read_points(Path(f"/dev/fd/{reader}"))
    os.close(reader)
    thread.join()


def test_the_terminal_is_no_table() -> None:
    main, terminal = os.openpty()
    try:
        with pytest.raises(PointsError, match="it is the terminal, from which no table comes"):
            read_points(Path(f"/dev/fd/{terminal}"))
    finally:
        os.close(main)
        os.close(terminal)


def test_damage_that_a_library_does_not_foresee_is_told(tmp_path: Path) -> None:
    header = b"{'descr': [('x', '<" + b" " * 99 + b"\n"
    array = b"\x93NUMPY\x01\x00" + len(header).to_bytes(2, "little") + header
    with pytest.raises(KindError, match=r"^a damaged or empty .npy file$|^a damaged .npy file$"):
        text_of(array)
    packed = io.BytesIO()
    np.savez(packed, x=np.arange(6.0))
    data = bytearray(packed.getvalue())
    # The directory at the end says that it begins before the file does.
    at = data.rfind(b"PK\x05\x06")
    data[at + 16 : at + 20] = (0).to_bytes(4, "little")
    data[at + 12 : at + 16] = (at + 19).to_bytes(4, "little")
    with pytest.raises(KindError):
        text_of(bytes(data), ".npz")
