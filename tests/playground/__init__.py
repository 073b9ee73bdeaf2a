"""The playground under Textual's Pilot: opened with a fixed seed, driven by keys and mouse, waited for and read."""

import sys
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path
from time import monotonic
from typing import Any

from textual.events import Key, MouseDown, MouseEvent, MouseMove, MouseScrollDown, MouseScrollUp, MouseUp
from textual.geometry import Offset
from textual.pilot import Pilot
from textual.widget import Widget

from nntui.app import PlaygroundApp
from nntui.drawing.palette import ColorLevel
from nntui.experiment.experiment import Experiment
from nntui.playground.screen import PlaygroundScreen
from nntui.session.session import TrainingSession
from nntui.storage.start import StartState
from nntui.widgets.cell_widget import CellWidget

SEED = "0.59734"
LIMIT = 30.0
"""Seconds that only a hang can reach."""


class ListeningApp(PlaygroundApp):
    """Keeps what the person is told."""

    CSS_PATH = Path(sys.modules[PlaygroundApp.__module__].__file__ or "").with_name("app.tcss")

    def __init__(
        self, start: StartState, state_folder: Path | None = None, preferences_file: Path | None = None
    ) -> None:
        super().__init__(start, preferences_file, color_level=ColorLevel.TRUECOLOR, state_folder=state_folder)
        self.told: list[tuple[str, str]] = []
        self.copied: list[str] = []

    def copy_to_clipboard(self, text: str) -> None:
        self.copied.append(text)
        super().copy_to_clipboard(text)

    def notify(self, message: str, *, severity: Any = "information", **options: Any) -> None:
        self.told.append((severity, message))
        super().notify(message, severity=severity, **options)


