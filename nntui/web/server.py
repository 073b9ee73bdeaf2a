"""The server: it hands out the page, and joins each page that opens a line to a process of its own.

The line is a WebSocket. Binary messages are what the terminal shows, and what is typed; a text `[columns, rows]` is the
size of the window. Nobody else hears of what goes over a line, and what is sent waits for the browser to take it: the
process notices by the answers that stay out, and draws less often.
"""

import asyncio
import json
import logging
import signal
from collections.abc import Awaitable, Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass

from aiohttp import WSCloseCode, WSMsgType, web

from nntui.errors import reason_of
from nntui.experiment.shown_text import shorten
from nntui.language import _
from nntui.web import page
from nntui.web.addresses import ServeError, is_own_page, link_in, name_in, url_of
from nntui.web.connections import SILENT_S, SPARE, Connections, raise_descriptor_limit, tell_of_faults
from nntui.web.visitor import USUAL_SIZE, Size, Visitor, checked_size

ENDED, FULL = 4000, 4001
"""Why a line was closed; `static/page.mjs` has the same."""
MOST_BYTES = 65_536
"""Of a message that a page sends."""
_HEARTBEAT_S = 20.0
"""Seconds after which a browser that has said nothing is asked whether it is still there; it has half as long again."""
_SHUTDOWN_S = 5.0
_MOST_TOLD = 20
_BACKLOG = 128
"""Connections that wait to be taken."""
_QUIET_ENDS = {0, 129, -signal.SIGHUP}
"""Exit codes of a visitor's process that nobody needs to be told: by itself, or because the page was closed."""
_ENDS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
_KEPT_A_YEAR = "public, max-age=31536000, immutable"


@dataclass(frozen=True)
class Offer:
    """What is served.

    Attributes:
        command: The command line of a visitor's process, from the code of the visitor's language and the settings of
            a link (from # on; "" for none).
        environment: All variables of that process.
        most: So many visitors at once.
        tell: Told, in a sentence, what whoever serves should know.
        names: The names by which browsers may know the server, in lower case; None for any.
    """

    command: Callable[[str, str], list[str]]
    environment: Mapping[str, str]
    most: int
    tell: Callable[[str], None]
    names: frozenset[str] | None = None


class Server:
    """Serves the playground.

    Args:
        offer: What is served.
    """

    def __init__(self, offer: Offer) -> None:
        self._offer = offer
        self._lines: set[web.WebSocketResponse] = set()
        self._kept: set[asyncio.BaseProtocol] = set()
        self._told: set[str] = set()

    @property
    def visitors(self) -> int:
        """So many there are now."""
        return len(self._lines)

    def application(self) -> web.Application:
        """What answers the browsers."""
        application = web.Application(middlewares=[self._guarded])
        application.add_routes(
            [
                web.get("/", self._page),
                web.get(f"/{page.folder()}/{{name}}", self._file),
                web.get("/visit", self._visit),
            ]
        )
        application.on_shutdown.append(self._close)
        return application

    def connections(self, server: web.Server) -> Connections:
        """What takes the connections, and how many.

        Args:
            server: What answers them.
        """
        return Connections(server, self._offer.most + SPARE, self._kept)

    @web.middleware
    async def _guarded(
        self, request: web.Request, handler: Callable[[web.Request], Awaitable[web.StreamResponse]]
    ) -> web.StreamResponse:
        """A fault of ours is told in a sentence, and the others are served on."""
        try:
            return await handler(request)
        except (web.HTTPException, asyncio.CancelledError, ConnectionError):
            raise
        except Exception as error:
            self.tell(_("A visitor could not be served: {reason}").format(reason=f"{type(error).__name__}: {error}"))
            raise web.HTTPInternalServerError from None

    def tell(self, sentence: str) -> None:
        """Tells something once: a page that asks again and again fills no log."""
        if sentence not in self._told and len(self._told) < _MOST_TOLD:
            self._told.add(sentence)
            self._offer.tell(sentence)

    async def _page(self, request: web.Request) -> web.Response:
        code = page.language_for(request.headers.get("Accept-Language", ""))
        headers = {**page.HEADERS, "Cache-Control": "no-cache", "Vary": "Accept-Language"}
        return web.Response(text=page.page(code), content_type="text/html", headers=headers)

    async def _file(self, request: web.Request) -> web.Response:
        file = page.files().get(request.match_info["name"])
        if file is None:
            raise web.HTTPNotFound
        headers = {**page.HEADERS, "Cache-Control": _KEPT_A_YEAR, "Content-Encoding": "gzip"}
        return web.Response(body=file.packed, content_type=file.kind, charset="utf-8", headers=headers)

    async def _visit(self, request: web.Request) -> web.WebSocketResponse:
        """One visit, from the first byte to the end of the process."""
        origin, host = request.headers.get("Origin"), request.headers.get("Host")
        if not is_own_page(origin, host):
            sentence = _("A page from {origin} asked for a line to {host} and was refused; see README, In a browser")
            self.tell(sentence.format(origin=shorten(origin or "-"), host=shorten(host or "-")))
            raise web.HTTPForbidden
        name = name_in(host)
        if self._offer.names is not None and name not in self._offer.names:
            sentence = _(
                "A line to {name} was refused; if this server has that name for browsers, give it --name {name}"
            )
            self.tell(sentence.format(name=shorten(name)))
            raise web.HTTPForbidden
        line = web.WebSocketResponse(heartbeat=_HEARTBEAT_S, max_msg_size=MOST_BYTES)
        await line.prepare(request)
        if len(self._lines) >= self._offer.most:
            await line.close(code=FULL)
            return line
        self._lines.add(line)
        self._kept.add(request.protocol)
        try:
            await self._serve(line, request)
        finally:
            self._lines.discard(line)
            self._kept.discard(request.protocol)
        return line

    async def _serve(self, line: web.WebSocketResponse, request: web.Request) -> None:
        code = page.language_for(request.query.get("language", ""))
        command = self._offer.command(code, link_in(request.query.get("link", "")))
        try:
            visitor = await Visitor.start(command, self._offer.environment, _size_of(request.query))
        except OSError as error:
            self.tell(_("A visitor could not be served: {reason}").format(reason=reason_of(error)))
            await line.close(code=WSCloseCode.TRY_AGAIN_LATER)
            return
        showing = asyncio.create_task(_show(visitor, line))
        try:
            with suppress(TimeoutError):  # the process hangs
                await _listen(visitor, line)
        finally:
            showing.cancel()
            with suppress(asyncio.CancelledError):
                await showing
            exit_code = await visitor.end()
            if exit_code not in _QUIET_ENDS:
                self.tell(_("A visitor's playground ended with exit code {code}").format(code=exit_code))

    async def _close(self, application: web.Application) -> None:
        """The server ends, and so do all visits."""
        lines = (line.close(code=WSCloseCode.GOING_AWAY, drain=False) for line in [*self._lines])
        await asyncio.gather(*lines, return_exceptions=True)


