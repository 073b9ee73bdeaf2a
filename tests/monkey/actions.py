"""What a monkey does: what a terminal sends, and sizes of its window. The same actions for the same seed."""

import json
import random
from collections import deque
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass
from pathlib import Path

from nntui.keys.actions import ACTIONS

ESCAPE = "\x1b"
FIRST_SIZE = (80, 24)
LEAVING = {"quit"}
"""Actions that a monkey never asks for by their key."""
PASTE_BEGINS, PASTE_ENDS = "\x1b[200~", "\x1b[201~"

_CHARACTERS = {
    "space": " ",
    "comma": ",",
    "full_stop": ".",
    "less_than_sign": "<",
    "greater_than_sign": ">",
    "plus": "+",
    "minus": "-",
    "equals_sign": "=",
    "left_square_bracket": "[",
    "right_square_bracket": "]",
    "semicolon": ";",
    "slash": "/",
    "question_mark": "?",
    "tab": "\t",
    "shift+tab": "\x1b[Z",
    "f1": "\x1bOP",
}
_MOVING = (
    *("\x1b[A", "\x1b[B", "\x1b[C", "\x1b[D", "\x1b[5~", "\x1b[6~", "\x1b[H", "\x1b[F"),
    *("\t", "\x1b[Z", "\r", "\r", ESCAPE, ESCAPE, " ", *"hjkl"),
)
_EDITING = ("\x7f", "\x1b[3~", "\x01", "\x05", "\x0b", "\x15", "\x17", *"0123456789.-+,")
_RARE = (
    *("\x1b[1;2A", "\x1b[1;2B", "\x1b[1;2C", "\x1b[1;2D", "\x1b[1;5C", "\x1b[1;5D", "\x1b[2~", "\x1b[15~", "\x1bOQ"),
    *("\x1b[97;5u", "\x1b[13u", "\x1b[27u", "\x1b[115;1:1u", "\x1b[115;1:3u", "\x1b[1089;5u", "\x1b[57409u"),
    *("\x1bs", "\x1b\x1b", "\x1b[", "\x1bO", "\x1bP", "\x1b]", "\x9b", "\udcff\udcc3", "é", "漢", "\u200b", "\x00"),
)
"""Held keys, keys by the kitty protocol, sequences that are cut off, bytes that are no UTF-8."""
_REPORTS = (
    *("\x1b[I", "\x1b[O", "\x1b[O", "\x1b[I"),  # the window has the focus, or not
    *("\x1b[1;1R", "\x1b[5;10R", "\x1b[1;2R", "\x1b[99999;99999R", "\x1b[;R", "\x1b[24;"),
    *("\x1b]11;rgb:ffff/ffff/ffff\x07", "\x1b]11;rgb:0000/0000/0000\x1b\\", "\x1b]11;rgb:12", "\x1b]11;?\x07"),
    *("\x1b[?62;22c", "\x1b[?1;2c", "\x1b[>41;354;0c", "\x1b[?0u", "\x1b[?31u", "\x1b[?2026;2$y", "\x1b[?2048;0$y"),
    *("\x1bP>|XTerm(380)\x1b\\", "\x1bP1+r", "\x1b_Gi=31;OK\x1b\\", "\x1b[M !!", "\x1b[<0;1", "\x1b[<999;9;9M"),
)
_WORDS = (
    *("noise", "pal", "dark", "data", "save", "layer", "undo", "0.5", "12", "x.csv", "points.csv", "work.nntui"),
    *("~", "none", "é漢", "x1*x2", "sin(3*x1)", "x1^2+", "1e999", "-0", "nan", "seventeen", "300", "batch", "flat"),
)
_PASTES = (
    "https://playground.tensorflow.org/#dataset=xor&networkShape=4,2&seed=0.5",
    "https://playground.tensorflow.org/#activation=relu&regularization=L1&regularizationRate=0.1&seed=0.3&problem=regression",
    "https://playground.tensorflow.org/#dataset=gauss&networkShape=&noise=50&stepButton_hide=true&playButton_hide=true",
    "#&".join(f"k{n}=1" for n in range(300)),
    "one\ntwo\nthree",
    "1,2,a\n2,3,b\n-1,0,a\n",
    "points.csv",
    "0.25",
    "\u202e\u200b漢字",
    "x" * 5000,
    "",
)
_SIZES = (
    *((80, 24), (80, 24), (120, 40), (160, 50), (100, 30), (60, 19), (64, 20), (40, 12), (20, 8)),
    *((200, 60), (3, 50), (168, 20), (1, 1), (2, 1), (1, 50), (80, 1)),
)
_PAUSES = (0.0, 0.0, 0.0, 0.005, 0.01, 0.02, 0.05, 0.1)
_STORIES: tuple[tuple[str, ...], ...] = (
    ("m", "\x1b[B", "\x1b[B", "\r", "N", "1", "\r", "T", "T", "N", "B", "m", ESCAPE),
    ("m", "\r", "\r", " ", " ", "N", "2", "T", "T", "T", "N", "N"),
    ("P", "\x1b[B", "\x1b[C", "\x1b[B", "\x1b[C", "\x1b[B", "\r", "\x1b[B", "\r", ESCAPE, "s"),
    ("P", *("\x1b[B",) * 5, "\x1b[C", "\x1b[B", "\x1b[C", "\x1b[B", "\x1b[C", "?", ESCAPE, ESCAPE),
    ("F", "s", "i", "n", "(", "x", "1", "*", "x", "2", ")", "\r", "S"),
    ("F", "x", "1", "^", "3", "\x1b[B", "\r", "F", "\x15", "\r", ESCAPE),
    ("D", "\x1b[C", "\x1b[B", "\r", "s", "C", "\x1b[B", "h", "l", ESCAPE),
    ("b", "\x1b[C", "\x1b[C", "\x1b[B", "j", "l", "h", "k", " ", "\r", ESCAPE),
    ("S", "S", "R", "S", "V", " ", "\x1b[B", " ", "c", ESCAPE, "\r"),
    ("S", "r", "S", "V", "p", "n", "a", "\r", "x", "u", "s", "\t", "\r"),
    ("M", "3", "\r", "M", "\x1b[B", "\x1b[C", "\x1b[B", "b", "G", "G"),
    ("M", "5", "\r", "M", "x", "n", "\r", "M", "w", ESCAPE),
    ("S", "S", "O", "\x1b[D", "\x1b[D", "h", "\x1b[5~", " ", " ", "\x1b[C", "\r", "s"),
    ("S", "O", "\x1b[H", "g", "3", "\r", "s", "x", "t", "u", ESCAPE),
    ("a", "\x1b[C", " ", "\x1b[B", " ", "2", "\x1b[C", " ", "b", "\r", "\x7f", ESCAPE, "S"),
    ("A", "E", "u", "U", "u"),
    ("n", "\x1b[B", "\x1b[C", "\r", "0", ".", "5", "\r", "+", "]", "[", "-", "i", ESCAPE),
    ("/", "l", "o", "s", "s", "\r", "\x1b[B", "\r", "\t", ESCAPE),
    ("?", "?", "\x1b[6~", ESCAPE, "p", "?", "\t", "\r", ESCAPE),
    ("e", "2", "0", "\r", " ", " "),
    ("w", "\x15", *"work.nntui", "\r", "\r", "\x0f", "\x15", *"work.nntui", "\r"),
    ("\x0f", "\x15", *"points.csv", "\r", "\r", "\x1b[B", "\r", "S"),
    ("\x0f", "\x15", *"results.jsonl", "\r", "\x1b[B", "\r"),
    ("\x05", "\x1b[B", "\x1b[B", "\r", "\r", "\r"),
    ("\x05", *("\x1b[B",) * 7, "\r", "\x15", *"x.out", "\r", "\r"),
    ("y", "y", "Y", " ", "\x1b[B", " ", "\r", "v", "v"),
    ("I", "\x1b[B", "\r", "?", ESCAPE, "I", "\x1b[A", "\r"),
    ("W", "\x1b[6~", "y", ESCAPE),
    ("c", "c", "z", "x", "t", "<", "<", ">", ","),
    (";", "a", ";", "c", "\r", "7", "\r"),
    ("\x10", *"pal", "\x1b[B", "\r"),
    ("d", "\x1b[C", "\t", "\x1b[C", "\x1b[B", "\r", "5", "0", "\r", "f", "\r", "o", "\x1b[C", "\x1b[B"),
)
"""Keys that lead somewhere when they are pressed one after the other."""


