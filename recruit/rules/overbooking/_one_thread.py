"""Imported before numpy: a plan's many small matrices are slower, not faster, on many threads.

The environment wins; and where numpy was imported earlier, this changes nothing.
"""

import os

os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
