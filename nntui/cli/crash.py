"""An unexpected error: a report instead of a traceback, and one sentence."""

import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from nntui.cli.messages import say
from nntui.errors import NO_MEMORY, NO_THREAD, reason_of
from nntui.language import _
from nntui.system import is_of_lost_terminal

_TERMINAL = 2
"""Standard error, to which the picture goes."""

_NO_THREAD = ("start new thread", "before it is started")
"""What Python says when there is no thread to be had, and when it ends one that could not be started."""


def tell_of_crash(error: BaseException, *, can_resume: bool) -> None:
    """Writes a report and says where it is.

    Args:
        error: What happened.
        can_resume: Whether the work was saved by itself and can be taken up again.
    """
    from nntui.experiment.shown_text import visible
    from nntui.storage.reports import describe

    rest = _("; nntui --resume goes on where you were") if can_resume else ""
    lacks = _what_lacks(error)
    if lacks:
        say(_(lacks) + rest)
        return
    try:
        path = _write(error)
    except OSError as problem:
        print("\n".join(map(visible, describe(error).split("\n"))), file=sys.stderr)
        sentence = _("an unexpected error, and no report could be written ({reason}): it is above")
        say(sentence.format(reason=reason_of(problem)) + rest)
    else:
        say(_("an unexpected error; a report is in {path}").format(path=path) + rest)


def _what_lacks(error: BaseException) -> str:
    """What the system refused, memory or a thread, which hide behind errors of what was to be ended for them."""
    known: BaseException | None = error
    while known is not None:
        if isinstance(known, MemoryError):
            return NO_MEMORY
        if isinstance(known, RuntimeError) and any(words in str(known) for words in _NO_THREAD):
            return NO_THREAD
        known = known.__cause__ or known.__context__
    return ""


def _write(error: BaseException) -> Path:
    from nntui.storage.autosave import state_folder
    from nntui.storage.reports import reports_in, traceback_lines, write_report

    logging = sys.modules.get("nntui.storage.debug_log")
    if logging is not None:
        logging.LOGGER.error("\n".join(traceback_lines(error)))
    return write_report(error, reports_in(state_folder()))


@contextmanager
def reporting_threads() -> Iterator[list[Path]]:
    """While it lasts, an error that ends a thread is reported instead of printed over the picture.

    Yields:
        The reports that were written, in a list that grows.
    """
    reports: list[Path] = []

    def report(args: threading.ExceptHookArgs) -> None:
        error = args.exc_value
        if error is not None and not isinstance(error, SystemExit) and not is_of_lost_terminal(error, _TERMINAL):
            try:
                reports.append(_write(error))
            except OSError:
                return

    before, threading.excepthook = threading.excepthook, report
    try:
        yield reports
    finally:
        threading.excepthook = before
