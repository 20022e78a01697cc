"""Which of several fillings of a slot is the better: what a name, a sum, a person is called, before words about it."""

import re
from collections.abc import Mapping

from nlp.reading import Reading, is_body
from schemas.kinds import Label
from schemas.language import Slot

_PARTIES: frozenset[Label] = frozenset({"ORG"})
_SUMS: frozenset[Label] = frozenset({"MONEY"})
# What the mention is that fills a slot as a rule.
_LABELS: Mapping[str, frozenset[Label]] = {
    "person": frozenset({"PERSON"}), "role": frozenset({"ROLE"}),
    "customer": _PARTIES, "target": _PARTIES, "buyer": _PARTIES, "partner": _PARTIES,
    "counterparty": _PARTIES, "successor": _PARTIES, "supplier": _PARTIES,
    "product": frozenset({"PRODUCT", "ORG"}),
    "amount": _SUMS, "price": _SUMS, "valuation": _SUMS, "revenue": _SUMS, "profit": _SUMS,
    "from": frozenset({"MONEY", "PERCENT"}), "to": frozenset({"MONEY", "PERCENT"}),
    "percent": frozenset({"PERCENT"}), "stake": frozenset({"PERCENT"}),
    "date": frozenset({"DATE"}), "effective": frozenset({"DATE"}),
}  # fmt: skip
# Slots whose filler has a name of its own, which the recognition of names may not know.
NAMED = frozenset(
    {"customer", "target", "buyer", "partner", "counterparty", "successor", "supplier", "product"}
)
_NUMBERS = frozenset(name for name, labels in _LABELS.items() if "MONEY" in labels)
# Sums of which the currency is told elsewhere, or is unknown to the reader of amounts.
_SUM = re.compile(r"\d\s?[万亿]|[$€£¥₹]\s?\d|\d\s?(?:million|billion|bn|mln|[mk])\b")
_CAPITAL = re.compile(r"(?<![\w’'])(?:[A-ZÀ-Þ]|[a-z][A-Z])")
# A court decides between the parties and is none.
_COURT = re.compile(r"\b(?:[Cc]ourt|[Tt]ribunal|[Jj]udges?)\b|法院|法庭")
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
# Before and behind a day on which something begins or ends.
_FROM_DAY = re.compile(r"\b(?:from|since|until|to|by|effective|after)\s$", re.IGNORECASE)
_DAY_ON = re.compile(r"[零凌]?[点晨]?(?:起|开始|至|到|前)")
_VAGUE = re.compile(r"近日|日前|近期|最近|recently|lately|(?:in )?recent \w+", re.IGNORECASE)
_LASTING = re.compile(r"小时|分钟|秒|(?<!\w)(?:hours?|minutes?|seconds?)\b")
# Before a role that somebody had before: 曾任山岚云首席架构师, "where she was chief operating officer".
_OF_OLD = re.compile(
    r"(?:曾(?:任|是|担任|经)|历任|先后任)[^，。；！？任将出接为升\n]{0,16}$"
    r"|\b(?:(?:where|who) (?:(?:he|she) )?(?:was|had been|has been|served as)|(?:formerly|previously)(?: the| a)?)(?: [\w’'&-]+){0,3} $"
)
_REACH = 60  # characters before a role that are looked at
_LATIN = re.compile(r"[A-Za-z]")
_SENTENCE_ENDS = frozenset('.!?:\n“"')


def fits(reading: Reading, name: str, slot: Slot) -> bool:
    """Say whether what fills slot *name* is of the sort that this slot names: of others, any is."""
    labels = _LABELS.get(name)
    if labels is None or slot.start is None or slot.end is None:
        return True
    inside = reading.met(slot.start, slot.end)
    if any(one.label in labels for one in inside):
        return True
    if name in _NUMBERS:
        return _SUM.search(slot.text) is not None
    if name == "person":  # names of people are often taken for names of companies
        return not any(one.label == "PLACE" or is_body(one) for one in inside)
    return name in NAMED and _is_named(reading, name, slot.start, slot.end)


def _is_named(reading: Reading, name: str, start: int, end: int) -> bool:
    """Say whether characters hold a name by their letters: a capital, in Chinese a Latin letter."""
    text = reading.text
    if reading.language == "zh":
        return _LATIN.search(text, start, end) is not None
    before = text[:start].rstrip(" ")
    opens = not before or before[-1] in _SENTENCE_ENDS
    places = [one for one in reading.entities if one.label == "PLACE" and name != "customer"]
    return any(
        (hit.start() > start or not opens)
        and not any(one.start <= hit.start() < one.end for one in places)
        for hit in _CAPITAL.finditer(text, start, end)
    )


def is_gone(reading: Reading, name: str, slot: Slot, status: str | None) -> bool:
    """Say whether a date is of a day that was over when the text told what is still to come, or never was."""
    if status == "done" or name not in {"date", "effective"} or slot.value is None:
        return False
    day, published = slot.value.date or "", (reading.published or "")[:10]
    numbered = any(sign.isdigit() for sign in slot.text)  # "Monday" may be the next one
    if not numbered or not published or not _DAY.fullmatch(day):
        return False
    begins = _FROM_DAY.search(reading.text[: slot.start]) or _DAY_ON.match(
        reading.text, slot.end or 0
    )
    return day < published or (day == published and not begins)


def says_nothing(reading: Reading, name: str, slot: Slot) -> bool:
    """Say whether words do not tell what slot *name* asks: a date that is none, a role of old, a court for a party."""
    if name in {"date", "effective"}:
        return _VAGUE.fullmatch(slot.text) is not None
    if name == "role":
        return _OF_OLD.search(reading.text[: slot.start][-_REACH:]) is not None
    if name == "counterparty":
        return _COURT.search(slot.text) is not None
    return name == "count" and _LASTING.search(slot.text) is not None
