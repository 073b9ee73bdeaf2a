"""When the screen is drawn."""

import asyncio

from textual.events import Resize
from textual.geometry import Size

from nntui.drawing.cells import DIM
from nntui.drawing.loss_chart import draw_losses
from nntui.playground.redraw import RedrawScheduler
from nntui.session.pacing import FLAT_OUT, EpochPacer
from nntui.terminal.direct import HasTerminal
from nntui.terminal.frame_limiter import FrameLimiter
from nntui.training.snapshot import Snapshot
from tests.playground import opened, text_of


class Line:
    """A terminal that is ready when it is told so."""

    size = None

    def __init__(self) -> None:
        self.is_ready = True
        self.callback = None
        self.taken = []

    def paste(self, cells, x, y, holes=()) -> None:
        """It shows nothing."""

    def when_ready(self, callback) -> None:
        self.callback = callback

    def resize(self, width, height) -> bool:
        self.taken.append((width, height))
        return True

    def redraw(self) -> None:
        self.taken.append("redraw")

    def take(self) -> None:
        self.is_ready = True
        callback, self.callback = self.callback, None
        if callback is not None:
            callback()


async def test_while_the_line_is_busy_nothing_is_drawn_and_then_the_newest():
    async with opened() as it:
        assert isinstance(it.app, HasTerminal)
        line = Line()
        drawn = []
        frames = RedrawScheduler(it.screen, lambda: drawn.append(line.is_ready), rate=10)
        it.app.terminal = line
        frames.ask(by_person=False)
        assert drawn == [True]
        line.is_ready = False
        for _ in range(5):
            frames.ask(by_person=True)
        assert drawn == [True]
        line.take()
        await it.until(lambda: len(drawn) == 2)
        assert drawn == [True, True]
        assert line.callback is None
        it.app.terminal = None


async def test_a_key_does_not_wait_for_the_next_frame(display_rate):
    display_rate()
    async with opened() as it:
        drawn = []
        frames = RedrawScheduler(it.screen, lambda: drawn.append(1), rate=1)
        frames.ask(by_person=False)
        frames.ask(by_person=False)
        assert len(drawn) == 1
        assert frames.is_due
        frames.ask(by_person=True)
        assert len(drawn) == 2
        assert not frames.is_due


async def test_keys_start_no_second_series_of_frames(display_rate):
    display_rate()
    async with opened() as it:
        drawn = []
        frames = RedrawScheduler(it.screen, lambda: drawn.append(1), rate=1)
        frames.ask(by_person=False)
        for _ in range(5):
            frames.ask(by_person=False)  # a timer is set for the next frame
            timer = frames._timer
            assert timer is not None
            frames.ask(by_person=True)
            assert frames._timer is None
            assert timer.cancelled()
        assert len(drawn) == 6


async def test_a_frame_that_is_due_before_anything_can_wait_for_it_is_drawn(monkeypatch):
    """The rest of a frame's time may be shorter than it takes to set a timer, on a busy machine much shorter."""
    async with opened() as it:
        drawn = []
        frames = RedrawScheduler(it.screen, lambda: drawn.append(1), rate=10)
        waits = [1e-9]
        monkeypatch.setattr(FrameLimiter, "wait", lambda clock: waits.pop() if waits else 0.0)
        frames.ask(by_person=False)
        assert frames.is_due
        await it.until(lambda: drawn)
        assert not frames.is_due


async def test_a_size_that_is_outdated_when_it_is_told_gives_way_to_that_of_the_window():
    """The handler of a signal may interrupt itself, and then the first of two sizes is told last."""
    async with opened() as it:
        line = it.app.terminal = Line()
        line.size = (100, 30)
        it.app.post_message(Resize(Size(60, 20), Size(60, 20)))
        await it.until(lambda: it.screen.size == (100, 30))
        assert line.taken == [(100, 30)]
        await it.rush("ctrl+l")
        await it.until(lambda: "redraw" in line.taken)
        for opens in ("question_mark", "w", "ctrl+p"):
            line.taken.clear()
            await it.rush(opens)
            await it.until(lambda: it.app.screen is not it.screen)
            await it.until(lambda: it.app.screen.is_mounted)
            await it.rush("ctrl+l")
            await it.until(lambda: "redraw" in line.taken)
            await it.rush("escape")
            await it.until(lambda: it.app.screen is it.screen)
        line.size = (90, 30)  # and nothing was told of it
        await it.rush("ctrl+l")
        await it.until(lambda: it.screen.size == (90, 30))
        assert line.taken[-1] == (90, 30)
        it.app.terminal = None


