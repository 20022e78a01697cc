"""The name model as a file: only features that weigh, weights in eight bits."""

import io

import numpy as np

from nlp.hashing import BUCKETS
from nlp.names.chain import TAGS, Chain

# Features that weigh less than this change no decision.
_LEAST = 0.03


def packed(chain: Chain) -> bytes:
    """Return the model as a compressed array file: only features that weigh, weights in 8 bits."""
    numbers = np.flatnonzero(chain.table)
    weights = chain.weights[chain.table[numbers]] * chain.scale
    heavy = np.abs(weights).max(axis=1) >= _LEAST
    numbers, weights = numbers[heavy], weights[heavy]
    scale = np.float32(np.abs(weights).max() / 127)
    out = io.BytesIO()
    np.savez_compressed(
        out,
        features=np.diff(numbers, prepend=0).astype(np.uint32),
        weights=np.round(weights / scale).astype(np.int8),
        scale=scale,
        steps=chain.steps,
        first=chain.first,
        words=np.frombuffer(" ".join(sorted(chain.words)).encode(), dtype=np.uint8),
    )
    return out.getvalue()


def unpacked(data: bytes) -> Chain:
    """Read what :func:`packed` wrote."""
    with np.load(io.BytesIO(data)) as read:
        numbers = np.cumsum(read["features"].astype(np.int64))
        weights = np.zeros((len(numbers) + 1, len(TAGS)), dtype=np.int8)
        weights[1:] = read["weights"]
        table = np.zeros(BUCKETS + 1, dtype=np.int32)
        table[numbers] = np.arange(1, len(numbers) + 1)
        small = frozenset(read["words"].tobytes().decode().split())
        scale = np.float32(read["scale"])
        return Chain(table, weights, read["steps"], read["first"], small, scale)
