"""Helpers for the tests of drawing."""


def as_number(text: str) -> float:
    plain = text.replace("−", "-")
    for suffix, factor in (("k", "e3"), ("M", "e6"), ("G", "e9"), ("T", "e12")):
        plain = plain.replace(suffix, factor)
    return float(plain)
