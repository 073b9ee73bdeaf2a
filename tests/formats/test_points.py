"""A person's own data: what is found in a file, what is told of it, and that what is written comes back."""

import csv
import math
import os
import re
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from nntui.experiment.user_points import NO_POINTS, Scale, Units, UserPoints
from nntui.formats import points as points_module
from nntui.formats.points import (
    MOST_POINTS,
    PointsError,
    PointsReading,
    describe,
    parse_points,
    read_points,
)
from nntui.formats.points_writer import write_points
from nntui.formats.tables import layout
from nntui.formats.tables.fields import LARGEST
from tests import as_nobody
from tests.each import each

ROWS = [(-5.5, 2.25, -1), (5.5, -4.25, 1), (0.5, 5.75, 1), (-0.125, 0.0, -1)]
"""Within the square and filling more than half of it, so that nothing is fitted."""


def parse(text: str) -> PointsReading:
    return parse_points(text, "some.csv")


def data(*rows: str) -> PointsReading:
    return parse("\n".join(rows) + "\n")


def with_labels(*labels: str) -> PointsReading:
    """Points far enough apart that nothing is fitted, with some labels."""
    return data(
        "x,y,label", *(f"{4 * (index % 2)},{3 * (index % 4) - 4},{label}" for index, label in enumerate(labels))
    )


def refusal(text: str) -> str:
    with pytest.raises(PointsError) as caught:
        parse(text)
    return str(caught.value)


def own(rows: list[tuple[float, float, float]], problem: str = "classification", **more: object) -> UserPoints:
    table = np.array(rows, dtype=np.float64).reshape(-1, 3)
    return UserPoints(table[:, :2].copy(), table[:, 2].copy(), problem, **more)  # type: ignore[arg-type]


def true_numbers(points: UserPoints) -> np.ndarray:
    units = points.units
    columns = (
        units.x1.outward(points.points[:, 0]),
        units.x2.outward(points.points[:, 1]),
        units.label.outward(points.labels),
    )
    return np.column_stack(columns)


def places(reading: PointsReading) -> list[list[float]]:
    """The points in the units of the file, whether or not they were fitted to the square."""
    return true_numbers(reading.points)[:, :2].round(9).tolist()


def said(reading: PointsReading) -> tuple[str, ...]:
    """What is said, but for what was fitted to the square."""
    return tuple(note for note in reading.notes if "fitted to the square" not in note)


# How a file is written


@each("end", ["\n", "\r\n", "\r"])
@each("header", [("x", "y", "label"), ("height", "my weight", "kind"), None])
@each("quoted", [False, True])
@each(
    ("delimiter", "comma"),
    [(",", False), *((delimiter, comma) for delimiter in (";", "\t", " ", "   ") for comma in (False, True))],
)
def test_every_way_to_write_a_table(
    delimiter: str, comma: bool, quoted: bool, header: tuple[str, str, str] | None, end: str
) -> None:
    def cell(value: object) -> str:
        text = str(value).replace(".", ",") if comma and not isinstance(value, str) else str(value)
        return f'"{text}"' if quoted or " " in text else text

    rows = [*([header] if header else []), *ROWS]
    reading = parse(end.join(delimiter.join(map(cell, row)) for row in rows) + end)
    assert reading.points.points.tolist() == [[x, y] for x, y, _ in ROWS]
    assert reading.points.labels.tolist() == [label for _, _, label in ROWS]
    assert reading.points.columns == (header or ("x", "y", "label"))
    assert reading.points.problem == "classification"
    assert reading.points.units == Units()
    assert reading.points.source == "some.csv"
    assert reading.notes == ()


@pytest.mark.parametrize("text", ["0,5;1,5;2,5;3,5\n-3,5;2,5;-1,5;3,5\n", "0,5 1,5 2,5\n-3,5 2,5 -1,5\n"])
def test_decimal_commas_are_not_taken_for_delimiters(text: str) -> None:
    reading = parse(text)
    assert places(reading) == [[0.5, 1.5], [-3.5, 2.5]]
    assert reading.points.classes == (("-1.5", "2.5"))


def test_blanks_may_lead_end_and_be_tabs() -> None:
    reading = data("  1 \t 2   1", "\t5\t  \t4\t-1  ")
    assert places(reading) == [[1, 2], [5, 4]]
    assert reading.points.labels.tolist() == [1, -1]


def test_blanks_behind_commas_belong_to_no_field() -> None:
    reading = data('1, 2, "red"', "5 , 4 , blue")
    assert places(reading) == [[1, 2], [5, 4]]
    assert reading.points.classes == ("red", "blue")


def test_a_comma_in_a_quoted_field_between_commas_is_no_decimal_comma() -> None:
    reading = data('"1,234",2,1', "5,4,-1")
    assert reading.points.size == 1
    assert said(reading)[-1] == "line 1 is left out: x is '1,234', which is not a number"


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_delimiters_within_names_do_not_mislead(delimiter: str) -> None:
    row = delimiter.join
    reading = data(row(["1", "2", '"a, b; c"']), row(["5", "4", '"d, e; f"']))
    assert reading.points.classes == ("a, b; c", "d, e; f")


def test_an_empty_field_between_tabs_is_a_field() -> None:
    reading = data("x\ty\tnote\tlabel", "1\t2\t\t1", "5\t4\t\t-1", "0\t0\t\t1")
    assert reading.points.labels.tolist() == [1, -1, 1]


