"""`nntui help`: the overview, or the page of one command."""

import argparse

from nntui.cli import exit_codes
from nntui.cli.errors import UsageError
from nntui.cli.overview import overview
from nntui.cli.parser import Parser, about_unknown_command, build_parser
from nntui.cli.registry import COMMANDS
from nntui.language import _


def prepare_parser(parser: Parser) -> None:
    """Describes the command, and adds its argument."""
    parser.usage = _("nntui help [COMMAND]")
    parser.description = _("Prints the page of a command, or an overview of all.")
    parser.examples = ("help train",)
    names = _("one of {names}").format(names=", ".join(COMMANDS))
    group = parser.add_argument_group(_("Argument"))
    group.add_argument("command", nargs="?", metavar=_("COMMAND"), help=names)


def run(arguments: argparse.Namespace) -> int:
    """Prints the page.

    Returns:
        The exit code.

    Raises:
        UsageError: There is no such command.
    """
    name = arguments.command
    if name is None:
        print(overview(), end="")
    elif name in COMMANDS:
        print(build_parser(name).format_help(), end="")
    else:
        raise UsageError(about_unknown_command(name))
    return exit_codes.OK
