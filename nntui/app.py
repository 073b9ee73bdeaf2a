"""The Textual application: its theme, its command palette and the way out."""

import asyncio
import gc
import os
import sys
import threading
import time
from collections.abc import Iterable, Mapping
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any, ClassVar

from textual.app import App, SystemCommand
from textual.await_complete import AwaitComplete
from textual.binding import Binding, BindingType
from textual.command import CommandPalette
from textual.driver import Driver
from textual.events import Resize
from textual.notifications import SeverityLevel
from textual.screen import Screen
from textual.theme import ThemeProvider

from nntui.drawing.palette import DEFAULT_PALETTE, PALETTES, ColorLevel
from nntui.keys.actions import HasKeymap, show_key
from nntui.playground.screen import PlaygroundScreen
from nntui.session.pacing import FRAME_RATE
from nntui.session.session import TrainingSession
from nntui.session.stopping import Notice
from nntui.storage.autosave import Autosave, sessions_in
from nntui.storage.preferences import Preferences, PreferencesError, load, save
from nntui.storage.start import StartState, saved_session_of
from nntui.system import call_on_signals, ending_signals, has_unix_terminal, terminal_is_gone
from nntui.terminal.direct import HasTerminal
from nntui.terminal.settings import wants_textual
from nntui.themes import AUTO_THEME, PLAYGROUND_DARK, PLAYGROUND_LIGHT
from nntui.widgets.cell_widget import LEVEL_VARIABLE, PALETTE_VARIABLE

_SIGNAL_EXIT = 128
EXIT_HANGUP = _SIGNAL_EXIT + 1
_REPEAT_WINDOW_S = 3.0
"""Seconds in which the same message is not told again."""
_TERMINAL_CHECK_S = 5.0
"""Seconds between two looks at whether the terminal is still there."""
_LEVELS = {
    "standard": ColorLevel.STANDARD,
    "windows": ColorLevel.STANDARD,
    "256": ColorLevel.EIGHT_BIT,
    "truecolor": ColorLevel.TRUECOLOR,
}


def leave_without_terminal(descriptor: int) -> None:
    """Ends the process when the terminal is gone and no signal said so.

    Textual's event loop is then blocked by writes that nobody takes, and its input thread spins, for ever: so this runs
    in a thread of its own and asks nobody.
    """
    while not terminal_is_gone(descriptor):
        time.sleep(_TERMINAL_CHECK_S)
    os._exit(EXIT_HANGUP)


def driver_class() -> type[Driver] | None:
    """Ours where there is a Unix terminal; Textual's own choice elsewhere, and where the person asks for that.

    `TEXTUAL_DRIVER` names a driver of Textual or of one's own, and `NNTUI_TERMINAL=textual` leaves our layer out.
    """
    if os.environ.get("TEXTUAL_DRIVER") or wants_textual(os.environ) or not has_unix_terminal():
        return None
    from nntui.terminal.driver import TerminalDriver

    return TerminalDriver


