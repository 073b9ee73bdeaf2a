"""The footer: the keys that are active, as many as fit, for the mouse too."""

from textual.app import App, ComposeResult
from textual.binding import Binding, BindingType
from textual.events import AppBlur, AppFocus, MouseDown, MouseMove
from textual.screen import ModalScreen, Screen
from textual.widgets import Button

from nntui.widgets.key_footer import COMMANDS, KeyFooter
from tests.widgets import lines

KEYS = {"a": "Alpha", "b": "Beta", "c": "Gamma"}


class FocusedButton(Button):
    """Has a key of its own."""

    BINDINGS = [Binding("x", "own", "Own")]  # noqa: RUF012


class FooterScreen(Screen[None]):
    """Has keys, one of which can be switched off."""

    AUTO_FOCUS = ""
    BINDINGS: list[BindingType] = [Binding(key, word.lower(), word) for key, word in KEYS.items()]  # noqa: RUF012

    def compose(self) -> ComposeResult:
        yield FocusedButton("one", id="one")
        yield KeyFooter()

    def check_action(self, action: str, parameters: object) -> bool | None:
        return None if action == "gamma" and self.app.is_off else True  # type: ignore[attr-defined]


class FooterApp(App[None]):
    """Keeps the keys that the footer presses."""

    is_off = False

    def __init__(self) -> None:
        super().__init__()
        self.pressed: list[str] = []

    def get_default_screen(self) -> Screen[None]:
        return FooterScreen()

    def simulate_key(self, key: str) -> None:
        self.pressed.append(key)

    def bell(self) -> None:
        self.pressed.append("bell")

    @property
    def footer(self) -> KeyFooter:
        return self.screen.query_one(KeyFooter)

    @property
    def words(self) -> list[str]:
        return [key.word for _, key in self.footer.placed_keys]

    def mouse(self, kind: type[MouseMove | MouseDown], word: str) -> None:
        x, y = lines(self.footer)[0].index(word), self.size.height - 1
        self.post_message(kind(None, x, y, 0, 0, 1, False, False, False, x, y))


async def settled(pilot) -> None:
    for _ in range(3):
        await pilot.pause(0)


async def test_it_shows_the_keys_of_the_screen_and_the_command_palette_at_the_right_edge():
    async with FooterApp().run_test(size=(60, 10)) as pilot:
        (line,) = lines(pilot.app.footer)
        assert line.startswith(" a Alpha  b Beta  c Gamma ")
        assert line.endswith("▏ ^p Commands")
        assert len(line) == 60


async def test_keys_that_do_not_fit_are_left_out_as_a_whole():
    async with FooterApp().run_test(size=(60, 10)) as pilot:
        for width, words in ((38, ["Alpha", "Beta", "Gamma"]), (37, ["Alpha", "Beta"]), (21, ["Alpha"]), (20, [])):
            await pilot.resize_terminal(width, 10)
            await settled(pilot)
            assert pilot.app.words == [*words, COMMANDS], width
            shown = lines(pilot.app.footer)[0]
            assert all(word in shown for word in (*words, COMMANDS))


async def test_the_keys_of_what_has_the_focus_come_first_and_go_with_it():
    async with FooterApp().run_test(size=(60, 10)) as pilot:
        pilot.app.query_one("#one").focus()
        await settled(pilot)
        assert lines(pilot.app.footer)[0].startswith(" x Own  a Alpha ")
        pilot.app.screen.set_focus(None)
        await settled(pilot)
        assert lines(pilot.app.footer)[0].startswith(" a Alpha ")


async def test_hidden_actions_have_no_key():
    async with FooterApp().run_test(size=(60, 10)) as pilot:
        pilot.app.footer.hidden_actions = frozenset({"beta"})
        pilot.app.screen.refresh_bindings()
        await settled(pilot)
        assert lines(pilot.app.footer)[0].startswith(" a Alpha  c Gamma ")


