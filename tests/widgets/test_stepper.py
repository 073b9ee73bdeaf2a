"""The stepper: one line for a setting, changed in place or typed."""

import pytest
from textual.events import MouseMove
from textual.widgets import Input

from nntui.experiment.experiment import ACTIVATION, BATCH_SIZE, LEARNING_RATE, NOISE, PROBLEM, SEED
from nntui.experiment.setting import Setting
from nntui.session.pacing import SPEED
from nntui.widgets.messages import Explained, SettingChosen, SettingStepped
from nntui.widgets.stepper import Stepper
from tests.widgets import hosted, lines
from tests.widgets.sent import sent_by


def field(stepper: Stepper) -> Input | None:
    fields = stepper.query(Input)
    return fields.first() if fields else None


# What it shows


@pytest.mark.parametrize(
    ("setting", "value", "line"),
    [
        (LEARNING_RATE, 0.03, "Learning rate ‹0.03›"),
        (LEARNING_RATE, 0.00001, "Learning rate ‹0.00001›"),
        (NOISE, 0.0, "Noise ‹0%›"),
        (ACTIVATION, "tanh", "Activation ‹Tanh›"),
    ],
)
async def test_it_is_as_wide_as_its_name_and_its_value(setting, value, line):
    stepper = Stepper(setting, value)
    async with hosted(stepper):
        assert lines(stepper) == [line]
        assert stepper.size == (len(line), 1)


async def test_a_label_of_its_own_and_none_at_all():
    short, bare = Stepper(NOISE, 5.0, label="N", id="a"), Stepper(PROBLEM, "regression", label="", id="b")
    async with hosted(short, bare):
        assert lines(short) == ["N ‹5%›"]
        assert lines(bare) == ["‹Regression›"]


async def test_the_mouse_marks_the_arrows_at_once():
    stepper = Stepper(NOISE, 5.0)
    async with hosted(stepper) as it:

        def arrow() -> object:
            return next(each.style.color for each in stepper.render_line(0) if "‹" in each.text)

        colors = [arrow()]
        for x, y in ((2, 0), (0, 5)):
            it.host.post_message(MouseMove(None, x, y, 0, 0, 0, False, False, False, x, y))
            await it.pause()
            await it.pause()
            colors.append(arrow())
        assert colors[0] == colors[2] != colors[1]


async def test_with_room_the_value_stands_at_the_right_or_in_the_middle():
    labelled, bare = Stepper(NOISE, 5.0, id="a"), Stepper(NOISE, 5.0, label="", id="b")
    labelled.styles.width = bare.styles.width = 16
    async with hosted(labelled, bare):
        assert lines(labelled) == ["Noise       ‹5%›"]
        assert lines(bare) == ["‹      5%      ›"]


async def test_a_value_that_is_too_long_is_cut_off_beside_its_name():
    stepper = Stepper(SEED, "0.123456789012345", typed=True)
    stepper.styles.width = 16
    async with hosted(stepper):
        (line,) = lines(stepper)
        assert len(line) == 16
        assert line.startswith("Seed [0.1234")
        assert line.endswith("…]")


async def test_another_value_changes_its_width():
    stepper = Stepper(LEARNING_RATE, 3.0)
    async with hosted(stepper) as it:
        stepper.update_from(LEARNING_RATE, 0.00001)
        await it.pause()
        assert lines(stepper) == ["Learning rate ‹0.00001›"]


async def test_another_setting_may_take_its_place():
    stepper = Stepper(NOISE, 5.0)
    async with hosted(stepper) as it:
        stepper.update_from(BATCH_SIZE, 10)
        await it.pause()
        assert "10" in lines(stepper)[0]
        stepper.focus()
        await it.press("right")
        assert it.host.edits == [SettingStepped("batch_size", 1)]


async def test_nothing_is_said_at_birth():
    async with hosted(Stepper(NOISE, 5.0)) as it:
        assert it.host.edits == []


async def test_it_helps_with_its_range():
    assert NOISE.allowed in str(Stepper(NOISE, 5.0).tooltip)


