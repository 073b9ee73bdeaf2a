"""Names that a spreadsheet would take for a formula and run: written with an apostrophe before them."""

import re

from nntui.formats.tables.fields import number_of

_FORMULA = re.compile(r"'*[=+@\t-].", re.DOTALL)
_GUARD = "'"


def guarded(name: str) -> str:
    """A name as it is written to a table."""
    return _GUARD + name if _FORMULA.match(name) and number_of(name, True) is None else name


def unguarded(name: str) -> str:
    """A name of a table of our own as it was before."""
    bare = name.removeprefix(_GUARD)
    return bare if guarded(bare) == name else name
