"""`nntui help`: the overview, or the page of one command."""

import argparse

from nntui.cli import exit_codes
from nntui.cli.errors import UsageError
from nntui.cli.overview import overview
from nntui.cli.parser import Parser, build_parser, nearest
from nntui.cli.registry import COMMANDS
from nntui.experiment.setting import shorten


def prepare_parser(parser: Parser) -> None:
    """Describes the command, and adds its argument."""
    parser.usage = "nntui help [COMMAND]"
    parser.description = "Prints the page of a command, or an overview of all."
    parser.examples = ("help train",)
    parser.add_argument_group("Argument").add_argument(
        "command", nargs="?", metavar="COMMAND", help="one of " + ", ".join(COMMANDS)
    )


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
        near = nearest(name, COMMANDS)
        rest = f"the nearest is {near}" if near else f"the commands are {', '.join(COMMANDS)}"
        raise UsageError(f"{shorten(name)} is no command; {rest}")
    return exit_codes.OK
