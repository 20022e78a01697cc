"""Guesses that hold two names or an address: "Orsa Velding from Pell Foods" is two, "@Pell Foods" is Pell Foods."""

import re
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from nlp.english.bearing import is_given, may_be
from nlp.english.runs import without_openers
from nlp.english.small import is_english
from nlp.lexicon import word_set
from nlp.names.model import Guess

if TYPE_CHECKING:
    from schemas.kinds import Label

# Words that stand within no name: what is on either side is one.
_BETWEEN = re.compile(
    r" (?:from|founded|co-founded|leads|heads|joins|joined|succeeds|succeeded|replaces|replaced|owns|left|leaves|chairs|runs|started|said|told|named|hired|bought|acquired|sold|sells|has|had|will|is|was) (?=[A-ZÀ-Þ])"
)


def apart(text: str, seen: Sequence[Guess]) -> Iterator[Guess]:
    """Yield the guesses without what only addresses them; where a verb or "from" stands within one, the two on its sides."""
    for one in (bare for guess in seen for bare in _bare(text, guess)):
        if text.find(" ", one.start, one.end) < 0:
            yield one
            continue
        between = _BETWEEN.search(text, one.start, one.end) if one.label in {"ORG", "PERSON"} else None  # fmt: skip
        between = between or (_both(text, one) if one.label == "ORG" else None)
        if between is None or between.start() == one.start:
            yield one
            continue
        yield one._replace(end=between.start(), label=_label(text[one.start : between.start()]))
        rest = text[between.end() : one.end]
        yield one._replace(start=between.end(), label=_label(rest))


def _bare(text: str, one: Guess) -> Iterator[Guess]:
    """Yield a guess without signs and words of address before it, unless nothing or a plain word of a list is left."""
    start = without_openers(text, one.start, one.end)
    if start == one.start:
        yield one
        return
    listed = not text[one.start].isalnum()
    inner = listed and one.start > 0 and text[one.start - 1].isalnum()  # Stow-on-the|-Wold
    name = text[start : one.end]
    if name and not inner and not (listed and " " not in name and is_english(name.lower())):
        yield one._replace(start=start)


def _both(text: str, one: Guess) -> re.Match[str] | None:
    """Return what joins two companies with a trade each, or any two with "or", in one guess: Pell Bank and Orsin Finance."""
    hit = _AND.search(text, one.start, one.end)
    if hit is None:
        return None
    first, last = text[one.start : hit.start()].rsplit(" ", 1), text[hit.end() : one.end].rsplit(" ", 1)  # fmt: skip
    trades = word_set("en", "org_suffixes") | word_set("en", "firm_tails")
    both = len(first) > 1 and len(last) > 1 and first[-1] in trades and last[-1] in trades
    return hit if both or hit[0] == " or " else None


_AND = re.compile(r" (?:and|or) (?=[A-ZÀ-Þ])")


def _label(name: str) -> "Label":
    words = name.split(" ")
    if is_given(words[0]) and may_be(words):
        return "PERSON"
    return "ORG"
