"""The screen in other languages: every text is looked up, none is cut, and the language changes while it trains."""

import re
from collections.abc import Iterator
from dataclasses import fields, is_dataclass
from importlib import resources

import pytest
from textual.binding import Binding
from textual.command import CommandList
from textual.widget import Widget
from textual.widgets import OptionList

from nntui import language
from nntui.dialogs.table import dialog_for
from nntui.drawing.gallery import tiles
from nntui.engine.activations import ACTIVATIONS
from nntui.engine.datasets import DATASETS, WEB_DATASETS
from nntui.engine.initializations import INITIALIZATIONS
from nntui.engine.losses import LOSSES
from nntui.engine.optimizers import OPTIMIZERS
from nntui.engine.schedules import SCHEDULES
from nntui.experiment.experiment import Experiment
from nntui.experiment.setting import Choice, Number, Setting
from nntui.experiment.settings import ACTIVATION, DATASET_SETTINGS
from nntui.formats.exports import EXPORTS
from nntui.keys.actions import ACTIONS
from nntui.language import _
from nntui.lessons.template import Template
from nntui.playground.display import is_in_sight
from nntui.playground.layout import compute_layout
from nntui.session.pacing import SPEED, SPEEDS
from nntui.session.stopping import Goal
from nntui.storage.start import StartState
from nntui.widgets.action_button import ActionButton
from nntui.widgets.cell_widget import CellWidget
from nntui.widgets.key_footer import KeyFooter
from nntui.widgets.stepper import Stepper
from nntui.widgets.text_lines import TextLines
from nntui.widgets.toggle import Toggle
from tests.catalogues import template
from tests.dialogs.test_dialogs import finished, questions
from tests.playground import SEED, Driver, lines_of, opened, opened_with, text_of

OPEN, CLOSE = "⟦", "⟧"
SIZES = [(80, 24), (120, 40)]
SYMBOLS = {"sin", "tanh", "max", "nntui"}
"""Formulas, and the name of the program."""
OF_FILES = ("path-list", "card-list")
"""Lists of what stands in files, or of their names."""
SOURCES = {
    word
    for registry in (ACTIVATIONS, INITIALIZATIONS, LOSSES, OPTIMIZERS, SCHEDULES)
    for entry in registry.values()
    for word in re.findall(r"[^\W\d_]+", entry.source)
}
"""Authors and titles of what has been published, which are as they are in every language."""
KEYS = {"ctrl", "shift", "tab", "esc", "enter", "bksp", "Escape"}


class Marking:
    """A catalogue that marks every text that it is asked for."""

    def gettext(self, message: str) -> str:
        return f"{OPEN}{message}{CLOSE}"

    def ngettext(self, one: str, many: str, count: int) -> str:
        return self.gettext(one if count == 1 else many)

    def pgettext(self, context: str, message: str) -> str:
        return self.gettext(message)


