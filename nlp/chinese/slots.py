"""What fills the slots of a Chinese move: mentions by their place, and patterns that are data.

``nlp/frames/_slots.zh.yaml`` names for each slot fillers of this module and patterns; a pattern is
a regular expression over the masked sentence whose group ``v`` is the value, and of several hits
the one nearest to the trigger counts (``all:`` before a pattern takes all of them).
"""

import itertools
import re
from collections.abc import Callable, Iterator, Sequence
from functools import lru_cache
from typing import TYPE_CHECKING

from nlp.entities import Entity
from nlp.frames.compiling import pattern
from nlp.reading import key_of
from nlp.status import is_compared
from schemas.language import Slot

if TYPE_CHECKING:
    from nlp.slots import Place
    from schemas.kinds import Label

Filler = Callable[["Place"], tuple[Slot, ...]]
# Behind the trigger a value is nearer than the same number of characters before it.
_BEFORE_COSTS = 8
_TOLD = re.compile(
    r"^[^，。]{0,4}(?:宣布|公告|表示|称|说|披露|公布|透露|发函|指出|证实|确认|回应|晚间|晚公告|消息)"
)
_AT_NIGHT = re.compile("晚间?$")
_PERIODIC = re.compile(r"^(?:的?(?:营收|净利|收入|利润|财年|同期|业绩))")
_RANGE = re.compile(r"^\s?(?:至|到|—|-|~|～|、不超过|，不超过)\s?")
_OPEN_RANGE = re.compile(
    r"(?:每股|每十股|每10股|不低于|[\d.,]+\s?[万亿]?\s?(?:至|到|-|~|～|—))\s?$"
)
_PROFIT = re.compile(
    r"(?:利润|净利|纯利|盈利|亏损|亏|赚|亏掉|净亏|EBITDA|EBIT|归母|毛利|盈)[^，；。\ue00a]{0,14}$"
)
_REVENUE = re.compile(
    r"(?:营收|收入|销售额|营业额|成交额|GMV|卖出|售出|卖了|销售金额|营业收入|流水|进账|卖到|总保费)[^，；。\ue00a]{0,14}$"
)
_STAKE_AFTER = re.compile(r"^\s?的?(?:股|权益|表决)")
_STAKE_BEFORE = re.compile(
    r"(?:占股?|持股|持有|拿下?|换|占比|取得|股权|收购|受让|买下|获得|合计)[^，。；]{0,4}$"
)
_GIVEN_TO = re.compile(
    r"(?:给了?|予|受让方(?:为|是|：)?|买[家方](?:为|是|：)?|接盘[方者的](?:为|是)?|被|由|与)(?:[\u4e00-\u9fff]{1,6}的)?$"
)
_JOINED = re.compile(r"^(?:、|和|与|及|，|以及)$")


def slot(place: "Place", start: int, end: int) -> Slot:
    """Return the slot for characters of the sentence, with the mention that stands there, if any."""
    offset = place.sentence.start
    one = next(
        (o for o in place.sentence.entities if o.start == offset + start and o.end == offset + end),
        None,
    )
    if one is None:  # a longer name may hold one amount or date: its value is the slot's
        inner = [
            o for o in place.sentence.entities
            if offset + start <= o.start and o.end <= offset + end and o.value is not None
        ]  # fmt: skip
        value = inner[0].value if len(inner) == 1 else None
        return Slot(text=place.reading.text[offset + start : offset + end], start=offset + start, end=offset + end, value=value)  # fmt: skip
    return Slot(
        text=place.reading.text[one.start : one.end], start=one.start, end=one.end, entity=one.entity, value=one.value
    )  # fmt: skip


def of_entities(place: "Place", found: Sequence[Entity]) -> tuple[Slot, ...]:
    """Return slots for mentions, each name once."""
    seen: set[str] = set()
    slots = []
    for one in found:
        text = place.reading.text[one.start : one.end]
        if text not in seen:
            seen.add(text)
            slots.append(
                slot(place, one.start - place.sentence.start, one.end - place.sentence.start)
            )
    return tuple(slots)


def labelled(place: "Place", label: "Label") -> list[Entity]:
    """Return the sentence's mentions with *label*, the nearest to the trigger first."""
    found = [one for one in place.sentence.entities if one.label == label]
    return sorted(found, key=lambda one: _distance(place, one.start, one.end))


def _distance(place: "Place", start: int, end: int) -> int:
    """Return how far a span of the text is from the trigger; one in another clause is further."""
    begin, stop = place.sentence.start + place.start, place.sentence.start + place.end
    if start < stop and end > begin:
        return 0
    first, last = (end, begin) if end <= begin else (stop, start)
    clauses = len(re.findall(r"[，；：]", place.reading.text[first:last]))
    return last - first + 6 * clauses + (_BEFORE_COSTS if end <= begin else 0)


