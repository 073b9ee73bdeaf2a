"""A goal of a training run: a condition of the lessons' language that is asked of a snapshot, as `test_loss < 0.04`.

On a command line a name may be written as the options are: `test-loss` is `test_loss`.
"""

import re
from collections.abc import Callable, Iterable

from nntui.engine.datasets import Sample
from nntui.errors import NntuiError
from nntui.experiment.experiment import Experiment
from nntui.experiment.shown_text import shorten
from nntui.language import _
from nntui.lessons.conditions import ConditionError, read_condition
from nntui.lessons.state import State
from nntui.lessons.vocabulary import VOCABULARY
from nntui.training.snapshot import Snapshot

_OF_THE_SCREEN = frozenset({"shown_layer", "trials", "trials_best", "trials_worst", "playing", "edited", "diverged"})
"""Names of what is so on the screen, or never so of a run that is asked."""
GOAL_NAMES = {name: entry for name, entry in VOCABULARY.items() if name not in _OF_THE_SCREEN}
"""What a goal can ask for."""
_QUOTED_OR_HYPHENATED = re.compile(r"""("[^"]*"|'[^']*')|[A-Za-z]\w*(?:-[A-Za-z]\w*)+""")


class GoalError(NntuiError, ValueError):
    """A goal is not understood; the message says what is allowed."""

    title = "Goal"


class Goal:
    """A goal that has been read.

    Args:
        text: A condition.

    Attributes:
        source: The condition as it was read.

    Raises:
        GoalError: It is none.
    """

    def __init__(self, text: str) -> None:
        try:
            condition = read_condition(_QUOTED_OR_HYPHENATED.sub(_as_name, text), GOAL_NAMES)
        except ConditionError as error:
            sentence = _("goal {goal}: {reason} (character {column})")
            raise GoalError(sentence.format(goal=shorten(text), reason=error, column=error.column)) from None
        self.source = condition.source
        self._asks_for_classes = any(GOAL_NAMES[name].style == "share" for name in condition.names)
        self._holds: Callable[[State], bool] = condition.holds

    def check_for(self, experiments: Iterable[Experiment]) -> None:
        """Makes sure that one of some experiments has what it asks for.

        Raises:
            GoalError: It asks for an accuracy, and all of them are regressions.
        """
        if self._asks_for_classes and not any(experiment.class_count for experiment in experiments):
            sentence = _("goal {goal}: a regression has no accuracy; allowed is a loss, as in test_loss < 0.04")
            raise GoalError(sentence.format(goal=shorten(self.source)))

    def holds(self, snapshot: Snapshot, sample: Sample) -> bool:
        """Whether it holds; not where it asks for a number that there is not.

        Args:
            snapshot: The state of the training.
            sample: The points of its experiment.
        """
        return self._holds(State(snapshot, sample))


def _as_name(found: re.Match[str]) -> str:
    """`test-loss` as `test_loss`, where that is a name; a text in quotes and a difference as they are."""
    name = found[0].replace("-", "_")
    return name if found[1] is None and name in GOAL_NAMES else found[0]
