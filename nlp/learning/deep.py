"""Kinds by words alone and by hidden units: what several words mean together, which no sum of them knows.

The sums of a linear model, and beside them a layer of hidden units, each a linear model cut off at zero
(wide and deep learning: Cheng et al. 2016). For one text the units that are not cut off add up like a
linear model, so that every feature's share in a logit is exact.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from nlp.learning.linear import Features, Floats, LinearModel, Rows
from nlp.learning.threads import use_one_thread

# Units of the greatest weight in a file. With 127 files have nearly twice the bytes; kinds come out .005 better or worse on most
# sets, .014 better on English articles. Statuses, which a linear model tells alone, lose .02 with so few (30 Nov 2026).
_MOST = 15


@dataclass(frozen=True)
class DeepModel:
    """A linear model (*below*) for labels and then for hidden units; what each unit adds to each label.

    *units* has a row per hidden unit; without rows the labels are those of the linear model.
    """

    below: LinearModel
    units: Floats

    @property
    def labels(self) -> tuple[str, ...]:
        """Return what is told apart."""
        return self.below.labels[: len(self.below.labels) - len(self.units)]

    def scores(self, texts: Sequence[Features]) -> Floats:
        """Return the logit of each label for each text (rows)."""
        return self.above(self.below.scores(texts))

    def above(self, sums: Floats) -> Floats:
        """Return the logits that sums of the linear model come to."""
        wide = sums.shape[1] - len(self.units)
        hidden = np.maximum(sums[:, wide:], np.float32(0)) @ self.units
        return (sums[:, :wide] + hidden).astype(np.float32, copy=False)

    def contributions(self, text: Features, label: str) -> list[tuple[str, float]]:
        """Return what each known feature of a text adds to the logit of *label*, the most first."""
        below, column = self.below, self.labels.index(label)
        names = [one for one in text if one in below.vocabulary]
        if not names:
            return []
        rows = Rows.of([names], below.vocabulary, below.scale)
        wide = len(self.labels)
        known = below.real(rows.index)
        active = rows.value @ known[:, wide:] + below.bias[wide:] > 0
        each = known[:, column] + known[:, wide:] @ (self.units[:, column] * active)
        told = zip(names, (each * rows.value).tolist(), strict=True)
        return sorted(told, key=lambda pair: (-pair[1], pair[0]))

    def arrays(self, prefix: str) -> dict[str, NDArray[np.generic]]:
        """Return the model as arrays for a file."""
        return self.below.arrays(prefix, _MOST) | {f"{prefix}_units": self.units.astype(np.float32)}

    @classmethod
    def from_arrays(cls, arrays: Mapping[str, NDArray[np.generic]], prefix: str) -> "DeepModel":
        """Read what :meth:`arrays` gave, or a linear model. Its products take one thread from then on."""
        use_one_thread()
        below = LinearModel.from_arrays(arrays, prefix)
        none = np.zeros((0, len(below.labels)), np.float32)
        return cls(below, arrays.get(f"{prefix}_units", none).astype(np.float32))
