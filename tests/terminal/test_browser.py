"""What a page in a browser is sent beside pictures: files, as iTerm2 takes them."""

import re
from base64 import b64decode
from io import BytesIO, StringIO
from pathlib import Path

import pytest

from nntui.terminal.browser import BrowserDriver, file_messages
from nntui.terminal.choice import driver_class


def received(messages: list[str]) -> tuple[str, str, bytes]:
    """Name, media type and content, as the page takes them."""
    first, *parts, last = (re.fullmatch(r"\x1b\]1337;([ -~]*)\x07", message)[1] for message in messages)
    name, size, kind = re.fullmatch(r"MultipartFile=name=([^;]*);size=(\d+);type=(.*)", first).groups()
    data = b"".join(b64decode(part.removeprefix("FilePart="), validate=True) for part in parts)
    assert (last, int(size)) == ("FileEnd", len(data))
    return b64decode(name).decode(), kind, data


@pytest.mark.parametrize("data", [b"", b"\x1b\x07\x00\xff", bytes(range(256)) * 1000], ids=["nothing", "few", "many"])
def test_a_file_arrives_whole_in_parts_that_are_not_long(data):
    messages = file_messages("wörk;=.nntui", data, "text/plain")
    assert received(messages) == ("wörk;=.nntui", "text/plain", data)
    assert max(map(len, messages)) < 65_536


def test_a_name_leads_into_no_folder():
    assert received(file_messages("../../etc/a\nb", b"", "x"))[0] == ".._.._etc_a_b"


def test_what_textual_delivers_goes_to_the_page_and_to_no_disk(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    sent: list[str] = []
    posted: list[object] = []
    driver = BrowserDriver.__new__(BrowserDriver)
    monkeypatch.setattr(driver, "_send", sent.append, raising=False)
    driver._app = type("App", (), {"post_message": staticmethod(posted.append)})()
    for binary, encoding in ((BytesIO("é".encode()), None), (StringIO("é"), "utf-8")):
        sent.clear()
        driver.deliver_binary(
            binary, delivery_key="1", save_path=Path("/srv/a.svg"), encoding=encoding, mime_type=None, name="screenshot"
        )
        assert received(sent) == ("a.svg", "application/octet-stream", "é".encode())
        assert binary.closed
    assert len(posted) == 2
    assert not list(tmp_path.iterdir())


def test_in_a_browser_there_is_no_shell_and_nothing_is_opened_here(monkeypatch):
    monkeypatch.setattr("webbrowser.open", lambda *_, **__: pytest.fail("it was opened on the server"))
    assert driver_class(is_web=True) is BrowserDriver
    driver = BrowserDriver.__new__(BrowserDriver)
    assert (driver.is_web, driver.can_suspend) == (True, False)
    driver.open_url("https://example.com")