@dataclass(frozen=True)
class Action:
    """Something done at once.

    Attributes:
        typed: What the terminal sends; a surrogate is a byte that is no UTF-8.
        size: Columns and lines from now on; None leaves them.
        pause: Seconds until the next action.
        is_deaf: Whether the terminal does not read in that time.
    """

    typed: str = ""
    size: tuple[int, int] | None = None
    pause: float = 0.0
    is_deaf: bool = False

    def __str__(self) -> str:
        size = f"{self.size[0]}×{self.size[1]} " if self.size else ""
        return size + (ascii(self.typed[:60]) if self.typed else "") + ("(not read)" if self.is_deaf else "")

    @property
    def sent(self) -> bytes:
        """The bytes."""
        return self.typed.encode("utf-8", "surrogateescape")


def save(actions: Iterable[Action], path: Path) -> None:
    """Writes actions, one a line."""
    path.write_text("".join(json.dumps(asdict(each)) + "\n" for each in actions))


def load(path: Path) -> list[Action]:
    """Reads what `save` has written."""
    found = []
    for line in path.read_text().splitlines():
        given = json.loads(line)
        size = given.pop("size")
        found.append(Action(**given, size=None if size is None else tuple(size)))
    return found


def key_bytes(key: str) -> str:
    """What a terminal sends for a key of the keymap; "" for a second name of a key that has been sent."""
    if key in _CHARACTERS:
        return _CHARACTERS[key]
    if key.startswith("ctrl+"):
        return chr(ord(key[-1]) - 96)
    return key if len(key) == 1 else ""


