"""Changes of a whole page, block by block: order, markup and furniture do not matter."""

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import cached_property, lru_cache

from crawlers.changes.learn import quiet
from crawlers.changes.matching import key
from crawlers.changes.volatile import is_volatile, masked
from schemas.changes import PageBlock, PageReading

# Two blocks this alike are one that was edited.
EDITED = 0.6
_LONGEST = 600  # characters of a block shown in a change
_MOST = 60
_CELLS = frozenset({"td", "th", "dt", "dd"})
_SENTENCE = re.compile(r"(?:\w+\W+){7}\w+[.!?]\W*$|[\u4e00-\u9fff，]{16,}[。！？]\W*$")
_BARE = re.compile(r"[\W_]+")
# A block at least this long is found again wherever markup now cuts it; a shorter one by itself only.
_FINDABLE = 24
Edit = tuple[PageBlock | None, PageBlock | None]


@dataclass(frozen=True)
class _Side:
    """One of the two pages, prepared."""

    reading: PageReading

    @cached_property
    def all(self) -> frozenset[str]:
        """Return the keys of all blocks, furniture included."""
        return frozenset(_key(block) for block in self.reading.blocks)

    @cached_property
    def whole(self) -> str:
        """Return all words in a row without space, to find what markup cuts elsewhere."""
        return "".join(bare(block.text) for block in self.reading.blocks)

    def only(self, other: "_Side", muted: Collection[str]) -> list[PageBlock]:
        """Return the blocks that count and that *other* has nowhere, each once.

        Content, not volatile, not muted.
        """
        found: dict[str, PageBlock] = {}
        silent = quiet(self.reading, muted)
        for block in self.reading.blocks:
            if (
                block.side
                or id(block) in silent
                or (name := _key(block)) in other.all
                or name in found
            ):
                continue
            if bare(block.text) and not is_volatile(block.text):
                found[name] = block
        return list(found.values())


def block_edits(
    old: PageReading, new: PageReading, *, linked: bool, muted: Collection[str] = ()
) -> list[Edit]:
    """Return blocks that were edited, removed (second None) and added (first None).

    *linked* says whether lines that are links count: on a watched list they do, on an article they
    are teasers of others. *muted* are places (:func:`places`) known to be volatile.
    """
    before, after = _Side(old), _Side(new)
    gone, come = before.only(after, muted), after.only(before, muted)
    if not (gone or come):
        return []
    furniture = [one for one in old.blocks if one.side and _key(one) not in after.all]
    come = [one for one in come if not _replaces(one, furniture)]
    furniture = [one for one in new.blocks if one.side and _key(one) not in before.all]
    gone = [one for one in gone if not _replaces(one, furniture)]
    edits = [
        edit
        for edit in _paired(gone, come, old, new)
        if not _same(edit, before, after) and (linked or not _teaser(edit))
    ]
    return edits[:_MOST]


@lru_cache(50_000)
def bare(text: str) -> str:
    """Return the letters and digits of *text* only, small."""
    return _BARE.sub("", key(text))


def _key(block: PageBlock) -> str:
    return key(masked(block.text))


def _replaces(block: PageBlock, furniture: Sequence[PageBlock]) -> bool:
    """Say whether *block* is a new wording of what was furniture on the other page."""
    return any(ratio(_key(block), _key(one)) >= EDITED for one in furniture[:200])


def _same(edit: Edit, before: _Side, after: _Side) -> bool:
    """Say whether both texts stand on both pages after all, only cut differently by markup."""
    one, other = edit
    kept = one is None or _found(one.text, after)
    known = other is None or _found(other.text, before)
    return kept and known


def _found(text: str, page: _Side) -> bool:
    words = bare(text)
    return len(words) >= _FINDABLE and words in page.whole


def _teaser(edit: Edit) -> bool:
    """Say whether it is a line of links; an edited cell of a table or a sentence is none."""
    one = edit[1] or edit[0]
    if one is None or one.linked <= 0.6 or one.tag == "h1":
        return False
    if edit[0] is None or edit[1] is None:
        return True
    return one.tag not in _CELLS and not _SENTENCE.search(one.text)


def _paired(
    gone: Sequence[PageBlock], come: Sequence[PageBlock], old: PageReading, new: PageReading
) -> list[Edit]:
    """Pair by likeness of words, then by what stands before and after; the rest came or went."""
    scored = sorted(
        (
            (ratio(_key(one), _key(other)), i, j)
            for i, one in enumerate(gone)
            for j, other in enumerate(come)
            if 0.25 < (len(one.text) + 1) / (len(other.text) + 1) < 4
        ),
        key=lambda row: (-row[0], row[1], row[2]),
    )
    left: dict[int, int] = {}
    taken: set[int] = set()
    for score, i, j in scored:
        if score >= EDITED and i not in left and j not in taken:
            left[i] = j
            taken.add(j)
    if len(left) == len(gone) or len(taken) == len(come):
        return _edits(gone, come, left, taken)
    before, after = _neighbours(old), _neighbours(new)
    for i, one in enumerate(gone):
        for j, other in enumerate(come):
            if i in left or j in taken or one.tag != other.tag:
                continue
            if before.get(_key(one)) == after.get(_key(other)) or (
                one.tag == "h1" and len(one.text) < 300
            ):
                left[i] = j
                taken.add(j)
    return _edits(gone, come, left, taken)


def _edits(
    gone: Sequence[PageBlock], come: Sequence[PageBlock], left: dict[int, int], taken: set[int]
) -> list[Edit]:
    edits: list[Edit] = [(one, come[left[i]] if i in left else None) for i, one in enumerate(gone)]
    return edits + [(None, other) for j, other in enumerate(come) if j not in taken]


def _neighbours(reading: PageReading) -> dict[str, tuple[str, str]]:
    """Return per block the keys of the blocks right before and after it, of short blocks only."""
    names = ["", *(_key(one) for one in reading.blocks if not one.side), ""]
    return {
        name: (names[at], names[at + 2])
        for at, name in enumerate(names[1:-1])
        if len(name) < 200 and (names[at] or names[at + 2])
    }


def ratio(one: str, other: str) -> float:
    """Return how alike two texts are, 0 to 1; 0 where that is surely below :data:`EDITED`."""
    matcher = SequenceMatcher(None, one[:2000], other[:2000], autojunk=False)
    if matcher.real_quick_ratio() < EDITED or matcher.quick_ratio() < EDITED:
        return 0.0
    return matcher.ratio()
