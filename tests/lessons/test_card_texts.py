"""The texts of the cards: both languages, whole, short enough for the dialog, and with nothing in braces but names."""

import dataclasses
import re
import textwrap
import tomllib
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
import pytest

import nntui
from nntui import language
from nntui.engine.features import FEATURES
from nntui.experiment.experiment import Experiment
from nntui.experiment.user_points import UserPoints
from nntui.keys.actions import ACTIONS
from nntui.lessons.template import read_template
from nntui.lessons.vocabulary import VOCABULARY
from tests.lessons.states import state

FOLDER = Path(nntui.__file__).parent / "lessons" / "cards"
WIDTH, LINES = 58, 14
"""What the dialog has inside its border and its gaps."""
HINT_WIDTH = 36
"""Columns of the line below the network at 80×24."""
TRY, NOW = {"en": "Try: ", "pt_BR": "Tente: "}, {"en": "Now: ", "pt_BR": "Agora: "}
WITHOUT_NOW = {"colors", "frames", "lessons"}
"""Cards of things that have no number of their own."""

COMING = {"lessons": "m", "one-iteration": "b", "in-words": "W", "glossary": "/", "go-plot": "O"}
"""Keys of actions that are not there yet."""
KEYS = COMING | {action.id: action.shown_key or action.keys for action in ACTIONS} | {"try": "t"}

NAMES = {"boundary": dataclasses.replace(VOCABULARY["seed"], name="boundary")} | VOCABULARY
"""The vocabulary; a text stands for the boundary in words while it has none."""

LONGEST = {
    "epoch": "1000000",
    "iterations": "25000000",
    "iterations_per_epoch": "198000",
    "train_points": "198000",
    "train_loss": "999.999",
    "test_loss": "999.999",
    "gap": "−999.999",
    "test_accuracy": "100%",
    "train_accuracy": "100%",
    "best_test_loss": "999.999",
    "best_epoch": "1000000",
    "next_step": "1.2e−05",
    "parameters": "9633",
    "weights": "9312",
    "zero_weights": "9312",
    "dead_weights": "9312",
    "mean_weight": "999.99",
    "largest_weight": "999.99",
    "neurons": "320",
    "layers": "10",
    "features": "7",
    "inputs": "X₁, X₂, X₁², X₂², X₁X₂, sin X₁, sin X₂",
    "noise": "100",
    "batch_size": "1200",
    "learning_rate": "0.00001",
    "regularization_rate": "0.001",
    "seed": "0.12345678901234567",
    "start": "10000",
}
WORDS = {
    "en": {
        "problem": "Classification",
        "dataset": "Multi gaussian",
        "activation": "Sigmoid",
        "regularization": "None",
        "boundary": "The boundary is curved: 4 regions of +1, the largest around (−3.4, −3.2), (3.1, 3.3) and "
        "(−1.2, 2.2); 3 regions of −1, around (−3.4, 3.2), (3.1, −3.3) and (1.2, 2.2); +1 has 50% of the square.",
    },
    "pt_BR": {
        "problem": "Classificação",
        "dataset": "Multigaussiano",
        "activation": "Sigmoide",
        "regularization": "Nenhuma",
        "boundary": "A fronteira é curva: 4 regiões de +1, as maiores em torno de (−3.4, −3.2), (3.1, 3.3) e "
        "(−1.2, 2.2); 3 regiões de −1, em torno de (−3.4, 3.2), (3.1, −3.3) e (1.2, 2.2); +1 ocupa 50% do quadrado.",
    },
}


@dataclasses.dataclass(frozen=True)
class Card:
    """A file as it stands.

    Attributes:
        front: What stands between the plus signs.
        paragraphs: What stands below, divided at blank lines.
    """

    front: dict[str, Any]
    paragraphs: tuple[str, ...]


