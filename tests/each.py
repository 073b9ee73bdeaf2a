"""Many small cases within one test.

A test costs pytest two milliseconds besides what it does, and each worker collects them all. Where a case takes less,
`each` stands in place of `pytest.mark.parametrize`: it runs the same cases, all of them even when some fail, and says
which have failed.
"""

import functools
import inspect
from collections.abc import Callable, Collection, Iterable, Sequence
from typing import Any

import pytest

Test = Callable[..., None]


def each(names: str | Sequence[str], cases: Iterable[Any], ids: Collection[Any] | Callable[[Any], str] = str) -> Any:
    """A decorator that runs a test for each case; arguments as of `pytest.mark.parametrize`.

    Fixtures of a function are made once for all cases. The first error is raised, and names every case that failed.
    """
    cases = list(cases)
    assert cases, "a test of no case proves nothing"
    shown = [str(ids(case)) for case in cases] if callable(ids) else list(map(str, ids))
    single = isinstance(names, str)
    arguments = [dict(zip([names] if single else names, [case] if single else case, strict=True)) for case in cases]

    def decorate(test: Test) -> Test:
        whole = inspect.signature(test)
        left = whole.replace(parameters=[one for name, one in whole.parameters.items() if name not in arguments[0]])

        @functools.wraps(test)
        def run(*fixtures: Any, **more: Any) -> None:
            others = left.bind(*fixtures, **more).arguments
            failed: list[str] = []
            first: BaseException | None = None
            for name, values in zip(shown, arguments, strict=True):
                try:
                    test(**others, **values)
                except (Exception, pytest.fail.Exception) as error:
                    failed.append(name)
                    first = first or error
            if first is not None:
                first.add_note(f"fails in {len(failed)} of {len(cases)} cases: {', '.join(failed)}")
                raise first

        run.__signature__ = left  # type: ignore[attr-defined]
        return run

    return decorate
