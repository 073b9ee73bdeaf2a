"""Shows the session on the widgets of the playground."""

from typing import TYPE_CHECKING, Protocol, runtime_checkable

from textual.dom import DOMNode
from textual.geometry import Size
from textual.notifications import SeverityLevel
from textual.screen import Screen
from textual.widget import Widget

from nntui.drawing.axes import axis_width
from nntui.engine.arrays import BoolArray
from nntui.engine.features import WEB_FEATURES
from nntui.experiment.experiment import SETTINGS, Experiment
from nntui.keys.actions import do, keys_of
from nntui.language import _
from nntui.playground import presenter
from nntui.playground.card_ids import card_of
from nntui.playground.commands import refused_actions
from nntui.playground.context import Playground
from nntui.playground.hiding import CAN_BE_HIDDEN, HIDEABLE
from nntui.playground.layout import FULL_HEIGHT, FULL_WIDTH, PanelLayout, compute_layout, counters_room, strip_rows
from nntui.playground.other_settings import show_other_settings
from nntui.playground.panels import DataPanel, NetworkPanel, OutputPanel, ParametersBar, StatusBar
from nntui.playground.starts_view import StartsView
from nntui.session.diagnosis import diagnose
from nntui.session.link_extras import LinkExtras
from nntui.session.notice import RunEnd
from nntui.session.pacing import SPEED, held_text
from nntui.session.painting import brushes
from nntui.session.runs import Run
from nntui.session.work import NO_SAMPLE
from nntui.training.snapshot import Snapshot
from nntui.widgets.border_words import set_subtitle, set_title
from nntui.widgets.decision_grid import DecisionGrid
from nntui.widgets.key_footer import KeyFooter
from nntui.widgets.lesson_strip import LessonStrip
from nntui.widgets.network_diagram import NetworkDiagram
from nntui.widgets.stepper import Stepper
from nntui.widgets.sum_text import SumText
from nntui.widgets.toggle import Toggle

if TYPE_CHECKING:
    from nntui.playground.card_view import CardView

_ON_BUTTONS = tuple(map(do, ("new-data", "step", "restart")))
"""Actions that buttons do as well, where the terminal is large enough for all of them."""
_HINT = 36
"""Columns of the line below the network in a small terminal."""


@runtime_checkable
class Translatable(Protocol):
    """A widget that keeps texts."""

    def retranslate(self) -> None:
        """Shows them in the language that is in use now."""


