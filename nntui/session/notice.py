"""A message from the session to the person."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Notice:
    """A message for the person.

    Attributes:
        text: A sentence.
        failed: Whether it stopped the training against the person's wish.
    """

    text: str
    failed: bool = False
