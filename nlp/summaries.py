"""Two sentences of a report that say what happened, from the text itself.

The first holds the evidence of the move, the second adds a fact that the first does not say: a figure, a name,
what a slot or another move says. Where no sentence does, the first stands alone. Neither is
boilerplate; neither begins with a dateline, nor with a word that points at a sentence which is not shown.
"""

import re
from collections.abc import Collection, Sequence
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

from nlp.datelines import dateline
from nlp.stories.near import fingerprint
from schemas.language import Mention, Move
from text.furniture import furniture_spans
from text.kept import yaml_of
from text.sentences import sentences

# Characters of a sentence that can stand in a summary, at least and at most.
_LENGTH = {"en": (25, 320), "zh": (9, 160)}
# A second sentence whose words stand in the first to this share says the same again.
_SAME = 0.6
# Evidence opens, unless it points at a sentence that is not shown and another tells as much.
_EVIDENCE, _TITLE, _NAMED, _LEAD, _DANGLING, _LEANING = 10.0, 6.0, 2.5, 2.0, 13.0, 3.0
_ASIDE = 0.4  # what another kind of move counts: who joins the board of a company that is bought
# Sums that are written in words tell something, too, and so does who or what is named.
_FACTS = frozenset({"MONEY", "PERCENT", "ORG", "PERSON", "PRODUCT", "PLACE"})
_MOST_NEW = 2
# A second sentence that names who or what the story is about is of the story, no matter of the market.
_OF_STORY = 1.0
# A dateline stands in front of the text, behind a byline and a kicker at most.
_HEAD = 3
_ENDS = re.compile(r"[.!?。！？…][\"”’」』)）]*$")
_OPENING_QUOTE = ("“", '"', "「", "『", "‘", "'")
_PATTERNS = Path(__file__).with_name("lexicon") / "summaries.yaml"
Words = frozenset[str]


class _Sentence(NamedTuple):
    number: int
    start: int
    end: int
    text: str
    words: Words

    def holds(self, start: int, end: int) -> bool:
        return start < self.end and self.start < end


@lru_cache(maxsize=8)
def _pattern(name: str) -> re.Pattern[str]:
    lines = yaml_of(_PATTERNS)[name]
    return re.compile("|".join(f"(?:{line})" for line in lines), re.IGNORECASE)


def summary(
    title: str,
    text: str,
    language: str,
    moves: Sequence[Move],
    boilerplate: Sequence[tuple[int, int]] = (),
    names: Collection[str] = (),
    mentions: Sequence[Mention] = (),
) -> tuple[str, ...]:
    """Return up to two sentences of *text*. *boilerplate* are spans of it that say nothing new.

    *names* are those of the companies it is about: a sentence that names one is understood alone. *mentions* are
    what it names at all. Offsets of *moves* and mentions count from the start of the title, as everywhere.
    """
    usable = _usable(text, language, boilerplate)
    if not usable:
        return ()
    shift = len(title) + 1
    first = max(usable, key=lambda s: (_of_first(s, moves, shift, title, names), -s.number))
    rest = [
        one
        for one in usable
        if one is not first and not _repeats(one, first) and _stands(one, first)
    ]
    facts = {one: _adds(one, first, title, moves, mentions) for one in rest}
    rest = [one for one in rest if facts[one]]
    if not rest:
        return (first.text,)
    second = max(rest, key=lambda s: (_of_second(s, first, moves, shift), -s.number))
    return first.text, second.text


def _usable(text: str, language: str, boilerplate: Sequence[tuple[int, int]]) -> list[_Sentence]:
    least, most = _LENGTH.get(language, _LENGTH["en"])
    idle = (*boilerplate, *furniture_spans(text))
    found = []
    for number, span in enumerate(sentences(text, language)):
        start = span.start + _idle_head(text[span.start : span.end], language) * (number < _HEAD)
        said = text[start : span.end].strip()
        if not least <= len(said) <= most or _pattern("boilerplate").search(said):
            continue
        if any(begin <= start < end for begin, end in idle):
            continue
        words = frozenset(fingerprint(said).terms)
        found.append(_Sentence(number, start, span.end, said, words))
    whole = [one for one in found if _ENDS.search(one.text)]
    return whole or found  # headings and captions have no full stop


