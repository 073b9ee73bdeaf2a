"""Files of other kinds that people take for a table: each is named, with the way to a table that can be read."""

import codecs
import re
import zipfile
from collections.abc import Callable
from io import BytesIO
from itertools import islice

from nntui.language import N_, _

_EXCEL = N_("an Excel file: save it as CSV there")
_PICTURE = N_("a picture; needed are rows of x, y and a label")
_PICKLED = N_("a pickle of Python: in Python, pandas.read_pickle(…).to_csv(…, index=False) makes a table of it")
_BY_BEGINNING = (
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", _EXCEL),
    (b"PAR1", N_("a Parquet file: in Python, pandas.read_parquet(…).to_csv(…, index=False) makes a table of it")),
    (b"ARROW1", N_("a Feather file: in Python, pandas.read_feather(…).to_csv(…, index=False) makes a table of it")),
    (
        b"\x89HDF\r\n\x1a\n",
        N_("an HDF5 file: in Python, pandas.read_hdf(…).to_csv(…, index=False) makes a table of it"),
    ),
    (b"MATLAB 5.0 MAT-file", N_("a MATLAB file: in MATLAB, writematrix(…, 'points.csv') makes a table of it")),
    (b"SQLite format 3\0", N_("an SQLite database: save it as CSV, a query with the columns x, y and label")),
    (b"%PDF", N_("a PDF document: copy its table into a spreadsheet and save that as CSV")),
    (b"\x89PNG", _PICTURE),
    (b"\xff\xd8\xff", _PICTURE),
    (b"GIF8", _PICTURE),
    (b"7z\xbc\xaf\x27\x1c", N_("a 7-Zip archive: unpack it")),
    (b"Rar!\x1a\x07", N_("a RAR archive: unpack it")),
    (b"\x28\xb5\x2f\xfd", N_("compressed with zstd: unpack it")),
    (b"RDX", N_("an R workspace: in R, write.csv(…, row.names = FALSE) makes a table of it")),
    (b"$FL2@(#)", N_("an SPSS file: save it as CSV there")),
    (b"<stata_dta>", N_("a Stata file: in Python, pandas.read_stata(…).to_csv(…, index=False) makes a table of it")),
    (b"{\\rtf", N_("a text document: save it as plain text")),
)
_PICKLE = re.compile(rb"\x80[\x02-\x05](\x95|c|\}|\]|X|\x8c|\()")
_BY_SUFFIX = {
    ".xlsx": _EXCEL,
    ".xlsm": _EXCEL,
    ".xls": _EXCEL,
    ".ods": N_("a LibreOffice spreadsheet: save it as CSV there"),
    ".numbers": N_("a Numbers spreadsheet: export it as CSV there"),
    ".pkl": _PICKLED,
    ".pickle": _PICKLED,
}
_ZIP = b"PK\x03\x04"
_NUMBER = r"[+-]?(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d+)?"
_RULE = set("|+:=- \t")
_LEAST_LINES = 2
_HEAD = 10_000


def kind_of_bytes(data: bytes, suffix: str) -> str:
    """What a file of another kind is, and the way out; "" for what may be a table.

    Args:
        data: Its content.
        suffix: The end of its name, dot included.
    """
    for beginning, kind in _BY_BEGINNING:
        if data.startswith(beginning):
            return _(kind)
    if _PICKLE.match(data):
        return _(_PICKLED)
    if data[257:262] == b"ustar":
        return _("a tar archive: unpack it")
    if data.startswith(_ZIP):
        return _kind_of_zip(data, suffix)
    is_text = b"\0" not in data[:_HEAD] or data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE))
    return "" if is_text else _by_suffix(suffix)


def _kind_of_zip(data: bytes, suffix: str) -> str:
    try:
        with zipfile.ZipFile(BytesIO(data)) as archive:
            names = list(islice((info.filename for info in archive.infolist()), 1000))
            kind = archive.open("mimetype").read(100) if "mimetype" in names else b""
    except Exception:  # the standard library foresees not every damage
        names, kind = [], b""
    if b"opendocument.spreadsheet" in kind:
        return _(_BY_SUFFIX[".ods"])
    if any(name.startswith("xl/") for name in names):
        return _(_EXCEL)
    if names and all(name.endswith(".npy") for name in names):
        return ""
    return _by_suffix(suffix) or _("a ZIP archive: unpack it")


def _by_suffix(suffix: str) -> str:
    kind = _BY_SUFFIX.get(suffix.lower())
    return "" if kind is None else _(kind)


def _is_json(head: str, lines: list[str]) -> bool:
    return bool(re.match(r'\s*(\{\s*["}]|\[\s*[\[{])', head))


def _is_html(head: str, lines: list[str]) -> bool:
    return bool(re.match(r"\s*(<!doctype html|<html|<table|<head|<body)", head, re.IGNORECASE))


def _is_markdown(head: str, lines: list[str]) -> bool:
    return any(set(line) <= _RULE and ("--" in line or "==" in line) and set(line) & set("|+") for line in lines[:5])


def _every(pattern: str) -> Callable[[str, list[str]], bool]:
    fits = re.compile(pattern)
    return lambda head, lines: len(lines) >= _LEAST_LINES and all(map(fits.match, lines[:20]))


_BY_TEXT: tuple[tuple[Callable[[str, list[str]], bool], str], ...] = (
    (
        _every(r"\s*(\w+\s*=\s*)?(np\.|numpy\.)?(array\()?[\[(]+[^()\[\]]*[\])][\])\s,]*$"),
        N_("rows in brackets, as Python prints them: take the brackets away, so that a row is x, y, label"),
    ),
    (
        _is_json,
        N_(
            "JSON: in Python, pandas.read_json(…).to_csv(…, index=False) makes a table of it "
            "(with lines=True for an object a line)"
        ),
    ),
    (_is_html, N_("an HTML page: in Python, pandas.read_html(…)[0].to_csv(…, index=False) makes a table of it")),
    (
        lambda head, lines: bool(re.match(r"\s*<\?xml", head)),
        N_("XML: in Python, pandas.read_xml(…).to_csv(…, index=False) makes a table of it"),
    ),
    (
        _is_markdown,
        N_("a table for reading, as in Markdown: take the lines of dashes away, and the bars at either end"),
    ),
    (
        lambda head, lines: bool(re.search(r"^\s*@relation\b", head, re.IGNORECASE | re.MULTILINE)),
        N_("an ARFF file of Weka: save it as CSV there, or keep the lines below @data"),
    ),
    (
        _every(rf"\s*{_NUMBER}(\s+\d+:{_NUMBER})+\s*(#.*)?$"),
        N_(
            "in the format of LIBSVM: in Python, sklearn.datasets.load_svmlight_file reads it; "
            "save x, y and label as CSV"
        ),
    ),
)


def kind_of_text(text: str) -> str:
    """What a text of another kind is, and the way out; "" for what may be a table."""
    head = text[:_HEAD]
    lines = [line for line in head.split("\n") if line.strip()]
    if len(text) > _HEAD:
        lines = lines[:-1]  # it may be cut
    return next((_(kind) for is_kind, kind in _BY_TEXT if is_kind(head, lines)), "")
