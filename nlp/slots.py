"""Slots of a move: which words of the sentence fill them, and what they mean.

Which filler serves which slot of a kind is data (``nlp/frames/_slots.LANGUAGE.yaml``).
"""

import re
from collections.abc import Callable, Sequence
from functools import lru_cache
from typing import NamedTuple

from nlp.actors import Parties
from nlp.chinese import slots as chinese_slots
from nlp.english.slots import ENGLISH
from nlp.entities import Entity
from nlp.frames.compiling import CompiledRule
from nlp.frames.folders import lists_of
from nlp.reading import Reading, Sentence, key_of
from nlp.signs import step
from schemas.kinds import Label
from schemas.language import Slot, Slots


class Place(NamedTuple):
    """A trigger in its sentence, with the parties: what a filler needs to look around."""

    reading: Reading
    sentence: Sentence
    start: int
    end: int
    parties: Parties
    rule: CompiledRule


Filler = Callable[[Place], tuple[Slot, ...]]

_EN_STOP = (
    r"(?:in|for|to|with|on|at|by|from|that|which|who|as|after|before|when|while|where|during|until|under|since|over|into"
    r"|will|would|is|are|was|were|has|have|had|and|but|or|said|says|today|this|next|last|because|via|through|without|across|amid|following|starting|effective|available|now|later|worth|valued|it|he|she)"
)
_EN_NP = re.compile(
    rf"^\s*(?:(?:the|a|an|its|their|our|his|her|all|more|some|up|to|of|new|first|latest|another|brand-new|own|global|plans|for|next-generation|so-called|long-awaited|public|private|beta|version)\s)*"
    rf"(?P<np>(?!{_EN_STOP}\b)[\w’'&+./-]+(?:\s(?!{_EN_STOP}\b)[\w’'&+./-]+){{0,4}})"
)
_QUOTE = re.compile(r"[“「『《\"]([^”」』》\"\n]{2,24})[”」』》\"]")
_ZH_NP = re.compile(
    r"^(?:了|过|着|新一代|新款|新品|首款|首个|首批|全新|旗下|的|其|一款|一项|两款|多款|款|第[一二三四]代|自研的?|国内首[款个]|全球首[款个]|名为|一个|一批|部分){0,4}(?P<np>[^，。；！？、：（）()“”\s的并且和与在以将为对于至从]{2,16})"
)
_EN_COUNT = re.compile(
    r"\b(?P<n>(?:about |around |some |nearly |up to |more than |over |almost )?(?:\d[\d,. ]*\d|\d)(?:k| thousand| million| m)?)(?= (?:\w+[ -]){0,3}(?:jobs?|employees|workers|staff|people|positions|posts|roles|engineers|developers|vehicles|cars|customers|users|accounts|records|units|patents?|welders|stores?|homes|drivers|hires|vacancies|openings|subscribers|workspaces|applications?|cases|families|filings|seats|vans|devices|members)\b)",
    re.IGNORECASE,
)
_ZH_COUNT = re.compile(
    r"(?:近|约|超过?|逾|至少)?\s?(?P<n>(?:\d[\d,.]*\s?[万千百]?|[一二两三四五六七八九十百千]+)\s?(?:多|余|来)?\s?(?:名|人|个岗位|个职位|岗|辆|台|件|项|家|户|万?用户|款|个|条|张|号人|位)(?:员工|人|用户|客户|专利)?)"
)
_EN_STAKE = re.compile(
    r"(?P<s>(?:an? )?(?:\d[\d.]*(?:\s?%|\spercent|\sper cent)|minority|majority|controlling|significant|(?:one|a|two)[ -](?:fifth|third|quarter|half)s?) (?:stake|interest|holding|share(?:holding)?|of (?:the )?(?:shares|company|business))|[\d,]+ (?:ordinary )?shares)",
    re.IGNORECASE,
)
_ZH_STAKE = re.compile(
    r"(?P<s>[\d.]+\s?[%％]|[一二两三四五六七八九]成(?:半)?|全部股[权份權]|多数股[权份]|少数股[权份]|控股权)(?=\s?的?(?:股|权益|$|[，。、]))|(?P<t>全部股权|控股权|少数股权)"
)
_ROUND = re.compile(
    r"\b(?P<r>(?:pre-)?(?:Series [A-H]\d?|seed|angel|growth|bridge|mezzanine)(?: round| funding)?)\b|(?P<z>(?:Pre-)?[A-F]\d?\+{0,2}\s?轮|天使轮|种子轮|战略融资|战略轮|Pre-IPO轮?)",
    re.IGNORECASE,
)
_EN_PERIOD = re.compile(
    r"\b(?P<p>(?:\w+|\d+)-(?:year|month|week)|(?:full|half)[- ]year|(?:first|second|third|fourth)[ -]quarter|year to \S+ \S+ \d{4}|Q[1-4](?: \d{4})?|H[12](?: \d{4})?|(?:the )?(?:three|six|nine|twelve) months|interim|fiscal(?: year)? \d{4}|\d+ (?:years|months))\b",
    re.IGNORECASE,
)
_ZH_PERIOD = re.compile(
    r"(?P<p>为?期[一二两三四五六七八九十\d]+(?:年|个月|周)|[一二两三四五六七八九十\d]+年期|全年|上半年|下半年|前三季度|第?[一二三四]季度|首季|\d{4}年(?:度|第[一二三四]季度|上半年)?|今年|本财年|\d+月(?!\d*日))"
)
_EN_FROM_TO = re.compile(
    r"\bfrom (?P<f>{m})(?: [\w/ ]{{0,30}}?)? to (?P<t>{m})|\bto (?P<t2>{m})(?:[\w/ ]{{0,30}}?),? (?:up |down )?from (?P<f2>{m})|(?P<t3>{m})[\w/ -]{{0,30}}?,? (?:up|down|instead of|rather than)(?: from)? (?P<f3>{m})".format(
        m=r"[$€£¥]?\d[\d,.]*(?:\s?(?:%|million|bn|m|k|billion|cents|pence|euros|dollars|pounds|percent|per cent))?"
    ),
    re.IGNORECASE,
)
_ZH_FROM_TO = re.compile(
    r"(?:从|由|原价|原来的?|自)\s?(?:每\S{{1,3}}\s?)?(?P<f>{m})[^，。；]{{0,14}}?(?:上?[调涨升降改变提减下]{{1,3}}(?:到|至|为|成|了)?|到|至|变成了?|改成了?|为)\s?(?:每\S{{1,3}}\s?)?(?P<t>{m})".format(
        m=r"[￥¥$]?[\d,.]+\s?(?:万|亿|千)?\s?(?:美元|欧元|港元|元|次|家|个|GB|%|块|台|辆|分)?"
    )
)
_EN_UNIT = re.compile(
    r"\b(?P<u>(?:(?:assembly|production|grinding|demonstration|manufacturing|battery|tile|data|distribution|research|logistics|sales|regional|support|bottling|development|service|engineering|delivery|innovation|test|flagship|head|design|call|fulfilment|fulfillment|semiconductor|chip|cloud|training|second|European|Asian|steel|paper) ){0,2}(?:plants?|factor(?:y|ies)|office|offices|data cent(?:re|er)s?|warehouses?|stores?|shops?|showrooms?|hubs?|campus|headquarters|lab(?:orator(?:y|ies))?s?|subsidiary|branch(?:es)?|cent(?:re|er)s?|works|mill|mine|terminal|depots?|foundry|furnace|sites?|region|zone|refinery|brewery|bakery|clinics?|hotels?))\b",
    re.IGNORECASE,
)
_ZH_UNIT = re.compile(
    r"(?P<u>[\u4e00-\u9fff]{0,6}?(?:总装基地|生产基地|研发中心|数据中心|分公司|子公司|办事处|旗舰店|体验店|直营店|门店|专卖店|工厂|厂区|新厂|基地|仓库|产线|生产线|实验室|总部|教学中心|运营中心|配送中心|中心|园区|营业部|网点|机房|专柜|分店|电厂|矿山|仓))"
)


