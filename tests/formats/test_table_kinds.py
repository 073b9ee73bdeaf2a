"""Tables as R, pandas, spreadsheets, MATLAB, courses and collections of data write them; the right columns of each."""

import random
from collections.abc import Callable
from dataclasses import dataclass

import pytest

from nntui.formats.points import PointsError, PointsReading, parse_points
from nntui.formats.tables.columns import parse_columns


@dataclass(frozen=True)
class Right:
    """What is right for a table.

    Attributes:
        indices: The places of x, y and the label.
        classes: What −1 and +1 are called; None for a regression.
        size: How many points.
        columns: What the columns are called.
        said: Parts of sentences that must be said.
    """

    indices: tuple[int, int, int]
    classes: tuple[str, ...] | None
    size: int = 40
    columns: tuple[str, str, str] = ("x", "y", "label")
    said: tuple[str, ...] = ()


def table(*columns: object, n: int = 40, sep: str = ",", head: str = "", seed: int = 1) -> str:
    """Rows from recipes: a list is repeated, "m" is a measurement, "w" a whole one, "i" an index, else the text."""
    chance = random.Random(seed)

    def cell(recipe: object, row: int) -> str:
        if isinstance(recipe, list):
            return str(recipe[row % len(recipe)])
        if recipe == "m":
            return f"{chance.gauss(5, 2):.3f}"
        if recipe == "w":
            return str(chance.randrange(20, 300))
        return str(row) if recipe == "i" else str(recipe).replace("#", str(row))

    body = "".join(sep.join(cell(recipe, row) for recipe in columns) + "\n" for row in range(n))
    return head + ("\n" if head else "") + body


def decimal_commas(text: str) -> str:
    return text.replace(".", ",")


