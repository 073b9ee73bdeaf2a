"""The playground: joins panels and session. It holds no knowledge of its own."""

import threading
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.command import Provider
from textual.containers import Horizontal
from textual.events import DescendantBlur, DescendantFocus, Enter, MouseDown, Paste
from textual.message import Message

from nntui.keys.actions import ACTIONS
from nntui.language import N_, _
from nntui.playground import commands, painting, replaying
from nntui.playground.context import NO_LESSON_FOLDERS, LessonFolders, Playground, Remembered
from nntui.playground.display import Display
from nntui.playground.edits import apply_edit
from nntui.playground.layout import FULL_WIDTH, SIZE_CLASSES
from nntui.playground.live_screen import LiveScreen
from nntui.playground.panels import DataPanel, NetworkPanel, OutputPanel, ParametersBar, StatusBar
from nntui.playground.redraw import RedrawScheduler
from nntui.session.pacing import FRAME_RATE
from nntui.session.session import TrainingSession
from nntui.storage.autosave import Autosave
from nntui.widgets.border_words import set_title
from nntui.widgets.card_box import CardBox
from nntui.widgets.decision_grid import DecisionGrid
from nntui.widgets.key_footer import KeyFooter
from nntui.widgets.lesson_strip import Answered, LessonStrip, MenuWanted
from nntui.widgets.loss_plot import LossPlot
from nntui.widgets.messages import ExperimentEdit, Explained, ListWanted
from nntui.widgets.network_diagram import NetworkDiagram
from nntui.widgets.see_through import SeeThrough


def palette_commands() -> type[Provider]:
    """The command palette's list; like the dialogs it is loaded when it is wanted."""
    from nntui.playground.palette_commands import PlaygroundCommands

    return PlaygroundCommands


@dataclass
class Published(Message):
    """The session has something new. Many of them at once are one.

    Attributes:
        by_person: Whether a key or the mouse has done it; then it is shown at once.
    """

    by_person: bool

    def can_replace(self, message: Message) -> bool:
        """A newer one says all that an older one said."""
        return isinstance(message, Published) and message.by_person >= self.by_person