def _slot(place: Place, start: int, end: int, entity: Entity | None = None) -> Slot:
    """Return the slot for characters of the text, with its entity and value."""
    text = place.reading.text[start:end]
    return Slot(
        text=text,
        start=start,
        end=end,
        entity=entity.entity if entity else None,
        value=entity.value if entity else None,
    )


def _of_entity(place: Place, one: Entity | None) -> tuple[Slot, ...]:
    return () if one is None else (_slot(place, one.start, one.end, one),)


def _labelled(place: Place, label: Label) -> list[Entity]:
    """Return mentions with *label*: those after the trigger first, each by distance."""
    begin, stop = place.sentence.start + place.start, place.sentence.start + place.end
    found = [one for one in place.sentence.entities if one.label == label]
    return sorted(
        found, key=lambda e: (e.start - stop) if e.start >= stop else (begin - e.end) + 12
    )


def _nearest(label: Label) -> Filler:
    def fill(place: Place) -> tuple[Slot, ...]:
        found = _labelled(place, label)
        return _of_entity(place, found[0]) if found else ()

    return fill


def _all(label: Label) -> Filler:
    def fill(place: Place) -> tuple[Slot, ...]:
        actor = place.parties.actor
        found = sorted(_labelled(place, label))
        kept = [o for o in found if label != "ORG" or actor is None or key_of(o) != key_of(actor)]
        return tuple(_slot(place, one.start, one.end, one) for one in kept)

    return fill


