"""Which thing of the old page is which of the new one, despite order, case and small renames."""

import re
import unicodedata
from collections.abc import Callable, Sequence
from difflib import SequenceMatcher
from functools import lru_cache
from typing import TypeVar

Thing = TypeVar("Thing")

# Below this likeness two names are two things: "Team" and "Teams" are one, "Team" and "Basic" not.
_ALIKE = 0.75


@lru_cache(50_000)
def key(text: str) -> str:
    """Return *text* without what never matters: case, width, space, punctuation at the ends."""
    plain = unicodedata.normalize("NFKC", text).casefold()
    return re.sub(r"\s+", " ", plain).strip(" \t.,;:·|-–—。，；：")


def pair(
    old: Sequence[Thing],
    new: Sequence[Thing],
    names: Sequence[Callable[[Thing], str]],
    alike: Callable[[Thing, Thing], float],
) -> list[tuple[Thing | None, Thing | None]]:
    """Pair things by each of *names* in turn, then by likeness of the last and *alike* (0 to 1).

    The result does not depend on the order of either list. A thing without a partner is paired
    with None.
    """
    pairs: list[tuple[Thing | None, Thing | None]] = []
    left, right = sorted(old, key=names[0]), sorted(new, key=names[0])
    for exact in names:
        for one in list(left):
            same = next((other for other in right if exact(other) == exact(one)), None)
            if same is not None:
                pairs.append((one, same))
                left.remove(one)
                right.remove(same)
    name = names[-1]
    scored = sorted(
        (
            (_likeness(name(one), name(other), alike(one, other)), name(one), name(other), i, j)
            for i, one in enumerate(left)
            for j, other in enumerate(right)
        ),
        key=lambda row: (-row[0], row[1], row[2]),
    )
    used_left: set[int] = set()
    used_right: set[int] = set()
    for score, _, _, i, j in scored:
        if score < _ALIKE or i in used_left or j in used_right:
            continue
        used_left.add(i)
        used_right.add(j)
        pairs.append((left[i], right[j]))
    pairs += [(one, None) for i, one in enumerate(left) if i not in used_left]
    pairs += [(None, other) for j, other in enumerate(right) if j not in used_right]
    return pairs


def _likeness(one: str, other: str, bonus: float) -> float:
    """Names that are alike, or somewhat alike with everything else the same, are one thing.

    Digits decide: Gate 5 and Gate 6 are two products however alike they look.
    """
    if re.findall(r"\d+", one) != re.findall(r"\d+", other):
        return 0.0
    return SequenceMatcher(None, one, other, autojunk=False).ratio() + 0.2 * bonus