def nearest(label: "Label") -> Filler:
    """Return a filler that takes the nearest mention with *label*."""
    return lambda place: of_entities(place, labelled(place, label)[:1])


def every(label: "Label") -> Filler:
    """Return a filler that takes all mentions with *label*, in order."""
    return lambda place: of_entities(place, sorted(labelled(place, label)))


def _others(place: "Place") -> list[Entity]:
    actor = place.parties.actor
    return [o for o in labelled(place, "ORG") if actor is None or key_of(o) != key_of(actor)]


def other(place: "Place") -> tuple[Slot, ...]:
    """Return the other party that grammar gave."""
    one = place.parties.other
    if one is None or not place.sentence.start <= one.start < place.sentence.end:
        return ()
    return of_entities(place, [one])


def orgs(place: "Place") -> tuple[Slot, ...]:
    """Return all companies but the actor, in order."""
    return of_entities(place, sorted(_others(place)))


def joined(place: "Place") -> tuple[Slot, ...]:
    """Return the companies that are named in one row with the actor: 甲、乙和丙发起."""
    actor = place.parties.actor
    row = sorted(labelled(place, "ORG"))
    found: list[Entity] = []
    for one, following in itertools.pairwise(row):
        between = place.reading.text[one.end : following.start]
        if _JOINED.match(between):
            found += [x for x in (one, following) if actor is None or key_of(x) != key_of(actor)]
    return of_entities(place, found)


def buyer(place: "Place") -> tuple[Slot, ...]:
    """Return the company to which something is sold."""
    for one in _others(place):
        if _GIVEN_TO.search(place.reading.text[max(0, one.start - 12) : one.start]):
            return of_entities(place, [one])
    return ()


def sold(place: "Place") -> tuple[Slot, ...]:
    """Return the company that is sold: not the buyer, not the seller."""
    given = {s.start for s in buyer(place)}
    return of_entities(place, [one for one in _others(place) if one.start not in given][:1])


def money(place: "Place") -> tuple[Slot, ...]:
    """Return the nearest amount of money, with the range or the unit it belongs to."""
    for one in labelled(place, "MONEY"):
        left = place.reading.text[max(0, one.start - 8) : one.start]
        if re.search(r"(?:估值|营收|净利润?|总资产|市值|年收入)[^，。]{0,4}$", left):
            continue
        return (_stretched(place, one),)
    return ()


def _stretched(place: "Place", one: Entity) -> Slot:
    """Return 1.75亿至1.85亿澳元, 每股23.8港元 as one slot."""
    text, start, end = place.reading.text, one.start, one.end
    if hit := _OPEN_RANGE.search(text[max(place.sentence.start, start - 14) : start]):
        start -= len(hit[0])
    if hit := _RANGE.match(text[end : end + 6]):
        later = next(
            (
                o
                for o in place.sentence.entities
                if o.start == end + hit.end() and o.label == "MONEY"
            ),
            None,
        )
        end = later.end if later else end
    if (start, end) == (one.start, one.end):
        return of_entities(place, [one])[0]
    return Slot(text=text[start:end], start=start, end=end, value=one.value)


def figure(after: re.Pattern[str], but: re.Pattern[str] | None = None) -> Filler:
    """Return a filler for the amount that the nearest figure word to its left names."""

    def fill(place: "Place") -> tuple[Slot, ...]:
        for one in sorted(labelled(place, "MONEY")):
            left = place.sentence.plain[: one.start - place.sentence.start]
            if after.search(left) and not (but and but.search(left)):
                return (_stretched(place, one),)
        return ()

    return fill


def stake(place: "Place") -> tuple[Slot, ...]:
    """Return the percentage that is a share of a company."""
    for one in labelled(place, "PERCENT"):
        right = place.reading.text[one.end : one.end + 6]
        left = place.reading.text[max(0, one.start - 8) : one.start]
        if _STAKE_AFTER.match(right) or _STAKE_BEFORE.search(left):
            return of_entities(place, [one])
    return ()


def date(place: "Place") -> tuple[Slot, ...]:
    """Return the nearest date that is not merely when it was told, nor the period of a figure."""
    for one in labelled(place, "DATE"):
        right = place.reading.text[one.end : one.end + 10]
        if not (_told(place, one) or _PERIODIC.match(right) or is_compared(place.reading, one)):
            return of_entities(place, [one])
    return ()


def _told(place: "Place", one: Entity) -> bool:
    """Say whether a date is when something was told: 5月4日晚公告."""
    text = place.reading.text
    at_night = _AT_NIGHT.search(text, one.start, one.end)
    begin = at_night.start() if at_night else one.end
    return _TOLD.match(text[begin : begin + 10]) is not None


