"""Where the rules of the frames apply in a sentence: the cheap look-up first, then what must stand around."""

import re
from collections import defaultdict
from collections.abc import Iterator
from functools import lru_cache
from operator import add
from typing import NamedTuple

from nlp.clauses import clause_of, head_of
from nlp.frames import load
from nlp.frames.compiling import CompiledRule


class Index(NamedTuple):
    """Keys by the word (English) or the two characters (Chinese) they begin with, and their rules."""

    starts: dict[str, tuple[str, ...]]
    rules: dict[str, tuple[CompiledRule, ...]]


_FIRST_WORD = re.compile(r"\w+|[^\w\s]")


@lru_cache(maxsize=8)
def _index(language: str, least: float) -> Index:
    """Return the index of the trigger keys of the rules of *language* that weigh at least *least*."""
    by_key: dict[str, list[CompiledRule]] = defaultdict(list)
    for rule in load(language):
        for key in rule.keys if rule.weight >= least else ():
            by_key[key].append(rule)
    starts: dict[str, list[str]] = defaultdict(list)
    for key in by_key:
        first = key[:2] if language == "zh" else _FIRST_WORD.match(key)[0]  # type: ignore[index]
        starts[first].append(key)
    return Index({k: tuple(v) for k, v in starts.items()}, {k: tuple(v) for k, v in by_key.items()})


def forget() -> None:
    """Forget the index: other frames are in use from now on."""
    _index.cache_clear()


def triggered(
    language: str, lower: str, least: float = 0
) -> dict[str, tuple[CompiledRule, list[tuple[int, str]]]]:
    """Return the rules whose keys are in a sentence, with the places where the keys stand.

    *least* is the weight a rule must have.

    This is the cheap check that decides which sentences are looked at closely.
    """
    index = _index(language, least)
    found: dict[str, tuple[CompiledRule, list[tuple[int, str]]]] = {}
    if language == "zh":
        places: Iterator[tuple[int, str]] = (
            (place, first)
            for place, pair in enumerate(map(add, lower, f"{lower[1:]} "))
            for first in (pair, pair[0])
            if first in index.starts
        )
    else:
        places = ((m.start(), m[0]) for m in _FIRST_WORD.finditer(lower) if m[0] in index.starts)
    for place, first in places:
        for key in index.starts[first]:
            if lower.startswith(key, place):
                for rule in index.rules[key]:
                    found.setdefault(rule.name, (rule, []))[1].append((place, key))
    return found


def matches(
    rule: CompiledRule, masked: str, places: list[tuple[int, str]]
) -> Iterator[tuple[int, int]]:
    """Yield where *rule* applies in a masked sentence: trigger, surroundings, nothing against it.

    *places* are where its keys stand; a trigger that may begin before its key is searched for. In
    English the first place speaks for the sentence; in Chinese each is judged by itself, for a
    sentence is often a paragraph there.
    """
    hits = [hit for place, key in places if (hit := rule.match(masked, place, key))]
    hits.sort(key=lambda hit: (hit.start(), -hit.end()))
    if rule.free is not None:
        hits += rule.free.finditer(masked)
    if not hits or (rule.near and not rule.near.search(masked)):
        return
    end_of_last = -1
    for hit in hits:
        if hit.start() < end_of_last or not _stands(rule, masked, hit):
            continue
        if rule.unless and rule.unless.search(masked):  # a long pattern, so asked last
            return
        yield hit.span()
        if rule.language == "en":
            return
        end_of_last = hit.end()


def _stands(rule: CompiledRule, masked: str, hit: re.Match[str]) -> bool:
    """Say whether what must stand left and right of a trigger does, and nothing else."""
    start, end = hit.span()
    left, right = masked[:start], masked[end:]
    if rule.before and not rule.before.search(left):
        return False
    if rule.verb_forms and _is_noun(rule, masked, start, hit[0]):
        return False
    if rule.after and not rule.after.search(right):
        return False
    if rule.not_before and rule.not_before.search(left):
        return False
    if rule.not_after and rule.not_after.search(right):
        return False
    plain = not (rule.object or rule.subject or rule.spare)
    return plain or _fits(rule, masked, start, end)


def _fits(rule: CompiledRule, masked: str, start: int, end: int) -> bool:
    """Say whether the clause's own phrases are what the rule wants: object, subject, not spare."""
    clause = clause_of(rule, masked, start, end)
    patient = masked[slice(*clause.patient)] if clause.patient else ""
    subject = masked[slice(*head_of(masked, clause.subject))] if clause.subject else ""
    return (
        (rule.object is None or rule.object.search(patient) is not None)
        and (rule.subject is None or rule.subject.search(subject) is not None)
        and (rule.spare is None or rule.spare.search(patient) is None)
    )


_DETERMINER = re.compile(
    r"\b(?:an?|the|its|their|his|her|our|this|that|of|new|each|every|no|any|some|two|three|four|five|six|seven|eight|nine|ten|several|many|first|last|recent|big|for|price|pay|tax|staff|job)\s$",
    re.IGNORECASE,
)


def _is_noun(rule: CompiledRule, masked: str, start: int, trigger: str) -> bool:
    """Say whether a verb form is a noun here: "two of its six ships", "the launch"."""
    forms = rule.verb_forms.get(trigger.split(maxsplit=1)[0].lower(), frozenset())
    return (
        bool(forms)
        and forms <= {"base", "third"}
        and bool(_DETERMINER.search(masked[max(0, start - 14) : start]))
    )
