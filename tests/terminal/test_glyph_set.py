"""What goes out to terminals that lack glyphs or show some of them two cells wide."""

import unicodedata

from nntui.drawing.cells import DEFAULT, HALF_BLOCK, Cells
from nntui.terminal.encoding import INDEXED, Clusters
from nntui.terminal.glyph_set import ASCII, CONSOLE, NARROW, PROBE, glyph_set_after_probe, glyph_set_of
from nntui.terminal.image import Image
from tests.terminal import Emulator

SCREEN = "╭─ Data ─╮│‹Circle›││☐ X₁X₂ ☑ sin X₂│▀▄█▌▐░▒▓•○×⊗✓⣿⡇⢄⠉▗▶‖…−½≡ΣéЯ"
"""Characters as they are on the screen and in names."""


def is_narrow(character):
    return unicodedata.east_asian_width(character) not in "AWF"


def has_console(character):
    try:
        character.encode("cp437")
    except UnicodeEncodeError:
        return character in "☺☻♥♦♣♠•◘○◙♂♀♪♫☼►◄↕‼¶§▬↨↑↓→←∟↔▲▼"
    return True


def test_every_character_has_a_stand_in_that_the_terminal_can_show():
    for character in filter(str.isprintable, [*map(chr, range(0x20, 0x3000)), *"漢字😀ﬁ"]):
        narrow, console, ascii_ = (glyphs.stand_in(character) for glyphs in (NARROW, CONSOLE, ASCII))
        assert is_narrow(narrow) or unicodedata.east_asian_width(character) in "WF", character
        assert has_console(console), character
        assert ascii_.isascii(), character
        assert len(narrow) == len(console) == len(ascii_) == 1, character


def test_what_means_something_stays_apart():
    for glyphs in (NARROW, CONSOLE, ASCII):
        for several in ("•○×⊗", "☐☑", "░▒▓", "▶‖", "+−", "│─"):
            assert len({glyphs.stand_in(character) for character in several}) == len(several), several
    assert "".join(map(ASCII.stand_in, "X₁X₂ X₁² 0−1")) == "X1X2 X1^ 0-1"
    assert "".join(map(CONSOLE.stand_in, "╭─╮▀█•X²")) == "┌─┐▀█•X²"
    assert "".join(map(ASCII.stand_in, "⡇⠉⣀⡠⠑⣿⠀é")) == "|--/\\% e"


FORMULAS = "v ← μv + g, γη ρs λw β₁m m̂ / (√ŝ + ε)"


def shown_row(glyph_set, row, width=60):
    image = Image(width, 1)
    image.write(f"\x1b[1;1H{row}")
    image.glyph_set = glyph_set
    terminal = Emulator(width, 1)
    terminal.feed(image.changes())
    return "".join(cell[0] for cell in terminal.picture()[0]).rstrip()


def test_formulas_can_be_read():
    assert shown_row(CONSOLE, FORMULAS) == "v ← µv + g, Γn rs Lw ß1m m^ / (√s^ + ε)"
    assert shown_row(ASCII, FORMULAS) == "v < uv + g, Gn rs Lw b1m m^ / (sqrt s^ + e)"


def test_powers_hats_and_dots_are_written_out_where_blanks_follow():
    assert shown_row(CONSOLE, "X₁³  X₂² │  1 / (1 + e⁻ˣ)  !") == "X1^3 X2² │  1 / (1 + e^-x) !"
    assert shown_row(ASCII, "Own feature… (F)") == "Own feature... (F)"
    assert shown_row(ASCII, "você lê", 7) == "voce le"
    assert shown_row(ASCII, "X₁²", 3) == "X1^", "there is no blank"
    assert shown_row(CONSOLE, "X₁³│ a  b") == "X1^│ a  b", "not into the panel beside it"
    assert shown_row(CONSOLE, "X₁³\x1b[41m   \x1b[m") == "X1^", "nor into a picture"


def test_half_blocks_of_a_terminal_without_narrow_ones_are_the_colour_between():
    cells = Cells(5, 1)
    cells.glyphs[0] = [HALF_BLOCK, HALF_BLOCK, HALF_BLOCK, 0x2588, 0x258C]
    cells.foreground[0] = [0x204060, INDEXED + 5, DEFAULT, 0x102030, 0xFF0000]
    cells.background[0] = [0x406080, INDEXED + 5, 0x112233, 0, 0x0000FF]
    shown = NARROW.fit(cells, Clusters())
    assert shown.row_text(0) == "    ▐"
    assert shown.background[0].tolist() == [0x305070, INDEXED + 5, 0x112233, 0x102030, 0xFF0000]
    assert shown.foreground[0, 4] == 0x0000FF
    assert cells.glyphs[0, 0] == HALF_BLOCK, "the picture itself stays as it is"


def test_blocks_in_no_colour_keep_a_shape():
    cells = Cells(2, 1)
    cells.glyphs[0] = [0x2588, HALF_BLOCK]
    assert ASCII.fit(cells, Clusters()).row_text(0) == '#"'


def test_what_the_probe_tells():
    assert glyph_set_after_probe(0) is None, "some say nothing of use"
    assert glyph_set_after_probe(len(PROBE)) is None
    assert glyph_set_after_probe(len(PROBE) + 1) is ASCII, "some of them are wide, or all were other characters"
    assert glyph_set_after_probe(2 * len(PROBE)) is NARROW
    assert glyph_set_after_probe(len(PROBE.encode())) is ASCII
    assert glyph_set_after_probe(40) is None, "it speaks of something else"
    assert all(unicodedata.east_asian_width(character) == "A" for character in PROBE)


def test_the_linux_console_is_known_by_its_name():
    assert glyph_set_of("linux") is glyph_set_of("linux-16color") is CONSOLE
    assert [glyph_set_of(name) for name in ("xterm-256color", "screen.linux", "", "tmux")] == [None] * 4


def test_an_image_sends_the_stand_ins_and_only_what_differs():
    image, terminal = Image(len(SCREEN), 2), Emulator(len(SCREEN), 2)
    image.write(f"\x1b[1;1H{SCREEN}\x1b[2;1He\u0301漢字")
    image.glyph_set = ASCII
    text = image.changes()
    assert text.isascii()
    terminal.feed(text)
    shown = ["".join(cell[0] for cell in row) for row in terminal.picture()]
    assert shown[0] == "".join(map(ASCII.stand_in, SCREEN))
    assert shown[1].rstrip() == "e? ?"
    assert image.changes() == ""
    image.glyph_set = None
    assert "╭─" in image.changes()
