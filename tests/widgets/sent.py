"""What a widget posts, kept instead of sent."""

from textual.message import Message
from textual.widget import Widget


def sent_by(widget: Widget, *kinds: type[Message]) -> list[Message]:
    """A list that grows by every message of these kinds that the widget posts from now on."""
    messages: list[Message] = []
    post = widget.post_message

    def keep(message: Message) -> bool:
        if isinstance(message, kinds):
            messages.append(message)
            return True
        return post(message)

    widget.post_message = keep  # type: ignore[method-assign]
    return messages
