"""What is loaded, and when: nothing that the first picture can do without."""

import subprocess
import sys

WATCH_PLOTEXT = """
import asyncio, sys
from nntui.app import PlaygroundApp
from nntui.storage.start import StartState
from nntui.experiment.experiment import Experiment
from nntui.widgets.decision_grid import DecisionGrid

render_line = DecisionGrid.render_line
seen = []

def watched(grid, y):
    strip = render_line(grid, y)
    if "•" in strip.text and not seen:
        seen.append("plotext" in sys.modules)
    return strip

DecisionGrid.render_line = watched

async def main():
    app = PlaygroundApp(StartState(Experiment(seed="0.5")))
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        app.session.player.step(2)
        app.session.player.wait()
        while "plotext" not in sys.modules:
            await pilot.pause(0.01)

asyncio.run(main())
print(seen)
"""


def test_the_plot_is_not_loaded_before_the_first_picture_is_seen():
    done = subprocess.run([sys.executable, "-c", WATCH_PLOTEXT], capture_output=True, text=True, timeout=60)
    assert done.returncode == 0, done.stderr
    assert done.stdout.strip() == "[False]"
