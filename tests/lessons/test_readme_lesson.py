"""The section of the README on writing a lesson, held to what reads the lessons."""

import re
from pathlib import Path

from nntui.lessons.lesson_file import _BLOCKS, parse_lesson
from nntui.lessons.trial_run import try_lesson
from nntui.lessons.vocabulary import VOCABULARY

README = Path(__file__).parents[2] / "README.md"
REST = README.read_text(encoding="utf-8").split("## Writing a lesson in ten minutes\n")[1]
EXAMPLE = re.search(r"^````markdown\n(.*?)^````$", REST, re.DOTALL | re.MULTILINE)
SECTION = re.split(r"^## ", REST.replace(EXAMPLE[0], "") if EXAMPLE else REST, flags=re.MULTILINE)[0]


def tables() -> list[list[list[str]]]:
    """The tables of the section: the cells of each row."""
    found = re.findall(r"(?:^\|.*\n)+", SECTION, re.MULTILINE)
    return [[[cell.strip() for cell in row.strip("|").split(" | ")] for row in table.splitlines()] for table in found]


def test_the_lesson_can_be_read_and_does_what_it_promises() -> None:
    assert EXAMPLE is not None
    lesson = parse_lesson("two-heaps.md", EXAMPLE[1].encode())
    assert lesson.notes == ()
    trials = try_lesson(lesson, ["0.5", "1"])
    assert [(trial.task, trial.passed, trial.faults) for trial in trials] == [("one", 2, ()), ("overlap", 2, ())]
    assert trials[1].mistakes == {"a little noise": 0}


def test_every_block_is_explained() -> None:
    blocks, _names = tables()
    named = set(re.findall(r"`([a-z]+)", " ".join(row[0] for row in blocks[2:])))
    assert named == set(_BLOCKS)


def test_every_name_for_conditions_is_explained_and_no_other() -> None:
    _blocks, names = tables()
    named = set(re.findall(r"`([a-z_0-9]+)`", " ".join(cell for row in names for cell in row)))
    known = {name for name, entry in VOCABULARY.items() if entry.in_checks}
    assert named - known == {"trial_epochs"}
    assert known - named == set()
