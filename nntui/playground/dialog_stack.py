"""An app whose dialogs and command palette do not close each other."""

from textual.app import App
from textual.await_complete import AwaitComplete
from textual.command import CommandPalette
from textual.theme import ThemeProvider
from textual.widget import Widget


class DialogStack(App[None]):
    """Opens the command palette only where it lies over no dialog, and closes nothing that is closed already."""

    def action_command_palette(self) -> None:
        """Shows the command palette; not over a dialog, which might be answered behind it."""
        from nntui.playground.palette_commands import Palette

        if len(self.screen_stack) == 1:
            self.push_screen(Palette())  # without an id: the one before may still be on its way out
        elif not isinstance(self.screen, CommandPalette):
            self.notify("Close this first: the commands are those of the playground", timeout=3)

    def search_themes(self) -> None:
        """Shows the themes to choose from."""
        from nntui.playground.palette_commands import Palette

        self.push_screen(Palette(providers=[ThemeProvider], placeholder="Search for themes…"))

    def pop_screen(self) -> AwaitComplete:
        """Closes the dialog on top; a second key press that was meant for it finds it gone and does nothing."""
        if len(self.screen_stack) == 1:
            return AwaitComplete()
        closed = self.screen
        done = super().pop_screen()
        # Textual remembers the last thousand widgets for as long as it runs, each with the lines that it drew last: a
        # hundred looks at the help would take 5 MB. A widget that is to be drawn again forgets them.
        for widget in closed.walk_children(Widget, with_self=True):
            widget.refresh()
        return done
