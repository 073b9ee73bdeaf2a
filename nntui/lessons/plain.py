"""A lesson without a screen, line by line: for screen readers, for scripts, and where there is no terminal.

It takes a line that a person has typed, and gives lines to be read. It prints nothing and asks for nothing itself.
"""

import unicodedata
from collections.abc import Callable, Iterable

from nntui.drawing.numbers import show_number
from nntui.errors import NntuiError
from nntui.experiment.experiment import SETTINGS
from nntui.experiment.shown_text import shorten
from nntui.experiment.typed_number import read_whole_number
from nntui.language import N_, _
from nntui.lessons.course import Course
from nntui.lessons.errors import refusal
from nntui.lessons.in_words import state_in_words
from nntui.lessons.nearest import nearest
from nntui.lessons.presenting import view_of
from nntui.lessons.template import Template, read_template
from nntui.lessons.trial_run import train
from nntui.lessons.view import View
from nntui.lessons.ways import MOST_EPOCHS, Step, check_setting, read_step, take
from nntui.training.neuron_sum import sum_of

KEYS: dict[str, str] = {
    "play": "“train 20”",
    "step": "“train 1”",
    "step-ten": "“train 10”",
    "restart": "“restart”",
    "new-weights": "“new_weights”",
    "new-data": "“new_data”",
    "undo": "“undo”",
    "add-layer": "“hidden_layers = …”",
    "remove-layer": "“hidden_layers = …”",
    "add-neuron": "“hidden_layers = …”",
    "remove-neuron": "“hidden_layers = …”",
    "zero-initialization": "“zero_initialization = …”",
    "run-until": "“train …”",
    "test-data": "“show_test_data = on”",
    "discretize": "“discretize = on”",
    "go-features": "“features = …”",
    "go-network": "“neuron 1 1”",
    "go-data": "“batch_size = …”",
    "go-parameters": "“learning_rate = …”",
    "go-output": "“say”",
    "inspect": "“neuron 1 1”",
    "dataset-1": "“dataset = circle”",
    "dataset-2": "“dataset = xor”",
    "dataset-3": "“dataset = gauss”",
    "dataset-4": "“dataset = spiral”",
    "dataset-5": "“regression_dataset = reg-plane”",
    "dataset-6": "“regression_dataset = reg-gauss”",
    "next-task": "“next”",
    "previous-task": "“back”",
    "hint": "“hint”",
    "in-words": "“say”",
    "one-iteration": "“b”",  # these two are of the screen alone
    "paint": "“a”",
}
"""What is typed here for a key of the screen, by the id of its action."""
_STATUS = N_("epoch {epoch}: test loss {test_loss}, training loss {train_loss}")
_USAGE = (
    ("batch_size = 125", N_("changes a setting; every option of nntui train, by its name")),
    ("train 20", N_("trains 20 epochs")),
    ("restart", N_("goes back to the same first weights")),
    ("new_weights", N_("takes other first weights on the same data")),
    ("new_data", N_("draws new data")),
    ("weight x = 0.5", N_("sets the weight of a feature to the first neuron that it feeds")),
    ("neuron 1 2", N_("shows neuron 2 of layer 1 as its sum")),
    ("answer 2", N_("answers the question; the number alone does it, too")),
    ("say", N_("says how things stand, in words")),
    ("task", N_("says once more what is asked")),
    ("hint", N_("gives a hint; the last one is the solution")),
    ("do", N_("carries the solution out, when all hints have been read")),
    ("next", N_("goes on, also where the task has not passed")),
    ("back", N_("goes to the task before")),
    ("again", N_("begins the task once more")),
    ("undo", N_("takes the last change back")),
    ("help", N_("says this")),
    ("quit", N_("leaves; what has passed is remembered")),
)
_WORDS = {
    "train": N_("train"),
    "restart": N_("restart"),
    "new_weights": N_("new_weights"),
    "new_data": N_("new_data"),
    "weight": N_("weight"),
    "neuron": N_("neuron"),
    "answer": N_("answer"),
    "say": N_("say"),
    "task": N_("task"),
    "hint": N_("hint"),
    "do": N_("do"),
    "next": N_("next"),
    "back": N_("back"),
    "again": N_("again"),
    "undo": N_("undo"),
    "redo": N_("redo"),
    "help": N_("help"),
    "quit": N_("quit"),
}
"""The words that begin a line: the English ones are understood in every language."""


