"""What a person wrote is text wherever Textual would read markup: in borders, labels, lists, messages and tooltips."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest
from textual.app import App
from textual.widgets import Label
from textual.widgets._toast import Toast

import nntui
from nntui.dialogs.base import Choices
from nntui.dialogs.questions import (
    AskPath,
    ChooseColumns,
    ChooseOne,
    Offer,
    Question,
    SearchCards,
    ShowNotes,
    ShowOpening,
)
from nntui.dialogs.table import dialog_for
from nntui.formats.tables.layout import TableView
from nntui.widgets.border_words import set_title
from nntui.widgets.no_repeats import NoRepeats

PACKAGE = Path(nntui.__file__).parent
HOSTILE = "[/x] [a=b:c [@click=app.quit]x[/] [red]"


def calls() -> Iterator[tuple[str, ast.AST]]:
    for path in PACKAGE.rglob("*.py"):
        name = str(path.relative_to(PACKAGE))
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            yield name, node


def test_strings_reach_textual_as_text_alone() -> None:
    found = []
    for path, node in calls():
        if isinstance(node, ast.Assign) and path != "widgets/border_words.py":
            names = [each.attr for each in node.targets if isinstance(each, ast.Attribute)]
            forbidden = {"border_title", "border_subtitle"}
            if "tooltip" in names and "Content(" not in ast.unparse(node.value):
                forbidden.add("tooltip")
            found += [f"{path}:{node.lineno} {name}" for name in names if name in forbidden]
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in ("Label", "Static"):
            markup = next((each.value for each in node.keywords if each.arg == "markup"), None)
            if not (isinstance(markup, ast.Constant) and markup.value is False):
                found.append(f"{path}:{node.lineno} {node.func.id}")
    assert found == []


def hostile_questions() -> list[Question]:
    table = TableView((HOSTILE, "b", "c"), ((HOSTILE, "2", "3"),), (0, 1, 2))
    return [
        ChooseOne(HOSTILE, (Offer("a", HOSTILE, HOSTILE),), HOSTILE, way_out=HOSTILE),
        AskPath(HOSTILE, HOSTILE, Path("/"), others=((HOSTILE, "a"),)),
        ChooseColumns(HOSTILE, table, HOSTILE),
        SearchCards(HOSTILE),
        ShowNotes(HOSTILE, (HOSTILE,)),
        ShowOpening(HOSTILE, HOSTILE, HOSTILE),
    ]


class Messages(NoRepeats):
    """An app that shows messages."""


async def test_dialogs_and_messages_show_brackets_as_they_are() -> None:
    app: App[None] = Messages()
    async with app.run_test(size=(100, 30), notifications=True) as pilot:
        set_title(app.screen, HOSTILE)
        assert app.screen._border_title.plain == HOSTILE  # type: ignore[attr-defined]
        set_title(app.screen, "two\nlines")
        assert app.screen._border_title.plain == r"two\nlines"  # type: ignore[attr-defined]
        app.notify(HOSTILE)
        await pilot.pause()
        assert [Toast(each).render().plain for each in app._notifications] == [HOSTILE]
        for question in hostile_questions():
            dialog = dialog_for(question)
            await app.push_screen(dialog)
            await pilot.pause()
            title = dialog.query_one(".box")._border_title  # type: ignore[attr-defined]
            assert HOSTILE in title.plain or isinstance(question, SearchCards), question
            for label in dialog.query(Label):
                label.render()
            await app.pop_screen()


@pytest.mark.parametrize("text", ["[/x]", "[a=b:c"])
async def test_a_line_of_a_list_is_text(text: str) -> None:
    app: App[None] = App()
    async with app.run_test() as pilot:
        await app.mount(Choices(text))  # type: ignore[arg-type]
        await pilot.pause()
        assert text in app.query_one(Choices).render_line(0).text
