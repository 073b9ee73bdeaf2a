"""The Textual application: its theme, its command palette and the way out."""

import asyncio
import gc
import sys
from collections.abc import Iterable
from contextlib import suppress
from functools import partial
from pathlib import Path
from typing import Any, ClassVar

from textual.app import App, SystemCommand
from textual.binding import Binding, BindingType
from textual.screen import Screen

from nntui import language
from nntui.drawing.palette import DEFAULT_PALETTE, PALETTES, ColorLevel
from nntui.keys.actions import HasKeymap, show_key
from nntui.keys.by_place import KeysByPlace
from nntui.kiosk.place import forget_visit, visit
from nntui.language import N_, _
from nntui.playground.autosaving import autosave_of
from nntui.playground.card_keys import CardKeys
from nntui.playground.context import LessonFolders
from nntui.playground.dialog_stack import DialogStack
from nntui.playground.lesson_keys import LessonKeys
from nntui.playground.lesson_start import begin_with
from nntui.playground.preference_file import PreferenceFile
from nntui.playground.replay_keys import ReplayKeys
from nntui.playground.resuming import offer_to_resume
from nntui.playground.screen import PlaygroundScreen
from nntui.playground.supervision import Supervised
from nntui.playground.textual_words import unused, worded_commands, worded_message
from nntui.playground.visiting import Visiting
from nntui.playground.window_size import FollowsWindow
from nntui.session.pacing import FRAME_RATE
from nntui.session.session import TrainingSession
from nntui.storage.preferences import PreferencesError
from nntui.storage.start import StartState
from nntui.system import (
    SIGNAL_EXIT,
    call_on_signals,
    ending_signals,
    leave_for_sure,
    leave_without_terminal,
    start_thread,
)
from nntui.terminal.choice import driver_class
from nntui.themes import AUTO_THEME, PLAYGROUND_DARK, PLAYGROUND_LIGHT, ThemedStylesheet
from nntui.widgets.no_repeats import NoRepeats
from nntui.widgets.palette_choice import PaletteChoice
from nntui.widgets.plain_lines import ShowsPlainLines

_LAST_SAVE_S = 1.0
"""Seconds that who leaves waits for a disk, to learn whether the work is saved."""
_LAST_BEFORE_SAVED_S = 15.0
"""Seconds that may pass from a signal to the end where the work is not even saved by then."""


