"""The confusion matrix in sentences: what the points of each class are taken for."""

from nntui.engine.arrays import IntArray
from nntui.language import _, ngettext


def confusion_in_words(counts: IntArray, names: tuple[str, ...], is_test: bool) -> str:
    """A sentence for each class that has points: how many of them are right, and what the others are taken for.

    Args:
        counts: intp, shape (classes, classes): a row for each true class, a column for each answer.
        names: What they are called in a sentence.
        is_test: Whether it is of the test points.
    """
    sentences = []
    for index, row in enumerate(counts.tolist()):
        if not sum(row):
            continue
        total = sum(row)
        if is_test:
            of = ngettext(
                "Of {total:,} test point of {name}, {right}", "Of {total:,} test points of {name}, {right}", total
            )
        else:
            of = ngettext(
                "Of {total:,} training point of {name}, {right}",
                "Of {total:,} training points of {name}, {right}",
                total,
            )
        right = _right(row[index], total)
        others = sorted(((count, names[at]) for at, count in enumerate(row) if count and at != index), reverse=True)
        wrong = [_taken(count, name) for count, name in others]
        sentences.append(", ".join([of.format(total=total, name=names[index], right=right), *wrong]) + ".")
    return " ".join(sentences)


def _right(count: int, total: int) -> str:
    if not count:
        return _("it is not right") if total == 1 else _("none is right")
    return ngettext("{count:,} is right", "{count:,} are right", count).format(count=count)


def _taken(count: int, name: str) -> str:
    return ngettext("{count:,} taken for {name}", "{count:,} taken for {name}", count).format(count=count, name=name)