def test_empty_lines_and_comments_are_skipped_in_silence() -> None:
    reading = data("# made by hand", "", "x,y,label", "   ", "1,2,1", '  # a, "quote', "5,4,-1", "", "")
    assert places(reading) == [[1, 2], [5, 4]]
    assert said(reading) == ()


TABLE = "größe,y,label\n1,2,1\n5,4,-1\n"


@pytest.mark.parametrize(
    ("content", "note"),
    [
        (TABLE.encode(), None),
        (TABLE.encode("utf-8-sig"), None),
        (TABLE.encode("utf-16"), "the text is UTF-16"),
        (b"\xfe\xff" + TABLE.encode("utf-16-be"), "the text is UTF-16"),
        (TABLE.encode("latin-1"), "the text is not UTF-8, so it is read as Latin-1"),
    ],
)
def test_encodings(tmp_path: Path, content: bytes, note: str | None) -> None:
    path = tmp_path / "data.csv"
    path.write_bytes(content)
    reading = read_points(path)
    assert reading.points.columns == ("größe", "y", "label")
    assert reading.points.source == "data.csv"
    assert said(reading) == (() if note is None else (note,))


# Which columns


@each(
    ("header", "row", "columns", "values"),
    [
        ("label,y,x", "1,2,3", ("x", "y", "label"), (3, 2, 1)),
        ("id,X,Y,Class", "9,3,2,1", ("X", "Y", "Class"), (3, 2, 1)),
        ("x1,x2,y", "3,2,1", ("x1", "x2", "y"), (3, 2, 1)),
        ("y,x2,x1,n", "1,2,3,9", ("x1", "x2", "y"), (3, 2, 1)),
        ("x1,x2,y,target", "3,2,5,1", ("x1", "x2", "target"), (3, 2, 1)),
        ("time,x,y", "1,3,2", ("x", "y", "time"), (3, 2, 1)),
        ("x,y,z,n", "3,2,1,9", ("x", "y", "z"), (3, 2, 1)),
        ("x,value,y", "3,1,2", ("x", "y", "value"), (3, 2, 1)),
        ("height,weight,age,target", "3,2,9,1", ("height", "weight", "target"), (3, 2, 1)),
        ("a,b,c,d", "3,2,9,1", ("a", "b", "d"), (3, 2, 1)),
        (",a,b,c", "0,3,2,1", ("a", "b", "c"), (3, 2, 1)),
        (",x,y,label", "0,3,2,1", ("x", "y", "label"), (3, 2, 1)),
        ("a,b,c", "7,3,2,1", ("a", "b", "c"), (3, 2, 1)),
        ("a,,c", "3,2,1", ("a", "y", "c"), (3, 2, 1)),
    ],
)
@each("delimiter", [",", "\t"])
def test_columns_by_their_titles(
    header: str, row: str, columns: tuple[str, str, str], values: tuple[int, int, int], delimiter: str
) -> None:
    x, y, label = values
    reading = parse(f"{header}\n{row}\n".replace(",", delimiter))
    assert reading.points.columns == columns
    assert places(reading) == [[x, y]]
    assert reading.points.labels.tolist() == [label]
    names_of_columns = [note for note in said(reading) if "columns" in note]
    count = len(row.split(","))
    if header in ("x1,x2,y", "a,,c"):
        assert names_of_columns == []
    else:
        x, y, label = columns
        (note,) = names_of_columns
        assert note.startswith(f"of {count} columns, {x} is taken for x, {y} for y and {label} for the label (")


def test_without_a_header_the_columns_that_are_taken_are_told() -> None:
    reading = data("1,2,1,7,8", "5,4,-1,7,8")
    assert places(reading) == [[1, 2], [5, 4]]
    taken = "of 5 columns, column 1 is taken for x, column 2 for y and column 3 for the label"
    assert said(reading) == (f"{taken} (the last column); not used: column 4, column 5",)


def test_empty_columns_at_the_end_are_no_columns() -> None:
    assert said(data("1,2,1,", "5,4,-1,")) == ()


def test_a_first_row_with_any_number_is_no_header() -> None:
    reading = data("abc,2,1", "5,4,-1")
    assert reading.points.size == 1
    assert "line 1 is left out: x is 'abc', which is not a number" in said(reading)


# What the labels are


