"""What the session says to the person: a message, how a run ended, and what a change has done."""

from dataclasses import dataclass

from nntui.language import Wording, translated, worded


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

    All texts are wordings, for it may be there when the language is changed.

    Attributes:
        sentence: In full.
        short: In a few words, beside the epoch.
        advice: What can be done about it, in a few words; "" for nothing.
        failed: Whether the training came to no end that anybody wished.
    """

    sentence: str = translated()
    short: str = translated()
    advice: str = translated("")
    failed: bool = False


@dataclass(frozen=True)
class Remark:
    """What a change has done to a network that had been trained, or where an undo has led.

    Attributes:
        ways_back: Which key brings back what was there before, in ever fewer words.
        epoch: The epoch that it has led to.
        text: What was changed, in a few words.
        lasts: Epochs after which it is old; what an undo has done is, as soon as something is trained.
    """

    ways_back: tuple[Wording, ...]
    epoch: int
    text: str = translated()
    lasts: int = 200

    @property
    def way_back(self) -> tuple[str, ...]:
        """The same in the language in use."""
        return tuple(map(worded, self.ways_back))
