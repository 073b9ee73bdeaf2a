"""The keys while the run is looked at as it was: Escape and Enter mean the replay, wherever the focus is."""

from typing import ClassVar

from textual.binding import Binding, BindingType
from textual.events import Event, Key
from textual.widget import Widget
from textual.widgets import Input

from nntui.language import N_
from nntui.playground import replaying
from nntui.playground.context import Playground
from nntui.playground.screen import PlaygroundScreen
from nntui.session.pacing import SPEED
from nntui.widgets.input_order import InputOrder
from nntui.widgets.lesson_strip import LessonStrip
from nntui.widgets.stepper import Stepper
from nntui.widgets.toggle import Toggle

_MEANT = {"enter": "replay_go_on", "escape": "replay_leave"}
"""From a key to the action, under whose name it goes its way."""


class ReplayKeys(InputOrder):
    """An app whose playground may show an epoch that is over.

    Like the keys of a card these are none with priority, and an open card comes first.
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("replay_go_on", "replay_go_on", N_("Go on from here"), key_display="enter"),
        Binding("replay_leave", "replay_leave", N_("Now"), key_display="esc"),
    ]

    def meant_by(self, event: Event) -> Event:
        """A key of the replay, if it is one now."""
        event = super().meant_by(event)
        action = _MEANT.get(event.key) if isinstance(event, Key) else None
        return Key(action, None) if action is not None and self._has_meaning(action) else event

    @property
    def _replayed(self) -> Playground | None:
        """The playground, while it shows an epoch that is over and no dialog or field takes the keys."""
        screen = self.screen_stack[-1] if self.screen_stack else None
        if not isinstance(screen, PlaygroundScreen) or isinstance(screen.focused, Input):
            return None
        return screen.playground if screen.playground.session.replay is not None else None

    def _has_meaning(self, action: str) -> bool:
        if self._replayed is None:
            return False
        if action == "replay_leave":
            return not self._looks_at_neuron
        return not _has_own_enter(self.screen.focused)

    @property
    def _looks_at_neuron(self) -> bool:
        """Whether Escape first gives the Output panel back to the network's output."""
        screen = self.screen
        return isinstance(screen, PlaygroundScreen) and screen.view.diagram.is_looking

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """The footer shows these keys while they do something."""
        if not action.startswith("replay_"):
            return super().check_action(action, parameters)
        return self._has_meaning(action)

    def action_replay_go_on(self) -> None:
        """Goes on from the epoch that is shown."""
        at = self._replayed
        if at is not None:
            replaying.go_on(at)

    def action_replay_leave(self) -> None:
        """Shows the newest state again."""
        at = self._replayed
        if at is not None:
            replaying.leave(at)


def _has_own_enter(widget: Widget | None) -> bool:
    """Whether Enter does something on a control that a replay allows."""
    is_speed = isinstance(widget, Stepper) and widget.setting is SPEED
    return is_speed or isinstance(widget, (Toggle, LessonStrip))
