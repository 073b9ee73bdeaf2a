"""The mathematics of the playground: NumPy and the standard library, nothing else.

The matrices here are tiny, so a BLAS that starts threads only loses time, and on a shared server it takes other
people's processors. One thread is asked for before NumPy is loaded, unless the person has said otherwise.
"""

import os

for _variable in ("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "MKL_NUM_THREADS", "BLIS_NUM_THREADS"):
    os.environ.setdefault(_variable, "1")
