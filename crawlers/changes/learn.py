"""Volatile blocks learned: what differs at nearly every check, while the rest of the page stays. Pure.

Clocks, counters and advertisements that no pattern knows, random teasers, A/B variants, rotating
testimonials.
"""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from crawlers.changes.matching import key
from schemas.changes import PageBlock, PageReading

# Readings that are compared at least: with fewer, a page that is edited twice looks volatile.
LEAST_CHECKS = 4
# A place that differs in this part of the checks is volatile.
_OFTEN = 0.7
# Where more of a page than this is always new, it is a news list, not a page with volatile blocks.
_MOST_OF_PAGE = 0.5


@dataclass(frozen=True)
class VolatileBlock:
    """A place on a page that differs at nearly every check, with the words it had last."""

    key: str
    sample: str
    differed: int
    checks: int


def places(reading: PageReading, muted: Collection[str] = ()) -> dict[str, PageBlock]:
    """Return the blocks of a page by place: the heading, the tag and the block that stands before.

    *muted* places are passed over as what stands before: one rotating block after another is known
    by the last one that stays.
    """
    found: dict[str, PageBlock] = {}
    count: Counter[str] = Counter()
    before = ""
    for block in reading.blocks:
        if block.side:
            continue
        where = f"{key(block.under)}|{block.tag}|{before[:60]}"
        name = f"{where}|{count[where]}"
        count[where] += 1
        found[name] = block
        if name not in muted:
            before = key(block.text)
    return found


def quiet(reading: PageReading, muted: Collection[str]) -> frozenset[int]:
    """Return the identities of the blocks that stand in *muted* places."""
    if not muted:
        return frozenset()
    return frozenset(id(one) for name, one in places(reading, muted).items() if name in muted)


def volatile(readings: Sequence[PageReading]) -> list[VolatileBlock]:
    """Return the volatile places of a page, from its *readings* at successive checks.

    Empty with fewer than :data:`LEAST_CHECKS` comparisons, and where most of the page is new at
    each check.
    """
    if len(readings) <= LEAST_CHECKS:
        return []
    found: dict[str, VolatileBlock] = {}
    most = _MOST_OF_PAGE * max(len(places(one)) for one in readings)
    while len(found) <= most:
        more = [one for one in _round(readings, found) if one.key not in found]
        if not more:
            return list(found.values())
        found.update((one.key, one) for one in more)
    return []


def _round(readings: Sequence[PageReading], known: Collection[str]) -> Iterator[VolatileBlock]:
    seen: dict[str, list[str]] = defaultdict(list)
    sample: dict[str, str] = {}
    for reading in readings:
        for name, block in places(reading, known).items():
            seen[name].append(key(block.text))
            sample[name] = block.text
    checks = len(readings) - 1
    for name, texts in seen.items():
        differed = sum(one != other for one, other in pairwise(texts))
        if len(texts) >= len(readings) * _OFTEN and differed >= _OFTEN * checks:
            yield VolatileBlock(name, sample[name], differed, checks)
