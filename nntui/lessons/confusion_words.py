"""The confusion matrix in sentences: what the points of each class are taken for."""

from nntui.drawing.class_names import short_names
from nntui.engine.arrays import IntArray
from nntui.language import _, ngettext

_NAME = 30
"""Characters of the name of a class."""


def confusion_in_words(counts: IntArray, classes: tuple[str, ...], is_test: bool) -> str:
    """A sentence for each class that has points: how many of them are right, and what the others are taken for.

    Args:
        counts: intp, shape (classes, classes): a row for each true class, a column for each answer.
        classes: What they are called.
        is_test: Whether it is of the test points.
    """
    names = short_names(classes, _NAME)
    sentences = []
    for index, row in enumerate(counts.tolist()):
        if not sum(row):
            continue
        if is_test:
            of = ngettext(
                "Of {total:,} test point of {name} {right}", "Of {total:,} test points of {name} {right}", sum(row)
            )
        else:
            of = ngettext(
                "Of {total:,} training point of {name} {right}",
                "Of {total:,} training points of {name} {right}",
                sum(row),
            )
        right = ngettext("{count:,} is right", "{count:,} are right", row[index]).format(count=row[index])
        others = [(count, names[at]) for at, count in enumerate(row) if count and at != index]
        wrong = [
            _("{count:,} taken for {name}").format(count=count, name=name)
            for count, name in sorted(others, reverse=True)
        ]
        sentences.append(", ".join([of.format(total=sum(row), name=names[index], right=right), *wrong]) + ".")
    return " ".join(sentences)