class PlaygroundScreen(SeeThrough[None], inherit_bindings=False):
    """The one screen with everything on it.

    Args:
        session: The running experiment.
        notes: Sentences to show at first.
        frame_rate: Frames per second at first; the training does not depend on it.
        width: Columns of the terminal.
        file: The file that the work was opened from.
        autosave: Saves the work by itself, if it is to be saved.
        lessons: What there is beside the lessons that come with the program.
        remembered: What is asked once.

    Attributes:
        playground: What commands work with.
        view: What is shown.
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        *(action.binding for action in ACTIONS),
        # For controls that have no use for an arrow of their own: arrows alone get everywhere.
        Binding("down,right", "app.focus_next", N_("Next control"), show=False),
        Binding("up,left", "app.focus_previous", N_("Control before"), show=False),
        Binding("pagedown", "turn_lesson(1)", N_("Further down"), show=False),
        Binding("pageup", "turn_lesson(-1)", N_("Further up"), show=False),
    ]
    COMMANDS: ClassVar[set[type[Provider] | Callable[[], type[Provider]]]] = {palette_commands}
    AUTO_FOCUS = ""
    HORIZONTAL_BREAKPOINTS = SIZE_CLASSES

    def __init__(
        self,
        session: TrainingSession,
        notes: tuple[str, ...] = (),
        frame_rate: float = FRAME_RATE.default,
        width: int = FULL_WIDTH,
        file: Path | None = None,
        autosave: Autosave | None = None,
        lessons: LessonFolders = NO_LESSON_FOLDERS,
        remembered: Remembered | None = None,
    ) -> None:
        # With the class that Textual would give it at the first resize: to change it later styles every widget again.
        super().__init__(classes=next(name for least, name in reversed(SIZE_CLASSES) if width >= least))
        access = LiveScreen(self)
        self.playground = Playground(session, access, autosave, file, lesson_folders=lessons)
        self.playground.remembered = remembered or self.playground.remembered
        self.view = Display(self, self.playground)
        self._redraws = RedrawScheduler(self, self.view.draw, frame_rate)
        access.join(self.playground, self.view, self._redraws)
        self._notes = notes
        self._thread = threading.get_ident()

    def compose(self) -> ComposeResult:
        """The panels, in reading order."""
        experiment = self.playground.session.experiment
        yield StatusBar(id="status")
        yield ParametersBar(experiment, id="parameters")
        with Horizontal(id="panels"):
            yield DataPanel(experiment, id="data", classes="panel")
            with NetworkPanel(id="network-panel", classes="panel") as network:
                set_title(network, _("Network"))
                yield NetworkDiagram(experiment, id="network")
            yield OutputPanel(experiment, id="output", classes="panel")
        yield LessonStrip(id="lesson")
        yield KeyFooter()

    def on_mount(self) -> None:
        """Joins the session."""
        self.view.fit()
        self.playground.session.player.listener = self._listen
        self.playground.screen.frame_rate = self._redraws.rate
        self.playground.show_notes(_("Please note"), self._notes)
        self._redraws.redraw_now()

    def on_screen_resume(self) -> None:
        """No dialog lies over it any more: the footer shows the keys as they are now."""
        self.refresh_bindings()

    def on_unmount(self) -> None:
        """Leaves the session."""
        self.playground.session.player.listener = None
        self.playground.close()

    def _listen(self) -> None:
        """Called by the session: from its own thread for an epoch, from ours for what a key has changed."""
        if self.playground.autosave is not None:
            self.playground.autosave.touch()
        by_person = threading.get_ident() == self._thread
        if by_person or not self._redraws.is_due:  # what is due shows the newest anyway
            self.post_message(Published(by_person))

    @on(Published)
    def _on_published(self, message: Published) -> None:
        self._redraws.ask(message.by_person)

    def on_resize(self) -> None:
        """Lays the panels out for the new size.

        By the size of the terminal as it is, not by that of the event: of two events on their way each would undo the
        other's layout, which makes new events without end. And the first may come before the panels hold their widgets.
        """
        if self.view.fit():
            self.call_after_refresh(self._redraws.redraw_now)

    # From the widgets

    @on(NetworkDiagram.NodeShown)
    def _on_node_shown(self, message: NetworkDiagram.NodeShown) -> None:
        self.view.show_node(message.node)

    @on(DecisionGrid.CrosshairMoved)
    def _on_crosshair_moved(self) -> None:
        self.view.refresh_output()

    @on(Explained)
    def _on_explained(self, message: Explained) -> None:
        self.view.explain(message.text)

    @on(DescendantFocus)
    @on(DescendantBlur)
    def _on_focus_moved(self) -> None:
        self.view.go_to()

    @on(Enter)
    def _on_pointed(self, message: Enter) -> None:
        """The mouse is over something else."""
        self.view.point_at(message.node)

    @on(MouseDown)
    def _on_pressed(self, message: MouseDown) -> None:
        """A click beside the card closes it, but for one on a key in the footer."""
        opened = self.view.open_card
        if opened is not None:
            pressed, _ = self.get_widget_at(int(message.screen_x), int(message.screen_y))
            if not isinstance(pressed, (CardBox, KeyFooter)):
                opened.close()

    @on(CardBox.RelatedPressed)
    def _on_related_pressed(self, message: CardBox.RelatedPressed) -> None:
        self.view.cards.go(message.index)

    @on(CardBox.ClosePressed)
    def _on_close_pressed(self) -> None:
        self.view.cards.leave()

    @on(CardBox.Scrolled)
    def _on_scrolled(self, message: CardBox.Scrolled) -> None:
        self.view.cards.scroll(message.down)

    @on(ExperimentEdit)
    def _on_experiment_edit(self, message: ExperimentEdit) -> None:
        apply_edit(self.playground, message)

    @on(ListWanted)
    def _on_list_wanted(self, message: ListWanted) -> None:
        from nntui.playground.parameters import choose_name

        choose_name(self.playground, message)

    @on(Answered)
    def _on_answered(self, message: Answered) -> None:
        from nntui.playground.lessons import answer

        answer(self.playground, message.text)

    @on(MenuWanted)
    def _on_menu_wanted(self) -> None:
        commands.run(self.playground, "lessons")

    @on(NetworkDiagram.ParameterChanged)
    def _on_parameter_changed(self, message: NetworkDiagram.ParameterChanged) -> None:
        session = self.playground.session
        if message.sizes == session.experiment.sizes and not replaying.is_refused(self.playground):
            session.set_parameter(message.parameter, message.value, merge=message.merge)

    @on(LossPlot.Walked)
    def _on_walked(self, message: LossPlot.Walked) -> None:
        replaying.walk(self.playground, message.epochs)

    @on(LossPlot.EndWanted)
    def _on_end_wanted(self, message: LossPlot.EndWanted) -> None:
        replaying.go_to_end(self.playground, message.is_newest)

    @on(LossPlot.EpochWanted)
    def _on_epoch_wanted(self, message: LossPlot.EpochWanted) -> None:
        replaying.go_to(self.playground, message.epoch)

    @on(DecisionGrid.PointLaid)
    def _on_point_laid(self, message: DecisionGrid.PointLaid) -> None:
        painting.lay_point(self.playground, message.x1, message.x2, message.label, message.merge)

    @on(DecisionGrid.CellErased)
    def _on_cell_erased(self, message: DecisionGrid.CellErased) -> None:
        painting.erase_cell(self.playground, message.low, message.high, message.merge)

    def on_paste(self, event: Paste) -> None:
        """A text pasted where no field takes it is a link or a path, and never a key for each of its letters."""
        from nntui.playground.opening import paste

        event.stop()
        paste(self.playground, event.text)

    def action_explain(self, card: str) -> None:
        """Opens a card.

        Args:
            card: Its id.
        """
        self.playground.screen.open_card(card)

    def action_turn_lesson(self, pages: int) -> None:
        """Shows other lines of a lesson's text that is longer than its strip.

        Args:
            pages: How far; below 0 up.
        """
        self.query_one(LessonStrip).turn(pages)

    def action_do(self, command: str) -> None:
        """Runs a command.

        Args:
            command: Its name, which is the id of its action.
        """
        commands.run(self.playground, command)
