"""A setting on one line: its name and its value between two arrows."""

from collections.abc import Collection
from typing import Any, ClassVar

from rich.cells import cell_len, set_cell_size
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.events import Click, DescendantBlur, Key, MouseScrollDown, MouseScrollUp
from textual.reactive import reactive
from textual.widgets import Input

from nntui.drawing.cells import BOLD, Cells, by_columns
from nntui.experiment.setting import Choice, Setting, SettingError
from nntui.language import N_, Wording, _, worded
from nntui.widgets.cell_widget import CellWidget
from nntui.widgets.messages import ExperimentEdit, Explained, ListWanted, SettingChosen, SettingStepped

_ARROWS = 2
_FIELD_WIDTH = 7
_LEAST_OF_NAME = 5
"""Columns of a name that is cut, so that it can still be told."""


class Stepper(CellWidget, can_focus=True):
    """Shows a setting and changes it in place: left and right step through its values, Enter or a digit types one.

    Of names Enter asks for the list.

    Args:
        setting: What is changed.
        value: Its value at first.
        label: Its name on the line, as a wording; the setting's own when left out.
        typed: Whether left and right do nothing and it can only be typed.
        usual: Values that say how wide it gets in a narrow terminal: beside a longer value its name is cut.

    Attributes:
        help: What it does, in a line.
        allowed: What is allowed now, in words.
        note: Shown behind the value, as what it has become by now; "" for nothing.
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("left", "step(-1)", N_("Less"), show=False),
        Binding("right", "step(1)", N_("More"), show=False),
        Binding("enter", "edit", N_("Type a value"), show=False),
    ]

    DEFAULT_CSS = """
    Stepper {
        width: auto;
        height: 1;
        & Input {
            dock: right;
            width: 12;
            height: 1;
            border: none;
            padding: 0;
        }
    }
    """

    value: reactive[Any] = reactive(None, repaint=False)
    note: reactive[str] = reactive("", repaint=False)

    def __init__(
        self,
        setting: Setting,
        value: Any,
        *,
        label: Wording | None = None,
        typed: bool = False,
        usual: Collection[Any] = (),
        id: str | None = None,
    ) -> None:
        super().__init__(id=id or setting.name.replace("_", "-"))
        self.setting = setting
        self._label = label
        self.typed = typed
        self._usual = usual
        self._tooltip_text = ""
        self.set_reactive(Stepper.value, value)
        self._explain_setting()

    @property
    def label(self) -> str:
        """Its name on the line."""
        return self.setting.label if self._label is None else worded(self._label)

    def explain(self, help_: str, allowed: str, allowed_in_short: str = "") -> None:
        """Says what the setting does and what is allowed, as the other settings are now.

        Args:
            help_: In a line.
            allowed: In words that fit after "allowed is".
            allowed_in_short: The same where there is little room; as `allowed` when left out.
        """
        self.help, self.allowed, self._allowed_in_short = help_, allowed, allowed_in_short or allowed
        text = _("{setting}: {help}. Allowed is {allowed}.")
        text = text.format(setting=self.setting.label, help=help_, allowed=allowed)
        if text != self._tooltip_text:  # for the same one the screen would look for its tooltip's place again
            self._tooltip_text = text
            self.tooltip = Content(text)

    def _explain_setting(self) -> None:
        setting = self.setting
        self.explain(setting.help, setting.allowed, setting.allowed_in_short)

    def retranslate(self) -> None:
        """Shows its texts in the language that is in use now."""
        self._explain_setting()
        super().retranslate()

    def update_from(self, setting: Setting, value: Any) -> None:
        """Shows another value, perhaps of another setting in the same place."""
        if setting is not self.setting:
            self.setting = setting
            self._explain_setting()
            self.set_reactive(Stepper.value, value)
            self.refresh(layout=True)
            self.repaint()
        self.value = value

    def watch_value(self, before: Any, value: Any) -> None:
        """A layout of the screen costs 20 ms, so it is asked for only where the line becomes longer or shorter."""
        width = self.styles.width
        if width is not None and width.is_auto and self._columns_of(before) != self._columns_of(value):
            self.refresh(layout=True)
        self.repaint()  # in any case: where the width has a limit, another layout may leave it as it is

    def watch_mouse_hover(self) -> None:
        """The mouse marks the arrows."""
        self.repaint()

    def watch_note(self, before: str, note: str) -> None:
        """As for a value."""
        if len(before) != len(note):
            self.refresh(layout=True)
        self.repaint()

    @property
    def _shown(self) -> str:
        return self.setting.display(self.value) + self.note

    def _columns_of(self, value: Any) -> int:
        return cell_len(self.setting.display(value) + self.note)

    @property
    def _arrows(self) -> tuple[str, str]:
        """What stands around the value; nothing where a value that is typed fits beside its name only without."""
        if not self.typed:
            return "‹", "›"
        bare = len(self.label) + 1 + self._columns_of(self.value)
        return ("", "") if bare <= self.content_size.width < bare + _ARROWS else ("[", "]")

    @property
    def columns(self) -> int:
        """How many it takes with its name and its value; with the longest usual one at most where there is no room."""
        of_value = self._columns_of(self.value)
        if self._usual and self.screen.has_class("-narrow"):
            of_value = min(of_value, max(map(self._columns_of, self._usual)))
        return len(self.label) + bool(self.label) + _ARROWS + of_value

    def get_content_width(self, container: object, viewport: object) -> int:
        """As wide as the name and the value."""
        return self.columns

    def draw(self, cells: Cells) -> None:
        """Draws the line: the name at the left, the value at the right."""
        shown, all_room = self._shown, cells.width - len("".join(self._arrows))
        name = self._name_beside(shown, all_room)
        room = all_room - len(name)
        if name and cell_len(shown) > room - 1:
            shown = set_cell_size(shown, max(0, room - 2)).rstrip() + "…"
        gap = max(0, room - cell_len(shown))
        before = 0 if name else gap // 2
        shown = " " * before + shown + " " * (0 if name else gap - before)
        self._draw_parts(cells, name, len(name) + (gap if name else 0), shown)

    def _name_beside(self, shown: str, room: int) -> str:
        """The name; cut where the value is whole beside it then, for it is the value that changes."""
        left = room - cell_len(shown) - 1
        if not _LEAST_OF_NAME <= left < len(self.label):
            return self.label
        return set_cell_size(self.label, left - 1).rstrip() + "…"

    def _draw_parts(self, cells: Cells, name: str, at: int, shown: str) -> None:
        """Draws the name, and from a column on the arrows with the value between them."""
        ground = self.behind
        muted, ink, primary = (self.theme_color(name, ground) for name in ("text-muted", "foreground", "primary"))
        arrow, bold = (primary if self.has_focus or self.mouse_hover else muted), BOLD if self.has_focus else 0
        cells.put(0, 0, name, ink if self.has_focus else muted)
        left, right = self._arrows
        cells.put(at, 0, left, arrow, attributes=bold)
        at += len(left)
        value, behind = (self.theme_color("background", primary), primary) if self.has_focus else (ink, None)
        cells.put(at, 0, by_columns(shown), value, behind, BOLD)
        cells.put(at + cell_len(shown), 0, right, arrow, attributes=bold)

    def edit_by(self, direction: int) -> ExperimentEdit:
        """What is asked for by a step."""
        return SettingStepped(self.setting.name, direction)

    def edit_to(self, value: Any) -> ExperimentEdit:
        """What is asked for by a value that was typed."""
        return SettingChosen(self.setting.name, value)

    def action_step(self, direction: int) -> None:
        """The next value."""
        if not self.typed:
            self.post_message(self.edit_by(direction))

    def on_key(self, event: Key) -> None:
        """A character that begins a number begins to type it here, whatever key it is elsewhere."""
        character = event.character or ""
        if self.has_focus and character and self.setting.begins(character):
            event.stop()
            event.prevent_default()
            self._open(character)

    @property
    def takes_digits(self) -> bool:
        """Whether a digit begins a value."""
        return self.setting.begins("1")

    def action_edit(self) -> None:
        """Opens the line for typing; of names the list of them."""
        if isinstance(self.setting, Choice):
            self.post_message(ListWanted(self.setting, self.value, self.edit_to))
        else:
            self._open("")

    def _open(self, typed: str) -> None:
        """Opens a field with what is typed already; "" for the value as it is, to be typed over."""
        if any(not field.is_done for field in self.query(_Field)):
            return
        field = _Field(typed or self.setting.format(self.value), compact=True, select_on_focus=not typed)
        beside_label = self.content_size.width - len(self.label) - 1 if self.label else self.content_size.width
        field.styles.width = max(_FIELD_WIDTH, beside_label)
        # The line grows rather than that the field covers the name.
        self.styles.min_width = len(self.label) + 1 + _FIELD_WIDTH
        self.mount(field)
        self.screen.set_focus(field)  # at once, so that the next key is typed into it
        self.post_message(Explained(f"{self.label or self.setting.label}: {self._allowed_in_short}"))

    def on_click(self, event: Click) -> None:
        """A click on an arrow steps; on the value it opens a number for typing, and steps through names."""
        shown = self._shown
        width = self.content_size.width
        right_at = width - 1
        left_at = width - cell_len(shown) - _ARROWS if self.label else 0
        if not self.typed and event.x == right_at:
            self.action_step(1)
        elif not self.typed and event.x == left_at:
            self.action_step(-1)
        elif event.x > left_at and isinstance(self.setting, Choice):
            self.action_step(1)
        elif event.x > left_at:
            self.action_edit()

    def on_mouse_scroll_up(self, event: MouseScrollUp) -> None:
        """The wheel steps too."""
        event.stop()
        self.action_step(1)

    def on_mouse_scroll_down(self, event: MouseScrollDown) -> None:
        """The wheel steps too."""
        event.stop()
        self.action_step(-1)

    def take(self, field: "_Field") -> None:
        """Takes what is typed, if it is allowed."""
        if self._accept(field.value):
            self.close(field)

    def close(self, field: "_Field") -> None:
        """Leaves the field; what is typed there counts no more."""
        field.is_done = True
        self.screen.set_focus(self)

    def _accept(self, text: str) -> bool:
        """Asks for the value that was typed, or says what is allowed."""
        try:
            value = self.setting.parse(text)
        except SettingError:
            refusal = SettingError(self.setting.label, text, self.allowed)
            self.app.notify(str(refusal), severity="error", timeout=6, markup=False)
            return False
        if value != self.value:
            self.post_message(self.edit_to(value))
        return True

    def on_descendant_blur(self, event: DescendantBlur) -> None:
        """Leaving the field takes what was typed; after Enter or Escape there is nothing to take any more."""
        for field in self.query(_Field):
            if not field.is_done and field.value != self.setting.format(self.value):
                self._accept(field.value)
            field.remove()
        self.styles.min_width = None
        self.post_message(Explained(""))


class _Field(Input):
    """The field in which a value is typed. Its keys act at once, so that one behind them goes where it should."""

    is_done = False

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "take", N_("Take"), key_display="enter"),
        Binding("escape", "cancel", N_("As it was"), key_display="esc"),
    ]

    def action_take(self) -> None:
        """Takes what is typed."""
        if isinstance(self.parent, Stepper):
            self.parent.take(self)

    def action_cancel(self) -> None:
        """Leaves the value as it was."""
        if isinstance(self.parent, Stepper):
            self.parent.close(self)
