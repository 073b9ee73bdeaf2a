"""How many examples Hypothesis draws, that every test begins in English, and what is done once for all tests.

`pytest` draws the same few examples every time. `pytest --hypothesis-profile=nightly` draws many new ones, and prints
how to repeat one that fails.
"""

import gc
import os
import socket
from collections.abc import Iterator
from functools import lru_cache

import pytest
from hypothesis import HealthCheck, settings
from hypothesis.internal.conjecture import providers

from nntui import language
from nntui.engine import datasets
from nntui.locale.compiling import compile_catalogues
from nntui.session import pacing
from tests.quick_textual import be_quick

gc.disable()  # until all tests are collected, which makes a million objects and hardly any garbage
be_quick()
compile_catalogues()
# Points take 15 ms to draw, and thousands of tests draw the same few. Of those a person sees, fewer need be kept.
datasets.sample_points = lru_cache(maxsize=1000)(datasets.sample_points.__wrapped__)  # type: ignore[assignment]
pacing.GIVING_WAY = 0.0  # training waits for nobody, however busy the machine of the tests is
os.environ["LANGUAGE"] = language.ENGLISH

settings.register_profile("fast", derandomize=True, deadline=None, max_examples=20, database=None)
settings.register_profile(
    "nightly",
    derandomize=False,
    deadline=None,
    max_examples=1000,
    print_blob=True,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)
settings.load_profile("fast")
# Else what is drawn would change with every number that stands in the code, and each worker would read all of it first.
providers._get_local_constants = lambda: providers._local_constants


def pytest_collection_finish() -> None:
    """From here on only what tests leave is looked through for garbage, and not what was loaded for all of them."""
    gc.freeze()
    gc.set_threshold(20_000, 20, 20)
    gc.enable()


@pytest.fixture(autouse=True)
def _english() -> Iterator[None]:
    """A test that puts another language in use leaves none behind."""
    yield
    if language.current() != language.ENGLISH:
        language.use(language.ENGLISH)


@pytest.fixture
def unknown_host(monkeypatch) -> str:
    """A name that nothing has. A real question could wait long for a server of names that does not answer."""
    name, find = "no such host", socket.getaddrinfo

    def answer(host, *rest, **more):
        if host == name:
            raise socket.gaierror(socket.EAI_NONAME, "Name or service not known")
        return find(host, *rest, **more)

    monkeypatch.setattr(socket, "getaddrinfo", answer)
    return name
