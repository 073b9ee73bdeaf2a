"""Which columns of a table are x, y and the label: from titles and values to a choice with its reason."""

import csv
import math
import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from nntui.errors import NntuiError
from nntui.experiment.shown_text import shorten
from nntui.formats.tables.fields import MISSING, number_of
from nntui.language import _

TITLES = ("x", "y", "label")
"""What the columns are called where a table gives no titles."""
_PAIRS = (("x", "y"), ("x1", "x2"), ("x_1", "x_2"), ("x0", "x1"), ("x_0", "x_1"))
_LABEL_TITLES = (
    *("label", "labels", "class", "target", "classes", "targets", "outcome", "species", "category", "variety"),
    *("klasse", "classe", "clase", "etiket", "etiqueta", "etichetta", "rótulo", "étiquette", "ziel", "kategorie"),
    *("catégorie", "categoría", "categoria", "objetivo", "cible", "diagnosis", "y_true", "true_label", "class_label"),
    *("survived", "purchased", "churn", "exited", "admitted", "approved", "diabetes", "attrition", "death_event"),
    *("value", "z"),
)
_COUNTING_TITLES = frozenset(("", "index", "id", "idx", "#", "no", "no.", "nr", "nr.", "row", "row.names", "rownames"))
_ID_TITLE = re.compile(r"Unnamed: ?\d+|.*[ _.-][iI][dD]|.*[a-z0-9]I[dD]", re.DOTALL)
_FEW = 10
_NUMERIC_SHARE = 0.7
_ID_SHARE = 0.5
_MARKED_SHARE = 0.3
_LEAST_COUNTED = 3
_MOST_COUNTED = 200
_LARGE_ID = 10_000
_MOST_NAMED = 8
_LONG = 20


class ColumnsError(NntuiError, ValueError):
    """Columns that cannot be taken; the message is a sentence without the name of the file."""

    title = "Columns"


@dataclass(frozen=True)
class Column:
    """What a column holds, as far as rows were looked at.

    Attributes:
        title: Its title, "" for none.
        filled: Fields that are not missing.
        numbers: How many of those are numbers.
        distinct: How many different ones there are, numbers by their values.
        is_whole: Whether all numbers are whole.
        counts: Whether the numbers count the rows: each is one more than the one above, or they are 0 or 1 to n mixed.
        least: The least number; infinite where there is none.
    """

    title: str
    filled: int
    numbers: int
    distinct: int
    is_whole: bool
    counts: bool
    least: float

    @property
    def is_numeric(self) -> bool:
        """Whether it holds numbers, but for a few fields."""
        return self.numbers > 0 and self.numbers >= _NUMERIC_SHARE * self.filled

    @property
    def is_two(self) -> bool:
        """Whether there are two different values."""
        return self.distinct == 2

    @property
    def is_few(self) -> bool:
        """Whether there are few different names, or few different whole numbers, each of them several times."""
        is_plain = self.is_whole or not self.is_numeric
        return self.is_two or (is_plain and 2 < self.distinct <= _FEW and self.filled >= 3 * self.distinct)

    @property
    def is_measurement(self) -> bool:
        """Whether it holds numbers that are neither few nor all the same."""
        return self.is_numeric and not self.is_few and self.distinct > 1

    @property
    def is_identifier(self) -> bool:
        """Whether its title is that of an index or an id, and hardly a value comes twice."""
        is_titled = self.title.casefold() in _COUNTING_TITLES or bool(_ID_TITLE.fullmatch(self.title))
        is_plain = self.is_whole or not self.is_numeric
        return is_titled and is_plain and self.distinct >= _ID_SHARE * self.filled


