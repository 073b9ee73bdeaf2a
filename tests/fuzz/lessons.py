"""Files of lessons and their translations, of cards, and of progress in lessons."""

from functools import cache
from pathlib import Path
from random import Random

from nntui.experiment.experiment import Experiment
from nntui.lessons.cards import read_card
from nntui.lessons.course import Course
from nntui.lessons.lesson import Lesson
from nntui.lessons.lesson_file import parse_lesson, parse_translation, read_lesson
from nntui.lessons.plain import PlainLesson
from nntui.lessons.presenting import remember_text, view_of
from nntui.lessons.progress import Progress
from nntui.session.session import TrainingSession
from tests.fuzz import odd
from tests.fuzz.folder import folder
from tests.fuzz.part import BrokenPromiseError, Part, Reading
from tests.lessons.files import TRANSLATION, TWO_TASKS

_ROOM = Path(__file__).parent.parent.parent / "nntui" / "lessons"
_PIECES = tuple(
    each.encode("utf-8", "surrogatepass")
    for each in (
        *(
            "+++\n",
            "```\n",
            "```check\n",
            "```set\n",
            "```ask\n",
            "```keep\n",
            "```wrong ",
            "```hint\n",
            "```solution\n",
            "## A {#a}\n",
        ),
        *(
            "{",
            "}",
            "{epoch}",
            "{key.play}",
            "{test_loss:.3f}",
            "{first}",
            "{seed!r}",
            "{x:>999999}",
            "epoch >= 10\n",
            "train 9\n",
        ),
        *(
            "noise = 25\n",
            "a = b / 0\n",
            "(" * 300,
            "not " * 200,
            "9**9**9\n",
            "1e999",
            "test_loss < first\n",
            "- a ! = b\n",
            "again 1\n",
        ),
        *(
            'id = "x"\n',
            "minutes = 1e9\n",
            "[a]\n",
            "seed = 1\n",
            "hide = [",
            "\x1b[31m",
            "\u202e",
            "* ",
            "**",
            "`",
            "a." * 300,
        ),
        *(
            "train 1000000\n",
            "hidden_layers = 99\n",
            "dataset = own\n",
            "record = test_loss\n",
            "```record\n",
            "```done\n",
            "```mistake a\n",
        ),
    )
)
_PROGRESS = (
    b'{"format":"nntui progress","version":1,"lessons":{"small":{"tasks":{"predict":{"passed":true}},"record":0.5}}}'
)
_LINES = (
    "next",
    "back",
    "hint",
    "say",
    "list",
    "help",
    "do it",
    "1",
    "noise = 10",
    "neuron 1 1",
    "\x1b[31m",
    "x" * 500,
)


@cache
def _specimens() -> tuple[bytes, ...]:
    built_in = sorted((_ROOM / "builtin").glob("*.md"))
    return (
        TWO_TASKS.encode(),
        TWO_TASKS.encode(),
        *(path.read_bytes() for path in built_in if path.name.count(".") == 1),
    )


@cache
def _cards() -> tuple[bytes, ...]:
    return tuple(path.read_bytes() for path in sorted((_ROOM / "cards").glob("*.md"))[:20])


@cache
def _small() -> Lesson:
    return parse_lesson("small.md", TWO_TASKS.encode())


def _make(rng: Random) -> tuple[str, bytes]:
    kind = rng.choice(["lesson", "lesson", "lesson", "lesson", "translation", "card", "progress"])
    specimens = {
        "lesson": _specimens,
        "translation": lambda: (TRANSLATION.encode(),),
        "card": _cards,
        "progress": lambda: (_PROGRESS,),
    }[kind]()
    return kind, odd.any_of(rng, specimens, _PIECES, 100_000)


def _read(case: tuple[str, bytes]) -> Reading:
    kind, data = case
    if kind == "translation":
        return Reading(parse_translation("small.pt_BR.md", data, _small(), "pt_BR"))
    path = folder() / f"{kind}.md"
    path.write_bytes(data)
    if kind == "card":
        return Reading(read_card(path))
    if kind == "progress":
        sentences: list[str] = []
        progress = Progress(path, sentences.append)
        progress.passed("small")
        for aside in folder().glob("progress*"):
            aside.unlink()
        return Reading(progress, [each.replace(str(folder()), "") for each in sentences])
    lesson = read_lesson(path)
    return Reading(lesson, (*lesson.notes, *lesson.faults))


def _after(value: object) -> None:
    if not isinstance(value, Lesson):
        return
    if not value.title.isprintable():
        raise BrokenPromiseError(f"a title with {value.title!a}")
    if value.path is None or sum(len(task.id) for task in value.tasks) > 100:
        return
    with TrainingSession(Experiment(seed=value.seed)) as session:
        course = Course.begin(value, session)
        plain = PlainLesson(course)
        lines = plain.task()
        for typed in _LINES:
            lines += plain.take(typed)
        view_of(course)
        remember_text(course)
    for line in lines:
        if any(not part.isprintable() for part in line.split("\n")):
            raise BrokenPromiseError(f"a line that would steer the terminal: {line[:300]!a}")


LESSONS = Part("lessons", _make, _read, _after)
