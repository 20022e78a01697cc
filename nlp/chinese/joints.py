"""Where a Chinese name ends and a verb begins: 鲸跃云 | 达成合作 and not 鲸跃云达 | 成合作, 苏敏 | 代行职责, 某某片获 | 国家药监局.

What reads names reads signs, and no space tells it that the last sign of what it took belongs to the word behind.
"""

import re
from collections.abc import Sequence

from nlp.entities import Entity
from nlp.lexicon import word_set

# "…获国家药监局": a body of state is a name by itself.
_BODY_INSIDE = re.compile(r"(?:获得?|经|由|被|向|遭|受)(?=(?:国家|中国|全国).{2,})")
_LEAST = {"ORG": 2, "PERSON": 2}  # signs that stay


def parted(text: str, named: Sequence[Entity]) -> list[Entity]:
    """Return companies and people without the sign that a verb behind them begins with, and without what is told before a body."""
    return [_without_verb(text, _body(text, one)) for one in named]


def _without_verb(text: str, one: Entity) -> Entity:
    """Return a name without its last sign where that begins a verb (``verbs_behind``), and the whole stands nowhere else."""
    name = text[one.start : one.end]
    verb = text[one.end - 1 : one.end + 1]
    if one.entity is not None or len(name) <= _LEAST.get(one.label, len(name)):
        return one
    if verb not in word_set("zh", "verbs_behind") or text.count(name) > text.count(name + verb[1]):
        return one
    return one._replace(end=one.end - 1, name=name[:-1])


def _body(text: str, one: Entity) -> Entity:
    """Return the body of state that a name ends with, where a verb stands before it within the name."""
    hit = _BODY_INSIDE.search(text, one.start + 1, one.end) if one.label == "ORG" else None
    if hit is None:
        return one
    return one._replace(start=hit.end(), name=text[hit.end() : one.end])
