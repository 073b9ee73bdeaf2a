"""Functions whose module is loaded when they are first called: the first picture does without them."""

from collections.abc import Callable
from importlib import import_module

from nntui.playground.context import Playground


def lazily(module: str, name: str) -> Callable[[Playground], None]:
    """A command of a module in this package that is loaded when it is run."""

    def run(at: Playground) -> None:
        command: Callable[[Playground], None] = getattr(import_module(f"nntui.playground.{module}"), name)
        command(at)

    return run
