"""What a widget's message makes of the experiment as it is now."""

from typing import Any

from nntui.experiment.experiment import DISCRETIZE, HIDDEN_LAYERS, INPUT_FEATURES, SHOW_TEST_DATA
from nntui.experiment.layers import (
    LAYER_SETTINGS,
    LayersError,
    changes_for_added,
    changes_for_removed,
    layer_value,
    with_layer_value,
    with_neurons_changed,
)
from nntui.experiment.setting import Setting, SettingError
from nntui.playground.context import Playground
from nntui.playground.replaying import is_refused
from nntui.session.pacing import SPEED
from nntui.session.session import TrainingSession
from nntui.widgets.messages import (
    ExperimentEdit,
    FeatureSwitched,
    LayersEdited,
    LayerValueChosen,
    LayerValueStepped,
    SettingChosen,
    SettingStepped,
    SettingSwitched,
)

_ALLOWED_IN_REPLAY = (SPEED.name, DISCRETIZE.name, SHOW_TEST_DATA.name)
"""What can be changed while an epoch that is over is shown."""


def apply_edit(at: Playground, edit: ExperimentEdit) -> None:
    """Applies what a widget asks for, or says why it cannot be. Messages about what was before go away."""
    name = getattr(edit, "name", "")
    if name not in _ALLOWED_IN_REPLAY and is_refused(at):
        return
    at.screen.clear_messages()
    try:
        if isinstance(edit, LayersEdited):
            _edit_layers(at, edit)
        elif isinstance(edit, FeatureSwitched):
            features = set(at.session.experiment.features) ^ {edit.name}
            at.session.change(features=INPUT_FEATURES.check(features))
        elif isinstance(edit, (LayerValueStepped, LayerValueChosen)):
            _edit_layer_value(at.session, edit)
        elif isinstance(edit, (SettingStepped, SettingChosen, SettingSwitched)):
            setting, now = _now(at.session, edit.name)
            _put(at.session, edit.name, _wanted(setting, now, edit))
    except SettingError as error:
        at.notify(str(error), severity="error", timeout=6)
    except LayersError as error:
        at.notify(str(error), severity="warning")


def _wanted(setting: Setting, now: Any, edit: SettingStepped | SettingChosen | SettingSwitched) -> Any:
    """The value that is asked for, from the value as it is now."""
    if isinstance(edit, SettingStepped):
        return setting.step(now, edit.direction)
    return edit.value if isinstance(edit, SettingChosen) else not now


def _now(session: TrainingSession, name: str) -> tuple[Setting, Any]:
    if name == SPEED.name:
        return SPEED, (session.replay or session.player).speed
    return session.experiment.setting(name), getattr(session.experiment, name)


def _put(session: TrainingSession, name: str, value: Any) -> None:
    if name == SPEED.name:
        (session.replay or session.player).set_speed(value)
    else:
        session.change(**{name: value})


def _edit_layers(at: Playground, edit: LayersEdited) -> None:
    experiment, added = at.session.experiment, None
    counts = experiment.hidden_layers
    if edit.kind == "add":
        changes, added = changes_for_added(experiment, edit.layer)
    elif edit.kind == "remove":
        changes = changes_for_removed(experiment, edit.layer)
    else:
        layer = len(counts) if edit.layer is None else edit.layer
        changes = {HIDDEN_LAYERS.name: with_neurons_changed(counts, layer, edit.by)}
    at.session.change(**changes)
    if added is not None:
        # The cursor goes to the new layer, so that the next key changes that, or takes it away again.
        at.screen.place_cursor(added)


def _edit_layer_value(session: TrainingSession, edit: LayerValueStepped | LayerValueChosen) -> None:
    """Changes what a hidden layer has of its own; one that has gone meanwhile has nothing."""
    experiment = session.experiment
    if not 1 <= edit.layer <= len(experiment.hidden_layers):
        return
    setting = LAYER_SETTINGS[edit.name]
    if isinstance(edit, LayerValueStepped):
        value = setting.step(layer_value(experiment, edit.name, edit.layer), edit.direction)
    else:
        value = setting.check(edit.value)
    session.change(**{edit.name: with_layer_value(experiment, edit.name, edit.layer, value)})


# By keys


def change_neurons(at: Playground, by: int) -> None:
    """More or fewer neurons in the layer under the cursor."""
    apply_edit(at, LayersEdited("resize", at.screen.cursor_layer, by))


def add_layer(at: Playground) -> None:
    """One hidden layer more, behind the one under the cursor or at the end."""
    apply_edit(at, LayersEdited("add", at.screen.chosen_layer))


def remove_layer(at: Playground) -> None:
    """One hidden layer less: the one under the cursor, or the last."""
    apply_edit(at, LayersEdited("remove", at.screen.chosen_layer))
