"""A line in which a weight or a bias is edited while its effect is seen."""

from typing import ClassVar

from textual.binding import Binding, BindingType
from textual.events import Blur
from textual.message import Message
from textual.widget import Widget
from textual.widgets import Input

from nntui.drawing.numbers import show_number, with_hyphen
from nntui.experiment.experiment import PARAMETER
from nntui.experiment.setting import SettingError
from nntui.experiment.typed_number import read_typed_number
from nntui.language import N_


class NumberField(Input):
    """Left and right nudge the number, to be seen at once; typing replaces it; Enter takes it; Escape goes back.

    Its keys act at once: the focus is where it was before when the next key comes.

    Args:
        value: The number at first.
        nudge: What an arrow adds or takes off; with Shift, ten times as much.
        typed: What is typed already; "" for the number as it is, to be typed over.

    Attributes:
        is_done: Whether nothing can be typed any more.
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("left,down", "nudge(-1)", N_("Less"), key_display="←"),
        Binding("right,up", "nudge(1)", N_("More"), key_display="→"),
        Binding("shift+left", "nudge(-10)", N_("Much less"), show=False),
        Binding("shift+right", "nudge(10)", N_("Much more"), show=False),
        Binding("enter", "submit", N_("Take"), key_display="enter"),
        Binding("escape", "cancel", N_("As it was"), key_display="esc"),
    ]

    class Edited(Message):
        """The number should be another.

        Attributes:
            field: This field.
            value: The number.
            merge: Whether it only goes on with a change that was made in this field.
        """

        def __init__(self, field: "NumberField", value: float, merge: bool) -> None:
            super().__init__()
            self.field, self.value, self.merge = field, value, merge

    class Finished(Message):
        """The person is done.

        Attributes:
            field: This field.
        """

        def __init__(self, field: "NumberField") -> None:
            super().__init__()
            self.field = field

    def __init__(self, value: float, nudge: float, typed: str = "") -> None:
        super().__init__(typed or with_hyphen(show_number(value)), compact=True, select_on_focus=not typed)
        self._first = self._now = value
        self._nudge = nudge
        self._has_changed = self.is_done = False
        self.parameter = 0
        self.sizes: tuple[int, ...] = ()

    def _set(self, value: float) -> None:
        if value != self._now:
            self._now = value
            self.post_message(self.Edited(self, value, merge=self._has_changed))
            self._has_changed = True

    def action_nudge(self, times: int) -> None:
        """A little more or less."""
        typed = self._typed()
        value = PARAMETER.nearest(round((self._now if typed is None else typed) + times * self._nudge, 10))
        self.value = with_hyphen(show_number(value))
        self._set(value)

    def _typed(self) -> float | None:
        """What is typed, if it was changed by typing and is a number."""
        if self.value == with_hyphen(show_number(self._now)):
            return self._now
        try:
            return read_typed_number(self.value.strip())
        except ValueError:
            return None

    async def action_submit(self) -> None:
        """Takes what is typed."""
        try:
            self._set(self._now if self._typed() == self._now else PARAMETER.parse(self.value))
        except SettingError as error:
            self.app.notify(str(error), severity="error", markup=False)
            return
        self._finish()

    def action_cancel(self) -> None:
        """Brings the number back that was there at first."""
        self._set(self._first)
        self._finish()

    def _finish(self) -> None:
        self.is_done = True
        if isinstance(self.parent, Widget):
            self.screen.set_focus(self.parent)
        self.post_message(self.Finished(self))

    def on_blur(self, event: Blur) -> None:
        """Leaving the field keeps the number as it is; what is typed and not taken yet is taken, if it is one."""
        if self.is_done:
            return
        self.is_done = True
        typed = self._typed()
        if typed is not None and typed != self._now and PARAMETER.low <= typed <= PARAMETER.high:
            self._set(typed)
        self.post_message(self.Finished(self))
