"""NumPy as the registries use it: loaded at its first use, and not with the module.

The words of a data set or an activation stand beside the function that computes it. The command line needs only the
words, and NumPy would cost it ten times as long as all else. A name is looked up once and kept: from then on it costs
what `numpy.sin` costs.
"""

from typing import TYPE_CHECKING, Any

__all__ = ["np"]

if TYPE_CHECKING:
    import numpy as np
else:

    class _NumPy:
        def __getattr__(self, name: str) -> Any:
            import numpy

            value = getattr(numpy, name)
            setattr(self, name, value)
            return value

    np = _NumPy()
