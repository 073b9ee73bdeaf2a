"""The way in: the `nntui` command and `python -m nntui`.

Only what is needed for the shortest answer is loaded here: `nntui --version` is to cost hardly more than Python itself.
"""

import gc
import os
import sys

from nntui import THREAD_VARIABLES, __version__


def run() -> None:
    """Runs the command line; ctrl+c is quiet even while the first modules are loading."""
    if sys.argv[1:] in (["--version"], ["-V"]) and _print_version():
        os._exit(0)  # all is written, and to tidy up would take a sixth of the time
    # The matrices are tiny: threads only lose time, and on a shared server they take other people's processors. Set
    # before NumPy is loaded, for this process alone, and not where the person has said otherwise.
    for variable in THREAD_VARIABLES:
        os.environ.setdefault(variable, "1")
    # Loading makes many objects and no garbage: to look for some costs 7 % of the time to the first picture.
    gc.disable()
    try:
        from nntui.cli.main import main

        code = main(sys.argv[1:], may_restart=True)
    except KeyboardInterrupt:
        code = 130
    except MemoryError:
        code = _tell_of_memory()
    _empty_buffers()
    sys.exit(code)


def _tell_of_memory() -> int:
    """Says what is missing, and returns the exit code; hardly anything is loaded for it, as there is no memory."""
    try:
        from nntui.language import _

        sentence = _("there is not enough memory (is there a limit, as of ulimit -v?)")
        os.write(2, f"nntui: {sentence}\n".encode())
    except (MemoryError, ImportError):
        os.write(2, b"nntui: there is not enough memory (is there a limit, as of ulimit -v?)\n")
    return 70


def _empty_buffers() -> None:
    """Lets the interpreter find nothing to write to a terminal that is gone: it would change the exit code to 120."""
    for stream in (sys.stdout, sys.stderr):
        try:
            stream.flush()
        except (OSError, ValueError):
            os.dup2(os.open(os.devnull, os.O_WRONLY), stream.fileno())
        except AttributeError:  # it was closed from the start
            continue


def _print_version() -> bool:
    """Prints the version; whether that went well. If not, the command line knows what to say of it."""
    try:
        os.write(sys.stdout.fileno(), f"nntui {__version__}\n".encode())
    except (OSError, AttributeError):
        return False
    return True


if __name__ == "__main__":
    run()
