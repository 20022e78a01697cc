"""Features as numbers: combinations of what tokens show, hashed, all tokens at once; and their weights in a file."""

from collections.abc import Mapping
from functools import cache
from typing import Any, NamedTuple
from zlib import crc32

import numpy as np
from numpy.typing import NDArray

from nlp.fields import Floats

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


def shrunk(table: NDArray[np.int32], weights: Floats, least: float) -> dict[str, NDArray[Any]]:
    """Return a table of features and their rows of *weights* (row 0 is nothing) as small arrays.

    Features that weigh less than *least* are left out; weights have eight bits, in units of ``scale``.
    """
    numbers = np.flatnonzero(table)
    kept = weights[table[numbers]]
    heavy = np.abs(kept).max(axis=1) >= least
    numbers, kept = numbers[heavy], kept[heavy]
    scale = np.float32(np.abs(kept).max() / 127)
    return {
        "features": np.diff(numbers, prepend=0).astype(np.uint32),
        "weights": np.round(kept / scale).astype(np.int8),
        "scale": np.array(scale),
    }


def grown(
    read: Mapping[str, NDArray[Any]],
) -> tuple[NDArray[np.int32], NDArray[np.int8], np.float32]:
    """Read what :func:`shrunk` gave: the table, the weights (row 0 is nothing), and their unit."""
    numbers = np.cumsum(read["features"].astype(np.int64))
    kept = read["weights"]
    weights = np.zeros((len(numbers) + 1, kept.shape[1]), dtype=np.int8)
    weights[1:] = kept
    table = np.zeros(BUCKETS + 1, dtype=np.int32)
    table[numbers] = np.arange(1, len(numbers) + 1)
    return table, weights, np.float32(read["scale"])


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
        first, *others = batch.keys
        code = shifted[first]
        code ^= batch.seeds
        code *= _MIX
        code ^= code >> _SHIFT
        for key in others:
            code ^= shifted[key]
            code *= _MIX
            code ^= code >> _SHIFT
        out[batch.places] = code
    out -= out // _DIVISOR * _DIVISOR  # what % gives; numpy divides by a constant far faster
    out += np.uint64(1)
    return out.view(np.int64).T