async def test_dim_cells_are_left_to_textual_which_shows_them_in_another_colour():
    async with opened() as it:
        it.app.terminal = Line()
        grid = it.screen.view.output.grid
        assert grid._paste()
        grid._cells.attributes[0, 0] = DIM
        assert not grid._paste()
        it.app.terminal = None


async def test_more_and_fewer_frames_by_keys_within_their_range():
    async with opened() as it:
        assert it.screen.view.output.border_subtitle == "10 frames/s"
        await it.press("greater_than_sign")
        assert it.screen.view.output.border_subtitle == "15 frames/s"
        assert it.session.player.frame_rate == 15
        for _ in range(9):
            await it.press("less_than_sign")
        assert it.screen.view.output.border_subtitle == "1 frames/s"
        assert it.session.player.frame_rate == 1


async def test_what_a_widget_pastes_is_what_textual_shows():
    """But for what lies over it."""
    pasted = []

    class Recorder(Line):
        def paste(self, cells, x, y, holes=()) -> None:
            pasted.append((str(cells), (x, y), holes))

    async with opened() as it:
        it.app.terminal = Recorder()
        it.session.player.step(5)
        await it.settle()
        grid = it.screen.view.output.grid
        text, _, holes = next(each for each in pasted if each[1] == grid.content_region.offset)
        assert not holes
        assert text.splitlines() == [grid.render_line(row).text for row in range(grid.size.height)]
        pasted.clear()
        it.app.notify("a message over the pictures\n" * 12, timeout=30)
        await it.until(
            lambda: it.screen.query("Toast") and it.screen.query("Toast").first().region.overlaps(grid.region)
        )
        it.session.player.step(5)
        await it.settle()
        message = it.screen.query("Toast").first().region
        *_, holes = next(each for each in pasted if each[1] == grid.content_region.offset)
        assert holes == [message]
        pasted.clear()
        await it.press("question_mark")
        await it.until(lambda: it.app.screen is not it.screen)
        it.session.player.step(5)
        await asyncio.sleep(0)
        assert pasted == [], "under a dialog nothing is pasted"
        it.app.terminal = None


async def test_what_is_on_the_screen_is_of_one_moment_flat_out_and_when_paused(display_rate):
    display_rate()
    async with opened((120, 40)) as it:
        plot = it.one("#plot")

        def is_of(snapshot: Snapshot) -> bool:
            losses = draw_losses(snapshot.history, plot._cells.width, plot._cells.height, plot.ink, plot.palette.muted)
            epoch = f"{snapshot.epoch // 1000:03},{snapshot.epoch % 1000:03}"
            return losses.changed_areas(plot._cells) == [] and epoch in it.text("#counters")

        it.session.player.set_speed(FLAT_OUT)
        await it.rush("space")
        for epochs in (5, 50, 100):
            await it.until(lambda least=epochs: it.shown_epoch > least)
            assert is_of(it.screen.view.snapshot)
        await it.rush("space")
        await it.until(lambda: not it.session.player.playing and it.is_shown())
        assert is_of(it.session.snapshot)


async def test_a_neuron_that_the_picture_does_not_have_yet_gives_way_to_the_output():
    async with opened() as it:
        before = it.session.snapshot
        await it.press("]", "]", "d")
        await it.settle()
        it.screen.view.snapshot = before  # the diagram is ahead of the numbers for a moment
        snapshot, node, _ = it.screen.playground.screen.under_the_cursor()
        assert snapshot is before
        assert node == (len(before.experiment.hidden_layers) + 1, 0)
        await it.press("i")
        assert it.app.is_running


async def test_what_to_do_first_is_said_for_as_long_as_nothing_has_been_done(monkeypatch):
    """Also where Play is pressed and pressed again before the first epoch is there."""
    async with opened() as it:
        monkeypatch.setattr(EpochPacer, "due", lambda *_: (0, 0.01))
        seen = ["Space plays" in it.text("#network")]
        for _ in range(2):
            await it.press("space")
            seen.append("Space plays" in it.text("#network"))
        assert it.epoch == 0
        assert seen == [True, False, True]


async def test_the_footer_says_the_same_keys_under_every_dialog():
    async with opened() as it:
        before = it.text("KeyFooter")
        assert "Step" in before
        footer = it.screen.query_one("KeyFooter")
        for key in ("W", "C", "ctrl+p"):
            it.app.simulate_key(key)
            for _ in range(8):
                it.screen.refresh_bindings()
                assert text_of(footer) == before
                await asyncio.sleep(0)
            await it.until(lambda: it.app.screen is not it.screen)
            await it.press("escape")
            await it.until(lambda: it.app.screen is it.screen)
            await it.pause()
            assert text_of(footer) == before
