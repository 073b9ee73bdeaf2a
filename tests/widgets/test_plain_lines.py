"""The last look at what Textual paints."""

import pytest
from rich.cells import cell_len
from rich.segment import Segment
from textual.color import Color

from nntui.widgets.plain_lines import PlainLines, plain

SEGMENTS = [Segment("a\x1b[31m"), Segment("漢\u202eb")]


@pytest.mark.parametrize(
    "text", ["\x1b]52;c;aGk=\x07", "\u202eabc\u2066", "漢\u200b字", "👩\u200d👩\u200d👧", "a\u00adb", "\x00\x7f\x85"]
)
def test_a_text_is_printable_and_as_wide_as_before(text):
    assert plain(text).isprintable()
    assert cell_len(plain(text)) == cell_len(text)
    assert "\x1b" not in plain(text)


def test_a_line_without_anything_odd_is_left_as_it_is():
    usual = [Segment("ä 漢 [red]")]
    assert PlainLines().apply(usual, Color(0, 0, 0)) is usual
    assert [each.text for each in PlainLines().apply(SEGMENTS, Color(0, 0, 0))] == ["a[31m", "漢b"]
