"""Precision, recall, F1 and B-cubed, with the errors behind them."""

from collections import defaultdict
from collections.abc import Hashable, Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field


@dataclass
class Measure:
    """Counts of right, false and missed answers, and each error as a line."""

    right: int = 0
    false: int = 0
    missed: int = 0
    errors: list[str] = field(default_factory=list)

    def add(
        self, gold: AbstractSet[Hashable], got: AbstractSet[Hashable], *, where: str = ""
    ) -> None:
        """Count one item's answers against its gold."""
        self.right += len(gold & got)
        self.false += len(got - gold)
        self.missed += len(gold - got)
        self.errors += [f"{where}: false {one}" for one in sorted(map(str, got - gold))]
        self.errors += [f"{where}: missed {one}" for one in sorted(map(str, gold - got))]

    @property
    def precision(self) -> float:
        """Return the share of answers that are right; 1 where there are none."""
        answers = self.right + self.false
        return self.right / answers if answers else 1.0

    @property
    def recall(self) -> float:
        """Return the share of the gold that was found; 1 where there is none."""
        gold = self.right + self.missed
        return self.right / gold if gold else 1.0

    @property
    def f1(self) -> float:
        """Return the harmonic mean of precision and recall."""
        total = self.precision + self.recall
        return 2 * self.precision * self.recall / total if total else 0.0


def bcubed(gold: Mapping[str, Hashable], got: Mapping[str, Hashable]) -> tuple[float, float, float]:
    """Return B-cubed precision, recall and F1 of a grouping (Bagga and Baldwin, 1998).

    Both map an item to its group; items that *got* lacks are left out.
    """
    items = [item for item in gold if item in got]
    if not items:
        return 0.0, 0.0, 0.0
    true_groups: dict[Hashable, set[str]] = defaultdict(set)
    found_groups: dict[Hashable, set[str]] = defaultdict(set)
    for item in items:
        true_groups[gold[item]].add(item)
        found_groups[got[item]].add(item)
    precision = recall = 0.0
    for item in items:
        true, found = true_groups[gold[item]], found_groups[got[item]]
        shared = len(true & found)
        precision += shared / len(found)
        recall += shared / len(true)
    precision, recall = precision / len(items), recall / len(items)
    return precision, recall, 2 * precision * recall / (precision + recall)
