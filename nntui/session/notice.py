"""What the session says to the person: a message, how a run ended, and what a change has done."""

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


@dataclass(frozen=True)
class RunEnd:
    """How a run ended by itself. It is true until something else is trained.

    Attributes:
        sentence: In full.
        short: In a few words, beside the epoch.
        advice: What can be done about it, in a few words; "" for nothing.
        failed: Whether the training came to no end that anybody wished.
    """

    sentence: str
    short: str
    advice: str = ""
    failed: bool = False


@dataclass(frozen=True)
class Remark:
    """What a change has done to a network that had been trained, or where an undo has led.

    Attributes:
        text: What was changed, in a few words.
        way_back: Which key brings back what was there before, in ever fewer words.
        epoch: The epoch that it has led to.
        lasts: Epochs after which it is old; what an undo has done is, as soon as something is trained.
    """

    text: str
    way_back: tuple[str, ...]
    epoch: int
    lasts: int = 200
