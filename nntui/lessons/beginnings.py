"""What the tasks of a lesson have begun with: known again after an undo or in another program."""

import zlib
from typing import Annotated, Self

from msgspec import Meta, Struct

from nntui.experiment.experiment import SETTINGS
from nntui.session.runs import VIEW
from nntui.training.snapshot import Snapshot

_Count = Annotated[int, Meta(ge=0, le=10**15)]


class Begun(Struct, frozen=True, forbid_unknown_fields=True):
    """The state that a task has begun with, so that it is known again.

    Attributes:
        epoch: Its epoch.
        network: Its settings and weights, as a number that differs for others.
    """

    epoch: _Count
    network: _Count

    @classmethod
    def of(cls, snapshot: Snapshot) -> Self:
        """That of a snapshot; how it is only looked at makes no difference."""
        experiment = snapshot.experiment
        values = [(name, getattr(experiment, name)) for name in SETTINGS if name not in VIEW]
        words = repr((values, snapshot.is_edited)).encode("utf-8", "backslashreplace")
        return cls(snapshot.epoch, zlib.crc32(snapshot.parameters.tobytes(), zlib.crc32(words)))

    def is_that_of(self, snapshot: Snapshot) -> bool:
        """Whether a snapshot is in that state."""
        return self.epoch == snapshot.epoch and self == Begun.of(snapshot)


class Beginnings:
    """The snapshots that tasks have begun with in this program."""

    def __init__(self) -> None:
        self._snapshots: dict[str, Snapshot] = {}
        self._seen: tuple[Snapshot, Begun | None, bool] | None = None

    def note(self, task: str, snapshot: Snapshot) -> Begun:
        """A task begins with a snapshot."""
        self._snapshots[task] = snapshot
        return Begun.of(snapshot)

    def snapshot_of(self, task: str, begun: Begun | None) -> Snapshot | None:
        """What a task has begun with, if it is known here and is still what the state says."""
        snapshot = self._snapshots.get(task)
        return snapshot if snapshot is not None and begun is not None and begun.is_that_of(snapshot) else None

    def is_at(self, begun: Begun | None, snapshot: Snapshot) -> bool:
        """Whether a snapshot is in the state that a task has begun with; asked with every frame."""
        if self._seen is None or self._seen[0] is not snapshot or self._seen[1] is not begun:
            self._seen = snapshot, begun, begun is not None and begun.is_that_of(snapshot)
        return self._seen[2]
