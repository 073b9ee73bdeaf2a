"""The family of errors that are shown to the person: each message is a whole sentence, and nothing else is shown."""


class NntuiError(Exception):
    """Something that the person can understand and mend. Its text names the thing, the value and what is allowed.

    Attributes:
        title: What it is about, in a word or two, for a heading.
    """

    title = "Error"
