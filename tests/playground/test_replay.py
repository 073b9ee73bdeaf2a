"""The loss plot as a timeline, by keys and by mouse: what the whole screen shows, what is refused, and the ways out."""

from pathlib import Path

from nntui.dialogs.questions import AskPath, WithExtra
from nntui.keys.actions import ACTIONS
from nntui.playground import presenter, replaying
from nntui.playground.commands import COMMANDS, run
from nntui.playground.edits import apply_edit
from nntui.playground.opening import open_text
from nntui.session.pacing import SPEED
from nntui.training.history import Losses
from nntui.widgets.loss_plot import LossPlot
from nntui.widgets.messages import FeatureSwitched, SettingChosen, SettingStepped, SettingSwitched
from tests.playground import LIMIT, opened
from tests.playground.fake_screen import Desk

REFUSAL = "Enter goes on from here, Escape is now"


def looked_back(epochs: int = 30, epoch: int = 12) -> Desk:
    desk = Desk()
    desk.session.player.step(epochs)
    assert desk.session.player.wait(LIMIT)
    replaying.go_to(desk.at, epoch)
    replay = desk.session.replay
    assert replay is not None
    assert replay.wait(LIMIT)
    return desk


def test_what_trains_or_changes_something_is_refused_and_the_rest_is_not() -> None:
    """Every command is tried: what is refused leaves the session as it was."""
    desk = looked_back()
    snapshot, replay = desk.session.snapshot, desk.session.replay
    refused = []
    for name, command in COMMANDS.items():
        if command.is_of_now:
            run(desk.at, name)
            refused.append(name)
            assert desk.screen.told[-1] == ("information", REFUSAL), name
    assert {"step", "step-ten", "restart", "new-data", "run-until", "undo", "paint", "zero-initialization"} <= {
        *refused
    }
    assert not {"play", "test-data", "discretize", "save", "export", "inspect", "slower", "help"} & {*refused}
    count = len(desk.screen.told)
    for edit in (FeatureSwitched("sin-x"), SettingStepped("learning_rate", 1), SettingSwitched("zero_initialization")):
        apply_edit(desk.at, edit)
    for act in ("add-neuron", "remove-neuron", "add-layer", "remove-layer"):
        run(desk.at, act)
    assert desk.told.splitlines()[count:] == [REFUSAL] * 7
    assert desk.session.snapshot is snapshot
    assert desk.session.replay is replay
    assert not desk.screen.asked
    run(desk.at, "discretize")
    assert desk.session.shown.experiment.discretize
    assert desk.session.shown.epoch == 12
    desk.session.close()


def test_space_plays_the_film_and_its_speed_is_its_own() -> None:
    desk = looked_back()
    before = desk.session.player.speed
    run(desk.at, "faster")
    apply_edit(desk.at, SettingStepped(SPEED.name, 1))
    replay = desk.session.replay
    assert replay is not None
    assert replay.speed == SPEED.step(SPEED.step(before, 1), 1)
    apply_edit(desk.at, SettingChosen(SPEED.name, 300))
    assert desk.session.player.speed == before
    run(desk.at, "play")
    assert replay.is_playing
    assert replay.wait(LIMIT)
    assert desk.session.shown.epoch == 30
    assert not desk.session.player.playing
    desk.session.close()


def test_there_has_to_be_an_epoch_to_look_back_at_and_what_is_typed_has_to_be_one() -> None:
    desk = Desk()
    replaying.walk(desk.at, -1)
    assert desk.screen.told[-1][1] == "There is no epoch to look back at yet"
    desk.session.player.step(1200)
    assert desk.session.player.wait(LIMIT)
    replaying.walk(desk.at, 1)
    replaying.go_to_end(desk.at, True)
    replaying.go_to(desk.at, 5000)
    assert desk.session.replay is None, "forwards from now there is nothing"
    for typed in ("1201", "99999999999999999999", "-3", "x"):
        replaying.go_to(desk.at, typed)
        assert desk.screen.told[-1] == ("error", f"Epoch {typed} is not allowed; allowed is 0 to 1,200")
    replaying.go_to(desk.at, "1,100")
    assert desk.session.replay is not None
    assert desk.session.replay.wait(LIMIT)
    assert desk.session.shown.epoch == 1100
    snapshot = desk.session.snapshot
    desk.session.open(snapshot.experiment, snapshot)
    replaying.walk(desk.at, -1)
    assert desk.screen.told[-1][1] == "What came before epoch 1,200 is not kept"
    desk.session.close()


