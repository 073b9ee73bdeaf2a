"""Numbers as they are typed, and as they stand in links."""

NUMBER_CHARACTERS = frozenset("0123456789.,+-−")
"""What a number can begin with."""


def read_number(text: str) -> float:
    """A number as people and pages write it. Python's own reading takes 1_0 and digits of other scripts as well.

    Raises:
        ValueError: It is none.
    """
    _refuse_other_digits(text)
    return float(text)


def read_typed_number(text: str) -> float:
    """A number as a person types it: with a point or a comma before the decimals, and any minus sign.

    Raises:
        ValueError: It is none.
    """
    text = text.replace("−", "-")
    return read_number(text if "." in text else text.replace(",", "."))


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
