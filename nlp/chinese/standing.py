"""Companies told by how they stand in a Chinese text, whatever their name is made of.

A strange word is a company because of what stands around it: 储能企业 before it, 董事会 behind it, the
colon of a headline, the same letters in title and text. Each run of characters that may be a name is
weighed by such facts together with what the other finders propose; the weights are data
(``nlp/lexicon/standing.yaml``), fitted on the project's corpora by ``python -m evaluation.standing``.
"""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import lru_cache, partial
from math import exp, log
from operator import add
from pathlib import Path
from typing import NamedTuple

from nlp.chinese.evidence import (
    THING,
    Evidence,
    Span,
    after,
    before,
    evidence,
    ordinary,
    without_tail,
    word_at,
)
from nlp.chinese.likely import Sums
from nlp.chinese.tails import LOOSE, generic
from nlp.chinese.unlikely import unlikely
from nlp.entities import Entity
from nlp.lexicon import word_set, words
from nlp.names.model import Guess
from nlp.names.wordbook import wordbook
from text.folding import to_simplified
from text.han import HAN
from text.kept import yaml_of

WEIGHTS = Path(__file__).parents[1] / "lexicon" / "standing.yaml"
# News names its companies early; what is named later without a tail is left to the other finders.
_REACH = 400
_LONGEST = 9
_LATIN = re.compile(
    r"[A-Z][A-Za-z0-9&]*(?:[ .&'-]{1,2}[A-Z][A-Za-z0-9&]*){0,3}|[a-z]{3,}[A-Z]?[a-z]*"
)
_PART = re.compile(rf"[{HAN}A-Za-z0-9&·]+")
_BROKEN = re.compile(r"[\n“”：，。；]|^[\d.]+|^[一二三四五六七八九十百千]+[家个名人件台]")
_CLAUSE = re.compile(r"[^，。；：！？、,;:!?\n“”「」『』《》（）()—…]+")
_BLANK = " 　"
# Kinds of words (of the dictionary, of our lists) with which no name begins: 今年, 随着, 这家.
_NO_START = frozenset(
    ["v", "d", "t", "p", "c", "r", "m", "q", "u", "f", "vn", "ad", "*breaks", "*roles"]
)
# From this on a run is taken for a company; tried .3 to .6 on the corpora, 26 Nov 2026.
_LEAST = 0.35
# What another finder proposes is one on less; a strange word with a company's tail unless all speaks against it.
_TAILED = 0.1
_PROPOSED = 0.2
# Listed names and legal forms are certain whatever stands around them.
_CERTAIN = 58
_RANK = 56


class Standing(NamedTuple):
    """A run of characters that may name a company, and the facts it is weighed by."""

    start: int
    end: int
    facts: Evidence


def weighed(
    text: str, title_end: int, proposed: Sequence[Entity], guesses: Sequence[Guess], taken: set[int]
) -> list[Entity]:  # fmt: skip
    """Return the companies of a text: of what is proposed and of what stands like one, the likeliest.

    Only for a text with a headline: without, it may be of anything, and how a word stands says too
    little. Characters in *taken* belong to amounts, dates and registered names.
    """
    kept = [one for one in proposed if one.rank >= _CERTAIN]
    own = {place for one in kept for place in range(one.start, one.end)} | taken
    plain, by_span, spans = _spans(text, title_end, proposed, guesses, _sums().hopeless)
    sums = _sums().of(plain, title_end, spans, by_span, guesses)
    likely = {span: 1 / (1 + exp(-total)) for span, total in sums.items()}
    margins = {(one.start, one.end): one.margin for one in guesses if one.label == "ORG"}
    likely = {
        span: 0.0 if sure >= _TAILED and unlikely(plain, span, margins.get(span, 0.0)) else sure
        for span, sure in likely.items()
    }
    for one in proposed:
        span = one.start, one.end
        if not likely.get(span, 0):
            continue
        least = _TAILED if _strange_head(one.name) else _PROPOSED
        if least <= likely[span] < _LEAST:
            likely[span] = _LEAST
    for start, end in choose(list(likely), list(likely.values()), own):
        sure = round(min(0.95, 0.45 + likely[start, end] / 2), 2)
        kept.append(Entity(start, end, "ORG", text[start:end], rank=_RANK, confidence=sure))
    return kept


def log_odds(
    text: str, firms: Sequence[Entity], guesses: Sequence[Guess], spans: Sequence[Span]
) -> dict[Span, float]:  # fmt: skip
    """Return the log odds of *spans* of a text without a headline, *firms* being what is proposed, to name companies."""
    by_span = {(one.start, one.end): one for one in firms}
    return _sums().of(to_simplified(text), 0, spans, by_span, guesses)


def choose(spans: Sequence[Span], likely: Sequence[float], taken: set[int]) -> list[Span]:
    """Return the likely spans that neither overlap one that is likelier nor hold characters of *taken*."""
    own, kept = set(taken), []
    rated = sorted(
        zip(likely, spans, strict=True), key=lambda one: (-one[0], one[1][0] - one[1][1])
    )
    for sure, (start, end) in rated:
        if sure >= _LEAST and not any(place in own for place in range(start, end)):
            own.update(range(start, end))
            kept.append((start, end))
    return kept


