"""The strip of a lesson as a widget: which keys are its own, and which go their way."""

from dataclasses import replace

from textual.app import App, ComposeResult

from nntui.drawing.lesson_strip import StripKey, StripView
from nntui.widgets.lesson_strip import Answered, LessonStrip, MenuWanted
from tests.widgets import lines

TASK = StripView("2 Batch · 1 of 5 Count", ("●",), "Train an epoch.", keys=(StripKey("T", "hint", "app.hint"),))
CHOICES = replace(TASK, choices=("one", "two"), takes_digits=True)
NUMBER = replace(TASK, asks_number=True, takes_digits=True)


class Host(App[None]):
    """Keeps what the strip says, and the keys that it leaves."""

    CSS = "LessonStrip { display: block; }"

    def __init__(self) -> None:
        super().__init__()
        self.said: list[object] = []
        self.left: list[str] = []
        self.hints = 0

    def compose(self) -> ComposeResult:
        yield LessonStrip()

    def action_hint(self) -> None:
        self.hints += 1

    def on_key(self, event) -> None:
        self.left.append(event.key)

    def on_answered(self, message: Answered) -> None:
        self.said.append(message.text)

    def on_menu_wanted(self, message: MenuWanted) -> None:
        self.said.append("menu")


async def test_digits_answer_while_it_has_the_focus_and_are_swallowed_after_the_answer():
    app = Host()
    async with app.run_test(size=(80, 24)) as pilot:
        strip = app.query_one(LessonStrip)
        strip.update_from(CHOICES)
        strip.focus()
        await pilot.press("2", "9", "space", "s")
        assert app.said == ["2"]
        assert app.left == ["space", "s"], "every other key acts as ever"
        strip.update_from(replace(CHOICES, choices=()))
        await pilot.press("2")
        assert (app.said, app.left) == (["2"], ["space", "s"])
        strip.update_from(TASK)
        await pilot.press("2")
        assert app.left == ["space", "s", "2"], "where nothing was asked a digit is what it is everywhere"


async def test_arrows_and_enter_answer_as_well_and_enter_alone_opens_the_menu():
    app = Host()
    async with app.run_test(size=(80, 24)) as pilot:
        strip = app.query_one(LessonStrip)
        strip.update_from(CHOICES)
        strip.focus()
        await pilot.press("enter", "right", "right", "right", "enter", "left", "enter", "up")
        assert app.said == ["1", "2"]
        assert app.left == ["up"]
        strip.update_from(TASK)
        await pilot.press("enter")
        assert app.said == ["1", "2", "menu"]


async def test_a_number_is_typed_with_its_digits_and_enter():
    app = Host()
    async with app.run_test(size=(80, 24)) as pilot:
        strip = app.query_one(LessonStrip)
        strip.update_from(NUMBER)
        strip.focus()
        await pilot.press("enter", "2", "4", "backspace", "5", "r")
        assert "your answer: 25▏" in lines(strip)[-1]
        await pilot.press("enter")
        assert app.said == ["25"]
        assert app.left == ["r"]


async def test_clicks_take_choices_and_keys_and_the_text_scrolls():
    app = Host()
    async with app.run_test(size=(80, 24)) as pilot:
        strip = app.query_one(LessonStrip)
        strip.update_from(CHOICES)
        await pilot.pause()
        shown = lines(strip)
        row = next(y for y, line in enumerate(shown) if "2 two" in line)
        await pilot.click(strip, offset=(shown[row].index("two"), row))
        row = next(y for y, line in enumerate(shown) if "T hint" in line)
        await pilot.click(strip, offset=(shown[row].index("hint"), row))
        assert (app.said, app.hints) == (["2"], 1)
        strip.update_from(replace(TASK, text="one\ntwo\nthree\nfour\nfive\nsix"))
        strip.focus()
        await pilot.press("down", "down", "down", "up")
        assert [line.strip() for line in lines(strip)[1:]] == ["two", "three", "four", "five"]
        assert app.left == [], "an arrow that scrolls goes nowhere else"
