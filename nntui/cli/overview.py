"""The page of `nntui --help`: the commands and the most used options, on one screen of 80×24.

It is text and a table, so that it is printed before argparse and the settings are even loaded.
"""

from nntui.cli.registry import COMMANDS
from nntui.language import N_, _

_TITLE = N_("nntui: the neural-network playground for the terminal")
_USAGE = N_("""\
  nntui [LINK or FILE] [OPTIONS]       opens the playground
  nntui COMMAND [OPTIONS]""")
_SOURCE = N_("""\
LINK is one of playground.tensorflow.org; FILE is saved work (.nntui) or a table
of points (x, y, label). Options given beside it count more.""")
_OPTIONS = N_("""\
Options: --dataset, --features, --hidden-layers, --seed …: see nntui help train
  --resume goes on with your last work     --language CODE   --info   --version""")
_EXAMPLES = """
  nntui --dataset spiral --hidden-layers 8,8 --features x,y,sin-x,sin-y
  nntui train --dataset xor --seed 0.5 --epochs 100 --save model.nntui"""


def overview() -> str:
    """The page, with a line feed at its end."""
    width = max(map(len, COMMANDS))
    commands = "".join(f"\n  {name:<{width}}  {_(summary)}" for name, summary in COMMANDS.items())
    parts = (
        "\n".join((_(_TITLE), _(_USAGE), _(_SOURCE))),
        _("Commands:") + commands,
        _(_OPTIONS) + "\n" + _("Examples:") + _EXAMPLES,
    )
    return "\n\n".join(parts) + "\n"
