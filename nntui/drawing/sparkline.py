"""A curve in one line of text."""

import numpy as np

from nntui.engine.arrays import FloatArray

_STEPS = "▁▂▃▄▅▆▇█"
_GAP = "·"


def sparkline(values: FloatArray, width: int, top: float) -> str:
    """Values as a line of bars from left to right.

    Args:
        values: float64, shape (n,), from 0 on; what is no number leaves a dot.
        width: Characters; of more values some are taken, and fewer stand as they are.
        top: The value of a full bar; curves with the same one can be compared.

    Returns:
        Up to `width` characters.
    """
    if not len(values) or width < 1:
        return ""
    at = np.rint(np.linspace(0, len(values) - 1, min(width, len(values)))).astype(np.intp)
    shown = np.isfinite(values[at])
    steps = np.clip(np.where(shown, values[at], 0) / (top if top > 0 else 1.0), 0, 1) * (len(_STEPS) - 1)
    pairs = zip(steps.tolist(), shown.tolist(), strict=True)
    return "".join(_STEPS[round(step)] if is_shown else _GAP for step, is_shown in pairs)
