"""The table of runs: what differs between them, how far each has come, and what can be done with one or two."""

import math
from collections.abc import Callable, Sequence
from typing import ClassVar

from rich.text import Text
from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.coordinate import Coordinate
from textual.events import Click
from textual.widgets import DataTable, Static

from nntui.dialogs.base import Dialog
from nntui.dialogs.questions import RunsAnswer, RunsPlace, ShowRuns
from nntui.drawing.cells import CHECKED, UNCHECKED
from nntui.drawing.sparkline import sparkline
from nntui.experiment.short_names import one_line
from nntui.experiment.shown_text import visible
from nntui.formats.run_rows import PINNED, PRESENT, RunColumn, RunRow, changes_text, columns_of, ordered
from nntui.language import _, pgettext
from nntui.widgets.border_words import set_subtitle, set_title

_NAME, _CURVE = "name", "curve"
_LONGEST_NAME, _LONGEST_VALUE = 18, 28
_LONGEST_DETAIL = 160
_CURVE_WIDTH = 12
_MARK_COLUMNS = 3
"""Columns at the left that mark a row when they are clicked."""
_SPACE = " "
_AROUND = 10
"""Rows of the border, the titles, the bar below the table and what stands below that, at the most."""
_UP, _DOWN = " ▲", " ▼"
_WIDEST = 130
_FRAME, _SCROLLBAR = 4, 2
_FIRST = ("epoch", "test_loss", "train_loss")
"""The columns beside the name; then what differs, and then the other results."""


