"""A visit of a stranger, on the screen: what it has not, what it says, and the farewell after idle time."""

import signal
from time import monotonic
from typing import TYPE_CHECKING

from textual.app import App
from textual.events import Event, InputEvent, Paste

from nntui.kiosk.place import forget_visit, visit
from nntui.language import _, ngettext
from nntui.session.session import TrainingSession
from nntui.system import leave_for_sure

if TYPE_CHECKING:
    from nntui.playground.screen import PlaygroundScreen

COUNTDOWN_S = 60
"""Seconds in which a key stops the farewell; half of the idle time where that is shorter, so that one can play."""
STEP_S = 1.0
"""Between two of its pictures."""
_SECONDS_A_MINUTE = 60


class Visiting(App[None]):
    """An app that may be shown to strangers. Outside of a kiosk it is as any other.

    Attributes:
        session: The running experiment.
        farewell: What is said on the normal screen when the visit has been ended; "" while it has not.
    """

    session: TrainingSession
    farewell = ""
    _last_input = 0.0
    _left: int | None = None

    @property
    def playground(self) -> "PlaygroundScreen":
        """Its screen, below all dialogs."""
        raise NotImplementedError

    def welcome(self) -> None:
        """Says where one is, and begins to watch for idle time."""
        if visit() is None:
            return
        words = _("A visit: nothing is kept when you leave. y copies a link to these settings.")
        if self.is_web:
            words = _("A visit: nothing is kept when you leave. w downloads your work.")
        self.notify(words, timeout=8)
        self._last_input = monotonic()
        self._watch_idleness()

    # What a visit has not

    def action_suspend_process(self) -> None:
        """Leaves for the shell; in a visit there is none."""
        if visit() is None:
            super().action_suspend_process()
        else:
            self.notify(_("There is no shell in a visit"), timeout=3)

    def open_url(self, url: str, *, new_tab: bool = True) -> None:
        """Opens a page; in a visit by the visitor's own browser alone, as a program would start here."""
        if visit() is None or self.is_web:
            super().open_url(url, new_tab=new_tab)

    @property
    def is_lost_with_visit(self) -> bool:
        """Whether something was trained that nobody has any more when the visit is over."""
        snapshot = self.session.snapshot
        return visit() is not None and snapshot.epoch > 0 and self.playground.playground.downloaded is not snapshot

    # Idle time

    async def on_event(self, event: Event) -> None:
        """Notes that somebody is there. What stops the farewell does nothing else."""
        if isinstance(event, (InputEvent, Paste)) and not event.is_forwarded:
            self._last_input = monotonic()
            if self._left is not None:
                self._left = None
                self.clear_notifications()
                self.notify(_("You stay"), timeout=2)
                return
        await super().on_event(event)

    @property
    def _idle_s(self) -> float:
        """Seconds without a key after which a visit ends."""
        here = visit()
        return 0.0 if here is None else here.bounds.idle_minutes * _SECONDS_A_MINUTE

    @property
    def _countdown_s(self) -> int:
        """The last of them, in which it is said."""
        return min(COUNTDOWN_S, int(self._idle_s / 2))

    def _watch_idleness(self) -> None:
        """Waits until nobody has been there for so long; nothing runs meanwhile."""
        left = self._last_input + self._idle_s - self._countdown_s - monotonic()
        if left > 0:
            self.set_timer(max(left, 0.05), self._watch_idleness)  # a timer of almost no time may never fire
        else:
            self._left = self._countdown_s
            self._tell_farewell()

    def _tell_farewell(self) -> None:
        here = visit()
        if self._left is None:
            self._watch_idleness()
        elif self._left <= 0 and here is not None:
            self.part(_("nobody was there for {minutes}").format(minutes=minutes_text(here.bounds.idle_minutes)))
        else:
            sentence = ngettext(
                "Are you still there? The visit ends in {count} second. Any key stops that.",
                "Are you still there? The visit ends in {count} seconds. Any key stops that.",
                self._left,
            )
            self.notify(sentence.format(count=self._left), severity="warning", timeout=2)
            self._left -= 1
            self.set_timer(STEP_S, self._tell_farewell)

    def part(self, reason: str) -> None:
        """Ends the visit, whatever is open.

        Args:
            reason: Why, to stand behind a colon.
        """
        self.farewell = _("The visit has ended: {reason}").format(reason=reason)
        if self.is_lost_with_visit:
            from nntui.playground.saving import hand_over

            self.farewell += "\n" + hand_over(self.playground.playground)
        self.leave_at_last(0)
        self.exit(return_code=0)

    def leave_at_last(self, code: int) -> None:
        """From now on the way out may take some seconds: a terminal that takes nothing could block it for ever.

        Args:
            code: The exit code then.
        """
        if not self.is_headless:
            leave_for_sure(code, forget_visit)

    def part_on_signal(self, number: int) -> bool:
        """Whether a signal ends a visit with a farewell: it says that its processor time is used up."""
        here = visit()
        if here is None or number != getattr(signal, "SIGXCPU", 0):
            return False
        minutes = minutes_text(here.bounds.processor_minutes)
        self.part(_("its {minutes} of processor time are used up").format(minutes=minutes))
        return True


def minutes_text(count: int) -> str:
    """A number of minutes in words."""
    return ngettext("{count} minute", "{count} minutes", count).format(count=count)
