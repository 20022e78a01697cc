"""Groups from pairs: average linkage, with groups that stand already and what people said.

Groups that stand (known stories) never join each other; new items join them, or each other.
"""

import heapq
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

Pair = tuple[int, int]
# A widely told event draws reports that tell it from afar. Fewer members would draw rivals' news.
_LARGE = 7
_FEW = 2  # more reports that agree with each other are an event of their own, however like it is
_CLEAR = 0.5  # the next best group must be this much less likely
# Groups of at least so many show how alike reports of their event are: what joins two of them must be
# nearly as likely as what holds the firmer one together. Else one mixed report chains two events. Tried .5 to .8,
# 30 Nov 2026: our own sets are the same; the tuned half of ECB+ is best at .6 and .65.
_SEVERAL, _COHESION = 3, 0.6


def clusters(
    size: int,
    likelihood: Mapping[Pair, float],
    threshold: float,
    *,
    standing: Sequence[Sequence[int]] = (),
    together: Iterable[Pair] = (),
    apart: Iterable[Pair] = (),
    loose: float = 1.0,
) -> list[list[int]]:
    """Return groups of the items 0 to *size* - 1, each sorted, the group with the first item first.

    *likelihood* of a pair that is not given is 0. Groups join while the mean over their pairs is at
    least *threshold*, and, where both have several items, not far below the mean inside them.
    *standing* groups keep their items and never join; *together* pairs are joined before all else,
    *apart* pairs are never in one group. At the end an item or two join a large group from a mean of
    *loose* on, if some pair is twice as likely and no other large one comes near.
    """
    state = _State(size, likelihood, threshold, apart)
    for number, group in enumerate(standing):
        state.stand(group, number)
    for a, b in together:
        state.force(a, b)
    state.run()
    state.attach(loose)
    return state.result()


class _State:
    def __init__(
        self, size: int, likelihood: Mapping[Pair, float], threshold: float, apart: Iterable[Pair]
    ) -> None:
        self._members: dict[int, list[int]] = {item: [item] for item in range(size)}
        self._of: list[int] = list(range(size))
        self._standing: dict[int, int] = {}
        self._sums: dict[int, dict[int, float]] = defaultdict(dict)
        # Of the pairs inside each group: their sum, and how many were compared.
        self._inside: dict[int, tuple[float, int]] = defaultdict(lambda: (0.0, 0))
        self._apart: dict[int, set[int]] = defaultdict(set)
        self._threshold = threshold
        self._likelihood = likelihood
        for (a, b), value in likelihood.items():
            self._sums[a][b] = self._sums[b][a] = value
        for a, b in apart:
            self._apart[a].add(b)
            self._apart[b].add(a)

    def stand(self, items: Sequence[int], number: int) -> None:
        """Make *items* the standing group *number*. Its pairs are not compared again."""
        for item in items:
            self._standing[item] = number
        for item in items[1:]:
            self.force(items[0], item)
        if items:
            self._inside.pop(self._of[items[0]], None)

    def force(self, a: int, b: int) -> None:
        """Join the groups of two items unless a person keeps them apart or both stand already."""
        one, other = self._of[a], self._of[b]
        if one != other and self._may_join(one, other):
            self._join(one, other)

    def _may_join(self, one: int, other: int) -> bool:
        ours, theirs = self._standing.get(one), self._standing.get(other)
        if ours is not None and theirs is not None and ours != theirs:
            return False
        return other not in self._apart.get(one, ())

    def _mean(self, one: int, other: int) -> float:
        return self._sums[one][other] / (len(self._members[one]) * len(self._members[other]))

    def _is_one(self, one: int, other: int) -> bool:
        """Say whether two groups are alike as wholes: few items prove nothing against it."""
        if min(len(self._members[one]), len(self._members[other])) < _SEVERAL:
            return True
        inside = (self._inside[group] for group in (one, other))
        firmest = max((total / pairs for total, pairs in inside if pairs), default=0.0)
        return self._mean(one, other) >= _COHESION * firmest

    def _join(self, one: int, other: int) -> None:
        pairs = len(self._members[one]) * len(self._members[other])
        (ours, known), (theirs, besides) = self._inside[one], self._inside.pop(other, (0.0, 0))
        between = self._sums[one].get(other, 0.0)
        self._inside[one] = (ours + theirs + between, known + besides + pairs)
        for item in self._members.pop(other):
            self._members[one].append(item)
            self._of[item] = one
        if other in self._standing:
            self._standing.setdefault(one, self._standing.pop(other))
        for third, value in self._sums.pop(other, {}).items():
            self._sums[third].pop(other, None)
            if third != one:
                total = self._sums[one].get(third, 0.0) + value
                self._sums[one][third] = self._sums[third][one] = total
        for third in self._apart.pop(other, set()):
            self._apart[third].discard(other)
            self._apart[third].add(one)
            self._apart[one].add(third)

    def run(self) -> None:
        """Join the likeliest two groups until none reach the threshold; ties by the items' order."""
        heap = [
            (-self._mean(a, b), min(a, b), max(a, b))
            for a in self._sums
            for b in self._sums[a]
            if a < b
        ]
        heapq.heapify(heap)
        while heap:
            score, a, b = heapq.heappop(heap)
            if -score < self._threshold:
                return
            if a not in self._members or b not in self._members or b not in self._sums[a]:
                continue
            if self._mean(a, b) != -score or not self._may_join(a, b) or not self._is_one(a, b):
                continue
            self._join(a, b)
            for third in self._sums[a]:
                heapq.heappush(heap, (-self._mean(a, third), min(a, third), max(a, third)))

    def attach(self, least: float) -> None:
        """Join single items and pairs to the one large group that they are likely enough of."""
        sizes = {group: len(items) for group, items in self._members.items()}
        large = [group for group, size in sizes.items() if size >= _LARGE]
        for small in [g for g, size in sizes.items() if size <= _FEW and g not in self._standing]:
            means = sorted(
                (
                    (self._mean(group, small), -group)
                    for group in large
                    if group in self._sums[small]
                ),
                reverse=True,
            )
            if not means or means[0][0] < least:
                continue
            clear = len(means) == 1 or means[1][0] <= _CLEAR * means[0][0]
            clear = clear and self._nearest(-means[0][1], small) >= 2 * least
            if clear and self._may_join(-means[0][1], small):
                self._join(-means[0][1], small)

    def _nearest(self, one: int, other: int) -> float:
        """Return how likely the likeliest pair between two groups is."""
        return max(
            self._likelihood.get((min(a, b), max(a, b)), 0.0)
            for a in self._members[one]
            for b in self._members[other]
        )

    def result(self) -> list[list[int]]:
        return sorted(sorted(group) for group in self._members.values())