def column_of(title: str, cells: Sequence[str], decimal_comma: bool) -> Column:
    """What a column holds.

    Args:
        title: Its title.
        cells: Its fields, or the first of them and some others.
        decimal_comma: Whether a comma stands for the point.
    """
    filled = [text for text in map(str.strip, cells) if text not in MISSING]
    values = {text: number_of(text, decimal_comma) for text in set(filled)}
    numbers = [number for text in filled if (number := values[text]) is not None and math.isfinite(number)]
    is_whole = bool(numbers) and all(number.is_integer() for number in numbers)
    names = {text for text, number in values.items() if number is None}
    if len(names) == 1 and len(numbers) >= _MARKED_SHARE * len(filled):
        # One word among numbers stands for what is missing, or is a unit.
        filled = [text for text in filled if text not in names]
        names = set()
    is_numeric = len(numbers) >= _NUMERIC_SHARE * len(filled)
    counts = is_whole and len(numbers) == len(filled) and _counts(numbers)
    distinct = len(set(numbers)) if numbers and is_numeric else len(names) + len(set(numbers))
    return Column(title, len(filled), len(numbers), distinct, is_whole, counts, min(numbers, default=math.inf))


def _counts(numbers: list[float]) -> bool:
    if len(numbers) < _LEAST_COUNTED:
        return False
    if all(after - before == 1 for before, after in pairwise(numbers[:_MOST_COUNTED])):
        return True
    return len(numbers) > _FEW and sorted(numbers) in (
        [float(number) for number in range(start, start + len(numbers))] for start in (0, 1)
    )


@dataclass(frozen=True)
class Choice:
    """Which columns are taken.

    Attributes:
        indices: The places of x, y and the label in a row, from 0.
        reason: Why this column is the label, in words behind it; "" where it is obvious.
        left_out: Why some columns are not taken, by their places.
        is_certain: Whether nothing else could be meant.
    """

    indices: tuple[int, int, int]
    reason: str = ""
    left_out: tuple[tuple[int, str], ...] = ()
    is_certain: bool = True


def choose_columns(columns: Sequence[Column]) -> Choice:
    """Chooses the columns of x, y and the label.

    Titles count more than values. Else the label is the last column of two values, of a few names or of a few whole
    numbers, or the last column; x and y are the first two columns of numbers that are left.

    Args:
        columns: All of a table, at least three of them.

    Raises:
        ColumnsError: Beside an index there are fewer than three.
    """
    has_titles = any(column.title for column in columns)
    seen = [at for at, column in enumerate(columns) if column.filled or column.title]
    left_out = _left_out(columns, seen, has_titles)
    left = [at for at in seen if at not in left_out]
    if len(left) < len(TITLES):
        names = _(" and ").join(name_of(at, columns[at].title) for at in left) or _("no other")
        if left_out:
            raise ColumnsError(_few_beside_index(len(left)).format(names=names))
        left = list(range(len(columns)))
    pair = _pair_by_title(columns, left)
    label, reason, is_titled = _label(columns, left, pair)
    x, y = pair or _coordinates(columns, [at for at in left if at != label])
    is_plain = is_titled or label == left[-1] or not columns[label].is_numeric
    is_certain = len(left) == len(TITLES) and is_plain
    return Choice((x, y, label), reason, tuple(sorted(left_out.items())), is_certain or (is_titled and bool(pair)))


def _few_beside_index(number: int) -> str:
    """A sentence in which names are missing, about so many columns, fewer than are needed."""
    return (
        _("beside an index it has no column, {names}; needed are x, y and a label"),
        _("beside an index it has one column, {names}; needed are x, y and a label"),
        _("beside an index it has two columns, {names}; needed are x, y and a label"),
    )[number]


def _left_out(columns: Sequence[Column], seen: list[int], has_titles: bool) -> dict[int, str]:
    """Columns that number or name the rows, and why they are taken for that."""
    found = {}
    for at in seen:
        column = columns[at]
        is_first_of_many = at == seen[0] and len(seen) > len(TITLES)
        if column.filled and has_titles and column.is_identifier and (column.title or at == 0):
            named = _("it numbers the rows") if column.is_numeric else _("it names the rows")
            found[at] = _("it counts the rows") if column.counts else named
        elif is_first_of_many and column.counts and (not column.title or column.least in (0, 1)):
            found[at] = _("it counts the rows")
        elif is_first_of_many and not has_titles and _is_large_id(column):
            found[at] = _("it looks like the number of each row")
    if len(seen) - len(found) < len(TITLES):
        # Perhaps a measurement after all, unless it has no title of its own.
        found = {at: reason for at, reason in found.items() if columns[at].title.casefold() in _COUNTING_TITLES}
    return found