@each(
    ("labels", "signs", "classes"),
    [
        (["1", "-1"], [1, -1], ("-1", "1")),
        (["+1", "-1"], [1, -1], ("-1", "+1")),
        (["-1.0", "1.0"], [-1, 1], ("-1", "1")),
        (["−1", "1"], [-1, 1], ("−1", "1")),
        (["0", "1", "0"], [-1, 1, -1], ("0", "1")),
        (["2", "1"], [1, -1], ("1", "2")),
        (["1", "0", "1.0", "0.0"], [1, -1, 1, -1], ("0", "1")),
        (["red", "green"], [1, -1], ("green", "red")),
        (["red", "blue"], [-1, 1], ("red", "blue")),
        (["blue", "orange"], [1, -1], ("orange", "blue")),
        (["Azul", "naranja"], [1, -1], ("naranja", "Azul")),
        (["Sim", "Não"], [1, -1], ("Não", "Sim")),
        (["sí", "no"], [1, -1], ("no", "sí")),
        (["si", "no"], [1, -1], ("no", "si")),
        (["oui", "non"], [1, -1], ("non", "oui")),
        (["ja", "nein"], [1, -1], ("nein", "ja")),
        (["nee", "ja"], [-1, 1], ("nee", "ja")),
        (["tak", "nie"], [1, -1], ("nie", "tak")),
        (["да", "нет"], [1, -1], ("нет", "да")),
        (["ano", "ne"], [1, -1], ("ne", "ano")),
        (["はい", "いいえ"], [1, -1], ("いいえ", "はい")),
        (["pos", "neg"], [1, -1], ("neg", "pos")),
        (["positivo", "negativo"], [1, -1], ("negativo", "positivo")),
        (["verdadeiro", "falso"], [1, -1], ("falso", "verdadeiro")),
        (["vero", "falso"], [1, -1], ("falso", "vero")),
        (["vrai", "faux"], [1, -1], ("faux", "vrai")),
        (["1", "3"], [-1, 1], ("1", "3")),
        (["0.1", "0"], [1, -1], ("0", "0.1")),
        (["1e1", "2.50"], [1, -1], ("2.5", "10")),
        (["0.000000000000000000e+00", "1.000000000000000000e+00"], [-1, 1], ("0", "1")),
        (["Blue", "apple"], [1, -1], ("apple", "Blue")),
        (["Yes", "No"], [1, -1], ("No", "Yes")),
        (["True", "False"], [1, -1], ("False", "True")),
        (["positive", "negative"], [1, -1], ("negative", "positive")),
        (["high", "low"], [1, -1], ("low", "high")),
        (["-", "+"], [-1, 1], ("-", "+")),
        (["1_0", "2_0"], [-1, 1], ("1_0", "2_0")),
    ],
)
def test_two_classes(labels: list[str], signs: list[int], classes: tuple[str, str]) -> None:
    reading = with_labels(*labels)
    assert reading.points.problem == "classification"
    assert reading.points.labels.tolist() == signs
    assert reading.points.classes == classes
    assert said(reading) == ()


@each(
    ("label", "sign", "classes"),
    [
        ("1", 1, ("-1", "1")),
        ("-1", -1, ("-1", "1")),
        ("0", -1, ("0", "1")),
        ("yes", 1, ("no", "yes")),
        ("No", -1, ("No", "yes")),
        ("red", -1, ("red", "not red")),
    ],
)
def test_one_class_is_told(label: str, sign: int, classes: tuple[str, str]) -> None:
    reading = with_labels(label, label)
    assert reading.points.problem == "classification"
    assert reading.points.labels.tolist() == [sign, sign]
    assert reading.points.classes == classes
    assert said(reading) == (f"every label is {label}, so there is one class alone",)


@each(
    ("labels", "fitted"),
    [
        (["0.5", "-0.25", "1"], None),
        (["-1", "0.5", "1"], None),
        (["0.5", "0.5"], None),
        (["3", "7", "4.0001"], [-1, 1, -0.49995]),
        (["3", "7", "4", "5", "6", "3", "9", "8"], [-1, 1 / 3, -2 / 3, -1 / 3, 0, -1, 1, 2 / 3]),
        (["1.5", "-0.5", "0.5"], [1, -1, 0]),
        (["0.01", "0.05", "0.03"], [-1, 1, 0]),
        (["7", "7"], [0, 0]),
        (["1e15", "-1e15", "0.5"], [1, -1, 0]),
    ],
)
def test_numbers_are_for_regression_and_fitted_where_needed(labels: list[str], fitted: list[float] | None) -> None:
    reading = with_labels(*labels)
    numbers = [float(label) for label in labels]
    assert reading.points.problem == "regression"
    assert reading.points.labels.tolist() == pytest.approx(fitted or numbers, abs=1e-12)
    assert true_numbers(reading.points)[:, 2].tolist() == pytest.approx(numbers, rel=1e-12, abs=1e-12)
    assert reading.points.units.label.is_identity == (fitted is None)
    many = len(set(labels))
    assert len(said(reading)) == (fitted is not None) + (many > 1)
    assert any("distinct values" in note and "opened as regression" in note for note in said(reading)) == (many > 1)


def test_the_true_range_of_labels_is_told() -> None:
    assert said(with_labels("3", "90.5", "4"))[1:] == ("label from 3 to 90.5 is fitted to −1…1",)
    assert said(with_labels("-3.5", "9", "4"))[1:] == ("label from −3.5 to 9 is fitted to −1…1",)
    assert said(with_labels("7", "7")) == ("label at 7 is fitted to −1…1",)


@pytest.mark.parametrize(
    ("labels", "note"),
    [
        (
            ["1", "2.5", "3"],
            "label has 3 distinct values (1, 2.5, 3), which are not all whole numbers: opened as regression",
        ),
        (list("1234567"), "label has more than 6 distinct values: opened as regression"),
    ],
)
def test_that_it_is_a_regression_is_told(labels: list[str], note: str) -> None:
    assert note in with_labels(*labels).notes