class PlaygroundApp(
    Visiting,
    ReplayKeys,
    LessonKeys,
    CardKeys,
    KeysByPlace,
    FollowsWindow,
    HasKeymap,
    ShowsPlainLines,
    PaletteChoice,
    DialogStack,
    NoRepeats,
    Supervised,
):
    """The neural-network playground.

    Args:
        start: What to start with.
        preferences_file: The person's own settings; theme, palette and language are remembered there. None when
            left out.
        color_level: What the terminal can show; it is asked when left out.
        frame_rate: Frames per second at first; what the person prefers when left out.
        usual_frame_rate: Frames per second at first where nothing is preferred.
        state_folder: Where work is saved by itself; nowhere when left out.
        lessons_folder: A teacher's lessons; what the person prefers when left out.
        is_web: Whether the terminal is that of the page that `nntui serve` hands out.
    """

    TITLE = "nntui"
    CSS_PATH = "app.tcss"
    ALLOW_SELECT = False
    """Textual's marking of text fails where a screen is closed under the mouse; terminals mark text with shift held."""
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("ctrl+c", "quit", N_("Quit"), show=False, priority=True, id="interrupt"),
        Binding("ctrl+z", "suspend_process", N_("Into the shell"), show=False, id="suspend"),
    ]

    def __init__(
        self,
        start: StartState,
        preferences_file: Path | None = None,
        color_level: ColorLevel | None = None,
        frame_rate: float | None = None,
        usual_frame_rate: float = FRAME_RATE.default,
        state_folder: Path | None = None,
        lessons_folder: Path | None = None,
        is_web: bool = False,
    ) -> None:
        self._color_level = color_level
        super().__init__(driver_class=driver_class(is_web=is_web))
        self.stylesheet = ThemedStylesheet(variables=self.get_css_variables())
        self._automatic_theme = PLAYGROUND_DARK.name
        self._start = start
        self.session = TrainingSession(
            start.experiment,
            snapshot=start.snapshot,
            link_extras=start.link_extras,
            lesson=start.lesson,
            runs=start.runs,
            checkpoints=start.checkpoints,
        )
        self.session.player.set_speed(start.speed)
        self._autosave = None if visit() else autosave_of(self.session, start, state_folder)
        self.register_theme(PLAYGROUND_DARK)
        self.register_theme(PLAYGROUND_LIGHT)
        self._remembered = PreferenceFile(preferences_file, (AUTO_THEME, *self.available_themes), self.all_bindings())
        preferences = self._remembered.preferences
        self._lesson_folders = LessonFolders(state_folder, lessons_folder)
        self.palette_name = preferences.palette or DEFAULT_PALETTE
        self._frame_rate = frame_rate or preferences.fps or usual_frame_rate
        chosen = preferences.theme
        self.follows_background = chosen in (None, AUTO_THEME)
        self._language = preferences.language
        self._no_theme = chosen  # as the file says that none is chosen
        self.theme = self._automatic_theme if chosen in (None, AUTO_THEME) else chosen
        self.keymap = preferences.keys
        self.set_keymap(self.keymap)

    def take_background(self, is_light: bool) -> None:
        """A theme that nobody has chosen follows the background of the terminal."""
        if self.follows_background and self.theme == self._automatic_theme:
            self._automatic_theme = (PLAYGROUND_LIGHT if is_light else PLAYGROUND_DARK).name
            self.theme = self._automatic_theme

    @classmethod
    def all_bindings(cls) -> tuple[BindingType, ...]:
        """The bindings of the screen and of the app, what counts more first."""
        command_palette = Binding(cls.COMMAND_PALETTE_BINDING, "command_palette", N_("Commands"))
        return (*PlaygroundScreen.BINDINGS, *cls.BINDINGS, *App.BINDINGS, command_palette)

    def get_key_display(self, binding: Binding) -> str:
        """A key that the person has chosen is shown in the footer as everywhere else."""
        return show_key(binding.key) if binding.id in self.keymap else _(super().get_key_display(binding))

    @property
    def playground(self) -> PlaygroundScreen:
        """The screen that lies under all dialogs."""
        screen = self.screen_stack[0]
        assert isinstance(screen, PlaygroundScreen)
        return screen

    def get_default_screen(self) -> PlaygroundScreen:
        """The playground itself is the first screen."""
        return PlaygroundScreen(
            self.session,
            notes=self._start.notes,
            frame_rate=self._frame_rate,
            width=self.size.width,
            file=self._start.file,
            autosave=self._autosave,
            lessons=self._lesson_folders,
            remembered=self._remembered,
        )

    # Colours

    def choose_palette(self, name: str) -> None:
        """Draws with another palette from now on, and remembers it."""
        super().choose_palette(name)
        self._remember()

    def _remember(self) -> None:
        is_automatic = self.follows_background and self.theme == self._automatic_theme
        theme = self._no_theme if is_automatic else self.theme
        try:
            self._remembered.remember(theme, self.palette_name, self._language)
        except PreferencesError as error:
            self.notify(_("Not remembered: {error}").format(error=error), severity="warning", markup=False)

    def get_system_commands(self, screen: Screen[Any]) -> Iterable[SystemCommand]:
        """The palettes and the languages, beside Textual's own commands."""
        yield from worded_commands(
            each for each in super().get_system_commands(screen) if each.title not in unused(self.is_web)
        )
        for name, kind in PALETTES.items():
            title = _("Palette {name}").format(name=kind.label)
            yield SystemCommand(title, kind.help, partial(self.choose_palette, name))
        for code, own_name in language.languages().items():
            yield SystemCommand(_("Language {name}").format(name=own_name), code, partial(self.choose_language, code))

    # The language

    def action_choose_language(self) -> None:
        """Offers the languages."""
        from nntui.dialogs.questions import ChooseOne, Offer

        offers = tuple(Offer(code, name, code) for code, name in language.languages().items())

        def take(code: str | None) -> None:
            if code is not None:
                self.choose_language(code)

        self.playground.playground.screen.ask(ChooseOne(_("Language"), offers, here=language.current()), take)

    def choose_language(self, code: str) -> None:
        """Says everything in another language from now on, and remembers it. What is trained goes on.

        Args:
            code: One of `languages()`.
        """
        language.use(code)
        self._language = code
        self.clear_notifications()
        self.playground.view.retranslate()
        self._remember()

    def notify(self, message: str, **options: Any) -> None:
        """Shows a message; what Textual itself says is translated."""
        super().notify(worded_message(message), **options)

    # The terminal

    def on_ready(self) -> None:
        """The first picture is there: from here on memory is tidied again, but for what stays for good anyway."""
        self.is_shown = True
        gc.collect()
        gc.freeze()
        gc.enable()
        self._remembered.complain(self.playground.playground)
        begin_with(self.playground.playground, self._start)
        if self._start.results is not None:
            from nntui.playground.results import show_results

            show_results(self.playground.playground, self._start.results)
        if self._start.is_plain:
            offer_to_resume(self.playground.playground)
        self.welcome()

    def on_mount(self) -> None:
        """From now on a change of theme is the person's, and a terminal that is gone ends the app."""
        self.theme_changed_signal.subscribe(self, lambda _theme: self._remember())
        if not self.is_headless:
            call_on_signals(asyncio.get_running_loop(), ending_signals(), self._leave_on_signal, self._limit_way_out)
            start_thread(leave_without_terminal, "nntui-watcher", sys.stdin.fileno(), forget_visit)

    # The way out

    async def action_quit(self) -> None:
        """Leaves; asks first when the work would be lost by that, and again for as long as that is not answered."""
        await self._save_before_leaving()
        if not (self.unsaved or self.is_lost_with_visit):
            self.exit(return_code=0)
            return
        from nntui.playground.leaving import ask_to_leave, is_leave_question

        asked = [screen for screen in self.screen_stack if is_leave_question(getattr(screen, "question", None))]
        leave = partial(self.exit, return_code=1 if self.unsaved else 0)
        if self.screen in asked:
            leave()
        elif asked:
            getattr(self.screen, "action_cancel", self.pop_screen)()  # what lies over the question
        else:
            ask_to_leave(self.playground.playground, self.unsaved, leave)

    async def _save_before_leaving(self) -> None:
        """Tries to save what is new, so that it is known whether to ask; for a slow disk waits a second only."""
        autosave, loop, done = self._autosave, asyncio.get_running_loop(), asyncio.Event()
        if autosave is None or autosave.failure:
            return

        def save() -> None:
            autosave.catch_up()
            with suppress(RuntimeError):  # the loop is closed
                loop.call_soon_threadsafe(done.set)

        if start_thread(save, "nntui-last-save") is not None:
            with suppress(TimeoutError):
                await asyncio.wait_for(done.wait(), _LAST_SAVE_S)

    def on_unmount(self) -> None:
        """The threads end with the app, however that ends."""
        try:
            self.session.close()
        finally:
            self._close_autosave()

    def run(self, *arguments: Any, **options: Any) -> Any:
        """Runs the app; whatever goes wrong on its way out, the work is saved."""
        try:
            return super().run(*arguments, **options)
        finally:
            self._close_autosave()

    def _close_autosave(self) -> None:
        if self._autosave is not None:
            self._autosave.close(is_done=not self.return_code and self.crash is None)

    @property
    def unsaved(self) -> str:
        """Why the work as it is could not be saved by itself; "" if it was, or there was nothing to save."""
        return "" if self._autosave is None else self._autosave.failure

    @property
    def has_saved(self) -> bool:
        """Whether the work has been saved by itself, so that it can be resumed."""
        return self._autosave is not None and self._autosave.has_saved

    def _leave_on_signal(self, number: int) -> None:
        """Saves first: the terminal may be gone, and what is left of the way out may take its time."""
        if self.part_on_signal(number):
            return
        if self._autosave is not None:
            self._autosave.close(is_done=False)
        self.leave_at_last(SIGNAL_EXIT + number)
        self.exit(return_code=SIGNAL_EXIT + number)

    def _limit_way_out(self, number: int) -> None:
        """The event loop may wait for a terminal that takes nothing, and then learns of no signal."""
        leave_for_sure(SIGNAL_EXIT + number, forget_visit, _LAST_BEFORE_SAVED_S)
