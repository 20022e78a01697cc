"""Which way a figure went, and whose it is: of "revenue fell 5%" the change is −5, of "a loss of €3m" the profit is −3m.

A percentage or a sum is read without its verb. Here the words around it say the sign, once the slots of a move are
filled: the words of a slot stay, its value changes. They are data (``nlp/frames/_signs.yaml``).
"""

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import Literal, NamedTuple

from nlp.entities import Entity
from nlp.frames.folders import lists_of
from nlp.reading import Reading, Sentence
from schemas.kinds import Label, MoveKind
from schemas.language import Slot, Slots, Value, several

_KINDS: frozenset[MoveKind] = frozenset({"results", "guidance"})
_PERCENT = re.compile(r"[%％]|per ?cent|百分")
_JOINED = re.compile(r"(?:[%％]|per ?cent)\s?(?:and|or|、|和|与|及)\s?$", re.IGNORECASE)
_RUN = re.compile(r"\s?(?:,|，|、|and|, and|和|与|及|以及)\s?")
# "Profit -$3 million", but not the dash of a list: "profit - $3 million".
_MINUS = re.compile(
    r"(?:(?:^|[^\d元万亿千百%％A-Za-z$€£¥])[-−－]|(?:^|[^\d元万亿千百%％A-Za-z$€£¥\s])[-−－]\s|负)$|\b(?:minus|negative)\s$",
    re.IGNORECASE,
)
_PLUS = ("+", "＋")
# Whose figure it is that a sentence leaves out is told in the one before it.
_BACK = 160
_STEP = 60  # characters before a sum that are looked at


class _Words(NamedTuple):
    """The patterns of one language, as the YAML names them; *way* has the groups up and down."""

    way: re.Pattern[str]
    behind: re.Pattern[str]
    hedges: re.Pattern[str]
    level: re.Pattern[str]
    near: re.Pattern[str]
    breaks: re.Pattern[str]
    again: re.Pattern[str]
    figure: re.Pattern[str]
    of: re.Pattern[str]
    paired: re.Pattern[str]
    losing: re.Pattern[str]
    loss_behind: re.Pattern[str]
    freed: re.Pattern[str]
    aside: re.Pattern[str]


@lru_cache(maxsize=2)
def _words(language: str) -> _Words:
    data = lists_of("_signs.yaml")[language]
    edge = r"\b" if language == "en" else ""

    def made(source: str) -> re.Pattern[str]:
        return re.compile(source, re.IGNORECASE)

    def either(first: str, second: str) -> str:
        return f"{edge}(?:(?P<down>{second})|(?P<up>{first})){edge}"

    figures = "|".join(f"(?P<{name}>{words})" for name, words in data["figures"].items())
    up, down = (f"{data[way]}|{data[f'{way}_behind']}" for way in ("up", "down"))
    plain = (
        "hedges",
        "level",
        "near",
        "breaks",
        "again",
        "paired",
        "losing",
        "loss_behind",
        "freed",
        "aside",
    )
    return _Words(
        way=made(either(data["up"], data["down"])),
        behind=made(data["behind"] + either(up, down)),
        figure=made(f"{edge}(?:{figures}){edge}"),
        of=made(f"{data['of']}{edge}(?:{figures}){edge}"),
        **{name: made(data[name]) for name in plain},
    )


def signed(reading: Reading, kind: MoveKind, slots: Slots) -> Slots:
    """Return the slots of a move of *kind*, in which a change and a profit have the sign that the words around them tell.

    A change whose direction nothing tells has no number; its ``unit`` says whose figure it is, where that is told:
    revenue, profit, loss, or another in the text's own word.
    """
    if kind not in _KINDS or reading.language not in {"en", "zh"}:
        return slots
    mended = dict(slots)
    signs = (("change", _change), ("profit", _profit), ("from", _outlook), ("to", _outlook))
    for name, sign in signs:
        if name in slots:
            values = tuple(sign(reading, one) for one in several(slots[name]))
            mended[name] = values if len(values) > 1 else values[0]
    return mended


def tells_change(reading: Reading, slot: Slot) -> bool:
    """Say whether the words around a change tell its direction, and that it is one of revenue or profit."""
    value = _change(reading, slot).value
    return value is not None and value.percent is not None and value.unit in {"revenue", "profit"}


@lru_cache(maxsize=8)
def _listed(language: str, name: str) -> re.Pattern[str]:
    return re.compile(lists_of("_signs.yaml")[language][name], re.IGNORECASE)