@each(
    ("labels", "numbers", "classes"),
    [
        (["1", "2", "3"], [0, 1, 2], ("1", "2", "3")),
        (["3", "1", "2", "1"], [2, 0, 1, 0], ("1", "2", "3")),
        (["1.0", "0.0", "2.0"], [1, 0, 2], ("0", "1", "2")),
        (["−1", "0", "1"], [0, 1, 2], ("−1", "0", "1")),
        (["-0", "0", "5", "10"], [0, 0, 1, 2], ("-0", "5", "10")),
        (["70", "10", "20", "30", "40", "50"], [5, 0, 1, 2, 3, 4], ("10", "20", "30", "40", "50", "70")),
        (["1e15", "-1e15", "0"], [2, 0, 1], ("-1000000000000000", "0", "1000000000000000")),
        (["virginica", "setosa", "versicolor"], [2, 0, 1], ("setosa", "versicolor", "virginica")),
        (["Setosa", "setosa", "b", "A"], [2, 2, 1, 0], ("A", "b", "Setosa")),
        (["class 10", "class 9", "class 1"], [2, 1, 0], ("class 1", "class 9", "class 10")),
        (["high", "low", "medium"], [2, 0, 1], ("low", "medium", "high")),
        (["positive", "Neutral", "negative"], [2, 1, 0], ("negative", "Neutral", "positive")),
        (["alto", "baixo", "médio"], [2, 0, 1], ("baixo", "médio", "alto")),
        (["blue", "apple", "Orange"], [1, 2, 0], ("Orange", "blue", "apple")),
        (["red", "green", "blue"], [0, 2, 1], ("red", "blue", "green")),
        (["roxo", "verde", "azul", "laranja"], [3, 2, 1, 0], ("laranja", "azul", "verde", "roxo")),
        (["azul", "purple", "tan"], [1, 0, 2], ("purple", "azul", "tan")),
        (list("fedcba"), [5, 4, 3, 2, 1, 0], tuple("abcdef")),
    ],
)
def test_three_to_six_classes(labels: list[str], numbers: list[int], classes: tuple[str, ...]) -> None:
    reading = with_labels(*labels)
    assert reading.points.problem == "classification"
    assert reading.points.labels.tolist() == numbers
    assert reading.points.classes == classes
    assert reading.points.units.label.is_identity
    assert said(reading) == ()


def test_what_the_classes_are_is_told_by_what_they_are_learned_as() -> None:
    names, numbers = with_labels("red", "green", "tan").points, with_labels("1", "2", "3").points
    assert describe(names) == ("3 points from some.csv", "label has 3 classes (red, tan, green)")
    way_out = "label has 3 distinct whole numbers (1, 2, 3): opened as classes (or --problem regression)"
    assert describe(numbers)[1] == way_out
    assert (
        describe(numbers, "regression")[1]
        == "the classes of label (1, 2, 3) are taken as numbers: opened as regression"
    )
    assert "taken as numbers from −1 to 1, in this order (red, tan, green)" in describe(names, "regression")[1]


def test_more_than_six_names_are_refused_by_their_names() -> None:
    rows = "".join(f"1,2,{name}\n" for name in ("setosa", *"abcdef", "setosa"))
    message = refusal("x,y,species\n" + rows)
    allowed = "(a, b, c, d, …); allowed are two to 6, or numbers: keep the rows of 6 of them, "
    assert message == f"some.csv: species has 7 different names {allowed}or take another column (--columns)"


def test_of_many_names_only_a_few_are_given() -> None:
    message = refusal("".join(f"1,2,kind{index:04}\n" for index in range(3000)))
    assert "3,000 different names (kind0000, kind0001, kind0002, kind0003, …)" in message


def test_a_label_of_another_kind_than_most_is_a_bad_row() -> None:
    reading = with_labels("red", "green", "3", "red")
    assert reading.points.labels.tolist() == [1, -1, 1]
    assert said(reading) == ("line 4 is left out: label is '3', which is a number, while most are names",)
    reading = with_labels("0.5", "red", "0.25", "0")
    assert reading.points.labels.tolist() == [0.5, 0.25, 0]
    assert said(reading)[1:] == ("line 3 is left out: label is 'red', which is not a number, while most are numbers",)


# Bad rows


@each(
    ("row", "reason"),
    [
        ("1", "it has 1 field where 3 are needed"),
        ("1,2", "it has 2 fields where 3 are needed"),
        ("abc,2,1", "x is 'abc', which is not a number"),
        ("1,a b,1", "y is 'a b', which is not a number"),
        ("1_0,2,1", "x is '1_0', which is not a number"),
        (",2,1", "x is missing"),
        ("1,NA,1", "y is missing"),
        ("1,2,", "label is missing"),
        ("nan,2,1", "x is 'nan', which is not a finite number"),
        ("1,-inf,1", "y is '-inf', which is not a finite number"),
        ("1,2,NaN", "label is 'NaN', which is not a finite number"),
        ("1e16,2,1", "x is '1e16'; allowed is ±1e+15 at most"),
        ("1,2,-2e15", "label is '-2e15'; allowed is ±1e+15 at most"),
        ("1,2,1e999", "label is '1e999', which is not a finite number"),
        ("x" * 50 + ",2,1", "x is '" + "x" * 40 + "'…, which is not a number"),
        ('1,"' + "a\n" * 70_000 + '",1', "field larger than field limit (131072)"),
    ],
)
def test_a_bad_row_is_left_out_and_named_by_its_line(row: str, reason: str) -> None:
    reading = data("x,y,label", "1,2,1", "", "# more", row, "5,4,-1")
    assert places(reading)[0] == [1, 2]
    assert said(reading)[0 if reading.points.size == 2 else 1] == f"line 5 is left out: {reason}"
    if "\n" not in row:
        assert places(reading) == [[1, 2], [5, 4]]
        assert said(reading) == (f"line 5 is left out: {reason}",)


def test_lines_are_counted_as_they_stand_in_the_file() -> None:
    reading = parse('x,y,label,text\r\n1,2,1,"two\r\n\r\nlines"\r\n5,4,-1,a\r\nabc,1,1,"b\r\nc"\r\n1,2,,d\r\n')
    assert places(reading) == [[1, 2], [5, 4]]
    assert said(reading)[1:] == (
        "line 6 is left out: x is 'abc', which is not a number",
        "line 8 is left out: label is missing",
    )