class PlaygroundApp(HasTerminal, HasKeymap, App[None]):
    """The neural-network playground.

    Args:
        start: What to start with.
        preferences_file: The person's own settings; theme and palette are remembered there. None when left out.
        color_level: What the terminal can show; it is asked when left out.
        frame_rate: Frames per second at first; what the person prefers when left out.
        usual_frame_rate: Frames per second at first for who prefers nothing.
        state_folder: Where work is saved by itself; nowhere when left out.
    """

    TITLE = "nntui"
    CSS_PATH = "app.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("ctrl+c", "quit", "Quit", show=False, priority=True, id="interrupt"),
        Binding("ctrl+z", "suspend_process", "Into the shell", show=False, id="suspend"),
    ]

    def __init__(
        self,
        start: StartState,
        preferences_file: Path | None = None,
        color_level: ColorLevel | None = None,
        frame_rate: float | None = None,
        usual_frame_rate: float = FRAME_RATE.default,
        state_folder: Path | None = None,
    ) -> None:
        self._color_level = color_level
        super().__init__(driver_class=driver_class())
        self._automatic_theme = PLAYGROUND_DARK.name
        self._is_shown = False
        self._last_told = ("", 0.0)
        self._start = start
        self.session = TrainingSession(start.experiment, snapshot=start.snapshot, link_extras=start.link_extras)
        self.session.set_speed(start.speed)
        self._state_folder = state_folder
        self._autosave = None if state_folder is None else self._make_autosave(sessions_in(state_folder))
        self._preferences_file = preferences_file
        self.register_theme(PLAYGROUND_DARK)
        self.register_theme(PLAYGROUND_LIGHT)
        self._preferences, self._complaints = self._load_preferences()
        self._palette = self._preferences.palette or DEFAULT_PALETTE
        self._frame_rate = frame_rate or self._preferences.fps or usual_frame_rate
        chosen = self._preferences.theme
        self.follows_background = chosen in (None, AUTO_THEME)
        self._no_theme = chosen  # as the file says that none is chosen
        self.theme = self._automatic_theme if chosen in (None, AUTO_THEME) else chosen
        self.keymap = self._preferences.keys
        self.set_keymap(self.keymap)

    def take_background(self, is_light: bool) -> None:
        """A theme that nobody has chosen follows the background of the terminal."""
        if self.follows_background and self.theme == self._automatic_theme:
            self._automatic_theme = (PLAYGROUND_LIGHT if is_light else PLAYGROUND_DARK).name
            self.theme = self._automatic_theme

    def _load_preferences(self) -> tuple[Preferences, tuple[str, ...]]:
        if self._preferences_file is None:
            return Preferences(), ()
        allowed = {"theme": (AUTO_THEME, *self.available_themes), "palette": tuple(PALETTES)}
        return load(self._preferences_file, allowed, self._read_keys)

    @classmethod
    def all_bindings(cls) -> tuple[BindingType, ...]:
        """The bindings of the screen and of the app, what counts more first."""
        command_palette = Binding(cls.COMMAND_PALETTE_BINDING, "command_palette", "Commands")
        return (*PlaygroundScreen.BINDINGS, *cls.BINDINGS, *App.BINDINGS, command_palette)

    def _read_keys(self, table: Mapping[str, object]) -> tuple[Mapping[str, str], tuple[str, ...]]:
        from nntui.keys.keymap import read_keymap

        return read_keymap(table, self.all_bindings())

    def _save_preferences(self) -> None:
        if self._preferences_file is None:
            return
        is_automatic = self.follows_background and self.theme == self._automatic_theme
        theme = self._no_theme if is_automatic else self.theme
        palette = None if self._palette == DEFAULT_PALETTE else self._palette
        chosen = replace(self._preferences, theme=theme, palette=palette)
        try:
            save(self._preferences_file, chosen, self._preferences)
        except PreferencesError as error:
            self.notify(f"Not remembered: {error}", severity="warning", markup=False)
        else:
            self._preferences = chosen

    def _tell_complaints(self, screen: PlaygroundScreen) -> None:
        """What is amiss in the file of preferences, each sentence without the path, which all of them begin with."""
        path = f"{self._preferences_file}"
        if self._complaints:
            sentences = (sentence.removeprefix(f"{path}: ") for sentence in self._complaints)
            screen.tell("Your preferences", (f"in {path}:", *sentences))

    @property
    def color_level(self) -> ColorLevel:
        """What the terminal can show."""
        if self._color_level is not None:
            return self._color_level
        if self.no_color:
            return ColorLevel.MONOCHROME
        return _LEVELS.get(self.console.color_system or "", ColorLevel.MONOCHROME)

    def get_theme_variable_defaults(self) -> dict[str, str]:
        """Tells the widgets which palette to draw with; a change of it repaints them all."""
        palette = getattr(self, "_palette", DEFAULT_PALETTE)  # asked for while the base class is still being made
        return {PALETTE_VARIABLE: palette, LEVEL_VARIABLE: self.color_level.name}

    def get_key_display(self, binding: Binding) -> str:
        """A key that the person has chosen is shown in the footer as everywhere else."""
        return show_key(binding.key) if binding.id in self.keymap else super().get_key_display(binding)

    def choose_palette(self, name: str) -> None:
        """Draws with another palette from now on, and remembers it."""
        self._palette = name
        self.refresh_css(animate=False)
        self._save_preferences()

    def action_next_palette(self) -> None:
        """The next palette, round and round."""
        names = list(PALETTES)
        self.choose_palette(names[(names.index(self._palette) + 1) % len(names)])
        kind = PALETTES[self._palette]
        self.notify(f"{kind.label}: {kind.help}", title="Palette", timeout=3)

    def get_system_commands(self, screen: Screen[Any]) -> Iterable[SystemCommand]:
        """The palettes, beside Textual's own commands."""
        # Textual's list of keys would take a third of the screen; ? shows ours.
        yield from (command for command in super().get_system_commands(screen) if command.title != "Keys")
        for name, kind in PALETTES.items():
            yield SystemCommand(f"Palette {kind.label}", kind.help, partial(self.choose_palette, name))

    def action_command_palette(self) -> None:
        """Shows the command palette."""
        from nntui.playground.palette_commands import Palette

        if not any(isinstance(screen, CommandPalette) for screen in self.screen_stack):
            self.push_screen(Palette(id="--command-palette"))

    def search_themes(self) -> None:
        """Shows the themes to choose from."""
        from nntui.playground.palette_commands import Palette

        self.push_screen(Palette(providers=[ThemeProvider], placeholder="Search for themes…"))

    def pop_screen(self) -> AwaitComplete:
        """Closes the dialog on top; a second key press that was meant for it finds it gone and does nothing."""
        return super().pop_screen() if len(self.screen_stack) > 1 else AwaitComplete()

    def notify(
        self,
        message: str,
        *,
        title: str = "",
        severity: SeverityLevel = "information",
        timeout: float | None = None,
        markup: bool = True,
    ) -> None:
        """Tells something; what was told just now is not told again on top of it."""
        last, self._last_told = self._last_told, (message, time.monotonic())
        if last[0] != message or self._last_told[1] - last[1] > _REPEAT_WINDOW_S:
            super().notify(message, title=title, severity=severity, timeout=timeout, markup=markup)

    def on_ready(self) -> None:
        """The first picture is there: from here on memory is tidied again, but for what stays for good anyway."""
        self._is_shown = True
        gc.collect()
        gc.freeze()
        gc.enable()
        screen = self.screen_stack[0]
        if isinstance(screen, PlaygroundScreen):
            self._tell_complaints(screen)
            if self._start.is_plain:
                screen.offer_to_resume()

    def on_resize(self, event: Resize) -> None:
        """A terminal of another size has moved things about, so everything is sent again."""
        if self.terminal is None:
            return
        if self.terminal.resize(*event.size):
            self.screen.refresh()
        elif self._is_shown:
            self.terminal.redraw()  # it may have been another size for a moment, too short to be told of it

    def action_redraw(self) -> None:
        """Sends the whole screen again."""
        if self.terminal is not None:
            self.terminal.redraw()

    def on_mount(self) -> None:
        """From now on a change of theme is the person's, and a terminal that is gone ends the app."""
        self.theme_changed_signal.subscribe(self, lambda _: self._save_preferences())
        if not self.is_headless:
            call_on_signals(asyncio.get_running_loop(), ending_signals(), self._leave_on_signal)
            threading.Thread(target=leave_without_terminal, args=(sys.stdin.fileno(),), daemon=True).start()

    def get_default_screen(self) -> PlaygroundScreen:
        """The playground itself is the first screen."""
        return PlaygroundScreen(
            self.session,
            notes=self._start.notes,
            frame_rate=self._frame_rate,
            width=self.size.width,
            file=self._start.file,
            autosave=self._autosave,
        )

    def on_unmount(self) -> None:
        """The threads end with the app, however that ends."""
        self.session.close()
        if self._autosave is not None:
            self._autosave.close(is_done=not self.return_code)

    async def action_quit(self) -> None:
        """Leaves; asks first when the work would be lost by that."""
        autosave = self._autosave
        if autosave is None or not autosave.failure or self._is_asked_twice():
            self.exit()
            return
        from nntui.dialogs.choice import ChoiceScreen, Offer

        offers = [
            Offer("save", "Save", "to a file of its own, somewhere else"),
            Offer("leave", "Leave", "without what was not saved"),
        ]

        def take(answer: str | None) -> None:
            if answer == "leave":
                self.exit()
            elif answer == "save" and isinstance(self.screen, PlaygroundScreen):
                self.screen.action_save()

        text = f"Your work could not be saved by itself: {autosave.failure}"
        self.push_screen(ChoiceScreen("Leave?", offers, text, way_out="stays"), take)

    def _is_asked_twice(self) -> bool:
        """Whether who is asked already wants to leave once more."""
        return len(self.screen_stack) > 1

    @property
    def unsaved(self) -> str:
        """Why the work as it is could not be saved by itself; "" if it was, or there was nothing to save."""
        return "" if self._autosave is None else self._autosave.failure

    @property
    def has_saved(self) -> bool:
        """Whether the work has been saved by itself, so that it can be resumed."""
        return self._autosave is not None and self._autosave.has_saved

    def _make_autosave(self, folder: Path) -> Autosave:
        def told(sentence: str) -> None:
            self.session.tell(Notice(sentence, failed=True))

        autosave = Autosave(folder, partial(saved_session_of, self.session), told)
        if self._start.found is not None:
            autosave.replace(self._start.found)
        return autosave

    def _leave_on_signal(self, number: int) -> None:
        """Saves first: the terminal may be gone, and what is left of the way out may take its time."""
        if self._autosave is not None:
            self._autosave.close(is_done=False)
        self.exit(return_code=_SIGNAL_EXIT + number)