@cache
def read(file: Path) -> Card:
    """Reads a file."""
    before, front, text = file.read_text(encoding="utf-8").split("+++\n", 2)
    assert before == ""
    return Card(tomllib.loads(front), tuple(text.rstrip("\n").split("\n\n")))


def language_of(file: Path) -> str:
    """The code of a file's language."""
    return "pt_BR" if file.name.endswith(".pt_BR.md") else "en"


def fill(template: str, code: str, **others: str) -> str:
    """A template with the longest values that are likely."""
    keys = {f"key.{action}": key for action, key in KEYS.items()}
    values = LONGEST | WORDS[code] | keys | others
    return re.sub(r"\{([^}:]*)[^}]*\}", lambda found: values[found[1]], template)


def wrap(paragraph: str) -> list[str]:
    """The lines of a paragraph; a block that is indented stays as it is."""
    if paragraph.startswith("    "):
        return paragraph.split("\n")
    return textwrap.wrap(paragraph, WIDTH)


@pytest.fixture(autouse=True)
def english() -> Iterator[None]:
    """Leaves the language as it was."""
    yield
    language.use(language.ENGLISH)


ENGLISH = sorted(file for file in FOLDER.glob("*.md") if language_of(file) == "en")
FILES = sorted(FOLDER.glob("*.md"))
IDS = {file.stem for file in ENGLISH}


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_fits_the_dialog(file: Path) -> None:
    card, code = read(file), language_of(file)
    blocks = [wrap(fill(paragraph, code)) for paragraph in card.paragraphs]
    lines = sum(map(len, blocks)) + len(blocks) - 1
    assert lines <= LINES, "\n\n".join("\n".join(block) for block in blocks)
    assert max(len(line) for block in blocks for line in block) <= WIDTH


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_the_hint_fits_its_line(file: Path) -> None:
    hint = read(file).front["hint"]
    # One point a batch makes the most batches; a batch of all points makes one.
    for size, batches in (("1", "198000"), ("1200", "1")):
        line = fill(hint, language_of(file), batch_size=size, iterations_per_epoch=batches)
        assert 0 < len(line) <= HINT_WIDTH, f"{len(line)}: {line}"
    assert not hint.endswith(".")


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_has_its_parts_and_known_names_alone(file: Path) -> None:
    card, code = read(file), language_of(file)
    firsts = [paragraph.split(" ", 1)[0] + " " for paragraph in card.paragraphs]
    assert firsts.count(TRY[code]) == 1
    assert firsts.count(NOW[code]) == (0 if file.name.split(".")[0] in WITHOUT_NOW else 1)
    for text in (*card.paragraphs, card.front["hint"]):
        template = read_template(text, NAMES)
        assert template.actions <= set(KEYS)
        assert template.names <= set(LONGEST | WORDS["en"])


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_names_no_key_by_its_letter(file: Path) -> None:
    text = " ".join(re.sub(r"\{[^}]*\}", "…", paragraph) for paragraph in read(file).paragraphs)
    # x and y are columns, n is a number, and the rest are words.
    words = {"a", "A", "e", "E", "o", "O", "n", "x", "y"}
    assert set(re.findall(r"(?<![\w'’^])([A-Za-z])(?![\w'’])", text)) <= words
    assert not re.search(r"(Try|Tente): (\w |space|ctrl)|\bctrl\b", text)


FOUR = UserPoints(np.array([(1.0, 1.0), (-1.0, -1.0), (1.0, -1.0), (-1.0, 1.0)]), np.array([1.0, 1.0, -1.0, -1.0]))


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_a_key_is_not_taken_for_a_word(file: Path) -> None:
    """What is an article or "and" says that it is a key; the signs of slower and faster too."""
    words = {
        "en": {"paint", "take-points", "slower"},
        "pt_BR": {"paint", "take-points", "slower", "run-until", "go-output"},
    }
    code = language_of(file)
    for paragraph in read(file).paragraphs:
        for before, action in re.findall(r"(\w*) ?\{key\.([a-z-]+)\}", paragraph):
            if action in words[code]:
                assert before.lower() in ("key", "keys", "tecla", "teclas"), paragraph