def test_a_quote_that_is_never_closed_is_told() -> None:
    reading = data("1,2,1", "5,4,-1", '5,"6,1', "1,1,1", "2,2,-1")
    assert reading.points.size == 2
    assert said(reading) == ("line 3 is left out: a quote that opens in it closes no sooner than line 5",)


@pytest.mark.parametrize(
    ("count", "last"),
    [
        (5, None),
        (6, "and 1 more row is left out"),
        (17, "and 12 more rows are left out"),
        (12_000, "and 11995 more rows are left out"),
    ],
)
def test_five_bad_rows_are_named_and_the_others_counted(count: int, last: str | None) -> None:
    kinds = ["1,2", "a,2,1", "1,2,"]
    reading = data("1,2,1", *(kinds[index % 3] for index in range(count)), "5,4,-1")
    reasons = ["it has 2 fields where 3 are needed", "x is 'a', which is not a number", "label is missing"]
    named = tuple(f"line {index + 2} is left out: {reasons[index % 3]}" for index in range(5))
    assert said(reading) == (*named, *([last] if last else []))
    assert places(reading) == [[1, 2], [5, 4]]


@each(
    ("text", "reason"),
    [
        ("", "needed are rows of x, y and a label"),
        ("\n\n# nothing\n", "needed are rows of x, y and a label"),
        ("x,y,label\n", "needed are rows of x, y and a label"),
        ("word\n", "line 1 is left out: it has 1 field where 3 are needed"),
        ("x,y,label\na,1,1\nb,1,1\n", "line 2 is left out: x is 'a', which is not a number"),
        ("x,y,label\n1,1,\n", "line 2 is left out: label is missing"),
    ],
)
def test_a_file_without_a_usable_row_is_refused(text: str, reason: str) -> None:
    assert refusal(text) == f"some.csv has no usable row; {reason}"


# Fitting to the square


@each(
    "rows",
    [
        [(-6, 6), (6, -6)],
        [(0, 0), (6, -6), (-6, 0.5)],
        [(-4.5, 4.5), (4.5, -4.5)],
        [(0.5, 0.25)],
        [(3, 3), (3, 3)],
    ],
)
def test_points_that_fit_are_used_as_they_are(rows: list[tuple[float, float]]) -> None:
    reading = data(*(f"{x},{y},{index % 2}" for index, (x, y) in enumerate(rows)))
    assert reading.points.points.tolist() == [list(row) for row in rows]
    assert reading.points.units == Units()
    assert not any("fitted" in note for note in reading.notes)


@each(
    ("rows", "note"),
    [
        ([(150, 41), (193, 110)], "x from 150 to 193 and y from 41 to 110 are"),
        ([(0, 0), (1, 1)], "x from 0 to 1 and y from 0 to 1 are"),
        ([(-1, -1), (1, 1)], "x from −1 to 1 and y from −1 to 1 are"),
        ([(0.1, 0), (2.1, 0)], "x from 0.1 to 2.1 is"),
        ([(0, 0), (7, 4)], "x from 0 to 7 and y from 0 to 4 are"),
        ([(0, 0), (2.5, 0)], "x from 0 to 2.5 is"),
        ([(5, 5), (5, 2)], "x at 5 and y from 2 to 5 are"),
        ([(-1.7, -1.6), (1.8, 2.1)], "x from −1.7 to 1.8 and y from −1.6 to 2.1 are"),
        ([(-3.9, -3.8), (4.1, 3.7)], "x from −3.9 to 4.1 and y from −3.8 to 3.7 are"),
        ([(0, 0.5), (-6.5, 0.5)], "x from −6.5 to 0 and y at 0.5 are"),
        ([(1e15, -1e15), (-1e15, 1e15)], "x from −1e+15 to 1e+15 and y from −1e+15 to 1e+15 are"),
        ([(1e15 - 0.125, 7), (1e15, 7.5)], "x from 1e+15 to 1e+15 and y from 7 to 7.5 are"),
        ([(100, 1)], "x at 100 and y at 1 are"),
        ([(1e-320, 0), (0, 1)], "x from 0 to 9.99989e−321 and y from 0 to 1 are"),
    ],
)
def test_others_are_fitted_each_axis_on_its_own(rows: list[tuple[float, float]], note: str) -> None:
    reading = data(*(f"{x!r},{y!r},{index % 2}" for index, (x, y) in enumerate(rows)))
    points = reading.points.points
    assert f"{note} fitted to the square of −6…6, and shown in the data's own units" in reading.notes
    assert np.isfinite(points).all()
    assert abs(points).max() <= 5
    true = np.array(rows, dtype=np.float64)
    assert true_numbers(reading.points)[:, :2] == pytest.approx(true, rel=1e-12, abs=1e-12)
    for axis in (0, 1):
        span = np.ptp(true[:, axis])
        if span > 0.125:
            assert points[:, axis].min() == pytest.approx(-5)
            assert points[:, axis].max() == pytest.approx(5)
        elif not span:
            assert set(points[:, axis]) == {0}


# Files


