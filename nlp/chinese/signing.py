"""Who sells and who buys where Chinese companies sign one another up: 精微软件成功签约青禾乳业, 将为其打造….

Who signs somebody up has won a customer, unless what follows says that he buys (采购其系统, 由后者为其部署).
"""

import itertools
import re
from typing import NamedTuple

from nlp.entities import Entity
from nlp.moves import Candidate

_HOW = r"(?:将|拟|计划|有望|即将|成功|正式|顺利|独家|再度|再次|同时|又|已|新|昨日|今日|今天|近日|日前|于?\d{1,2}月\d{1,2}日)*"
_SIGNS = re.compile(rf"^{_HOW}签约了?$")
_WITH = re.compile(r"^(?:与|和|同|跟|、)$")
_SIGN = re.compile(rf"^{_HOW}(?:签约|签[订署下]了?)(?!仪式)")
_FORMER = re.compile(r"前者[^，。；]{0,6}(?:为|向|给)后者")
_LATTER = re.compile(r"后者[^，。；]{0,6}(?:为|向|给)前者|(?:将|拟)?(?:采购|订购|购买)(?:其|对方)")
_BUYS = re.compile(
    r"^[^。！？]{0,24}(?:采购|订购|购买|引入|引进|租用|租赁|选用|(?:由|请|让)(?:后者|其|对方)"
    r"|(?:使用|采用|部署|上线|接入)(?:后者|其|对方)|后者(?:将|拟|会)?(?:为|向|给))"
)
_OTHERWISE = re.compile(
    r"^[^。！？]{0,24}(?:代言|入驻|落户|股权|融资|战略合作|框架|共建|共同|联合|球员)"
)
_CLAUSE = re.compile("[，。；]")


class Deal(NamedTuple):
    """Who sells, and who buys."""

    seller: Entity
    customer: Entity


def signed(one: Candidate) -> Deal | None:
    """Return who wins whom as a customer in the clause of a candidate, where somebody signs somebody up in it."""
    if one.rule.kind != "customer-win":
        return None
    sentence = one.sentence
    firms = sorted(o for o in sentence.entities if o.label == "ORG")
    for first, second in itertools.pairwise(firms):
        if not _in_clause(one, first, second):
            continue
        between = sentence.plain[first.end - sentence.start : second.start - sentence.start]
        behind = sentence.plain[second.end - sentence.start :]
        if _SIGNS.match(between):
            if _OTHERWISE.match(behind):
                return None
            return Deal(second, first) if _BUYS.match(behind) else Deal(first, second)
        if _WITH.match(between) and _SIGN.match(behind):
            if _FORMER.search(behind):
                return Deal(first, second)
            return Deal(second, first) if _LATTER.search(behind) else None
    return None


def _in_clause(one: Candidate, first: Entity, second: Entity) -> bool:
    """Say whether the trigger of a candidate stands in the clause of *first* and *second*: another clause tells of others."""
    sentence = one.sentence
    between = sentence.plain[second.end - sentence.start : one.start]
    return first.start - sentence.start <= one.start and _CLAUSE.search(between) is None
