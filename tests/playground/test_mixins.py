"""The app is put together of several classes, which must not take each other's methods."""

from itertools import combinations

from textual.app import App

from nntui.app import PlaygroundApp


def own_names(kind: type) -> set[str]:
    """The private names that a class itself has, without those that Textual gives each class."""
    given = vars(type("Plain", (App,), {}))
    return {name for name in vars(kind).keys() - given if name.startswith("_") and not name.startswith("__")}


def test_no_two_classes_of_the_app_have_the_same_private_name():
    """One of them would be called in place of the other, without a word."""
    parts = [kind for kind in PlaygroundApp.__mro__ if kind.__module__.startswith("nntui.")]
    assert len(parts) > 5
    shared = {(a.__name__, b.__name__): own_names(a) & own_names(b) for a, b in combinations(parts, 2)}
    assert {pair: names for pair, names in shared.items() if names} == {}