class PlainLesson:
    """A lesson that is taken line by line.

    Args:
        course: The lesson that is being taken.

    Attributes:
        course: As given.
        is_left: Whether the person has left.
    """

    def __init__(self, course: Course) -> None:
        self.course = course
        self.is_left = False
        self._layer: int | None = None
        self._template: Template = read_template(_(_STATUS))
        self._told = ""
        self._commands: dict[str, Callable[[str], list[str]]] = {
            "train": self._train,
            "restart": self._step,
            "new_weights": self._step,
            "new_data": self._session,
            "undo": self._session,
            "redo": self._session,
            "weight": self._weight,
            "neuron": self._neuron,
            "answer": self._answer,
            "say": self._say,
            "task": lambda rest: self.task(),
            "hint": self._hint,
            "do": self._do,
            "next": self._next,
            "back": self._back,
            "again": self._again,
            "help": lambda rest: [f"{_in_use(line):<18} {_(meaning)}" for line, meaning in _USAGE],
            "quit": self._quit,
        }
        self._word = ""

    def take(self, line: str) -> list[str]:
        """Does what a line says.

        Returns:
            Lines for the person: what has come of it, or what is allowed.
        """
        line = line.strip()
        if not line:
            return []
        try:
            return self._take(line)
        except (NntuiError, ValueError) as error:
            return [str(error)]

    def _take(self, line: str) -> list[str]:
        word, _blank, rest = line.partition(" ")
        command = _command(word)
        if command is not None and not rest.lstrip().startswith("="):
            self._word = command
            return self._commands[command](rest.strip())
        if "=" in line:
            return self._change(line)
        if line[0].isdigit() or line[0] in "-−+.":
            return self._answer(line)
        name = word.replace("-", "_")
        if rest and name in SETTINGS:
            raise ValueError(
                refusal(_("{text} is not understood").format(text=shorten(line)), f"{name} = {rest.strip()}")
            )
        near = nearest(word, [*self._commands, *SETTINGS])
        allowed = _("{name}, for example").format(name=near) if near else _("what help says")
        raise ValueError(refusal(_("{text} is not understood").format(text=shorten(line)), allowed))

    # What is said

    def _view(self) -> View:
        self.course.observe(self._layer)
        return view_of(self.course, KEYS)

    def task(self) -> list[str]:
        """What is asked, with the checklist."""
        view = self._view()
        self._told = ""
        if view.is_opening:
            return [_("Lesson: {title}").format(title=view.lesson), view.text, _("next begins")]
        if view.is_over:
            return [view.text]
        numbers = {"place": view.place, "count": view.count, "title": view.task}
        lines = [_("Task {place} of {count}: {title}").format(**numbers), view.text]
        lines += [f"{number}: {choice}" for number, choice in enumerate(view.choices, 1)]
        if view.asks_number:
            lines.append(_("answer with a number"))
        return [*lines, *self._outcome(view)]

    def _outcome(self, view: View) -> list[str]:
        """What has come of it: the checklist, replies, and that it has passed; what was said last is not repeated."""
        passed, open_ = _("passed"), _("open")
        lines = [f"{passed if check.holds else open_}: {check.text}" for check in view.checks]
        if view.reply or view.is_passed:
            said = _("You said: {answer}.").format(answer=view.answer) if view.answer else ""
            lines += [said, view.reply]
        if view.is_passed:
            lines = [line for line in lines[len(view.checks) :] if line]
            lines = [f"{view.passed}.", *lines, view.done, _("next goes on")]
        lines = [line for line in [*lines, view.note] if line]
        told = "\n".join(lines)
        lines, self._told = ([] if told == self._told else lines), told
        return lines

    def _after(self) -> list[str]:
        """Where the training stands, and what has come of it."""
        view = self._view()
        self._template = read_template(_(_STATUS))
        lines = [self._template.fill(self.course.now)]
        end = self.course.session.player.end
        if end is not None and end.failed:
            lines.append(end.sentence)
        return lines + ([] if view.is_opening or view.is_over else self._outcome(view))

    def _say(self, rest: str) -> list[str]:
        self.course.observe(self._layer)
        now, end = self.course.now, self.course.session.player.end
        advice = end.advice if end is not None and end.failed else ""
        self._told = ""
        return [*state_in_words(now.snapshot, now.sample, advice).split("\n"), *self._outcome(self._view())]

    # What is done

    def _change(self, line: str) -> list[str]:
        name, _equals, text = (part.strip() for part in line.partition("="))
        name = name.replace("-", "_")
        if name in SETTINGS:
            try:
                value = read_step(f"{name} = {text}").value
            except ValueError:  # as it is typed elsewhere, without the signs of TOML
                value = self.course.session.experiment.setting(name).parse(text.strip("\"'[]{}").replace('"', ""))
        else:
            value = check_setting(name, text)
        take(self.course.session, Step("change", name, value))
        return self._after()

    def _train(self, rest: str) -> list[str]:
        try:
            epochs = read_whole_number(rest) if rest else 1
        except ValueError:
            epochs = 0
        if not 1 <= epochs <= MOST_EPOCHS:
            allowed = _("a whole number from {low} to {high}").format(low=1, high=MOST_EPOCHS)
            raise ValueError(refusal(_("{text} is no number of epochs").format(text=shorten(rest)), allowed))
        train(self.course, epochs, is_stopped_by_passing=False)
        return self._after()

    def _step(self, rest: str) -> list[str]:
        take(self.course.session, read_step(self._word))
        return self._after()

    def _session(self, rest: str) -> list[str]:
        session = self.course.session
        {"new_data": session.new_data, "undo": session.undo, "redo": session.redo}[self._word]()
        return self._after()

    def _weight(self, rest: str) -> list[str]:
        take(self.course.session, read_step(f"weight {rest}"))
        return self._after()

    def _neuron(self, rest: str) -> list[str]:
        snapshot = self.course.session.snapshot
        sizes = snapshot.experiment.sizes
        numbers = rest.split() or ["1", "1"]
        numbers += ["1"] * (2 - len(numbers))
        layer, index = (int(text) if text.isascii() and text.isdigit() and len(text) < 4 else 0 for text in numbers[:2])
        if not 1 <= layer < len(sizes) or not 1 <= index <= sizes[layer] or len(numbers) > 2:
            allowed = _("a layer from 1 to {layers} and a neuron in it").format(layers=len(sizes) - 1)
            raise ValueError(refusal(_("{text} is no neuron").format(text=shorten(rest)), allowed))
        self._layer = layer if layer < len(sizes) - 1 else None
        neuron = sum_of(snapshot.experiment, snapshot.network(), (layer, index - 1), 0.0, 0.0, snapshot.dead)
        terms = [f"{show_number(term.weight)} × {term.name}" for term in neuron.terms]
        total = " + ".join([*terms, show_number(neuron.bias)])
        return [f"{neuron.name}: {neuron.activation} ({total})", *self._outcome(self._view())]

    def _answer(self, rest: str) -> list[str]:
        self.course.answer(rest.rstrip("."))
        view = self._view()
        if view.is_passed or view.reply:
            return self._outcome(view)
        return [_("You said: {answer}.").format(answer=view.answer), *self._outcome(view)]

    def _hint(self, rest: str) -> list[str]:
        if self.course.hint():
            return [self._view().hints[-1]]
        return [_("There is no other hint"), *([_("do carries the solution out")] if self.course.can_do else [])]

    def _do(self, rest: str) -> list[str]:
        course = self.course
        if course.is_passed or course.task.solution is None or course.state.is_opening or course.state.is_over:
            return [_("There is nothing to carry out")]
        if course.hints.has_another:
            return [_("There are hints left: hint gives the next, and do comes behind the last")]
        for epochs in course.doing.steps():
            left = epochs
            while left > 0 and not course.doing.has_arrived():
                epoch = course.session.snapshot.epoch
                train(course, min(6, left))
                left -= course.session.snapshot.epoch - epoch or left
        return self._after()

    def _next(self, rest: str) -> list[str]:
        self.course.next()
        self._layer = None
        return self.task()

    def _back(self, rest: str) -> list[str]:
        self.course.back()
        self._layer = None
        return self.task()

    def _again(self, rest: str) -> list[str]:
        self.course.restart_task()
        self._layer = None
        return self.task()

    def _quit(self, rest: str) -> list[str]:
        self.is_left = True
        return []


def _in_use(line: str) -> str:
    """A line to be typed, with its word in the language in use."""
    word, _blank, rest = line.partition(" ")
    return f"{_(_WORDS[word]) if word in _WORDS else word} {rest}".rstrip()


def _command(word: str) -> str | None:
    """The command that a word means, in English or in the language in use, without its accents."""
    wanted = _bare(word)
    return next((name for name, own in _WORDS.items() if wanted in (name, _bare(_(own)))), None)


def _bare(text: str) -> str:
    plain = unicodedata.normalize("NFKD", text.casefold().replace("-", "_"))
    return "".join(letter for letter in plain if not unicodedata.combining(letter))


def paragraphs(lines: Iterable[str]) -> str:
    """Lines as they are printed, one of text a line."""
    return "\n".join(line for text in lines for line in text.split("\n"))
