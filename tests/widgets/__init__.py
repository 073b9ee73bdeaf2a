"""Widgets alone, in an app that does nothing but keep what they say."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

from textual import on
from textual.app import ComposeResult
from textual.events import Key, MouseDown, MouseMove, MouseUp
from textual.pilot import Pilot
from textual.widget import Widget

from nntui.widgets.input_order import InputOrder
from nntui.widgets.messages import ExperimentEdit
from nntui.widgets.network_diagram import NetworkDiagram

_KEYS = {".": "full_stop", ",": "comma", "-": "minus", "+": "plus"}
"""Textual's names of the characters that are typed."""


class Host(InputOrder):
    """Shows some widgets and keeps what they post and tell."""

    AUTO_FOCUS = ""

    def __init__(self, *widgets: Widget) -> None:
        super().__init__()
        self._shown_widgets = widgets
        self.edits: list[ExperimentEdit] = []
        self.nodes: list[tuple[int, int] | None] = []
        self.told: list[str] = []

    def compose(self) -> ComposeResult:
        yield from self._shown_widgets

    @on(ExperimentEdit)
    def _keep_edit(self, message: ExperimentEdit) -> None:
        self.edits.append(message)

    def on_network_diagram_node_shown(self, message: NetworkDiagram.NodeShown) -> None:
        self.nodes.append(message.node)

    def notify(self, message: str, **options: Any) -> None:
        self.told.append(message)


class Hosted:
    """A person before that app."""

    def __init__(self, host: Host, pilot: Pilot[None]) -> None:
        self.host = host
        self.pilot = pilot

    async def press(self, *keys: str) -> None:
        for key in keys:
            self.host.simulate_key(key)
            await self.pause()

    async def type(self, text: str) -> None:
        """All characters in one packet."""
        for character in text:
            self.host.post_message(Key(_KEYS.get(character, character), character))
        await self.pause()

    async def click(self, widget: Widget, x: int, y: int = 0) -> None:
        for kind in (MouseMove, MouseDown, MouseUp):
            self._mouse(kind, widget, x, y)
        await self.pause()

    async def hover(self, widget: Widget, x: int, y: int) -> None:
        self._mouse(MouseMove, widget, x, y)
        await self.pause()

    def _mouse(self, kind: Any, widget: Widget, x: int, y: int) -> None:
        column, row = widget.region.x + x, widget.region.y + y
        self.host.post_message(kind(None, column, row, 0, 0, 1, False, False, False, column, row))

    async def pause(self) -> None:
        for _ in range(3):
            await self.pilot.pause(0)


@asynccontextmanager
async def hosted(*widgets: Widget, size: tuple[int, int] = (80, 24)) -> AsyncIterator[Hosted]:
    host = Host(*widgets)
    async with host.run_test(size=size) as pilot:
        it = Hosted(host, pilot)
        await it.pause()
        yield it


def lines(widget: Widget) -> list[str]:
    return ["".join(segment.text for segment in widget.render_line(y)) for y in range(widget.size.height)]
