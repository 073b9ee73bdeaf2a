"""The first rows of a table, with the columns that are x, y and the label: chosen by arrows or by a click."""

from typing import ClassVar

from rich.cells import cell_len, set_cell_size
from rich.style import Style
from rich.text import Text
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.events import Click
from textual.widget import Widget
from textual.widgets import Label

from nntui.dialogs.base import Dialog
from nntui.dialogs.questions import ChooseColumns
from nntui.drawing.class_names import printable_line
from nntui.formats.tables.layout import TableView
from nntui.language import N_, _
from nntui.widgets.border_words import set_subtitle, set_title

ROLES = ("x", "y", N_("label"))
_WIDEST = (16, 12, 10, 8)
_GAP = 2
_MORE = "…"


def moved(indices: tuple[int, int, int], role: int, place: int) -> tuple[int, int, int]:
    """The columns with one of them elsewhere; the one that was there changes places with it.

    Args:
        indices: The places of x, y and the label.
        role: Which of them moves, from 0.
        place: Where to.
    """
    before = indices[role]
    others = [before if at == place else at for at in indices]
    others[role] = place
    x, y, label = others
    return x, y, label


def next_place(indices: tuple[int, int, int], role: int, direction: int, count: int) -> int:
    """The column to which one of the three moves: the next that is none of the others, or, of three, the next.

    Args:
        indices: The places of x, y and the label.
        role: Which of them moves, from 0.
        direction: −1 or +1.
        count: How many columns there are.
    """
    place = (indices[role] + direction) % count
    while count > len(ROLES) and place in indices:
        place = (place + direction) % count
    return place


class ColumnWindow:
    """Which columns of a table fit a width, so that one of them is seen.

    Args:
        view: The table.
        width: Columns of the terminal.
        wanted: The place of the column that must be seen.
    """

    def __init__(self, view: TableView, width: int, wanted: int) -> None:
        needed = [
            max(len(_(ROLES[2])), *(cell_len(cell) for cell in (view.titles[at], *cells)))
            for at, cells in enumerate(zip(*view.rows, strict=True) if view.rows else [()] * len(view.titles))
        ]
        for widest in _WIDEST:  # narrower, if all of them fit then
            self.widths = [min(widest, each) for each in needed]
            if sum(self.widths) + _GAP * len(needed) <= width - 2 * len(_MORE):
                break
        else:
            self.widths = [min(_WIDEST[0], each) for each in needed]
        room = width - len(_MORE) - 1
        self.first = wanted
        taken = self.widths[wanted]
        # To the left first, so that as much as possible is as it stands in the file.
        while self.first > 0 and taken + _GAP + self.widths[self.first - 1] <= room:
            self.first -= 1
            taken += _GAP + self.widths[self.first]
        self.end = wanted + 1
        while self.end < len(self.widths) and taken + _GAP + self.widths[self.end] <= room:
            taken += _GAP + self.widths[self.end]
            self.end += 1

    @property
    def places(self) -> range:
        """The columns that are seen."""
        return range(self.first, self.end)

    def place_at(self, x: int) -> int | None:
        """The column at a place on the line; None where there is none."""
        start = len(_MORE) + 1
        for place in self.places:
            if start <= x < start + self.widths[place] + _GAP:
                return place
            start += self.widths[place] + _GAP
        return None

    def line(self, texts: list[str], styles: dict[int, Style], rest: Style) -> Text:
        """A text for each column of the table as a line of the part that is seen."""
        line = Text((_MORE if self.first else " ") + " ", style=rest, no_wrap=True)
        for place in self.places:
            text = printable_line(texts[place])
            width = self.widths[place]
            shown = text if cell_len(text) <= width else set_cell_size(text, width - 1) + _MORE
            line.append(set_cell_size(shown, width), styles.get(place, rest))
            line.append(" " * _GAP)
        if self.end < len(texts):
            line.append(_MORE)
        return line