CARS = '"mpg" "cyl" "disp" "vs" "am" "gear"'
TWO = [0, 1]
KINDS: dict[str, tuple[str | Callable[[], str], Right]] = {
    "R, rows with names": (
        table('"Mazda #"', "m", [4, 6, 8], "m", [0, 0, 1, 1], TWO, [3, 4, 5], sep=" ", head=CARS),
        Right((1, 2, 5), ("0", "1"), columns=("mpg", "cyl", "am"), said=("column 1 (it names the rows)",)),
    ),
    "R, NA": (
        table(["1.5", "NA", "2.5", "9"], "m", ["a", "b"], head="u,v,kind"),
        Right((0, 1, 2), ("a", "b"), 30, ("u", "v", "kind"), ("line 3 is left out: u is missing",)),
    ),
    "R, T and F": (
        table("m", "m", ["T", "F"], head='"a","b","ok"'),
        Right((0, 1, 2), ("F", "T"), columns=("a", "b", "ok")),
    ),
    "pandas for Germany": (
        decimal_commas(table("i", "m", "m", TWO, sep=";", head=";a;b;label")),
        Right((1, 2, 3), ("0", "1"), columns=("a", "b", "label"), said=("it counts the rows",)),
    ),
    "pandas, rows in another order": (
        table([7, 3, 9, 1, 8, 2, 6, 0, 5, 4], "m", "m", TWO, n=10, head="Unnamed: 0,a,b,c"),
        Right((1, 2, 3), ("0", "1"), 10, ("a", "b", "c")),
    ),
    "pandas, titles 0 1 2 without an index": (
        table("m", "m", ["0.0", "1.0"], head="0,1,2"),
        Right((0, 1, 2), ("0", "1"), said=("the first row numbers the columns",)),
    ),
    "Coursera, houses": (
        table("w", [3, 2, 4, 1, 5], [399900, 329900, 369000, 232000, 539900, 299900, 314900, 198999]),
        Right((0, 1, 2), None, said=("more than 6 distinct values: opened as regression",)),
    ),
    "Coursera, exams": (table("m", "m", TWO), Right((0, 1, 2), ("0", "1"))),
    "UCI, banknotes": (table("m", "m", "m", "m", TWO), Right((0, 1, 4), ("0", "1"), said=("column 5 for the label",))),
    "UCI, tumours with ids and letters": (
        table("8423#02", ["M", "B"], "m", "m", "m"),
        Right((2, 3, 1), ("B", "M"), said=("column 1 (it looks like the number of each row)",)),
    ),
    "UCI, tumours with question marks": (
        table("10000#5", [5, 1, 3, 4], [1, 2, 8], [1, 10, "?", 4, 1, 1, 1, 1], [2, 4]),
        Right((1, 2, 4), ("2", "4")),
    ),
    "UCI, survival": (table("w", [58, 60, 62, 64, 65, 69], "w", [1, 2]), Right((0, 1, 3), ("1", "2"))),
    "UCI, seeds between one or two tabs": (
        table("m", "m", "m", [1, 2], sep="\t").replace("\t", "\t\t", 5),
        Right((0, 1, 3), ("1", "2")),
    ),
    "UCI, class first": (
        table([1, 2, 3], "m", "m", "m"),
        Right((1, 2, 0), ("1", "2", "3"), said=("column 1 for the label (the one column of a few whole numbers)",)),
    ),
    "UCI, letter and digit": (table("m", "m", ["g", "b"]), Right((0, 1, 2), ("b", "g"))),
    "Kaggle, diabetes": (
        table("w", "w", "m", [0, 0, 1], head="Pregnancies,Glucose,BMI,Outcome"),
        Right((0, 1, 3), ("0", "1"), columns=("Pregnancies", "Glucose", "Outcome")),
    ),
    "Kaggle, a ship": (
        table(
            "i",
            [0, 1, 1],
            [1, 2, 3],
            '"Braund, Mr. #"',
            ["male", "female"],
            "w",
            "m",
            head="PassengerId,Survived,Pclass,Name,Sex,Age,Fare",
        ),
        Right((2, 5, 1), ("0", "1"), columns=("Pclass", "Age", "Survived"), said=("PassengerId (it counts the rows)",)),
    ),
    "Kaggle, insurance": (
        table(
            "w",
            ["male", "female"],
            "m",
            [0, 1, 2, 3],
            ["yes", "no", "no"],
            "m",
            head="age,sex,bmi,children,smoker,charges",
        ),
        Right((0, 2, 4), ("no", "yes"), columns=("age", "bmi", "smoker")),
    ),
    "Kaggle, hearts": (
        table("w", TWO, "m", [0, 0, 1], head="age,sex,chol,target"),
        Right((0, 2, 3), ("0", "1"), columns=("age", "chol", "target")),
    ),
    "Kaggle, digits": (
        table([0, 1], *(["w"] * 30), head="label," + ",".join(f"pixel{i}" for i in range(30))),
        Right((1, 2, 0), ("0", "1"), columns=("pixel0", "pixel1", "label"), said=("and 20 more",)),
    ),
    "scikit-learn's own file": (
        table("m", "m", "m", TWO, head="40,3,malignant,benign"),
        Right((0, 1, 3), ("benign", "malignant"), said=("the first row says how many rows there are",)),
    ),
    "scikit-learn, tumours": (
        table("m", "m", "m", "m", "m", TWO, head="40,5,malignant,benign"),
        Right((0, 1, 5), ("benign", "malignant")),
    ),
    "scikit-learn, flowers": (
        table("m", "m", "m", "m", [0, 1, 2], head="150,4,setosa,versicolor,virginica"),
        Right((0, 1, 4), ("setosa", "versicolor", "virginica"), said=("the first row says",)),
    ),
    "gnuplot, blocks": (
        "# x y kind\n"
        + table("m", "m", TWO, n=20, sep="   ")
        + "\n\n# more\n"
        + table("m", "m", TWO, n=20, sep="\t", seed=2),
        Right((0, 1, 2), ("0", "1"), columns=("x", "y", "kind")),
    ),
    "numpy.savetxt, label first by its comment": (
        table(["0.000000000000000000e+00", "1.000000000000000000e+00"], "m", "m", sep=" ", head="# label u v"),
        Right((1, 2, 0), ("0", "1"), columns=("u", "v", "label")),
    ),
    "numpy.savetxt, comment with blanks over commas": (
        table("m", "m", TWO, head="# u v w"),
        Right((0, 1, 2), ("0", "1"), columns=("u", "v", "w")),
    ),
    "Octave, save -text": (
        "# Created by Octave 8.4\n# name: X\n# type: matrix\n# rows: 40\n# columns: 3\n"
        + table("", "m", "m", TWO, sep=" "),
        Right((0, 1, 2), ("0", "1")),
    ),
    "MATLAB, with a comment": (
        "% made by dlmwrite\n" + table("", "m", "m", ["-1.0000000e+00", "1.0000000e+00"], sep="   "),
        Right((0, 1, 2), ("-1", "1")),
    ),
    "Excel, Germany": (
        decimal_commas(table("m", "m", ["WAHR", "FALSCH"], sep=";", head="Größe;Gewicht;Ergebnis")),
        Right((0, 1, 2), ("FALSCH", "WAHR"), columns=("Größe", "Gewicht", "Ergebnis")),
    ),
    "Excel, France": (
        decimal_commas(table("m", "m", ["oui", "non"], sep=";", head="âge;poids;malade")),
        Right((0, 1, 2), ("non", "oui"), columns=("âge", "poids", "malade")),
    ),
    "Excel, empty rows and columns at the end": (
        table("m", "m", ["sí", "no"], "", "", head="a,b,c,,") + ",,,,\n,,,,\n",
        Right((0, 1, 2), ("no", "sí"), columns=("a", "b", "c")),
    ),
    "Excel, an index in German": (
        decimal_commas(table("i", "m", "m", ["ja", "nein"], sep=";", head="Nr.;Länge;Breite;Klasse")),
        Right((1, 2, 3), ("nein", "ja"), columns=("Länge", "Breite", "Klasse")),
    ),
    "everything in quotes": (
        table('"1#.5"', '"2#"', ['"a"', '"b"'], head='"u","v","w"'),
        Right((0, 1, 2), ("a", "b"), columns=("u", "v", "w")),
    ),
    "a row of units": (
        "height,weight,sex\ncm,kg,\n" + table("m", "m", ["f", "m"]),
        Right(
            (0, 1, 2),
            ("f", "m"),
            columns=("height", "weight", "sex"),
            said=("line 2 is left out: height is 'cm', which is not a number",),
        ),
    ),
    "dates and times": (
        table("2024-01-0# 12:30", "m", "m", ["dry", "rain"], head="when,temp,wind,weather"),
        Right((1, 2, 3), ("dry", "rain"), columns=("temp", "wind", "weather")),
    ),
    "dates of a regression": (
        table("0#.02.2024", "m", "m", "m", head="date,temp,wind,yield"),
        Right((1, 2, 3), None, columns=("temp", "wind", "yield")),
    ),
    "label first, −1 and 1": (
        table([-1, 1], "m", "m"),
        Right((1, 2, 0), ("-1", "1"), said=("column 1 for the label",)),
    ),
    "label in the middle": (table("m", TWO, "m"), Right((0, 2, 1), ("0", "1"), said=("column 2 for the label",))),
    "label first by title": (table("m", "m", "m", head="y,x1,x2"), Right((1, 2, 0), None, columns=("x1", "x2", "y"))),
    "two whole numbers are two classes": (table("m", "m", [3, 7]), Right((0, 1, 2), ("3", "7"))),
    "two numbers are two classes": (table("m", "m", [0.5, 1.5]), Right((0, 1, 2), ("0.5", "1.5"))),
    "a regression": (table("m", "m", "m", head="x,y,z"), Right((0, 1, 2), None, columns=("x", "y", "z"))),
    "a lattice": (
        table([0, 1, 2, 3, 4, 5, 6], [0, 1, 2, 3, 4], "m", n=70),
        Right((0, 1, 2), None, 70),
    ),
    "an id at the end": (
        table("m", "m", TWO, "P#", head="x,y,label,Sample ID"),
        Right((0, 1, 2), ("0", "1"), columns=("x", "y", "label")),
    ),
    "titles with units": (
        table("m", "m", "m", ["no", "yes"], head='"Width (cm)","Height (cm)","Depth (cm)",Broken'),
        Right((0, 1, 3), ("no", "yes"), columns=("Width (cm)", "Height (cm)", "Broken")),
    ),
    "sorted by the label": (
        lambda: table("m", "m", [0], n=30_000) + table("m", "m", [1], n=30_000, seed=2),
        Right((0, 1, 2), ("0", "1"), 60_000),
    ),
    "sorted by a label that is first": (
        lambda: table([0], "m", "m", n=30_000) + table([1], "m", "m", n=30_000, seed=2),
        Right((1, 2, 0), ("0", "1"), 60_000),
    ),
    "bars": (
        table("m", "m", ["a", "b"], sep=" | ", head="u | v | w"),
        Right((0, 1, 2), ("a", "b"), columns=("u", "v", "w")),
    ),
    "names in several spellings": (table("m", "m", ["Yes", "no", "yes", "No"]), Right((0, 1, 2), ("no", "Yes"))),
    "all fields of two values": (
        table(TWO, [0, 0, 1, 1], [0, 1, 1, 0], n=4, head="a,b,xor"),
        Right((0, 1, 2), ("0", "1"), 4, ("a", "b", "xor")),
    ),
    "pandas, numbers and a title": (
        table("i", "m", "m", TWO, head=",0,1,target"),
        Right((1, 2, 3), ("0", "1"), columns=("x", "y", "target"), said=("the first row numbers the columns",)),
    ),
    "pandas, numbers and a title without an index": (
        table("m", "m", TWO, head="0,1,target"),
        Right((0, 1, 2), ("0", "1"), columns=("x", "y", "target")),
    ),
    "a first point at 0, 1": ("0,1,yes\n" + table("m", "m", ["yes", "no"]), Right((0, 1, 2), ("no", "yes"), 41)),
    "UCI, hearts": (
        table("w", TWO, "w", [0, 0, 1], "m", [0, 1, 2, 3, 4]),
        Right((0, 2, 5), tuple("01234"), said=("column 6 for the label (the last column, of a few whole numbers)",)),
    ),
    "several columns of names": (
        table("m", ["a", "b", "c"], ["d", "e", "f"], "m", "w", head="carat,cut,clarity,depth,price"),
        Right((0, 3, 4), None, columns=("carat", "depth", "price")),
    ),
    "wine, quality last": (
        table("m", "m", "m", [3, 4, 5, 6, 7, 8], sep=";", head='"fixed acidity";"citric acid";"pH";"quality"'),
        Right((0, 1, 3), tuple("345678"), columns=("fixed acidity", "citric acid", "quality")),
    ),
    "wine, quality of more values": (
        table("m", "m", "m", [3, 4, 5, 6, 7, 8, 9], sep=";", head='"fixed acidity";"citric acid";"pH";"quality"'),
        Right(
            (0, 1, 3),
            None,
            columns=("fixed acidity", "citric acid", "quality"),
            said=("more than 6 distinct values: opened as regression",),
        ),
    ),
    "UCI, flowers": (
        table("m", "m", "m", "m", ["Iris-setosa", "Iris-versicolor", "Iris-virginica"]) + "\n",
        Right((0, 1, 4), ("Iris-setosa", "Iris-versicolor", "Iris-virginica")),
    ),
    "UCI, scales": (
        table(["B", "L", "R"], [1, 2, 3, 4, 5], [1, 1, 2, 3, 4, 5], [5, 4, 1, 2, 3], [1, 3, 2, 4, 5], n=60),
        Right((1, 2, 0), ("B", "L", "R"), 60, said=("column 1 for the label (the one column of a few names)",)),
    ),
    "UCI, glass": (
        table("i", "m", "m", "m", [1, 2, 3, 5, 6, 7]),
        Right((1, 2, 4), tuple("123567"), said=("column 1 (it counts the rows)",)),
    ),
    "UCI, seeds of three kinds": (
        table("m", "m", "m", [1, 2, 3], sep="\t").replace("\t", "\t\t", 5),
        Right((0, 1, 3), ("1", "2", "3")),
    ),
    "Kaggle, penguins": (
        table(
            ["Adelie", "Gentoo", "Chinstrap"],
            ["Biscoe", "Dream", "Torgersen"],
            "m",
            "w",
            ["MALE", "FEMALE"],
            head="species,island,culmen_length_mm,flipper_length_mm,sex",
        ),
        Right(
            (2, 3, 0),
            ("Adelie", "Chinstrap", "Gentoo"),
            columns=("culmen_length_mm", "flipper_length_mm", "species"),
        ),
    ),
    "scikit-learn, make_blobs": (
        table("i", "m", "m", [2, 0, 3, 1], head=",0,1,2"),
        Right((1, 2, 3), tuple("0123"), said=("the first row numbers the columns",)),
    ),
    "numpy.savetxt, four classes": (
        table("m", "m", [f"{number:.18e}" for number in range(4)], sep=" "),
        Right((0, 1, 2), tuple("0123")),
    ),
    "six names in several spellings": (
        table("m", "m", ["Ant", "bee", "cat", "Dog", "elk", "fox", "ANT", "Cat"], n=48),
        Right((0, 1, 2), ("Ant", "bee", "cat", "Dog", "elk", "fox"), 48),
    ),
    "flowers by name, the label not last": (
        table("m", ["a", "b", "c", "c"], "m", "m").replace("c", "a"),
        Right((0, 2, 1), ("a", "b"), said=("column 2 for the label",)),
    ),
    "years are no index": (
        "year,rain,sun,flood\n" + "".join(f"{1980 + row},{row % 7}.5,{row % 11}.1,{row % 2}\n" for row in range(40)),
        Right((0, 1, 3), ("0", "1"), columns=("year", "rain", "flood")),
    ),
    "one class alone, without titles": (table("m", "m", [1]), Right((0, 1, 2), ("-1", "1"))),
    "thousands that may be decimals": (
        table("m", ["1,500", "2,250", "3,125"], TWO, sep="\t"),
        Right((0, 1, 2), ("0", "1"), said=("1,500 is read with a decimal comma, as 1.500",)),
    ),
    "a field that could be humid": (
        table("m", "m", "m", ["dry", "wet"], head="humid,valid,grid,state"),
        Right((0, 1, 3), ("dry", "wet"), columns=("humid", "valid", "state")),
    ),
}


