"""How likely runs of Chinese characters name companies: the sums of :mod:`nlp.chinese.evidence`, by parts.

What stands around a run, what it is made of and how it returns are few sorts of facts; what each sort adds
is worked out once. A test compares the sums with those of the facts spelled out one by one.
"""

from bisect import bisect_right
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import cached_property, lru_cache, partial

from nlp.chinese.evidence import (
    KINDS,
    RISKY,
    Evidence,
    Span,
    again,
    around,
    crossed,
    kind_of,
    left,
    made_of,
    opening,
    right,
    told_by,
    without_tail,
)
from nlp.entities import Entity
from nlp.names.model import Guess

Weight = Callable[[str], float]


class Sums:
    """Adds up what the facts on runs weigh; *weights* by the name of the fact."""

    def __init__(self, weights: Mapping[str, float]) -> None:
        self._weights = weights
        self._of_place = lru_cache(maxsize=8192)(self._weigh_place)
        self._most_by_place = lru_cache(maxsize=8192)(self._weigh_any)
        self._of_name = lru_cache(maxsize=8192)(self._weigh_name)
        self._of_return = lru_cache(maxsize=1024)(self._weigh_return)

    def hopeless(
        self, plain: str, title_end: int, guesses: Sequence[Guess], least: float
    ) -> Callable[[Span], bool]:
        """Return what says of a run that its log odds stay below *least*: of most, cheaply.

        It is asked of runs that nobody else proposes. Those that return in the text, or in which the model
        sees something, it does not judge.
        """
        starts = [one.start for one in guesses]
        told_left = lru_cache(maxsize=None)(partial(left, plain, title_end))
        told_right = lru_cache(maxsize=None)(partial(right, plain))
        least -= self._weights["base"]
        first = opening(plain, title_end)

        def asked(span: Span) -> bool:
            start, end = span
            name = plain[start:end]
            most = self._most_by_place(
                told_left(start), told_right(end), start < title_end, start == first
            )
            return (
                most + self._most_by_name(name) < least
                and not _over(guesses, starts, span)
                and plain.count(name) == 1
            )

        return asked

    def _weigh_any(self, before: str, after: str, titled: bool, first: bool) -> float:
        """Return what the place of a run adds at most, whatever kind of name it is."""
        kinds = (self._of_place(before, after, titled, first, kind) for kind in KINDS)
        return max(kinds) + self._most(("another proposed here",))

    def _most_by_name(self, name: str) -> float:
        """Return what the letters of a run add at most: of those facts that are told cheaply."""
        if name[0].isascii():
            return self._latin
        total = self._any_name + self._by_length[min(len(name), 8)]
        if name[0] in RISKY:
            total += self._by_first[name[0]]
        head = without_tail(name)
        return total + self._by_head[0 if len(head) == len(name) else min(len(head), 6)]

    def _most(self, facts: Iterable[str]) -> float:
        """Return what facts, which may be there or not, add together at most."""
        return sum(max(0.0, self._weights.get(one, 0.0)) for one in facts)

    def _best(self, group: str) -> float:
        """Return what one of the facts that begin with *group* adds at most."""
        return max(
            0.0, *(weight for name, weight in self._weights.items() if name.startswith(group)), 0.0
        )

    @cached_property
    def _by_length(self) -> list[float]:
        return [self._weights.get(f"length {size}", 0.0) for size in range(9)]

    @cached_property
    def _by_first(self) -> dict[str, float]:
        return {char: self._most((f"begins with {char}",)) for char in RISKY}

    @cached_property
    def _by_head(self) -> list[float]:
        """Return what a tail behind a head of so many characters adds at most; of none: that there is none."""
        tail = self._weights.get("tail", 0.0) + self._most(("tail, everyday head",))
        heads = [self._weights.get(f"tail, head {size}", 0.0) + tail for size in range(1, 7)]
        return [self._most(("everyday",)), *heads]

    @cached_property
    def _latin(self) -> float:
        return self._most(("Latin", "Latin, small", "Latin, a shape", "Latin word"))

    @cached_property
    def _any_name(self) -> float:
        """Return what facts on any Chinese name add at most that are not told cheaply."""
        told = (
            "strange",
            "place",
            "generic",
            "loose inside",
            "counted",
            "a site or a thing",
            "known",
        )
        more = ("digits", "ends like a place", "ends loosely")
        return self._most((*told, *more)) + self._best("word ") + self._best("begins with ")

    def of(
        self, plain: str, title_end: int, spans: Iterable[Span],
        proposed: Mapping[Span, Entity], guesses: Sequence[Guess],
    ) -> dict[Span, float]:  # fmt: skip
        """Return the log odds of each of *spans*: see :func:`nlp.chinese.evidence.evidence`."""
        lefts: dict[int, str] = {}
        rights: dict[int, str] = {}
        taken = {place for start, end in proposed for place in range(start, end)}
        starts = [one.start for one in guesses]
        found: dict[Span, float] = {}
        first = opening(plain, title_end)
        for span in spans:
            start, end = span
            if start not in lefts:
                lefts[start] = left(plain, title_end, start)
            if end not in rights:
                rights[end] = right(plain, end)
            name = plain[start:end]
            kind, total = self._of_name(name)
            total += self._of_place(
                lefts[start], rights[end], start < title_end, start == first, kind
            )
            if returns := again(plain, title_end, span):
                total += self._of_return(tuple(returns.items()), kind)
            one = proposed.get(span)
            crossing = one is None and not taken.isdisjoint(range(start, end))
            near = _over(guesses, starts, span)
            if one is not None or crossing or near:
                total += self._weigh(told_by(span, one, near, crossing=crossing))
            found[span] = total + self._weights["base"]
        return found

    def _weigh(self, facts: Evidence) -> float:
        return sum(self._weights.get(name, 0.0) * value for name, value in facts.items())

    def _weigh_name(self, name: str) -> tuple[str, float]:
        facts = made_of(name)
        kind = kind_of(name[0], facts)
        return kind, self._weigh(facts | crossed(facts, kind))

    def _weigh_place(self, before: str, after: str, titled: bool, first: bool, kind: str) -> float:
        facts = around(before, after, titled=titled, first=first)
        return self._weigh(facts | crossed(facts, kind))

    def _weigh_return(self, returns: tuple[tuple[str, float], ...], kind: str) -> float:
        facts = dict(returns)
        return self._weigh(facts | crossed(facts, kind))


def _over(guesses: Sequence[Guess], starts: Sequence[int], span: Span) -> list[Guess]:
    """Return the guesses that share characters with a span; they are in order and do not overlap."""
    start, end = span
    place = bisect_right(starts, start) - 1
    near = []
    for one in guesses[max(0, place) :]:
        if one.start >= end:
            break
        if start < one.end:
            near.append(one)
    return near
