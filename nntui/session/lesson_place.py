"""Where in a lesson a piece of work is: plain data, kept with it for undo, for the file and for the next start."""

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True)
class LessonPlace:
    """Which lesson is on and how far it is. The room of the lessons makes it and reads it.

    Attributes:
        lesson: The id of the lesson.
        task: The id of the task.
        state: What else there is to remember of it, as JSON knows it.
        texts: The lesson's file and its translations, by the code of the language ("" for the file itself), so that
            they are at hand where the lesson is not.
    """

    lesson: str
    task: str
    state: Mapping[str, object] = field(default_factory=dict)
    texts: Mapping[str, str] = field(default_factory=dict)
