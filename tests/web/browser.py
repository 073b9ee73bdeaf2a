"""A person at a browser: headless Chromium by Playwright, with the browser of the system."""

import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from time import monotonic
from typing import Any

from playwright.sync_api import Browser, Page, sync_playwright

from tests.children import LIMIT

SIZES = {"80x24": (724, 440), "120x40": (1088, 728)}
"""Windows in CSS pixels that have about so many cells."""
_TERMINAL = "document.getElementById('terminal').terminal"
_TEXT = f"""(() => {{
  const terminal = {_TERMINAL}, buffer = terminal?.buffer?.active;
  if (!buffer) return "";
  return Array.from({{length: terminal.rows}}, (_, row) => buffer.getLine(row)?.translateToString() ?? "").join("\\n");
}})()"""
_NOTE = "(document.querySelector('#notes section:not([hidden])') || {}).id || ''"


class Person:
    """Somebody before a page of the playground."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.faults: list[str] = []
        self.addresses: list[str] = []
        page.on("pageerror", lambda error: self.faults.append(str(error)))
        page.on("requestfailed", lambda request: self.faults.append(f"{request.url} failed"))
        page.on("request", lambda request: self.addresses.append(request.url))
        page.on("websocket", lambda line: self.addresses.append(line.url))

    def open(self, url: str, ready: str = "Epoch") -> float:
        """Opens the page and waits for the playground; returns the seconds that took."""
        start = monotonic()
        self.page.goto(url)
        self.wait(lambda: ready in self.text)
        return monotonic() - start

    @property
    def text(self) -> str:
        """What the terminal shows."""
        return str(self.page.evaluate(_TEXT))

    @property
    def note(self) -> str:
        """The id of the note over the terminal; "" if there is none."""
        return str(self.page.evaluate(_NOTE))

    @property
    def size(self) -> tuple[int, int]:
        columns, rows = self.page.evaluate(f"[{_TERMINAL}.cols, {_TERMINAL}.rows]")
        return columns, rows

    @property
    def epoch(self) -> int:
        words = self.text.replace(",", "").split()
        return int(words[words.index("Epoch") + 1]) if "Epoch" in words else -1

    def wait(self, condition: Callable[[], bool]) -> None:
        start = monotonic()
        while not condition():
            assert monotonic() - start < LIMIT, f"not so after {LIMIT} s; note {self.note!r}\n{self.text}"
            self.page.wait_for_timeout(30)

    def wait_for(self, words: str) -> None:
        self.wait(lambda: words in self.text)

    def press(self, *keys: str) -> None:
        for key in keys:
            self.page.keyboard.press(key)

    def click(self, words: str) -> None:
        """Clicks on the first place where words stand in the terminal."""
        lines = self.text.split("\n")
        row = next(at for at, line in enumerate(lines) if words in line)
        column = lines[row].index(words) + len(words) / 2
        box = self.page.locator(".xterm-screen").bounding_box()
        assert box is not None
        columns, rows = self.size
        self.page.mouse.click(box["x"] + box["width"] * column / columns, box["y"] + box["height"] * (row + 0.5) / rows)

    def picture(self, path: Path) -> None:
        self.page.wait_for_timeout(300)
        self.page.screenshot(path=path)


@contextmanager
def chromium() -> Iterator[Browser]:
    """The browser of the system, without a window."""
    path = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
    assert path is not None, "there is no Chromium on this machine"
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=["--no-sandbox", "--enable-unsafe-swiftshader"])
        yield browser
        browser.close()


@contextmanager
def person(browser: Browser, size: str = "80x24", **options: Any) -> Iterator[Person]:
    """Somebody with a browser window of one's own."""
    width, height = SIZES[size]
    chosen: dict[str, Any] = {"locale": "en-US", "color_scheme": "dark", **options}
    context = browser.new_context(viewport={"width": width, "height": height}, accept_downloads=True, **chosen)
    yield Person(context.new_page())
    context.close()
