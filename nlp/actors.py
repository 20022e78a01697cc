"""Who did it, and to whom: the actor and the other party of a trigger (MOVES.md rule 1)."""

import re
from collections.abc import Iterator
from typing import NamedTuple

from nlp.chinese import actors as chinese_actors
from nlp.english.trade import trade
from nlp.entities import Entity
from nlp.frames.compiling import CompiledRule
from nlp.reading import Reading, Sentence, is_body, key_of, self_references

_PREPOSITION = re.compile(
    r"\b(?:of|with|from|by|for|in|at|to|than|like|against|under|over|behind|near|versus|via|joins?|including|rival|joining|on)\s(?:the\s|its\s|\w+\s)?$",
    re.IGNORECASE,
)
_JOINED = re.compile(r"(?:\sand\s|,\s|\s&\s|与|和|及|、|同|與|聯合|联合|携手)$")
# "Padma Bank and mobile operator Shapla": what stands between two names that act together.
_AND_THE = re.compile(r"^(?:,\s|\s)?(?:and|&)\s(?:the\s|its\s|an?\s)?(?:[a-z][\w-]*\s){0,4}$")
_PASSIVE_AUX = re.compile(
    r"\b(?:is|are|was|were|been|being|be|gets?|got)(?:\s\w+ly|\snow|\salso|\salready)?\s$",
    re.IGNORECASE,
)
_WE = re.compile(r"^(?:we|our|本公司|我司|我们|我公司|本集团)$", re.IGNORECASE)
# On customers won and lost the words between the two tell who sells, unless the rule is of what sellers do.
_TRADES = frozenset({"customer-win", "customer-loss"})
_BY_SELLER = frozenset({"wins-contract"})


class Parties(NamedTuple):
    """The actor and the other company of a trigger, where known. *sure*: told by grammar."""

    actor: Entity | None
    other: Entity | None
    sure: bool


def find_parties(
    reading: Reading, sentence: Sentence, rule: CompiledRule, start: int, end: int
) -> Parties:
    """Return actor and other party of the trigger at *start*–*end* (within *sentence*)."""
    orgs = [one for one in sentence.entities if one.label == "ORG"]
    begin, stop = sentence.start + start, sentence.start + end
    before = [one for one in orgs if one.start < begin]
    inner = rule.actor == "object"  # "belongs to {ORG}": the company may stand inside the trigger
    after = [one for one in orgs if (one.start >= begin if inner else one.end > stop)]
    if rule.kind not in {"customer-win", "customer-loss", "legal", "partnership"}:
        before = [one for one in before if not is_body(one)]
    if reading.language == "zh":
        return Parties(*chinese_actors.find(reading, sentence, rule, start, end))
    if rule.kind in _TRADES and rule.rule_id not in _BY_SELLER:
        told = trade(reading, sentence, rule.kind, begin)
        if told is not None:
            return Parties(told.seller, told.customer, True)
    return _english(reading, sentence, rule, before, after, (begin, stop))


def _english(
    reading: Reading, sentence: Sentence, rule: CompiledRule,
    before: list[Entity], after: list[Entity], span: tuple[int, int],
) -> Parties:  # fmt: skip
    begin, stop = span
    head = reading.text[begin:stop].lower().split()
    forms = rule.verb_forms.get(head[0] if head else "", frozenset())
    subject = _subject(reading, sentence, before, begin)
    agent = _agent(reading, after, stop)
    passive = "participle" in forms and (
        bool(_PASSIVE_AUX.search(reading.text[max(0, begin - 20) : begin]))
        or (agent is not None and agent.start - stop < 5)
    )
    first_after = after[0] if after else None
    if rule.actor == "main":
        return Parties(reading.main, _different(first_after or subject, reading.main), False)
    if passive:
        if rule.actor == "object":
            return Parties(subject or reading.main, agent, subject is not None)
        actor = agent or _different(reading.main, subject)
        return Parties(actor, subject, agent is not None)
    if rule.actor in {"object", "after"}:
        actor = first_after or reading.main
        return Parties(actor, _different(subject, actor), first_after is not None)
    # "The purchase of B by A"; but who leads a round gives the money.
    if not forms and agent is not None and rule.kind != "funding":
        return Parties(agent, _different(first_after, agent), True)
    referred = None if subject else _referred(reading, sentence, begin)
    actor = subject or referred or reading.main
    # "X said it bought": who speaks is told in the sentence, too.
    sure = subject is not None or (referred is not None and referred in sentence.entities)
    return Parties(actor, _different(first_after, actor), sure)


