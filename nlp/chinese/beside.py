"""Chinese names that what stands beside them decides: 启明 | 微电子 is one name, “萌安保” behind 医疗险 is a product."""

import re
from collections.abc import Sequence
from functools import cache

from nlp.entities import Entity
from nlp.lexicon import word_set
from nlp.names.wordbook import wordbook

# Behind a name of two characters these make it a paper's, and no person's: 彭岚财经.
_PAPERS = re.compile(r"财经|新闻|日报|晚报|周刊|早报|资讯|传媒|电视台|网(?!络|友|民|红|点)|通讯社")
_RANKED = re.compile(r"(?:行业|企业)?(?:十强|百强|五百强|\d+强|排行榜)")
_OF_A_WARE = re.compile(
    r"(?:险|款|新品|型号|系列|机型|车型|产品|新车|新机|新药|玩具|游戏|应用|软件|系统|模型|芯片|饮料|酒|茶|套餐|年卡|课程)[“「《]$"
)
_QUOTED = re.compile(r"[”」》]")
_BOUND = re.compile(r"[，。、；：！？（）()“”的与和及在将已拟于向对为称因被近日又也曾\s]|$")
_COUNTRY = ("中国", "全国", "亚洲", "全球", "世界", "亚太")


def beside(
    text: str, folk: Sequence[Entity], firms: Sequence[Entity]
) -> tuple[list[Entity], list[Entity]]:
    """Return people and companies, without those that the words beside them make something else, and with whole names."""
    people = [one for one in folk if not _PAPERS.match(text, one.end)]
    kept = [
        _whole(text, one) for one in firms if not (_is_ranked(text, one) or _is_ware(text, one))
    ]
    return people, kept


def _is_ranked(text: str, one: Entity) -> bool:
    """Say whether a name is of what is ranked: 中国零售 | 十强."""
    return (
        one.name.startswith(_COUNTRY)
        and _RANKED.match(text, one.end) is not None
        and one.entity is None
    )


def _is_ware(text: str, one: Entity) -> bool:
    """Say whether a quoted name stands behind what it is one of: 首款医疗险“萌安保”."""
    quoted = one.entity is None and _QUOTED.match(text, one.end) is not None
    return quoted and _OF_A_WARE.search(text[max(0, one.start - 4) : one.start]) is not None


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
