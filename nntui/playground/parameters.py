"""The commands of the rarer settings, and the list of names of any. Loaded when one of them is first run."""

from functools import partial

from nntui.dialogs.parameter_help import name_help
from nntui.dialogs.parameter_questions import AskFeature, CardWanted, MoreParameters
from nntui.dialogs.questions import ChooseOne, Offer
from nntui.engine.features import is_formula
from nntui.experiment.experiment import INPUT_FEATURES
from nntui.experiment.setting import SettingError
from nntui.experiment.short_names import titles_of
from nntui.playground import commands
from nntui.playground.card_ids import card_of
from nntui.playground.context import Playground
from nntui.playground.edits import apply_edit
from nntui.playground.hiding import hidden_settings
from nntui.playground.replaying import is_refused
from nntui.widgets.messages import ListWanted


def show(at: Playground, control: str = "") -> None:
    """Opens the sheet; its answer is a card, from which Escape comes back.

    Args:
        at: The session.
        control: The id of the control that has the focus at first; "" for the first one.
    """

    def take(wanted: CardWanted | None) -> None:
        if wanted is not None:
            at.screen.open_card(wanted.card, back=partial(show, at, wanted.control))

    at.screen.close_card()
    question = MoreParameters(
        experiment=lambda: at.session.experiment,
        edit=partial(apply_edit, at),
        run=partial(commands.run, at),
        card=lambda control: card_of(control, at.session.experiment),
        choose=partial(choose_name, at),
        hidden=lambda: hidden_settings(at.session.link_extras),
        control=control,
    )
    at.screen.ask(question, take)


def choose_name(at: Playground, wanted: ListWanted) -> None:
    """Shows all names of a setting, and takes the one that is chosen.

    Args:
        at: The session.
        wanted: Of which setting.
    """

    def take(name: str | None) -> None:
        if name is not None:
            apply_edit(at, wanted.edit_to(name))

    setting = wanted.setting
    offers = tuple(Offer(name, label, name_help(setting, name)) for name, label in setting.options.items())
    at.screen.ask(ChooseOne(setting.label, offers, here=wanted.value), take)


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
