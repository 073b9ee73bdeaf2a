"""What can be asked and shown in a dialog: data, without a widget, so that who asks needs no screen."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Generic, Literal, TypeVar

from nntui.dialogs.steps import Steps
from nntui.experiment.user_points import UserPoints
from nntui.language import N_, translated
from nntui.session.stopping import Goal
from nntui.training.neuron_sum import NeuronSum

if TYPE_CHECKING:
    from nntui.formats.run_rows import RunRow
    from nntui.formats.tables.layout import TableView
    from nntui.training.iteration_walk import IterationWalk

Answer = TypeVar("Answer")


class Question(Generic[Answer]):
    """Something to ask or to show. The dialog that does it is found in `dialogs.table`.

    It is answered once: with None when the dialog is left, and always with None where there is only something to read.
    """


@dataclass(frozen=True)
class Offer:
    """One of the things to choose from.

    Attributes:
        answer: What the dialog answers.
        label: Its name, in English and marked by `N_`, as `help`; of a name that needs no translation the name.
        help: A line more.
    """

    answer: str
    label: str = translated()
    help: str = translated()


@dataclass(frozen=True)
class ChooseOne(Question[str]):
    """A list to choose one thing from; answers that of the offer.

    Attributes:
        title: Over the list.
        offers: What there is.
        text: A line over the list; none when "".
        way_out: What Escape does, in a word in English, marked by `N_`.
        here: The answer of what is in use, which is marked; None where nothing is.
    """

    title: str
    offers: tuple[Offer, ...]
    text: str = ""
    way_out: str = translated(N_("leaves"))
    here: str | None = None


class WithColumns(str):
    """The path of a table whose columns are to be chosen, however certain they are."""

    __slots__ = ()


class WithExtra(str):
    """The path of a file that is to be written with what was offered besides."""

    __slots__ = ()


@dataclass(frozen=True)
class AskPath(Question[str]):
    """Asks for a path; answers it in full, or another text that is allowed.

    Attributes:
        title: Over the line.
        hint: Below it, in a line.
        folder: Where relative paths start.
        text: In the line at first.
        suffixes: Ends of the names of files that are listed; all when there are none.
        to_save: Whether a file is to be written; if not, there must be one. A name without an end gets the first of
            `suffixes`.
        others: What can be chosen besides a file, as listed and as answered.
        is_other: Whether a text is no path but may be answered all the same, as a link.
        joined: Makes one line of a text of several that is pasted.
        has_columns: Whether it may be answered `WithColumns` as well.
        extra: What may be written besides, in a line that a key ticks; then it is answered `WithExtra`. "" for nothing.
        is_download: Whether only the name of a file is asked for, which a browser will save: no folder is looked into.
    """

    title: str
    hint: str
    folder: Path
    text: str = ""
    suffixes: tuple[str, ...] = ()
    to_save: bool = False
    others: tuple[tuple[str, str], ...] = ()
    is_other: Callable[[str], bool] = lambda _: False
    joined: Callable[[str], str] = lambda text: "".join(text.splitlines())
    has_columns: bool = False
    extra: str = ""
    is_download: bool = False


@dataclass(frozen=True)
class ChooseColumns(Question[tuple[int, int, int]]):
    """Shows a table and asks which of its columns are x, y and the label; answers their places, from 0.

    Attributes:
        name: What the table is called.
        view: The table, with the columns that are chosen at first.
        text: Why it is asked, in a sentence; "" for nothing to say.
    """

    name: str
    view: "TableView"
    text: str = ""


@dataclass(frozen=True)
class ChooseDataset(Question[str]):
    """Shows data sets by their pictures; answers the name of the one that is chosen.

    Attributes:
        setting: The field of `Experiment` that names it.
        names: Of the data sets.
        used: The one that is in use.
        own: One's own points, for their picture.
    """

    setting: str
    names: tuple[str, ...]
    used: str
    own: UserPoints


@dataclass(frozen=True)
class Wait(Question[Any]):
    """Does something in a thread, says so where it takes long, and answers what it gives.

    Attributes:
        text: What is done.
        work: Does it; it may not raise.
        steps: What it reports to, if it does: how far it is stands behind the text, and it ends when it is left.
    """

    text: str
    work: Callable[[], Any]
    steps: Steps | None = None


@dataclass(frozen=True)
class AskGoal(Question[Goal]):
    """Asks how far to train.

    Attributes:
        last: The goal before, to be taken again; None if there was none.
    """

    last: Goal | None = None


@dataclass(frozen=True)
class Jump(Question[object]):
    """Lays a letter over each control; answers the control of the letter that is pressed.

    Attributes:
        targets: The controls, in reading order.
    """

    targets: tuple[object, ...]


@dataclass(frozen=True)
class LessonEntry:
    """A lesson in the list of lessons.

    Attributes:
        answer: What the dialog answers when it is chosen.
        title: With its number.
        minutes: How long it is meant to take.
        marks: Of each of its tasks, whether it is passed.
        is_on: Whether it is the one that is under way.
        remark: What else there is to say, as one's own record; "" for nothing.
    """

    answer: str
    title: str
    minutes: int
    marks: tuple[bool, ...]
    is_on: bool = False
    remark: str = ""


@dataclass(frozen=True)
class ChooseLesson(Question[str]):
    """The list of lessons; answers that of the one that is to begin.

    Attributes:
        entries: Ours, then the teacher's.
        complaints: What is wrong with files of lessons that cannot be used, a sentence each.
    """

    entries: tuple[LessonEntry, ...]
    complaints: tuple[str, ...] = ()


@dataclass(frozen=True)
class ShowOpening(Question[None]):
    """The card with which a lesson begins.

    Attributes:
        title: Of the lesson.
        text: What it is about; blank lines between paragraphs.
        below: A line more, below the text; "" for none.
    """

    title: str
    text: str
    below: str = ""


@dataclass(frozen=True)
class ShowHelp(Question[None]):
    """Explains a control and lists the keys.

    Attributes:
        focused: The control that has the focus; None if there is none.
    """

    focused: object | None


@dataclass(frozen=True)
class SearchCards(Question[str]):
    """Asks for a card; answers its id.

    Attributes:
        query: What is typed already.
    """

    query: str = ""


@dataclass(frozen=True)
class ShowLink(Question[None]):
    """Shows a link in full.

    Attributes:
        link: The link.
        notes: What it cannot say, a sentence each without its full stop.
    """

    link: str
    notes: tuple[str, ...]


@dataclass(frozen=True)
class Control:
    """A control that a link can hide.

    Attributes:
        name: The link's name for it.
        label: On the screen.
        option: On the command line.
    """

    name: str
    label: str
    option: str


@dataclass(frozen=True)
class ChooseHidden(Question[tuple[str, ...]]):
    """Asks which controls a link is to hide; answers the link's names of them.

    Attributes:
        controls: What can be hidden.
        hidden: What is hidden at first.
        link: The link that hides some controls, to be shown meanwhile.
    """

    controls: tuple[Control, ...]
    hidden: frozenset[str]
    link: Callable[[tuple[str, ...]], str]


@dataclass(frozen=True)
class ShowNotes(Question[None]):
    """Lines to read.

    Attributes:
        title: What they are about.
        notes: A sentence each.
    """

    title: str
    notes: tuple[str, ...]


@dataclass(frozen=True)
class IterationPlace:
    """What is looked at in an iteration.

    Attributes:
        node: The neuron: its layer, from 1, and its index.
        point: The point of the batch, from 0.
        section: Forward, error, backward or update, from 1.
    """

    node: tuple[int, int]
    point: int = 0
    section: int = 1


@dataclass(frozen=True)
class WalkEpoch(Question[IterationPlace]):
    """Walks through an epoch by its numbers; answers where it was when the epoch is to be trained.

    Attributes:
        walk: Where it begins. The dialog goes on with it.
        place: What is looked at at first.
    """

    walk: "IterationWalk"
    place: IterationPlace


@dataclass(frozen=True)
class ShowWords(Question[str]):
    """The state in sentences; answers them when they are to be copied.

    Attributes:
        text: A paragraph a line.
    """

    text: str


@dataclass(frozen=True)
class ShowSum(Question[None]):
    """Every term of a neuron's sum.

    Attributes:
        reading: The sum.
        epoch: When it was read.
    """

    reading: NeuronSum
    epoch: int


@dataclass(frozen=True)
class AskText(Question[str]):
    """Asks for a line of text; answers it without blanks around it, perhaps "".

    Attributes:
        title: Over the line.
        hint: Below it.
        text: In the line at first.
        longest: Characters that it may have.
    """

    title: str
    hint: str
    text: str = ""
    longest: int = 40


@dataclass(frozen=True)
class RunsPlace:
    """What is looked at in the table of runs.

    Attributes:
        key: Of the row under the cursor; "" for the first.
        sorted_by: The name of a column; "" for the order of the rows.
        is_descending: Whether the largest stands first.
        marked: Keys of the rows that are marked, in the order in which they were.
    """

    key: str = ""
    sorted_by: str = ""
    is_descending: bool = False
    marked: tuple[str, ...] = ()


@dataclass(frozen=True)
class RunsAnswer:
    """What is to be done.

    Attributes:
        what: Open or name the run under the cursor, compare the two marked ones, take them away or report on them.
        place: What was looked at.
    """

    what: Literal["open", "compare", "name", "take", "report"]
    place: RunsPlace


@dataclass(frozen=True)
class ShowRuns(Question[RunsAnswer]):
    """A table of runs.

    Attributes:
        title: Over it.
        rows: The runs.
        place: What is looked at at first.
        edit: Does "pin", "delete" or "undo" to the row of a key, and gives the rows then; None where none can change.
        hint: A sentence below it where there is nothing to compare yet.
        varied: Settings that are columns first, even where the rows agree in them.
        about: What stands below it in any case.
    """

    title: str
    rows: "tuple[RunRow, ...]"
    place: RunsPlace = RunsPlace()
    edit: "Callable[[str, str], tuple[RunRow, ...]] | None" = None
    hint: str = ""
    varied: tuple[str, ...] = ()
    about: str = ""


@dataclass(frozen=True)
class CompareRuns(Question[None]):
    """Two runs side by side.

    Attributes:
        left: The one.
        right: The other.
    """

    left: "RunRow"
    right: "RunRow"
