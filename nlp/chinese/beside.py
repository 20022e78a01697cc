"""Chinese names that what stands beside them decides: 启明 | 微电子 is one name, 彭岚财经 a paper and nobody."""

import re
from collections.abc import Sequence
from functools import cache

from nlp.entities import Entity
from nlp.lexicon import word_set
from nlp.names.wordbook import wordbook

# Behind a name of two characters these make it a paper's, and no person's: 彭岚财经.
_PAPERS = re.compile(r"财经|新闻|日报|晚报|周刊|早报|资讯|传媒|电视台|网(?!络|友|民|红|点)|通讯社")
_BOUND = re.compile(r"[，。、；：！？（）()“”的与和及在将已拟于向对为称因被近日又也曾\s]|$")


def beside(
    text: str, folk: Sequence[Entity], firms: Sequence[Entity]
) -> tuple[list[Entity], list[Entity]]:
    """Return people and companies, without those that the words beside them make something else, and with whole names."""
    people = [one for one in folk if not _PAPERS.match(text, one.end)]
    return people, [_whole(text, one) for one in firms]


def _whole(text: str, one: Entity) -> Entity:
    """Return a short name that is an everyday word, too, with the tail behind it: 启明微电子."""
    if one.entity is not None or len(one.name) > 3 or wordbook().get(one.name) != "*maybe":
        return one
    ends = [one.end + n for n in (4, 3, 2) if text[one.end : one.end + n] in _tails()]
    end = next((e for e in ends if _BOUND.match(text, e) or text.count(text[one.start : e]) > 1), 0)
    return one._replace(end=end, name=text[one.start : end]) if end else one


@cache
def _tails() -> frozenset[str]:
    return word_set("zh", "org_suffixes")
