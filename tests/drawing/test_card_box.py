"""A card as cells: its text wrapped, its borders with what they say, and what may be clicked."""

from nntui.drawing.card_box import CardFace, CardText, card_lines, close_column, draw_card, related_spots, rows_for
from nntui.drawing.cells import BOLD, REVERSE, Cells

FACE = CardFace(
    title="Noise",
    paragraphs=(CardText("How far points stray from their pattern."), CardText("a  b\n c", True), CardText("Now: 5.")),
    related=("Seed", "Data set"),
    marked=1,
    way="Tab:",
    note="? explains",
)


def drawn(face: CardFace, width: int, height: int, scroll: int = 0) -> Cells:
    cells = Cells(width, height)
    draw_card(cells, face, scroll, 0x112233)
    return cells


def test_paragraphs_are_wrapped_and_blocks_kept():
    assert card_lines(FACE, 20) == ["How far points stray", "from their pattern.", "", "a  b", " c", "", "Now: 5."]
    assert rows_for(FACE, 60) == 6 + 2


def test_the_borders_say_title_note_and_related_cards():
    cells = drawn(FACE, 44, 8)
    assert cells.row_text(0).startswith("╭─ Noise ─")
    assert cells.row_text(0).endswith("─ ? explains  × ─╮")
    assert cells.row_text(0)[close_column(44)] == "×"
    assert cells.row_text(7).startswith("╰─ Tab: Seed · Data set ─")
    for index, (column, title) in enumerate(related_spots(FACE, 44)):
        assert cells.row_text(7)[column : column + len(title)] == FACE.related[index]
        marked = cells.attributes[7, column] & REVERSE
        assert bool(marked) == (index == FACE.marked)
    assert {len(cells.row_text(row)) for row in range(8)} == {44}


def test_the_word_that_leads_a_paragraph_is_bold():
    cells = drawn(FACE, 44, 8)
    row = next(row for row in range(8) if "Now:" in cells.row_text(row))
    assert cells.attributes[row, 2] & BOLD
    assert not cells.attributes[row, 2 + len("Now: ")] & BOLD
    assert not cells.attributes[1, 2] & BOLD


def test_what_has_no_room_is_left_out_whole():
    narrow = drawn(FACE, 24, 6)
    assert "explains" not in narrow.row_text(0)
    assert related_spots(FACE, 24) == [(8, "Seed")]
    assert "Noise" in narrow.row_text(0)
    for width, height in ((3, 3), (8, 4), (20, 8)):
        assert drawn(FACE, width, height).row_text(0)[0] == "╭"


def test_a_long_text_is_scrolled():
    face = CardFace("T", (CardText(" ".join(f"word{n}" for n in range(40))),), more="PgDn")
    cells = drawn(face, 20, 6, scroll=2)
    assert cells.row_text(1).strip("│ ") == card_lines(face, 18)[2]
    assert cells.row_text(5).endswith(" PgDn ─╯")
