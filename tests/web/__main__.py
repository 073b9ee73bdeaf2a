"""The playground in a real browser: `python -m tests.web [--pictures FOLDER] [--only STORY]`.

Each story starts a server and opens headless Chromium on it: `pip install '.[test-web]'`, and the Chromium of this
machine. What is printed are the stories that hold, and the figures of the last. Not in the suite: it takes minutes.
"""

import argparse
import sys
import tempfile
import threading
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from time import monotonic
from urllib.parse import urlsplit

from nntui.formats.saved_session import decode_session
from tests.web.browser import SIZES, chromium, person
from tests.web.relay import Relay
from tests.web.served import private_megabytes, processor_seconds, serving

MEASURED_S = 10.0
_TRY_A_LINE = """address => new Promise(done => {
  const line = new WebSocket(address);
  line.onopen = () => done("open");
  line.onerror = () => done("refused");
})"""


def _wait_for_calm(someone) -> None:
    """Until the words that welcome have come and gone."""
    someone.wait_for("A visit")
    someone.wait(lambda: "Quit" in someone.text.split("\n")[-1])


def plays(browser, pictures: Path) -> None:
    """At two sizes: drawn with its key line, keys and mouse answered, a dialog, another size, no other host asked."""
    with serving() as served:
        for size in SIZES:
            with person(browser, size) as someone:
                seconds = someone.open(served.url)
                columns, rows = map(int, size.split("x"))
                assert abs(someone.size[0] - columns) < 3, someone.size
                assert abs(someone.size[1] - rows) < 2, someone.size
                _wait_for_calm(someone)
                someone.picture(pictures / f"start-{size}.png")
                someone.press("Space")
                someone.wait(lambda it=someone: it.epoch > 100)
                someone.picture(pictures / f"plays-{size}.png")
                someone.press("Space")
                someone.wait_for("▶ Play")
                epoch = someone.epoch
                someone.click("Step")
                someone.wait(lambda it=someone, epoch=epoch: it.epoch == epoch + 1)
                someone.press("D")
                someone.wait_for("Moons")
                someone.picture(pictures / f"dialog-{size}.png")
                someone.press("Escape")
                someone.wait(lambda it=someone: "Moons" not in it.text)
                someone.page.set_viewport_size({"width": 1200, "height": 800})
                someone.wait(lambda it=someone: it.size[0] > 125 and "Quit" in it.text.split("\n")[-1])
                someone.picture(pictures / f"resized-{size}.png")
                hosts = {urlsplit(address).netloc for address in someone.addresses if not address.startswith("data:")}
                assert hosts == {urlsplit(served.url).netloc}, hosts
                assert not someone.faults, someone.faults
                print(f"  {size}: first picture after {seconds:.1f} s")
        served.wait_for_visitors(0)
        assert served.stop() == 0
        assert len(served.lines) == 1, served.lines


def takes_away(browser, pictures: Path) -> None:
    """The link is copied, a link is pasted, saved work and an export are downloaded and can be opened."""
    with serving() as served, person(browser, permissions=["clipboard-read", "clipboard-write"]) as someone:
        someone.open(served.url + "#dataset=xor&networkShape=3&seed=0.5")
        someone.wait_for("Exclusive")
        someone.press("s", "s", "y")
        someone.wait_for("playground.tensorflow.org")
        link = someone.page.evaluate("navigator.clipboard.readText()")
        assert "dataset=xor" in link
        assert "networkShape=3" in link
        someone.press("Escape", "w")
        someone.wait_for("Your browser downloads it")
        someone.picture(pictures / "save.png")
        with someone.page.expect_download() as waiting:
            someone.press("Enter")
        download = waiting.value
        saved = decode_session(Path(download.path()).read_bytes(), download.suggested_filename)
        assert download.suggested_filename.endswith(".nntui")
        assert saved.snapshot.epoch == 2, saved.snapshot.epoch
        someone.wait_for("is downloaded")
        someone.picture(pictures / "downloaded.png")
        someone.press("Control+e")
        someone.wait_for("Export")
        someone.press("Enter")
        someone.wait_for("Your browser downloads it")
        with someone.page.expect_download() as waiting:
            someone.press("Enter")
        compile(Path(waiting.value.path()).read_text(), waiting.value.suggested_filename, "exec")
        # A link from elsewhere, pasted with the browser's own key.
        someone.page.evaluate(
            "navigator.clipboard.writeText('https://playground.tensorflow.org/#dataset=gauss&seed=0.1')"
        )
        someone.press("Control+v")
        someone.wait_for("Pasted")
        someone.press("Enter")
        someone.wait_for("Gaussian")
        assert not someone.faults, someone.faults
        assert served.stop() == 0


