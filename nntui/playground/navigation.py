"""Commands that go somewhere on the screen, and those that explain what is there."""

from nntui.language import N_, _
from nntui.playground.context import Playground
from nntui.playground.layout import FULL_HEIGHT, FULL_WIDTH
from nntui.training.neuron_sum import sum_of

_PLACES = {
    "data": N_("Data"),
    "features": N_("Features"),
    "network": N_("Network"),
    "parameters": N_("Parameters"),
    "output": N_("Output"),
    "plot": N_("Loss plot"),
}


def go(at: Playground, place: str) -> None:
    """Moves the focus to a panel, if that is in sight."""
    if not at.screen.go(place):
        if at.session.link_extras.hidden:
            sentence = _("{control} is hidden, as the link asks: v shows it")
        else:
            sentence = _("{control} is shown from {size} on")
        size = f"{FULL_WIDTH}×{FULL_HEIGHT}"
        at.notify(sentence.format(control=_(_PLACES[place]), size=size), severity="warning")


def jump(at: Playground) -> None:
    """Shows a letter on every control; the next key goes there."""
    from nntui.dialogs.questions import Jump

    def take(control: object | None) -> None:
        if control is not None:
            at.screen.focus(control)

    at.screen.ask(Jump(at.screen.controls), take)


def show_help(at: Playground) -> None:
    """Opens the card of what has the focus; where that is open, or nothing has the focus, the list of keys."""
    card = at.screen.card_of_focus
    if card is None or at.screen.is_card_open_for(card):
        from nntui.dialogs.questions import ShowHelp

        at.screen.ask(ShowHelp(at.screen.focused))
    else:
        at.screen.open_card(card, of_focus=True)


def inspect(at: Playground) -> None:
    """Reads the neuron under the cursor as its sum; the output neuron when the cursor is on none."""
    from nntui.dialogs.questions import ShowSum

    snapshot, node, crosshair = at.screen.under_the_cursor()
    reading = sum_of(snapshot.experiment, snapshot.network(), node, *crosshair, snapshot.dead)
    at.screen.ask(ShowSum(reading, snapshot.epoch))
