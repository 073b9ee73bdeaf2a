"""Everything that can be done by a key, as data: the bindings, the command palette and the help are made from it."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from textual.binding import Binding
from textual.keys import format_key

from nntui.engine.datasets import DATASETS


@dataclass(frozen=True)
class Action:
    """Something the person can do on the playground.

    Attributes:
        id: Names the binding, and the command in `playground.commands` that it runs.
        keys: Keys, with commas between.
        title: In the command palette and the help.
        help: A line more.
        footer: The word in the footer; "" for none.
        shown_key: The key as the footer and the help show it; Textual's own form when "".
        group: The heading in the help.
        app_action: The app's action that it is instead of a command; "" for a command.
    """

    id: str
    keys: str
    title: str
    help: str
    footer: str = ""
    shown_key: str = ""
    group: str = "Play"
    app_action: str = ""

    @property
    def action(self) -> str:
        """As Textual names it."""
        return self.app_action or do(self.id)

    @property
    def binding(self) -> Binding:
        """As Textual takes it."""
        return Binding(
            self.keys,
            self.action,
            self.footer or self.title,
            show=bool(self.footer),
            key_display=self.shown_key or None,
            id=self.id,
        )

    def key_shown(self, keymap: Mapping[str, str]) -> str:
        """The keys as the help and the command palette show them.

        Args:
            keymap: The keys that the person has chosen.
        """
        if self.id in keymap:
            return ", ".join(map(show_key, keymap[self.id].split(",")))
        return self.shown_key or self.keys


def do(command: str) -> str:
    """The screen's action that runs a command, as Textual names it in bindings and buttons."""
    return f"screen.do({command!r})"


class HasKeymap:
    """An app whose keys the person can choose.

    Attributes:
        keymap: From the id of an action to its keys, for those that have others than their own.
    """

    keymap: Mapping[str, str] = MappingProxyType({})


def keymap_of(app: object) -> Mapping[str, str]:
    """The keys that the person has chosen in an app."""
    return app.keymap if isinstance(app, HasKeymap) else {}


def keys_of(app: object, action: str) -> str:
    """The keys of an action as they are shown in an app."""
    return next(each for each in ACTIONS if each.id == action).key_shown(keymap_of(app))


def show_key(key: str) -> str:
    """A key of Textual as it is shown everywhere: ctrl+s, and a character as itself."""
    modifiers, plus, name = key.rpartition("+")
    return modifiers + plus + format_key(name)


def _dataset_actions() -> Iterator[Action]:
    for number, dataset in enumerate(DATASETS.values(), start=1):
        yield Action(
            f"dataset-{number}",
            str(number),
            f"Data set {dataset.label}",
            dataset.help,
            group="Data",
        )


