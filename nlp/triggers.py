"""Where the rules of the frames apply in a sentence: the cheap look-up first, then what must stand around."""

import re
from collections import defaultdict
from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

from ahocorasick_rs import AhoCorasick, Implementation

from nlp.clauses import head_of, patient_of, subject_of
from nlp.frames import load
from nlp.frames.compiling import CompiledRule, Expression
from text.sieve import Sieve


class Index(NamedTuple):
    """The trigger keys of a language in one automaton, and by its numbers what each key speaks for.

    With each rule stands its pattern of the triggers that begin with the key, if any does, whether
    the key itself is the trigger, and by its numbers in *around* what must stand elsewhere in the
    sentence (English; of Chinese rules nearly all are tried anyway). *whole* tells of English keys what must not stand beside them: a letter before (they
    begin with one), a letter after (they are one word).
    """

    automaton: AhoCorasick
    rules: tuple[tuple[tuple[CompiledRule, Expression | None, bool, frozenset[int]], ...], ...]
    whole: tuple[tuple[bool, bool], ...]
    around: Sieve | None


_FIRST_WORD = re.compile(r"\w+|[^\w\s]")
_PAIR = 2


@lru_cache(maxsize=8)
def _index(language: str, least: float) -> Index:
    """Return the index of the trigger keys of the rules of *language* that weigh at least *least*."""
    by_key: dict[str, list[CompiledRule]] = defaultdict(list)
    for rule in load(language):
        for key in rule.keys if rule.weight >= least else ():
            by_key[key].append(rule)
    keys = list(by_key)
    if language == "zh":  # of two that begin at one place a single character comes last
        keys.sort(key=lambda key: len(key) < _PAIR)
    sources = {rule: _around(rule) for listed in by_key.values() for rule in listed}
    numbers = {source: n for n, source in enumerate(sorted(set().union(*sources.values())))}
    wanted = {rule: frozenset(map(numbers.__getitem__, own)) for rule, own in sources.items()}
    return Index(
        AhoCorasick(keys, implementation=Implementation.ContiguousNFA),
        tuple(
            tuple((one, one.by_key.get(key), key in one.plain, wanted[one]) for one in by_key[key])
            for key in keys
        ),
        tuple((_is_letter(key[0]), _is_one_word(key)) for key in keys),
        Sieve(list(numbers)) if language == "en" else None,
    )


def _around(rule: CompiledRule) -> set[str]:
    """Return the sources of the patterns that must match somewhere in the sentence for *rule* to apply."""
    patterns = (rule.near, rule.before, rule.after, rule.object, rule.subject)
    return {one.source for one in patterns if one is not None}


def _is_one_word(key: str) -> bool:
    first = _FIRST_WORD.match(key)
    return first is not None and first[0] == key and _is_letter(key[0])


def _is_letter(char: str) -> bool:
    return char.isalnum() or char == "_"


Hits = list[tuple[int, int]]


def triggered(language: str, lower: str, masked: str, least: float = 0) -> dict[CompiledRule, Hits]:
    """Return the rules whose triggers are in a masked sentence (*lower*: in small letters), with the hits.

    *least* is the weight a rule must have. A rule may have no hit yet, where its triggers may begin
    before their key: :func:`matches` looks for those.

    This is the cheap check that decides which sentences are looked at closely.
    """
    index = _index(language, least)
    keys = _keys(index, language, lower)
    found: dict[CompiledRule, Hits] = {}
    if not keys:
        return found
    around = None if index.around is None else index.around.open(lower)
    for place, number, end in keys:
        whole = language == "zh" or _stands_alone(lower, place, end)
        for rule, pattern, plain, wanted in index.rules[number]:
            if around is not None and not wanted <= around:
                continue
            hits = found.get(rule)
            if hits is None:
                hits = found[rule] = []
            if plain:
                if whole:
                    hits.append((place, end))
            elif pattern is not None and (hit := pattern.match(masked, place)):
                hits.append(hit.span())
    return {rule: hits for rule, hits in found.items() if hits or rule.free is not None}


def _keys(index: Index, language: str, lower: str) -> list[tuple[int, int, int]]:
    """Return where keys stand: place, number and end, from the left; English ones as words of their own."""
    found = index.automaton.find_matches_as_indexes(lower, overlapping=True)
    if language == "zh":
        return sorted((place, number, end) for number, place, end in found)
    whole, size, kept = index.whole, len(lower), []
    for number, place, end in found:
        before, after = whole[number]
        if before and place and _is_letter(lower[place - 1]):
            continue
        if after and end < size and _is_letter(lower[end]):
            continue
        kept.append((place, number, end))
    return sorted(kept)


def _stands_alone(lower: str, start: int, end: int) -> bool:
    """Say whether no letter, digit, underscore or hyphen is joined to the characters *start* to *end*."""
    before = lower[start - 1] if start else " "
    after = lower[end] if end < len(lower) else " "
    return not (before.isalnum() or after.isalnum() or before in "_-" or after in "_-")


def matches(rule: CompiledRule, masked: str, hits: Hits) -> Iterator[tuple[int, int]]:
    """Yield where *rule* applies in a masked sentence: trigger, surroundings, nothing against it.

    *hits* are its triggers that begin with a key. In English the first place speaks for the
    sentence; in Chinese each is judged by itself, for a sentence is often a paragraph there.
    """
    hits = sorted(hits, key=lambda hit: (hit[0], -hit[1]))
    if rule.free is not None:
        hits += [hit.span() for hit in rule.free.finditer(masked)]
    if not hits or (rule.near and not rule.near.search(masked)):
        return
    end_of_last = -1
    for start, end in hits:
        if start < end_of_last or not _stands(rule, masked, start, end):
            continue
        if rule.unless and rule.unless.search(masked):  # a long pattern, so asked last
            return
        yield start, end
        if rule.language == "en":
            return
        end_of_last = end


def _stands(rule: CompiledRule, masked: str, start: int, end: int) -> bool:
    """Say whether what must stand left and right of a trigger does, and nothing else."""
    left, right = masked[:start], masked[end:]
    if rule.before and not rule.before.search(left):
        return False
    if rule.verb_forms and _is_noun(rule, masked, start, masked[start:end]):
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
    if rule.object is not None or rule.spare is not None:
        span = patient_of(rule, masked, start, end)
        patient = masked[slice(*span)] if span else ""
        if rule.object is not None and not rule.object.search(patient):
            return False
        if rule.spare is not None and rule.spare.search(patient):
            return False
    if rule.subject is None:
        return True
    span = subject_of(masked, start)
    subject = masked[slice(*head_of(masked, span))] if span else ""
    return rule.subject.search(subject) is not None


_DETERMINERS = frozenset(
    [
        "a", "an", "the", "its", "their", "his", "her", "our", "this", "that", "of", "new", "each", "every", "no", "any",
        "some", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "several", "many", "first", "last",
        "recent", "big", "for", "price", "pay", "tax", "staff", "job",
    ]
)  # fmt: skip
_LAST_WORD = re.compile(r"\w+$")
# Letters before a trigger that hold the longest of these words.
_NEAR = 14


def _is_noun(rule: CompiledRule, masked: str, start: int, trigger: str) -> bool:
    """Say whether a verb form is a noun here: "two of its six ships", "the launch"."""
    forms = rule.verb_forms.get(trigger.split(maxsplit=1)[0].lower(), frozenset())
    if not forms or not forms <= {"base", "third"} or not masked[start - 1 : start].isspace():
        return False
    word = _LAST_WORD.search(masked[max(0, start - _NEAR) : start - 1].lower())
    return word is not None and word[0] in _DETERMINERS
