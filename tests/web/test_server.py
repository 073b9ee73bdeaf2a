"""The server before browsers that are none: who gets a line, how many, and what is left when one is closed."""

import asyncio
import errno
import os
import resource
import signal
import sys
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, suppress
from time import monotonic
from typing import Any

import pytest
from aiohttp import ClientSession, ClientWebSocketResponse, WSMsgType, WSServerHandshakeError, web

from nntui.web import page, server, visitor
from nntui.web.addresses import ServeError, accepted_names, is_loopback, is_own_page, link_in, name_in, url_of
from nntui.web.connections import raise_descriptor_limit, tell_of_faults
from nntui.web.server import ENDED, FULL, MOST_BYTES, Offer, Server
from nntui.web.visitor import Size, Visitor, checked_size
from tests.children import LIMIT
from tests.speaking import speaking

ECHO = """stty -echo; echo ready
while read word; do case $word in size) stty size;; end) exit 3;; *) echo $word;; esac; done"""
"""A program that answers, far lighter than the playground."""
DEAF = "trap '' HUP; echo ready; while :; do sleep 0.1; done"
SILENT_S = 0.15
ENVIRONMENT = {"PATH": "/usr/bin:/bin", "TERM": "xterm-256color"}


class Site:
    """A server, and a browser that says what it wants."""

    def __init__(self, serving: Server, port: int, session: ClientSession, told: list[str]) -> None:
        self.serving, self.session, self.told = serving, session, told
        self.host = f"127.0.0.1:{port}"

    async def line(self, origin: str | None = "own", query: str = "") -> ClientWebSocketResponse:
        headers = {} if origin is None else {"Origin": f"http://{self.host}" if origin == "own" else origin}
        return await self.session.ws_connect(f"http://{self.host}/visit{query}", headers=headers)


@asynccontextmanager
async def site(program: str = ECHO, most: int = 2, names: frozenset[str] | None = None) -> AsyncIterator[Site]:
    told: list[str] = []
    offer = Offer(lambda code, link: ["sh", "-c", program, "sh", code, link], ENVIRONMENT, most, told.append, names)
    serving = Server(offer)
    runner = web.AppRunner(serving.application(), shutdown_timeout=1, keepalive_timeout=SILENT_S)
    await runner.setup()
    assert runner.server is not None
    connections = serving.connections(runner.server)
    listener = await asyncio.get_running_loop().create_server(connections, "127.0.0.1", 0)
    try:
        async with ClientSession() as session:
            yield Site(serving, listener.sockets[0].getsockname()[1], session, told)
    finally:
        listener.close()
        await runner.cleanup()


async def shown(line: ClientWebSocketResponse, words: bytes) -> bytes:
    """Reads until the words are there."""
    seen = b""
    while words not in seen:
        message = await asyncio.wait_for(line.receive(), LIMIT)
        assert message.type is WSMsgType.BINARY, (message, seen)
        seen += message.data
    return seen


async def until(condition: Callable[[], bool]) -> None:
    start = monotonic()
    while not condition():
        assert monotonic() - start < LIMIT
        await asyncio.sleep(0.01)


async def closing_code(line: ClientWebSocketResponse) -> int | None:
    with suppress(asyncio.TimeoutError):
        while (await asyncio.wait_for(line.receive(), LIMIT)).type is WSMsgType.BINARY:
            pass
    return line.close_code


async def test_the_page_and_its_files_are_handed_out_and_nothing_else():
    async with site() as it:
        answer = await it.session.get(f"http://{it.host}/", headers={"Accept-Language": "pt-BR"})
        assert "Tentar agora" in await answer.text()
        assert answer.headers["Content-Security-Policy"] == page.HEADERS["Content-Security-Policy"]
        script = await it.session.get(f"http://{it.host}/{page.folder()}/page.mjs")
        assert script.content_type == "text/javascript"
        assert "WebSocket" in await script.text()
        for name in ("page.html", "README.md", "../page.py", "..%2fpage.py", "x"):
            assert (await it.session.get(f"http://{it.host}/{page.folder()}/{name}")).status == 404, name