ACTIONS: tuple[Action, ...] = (
    Action("play", "space", "Play or pause", "Train until it is paused", "Play", "space"),
    Action("step", "s", "Step", "Train one epoch", "Step"),
    Action("step-ten", "S,upper_s", "Ten steps", "Train ten epochs", shown_key="S"),
    Action("restart", "r", "Reset", "Back to the same first weights", "Reset"),
    Action(
        "new-weights", "R,upper_r", "New first weights", "On the same data: the next start of the seed", shown_key="R"
    ),
    Action("slower", "comma", "Slower", "Fewer epochs a second", shown_key=","),
    Action("faster", "full_stop", "Faster", "More epochs a second, up to flat out", shown_key="."),
    Action(
        "fewer-frames",
        "less_than_sign",
        "Fewer frames",
        "Draw the screen less often, for a slow line or a busy machine",
        shown_key="<",
    ),
    Action("more-frames", "greater_than_sign", "More frames", "Draw it more often", shown_key=">"),
    Action("run-until", "e", "Run until…", "Train to an epoch or to a test loss"),
    Action(
        "paint",
        "a",
        "Paint points",
        "Your own points in the decision grid, by keys or with the mouse",
        group="Data",
    ),
    Action(
        "take-points",
        "A,upper_a",
        "Take these points as your own",
        "To add to them, or to erase some",
        shown_key="A",
        group="Data",
    ),
    Action(
        "clear-points",
        "E,upper_e",
        "Erase your own points",
        "All of them; u brings them back",
        shown_key="E",
        group="Data",
    ),
    Action("new-data", "g", "New data", "New points from a new seed", "New data", group="Data"),
    *_dataset_actions(),
    Action("test-data", "t", "Show test data", "Draw the test points too", group="Output"),
    Action("discretize", "x", "Discretize output", "Show only its sign", group="Output"),
    Action(
        "add-neuron",
        "plus,equals_sign",
        "Add a neuron",
        "To the layer under the cursor",
        shown_key="+",
        group="Network",
    ),
    Action(
        "remove-neuron",
        "minus",
        "Remove a neuron",
        "From the layer under the cursor",
        shown_key="-",
        group="Network",
    ),
    Action(
        "add-layer",
        "right_square_bracket",
        "Add a layer",
        "Behind the one under the cursor",
        shown_key="]",
        group="Network",
    ),
    Action(
        "remove-layer",
        "left_square_bracket",
        "Remove a layer",
        "The one under the cursor",
        shown_key="[",
        group="Network",
    ),
    Action(
        "zero-initialization",
        "z",
        "Zero initialization",
        "All weights start at 0, or as the seed gives",
        group="Network",
    ),
    Action("inspect", "i", "Inspect a neuron", "Its sum, term by term, at the crosshair", group="Network"),
    Action(
        "in-words",
        "W,upper_w",
        "In words",
        "Losses, boundary and settings in sentences, to read or to copy",
        shown_key="W",
        group="Network",
    ),
    Action("jump", "semicolon", "Jump", "A letter on every control", shown_key=";", group="Go to"),
    Action("go-data", "d", "Go to Data", "Data set, noise, share for training, batch size", group="Go to"),
    Action("go-features", "f", "Go to Features", "What the network sees", group="Go to"),
    Action("go-network", "n", "Go to Network", "Hidden layers and neurons", group="Go to"),
    Action(
        "go-parameters",
        "p",
        "Go to Parameters",
        "Learning rate, activation, …",
        group="Go to",
    ),
    Action("go-output", "o", "Go to Output", "Test data, discretize", group="Go to"),
    Action("go-plot", "O,upper_o", "Go to the losses", "The plot over the epochs", shown_key="O", group="Go to"),
    Action("next", "tab", "Next control", "Shift+Tab goes back", "Next", group="Go to", app_action="app.focus_next"),
    Action("previous", "shift+tab", "Control before", "Tab goes on", group="Go to", app_action="app.focus_previous"),
    Action("undo", "u", "Undo", "The last change, with the network as it was trained", group="Change"),
    Action("redo", "U,upper_u", "Redo", "Makes it again", shown_key="U", group="Change"),
    Action("open", "ctrl+o", "Open…", "A link, saved work, points, or resume what was cut off", group="In and out"),
    Action("save", "w,ctrl+s", "Save…", "The work as it is, to go on with later", group="In and out"),
    Action("export", "ctrl+e", "Export…", "Code, ONNX, numbers, pictures", group="In and out"),
    Action("copy-link", "y", "Copy the link", "Of this state, for the web page too", group="In and out"),
    Action(
        "show-hidden",
        "v",
        "Show what is hidden",
        "Controls that a link hides, or hide them again",
        group="In and out",
    ),
    Action(
        "palette", "c", "Next palette", "Other colours for the pictures", group="Program", app_action="app.next_palette"
    ),
    Action("glossary", "slash", "Search the cards", "Every term, explained", shown_key="/", group="Program"),
    Action("help", "question_mark,f1", "Help", "What has the focus; twice: the keys", "Help", "?", group="Program"),
    Action(
        "redraw",
        "ctrl+l",
        "Redraw",
        "All of the screen, when something has spoilt it",
        group="Program",
        app_action="app.redraw",
    ),
    Action("quit", "q", "Quit", "Leave", "Quit", group="Program", app_action="app.quit"),
)