# Keys


async def test_left_and_right_ask_for_the_next_value():
    stepper = Stepper(LEARNING_RATE, 0.03)
    async with hosted(stepper) as it:
        stepper.focus()
        await it.press("left", "right", "right")
        less, more = SettingStepped("learning_rate", -1), SettingStepped("learning_rate", 1)
        assert it.host.edits == [less, more, more]
        assert stepper.value == 0.03, "it changes when it is updated, not before"


@pytest.mark.parametrize(
    ("setting", "value", "text", "wanted"),
    [
        (LEARNING_RATE, 0.03, "0.07", 0.07),
        (NOISE, 0.0, "12.5%", 12.5),
        (NOISE, 0.0, " 7 ", 7.0),
        (BATCH_SIZE, 10, "30", 30),
    ],
)
async def test_enter_opens_it_and_enter_takes_what_is_typed(setting, value, text, wanted):
    stepper = Stepper(setting, value)
    async with hosted(stepper) as it:
        stepper.focus()
        await it.press("enter")
        assert field(stepper)
        await it.press("ctrl+u", *text, "enter")
        assert it.host.edits == [SettingChosen(setting.name, wanted)]
        assert field(stepper) is None
        assert stepper.has_focus


async def test_the_value_is_in_the_field_selected_so_that_typing_replaces_it():
    stepper = Stepper(LEARNING_RATE, 0.03)
    async with hosted(stepper) as it:
        stepper.focus()
        await it.press("enter")
        opened = field(stepper)
        assert opened is not None
        assert opened.value == "0.03"
        await it.press("1", "enter")
        assert it.host.edits == [SettingChosen("learning_rate", 1.0)]


async def test_the_same_value_typed_is_no_change():
    stepper = Stepper(LEARNING_RATE, 0.03)
    async with hosted(stepper) as it:
        stepper.focus()
        await it.press("enter", "enter")
        assert it.host.edits == []
        assert field(stepper) is None


@pytest.mark.parametrize(
    ("setting", "value", "text"),
    [
        (LEARNING_RATE, 0.03, "11"),
        (LEARNING_RATE, 0.03, "fast"),
        (LEARNING_RATE, 0.03, ""),
        (NOISE, 0.0, "-1"),
        (BATCH_SIZE, 10, "2.5"),
        (BATCH_SIZE, 10, "[b]s[/b]"),
    ],
)
async def test_a_refused_value_says_the_range_and_stays_open(setting: Setting, value, text):
    stepper = Stepper(setting, value)
    async with hosted(stepper) as it:
        stepper.focus()
        await it.press("enter", "ctrl+u", *text, "enter")
        (words,) = it.host.told
        assert setting.label in words
        assert setting.allowed in words
        assert text in words
        assert it.host.edits == []
        opened = field(stepper)
        assert opened is not None
        assert opened.value == text, "what was typed can be mended"
        await it.press("escape")
        assert field(stepper) is None
        assert stepper.has_focus
        assert stepper.value == value


@pytest.mark.parametrize("how", ["escape", "tab", "shift+tab"])
async def test_leaving_the_field_takes_what_was_typed_and_escape_does_not(how):
    stepper = Stepper(NOISE, 5.0)
    async with hosted(Stepper(NOISE, 0.0, id="one"), stepper, Stepper(NOISE, 0.0, id="three")) as it:
        before = lines(stepper)
        stepper.focus()
        await it.press("enter", "9", how)
        assert field(stepper) is None
        assert it.host.edits == ([] if how == "escape" else [SettingChosen("noise", 9.0)])
        await it.pause()
        assert lines(stepper) == before
        where = {"escape": "noise", "tab": "three", "shift+tab": "noise"}[how]
        assert it.host.focused is not None
        assert it.host.focused.id == where


async def test_it_opens_only_once():
    stepper = Stepper(NOISE, 5.0)
    async with hosted(stepper):
        stepper.action_edit()
        stepper.action_edit()
        assert len(stepper.query(Input)) <= 1


