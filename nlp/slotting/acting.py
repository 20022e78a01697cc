"""Who acts: the names of a passage, ranked. The chain says what each token fills; this compares whole names.

A company is named several times, by short forms too, and most passages name several: places and people
as well, which tell apart what is none. So the mentions of one name are one candidate, and the candidates
are compared with each other (a conditional logit, McFadden 1974), not each with nothing.
"""

import math
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import NamedTuple
from zlib import crc32

import numpy as np
from numpy.typing import NDArray

from nlp.fields import Floats
from nlp.hashing import BUCKETS, Ints
from nlp.slotting.window import ACTS, TITLE, Tokens, Window

_NAMES = frozenset({"ORG", ACTS, "PERSON", "PRODUCT", "PLACE"})
_COMPANIES = frozenset({"ORG", ACTS})
# By so much a token may be less likely part of the actor than anything else, and yet is tried. On texts left out, 28
# Nov 2026: English 1 gave .907, 4 .903; Chinese, where fewer names are recognised, 2 gave .888, 4 .900.
_READY = {"en": 1.0, "zh": 4.0}
_MOST_MARKED = 3  # runs of such tokens: 5 are no better
_LEAST = {"en": 3, "zh": 2}  # letters of a short form
_SMALL = frozenset({"&", "of", "de"})  # within English names
_LATIN = re.compile("[A-Za-z0-9]+")
_STOPS = frozenset(".!?:")
_BEGINNERS = frozenset(
    [
        "the", "a", "an", "in", "on", "at", "it", "its", "this", "that", "these", "those", "he", "she", "they", "we", "you",
        "i", "as", "after", "for", "from", "with", "by", "to", "of", "and", "but", "or", "if", "when", "while", "where", "what",
        "who", "how", "no", "not", "all", "one", "two", "some", "many", "our", "their", "his", "her", "my", "your", "there",
        "here", "than", "then", "so", "such", "now", "today", "yesterday", "since", "until", "under", "over", "into", "out",
        "up", "new", "last", "next", "first", "monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday",
        "january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november", "december",
    ]
)  # fmt: skip
_STEPS = 9  # of distance
_MOST = 6  # candidates, tokens, that are told apart by number


class Span(NamedTuple):
    """A mention: tokens *first* up to, not with, *end*, and what it is said to be."""

    first: int
    end: int
    label: str


class Seen(NamedTuple):
    """What the chain sees in a passage. *scores*: per token and open tag; *actor*: the column of the actor.

    *filled*: the slot of each token, "" for none.
    """

    scores: Floats
    actor: int
    filled: Sequence[str]


@dataclass(frozen=True, eq=False)
class Actors:
    """Weights of features, by their numbers in ascending order; a candidate's weights are added up."""

    features: Ints
    weights: NDArray[np.float32]

    def ranked(self, one: Window, seen: Seen, language: str) -> list[tuple[Span, float]]:
        """Return the names of a passage, the likeliest actor first, and how likely each is.

        A name is shown where it stands nearest to the trigger.
        """
        told = candidates(one, seen, language)
        if len(told) < 2:
            return [(nearest(one, mentions), 1.0) for mentions in told]
        scores = self._scores(features(one, seen, told))
        chances = np.exp(scores - scores.max())
        chances /= chances.sum()
        order = np.argsort(-scores, kind="stable").tolist()
        return [(nearest(one, told[n]), float(chances[n])) for n in order]

    def _scores(self, several: Sequence[Ints]) -> Floats:
        """Return the sum of the weights of each candidate's features; each has some."""
        if not len(self.features):  # learnt from too few passages
            return np.zeros(len(several), np.float32)
        shown = np.concatenate(several)
        begins = np.cumsum([0, *(len(one) for one in several[:-1])])
        at = np.minimum(self.features.searchsorted(shown), len(self.features) - 1)
        weights = np.where(self.features[at] == shown, self.weights[at], np.float32(0))
        scores: Floats = np.add.reduceat(weights, begins, dtype=np.float64)
        return scores


def candidates(one: Window, seen: Seen, language: str) -> list[list[Span]]:
    """Return the mentions of each name of a passage, the names in the order of the text."""
    spans = sorted(_spans(one, seen, language))
    groups: list[tuple[str, list[Span]]] = []
    for span in spans:
        name = "".join(one.tokens.words[span.first : span.end]).casefold()
        same = next(
            (n for n, (known, _) in enumerate(groups) if _alike(known, name, language)), None
        )
        if same is None:
            groups.append((name, [span]))
        else:
            known, mentions = groups[same]
            groups[same] = (max(known, name, key=len), [*mentions, span])
    return [mentions for _, mentions in groups]


