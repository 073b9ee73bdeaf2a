"""The texts of the lessons: both languages say the same, fit the strip at 80 columns and name keys by actions."""

import re
import textwrap
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pytest

import nntui
from nntui.keys.actions import ACTIONS
from nntui.lessons.lesson import Lesson, Words
from nntui.lessons.lesson_file import language_of, read_lesson
from nntui.lessons.state import State
from nntui.lessons.template import Template
from nntui.training.trainer import Trainer
from tests.lessons.states import state, trained

FOLDER = Path(nntui.__file__).parent / "lessons" / "builtin"
FILES = sorted(each for each in FOLDER.glob("*.md") if language_of(each.name) is None)
LANGUAGES = ("en", "pt_BR")
IDS = (
    "first-play",
    "batch",
    "rate",
    "features-or-layers",
    "activation",
    "smallest",
    "init",
    "overfitting",
    "l2",
    "l1",
    "regression",
    "spiral",
)

WIDTH = 78
"""Columns of a line of the strip at 80 columns."""
SAID = {"en": "You said:", "pt_BR": "Você disse:"}
OF = {"en": "of", "pt_BR": "de"}

KEYS = {action.id: action.shown_key or action.keys for action in ACTIONS}
PLAY = {"en": "space", "pt_BR": "espaço"}
LONGEST = {
    "activation": "Sigmoide",
    "batch_size": "125",
    "dead_weights": "7",
    "epoch": "1000",
    "features": "7",
    "iterations": "25000",
    "iterations_per_epoch": "250",
    "layers": "10",
    "learning_rate": "0.00001",
    "neurons": "100",
    "noise": "100",
    "parameters": "1000",
    "train_points": "450",
    "turn": "400",
    "weights": "18",
    "zero_weights": "18",
}
"""The longest that is likely where a text shows a number without a format."""
OF_FORMAT = {".1g": "0.0001", ".2f": "0.25", ".3f": "0.250", ".0%": "100%"}
BRACES = re.compile(r"\{(?P<name>[a-z0-9_.-]+)(:(?P<form>[^}]+))?\}")


@cache
def lesson_of(file: Path) -> Lesson:
    """A lesson with its translations."""
    return read_lesson(file)


def filled(template: Template, language: str) -> str:
    """A text as long as it is likely to become."""

    def value(found: re.Match[str]) -> str:
        name, form = found["name"], found["form"]
        if name.startswith("key."):
            return PLAY[language] if name == "key.play" else KEYS[name.removeprefix("key.")]
        return OF_FORMAT[form] if form else LONGEST[name]

    return BRACES.sub(value, template.text)


def texts(words: Words) -> Iterator[tuple[str, Template]]:
    """Every text of a task but its prose, with what it is."""
    for number, answer in enumerate(words.answers, 1):
        yield f"reply {number}", answer.reply
    for number, reply in enumerate(words.wrong, 1):
        yield f"wrong {number}", reply
    for number, hint in enumerate(words.hints, 1):
        yield f"hint {number}", hint
    if words.done is not None:
        yield "done", words.done


def too_long(text: str, most: int) -> bool:
    """Whether a text takes more lines of the strip than it may."""
    return len(text) > most * WIDTH or len(textwrap.wrap(text, WIDTH)) > most


