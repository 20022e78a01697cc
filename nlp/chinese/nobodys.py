"""What Chinese sentences tell that is nobody's move: fruit in season, a broker's target, the rates of a central bank (MOVES.md rules 3, 5, 6 and 8).

The words are data (``no_…`` in ``nlp/frames/_status.yaml``). Unlike those of a frame they bar what words alone would make of a sentence, too.
"""

import re

from nlp.reading import Sentence
from nlp.status import markers
from schemas.kinds import MoveKind

_LISTS: dict[MoveKind, str] = {
    "public-offering": "no_offering", "product-launch": "no_offering", "price-increase": "no_price",
    "price-decrease": "no_price", "appointment": "no_post", "departure": "no_post",
    "customer-win": "no_customer", "results": "no_results", "guidance": "no_results",
}  # fmt: skip


# What these tell in a clause bars the clauses behind it, too: 学生会换届，王敏当选主席.
_REACHING = frozenset({"no_post", "no_results"})
# A registered company may be called like what these list: 荔枝今日上市.
_NAMES = frozenset({"no_offering", "no_post", "no_customer"})
_CLAUSE = re.compile("[，；：。！？]|——")


def nobodys(sentence: Sentence, kind: MoveKind, start: int, end: int) -> str:
    """Return the words by which what the trigger at *start* to *end* of *sentence* tells is nobody's move of *kind*, or nothing."""
    listed = _LISTS.get(kind)
    if listed is None:
        return ""
    plain = sentence.plain
    stop = _CLAUSE.search(plain, end)
    begin = max([hit.end() for hit in _CLAUSE.finditer(plain, 0, start)], default=0)
    for hit in markers("zh").hits(listed, plain[: stop.start() if stop else None]):
        if hit.end() <= begin and listed not in _REACHING:
            continue
        if not (listed in _NAMES and _registered(sentence, hit)):
            return hit[0]
    return ""


def _registered(sentence: Sentence, hit: re.Match[str]) -> bool:
    """Say whether a registered company or product is named in what was found."""
    return any(
        one.entity is not None
        and one.label in {"ORG", "PRODUCT"}
        and one.start - sentence.start < hit.end()
        and hit.start() < one.end - sentence.start
        for one in sentence.entities
    )