@pytest.fixture
def marked(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(language._Current, "catalogue", Marking())
    fill = Template.fill
    # Texts of cards have files of their own in each language.
    monkeypatch.setattr(Template, "fill", lambda *arguments: f"{OPEN}{fill(*arguments)}{CLOSE}")


_WORD = re.compile("[A-Za-zÀ-ÖØ-öø-ÿ]{2,}")


def unmarked_words(text: str) -> set[str]:
    """The words of a text that no catalogue was asked for. Of a text that is cut off, one mark is missing."""
    depth, outside = 0, []
    for letter in text:
        if letter == CLOSE and not depth:
            outside.clear()  # its beginning stands in the line before
        depth = max(0, depth + (letter == OPEN) - (letter == CLOSE))
        outside.append(letter if not depth and letter != CLOSE else " ")
    return set(_WORD.findall("".join(outside)))


def test_words_without_a_mark_are_found():
    assert unmarked_words("⟦Epoch ⟦inner⟧⟧ 12 · Loss ⟦cut o…") == {"Loss"}
    assert unmarked_words("x₁ 0.5 X₁X₂ in a line before⟧") == set()


def texts_of(widget: Widget) -> Iterator[str]:
    """What is to be read on a widget: each line of its cells, or its text as a whole, its titles and its tooltip."""
    is_drawn = widget.size.width and (isinstance(widget, CellWidget) or not widget.children)
    lines = lines_of(widget) if is_drawn else []
    if isinstance(widget, CellWidget):
        yield from lines
    elif not widget.children:
        yield " ".join(lines)
    for text in (widget.border_title, widget.border_subtitle, widget.tooltip):
        if isinstance(text, str):
            yield text


def shown_widgets(it: Driver) -> list[Widget]:
    """What is in sight of the screen on top, but for what stands in files."""
    widgets = it.app.screen.walk_children(Widget)
    return [each for each in widgets if each.region and is_in_sight(each) and each.id not in OF_FILES]


def check(it: Driver, allowed: set[str] = frozenset(), where: str = "") -> None:
    for widget in shown_widgets(it):
        for text in texts_of(widget):
            assert unmarked_words(text) <= SYMBOLS | KEYS | allowed, f"{where}: {widget}: {text}"


def words_in(thing: object) -> set[str]:
    """The words of the texts that a question is given."""
    if isinstance(thing, str):
        return set(_WORD.findall(thing))
    if is_dataclass(thing):
        return set().union(*(words_in(getattr(thing, field.name)) for field in fields(thing)))
    if isinstance(thing, (tuple, list)):
        return set().union(*map(words_in, thing))
    return words_in(str(thing)) if hasattr(thing, "parts") else set()


LANGUAGES = words_in(tuple(language.languages().items()))


@pytest.mark.parametrize("size", SIZES)
async def test_every_text_is_looked_up_in_the_catalogue(size, marked):
    async with opened(size=size, notes=()) as it:
        check(it, where="at first")
        for keys in (["s"], ["n", "down"], ["right", "right"], ["f", "down"], ["u"], ["U"], ["R"]):
            await it.press(*keys)
            check(it, where=f"after {keys}")
        await it.press("o", "right")
        check(it, where="at the crosshair")
        await it.press("a", "enter")
        check(it, where="painting")
        await it.press("escape", "p", "enter")
        check(it, where="typing")
        await it.press("escape", "ctrl+e")
        check(it, set().union(*(words_in(each.suffix) for each in EXPORTS.values())), where="exporting")
        await it.press("escape", "m")
        await it.pause()
        await it.press("enter")
        lesson = builtin_words()
        check(it, lesson, where="the opening of a lesson")
        await it.press("enter", "N")
        check(it, lesson, where="a lesson")
        await it.press("I")
        check(it, LANGUAGES, where="languages")
        await it.press("escape", "ctrl+p")
        await it.until(lambda: it.app.screen.query_one(CommandList).option_count)
        check(it, LANGUAGES, where="the commands")
        await it.press("z", "q", "x")
        await it.until(lambda: "No matches" in text_of(it.app.screen.query_one(CommandList)))
        check(it, {"zqx"}, where="no command")
        if size == SIZES[0]:  # they are as wide everywhere
            await it.press("escape")
            await all_dialogs(it)


def builtin_words() -> set[str]:
    """The words of the lessons, which have files of their own for every language."""
    folder = resources.files("nntui.lessons") / "builtin"
    return set().union(*(words_in(file.read_text("utf-8")) for file in folder.iterdir() if file.name.endswith(".md")))


async def all_dialogs(it: Driver) -> None:
    finished.clear()  # tests of dialogs leave it set, and then a dialog that waits closes at once
    try:
        for question in questions():
            dialog = dialog_for(question)
            it.app.push_screen(dialog)
            await it.pause()
            dialog.add_class("-seen")  # one that waits shows itself later
            await it.pause()
            check(it, words_in(question) | SOURCES, where=type(question).__name__)
            dialog.action_cancel()
            await it.pause()
    finally:
        finished.set()


# Nothing is cut

CODES = list(language.languages())
HINT = 36
"""Columns of the line below the network at 80×24."""
TITLE_EDGES = 6
"""Columns of a border with the blanks around its title."""


def longest(setting: Setting) -> int:
    """Columns of the longest value that a stepper walks to; beside activations of ours its name is cut."""
    if isinstance(setting, Choice):
        names = [name for name in setting.options if setting is not ACTIVATION or ACTIVATIONS[name].is_web]
        return max(len(setting.display(name)) for name in names)
    values = SPEEDS if setting is SPEED else setting.steps if isinstance(setting, Number) else (SEED,)
    return max(len(setting.display(value)) for value in values)


def needed(stepper: Stepper) -> int:
    """Columns of a stepper with its longest value; one that is typed does without its brackets."""
    return len(stepper.label) + bool(stepper.label) + longest(stepper.setting) + (0 if stepper.typed else 2)


def check_titles(it: Driver) -> None:
    for widget in shown_widgets(it):
        for title in (widget.border_title, widget.border_subtitle):
            assert not title or len(title) <= widget.region.width - TITLE_EDGES, title


@pytest.mark.parametrize("code", CODES)
async def test_no_text_is_cut_at_80x24(code):
    language.use(code)
    async with opened(hidden_layers=(8,) * 10, show_test_data=True) as it:
        parameters = [needed(each) for each in it.one("#parameters").query(Stepper)]
        assert sum(parameters) + len(parameters) - 1 <= 79
        activation = it.one("#activation")
        for name in ACTIVATION.options:
            activation.value = name
            await it.until(lambda: activation.size.width == activation.columns)
            await it.pause()
            assert activation.size.width <= needed(activation)
            whole, cut, value = text_of(activation).partition("… ")
            assert (value or whole).endswith(f"‹{ACTIVATION.display(name)}›")
            assert activation.label.startswith(whole) if cut else whole.startswith(f"{activation.label} ")
            assert not (cut and ACTIVATIONS[name].is_web)
        for stepper in it.one("#data").query(Stepper):
            assert needed(stepper) <= stepper.size.width, stepper.label
        for button in filter(lambda each: each.display, it.app.screen.query(ActionButton)):
            assert len(button.word) <= button.size.width - (button.id != "new-data"), button.word
        toggles = [each.size.width for each in it.app.screen.query(Toggle)]
        assert sum(toggles) + 1 <= it.one("#switches").size.width
        assert [len(each.label) + 1 for each in it.app.screen.query(Toggle)] == toggles
        title = it.text("#network").splitlines()[0]
        assert title.endswith("+"), title
        for lines in it.app.screen.query(TextLines):
            assert "…" not in text_of(lines), text_of(lines)
        assert len(it.text("#counters")) > len(_("Epoch {epoch}").format(epoch="000,000")), "the iterations have room"
        check_titles(it)
        all_keys_have_room(it)
        await it.press("n", "down")
        await it.until(lambda: it.screen.view.diagram.shown_node is not None)
        check_titles(it)
        await it.press("right", "1")
        all_keys_have_room(it)
        await it.press("escape", "o", "a")
        all_keys_have_room(it)
        assert "…" not in it.text("#readout")
        await it.press("escape", "p", "enter")
        all_keys_have_room(it)
        await it.press("escape")
        finished.clear()
        try:
            for question in questions():
                dialog = dialog_for(question)
                it.app.push_screen(dialog)
                await it.pause()
                check_titles(it)
                dialog.action_cancel()
                await it.pause()
        finally:
            finished.set()


def all_keys_have_room(it: Driver) -> None:
    """All but those that buttons show; while something is edited its own keys come first, and need it most."""
    screen = it.app.screen_stack[0]
    footer = screen.query_one(KeyFooter)
    shown = [key.action for _column, key in footer.placed_keys]
    of_screen = {each.action for each in screen.BINDINGS if isinstance(each, Binding)}
    wanted = [key for key in footer.active_keys if key.action not in of_screen] or footer.active_keys
    assert [key.word for key in wanted if key.action not in (*shown, *footer.spare_actions)] == []


SAMPLES = {
    "rate": 0.0001,
    "optimizer": "RMSProp",
    "momentum": 0.9,
    "regularization": "L1",
    "layer": 10,
    "zeros": 10,
    "weights": 1000,
    "dead": 10,
    "epoch": 9999,
    "size": 1,
}


@pytest.mark.parametrize("code", CODES)
def test_what_is_the_matter_fits_the_line_below_the_network(code):
    language.use(code)
    shown = [each.id for each in template() if any("session/diagnosis" in file for file, _line in each.locations)]
    assert len(shown) > 10
    for text in (
        *shown,
        "r begins from epoch 0 again",
        "No loss moves: space trains on",
        "{play} plays, {lessons} lessons, {help} helps",
    ):
        line = _(text).format(play=_("space").capitalize(), lessons="m", help="?", **SAMPLES)
        assert len(line) <= HINT, line


@pytest.mark.parametrize("code", CODES)
def test_a_command_and_its_key_have_a_line_of_the_palette(code):
    language.use(code)
    assert [title for action in ACTIONS if len(title := f"{action.title} ({action.key_shown({})})") > 72] == []


@pytest.mark.parametrize("code", CODES)
def test_what_can_be_exported_has_a_line_each(code):
    language.use(code)
    longest_label = max(len(each.title) for each in EXPORTS.values())
    assert [each.help for each in EXPORTS.values() if longest_label + 2 + len(each.help) > 72] == []


@pytest.mark.parametrize("code", CODES)
@pytest.mark.parametrize("size", [(100, 30), (120, 40), (160, 50), (200, 60)], ids=str)
async def test_the_names_of_the_gallery_have_room(code, size):
    language.use(code)
    layout = compute_layout(*size)
    for setting in DATASET_SETTINGS.values():
        labels = [
            DATASETS[name].parted_label or DATASETS[name].label for name in setting.options if name in WEB_DATASETS
        ]
        for tile in tiles(layout.data_width - 2, layout.gallery_height, labels) if layout.gallery_height else ():
            assert all(len(line) <= len(tile.columns) for line in tile.name), tile.name


# Another language while it runs


def screen_text(it: Driver) -> list[str]:
    strips = it.app.screen._compositor.render_strips()
    return ["".join(part.text for part in strip) for strip in strips]


async def test_another_language_changes_every_text_and_nothing_else(tmp_path):
    language.use("pt_BR")
    async with opened() as it:
        await it.press("S", "p", "right")
        await it.until(lambda: it.shown_epoch == 10)
        await it.settle()
        portuguese = screen_text(it)
    language.use("en")
    async with opened_with(StartState(Experiment(seed=SEED)), preferences_file=tmp_path / "preferences.toml") as it:
        await it.press("S", "p", "right")
        await it.until(lambda: it.shown_epoch == 10)
        await it.settle()
        english, trainer = screen_text(it), it.session.player
        await it.press("I", "down", "enter")
        await it.until(lambda: language.current() == "pt_BR")
        await it.pause()
        await it.press("I")
        await it.until(lambda: isinstance(it.app.focused, OptionList))
        options = it.app.focused
        assert str(options.get_option_at_index(options.highlighted).prompt).startswith("✓ Português")
        await it.press("enter")
        await it.until(lambda: it.app.screen is it.screen)
        await it.pause()
        assert language.current() == "pt_BR", "Enter keeps the one in use"
        assert screen_text(it) == portuguese
        assert it.focused == "learning-rate"
        assert "taxa" in str(it.one("#learning-rate").tooltip).lower()
        assert 'language = "pt_BR"' in (tmp_path / "preferences.toml").read_text()
        await it.press("space")
        await it.until(lambda: it.epoch > 12)
        it.app.choose_language("en")
        await it.pause()
        assert trainer is it.session.player
        assert trainer.playing
        await it.press("space")
        await it.settle()
        assert screen_text(it)[1:3] == english[1:3]
        assert screen_text(it)[-2:] == english[-2:]


async def test_what_a_run_has_ended_with_is_said_in_the_language_in_use():
    async with opened() as it:
        it.session.player.run_until(Goal(epoch=3))
        await it.until(lambda: it.session.player.end is not None)
        await it.settle()
        assert "goal reached" in it.text("#counters")
        it.app.choose_language("pt_BR")
        await it.pause()
        assert "meta atingida" in it.text("#counters")