class ColumnTable(Widget, can_focus=True):
    """A table in which one of x, y and the label moves from column to column.

    Args:
        view: The table, with the columns that are chosen at first.
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("left,h", "move(-1)", N_("Column before"), show=False),
        Binding("right,l", "move(1)", N_("Next column"), show=False),
        Binding("up,k", "role(-1)", N_("x, y or label"), show=False),
        Binding("down,j,tab", "role(1)", N_("x, y or label"), show=False),
    ]
    COMPONENT_CLASSES: ClassVar[set[str]] = {"column-chosen", "column-moving", "column-other"}

    DEFAULT_CSS = """
    ColumnTable {
        width: 100%;
        height: auto;

        & > .column-chosen {
            color: $text-accent;
            text-style: bold;
        }

        & > .column-moving {
            color: $background;
            background: $primary;
            text-style: bold;
        }

        & > .column-other {
            color: $text-muted;
        }
    }
    """

    def __init__(self, view: TableView) -> None:
        super().__init__(id="column-table")
        self._view = view
        self._role = 0
        self.indices = view.indices

    @property
    def _window(self) -> ColumnWindow:
        return ColumnWindow(self._view, self.content_size.width or 72, self.indices[self._role])

    def render(self) -> Text:
        """The three columns by name, then the table, the chosen columns in colour and marked below their titles."""
        chosen, moving, other = (
            self.get_component_rich_style(f"column-{name}") for name in ("chosen", "moving", "other")
        )
        lines = [Text(no_wrap=True) for _role in ROLES]
        width = max(len(_(name)) for name in ROLES) + _GAP
        for role, (line, name) in enumerate(zip(lines, ROLES, strict=True)):
            title = printable_line(self._view.titles[self.indices[role]])
            is_moving = role == self._role
            shown = f"‹ {title} ›" if is_moving else f"  {title}  "
            line.append(_(name).ljust(width)).append(shown, moving if is_moving else chosen)
        styles = {place: moving if role == self._role else chosen for role, place in enumerate(self.indices)}
        window, count = self._window, len(self._view.titles)
        marks = [""] * count
        for role, place in enumerate(self.indices):
            marks[place] = _(ROLES[role])
        lines += [Text(""), window.line(list(self._view.titles), styles, other), window.line(marks, styles, other)]
        plain = dict.fromkeys(self.indices, chosen)
        lines += [window.line(list(row), plain, other) for row in self._view.rows[: self._rows]]
        return Text("\n", no_wrap=True).join(lines)

    @property
    def _rows(self) -> int:
        """As many rows as the screen has room for."""
        return max(1, self.screen.size.height - 14)

    def action_move(self, direction: int) -> None:
        """Moves x, y or the label to the next free column, from the last on to the first."""
        self._put(next_place(self.indices, self._role, direction, len(self._view.titles)))

    def _put(self, place: int) -> None:
        self.indices = moved(self.indices, self._role, place)
        self.refresh()

    def action_role(self, direction: int) -> None:
        """Goes to another of the three."""
        self._role = (self._role + direction) % len(ROLES)
        self.refresh()

    def on_click(self, event: Click) -> None:
        """A click on one of the three goes to it; one on a column moves it there."""
        if event.y < len(ROLES):
            self._role = event.y
            self.refresh()
            return
        place = self._window.place_at(event.x)
        if event.y > len(ROLES) and place is not None:
            self._put(place)


class ColumnsScreen(Dialog[tuple[int, int, int]]):
    """Asks for three columns of a table; answers their places, or None.

    Args:
        question: The table.
    """

    DEFAULT_CSS = """
    #columns Label {
        width: 100%;
        margin-bottom: 1;
    }
    """

    BINDINGS: ClassVar[list[BindingType]] = [Binding("enter", "submit", N_("Open"), show=False)]

    def __init__(self, question: ChooseColumns) -> None:
        super().__init__()
        self._question = question

    def compose(self) -> ComposeResult:
        """The reason, and the table."""
        with Vertical(id="columns", classes="box") as box:
            set_title(box, _("Columns of {name}").format(name=self._question.name))
            set_subtitle(box, _("↑ ↓ x, y or label, ← → its column, Enter opens, Escape goes back"))
            if self._question.text:
                yield Label(self._question.text, markup=False)
            yield ColumnTable(self._question.view)

    def on_mount(self) -> None:
        """The table takes the keys."""
        self.query_one(ColumnTable).focus()

    def action_submit(self) -> None:
        """Answers the columns as they are marked."""
        self.answer(self.query_one(ColumnTable).indices)
