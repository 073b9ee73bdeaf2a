"""The app is made of many classes, each with a part of it."""

from textual.app import App

from nntui.app import PlaygroundApp


def test_no_part_has_a_private_name_of_another_one():
    """One private name in two of them would replace a method without a word."""
    made_by_textual = vars(type("Empty", (App,), {})).keys()
    seen: dict[str, str] = {}
    for owner in (each for each in PlaygroundApp.__mro__ if each.__module__.startswith("nntui")):
        for name in vars(owner).keys() - made_by_textual:
            if name.startswith("_") and not name.endswith("__"):
                assert name not in seen, f"{name} is in {seen[name]} and in {owner.__name__}"
                seen[name] = owner.__name__
    assert len(seen) > 20
