"""The command palette: every action by its name, with a line of help."""

from collections.abc import Coroutine
from functools import partial
from typing import Any, ClassVar, Self

from rich.align import Align
from rich.text import Text
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.command import CommandList, CommandPalette, DiscoveryHit, Hit, Hits, Provider
from textual.content import Content
from textual.css.query import NoMatches
from textual.errors import NoWidget
from textual.events import Click, Mount
from textual.markup import escape
from textual.widgets import OptionList
from textual.widgets.option_list import Option

from nntui.engine.features import all_names, feature_of
from nntui.experiment.experiment import ACTIVATION
from nntui.experiment.layers import LAYER_ACTIVATION, layer_value
from nntui.experiment.settings import LAYER_ACTIVATIONS
from nntui.keys.actions import ACTIONS, PALETTE_ACTIONS, Action, keymap_of
from nntui.language import N_, _, current
from nntui.lessons.cards import all_cards
from nntui.playground.context import Playground
from nntui.playground.edits import apply_edit
from nntui.playground.textual_words import NO_MATCHES
from nntui.widgets.input_order import InputOrder
from nntui.widgets.messages import ExperimentEdit, FeatureSwitched, LayerValueChosen

_NOT_LISTED = ("next", "previous")
_SURE = 100.0
"""The score of what has the very words that are typed, above all that letters here and there come to."""


class PlaygroundCommands(Provider):
    """Lists the playground's actions with their keys."""

    def _listed(self) -> list[tuple[str, Action]]:
        keymap = keymap_of(self.app)
        keyed = [(f"{a.title} ({a.key_shown(keymap)})", a) for a in ACTIONS if a.id not in _NOT_LISTED]
        return keyed + [(a.title, a) for a in PALETTE_ACTIONS]

    def _run(self, action: Action) -> partial[Coroutine[Any, Any, None]]:
        return partial(self.screen.run_action, action.action)

    def _playground(self) -> Playground | None:
        return getattr(self.screen, "playground", None)

    def _switches(self) -> list[tuple[str, ExperimentEdit]]:
        """What switches each feature; a formula can be switched off."""
        at = self._playground()
        if at is None:
            return []
        chosen, hidden = at.session.experiment.features, at.session.link_extras.hidden
        found: list[tuple[str, ExperimentEdit]] = []
        for name in all_names(chosen):
            feature = feature_of(name)
            if not feature.is_web or feature.link_name not in hidden:
                title = _("Feature: {name} off") if name in chosen else _("Feature: {name} on")
                found.append((title.format(name=feature.label), FeatureSwitched(name)))
        return found

    def _layer_activations(self) -> list[tuple[str, ExperimentEdit]]:
        """What gives each hidden layer another activation."""
        at = self._playground()
        if at is None or ACTIVATION.link_name in at.session.link_extras.hidden:
            return []
        experiment = at.session.experiment
        found: list[tuple[str, ExperimentEdit]] = []
        for layer in range(1, len(experiment.hidden_layers) + 1):
            own = layer_value(experiment, LAYER_ACTIVATIONS.name, layer)
            for name, label in LAYER_ACTIVATION.options.items():
                if name != own:
                    title = _("Activation of layer {layer}: {name}").format(layer=layer, name=label)
                    found.append((title, LayerValueChosen(LAYER_ACTIVATIONS.name, layer, name)))
        return found

    def _edit(self, edit: ExperimentEdit) -> None:
        at = self._playground()
        if at is not None:
            apply_edit(at, edit)

    async def discover(self) -> Hits:
        """All of them."""
        for title, action in self._listed():
            yield DiscoveryHit(Content(title), self._run(action), text=action.title, help=escape(action.help))

    async def search(self, query: str) -> Hits:
        """Those that fit what is typed."""
        matcher = self.matcher(query)
        for title, action in self._listed():
            score = max(matcher.match(f"{title} {action.help}"), _found(query, f"{title} {action.help} {action.words}"))
            if score > 0:
                yield Hit(
                    score,
                    matcher.highlight(escape(title)),
                    self._run(action),
                    text=action.title,
                    help=escape(action.help),
                )
        for card in all_cards(current()):
            title = _("Explain: {term}").format(term=card.title)
            score = max(matcher.match(title), _found(query, " ".join((title, *card.also))))
            if score > 0:
                command = partial(self.screen.run_action, f"screen.explain({card.id!r})")
                yield Hit(score, matcher.highlight(escape(title)), command, text=title)
        for title, edit in (*self._switches(), *self._layer_activations()):
            score = matcher.match(title)
            if score > 0:
                yield Hit(score, matcher.highlight(escape(title)), partial(self._edit, edit), text=title)


def _found(query: str, text: str) -> float:
    """How well a text has all words of a query, each at the beginning of a word: better than letters here and there."""
    words = [word.strip("(),;:.…").casefold() for word in text.split()]
    wanted = query.casefold().split()
    return _SURE if wanted and all(any(word.startswith(each) for word in words) for each in wanted) else 0.0


class _Results(CommandList):
    """Textual's list of results, which fails on a click on one that has just gone, and speaks English."""

    def add_option(self, option: Any = None) -> Self:
        """Adds one; the one that only says that none fits is said in the language in use."""
        if isinstance(option, Option) and option.id == CommandPalette._NO_MATCHES:
            option = Option(Align.center(Text(_(NO_MATCHES), style="not bold")), disabled=True, id=option.id)
        return super().add_option(option)

    def on_click(self, event: Click) -> None:
        """Runs before Textual's own handler."""
        if event.style.meta.get("option", 0) >= self.option_count:
            event.prevent_default()


class Palette(CommandPalette):
    """Textual's command palette, mended where it ends the app.

    Its page keys wait until there is a page: its own list fails while it is filled. It does not start to look for
    commands when it has been closed before it was shown, and a click on no widget is none.
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("pagedown", "page('page_down')", show=False),
        Binding("pageup", "page('page_up')", show=False),
        Binding("ctrl+l", "app.redraw", N_("Redraw"), show=False, id="redraw"),
    ]

    def compose(self) -> ComposeResult:
        """Textual's own widgets, with a list that bears clicks."""
        for widget in super().compose():
            yield _Results() if isinstance(widget, CommandList) else widget

    def on_mount(self, event: Mount) -> None:
        """Runs before Textual's own handler, which looks for the screen below and starts to look for commands."""
        if self.app.screen is not self:
            event.prevent_default()

    def on_screen_resume(self) -> None:
        """What has been typed since it was asked for comes now."""
        if isinstance(self.app, InputOrder):
            self.call_next(self.app.take_input, self)

    def on_click(self, event: Click) -> None:
        """Runs before Textual's own handler: it closes the screen on top, and fails on no widget."""
        try:
            self.get_widget_at(event.screen_x, event.screen_y)
        except NoWidget:  # the window has become smaller meanwhile
            event.prevent_default()
        if self.app.screen is not self:
            event.prevent_default()

    async def action_page(self, action: str) -> None:
        """Moves by a page."""
        try:
            options = self.query_one(OptionList)
            if options.option_count:
                await options.run_action(action)
        except (KeyError, NoMatches):
            pass
