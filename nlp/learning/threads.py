"""One thread for products of matrices.

OpenBLAS gives a product a thread for each processor and lets them wait by spinning. Ours are a few
dozen rows: the second thread takes as much of a processor as the first, and nothing becomes faster.
"""

from functools import cache

from threadpoolctl import threadpool_limits


@cache
def use_one_thread() -> None:
    """Limit the linear algebra of this process to one thread, for as long as it runs."""
    threadpool_limits(limits=1, user_api="blas")
