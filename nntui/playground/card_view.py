"""The card on the screen: which one is open, what it says now, and where it stands. It has no keys of its own."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

from textual.geometry import Size
from textual.screen import Screen
from textual.widget import Widget

from nntui.drawing.card_box import CardFace, CardText, rows_for
from nntui.drawing.cells import Area
from nntui.language import _, current
from nntui.lessons.cards import Card, card, readable
from nntui.lessons.errors import LessonError
from nntui.lessons.state import State
from nntui.playground.card_ids import card_of
from nntui.playground.card_place import hides, place_card
from nntui.playground.card_try import TRY_KEY
from nntui.playground.context import Playground
from nntui.widgets.card_box import CardBox
from nntui.widgets.cell_widget import CARD
from nntui.widgets.lesson_strip import LessonStrip
from nntui.widgets.network_diagram import NetworkDiagram


class CardView:
    """The card that is open, if one is, and a line for each control. Files are read when they are first asked for.

    Args:
        screen: The playground's screen.
        at: The session.

    Attributes:
        id: Of the open card; None while none is open.
        asked: The card of the control that had the focus when the card was opened; None if there was none.
        at: As given.
    """

    _would_change = False

    def __init__(self, screen: Screen[None], at: Playground) -> None:
        self.id: str | None = None
        self.asked: str | None = None
        self._screen, self.at = screen, at
        self._back: Callable[[], None] | None = None
        self._marked: int | None = None
        self._scroll = 0
        self._place = Area(0, 0, 0, 0)
        self._placed_for, self._rows = Size(0, 0), 0

    # Which card

    @property
    def focused(self) -> str | None:
        """The card of the control that has the focus."""
        return card_of(self._screen.focused, self.at.session.shown.experiment)

    def open(self, id: str, back: Callable[[], None] | None = None) -> None:
        """Opens a card, or says why it cannot be.

        Args:
            id: Its id.
            back: Opens again what it was asked for in; None for the playground itself.
        """
        try:
            self._read(id)
        except LessonError as error:
            self.at.refuse(str(error))
            return
        self._back = back
        if self.id is None:
            self.asked = self.focused
        self.id, self._marked, self._scroll = id, None, 0
        self._show(is_new=True)
        self._go_to_control(id)

    def _go_to_control(self, id: str) -> None:
        """Brings the focus to the control that a card is about: a card speaks of its arrows. A question keeps it."""
        focused, experiment = self._screen.focused, self.at.session.experiment
        is_asked = isinstance(focused, LessonStrip) and focused.view.takes_digits
        if is_asked or self.focused == id:
            return
        controls = (each for each in self._screen.focus_chain if not isinstance(each, LessonStrip))
        control = next((each for each in controls if card_of(each, experiment) == id), None)
        if control is not None:
            self._screen.set_focus(control)
            self.asked = id

    def ask(self, id: str) -> None:
        """Opens the card of what has the focus.

        Args:
            id: Its id.
        """
        self.open(id)
        self.asked = self.focused

    def leave(self) -> None:
        """Closes it, and goes back to what it was asked for in."""
        back = self._back
        self.close()
        if back is not None:
            back()

    def stay(self) -> None:
        """Nothing is gone back to any more: the person goes on from here."""
        self._back = None

    def close(self) -> None:
        """Closes it."""
        self._back = None
        if self.id is not None:
            self.id = self.asked = None
            self._screen.get_child_by_id(CARD).display = False
            self._screen.refresh_bindings()

    def _read(self, id: str) -> Card:
        return card(id, current())

    # What it says

    @property
    def changes(self) -> Mapping[str, Any]:
        """What the open card offers to try: from settings to values."""
        return {} if self.id is None else dict(self._read(self.id).changes)

    @property
    def would_change(self) -> bool:
        """Whether what the open card offers to try would change anything."""
        experiment = self.at.session.experiment
        return any(getattr(experiment, name) != value for name, value in self.changes.items())

    @property
    def related(self) -> tuple[Card, ...]:
        """The cards that the open one leads to."""
        return () if self.id is None else readable(self._read(self.id).related, current())

    def _face(self, id: str) -> CardFace:
        card, state, keys = self._read(id), self._state, self.keys
        return CardFace(
            title=card.title,
            paragraphs=tuple(CardText(each.template.fill(state, keys), each.is_block) for each in card.paragraphs),
            related=tuple(each.title for each in self.related),
            marked=self._marked,
            way=_("Tab:"),
            note=_("{key} explains what has the focus").format(key=self.keys["help"]),
        )

    @property
    def keys(self) -> Mapping[str, str]:
        """From the id of an action to its key as it is shown, as texts name them."""
        return {**self.at.screen.keys, "try": TRY_KEY}

    def hint(self, widget: Widget | None) -> str:
        """What a control is, in a line with the numbers of now; "" for what has no words."""
        name = card_of(widget, self.at.session.shown.experiment)
        if name is None:
            return ""
        try:
            hint = self._read(name).hint
        except LessonError:
            return ""
        return "" if hint is None else hint.fill(self._state, self.keys)

    @property
    def _state(self) -> State:
        """What the numbers in a text are of: what is on the screen, be it an epoch that is over."""
        session = self.at.session
        state = State.of(session)
        if session.replay is None:
            return state
        snapshot, sample = session.shown_state
        return replace(state, snapshot=snapshot, points=sample, has_diverged=False)

    # On the screen

    def refresh(self) -> None:
        """Shows the numbers of now."""
        if self.id is not None:
            self._show()
            if self._would_change != self.would_change:
                self._would_change = self.would_change
                self._screen.refresh_bindings()

    def follow(self) -> None:
        """The focus has moved: the card makes way."""
        if self.id is not None:
            self._show(is_new=hides(self._place, self._avoided()))

    def _show(self, is_new: bool = False) -> None:
        from nntui.drawing.card_box import rows_for

        assert self.id is not None
        face, size = self._face(self.id), self._screen.app.size
        rows = rows_for(face, self._place.width) if self._place.width else 0
        if is_new or size != self._placed_for or rows > max(self._place.height, self._rows):
            self._placed_for, self._rows = size, rows
            own, output = self._own_panel(), self._panel("#output")
            self._place = place_card(
                (size.width, size.height), self._avoided(), own, output, lambda columns: rows_for(face, columns)
            )
        hidden = rows_for(face, self._place.width) - self._place.height
        self._scroll = max(0, min(self._scroll, hidden))
        if hidden > 0:
            face = replace(face, more=_("PgDn") if self._scroll < hidden else _("PgUp"))
        box = self._box()
        box.display = True
        box.update_from(face, self._scroll, self._place)
        if is_new:
            self._screen.refresh_bindings()

    def _box(self) -> CardBox:
        box = self._screen.query(CardBox)
        if box:
            return box.first()
        made = CardBox()
        self._screen.mount(made)
        return made

    def _avoided(self) -> list[Area]:
        focused = self._screen.focused
        at_work = [] if focused is None else [Area(*focused.region)]
        if isinstance(focused, NetworkDiagram):
            at_work = focused.areas_at_work()
        strip = self._screen.query_one(LessonStrip)
        return [*at_work, *([Area(*strip.region)] if strip.display and strip is not focused else [])]

    def _own_panel(self) -> Area | None:
        """The panel that the focus is in."""
        focused = self._screen.focused
        panel = next((each for each in focused.ancestors if each.has_class("panel")), None) if focused else None
        return Area(*panel.region) if isinstance(panel, Widget) else None

    def _panel(self, name: str) -> Area | None:
        panel = self._screen.query_one(name)
        return Area(*panel.region) if panel.display else None

    # Keys and mouse

    def mark(self, direction: int) -> None:
        """Marks the next related card."""
        count = len(self.related)
        if count:
            start = -1 if direction > 0 else 0
            self._marked = ((start if self._marked is None else self._marked) + direction) % count
            self._show()
            self._screen.refresh_bindings()

    @property
    def has_marked(self) -> bool:
        """Whether a related card is marked."""
        return self._marked is not None

    def go(self, index: int | None = None) -> None:
        """Opens a related card: the marked one when none is named."""
        place, related = self._marked if index is None else index, self.related
        if place is not None and place < len(related):
            self.open(related[place].id)

    @property
    def can_scroll(self) -> bool:
        """Whether not all of the text is seen."""
        return self.id is not None and rows_for(self._face(self.id), self._place.width) > self._place.height

    def scroll(self, down: int) -> None:
        """Shows other lines of a long text."""
        self._scroll = max(0, self._scroll + down)
        self.refresh()

    @property
    def page(self) -> int:
        """Lines of the text that are seen."""
        return max(1, self._place.height - 2)