def _idle_head(said: str, language: str) -> int:
    """Return how much of a sentence only says where, when and by whom it was filed."""
    filed = dateline(said, language)
    start = filed.end if filed else 0
    by = _pattern("byline").match(said, start)
    return by.end() if by else start


def _is_of_story(one: _Sentence, moves: Sequence[Move]) -> bool:
    """Say whether a sentence names who or what the moves are about, or points at it."""
    named = {move.actor.text for move in moves if move.actor}.union(*map(_slots, moves))
    if any(name in one.text for name in named):
        return True
    return bool(_pattern("leaning").match(one.text) or _pattern("dangling").match(one.text))


def _adds(
    one: _Sentence, first: _Sentence, title: str, moves: Sequence[Move], mentions: Sequence[Mention]
) -> int:
    """Return how many facts a sentence tells that title and first sentence do not: figures, names, moves."""
    shift, known = len(title) + 1, f"{title}\n{first.text}"
    named = {
        m.text
        for m in mentions
        if m.label in _FACTS and not m.boilerplate and one.holds(m.start - shift, m.end - shift)
    }
    slots = {slot for move in moves for slot in _slots(move) if slot in one.text}
    other = any(
        one.holds(e.start - shift, e.end - shift)
        and not first.holds(e.start - shift, e.end - shift)
        for move in moves
        for e in move.evidence
    )
    if _pattern("background").search(one.text) and not other:
        return 0
    new = _figures(one.text) - _figures(known)
    return len(new) + len({name for name in named | slots if name not in known}) + other


def _figures(text: str) -> set[str]:
    return {found[0].casefold() for found in _pattern("figure").finditer(text)}


def _of_first(
    one: _Sentence, moves: Sequence[Move], shift: int, title: str, names: Collection[str]
) -> float:
    """Return how well a sentence opens: evidence, then what the title and the moves' slots say."""
    score = _LEAD / (1 + one.number)
    for place, move in enumerate(moves):
        weight = (1.0 if move.kind == moves[0].kind else _ASIDE) / (1 + place)
        if any(one.holds(e.start - shift, e.end - shift) for e in move.evidence):
            score += _EVIDENCE * weight
        score += weight * sum(slot in one.text for slot in _slots(move))
    titled = frozenset(fingerprint(title).terms)
    if titled:
        score += _TITLE * len(one.words & titled) / len(titled)
    if any(name in one.text for name in names):
        score += _NAMED
    if _pattern("dangling").match(one.text):
        score -= _DANGLING
    elif _pattern("leaning").match(one.text):
        score -= _LEANING
    return score - _weak(one)


def _weak(one: _Sentence) -> float:
    """Return what a sentence loses because it is said by somebody, or asks."""
    return 3.0 * one.text.startswith(_OPENING_QUOTE) + 3.0 * one.text.endswith(("?", "？"))


def _of_second(one: _Sentence, first: _Sentence, moves: Sequence[Move], shift: int) -> float:
    """Return how much a sentence adds: other evidence, slots and numbers that the first lacks."""
    new = _figures(one.text) - _figures(first.text)
    score = (
        2.0 / (1 + one.number) + min(_MOST_NEW, len(new)) + 1.5 * (one.number == first.number + 1)
    )
    score += _OF_STORY * _is_of_story(one, moves)
    for move in moves:
        spans = [(e.start - shift, e.end - shift) for e in move.evidence]
        score += 2.0 * any(one.holds(*s) and not first.holds(*s) for s in spans)
        score += sum(slot in one.text and slot not in first.text for slot in _slots(move))
    return score - _weak(one) / 2


def _stands(one: _Sentence, first: _Sentence) -> bool:
    """Say whether a second sentence is understood: what it points at, if at anything, is the first."""
    return one.number == first.number + 1 or not _pattern("dangling").match(one.text)


def _repeats(one: _Sentence, first: _Sentence) -> bool:
    shared = len(one.words & first.words)
    return shared >= _SAME * max(1, min(len(one.words), len(first.words)))


def _slots(move: Move) -> set[str]:
    return {value.text for slot in move.slots for value in move.values(slot)}