def read(text: str | Callable[[], str]) -> PointsReading:
    """Reads a table; a large one is written only now."""
    return parse_points(text if isinstance(text, str) else text(), "some.csv")


@pytest.mark.parametrize("kind", KINDS)
def test_a_table_is_read_as_it_is_meant(kind: str) -> None:
    text, right = KINDS[kind]
    reading = read(text)
    assert reading.view is not None
    assert reading.view.indices == right.indices
    assert reading.points.problem == ("regression" if right.classes is None else "classification")
    assert right.classes is None or reading.points.classes == right.classes
    assert reading.points.size == right.size
    assert reading.points.columns == right.columns
    for part in right.said:
        assert any(part in note for note in reading.notes), reading.notes


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        (
            table("m", "m", list("abcdefg")),
            "label has 7 different names (a, b, c, d, …); allowed are two to 6, or numbers",
        ),
        (table("m", "m", head="X,Y"), "has two columns, X and Y: a third is needed, with the label of each point"),
        (table("m", "m"), "has two columns: a third is needed, with the label of each point"),
        (
            table("i", "m", "m", head="index,x,y"),
            "beside an index it has two columns, x and y; needed are x, y and a label",
        ),
        (table("w", '"1#,000"', TWO), "line 1 is left out: y is '10,000', which is not a number"),
        (table("word"), "line 1 is left out: it has 1 field where 3 are needed"),
    ],
)
def test_a_table_without_points_is_refused_with_what_is_needed(text: str, sentence: str) -> None:
    with pytest.raises(PointsError) as caught:
        read(text)
    assert sentence in str(caught.value)
    assert str(caught.value).isprintable()


