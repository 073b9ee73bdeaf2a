"""What the system lets a visit take: memory, processor time, sizes and numbers of files."""

import os
from contextlib import suppress

from nntui.kiosk.bounds import Bounds

FAREWELL_S = 30
"""Seconds of processor time between the signal that a visit has had its share and the end that nobody can put off."""
_NICENESS = 5
"""Who serves the class goes before the visits: the server of the lines, and the lecturer."""


def limit(bounds: Bounds) -> None:
    """Sets the limits of this process, for good."""
    import resource

    seconds = bounds.processor_minutes * 60
    limits = {
        resource.RLIMIT_CORE: (0, 0),
        resource.RLIMIT_AS: (bounds.address_space,) * 2,
        resource.RLIMIT_FSIZE: (bounds.file_bytes,) * 2,
        resource.RLIMIT_NOFILE: (bounds.open_files,) * 2,
        resource.RLIMIT_CPU: (seconds, seconds + FAREWELL_S),
    }
    for which, (soft, hard) in limits.items():
        most = resource.getrlimit(which)[1]
        if most != resource.RLIM_INFINITY:  # the account may have less already
            soft, hard = min(soft, most), min(hard, most)
        with suppress(ValueError, OSError):  # macOS has no limit of address space
            resource.setrlimit(which, (soft, hard))
    with suppress(OSError):
        os.nice(_NICENESS)
