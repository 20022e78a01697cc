"""The slot model as bytes: only features that weigh, weights in eight bits."""

import io
import json
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from nlp.hashing import BUCKETS
from nlp.slotting.chain import SlotChain

# Features that weigh less than this share of the heaviest change hardly any decision (tried .05 to .2).
_LEAST = 0.075


@dataclass(frozen=True, eq=False)
class Packed:
    """A slot model as its file holds it; unpacked when it is first needed."""

    data: bytes

    @cached_property
    def chain(self) -> SlotChain:
        """Return the model."""
        return unpacked(self.data)


def packed(chain: SlotChain) -> Packed:
    """Return the model as a compressed array file."""
    numbers = np.flatnonzero(chain.table)
    weights = chain.weights[chain.table[numbers]]
    most = np.abs(weights).max(initial=1e-6)
    heavy = np.abs(weights).max(axis=1) >= _LEAST * most
    numbers, weights = numbers[heavy], weights[heavy]
    scale = np.float32(most / 127)
    about = {
        "language": chain.language,
        "tags": chain.tags,
        "of_kind": dict(sorted(chain.of_kind.items())),
        "lean": chain.lean,
        "lists": sorted(chain.lists),
    }
    out = io.BytesIO()
    np.savez_compressed(
        out,
        features=np.diff(numbers, prepend=0).astype(np.uint32),
        weights=np.round(weights / scale).astype(np.int8),
        scale=scale,
        steps=chain.steps,
        first=chain.first,
        about=np.frombuffer(json.dumps(about).encode(), dtype=np.uint8),
    )
    return Packed(out.getvalue())


def unpacked(data: bytes) -> SlotChain:
    """Read what :func:`packed` wrote."""
    with np.load(io.BytesIO(data), allow_pickle=False) as read:
        about = json.loads(read["about"].tobytes().decode())
        numbers = np.cumsum(read["features"].astype(np.int64))
        weights = np.zeros((len(numbers) + 1, len(about["tags"])), dtype=np.int8)
        weights[1:] = read["weights"]
        table = np.zeros(BUCKETS + 1, dtype=np.int32)
        table[numbers] = np.arange(1, len(numbers) + 1)
        return SlotChain(
            about["language"],
            tuple(about["tags"]),
            {kind: tuple(tags) for kind, tags in about["of_kind"].items()},
            table,
            weights,
            float(read["scale"]),
            read["steps"],
            read["first"],
            about["lean"],
            frozenset(about["lists"]),
        )