def test_seven_names_are_refused_with_the_way_out_and_the_table_to_choose_from() -> None:
    with pytest.raises(PointsError, match="keep the rows of 6 of them, or take another column") as caught:
        read(table("m", "m", "m", list("abcdefg"), head="u,v,w,species"))
    assert "--columns" in str(caught.value)
    assert caught.value.view is not None
    assert caught.value.view.titles == ("u", "v", "w", "species")
    assert caught.value.view.indices == (0, 1, 3)


@pytest.mark.parametrize("kind", ["Kaggle, a ship", "UCI, banknotes", "label first, −1 and 1", "label in the middle"])
def test_where_something_else_could_be_meant_that_is_known(kind: str) -> None:
    view = read(KINDS[kind][0]).view
    assert view is not None
    assert not view.is_certain


@pytest.mark.parametrize("kind", ["pandas for Germany", "Coursera, exams", "Excel, Germany", "a regression", "bars"])
def test_a_plain_table_leaves_nothing_to_choose(kind: str) -> None:
    view = read(KINDS[kind][0]).view
    assert view is not None
    assert view.is_certain


def test_utf_16_without_a_mark_is_read() -> None:
    from nntui.formats.tables.file import text_of

    text = table("m", "m", TWO, head="x\ty\tlabel", sep="\t")
    for encoding in ("utf-16-le", "utf-16-be", "utf-16"):
        assert text_of(text.encode(encoding)).text == text


