"""Cards are read from files: ours whole in both languages, broken ones refused with the place, and found by words."""

from pathlib import Path

import pytest

from nntui.experiment.experiment import Experiment
from nntui.lessons import cards
from nntui.lessons.cards import FOLDER, all_cards, card, card_ids, nearest_cards, read_card, readable, search
from nntui.lessons.errors import LessonError
from tests.lessons.states import state

GOOD = """+++
title = "Noise"
hint = "Noise {noise}"
try = "noise = 25, hidden_layers = [3]"
related = ["seed"]
+++
What it is,
on two lines.

    x  kept
      as it is

Now: {noise}.
"""


def written(folder: Path, text: str, name: str = "noise.md") -> Path:
    file = folder / name
    file.write_text(text, encoding="utf-8")
    return file


def test_ours_are_read_in_both_languages_with_what_each_file_may_say():
    assert len(card_ids()) > 60
    for name in card_ids():
        base = read_card(FOLDER / f"{name}.md")
        other = read_card(FOLDER / f"{name}.pt_BR.md", base)
        assert base.hint is not None
        assert other.hint is not None
        assert (other.id, other.changes, other.related) == (name, base.changes, base.related)
        assert len(readable(base.related)) == len(base.related) >= 1


def test_a_card_has_its_parts(tmp_path):
    read = read_card(written(tmp_path, GOOD))
    now = state(noise=10)
    assert (read.id, read.title, read.related) == ("noise", "Noise", ("seed",))
    assert read.changes == (("noise", 25), ("hidden_layers", (3,)))
    assert read.hint is not None
    assert read.hint.fill(now) == "Noise 10"
    filled = [(each.template.fill(now), each.is_block) for each in read.paragraphs]
    assert filled == [("What it is, on two lines.", False), ("x  kept\n  as it is", True), ("Now: 10.", False)]


@pytest.mark.parametrize(
    ("before", "after", "message"),
    [
        ("+++\ntitle", "title", "noise.md:1: the front matter is missing"),
        ('title = "Noise"', 'title = "', "noise.md:2: this is no TOML"),
        ('title = "Noise"', "title = 3", "noise.md:2: title is not allowed"),
        ('related = ["seed"]', 'related = "seed"', "noise.md:5: related is not allowed"),
        ("related", "relatde", "noise.md:5: relatde is unknown here; allowed is title, also, hint, try, related"),
        ('related = ["seed"]', "also = [3]", "noise.md:5: also is not allowed; allowed is a list of at most 20 words"),
        ("noise = 25", "noice = 25", "noise.md:4: noice is no setting; allowed is noise, for example"),
        ("noise = 25", "noise = 999", "noise.md:4: Noise: 999 is not allowed; allowed is a number from 0 to 100"),
        ("noise = 25", "noise 25", "noise.md:4: try is not allowed; allowed is batch_size = 1, noise = 25"),
        ("Noise {noise}", "Noise {noice}", "noise.md:3: column 7: noice is no name"),
        ("Now: {noise}", "Now: {noise:x}", "noise.md:13: column 6: {noise:x} has an unknown format"),
        ("x  kept", "x {", "noise.md:10: column 7: a lone {"),
        ("on two lines", "on \x1b[2J lines", "noise.md:8: a control character, U+001B"),
    ],
)
def test_a_broken_file_is_refused_with_its_place_and_what_is_allowed(tmp_path, before, after, message):
    assert before in GOOD
    with pytest.raises(LessonError) as error:
        read_card(written(tmp_path, GOOD.replace(before, after)))
    assert str(error.value).startswith(message)


def test_a_card_without_text_and_a_missing_file_are_refused(tmp_path):
    with pytest.raises(LessonError, match="the card has no text"):
        read_card(written(tmp_path, '+++\ntitle = "Noise"\n+++\n'))
    with pytest.raises(LessonError, match=r"none\.md:1: the file cannot be read"):
        read_card(tmp_path / "none.md")


def test_a_translation_that_is_missing_or_broken_gives_way_to_english(tmp_path, monkeypatch):
    monkeypatch.setattr(cards, "FOLDER", tmp_path)
    card.cache_clear()
    written(tmp_path, GOOD)
    assert card("noise", "pt_BR").title == "Noise"
    card.cache_clear()
    translated = '+++\ntitle = "Ruído"\n+++\nO que é.\n'
    written(tmp_path, translated, "noise.pt_BR.md")
    read = card("noise", "pt_BR")
    assert (read.title, read.changes, read.related) == ("Ruído", card("noise").changes, ("seed",))
    assert read.hint == card("noise").hint
    card.cache_clear()
    for broken in (translated.replace("title", "related = []\ntitle"), "{"):
        written(tmp_path, broken, "noise.pt_BR.md")
        assert card("noise", "pt_BR").title == "Noise"
        card.cache_clear()
    assert [each.id for each in readable(("none", "noise"))] == ["noise"]
    card.cache_clear()


