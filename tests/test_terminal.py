"""The installed command on a real pseudo-terminal, read back through a terminal emulator.

Pilot never meets a terminal: only here it is seen that the screen arrives, that keys are read, and that the terminal is
left as it was found, however the program ends. A start costs a second, so steps that can follow each other share one.
"""

import re
import signal
import sys
from pathlib import Path

import pytest

from nntui.terminal.glyph_set import ASCII, CONSOLE, NARROW, PROBE
from tests.children import on_terminal
from tests.pseudo_terminal import CURSOR_REQUEST, Terminal, assert_is_clean, environment_of, nntui, opened

MOST_OF_A_FRAME = 12_000
"""Bytes; no frame at 80×24 is that large."""


def play(it: Terminal, epochs: int = 6) -> None:
    it.press(" ")
    it.until(lambda: it.epoch >= epochs, f"epoch {epochs}")


def test_a_lesson_by_keys(tmp_path):
    """Opens, plays, pauses, changes a feature, the activation and the network, undoes, types a value, and quits."""
    with opened(tmp_path) as it:
        for words in ("Data", "Network", "Output", "X₁", "Learning rate", "•", "▀", "Quit"):
            it.sees(words)
        first = it.test_loss

        play(it, 40)
        it.sees("Pause")
        it.press(" ")
        it.sees("▶ Play")
        it.until(lambda: it.test_loss < 0.7 * first, "a loss that has fallen")
        it.rest()  # an epoch may have been under way
        reached = it.epoch
        it.press("s")
        it.until(lambda: it.epoch == reached + 1, "one epoch more")

        it.press("f")
        it.sees("Enter switches it off")
        it.press("\x1b[B")
        it.press("\x1b[B")
        it.sees("Enter switches it on")
        it.press("\r")
        it.sees("☑X₁²")
        it.until(lambda: it.epoch == 0, "a new start")

        it.press("p")
        it.press("\t")
        it.press("\x1b[C")
        it.until(lambda: "‹Tanh›" not in it.text, "another activation")

        it.press("n")
        it.press("\x1b[B")
        it.sees("Layer 1 neuron 2")
        it.sees("Escape: output")
        it.press("+")
        it.until(lambda: re.search(r"− 5 \+|\b5\b", it.text.splitlines()[4]), "five neurons")
        it.press("]")
        it.sees("3 hidden layers")
        it.press("u")
        it.sees("2 hidden layers")
        it.press("S")
        it.until(lambda: it.epoch == 10, "epoch 10")

        a_value_is_typed_and_a_wrong_one_refused(it)
        it.quit()


def test_keys_in_one_packet_act_in_their_order(tmp_path):
    with opened(tmp_path) as it:
        it.rest()
        it.press("p0,5\re12\r")
        it.sees("‹0.5›")
        it.until(lambda: it.epoch == 12, "epoch 12")
        it.sees("goal reached")
        it.sees("‹    Circle    ›")
        it.quit()


def a_value_is_typed_and_a_wrong_one_refused(it: Terminal) -> None:
    it.press("p")
    it.press("\r")
    it.until(lambda: "‹0.03›" not in it.text, "a field")
    it.press("0.25")  # what the field holds is selected, so this replaces it
    it.sees("0.25")
    it.press("\r")
    it.sees("‹0.25›")
    it.press("\r")
    it.until(lambda: "‹0.25›" not in it.text, "a field")
    it.press("77")
    it.sees("77")
    it.press("\r")
    it.sees("from 0 to 10")
    it.press("\x1b")
    it.sees("‹0.25›")


def test_the_mouse_steps_at_rest_nothing_is_sent_and_ctrl_c_ends_it_while_it_plays_and_leaves_it_clean(
    tmp_path,
):
    with opened(tmp_path) as it:
        it.rest()
        it.click("☐Discretize")
        it.sees("☑Discretize")
        it.rest()
        it.click("Step")
        it.until(lambda: it.epoch == 1, "epoch 1")
        it.rest(0.5)
        assert not it.read(1.2), "at rest nothing is sent"
        it.click("Play")
        it.until(lambda: it.epoch > 5, "epoch 6")
        it.press("\x03")
        assert it.end() == 0
        assert_is_clean(it.written)


def test_keys_that_belong_together_or_to_nobody(tmp_path):
    """Escape and a key in one read, as tmux sends them; a paste without an end; ctrl+c in it, by a Cyrillic layout."""
    with opened(tmp_path) as it:
        it.press("?")
        it.sees("Train ten epochs")
        it.press("\x1bs")
        it.until(lambda: "Train ten epochs" not in it.text and it.epoch == 1, "the end of the help, and a step")
        it.press("\x1b[200~abc")
        it.press("\x1b[1089;5u")
        assert it.end() == 0
        assert_is_clean(it.written)