def test_the_view_of_a_table_is_what_stands_in_the_file() -> None:
    view = read("u,v,kind\n1,2,a\n5,4,b\n").view
    assert view is not None
    assert (view.titles, view.rows) == (("u", "v", "kind"), (("1", "2", "a"), ("5", "4", "b")))
    bare = read("1,2,a\n5,4,b\n").view
    assert bare is not None
    assert bare.titles == ("column 1", "column 2", "column 3")


# Columns that somebody names

WIDE = "u,v,w,kind,2\n" + "".join(f"{row},{row + 0.5},{-row},{'ab'[row % 2]},{row % 2}\n" for row in range(10))


@pytest.mark.parametrize(
    ("asked", "indices"),
    [
        (("v", "w", "kind"), (1, 2, 3)),
        (("V", "W", "KIND"), (1, 2, 3)),
        ((2, 3, 4), (1, 2, 3)),
        (("3", "1", "4"), (2, 0, 3)),
        (("u", "3", "2"), (0, 2, 4)),
        (("u", 3, 2), (0, 2, 1)),
    ],
)
def test_columns_are_named_by_title_or_number(asked: tuple[str | int, ...], indices: tuple[int, int, int]) -> None:
    reading = parse_points(WIDE, "some.csv", asked)
    assert reading.view is not None
    assert reading.view.indices == indices
    assert reading.view.is_certain
    assert any("(as asked)" in note for note in reading.notes)


