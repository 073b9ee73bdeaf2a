"""The person's preferences at work: read at the start, written when a theme, a palette or a language is
chosen.
"""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from pathlib import Path

from textual.binding import BindingType

from nntui.drawing.palette import DEFAULT_PALETTE, PALETTES
from nntui.language import _
from nntui.playground.context import Playground
from nntui.storage.preferences import Preferences, load, save, shown_path


class PreferenceFile:
    """The file of a person's preferences.

    Args:
        path: Where it is; None where nothing is remembered.
        themes: Those that there are.
        bindings: All keys that there are, what counts more first: chosen keys are checked against them.

    Attributes:
        preferences: What stands in it.
    """

    def __init__(self, path: Path | None, themes: Iterable[str], bindings: Iterable[BindingType]) -> None:
        self.preferences = Preferences()
        self._path = path
        self._bindings = tuple(bindings)
        self._complaints: tuple[str, ...] = ()
        if path is not None:
            allowed = {"theme": tuple(themes), "palette": tuple(PALETTES)}
            self.preferences, self._complaints = load(path, allowed, self._read_keys)

    def _read_keys(self, table: Mapping[str, object]) -> tuple[Mapping[str, str], tuple[str, ...]]:
        from nntui.keys.keymap import read_keymap

        return read_keymap(table, self._bindings)

    def complain(self, at: Playground) -> None:
        """Says what is wrong with the file, each sentence without the path, which all of them begin with."""
        if self._complaints and self._path is not None:
            path = shown_path(self._path)
            sentences = (sentence.removeprefix(f"{path}: ") for sentence in self._complaints)
            at.show_notes(_("Your preferences"), (_("in {path}:").format(path=path), *sentences))

    @property
    def author(self) -> str | None:
        """Who hands work in; None before that was asked for."""
        return self.preferences.author

    @author.setter
    def author(self, name: str | None) -> None:
        """Writes it.

        Raises:
            PreferencesError: It cannot be written.
        """
        chosen = replace(self.preferences, author=name)
        if self._path is not None:
            save(self._path, chosen, self.preferences)
        self.preferences = chosen

    def remember(self, theme: str | None, palette: str, language: str | None) -> None:
        """Writes a choice.

        Args:
            theme: None for the usual one.
            palette: In `PALETTES`.
            language: One of `languages()`; None where none was chosen.

        Raises:
            PreferencesError: It cannot be written.
        """
        if self._path is None:
            return
        palette_name = None if palette == DEFAULT_PALETTE else palette
        chosen = replace(self.preferences, theme=theme, palette=palette_name, language=language)
        save(self._path, chosen, self.preferences)
        self.preferences = chosen