def test_what_is_tried_changes_every_card_s_experiment_or_is_a_view():
    for each in all_cards():
        assert Experiment().changed(**dict(each.changes)) is not None


def test_the_search_finds_titles_first_then_texts_without_case_and_accents():
    english, portuguese = all_cards(), all_cards("pt_BR")
    assert search("", english) == english
    assert search("OVERFIT", english)[0].id == "overfitting"
    assert search("rate learn", english)[0].id == "learning_rate"
    first, *others = search("batch", english)
    assert first.id == "batch_size"
    assert {"iteration", "gradient"} & {each.id for each in others}, "cards that speak of it"
    assert search("neuronio", portuguese)[0].id == "neuron"
    assert search("epoca", portuguese)[0].id == "epoch"
    assert search("x1x2", english)[0].id == "product"
    assert search("qqzzxx", english) == ()


@pytest.mark.parametrize(
    ("code", "query", "expected"),
    [
        ("en", "lr", "learning_rate"),
        ("en", "step size", "learning_rate"),
        ("en", "minibatch", "batch_size"),
        ("en", "attributes", "features"),
        ("en", "cost function", "loss"),
        ("en", "weight decay", "weight_decay"),
        ("en", "optimiser", "optimizer"),
        ("en", "SGD", "stochastic_gradient_descent"),
        ("en", "swish", "silu"),
        ("en", "Glorot", "xavier"),
        ("en", "Kaiming", "he"),
        ("en", "probability", "softmax"),
        ("en", "MSE", "squared_error"),
        ("en", "log loss", "cross_entropy"),
        ("en", "formula", "own_feature"),
        ("pt_BR", "otimizador", "optimizer"),
        ("pt_BR", "entropia cruzada", "cross_entropy"),
        ("pt_BR", "matriz de confusão", "confusion_matrix"),
        ("pt_BR", "aquecimento", "warm_up"),
        ("pt_BR", "decaimento de pesos", "weight_decay"),
        ("pt_BR", "raio", "radius"),
        ("pt_BR", "cosseno", "cosines"),
        ("en", "L", "l1"),
        ("pt_BR", "taxa de aprendizado", "learning_rate"),
        ("pt_BR", "sobreajuste", "overfitting"),
        ("pt_BR", "Sobreajustamento", "overfitting"),
        ("pt_BR", "superajuste", "overfitting"),
        ("pt_BR", "lr", "learning_rate"),
        ("pt_BR", "learning rate", "learning_rate"),
        ("pt_BR", "atributo", "features"),
        ("pt_BR", "recurso", "features"),
        ("pt_BR", "features", "features"),
        ("pt_BR", "lote", "batch_size"),
        ("pt_BR", "custo", "loss"),
        ("pt_BR", "seno", "sines"),
    ],
)
def test_a_card_is_found_first_by_the_other_words_that_a_course_may_use(code, query, expected):
    assert search(query, all_cards(code))[0].id == expected


def test_titles_and_other_words_come_before_those_that_only_begin_so_or_have_it_in_their_text(tmp_path):
    def made(name: str, title: str, also: str = "[]", text: str = "What it is.") -> cards.Card:
        return read_card(written(tmp_path, f'+++\ntitle = "{title}"\nalso = {also}\n+++\n{text}\n', f"{name}.md"))

    shelf = (
        made("text", "Aaa", text="It speaks of a rate."),
        made("holds", "Learning rate"),
        made("begins", "Rate of learning"),
        made("other", "Speed", '["rate"]'),
        made("none", "Noise"),
    )
    assert [each.id for each in search("rate", shelf)] == ["other", "begins", "holds", "text"]
    assert [each.id for each in search("learning of", shelf)] == ["begins"]


def test_what_is_misspelt_leads_to_the_nearest_titles():
    english, portuguese = all_cards(), all_cards("pt_BR")
    assert search("overfiting", english) == ()
    assert nearest_cards("overfiting", english)[0].id == "overfitting"
    assert nearest_cards("regularisaton", english)[0].id == "regularization"
    assert nearest_cards("neuronho", portuguese)[0].id == "neuron"
    assert nearest_cards("qqzzxx", english) == ()
    assert len({each.id for each in nearest_cards("rat", english)}) == len(nearest_cards("rat", english)) <= 5