@pytest.mark.parametrize(
    ("asked", "sentence"),
    [
        (("u", "v"), "some.csv: needed are three columns, of x, y and the label; 2 are given"),
        (("u", "v", "nothing"), "some.csv: there is no column nothing; the columns are u, v, w, kind, 2"),
        (("u", "v", "9"), "some.csv: there is no column 9; the table has 5, counted from 1"),
        (("u", "v", "0"), "some.csv: there is no column 0; the table has 5, counted from 1"),
        (("u", "v", "1"), "some.csv: u is given twice; needed are three different columns"),
        (("u", "", "v"), "some.csv: there is no column ''; the columns are u, v, w, kind, 2"),
        (("kind", "v", "u"), "some.csv has no usable row; line 2 is left out: kind is 'a', which is not a number"),
    ],
)
def test_columns_that_are_not_there_are_refused(asked: tuple[str, ...], sentence: str) -> None:
    with pytest.raises(PointsError) as caught:
        parse_points(WIDE, "some.csv", asked)
    assert str(caught.value) == sentence


@pytest.mark.parametrize(
    ("text", "columns"),
    [
        ("a,b,c", ("a", "b", "c")),
        (" 1, 2 ,3 ", ("1", "2", "3")),
        ('"height, cm",b,"c ""d"""', ("height, cm", "b", 'c "d"')),
        ("a\nb,c", ("a\nb", "c")),
        ("", ()),
    ],
)
def test_columns_as_they_are_typed(text: str, columns: tuple[str, ...]) -> None:
    assert parse_columns(text) == columns
    assert len(parse_columns("x" * 200_000)) == 1
