"""Features as numbers: combinations of what tokens show, hashed, all tokens at once."""

from functools import cache
from typing import NamedTuple
from zlib import crc32

import numpy as np
from numpy.typing import NDArray

Ints = NDArray[np.int64]
# What a feature reads: columns of the tokens, each with a shift to the left or right.
Template = tuple[tuple[int, int], ...]
BUCKETS = 1 << 20
_FAR = 3  # no template looks further
_MIX = np.uint64(0x9E3779B97F4A7C15)
_SHIFT = np.uint64(29)
_DIVISOR = np.uint64(BUCKETS - 1)


class _Batch(NamedTuple):
    """Templates of one length: where they stand in the list, what they begin with, column and shift."""

    places: NDArray[np.intp]
    seeds: NDArray[np.uint64]
    keys: tuple[NDArray[np.intp], ...]


@cache
def _batches(
    templates: tuple[Template, ...],
) -> tuple[tuple[tuple[int, int], ...], tuple[_Batch, ...]]:
    """Return the shifted columns that the templates read, and the templates by their length."""
    read = tuple(dict.fromkeys(key for template in templates for key in template))
    made = []
    for length in sorted({len(template) for template in templates}):
        own = [n for n, template in enumerate(templates) if len(template) == length]
        seeds = np.array([crc32(repr(templates[n]).encode()) for n in own], dtype=np.uint64)
        keys = tuple(np.array([read.index(templates[n][k]) for n in own]) for k in range(length))
        made.append(_Batch(np.array(own), seeds[:, None], keys))
    return read, tuple(made)


def hashed(columns: NDArray[np.uint64], templates: tuple[Template, ...]) -> Ints:
    """Return for each token (rows) the number of each feature, 1 to :data:`BUCKETS`.

    *columns*: a row for each thing shown, a column for each token. What stands before the first
    token is the last one: end the columns with blanks (0).
    """
    read, batches = _batches(templates)
    size = columns.shape[1]
    ring = np.concatenate([columns[:, -_FAR:], columns, columns[:, :_FAR]], axis=1)
    shifted = np.array([ring[column, _FAR + by : _FAR + by + size] for column, by in read])
    out = np.empty((sum(len(one.places) for one in batches), size), dtype=np.uint64)
    for batch in batches:
        code = np.broadcast_to(batch.seeds, (len(batch.places), size))
        for key in batch.keys:
            code = (code ^ shifted[key]) * _MIX
            code ^= code >> _SHIFT
        out[batch.places] = code
    out -= out // _DIVISOR * _DIVISOR  # what % gives; numpy divides by a constant far faster
    out += np.uint64(1)
    return out.view(np.int64).T
