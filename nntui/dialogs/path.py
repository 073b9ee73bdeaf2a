"""One line for a path, with what it could become below it: for opening and for saving, by keyboard alone."""

from pathlib import Path
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.events import Paste
from textual.widgets import Input, Label, OptionList
from textual.widgets.option_list import Option

from nntui.dialogs.base import Choices, Dialog, EntryField
from nntui.dialogs.questions import AskPath, WithColumns, WithExtra
from nntui.drawing.cells import CHECKED, UNCHECKED
from nntui.errors import reason_of
from nntui.experiment.shown_text import visible
from nntui.kiosk.doors import named
from nntui.language import N_, _
from nntui.storage.atomic_write import is_protected
from nntui.storage.path_completion import Entry, completed, entries, resolve
from nntui.system import portable_name
from nntui.widgets.border_words import set_subtitle, set_title

_OTHER = "\0"
"""Begins the id of an option that is no file; those of files are their paths."""


class PathField(EntryField):
    """A field for a path or a link: what is pasted is one line, however many lines it comes in.

    Args:
        question: What it is for.
    """

    def __init__(self, question: AskPath) -> None:
        super().__init__(question.text, id="path-line", compact=True, select_on_focus=question.to_save)
        self._joined = question.joined

    def _on_paste(self, event: Paste) -> None:
        event.prevent_default()
        event.stop()
        start, end = self.selection
        self.replace(self._joined(event.text).strip(), start, end)


class _Extra(Label):
    """What may be written besides; a click ticks it as the key does."""

    def on_click(self) -> None:
        """Ticks it."""
        if isinstance(self.screen, PathScreen):
            self.screen.action_switch_extra()