async def test_it_can_be_typed_into_again():
    stepper = Stepper(NOISE, 5.0)
    async with hosted(stepper) as it:
        stepper.focus()
        for text in ("6", "7"):
            await it.press("enter", "ctrl+u", text, "enter")
        assert it.host.edits == [SettingChosen("noise", 6.0), SettingChosen("noise", 7.0)]


async def test_a_field_leaves_the_name_to_be_read():
    stepper = Stepper(LEARNING_RATE, 0.03)
    async with hosted(stepper) as it:
        stepper.focus()
        await it.press("enter")
        opened = field(stepper)
        assert opened is not None
        assert opened.region.x >= stepper.region.x + len(LEARNING_RATE.label)
        assert opened.size.width >= 6


async def test_one_that_is_only_typed_has_no_steps():
    stepper = Stepper(SEED, "0.5", typed=True)
    async with hosted(stepper) as it:
        stepper.focus()
        await it.press("left", "right")
        assert it.host.edits == []
        await it.press("enter", "ctrl+u", *"my seed", "enter")
        assert it.host.edits == [SettingChosen("seed", "my seed")]


# The mouse


async def test_arrows_step_the_value_opens_and_the_name_does_neither():
    stepper = Stepper(NOISE, 5.0)
    stepper.styles.width = 16
    async with hosted(stepper) as it:
        (line,) = lines(stepper)
        await it.click(stepper, line.index("‹"))
        await it.click(stepper, line.index("›"))
        assert it.host.edits == [SettingStepped("noise", -1), SettingStepped("noise", 1)]
        await it.click(stepper, 1)
        assert len(it.host.edits) == 2
        assert field(stepper) is None
        await it.click(stepper, line.index("5"))
        assert field(stepper)
        assert len(it.host.edits) == 2


async def test_without_a_name_the_left_arrow_is_at_the_left():
    stepper = Stepper(NOISE, 5.0, label="")
    stepper.styles.width = 16
    async with hosted(stepper) as it:
        await it.click(stepper, 0)
        await it.click(stepper, 15)
        assert it.host.edits == [SettingStepped("noise", -1), SettingStepped("noise", 1)]
        await it.click(stepper, 4)
        assert field(stepper)


@pytest.mark.parametrize(
    ("setting", "value", "typed", "wanted"),
    [
        (LEARNING_RATE, 0.03, "0.1", 0.1),
        (LEARNING_RATE, 0.03, "0,05", 0.05),
        (LEARNING_RATE, 0.03, ".3", 0.3),
        (NOISE, 0.0, "+7", 7.0),
        (BATCH_SIZE, 10, "25", 25),
        (SEED, "0.5", "0.7", "0.7"),
        (SPEED, 60.0, "120", 120.0),
    ],
)
async def test_a_number_typed_on_it_is_that_number(setting, value, typed, wanted):
    stepper = Stepper(setting, value)
    async with hosted(stepper) as it:
        stepper.focus()
        await it.pause()
        await it.type(typed)
        await it.press("enter")
        assert it.host.edits == [SettingChosen(setting.name, wanted)]
        assert stepper.has_focus


async def test_a_digit_typed_on_a_choice_is_a_key_as_elsewhere():
    stepper = Stepper(ACTIVATION, "tanh")
    async with hosted(stepper) as it:
        stepper.focus()
        await it.press("1")
        assert field(stepper) is None


async def test_what_is_edited_is_explained_with_what_is_allowed_now():
    stepper = Stepper(BATCH_SIZE, 10)
    async with hosted(stepper) as it:
        said = sent_by(stepper, Explained)
        stepper.explain(BATCH_SIZE.help, "a whole number from 1 to 250", "from 1 to 250")
        stepper.focus()
        await it.press("9", "0", "0", "enter", "escape")
        assert [message.text for message in said] == ["Batch size: from 1 to 250", ""]
        assert len(it.host.told) == 0  # 900 is allowed by the setting itself
        await it.press("9", "x", "enter")
        assert "allowed is a whole number from 1 to 250" in it.host.told[-1]
