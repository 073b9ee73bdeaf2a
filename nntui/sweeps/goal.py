"""What a start is trained for: a condition of the lessons' language, as `test_loss < 0.04 and epoch <= 500`."""

import re
from functools import lru_cache

from nntui.lessons.conditions import Condition, read_condition
from nntui.lessons.vocabulary import VOCABULARY, Names

_OF_THE_SCREEN = ("shown_layer", "trials", "trials_best", "trials_worst", "playing", "edited")
"""What only a person at the playground has."""
GOAL_NAMES: Names = {name: entry for name, entry in VOCABULARY.items() if name not in _OF_THE_SCREEN}
"""What a goal can ask for."""
_HYPHENED = re.compile(
    r"(?<![\w-])(" + "|".join(name.replace("_", "-") for name in GOAL_NAMES if "_" in name) + r")(?![\w-])"
)


@lru_cache(maxsize=16)
def read_goal(text: str) -> Condition:
    """Reads a goal; `test-loss` is taken as `test_loss`.

    Raises:
        ConditionError: It is not understood.
    """
    return read_condition(_HYPHENED.sub(lambda found: found[0].replace("-", "_"), text), GOAL_NAMES)
