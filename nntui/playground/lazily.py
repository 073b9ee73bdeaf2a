"""Commands whose module is loaded when they are first run: the first picture does without them."""

from collections.abc import Callable
from dataclasses import dataclass
from importlib import import_module

from nntui.playground.context import Playground


@dataclass(frozen=True)
class Lazily:
    """A command of a module in this package that is loaded when it is run.

    Attributes:
        module: The module's name.
        name: The function's name.
    """

    module: str
    name: str

    def load(self) -> Callable[[Playground], None]:
        """The command itself."""
        command: Callable[[Playground], None] = getattr(import_module(f"nntui.playground.{self.module}"), self.name)
        return command

    def __call__(self, at: Playground) -> None:
        """Runs it."""
        self.load()(at)