def _subject(
    reading: Reading, sentence: Sentence, before: list[Entity], begin: int
) -> Entity | None:
    """Return the nearest company left of the trigger that no preposition governs."""
    free = [
        one
        for one in before
        if not _PREPOSITION.search(reading.text[max(sentence.start, one.start - 14) : one.start])
    ]
    reference = _nearest_reference(reading, sentence, begin)
    if reference is not None and (not free or free[-1].end < reference):
        return None
    return _first_joined(reading, free)


def _first_joined(reading: Reading, free: list[Entity]) -> Entity | None:
    """Return the last company of *free*; of "A and B" the first named."""
    if not free:
        return None
    chosen = free[-1]
    for one in reversed(free[:-1]):
        between = reading.text[one.end : chosen.start]
        if (len(between) <= 6 and _JOINED.search(between)) or _AND_THE.match(between):
            chosen = one
        else:
            break
    return chosen


def _nearest_reference(reading: Reading, sentence: Sentence, begin: int) -> int | None:
    """Return where "the company" or "we" stands before the trigger, if it does."""
    spans = _references(reading, sentence, begin)
    return spans[-1][0] if spans else None


def _referred(reading: Reading, sentence: Sentence, begin: int) -> Entity | None:
    """Resolve "the company", "it", 该公司 before the trigger: the subject of the sentence before.

    "We" and 本公司 are the company the text is about.
    """
    spans = _references(reading, sentence, begin)
    if not spans:
        return None
    if says_we(reading, sentence, begin):
        return reading.main
    own = next(
        (one for one in sentence.entities if one.label == "ORG" and one.end <= spans[-1][0]), None
    )
    if own is not None:
        return own
    for earlier in _backwards(reading, sentence):
        first = next((one for one in earlier.entities if one.label == "ORG"), None)
        if first is not None:
            return reading.main if _in_title_only(earlier, first, reading) else first
    return reading.main


def says_we(reading: Reading, sentence: Sentence, begin: int) -> bool:
    """Say whether the last word before *begin* that refers to a company is "we", "our", 本公司."""
    spans = _references(reading, sentence, begin)
    return bool(spans) and bool(_WE.match(reading.text[slice(*spans[-1])]))


def _references(reading: Reading, sentence: Sentence, begin: int) -> list[tuple[int, int]]:
    """Return where "the company", "we", 该公司 stand before *begin*."""
    return [span for span in self_references(sentence, reading.language) if span[1] <= begin]


def _in_title_only(sentence: Sentence, entity: Entity, reading: Reading) -> bool:
    return sentence.title and reading.main is not None and key_of(entity) != key_of(reading.main)


def _backwards(reading: Reading, sentence: Sentence) -> Iterator[Sentence]:
    yield from reversed(reading.sentences[max(0, sentence.number - 3) : sentence.number])


def _agent(reading: Reading, after: list[Entity], stop: int) -> Entity | None:
    """Return the company named by "by X" after the trigger."""
    for one in after:
        if re.search(
            r"\bby\s(?:the\s|\w+\s){0,3}$", reading.text[max(stop, one.start - 30) : one.start]
        ):
            return one
    return None


def _different(one: Entity | None, other: Entity | None) -> Entity | None:
    """Return *one* unless it is the company *other*."""
    if one is None or (other is not None and key_of(one) == key_of(other)):
        return None
    return one
