"""Links of the web Playground: keys and values that mean something, odd ones, and the damage of mails and pages."""

from functools import cache
from random import Random

from nntui.engine.features import WEB_FEATURES
from nntui.experiment.experiment import SETTINGS
from nntui.formats.link_reader import OF_THE_PAGE_ALONE, LinkReading, read_link
from nntui.formats.link_text import link_in
from nntui.formats.link_writer import write_link
from nntui.storage.start import open_anything
from tests.data import read_found_links, read_links
from tests.fuzz import odd
from tests.fuzz.part import BrokenPromiseError, Part, Reading

_KEYS = (
    *(setting.link_name for setting in SETTINGS.values() if setting.link_name),
    *(setting.own_link_name for setting in SETTINGS.values() if setting.own_link_name),
    *(feature.link_name for feature in WEB_FEATURES.values()),
    *("hideText", "tutorial", "dataset_hide", "noise_hide", "x_hide", "playButton_hide", "k"),
)
_VALUES = (
    *("true", "false", "tanh", "relu", "circle", "xor", "reg-plane", "L1", "L2", "none", "4,2", "8,8,8", "1,1,1,1,1,1"),
    *(
        "4,,2",
        "99",
        "0",
        "own",
        "x,y",
        "x*x,sin(x)",
        "x**9",
        "((((x",
        "adam",
        "cosine",
        "relu:tanh",
        "0.2,0.1",
        "%00",
        "%FF",
    ),
)
_PIECES = tuple(
    each.encode("utf-8", "surrogatepass")
    for each in (
        "&",
        "=",
        "#",
        "&amp;",
        "amp;",
        "%26",
        "%3D",
        "%23",
        "\\",
        "&reg",
        ";",
        "?",
        ">",
        '"',
        "\n",
        "://",
        *_VALUES,
    )
)


@cache
def _specimens() -> tuple[bytes, ...]:
    return tuple(link.encode() for link in (*read_links(), *read_found_links().values()))


def _make(rng: Random) -> str:
    chance = rng.random()
    if chance < 0.4:
        data = odd.any_of(rng, _specimens(), _PIECES)
        return data.decode("utf-8", rng.choice(["replace", "surrogateescape"]))
    pairs = []
    for _pair in range(rng.choice([1, 3, 10, 40])):
        key = rng.choice(_KEYS) if rng.random() < 0.8 else odd.text(rng)
        kind = rng.randrange(4)
        said = odd.text(rng) if kind == 0 else odd.number_text(rng) if kind == 1 else rng.choice(_VALUES)
        pairs.append(key + rng.choice(["=", "=", "=", "=", "", "=="]) + said)
    if chance > 0.97:
        pairs *= rng.choice([10, 1000])
    page = rng.choice(["https://playground.tensorflow.org/#", "#", "", "https://example.org/#", "<https://", '"'])
    return (page + rng.choice(["&", "&", "&", "&amp;", "&amp;amp;", "%26", "\n&"]).join(pairs))[:1_000_000]


def _read(case: str) -> Reading:
    reading = read_link(link_in(case))
    if len(case) < 2000:
        opened = open_anything("#" + case.replace("/", ""))  # no file of that name is there
        return Reading(reading, opened.notes or reading.notes)
    return Reading(reading, reading.notes)


def _after(reading: LinkReading) -> None:
    writing = write_link(reading.experiment, reading.link_extras)
    if not writing.link.isascii() or not writing.link.isprintable():
        raise BrokenPromiseError(f"a link that cannot be pasted: {writing.link[:300]!a}")
    again = read_link(writing.link)
    names = again.experiment.differences(reading.experiment)
    if names and (names != {"seed"} or not writing.notes):
        raise BrokenPromiseError(f"not read back: {sorted(names)} of {writing.link[:300]!a}")
    if _own_pairs(again) != _own_pairs(reading):
        raise BrokenPromiseError(f"not kept: {reading.link_extras.pairs!a:.300} in {writing.link[:300]!a}")


def _own_pairs(reading: LinkReading) -> list[tuple[str, str]]:
    return [pair for pair in reading.link_extras.pairs if pair[0] not in OF_THE_PAGE_ALONE]


LINKS = Part("links", _make, _read, _after)
