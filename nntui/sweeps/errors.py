"""What is wrong with a sweep."""

from nntui.errors import NntuiError


class SweepError(NntuiError, ValueError):
    """A sweep cannot be begun, or cannot go on; the message is a sentence for the person."""

    title = "Sweep"
