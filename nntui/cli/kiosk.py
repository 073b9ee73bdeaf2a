"""The kiosk's part of the command line: its options, what cannot go together with them, and the visit itself."""

import argparse
import os
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING

from nntui.cli.errors import UsageError
from nntui.cli.messages import say
from nntui.cli.registry import COMMANDS
from nntui.language import _

if TYPE_CHECKING:
    from nntui.cli.parser import Parser
    from nntui.kiosk.bounds import Bounds
    from nntui.kiosk.visit import Visit


def add_kiosk(parser: "Parser") -> None:
    """Adds the options."""
    from nntui.kiosk.bounds import Bounds
    from nntui.kiosk.restart import OPTION, WEB_OPTION

    group = parser.add_argument_group(_("For an open account"))
    group.add_argument(
        OPTION,
        metavar=_("FOLDER"),
        help=_("one visit: nothing outside of the folder is read or written, and nothing is kept"),
    )
    text = _("end a visit after so many minutes without a key (default {minutes})")
    group.add_argument("--idle-minutes", metavar=_("NUMBER"), help=text.format(minutes=Bounds.idle_minutes))
    # What a server of pages adds: the picture then goes to a browser, by way of that server.
    group.add_argument(WEB_OPTION, action="store_true", help=argparse.SUPPRESS)


def restart_if_needed(words: Sequence[str]) -> None:
    """Replaces this process by an isolated one where a kiosk is asked for and it is not isolated yet.

    Raises:
        NntuiError: That cannot be done.
    """
    from nntui import language
    from nntui.kiosk.restart import OPTION, folders_in, is_isolated, start_again

    folders = folders_in(words)
    if not folders or _is_for_server(words):
        return
    if is_isolated(words) and len(folders) == 1 and folders[0]:
        return
    language.use(language.of_locale(os.environ))
    if len(folders) > 1:
        raise UsageError(_("{option} is given more than once").format(option=OPTION))
    _check_folder(folders[0])
    start_again(words)


def _check_folder(folder: str) -> None:
    if not folder.strip():  # a variable that is not set, in what starts the program
        raise UsageError(_("--kiosk needs a folder"))


def _is_for_server(words: Sequence[str]) -> bool:
    """Whether the option is that of `nntui serve`, which starts a kiosk for each visitor and is in none itself."""
    from nntui.cli.chosen_language import OPTION

    command = next((at for at, word in enumerate(words) if not word.startswith(f"{OPTION}=")), 0)
    if words[command] == OPTION:
        command += 2
    return [*words[command : command + 1]] == ["serve"]


def check_kiosk(arguments: argparse.Namespace) -> None:
    """Checks what can be asked for together with a kiosk.

    Raises:
        UsageError: Something cannot.
    """
    if arguments.kiosk is None:
        for option, value in (("--idle-minutes", arguments.idle_minutes), ("--web", arguments.web)):
            if value not in (None, False):
                raise UsageError(_("{option} is for a kiosk alone; see --kiosk").format(option=option))
        return
    _check_folder(arguments.kiosk)
    if arguments.link in COMMANDS:
        sentence = _("--kiosk opens the playground and runs no command; leave {word} out")
        raise UsageError(sentence.format(word=arguments.link))
    for option, value in (("--resume", arguments.resume), ("--debug", arguments.debug)):
        if value:
            raise UsageError(
                _("a visit begins with nothing and leaves nothing; leave {option} out").format(option=option)
            )


@contextmanager
def visiting(arguments: argparse.Namespace) -> "Iterator[Visit | None]":
    """A visit while it lasts, where a kiosk is asked for; else None.

    Raises:
        NntuiError: There can be none.
    """
    if arguments.kiosk is None:
        yield None
        return
    if not sys.flags.isolated:  # where a program calls the command line as a function
        raise UsageError(_("--kiosk needs a process of its own: python -I -m nntui --kiosk FOLDER"))
    from nntui.kiosk import place
    from nntui.kiosk.confinement import confine
    from nntui.kiosk.visit import begin
    from nntui.system import ending_signals, leave_on_signals

    leave_on_signals(ending_signals(), place.forget_visit)  # until the app is there to see to them
    visit = begin(arguments.kiosk, _bounds(arguments))
    place.enter(visit)
    try:
        _start_in(visit, arguments)
        confine(visit)
        yield visit
    finally:
        visit.close()
        place.enter(None)


def say_goodbye(farewell: str, crash: Exception | None) -> None:
    """Says on the normal screen how a visit has ended.

    Args:
        farewell: Why it was ended; "" if the visitor has left.
        crash: The unexpected error that has ended it, if one did: there is no report, for nothing is kept.
    """
    if crash is not None:
        sentence = _("an unexpected error has ended the visit ({error}); please begin another")
        say(sentence.format(error=type(crash).__name__))
    else:
        print(farewell or _("The visit has ended; nothing of it is kept."), file=sys.stderr)


def _bounds(arguments: argparse.Namespace) -> "Bounds":
    from nntui.cli.options import count
    from nntui.kiosk.bounds import LEAST_IDLE_MINUTES, MOST_IDLE_MINUTES, Bounds

    if arguments.idle_minutes is None:
        return Bounds()
    return Bounds(count("--idle-minutes", arguments.idle_minutes, LEAST_IDLE_MINUTES, MOST_IDLE_MINUTES))


def _start_in(visit: "Visit", arguments: argparse.Namespace) -> None:
    """The visitor's files are in the current folder; what the command line names is in that of the kiosk."""
    from nntui.kiosk.doors import is_there

    os.environ["HOME"] = str(visit.work)
    os.chdir(visit.work)
    for name in ("data", "lessons"):
        if getattr(arguments, name) is not None:
            setattr(arguments, name, str(visit.root / getattr(arguments, name)))
    if arguments.link is not None and is_there(visit.root / arguments.link):
        arguments.link = str(visit.root / arguments.link)
