"""One thread for products of matrices: a process of its own, since the limit stays."""

import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parent.parent.parent
_ASKED = """
from nlp.learning.model import shipped
from threadpoolctl import threadpool_info
shipped().languages["en"]
print([one["num_threads"] for one in threadpool_info() if one["user_api"] == "blas"])
"""


def test_a_model_that_was_read_multiplies_in_one_thread() -> None:
    """A second thread would spin beside it: nearly half of the processor time of an English text."""
    told = subprocess.run(
        [sys.executable, "-c", _ASKED],
        capture_output=True, text=True, check=True, cwd=ROOT, timeout=120,
        env=dict(os.environ, OPENBLAS_NUM_THREADS="2"),
    )  # fmt: skip
    assert told.stdout.strip() == "[1]"