def visitors_come_and_go(browser, pictures: Path) -> None:
    """Two at once, one too many, one who loads the page again, one who quits, a line that drops, a server that ends."""
    with tempfile.TemporaryDirectory() as kiosk, serving("--visitors", "2", "--kiosk", kiosk) as served:
        visits = Path(kiosk, "visits")
        with person(browser) as first, person(browser, locale="pt-BR", color_scheme="light") as second:
            first.open(served.url)
            second.open(served.url, "Época")
            assert second.page.evaluate("document.documentElement.lang") == "pt-BR"
            second.picture(pictures / "portuguese.png")
            first.press("s")
            first.wait(lambda: first.epoch == 1)
            assert "Época 000,000" in second.text, second.text
            with person(browser) as third:
                third.page.goto(served.url)
                third.wait(lambda: third.note == "full")
                third.picture(pictures / "full.png")
                before = served.visitors
                asked = []
                first.page.once("dialog", lambda dialog: asked.append(dialog.type) or dialog.accept())
                first.page.reload()
                assert asked == ["beforeunload"], "something was trained, so the browser asks"
                first.wait(lambda: first.note in ("", "full") and (first.note == "full" or first.epoch == 0))
                served.wait_for_visitors(2)
                assert set(served.visitors) != set(before)
                second.page.close()
                # Of the two who wait or have come, both have a place after a while.
                third.wait(lambda: third.note == "" and third.epoch == 0)
                first.wait(lambda: first.note == "" and first.epoch == 0)
                third.press("q")
                third.wait(lambda: third.note == "ended")
                third.picture(pictures / "ended.png")
                served.wait_for_visitors(1)
                third.press("Enter")
                third.wait(lambda: third.note == "" and third.epoch == 0)
        served.wait_for_visitors(0)
        assert [each for each in visits.iterdir() if each.is_dir()] == [], [*visits.iterdir()]
        relay = Relay(urlsplit(served.url).port or 0)
        with person(browser) as someone:
            someone.open(f"http://127.0.0.1:{relay.port}/")
            someone.press("Space")
            someone.wait(lambda: someone.epoch > 10)
            relay.cut()
            someone.wait(lambda: someone.note == "lost")
            someone.picture(pictures / "lost.png")
            print(f"  gone {served.wait_for_visitors(0):.1f} s after the line dropped")
        with person(browser) as someone:
            someone.open(served.url)
            assert served.stop() == 0
            someone.wait(lambda: someone.note == "lost")
        assert len(served.lines) == 1, served.lines


def _another_site() -> str:
    """The address of a page that is not ours."""

    class Site(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(200)
            self.end_headers()
            self.wfile.write(b"<p>another site")

        def log_message(self, *arguments: object) -> None:
            pass

    server = HTTPServer(("127.0.0.1", 0), Site)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    return f"http://127.0.0.1:{server.server_port}/"


def others_cannot_drive_it(browser, pictures: Path) -> None:
    """A page of another site gets no line, and the server says so once."""
    with serving() as served, person(browser) as someone:
        address = served.url.replace("http", "ws") + "visit"
        page = someone.page
        page.goto(_another_site())
        for _ in range(3):
            assert page.evaluate(_TRY_A_LINE, address) == "refused"
        assert served.visitors == []
        assert served.stop() == 0
        assert len(served.lines) == 2, served.lines
        assert "was refused" in served.lines[1]


def measured(browser, pictures: Path) -> None:
    """Bytes and processor time of a visitor who plays at 60 epochs a second, and of one who looks on."""
    for size in SIZES:
        with serving() as served, person(browser, size) as someone:
            relay = Relay(urlsplit(served.url).port or 0)
            someone.open(f"http://127.0.0.1:{relay.port}/")
            (visitor,) = served.visitors
            _wait_for_calm(someone)
            someone.page.wait_for_timeout(1500)
            for what in ("idle", "plays"):
                if what == "plays":
                    someone.press("Space")
                    someone.page.wait_for_timeout(300)
                shown, typed, start = relay.shown, relay.typed, monotonic()
                taken, of_server = processor_seconds(visitor), processor_seconds(served.process.pid)
                epoch = someone.epoch
                someone.page.wait_for_timeout(MEASURED_S * 1000)
                seconds = monotonic() - start
                # All that goes over an idle line is whether somebody is still there.
                assert what == "plays" or relay.shown - shown < 20, relay.shown - shown
                print(
                    f"  {size} {what}: {(relay.shown - shown) / seconds / 1000:.2f} KB/s to the browser, "
                    f"{(relay.typed - typed) / seconds / 1000:.2f} KB/s from it, "
                    f"{(processor_seconds(visitor) - taken) / seconds:.1%} of a core for the visitor and "
                    f"{(processor_seconds(served.process.pid) - of_server) / seconds:.1%} for the server, "
                    f"{(someone.epoch - epoch) / seconds:.0f} epochs/s"
                )
            print(f"  {size}: {private_megabytes(visitor):.0f} MB of memory that the visitor shares with nobody")
            relay.close()


STORIES = (plays, takes_away, visitors_come_and_go, others_cannot_drive_it, measured)


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.web", description=__doc__)
    parser.add_argument("--pictures", type=Path, help="a folder for pictures of what was seen")
    parser.add_argument("--only", choices=[story.__name__ for story in STORIES])
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder, chromium() as browser:
        pictures = arguments.pictures or Path(folder)
        pictures.mkdir(parents=True, exist_ok=True)
        for story in STORIES:
            if arguments.only in (None, story.__name__):
                print(f"{story.__name__}: {story.__doc__}", flush=True)
                start = monotonic()
                story(browser, pictures)
                print(f"  holds ({monotonic() - start:.0f} s)", flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
