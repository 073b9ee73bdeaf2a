"""The Textual application: its theme, its command palette and the way out."""

from typing import ClassVar

from textual.app import App
from textual.binding import Binding, BindingType
from textual.theme import Theme

from nntui.engine.experiment import Experiment
from nntui.screens.playground import PlaygroundScreen
from nntui.session import TrainingSession

PLAYGROUND_DARK = Theme(
    name="playground",
    primary="#3fa9f5",
    secondary="#f59322",
    accent="#ffd166",
    foreground="#e8eaeb",
    background="#14171a",
    surface="#1b1f23",
    panel="#242a30",
    success="#6fbf73",
    warning="#f5b722",
    error="#ff6b57",
    dark=True,
)
PLAYGROUND_LIGHT = Theme(
    name="playground-light",
    primary="#0877bd",
    secondary="#c46a00",
    accent="#b3005e",
    foreground="#22303c",
    background="#fafafa",
    surface="#f0f2f3",
    panel="#e3e7ea",
    success="#2e7d32",
    warning="#9a6a00",
    error="#c62828",
    dark=False,
)


class PlaygroundApp(App[None]):
    """The neural-network playground.

    Args:
        experiment: What is opened at first.
        notes: Sentences about it that the person should read, as about a link that was not wholly understood.
    """

    TITLE = "nntui"
    CSS_PATH = "app.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("ctrl+c", "quit", "Quit", show=False, priority=True, id="interrupt"),
    ]

    def __init__(self, experiment: Experiment, notes: tuple[str, ...] = ()) -> None:
        super().__init__()
        self.session = TrainingSession(experiment)
        self._notes = notes
        self.register_theme(PLAYGROUND_DARK)
        self.register_theme(PLAYGROUND_LIGHT)
        self.theme = PLAYGROUND_DARK.name

    def get_default_screen(self) -> PlaygroundScreen:
        """The playground itself is the first screen."""
        return PlaygroundScreen(self.session, self._notes)

    def on_unmount(self) -> None:
        """The thread ends with the app, however that ends."""
        self.session.close()