async def test_a_line_shows_takes_keys_and_sizes_and_ends_with_the_program():
    async with site() as it:
        line = await it.line(query="?columns=91&rows=33")
        await shown(line, b"ready")
        await line.send_bytes(b"size\n")
        await shown(line, b"33 91")
        await line.send_str("[120, 40]")
        await line.send_bytes("size\nolá\n".encode())
        await shown(line, "40 120\r\nolá".encode())
        await line.send_bytes(b"end\n")
        assert await closing_code(line) == ENDED
        await until(lambda: it.serving.visitors == 0)
        assert it.told == ["A visitor's playground ended with exit code 3"]


async def test_one_too_many_is_told_so_and_gets_the_place_of_one_who_leaves():
    async with site(most=2) as it:
        first, second = await it.line(), await it.line()
        await shown(second, b"ready")
        assert await closing_code(await it.line()) == FULL
        await first.close()
        await until(lambda: it.serving.visitors == 1)
        await shown(await it.line(), b"ready")
        assert it.told == []


async def test_a_page_of_another_site_gets_no_line_and_that_is_told_once():
    async with site() as it:
        for origin in ("https://evil.example", f"http://{it.host}.evil.example", "null", None, "https://evil.example"):
            with pytest.raises(WSServerHandshakeError) as refusal:
                await it.line(origin)
            assert refusal.value.status == 403
        assert it.serving.visitors == 0
        assert len(it.told) == 4
        assert "https://evil.example" in it.told[0]


async def test_many_idle_connections_lock_nobody_out(monkeypatch):
    monkeypatch.setattr(server, "SPARE", 3)
    async with site(most=1) as it:
        line = await it.line()
        await shown(line, b"ready")
        address = it.host.split(":")
        idle = [await asyncio.open_connection(address[0], int(address[1])) for _ in range(30)]
        # All but the last ones are closed, and one that sends half a request is as idle as one that sends none.
        idle[-1][1].write(b"GET / HTTP/1.1\r\nHost:")
        for reader, _writer in idle[:26]:
            with suppress(ConnectionError):
                assert await asyncio.wait_for(reader.read(), LIMIT) == b""
        assert not idle[-1][0].at_eof()
        assert (await it.session.get(f"http://{it.host}/")).status == 200
        assert await asyncio.wait_for(idle[-1][0].read(), LIMIT) == b""
        await line.send_bytes(b"here\n")
        await shown(line, b"here")
        for _reader, writer in idle:
            writer.close()


async def test_what_goes_wrong_in_the_event_loop_is_told_once_in_a_sentence(capfd):
    told: list[str] = []
    serving = Server(Offer(lambda *_: [], {}, 1, told.append))
    loop = asyncio.get_running_loop()
    tell_of_faults(loop, serving.tell)
    for _ in range(100):
        error = OSError(errno.EMFILE, "Too many open files")
        loop.call_exception_handler({"message": "socket.accept() out of system resource", "exception": error})
    assert told == ["A visitor could not be served: Too many open files"]
    assert capfd.readouterr() == ("", "")


def test_as_many_files_can_be_open_as_the_system_allows():
    before = resource.getrlimit(resource.RLIMIT_NOFILE)
    try:
        resource.setrlimit(resource.RLIMIT_NOFILE, (before[0] - 10, before[1]))
        raise_descriptor_limit()
        assert resource.getrlimit(resource.RLIMIT_NOFILE)[0] > before[0] - 10
    finally:
        resource.setrlimit(resource.RLIMIT_NOFILE, before)