def _other(place: Place) -> tuple[Slot, ...]:
    return _of_entity(place, place.parties.other)


def _sentence_search(english: re.Pattern[str], chinese: re.Pattern[str]) -> Filler:
    def fill(place: Place) -> tuple[Slot, ...]:
        pattern = chinese if place.reading.language == "zh" else english
        raw = place.sentence.raw
        hits = list(pattern.finditer(raw))
        if not hits:
            return ()
        best = min(hits, key=lambda hit: abs(hit.start() - place.end))
        group = next(name for name, value in best.groupdict().items() if value)
        start, end = best.span(group)
        return (_slot(place, place.sentence.start + start, place.sentence.start + end),)

    return fill


def _noun_phrase(place: Place) -> tuple[Slot, ...]:
    """Return the object after the trigger: a product named, words in quotes, or the noun phrase."""
    sentence = place.sentence
    stop = sentence.start + place.end
    near = [o for o in sentence.entities if o.label == "PRODUCT" and 0 <= o.start - stop <= 40]
    if near:
        return _of_entity(place, near[0])
    rest = sentence.raw[place.end : place.end + 80]
    quoted = _QUOTE.search(rest[:40])
    if quoted:
        return (_slot(place, stop + quoted.start(1), stop + quoted.end(1)),)
    hit = (_ZH_NP if place.reading.language == "zh" else _EN_NP).match(rest)
    if hit is None:
        before = [o for o in sentence.entities if o.label == "PRODUCT" and o.end <= stop]
        return _of_entity(place, before[-1]) if before else ()
    return (_slot(place, stop + hit.start("np"), stop + len(rest[: hit.end("np")].rstrip(" .'’"))),)


def _product(place: Place) -> tuple[Slot, ...]:
    found = _labelled(place, "PRODUCT")
    return _of_entity(place, found[0]) if found else _noun_phrase(place)


def _subject_phrase(place: Place) -> tuple[Slot, ...]:
    """Return what stands before the trigger: "object storage" in "object storage falls to"."""
    found = [o for o in place.sentence.entities if o.label == "PRODUCT"]
    if found:
        return _of_entity(place, found[0])
    left = place.sentence.masked[: place.start]
    if place.reading.language == "zh":
        hit = re.search(
            r"(?P<np>[\u4e00-\u9fffA-Za-z0-9]{2,10}?)(?:的)?(?:价格|售价|单价|官网价|挂网价|全线|由|从|统一|均|每)?[^，。\u4e00-\u9fffA-Za-z0-9]*$",
            left,
        )
    else:
        hit = re.search(
            r"(?:the|its|of|for|on|,|^)\s*(?P<np>[a-z][\w-]*(?:\s[\w-]+){0,2})\s(?:\w+\s)?$", left
        )
    if hit is None or not hit["np"].strip():
        return _noun_phrase(place)
    start, end = hit.span("np")
    return (_slot(place, place.sentence.start + start, place.sentence.start + end),)


def _step(place: Place) -> tuple[Slot, ...]:
    """Return the sum by which a price changes."""
    return _of_entity(place, step(place.reading, place.sentence, place.start))