def test_a_terminal_that_changes_its_size_or_was_written_over_is_filled(tmp_path):
    with opened(tmp_path) as it:
        it.rest()
        before = it.cells
        it.scribble("\x1b[3;1Hsomebody sends a message to all terminals\x1b[12;40Hand a line is noisy")
        assert it.cells != before
        it.press("\x0c")
        it.until(lambda: it.cells == before, "the screen as it was")

        it.resize(60, 20)
        it.resize(80, 24)
        it.until(lambda: it.cells == before, "the screen as it was, after another size for a moment")

        it.resize(120, 40)
        it.until(lambda: "Quit" in it.text.splitlines()[-1] and "accuracy" in it.text, "a screen of 120×40")
        it.resize(40, 12)
        it.until(lambda: "•" in it.text and "Data" not in it.text, "a screen of 40×12")
        it.resize(80, 24)
        it.sees("Learning rate")
        it.until(lambda: it.cells == before, "the screen as it was at first")
        it.quit()


@pytest.mark.parametrize(
    ("size", "colors"), [((80, 24), ""), ((120, 40), "truecolor")], ids=["80x24-256 colours", "120x40-truecolor"]
)
def test_what_went_to_the_terminal_directly_is_what_textual_would_paint(tmp_path, size, colors):
    """Frames, messages, dialogs and the cursor leave nothing behind: a whole repaint changes no cell.

    The other two pairs of size and colours show no other branch: tests/terminal/test_image.py compares any cells.
    """
    columns, lines = size
    with opened(tmp_path, columns=columns, lines=lines, colors=colors) as it:
        play(it, 8)
        it.press("u")  # there is nothing to undo, which a message over the pictures says
        it.sees("nothing to undo")
        later = it.epoch + 12
        it.until(lambda: it.epoch > later, "some frames more")
        assert "There is nothing to undo" in it.text, "frames leave a message whole"
        it.press("?")
        it.sees("Train ten epochs")
        it.press("\x1b")
        it.until(lambda: "Train ten epochs" not in it.text, "the end of the help")
        it.press("n")
        it.press("\x1b[B")
        it.sees("Layer 1 neuron 2")
        it.sees("Escape: output")
        it.press("l")
        it.press("x")
        it.click("nothing to undo")
        it.until(lambda: "nothing to undo" not in it.text, "the end of the message")
        later = it.epoch + 12
        it.until(lambda: it.epoch > later, "some frames more")
        it.press(" ")
        it.sees("▶ Play")
        it.rest(1.2)  # the last plot of the losses comes up to 0.4 s after its frame, the last frame up to 1 s late
        before = it.cells
        it.resize(columns + 3, lines)
        it.rest()
        it.resize(columns, lines)
        it.until(lambda: it.cells == before, "the same cells after a whole repaint")


def test_on_a_far_line_pictures_are_under_way_and_the_last_answers_are_taken_too(tmp_path):
    with opened(tmp_path, delay=0.4) as it:
        play(it)
        it.until(lambda: it.most_owed > 2, "several pictures under way")
        seen: list[int] = []

        def more_than_one_in_a_round_trip() -> bool:
            if it.epoch not in seen[-1:]:
                seen.append(it.epoch)
            return len(seen) > 8 and seen[-1] - seen[-9] <= 120  # two seconds, whenever the machine has them

        it.until(more_than_one_in_a_round_trip)
        it.press("q")
        it.until(lambda: b"\x1b[?1049l" in it.written, "the end")
        assert not it.owed, "none is typed into the shell"
        it.end()
        assert_is_clean(it.written)


def test_a_terminal_that_does_not_read_gets_no_pictures_and_its_last_answer_is_taken_before_the_shell_is_back(tmp_path):
    """Frames are dropped and never queued: what was not read for a while is at most what was under way."""
    with opened(tmp_path) as it:
        play(it, 7)
        seen, read = it.epoch, len(it.written)
        it.wait_without_reading(1.0)
        it.until(lambda: it.epoch > seen + 30, "an epoch of half a second later")
        assert len(it.written) - read < 2 * MOST_OF_A_FRAME
        assert it.written[read:].count(CURSOR_REQUEST) <= 4
        it.quit()
        last = it.written.rindex(CURSOR_REQUEST)
        assert b"\x1b[?1049l" in it.written[last:], "and none comes when it has left"