def _alike(one: str, other: str, language: str) -> bool:
    """Say whether two names are the same, or one is the other's beginning or end."""
    short, long = sorted((one, other), key=len)
    return one == other or (
        len(short) >= _LEAST[language] and (long.startswith(short) or long.endswith(short))
    )


def _spans(one: Window, seen: Seen, language: str) -> Iterator[Span]:
    """Yield what is recognised as a name, else what may be the actor by its words, else has capitals."""
    tokens = one.tokens
    taken = np.zeros(len(tokens) + 1, bool)
    companies = np.zeros(len(tokens) + 1, bool)
    known = set()
    for name in one.names:
        span = tokens_of(tokens, name.start, name.end)
        if name.label in _NAMES and span[0] < span[1] and span not in known:
            known.add(span)
            taken[slice(*span)] = True
            companies[slice(*span)] |= name.label in _COMPANIES
            yield Span(*span, name.label)
    margin = seen.scores[:, seen.actor] - seen.scores.max(axis=1)
    runs = _runs((margin >= -_READY[language]) & ~companies[:-1], tokens.away)
    fresh = [run for run in (_uncut(tokens, *run) for run in runs) if run and run not in known]
    for first, end in sorted(fresh, key=lambda run: -margin[slice(*run)].max())[:_MOST_MARKED]:
        taken[first:end] = True
        yield Span(first, end, "MARKED")
    if language == "en":
        for first, end in _capitals(tokens):
            if not taken[first:end].any():
                yield Span(first, end, "CAPS")


def _uncut(tokens: Tokens, first: int, end: int) -> tuple[int, int] | None:
    """Return a run that ends before a number or a Latin word that goes on behind it: 澜序 of 澜序9X; None for no more than that."""
    stop = end
    while (
        first < stop < len(tokens)
        and tokens.ends[stop - 1] == tokens.starts[stop]
        and all(_LATIN.fullmatch(one) for one in tokens.words[stop - 1 : stop + 1])
    ):
        stop -= 1
    return (first, stop) if first < stop else None


def tokens_of(tokens: Tokens, start: int, end: int) -> tuple[int, int]:
    """Return the first token that begins at *start* or later, and one past the last that ends by *end*."""
    first = int(tokens.starts.searchsorted(start))
    return first, int(tokens.ends.searchsorted(end, side="right"))


def _runs(marked: NDArray[np.bool_], away: Ints) -> Iterator[tuple[int, int]]:
    """Yield first token and one past the last of each run within a sentence."""
    turns = (marked[1:] != marked[:-1]) | (away[1:] != away[:-1])
    for first, end in pairwise([0, *(np.flatnonzero(turns) + 1).tolist(), len(marked)]):
        if end > first and marked[first]:
            yield first, end


def _capitals(tokens: Tokens) -> Iterator[tuple[int, int]]:
    """Yield the runs of words with capitals, but for words that only begin a sentence."""
    words, away = tokens.words, tokens.away.tolist()
    big = [word[0].isupper() for word in words]
    first = 0
    while first < len(words):
        end = first + 1
        if big[first]:
            while (
                end < len(words) and away[end] == away[first]
                and (big[end] or (words[end] in _SMALL and end + 1 < len(words) and big[end + 1]))
            ):  # fmt: skip
                end += 1
            begins = first == 0 or away[first - 1] != away[first] or words[first - 1] in _STOPS
            if end - first > 1 or not begins or words[first].lower() not in _BEGINNERS:
                yield first, end
        first = end


def nearest(one: Window, mentions: Sequence[Span]) -> Span:
    """Return the mention nearest to the trigger: in its sentence, else another, else in the title."""
    trigger, away = tokens_of(one.tokens, *one.trigger)[0], one.tokens.away

    def far(span: Span) -> tuple[int, int]:
        return abs(int(away[span.first])), abs(span.first - trigger)

    return min(mentions, key=far)


