"""`nntui completion`: the script that makes a shell complete the command line, from the very parsers that read it."""

import argparse
from typing import Any

from nntui.cli import exit_codes
from nntui.cli.errors import UsageError
from nntui.cli.options import options
from nntui.cli.parser import Parser, build_parser
from nntui.cli.registry import COMMANDS
from nntui.engine.datasets import DATASETS
from nntui.experiment.setting import Choice
from nntui.experiment.settings import DATASET
from nntui.experiment.shown_text import shorten
from nntui.language import N_, _

SHELLS = ("bash", "zsh", "fish")
_PATHS = ("link", "data", "save", "output", "show")
"""The arguments that name a file."""
_INSTALL = {
    "bash": "nntui completion bash > ~/.local/share/bash-completion/completions/nntui",
    "zsh": N_("nntui completion zsh > _nntui   (into a folder of $fpath)"),
    "fish": "nntui completion fish > ~/.config/fish/completions/nntui.fish",
}


def prepare_parser(parser: Parser) -> None:
    """Describes the command, and adds its argument."""
    parser.usage = f"nntui completion {'|'.join(SHELLS)}"
    parser.description = (
        _("Prints a script that makes a shell complete nntui's commands, options and names.")
        + "\n\n"
        + "\n".join(f"  {_(line)}" for line in _INSTALL.values())
    )
    parser.examples = ("completion bash",)
    parser.add_argument_group(_("Argument")).add_argument(
        "shell", nargs="?", metavar=_("SHELL"), help=_("one of {names}").format(names=", ".join(SHELLS))
    )


def run(arguments: argparse.Namespace) -> int:
    """Prints the script.

    Returns:
        The exit code.

    Raises:
        UsageError: There is none for that shell.
    """
    if arguments.shell is None:
        sentence = _("completion needs the name of a shell: one of {names}")
        raise UsageError(sentence.format(names=", ".join(SHELLS)))
    if arguments.shell not in SHELLS:
        sentence = _("completion: {shell} is not allowed; allowed is {names}")
        raise UsageError(sentence.format(shell=shorten(arguments.shell), names=", ".join(SHELLS)))
    print(script(arguments.shell))
    return exit_codes.OK


def script(shell: str) -> str:
    """The script for a shell, one of `SHELLS`."""
    import shtab

    text: str = shtab.complete(_whole_parser(), shell)
    # Before a command has been typed it may as well be a file.
    return text.replace("complete -o bashdefault -F", "complete -o bashdefault -o default -F")


def _whole_parser() -> argparse.ArgumentParser:
    """All commands in one parser, with the names that each option allows. It is to be looked at, and never parses."""
    whole = argparse.ArgumentParser("nntui", add_help=False)
    # What follows "play" may follow "nntui" alone.
    parsers: dict[str, Any] = {command: _with_names(build_parser(command)) for command in COMMANDS}
    for action in parsers["play"]._actions:
        if action.option_strings:
            whole._add_action(action)
    whole.add_argument("--info", action="store_true", help=_(COMMANDS["info"]))
    commands = whole.add_subparsers(dest="command", help=_("what to do"))
    for command, parser in parsers.items():
        summary = _(COMMANDS[command])
        added = commands.add_parser(command, add_help=False, help=summary, description=summary)
        for action in parser._actions:
            added._add_action(action)
    return whole


def _with_names(parser: Parser) -> Parser:
    """Says of each argument what may stand there."""
    import shtab

    names = {setting.name: tuple(setting.options) for setting in options() if isinstance(setting, Choice)}
    names |= {DATASET.name: tuple(DATASETS), "shell": SHELLS}
    if parser.command == "help":
        names["command"] = tuple(COMMANDS)
    for action in parser._actions:
        if action.dest in names:
            action.choices = names[action.dest]
        elif action.dest in _PATHS:
            action.complete = shtab.FILE  # type: ignore[attr-defined]
    return parser
