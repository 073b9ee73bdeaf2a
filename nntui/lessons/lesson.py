"""A lesson that has been read: its tasks, their questions, checks, hints and ways, as data that never changes."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from nntui.experiment.experiment import Experiment
from nntui.lessons.conditions import Condition, Expression
from nntui.lessons.template import Template
from nntui.lessons.ways import Way


@dataclass(frozen=True)
class Setup:
    """What a task begins with; what it does not name is at its default.

    Attributes:
        settings: Settings of the experiment by their names, checked.
        speed: Epochs per second; None for the usual.
        hide: The link's names of the controls that are hidden.
        trial_epochs: From which epoch on a start counts as tried; None where starts are not counted.
    """

    settings: Mapping[str, Any]
    speed: float | None = None
    hide: tuple[str, ...] = ()
    trial_epochs: int | None = None

    def experiment(self, seed: str, keeping: Experiment | None = None) -> Experiment:
        """The experiment that the task begins with.

        Args:
            seed: Of the lesson.
            keeping: Whose own points it keeps.
        """
        usual = Experiment(seed=seed)
        points = usual.user_points if keeping is None else keeping.user_points
        return usual.changed(**self.settings, user_points=points)


@dataclass(frozen=True)
class Answer:
    """A choice of a question, or a number that has a reply of its own.

    Attributes:
        text: What can be chosen; of a number its digits.
        reply: What is said of it when it has been chosen.
    """

    text: str
    reply: Template


@dataclass(frozen=True)
class Question:
    """What a task asks before it shows.

    Attributes:
        answers: The choices; of a question for a number those that have a reply.
        right: Which of the choices is right, from 0.
        number: The right number; None where there are choices.
    """

    answers: tuple[Answer, ...]
    right: int = 0
    number: float | None = None


@dataclass(frozen=True)
class Wrong:
    """A reply to a known wrong idea.

    Attributes:
        condition: The state that it leads to.
        reply: What is said of it.
    """

    condition: Condition
    reply: Template


@dataclass(frozen=True)
class Words:
    """What a person reads of a task, in one language.

    Attributes:
        title: The heading.
        prose: What is asked.
        answers: Of the question, in the order of `Question.answers`.
        wrong: The replies to wrong ideas, in their order.
        hints: One after the other.
        done: Why it worked; None for nothing.
        checks: Other words for the conditions, in their order; "" for those made from the condition.
    """

    title: str
    prose: Template
    answers: tuple[Answer, ...] = ()
    wrong: tuple[Template, ...] = ()
    hints: tuple[Template, ...] = ()
    done: Template | None = None
    checks: tuple[str, ...] = ()


@dataclass(frozen=True)
class Task:
    """One idea of a lesson.

    Attributes:
        id: What progress is kept under.
        line: Where it stands in its file.
        words: In the language of the base file.
        setup: What it begins with; None goes on as it is.
        question: What it asks; None for nothing.
        checks: What must hold, all of it.
        keep: What is kept under which name when it passes.
        wrong: Replies to known wrong ideas.
        solution: The way that passes; None where there is none.
        mistakes: Ways that must not pass, by their names.
        record: A number whose least value is remembered; None for none.
        asked: The blocks that a person reads, in the order of the file: what a translation must have, too.
    """

    id: str
    line: int
    words: Words
    setup: Setup | None = None
    question: Question | None = None
    checks: tuple[Condition, ...] = ()
    keep: Mapping[str, Expression] = field(default_factory=dict)
    wrong: tuple[Wrong, ...] = ()
    solution: Way | None = None
    mistakes: Mapping[str, Way] = field(default_factory=dict)
    record: Expression | None = None
    asked: tuple[str, ...] = ()


@dataclass(frozen=True)
class Translation:
    """A lesson's words in another language.

    Attributes:
        language: Its code.
        title: The lesson's.
        opening: What is said at first.
        tasks: In their order.
    """

    language: str
    title: str
    opening: Template
    tasks: tuple[Words, ...]


@dataclass(frozen=True)
class Lesson:
    """A lesson.

    Attributes:
        id: What progress is kept under.
        title: In the language of the base file.
        minutes: How long it takes, about.
        seed: Which data and first weights it is about.
        opening: What is said at first.
        tasks: In their order.
        notes: What is unusual in the file, a sentence each.
        faults: Why translations beside it are left out, a sentence each.
        translations: By the code of the language.
        path: Its file; None for one that was read from none.
    """

    id: str
    title: str
    minutes: int
    seed: str
    opening: Template
    tasks: tuple[Task, ...]
    notes: tuple[str, ...] = ()
    faults: tuple[str, ...] = ()
    translations: Mapping[str, Translation] = field(default_factory=dict)
    path: Path | None = None

    def place_of(self, task_id: str) -> int:
        """The place of a task, from 0.

        Raises:
            KeyError: There is no such task.
        """
        for place, task in enumerate(self.tasks):
            if task.id == task_id:
                return place
        raise KeyError(task_id)

    def root_of(self, place: int) -> int:
        """The task whose setup a task goes on from: its own, or the nearest before; the first if there is none."""
        return next((each for each in range(place, -1, -1) if self.tasks[each].setup is not None), 0)

    def setup_of(self, place: int) -> Setup:
        """The setup of the task that a task goes on from."""
        return self.tasks[self.root_of(place)].setup or Setup({})

    def title_in(self, language: str) -> str:
        """The title in a language, or in that of the base file."""
        return self.translations[language].title if language in self.translations else self.title

    def opening_in(self, language: str) -> Template:
        """The opening in a language, or in that of the base file."""
        return self.translations[language].opening if language in self.translations else self.opening

    def words_in(self, language: str, place: int) -> Words:
        """The words of a task in a language, or in that of the base file."""
        translation = self.translations.get(language)
        return self.tasks[place].words if translation is None else translation.tasks[place]
