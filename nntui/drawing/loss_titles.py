"""What plots of losses are titled: the squared error needs no name, every other loss has one."""

from nntui.engine.losses import LOSSES
from nntui.experiment.settings import LOSS
from nntui.language import ngettext


def plot_titles(loss: str, left_out: int = 0) -> tuple[str, ...]:
    """What stands over a plot of losses: the loss, unless it is the squared error, and what is not shown.

    Args:
        loss: A name in `LOSSES`.
        left_out: How many other runs are not shown, for they have another loss.

    Returns:
        In ever fewer characters, as `draw_losses` takes it; empty where there is nothing to say.
    """
    name = "" if loss == LOSS.default else LOSSES[loss].label
    if not left_out:
        return (name,) if name else ()
    sentence = ngettext(
        "{count} run with another loss is not shown", "{count} runs with another loss are not shown", left_out
    )
    middle = ngettext("{count} run of another loss not shown", "{count} runs of another loss not shown", left_out)
    short = ngettext("{count} run not shown", "{count} runs not shown", left_out)
    texts = [text.format(count=left_out) for text in (sentence, middle, short)]
    return (*(" · ".join(filter(None, (name, text))) for text in texts), name or texts[-1])


def loss_name(loss: str) -> str:
    """What losses are called at an axis; "" for the squared error, which needs no name.

    Args:
        loss: A name in `LOSSES`.
    """
    return next(iter(plot_titles(loss)), "")
