"""What a Chinese text says it calls its companies for short: 某某有限公司（以下简称“青梁”）."""

import re
from collections.abc import Iterator, Sequence

from nlp.chinese.tails import generic
from nlp.entities import Entity
from text.begins import holds_one

_SHORT = re.compile(
    r"[（(](?:以下|下文|下|后)?(?:简称|统称|合称|称)\s?(?:为|[:：])?\s?[“\"「『]?(?P<one>[^“”\"「」『』（）()，。、\s]{2,14})[”\"」』]?"
    r"(?:[或、,，及和]者?\s?[“\"「『](?P<two>[^“”\"「」『』（）()，。\s]{2,14})[”\"」』])?\s?[）)]"
)
_ROLES = re.compile(
    r"(?:标的|目标|上市|收购|发行|控股|合资|项目|交易|本|该|甲|乙|丙)(?:公司|方|人|企业|集团|标的)$|^(?:本|该|我)"
)


def shortened(text: str, firms: Sequence[Entity]) -> Iterator[Entity]:
    """Yield what a text says it will call each of *firms* for short, with the name of the firm."""
    ends = {one.end: one for one in firms if one.label == "ORG"}
    for hit in _SHORT.finditer(text) if holds_one(text, ("称",)) else ():
        firm = ends.get(hit.start())
        if firm is None:
            continue
        for group in ("one", "two"):
            name = hit[group]
            if name and name not in generic() and not _ROLES.search(name):
                start, end = hit.span(group)
                yield Entity(start, end, "ORG", firm.name, firm.entity, rank=61, confidence=0.9)
