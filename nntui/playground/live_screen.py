"""What commands may ask of the screen, done by Textual."""

from collections.abc import Callable, Mapping
from functools import partial
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from textual.screen import Screen
from textual.widget import Widget

from nntui.drawing.palette import ColorLevel, make_palette
from nntui.errors import what_failed
from nntui.experiment.user_points import Brushes
from nntui.formats.suffixes import ANY_TYPE, MEDIA_TYPES
from nntui.keys.actions import ACTIONS, keymap_of
from nntui.playground.card_ids import card_of
from nntui.playground.context import Playground, Severity
from nntui.playground.display import Display, is_in_sight
from nntui.playground.redraw import RedrawScheduler
from nntui.session.pacing import FRAME_RATE
from nntui.system import start_thread
from nntui.training.snapshot import Snapshot
from nntui.widgets.colors import palette_name_of

if TYPE_CHECKING:
    from nntui.dialogs.questions import Answer, Question
    from nntui.dialogs.steps import Steps
    from nntui.formats.exports import ExportContext

_PAPER = 0xFFFFFF
_FIRST = {"data": "#problem", "parameters": "#learning-rate", "output": "#grid", "plot": "#plot"}
"""The control of a panel that the focus goes to; of the others it is the network."""
Result = TypeVar("Result")


