"""What the app remembers for a report of a crash: the last actions, and the error itself."""

import asyncio
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from textual.app import App
from textual.css.query import NoMatches
from textual.worker import WorkerFailed

from nntui.storage.reports import record_action

if TYPE_CHECKING:
    from textual.actions import ActionParseResult
    from textual.dom import DOMNode


class Supervised(App[None]):
    """An app that leaves quietly after an unexpected error, and keeps the error for its caller.

    Textual would print the traceback with the values of all variables, the person's data among them.

    Attributes:
        crash: The error that ended the app, if one did.
    """

    crash: Exception | None = None

    async def run_action(
        self,
        action: "str | ActionParseResult",
        default_namespace: "DOMNode | None" = None,
        namespaces: "Mapping[str, DOMNode] | None" = None,
    ) -> bool:
        """Does an action, and remembers its name."""
        name = action.partition("(")[0] if isinstance(action, str) else action[1]
        if name.rpartition(".")[2] != "do":  # a command, which is remembered by its own name
            record_action(name)
        return await super().run_action(action, default_namespace, namespaces)

    def on_load(self) -> None:
        """Before there is a terminal: an error in a callback of the event loop, as of the terminal, counts, too."""
        asyncio.get_running_loop().set_exception_handler(self._on_error_in_loop)

    def _on_error_in_loop(self, loop: asyncio.AbstractEventLoop, context: dict[str, Any]) -> None:
        error = context.get("exception")
        if "handle" in context and isinstance(error, Exception):
            self._handle_exception(error)
        # What else it tells of are tasks that nobody waited for; by itself it would print them over the picture.

    def _handle_exception(self, error: Exception) -> None:
        # The one place that Textual hands every unexpected error to. It has no public name.
        if isinstance(error, WorkerFailed) and isinstance(error.error, NoMatches):
            return  # the command palette was closed while it looked for commands
        if self.is_headless:  # a test is to see the error itself
            super()._handle_exception(error)
            return
        if self.crash is None:
            self.crash = error
        self.exit(return_code=1)
        self.panic()  # with nothing to print: ends the app even where its messages are no longer handled
