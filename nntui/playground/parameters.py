"""The commands of the rarer settings: the sheet, and the feature of one's own. Loaded when one of them is first run."""

from functools import partial

from nntui.dialogs.parameter_questions import AskFeature, MoreParameters
from nntui.engine.features import is_formula
from nntui.experiment.experiment import INPUT_FEATURES
from nntui.experiment.setting import SettingError
from nntui.experiment.short_names import titles_of
from nntui.playground import commands
from nntui.playground.card_ids import card_of
from nntui.playground.context import Playground
from nntui.playground.edits import apply_edit
from nntui.playground.replaying import is_refused


def show(at: Playground) -> None:
    """Opens the sheet; its answer is a card."""

    def take(card: str | None) -> None:
        if card is not None:
            at.screen.open_card(card)

    question = MoreParameters(
        experiment=lambda: at.session.experiment,
        edit=partial(apply_edit, at),
        run=partial(commands.run, at),
        card=lambda control: card_of(control, at.session.experiment),
    )
    at.screen.ask(question, take)


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

    at.screen.ask(AskFeature(old, titles_of(at.session.experiment.used_points)), take)
