"""The playground in browsers: from the options to the server."""

import argparse
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

from nntui import THREAD_VARIABLES
from nntui.cli import exit_codes
from nntui.cli.errors import UsageError
from nntui.cli.messages import say
from nntui.cli.options import count
from nntui.cli.parser import Parser
from nntui.experiment.shown_text import shorten
from nntui.kiosk.bounds import LEAST_IDLE_MINUTES, MOST_IDLE_MINUTES, Bounds
from nntui.kiosk.doors import is_there
from nntui.kiosk.environment import cleared
from nntui.kiosk.visit import begin
from nntui.language import _, ngettext
from nntui.system import has_unix_terminal
from nntui.web.addresses import LOOPBACK, accepted_names, is_loopback, name_in
from nntui.web.folder import temporary_folder

_PORT = 8000
_LAST_PORT = 65_535
_VISITORS = 30
_MOST_VISITORS = 500
_EXTRA = "pip install 'nntui[serve]'"


def prepare_parser(parser: Parser) -> None:
    """Describes the command, and adds its options."""
    parser.usage = _("nntui serve [OPTIONS]")
    parser.description = _(
        "Serves the playground to browsers. Every visitor has a playground of one's own:\n"
        "a process in a kiosk (see nntui help play), which ends when the page is closed.\n"
        "What is saved is downloaded. An address with the settings of a link behind it,\n"
        "as http://127.0.0.1:8000/#dataset=xor, begins with them. Ctrl+C ends it, and\n"
        "all visits. Needs pip install 'nntui[serve]'."
    )
    parser.examples = ("serve", "serve --port 8080 --visitors 60", "serve --kiosk playground")
    where = parser.add_argument_group(_("Where"))
    text = _("name or address to listen on (default: {default}, which only this machine reaches)")
    where.add_argument("--host", metavar=_("HOST"), default=LOOPBACK, help=text.format(default=LOOPBACK))
    text = _("its name for browsers, where a web server stands in front; no page may use another")
    where.add_argument("--name", metavar=_("HOST"), help=text)
    text = _("port to listen on, 0 for a free one (default: {default})")
    where.add_argument("--port", metavar="N", default=str(_PORT), help=text.format(default=_PORT))
    who = parser.add_argument_group(_("Visitors"))
    text = _("so many at once, up to {most} (default: {default}); the next one is asked to wait")
    who.add_argument(
        "--visitors", metavar="N", default=str(_VISITORS), help=text.format(most=_MOST_VISITORS, default=_VISITORS)
    )
    text = _("what lies in it can be opened by all; visits have their folders in it (default: a temporary folder)")
    who.add_argument("--kiosk", metavar=_("FOLDER"), help=text)
    text = _("lessons in this folder of that of --kiosk, beside those of the program; a link names one: #tutorial=NAME")
    who.add_argument("--lessons", metavar=_("FOLDER"), help=text)
    text = _("end a visit after so many minutes without a key or the mouse (default {minutes})")
    who.add_argument("--idle-minutes", metavar="N", help=text.format(minutes=Bounds.idle_minutes))