class Driver:
    """The playground as a person has it before them."""

    def __init__(self, app: ListeningApp, pilot: Pilot[None]) -> None:
        self.app = app
        self.pilot = pilot

    @property
    def session(self) -> TrainingSession:
        return self.app.session

    @property
    def experiment(self) -> Experiment:
        return self.session.experiment

    @property
    def epoch(self) -> int:
        return self.session.snapshot.epoch

    @property
    def shown_epoch(self) -> int:
        """The epoch that is on the screen; −1 before the first."""
        snapshot = self.screen.view.snapshot
        return -1 if snapshot is None else snapshot.epoch

    @property
    def screen(self) -> PlaygroundScreen:
        screen = self.app.screen_stack[0]
        assert isinstance(screen, PlaygroundScreen)
        return screen

    @property
    def told(self) -> str:
        """All that was said, a line each."""
        return "\n".join(message for _, message in self.app.told)

    @property
    def focused(self) -> str | None:
        widget = self.app.focused
        return widget and widget.id

    def one(self, selector: str) -> Widget:
        return self.app.screen.query_one(selector, Widget)

    def text(self, selector: str) -> str:
        """What a widget shows, without what surrounds it."""
        return text_of(self.one(selector))

    async def press(self, *keys: str) -> None:
        """Presses keys as a person does who looks at the screen after each.

        Pilot's own `press` waits for an idle processor, 40 ms at the least, and never sees one while it plays.
        """
        for key in keys:
            await self.rush(key)
            await self.until(self.is_shown)

    async def rush(self, *keys: str) -> None:
        """Presses keys faster than the display follows."""
        for key in keys:
            self.app.simulate_key(key)
        await self.pause()
        while self.app.has_input_waiting:  # for half a second at the most
            await self.pause()

    def type_ahead(self, text: str) -> None:
        """Characters in one packet, as a terminal sends them."""
        for character in text:
            self.app.post_message(Key({".": "full_stop", "-": "minus"}.get(character, character), character))

    def is_shown(self) -> bool:
        """Whether the asked epochs are trained and shown; while it plays there is always a newer frame."""
        player, replay = self.session.player, self.session.replay
        if player.playing or (replay is not None and replay.is_playing):
            return True
        is_idle = player.is_preparing or player.wait(0)
        is_idle &= replay is None or replay.wait(0)
        return is_idle and self.screen.view.snapshot is self.session.shown

    async def enter(self, text: str) -> None:
        """Replaces what the field with the focus holds, and enters it."""
        await self.press("ctrl+u")
        await self.rush(*text)
        await self.press("enter")

    async def pause(self) -> None:
        """Lets every widget take what waits for it, and what that made others send in turn."""
        for _ in range(3):
            await self.pilot.pause(0)

    async def click(self, selector: str | Widget, x: int = 0, y: int = 0) -> None:
        at = self._place(selector, x, y)
        self._mouse(MouseMove, *at)
        self._mouse(MouseDown, *at)
        self._mouse(MouseUp, *at)
        await self.pause()
        await self.until(self.is_shown)

    async def hover(self, selector: str | Widget, x: int = 0, y: int = 0) -> None:
        self._mouse(MouseMove, *self._place(selector, x, y))
        await self.pause()

    async def wheel(self, selector: str | Widget, up: bool) -> None:
        self._mouse(MouseScrollUp if up else MouseScrollDown, *self._place(selector, 1, 0))
        await self.pause()
        await self.until(self.is_shown)

    def _place(self, selector: str | Widget, x: int, y: int) -> tuple[int, int]:
        widget = self.one(selector) if isinstance(selector, str) else selector
        column, row = widget.content_region.offset + Offset(x, y)
        assert self.app.get_widget_at(column, row)[0] is widget, f"{widget} is covered at {x}, {y}"
        return column, row

    async def drag(self, selector: str, *places: tuple[int, int], button: int = 1) -> None:
        """Draws a stroke over a widget."""
        column, row = self.one(selector).content_region.offset
        at = [(column + x, row + y) for x, y in places]
        self._mouse(MouseDown, *at[0], button=button)
        for place in at[1:]:
            self._mouse(MouseMove, *place, button=button)
        self._mouse(MouseUp, *at[-1], button=button)
        await self.pause()
        await self.until(self.is_shown)

    def _mouse(self, kind: type[MouseEvent], column: int, row: int, button: int = 1) -> None:
        """What a terminal's mouse does, as Textual hears of it."""
        button = button if kind in (MouseDown, MouseUp) else 0
        self.app.post_message(kind(None, column, row, 0, 0, button, False, False, False, column, row))

    async def until(self, happened: Callable[[], object]) -> None:
        """Waits for something."""
        end = monotonic() + LIMIT
        while not happened():
            assert monotonic() < end, "it never happened"
            await self.pilot.pause(0.005)

    async def settle(self) -> None:
        """Waits until nothing is trained and the newest frame is on the screen."""
        assert self.session.player.wait(LIMIT), "the session still trains"
        await self.until(self.is_shown)
        await self.pause()


def lines_of(widget: Widget) -> list[str]:
    """The lines of a widget's content, as the screen would show them now."""
    if isinstance(widget, CellWidget):
        widget.render_lines(widget.size.region)  # draws for a size that it has not heard of yet, as for the screen
    return ["".join(segment.text for segment in widget.render_line(y)) for y in range(widget.size.height)]


def text_of(widget: Widget) -> str:
    """The lines of a widget's content."""
    return "\n".join(line.rstrip() for line in lines_of(widget))


@asynccontextmanager
async def opened(size: tuple[int, int] = (80, 24), notes: tuple[str, ...] = (), **values: Any) -> AsyncIterator[Driver]:
    """The playground on a terminal of this size, with these settings."""
    async with opened_with(StartState(Experiment(**({"seed": SEED} | values)), notes=notes), size) as driver:
        yield driver


@asynccontextmanager
async def opened_with(
    start: StartState,
    size: tuple[int, int] = (80, 24),
    state_folder: Path | None = None,
    preferences_file: Path | None = None,
) -> AsyncIterator[Driver]:
    """The playground as it starts with something."""
    app = ListeningApp(start, state_folder, preferences_file)
    async with app.run_test(size=size, notifications=True) as pilot:
        driver = Driver(app, pilot)
        await driver.settle()
        yield driver
