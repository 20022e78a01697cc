"""The slot model as bytes: only features that weigh, weights in eight bits."""

import io
import json
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from nlp.hashing import grown, shrunk
from nlp.slotting.acting import Actors
from nlp.slotting.chain import SlotChain

# Features that weigh less than this share of the heaviest change hardly any decision (tried .05 to .2).
_LEAST = 0.075
_LEAST_OF_ACTORS = 0.02  # a weight of the ranking of actors


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
    least = _LEAST * float(np.abs(chain.weights).max())
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
        **shrunk(chain.table, chain.weights, least),  # type: ignore[arg-type]
        steps=chain.steps,
        first=chain.first,
        **_actors(chain.actors),  # type: ignore[arg-type]
        about=np.frombuffer(json.dumps(about).encode(), dtype=np.uint8),
    )
    return Packed(out.getvalue())


def _actors(actors: Actors | None) -> dict[str, NDArray[Any]]:
    """Return the ranking of actors as small arrays: weights in sixteen bits."""
    if actors is None:
        return {}
    heavy = np.abs(actors.weights) >= _LEAST_OF_ACTORS
    return {
        "actor_features": np.diff(actors.features[heavy], prepend=0).astype(np.uint32),
        "actor_weights": actors.weights[heavy].astype(np.float16),
    }


def unpacked(data: bytes) -> SlotChain:
    """Read what :func:`packed` wrote."""
    with np.load(io.BytesIO(data), allow_pickle=False) as read:
        about = json.loads(read["about"].tobytes().decode())
        table, weights, scale = grown(read)
        actors = None
        if "actor_features" in read:
            numbers = np.cumsum(read["actor_features"].astype(np.int64))
            actors = Actors(numbers, read["actor_weights"].astype(np.float32))
        return SlotChain(
            about["language"],
            tuple(about["tags"]),
            {kind: tuple(tags) for kind, tags in about["of_kind"].items()},
            table,
            weights,
            float(scale),
            read["steps"],
            read["first"],
            about["lean"],
            frozenset(about["lists"]),
            actors,
        )