class Display:
    """Shows the newest state of a session; what has not changed repaints nothing.

    Args:
        screen: Which has the panels.
        at: The session, and what saves it.

    Attributes:
        layout: How the panels share the terminal.
        snapshot: What is on the screen; None before the first picture.
        shows_runs: Whether other runs and many starts stand in the plot of the losses.
    """

    def __init__(self, screen: Screen[None], at: Playground) -> None:
        self.layout = compute_layout(FULL_WIDTH, FULL_HEIGHT)
        self.snapshot: Snapshot | None = None
        self.shows_runs = True
        self._screen = screen
        self._at = at
        self._link_extras: LinkExtras | None = None
        self._hidden: frozenset[str] = frozenset()
        self._sample = NO_SAMPLE
        self._node: tuple[int, int] | None = None
        self._diagnosis: str | None = None
        self._end: RunEnd | None = None
        self._is_replayed = False
        self._was_untouched = False
        self._explanation = ""
        self._laid_out_for = Size(0, 0)
        self._cards: CardView | None = None
        self._pointed: Widget | None = None
        self._known_matter = ""
        self._kept: tuple[Run, ...] = ()
        self._starts = StartsView(screen, at)
        self._dropped: BoolArray | None = None

    @property
    def diagram(self) -> NetworkDiagram:
        """The diagram of the network."""
        return self._screen.query_one(NetworkDiagram)

    @property
    def output(self) -> OutputPanel:
        """The Output panel."""
        return self._screen.query_one(OutputPanel)

    @property
    def cards(self) -> "CardView":
        """The cards, which are loaded when a control is first gone to."""
        if self._cards is None:
            from nntui.playground.card_view import CardView

            self._cards = CardView(self._screen, self._at)
        return self._cards

    @property
    def open_card(self) -> "CardView | None":
        """The cards while one is open."""
        return self._cards if self._cards is not None and self._cards.id is not None else None

    @property
    def strip(self) -> LessonStrip:
        """The strip of a lesson."""
        return self._screen.query_one(LessonStrip)

    @property
    def shown_epoch(self) -> int:
        """The epoch that is on the screen; −1 before the first picture."""
        return -1 if self.snapshot is None else self.snapshot.epoch

    @property
    def _is_there(self) -> bool:
        """Whether the panels hold their widgets; they do not yet at first, and no more on the way out."""
        return self._screen.query_one_optional(SumText) is not None

    def retranslate(self) -> None:
        """Shows every text in the language that is in use now, and leaves all else as it is."""
        for widget in self._screen.query(Widget):
            if isinstance(widget, Translatable):
                widget.retranslate()
        self._apply(self.layout)
        self.snapshot = None
        self.draw()

    # The layout

    def fit(self) -> bool:
        """Shares the terminal out, by its size as it is now; whether anything has changed."""
        if not self._is_there:
            return False
        size = self._screen.app.size
        layout = self._compute()
        if layout == self.layout and size == self._laid_out_for:
            return False
        self._laid_out_for = size
        self._apply(layout)
        self.snapshot = None
        return True

    def _compute(self) -> PanelLayout:
        size = self._screen.app.size
        strip = 0 if self._at.session.lesson is None else strip_rows(*size)
        return compute_layout(*size, self._axis_width, strip)

    @property
    def _axis_width(self) -> int:
        return axis_width(self._at.session.experiment.used_points.units.x2)

    def _apply(self, layout: PanelLayout) -> None:
        self.layout = layout
        for name, width in (
            ("#data", layout.data_width),
            ("#network-panel", layout.network_width),
            ("#output", layout.output_width),
        ):
            panel = self._screen.query_one(name)
            panel.display = width > 0
            panel.styles.width = width
        self._screen.query_one(DataPanel).apply(layout)
        self.output.apply(layout)
        self._screen.query_one(ParametersBar).display = layout.has_parameters
        self._screen.query_one(KeyFooter).spare_actions = _ON_BUTTONS if layout.is_complete else ()
        self.strip.display = layout.strip_height > 0
        self._screen.set_class(layout.strip_height > 0, "-lesson")
        self.strip.styles.height = layout.strip_height
        self.drop_lost_focus()

    def drop_lost_focus(self) -> None:
        """Takes the focus from a control that is out of sight."""
        focused = self._screen.focused
        if focused is not None and not is_in_sight(focused):
            self._screen.set_focus(None)

    # The state

    def draw(self) -> None:
        """Shows the newest state of everything."""
        if not self._is_there:
            return
        session = self._at.session
        if (session.lesson is not None) != (self.layout.strip_height > 0):
            self.fit()
        replay, link_extras, (snapshot, sample) = session.replay, session.link_extras, session.shown_state
        before, self.snapshot = self.snapshot, snapshot
        has_other_extras = link_extras is not self._link_extras
        self._link_extras = link_extras
        has_other_points, self._sample = sample is not self._sample, sample
        if before is None or snapshot.experiment != before.experiment or has_other_extras or has_other_points:
            self._show_experiment(snapshot.experiment)
            self._hide(link_extras)
        self._starts.draw(self.shows_runs)
        player = session.player
        self._diagnosis = diagnose(snapshot, sample)
        bar = self._screen.query_one(StatusBar)
        is_playing, speed = (player.playing, player.speed) if replay is None else (replay.is_playing, replay.speed)
        for held in (held_text(speed, player.held_rate if replay is None else None), ""):
            room = counters_room(self._screen.size.width, SPEED.display(speed) + held, *bar.button_columns())
            if room >= len(f"{snapshot.epoch:,}"):
                break
        bar.update_from(is_playing, speed, self._counters(snapshot, room), held, is_replayed=replay is not None)
        if (replay is None) == self._is_replayed:
            self._is_replayed = replay is not None
            self._hide_keys()
            before = None
        is_training = is_playing or (replay is None and player.stepped)
        dropped_before, self._dropped = self._dropped, snapshot.dropped if is_training else None
        has_other_extras |= dropped_before is not self._dropped
        has_other_runs, self._kept = session.runs.kept is not self._kept, session.runs.kept
        has_other_runs |= self._was_untouched is not self._is_untouched
        if snapshot is not before or has_other_extras or has_other_runs or player.end is not self._end:
            self._end = player.end
            self._show_snapshot(snapshot)
        self._show_lesson()
        self._show_failure()
        for notice in (*session.player.take_notices(), *(replay.take_notices() if replay is not None else ())):
            severity: SeverityLevel = "error" if notice.failed else "information"
            self._at.notify(notice.text, severity=severity, timeout=8)

    def _show_lesson(self) -> None:
        """The task with the newest values; a question that comes up takes the focus."""
        if self._at.session.lesson is None:
            return
        layer, depth = (self.diagram.shown_node or (0, 0))[0], len(self._at.session.experiment.hidden_layers)
        from nntui.playground.digits import keeps_digits
        from nntui.playground.lesson_desk import desk_of

        desk = desk_of(self._at)
        has_digits = not keeps_digits(self._screen.focused)
        view = desk.observe(layer if 0 < layer <= depth else None, has_digits=has_digits)
        if view is not None:
            self.strip.update_from(view)
            if desk.takes_focus():
                self._screen.set_focus(self.strip)

    def _counters(self, snapshot: Snapshot, room: int) -> str:
        session = self._at.session
        replay = session.replay
        if replay is not None:
            return presenter.replayed(snapshot, replay.last, replay.wanted, room)
        if session.player.is_preparing:
            return _("Preparing {count:,} points…").format(count=snapshot.experiment.user_points.size)
        remarks = presenter.remarks(session.player.end, session.remark, snapshot, self._diagnosis)
        return presenter.counters(snapshot, room, self.layout.is_complete, remarks)

    def _show_failure(self) -> None:
        """As long as the work is not saved by itself, that stays to be seen; else how far many starts are."""
        failed = self._at.autosave is not None and self._at.autosave.failure
        others = show_other_settings(self._screen, self._at.session.shown, self.layout)
        words = _("not saved by itself: w saves") if failed else self._starts.words
        self._screen.query_one(NetworkPanel).say(words or others, opens_sheet=not words)

    def _show_experiment(self, experiment: Experiment) -> None:
        for stepper in self._screen.query(Stepper):
            if stepper.setting.name in SETTINGS and stepper.id != "dataset":
                stepper.value = getattr(experiment, stepper.setting.name)
                setting = stepper.setting
                allowed = experiment.allowed(setting), experiment.allowed_in_short(setting)
                stepper.explain(experiment.help_for(setting), *allowed)
        for toggle in self._screen.query(Toggle):
            toggle.value = getattr(experiment, toggle.setting.name)
        self._screen.query_one(DataPanel).update_from(experiment, self._sample)
        if self.output.grid.brush is not None:
            self.output.grid.paint(brushes(experiment))
        if self.layout.has_axes and self.layout.axis_width != self._axis_width:
            self._apply(self._compute())

    def _hide(self, link_extras: LinkExtras) -> None:
        """Hides the controls that a link asks to hide."""
        before, self._hidden = self._hidden, link_extras.hidden
        for control in (before ^ self._hidden) & HIDEABLE.keys():
            for widget in self._screen.query(HIDEABLE[control]):
                widget.set_class(control in self._hidden, "-hidden")
        self.diagram.has_layer_buttons = "numHiddenLayers" not in link_extras.hidden
        count = len(link_extras.asked_to_hide & CAN_BE_HIDDEN)
        words = (_("v hides {count}") if link_extras.is_revealed else _("{count} hidden · v")).format(count=count)
        set_subtitle(self._screen.query_one(DataPanel), words if count else "")
        self._hide_keys()
        self.drop_lost_focus()

    def _hide_keys(self) -> None:
        """Leaves what is refused out of the footer."""
        refused = refused_actions(self._at.session.link_extras, is_replayed=self._is_replayed)
        self._screen.query_one(KeyFooter).hidden_actions = refused
        self._screen.refresh_bindings()

    def _show_snapshot(self, snapshot: Snapshot) -> None:
        network, session = snapshot.network(), self._at.session
        title = _("Network · {count:,} parameters")
        self._title_network(title.format(count=len(snapshot.parameters)))
        hidden_controls = session.link_extras.hidden
        self._word_hint(snapshot)
        hidden = frozenset(feature.name for feature in WEB_FEATURES.values() if feature.link_name in hidden_controls)
        dead = None if snapshot.dead is None else snapshot.dead.tolist()
        self.diagram.update_from(snapshot.experiment, network, dead, hidden, self._dropped)
        self._show_output(snapshot)
        if self.open_card is not None:
            self.open_card.refresh()

    def _word_hint(self, snapshot: Snapshot) -> None:
        """Words the line below the network. Of what is the matter and the control gone to, the newest has it."""
        session = self._at.session
        self._was_untouched = self._is_untouched
        first = self._hint(session.link_extras.hidden) if self._was_untouched else ""
        matter = self._matter
        control = self._pointed or self._screen.focused
        words = "" if control is None or isinstance(control, LessonStrip) else self.cards.hint(control)
        if words and matter == self._known_matter:
            matter = ""
        self.diagram.hint = self._explanation or presenter.hint(matter, words, snapshot, first)
        self.diagram.hint_first = self._pointed is not None

    def _reword_hint(self, snapshot: Snapshot) -> None:
        before = self.diagram.hint
        self._word_hint(snapshot)
        if self.diagram.hint != before:
            self.diagram.repaint()

    @property
    def _is_untouched(self) -> bool:
        """Whether nothing has been trained, nor is going to be: then it is said what to do first."""
        return not (self._at.session.snapshot.epoch or self._at.session.player.playing)

    @property
    def _matter(self) -> str:
        """What is the matter now; of an epoch that is over there is nothing to be done about it."""
        session = self._at.session
        return presenter.matter(session.player.end, self._diagnosis) if session.replay is None else ""

    def _hint(self, hidden_controls: frozenset[str]) -> str:
        """What to do first."""
        if "playButton" in hidden_controls:
            return ""
        play, lessons, help_ = (keys_of(self._screen.app, action) for action in ("play", "lessons", "help"))
        play = play if len(play) == 1 else play[0].upper() + play[1:]
        words = _("{play} plays, {lessons} lessons, {help} helps").format(play=play, lessons=lessons, help=help_)
        return words if len(words) <= _HINT else _("{play} plays, {help} helps").format(play=play, help=help_)

    def go_to(self, pointed: Widget | None = None) -> None:
        """The person has gone to another control: the line below the network says what it is.

        Args:
            pointed: The control under the mouse; None for the one that has the focus.
        """
        self._pointed = pointed
        self._known_matter = self._matter
        if self.open_card is not None and pointed is None:
            self.open_card.follow()
        if self.snapshot is not None:
            self._word_hint(self.snapshot)
            self.diagram.repaint()
            if pointed is None:
                self._show_lesson()

    def point_at(self, node: DOMNode) -> None:
        """The mouse is over another widget. The diagram says itself what it is over there.

        Args:
            node: The widget.
        """
        pointed = node if isinstance(node, Widget) and not isinstance(node, NetworkDiagram) else None
        if pointed is not None and card_of(pointed, self._at.session.shown.experiment) is None:
            pointed = None
        if pointed is not self._pointed:
            self.go_to(pointed)

    def explain(self, text: str) -> None:
        """Says what is being edited in the line below the network; "" brings back what stood there."""
        self._explanation = text
        if self.snapshot is not None:
            self._show_snapshot(self.snapshot)

    def _title_network(self, title: str) -> None:
        """Says what the panel of the network shows."""
        set_title(self._screen.query_one("#network-panel"), title)

    def _show_output(self, snapshot: Snapshot) -> None:
        behind = self._starts.show_behind(self.shows_runs)
        # Asked for, and not kept: the node of a message may have gone with the layer it was in.
        session = self._at.session
        marked = None if session.replay is None else snapshot.epoch
        # The points of that snapshot: the session may have others already, whose picture is on its way.
        self.output.update_from(snapshot, self._sample, self.diagram.shown_node, self.layout, behind, marked)
        if isinstance(self._pointed or self._screen.focused, (DecisionGrid, NetworkDiagram)):
            self._reword_hint(snapshot)  # there may be a point under the crosshair now, or none any more

    def show_node(self, node: tuple[int, int] | None) -> None:
        """Fills the Output panel with another node.

        Args:
            node: As (layer, index); None for the network's output.
        """
        if node != self._node:
            self._node = node
            self.refresh_output()
            self._show_lesson()
        elif self.snapshot is not None:
            self._reword_hint(self.snapshot)  # the cursor may have left a neuron that was not looked at

    def refresh_output(self) -> None:
        """Shows the Output panel of the snapshot that is on the screen; a newer one is on its way."""
        if self.snapshot is not None:
            self._show_output(self.snapshot)


def is_in_sight(widget: Widget) -> bool:
    """Whether a widget is shown, and everything that it stands in."""
    return all(each.display for each in widget.ancestors_with_self if isinstance(each, Widget))
