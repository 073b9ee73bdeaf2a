"""A line in which a weight or a bias is edited while its effect is seen."""

from typing import ClassVar

from textual.binding import Binding, BindingType
from textual.events import Blur
from textual.message import Message
from textual.widgets import Input

from nntui.drawing.numbers import show_number, with_hyphen
from nntui.experiment.experiment import PARAMETER
from nntui.experiment.setting import SettingError


class NumberField(Input):
    """Left and right nudge the number, to be seen at once; typing replaces it; Enter takes it; Escape goes back.

    Args:
        value: The number at first.
        nudge: What an arrow adds or takes off; with Shift, ten times as much.
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("left,down", "nudge(-1)", "Less", show=False),
        Binding("right,up", "nudge(1)", "More", show=False),
        Binding("shift+left", "nudge(-10)", "Much less", show=False),
        Binding("shift+right", "nudge(10)", "Much more", show=False),
        Binding("enter", "submit", "Take it", show=False),
        Binding("escape", "cancel", "As it was", show=False),
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
            keep_focus: Whether the focus is still here.
        """

        def __init__(self, field: "NumberField", keep_focus: bool) -> None:
            super().__init__()
            self.field, self.keep_focus = field, keep_focus

    def __init__(self, value: float, nudge: float) -> None:
        super().__init__(with_hyphen(show_number(value)), compact=True, select_on_focus=True)
        self._first = self._now = value
        self._nudge = nudge
        self._has_changed = False
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
            return float(with_hyphen(self.value).replace(",", "."))
        except ValueError:
            return None

    async def action_submit(self) -> None:
        """Takes what is typed."""
        try:
            self._set(self._now if self._typed() == self._now else PARAMETER.parse(self.value.replace(",", ".")))
        except SettingError as error:
            self.app.notify(str(error), severity="error", markup=False)
            return
        self.post_message(self.Finished(self, keep_focus=True))

    def action_cancel(self) -> None:
        """Brings the number back that was there at first."""
        self._set(self._first)
        self.post_message(self.Finished(self, keep_focus=True))

    def on_blur(self, event: Blur) -> None:
        """Leaving the field accepts it."""
        self.post_message(self.Finished(self, keep_focus=False))