def _is_large_id(column: Column) -> bool:
    is_one_each = column.distinct >= 0.9 * column.filled and column.filled > _FEW
    return column.is_numeric and column.is_whole and column.least >= _LARGE_ID and is_one_each


def _pair_by_title(columns: Sequence[Column], left: list[int]) -> tuple[int, int] | None:
    where = {columns[at].title.casefold(): at for at in reversed(left)}
    return next(((where[x], where[y]) for x, y in _PAIRS if x in where and y in where), None)


def _label(columns: Sequence[Column], left: list[int], pair: tuple[int, int] | None) -> tuple[int, str, bool]:
    """The column of the label, why it is it, and whether its title says so."""
    where = {columns[at].title.casefold(): at for at in reversed(left) if at not in (pair or ())}
    titled = [where[title] for title in (*_LABEL_TITLES, "y") if title in where]
    titled = [at for at in titled if _can_be_label(columns[at])]
    if titled:
        return titled[0], _("by its title"), True
    free = [at for at in left if at not in (pair or ())]
    if len(free) == 1:
        return free[0], _("the column that is left"), True
    by_values = _label_by_values(columns, free)
    if by_values is not None:
        return *by_values, False
    varied = [at for at in free if columns[at].distinct > 1 and columns[at].is_numeric]
    return (varied if varied and len(free) > len(TITLES) else free)[-1], _("the last column"), False


def _can_be_label(column: Column) -> bool:
    """Not what has another name in almost every row."""
    return column.is_numeric or column.distinct <= max(_FEW, column.filled / 2)


def _label_by_values(columns: Sequence[Column], free: list[int]) -> tuple[int, str] | None:
    """The label by what the columns hold; None where nothing distinguishes one."""
    few = [at for at in free if columns[at].is_few and _leaves_enough(columns, free, at)]
    two = [at for at in few if columns[at].is_two]
    named = [at for at in few if not columns[at].is_numeric and not columns[at].is_two]
    # In a table without titles the label is hardly in the middle when the last column could be it.
    is_bare = not any(column.title for column in columns)
    if two and not (is_bare and free[-1] in few and free[-1] not in two):
        return two[-1], _("the last column of two values") if len(two) > 1 else _("the one column of two values")
    if free[-1] in named:
        return free[-1], _("the last column, of a few names")
    if len(named) == 1:
        return named[0], _("the one column of a few names")
    if free[-1] in few:
        is_numeric = columns[free[-1]].is_numeric
        of_numbers, of_names = _("the last column, of a few whole numbers"), _("the last column, of a few names")
        return free[-1], of_numbers if is_numeric else of_names
    counted = [at for at in few if columns[at].is_numeric and _may_be_classes(columns, free, at)]
    if counted:
        last, one = _("the last column of a few whole numbers"), _("the one column of a few whole numbers")
        return counted[-1], last if len(counted) > 1 else one
    names = [at for at in free if not columns[at].is_numeric and columns[at].filled]
    if len(free) == len(TITLES) and len(names) == 1:
        return names[0], _("the one column of names")
    return None


def _may_be_classes(columns: Sequence[Column], free: list[int], at: int) -> bool:
    """Whether a column of a few whole numbers is hardly a count: it is the first, the last, or of three numbers."""
    return at in (free[0], free[-1]) or columns[at].distinct <= len(TITLES)


def _leaves_enough(columns: Sequence[Column], free: list[int], label: int) -> bool:
    """Whether two measurements are left beside a column of few numbers that is not the last.

    Else these may be the coordinates of a lattice, or an example of a few rows.
    """
    if label == free[-1] or not columns[label].is_numeric:
        return True
    return sum(columns[at].is_measurement for at in free if at != label) >= 2


