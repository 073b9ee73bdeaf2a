"""What the monkeys have reached: actions of the program and dialogs, and how often."""

from collections import Counter

from nntui.dialogs.table import DIALOGS
from nntui.keys.actions import ACTIONS
from tests.monkey.actions import LEAVING

_APP_ACTIONS = {action.app_action.partition("(")[0]: action.id for action in ACTIONS if action.app_action}


class Coverage:
    """Counts.

    Attributes:
        actions: How often each action was done, by its id or Textual's name.
        dialogs: How often each dialog, and any other screen, was opened, by its class.
    """

    def __init__(self) -> None:
        self.actions: Counter[str] = Counter()
        self.dialogs: Counter[str] = Counter()

    def count_action(self, name: str) -> None:
        """An action was done, as the program records it."""
        self.actions[_APP_ACTIONS.get(name, name)] += 1

    def add(self, other: "Coverage") -> None:
        """Takes the counts of another run."""
        self.actions += other.actions
        self.dialogs += other.dialogs

    @property
    def missed_actions(self) -> list[str]:
        """Actions of the keymap that were never done."""
        return [action.id for action in ACTIONS if action.id not in LEAVING and not self.actions[action.id]]

    @property
    def missed_dialogs(self) -> list[str]:
        """Dialogs that were never opened."""
        return [name for _, name in DIALOGS.values() if not self.dialogs[name]]

    def __str__(self) -> str:
        lines = []
        for what, counts, missed in (
            ("actions", self.actions, self.missed_actions),
            ("dialogs", self.dialogs, self.missed_dialogs),
        ):
            if not counts:
                continue
            lines.append(f"{what}: " + ", ".join(f"{name} {count}" for name, count in sorted(counts.items())))
            lines.append(f"{what} that were missed: {', '.join(missed) or 'none'}")
        return "\n".join(lines)
