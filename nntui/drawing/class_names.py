"""What classes are called, in few cells; and any text as one line that a terminal or XML can show."""

from nntui.experiment.experiment import Experiment
from nntui.experiment.short_names import one_line, shortened, titles_of
from nntui.experiment.user_points import UserPoints, painted_classes
from nntui.language import _

_LEAST_TITLE = 6
"""Characters below which the title of a column says nothing."""
UNNAMED = ("-1", "1")
SIGNS = ("−1", "+1")
"""What two classes are called when nobody has named them, in the data and on the screen."""


def printable_line(text: str) -> str:
    """A text on one line without control characters, halves of surrogate pairs and the like."""
    return "".join(letter for letter in " ".join(text.split()) if letter.isprintable())


def short_names(names: tuple[str, ...], most: int) -> tuple[str, ...]:
    """What classes are called, in so many cells and in characters of one cell each.

    What all begin with goes where it must, then the ends. Where no visible character distinguishes them they are −1
    and +1, or of three and more their numbers, from 1.

    Args:
        names: As they stand in a file: any text.
        most: Cells that a name may have.
    """
    plain = tuple(map(one_line, names))
    return SIGNS if plain == UNNAMED else shortened(plain, most) or _numbered(len(names))


def _numbered(count: int) -> tuple[str, ...]:
    return SIGNS if count == len(SIGNS) else tuple(str(number + 1) for number in range(count))


def names_side_by_side(names: tuple[str, ...], room: int) -> tuple[str, ...]:
    """The same in so many cells together: what one does not need is the other's."""
    for most in range(room - 1, 0, -1):
        short = short_names(names, most)
        if sum(map(len, short)) <= room:
            return short
    return _numbered(len(names))


def class_names(experiment: Experiment) -> tuple[str, ...]:
    """What the classes of an experiment are called: of one's own data their names, else −1 and +1, or their numbers.

    A regression has none.
    """
    if not experiment.class_count:
        return ()
    return experiment.used_points.classes if experiment.uses_user_points else painted_classes(experiment.class_count)


def spoken_names(experiment: Experiment, most: int) -> tuple[str, ...]:
    """The same within a sentence, in so many characters at the most: of three classes and more "class 1" for 1."""
    named = class_names(experiment)
    names = short_names(named, most) if named else ()
    if len(names) <= len(SIGNS) or not are_numbers(names):
        return names
    return tuple(_("class {name}").format(name=name) for name in names)


def axis_words(points: UserPoints, room: int) -> str:
    """What the axes of one's own data are, behind the title of their picture; "" where there is no room or no title."""
    titles = titles_of(points)
    if titles is None:
        return ""
    for most in range(max(map(len, titles)), _LEAST_TITLE - 1, -1):
        short = shortened(titles, most)
        words = "" if short is None else f" · {short[0]} →, {short[1]} ↑"
        if words and len(words) <= room:
            return words
    return ""


def are_numbers(names: tuple[str, ...]) -> bool:
    """Whether a class has a number for its name, which would be taken for a value of the output."""
    return names != UNNAMED and any(
        name.replace(".", "", 1).replace("−", "").replace("-", "").isdecimal() for name in names
    )
