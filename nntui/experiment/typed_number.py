"""Numbers as they are typed, and as they stand in links."""


def read_number(text: str) -> float:
    """A number as people and pages write it. Python's own reading takes 1_0 and digits of other scripts as well.

    Raises:
        ValueError: It is none.
    """
    _refuse_other_digits(text)
    return float(text)


def read_whole_number(text: str) -> int:
    """A whole number as people and pages write it.

    Raises:
        ValueError: It is none.
    """
    _refuse_other_digits(text)
    return int(text)


def _refuse_other_digits(text: str) -> None:
    if "_" in text or not text.isascii():
        raise ValueError("not a number in usual digits")