class PathScreen(Dialog[str]):
    """Asks for a path; answers it in full, or another text that the request allows, or None.

    Args:
        question: What is asked for.
    """

    DEFAULT_CSS = """
    #path Label {
        width: 100%;
        color: $text-muted;
    }

    #path #path-refusal {
        color: $text-warning;
        height: auto;
    }

    #path OptionList {
        max-height: 9;
    }
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("tab", "complete", N_("Complete"), show=False, priority=True),
        Binding("down", "list", N_("List"), show=False),
        Binding("ctrl+o", "take_with_columns", N_("Take it and choose its columns"), show=False),
        Binding("ctrl+r", "switch_extra", N_("With the replay or without"), show=False),
    ]

    def __init__(self, question: AskPath) -> None:
        super().__init__()
        self._request = question
        self._folder = question.folder
        self._listed: list[Entry] = []
        self._confirmed: Path | None = None
        self._wants_columns = False
        self._wants_extra = False

    def compose(self) -> ComposeResult:
        """The line, the reason for a refusal, and the list."""
        request = self._request
        with Vertical(id="path", classes="box") as box:
            set_title(box, request.title)
            set_subtitle(box, _("Tab completes, ↓ lists, Enter takes, Escape leaves"))
            if request.is_download:
                set_subtitle(box, _("Enter takes it, Escape leaves"))
            elif request.has_columns:
                set_subtitle(box, _("Tab completes, ↓ lists, ctrl+o asks for columns, Escape leaves"))
            yield PathField(request)
            yield Label(visible(request.hint, 300), id="path-hint", markup=False)
            if request.extra:
                yield _Extra(self._extra, id="path-extra", markup=False)
            yield Label("", id="path-refusal", markup=False)
            yield Choices(id="path-list")

    @property
    def _line(self) -> Input:
        return self.query_one("#path-line", Input)

    @property
    def _list(self) -> OptionList:
        return self.query_one("#path-list", OptionList)

    def on_mount(self) -> None:
        """The line takes the focus, with a name ready to be typed over."""
        self._line.focus()
        self._show_entries()

    @on(Input.Changed)
    def _show_entries(self) -> None:
        typed, request = self._line.value, self._request
        self._confirmed = None
        self._refuse("")
        is_path = not (request.is_download or request.is_other(typed))
        self._listed = entries(typed, self._folder, request.suffixes) if is_path else []
        options = [Option(label, id=f"{_OTHER}{at}") for at, (label, _) in enumerate(request.others) if not typed]
        options += [Option(entry.name + "/" * entry.is_folder, id=entry.text) for entry in self._listed]
        self._list.clear_options()
        self._list.add_options(options)
        self._list.display = bool(options)

    def action_complete(self) -> None:
        """Completes what is typed as far as it is certain; from the list back to the line."""
        if self.focused is self._list:
            self._line.focus()
            return
        if self._request.is_download:
            return
        line = self._line
        text = completed(line.value, self._folder, self._request.suffixes)
        if text == line.value and len(self._listed) > 1:
            self.action_list()
        elif text != line.value:
            line.value = text
            line.cursor_position = len(text)

    def action_list(self) -> None:
        """Goes into the list."""
        if self.focused is self._line and self._list.option_count:
            self._list.focus()
            self._list.highlighted = 0

    @on(OptionList.OptionSelected)
    def _choose(self, event: OptionList.OptionSelected) -> None:
        name = event.option.id or ""
        if name.startswith(_OTHER):
            self.answer(self._request.others[int(name.removeprefix(_OTHER))][1])
            return
        entry = next((each for each in self._listed if each.text == name), None)
        if entry is None:  # a key that was typed meanwhile has changed the list
            return
        self._line.value = entry.text
        self._line.cursor_position = len(entry.text)
        self._line.focus()
        if not entry.is_folder and not self._request.to_save:
            self._take(entry.text)

    def action_submit(self) -> None:
        """Takes what is typed."""
        self._take(self._line.value)

    @property
    def _extra(self) -> str:
        return f"{CHECKED if self._wants_extra else UNCHECKED} {self._request.extra}"

    def action_switch_extra(self) -> None:
        """Ticks what may be written besides, or not."""
        if self._request.extra:
            self._wants_extra = not self._wants_extra
            self.query_one(_Extra).update(self._extra)

    def action_take_with_columns(self) -> None:
        """Takes what is typed or marked in the list, and asks for the columns of a table."""
        self._wants_columns = self._request.has_columns
        if self._wants_columns and self.focused is self._list:
            self._list.action_select()
        elif self._wants_columns:
            self._take(self._line.value)

    def _take(self, text: str) -> None:
        request = self._request
        if request.is_other(text):
            self.answer(text)
            return
        if text.strip() in ("", *request.suffixes):
            self._refuse(_("Type a name") if request.to_save else _("Type a name or a link, or ↓ for the list"))
            return
        try:
            path = self._path_of(text)
            problem = None if request.is_download else self._problem(path)
        except (OSError, ValueError, RuntimeError) as error:
            problem = _("{text} cannot be used: {reason}").format(text=text, reason=reason_of(error))
        if problem is None:
            kind = WithColumns if self._wants_columns else WithExtra if self._wants_extra else str
            self.answer(kind(path))
        elif problem:
            self._refuse(problem)
            self._wants_columns = False

    def _path_of(self, text: str) -> Path:
        """What was typed, with the usual end if it has none; a download has a name alone."""
        request = self._request
        if request.is_download:
            path = Path(portable_name(text.strip()))
        else:
            path = resolve(text, self._folder, to_save=request.to_save)
        needs_suffix = request.to_save and not path.suffix and (request.is_download or not path.is_dir())
        return path.with_suffix(request.suffixes[0]) if needs_suffix else path

    def _problem(self, path: Path) -> str | None:
        """What stands in the way of a path, in a sentence; "" where the list says enough; None for nothing."""
        if path.is_dir():
            text = self._line.value.rstrip("/") + "/"
            self._line.value, self._line.cursor_position = text, len(text)
            return ""
        if not path.name.isprintable():
            return _("{name} cannot be used: a name has no control characters").format(name=repr(path.name))
        if not self._request.to_save:
            return None if path.exists() else _("There is no {path}").format(path=named(path))
        if not path.parent.is_dir():
            return _("There is no folder {folder}").format(folder=named(path.parent))
        if path.exists() and path != self._confirmed:
            self._confirmed = path
            sentence = _("{name} is there already: Enter once more replaces it")
            if is_protected(path):
                sentence = _("{name} is there already and is write-protected: Enter once more replaces it")
            return sentence.format(name=path.name)
        return None

    def _refuse(self, sentence: str) -> None:
        label = self.query_one("#path-refusal", Label)
        label.update(visible(sentence, 300))
        label.display = bool(sentence)
