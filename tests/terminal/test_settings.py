"""How many colours a terminal has, by its variables."""

import io

import pytest
from rich.console import Console

from nntui.terminal.settings import color_system

TMUX = {"TMUX": "/tmp/tmux-1000/default,1,0"}
SCREEN = {"STY": "4711.pts-0.host"}
TRUE = {"COLORTERM": "truecolor"}


def colors(variables):
    """As the app finds them: what Rich makes of the variables where we say nothing."""
    console = Console(file=io.StringIO(), force_terminal=True, _environ=variables)
    return color_system(variables) or console.color_system


@pytest.mark.parametrize(
    ("variables", "found"),
    [
        ({"TERM": "xterm-256color"} | TRUE, "truecolor"),
        ({"TERM": "xterm-256color"}, "256"),  # OpenSSH hands on no COLORTERM
        ({"TERM": "xterm-256color", "COLORTERM": "24bit"}, "truecolor"),
        ({"TERM": "xterm-256color", "COLORTERM": "gnome-terminal"}, "256"),
        ({"TERM": "xterm"} | TRUE, "truecolor"),
        ({"TERM": "xterm"}, "standard"),
        ({"TERM": "vt100"}, "standard"),
        # GNU screen, in a terminal that has all colours
        ({"TERM": "screen"} | TRUE | SCREEN, "256"),
        ({"TERM": "screen-256color"} | TRUE | SCREEN, "256"),
        ({"TERM": "screen-256color-bce"} | TRUE | SCREEN, "256"),
        ({"TERM": "screen.xterm-256color"} | TRUE | SCREEN, "256"),
        ({"TERM": "screen-256color"} | SCREEN, "256"),
        ({"TERM": "screen"} | SCREEN, "256"),
        ({"TERM": "screen-256color"} | TRUE, "256"),  # over SSH, which hands STY on no more
        ({"TERM": "screen-direct"} | SCREEN, "truecolor"),
        ({"TERM": "xterm-256color"} | TRUE | SCREEN, "256"),  # as some have it in their screenrc
        # tmux takes all colours, whatever name it was given
        ({"TERM": "tmux-256color"} | TRUE | TMUX, "truecolor"),
        ({"TERM": "screen-256color"} | TRUE | TMUX, "truecolor"),
        ({"TERM": "tmux-256color"} | TMUX, "256"),
        ({"TERM": "tmux-256color"} | TRUE | TMUX | SCREEN, "truecolor"),
        ({"TERM": "screen"} | TRUE | TMUX | SCREEN, "256"),  # which of them is the inner one, nobody can tell
        ({"TERM": "tmux-direct"} | TMUX, "truecolor"),
        # By the name alone
        ({"TERM": "alacritty"}, "truecolor"),
        ({"TERM": "xterm-kitty"}, "truecolor"),
        ({"TERM": "foot"}, "truecolor"),
        ({"TERM": "xterm-direct"}, "truecolor"),
        ({"TERM": "linux"}, "standard"),
        ({"TERM": "linux"} | TRUE, "standard"),
        # The person's own word counts
        ({"TERM": "screen", "TEXTUAL_COLOR_SYSTEM": "truecolor"} | TRUE | SCREEN, "truecolor"),
    ],
    ids=str,
)
def test_how_many_colours_a_terminal_has(variables, found):
    assert colors(variables) == found
