"""The texts of the cards: both languages, whole, short enough for the dialog, and with nothing in braces but names."""

import re
import textwrap
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
import pytest

import nntui
from nntui import language
from nntui.engine.features import WEB_FEATURES
from nntui.experiment.experiment import Experiment
from nntui.experiment.user_points import UserPoints
from nntui.keys.actions import ACTIONS
from nntui.lessons.template import read_template
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
    "features": "13",
    "inputs": "X₁, X₂, X₁², X₂², X₁X₂, sin X₁, sin X₂",
    "lowest_accuracy": "100%",
    "rate_now": "1.2e−05",
    "classes": "6",
    "momentum": "0.999",
    "beta1": "0.999",
    "beta2": "0.9999",
    "rho": "0.999",
    "epsilon": "1e−08",
    "weight_decay": "0.0001",
    "schedule_epochs": "10000",
    "schedule_factor": "0.95",
    "dropout": "0.5",
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
        "activation": "Leaky ReLU",
        "activations": "Leaky ReLU, Softplus",
        "optimizer": "Momentum",
        "schedule": "Constant",
        "loss": "Cross-entropy",
        "initialization": "Uniform ±0.5",
        "regularization": "None",
        "boundary": "The boundary is curved: 4 regions of +1, the largest around (−3.4, −3.2), (3.1, 3.3) and "
        "(−1.2, 2.2); 3 regions of −1, around (−3.4, 3.2), (3.1, −3.3) and (1.2, 2.2); +1 has 50% of the square.",
    },
    "pt_BR": {
        "problem": "Classificação",
        "dataset": "Multigaussiano",
        "activation": "Leaky ReLU",
        "activations": "Leaky ReLU, Softplus",
        "optimizer": "Momentum",
        "schedule": "Aquecimento",
        "loss": "Entropia cruzada",
        "initialization": "Uniforme ±0.5",
        "regularization": "Nenhuma",
        "boundary": "A fronteira é curva: 4 regiões de +1, as maiores em torno de (−3.4, −3.2), (3.1, 3.3) e "
        "(−1.2, 2.2); 3 regiões de −1, em torno de (−3.4, 3.2), (3.1, −3.3) e (1.2, 2.2); +1 ocupa 50% do quadrado.",
    },
}


@dataclass(frozen=True)
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


FOUR = UserPoints(np.array([(1.0, 1.0), (-1.0, -1.0), (1.0, -1.0), (-1.0, 1.0)]), np.array([1.0, 1.0, -1.0, -1.0]))
KINDS: dict[str, tuple[int, dict[str, Any]]] = {
    "first": (0, {}),
    "diverging": (6, {"problem": "regression", "hidden_layers": (), "learning_rate": 0.3}),
    "hills": (5, {"problem": "regression", "regression_dataset": "reg-gauss"}),
    "no features": (3, {"features": ()}),
    "no points": (0, {"dataset": "own"}),
    "no test points": (2, {"dataset": "own", "user_points": FOUR, "train_share": 100}),
    "large": (1, {"hidden_layers": (16,) * 3, "features": tuple(WEB_FEATURES), "dataset": "spiral"}),
    "dead": (60, {"regularization": "L1", "regularization_rate": 0.03, "activation": "relu"}),
    "zeros": (3, {"zero_initialization": True, "noise": 50, "batch_size": 1}),
}
"""Experiments of every kind: epochs and settings."""


def lines_of(parts: list[str]) -> list[str]:
    """The lines of some paragraphs, as the dialog shows them."""
    return "\n\n".join("\n".join(wrap(part)) for part in parts).split("\n")


def test_fits_the_dialog_with_the_longest_values() -> None:
    faults = []
    for file in FILES:
        lines = lines_of([fill(paragraph, language_of(file)) for paragraph in read(file).paragraphs])
        if len(lines) > LINES or max(map(len, lines)) > WIDTH:
            faults.append("\n".join([file.name, *lines]))
    assert not faults, "\n\n".join(faults)


def test_the_hint_fits_its_line_with_the_longest_values() -> None:
    hints = {file: str(read(file).front["hint"]) for file in FILES}
    # One point a batch makes the most batches; a batch of all points makes one.
    sizes = (("1", "198000"), ("1200", "1"))
    lines = [
        fill(hint, language_of(file), batch_size=size, iterations_per_epoch=batches)
        for file, hint in hints.items()
        for size, batches in sizes
    ]
    assert [line for line in lines if not 0 < len(line) <= HINT_WIDTH] == []
    assert [hint for hint in hints.values() if hint.endswith(".")] == []


