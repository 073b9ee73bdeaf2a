"""How the loops are compiled: by Numba where it is installed, and not at all elsewhere. Importing it imports Numba."""

import importlib
from collections.abc import Callable
from typing import Any, TypeVar

_Function = TypeVar("_Function", bound=Callable[..., Any])

FREEDOM = {"reassoc", "contract", "nsz"}
"""What the compiler may change about a sum: the order of its terms and the rounding between them. Nothing about
infinity and what is not a number, by which divergence is known."""

NUMBA: Any = None
"""The package; None where it is missing or does not work, as beside a NumPy that is too new for it."""
FAULT = ""
"""Why it does not work."""
try:
    NUMBA = importlib.import_module("numba")
except (ImportError, OSError) as error:
    FAULT = str(error)


def compiled(function: _Function, freedom: set[str] | None = None) -> _Function:
    """The function as Numba compiles it at its first call; the function itself where there is no Numba.

    Args:
        function: In the part of Python that Numba knows.
        freedom: What LLVM may do to floating-point numbers, as its fast-math flags; nothing when left out.
    """
    if NUMBA is None:
        return function
    made: _Function = NUMBA.njit(function, fastmath=freedom or False, nogil=True, error_model="numpy")
    return made


def summing(function: _Function) -> _Function:
    """The same for a function whose sums may be taken in any order."""
    return compiled(function, FREEDOM)
