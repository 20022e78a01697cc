"""Parties that a Chinese notice tells by a word for their part: 中标人为…, 采购单位：…, 被申请人….

Notices of tenders, sales and courts name everybody with his part, so that the part tells who acts better than words around.
"""

import re
from collections.abc import Mapping

from nlp.entities import Entity
from nlp.moves import Candidate
from nlp.reading import Reading
from schemas.kinds import MoveKind
from text.begins import holds_one
from text.han import HAN

# Who acts in a move of a kind.
_ACTS: Mapping[MoveKind, str] = {
    "customer-win": r"(?:(?<![原拟非])(?:中标|成交|中选)(?:人|方|单位|供应商|企业)|第一(?:中标|成交)候选人)",
    "distress": r"(?:被申请人|债务人|被执行人)",
    "divestiture": r"(?:转让方|出让方|转让人)",
}
# Who fills a slot of it.
_FILLS: Mapping[MoveKind, Mapping[str, str]] = {
    "customer-win": {
        "customer": r"(?:招标|采购|发包|业主|建设)(?:人|方|单位)|甲方",
    },
    "divestiture": {"buyer": r"(?:受让方|受让人)"},
}
# Who takes part and is nobody's customer: those who lost, and who holds the tender.
_BESIDE: Mapping[MoveKind, str] = {
    "customer-win": r"(?:(?<!一)(?:中标|成交)候选人|投标人|代理(?:机构|单位|公司))"
}
_TOLD = r"(?:名称)?(?:（[^）\n]{1,12}）)?\s?(?P<link>为|是|：|:)?\s?"
_NAME = re.compile(
    rf"[{HAN}A-Za-z（）()·]{{2,28}}?(?:公司|集团|厂|学校|小学|中学|大学|学院|医院|局|委员会|管委会|服务中心|研究院|研究所|事务所|合作社|政府)(?=[，。；、,;\s]|$)"
)


_MAKES = re.compile(r"(?:公司)?(?:自主|独立|负责)?(?:开发|研发|研制|运营|出品|打造|推出)")
_OWNS = re.compile(r"(?:公司|集团)?(?:旗下|推出的|开发的|研发的|运营的|自研的)")


def acts(reading: Reading, one: Candidate) -> Entity | None:
    """Return the company that a notice names as the one who acts in the move of a candidate, the nearest to its trigger."""
    part = _ACTS.get(one.rule.kind)
    return _nearest(reading, one, part) if part and reading.language == "zh" else None


def parties(reading: Reading, one: Candidate) -> dict[str, Entity]:
    """Return the parties that a notice names for slots of the move of a candidate."""
    if reading.language != "zh":
        return {}
    parts = _FILLS.get(one.rule.kind, {})
    found = {slot: _nearest(reading, one, part) for slot, part in parts.items() if part}
    return {slot: party for slot, party in found.items() if party is not None}


def maker(reading: Reading, name: str) -> Entity | None:
    """Return whose product a Chinese text says *name* to be: 梧桐由某某运营, 梧桐是某某旗下的…."""
    if reading.language != "zh" or not name or not holds_one(reading.text, _said_of(name)):
        return None
    for hit in re.finditer(
        rf"(?:^|[，。；：\n“])(?:{re.escape(name)})[”]?(?P<is>由|[是为系]由?)", reading.text
    ):
        for one in reading.met(hit.end(), hit.end() + 1):
            by = hit["is"].endswith("由") and _MAKES.match(reading.text, one.end)
            if (
                one.label == "ORG"
                and one.start == hit.end()
                and (by or _OWNS.match(reading.text, one.end))
            ):
                return one
    return None


def _said_of(name: str) -> list[str]:
    """Return what stands in any text that :func:`maker` reads something from."""
    return [f"{name}{mark}{said}" for mark in ("", "”") for said in "由是为系"]


def bystanders(reading: Reading, one: Candidate) -> list[Entity]:
    """Return those whom a notice names as taking part, who are no party of the move of a candidate."""
    part = _BESIDE.get(one.rule.kind)
    return _all(reading, part) if part and reading.language == "zh" else []


def _nearest(reading: Reading, one: Candidate, part: str) -> Entity | None:
    begin = one.sentence.start + one.start
    return min(_all(reading, part), key=lambda party: abs(party.start - begin), default=None)


def _all(reading: Reading, part: str) -> list[Entity]:
    named = (_named(reading, hit) for hit in re.finditer(f"(?:{part}){_TOLD}", reading.text))
    return [party for party in named if party is not None]


def _named(reading: Reading, told: re.Match[str]) -> Entity | None:
    """Return the company that stands behind a word for its part; where that says who is meant, an unknown one, too."""
    start = told.end()
    for one in reading.entities:
        if one.label == "ORG" and one.start == start:
            return one
    name = _NAME.match(reading.text, start) if told["link"] else None
    return Entity(start, name.end(), "ORG", name[0], confidence=0.6) if name else None
