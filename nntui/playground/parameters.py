"""The commands of the rarer settings: the sheet, and the feature of one's own. Loaded when one of them is first run."""

from functools import partial

from nntui.dialogs.parameter_questions import AskFeature, MoreParameters
from nntui.engine.features import is_formula
from nntui.experiment.experiment import INPUT_FEATURES
from nntui.experiment.setting import SettingError
from nntui.playground import commands
from nntui.playground.context import Playground
from nntui.playground.edits import apply_edit
from nntui.playground.replaying import is_refused


def show(at: Playground) -> None:
    """Opens the sheet."""
    at.screen.ask(MoreParameters(lambda: at.session.experiment, partial(apply_edit, at), partial(commands.run, at)))


def own_feature(at: Playground) -> None:
    """Asks for the feature of one's own, and takes it in place of the one before; an empty one takes that away."""
    old = next(filter(is_formula, at.session.experiment.features), "")

    def take(text: str | None) -> None:
        if text is None or is_refused(at):
            return
        others = {name for name in at.session.experiment.features if not is_formula(name)}
        try:
            at.session.change(features=INPUT_FEATURES.check(others | ({text} if text else set())))
        except SettingError as error:  # it was read before
            at.refuse(str(error))

    at.screen.ask(AskFeature(old), take)
