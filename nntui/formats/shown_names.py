"""Names from outside, of classes, columns, files, runs and people, as they can be shown and kept."""

_LONGEST_NAME = 200
_UNKNOWN = "\ufffd"


def shown_name(name: str) -> str:
    """A name that can be shown and kept: not without end, and without what steers a terminal or is no text."""
    text = name[:_LONGEST_NAME].encode("utf-8", "replace").decode()
    return text if text.isprintable() else "".join(each if each.isprintable() else _UNKNOWN for each in text)


def shown_titles(titles: tuple[str, str, str]) -> tuple[str, str, str]:
    """Three titles that can be shown and kept."""
    first, second, third = map(shown_name, titles)
    return first, second, third


def shown_classes(names: tuple[str, ...]) -> tuple[str, ...]:
    """Names of classes that can be shown and kept, and that are still different."""
    cut = tuple(map(shown_name, names))
    if len(set(cut)) == len(cut):
        return cut
    return tuple(
        f"{name[: _LONGEST_NAME - 2]}…{number}" if cut.count(name) > 1 else name for number, name in enumerate(cut, 1)
    )
