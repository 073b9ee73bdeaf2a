"""The playground in browsers: from the options to the server."""

import argparse
import os
import sys
from importlib.util import find_spec

from nntui.cli import exit_codes
from nntui.cli.errors import UsageError
from nntui.cli.messages import say
from nntui.cli.parser import Parser
from nntui.experiment.shown_text import shorten
from nntui.language import _, ngettext
from nntui.system import has_unix_terminal
from nntui.web.addresses import LOOPBACK, is_loopback

_PORT = 8000
_LAST_PORT = 65_535
_VISITORS = 30
_MOST_VISITORS = 500
_EXTRA = "pip install 'nntui[serve]'"


def prepare_parser(parser: Parser) -> None:
    """Describes the command, and adds its options."""
    parser.usage = "nntui serve [OPTIONS]"
    parser.description = _(
        "Serves the playground to browsers. Every visitor has a playground of one's own,\n"
        "a process that ends when the page is closed; what is saved is downloaded. Needs\n"
        "{command}. Ctrl+C ends it, and all visits."
    ).format(command=_EXTRA)
    parser.examples = ("serve", "serve --port 8080 --visitors 60", "serve --kiosk /srv/playground")
    where = parser.add_argument_group(_("Where"))
    text = _("name or address to listen on (default: {default}, which only this machine reaches)")
    where.add_argument("--host", metavar=_("HOST"), default=LOOPBACK, help=text.format(default=LOOPBACK))
    text = _("port to listen on, 0 for a free one (default: {default})")
    where.add_argument("--port", metavar="N", default=str(_PORT), help=text.format(default=_PORT))
    who = parser.add_argument_group(_("Visitors"))
    text = _("so many at once, up to {most} (default: {default}); the next one is asked to wait")
    who.add_argument(
        "--visitors", metavar="N", default=str(_VISITORS), help=text.format(most=_MOST_VISITORS, default=_VISITORS)
    )


def run(arguments: argparse.Namespace) -> int:
    """Serves until it is asked to end.

    Returns:
        The exit code.

    Raises:
        NntuiError: An option cannot be used, something is missing, or nobody can listen there.
    """
    port = _number("--port", arguments.port, 0, _LAST_PORT)
    visitors = _number("--visitors", arguments.visitors, 1, _MOST_VISITORS)
    if not arguments.host:
        raise UsageError(_("--host needs a name or an address"))
    if not has_unix_terminal():
        raise UsageError(_("nntui serve needs a Unix system, such as Linux or macOS"))
    if find_spec("aiohttp") is None:
        raise UsageError(_("nntui serve needs a package that is not installed: {command}").format(command=_EXTRA))
    return _serve(arguments.host, port, visitors)


def _number(option: str, text: str, least: int, most: int) -> int:
    """A whole number.

    Raises:
        UsageError: It is none, or too small or too large.
    """
    if text.isascii() and text.isdecimal() and len(text) < 10 and least <= int(text) <= most:
        return int(text)
    sentence = _("{option}: {value} is not allowed; allowed is a whole number from {least} to {most}")
    raise UsageError(sentence.format(option=option, value=shorten(text), least=least, most=most))


def _serve(host: str, port: int, visitors: int) -> int:
    import asyncio

    from nntui.web.server import Offer, serve

    def is_ready(url: str) -> None:
        sentence = ngettext(
            "The playground is at {url} for one visitor at a time; ctrl+c ends it",
            "The playground is at {url} for up to {count} visitors at once; ctrl+c ends it",
            visitors,
        )
        print(sentence.format(url=url, count=visitors), flush=True)
        if not is_loopback(host):
            sentence = _(
                "every machine that reaches {host} can open the playground and use the processor of this one; there is "
                "no password, and nothing is encrypted (README, In a browser, has safer ways)"
            )
            say(sentence.format(host=shorten(host)))

    offer = Offer(_command, _environment(), visitors, say)
    asyncio.run(serve(offer, host, port, is_ready))
    return exit_codes.OK


def _command(language: str) -> list[str]:
    """The command line of a visitor's playground."""
    return [sys.executable, "-I", "-m", "nntui", "play", "--web", "--language", language]


def _environment() -> dict[str, str]:
    """The variables of a visitor's playground: what the terminal of the page is, and what finds programs."""
    kept = {name: os.environ[name] for name in ("PATH", "HOME") if name in os.environ}
    return {**kept, "TERM": "xterm-256color", "COLORTERM": "truecolor", "LANG": "C.UTF-8"}