async def test_a_click_presses_the_key_and_one_that_does_nothing_rings():
    app = FooterApp()
    app.is_off = True
    async with app.run_test(size=(60, 10)) as pilot:
        app.mouse(MouseDown, "Beta")
        app.mouse(MouseDown, "Gamma")
        app.mouse(MouseDown, COMMANDS)
        await settled(pilot)
        assert app.pressed == ["b", "bell", "ctrl+p"]


async def test_the_key_under_the_mouse_is_marked():
    async with FooterApp().run_test(size=(60, 10)) as pilot:
        app = pilot.app

        def grounds() -> dict[str, object]:
            return {segment.text.strip(): segment.style.bgcolor for segment in app.footer.render_line(0)}

        before = grounds()
        app.mouse(MouseMove, "Beta")
        await settled(pilot)
        marked = grounds()
        assert {text for text in marked if marked[text] != before.get(text)} == {"b", "Beta"}
        app.mouse(MouseMove, COMMANDS)
        await settled(pilot)
        assert app.footer.tooltip, "what the palette is, is explained"
        app.post_message(MouseMove(None, 0, 0, 0, 0, 0, False, False, False, 0, 0))
        await settled(pilot)
        assert grounds() == before
        assert app.footer.tooltip is None


async def test_without_the_focus_from_the_start_it_shows_the_keys_all_the_same():
    app = FooterApp()

    class BlurredFirst(FooterScreen):
        """The terminal says that it is not in front before anything is drawn."""

        def on_mount(self) -> None:
            self.app.app_focus = False

    app.get_default_screen = BlurredFirst  # type: ignore[method-assign]
    async with app.run_test(size=(60, 10)) as pilot:
        await settled(pilot)
        assert lines(app.footer)[0].startswith(" a Alpha ")


async def test_keys_of_what_had_the_focus_stay_while_the_terminal_is_not_in_front():
    async with FooterApp().run_test(size=(60, 10)) as pilot:
        app = pilot.app
        app.query_one("#one").focus()
        await settled(pilot)
        before = lines(app.footer)
        app.post_message(AppBlur())
        await settled(pilot)
        assert app.focused is None
        assert lines(app.footer) == before
        app.post_message(AppFocus())
        await settled(pilot)
        assert lines(app.footer) == before


async def test_it_mounts_nothing_however_often_keys_change():
    async with FooterApp().run_test(size=(60, 10)) as pilot:
        for _ in range(5):
            pilot.app.query_one("#one").focus()
            await settled(pilot)
            pilot.app.screen.set_focus(None)
            await settled(pilot)
        assert not pilot.app.footer.children


class OpenedAtOnce(FooterScreen):
    """Opens a dialog before anything is drawn."""

    BINDINGS: list[BindingType] = [Binding("d", "screen.delta", "Delta")]  # noqa: RUF012

    def on_mount(self) -> None:
        self.app.push_screen(RefusingDialog())

    def on_screen_resume(self) -> None:
        self.refresh_bindings()


class RefusingDialog(ModalScreen[None]):
    """Says of every action that there is none, as one does whose widgets are not there yet."""

    def check_action(self, action: str, parameters: object) -> bool | None:
        return False


async def test_under_a_dialog_it_keeps_its_keys_and_is_right_as_soon_as_that_is_closed():
    app = FooterApp()
    app.get_default_screen = OpenedAtOnce  # type: ignore[method-assign]
    async with app.run_test(size=(60, 10)) as pilot:
        footer = app.screen_stack[0].query_one(KeyFooter)
        under = app.screen_stack[0]
        await settled(pilot)
        assert isinstance(app.screen, RefusingDialog)
        assert lines(footer)[0].startswith(" a Alpha  b Beta  c Gamma  d Delta ")
        app.is_off = True
        under.refresh_bindings()
        await settled(pilot)
        assert [key.is_enabled for _, key in footer.placed_keys] == [True] * 5
        app.pop_screen()
        await settled(pilot)
        assert [key.word for _, key in footer.placed_keys if not key.is_enabled] == ["Gamma"]
