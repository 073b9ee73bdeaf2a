"""Which controls need digits for themselves."""

from textual.widget import Widget
from textual.widgets import Input

from nntui.widgets.decision_grid import DecisionGrid
from nntui.widgets.network_diagram import NetworkDiagram
from nntui.widgets.stepper import Stepper


def keeps_digits(widget: Widget | None) -> bool:
    """Whether digits belong to what has the focus: a number begins with them, or they choose what is painted."""
    if isinstance(widget, DecisionGrid):
        return widget.brush is not None
    return isinstance(widget, Input) or (isinstance(widget, (Stepper, NetworkDiagram)) and widget.takes_digits)