async def _show(visitor: Visitor, line: web.WebSocketResponse) -> None:
    """Sends what the process shows, for as long as both are there."""
    try:
        while data := await visitor.read():
            await line.send_bytes(data)
        await line.close(code=ENDED)
    except ConnectionError:  # the browser is gone, which whoever listens to it notices
        return


async def _listen(visitor: Visitor, line: web.WebSocketResponse) -> None:
    """Hands over what the page sends, until the line is closed."""
    async for message in line:
        if message.type is WSMsgType.BINARY:
            await visitor.type(message.data)
        elif message.type is WSMsgType.TEXT:
            size = _size_in(message.data)
            if size is None:
                await line.close(code=WSCloseCode.POLICY_VIOLATION)
                return
            visitor.resize(size)


def _size_in(text: str) -> Size | None:
    try:
        columns, rows = json.loads(text)
    except (ValueError, TypeError, RecursionError):
        return None
    return checked_size(columns, rows)


def _size_of(query: Mapping[str, str]) -> Size:
    columns, rows = (query.get(name, "") for name in ("columns", "rows"))
    if not (columns.isdecimal() and rows.isdecimal() and len(columns + rows) < 10):
        return USUAL_SIZE
    return checked_size(int(columns), int(rows)) or USUAL_SIZE


async def serve(offer: Offer, host: str, port: int, on_ready: Callable[[str], None]) -> None:
    """Serves until the process is asked to end, by ctrl+c or a signal.

    Args:
        offer: What is served.
        host: Where to listen, a name or an address.
        port: Of 0 the system chooses a free one.
        on_ready: Called with the address of the page.

    Raises:
        ServeError: Nobody can listen there.
    """
    silent = logging.Logger("nntui.web")  # what goes wrong with a line is the visitor's, and no traceback
    silent.addHandler(logging.NullHandler())
    serving = Server(offer)
    raise_descriptor_limit()
    tell_of_faults(asyncio.get_running_loop(), serving.tell)
    runner = web.AppRunner(
        serving.application(),
        logger=silent,
        access_log=None,
        shutdown_timeout=_SHUTDOWN_S,
        keepalive_timeout=SILENT_S,
    )
    await runner.setup()
    try:
        assert runner.server is not None
        listener = await _listen_at(serving.connections(runner.server), host, port)
        try:
            end = asyncio.create_task(asked_to_end())
            await asyncio.sleep(0)  # from now on ctrl+c is heard
            on_ready(url_of(host, listener.sockets[0].getsockname()[1]))
            await end
        finally:
            listener.close()
    finally:
        await runner.cleanup()


async def asked_to_end() -> None:
    """Waits for ctrl+c, or for a signal that asks for the end; a second one does not disturb the end."""
    stopped = asyncio.Event()
    loop = asyncio.get_running_loop()
    caught = [number for number in _ENDS if signal.getsignal(number) is not signal.SIG_IGN]  # nohup has its way
    for number in caught:
        loop.add_signal_handler(number, stopped.set)
    try:
        await stopped.wait()
    finally:
        _ignore(loop, caught)


def _ignore(loop: asyncio.AbstractEventLoop, numbers: Sequence[signal.Signals]) -> None:
    """Ignores signals from now on: the event loop, when it is closed, would let them end the process."""
    before = signal.pthread_sigmask(signal.SIG_BLOCK, numbers)
    for number in numbers:
        loop.remove_signal_handler(number)
        signal.signal(number, signal.SIG_IGN)
    signal.pthread_sigmask(signal.SIG_SETMASK, before)


async def _listen_at(connections: Connections, host: str, port: int) -> asyncio.Server:
    try:
        return await asyncio.get_running_loop().create_server(
            connections, host, port, reuse_address=True, backlog=_BACKLOG
        )
    except (OSError, ValueError) as error:
        sentence = _("cannot listen on {host}, port {port}: {reason}")
        raise ServeError(sentence.format(host=shorten(host), port=port, reason=reason_of(error))) from None
