"""Who acts in a plain Chinese sentence: whom its construction names, or the company at its head.

"甲以…为由将乙诉至法院", "乙的项目花落甲", "甲、乙、丙等十家企业发起": whatever else is named, 甲 acts. The ranking of names
(nlp/slotting/acting.py) is learnt from texts that name few companies; where a text names several, the grammar decides.
The constructions are data (``nlp/frames/_parties.zh.yaml``).
"""

import re
from collections.abc import Sequence
from functools import cache, lru_cache
from typing import NamedTuple

from nlp.entities import Entity
from nlp.frames import FOLDER
from nlp.frames.compiling import FIRST, NEXT, pattern
from nlp.moves import Candidate
from nlp.reading import Reading, Sentence, is_body, key_of
from schemas.kinds import MoveKind
from text.han import HAN
from text.kept import yaml_of

_BESIDE = "beside"
_BODY = "\ue0fe"  # what a public body is masked by: it neither sues nor signs
# Whose head is as often the other party: who is supplied, sued, bought or rated.
_TWO_SIDED: frozenset[MoveKind] = frozenset(
    ["customer-win", "customer-loss", "customer-review", "legal", "funding", "investment", "licensing", "technology"]
)  # fmt: skip
# Of these a second company in the sentence may be who rates, lends or gives the prize.
_ALONE: frozenset[MoveKind] = frozenset({"distress", "award", "divestiture", "acquisition"})
# "冷链数据 | 产业联盟": the name of a body, whose end the masks leave.
_BODY_TAIL = re.compile(r"(?:产业|行业|技术)?(?:联盟|协会|基金会|论坛|委员会|商会|联合体|共同体)")
# What may stand before the company at the head: a number, a day, brackets, what kind of company it is.
_BEFORE_HEAD = re.compile(
    rf"(?:[\d一二三四五六七八九十]{{1,2}}[.、．)）]|[（(][^（）()]{{1,6}}[）)]|【[^】]{{0,16}}】|[①-⑳•●■·\-—*#\s“\"「])*"
    rf"(?:(?:据悉|另外?|此外|同时|同日|当天|随后|昨晚|今晨|日前|近日|最近|刚刚|目前|刚看到|快讯|消息|(?:今天|今早|昨天|刚|刚刚)?(?:路过|看到|发现|得知|获悉|刷到|收到|注意到|逛街)+)，?[：:]?|[{HAN}\d]{{1,12}}(?:日|天|月|年|晚|午|早|周[一二三四五六日]|起)，?|\ue00a\ue00b*(?:起|晚间?|早间?|上午|下午)?，?)*"
    rf"(?:[{HAN}A-Za-z0-9\ue006\ue007]{{0,14}}(?:对手|同行|友商|企业|公司|品牌|厂商|平台|巨头|龙头|运营商|供应商|服务商|开发商|[车药房酒乳矿钢]企|商|厂|机构|集团))?"
)
_HEAD = 40  # characters before it
# A rival of whom a sentence tells: 多年前竞争对手某某, 隔壁的某某.
_RIVAL = re.compile(
    rf"[{HAN}\d\ue006\ue007\ue00a\ue00b，]{{0,8}}(?:对手|同行|友商|竞品|隔壁的?|对面的?|同城的?|邻近的?|楼下的?)"
)
# Another one begins to act between head and trigger, though no name says who.
_BEGINS = r"[^，。；的]{0,6}?(?:也|则|已|将|就|随即|随后|宣布|表示|称|降|涨|推|跟"
_ANOTHER = re.compile(
    rf"(?:对手|同行|竞品|友商|后者|另一(?:家|方|款)){_BEGINS}|$)"
    rf"|(?<![向与对给从和跟同由])(?:供应商|客户|经销商|渠道商|买家|卖家|股东|业主|房东|法院|监管|工会|员工|用户|消费者|网友|分析师|投资者){_BEGINS})"
)
_REPORTERS = re.compile(r"(?:社|报|网|通讯|新闻|资讯|证券|研究院|咨询|数据|智库)$")


class Form(NamedTuple):
    """What a construction of a sentence tells: who acts, who fills slots, who does not act."""

    sentence: Sentence
    actor: Entity | None
    slots: dict[str, Entity]
    beside: Entity | None


def formed(reading: Reading, one: Candidate) -> Form | None:
    """Return what a construction tells of the move of a candidate: in its sentence, else in one that names the same companies."""
    if reading.language != "zh" or one.rule.kind not in _forms():
        return None
    told = [form for s in reading.sentences if (form := _form(s, one.rule.kind))]
    own = next((form for form in told if form.sentence.number == one.sentence.number), None)
    return own or next((form for form in told if _concerns(form, one)), None)


def compared(reading: Reading) -> list[Entity]:
    """Return the companies that a Chinese text names only to compare others with them, or who did not do what it tells."""
    if reading.language != "zh":
        return []
    told = (_form(s, "any") for s in reading.sentences)
    return [form.beside for form in told if form is not None and form.beside is not None]