def looks_ahead(language: str, words: str) -> bool:
    """Say whether *words* tell what is expected, or speak of what was: without such there is no outlook."""
    return _listed(language, "outlook").search(words) is not None


def told_as(reading: Reading, place: int) -> Literal["reported", "expected"] | None:
    """Return as what the clause of an English sentence before *place* tells a figure there, if it says so."""
    clause = _clause_before(reading, place) if reading.language == "en" else ""
    if looks_ahead("en", clause):
        return "expected"
    return "reported" if _listed("en", "reported").search(clause) else None


def of_results(reading: Reading, place: int) -> bool:
    """Say whether a sum or percentage at *place* is what revenue, profit or loss of its clause came to or changed by."""
    clause = _clause_before(reading, place)
    named = _last(_words(reading.language).figure, clause)
    if named is None or named.lastgroup == "other":
        return False
    return _listed(reading.language, "came_to").search(clause[named.end() :]) is not None


def _clause_before(reading: Reading, place: int) -> str:
    """Return what stands before *place* in its clause."""
    sentence = next((s for s in reading.sentences if s.start <= place < s.end), None)
    if sentence is None:
        return ""
    before = reading.text[sentence.start : place]
    return before[clauses(reading.language, before)[-1] :]


def is_step(reading: Reading, one: Entity) -> bool:
    """Say whether a sum or percentage is that by which a price changes: "by up to $4", 降价 | 7 元."""
    before = reading.text[max(0, one.start - _STEP) : one.start]
    return _listed(reading.language, "moved_by").search(before) is not None


def step(reading: Reading, sentence: Sentence, place: int) -> Entity | None:
    """Return the sum by which a price changes, where the clause of *place* (in the sentence) tells it."""
    begins = clauses(reading.language, sentence.raw)
    first = max(one for one in begins if one <= place)
    last = min((one for one in begins if one > place), default=len(sentence.raw))
    sums = (o for o in sentence.entities if o.label == "MONEY")
    near = (o for o in sums if first <= o.start - sentence.start < last)
    told = (o for o in near if is_step(reading, o) and not of_results(reading, o.start))
    return next(told, None)


def clauses(language: str, words: str) -> list[int]:
    """Return where the clauses of *words* begin."""
    return [0, *(hit.end() for hit in _listed(language, "clause").finditer(words))]


def figure_before(reading: Reading, place: int) -> str | None:
    """Return which figure the sentence names last before *place*: revenue, profit, loss, other or none."""
    sentence = next((s for s in reading.sentences if s.start <= place < s.end), None)
    before = reading.text[sentence.start : place] if sentence else ""
    named = _last(_words(reading.language).figure, before)
    return named.lastgroup if named else None


class _Place(NamedTuple):
    """A figure in its sentence, and what stands before and behind it there."""

    one: Entity
    sentence: Sentence
    left: str
    right: str


def _place(reading: Reading, slot: Slot, label: Label) -> _Place | None:
    if slot.start is None or slot.end is None:
        return None
    inside = [o for o in reading.met(slot.start, slot.end) if o.label == label]
    if not inside or (len(inside) > 1 and slot.value is None):  # a range without a value keeps none
        return None
    one = inside[0]
    sentence = next((s for s in reading.sentences if s.start <= one.start < s.end), None)
    if sentence is None:
        return None
    text = reading.text
    return _Place(one, sentence, text[sentence.start : one.start], text[one.end : sentence.end])


def _change(reading: Reading, slot: Slot) -> Slot:
    place = _place(reading, slot, "PERCENT")
    percent = place.one.value.percent if place and place.one.value else None
    if percent is None or place is None:
        return slot
    words = _words(reading.language)
    way = -1 if percent < 0 else _way(words, place)
    whose = _figure(reading, words, place)
    told = Value(percent=abs(percent) * way if way else None, unit=whose)
    return slot.model_copy(update={"value": told if way or whose else None})


def _way(words: _Words, place: _Place) -> int:
    """Return 1 for a rise, -1 for a fall, 0 where nothing tells."""
    left = words.hedges.sub(lambda hit: " " * len(hit[0]), place.left)
    if left.endswith(_PLUS):
        return 1
    if words.level.search(left):
        return 0
    clauses = list(_clauses(words, left))
    near = _nearest(words, clauses[0])
    if near is not None and words.near.search(clauses[0][near.end() :]):
        return _sign(near)
    if behind := words.behind.match(place.right):
        return _sign(behind)
    if near is None and len(clauses) > 1 and _says_again(words, left, clauses[0]):
        near = _nearest(words, clauses[1])
    return _sign(near) if near else 0