def _from_to(side: str) -> Filler:
    def fill(place: Place) -> tuple[Slot, ...]:
        pattern = _ZH_FROM_TO if place.reading.language == "zh" else _EN_FROM_TO
        hit = pattern.search(place.sentence.raw)
        if hit is None:
            return ()
        group = next(
            (name for name in (side, f"{side}2", f"{side}3") if hit.groupdict().get(name)), None
        )
        if group is None:
            return ()
        start, end = (place.sentence.start + offset for offset in hit.span(group))
        end = start + len(place.reading.text[start:end].rstrip(" ,."))
        money = next(
            (
                o
                for o in place.sentence.entities
                if o.label in {"MONEY", "PERCENT"} and o.start <= start < o.end
            ),
            None,
        )
        return (
            (_slot(place, money.start, money.end, money),) if money else (_slot(place, start, end),)
        )

    return fill


_FILLERS: dict[str, Filler] = {
    "other": _other,
    "orgs": _all("ORG"),
    "org": _nearest("ORG"),
    "money": _nearest("MONEY"),
    "percent": _nearest("PERCENT"),
    "date": _nearest("DATE"),
    "person": _nearest("PERSON"),
    "role": _nearest("ROLE"),
    "place": _nearest("PLACE"),
    "places": _all("PLACE"),
    "object": _noun_phrase,
    "product": _product,
    "subject": _subject_phrase,
    "count": _sentence_search(_EN_COUNT, _ZH_COUNT),
    "stake": _sentence_search(_EN_STAKE, _ZH_STAKE),
    "round": _sentence_search(_ROUND, _ROUND),
    "period": _sentence_search(_EN_PERIOD, _ZH_PERIOD),
    "unit": _sentence_search(_EN_UNIT, _ZH_UNIT),
    "quote": _sentence_search(
        _QUOTE_NAMED := re.compile(r"[“「『《\"](?P<q>[^”」』》\"\n]{2,40})[”」』》\"]"),
        _QUOTE_NAMED,
    ),
    "step": _step,
    "from": _from_to("f"),
    "to": _from_to("t"),
}


# What a language has of its own comes before what both share.
_OWN: dict[str, dict[str, Filler]] = {
    "en": {**_FILLERS, **ENGLISH},
    "zh": {**_FILLERS, **chinese_slots.FILLERS, "quoted": _FILLERS["quote"]},
}


@lru_cache(maxsize=2)
def plan(language: str) -> dict[str, dict[str, tuple[str, ...]]]:
    """Return slot to fillers and patterns, in the order they are tried, per kind."""
    data = lists_of(f"_slots.{language}.yaml")
    return {
        kind: {
            slot: tuple(listed if isinstance(listed, list) else str(listed).split())
            for slot, listed in (slots or {}).items()
        }
        for kind, slots in data.items()
    }


@lru_cache(maxsize=1024)
def filler_of(name: str, language: str) -> Filler:
    """Return the filler of a name, or of a pattern. Raises ValueError for an unknown one."""
    known = _OWN[language]
    if name in known:
        return known[name]
    if language == "zh" and "(?P<v>" in name:
        return chinese_slots.by_pattern(name)
    raise ValueError(f"no filler {name}; fillers are {', '.join(known)}")


def fill(place: Place, rule: CompiledRule) -> Slots:
    """Return the slots of the move that *rule* found at *place*; what is missing is left out."""
    wanted = dict(plan(rule.language).get(rule.kind, {}))
    wanted.update({slot: tuple(filler.split()) for slot, filler in rule.slots.items()})
    around = _around(place, rule)
    filled: Slots = {}
    for slot, names in wanted.items():
        found = _first(place, names, rule.language)
        for other in around if slot != "effective" else ():  # "today" is of its own sentence
            found = found or _first(other, names, rule.language)
        if found:
            filled[slot] = found if len(found) > 1 else found[0]
    return filled


def _first(place: Place, names: Sequence[str], language: str) -> tuple[Slot, ...]:
    for name in names:
        if found := filler_of(name, language)(place):
            return found
    return ()


# A Chinese review is one person's word on one thing: what it is and what it gets stands anywhere in it.
_SHORT = 12  # sentences


def _around(place: Place, rule: CompiledRule) -> list[Place]:
    """Return where else a slot may stand that the trigger's sentence lacks."""
    sentences = place.reading.sentences
    if rule.language != "zh" or len(sentences) > _SHORT:
        return []
    if rule.kind == "customer-review":
        others = [one for one in sentences if one.number != place.sentence.number]
    elif place.sentence.title:  # a headline leaves out what the first sentence tells
        others = list(sentences[place.sentence.number + 1 : place.sentence.number + 2])
    else:
        others = []
    return [place._replace(sentence=one, start=0, end=len(one.masked)) for one in others]
