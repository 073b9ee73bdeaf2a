"""Links as mails, terminals and pages hand them over: on several lines, quoted, or in the middle of a text."""

from pathlib import Path

import pytest

from nntui.formats.link_reader import read_link
from nntui.formats.link_text import link_in
from tests.each import each

DATA = Path(__file__).parent.parent / "data"
LINK = (DATA / "link-after-a-blank-line.txt").read_text(encoding="utf-8").strip()
START, _, STATE = LINK.partition("#")


def wrapped(width: int, end: str = "\n", before: str = "") -> str:
    return end.join(before + LINK[at : at + width] for at in range(0, len(LINK), width))


@pytest.mark.parametrize("name", ["link-wrapped-by-mail.txt", "link-after-a-blank-line.txt"])
def test_links_as_they_were_found_are_whole(name: str) -> None:
    found = link_in((DATA / name).read_text(encoding="utf-8"))
    assert found == LINK
    reading = read_link(found)
    assert (reading.experiment.seed, reading.notes) == ("0.15031", ())


@each("width", range(20, 100, 7))
@each(("end", "before"), [("\n", ""), ("\r\n", ""), ("\n", "> "), ("\n", ">> "), ("\n    ", "")])
def test_a_link_may_be_wrapped_anywhere(width: int, end: str, before: str) -> None:
    assert link_in(wrapped(width, end, before)) == LINK


@pytest.mark.parametrize(
    "text",
    [
        f"<{LINK}>",
        f'"{LINK}"',
        f"“{LINK}”",
        f"`{LINK}`",
        f"See <{wrapped(70)}> for more.",
        f"[the spiral]({LINK}) is hard",
        f"Look at {LINK} and press play",
        f"Dear all,\n\n{wrapped(76)}\n\nBest, Anna",
        f"{wrapped(76)}\nBest wishes",
        f"{LINK}\nThanks",
        f"\n\n  {LINK}  \n\n",
        LINK.removeprefix("https://"),
    ],
)
def test_what_stands_around_a_link_is_left_out(text: str) -> None:
    assert link_in(text).removeprefix("https://") == LINK.removeprefix("https://")


@pytest.mark.parametrize(
    ("text", "link"),
    [
        ("#dataset=xor&\nseed=0.5", "#dataset=xor&seed=0.5"),
        ("dataset=x\nor", "dataset=xor"),
        ("my points.csv", "my points.csv"),
        (f"{START}#dataset=xor&seed=0.15\n031", f"{START}#dataset=xor&seed=0.15031"),
        (f"{START}#dataset=xor&seed=0.15\nThanks", f"{START}#dataset=xor&seed=0.15"),
        (f"{START}#dataset=x\nor", f"{START}#dataset=xor"),
        ("https://playground.tensor\nflow.org/#seed=1", "https://playground.tensorflow.org/#seed=1"),
        ("", ""),
    ],
)
def test_other_texts(text: str, link: str) -> None:
    assert link_in(text) == link


def test_a_long_text_takes_no_time() -> None:
    assert link_in(LINK + "\n" + "a b " * 240_000) == LINK
    assert len(link_in("a\n" * 1_000_000)) == 2_000_000
    assert len(link_in(LINK + "&a=1\n" * 100_000)) > 400_000