def keys() -> list[str]:
    """What a terminal sends for every key of the keymap, but for those that leave."""
    named = (key for action in ACTIONS if action.id not in LEAVING for key in action.keys.split(","))
    return [sent for key in named if (sent := key_bytes(key))]


def actions(seed: int) -> Iterator[Action]:
    """Random actions without end; the same ones for the same seed."""
    return _Monkey(seed).actions()


class _Monkey:
    """Draws what to do next."""

    def __init__(self, seed: int) -> None:
        self._chance = random.Random(seed)
        self._keys = keys()
        self._size = FIRST_SIZE
        self._story: deque[str] = deque()

    def actions(self) -> Iterator[Action]:
        chance = self._chance
        while True:
            kind, pause = chance.random(), chance.choice(_PAUSES)
            if kind < 0.04:
                yield self._resized(pause)
            elif kind < 0.045:
                yield Action(self._typed(), None, chance.uniform(0.3, 1.5), is_deaf=True)
            elif self._story and kind < 0.75:
                yield Action(self._story.popleft(), None, pause)
            elif kind < 0.80:
                self._story = deque(chance.choice(_STORIES))
                yield Action(self._story.popleft(), None, pause)
            else:
                several = chance.randint(2, 6) if kind > 0.95 else 1
                yield Action("".join(self._typed() for _ in range(several)), None, pause)

    def _resized(self, pause: float) -> Action:
        chance = self._chance
        self._size = chance.choice((*_SIZES, (chance.randint(1, 180), chance.randint(1, 60))))
        return Action(self._typed() if chance.random() < 0.3 else "", self._size, pause)

    def _typed(self) -> str:
        """Something that a terminal sends."""
        chance = self._chance
        kind = chance.random()
        if kind < 0.4:
            return chance.choice(self._keys)
        if kind < 0.57:
            return chance.choice(_MOVING)
        if kind < 0.62:
            return chance.choice(_EDITING)
        if kind < 0.8:
            return self._mouse()
        if kind < 0.86:
            return chance.choice(_WORDS) + chance.choice(("\r", ESCAPE, "", "\t"))
        if kind < 0.90:
            ended = chance.choice((PASTE_ENDS,) * 7 + ("", PASTE_ENDS[:3]))
            return PASTE_BEGINS + chance.choice(_PASTES) + ended
        if kind < 0.95:
            return chance.choice(_REPORTS)
        if kind < 0.99:
            return chance.choice(_RARE)
        return "\x10" + chance.choice(_WORDS) + chance.choice(("", "\r", ESCAPE))

    def _mouse(self) -> str:
        chance, (width, height) = self._chance, self._size
        places = [(chance.randint(1, width), chance.randint(1, height)) for _ in range(3)]
        (x, y), kind = places[0], chance.random()
        if kind < 0.5:  # a click, now and then a double one
            button = chance.choice((0, 0, 0, 0, 2, 1, 4, 16))
            return f"\x1b[<{button};{x};{y}M\x1b[<{button};{x};{y}m" * chance.choice((1, 1, 1, 2))
        if kind < 0.65:  # over something
            return f"\x1b[<35;{x};{y}M"
        if kind < 0.8:  # the wheel
            return f"\x1b[<{chance.choice((64, 65, 66, 67))};{x};{y}M"
        moves = "".join(f"\x1b[<32;{column};{line}M" for column, line in places[1:])
        end = places[-1]
        release = f"\x1b[<0;{end[0]};{end[1]}m" if chance.random() < 0.9 else ""  # else it is lost
        return f"\x1b[<0;{x};{y}M{moves}{release}"
