"""What a fault is to the table: a name, a group, and how it is tried."""

from collections.abc import Callable
from dataclasses import dataclass

from tests.faults.trial import Outcome, Trial

CRASH = "an unexpected error; a report is in"
RESUME = "nntui --resume goes on where you were"
NO_MEMORY = "there is not enough memory"
NO_THREAD = "no thread can be started"


@dataclass(frozen=True)
class Fault:
    """One row.

    Attributes:
        id: A short name, to ask for it on the command line.
        group: The heading it stands under.
        name: What happens, in words.
        run: Lets it happen, and checks what is promised.
    """

    id: str
    group: str
    name: str
    run: Callable[[], Outcome]


Check = Callable[[Trial], Outcome]
"""What is promised of a program that a fault has met."""


def lives(*words: str) -> Check:
    """It goes on, and says this."""
    return lambda it: it.lives(*words)


def crashes(words: str = CRASH, lost: str = "nothing", rest: str = RESUME) -> Check:
    """It ends, with the terminal restored, a sentence, a report, and the work saved."""

    def check(it: Trial) -> Outcome:
        outcome = it.ends(70, words, lost)
        assert rest in outcome.seen, outcome.seen
        assert words != CRASH or [*it.home.rglob("reports/*.txt")], "there is no report"
        return outcome

    return check
