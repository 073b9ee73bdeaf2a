"""What is asked of the rarer settings, as data."""

from collections.abc import Callable
from dataclasses import dataclass

from textual.widget import Widget

from nntui.dialogs.questions import Question
from nntui.experiment.experiment import Experiment
from nntui.widgets.messages import ExperimentEdit


@dataclass(frozen=True, eq=False)
class MoreParameters(Question[str]):
    """The sheet of the rarer settings. A change acts at once. Answers the id of a card that is to be opened.

    Attributes:
        experiment: The settings as they are now.
        edit: Applies a change.
        run: Runs a command of the playground, by the id of its action.
        card: From a control of the sheet to the id of the card that explains it; None for none.
    """

    experiment: Callable[[], Experiment]
    edit: Callable[[ExperimentEdit], None]
    run: Callable[[str], None]
    card: Callable[[Widget | None], str | None]


@dataclass(frozen=True)
class AskFeature(Question[str]):
    """Asks for a feature of one's own; answers its formula, or "" for none.

    Attributes:
        text: The formula that there is.
        titles: What the coordinates of one's own points are called; None where that is no more than x₁ and x₂.
    """

    text: str = ""
    titles: tuple[str, str] | None = None
