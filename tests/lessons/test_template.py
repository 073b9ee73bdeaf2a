"""Texts with live numbers."""

import dataclasses

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nntui.lessons.template import TemplateError, read_template
from nntui.lessons.vocabulary import VOCABULARY, kept_entry
from tests.lessons.states import state


def test_names_are_filled_with_the_values_of_now():
    now = state(60)
    text = "epoch {epoch}, {test_loss:.2f} on {dataset}; {noise}% {layers}; {accuracy:.0%} {zero_initialization}"
    template = read_template(text)
    loss, share = f"{now.snapshot.test_loss:.2f}", f"{100 * now.accuracy[1]:.0f}%"
    assert template.fill(now) == f"epoch 60, {loss} on Circle; 0% 2; {share} no"
    assert template.names == {"epoch", "test_loss", "dataset", "noise", "layers", "accuracy", "zero_initialization"}


@pytest.mark.parametrize(
    ("form", "value", "text"),
    [
        ("{big}", 8.4e272, "8e+272"),
        ("{big:.3f}", 8.4e272, "8e+272"),
        ("{big:.2g}", 8.4e272, "8e+272"),
        ("{big:.3f}", 999.96, "999.960"),
        ("{big:.2g}", 0.000123, "0.00012"),
        ("{big:.2f}", -0.001, "0.00"),
        ("{big:.2f}", -0.5, "−0.50"),
        ("{big:.0%}", 0.994, "99%"),
        ("{big:.3f}", float("nan"), "–"),
        ("{big}", float("nan"), "–"),
    ],
)
def test_a_number_is_written_as_on_the_screen(form, value, text):
    template = read_template(form, VOCABULARY | {"big": kept_entry("big", "loss")})
    assert template.fill(dataclasses.replace(state(0), kept={"big": value})) == text


def test_keys_are_those_of_the_person_and_doubled_braces_stand_for_themselves():
    template = read_template("{{{key.step}}}, {key.new-data}")
    assert template.actions == {"step", "new-data"}
    assert template.fill(state(0), {"step": "F2"}) == "{F2}, new-data"


@pytest.mark.parametrize(
    ("text", "offset", "words"),
    [
        ("loss {test_los}", 5, "test_los is no name; allowed is test_loss"),
        ("{test_loss.real}", 0, "test_loss.real is no name"),
        ("{epoch!r}", 0, "epoch!r is no name"),
        ("{}", 0, "is no name"),
        ("{test_loss:>999999999}", 0, "has an unknown format; allowed is .1f"),
        ("{dataset:.3f}", 0, "has an unknown format; allowed is {dataset}"),
        ("a } b", 2, "a lone }"),
        ("{epoch", 0, "a lone {"),
        ("{key.}", 0, "names no key; allowed is {key.step}"),
    ],
)
def test_what_is_not_understood_is_refused_with_its_place(text, offset, words):
    with pytest.raises(TemplateError) as error:
        read_template(text)
    assert words in str(error.value)
    assert error.value.offset == offset


def refused_at(text):
    try:
        read_template(text)
    except TemplateError as error:
        return error.offset
    return None


@given(st.lists(st.sampled_from([*"{}:.% az", "epoch", "key.", ".3f", "\n"]), max_size=12).map("".join))
def test_whatever_stands_there_is_read_or_refused(text):
    offset = refused_at(text)
    if offset is not None:
        assert 0 <= offset < len(text)
        return
    template = read_template(text)
    assert template.text == text
    assert isinstance(template.fill(state(0)), str)
