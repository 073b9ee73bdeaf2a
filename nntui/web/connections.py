"""How many connections there are at once, and how long one that asks for nothing stays open."""

import asyncio
import logging
from collections.abc import Callable, Container
from contextlib import suppress
from typing import Any

from aiohttp import web

from nntui.errors import reason_of
from nntui.language import _

SILENT_S = 10.0
"""Seconds after which a connection is closed that has sent no whole request."""
SPARE = 64
"""Connections beside those of the visitors: browsers that load the page, or wait for a place."""
_DESCRIPTORS_WITHOUT_BOUND = 10_240
"""Open files to ask for where the system names no bound; macOS allows no more."""


class Connections:
    """Makes the connections of a server; one too many costs the oldest that carries no visit.

    Args:
        server: What answers a connection.
        most: So many at once.
        kept: The connections that carry a visit.
    """

    def __init__(self, server: web.Server, most: int, kept: Container[asyncio.BaseProtocol]) -> None:
        self._server, self._most, self._kept = server, most, kept

    def __call__(self) -> asyncio.Protocol:
        """Answers a new connection."""
        alive = [each for each in self._server.connections if each.transport and not each.transport.is_closing()]
        idle = [each for each in alive if each not in self._kept]
        for each in idle[: max(0, len(alive) + 1 - self._most)]:
            if isinstance(each.transport, asyncio.Transport):
                each.transport.abort()  # to close it would wait for a browser that takes nothing
        return self._server()


def raise_descriptor_limit() -> None:
    """Lets this process open as many files as the system allows it."""
    import resource

    most = resource.getrlimit(resource.RLIMIT_NOFILE)[1]
    wanted = _DESCRIPTORS_WITHOUT_BOUND if most == resource.RLIM_INFINITY else most
    with suppress(OSError, ValueError):
        if wanted > resource.getrlimit(resource.RLIMIT_NOFILE)[0]:
            resource.setrlimit(resource.RLIMIT_NOFILE, (wanted, most))


def tell_of_faults(loop: asyncio.AbstractEventLoop, tell: Callable[[str], None]) -> None:
    """Has what goes wrong in the event loop told in a sentence, in place of a traceback.

    Args:
        loop: The event loop.
        tell: Told the sentence.
    """

    def told(loop: asyncio.AbstractEventLoop, context: dict[str, Any]) -> None:
        error = context.get("exception")
        reason = reason_of(error) if isinstance(error, OSError) else str(error or context.get("message"))
        tell(_("A visitor could not be served: {reason}").format(reason=reason))

    loop.set_exception_handler(told)
    logging.getLogger("asyncio").addHandler(logging.NullHandler())  # its warnings are of connections that dropped
