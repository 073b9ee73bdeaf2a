"""`nntui link`: a link of the web Playground for some settings, and what a teacher has it hide."""

import argparse
import re

from nntui.cli import exit_codes
from nntui.cli.errors import UsageError
from nntui.cli.messages import say
from nntui.cli.options import add_settings, add_source, start_state
from nntui.cli.parser import Parser
from nntui.experiment.shown_text import shorten
from nntui.language import _

_ID = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]{0,39}")


def prepare_parser(parser: Parser) -> None:
    """Describes the command, and adds its options."""
    from nntui.session.link_extras import CONTROL_NAMES

    parser.usage = _("nntui link [LINK or FILE] [--hide NAMES] [OPTIONS]")
    parser.description = _(
        "Prints a link of playground.tensorflow.org that opens these settings, there and\n"
        "in nntui. A teacher's link may hide controls from the student."
    )
    parser.exit_codes = (exit_codes.NOT_WRITTEN,)
    parser.examples = (
        "link --dataset spiral --seed 0.5 --hide noise,batch-size,reset",
        "link --dataset xor --hidden-layers none --tutorial layers",
    )
    add_source(parser)
    groups = add_settings(parser)
    text = _(
        "controls to hide, with commas between, or none (default: as the link says): {names}; a feature that is "
        "hidden is off"
    )
    groups["Output"].add_argument("--hide", metavar=_("NAMES"), help=text.format(names=", ".join(CONTROL_NAMES)))
    groups["Output"].add_argument(
        "--tutorial", metavar=_("ID"), help=_("the lesson that the link begins where it is at hand, by its id")
    )


def run(arguments: argparse.Namespace) -> int:
    """Prints the link; what it cannot say goes to standard error.

    Returns:
        The exit code.

    Raises:
        NntuiError: An argument cannot be used.
    """
    from nntui.formats.link_writer import write_link
    from nntui.session.link_extras import (
        ControlError,
        about_hidden_features,
        read_controls,
        without_hidden_features,
    )

    start = start_state(arguments)
    extras = start.link_extras
    if arguments.hide is not None:
        try:
            extras = extras.hiding(read_controls(arguments.hide))
        except ControlError as error:
            raise UsageError(f"--hide: {error}") from None
    if arguments.tutorial is not None:
        extras = extras.with_pair("tutorial", _lesson_id(arguments.tutorial))
    is_edited = start.snapshot is not None and start.snapshot.is_edited
    writing = write_link(without_hidden_features(start.experiment, extras), extras, is_edited=is_edited)
    for note in (*start.notes, *about_hidden_features(start.experiment, extras), *writing.notes):
        say(note)
    print(writing.link)
    return exit_codes.OK


def _lesson_id(text: str) -> str:
    if not _ID.fullmatch(text):
        sentence = _("--tutorial: {id} is not allowed; allowed is an id of letters, digits, - and _")
        raise UsageError(sentence.format(id=shorten(text)))
    return text
