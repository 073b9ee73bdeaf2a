"""Commands that play, change what is learned, and take changes back."""

from nntui.experiment.experiment import SETTINGS
from nntui.language import _
from nntui.playground import replaying
from nntui.playground.context import Playground
from nntui.session.pacing import FRAME_RATE
from nntui.session.stopping import Goal


def toggle_play(at: Playground) -> None:
    """Plays or pauses: the training, or the film of an epoch that is over."""
    replay = at.session.replay
    if replay is not None:
        replay.toggle()
    else:
        at.session.player.toggle()


def step(at: Playground, epochs: int) -> None:
    """Trains some epochs."""
    at.session.player.step(epochs)


def restart(at: Playground) -> None:
    """Back to the same first weights."""
    at.session.restart()


def new_weights(at: Playground) -> None:
    """New first weights on the same data."""
    at.session.new_weights()


def new_data(at: Playground) -> None:
    """New points from a new seed."""
    at.session.new_data()


def change_speed(at: Playground, direction: int) -> None:
    """Faster or slower."""
    if not replaying.change_speed(at, direction):
        at.session.player.change_speed(direction)


def change_frame_rate(at: Playground, direction: int) -> None:
    """More or fewer frames a second."""
    at.screen.frame_rate = FRAME_RATE.step(at.screen.frame_rate, direction)


def undo(at: Playground) -> None:
    """Takes the last change back."""
    session = at.session
    if not session.can_undo:
        at.notify(_("There is nothing to undo"))
        return
    lesson = session.lesson
    session.undo()
    if lesson is not None and session.lesson is None:
        at.notify(_("The lesson is left; {key} goes back into it").format(key=at.screen.keys["redo"]), timeout=5)


def redo(at: Playground) -> None:
    """Makes it again."""
    if at.session.can_redo:
        at.session.redo()
    else:
        at.notify(_("There is nothing to redo"))


def choose_dataset(at: Playground, name: str) -> None:
    """Another data set, with its problem."""
    experiment = at.session.experiment.with_dataset(name)
    at.session.change(**{"problem": experiment.problem, experiment.dataset_setting.name: name})


def choose_by_picture(at: Playground) -> None:
    """Shows all data sets of the problem by their pictures, to choose one."""
    from nntui.dialogs.questions import ChooseDataset

    def take(name: str | None) -> None:
        if name is not None and name != at.session.experiment.data.name:
            choose_dataset(at, name)

    experiment = at.session.experiment
    setting = experiment.dataset_setting
    at.screen.ask(
        ChooseDataset(setting.name, tuple(setting.options), experiment.data.name, experiment.user_points), take
    )


def flip(at: Playground, name: str) -> None:
    """Switches a setting that is on or off; says so where no control shows it."""
    value = not getattr(at.session.experiment, name)
    at.session.change(**{name: value})
    if not at.screen.has_control(name):
        setting = SETTINGS[name]
        at.notify(_("{setting} is {value}").format(setting=setting.label, value=setting.display(value)))


def run_until(at: Playground) -> None:
    """Asks how far to train, and trains."""
    from nntui.dialogs.questions import AskGoal

    def run(goal: Goal | None) -> None:
        if goal is not None:
            at.last_goal = goal
            at.session.player.run_until(goal)
            _say_how_to_look_back(at, goal)

    at.screen.ask(AskGoal(at.last_goal), run)


def _say_how_to_look_back(at: Playground, goal: Goal) -> None:
    """Says which keys show the epoch of a goal that is over."""
    snapshot = at.session.snapshot
    if goal.epoch is not None and goal.epoch < snapshot.epoch:
        from nntui.training.rerun import Rerun

        if goal.epoch >= Rerun(snapshot, at.session.player.checkpoints).first:
            sentence = _("{key} {epoch} Enter shows epoch {epoch}")
            at.notify(sentence.format(key=at.screen.keys["go-plot"], epoch=goal.epoch), timeout=6)


def toggle_hidden(at: Playground) -> None:
    """Shows the controls that a link hides, or hides them again."""
    link_extras = at.session.link_extras
    if link_extras.asked_to_hide:
        at.screen.clear_messages()  # what they say of hidden controls is true no more
        at.session.reveal(not link_extras.is_revealed)
    else:
        at.notify(_("Nothing is hidden"))
