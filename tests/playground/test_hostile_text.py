"""Text of others on the screen: names of files and folders, of columns, classes, runs, lessons; what is pasted.

Nothing of it steers the terminal, is hidden, turns the direction or is taken for markup: it is shown as text.
"""

from pathlib import Path

import pytest
from textual.events import Paste
from textual.widgets import Input

from nntui.playground.context import LessonFolders
from nntui.storage.start import open_anything
from nntui.widgets import plain_lines
from tests.playground import Driver, opened_with

MARKUP = "[red]r[/][@click=app.quit]q[/]"
HOSTILE = f"a\x1b[31m\x1b]52;c;aGk=\x07\x9b2J\u202e\u200b{MARKUP}"
TABLE = f'"x{HOSTILE}","y{HOSTILE}",label\n' + "".join(
    f"{at % 7 - 3},{at % 5 - 2},c{at % 3}{HOSTILE}\n" for at in range(40)
)
LESSON = f"""+++
id = "ours"
title = "T {MARKUP}"
+++
Opening {MARKUP}.

## Task {MARKUP} {{#one}}
Text {MARKUP}.
```check
epoch >= 1
```
```hint
Hint {MARKUP}.
```
"""


def assert_clean(it: Driver) -> None:
    """Nothing in any line of the screen but characters that can be seen."""
    for screen in it.app.screen_stack:
        for strip in screen._compositor.render_strips():
            assert strip.text.isprintable(), ascii(strip.text)


def inside(it: Driver) -> list[str]:
    """The lines within the dialog on top, without what surrounds them: a long path may be broken anywhere."""
    box = next(iter(it.app.screen.query(".box")), it.app.screen).region.shrink((1, 1, 1, 1))
    strips = it.app.screen._compositor.render_strips()[box.y : box.bottom]
    return [strip.crop(box.x, box.right).text.strip() for strip in strips]


async def look(it: Driver, *keys: str, until: str = "") -> str:
    """Opens something by keys, looks at it when it shows a text, and leaves it."""

    def lines() -> str:
        return "\n".join(strip.text for strip in it.app.screen._compositor.render_strips())

    await it.rush(*keys)
    await it.until(lambda: it.app.screen is not it.screen and until in "".join(inside(it)))
    await it.pause()
    assert_clean(it)
    seen = lines()
    top = it.app.screen
    await it.rush("escape")
    await it.until(lambda: it.app.screen is not top)
    return seen


@pytest.fixture
def folder(tmp_path, monkeypatch) -> Path:
    """A folder with an odd name, a table, saved work and lessons with odd names in it."""
    home = tmp_path / f"home{HOSTILE.replace('/', '')}"
    (home / "lessons").mkdir(parents=True)
    (home / f"table{HOSTILE.replace('/', '')}.csv").write_text(TABLE, encoding="utf-8")
    (home / "table[red]b[@click=app.quit]q.csv").write_text(TABLE, encoding="utf-8")
    (home / "lessons" / "good.md").write_text(LESSON, encoding="utf-8")
    (home / "lessons" / f"bad{HOSTILE.replace('/', '')}.md").write_text("x", encoding="utf-8")
    (home / "preferences.toml").write_text('theme = "\\u001b[31m[red]x[/]"\n', encoding="utf-8")
    monkeypatch.setenv("HOME", str(home))
    monkeypatch.chdir(home)
    return home


async def test_nothing_of_others_steers_the_screen(folder, monkeypatch):
    forgotten: list[str] = []

    def noting(text: str) -> str:
        if not text.isprintable():
            forgotten.append(text)
        return shown(text)

    shown = plain_lines.plain
    monkeypatch.setattr(plain_lines, "plain", noting)
    start = open_anything(str(next(folder.glob("tablea*.csv"))))
    assert all(map(str.isprintable, (*start.experiment.user_points.classes, *start.experiment.user_points.columns)))
    async with opened_with(start, preferences_file=folder / "preferences.toml") as it:
        await it.until(lambda: len(it.app.screen_stack) == 3)
        for _notes in ("of the preferences", "of the table"):
            await look(it)
        it.screen.playground.lesson_folders = LessonFolders(own=folder / "lessons")
        for key in ("W", "C", "V"):
            await look(it, key)
        await look(it, "w", until=MARKUP.replace("/", ""))
        seen = await look(it, "ctrl+o", until="table[red]b[@click=app.quit]q.csv")
        assert "\\x1b" in seen
        seen = await look(it, "m", until=MARKUP)
        assert "bad" in seen
        assert forgotten == []
        # What is pasted into a field is kept out of the terminal, too.
        await it.rush("ctrl+o")
        await it.until(lambda: isinstance(it.app.focused, Input))
        it.app.post_message(Paste(HOSTILE))
        await it.pause()
        assert_clean(it)
        await it.rush("enter")
        await it.pause()
        assert_clean(it)