def test_what_cannot_be_opened_is_refused_in_a_sentence(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    large = tmp_path / "large.csv"
    with large.open("wb") as file:
        file.truncate(points_module.MOST_BYTES + 1)
    for path, sentence in [
        (tmp_path / "none.csv", "none.csv cannot be read: No such file or directory"),
        (tmp_path, f"{tmp_path.name} cannot be read: it is a folder"),
        (tmp_path / "pipe", "pipe cannot be read: it is not a regular file"),
        (Path("/dev/zero"), "zero cannot be read: it is not a regular file"),
        (Path("/"), "/ cannot be read: it is a folder"),
        (Path("a\0b"), "'a\\x00b' cannot be read: no name of a file holds a NUL"),
        (large, "large.csv cannot be read: it has 21 MB; allowed are at most 20 MB"),
    ]:
        with pytest.raises(PointsError) as caught:
            read_points(path)
        assert str(caught.value) == sentence


def test_a_file_that_may_not_be_read_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "data.csv"
    path.write_text("1,2,1\n")
    path.chmod(0)
    with as_nobody(), pytest.raises(PointsError, match=r"data\.csv cannot be read: Permission denied"):
        read_points(path)


def test_a_refused_file_is_named(tmp_path: Path) -> None:
    path = tmp_path / "words.csv"
    path.write_text("nothing but words\n")
    with pytest.raises(PointsError, match=r"^words\.csv has no usable row"):
        read_points(path)


# Many rows


@pytest.mark.parametrize(
    ("kind", "count"), [("regression", 20_000), ("names", 20_000), ("decimal comma", 20_000), ("blanks", 20_000)]
)
def test_many_rows_keep_their_values_and_order(kind: str, count: int) -> None:
    table = np.random.default_rng(7).normal([170, 70, 3], [10, 9, 2], (count, 3))
    rows = table.tolist()
    if kind == "names":
        text = "height,weight,kind\n" + "".join(f"{x},{y},{'b' if z > 3 else 'a'}\n" for x, y, z in rows)
    else:
        delimiter = {"decimal comma": ";", "blanks": "  "}.get(kind, ",")
        text = "".join(f"{x}{delimiter}{y}{delimiter}{z}\n" for x, y, z in rows)
        text = text.replace(".", ",") if kind == "decimal comma" else text
    points = parse(text).points
    numbers = true_numbers(points)
    if kind == "names":
        assert points.classes == ("a", "b")
        assert np.array_equal(points.labels, np.where(table[:, 2] > 3, 1, -1))
    else:
        assert points.problem == "regression"
        np.testing.assert_allclose(numbers[:, 2], table[:, 2], rtol=1e-12, atol=1e-13)
    np.testing.assert_allclose(numbers[:, :2], table[:, :2], rtol=1e-12)


def test_of_too_many_rows_some_at_even_distances_are_taken(monkeypatch: pytest.MonkeyPatch) -> None:
    assert MOST_POINTS == 200_000
    monkeypatch.setattr(points_module, "MOST_POINTS", 5)
    rows = [f"{index / 2},0,{index % 2}" for index in range(9)]
    reading = data(*rows)
    assert [x for x, _ in places(reading)] == [0, 1, 2, 3, 4]
    assert said(reading) == ("of 9 usable rows, 5 at even distances are taken",)
    assert data(*rows[:5]).points.size == 5


def test_a_line_without_end_takes_no_more_than_its_beginning() -> None:
    reading = parse("1,2,1," + "5," * 3_000_000 + "\n5,4,-1\n0,0,1\n")
    assert places(reading) == [[1, 2], [5, 4], [0, 0]]
    assert said(reading) == ()


# There and back

coordinates = st.floats(-6, 6)
names = st.text(st.characters(exclude_categories=["C", "Z"]), min_size=1, max_size=8)


def is_name(text: str) -> bool:
    try:
        float(text.replace("−", "-").replace(",", "."))
    except ValueError:
        return text not in ("NA", "N/A")
    return "_" in text


@given(st.lists(st.tuples(coordinates, coordinates, st.sampled_from([-1.0, 1.0])), min_size=1))
def test_painted_classes_come_back_to_the_bit(rows: list[tuple[float, float, float]]) -> None:
    points = own(rows)
    again = parse(write_points(points)).points
    assert again.points.tolist() == points.points.tolist()
    assert again.labels.tolist() == points.labels.tolist()
    assert again.problem == "classification"
    assert (again.classes, again.columns, again.units) == (points.classes, points.columns, Units())


@given(st.lists(st.tuples(coordinates, coordinates, st.floats(-1, 1)), min_size=1))
def test_painted_numbers_come_back_to_the_bit(rows: list[tuple[float, float, float]]) -> None:
    points = own(rows, "regression")
    again = parse(write_points(points)).points
    assert again.points.tolist() == points.points.tolist()
    assert again.labels.tolist() == points.labels.tolist()
    assert (again.problem, again.units) == ("regression", Units())


numbers = st.integers(-(10**6), 10**6).map(lambda number: number / 64)
"""With distances between them that a rounding does not make to none."""


@given(
    st.lists(st.tuples(numbers, numbers, numbers), min_size=1),
    st.sampled_from([1.0, 1e-9, 1e9]),
    st.sampled_from(["1", "0.5", "7"]),
)
def test_own_numbers_come_back(rows: list[tuple[float, float, float]], size: float, other: str) -> None:
    text = "".join(f"{x * size!r},{y * size!r},{label!r}\n" for x, y, label in rows) + f"0,0,{other}\n"
    points = parse(text).points
    again = parse(write_points(points)).points
    assert again.problem == points.problem
    assert again.classes == points.classes
    for axis in range(3):
        one, other_one = true_numbers(points)[:, axis], true_numbers(again)[:, axis]
        assert other_one == pytest.approx(one, rel=1e-12, abs=1e-12 * abs(one).max())
    for scale, same in zip(
        (points.units.x1, points.units.x2, points.units.label),
        (again.units.x1, again.units.x2, again.units.label),
        strict=True,
    ):
        assert same.factor == pytest.approx(scale.factor, rel=1e-9)
        assert same.centre == pytest.approx(scale.centre, rel=1e-9, abs=1e-9 / scale.factor)
    assert again.points == pytest.approx(points.points, abs=1e-9)


@pytest.mark.parametrize(
    "classes",
    [
        ("1", "2", "3"),
        ("setosa", "versicolor", "virginica"),
        ("virginica", "setosa", "versicolor"),
        ("setosa", "virginica", "3"),
        ("Ant", "ant", "ANT", "bee"),
        ("0.5", "x", "1", "=2+3"),
        ("a, b", 'so "small"', "#", "is is is", "-", "'"),
        ("NA", "?", "null"),
    ],
)
@pytest.mark.parametrize("missing", [None, 0, 2])
@pytest.mark.parametrize("is_fitted", [False, True])
def test_three_to_six_classes_come_back(classes: tuple[str, ...], missing: int | None, is_fitted: bool) -> None:
    units = Units(Scale(50, 0.1), Scale(-5, 0.5)) if is_fitted else Units()
    rows = [(index % 5 - 2.0, index / 4 - 2.0, float(index % len(classes))) for index in range(30)]
    points = own([row for row in rows if row[2] != missing], classes=classes, units=units, columns=("u", "v", "kind"))
    again = parse(write_points(points)).points
    assert (again.problem, again.classes, again.columns) == ("classification", classes, points.columns)
    assert again.labels.tolist() == points.labels.tolist()
    if is_fitted:
        assert true_numbers(again)[:, :2] == pytest.approx(true_numbers(points)[:, :2], rel=1e-12)
    else:
        assert again.points.tolist() == points.points.tolist()


@given(st.lists(names.filter(is_name), min_size=2, max_size=2, unique=True), st.sampled_from(["0", "1", "01", "10"]))
def test_names_come_back_even_if_all_of_one_class_are_erased(classes: list[str], which: str) -> None:
    lower, upper = classes
    for size in (1, 100):
        units = Units() if size == 1 else Units(Scale(50, 0.1), Scale(50, 0.1))
        rows = [(index - 2.0, 3.0 - index, 1.0 if sign == "1" else -1.0) for index, sign in enumerate(which)]
        points = own(rows, classes=(lower, upper), units=units)
        again = parse(write_points(points)).points
        assert again.labels.tolist() == points.labels.tolist()
        assert again.classes == points.classes


@pytest.mark.parametrize("labels", [[-1, 1], [0, 1], [1], [0]])
@pytest.mark.parametrize("units", [Units(), Units(Scale(50, 0.1), Scale(50, 0.1))])
def test_numbers_that_look_like_classes_come_back_as_numbers(labels: list[float], units: Units) -> None:
    points = own([(index, 2 - index, label) for index, label in enumerate(labels)], "regression", units=units)
    again = parse(write_points(points)).points
    assert again.problem == "regression"
    assert again.labels.tolist() == labels


def test_what_is_written() -> None:
    painted = own([(0.1, -2, 1), (1e-7, 6, -1)])
    head = "x,y,label\n"
    rows = "0.1,-2,1\n1e-07,6,-1\n"
    assert write_points(painted) == f"# nntui: classification, in the units of the square\n{head}{rows}"
    assert write_points(own([(1, 2, 0.5)], "regression")) == (
        f"# nntui: regression, in the units of the square\n{head}1,2,0.5\n"
    )
    assert write_points(NO_POINTS) == f"# nntui: classification, in the units of the square\n{head}"
    units = Units(Scale(150, 0.25), Scale(-10, 4))
    columns = ("height, cm", "y", "kind")
    brought = own([(1, 2, 1), (-1, 4, -1)], units=units, columns=columns, classes=("big", 'so "small"'))
    # A column titled y would be taken for the label without the comment.
    mark = '# nntui: classification, -1 is big,"1 is so ""small"""\n'
    text = write_points(brought)
    assert text == f'{mark}"height, cm",y,kind\n154,-9.5,"so ""small"""\n146,-9,big\n'
    again = parse(text).points
    assert (again.columns, again.classes, again.labels.tolist()) == (columns, brought.classes, [1, -1])
    plain = own([(1, 2, 1), (-1, 4, -1)], units=units, columns=("u", "v", "kind"), classes=("big", "small"))
    assert write_points(plain) == "u,v,kind\n154,-9.5,small\n146,-9,big\n"


def test_titles_come_back() -> None:
    for columns in [("#1 a", "b c", "d"), ('"', "a,b", "c;d"), ("x1", "x2", "y"), ("größe", "−", "'")]:
        assert parse(write_points(own([(1, 2, 1)], columns=columns))).points.columns == columns


def test_classes_that_a_comment_tells_are_of_no_use_where_others_are_found() -> None:
    reading = parse("# nntui: classification, -1 is red, 1 is blue\n1,2,red\n5,4,green\n")
    assert reading.points.classes == ("green", "red")
    assert reading.points.labels.tolist() == [1, -1]


def test_what_says_that_it_is_in_the_square_is_fitted_all_the_same_where_it_is_not() -> None:
    reading = parse("# nntui: regression, in the units of the square\n100,1,0.5\n0,2,30\n")
    assert abs(reading.points.points).max() == 5
    assert abs(reading.points.labels).max() == 1
    assert len(reading.notes) == 2


# Nothing but PointsError

scraps = st.sampled_from(
    ["1", "-2.5", "1e400", "nan", ",", ";", "\t", " ", "\n", "\r", '"', "#", "x", "label", "\0", "−"]
)
texts = st.one_of(st.text(), st.lists(scraps, max_size=60).map("".join))


def check(read: Callable[[], PointsReading], name: str) -> None:
    """Either there are points, of which nothing is out of bounds, or there is a sentence."""
    sentence = ""
    try:
        points = read().points
    except PointsError as error:
        sentence = str(error)
    if sentence:
        assert sentence.startswith(name)
        assert sentence.isprintable()
        return
    assert points.size > 0
    assert np.isfinite(points.points).all()
    assert abs(points.points).max() <= 6
    assert abs(points.labels).max() <= 1
    assert points.problem == "regression" or set(points.labels) <= {-1, 1}
    assert all(math.isfinite(scale.factor) and scale.factor > 0 for scale in (points.units.x1, points.units.label))
    assert abs(true_numbers(points)[:, :2]).max() <= LARGEST * 1.001


@given(texts)
def test_any_text_gives_points_or_a_sentence(text: str) -> None:
    check(lambda: parse(text), "some.csv")


@given(st.one_of(st.binary(), texts.map(str.encode), texts.map(lambda text: text.encode("utf-16"))))
def test_any_bytes_give_points_or_a_sentence(tmp_path_factory: pytest.TempPathFactory, content: bytes) -> None:
    path = tmp_path_factory.getbasetemp() / "fuzz.csv"
    path.write_bytes(content)
    check(lambda: read_points(path), "fuzz.csv")


def test_a_small_field_limit_set_elsewhere_is_no_traceback() -> None:
    before = csv.field_size_limit(5)
    try:
        assert (
            refusal("123456789,2,1\n")
            == "some.csv has no usable row; line 1 is left out: field larger than field limit (5)"
        )
        assert refusal("# abc def ghi\n123456789,2,1\n").startswith("some.csv has no usable row")
        assert parse("# nntui: regression, in the units of the square\n1,2,1\n").points.size == 1
    finally:
        csv.field_size_limit(before)


@pytest.mark.parametrize("units", [Units(), Units(Scale(50, 0.1), Scale(50, 0.1))])
@pytest.mark.parametrize(
    ("classes", "shown"),
    [
        (("x", "\x1a=y"), ("x", "\ufffd=y")),
        (("b\x1b[31m", "a"), ("b\ufffd[31m", "a")),
        (("=cmd|' /C calc'!A0", "@SUM(1)"), ("=cmd|' /C calc'!A0", "@SUM(1)")),
        (("'=a", "-b"), ("'=a", "-b")),
        (("-", "+"), ("-", "+")),
    ],
)
def test_names_of_control_characters_and_formulas_come_back_as_what_they_are(
    classes: tuple[str, str], shown: tuple[str, str], units: Units
) -> None:
    points = own([(1, 2, 1), (-1, 4, -1)], classes=classes, units=units, columns=("=a+b", "b", "c"))
    text = write_points(points)
    assert not any(line.startswith(("=", "@")) for line in text.replace('"', "").replace(",", "\n").split("\n"))
    again = parse(text).points
    assert (again.classes, again.columns) == (shown, ("=a+b", "b", "c"))
    assert again.labels.tolist() == [1, -1]


def test_two_long_names_that_begin_alike_stay_two() -> None:
    name = "a" * 300
    reading = with_labels(f"{name}0", f"{name}1", f"{name}0")
    first, second = reading.points.classes
    assert first != second
    assert len(first) == len(second) == 200
    assert parse(write_points(reading.points)).points.labels.tolist() == [-1, 1, -1]


@pytest.mark.parametrize("mark", ["\x1c", "\x1d", "\x1e", "\x1f"])
@pytest.mark.parametrize("delimiter", [",", ";"])
def test_a_control_character_beside_a_number_is_white_space(mark: str, delimiter: str) -> None:
    rows = (f"1{mark}", "2", "a"), ("5", f"{mark}4", "b")
    assert places(data(*map(delimiter.join, rows))) == [[1, 2], [5, 4]]


def test_two_long_names_that_begin_alike_are_told_apart() -> None:
    rows = "".join(f"{at % 5},{at % 7},{'a' * 300}{at % 2}\n" for at in range(40))
    (sentence,) = [each for each in describe(parse_points("x,y,z\n" + rows, "t.csv").points) if "−1" in each]
    low, high = re.fullmatch("of z, (.*) is −1 and (.*) is \\+1", sentence).groups()  # type: ignore[union-attr]
    assert low != high
    assert len(sentence) < 200


def test_two_columns_of_one_title_come_back_each_in_its_place() -> None:
    points = parse_points("a,z,z\n1,4.479,5.057\n2,3,-1\n", "t.csv").points
    again = parse_points(write_points(points), "t.csv").points
    np.testing.assert_allclose(again.points, points.points)
    np.testing.assert_allclose(again.labels, points.labels)


def test_a_number_among_names_is_told_in_short() -> None:
    text = "x,y,z\n" + "1,2,a\n3,4,b\n" * 5 + "5,6," + "0." + "7" * 90_000 + "\n"
    (note,) = [each for each in parse_points(text, "t.csv").notes if "which is a number" in each]
    assert len(note) < 150


def test_of_many_rows_with_quotes_some_at_even_distances_are_read(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(layout, "_MOST_LINES", 100)
    rows = "".join(f'{at % 7},{at % 5},"{"ab"[at % 2]}\n"\n' for at in range(1, 1201))
    reading = parse_points("x,y,z\n" + rows, "t.csv")
    # The first thousand rows are those that are taken one in 25, too.
    assert reading.points.size == 48
    assert "it has 2,401 lines, of which one in 25 is read" in reading.notes
