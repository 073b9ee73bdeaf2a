"""What the entries of the registries are called on the screen, in the language in use."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Protocol

from nntui.language import _


class Labels(Mapping[str, str]):
    """From names to what they are called on the screen, in the language in use.

    Args:
        entries: From each name to its label in English, marked by `N_`, or to an entry of a registry with a `label`.
    """

    def __init__(self, entries: Mapping[str, "str | Labelled"]) -> None:
        self._entries = dict(entries)

    def only(self, names: Iterable[str]) -> "Labels":
        """Those of some names alone."""
        return Labels({name: self._entries[name] for name in names})

    def __getitem__(self, name: str) -> str:
        entry = self._entries[name]
        return _(entry) if isinstance(entry, str) else entry.label

    def __iter__(self) -> Iterator[str]:
        return iter(self._entries)

    def __len__(self) -> int:
        return len(self._entries)


class Labelled(Protocol):
    """An entry of a registry."""

    @property
    def label(self) -> str:
        """On the screen."""
