"""One parser a command: its page of help, and a sentence for what it cannot take."""

import argparse
from collections.abc import Iterable, Sequence
from importlib import import_module
from typing import NoReturn, Protocol, cast

from nntui import __version__
from nntui.cli import exit_codes
from nntui.cli.chosen_language import OPTION
from nntui.cli.errors import UsageError
from nntui.cli.registry import COMMANDS
from nntui.errors import in_our_words
from nntui.experiment.shown_text import shorten
from nntui.language import N_, _, languages

_WIDTH = 80
_NAME_COLUMN = 26
_DASHES = "\0--"
"""Stands for "--" as the value of an option, which argparse would drop; no argument of a process holds a NUL."""
_OF_ARGPARSE = (
    (r"the following arguments are required: (?P<names>.*)", N_("{names} must be given")),
    (r"one of the arguments (?P<names>.*) is required", N_("one of {names} must be given")),
    (r"not allowed with argument (?P<other>.*)", N_("it cannot go together with {other}")),
    (r"invalid choice: (?P<value>.*) \(choose from (?P<names>.*)\)", N_("{value} is not allowed; allowed is {names}")),
)
"""What argparse says of a command line, and how we say it."""


class CommandModule(Protocol):
    """What a module in `nntui.cli.commands` has."""

    def prepare_parser(self, parser: "Parser") -> None:
        """Describes the command, and adds its options."""

    def run(self, arguments: argparse.Namespace) -> int:
        """Does it.

        Returns:
            One of `exit_codes`.

        Raises:
            NntuiError: It cannot be done; the message is shown.
        """


class Parser(argparse.ArgumentParser):
    """The parser of one command.

    Args:
        command: Its name.

    Attributes:
        examples: Command lines for the page of help, without the word `nntui`.
        exit_codes: Those that the command may return beside 0 and 2.
    """

    def __init__(self, command: str) -> None:
        super().__init__(
            prog=f"nntui {command}",
            add_help=False,
            allow_abbrev=False,
            exit_on_error=False,
            formatter_class=_Formatter,
            description=_(COMMANDS[command]),
        )
        self.command = command
        self.examples: tuple[str, ...] = ()
        self.exit_codes: tuple[int, ...] = ()

    def error(self, message: str) -> NoReturn:
        """Refuses the command line in a sentence."""
        raise UsageError(in_our_words(message, _OF_ARGPARSE))

    def format_help(self) -> str:
        """The page of help: usage, options in groups, exit codes, examples."""
        codes = sorted({exit_codes.OK, exit_codes.USAGE, exit_codes.CRASHED, *self.exit_codes})
        parts = [super().format_help()]
        meanings = (f"  {code:<4} {_(exit_codes.MEANINGS[code])}\n" for code in codes)
        parts.append(_("Exit codes:") + "\n" + "".join(meanings))
        if self.examples:
            parts.append(_("Examples:") + "\n" + "".join(f"  nntui {example}\n" for example in self.examples))
        return "\n".join(parts)

    def option_names(self) -> list[str]:
        """The options, in all their spellings."""
        return [name for action in self._actions for name in action.option_strings]


class _Formatter(argparse.RawDescriptionHelpFormatter):
    """Pages of one width, with the one word of argparse's own in the language in use."""

    def __init__(self, prog: str) -> None:
        # With its own width argparse would load what measures the terminal, 5 ms, and a page would differ from another.
        super().__init__(prog, max_help_position=_NAME_COLUMN, width=_WIDTH)

    def _split_lines(self, text: str, width: int) -> list[str]:
        """Wraps at blanks alone: a name such as reg-plane stays whole."""
        from textwrap import wrap  # as argparse: only where a page is shown

        return wrap(" ".join(text.split()), width, break_on_hyphens=False)

    def add_usage(
        self,
        usage: str | None,
        actions: Iterable[argparse.Action],
        groups: Iterable[argparse._MutuallyExclusiveGroup],
        prefix: str | None = None,
    ) -> None:
        """Adds the usage, whose lines stand below each other."""
        prefix = _("Usage:") + " "
        lines = None if usage is None else usage.replace("\n", "\n" + " " * len(prefix))
        super().add_usage(lines, actions, groups, prefix)


def load_command(command: str) -> CommandModule:
    """The module of a command."""
    return cast("CommandModule", import_module(f"nntui.cli.commands.{command}"))


def build_parser(command: str) -> Parser:
    """The parser of a command."""
    parser = Parser(command)
    load_command(command).prepare_parser(parser)
    other = parser.add_argument_group(_("Other"))
    other.add_argument("-h", "--help", action="help", help=_("this page"))
    # Taken before the command is parsed, and so the same for every command.
    text = _("of all words: one of {names} (default: by preference or locale)").format(names=", ".join(languages()))
    other.add_argument(OPTION, metavar=_("CODE"), help=text)
    other.add_argument("-V", "--version", action="version", version=f"nntui {__version__}", help=_("the version"))
    return parser


def parse(command: str, words: Sequence[str]) -> argparse.Namespace:
    """The arguments of a command.

    Raises:
        UsageError: They cannot be understood.
        SystemExit: A page of help or the version was asked for, and has been printed.
    """
    parser = build_parser(command)
    guarded = [word[:-2] + _DASHES if word.startswith("--") and word.endswith("=--") else word for word in words]
    try:
        arguments, rest = parser.parse_known_args(guarded)
    except argparse.ArgumentError as error:
        raise UsageError(_complaint(error)) from None
    if rest:
        raise UsageError(_about_unknown(parser, rest[0]))
    for name, value in vars(arguments).items():
        if value == _DASHES:
            setattr(arguments, name, "--")
    return arguments


def _complaint(error: argparse.ArgumentError) -> str:
    if error.message.startswith("expected"):
        return _("{option} needs a value").format(option=error.argument_name)
    if "explicit argument" in error.message:
        return _("{option} takes no value").format(option=error.argument_name)
    words = in_our_words(error.message, _OF_ARGPARSE)
    # From Python 3.13 on a missing argument is such an error, too, and has no name.
    return f"{error.argument_name}: {words}" if error.argument_name else words


def _about_unknown(parser: Parser, word: str) -> str:
    """A sentence about a word that the command does not take."""
    if not word.startswith("-") or word == "-":
        if word in COMMANDS:
            return _("{word} is a command; it comes first, as in: nntui {word} …").format(word=word)
        sentence = _("{word} is one argument too many; see nntui help {command}")
        return sentence.format(word=shorten(word), command=parser.command)
    option = word.partition("=")[0]
    near = nearest(option, parser.option_names())
    if near:
        return _("{option} is no option; the nearest is {near}").format(option=shorten(option), near=near)
    for command in COMMANDS:
        if command != parser.command and option in build_parser(command).option_names():
            sentence = _("{option} is no option of nntui {command}, but of nntui {other}")
            return sentence.format(option=option, command=parser.command, other=command)
    sentence = _("{option} is no option; nntui help {command} lists them")
    return sentence.format(option=shorten(option), command=parser.command)


def about_unknown_command(word: str) -> str:
    """A sentence about a word in place of a command."""
    near = nearest(word, COMMANDS)
    if near:
        return _("{word} is no command; the nearest is {near}").format(word=shorten(word), near=near)
    return _("{word} is no command; the commands are {names}").format(word=shorten(word), names=", ".join(COMMANDS))


def nearest(word: str, words: Iterable[str]) -> str:
    """The word that is most like a misspelt one; "" if none is."""
    from difflib import get_close_matches

    return next(iter(get_close_matches(word, words, 1, cutoff=0.7)), "")
