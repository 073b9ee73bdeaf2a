"""How far something is that is done in a thread while a dialog waits for it."""


class LeftError(Exception):
    """Nobody waits for it any more."""


class Steps:
    """How far it is. The thread reports; the dialog looks, and says when it is left.

    Attributes:
        done: Steps that are done.
        total: Of so many; 0 while that is not known.
    """

    def __init__(self) -> None:
        self.done = self.total = 0
        self._is_left = False

    def __call__(self, done: int, total: int) -> None:
        """Reports.

        Raises:
            LeftError: Nobody waits any more, and the work should end.
        """
        if self._is_left:
            raise LeftError
        self.done, self.total = done, total

    def leave(self) -> None:
        """Says that nobody waits any more."""
        self._is_left = True

    @property
    def percent(self) -> int | None:
        """How much is done; None while that is not known."""
        return None if not self.total else min(100, 100 * self.done // self.total)
