"""From the words of the command line to an exit code: which command is meant, and one sentence for what goes wrong."""

import os
import sys
from collections.abc import Sequence

from nntui import __version__
from nntui.cli import exit_codes
from nntui.cli.chosen_language import take_language
from nntui.cli.messages import say
from nntui.cli.registry import COMMANDS
from nntui.errors import NntuiError, reason_of
from nntui.language import _

_HELP = ("-h", "--help")
_VERSION = ("-V", "--version")


def main(arguments: Sequence[str], *, may_restart: bool = False) -> int:
    """Runs the command line and returns its exit code, one of `exit_codes`.

    Args:
        arguments: Its words.
        may_restart: Whether this process may be replaced by another, as a kiosk needs it.
    """
    _mend_streams()
    words = list(arguments)
    try:
        if may_restart and any(word.startswith("--kiosk") for word in words):
            from nntui.cli.kiosk import restart_if_needed

            restart_if_needed(words)
        return _answer(words)
    except NntuiError as error:
        say(str(error))
        return exit_codes.USAGE
    except KeyboardInterrupt:
        return exit_codes.INTERRUPTED
    except BrokenPipeError:
        # The reader has what it wanted; the interpreter must not try to flush the output again.
        _leave_output()
        return exit_codes.OK
    except OSError as error:
        _leave_output()
        # What fails with a name is a file; the output has none.
        if error.filename is None:
            say(_("the output cannot be written: {reason}").format(reason=reason_of(error)))
        else:
            name = os.path.basename(str(error.filename))  # noqa: PTH119 (pathlib is slow to import)
            say(_("{name} cannot be used: {reason}").format(name=name, reason=reason_of(error)))
        return exit_codes.NOT_WRITTEN
    except MemoryError:
        raise  # no report without memory: `nntui.__main__` says so
    except Exception as error:  # the last resort: whatever it is, a report beats a traceback
        from nntui.cli.crash import tell_of_crash

        tell_of_crash(error, can_resume=False)
        return exit_codes.CRASHED


def _answer(words: list[str]) -> int:
    """Runs the command that is meant, and makes sure that what it printed has been written."""
    try:
        if len(words) == 1 and words[0] in _VERSION:
            print(f"nntui {__version__}")
            return exit_codes.OK
        words = take_language(words)
        if len(words) == 1 and words[0] in _HELP:
            from nntui.cli.overview import overview

            print(overview(), end="")
            return exit_codes.OK
        if words[:1] == ["--info"]:
            words[0] = "info"
        command = words.pop(0) if words and words[0] in COMMANDS else "play"
        return _run(command, words)
    finally:
        # Here, where a reader that is gone can still be dealt with, and not when the interpreter ends.
        sys.stdout.flush()


def _run(command: str, words: list[str]) -> int:
    from nntui.cli.parser import load_command, parse

    try:
        arguments = parse(command, words)
    except SystemExit:  # a page of help or the version has been printed
        return exit_codes.OK
    return load_command(command).run(arguments)


def _leave_output() -> None:
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _mend_streams() -> None:
    """Replaces a stream that was closed from the start, and lets no character be one that cannot be printed."""
    for name in ("stdout", "stderr"):
        stream = getattr(sys, name)
        if stream is None:
            setattr(sys, name, open(os.devnull, "w", encoding="utf-8"))  # noqa: SIM115, PTH123 (open to the end)
        elif (stream.encoding or "").lower() != "utf-8" and hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="backslashreplace")