def features(one: Window, seen: Seen, told: Sequence[Sequence[Span]]) -> list[Ints]:
    """Return the numbers of the features that each candidate shows."""
    others = np.delete(seen.scores, seen.actor, axis=1)
    margin = (seen.scores[:, seen.actor] - others.max(axis=1)).tolist()
    margins = [max(_mean(margin, span) for span in mentions) for mentions in told]
    order = np.argsort(np.argsort(-np.array(margins), kind="stable"), kind="stable").tolist()
    trigger = tokens_of(one.tokens, *one.trigger)
    words = " ".join(one.tokens.words[slice(*trigger)]).lower()[:24]
    found = []
    for number, mentions in enumerate(told):
        rank, gap = order[number], _step(margins[number] - max(margins))
        acts = any(span.label == ACTS for span in mentions)
        company = acts or any(span.label == "ORG" for span in mentions)
        shown = {
            f"rank {rank}", f"gap {gap}", f"rank {rank} {company}", f"rank {rank} of {min(len(told), _MOST)}",
            f"rank {rank} {acts}", f"acts {acts} {one.kind}", f"times {min(4, len(mentions))}",
            f"place {min(number, _MOST)}", f"title {any(_where(one, s) == 'T' for s in mentions)} {one.kind}",
        }  # fmt: skip
        for span in mentions:
            shown.update(_mentioned(one, seen, span, margin))
        near = nearest(one, mentions)
        shown.update(_near(one, near, trigger, words))
        shown.add(f"place {min(number, _MOST)} {_where(one, near)}")
        numbers = {crc32(text.encode()) % BUCKETS for text in shown}
        found.append(np.array(sorted(numbers), np.int64))
    return found


def _mean(margin: Sequence[float], span: Span) -> float:
    return sum(margin[span.first : span.end]) / (span.end - span.first)


def _step(margin: float) -> int:
    return max(-8, min(5, math.floor(margin)))


def _where(one: Window, span: Span) -> str:
    """Return where a mention stands: in the title, the trigger's sentence, before or after that."""
    away = int(one.tokens.away[span.first])
    return "T" if away == TITLE else "0" if away == 0 else "-" if away < 0 else "+"


def _around(one: Window, span: Span) -> tuple[str, str, str, str]:
    """Return the two words before a mention and the two behind it, within its sentence."""
    tokens, away = one.tokens, one.tokens.away[span.first]
    places = (span.first - 2, span.first - 1, span.end, span.end + 1)
    two, before, behind, next_ = (
        tokens.words[n].lower() if 0 <= n < len(tokens) and tokens.away[n] == away else "|"
        for n in places
    )
    return two, before, behind, next_


def _mentioned(one: Window, seen: Seen, span: Span, margin: Sequence[float]) -> Iterator[str]:
    """Yield what a mention shows, wherever it stands."""
    where, kind, label = _where(one, span), one.kind, span.label
    _, before, behind, next_ = _around(one, span)
    own = seen.scores[span.first : span.end]
    best = int(np.argmax(own[:, seen.actor]))
    slot = next((slot for slot in seen.filled[span.first : span.end] if slot), "none")
    yield from (
        f"label {label}", f"where {where}", f"label {label} {where}",
        f"margin {where} {_step(_mean(margin, span))}",
        f"chance {_step(float(own[best, seen.actor] - own[best, 0]))}",
        f"slot {slot}", f"slot {slot} {kind}",
        f"before {before} {where}", f"before {before} {kind}", f"before {before} {label}",
        f"behind {behind} {where}", f"behind {behind} {kind}", f"behind {behind} {next_}",
        f"between {before} {behind} {where}",
    )  # fmt: skip


def _near(one: Window, span: Span, trigger: tuple[int, int], words: str) -> Iterator[str]:
    """Yield what the mention nearest to the trigger shows."""
    tokens, where, kind = one.tokens, _where(one, span), one.kind
    two, before, behind, next_ = _around(one, span)
    if span.end <= trigger[0]:
        side, apart = "b", trigger[0] - span.end
    elif span.first >= trigger[1]:
        side, apart = "a", span.first - trigger[1]
    else:
        side, apart = "i", 0
    far = min(_STEPS, int(math.log2(1 + apart) * 1.5))
    first = span.first == 0 or tokens.away[span.first - 1] != tokens.away[span.first]
    last = tokens.words[span.end - 1].lower()
    yield from (
        f"far {where} {side} {far}", f"far {kind} {where} {side} {far}", f"side {kind} {where} {side}",
        f"told {words} {kind} {side} {where}", f"told {words} {before}", f"told {words} {behind}",
        f"1 {before}", f"1 {before} {kind}", f"2 {two} {before}", f"2 {two} {before} {kind}",
        f"3 {behind}", f"3 {behind} {kind}", f"4 {behind} {next_}", f"5 {before} {behind}",
        f"5 {before} {behind} {kind}", f"6 {span.label} {before} {behind}", f"7 {span.label} {kind}",
        f"first {first} {where} {kind}", f"under {int(tokens.governed[span.first])} {kind} {where}",
        f"last {last}", f"ends {last[-3:]}", f"size {min(span.end - span.first, _MOST)} {span.label}",
        f"status {one.status} {where} {side}",
    )  # fmt: skip
