"""nntui: the neural-network playground for the terminal.

The matrices here are tiny, so a BLAS that starts threads only loses time, and on a shared server it takes other
people's processors. One thread is asked for before NumPy is loaded, unless the person has said otherwise.
"""

import os

__version__ = "0.1.0"

for _variable in ("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "MKL_NUM_THREADS", "BLIS_NUM_THREADS"):
    os.environ.setdefault(_variable, "1")
