"""How much a visit may train with, and keep in files: in sentences."""

import errno
import os
from itertools import pairwise
from pathlib import Path

from nntui.experiment.experiment import Experiment
from nntui.experiment.setting import SettingError
from nntui.kiosk.place import visit
from nntui.language import _


class NoRoomError(OSError):
    """A visit may not keep so much; the reason is a sentence for the visitor."""


def most_points(usual: int) -> int:
    """How many points of one's own there may be.

    Args:
        usual: Outside of a kiosk.
    """
    here = visit()
    return usual if here is None else min(usual, here.bounds.points)


def check_experiment(experiment: Experiment) -> None:
    """Sees that an experiment is small enough for a visit.

    Raises:
        SettingError: It is not.
    """
    here = visit()
    if here is None:
        return
    most, points = here.bounds.points, experiment.user_points.size
    if points > most:
        raise SettingError(_("Points"), f"{points:,}", _("up to {most:,} in a visit").format(most=most))
    sizes, trained = experiment.sizes, experiment.train_size
    parameters = sum((inputs + 1) * outputs for inputs, outputs in pairwise(sizes))
    if parameters * trained > here.bounds.work:
        allowed = _("up to {most:,} in a visit, with {count:,} points for training")
        allowed = allowed.format(most=here.bounds.work // trained, count=trained)
        raise SettingError(_("Weights and biases"), f"{parameters:,}", allowed)


def check_room(target: Path, size: int) -> None:
    """Sees that a visit may keep another file, or a larger one.

    Args:
        target: The file that is to be written; what is there already makes room.
        size: How many bytes it will have.

    Raises:
        NoRoomError: It may not.
    """
    here = visit()
    if here is None:
        return
    bounds = here.bounds
    if size > bounds.file_bytes:
        sentence = _("a file of a visit has at most {most} MB").format(most=bounds.file_bytes // 10**6)
        raise NoRoomError(errno.EFBIG, sentence, str(target))
    files, taken = _kept(here.folder, target)
    if files + 1 > bounds.files:
        sentence = _("a visit keeps up to {most} files").format(most=bounds.files)
        raise NoRoomError(errno.EDQUOT, sentence, str(target))
    if taken + size > bounds.folder_bytes:
        sentence = _("the files of a visit have at most {most} MB together").format(most=bounds.folder_bytes // 10**6)
        raise NoRoomError(errno.EDQUOT, sentence, str(target))


def _kept(folder: Path, but: Path) -> tuple[int, int]:
    """How many files there are, and their bytes together, without one of them."""
    found = [Path(place, name) for place, _folders, names in os.walk(folder) for name in names]
    counted = [path for path in found if path != but]
    return len(counted), sum(path.lstat().st_size for path in counted)
