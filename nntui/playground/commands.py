"""Everything that can be done on the playground, by the id of its action: a plain function over `Playground`.

To add a command, add an entry here and its keys and words to `keys.actions`.
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

from nntui.engine.datasets import DATASETS, WEB_DATASETS
from nntui.experiment.experiment import DISCRETIZE, SHOW_TEST_DATA, ZERO_INITIALIZATION
from nntui.experiment.setting import Setting
from nntui.keys.actions import do
from nntui.language import _
from nntui.playground import edits, navigation, painting, playback
from nntui.playground.context import Playground
from nntui.playground.hiding import label_of
from nntui.playground.lazily import Lazily
from nntui.playground.replaying import is_refused
from nntui.session.link_extras import LinkExtras
from nntui.storage.reports import record_action


@dataclass(frozen=True)
class Command:
    """Something the person can do.

    Attributes:
        run: Does it.
        control: The link's name of the control that it belongs to; while a link hides that, the command is refused.
        changes: Whether it changes the experiment or the network; then messages about them as they were go away.
        needs_now: Whether it needs the newest state without changing it at once; like what changes it is refused while
            an epoch that is over is shown.
    """

    run: Callable[[Playground], None]
    control: str = ""
    changes: bool = False
    needs_now: bool = False

    @property
    def is_of_now(self) -> bool:
        """Whether it is refused while an epoch that is over is shown."""
        return self.changes or self.needs_now


def run(at: Playground, name: str) -> None:
    """Runs a command, unless the link hides its control.

    Args:
        at: What it works with.
        name: The id of its action.
    """
    command = COMMANDS[name]
    record_action(name)
    if command.control in at.session.link_extras.hidden:
        sentence = _("{control} is hidden, as the link asks: v shows it")
        at.notify(sentence.format(control=label_of(command.control)), timeout=3)
        return
    if command.is_of_now and is_refused(at):
        return
    if command.changes:
        at.screen.clear_messages()
    command.run(at)


def _flip(setting: Setting) -> Command:
    return Command(partial(playback.flip, name=setting.name), setting.link_name, changes=setting.restarts)


COMMANDS: dict[str, Command] = {
    "play": Command(playback.toggle_play, "playButton"),
    "step": Command(partial(playback.step, epochs=1), "stepButton", needs_now=True),
    "step-ten": Command(partial(playback.step, epochs=10), "stepButton", needs_now=True),
    "restart": Command(playback.restart, "resetButton", changes=True),
    "new-weights": Command(playback.new_weights, "resetButton", changes=True),
    "slower": Command(partial(playback.change_speed, direction=-1)),
    "faster": Command(partial(playback.change_speed, direction=1)),
    "fewer-frames": Command(partial(playback.change_frame_rate, direction=-1)),
    "more-frames": Command(partial(playback.change_frame_rate, direction=1)),
    "run-until": Command(playback.run_until, "playButton", needs_now=True),
    "paint": Command(painting.paint, "dataset", needs_now=True),
    "take-points": Command(painting.take_points, "dataset", changes=True),
    "clear-points": Command(painting.clear_points, "dataset", changes=True),
    "new-data": Command(playback.new_data, changes=True),
    **{
        f"dataset-{number}": Command(partial(playback.choose_dataset, name=name), "dataset", changes=True)
        for number, name in enumerate(WEB_DATASETS, start=1)
    },
    **{
        f"dataset-{name}": Command(partial(playback.choose_dataset, name=name), "dataset", changes=True)
        for name in DATASETS
        if name not in WEB_DATASETS
    },
    "datasets": Command(playback.choose_by_picture, "dataset", needs_now=True),
    "test-data": _flip(SHOW_TEST_DATA),
    "discretize": _flip(DISCRETIZE),
    "zero-initialization": _flip(ZERO_INITIALIZATION),
    "add-neuron": Command(partial(edits.change_neurons, by=1)),
    "remove-neuron": Command(partial(edits.change_neurons, by=-1)),
    "add-layer": Command(edits.add_layer, "numHiddenLayers"),
    "remove-layer": Command(edits.remove_layer, "numHiddenLayers"),
    "more-parameters": Command(Lazily("parameters", "show")),
    "own-feature": Command(Lazily("parameters", "own_feature"), needs_now=True),
    "inspect": Command(navigation.inspect),
    "one-iteration": Command(Lazily("explaining", "one_iteration")),
    "in-words": Command(Lazily("explaining", "in_words")),
    "confusion": Command(Lazily("explaining", "confusion")),
    "jump": Command(navigation.jump),
    **{
        f"go-{place}": Command(partial(navigation.go, place=place))
        for place in ("data", "features", "network", "parameters", "output", "plot")
    },
    "runs": Command(Lazily("runs", "show")),
    "runs-in-plot": Command(Lazily("runs", "toggle_in_plot")),
    "many-starts": Command(Lazily("many_starts", "show"), "playButton"),
    "undo": Command(playback.undo, changes=True),
    "redo": Command(playback.redo, changes=True),
    "lessons": Command(Lazily("lessons", "show")),
    "next-task": Command(Lazily("lessons", "next_task")),
    "previous-task": Command(Lazily("lessons", "previous_task")),
    "hint": Command(Lazily("lessons", "hint")),
    "open": Command(Lazily("opening", "open_")),
    "save": Command(Lazily("saving", "save")),
    "export": Command(Lazily("exporting", "export")),
    "copy-link": Command(Lazily("saving", "copy_link")),
    "hide-controls": Command(Lazily("saving", "hide_controls")),
    "show-hidden": Command(playback.toggle_hidden),
    "glossary": Command(Lazily("searching", "search_cards")),
    "help": Command(navigation.show_help),
}


def refused_actions(link_extras: LinkExtras, *, is_replayed: bool = False) -> frozenset[str]:
    """The actions, as Textual names them, that are refused now.

    Args:
        link_extras: What hides their controls.
        is_replayed: Whether an epoch that is over is shown.
    """
    hidden = link_extras.hidden
    return frozenset(
        do(name) for name, each in COMMANDS.items() if each.control in hidden or (is_replayed and each.is_of_now)
    )