def test_a_file_keeps_the_run_on_request(tmp_path: Path) -> None:
    desk = Desk()
    desk.at.folder = tmp_path
    desk.do("save")
    question = desk.screen.asked[-1]
    assert isinstance(question, AskPath)
    assert question.extra == "", "nothing has been trained yet"
    desk.do("step-ten", "save")
    question = desk.screen.asked[-1]
    assert isinstance(question, AskPath)
    desk.screen.answer(str(tmp_path / "without.nntui"))
    desk.do("save")
    desk.screen.answer(WithExtra(tmp_path / "with.nntui"))
    sizes = [(tmp_path / name).stat().st_size for name in ("with.nntui", "without.nntui")]
    assert question.extra == f"ctrl+r: with the replay, {sizes[0] / 1000:.0f} kB instead of {sizes[1] / 1000:.0f} kB"
    open_text(desk.at, "without.nntui")
    assert desk.session.look_back() is None
    open_text(desk.at, "with.nntui")
    replaying.go_to(desk.at, 3)
    assert desk.session.replay is not None
    assert desk.session.replay.wait(30)
    assert desk.session.shown.epoch == 3
    desk.session.close()


def test_the_epoch_is_said_with_a_sign_of_its_own_in_as_many_words_as_fit() -> None:
    desk = looked_back()
    snapshot = desk.session.shown
    desk.session.close()
    lines = [presenter.replayed(snapshot, 30, 12, room) for room in (60, 35, 25, 18, 8)]
    assert lines[0] == "◂ Epoch 12 of 30 · 300 iterations · Escape: now"
    assert lines[1] == "◂ Epoch 12 of 30 · 300 iterations"
    assert lines[3] == "◂ Epoch 12 of 30"
    assert lines[4] == "◂ 12/30"
    assert presenter.replayed(snapshot, 30, 25, 60) == "◂ Epoch 12 of 30 · training 25 again …"


def test_every_key_of_the_plot_is_free_for_it() -> None:
    """But for digits, which on the plot begin the number of an epoch."""
    keys = {key for binding in LossPlot.BINDINGS for key in binding.key.split(",")}  # type: ignore[union-attr]
    assert not keys & {key for action in ACTIONS for key in action.keys.split(",")}


async def test_it_is_walked_by_keys_and_everything_shows_that_epoch() -> None:
    async with opened(size=(120, 40)) as it:
        it.session.player.step(60)
        await it.until(lambda: it.session.player.wait(0))
        await it.press("O")
        now = it.text("#losses")
        await it.press("left", "shift+left", "left")
        assert it.shown_epoch == 48
        assert it.text("#counters").startswith("◂ Epoch 48 of 60 · 1,200 iterations")
        assert it.one("#counters").has_class("-replayed")
        assert it.text("#losses") != now
        assert "48" in it.text("#plot").splitlines()[-1]
        footer = it.text("KeyFooter")
        assert "Go on from here" in footer
        assert "New data" not in footer
        # A number; the digit chooses no data set.
        await it.press("2", "0")
        assert it.focused != "plot"
        await it.press("enter")
        assert (it.shown_epoch, it.focused, it.experiment.dataset) == (20, "plot", "circle")
        await it.press("3", "escape")
        assert (it.shown_epoch, it.focused) == (20, "plot"), "Escape leaves the number alone"
        # It holds while the focus is elsewhere; Escape leaves a neuron first.
        await it.press("n", "down")
        node = it.screen.view.diagram.shown_node
        assert node is not None
        assert (it.shown_epoch, it.screen.view.diagram.shown_node) == (20, node)
        await it.press("s")
        assert it.app.told[-1][1] == REFUSAL
        await it.press("escape")
        assert it.screen.view.diagram.shown_node is None
        assert it.session.replay is not None
        await it.press("escape")
        assert it.session.replay is None
        assert it.shown_epoch == 60
        assert not it.one("#counters").has_class("-replayed")
        assert it.text("#losses") == now
        # From the beginning, and on from there; one undo brings the run back.
        await it.press("O", "home", "right")
        assert it.shown_epoch == 1
        await it.press("enter")
        assert (it.epoch, it.session.replay) == (1, None)
        await it.press("u")
        assert it.epoch == 60
        await it.press("O", "left")
        assert it.session.shown.epoch == 59


async def test_a_click_in_the_plot_goes_to_that_epoch_and_a_drag_follows() -> None:
    async with opened(size=(80, 24)) as it:
        it.session.player.step(100)
        await it.until(lambda: it.session.player.wait(0))
        await it.until(it.is_shown)
        plot = it.one("#plot")
        await it.click("#plot", plot.size.width // 2, 1)
        assert 30 < it.shown_epoch < 70
        assert it.focused == "plot"
        await it.click("#plot", 0, 1)
        assert it.shown_epoch == 0
        await it.click("#plot", plot.size.width - 1, 1)
        assert it.shown_epoch == 100
        assert isinstance(it.session.shown.history, Losses)
        assert len(it.session.shown.history.train) == 101
