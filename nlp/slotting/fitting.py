"""Which of several fillings of a slot is the better: what a name, a sum, a person is called, before words about it."""

import re
from collections.abc import Mapping

from nlp.lexicon import word_set
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
_SUM = re.compile(
    r"\d\s?[万亿]+(?!\s?(?:股|份|辆|台|吨|人|名|户|件|支|只|套|张|个|家|次|箱|瓶|头|亩|米|平方|立方|千瓦|兆瓦|桶))"
    r"|[$€£¥₹]\s?\d|\d\s?(?:million|billion|bn|mln|[mk])\b"
)
# What each share gets is less telling than what all get: 每10股派1.50元，合计3.72亿元.
_PER_SHARE = re.compile(r"每(?:\d+|[一十百])?股[^，。；]{0,10}$")
_CAPITAL = re.compile(r"(?<![\w’'])(?:[A-ZÀ-Þ]|[a-z][A-Z])")
# A court decides between the parties and is none.
_COURT = re.compile(r"\b(?:[Cc]ourt|[Tt]ribunal|[Jj]udges?)\b|法院|法庭")
_VAGUE = re.compile(r"近日|日前|近期|最近|recently|lately|(?:in )?recent \w+", re.IGNORECASE)
_LASTING = re.compile(r"小时|分钟|秒|(?<!\w)(?:hours?|minutes?|seconds?)\b")
# Before a role that somebody had before: 曾任山岚云首席架构师, "where she was chief operating officer".
_OF_OLD = re.compile(
    r"(?:曾(?:任|是|担任|经)|历任|先后任)[^，。；！？任将出接为升\n]{0,16}$"
    r"|\b(?:(?:where|who) (?:(?:he|she) )?(?:was|had been|has been|served as)|(?:formerly|previously)(?: the| a)?)(?: [\w’'&-]+){0,3} $"
)
# Whom everybody hires: the text tells elsewhere, or nowhere, what they do.
_ANYBODY = re.compile(
    r"(?:(?:more|new|such|open|further|additional|extra|many|in) )?(?:people|staff|jobs?|posts?|positions?|openings?|roles?"
    r"|hands|employees|vacanc(?:y|ies)|hires|recruits|places|team)",
    re.IGNORECASE,
)
# What a price is asked for, which is no price: "6 euros a month", 0.02元 | /GB/月.
_UNIT = re.compile(
    r"(?:(?:an?|per|each|every)\s)?(?:month|year|week|day|night|hour|minute|kWh|MWh|kilowatt[- ]hour|tonne|ton|kilo|kg|litre|gallon|seat"
    r"|user|unit|piece|share)s?|/[^\d]*"
)
_REACH = 60  # characters before a role that are looked at
_LATIN = re.compile(r"[A-Za-z]+")
# Latin letters that stand for kinds of things in Chinese.
_KINDS = frozenset(
    ["app", "ai", "suv", "mpv", "vr", "ar", "ip", "it", "pc", "tv", "pos", "erp", "crm", "saas", "sdk", "api", "vip", "led", "etf"]
)  # fmt: skip
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
        return any(hit[0].lower() not in _KINDS for hit in _LATIN.finditer(text, start, end))
    before = text[:start].rstrip(" ")
    opens = not before or before[-1] in _SENTENCE_ENDS
    places = [one for one in reading.entities if one.label == "PLACE" and name != "customer"]
    return any(
        (hit.start() > start or not opens)
        and not any(one.start <= hit.start() < one.end for one in places)
        for hit in _CAPITAL.finditer(text, start, end)
    )


_ON = re.compile(
    r"\b(?:on|via|by|to|over) $"
)  # "wrote on LinkedIn": a platform takes no part in what is told there


def says_nothing(reading: Reading, name: str, slot: Slot) -> bool:
    """Say whether words do not tell what slot *name* asks: a date that is none, a role of old or of anybody, a court for a party."""
    told_on = slot.text in word_set("en", "platforms") and _ON.search(
        reading.text[: slot.start][-_REACH:]
    )
    if told_on:
        return True
    if name in {"date", "effective"}:
        return _VAGUE.fullmatch(slot.text) is not None
    if name == "role":
        before = reading.text[: slot.start][-_REACH:]
        return bool(_ANYBODY.fullmatch(slot.text) or _OF_OLD.search(before))
    if name == "counterparty":
        return _COURT.search(slot.text) is not None
    if name == "count" and _LASTING.search(slot.text):
        return True
    return name in _NUMBERS and _UNIT.fullmatch(slot.text) is not None


def is_share(reading: Reading, name: str, slot: Slot) -> bool:
    """Say whether an amount is what each share gets, in Chinese: what all get is told rather."""
    if name != "amount" or slot.start is None or slot.end is None:
        return False
    sums = (one.start for one in reading.met(slot.start, slot.end) if one.label == "MONEY")
    first = max(slot.start, next(sums, slot.start))
    return _PER_SHARE.search(reading.text[max(0, first - _REACH) : first]) is not None
