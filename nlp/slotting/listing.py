"""All that stand in one row where one of them fills a slot: "won orders from Ossory Mills, Calloway and Dunmere", 与甲、乙签约.

The model and the rules take one name of a row. Its neighbours fill the slot as well (MOVES.md: a slot with several values is a
list), but for who acts, for what fills another slot, and for a name with which another clause begins.
"""

import re
from collections.abc import Mapping, Sequence
from itertools import pairwise

from nlp.entities import Entity
from nlp.lexicon import word_set
from nlp.reading import Reading, Sentence, same_firm
from schemas.kinds import Label
from schemas.language import Move, Slot, Slots, several

_FIRMS: frozenset[Label] = frozenset({"ORG"})
# Slots that may name several, and what is named there.
_LISTED: Mapping[str, frozenset[Label]] = {
    "customer": _FIRMS, "partner": _FIRMS, "target": _FIRMS, "buyer": _FIRMS, "counterparty": _FIRMS, "investors": _FIRMS,
    "supplier": _FIRMS, "person": frozenset({"PERSON"}), "product": frozenset({"PRODUCT"}),
}  # fmt: skip
_ASIDE = r"(?: \([^()]{1,24}\)|（[^（）]{1,24}）)?"
# What stands between two of a row; *last*: before the last one. A description may stand before a name: "and grocer Pellmann".
_BETWEEN = {
    "en": re.compile(
        rf"^{_ASIDE}(?:(?P<last>,? (?:and|&|as well as) )|, )(?:(?:the |an? |its )?(?:[\w-]+ ){{0,2}}(?P<noun>[a-z-]+) )?(?:the )?$"
    ),
    "zh": re.compile(
        rf"^[”》」]?(?P<thing>[\u4e00-\u9fffA-Za-z]{{0,6}}?){_ASIDE}(?:(?P<last>(?:以及|[和与及跟同])(?:旗下|其)?)|、)[“《「]?$"
    ),
}
# Behind the last of a row goes on what was said; a verb there is of another clause ("… and Calloway said").
_GOES_ON = re.compile(
    r"^(?!['’]s?\b)(?:\W*$|[\"”’']?[.,;:!?)—–-]|\s[-–—(]|\s(?:in|for|to|on|at|with|as|by|after|before|this|last|next|under|over|worth|of|through|via"
    r"|within|during|across|since|from|and|but|while|which|that|who|valued|totalling|today|yesterday|earlier|respectively|also|too|together|alone|because|accounts?|contracts?|orders?|deals?|business"
    r"|(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day)\b)"
)
_HAPPENS = re.compile(
    r"^ (?:will|would|has|have|had|is|are|was|were|can|may|r?ose|fell|said|says|got|became|won|[a-z]+ed)\b"
)
_UNNAMED = re.compile(r"^,? (?:and|&|as well as) (?:[a-z]|\d)")  # "… and two smaller rivals"
# Where a clause begins, and what leads to the names after it: 据甲、乙, not 据悉 nor 继续.
_CLAUSE = {
    "en": re.compile(r"[,;:—–“\"(]|\b(?:that|while|when|because|although|though|if|once)\b"),
    "zh": re.compile(r"[，。；：！？“”（）]"),
}
_LED = re.compile(
    r"^(?:\w{0,2}?据(?![悉称说])|除|继(?!续)|不?同于|得益于|(?:[较比与跟向对从受因随](?!着|[此后时外]))|有别于|区别于)"
    r"|(?:据|除|除了|继|随|与|跟|向|对|从|受|因|像|如)$"
)
_SETTLED: frozenset[Label] = frozenset({"DATE", "PLACE"})  # "On Monday", "In Leeds" lead to no row
_APART = re.compile(r"^(?:分别|各自)|^ respectively\b")


def listed(
    reading: Reading, slots: Slots, actor: Entity | None, triggers: Mapping[int, int]
) -> Slots:
    """Return *slots* of a move of *actor*, those that one of a row fills with all of that row.

    *triggers*: number of a sentence to where in the text its trigger begins.
    """
    slots = _without_mistaken(reading, slots, actor)
    grown = dict(slots)
    for name in _LISTED.keys() & slots.keys():
        told = several(slots[name])
        taken = [v for other in slots if other != name for v in several(slots[other])]
        values = _with_row(reading, name, told, taken, actor, triggers)
        grown[name] = values if len(values) > 1 else values[0]
    persons = several(grown.get("person"))
    if len(persons) > len(several(slots.get("person"))) and (roles := _roles(reading, persons)):
        grown["role"] = roles if len(roles) > 1 else roles[0]
    return grown