def effective(place: "Place") -> tuple[Slot, ...]:
    """Return the date from which it holds: 7月1日起, or one after publication."""
    day = place.reading.published or ""
    for one in labelled(place, "DATE"):
        right = place.reading.text[one.end : one.end + 8]
        value = one.value.date if one.value else None
        later = bool(day and value and value > day[: len(value)])
        if _told(place, one):
            continue
        if later or re.match(r"(?:零时|零点)?(?:起|生效|开始|后|之后|期间|前|内|至|到)", right):
            return of_entities(place, [one])
    return ()


def person(place: "Place") -> tuple[Slot, ...]:
    """Return the nearest person; who is appointed stands behind, who leaves before the verb."""
    found = [one for one in place.sentence.entities if one.label == "PERSON"]
    begin = place.sentence.start + place.start
    if place.rule.kind == "departure":
        found.sort(key=lambda o: (begin - o.end) if o.end <= begin else (o.start - begin) + 10)
    else:
        found.sort(key=lambda o: _distance(place, o.start, o.end))
    return of_entities(place, found[:1])


def role(place: "Place") -> tuple[Slot, ...]:
    """Return the role: behind 出任 and 辞去, else the one next to the person."""
    found = [one for one in place.sentence.entities if one.label == "ROLE"]
    stop = place.sentence.start + place.end
    begin = place.sentence.start + place.start
    named = person(place)
    behind = [
        o
        for o in found
        if begin <= o.start <= stop + 14 and "，" not in place.reading.text[stop : o.start]
    ]
    if behind:
        return _widened(place, behind[0])
    who = named[0].start if named and named[0].start is not None else begin
    beside = sorted(
        found, key=lambda o: abs(o.end - who) if o.end <= who else abs(o.start - who) + 6
    )
    return _widened(place, beside[0]) if beside else ()


_WIDER = re.compile(
    r"(?:[\u4e00-\u9fff]{1,6}(?:区|部|院|所|事业部|中心|板块|业务|分公司)|全球|集团|首席|高级|执行|常务|联席|联合|独立|副)+$"
)


def _widened(place: "Place", one: Entity) -> tuple[Slot, ...]:
    """Return 中国区首席合规官 for 首席合规官."""
    left = place.sentence.masked[: one.start - place.sentence.start]
    start = one.start - place.sentence.start
    if hit := _WIDER.search(re.split(r"(?:任|为|的|去|由|，|及|、|兼|原|新|前)", left)[-1]):
        start -= len(hit[0])
    return (slot(place, start, one.end - place.sentence.start),)


def places(place: "Place") -> tuple[Slot, ...]:
    """Return the places of the trigger's clause or, where it has none, the nearest place."""
    found = labelled(place, "PLACE")
    if not found:
        return ()
    row = [found[0]]
    for one in sorted(o for o in found if o.start > found[0].start):
        if not re.match(r"^[、和与及]$", place.reading.text[row[-1].end : one.start]):
            break
        row.append(one)
    return of_entities(place, row)


def by_pattern(source: str) -> Filler:
    """Return a filler for the group ``v`` of a pattern over the masked sentence."""
    every_hit = source.startswith("all:")
    compiled = _compiled(source.removeprefix("all:").strip())

    def fill(place: "Place") -> tuple[Slot, ...]:
        hits = [hit.span("v") for hit in compiled.finditer(place.sentence.masked) if hit["v"]]
        spans = list(_trimmed(place, hits))
        if every_hit:
            return tuple(slot(place, *span) for span in dict.fromkeys(spans))
        offset = place.sentence.start
        best = min(
            spans, key=lambda s: _distance(place, offset + s[0], offset + s[1]), default=None
        )
        return (slot(place, *best),) if best else ()

    return fill


# What stands before a value and is no part of it: 把订单.
_LED_BY = re.compile(r"^(?:把|将|对|其|该|旗下|的|了)(?=[\u4e00-\u9fffA-Za-z]{2})")


def _trimmed(place: "Place", spans: Sequence[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    """Yield spans without quotation marks around them, and none that is the actor."""
    actor = place.parties.actor
    name = place.reading.text[actor.start : actor.end] if actor else ""
    for start, end in spans:
        text = place.sentence.raw[start:end]
        cut = text.strip('“”「」『』《》" 　，。的了')
        cut = _LED_BY.sub("", cut)
        if len(cut) < 1 or cut == name:
            continue
        begin = start + text.index(cut)
        yield begin, begin + len(cut)


@lru_cache(maxsize=512)
def _compiled(source: str) -> re.Pattern[str]:
    return pattern(source, "zh")


FILLERS: dict[str, Filler] = {
    "other": other, "orgs": orgs, "joined": joined, "buyer": buyer, "sold": sold, "money": money,
    "profit": figure(_PROFIT, _REVENUE), "revenue": figure(_REVENUE), "stake": stake,
    "percent": nearest("PERCENT"), "date": date, "effective": effective, "person": person,
    "persons": nearest("PERSON"), "role": role, "place": lambda p: places(p)[:1], "places": places,
    "named": nearest("PRODUCT"), "products": every("PRODUCT"),
}  # fmt: skip
