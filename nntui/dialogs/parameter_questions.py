"""What is asked of the rarer settings, as data."""

from collections.abc import Callable
from dataclasses import dataclass

from textual.widget import Widget

from nntui.dialogs.questions import Question
from nntui.experiment.experiment import Experiment
from nntui.widgets.messages import ExperimentEdit, ListWanted


@dataclass(frozen=True)
class CardWanted:
    """A control of the sheet is to be explained.

    Attributes:
        card: The id of its card.
        control: The id of its widget.
    """

    card: str
    control: str


@dataclass(frozen=True, eq=False)
class MoreParameters(Question[CardWanted]):
    """The sheet of the rarer settings. A change acts at once. Answers the card that is to be opened.

    Attributes:
        experiment: The settings as they are now.
        edit: Applies a change.
        run: Runs a command of the playground, by the id of its action.
        card: From a control of the sheet to the id of the card that explains it; None for none.
        choose: Asks for one of many names.
        hidden: The settings whose controls the link hides now.
        control: The id of the widget that has the focus at first; "" for the first one.
    """

    experiment: Callable[[], Experiment]
    edit: Callable[[ExperimentEdit], None]
    run: Callable[[str], None]
    card: Callable[[Widget | None], str | None]
    choose: Callable[[ListWanted], None]
    hidden: Callable[[], frozenset[str]]
    control: str = ""


@dataclass(frozen=True)
class AskFeature(Question[str]):
    """Asks for a feature of one's own; answers its formula, or "" for none.

    Attributes:
        text: The formula that there is.
        titles: What the coordinates of one's own points are called; None where that is no more than x₁ and x₂.
    """

    text: str = ""
    titles: tuple[str, str] | None = None