def _without_mistaken(reading: Reading, slots: Slots, actor: Entity | None) -> Slots:
    """Return *slots* without a buyer that stands in a row with what is sold: "its stakes in Ossory Mills and Calloway"."""
    told, buyers = several(slots.get("target")), several(slots.get("buyer"))
    firms = [o for v in told for o in reading.met(v.start or 0, v.end or 0) if o.label == "ORG"]
    for one in firms:
        sentence = next((s for s in reading.sentences if one in s.entities), None)
        row = _row(reading, sentence, one, _FIRMS, actor) if sentence else []
        if any(o.start == v.start for o in row for v in buyers):
            return {name: value for name, value in slots.items() if name != "buyer"}
    return slots


def _roles(reading: Reading, persons: Sequence[Slot]) -> tuple[Slot, ...]:
    """Return the roles that stand directly before *persons*, if each has one: "chief executive Ann Marsh and finance chief Ben Holt"."""
    ends = {o.end: o for o in reading.entities if o.label == "ROLE"}
    found = [ends.get((p.start or 0) - gap) for p in persons for gap in (0, 1)]
    roles = [o for o in found if o is not None]
    told = tuple(reading.slot(o) for o in roles)
    return told if len(told) == len(persons) else ()


def in_a_row(reading: Reading, sentence: Sentence, one: Entity, other: Entity) -> bool:
    """Say whether two companies of a sentence stand in one row."""
    return other in _row(reading, sentence, one, _FIRMS, None)


def first_named(reading: Reading, sentence: Sentence, one: Entity, stop: int) -> Entity:
    """Return the first company of those with which *one* acts, in a row before *stop* in its sentence, else *one*."""
    if one not in sentence.entities or one.end > stop:
        return one
    row = _row(reading, sentence, one, _FIRMS, None)
    if len(row) == 1 or row[-1].end > stop:
        return one
    if reading.language == "en":
        row = _closed(reading, row)
    return row[0] if one in row and _heads(reading, sentence, row) else one


def _closed(reading: Reading, row: list[Entity]) -> list[Entity]:
    """Return the names at the end of an English row of which "and" joins the last: of "After Kestro, Veldra" or "After Kestro and Orvane, Veldra" none."""
    joints = [_joint(reading, *pair) for pair in pairwise(row)]
    if joints[-1] != "last":
        return []
    begins = max((at + 2 for at, joint in enumerate(joints[:-1]) if joint == "last"), default=0)
    return row[begins:]


def _heads(reading: Reading, sentence: Sentence, row: Sequence[Entity]) -> bool:
    """Say whether a row stands at the head of its clause: no preposition and no participle leads to it."""
    start, settled = sentence.start, [o for o in sentence.entities if o.label in _SETTLED]
    start = max([start, *(o.end for o in settled if o.end <= row[0].start)])
    before = _CLAUSE[reading.language].split(reading.text[start : row[0].start])[-1].lower()
    if reading.language == "zh":
        return _LED.search(before) is None
    words = before.split()
    if words and words[-1] in ({"as"} if len(row) > 2 else word_set("en", "subordinators")):
        return True  # "… after Kestro and Veldra raised prices"
    leading = word_set("en", "prepositions") | {"of"}
    return not any(word in leading or word.endswith("ing") for word in words)


def told_once(moves: Sequence[Move]) -> list[Move]:
    """Return *moves*, from whose rows is left out what another move of their kind and actor is told of alone."""
    return [_without_others(one, [other for other in moves if other is not one]) for one in moves]


def _without_others(one: Move, others: Sequence[Move]) -> Move:
    kin = [o for o in others if o.kind == one.kind and _doer(o) == _doer(one)]
    slots = dict(one.slots)
    for name in _LISTED.keys() & slots.keys():
        values = one.values(name)
        if len(values) < 2:
            continue
        alone = {v.text.casefold() for o in kin for v in o.values(name) if len(o.values(name)) == 1}
        kept = tuple(v for v in values if v.text.casefold() not in alone)
        if kept:
            slots[name] = kept if len(kept) > 1 else kept[0]
    return one if slots == one.slots else one.model_copy(update={"slots": slots})