def test_all_lessons_are_there_in_their_order_and_in_both_languages() -> None:
    lessons = [lesson_of(file) for file in FILES]
    assert tuple(lesson.id for lesson in lessons) == IDS
    assert [file.stem.split("-", 1)[1] for file in FILES] == list(IDS)
    assert sum(len(lesson.tasks) for lesson in lessons) == 58
    for lesson in lessons:
        assert lesson.notes == ()
        assert list(lesson.translations) == ["pt_BR"]
        assert lesson.seed == ("0.75" if lesson.id == "init" else "0.5")
        assert 3 <= lesson.minutes <= 6
        for place, task in enumerate(lesson.tasks):
            assert task.words.done is not None, (lesson.id, task.id)
            assert 1 <= len(task.words.hints) <= 3, (lesson.id, task.id)
            # Only the screen knows which neuron it shows, so no way leads there without one.
            assert task.solution is not None or task.id == "neuron", (lesson.id, task.id)
            assert place or task.setup is not None, lesson.id


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_texts_fit_the_strip_at_80_columns(file: Path, language: str) -> None:
    """Three lines of prose, two where choices stand below it; two of a hint, a reply or what is said at the end."""
    lesson, number = lesson_of(file), IDS.index(lesson_of(file).id) + 1
    assert not too_long(filled(lesson.opening_in(language), language), 3)
    for place, task in enumerate(lesson.tasks):
        words, count = lesson.words_in(language, place), len(lesson.tasks)
        head = f"{number} {lesson.title_in(language)} · {place + 1} {OF[language]} {count} {words.title}"
        assert len(head) + 2 * count + 6 <= 80, head
        assert not too_long(filled(words.prose, language), 2 if task.question else 3), words.prose.text
        for what, template in texts(words):
            assert not too_long(filled(template, language), 2), (task.id, what, template.text)
        for said in answers_said(words, language):
            # What was answered stands behind the prose, and before what is said at the end.
            assert not too_long(f"{filled(words.prose, language)} {said}", 3), (task.id, said)
            assert words.done is None or not too_long(f"{said} {filled(words.done, language)}", 3), (task.id, said)
        if task.question is not None and task.question.number is None:
            choices = "    ".join(f"{key} {answer.text}" for key, answer in enumerate(words.answers, 1))
            assert len(choices) <= WIDTH, choices


def answers_said(words: Words, language: str) -> list[str]:
    """What each answer is shown as, once it has been given."""
    return [f"{SAID[language]} {answer.text}." for answer in words.answers]


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_both_languages_name_the_same_numbers_and_keys(file: Path) -> None:
    lesson = lesson_of(file)
    for place, task in enumerate(lesson.tasks):
        pairs = zip(every_text(lesson.words_in("en", place)), every_text(lesson.words_in("pt_BR", place)), strict=True)
        for english, portuguese in pairs:
            assert braces(english) == braces(portuguese), (task.id, english, portuguese)
            assert numbers(english) == numbers(portuguese), (task.id, english, portuguese)


def every_text(words: Words) -> list[str]:
    """All texts of a task, in their order."""
    templates = [words.prose, *(template for _what, template in texts(words))]
    return [template.text for template in templates] + [answer.text for answer in words.answers]


def braces(text: str) -> list[str]:
    """What stands in braces, sorted, for the order of words differs."""
    return sorted(found[0] for found in BRACES.finditer(text))


def numbers(text: str) -> list[str]:
    """The numbers that are written out, sorted."""
    return sorted(re.findall(r"\d+(?:\.\d+)?", BRACES.sub("", text)))


LETTERS = {key for shown in KEYS.values() for key in shown.split(",") if len(key) == 1 and key.isalpha()}
WORDS_OF_ONE_LETTER = {"en": set("aA"), "pt_BR": set("aeoAEO")}
SPELT_OUT = re.compile(r"\b(space|espaço|ctrl\+\w|spacebar)\b", re.IGNORECASE)
PRESSED = re.compile(r"\b(?:press|pressing|pressione|aperte|tecle|key|keys|tecla|teclas)\s+(\S+)", re.IGNORECASE)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_keys_are_named_by_their_actions(file: Path, language: str) -> None:
    """A person may have chosen other keys, so none is written out that belongs to an action."""
    lesson = lesson_of(file)
    for place in range(len(lesson.tasks)):
        words = lesson.words_in(language, place)
        for template in (words.prose, *(each for _what, each in texts(words))):
            assert template.actions <= KEYS.keys(), template.text
        for text in (lesson.opening_in(language).text, *every_text(words)):
            assert not named_keys(text, language), (text, named_keys(text, language))