@pytest.mark.parametrize("file", [f for f in ENGLISH if "try" in read(f).front], ids=lambda file: file.stem)
def test_names_no_key_that_the_card_takes_itself(file: Path) -> None:
    for paragraph in read(file).paragraphs:
        assert not {
            action for action in read_template(paragraph, NAMES).actions - {"try"} if KEYS[action] == KEYS["try"]
        }


STATES = {
    "first": state(),
    "diverging": state(6, problem="regression", hidden_layers=(), learning_rate=0.3),
    "hills": state(5, problem="regression", regression_dataset="reg-gauss"),
    "no features": state(3, features=()),
    "no points": state(dataset="own"),
    "no test points": state(2, dataset="own", user_points=FOUR, train_share=100),
    "large": state(1, hidden_layers=(32,) * 3, features=tuple(FEATURES), dataset="spiral"),
    "dead": state(60, regularization="L1", regularization_rate=0.03, activation="relu"),
    "zeros": state(3, zero_initialization=True, noise=50, batch_size=1),
}


@pytest.mark.parametrize("name", STATES)
@pytest.mark.parametrize("code", TRY)
def test_fits_in_every_kind_of_experiment(code: str, name: str) -> None:
    if code in language.languages():
        language.use(code)
    for file in FILES:
        if language_of(file) == code:
            card = read(file)
            parts = [read_template(paragraph, NAMES).fill(STATES[name], KEYS) for paragraph in card.paragraphs]
            lines = sum(len(wrap(part)) for part in parts) + len(parts) - 1
            assert lines <= LINES, file.name
            assert "nan" not in " ".join(parts).split()
            assert len(read_template(card.front["hint"], NAMES).fill(STATES[name], KEYS)) <= HINT_WIDTH, file.name


@pytest.mark.parametrize("file", ENGLISH, ids=lambda file: file.stem)
def test_is_there_in_both_languages_with_the_same_parts(file: Path) -> None:
    english, other = read(file), read(file.with_suffix(".pt_BR.md"))
    assert len(english.paragraphs) == len(other.paragraphs)
    assert set(english.front) <= {"title", "hint", "try", "related"}
    assert set(other.front) == {"title", "hint"}
    for mine, theirs in zip(english.paragraphs, other.paragraphs, strict=True):
        assert sorted(re.findall(r"\{[^}]*\}", mine)) == sorted(re.findall(r"\{[^}]*\}", theirs))
    # What the key of the card does is said in both, and said only where it does something.
    assert any("{key.try}" in paragraph for paragraph in english.paragraphs) == ("try" in english.front)


@pytest.mark.parametrize("file", ENGLISH, ids=lambda file: file.stem)
def test_related_cards_are_there(file: Path) -> None:
    related = read(file).front["related"]
    assert 1 <= len(related) == len(set(related))
    assert set(related) <= IDS - {file.stem}


@pytest.mark.parametrize("file", [f for f in ENGLISH if "try" in read(f).front], ids=lambda file: file.stem)
def test_what_is_tried_is_allowed(file: Path) -> None:
    values = tomllib.loads("settings = {" + read(file).front["try"] + "}")["settings"]
    for problem in ("classification", "regression"):
        start = Experiment().changed(problem=problem)
        plain = {name: tuple(value) if isinstance(value, list) else value for name, value in values.items()}
        changed = start.changed(**plain)
        assert {name: getattr(changed, name) for name in plain} == plain


def test_no_two_cards_have_one_title() -> None:
    for code in TRY:
        titles = [read(file).front["title"] for file in FILES if language_of(file) == code]
        assert len(titles) == len(set(titles)) == len(IDS)


def test_every_card_is_reached_from_another() -> None:
    assert {name for file in ENGLISH for name in read(file).front["related"]} == IDS
