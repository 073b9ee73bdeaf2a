"""The texts of the cards: both languages, whole, short enough for the dialog, and with nothing in braces but names."""

import re
import textwrap
import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from string import Formatter
from typing import Any

import pytest

import nntui
from nntui.experiment.experiment import Experiment
from nntui.keys.actions import ACTIONS

FOLDER = Path(nntui.__file__).parent / "lessons" / "cards"
WIDTH, LINES = 58, 14
"""What the dialog has inside its border and its gaps."""
HINT_WIDTH = 36
"""Columns of the line below the network at 80×24."""
TRY, NOW = {"en": "Try: ", "pt_BR": "Tente: "}, {"en": "Now: ", "pt_BR": "Agora: "}
WITHOUT_NOW = {"colors", "lessons"}
"""Cards of things that have no number of their own."""

COMING = {"lessons": "m", "one-iteration": "b", "in-words": "W", "glossary": "/", "go-plot": "O"}
KEYS = COMING | {action.id: action.shown_key or action.keys for action in ACTIONS} | {"try": "t"}

BOUNDARY = {
    "en": "The boundary is curved: 2 regions of +1, around (−3.4, −3.2) and (3.1, 3.3); 1 region of −1; "
    "+1 has 50% of the square.",
    "pt_BR": "A fronteira é curva: 2 regiões de +1, em torno de (−3.4, −3.2) e (3.1, 3.3); 1 região de −1; "
    "+1 ocupa 50% do quadrado.",
}
LONGEST = {
    "epoch": "1,000,000",
    "iterations": "25,000,000",
    "iterations_per_epoch": "198,000",
    "train_points": "198,000",
    "train_loss": "999.999",
    "test_loss": "999.999",
    "gap": "−999.999",
    "test_accuracy": "100%",
    "train_accuracy": "100%",
    "best_test_loss": "999.999",
    "best_epoch": "1,000,000",
    "next_step": "1.2e+273",
    "parameters": "9,633",
    "weights": "9,312",
    "zero_weights": "9,312",
    "dead_weights": "9,312",
    "mean_weight": "999.99",
    "largest_weight": "1000.00",
    "neurons": "320",
    "layers": "10",
    "features": "7",
    "noise": "100",
    "batch_size": "1,200",
    "learning_rate": "0.00001",
    "regularization_rate": "0.001",
    "seed": "0.12345678901234567",
}
WORDS = {
    "en": {
        "problem": "Classification",
        "dataset": "Multi gaussian",
        "activation": "Sigmoid",
        "regularization": "None",
        "start": "All weights at 0",
        "boundary": BOUNDARY["en"],
    },
    "pt_BR": {
        "problem": "Classificação",
        "dataset": "Multigaussiano",
        "activation": "Sigmoide",
        "regularization": "Nenhuma",
        "start": "Todos os pesos em 0",
        "boundary": BOUNDARY["pt_BR"],
    },
}
FORMATS = {"", ".3f", ".2f", ".2g", ".0%"}
BATCHES = {("batch_size", "1"): "iterations_per_epoch", ("batch_size", "1,200"): ""}


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


def fill(template: str, language: str, **others: str) -> str:
    """A template with the longest values that are likely."""
    values = LONGEST | WORDS[language] | others
    text = ""
    for literal, name, _spec, _ in Formatter().parse(template):
        text += literal
        if name is not None:
            text += KEYS[name.removeprefix("key.")] if name.startswith("key.") else values[name]
    return text


def wrap(paragraph: str) -> list[str]:
    """The lines of a paragraph; a block that is indented stays as it is."""
    if paragraph.startswith("    "):
        return paragraph.split("\n")
    return textwrap.wrap(paragraph, WIDTH)


ENGLISH = sorted(file for file in FOLDER.glob("*.md") if language_of(file) == "en")
FILES = sorted(FOLDER.glob("*.md"))
IDS = {file.stem for file in ENGLISH}


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_fits_the_dialog(file: Path) -> None:
    card, language = read(file), language_of(file)
    blocks = [wrap(fill(paragraph, language)) for paragraph in card.paragraphs]
    lines = sum(map(len, blocks)) + len(blocks) - 1
    assert lines <= LINES, "\n\n".join("\n".join(block) for block in blocks)
    assert max(len(line) for block in blocks for line in block) <= WIDTH


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_the_hint_fits_its_line(file: Path) -> None:
    hint = read(file).front["hint"]
    # One point a batch makes the most batches; a batch of all points makes one.
    for size, batches in (("1", "198,000"), ("1,200", "1")):
        line = fill(hint, language_of(file), batch_size=size, iterations_per_epoch=batches)
        assert 0 < len(line) <= HINT_WIDTH, f"{len(line)}: {line}"
    assert not hint.endswith(".")


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_has_its_parts_and_known_names_alone(file: Path) -> None:
    card, language = read(file), language_of(file)
    firsts = [paragraph.split(" ", 1)[0] + " " for paragraph in card.paragraphs]
    assert firsts.count(TRY[language]) == 1
    assert firsts.count(NOW[language]) == (0 if file.name.split(".")[0] in WITHOUT_NOW else 1)
    for template in (*card.paragraphs, card.front["hint"]):
        for _, name, spec, conversion in Formatter().parse(template):
            if name is not None:
                assert name in LONGEST | WORDS["en"] or name.removeprefix("key.") in KEYS
                assert spec in FORMATS
                assert conversion is None


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_names_no_key_by_its_letter(file: Path) -> None:
    letters = {shown for shown in KEYS.values() if len(shown) == 1 and shown.isalpha()} - {"n", "a", "e", "o", "A", "E", "O"}
    text = " ".join(re.sub(r"\{[^}]*\}", "…", paragraph) for paragraph in read(file).paragraphs)
    # n is a number, a, e and o are words; as keys they would stand at the beginning of a Try.
    assert not set(re.findall(r"(?<![\w'’^−-])(\w)(?![\w'’])", text)) & letters
    assert not re.search(r"(Try|Tente): (\w\b|space\b|ctrl)", text)


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
    for language in TRY:
        titles = [read(file).front["title"] for file in FILES if language_of(file) == language]
        assert len(titles) == len(set(titles)) == len(IDS)


def test_every_card_is_reached_from_another() -> None:
    assert {name for file in ENGLISH for name in read(file).front["related"]} == IDS
