"""unspun: from raw, often machine-reworded articles to facts that a person can check."""

import os

# NumPy's matrices are small here: more threads than one burn two to three times the processor time for no gain in wall time, and
# workers would fight for the cores. It is read when NumPy is first imported; whoever sets it otherwise is heeded.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