class LiveScreen:
    """The `ScreenAccess` of the app.

    Args:
        screen: The playground's screen.
    """

    def __init__(self, screen: Screen[None]) -> None:
        self._screen = screen
        self._at: Playground
        self._display: Display
        self._redraws: RedrawScheduler

    def join(self, at: Playground, display: Display, redraws: RedrawScheduler) -> None:
        """Learns of the others, which have to know it first.

        Args:
            at: What commands work with.
            display: What the screen shows.
            redraws: When it is drawn.
        """
        self._at, self._display, self._redraws = at, display, redraws

    def notify(
        self, message: str, *, title: str = "", severity: Severity = "information", timeout: float | None = None
    ) -> None:
        """Shows a message for some seconds."""
        self._screen.app.notify(message, title=title, severity=severity, timeout=timeout, markup=False)

    def clear_messages(self) -> None:
        """Takes all messages away."""
        self._screen.app.clear_notifications()

    def wake(self) -> None:
        """There is something new to show. By way of the screen's messages, for it may come from another thread."""
        self._screen.call_later(self._redraws.ask, False)

    def ask(self, question: "Question[Answer]", take: "Callable[[Answer | None], None] | None" = None) -> None:
        """Opens a dialog. What can be asked is loaded when the first thing is."""
        from nntui.dialogs.table import dialog_for

        self._screen.app.push_screen(dialog_for(question), take)

    def copy(self, text: str) -> None:
        """Puts a text on the clipboard, if the terminal lets programs do that."""
        self._screen.app.copy_to_clipboard(text)

    @property
    def downloads(self) -> bool:
        """Whether a file goes to the person's own machine by way of a browser, and none is written here."""
        return self._screen.app.is_web

    def download(self, name: str, data: bytes) -> None:
        """Hands a file to the browser."""
        kind = MEDIA_TYPES.get(Path(name).suffix, ANY_TYPE)
        self._screen.app.deliver_binary(BytesIO(data), save_directory="", save_filename=name, mime_type=kind)

    def in_background(
        self,
        work: Callable[[], Result],
        done: Callable[[Result], None],
        waiting: str = "",
        steps: "Steps | None" = None,
    ) -> None:
        """Does something slow in a thread, then hands over what it gives."""
        if waiting:
            self._wait(work, done, waiting, steps)
            return

        def run() -> None:
            try:
                result = work()
            except Exception as error:  # nobody else would hear of it
                self._screen.call_later(partial(self.notify, severity="error", timeout=10), what_failed(error))
            else:
                self._screen.call_later(done, result)

        if start_thread(run, "nntui-background") is None:
            run()

    def _wait(
        self, work: Callable[[], Result], done: Callable[[Result], None], waiting: str, steps: "Steps | None"
    ) -> None:
        from nntui.dialogs.questions import Wait

        def guarded() -> tuple[Result] | str:
            try:
                return (work(),)
            except Exception as error:  # nobody else would hear of it
                return what_failed(error)

        def take(result: tuple[Result] | str | None) -> None:
            if isinstance(result, str):
                self.notify(result, severity="error", timeout=10)
            elif result is not None:
                done(*result)

        self.ask(Wait(waiting, guarded, steps), take)

    @property
    def keys(self) -> Mapping[str, str]:
        """From the id of every action to its key, as it is shown."""
        keymap = keymap_of(self._screen.app)
        return {action.id: action.key_shown(keymap) for action in ACTIONS}

    def focus_lesson(self) -> None:
        """Gives the focus to the strip of a lesson, where what it asks can be answered."""
        self._screen.set_focus(self._display.strip)

    def has_control(self, setting: str) -> bool:
        """Whether a setting has a control on the screen that shows it."""
        return bool(self._screen.query(f"#{setting.replace('_', '-')}"))

    @property
    def frame_rate(self) -> float:
        """Frames per second."""
        return self._redraws.rate

    @frame_rate.setter
    def frame_rate(self, rate: float) -> None:
        self._redraws.rate = self._at.session.frame_rate = rate
        self._display.output.frame_rate = lambda: FRAME_RATE.display(rate)
        self._display.refresh_output()

    @property
    def shows_runs(self) -> bool:
        """Whether other runs and many starts stand in the plot of the losses."""
        return self._display.shows_runs

    @shows_runs.setter
    def shows_runs(self, shown: bool) -> None:
        self._display.shows_runs = shown
        self._display.refresh_output()

    # Going somewhere

    @property
    def focused(self) -> object | None:
        """The control that has the focus."""
        return self._screen.focused

    @property
    def controls(self) -> tuple[object, ...]:
        """All that can have it, in reading order."""
        return tuple(self._screen.focus_chain)

    def focus(self, control: object) -> None:
        """Gives it to one of them."""
        if isinstance(control, Widget):
            self._screen.set_focus(control)

    def go(self, place: str) -> bool:
        """Gives it to a panel; whether that is in sight."""
        target = self._screen.query_one(_FIRST.get(place, "#network"), Widget)
        if not is_in_sight(target) and place in _FIRST and is_in_sight(self._screen.query_one(f"#{place}")):
            # A link may hide the first control of a panel, and then the next one is gone to.
            inside = self._screen.query_one(f"#{place}").query("*").results(Widget)
            target = next((each for each in inside if each.focusable and is_in_sight(each)), target)
        if not is_in_sight(target):
            return False
        self._screen.set_focus(target)
        if target is self._display.diagram:
            self._display.diagram.go_to(0 if place == "features" else 1)
        return True

    # Cards

    @property
    def card_of_focus(self) -> str | None:
        """The id of the card that explains what has the focus; None where nothing does."""
        return card_of(self._screen.focused, self._at.session.shown.experiment)

    def is_card_open_for(self, card: str) -> bool:
        """Whether a card is open since the control of this one was asked about, or it is open itself."""
        opened = self._display.open_card
        return opened is not None and card in (opened.asked, opened.id)

    def open_card(self, card: str, of_focus: bool = False, back: Callable[[], None] | None = None) -> None:
        """Opens a card."""
        cards = self._display.cards
        cards.ask(card) if of_focus else cards.open(card, back)

    def close_card(self) -> None:
        """Closes the card that is open, if one is."""
        if self._display.open_card is not None:
            self._display.open_card.close()

    # The diagram

    @property
    def cursor_layer(self) -> int:
        """The hidden layer that the cursor is on or nearest to, from 1; 0 if there is none."""
        return self._display.diagram.cursor_layer

    @property
    def chosen_layer(self) -> int | None:
        """The layer that the cursor is on, 0 for the features; None while the cursor is not seen."""
        return self._display.diagram.chosen_layer

    def place_cursor(self, layer: int) -> None:
        """Puts the cursor on a hidden layer that is new."""
        self._display.diagram.place_cursor(layer)

    # The output

    @property
    def brush(self) -> float | None:
        """The label of the points that are being painted; None if there is no painting."""
        return self._display.output.grid.brush

    def paint(self, brushes: Brushes) -> None:
        """Starts to paint, or ends it when there is nothing to paint with."""
        grid = self._display.output.grid
        grid.paint(brushes)
        if brushes.labels:
            self._screen.set_focus(grid)

    def under_the_cursor(self) -> tuple[Snapshot, tuple[int, int], tuple[float, float]]:
        """What is on the screen, the neuron under the cursor, else the output's, and where the crosshair is."""
        # Of the picture that is on the screen: a newer snapshot may have lost the layer that the cursor is in.
        diagram, snapshot = self._display.diagram, self._display.snapshot or self._at.session.shown
        place = diagram.shown_place
        node = place.node if place is not None and place.layer > 0 else diagram.output_node
        neurons = snapshot.experiment.sizes[1:]
        layer, index = node
        if layer > len(neurons) or index >= neurons[layer - 1]:  # the diagram shows another network already
            node = len(neurons), 0
        return snapshot, node, self._display.output.grid.crosshair

    def export_context(self) -> "ExportContext":
        """What there is to export."""
        from nntui.formats.exports import ExportContext
        from nntui.playground.screen_cells import screen_cells

        palette = make_palette(palette_name_of(self._screen.app), _PAPER, ColorLevel.TRUECOLOR)
        session, app = self._at.session, self._screen.app
        return ExportContext(
            *session.shown_state,
            self._display.diagram.shown_node,
            palette,
            app.export_screenshot,
            partial(screen_cells, app),
        )