@pytest.mark.parametrize("kind", KINDS)
def test_fits_in_every_kind_of_experiment(kind: str) -> None:
    epochs, settings = KINDS[kind]
    now = state(epochs, **settings)
    for file in FILES:
        language.use(language_of(file))
        parts = [read_template(paragraph).fill(now, KEYS) for paragraph in read(file).paragraphs]
        assert len(lines_of(parts)) <= LINES, file.name
        assert "nan" not in " ".join(parts).casefold().split(), file.name
        assert len(read_template(read(file).front["hint"]).fill(now, KEYS)) <= HINT_WIDTH, file.name


def test_has_its_parts_and_known_names_alone() -> None:
    for file in FILES:
        card, code = read(file), language_of(file)
        firsts = [paragraph.split(" ", 1)[0] + " " for paragraph in card.paragraphs]
        assert firsts.count(TRY[code]) == 1, file.name
        assert firsts.count(NOW[code]) == (0 if file.name.split(".")[0] in WITHOUT_NOW else 1), file.name
        for text in (*card.paragraphs, card.front["hint"]):
            template = read_template(text)
            assert template.actions <= set(KEYS), file.name
            assert template.names <= set(LONGEST | WORDS["en"]), file.name


def test_names_no_key_by_its_letter() -> None:
    # x and y are columns, n is a number, and the rest are words.
    words = {"a", "A", "e", "E", "o", "O", "n", "x", "y"}
    for file in FILES:
        # The letters of a formula, which stands in a block, are no keys.
        prose = [paragraph for paragraph in read(file).paragraphs if not paragraph.startswith("    ")]
        text = " ".join(re.sub(r"\{[^}]*\}", "…", paragraph) for paragraph in prose)
        assert set(re.findall(r"(?<![\w'’^])([A-Za-z])(?![\w'’])", text)) <= words, file.name
        assert not re.search(r"(Try|Tente): (\w |space|ctrl)|\bctrl\b", text), file.name


def test_a_key_is_not_taken_for_a_word() -> None:
    """Of a key that is an article or "and" it is said that it is a key; of the signs of slower and faster too."""
    words = {
        "en": {"paint", "take-points", "slower"},
        "pt_BR": {"paint", "take-points", "slower", "run-until", "go-output", "go-plot"},
    }
    for file in FILES:
        for before, action in re.findall(r"(\w*) ?“?\{key\.([a-z-]+)\}", "\n".join(read(file).paragraphs)):
            if action in words[language_of(file)]:
                assert before.lower() in ("key", "keys", "tecla", "teclas", "pressione"), f"{file.name}: {action}"


def test_names_no_key_that_the_card_takes_itself() -> None:
    for file in ENGLISH:
        if "try" in read(file).front:
            actions = {action for paragraph in read(file).paragraphs for action in read_template(paragraph).actions}
            assert [action for action in actions if KEYS[action] == KEYS["try"]] == ["try"], file.name


def test_is_there_in_both_languages_with_the_same_parts() -> None:
    assert {file.name for file in FILES} == {f"{name}{end}.md" for name in IDS for end in ("", ".pt_BR")}
    for file in ENGLISH:
        english, other = read(file), read(file.with_suffix(".pt_BR.md"))
        assert set(english.front) <= {"title", "also", "hint", "try", "related"}, file.name
        assert set(other.front) - {"also"} == {"title", "hint"}, file.name
        for mine, theirs in zip(english.paragraphs, other.paragraphs, strict=True):
            assert sorted(re.findall(r"\{[^}]*\}", mine)) == sorted(re.findall(r"\{[^}]*\}", theirs)), file.name
        # What the key of the card does is said in both, and said only where it does something.
        assert any("{key.try}" in paragraph for paragraph in english.paragraphs) == ("try" in english.front), file.name


def test_related_cards_are_there_and_every_card_is_reached() -> None:
    for file in ENGLISH:
        related = read(file).front["related"]
        assert 1 <= len(related) == len(set(related)), file.name
        assert set(related) <= IDS - {file.stem}, file.name
    assert {name for file in ENGLISH for name in read(file).front["related"]} == IDS


def test_what_is_tried_is_allowed_and_changes_what_it_names() -> None:
    for file in ENGLISH:
        front = read(file).front
        values = tomllib.loads(f"settings = {{{front.get('try', '')}}}")["settings"]
        wanted = {name: tuple(value) if isinstance(value, list) else value for name, value in values.items()}
        for problem in ("classification", "regression"):
            changed = Experiment().changed(problem=problem).changed(**wanted)
            assert {name: getattr(changed, name) for name in wanted} == wanted, file.name


def test_no_two_cards_have_one_title() -> None:
    for code in TRY:
        titles = [read(file).front["title"] for file in FILES if language_of(file) == code]
        assert len(titles) == len(set(titles)) == len(IDS)