async def test_a_name_that_a_site_points_here_opens_no_line():
    async with site(names=accepted_names("127.0.0.1", "play.school.example")) as it:
        address = f"http://{it.host}/visit"
        for name in ("evil.example", "evil.example:8000", "localhost.evil.example", "127.0.0.1.evil.example:80"):
            with pytest.raises(WSServerHandshakeError) as refusal:
                await it.session.ws_connect(address, headers={"Origin": f"http://{name}", "Host": name})
            assert refusal.value.status == 403
        assert it.told[0].startswith("A line to evil.example was refused")
        assert len(it.told) == 3
        # What a browser behind `ssh -L` sends, whatever port it uses, and what nginx passes on as README has it.
        for origin in ("http://127.0.0.1:9000", "http://localhost:9000", "http://[::1]:9000"):
            line = await it.session.ws_connect(address, headers={"Origin": origin, "Host": origin[7:]})
            await shown(line, b"ready")
            await line.close()
            await until(lambda: it.serving.visitors == 0)  # else there may be no place for the next
        own = {"Origin": "https://play.school.example", "Host": "play.school.example", "Connection": "upgrade"}
        await shown(await it.session.ws_connect(address, headers=own), b"ready")


@pytest.mark.parametrize("message", ["[0, 5]", "[1e3, 5]", "{}", "no", "[" * 30_000, "[true]", '["80", "24"]'])
async def test_what_is_no_size_ends_the_line(message):
    async with site() as it:
        line = await it.line()
        await line.send_str(message)
        assert await closing_code(line) == 1008
        assert it.told == []


async def test_a_message_has_a_limit():
    async with site() as it:
        line = await it.line()
        await line.send_bytes(b"x" * (MOST_BYTES + 1))
        # The reason is lost where the line is cut with bytes still on their way.
        assert await closing_code(line) in (1009, 1006)
        await until(lambda: it.serving.visitors == 0)
        assert it.told == []


async def test_no_process_outlives_its_line_even_one_that_does_not_listen(monkeypatch):
    monkeypatch.setattr(visitor, "_PATIENCE_S", 0.2)
    started: list[Visitor] = []
    start = Visitor.start

    async def remembered(*arguments: Any) -> Visitor:
        started.append(await start(*arguments))
        return started[-1]

    monkeypatch.setattr(Visitor, "start", remembered)
    async with site(DEAF) as it:
        line = await it.line()
        await shown(line, b"ready")
        assert line._response.connection is not None
        line._response.connection.transport.abort()  # the line drops without a word
        await until(lambda: it.serving.visitors == 0)
        assert started[0]._process.returncode == -9
        # A server that ends takes its visitors with it.
        await shown(await it.line(), b"ready")
    assert started[1]._process.returncode is not None


async def test_a_program_that_cannot_be_started_is_told():
    async with site() as it:
        it.serving._offer = Offer(lambda *_: ["/nowhere/nntui"], {}, 2, it.told.append)
        assert await closing_code(await it.line()) == 1013
        assert it.told == ["A visitor could not be served: No such file or directory"]
        await until(lambda: it.serving.visitors == 0)


async def test_that_somebody_listens_already_is_said_in_the_language_in_use():
    async with site() as it:
        offer = Offer(lambda *_: [sys.executable], {}, 2, it.told.append)
        with speaking("pt_BR"), pytest.raises(ServeError, match="O endereço já está em uso"):
            await server.serve(offer, "127.0.0.1", int(it.host.rpartition(":")[2]), lambda _url: None)


async def test_where_nobody_can_listen_is_a_sentence(unknown_host):
    async with site() as it:
        port = int(it.host.rpartition(":")[2])
        offer = Offer(lambda *_: [sys.executable], {}, 2, it.told.append)
        for host, number in (("127.0.0.1", port), (unknown_host, 0), ("x" * 300, 0), ("192.0.2.1", 0)):
            with pytest.raises(ServeError, match="cannot listen on"):
                await server.serve(offer, host, number, lambda _url: pytest.fail("it listens"))