def named_keys(text: str, language: str) -> set[str]:
    """Keys of actions that are written out in a text."""
    bare = BRACES.sub("…", text)
    letters = set(re.findall(r"(?<![\w'₁₂])([A-Za-z])(?![\w'₁₂])", bare)) & LETTERS - WORDS_OF_ONE_LETTER[language]
    after = {found[1].strip(".,;:()") for found in PRESSED.finditer(bare)} & set(KEYS.values())
    return letters | after | {found[0] for found in SPELT_OUT.finditer(bare)}


def test_a_key_that_is_written_out_is_found() -> None:
    assert named_keys("Press {key.step}, then r.", "en") == {"r"}
    assert named_keys("Press a to paint a point.", "en") == {"a"}
    assert named_keys("Pressione e, depois a tecla ]", "pt_BR") == {"e", "]"}
    assert named_keys("Press space", "en") == {"space"}
    assert not named_keys("Answer 2: X₁ and L1, in epoch 3, a pair of A and {key.restart}.", "en")


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_no_task_begins_with_a_reply_or_passed(file: Path) -> None:
    """Of the tasks with a beginning of their own; what the others begin with is up to the one before."""
    lesson = lesson_of(file)
    for task in lesson.tasks:
        if task.setup is None:
            continue
        start = State(Trainer(task.setup.experiment(lesson.seed)).snapshot())
        assert not [wrong.condition.source for wrong in task.wrong if wrong.condition.holds(start)], task.id
        assert not task.checks or not all(check.holds(start) for check in task.checks), task.id


# Numbers that the texts name, where no check of the lesson looks at them


def first_under(limit: float, epochs: int, **settings: Any) -> int:
    """The first epoch with a test loss under a limit."""
    losses = trained(epochs, **settings).history.test
    return next(epoch for epoch, loss in enumerate(losses) if loss < limit)


def test_numbers_of_the_first_lessons() -> None:
    assert 55 <= first_under(0.05, 70) <= 65  # 1.2: "about 60 epochs"
    assert 2 <= first_under(0.1, 10, dataset="gauss") <= 4  # 1.5: "about 3 epochs"
    assert 45 <= first_under(0.1, 60, dataset="xor") <= 55  # 1.5: "50"
    assert [trained(batch_size=size).experiment.iterations_per_epoch for size in (125, 1, 30)] == [2, 250, 8]
    assert trained(3, batch_size=30).iterations == 24  # 2.5: what is left over makes no iteration of its own
    assert 0.45 < trained(batch_size=125).test_loss < 0.55  # 2.3: "starts near 0.5"


def test_numbers_of_the_lessons_on_networks() -> None:
    assert len(trained().parameters) == 25  # 6.1
    waves: dict[str, Any] = {"dataset": "spiral", "features": ("x", "y", "sin-x", "sin-y"), "hidden_layers": (8,)}
    assert len(trained(**waves).parameters) == 49  # 12.4
    seven = ("x", "y", "x-squared", "y-squared", "x-times-y", "sin-x", "sin-y")
    large = trained(dataset="xor", noise=40.0, train_share=10.0, features=seven, hidden_layers=(8, 8))
    assert large.experiment.train_size == 50  # 8.3
    plain = trained(60, dataset="xor", noise=25.0, features=seven, hidden_layers=(), zero_initialization=True)
    assert 0.17 < plain.test_loss < 0.19  # 10.4: "near 0.18"
    zeros = trained(1, dataset="xor", seed="0.75", zero_initialization=True)
    assert [place for place, value in enumerate(zeros.parameters) if value] == [24]  # 7.2: only the output's bias


def test_the_limit_of_the_learning_rate() -> None:
    """3.4: the inputs of Plane have a mean square of about 12, and over 2 / 12 ≈ 0.17 the training diverges."""
    plane: dict[str, Any] = {"problem": "regression", "regression_dataset": "reg-plane", "hidden_layers": ()}
    points = state(**plane).sample.points
    assert (points**2).mean() == pytest.approx(12, rel=0.05)
    assert trained(3, learning_rate=0.15, **plane).test_loss < 0.001
    assert trained(3, learning_rate=0.2, **plane).test_loss > 1000
