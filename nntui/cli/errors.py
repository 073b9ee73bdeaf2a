"""What is wrong with a command line."""

from nntui.errors import NntuiError


class UsageError(NntuiError):
    """The command line cannot be understood; the message is a sentence for the person."""

    title = "Command line"
