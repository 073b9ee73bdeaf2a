"""The way in: the `nntui` command and `python -m nntui`.

Only what is needed for the shortest answer is loaded here: `nntui --version` is to cost hardly more than Python itself.
"""

import gc
import os
import sys

THREAD_VARIABLES = ("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "MKL_NUM_THREADS", "BLIS_NUM_THREADS")
"""What the libraries below NumPy take their number of threads from."""


def run() -> None:
    """Runs the command line; ctrl+c is quiet even while the first modules are loading."""
    # The matrices are tiny: threads only lose time, and on a shared server they take other people's processors. Set
    # before NumPy is loaded, for this process alone, and not where the person has said otherwise.
    for variable in THREAD_VARIABLES:
        os.environ.setdefault(variable, "1")
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
