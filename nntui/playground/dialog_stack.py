"""An app whose dialogs and command palette do not close each other."""

from textual.app import App
from textual.await_complete import AwaitComplete
from textual.command import CommandPalette
from textual.theme import ThemeProvider

from nntui.language import _
from nntui.playground.textual_words import SEARCH_COMMANDS, SEARCH_THEMES
from nntui.widgets.no_repeats import forget_drawn_widgets


class DialogStack(App[None]):
    """Opens the command palette only where it lies over no dialog, and closes nothing that is closed already."""

    def action_command_palette(self) -> None:
        """Shows the command palette; not over a dialog, which might be answered behind it."""
        from nntui.playground.palette_commands import Palette

        if len(self.screen_stack) == 1:
            self.push_screen(
                Palette(placeholder=_(SEARCH_COMMANDS))
            )  # without an id: the one before may still be on its way out
        elif not isinstance(self.screen, CommandPalette):
            self.notify(_("Close this first: the commands are those of the playground"), timeout=3)

    def search_themes(self) -> None:
        """Shows the themes to choose from."""
        from nntui.playground.palette_commands import Palette

        self.push_screen(Palette(providers=[ThemeProvider], placeholder=_(SEARCH_THEMES)))

    def pop_screen(self) -> AwaitComplete:
        """Closes the dialog on top; a second key press that was meant for it finds it gone and does nothing."""
        if len(self.screen_stack) == 1:
            return AwaitComplete()
        forget_drawn_widgets()
        return super().pop_screen()
