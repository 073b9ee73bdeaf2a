"""A real session before a screen that only remembers what commands ask of it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from nntui.dialogs.questions import Question
from nntui.experiment.experiment import Experiment
from nntui.experiment.user_points import Brushes
from nntui.keys.actions import ACTIONS
from nntui.playground.commands import run
from nntui.playground.context import Playground
from nntui.session.link_extras import LinkExtras
from nntui.session.session import TrainingSession
from tests.playground import LIMIT, SEED


@dataclass
class FakeScreen:
    """Keeps messages and questions. A test answers a question by calling what it was asked with."""

    frame_rate: float = 10.0
    shows_runs: bool = True
    told: list[tuple[str, str]] = field(default_factory=list)
    cleared_at: int = 0
    wakes: int = 0
    asked: list[Question[Any]] = field(default_factory=list)
    takes: list[Callable[[Any], None] | None] = field(default_factory=list)
    copied: list[str] = field(default_factory=list)
    downloads: bool = False
    downloaded: dict[str, bytes] = field(default_factory=dict)
    focused: object | None = None
    controls: tuple[object, ...] = ("play", "step")
    in_sight: tuple[str, ...] = ("data", "network")
    with_control: tuple[str, ...] = ("show_test_data", "discretize")
    cursor_layer: int = 1
    chosen_layer: int | None = None
    placed: int | None = None
    brushes: Brushes = field(default_factory=Brushes)
    card_of_focus: str | None = None
    cards: list[str] = field(default_factory=list)

    def notify(self, message: str, *, title: str = "", severity: str = "information", timeout: float | None = None):
        self.told.append((severity, message))

    def clear_messages(self) -> None:
        self.cleared_at = len(self.told)

    def wake(self) -> None:
        self.wakes += 1

    @property
    def shown(self) -> list[str]:
        """The messages that are still to be seen."""
        return [message for _, message in self.told[self.cleared_at :]]

    def ask(self, question: Question[Any], take: Callable[[Any], None] | None = None) -> None:
        self.asked.append(question)
        self.takes.append(take)

    def answer(self, answer: Any) -> None:
        """Answers the newest question."""
        take = self.takes[-1]
        assert take is not None
        take(answer)

    def copy(self, text: str) -> None:
        self.copied.append(text)

    def download(self, name: str, data: bytes) -> None:
        self.downloaded[name] = data

    def in_background(self, work: Callable[[], Any], done: Callable[[Any], None], waiting: str = "", steps=None):
        done(work())

    def has_control(self, setting: str) -> bool:
        return setting in self.with_control

    @property
    def keys(self) -> Mapping[str, str]:
        return {action.id: action.key_shown({}) for action in ACTIONS}

    def focus_lesson(self) -> None:
        self.focused = "lesson"

    def focus(self, control: object) -> None:
        self.focused = control

    def go(self, place: str) -> bool:
        return place in self.in_sight

    def is_card_open_for(self, card: str) -> bool:
        return bool(self.cards) and self.cards[-1] == card

    def open_card(self, card: str, of_focus: bool = False, back: Callable[[], None] | None = None) -> None:
        self.cards.append(card)

    def close_card(self) -> None:
        self.cards.clear()

    def place_cursor(self, layer: int) -> None:
        self.placed = layer

    @property
    def brush(self) -> float | None:
        return self.brushes.usual

    def paint(self, brushes: Brushes) -> None:
        self.brushes = brushes


class Desk:
    """A playground without a screen, for a test of its commands."""

    def __init__(self, hidden: tuple[str, ...] = (), **values: Any) -> None:
        extras = LinkExtras(tuple((f"{control}_hide", "true") for control in hidden))
        self.session = TrainingSession(Experiment(**({"seed": SEED} | values)), link_extras=extras)
        self.screen = FakeScreen()
        self.at = Playground(self.session, self.screen)

    @property
    def experiment(self) -> Experiment:
        return self.session.experiment

    @property
    def epoch(self) -> int:
        return self.session.snapshot.epoch

    @property
    def told(self) -> str:
        return "\n".join(message for _, message in self.screen.told)

    def do(self, *names: str) -> None:
        for name in names:
            run(self.at, name)
            assert self.session.player.playing or self.session.player.wait(LIMIT)
