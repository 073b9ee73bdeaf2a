"""The list of lessons: ours, the teacher's, and what is wrong with files that cannot be used."""

from typing import ClassVar

from rich.text import Text
from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.widgets import Label, OptionList
from textual.widgets.option_list import Option

from nntui.dialogs.base import Choices, Dialog
from nntui.dialogs.questions import ChooseLesson, LessonEntry
from nntui.drawing.lesson_strip import HERE, OPEN, PASSED
from nntui.language import _
from nntui.widgets.border_words import set_subtitle, set_title

_WIDTH = 72
"""Columns within the box at 80 columns."""
_MOST_MARKS = 8
"""Marks that are shown one by one; of more tasks they are counted."""


class LessonsScreen(Dialog[str]):
    """Offers the lessons; answers the id of the one that is to begin, or None.

    Args:
        question: Which there are.
    """

    DEFAULT_CSS = """
    #lessons .complaint {
        width: 100%;
        color: $text-error;
    }

    #lessons .legend {
        width: 100%;
        color: $text-muted;
    }

    #lessons OptionList {
        max-height: 16;
    }
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("j", "move('cursor_down')", "Down", show=False),
        Binding("k", "move('cursor_up')", "Up", show=False),
        # By the same id as the action, so that the key that opens it closes it.
        Binding("m", "cancel", "Close", show=False, id="lessons"),
    ]

    def __init__(self, question: ChooseLesson) -> None:
        super().__init__()
        self.question = question

    def compose(self) -> ComposeResult:
        """The list, and below it what is wrong."""
        entries = self.question.entries
        with Vertical(id="lessons", classes="box") as box:
            set_title(box, _("Lessons"))
            set_subtitle(box, _("↑ ↓ choose, Enter begins, Escape leaves"))
            yield Choices(*(Option(line_of(entry), id=str(at)) for at, entry in enumerate(entries)))
            yield Label(legend(), classes="legend", markup=False)
            for complaint in self.question.complaints:
                yield Label(complaint, classes="complaint", markup=False)

    def on_mount(self) -> None:
        """The one that is under way is ready to be taken, else the first that is not passed yet."""
        entries = self.question.entries
        here = next((at for at, entry in enumerate(entries) if entry.is_on), None)
        unpassed = (at for at, entry in enumerate(entries) if not all(entry.marks))
        self.query_one(OptionList).focus()
        self.query_one(OptionList).highlighted = next(unpassed, 0) if here is None else here

    async def action_move(self, action: str) -> None:
        """Moves in the list."""
        await self.query_one(OptionList).run_action(action)

    @on(OptionList.OptionSelected)
    def _choose(self, event: OptionList.OptionSelected) -> None:
        self.answer(self.question.entries[int(event.option.id or 0)].answer)


def legend() -> str:
    """What the marks mean, in words."""
    marks = (PASSED, _("passed")), (OPEN, _("open")), (HERE, _("here"))
    return "   ".join(f"{mark} {word}" for mark, word in marks)


def line_of(entry: LessonEntry) -> Text:
    """One line of the list: the title at the left; how long, what is passed and what there is to say at the right."""
    count = _("{number} of {count}").format(number=sum(entry.marks), count=len(entry.marks))
    few = "".join(PASSED if is_passed else OPEN for is_passed in entry.marks) if len(entry.marks) <= _MOST_MARKS else ""
    here = HERE if entry.is_on else " "
    minutes = _("{minutes} min").format(minutes=entry.minutes)
    right = f"{minutes:>7}  {few:<{_MOST_MARKS}} {count:<8}"
    room = _WIDTH - len(right) - 1
    left = Text(f"{here} {entry.title}")
    left.truncate(room, overflow="ellipsis", pad=True)
    line = Text.assemble(left, " ", (right, "dim"))
    if entry.remark:
        line.append("\n" + " " * 5)
        line.append(entry.remark, "dim")
    return line