def _coordinates(columns: Sequence[Column], left: list[int]) -> tuple[int, int]:
    """The first two columns of numbers: before others those of more than two values, and last what is no number."""

    def rank(at: int) -> int:
        column = columns[at]
        return 3 if not column.is_numeric else 2 if column.distinct < 2 else 1 if column.is_two else 0

    x, y = sorted(sorted(left, key=rank)[:2])
    return x, y


def columns_as_asked(asked: Sequence[str | int], titles: Sequence[str]) -> tuple[int, int, int]:
    """The places of three columns that somebody named.

    Args:
        asked: Each by its title or by its number, from 1. A title counts more than a number.
        titles: Of all columns, "" for none.

    Raises:
        ColumnsError: They are not three different columns of the table.
    """
    if len(asked) != len(TITLES):
        sentence = _("needed are three columns, of x, y and the label; {count} are given")
        raise ColumnsError(sentence.format(count=len(asked)))
    first, second, third = (_place(each, titles) for each in asked)
    for one, other in ((first, second), (first, third), (second, third)):
        if one == other:
            sentence = _("{name} is given twice; needed are three different columns")
            raise ColumnsError(sentence.format(name=name_of(one, titles[one])))
    return first, second, third


def _place(asked: str | int, titles: Sequence[str]) -> int:
    text = str(asked).strip()
    if isinstance(asked, str):
        for same in (titles, [title.casefold() for title in titles]):
            wanted = text if same is titles else text.casefold()
            if text and wanted in same:
                return same.index(wanted)
    if re.fullmatch(r"[+-]?\d{1,9}", text, re.ASCII):
        if 1 <= int(text) <= len(titles):
            return int(text) - 1
        sentence = _("there is no column {number}; the table has {count}, counted from 1")
        raise ColumnsError(sentence.format(number=text, count=len(titles)))
    called = [shorten(title) for title in titles if title]
    sentence = (
        _("there is no column {name}; the columns are {names}")
        if called
        else _("there is no column {name}; the {count} columns have no titles but numbers")
    )
    raise ColumnsError(sentence.format(name=shorten(text), names=_listed(called), count=len(titles)))


def parse_columns(text: str) -> tuple[str, ...]:
    """Three columns as they are typed: `x1,x2,label` or `1,2,5`; a title with a comma stands in double quotes."""
    try:
        row = next(csv.reader([text], skipinitialspace=True), [])
    except csv.Error:  # a line break, or a text without end
        row = text.split(",")
    return tuple(each.strip() for each in row)


def name_of(at: int, title: str) -> str:
    """What a column is called in a sentence."""
    if not title:
        return _("column {number}").format(number=at + 1)
    return repr(title) if title.isdecimal() and len(title) < _LONG else shorten(title)


def sentence_of(choice: Choice, columns: Sequence[Column]) -> str:
    """What was chosen, from which columns and why; "" where there is nothing to say."""
    named = [at for at, column in enumerate(columns) if column.filled or column.title]
    if len(named) <= len(TITLES) and choice.indices == (0, 1, 2):
        return ""
    x, y, label = (name_of(at, columns[at].title) for at in choice.indices)
    reason = f" ({choice.reason})" if choice.reason else ""
    text = _("of {count} columns, {x} is taken for x, {y} for y and {label} for the label")
    text = text.format(count=len(named), x=x, y=y, label=label) + reason
    reasons = dict(choice.left_out)
    rest = [
        name_of(at, columns[at].title) + (f" ({reasons[at]})" if at in reasons else "")
        for at in named
        if at not in choice.indices
    ]
    return text + (_("; not used: {names}").format(names=_listed(rest)) if rest else "")


def _listed(names: list[str]) -> str:
    more = len(names) - _MOST_NAMED
    listed = ", ".join(names[:_MOST_NAMED])
    return _("{names} and {count} more").format(names=listed, count=more) if more > 0 else listed
