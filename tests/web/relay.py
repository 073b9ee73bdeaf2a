"""A line between a browser and the server that counts the bytes on it, as they are packed."""

import socket
import threading
from contextlib import suppress
from dataclasses import dataclass


@dataclass
class Relay:
    """Passes connections on to a port of this machine.

    Attributes:
        port: Where it listens itself.
        shown: Bytes that went to the browser.
        typed: Bytes that came from it.
    """

    target: int
    port: int = 0
    shown: int = 0
    typed: int = 0

    def __post_init__(self) -> None:
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.port = self._listener.getsockname()[1]
        self._open: list[socket.socket] = []
        threading.Thread(target=self._accept, daemon=True).start()

    def cut(self) -> None:
        """The line drops."""
        for each in self._open:
            with suppress(OSError):
                each.shutdown(socket.SHUT_RDWR)

    def close(self) -> None:
        self.cut()
        self._listener.close()

    def _accept(self) -> None:
        with suppress(OSError):
            while True:
                browser, _ = self._listener.accept()
                server = socket.create_connection(("127.0.0.1", self.target))
                self._open += [browser, server]
                threading.Thread(target=self._pass, args=(browser, server, "typed"), daemon=True).start()
                threading.Thread(target=self._pass, args=(server, browser, "shown"), daemon=True).start()

    def _pass(self, source: socket.socket, sink: socket.socket, what: str) -> None:
        with suppress(OSError):
            while data := source.recv(65536):
                setattr(self, what, getattr(self, what) + len(data))
                sink.sendall(data)
        for each in (source, sink):
            with suppress(OSError):
                each.shutdown(socket.SHUT_RDWR)
