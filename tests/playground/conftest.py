"""What no test of the screen may depend on: the person's own terminal, colours and files, and the display's rate."""

import os

import pytest

from nntui.session.pacing import FRAME_RATE
from nntui.terminal.frame_limiter import FrameLimiter


@pytest.fixture(autouse=True)
def _at_nobodys_place(monkeypatch, tmp_path):
    for name in list(os.environ):
        if name.startswith("TEXTUAL_SNAPSHOT"):
            continue
        if name in ("NO_COLOR", "COLORTERM", "COLUMNS", "LINES") or name.startswith(("TEXTUAL", "NNTUI", "XDG_")):
            monkeypatch.delenv(name)
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("TERM", "xterm-256color")


@pytest.fixture(autouse=True)
def display_rate(monkeypatch):
    """No test waits for the next frame; a test of the display itself takes the real rate."""
    real = FrameLimiter.wait
    monkeypatch.setattr(FrameLimiter, "wait", lambda clock: 0.0)

    def take_the_real_one() -> float:
        monkeypatch.setattr(FrameLimiter, "wait", real)
        return FRAME_RATE.default

    return take_the_real_one