def test_ctrl_c_is_quiet_however_often_it_is_pressed():
    numbers = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
    # As in a terminal; what runs in the background of a shell would ignore ctrl+c from the start.
    before = [signal.signal(number, signal.default_int_handler) for number in numbers]

    async def pressed_twice() -> None:
        asyncio.get_running_loop().call_soon(os.kill, os.getpid(), signal.SIGINT)
        await server.asked_to_end()
        os.kill(os.getpid(), signal.SIGINT)

    try:
        asyncio.run(pressed_twice())
        # The event loop is closed, and has not put the handlers back that end the process.
        os.kill(os.getpid(), signal.SIGINT)
        assert {signal.getsignal(number) for number in numbers} == {signal.SIG_IGN}
    finally:
        for number, handler in zip(numbers, before, strict=True):
            signal.signal(number, handler)


# Addresses and sizes


@pytest.mark.parametrize(
    ("host", "expected"),
    [
        *(("127.0.0.1", True), ("127.9.9.9", True), ("::1", True), ("localhost", True), ("LocalHost", True)),
        *(("0.0.0.0", False), ("::", False), ("192.168.1.2", False), ("localhost.example", False), ("", False)),
    ],
)
def test_only_loopback_is_loopback(host, expected):
    assert is_loopback(host) is expected


@pytest.mark.parametrize(
    ("origin", "host", "expected"),
    [
        ("http://127.0.0.1:8000", "127.0.0.1:8000", True),
        ("https://play.school.example", "play.school.example", True),
        ("http://Server:8000", "server:8000", True),
        ("http://127.0.0.1:8001", "127.0.0.1:8000", False),
        ("http://127.0.0.1:8000@evil.example", "127.0.0.1:8000", False),
        ("file://127.0.0.1:8000", "127.0.0.1:8000", False),
        ("null", "null", False),
        ("http://[", "[", False),
        ("", "", False),
        (None, "127.0.0.1:8000", False),
    ],
)
def test_a_page_is_ours_if_it_comes_from_where_the_line_goes(origin, host, expected):
    assert is_own_page(origin, host) is expected


def test_a_server_that_others_reach_has_any_name_until_it_is_given_one():
    assert accepted_names("0.0.0.0", None) is None
    assert accepted_names("localhost", None) == {"localhost", "127.0.0.1", "::1"}
    assert "play.school.example" in (accepted_names("0.0.0.0", "Play.School.Example") or ())
    assert "127.0.0.5" in (accepted_names("127.0.0.5", None) or ())


@pytest.mark.parametrize(
    ("host", "name"),
    [
        *(("LocalHost:80", "localhost"), ("[::1]:80", "::1"), ("127.0.0.1", "127.0.0.1"), ("a.example", "a.example")),
        *(("", ""), (None, ""), ("[", ""), (":80", "")),
    ],
)
def test_the_name_in_a_host_is_without_its_port(host, name):
    assert name_in(host) == name


def test_an_address_is_one_for_browsers():
    assert url_of("127.0.0.1", 8000) == "http://127.0.0.1:8000/"
    assert url_of("::1", 80) == "http://[::1]:80/"
    assert "0.0.0.0" not in url_of("0.0.0.0", 80)


@pytest.mark.parametrize(
    ("fragment", "link"),
    [
        ("#dataset=xor&seed=0.5", "#dataset=xor&seed=0.5"),
        *(("", ""), ("#", ""), ("#top", ""), ("--kiosk=/", ""), ("/etc/passwd", ""), ("#a=\x1b[2J", "")),
        ("#a=" + "1" * 5000, ""),
    ],
)
def test_only_settings_behind_the_address_are_begun_with(fragment, link):
    assert link_in(fragment) == link


def test_sizes_are_bounded():
    assert checked_size(80, 24) == Size(80, 24)
    assert checked_size(10**9, 10**9) == Size(500, 300)
    assert checked_size(0, 24) is checked_size(80, -1) is checked_size("80", 24) is checked_size(8.5, 24) is None
