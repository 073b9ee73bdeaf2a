"""The driver where the terminal is that of a page in a browser, which `nntui serve` has handed out.

It is the driver of every other terminal: xterm.js answers as terminals do, so a picture waits here, too, until the
browser has taken the one before. Only what would happen on the visitor's machine goes another way: a file is sent
through the terminal, as iTerm2 takes it, and the page hands it to the browser as a download.
"""

from base64 import b64encode
from pathlib import Path
from typing import BinaryIO, Literal, TextIO

from textual.events import DeliveryComplete

from nntui.system import portable_name
from nntui.terminal.driver import TerminalDriver

_PART_BYTES = 48_000
"""Bytes of a file that go out at once; a key's picture need not wait for the whole of it."""
_COMMAND = "\x1b]1337;{}\x07"
"""https://iterm2.com/documentation-images.html"""


def file_messages(name: str, data: bytes, media_type: str) -> list[str]:
    """What hands a file to the page, message by message.

    Args:
        name: Of the file, without a folder.
        data: Its content.
        media_type: Of the content, as `text/csv`.
    """
    encoded = b64encode(portable_name(name).encode()).decode()
    parts = (data[start : start + _PART_BYTES] for start in range(0, len(data), _PART_BYTES))
    return [
        _COMMAND.format(f"MultipartFile=name={encoded};size={len(data)};type={media_type}"),
        *(_COMMAND.format(f"FilePart={b64encode(part).decode()}") for part in parts),
        _COMMAND.format("FileEnd"),
    ]


class BrowserDriver(TerminalDriver):
    """The driver of a visitor's page."""

    @property
    def is_web(self) -> bool:
        """The person sits at a browser, and has no files and no shell here."""
        return True

    @property
    def can_suspend(self) -> bool:
        """There is no shell to go to."""
        return False

    def open_url(self, url: str, new_tab: bool = True) -> None:
        """Opens nothing: it would be on the server."""

    def deliver_binary(
        self,
        binary: BinaryIO | TextIO,
        *,
        delivery_key: str,
        save_path: Path,
        open_method: Literal["browser", "download"] = "download",
        encoding: str | None = None,
        mime_type: str | None = None,
        name: str | None = None,
    ) -> None:
        """Hands a file to the page; nothing is written here."""
        with binary:
            content = binary.read()
        data = content.encode(encoding or "utf-8") if isinstance(content, str) else content
        for message in file_messages(save_path.name, data, mime_type or "application/octet-stream"):
            self._send(message)
        self._app.post_message(DeliveryComplete(key=delivery_key, path=None, name=name))