def _clauses(words: _Words, left: str) -> Iterator[str]:
    """Yield the clauses before a figure, the nearest first."""
    ends = [(hit.start(), hit.end()) for hit in words.breaks.finditer(left)]
    last = len(left)
    for start, end in reversed(ends):
        yield left[end:last]
        last = start
    yield left[:last]


def _says_again(words: _Words, left: str, clause: str) -> bool:
    """Say whether a clause holds nothing but the figure: "or 5%", "(5%)"."""
    opened = left[: len(left) - len(clause)].endswith(("(", "（"))
    return bool(words.again.search(clause)) and (bool(clause.strip()) or opened)


def _nearest(words: _Words, clause: str) -> re.Match[str] | None:
    """Return the word of direction nearest to the end of *clause*, if no other percentage has it."""
    near = _last(words.way, clause)
    if near is None:
        return None
    between = clause[near.end() :]
    taken = _PERCENT.search(between) and not _JOINED.search(between)
    return None if taken else near


def _last(words: re.Pattern[str], text: str) -> re.Match[str] | None:
    hit = None
    for one in words.finditer(text):
        hit = one
    return hit


def _sign(hit: re.Match[str]) -> int:
    return 1 if hit["up"] else -1


def _figure(reading: Reading, words: _Words, place: _Place) -> str | None:
    """Return whose change it is: "a 5% fall in sales", else what was named last before it."""
    hit = words.of.match(place.right) or _paired(words, place)
    if hit is None:
        before = reading.text[max(0, place.sentence.start - _BACK) : place.sentence.start]
        hit = _last(words.figure, place.left)
        if hit is None and not place.sentence.title:
            hit = _last(words.figure, before)
    if hit is None:
        return None
    return hit[hit.lastgroup].lower() if hit.lastgroup == "other" else hit.lastgroup


def _paired(words: _Words, place: _Place) -> re.Match[str] | None:
    """Return the figure that has the same place in its row as the percentage: 营收和净利润分别下降5%、8%."""
    run = _row(place)
    if len(run) < 2:
        return None
    raw, begin = place.sentence.raw, place.sentence.start
    first, end = run[0].start - begin, run[-1].end - begin
    if not (
        words.paired.search(raw[max(0, first - 24) : first])
        or words.paired.search(raw[end : end + 16])
    ):
        return None
    figures = list(words.figure.finditer(raw[:first]))
    return figures[-len(run) :][run.index(place.one)] if len(figures) >= len(run) else None


def _row(place: _Place) -> list[Entity]:
    """Return the percentages that stand in one row with that of *place*."""
    percents = [one for one in place.sentence.entities if one.label == "PERCENT"]
    raw, begin = place.sentence.raw, place.sentence.start
    row: list[Entity] = []
    for one in percents:
        joined = row and _RUN.fullmatch(raw[row[-1].end - begin : one.start - begin])
        if row and not joined:
            if place.one in row:
                break
            row = []
        row.append(one)
    return row if place.one in row else []


def _profit(reading: Reading, slot: Slot) -> Slot:
    amount = slot.value.amount if slot.value else None
    place = _place(reading, slot, "MONEY") if amount is not None and amount > 0 else None
    if slot.value is None or amount is None or place is None:
        return slot
    if not _is_loss(_words(reading.language), place):
        return slot
    return slot.model_copy(update={"value": slot.value.model_copy(update={"amount": -amount})})


def _outlook(reading: Reading, slot: Slot) -> Slot:
    """Return one end of an outlook that was moved, below zero where it is one of a loss."""
    lost = slot.start is not None and figure_before(reading, slot.start) == "loss"
    return _profit(reading, slot) if lost else slot


def _is_loss(words: _Words, place: _Place) -> bool:
    """Say whether a sum is lost: by its minus, or by what it is called."""
    if _MINUS.search(place.left) or words.losing.search(place.left):
        return True
    if words.loss_behind.match(place.right):
        return True
    left = words.freed.sub(lambda hit: " " * len(hit[0]), place.left)
    for aside in words.aside.finditer(left):
        if _named(words, left[: aside.start()]):
            left = left[: aside.start()] + " " * len(aside[0]) + left[aside.end() :]
    return _named(words, left) == "loss"


def _named(words: _Words, text: str) -> str | None:
    """Return which of loss and profit *text* names last, or nothing."""
    hits = (hit.lastgroup for hit in words.figure.finditer(text))
    return next(reversed([one for one in hits if one in {"loss", "profit"}]), None)
