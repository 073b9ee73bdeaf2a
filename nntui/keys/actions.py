"""Everything that can be done by a key, as data: the bindings, the command palette and the help are made from it."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from textual.binding import Binding
from textual.keys import format_key

from nntui.engine.datasets import DATASETS, WEB_DATASETS, Dataset
from nntui.language import N_, _, later, translated


@dataclass(frozen=True)
class Action:
    """Something the person can do on the playground.

    Attributes:
        id: Names the binding, and the command in `playground.commands` that it runs.
        keys: Keys, with commas between; "" for what stands in the command palette alone.
        title: In the command palette and the help.
        help: A line more.
        footer: The word in the footer, in English: the footer translates it; "" for none.
        shown_key: The key as the footer and the help show it, in English; Textual's own form when "".
        group: The heading in the help.
        app_action: The app's action that it is instead of a command; "" for a command.
        words: Other words by which it is looked for.
    """

    id: str
    keys: str
    title: str = translated()
    help: str = translated()
    footer: str = ""
    shown_key: str = ""
    group: str = translated(N_("Play"))
    app_action: str = ""
    words: str = translated("")

    @property
    def action(self) -> str:
        """As Textual names it."""
        return self.app_action or do(self.id)

    @property
    def binding(self) -> Binding:
        """As Textual takes it; made once, and so without a word of the language in use."""
        return Binding(
            self.keys,
            self.action,
            self.footer,
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
        return _(self.shown_key or self.keys)


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
    for number, dataset in enumerate(WEB_DATASETS.values(), start=1):
        yield _choosing(str(number), str(number), dataset)


def _choosing(id: str, key: str, dataset: Dataset) -> Action:
    title = later(lambda: _("Data set {name}").format(name=dataset.label))
    return Action(f"dataset-{id}", key, title, later(lambda: dataset.help), group=N_("Data"))


ACTIONS: tuple[Action, ...] = (
    Action("play", "space", N_("Play or pause"), N_("Train until it is paused"), N_("Play"), N_("space")),
    Action("step", "s", N_("Step"), N_("Train one epoch"), N_("Step")),
    Action("step-ten", "S,upper_s", N_("Ten steps"), N_("Train ten epochs"), shown_key="S"),
    Action("restart", "r", N_("Reset"), N_("Back to the same first weights"), N_("Reset")),
    Action(
        "new-weights",
        "R,upper_r",
        N_("New first weights"),
        N_("On the same data: the next start of the seed"),
        shown_key="R",
    ),
    Action("slower", "comma", N_("Slower"), N_("Fewer epochs a second"), shown_key=","),
    Action("faster", "full_stop", N_("Faster"), N_("More epochs a second; at last as fast as it can"), shown_key="."),
    Action(
        "fewer-frames",
        "less_than_sign",
        N_("Fewer frames"),
        N_("Draw the screen less often, for a slow line or a busy machine"),
        shown_key="<",
    ),
    Action("more-frames", "greater_than_sign", N_("More frames"), N_("Draw it more often"), shown_key=">"),
    Action("run-until", "e", N_("Run until…"), N_("Train to an epoch or to a test loss")),
    Action(
        "paint",
        "a",
        N_("Paint points"),
        N_("Your own points in the decision grid, by keys or with the mouse"),
        group=N_("Data"),
    ),
    Action(
        "take-points",
        "A,upper_a",
        N_("Take these points as your own"),
        N_("To add to them, or to erase some"),
        shown_key="A",
        group=N_("Data"),
    ),
    Action(
        "clear-points",
        "E,upper_e",
        N_("Erase your own points"),
        N_("All of them; u brings them back"),
        shown_key="E",
        group=N_("Data"),
    ),
    Action("new-data", "g", N_("New data"), N_("New points from a new seed"), N_("New data"), group=N_("Data")),
    *_dataset_actions(),
    Action(
        "datasets",
        "D,upper_d",
        N_("All data sets"),
        N_("Those of the problem by their pictures, to choose one"),
        shown_key="D",
        group=N_("Data"),
    ),
    Action("test-data", "t", N_("Show test data"), N_("Draw the test points too"), group=N_("Output")),
    Action("discretize", "x", N_("Discretize output"), N_("Show only its sign"), group=N_("Output")),
    Action(
        "add-neuron",
        "plus,equals_sign",
        N_("Add a neuron"),
        N_("To the layer under the cursor"),
        shown_key="+",
        group=N_("Network"),
    ),
    Action(
        "remove-neuron",
        "minus",
        N_("Remove a neuron"),
        N_("From the layer under the cursor"),
        shown_key="-",
        group=N_("Network"),
    ),
    Action(
        "add-layer",
        "right_square_bracket",
        N_("Add a layer"),
        N_("Behind the one under the cursor"),
        shown_key="]",
        group=N_("Network"),
    ),
    Action(
        "remove-layer",
        "left_square_bracket",
        N_("Remove a layer"),
        N_("The one under the cursor"),
        shown_key="[",
        group=N_("Network"),
    ),
    Action(
        "zero-initialization",
        "z",
        N_("Zero initialization"),
        N_("All weights start at 0, or as the seed gives"),
        group=N_("Network"),
    ),
    Action(
        "more-parameters",
        "P,upper_p",
        N_("More parameters…"),
        N_("Optimizer, schedule, loss, initialization, dropout, more features"),
        shown_key="P",
        group=N_("Network"),
        words=N_("shuffle, classes, activation by layer, momentum, Adam, decay, cross-entropy, Xavier, He"),
    ),
    Action(
        "own-feature",
        "F,upper_f",
        N_("Own feature…"),
        N_("A formula in x1 and x2 as one more input"),
        shown_key="F",
        group=N_("Network"),
    ),
    Action("inspect", "i", N_("Inspect a neuron"), N_("Its sum, term by term, at the crosshair"), group=N_("Network")),
    Action(
        "one-iteration",
        "b",
        N_("One iteration by its numbers"),
        N_("Forward, error, backward and update of a neuron in the next batch"),
        group=N_("Network"),
    ),
    Action(
        "in-words",
        "W,upper_w",
        N_("In words"),
        N_("Losses, boundary and settings in sentences, to read or to copy"),
        shown_key="W",
        group=N_("Network"),
        words=N_("accuracy, summary, screen reader"),
    ),
    Action("jump", "semicolon", N_("Jump"), N_("A letter on every control"), shown_key=";", group=N_("Go to")),
    Action("go-data", "d", N_("Go to Data"), N_("Data set, noise, share for training, batch size"), group=N_("Go to")),
    Action("go-features", "f", N_("Go to Features"), N_("What the network sees"), group=N_("Go to")),
    Action("go-network", "n", N_("Go to Network"), N_("Hidden layers and neurons"), group=N_("Go to")),
    Action(
        "go-parameters",
        "p",
        N_("Go to Parameters"),
        N_("Learning rate, activation, …"),
        group=N_("Go to"),
    ),
    Action("go-output", "o", N_("Go to Output"), N_("Test data, discretize"), group=N_("Go to")),
    Action(
        "go-plot",
        "O,upper_o",
        N_("Go to the losses"),
        N_("Replay the run: ← and → show other epochs"),
        shown_key="O",
        group=N_("Go to"),
    ),
    Action(
        "next",
        "tab",
        N_("Next control"),
        N_("Shift+Tab goes back"),
        group=N_("Go to"),
        app_action="app.focus_next",
    ),
    Action(
        "previous",
        "shift+tab",
        N_("Control before"),
        N_("Tab goes on"),
        group=N_("Go to"),
        app_action="app.focus_previous",
    ),
    Action(
        "runs",
        "V,upper_v",
        N_("Runs…"),
        N_("All runs in a table: side by side, bring one back, pin, lab report"),
        shown_key="V",
        group=N_("Change"),
    ),
    Action(
        "many-starts",
        "M,upper_m",
        N_("Many starts…"),
        N_("Trains 20 starts beside, or as many as you like: how often does it work?"),
        shown_key="M",
        group=N_("Play"),
    ),
    Action(
        "runs-in-plot",
        "G,upper_g",
        N_("Other runs behind the losses"),
        N_("The last run, pinned ones and many starts, or none"),
        shown_key="G",
        group=N_("Output"),
    ),
    Action(
        "confusion",
        "C,upper_c",
        N_("Confusion matrix…"),
        N_("Which classes are taken for which: counts and shares, live"),
        shown_key="C",
        group=N_("Output"),
    ),
    Action("undo", "u", N_("Undo"), N_("The last change, with the network as it was trained"), group=N_("Change")),
    Action("redo", "U,upper_u", N_("Redo"), N_("Makes it again"), shown_key="U", group=N_("Change")),
    Action(
        "lessons",
        "m",
        N_("Lessons…"),
        N_("The list of lessons; in a lesson its menu"),
        N_("Lessons"),
        group=N_("Lessons"),
    ),
    Action("glossary", "slash", N_("Every term…"), N_("Search the cards"), shown_key="/", group=N_("Lessons")),
    Action("next-task", "N,upper_n", N_("Next task"), N_("Goes on, or skips it"), shown_key="N", group=N_("Lessons")),
    Action("previous-task", "B,upper_b", N_("Task before"), N_("Back to it"), shown_key="B", group=N_("Lessons")),
    Action(
        "hint",
        "T,upper_t",
        N_("Hint"),
        N_("One more; at the end it is done for you"),
        shown_key="T",
        group=N_("Lessons"),
    ),
    Action(
        "open",
        "ctrl+o",
        N_("Open…"),
        N_("A link, saved work, points, results, or what was cut off"),
        group=N_("In and out"),
        words=N_("load, resume, restore, continue, import, CSV"),
    ),
    Action("save", "w,ctrl+s", N_("Save…"), N_("The work as it is, to go on with later"), group=N_("In and out")),
    Action("export", "ctrl+e", N_("Export…"), N_("Code, ONNX, numbers, pictures"), group=N_("In and out")),
    Action("copy-link", "y", N_("Copy the link"), N_("Of this state, for the web page too"), group=N_("In and out")),
    Action(
        "hide-controls",
        "Y,upper_y",
        N_("Link that hides controls…"),
        N_("For students: choose what they do not see"),
        shown_key="Y",
        group=N_("In and out"),
    ),
    Action(
        "show-hidden",
        "v",
        N_("Show what is hidden"),
        N_("Controls that a link hides, or hide them again"),
        group=N_("In and out"),
    ),
    Action(
        "palette",
        "c",
        N_("Next palette"),
        N_("Other colours for the pictures"),
        group=N_("Program"),
        app_action="app.next_palette",
    ),
    Action(
        "language",
        "I,upper_i",
        N_("Language"),
        N_("Of all words; the network and its training go on"),
        shown_key="I",
        group=N_("Program"),
        app_action="app.choose_language",
    ),
    Action(
        "help",
        "question_mark,f1",
        N_("Help"),
        N_("What has the focus; pressed twice, the keys"),
        N_("Help"),
        "?",
        group=N_("Program"),
    ),
    Action(
        "redraw",
        "ctrl+l",
        N_("Redraw"),
        N_("All of the screen, when something has spoilt it"),
        group=N_("Program"),
        app_action="app.redraw",
    ),
    Action("quit", "q", N_("Quit"), N_("Leave"), N_("Quit"), group=N_("Program"), app_action="app.quit"),
)

PALETTE_ACTIONS: tuple[Action, ...] = tuple(
    _choosing(name, "", dataset) for name, dataset in DATASETS.items() if not dataset.is_web
)
"""What stands in the command palette and has no key."""
