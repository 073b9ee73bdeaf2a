"""The way in: the `nntui` command and `python -m nntui`."""

import gc
import sys
from typing import NoReturn


def run() -> NoReturn:
    """Runs the command line; ctrl+c is quiet even while the first modules are loading."""
    # Loading makes many objects and no garbage: to look for some costs 7 % of the time to the first picture.
    gc.disable()
    try:
        from nntui.cli.main import main

        code = main(sys.argv[1:])
    except KeyboardInterrupt:
        code = 130
    sys.exit(code)


if __name__ == "__main__":
    run()
