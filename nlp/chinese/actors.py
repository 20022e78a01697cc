"""Actor and other party of a trigger in Chinese: clause by clause, with topic chains.

A Chinese sentence names its topic once and then goes on for several clauses without a subject
("青篮子把仓配从远渡手里拿走，转交驿加"), marks the agent of a passive by 被, 由, 遭 or 获, and hides whom it deals
with behind 与, 向, 对, 从.
"""

import itertools
import re
from typing import NamedTuple

from nlp.entities import Entity
from nlp.frames.compiling import CompiledRule
from nlp.reading import Reading, Sentence, is_body, key_of

_CLAUSE = re.compile(r"[，；。！？：,;!?\n]|——")
_AGENT = re.compile(r"(?:被|遭到?|由|获得?|受到?|让|叫)$")
_OBLIQUE = re.compile(
    r"(?:与|和|同|跟|对|向|给|从|为|把|将|以|于|在|据|比|及|、|针对|围绕|联合|携手|牵手|拉上|经|替|替代|取代|除|除了|至|到|按|就|因|因为|关于|随|随着|当|连同|带着)$"
)
# What a name stands before when it only modifies: 某某的对手, 某某前高管.
_ONLY_MODIFIES = re.compile(
    r"^(?:的(?:对手|竞争对手|客户|供应商|老对手|同行)|前(?:员工|高管|任)|系)"
)
_JOINED = re.compile(
    r"^(?:与|和|及|、|以及|同|跟|联合|携手|联手|牵手|&|\s|（[^）]{1,12}）|[A-Z-]){1,6}$"
)
_REFERENCE = re.compile(
    r"该公司|发行人(?!民|数)|本公司|我司|我公司|本集团|该集团|该企业|这家[^，。]{0,8}?(?:公司|企业|集团|店|厂|商|所)|我们|公司(?!债|章程|法|治理|名)|集团(?!有限)|其(?!他|它|中|实|余|次)|它(?!们)|双方|两家"
)
_OURS = re.compile(r"本公司|我司|我公司|本集团|我们")
_LATTER = re.compile(r"后者")
# An agent further from its verb than this governs another verb.
_AGENT_REACH = 8
_BODIES_TAKE_PART = frozenset({"customer-win", "customer-loss", "partnership"})
_LOOK_BACK = 3


class Found(NamedTuple):
    """Actor, other party, and whether grammar told the actor."""

    actor: Entity | None
    other: Entity | None
    sure: bool


class _Clause(NamedTuple):
    """Companies of a clause left of the trigger: those that can be its subject, and the others."""

    start: int
    end: int
    free: list[Entity]
    held: list[Entity]


def find(reading: Reading, sentence: Sentence, rule: CompiledRule, start: int, end: int) -> Found:
    """Return the parties of the trigger at *start*–*end* (within *sentence*)."""
    orgs = [one for one in sentence.entities if one.label == "ORG"]
    if rule.kind not in _BODIES_TAKE_PART:
        orgs = [one for one in orgs if not is_body(one)]
    begin, stop = sentence.start + start, sentence.start + end
    before = [one for one in orgs if one.end <= begin]
    inner = rule.actor in {"object", "after"}
    after = [one for one in orgs if (one.start >= begin if inner else one.end > stop)]
    if rule.actor == "main":
        other = next((o for o in after + before if not _same(o, reading.main)), None)
        return Found(reading.main, other, False)
    if inner:
        actor: Entity | None = next(iter([*after, *before]), reading.main)
        return Found(actor, _unlike(actor, list(reversed(before))), bool(after))
    clauses = _clauses(reading, sentence, before, start)
    found, sure = _actor(reading, sentence, clauses, begin, concerned=rule.actor == "concerned")
    if found is None and rule.actor == "concerned" and after:
        found, sure = after[0], True
    actor = found or reading.main
    others = [*after, *reversed(clauses[-1].held), *reversed(before)]
    return Found(actor, _unlike(actor, others), sure)


def _clauses(
    reading: Reading, sentence: Sentence, before: list[Entity], start: int
) -> list[_Clause]:
    """Cut what is left of the trigger into clauses."""
    masked = sentence.masked[:start]
    cuts = [0, *(hit.end() for hit in _CLAUSE.finditer(masked)), start + 1]
    found = []
    for left, right in itertools.pairwise(cuts):
        here = [one for one in before if left <= one.start - sentence.start < right]
        free = [one for one in here if _is_free(reading, sentence, one)]
        found.append(_Clause(left, right, free, [one for one in here if one not in free]))
    return found


def _is_free(reading: Reading, sentence: Sentence, one: Entity) -> bool:
    left = sentence.plain[max(0, one.start - sentence.start - 3) : one.start - sentence.start]
    right = reading.text[one.end : one.end + 8]
    return not (_OBLIQUE.search(left) or _AGENT.search(left) or _ONLY_MODIFIES.match(right))


def _actor(
    reading: Reading, sentence: Sentence, clauses: list[_Clause], begin: int, *, concerned: bool
) -> tuple[Entity | None, bool]:
    """Return who acts, and whether grammar says so."""
    here = clauses[-1]
    agent = None if concerned else _agent(reading, here, begin)
    named = agent or (_first_joined(reading, here.free) if here.free else None)
    words = sentence.plain[here.start : begin - sentence.start]
    if named is None and _LATTER.search(words) and len(clauses) > 1:
        named = max(clauses[-2].free + clauses[-2].held, default=None)
    if named is not None:
        return named, True
    referred = _REFERENCE.search(words)
    if referred and _OURS.match(referred[0]) and reading.main is not None:
        return reading.main, False
    if concerned and here.held:
        return here.held[-1], True
    topic = next(
        (one for c in reversed(clauses[:-1]) for one in (c.free or (c.held if concerned else []))),
        None,
    )
    if topic is not None:
        return topic, True
    return _before(reading, sentence, referred=bool(referred)), False


def _agent(reading: Reading, here: _Clause, begin: int) -> Entity | None:
    """Return the company that 被, 由, 获 … marks as who does what the trigger says."""
    for one in reversed(here.held):
        marked = _AGENT.search(reading.text[max(0, one.start - 2) : one.start])
        if marked and begin - one.end <= _AGENT_REACH and "的" not in reading.text[one.end : begin]:
            return one
    return None


def _before(reading: Reading, sentence: Sentence, *, referred: bool) -> Entity | None:
    """Return the topic of the sentences before: of 该公司 the last one, of no subject the main company."""
    if not referred:
        return reading.main
    for earlier in reversed(
        reading.sentences[max(0, sentence.number - _LOOK_BACK) : sentence.number]
    ):
        named = [one for one in earlier.entities if one.label == "ORG" and not is_body(one)]
        free = [one for one in named if _is_free(reading, earlier, one)]
        if free and not earlier.title:
            return free[0]
    return reading.main


def _first_joined(reading: Reading, free: list[Entity]) -> Entity:
    """Return the last company of *free*; of "A and B" and of A旗下B the first named."""
    chosen = free[-1]
    for one in reversed(free[:-1]):
        between = reading.text[one.end : chosen.start]
        if not (_JOINED.match(between) or between.startswith("旗下")):
            break
        chosen = one
    return chosen


def _same(one: Entity, other: Entity | None) -> bool:
    return other is not None and key_of(one) == key_of(other)


def _unlike(actor: Entity | None, others: list[Entity]) -> Entity | None:
    return next((one for one in others if not _same(one, actor)), None)