@lru_cache(maxsize=4096)
def _strange_head(name: str) -> bool:
    name = to_simplified(name)
    head = name[:-2] if name[-2:] in word_set("zh", "trade_ends") else without_tail(name)
    return 1 < len(head) < len(name) and not ordinary(head)


@lru_cache(maxsize=1)
def _weights() -> dict[str, float]:
    loaded = yaml_of(WEIGHTS)
    return {str(name): float(weight) for name, weight in loaded.items()}


@lru_cache(maxsize=1)
def _sums() -> Sums:
    return Sums(_weights())


def probability(facts: Evidence, weights: Mapping[str, float] | None = None) -> float:
    """Return how likely the facts make it that the run names a company, by the shipped weights or others."""
    weights = weights or _weights()
    total = weights["base"] + sum(weights.get(name, 0.0) * value for name, value in facts.items())
    return 1 / (1 + exp(-total))


def standing(
    text: str, title_end: int, proposed: Sequence[Entity], guesses: Sequence[Guess]
) -> list[Standing]:
    """Return the runs that may name a company, with their facts.

    *proposed* is what the other finders take for companies, *guesses* what the trained model sees.
    """
    plain, by_span, spans = _spans(text, title_end, proposed, guesses)
    return [Standing(*span, evidence(plain, title_end, span, by_span, guesses)) for span in spans]


def _spans(
    text: str, title_end: int, proposed: Sequence[Entity], guesses: Sequence[Guess],
    hopeless: Callable[[str, int, Sequence[Guess], float], Callable[[Span], bool]] | None = None,
) -> tuple[str, dict[Span, Entity], list[Span]]:  # fmt: skip
    """Return the text in simplified characters, what is proposed by place, and the runs that may name a company.

    *hopeless*, where given, spares runs that cannot be likely enough.
    """
    plain = to_simplified(text)
    by_span = {(one.start, one.end): one for one in proposed}
    limit = min(len(text), title_end + _REACH)
    spans = {*_runs(plain, limit), *_repeats(plain, limit)}
    spans |= {(one.start, one.end) for one in guesses if one.label == "ORG"}
    if hopeless is not None:
        vain = hopeless(plain, title_end, guesses, log(_LEAST / (1 - _LEAST)))
        spans = {span for span in spans if span in by_span or not vain(span)}
    spans = {*by_span, *(span for span in spans if _may_name(plain, *span))}
    kept = [
        (start, end)
        for start, end in sorted(spans)
        if end - start > 1 and not _BROKEN.search(plain[start:end])
    ]
    return plain, by_span, kept


def _may_name(plain: str, start: int, end: int) -> bool:
    """Say whether a run that nobody else proposes is quoted or more than everyday words."""
    name = plain[start:end]
    if name in generic() or name.endswith(THING):
        return False
    quoted = plain[max(0, start - 1) : start] in {"“", "「"}
    if name.isascii():
        return not any(char.isdigit() for char in name)  # G1 is a model
    return quoted or not ordinary(without_tail(name))


def _runs(plain: str, limit: int) -> Iterator[tuple[int, int]]:
    """Yield runs with something that begins a name before them and something that ends one behind."""
    ends = lru_cache(maxsize=None)(partial(_ends, plain))  # of many starts the ends are the same
    for clause in _CLAUSE.finditer(plain, 0, limit):
        for start in _starts(plain, clause.start(), clause.end()):
            latin = _LATIN.match(plain, start, clause.end()) if plain[start].isascii() else None
            if latin:
                yield latin.span()
                continue
            for end in range(start + 2, min(clause.end(), start + _LONGEST) + 1):
                if plain[end - 1] in LOOSE and end > start + 2:
                    break
                if end == clause.end() or ends(end):
                    yield start, end


def _starts(plain: str, first: int, last: int) -> Iterator[int]:
    """Yield places of a clause where a name may begin."""
    for start in range(first, last - 1):
        char = plain[start]
        if not char.isalnum() or char in LOOSE:
            continue
        previous = plain[start - 1] if start > first else " "
        if char.isascii():
            begins = previous in _BLANK or not previous.isascii()
        else:
            begins = previous in _BLANK or bool(before(plain, start))
        if begins and not _common_start(plain, start):
            yield start


def _common_start(plain: str, start: int) -> bool:
    """Say whether a word that begins no name begins here."""
    book = wordbook()
    part = (
        book.get(plain[start : start + 4])
        or book.get(plain[start : start + 3])
        or book.get(plain[start : start + 2])
    )
    return part in _NO_START


def _ends(plain: str, end: int) -> bool:
    return bool(after(plain, end) or word_at(plain, end)) or plain.startswith(_cues(), end)


@lru_cache(maxsize=1)
def _cues() -> tuple[str, ...]:
    return tuple(word for word in words("zh")["company_cues"] if len(word) > 1)


def _repeats(plain: str, limit: int) -> Iterator[tuple[int, int]]:
    """Yield runs that stand in the text more than once: a name does."""
    head = plain[:limit]
    last = {pair: place for place, pair in enumerate(map(add, head, head[1:]))}
    for part in _PART.finditer(head):
        for start in range(part.start(), part.end() - 1):
            if last[head[start : start + 2]] == start:
                continue  # nothing that begins so comes once more
            for end in range(start + 2, min(part.end(), start + _LONGEST) + 1):
                if head.find(head[start:end], start + 1) < 0:
                    break
                yield start, end