def _doer(one: Move) -> str:
    return (one.actor.entity or one.actor.text.casefold()) if one.actor else ""


def _with_row(
    reading: Reading, name: str, told: Sequence[Slot], taken: Sequence[Slot], actor: Entity | None,
    triggers: Mapping[int, int],
) -> tuple[Slot, ...]:  # fmt: skip
    """Return what fills a slot, and what stands in a row with it, in the order of the text."""
    labels = _LISTED[name]
    first = told[0]
    if first.start is None or first.end is None:
        return tuple(told)
    sentence = next((s for s in reading.sentences if s.start <= first.start < s.end), None)
    own = [o for o in reading.met(first.start, first.end) if o.label in labels]
    if sentence is None or len(own) != 1:
        return tuple(told)
    row = _row(reading, sentence, own[0], labels, actor)
    begins = triggers.get(sentence.number, sentence.start)
    if reading.language == "en" and row[-1].start >= begins:
        row = _of_the_clause(reading, sentence, row, first.end)
    if own[0] not in row or _APART.match(reading.text, row[-1].end):
        return tuple(told)
    added = tuple(
        reading.slot(o) for o in row if not _acts(o, actor) and not _meets(o, (*told, *taken))
    )
    return tuple(sorted((*told, *added), key=lambda v: v.start or 0)) if added else tuple(told)


def _acts(one: Entity, actor: Entity | None) -> bool:
    return actor is not None and one.label == "ORG" and same_firm(one, actor)


def _meets(one: Entity, values: Sequence[Slot]) -> bool:
    """Say whether a name stands in one of *values*, or is the name there said again."""
    return any(
        v.start is not None and v.end is not None and (
            (v.start < one.end and one.start < v.end) or v.text.casefold() == one.name.casefold()
        )
        for v in values
    )  # fmt: skip


def _row(
    reading: Reading, sentence: Sentence, own: Entity, labels: frozenset[Label], actor: Entity | None
) -> list[Entity]:  # fmt: skip
    """Return the names of *labels* that stand in one row with *own*; in Chinese from who acts on, since 与 is "with", too."""
    names = [o for o in sentence.entities if o.label in labels]
    if own not in names:  # a name over the end of a sentence: "… of Velmora F.A. Components Inc"
        return [own]
    at = names.index(own)
    joints = [_joint(reading, *pair) for pair in pairwise(names)]
    chinese = reading.language == "zh"
    first = at
    while first and joints[first - 1] and not (chinese and _acts(names[first - 1], actor)):
        if joints[first - 1] == "last" and first < at and joints[first] == "last":
            break
        first -= 1
    last = first
    while last + 1 < len(names) and joints[last]:
        last += 1
        if joints[last - 1] == "last":
            break
    return names[first : last + 1]


def _joint(reading: Reading, one: Entity, other: Entity) -> str:
    """Return how two names of a row are joined: as any, as its last ones, or not at all ("")."""
    roles = [o for o in reading.met(one.end, other.start) if o.label == "ROLE"]
    end = roles[0].start if len(roles) == 1 and other.label == "PERSON" else other.start
    behind = reading.text[roles[0].end : other.start].strip(" ,") if end < other.start else ""
    hit = None if behind else _BETWEEN[reading.language].match(reading.text[one.end : end])
    if hit is None:
        return ""
    found = hit.groupdict()
    if found.get("thing") and one.label != "PRODUCT":
        return ""
    noun = found.get("noun")
    if noun and not noun.endswith("maker") and noun not in word_set("en", "descriptors"):
        return ""
    return "last" if found["last"] else "any"


def _of_the_clause(
    reading: Reading, sentence: Sentence, row: list[Entity], end: int
) -> list[Entity]:
    """Return the names of an English row that the clause with its first one holds; *end*: of the words of one of them."""
    text = reading.text
    joints = [_joint(reading, *pair) for pair in pairwise(row)]
    behind = text[max(end, row[-1].end) : sentence.end]
    if (
        "last" not in joints
    ):  # names set side by side, unless something without a name closes the row
        return row if _UNNAMED.match(behind) else row[:1]
    things = row[0].label == "PRODUCT"  # "the Quill 3 and Quill 4 printers"
    goes_on = not _HAPPENS.match(behind) if things else bool(_GOES_ON.match(behind))
    if goes_on and not (len(row) == 2 and text.startswith(",", row[0].end)):
        return row
    return row[:-1] if len(row) == 2 else row[:1]
