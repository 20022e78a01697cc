"""What Chinese sentences tell that is nobody's move: fruit in season, a broker's target, the rates of a central bank (MOVES.md rules 3, 5, 6 and 8).

The words are data (``no_…`` in ``nlp/frames/_status.yaml``). Unlike those of a frame they bar what words alone would make of a sentence, too.
"""

from nlp.reading import Sentence
from nlp.status import markers
from schemas.kinds import MoveKind

_LISTS: dict[MoveKind, str] = {
    "public-offering": "no_offering", "product-launch": "no_offering", "price-increase": "no_price",
    "price-decrease": "no_price", "appointment": "no_post", "departure": "no_post",
    "customer-win": "no_customer", "results": "no_results", "guidance": "no_results",
}  # fmt: skip


def nobodys(sentence: Sentence, kind: MoveKind) -> str:
    """Return the words by which what *sentence* tells is no move of *kind* whoever is named in it, or nothing."""
    listed = _LISTS.get(kind)
    hit = markers("zh").search(listed, sentence.plain) if listed else None
    return hit[0] if hit else ""
