"""Odd pieces, and what damages a good specimen: pure functions of a source of choices."""

import json
from collections.abc import Sequence
from random import Random
from typing import Any

STEERING = (
    *(
        "\x1b[31m",
        "\x1b]0;title\x07",
        "\x1b]52;c;aGk=\x07",
        "\x9b2J",
        "\x07",
        "\r",
        "\n",
        "\x00",
        "\x7f",
        "\x1c",
        "\x85",
    ),
    *("\u202e", "\u2066", "\u200b", "\u200e", "\u2028", "\ufeff", "\u00ad", "\ud800", "\udcff", "\U000e0041"),
)
"""What would steer a terminal, turn the direction of text, or is not seen."""
MARKUP = ("[red]x[/]", "[@click=app.quit]x[/]", "[/]", "[", "\\[b]", "<script>alert(1)</script>", "&amp;", "]]>", "-->")
CODE = (
    '"""',
    "'''",
    '"',
    "'",
    "\\",
    "\\\n",
    "\\N{",
    "{x}",
    "{0}",
    "%s",
    "#",
    "`",
    "$(id)",
    "=cmd|' /C calc'!A0",
    "@SUM(1)",
)
PLAIN = (
    "a",
    "x" * 300,
    "ä",
    "漢字",
    "e\u0301",
    "👩\u200d👩\u200d👧",
    "\u0301" * 40,
    " ",
    "  ",
    "",
    "−1",
    "١٢",
    "९",
    "½",
    "ﬀ",
    "ß",
)
TEXTS = (*STEERING, *MARKUP, *CODE, *PLAIN)
NUMBERS = (
    *(0, -1, 1, 2, 3, 7, 100, 255, 2**31, 2**53 + 1, -(2**63), 2**64, 10**15, 10**16, 10**18, 10**30, 10**400),
    *(0.5, -0.0, 1e-320, 5e-324, 1e-300, 1e15, 1e16, 1e100, 1e300, 1.7976931348623157e308, -1e7, 0.1),
    *(float("nan"), float("inf"), float("-inf"), True, False),
)
NUMBER_TEXTS = (
    *(
        "nan",
        "inf",
        "-inf",
        "Infinity",
        "1e999",
        "-1e999",
        "1e-999",
        "1_0",
        "0x10",
        "1,5",
        "1.5",
        ".5",
        "5.",
        "+5",
        "--5",
    ),
    *(
        "1e5",
        "1E5",
        "1e",
        "e5",
        "9" * 400,
        "0" * 400 + "1",
        "0." + "0" * 400 + "1",
        "1/2",
        "50%",
        "$5",
        "1 000",
        "１",
        "−5",
    ),
    *("None", "null", "true", "NA", "#N/A", "?", "-", ""),
)
_MOST_GROWN = 1_000_000


def text(rng: Random, most: int = 3) -> str:
    """A few odd pieces one after the other."""
    return "".join(rng.choice(TEXTS) for _piece in range(rng.randint(1, most)))


def number_text(rng: Random) -> str:
    if rng.random() < 0.4:
        return rng.choice(NUMBER_TEXTS)
    return repr(
        rng.choice(
            [rng.randint(-10, 300), round(rng.uniform(-7, 7), 3), rng.uniform(0, 1) * 10.0 ** rng.randint(-20, 20)]
        )
    )


def value(rng: Random, depth: int = 0) -> Any:
    """Any value of JSON, with the odd ones among them."""
    kind = rng.randrange(8 if depth < 3 else 5)
    if kind == 0:
        return None
    if kind in (1, 2):
        return rng.choice(NUMBERS)
    if kind in (3, 4):
        return text(rng)
    if kind == 5:
        return {text(rng): value(rng, depth + 1) for _each in range(rng.randint(0, 3))}
    if kind == 6:
        return [value(rng, depth + 1) for _each in range(rng.randint(0, 4))]
    return [value(rng, 3)] * rng.choice([1, 10, 100, 1001])


def damaged_tree(rng: Random, tree: Any) -> Any:
    """A tree of dictionaries and lists with one place in it changed; the tree itself is changed, too."""
    holder: Any = None
    key: Any = None
    here = tree
    while isinstance(here, (dict, list)) and here and (holder is None or rng.random() < 0.85):
        holder = here
        key = rng.choice(list(here)) if isinstance(here, dict) else rng.randrange(len(here))
        here = here[key]
    if holder is None:
        return value(rng)
    change = rng.randrange(9)
    if change == 0:
        del holder[key]
    elif change == 1 and isinstance(holder, dict):
        holder[text(rng)] = holder.pop(key)
    elif change == 2 and isinstance(holder, list):
        holder[key:key] = [here] * rng.choice([1, 2, 100])
    elif change == 3 and isinstance(here, (int, float)) and not isinstance(here, bool):
        holder[key] = rng.choice([-here, here + 1, here * 2, here * 10, f"{here}", 7, 7.5])
    elif change == 4 and isinstance(here, str):
        at = rng.randint(0, len(here))
        holder[key] = here[:at] + text(rng) + here[at:]
    elif change == 5:
        holder[key] = [here] if rng.random() < 0.5 else {"a": here}
    else:
        holder[key] = value(rng)
    return tree


def as_json(rng: Random, tree: Any) -> bytes:
    """The tree as JSON, in one of the ways in which programs write it."""
    shown = json.dumps(tree, ensure_ascii=rng.random() < 0.5, indent=rng.choice([None, None, 1]))
    return shown.encode("utf-8", "surrogatepass")


def damaged(rng: Random, data: bytes, pieces: Sequence[bytes]) -> bytes:
    """Bytes with a few places changed.

    Args:
        rng: The source of choices.
        data: A good specimen.
        pieces: What means something there, to be put in.
    """
    for _change in range(rng.choice([1, 1, 1, 2, 3, 8])):
        at = rng.randint(0, len(data))
        end = min(len(data), at + rng.choice([0, 1, 1, 2, 5, 20, 100, 1000]))
        change = rng.randrange(7)
        if change == 0:
            data = data[:at] + data[end:]
        elif change == 1:
            data = data[:at]
        elif change == 2:
            data = data[:at] + data[at:end] * rng.choice([2, 3, 10, 100]) + data[end:]
        elif change == 3:
            data = data[:at] + bytes([rng.randrange(256)]) + data[end:]
        elif change == 4:
            data = data[:at] + text(rng).encode("utf-8", "surrogatepass") + data[at:]
        else:
            data = data[:at] + rng.choice(pieces) + data[end:]
    return data


def grown(rng: Random, data: bytes, pieces: Sequence[bytes], most: int = _MOST_GROWN) -> bytes:
    """Bytes with one piece of them, or one that means something, repeated until they are large."""
    at = rng.randint(0, len(data))
    piece = data[at : at + rng.choice([1, 2, 3, 10, 50, 1000])] if rng.random() < 0.5 else rng.choice(pieces)
    size = rng.choice([1_000, 10_000, 100_000, most])
    return data[:at] + piece * (max(0, size - len(data)) // max(1, len(piece))) + data[at:]


def any_of(rng: Random, specimens: Sequence[bytes], pieces: Sequence[bytes], most: int = _MOST_GROWN) -> bytes:
    """A specimen: seldom as it is, mostly damaged, now and then grown."""
    data = rng.choice(specimens)
    chance = rng.random()
    if chance < 0.02:
        return data
    if chance < 0.06:
        return grown(rng, data, pieces, most)
    if chance < 0.08:
        return bytes(rng.randrange(256) for _byte in range(rng.choice([0, 1, 10, 300])))
    return damaged(rng, data, pieces)
