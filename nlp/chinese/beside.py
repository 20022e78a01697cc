"""Chinese names that what stands behind them makes longer: 启明 | 微电子 is one name."""

import re
from functools import cache

from nlp.entities import Entity
from nlp.lexicon import word_set
from nlp.names.wordbook import wordbook

_BOUND = re.compile(r"[，。、；：！？（）()“”的与和及在将已拟于向对为称因被近日又也曾\s]|$")


def whole(text: str, one: Entity) -> Entity:
    """Return a short name that is an everyday word, too, with the tail behind it: 启明微电子."""
    if one.entity is not None or len(one.name) > 3 or wordbook().get(one.name) != "*maybe":
        return one
    ends = [one.end + n for n in (4, 3, 2) if text[one.end : one.end + n] in _tails()]
    end = next((e for e in ends if _BOUND.match(text, e) or text.count(text[one.start : e]) > 1), 0)
    return one._replace(end=end, name=text[one.start : end]) if end else one


@cache
def _tails() -> frozenset[str]:
    return word_set("zh", "org_suffixes")
