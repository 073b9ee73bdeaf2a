"""Files of saved work on the command line: each is read for itself, and one that cannot be used hides no other."""

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from nntui.cli.errors import UsageError
from nntui.cli.messages import say
from nntui.cli.options import path_of
from nntui.errors import NntuiError
from nntui.formats.results_mark import holds_results
from nntui.formats.run_rows import RunRow, row_of
from nntui.formats.saved_session import SavedSession, read_session
from nntui.language import _
from nntui.storage.start import ResultsError


@dataclass(frozen=True, eq=False)
class SavedFile:
    """A file that could be read.

    Attributes:
        path: Of the file.
        work: What is in it.
    """

    path: Path
    work: SavedSession

    @property
    def present(self) -> RunRow:
        """The run that was trained last."""
        return row_of(self.work.runs.present(self.work.snapshot), is_present=True)

    @property
    def kept(self) -> tuple[RunRow, ...]:
        """The runs before, the newest first."""
        return tuple(row_of(run) for run in reversed(self.work.runs.kept))

    @property
    def has_replay(self) -> bool:
        """Whether the last run can be replayed from the file; the runs before never can."""
        return len(self.work.checkpoints) > 0

    @property
    def task(self) -> str:
        """The task that the work is at: its heading and then its paragraphs, a line each; "" for none."""
        if self.work.lesson is None:
            return ""
        from nntui.lessons.course_state import task_text

        return task_text(self.work.lesson.state)


class SavedFiles:
    """Reads files one after the other; of one that cannot be used a sentence goes to standard error.

    Args:
        names: As they were typed, one at least.

    Attributes:
        is_complete: Whether all of those read so far could be used.
    """

    def __init__(self, names: Sequence[str]) -> None:
        self._names = names
        self.is_complete = True

    def __iter__(self) -> Iterator[SavedFile]:
        for name in self._names:
            try:
                path = path_of(_("FILE"), name)
                if holds_results(path):
                    raise ResultsError(path)
                yield SavedFile(path, read_session(path))
            except (NntuiError, ValueError) as error:
                say(str(error))
                self.is_complete = False


def require_files(names: Sequence[str]) -> None:
    """Refuses a command line without a file.

    Raises:
        UsageError: There is none.
    """
    if not names:
        raise UsageError(_("a file of saved work (.nntui) must be given"))


def finite(value: float | None) -> float | None:
    """A number as JSON has it: null for what is none."""
    return value if value is not None and math.isfinite(value) else None