def subject(reading: Reading, one: Candidate) -> Entity | None:
    """Return the company at the head of a candidate's Chinese sentence, where the rules take it for who acts and no other comes between."""
    actor = one.parties.actor
    if (
        reading.language != "zh"
        or actor is None
        or not one.parties.sure
        or one.rule.kind in _TWO_SIDED
    ):
        return None
    firms = [e for e in one.sentence.entities if e.label == "ORG" and not is_body(e)]
    if not firms or key_of(firms[0]) != key_of(actor):
        return None
    if one.rule.kind in _ALONE and len({key_of(e) for e in firms}) > 1:
        return None
    masked = one.sentence.masked
    stop = firms[0].end - one.sentence.start
    if stop > one.start or not _begins_with(one.sentence, firms[0]):
        return None
    if _REPORTERS.search(actor.name):
        return None
    other = _BODY_TAIL.match(masked, stop) or _ANOTHER.search(masked, stop, one.start)
    return None if other else firms[0]


def others_subject(reading: Reading, sentence: Sentence, actor: Entity) -> bool:
    """Say whether a Chinese sentence tells of another company than *actor*: it names one first and *actor* nowhere."""
    firms = [e for e in sentence.entities if e.label == "ORG" and not is_body(e)]
    if reading.language != "zh" or not firms or any(_same(e, actor) for e in firms):
        return False
    before = sentence.masked[: firms[0].start - sentence.start]
    return _begins_with(sentence, firms[0]) or _RIVAL.fullmatch(before) is not None


def _begins_with(sentence: Sentence, firm: Entity) -> bool:
    """Say whether nothing stands before a company but its number, a day and what kind of company it is."""
    before = firm.start - sentence.start
    return before <= _HEAD and _BEFORE_HEAD.fullmatch(sentence.masked, 0, before) is not None


# With whom a text begins though no list knows it: "某某是要自己造车了？".
_OPENS = re.compile(
    rf"(?P<name>[A-Za-z]{{0,8}}[{HAN}]{{2,6}}?)(?=是要|是不是|真要|又要|也要|这是|要(?:自己|开始|进|做|来)|开始|最近|又在|在(?:疯狂|大举|大量))"
)


def another(reading: Reading, beside: Entity) -> Entity | None:
    """Return who acts where *beside* does not: another company of the text, else what its first sentence begins with."""
    firms = (firm for firm in reading.ranking if not is_body(firm) and not _same(firm, beside))
    if (firm := next(firms, None)) is not None:
        return firm
    first = next((s for s in reading.sentences if not s.title), None)
    hit = _OPENS.match(first.masked) if first else None
    if first is None or hit is None or len(hit["name"]) < len("某某"):
        return None
    begin, stop = (first.start + place for place in hit.span("name"))
    return Entity(begin, stop, "ORG", reading.text[begin:stop], confidence=0.5)


def _same(one: Entity, other: Entity) -> bool:
    ours, theirs = one.name, other.name
    return (
        key_of(one) == key_of(other) or ours[:2] == theirs[:2] or ours in theirs or theirs in ours
    )


@cache
def _forms() -> dict[str, list[re.Pattern[str]]]:
    told = yaml_of(FOLDER / "_parties.zh.yaml")
    return {kind: [pattern(source, "zh") for source in sources] for kind, sources in told.items()}


def _form(sentence: Sentence, kind: str) -> Form | None:
    """Return what the first construction of *kind* that a sentence shows tells."""
    firms = [e for e in sentence.entities if e.label in {"ORG", "PERSON"}]
    groups = _groups(_without_bodies(sentence, firms), kind) if firms else ()
    if not groups:
        return None
    starts = {e.start - sentence.start: e._replace(label="ORG") for e in firms}
    found = {name: starts[start] for name, start in groups if start in starts}
    beside, actor = found.pop(_BESIDE, None), found.pop("actor", None)
    return Form(sentence, actor, found, beside)


@lru_cache(maxsize=2048)  # several triggers of a text ask for the same
def _groups(masked: str, kind: str) -> tuple[tuple[str, int], ...]:
    """Return the groups of the first construction of *kind* that masked words show, with where they begin."""
    hit = next(filter(None, (form.search(masked) for form in _forms()[kind])), None)
    told = hit.groupdict() if hit else {}
    return tuple((name, hit.start(name)) for name in told if hit and told[name] is not None)


def _without_bodies(sentence: Sentence, firms: Sequence[Entity]) -> str:
    masked = sentence.masked
    for one in firms:
        if one.label == "ORG" and is_body(one):
            start, end = one.start - sentence.start, one.end - sentence.start
            kept = masked[start:end].lstrip(FIRST["ORG"] + NEXT["ORG"])
            masked = masked[:start] + _BODY * (end - start - len(kept)) + kept + masked[end:]
    return masked


def _concerns(form: Form, one: Candidate) -> bool:
    """Say whether a candidate of another sentence is of what a construction tells: it names a party of that, or nobody."""
    named = [e for e in one.sentence.entities if e.label == "ORG" and not is_body(e)]
    parties = [e for e in (form.actor, *form.slots.values()) if e is not None]
    return not named or any(_same(e, party) for e in named for party in parties)