class RunTable(DataTable[Text]):
    """The rows; Enter is the dialog's."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "screen.finish('open')", "Bring back", show=False),
        Binding("j", "cursor_down", "Down", show=False),
        Binding("k", "cursor_up", "Up", show=False),
        Binding("right,l", "screen.columns(1)", "Next columns", show=False),
        Binding("left,h", "screen.columns(-1)", "Columns before", show=False),
    ]

    def __init__(self, mark: Callable[[], None]) -> None:
        super().__init__(id="run-table", cursor_type="row", fixed_columns=1, cell_padding=0)
        self._mark = mark

    async def _on_click(self, event: Click) -> None:
        """A click on the box at the left marks the row."""
        event.prevent_default()
        await super()._on_click(event)
        if event.x < _MARK_COLUMNS and event.style.meta.get("row", -1) >= 0:
            self._mark()


class RunsScreen(Dialog[RunsAnswer]):
    """Shows runs as a table.

    Args:
        question: Which.
    """

    DEFAULT_CSS = """
    RunsScreen > #runs {
        width: 100%;
        max-width: 130;
    }

    #run-table {
        height: auto;
        max-height: 1fr;
        background: $surface;

        & > .datatable--fixed {
            background: $surface;
            color: $foreground;
        }
    }

    RunsScreen.-full > #runs {
        height: 100%;
    }

    RunsScreen.-full #run-table {
        height: 1fr;
    }

    #runs-detail, #runs-keys {
        width: 100%;
        height: auto;
        color: $text-muted;
        link-style: none;
        link-color: $text-muted;
        link-background: $surface;
    }
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("q", "cancel", "Close", show=False),
        # By the id of the action that opens it, whatever key the person has chosen for that.
        Binding("V,upper_v", "cancel", "Close", show=False, id="runs"),
        Binding("space", "mark", "Mark", show=False),
        Binding("c", "finish('compare')", "Side by side", show=False),
        Binding("p", "edit('pin')", "Pin", show=False),
        Binding("n", "finish('name')", "Name", show=False),
        Binding("x,delete,backspace", "edit('delete')", "Delete", show=False),
        Binding("u", "edit('undo')", "Undo the deletion", show=False),
        Binding("s", "sort(1)", "Sort by the next column", show=False),
        Binding("S,upper_s", "reverse", "Sort the other way", show=False),
        Binding("e", "finish('take')", "Take away", show=False),
        Binding("r", "finish('report')", "Report", show=False),
    ]

    def __init__(self, question: ShowRuns) -> None:
        super().__init__()
        self._question = question
        place = question.place
        self._rows = question.rows
        self._sorted_by, self._is_descending = place.sorted_by, place.is_descending
        self._marked = [key for key in place.marked if any(row.key == key for row in question.rows)]
        self._columns: tuple[RunColumn, ...] = ()
        self._shown: tuple[RunRow, ...] = ()
        self._window = range(0)
        self._longest_name = _LONGEST_NAME

    def compose(self) -> ComposeResult:
        """The table, a line about the row under the cursor, and the keys, which can be clicked."""
        with Vertical(id="runs", classes="box") as box:
            set_title(box, self._question.title)
            yield RunTable(self.action_mark)
            yield Static(id="runs-detail", markup=False)
            yield Static(Content.from_markup(self._keys()), id="runs-keys", markup=False)

    def on_mount(self) -> None:
        """The row is where it was."""
        self.app.clear_notifications()
        self._fill(self._question.place.key)
        self.query_one(RunTable).focus()

    def on_resize(self) -> None:
        """Of more rows than fit, those at the end are scrolled to, and what stands below them stays."""
        self._fit()
        self._fill(self._place.key)

    def _fit(self) -> None:
        self.set_class(self._has_more_rows, "-full")

    @property
    def _has_more_rows(self) -> bool:
        return len(self._rows) > self.app.size.height - _AROUND

    @property
    def _room(self) -> int:
        """Columns of the terminal that the table has."""
        return max(1, min(self.app.size.width, _WIDEST) - _FRAME - _SCROLLBAR * self._has_more_rows)

    @property
    def _row(self) -> RunRow | None:
        at = self.query_one(RunTable).cursor_row
        return self._shown[at] if 0 <= at < len(self._shown) else None

    @property
    def _place(self) -> RunsPlace:
        row = self._row
        return RunsPlace("" if row is None else row.key, self._sorted_by, self._is_descending, tuple(self._marked))

    def _fill(self, key: str, first: int | None = None) -> None:
        """Lists the rows, with the cursor on that of a key, and columns from one on: as many as stand there whole."""
        table = self.query_one(RunTable)
        columns = columns_of(self._rows, self._question.varied)
        first_ones = sorted((each for each in columns if each.name in _FIRST), key=lambda each: _FIRST.index(each.name))
        self._columns = (*first_ones, *(each for each in columns if each.name not in _FIRST))
        column = next((each for each in self._columns if each.name == self._sorted_by), None)
        self._shown = ordered(self._rows, column, self._is_descending)
        room = self._room
        cells = self._cells(_LONGEST_NAME, _LONGEST_VALUE)
        if sum(map(_width, cells.values())) > room:
            cells = self._cells(max(3, min(_LONGEST_NAME, room // 5 - _MARK_COLUMNS)), max(6, room // 4))
        name_width = _width(cells[_NAME])
        others = [each for each in cells if each != _NAME]
        widths = [_width(cells[each]) for each in others]
        self._window = whole_columns(widths, room - name_width, self._window.start if first is None else first)
        set_subtitle(self.query_one("#runs"), _("← → more columns") if len(self._window) < len(others) else "")
        names = [_NAME, *(others[at] for at in self._window)]
        table.clear(columns=True)
        # Textual measures columns later, and not those that were there before.
        for name in names:
            most = room if name == _NAME else max(1, room - name_width)
            table.add_column(cells[name][0], key=name, width=min(most, _width(cells[name])))
        for at, row in enumerate(self._shown, start=1):
            table.add_row(*(cells[name][at] for name in names), key=row.key)
        at = next((place for place, row in enumerate(self._shown) if row.key == key), 0)
        table.cursor_coordinate = Coordinate(at, 0)
        self._show_detail()

    def _cells(self, longest_name: int, longest_value: int) -> dict[str, list[Text]]:
        """All columns, each with its title and a cell for each row."""
        self._longest_name = longest_name
        cells = {_NAME: [Text(pgettext("column", "Run")), *map(self._name_of, self._shown)]}
        for each in self._columns:
            arrow = "" if each.name != self._sorted_by else _DOWN if self._is_descending else _UP
            texts = (each.title + arrow, *(_cut(each.text(row), longest_value) for row in self._shown))
            cells[each.name] = [_cell(text, each) for text in texts]
        if any(row.losses is not None for row in self._rows):
            losses = [row.losses for row in self._rows if row.losses is not None]
            top = max(filter(math.isfinite, (loss for each in losses for loss in each.test[:1].tolist())), default=0.0)
            curves = (
                "" if row.losses is None else sparkline(row.losses.test, _CURVE_WIDTH, top) for row in self._shown
            )
            cells[_CURVE] = [Text(_SPACE + text) for text in (pgettext("column", "Curve"), *curves)]
        return cells

    def _name_of(self, row: RunRow) -> Text:
        box = CHECKED if row.key in self._marked else UNCHECKED
        state = PRESENT if row.is_present else " "
        pin = PINNED if row.is_pinned else " "
        return Text(f"{box}{state}{pin}{_cut(row.title, self._longest_name)}", "bold" if row.is_present else "")

    @on(DataTable.RowHighlighted)
    def _show_detail(self) -> None:
        row, parts = self._row, []
        if row is not None:
            parts = [_("{run}: trained now").format(run=row.title) if row.is_present else row.title]
            parts += [changes_text(row), row.note]
        text = " · ".join(filter(None, parts))
        hint = self._question.hint
        line = _cut(text, _LONGEST_DETAIL) if len(self._rows) > 1 or not hint else hint
        self.query_one("#runs-detail", Static).update("\n".join(filter(None, (line, self._question.about))))

    def _keys(self) -> str:
        can_edit = self._question.edit is not None
        keys = [
            ("finish('open')", _("Enter brings back") if can_edit else _("Enter opens"), True),
            ("mark", _("space marks"), True),
            ("finish('compare')", _("c side by side"), True),
            ("edit('pin')", _("p pins"), can_edit),
            ("finish('name')", _("n names"), can_edit),
            ("edit('delete')", _("x deletes"), can_edit),
            ("edit('undo')", _("u undo"), can_edit),
            ("sort(1)", _("s S sort"), True),
            ("finish('take')", _("e table"), True),
            ("finish('report')", _("r lab report"), True),
            ("cancel", _("Escape closes"), True),
        ]
        shown = [f"[@click=screen.{action}]{text}[/]" for action, text, is_there in keys if is_there]
        half = len(shown) // 2
        return " · ".join(shown[:half]) + "\n" + " · ".join(shown[half:])

    # Acting

    def action_mark(self) -> None:
        """Marks the row under the cursor, or takes the mark away."""
        row = self._row
        if row is None:
            return
        if row.key in self._marked:
            self._marked.remove(row.key)
        else:
            self._marked.append(row.key)
        self.query_one(RunTable).update_cell(row.key, _NAME, self._name_of(row))

    def action_edit(self, what: str) -> None:
        """Pins or deletes the row under the cursor, or takes the last deletion back."""
        row, edit = self._row, self._question.edit
        if row is None or edit is None:
            return
        if what == "delete" and row.is_present:
            self.query_one("#runs-detail", Static).update(_("The run that is trained now cannot be deleted"))
            return
        at = self._shown.index(row)
        self._rows = edit(what, row.key)
        keys = {each.key for each in self._rows}
        self._marked = [key for key in self._marked if key in keys]
        # After a deletion the cursor stays at its line.
        near = next((each.key for each in (*self._shown[at:], *reversed(self._shown[:at])) if each.key in keys), "")
        self._fill(near)

    def action_finish(self, what: str) -> None:
        """Answers what is to be done."""
        if self._row is None or (what == "name" and self._question.edit is None):
            return
        if what == "compare" and len(self._marked) != 2:
            self._mark_two()
        if what == "compare" and len(self._marked) != 2:
            self.query_one("#runs-detail", Static).update(_("Mark two runs with space, then c shows them side by side"))
            return
        if what in ("open", "compare", "name", "take", "report"):
            self.answer(RunsAnswer(what, self._place))  # type: ignore[arg-type]

    def _mark_two(self) -> None:
        """Marks what can only be meant: beside one that is marked the one under the cursor."""
        row = self._row
        if row is not None and len(self._marked) == 1 and row.key not in self._marked:
            self.action_mark()

    def action_columns(self, by: int) -> None:
        """Shows the columns further to the right, or to the left."""
        self._fill(self._place.key, max(0, self._window.start + by))

    def action_sort(self, by: int) -> None:
        """Sorts by the next column; behind the last one the rows are in their own order."""
        names = ["", *(each.name for each in self._columns)]
        at = names.index(self._sorted_by) if self._sorted_by in names else 0
        self._sort_by(names[(at + by) % len(names)], is_descending=False)

    def action_reverse(self) -> None:
        """Sorts the other way."""
        self._sort_by(self._sorted_by, not self._is_descending)

    @on(DataTable.HeaderSelected)
    def _on_header(self, event: DataTable.HeaderSelected) -> None:
        """A click on a title sorts by that column, and a second one the other way."""
        name = event.column_key.value or ""
        name = "" if name in (_NAME, _CURVE) else name
        self._sort_by(name, name == self._sorted_by and not self._is_descending)

    def _sort_by(self, name: str, is_descending: bool) -> None:
        key = self._place.key
        self._sorted_by, self._is_descending = name, is_descending
        self._fill(key)
        at = next((at for at, each in enumerate(self._columns) if each.name == name), None)
        if at is not None and at not in self._window:
            self._fill(key, at)


def whole_columns(widths: Sequence[int], room: int, first: int) -> range:
    """The columns that stand in a room whole, one at the least.

    Args:
        widths: Of all columns.
        room: What they have together.
        first: The first one to show; one further left where there is room for more than those from it on.
    """
    last, taken = len(widths), 0
    while last and taken + widths[last - 1] <= room:
        last -= 1
        taken += widths[last]
    first = max(0, min(first, last, len(widths) - 1))
    end, taken = first, 0
    while end < len(widths) and (end == first or taken + widths[end] <= room):
        taken += widths[end]
        end += 1
    return range(first, end)


def _width(cells: Sequence[Text]) -> int:
    return max(cell.cell_len for cell in cells)


def _cell(text: str, column: RunColumn) -> Text:
    """A text of a column, a blank from what is at its left."""
    return Text(_SPACE + text, justify="right" if column.is_number else "left")


def _cut(text: str, most: int) -> str:
    text = one_line(visible(text, 4 * most))
    return text if len(text) <= most else text[: most - 1].rstrip() + "…"