def run(arguments: argparse.Namespace) -> int:
    """Serves until it is asked to end.

    Returns:
        The exit code.

    Raises:
        NntuiError: An option cannot be used, something is missing, or nobody can listen there.
    """
    port = count("--port", arguments.port, 0, _LAST_PORT)
    visitors = count("--visitors", arguments.visitors, 1, _MOST_VISITORS)
    idle_minutes = arguments.idle_minutes
    if idle_minutes is not None:
        idle_minutes = str(count("--idle-minutes", idle_minutes, LEAST_IDLE_MINUTES, MOST_IDLE_MINUTES))
    if not arguments.host:
        raise UsageError(_("--host needs a name or an address"))
    if arguments.name is not None and (not arguments.name or name_in(arguments.name) != arguments.name.casefold()):
        sentence = _("--name: {name} is not allowed; allowed is a name such as play.school.example, without a port")
        raise UsageError(sentence.format(name=shorten(arguments.name) or "''"))
    if arguments.kiosk == "":
        raise UsageError(_("{option} needs a value").format(option="--kiosk"))
    if not has_unix_terminal():
        raise UsageError(_("nntui serve needs a Unix system, such as Linux or macOS"))
    if find_spec("aiohttp") is None:
        raise UsageError(_("nntui serve needs a package that is not installed: {command}").format(command=_EXTRA))
    lessons = _lessons(arguments.kiosk, arguments.lessons)
    with _folder(arguments.kiosk) as folder:
        begin(folder, Bounds()).close()  # what would be in a visitor's way is told before there is one
        words = () if idle_minutes is None else ("--idle-minutes", idle_minutes)
        return _serve(arguments.host, arguments.name, port, visitors, _Playground(folder, (*words, *lessons)))


def _lessons(kiosk: str | None, folder: str | None) -> tuple[str, ...]:
    """The option of a visitor's program for lessons of one's own.

    Raises:
        UsageError: There are none.
    """
    if folder is None:
        return ()
    if kiosk is None:
        raise UsageError(_("--lessons names a folder in that of --kiosk, which is missing"))
    where = Path(kiosk, folder)
    if not folder or not is_there(where) or not where.resolve().is_relative_to(Path(kiosk).resolve()):
        sentence = _("--lessons: there is no folder {folder} in {kiosk}")
        raise UsageError(sentence.format(folder=shorten(folder) or "''", kiosk=shorten(kiosk)))
    return ("--lessons", folder)


@contextmanager
def _folder(chosen: str | None) -> Iterator[str]:
    """The folder of the kiosk in full; one that is removed at the end where none was chosen."""
    if chosen is not None:
        yield str(Path(chosen).absolute())
        return
    with temporary_folder() as folder:
        yield folder


@dataclass(frozen=True)
class _Playground:
    """How a visitor's playground is started.

    Attributes:
        folder: Of the kiosk.
        words: More options.
    """

    folder: str
    words: tuple[str, ...]

    def command(self, language: str, link: str) -> list[str]:
        """The command line: isolated from the start, so that it need not start itself again.

        Args:
            language: The code of the visitor's language.
            link: The settings of a link, from # on; "" for none.
        """
        isolated = [sys.executable, "-I", "-B", "-m", "nntui"]
        return [
            *(*isolated, "--language", language, "--kiosk", self.folder, "--web", *self.words),
            *(("--", link) if link else ()),
        ]

    def environment(self) -> dict[str, str]:
        """Its variables: what the terminal of the page is, and nothing of the surroundings."""
        terminal = {"TERM": "xterm-256color", "COLORTERM": "truecolor", "LANG": "C.UTF-8"}
        return cleared({**dict.fromkeys(THREAD_VARIABLES, "1"), **terminal}, self.folder, is_web=True)


def _serve(host: str, name: str | None, port: int, visitors: int, playground: _Playground) -> int:
    import asyncio

    from nntui.web.server import Offer, serve

    def is_ready(url: str) -> None:
        sentence = ngettext(
            "The playground is at {url} for one visitor at a time; ctrl+c ends it",
            "The playground is at {url} for up to {count} visitors at once; ctrl+c ends it",
            visitors,
        )
        print(sentence.format(url=url, count=visitors), flush=True)
        if name is not None:
            say(_("a web server in front of that must hand {name} on").format(name=shorten(name)))
        if not is_loopback(host):
            say(
                _(
                    "every machine in this network can open the playground and use the processor of this one; there is "
                    "no password, and nothing is encrypted (README, In a browser, has safer ways)"
                )
            )

    offer = Offer(playground.command, playground.environment(), visitors, say, accepted_names(host, name))
    asyncio.run(serve(offer, host, port, is_ready))
    return exit_codes.OK