@pytest.mark.parametrize("is_mute", [False, True], ids=["answers", "mute"])
def test_after_a_pause_in_the_shell_it_plays_on_and_a_mute_terminal_is_asked_once_until_then(tmp_path, is_mute):
    with opened(tmp_path, "--dataset", "spiral", is_mute=is_mute) as it:
        play(it, 60 if is_mute else 12)
        assert it.asked == 1 or not is_mute
        it.signal(signal.SIGTSTP)
        it.until(lambda: b"\x1b[?1049l" in it.written, "the shell")
        it.rest()
        it.signal(signal.SIGCONT)
        it.sees("Test loss")
        shown = set()
        # However slow the machine: if a picture waited for an answer that was lost, none would be drawn for 8 seconds,
        # which are 400 epochs.
        back = it.epoch
        it.until(lambda: shown.add(it.epoch) or len(shown) > 6, "six frames")
        assert it.epoch < back + 400
        it.quit()


@pytest.mark.parametrize(
    ("options", "glyphs"),
    [
        ({"variables": {"TERM": "linux"}}, CONSOLE),
        ({"first_column": 2 * len(PROBE) + 1, "colors": "truecolor"}, NARROW),
        ({"first_column": len(PROBE.encode()) + 1}, ASCII),
    ],
    ids=["linux console", "wide ambiguous characters", "no UTF-8"],
)
def test_a_terminal_gets_only_glyphs_that_it_can_show(tmp_path, options, glyphs):
    """Whether it is known by its name, or has said where its cursor is after some characters."""
    with opened(tmp_path, **options) as it:
        it.rest()
        it.resize(81, 24)  # all of it once more
        it.rest()
        read = len(it.written)
        play(it)
        it.press(" ?")
        it.sees("Train ten epochs")
        it.press("\x1b")
        it.rest()
        for character in set(it.text) | set(it.written[read:].decode()):
            assert not character.isprintable() or glyphs.stand_in(character) == character, character
        it.quit()


@pytest.mark.parametrize("elsewhere", ["2>log", "2>&-"])
def test_with_standard_error_elsewhere_the_picture_is_on_the_terminal(tmp_path, elsewhere):
    with opened(tmp_path, command=["sh", "-c", f'exec "$@" {elsewhere}', "sh", *nntui()]) as it:
        it.press("s")
        it.until(lambda: it.epoch == 1, "epoch 1")
        it.quit()
    if elsewhere == "2>log":
        assert "nntui --resume" in (tmp_path / "log").read_text(), "what is said at the end is where it was wanted"


BREAKING = """
import sys
from nntui.cli.main import main
from nntui.playground.commands import COMMANDS, Command

def fail(at):
    raise RuntimeError("broken on purpose")

COMMANDS["step"] = Command(fail)
sys.exit(main(sys.argv[1:]))
"""


def test_after_an_error_in_the_app_the_terminal_is_clean_and_the_exit_code_says_so(tmp_path):
    script = tmp_path / "breaking.py"
    script.write_text(BREAKING)
    with opened(tmp_path, command=[sys.executable, str(script)]) as it:
        play(it)
        it.press("s")
        assert it.end() not in (0, None)
        assert_is_clean(it.written)
        assert b"an unexpected error; a report is in" in it.written, "it says where to read more"


def test_a_terminal_that_vanishes_without_a_word_ends_it(tmp_path):
    # Without a controlling terminal there is no hang-up signal either.
    command = [sys.executable, "-m", "nntui"]
    root = Path(__file__).parents[1]
    environment = environment_of(tmp_path)
    with on_terminal(command, environment=environment, folder=root, controls=False) as it:
        seen = b""
        while b"Quit" not in seen:
            arrived = it.read(1.0)
            assert arrived is not None, seen
            seen += arrived
        it.write(b" ")
        it.hang_up()
        assert it.wait() == 129


def test_ctrl_c_is_heard_before_a_flood_of_keys(tmp_path):
    """As of a file that is typed into the terminal."""
    slow = (
        "import asyncio, sys; from nntui.widgets.input_order import InputOrder\n"
        "handled = InputOrder.on_input_handled\n"
        "async def later(self, message): await asyncio.sleep(0.2); await handled(self, message)\n"
        "InputOrder.on_input_handled = later\n"
        "from nntui.cli.main import main; sys.exit(main([]))\n"
    )
    root = Path(__file__).parents[1]
    with on_terminal([sys.executable, "-c", slow], environment=environment_of(tmp_path), folder=root) as it:
        seen = b""
        while b"Quit" not in seen:
            arrived = it.read(1.0)
            assert arrived is not None, seen
            seen += arrived
        for _ in range(20):
            it.write(b"h" * 1000)
            it.read(0.05)
        it.write(b"\x03")
        while it.read(1.0) is not None:
            pass
        assert it.wait() == 0
