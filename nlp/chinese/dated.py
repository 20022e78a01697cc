"""The day of a Chinese launch or retirement itself, where a sentence tells both that and the day of its announcement.

11月12日，云岫科技宣布，净化器将于12月1日正式发布: it is the first of December.
"""

import re

from nlp.entities import Entity
from nlp.moves import Candidate
from nlp.reading import Reading
from schemas.kinds import MoveKind
from schemas.language import Slot, Slots, several

_OWN_DAYS: frozenset[MoveKind] = frozenset({"product-launch", "product-retirement"})
_ANNOUNCES = re.compile(r"宣布|官宣|公告|公布|表示|透露|披露|通知|确认|[^名]称")
_AHEAD = re.compile(r"(?:将|定|拟|计划|预计|预定|确定|敲定)(?:于|自|从|在)?$|(?:自|从|定档)$")
_FROM = re.compile(r"(?:零时|零点|\d{1,2}[时点])?[起前]")


def dated(reading: Reading, one: Candidate, slots: Slots) -> Slots:
    """Return *slots* of a candidate with the day of what is announced in place of the day of the announcement."""
    day = _own_day(one) if one.rule.kind in _OWN_DAYS else None
    if day is None or any((v.start or 0) >= day.start for v in several(slots.get("date"))):
        return slots
    words = reading.text[day.start : day.end]
    return {**slots, "date": Slot(text=words, start=day.start, end=day.end, value=day.value)}


def _own_day(one: Candidate) -> Entity | None:
    """Return the day behind the announcing and before the end of the trigger that is said to be that of the thing."""
    begin, plain = one.sentence.start, one.sentence.plain
    stop = len(plain) if plain[one.start : one.end] == "官宣" else one.end
    said = _ANNOUNCES.search(plain, 0, stop)
    days = [o for o in one.sentence.entities if o.label == "DATE" and o.end - begin <= stop]
    if said is None or not any(o.end - begin <= said.start() for o in days):
        return None
    own = [
        o for o in days
        if said.end() <= o.start - begin
        and (_AHEAD.search(plain[: o.start - begin]) or _FROM.match(plain, o.end - begin))
    ]  # fmt: skip
    return own[-1] if own else None
