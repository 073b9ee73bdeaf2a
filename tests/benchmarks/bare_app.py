"""The least that a Textual program with NumPy can be: what start and memory are held against."""

import os

os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")  # as nntui does

import numpy as np
from textual.app import App, ComposeResult
from textual.widgets import Static


class BareApp(App[None]):
    """One line of text."""

    def compose(self) -> ComposeResult:
        """The line."""
        yield Static(f"Test loss {np.float64(0.5):.3f}")


if __name__ == "__main__":
    BareApp().run()
