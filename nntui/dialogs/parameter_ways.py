"""Where the arrows go in the sheet of the rarer settings: up and down in a column, and to what is beside it."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from textual.screen import Screen
from textual.widget import Widget
from textual.widgets import Input

from nntui.experiment.settings import DROPOUT, LAYER_ACTIVATIONS
from nntui.widgets.feature_toggle import FeatureToggle
from nntui.widgets.layer_stepper import LayerStepper


@dataclass(frozen=True)
class SheetPlaces:
    """The controls of the sheet that are shown, by where they stand.

    Attributes:
        training: The left column.
        activations: The right column; one for each hidden layer, or none.
        dropout: Beside them.
        features: The row below both columns.
        last: Below all others.
        is_stacked: Whether the right column stands below the left one.
    """

    training: Sequence[Widget]
    activations: Sequence[Widget]
    dropout: Sequence[Widget]
    features: Sequence[Widget]
    last: Widget
    is_stacked: bool

    @classmethod
    def of(cls, screen: Screen[Any]) -> "SheetPlaces":
        """The places as they are now.

        Args:
            screen: The sheet.
        """
        layers = [each for each in screen.query(LayerStepper) if each.display]
        return cls(
            training=[each for each in screen.query("#training > *") if each.can_focus and each.display],
            activations=[each for each in layers if each.of_all == LAYER_ACTIVATIONS.name],
            dropout=[each for each in layers if each.of_all == DROPOUT.name],
            features=list(screen.query(FeatureToggle)),
            last=screen.query_one("#own-feature"),
            is_stacked=screen.has_class("-small"),
        )

    def below(self, control: Widget | None) -> Widget:
        """What down goes to: from the last one to the first."""
        column = self._column_of(control)
        if control is None or control is self.last:
            return self.training[0]
        if control in self.features:
            return self.last
        after = column[column.index(control) + 1 :]
        if after:
            return after[0]
        layers = self.activations or self.dropout
        if column is self.training and self.is_stacked and layers:
            return layers[0]
        return _nearest_column(self.features, control)

    def above(self, control: Widget | None) -> Widget:
        """What up goes to: from the first one to the last."""
        column = self._column_of(control)
        if control is None:
            return self.last
        if control is self.last:
            return self.features[0]
        if control in self.features:
            lowest = [each[-1] for each in (self.training, self.activations, self.dropout) if each]
            return lowest[-1] if self.is_stacked else _nearest_column(lowest, control)
        before = column[: column.index(control)]
        if before:
            return before[-1]
        return self.training[-1] if self.is_stacked and column is not self.training else self.last

    def beside(self, control: Widget | None, direction: int) -> Widget | None:
        """What is at the right of a control, or at its left; None where nothing is.

        Args:
            control: Which.
            direction: +1 for the right, −1 for the left.
        """
        if control in self.features:
            at = self.features.index(control) + direction
            return self.features[at] if 0 <= at < len(self.features) else None
        columns = [each for each in (self.training, self.activations, self.dropout) if each]
        own = self._column_of(control)
        at = columns.index(own) + direction if own else -1
        if control is None or not 0 <= at < len(columns):
            return None
        row = control.region.y
        return min(columns[at], key=lambda each: abs(each.region.y - row))

    def _column_of(self, control: Widget | None) -> Sequence[Widget]:
        columns = (self.training, self.activations, self.dropout)
        return next((column for column in columns if control in column), ())


def control_at_work(focused: Widget | None) -> Widget | None:
    """The control that has the focus, or whose field has it.

    Args:
        focused: What Textual says has it.
    """
    parent = focused.parent if isinstance(focused, Input) else focused
    return parent if isinstance(parent, Widget) else None


def _nearest_column(controls: Sequence[Widget], to: Widget) -> Widget:
    return min(controls, key=lambda each: abs(each.region.x - to.region.x))
