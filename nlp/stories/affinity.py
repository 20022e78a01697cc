"""How likely two reports tell one event: a weighted sum of what they share, as a probability.

Reports in one language share words; reports in two share facts (:mod:`nlp.stories.facts`). The weights lie
in ``affinity.yaml``; they were learned from this project's own stories (``python -m
evaluation.storyfit``), never from a public set.
"""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from math import exp, log, sqrt
from pathlib import Path
from typing import Any

from nlp.roundups import is_round_up
from nlp.stories.facts import facts
from nlp.stories.inputs import StoryInput
from nlp.stories.leads import Lead, Text, lead, of_leads, weighed
from nlp.stories.matching import Event, days_between, event_of, same_event
from nlp.stories.near import Fingerprint, fingerprint, stem
from nlp.stories.parties import Known, Party, known_by, parties
from nlp.stories.signs import of_companies, of_moves, of_rivals
from nlp.stories.things import Things, Told, things, untold
from schemas.language import Move
from text.kept import yaml_of

_WEIGHTS = Path(__file__).with_name("affinity.yaml")
# A name inside a sentence tells like events apart better than a common word does.
_NAME_WEIGHT = 1.5
# Rarity is 0 for what every text holds, 1 for what none does, however many texts there are.
# Added to each word's rarity, so that a word that stands in every text still counts a little.
_FLOOR = 0.06
_MOST_NUMBERS, _MOST_WORDS = 2.0, 3.0
_FULL_DAYS, _WEEK = 14, 7
# A move that no title tells is the main one from this confidence on.
_SURE, _SURE_BESIDES = 0.5, 0.9
# So much less sure is about as sure.
_AS_SURE = 0.05
# Days within which the next report of a company may be of the same event.
_NEAR = 4
# A watched page's change has no text; its move alone says whether a report tells the same.
_CHANGE_TOLD, _CHANGE_UNTOLD = 0.9, 0.0
_FIGURES = "mrpn"
Vector = Mapping[str, float]
# Of words only the rare ones tell; of facts even a common one does.
_POWER = {"text": 2, "title": 2, "proper": 2}


@lru_cache(maxsize=1)
def parameters() -> dict[str, Any]:
    """Return the weights (``same``, ``cross``, ``words``) and the threshold."""
    loaded: dict[str, Any] = yaml_of(_WEIGHTS)
    return loaded


@dataclass(frozen=True, eq=False)
class Profile:
    """What comparing needs of one input; made once."""

    language: str
    day: str
    print_: Fingerprint
    title: frozenset[str]
    facts: frozenset[str]
    told: frozenset[str]
    events: tuple[Event, ...]
    main: tuple[Event, ...]
    parties: tuple[Party, ...]
    known: Known
    lead: Lead
    things: tuple[Things, ...]
    is_change: bool
    round_up: bool
    vectors: dict[str, Vector] = field(default_factory=dict)
    by_type: dict[str, frozenset[str]] = field(default_factory=dict)

    @property
    def proper(self) -> frozenset[str]:
        """Return the capitalised words inside sentences."""
        return frozenset(term for term in self.print_.terms if term[0] == "^")

    def of_type(self, letters: str) -> frozenset[str]:
        """Return the facts whose key begins with one of *letters*."""
        known = self.by_type.get(letters)
        if known is None:
            known = frozenset(one for one in self.facts if one[0] in letters)
            self.by_type[letters] = known
        return known


def profile(entry: StoryInput) -> Profile:
    """Return the profile of a document or change."""
    day = entry.published[:10]
    is_change = entry.change is not None
    title = "" if is_change else entry.title
    found = facts(title, entry.text, entry.tags, day)
    if entry.company:
        found |= {f"e:{entry.company}"}
    events = tuple(
        event_of(
            move,
            day,
            move.actor.entity
            if move.actor and move.actor.entity
            else entry.company
            if is_change
            else None,
        )
        for move in entry.tags.moves
    )
    told = facts(title, "", entry.tags, day) | {f"e:{one}" for one in entry.tags.about[:1]}
    print_ = fingerprint(f"{title}\n{entry.text}")
    titled = frozenset(fingerprint(title).terms)
    language = entry.tags.language if entry.tags.language in {"en", "zh"} else entry.language
    main = _main(entry, events)
    of_main = (move for move, event in zip(entry.tags.moves, events, strict=True) if event in main)
    return Profile(
        language=language,
        day=day,
        print_=print_,
        title=titled,
        facts=found,
        told=told,
        events=events,
        main=main,
        parties=parties(title, entry.tags),
        known=known_by(frozenset(print_.terms), titled, found, told, entry.tags),
        lead=lead(title, entry.text, entry.tags),
        things=tuple(things(move, language) for move in of_main),
        is_change=is_change,
        round_up=not is_change and is_round_up(title, entry.text, entry.tags),
    )


def _main(entry: StoryInput, events: tuple[Event, ...]) -> tuple[Event, ...]:
    """Return the events that the title tells, and the surest one; of those about as sure, the one told first."""
    pairs = list(zip(entry.tags.moves, events, strict=True))
    end = len(entry.title)
    titled = [event for move, event in pairs if any(s.start < end for s in move.evidence)]
    if not pairs:
        return ()
    most = max(move.confidence for move in entry.tags.moves) - _AS_SURE
    about_as_sure = [pair for pair in pairs if pair[0].confidence >= most]
    move, surest = min(about_as_sure, key=lambda pair: _starts(pair[0]))
    if surest not in titled and move.confidence >= (_SURE_BESIDES if titled else _SURE):
        titled.append(surest)
    return tuple(titled)


def _starts(move: Move) -> int:
    """Return where the evidence of a move starts; a change of a page has none."""
    return min((span.start for span in move.evidence), default=0)


class Affinity:
    """Compares profiles, given how rare each word and fact is among all of *corpus*."""

    def __init__(self, corpus: Iterable[Profile]) -> None:
        self._facts: Counter[str] = Counter()
        self._terms: Counter[str] = Counter()
        self._count = 0
        for one in corpus:
            self._count += 1
            self._facts.update(one.facts)
            self._terms.update(set(one.print_.terms))
            one.vectors.clear()
        self._scale = log(2 + self._count)

    def frequency(self, key: str) -> int:
        """Return how many texts hold a fact or term."""
        return self._facts.get(key, 0) or self._terms.get(key, 0)

    def compare(self, one: Profile, other: Profile) -> float:
        """Return the probability, 0 to 1, that two reports tell one event."""
        if one.is_change or other.is_change:
            told = any(same_event(a, b, 0.0) for a in one.events for b in other.events)
            return _CHANGE_TOLD if told else _CHANGE_UNTOLD
        if one.round_up or other.round_up or of_rivals(one, other):
            return 0.0
        found = self.features(one, other)
        if one.language != other.language:
            return _probability("cross", found)
        # Alike in words or alike in what they tell of whom: either is enough.
        return max(_probability("same", found), _probability("words", found))

    def features(self, one: Profile, other: Profile) -> dict[str, float]:
        """Return what the weights weigh."""
        across = one.language != other.language
        gap = days_between(one.day, other.day)
        names = one.of_type("w") & other.of_type("w")
        strange = one.of_type("x") & other.of_type("x")
        found = {
            "text": 0.0 if across else self._cosine("text", one, other),
            "title": 0.0 if across else self._cosine("title", one, other),
            "proper": 0.0 if across else self._cosine("proper", one, other),
            "facts": self._cosine("facts", one, other),
            "told": self._cosine("told", one, other),
            "numbers": min(_MOST_NUMBERS, self._numbers(one, other)),
            "values": min(_MOST_NUMBERS, self._values(one, other)),
            "names": min(_MOST_WORDS, sum(self._rarity(name) for name in names)),
            "strange words": min(_MOST_WORDS, sum(self._rarity(pair) for pair in strange)),
            "names in all": self._cosine("w", one, other),
            "subjects": self._cosine("c", one, other),
            "next day": float(gap > 0),
            "days": min(gap, _FULL_DAYS) / _WEEK,
            "weeks": float(gap > _WEEK),
        }
        found |= of_companies(one.parties, other.parties, one.known, other.known, self.rarity_of)
        found |= of_moves(one, other)
        if not across:
            found |= of_leads(self._lead(one), self._lead(other), self._term_rarity)
        found["other things"] = self._other_things(one, other, across=across)
        company = min(1.0, found["companies"] + 0.5 * found["named"])
        near = max(0.0, 1.0 - gap / _NEAR)
        found["company near"] = company * near
        found["company and kind"] = (
            company * near * max(found["main kind"], found["like main kind"])
        )
        return found

    def rarity_of(self, one: Party) -> float:
        """Return how rare a company is among all texts: 1 in none, 0 in all."""
        if one.registered:
            return self._rarity(f"e:{one.name}")
        return max(self._rare(self._terms.get(stem(word), 0)) for word in one.words)

    def _other_things(self, one: Profile, other: Profile, *, across: bool) -> float:
        """Return how surely two reports are of two things; one figure of both says more than words."""
        if one.of_type(_FIGURES) & other.of_type(_FIGURES):
            return 0.0
        ours, theirs = (Told(each.things, each.known.words, each.facts) for each in (one, other))
        return untold(ours, theirs, self._term_rarity, across=across)

    def _lead(self, one: Profile) -> Text:
        weights = one.vectors.get("lead")
        if weights is None:
            weights = one.vectors["lead"] = weighed(one.lead.words, self._term_rarity)
        return Text(one.lead, weights, one.known.words)

    def _term_rarity(self, term: str) -> float:
        return self._rare(self._terms.get(term, 0))

    def _numbers(self, one: Profile, other: Profile) -> float:
        exact = one.of_type("mpn") & other.of_type("mpn")
        total = sum(self._rarity(key) for key in exact)
        total += 0.6 * sum(self._rarity(key) for key in one.of_type("d") & other.of_type("d"))
        if not any(key[0] == "m" for key in exact):  # else the rounded sum tells nothing more
            total += 0.5 * sum(self._rarity(k) for k in one.of_type("r") & other.of_type("r"))
        return total

    def _values(self, one: Profile, other: Profile) -> float:
        """Return how many numbers agree whatever they count: from 22 to 27 in one, $22 and $27 in the other."""
        return sum(self._rarity(key) for key in one.of_type("v") & other.of_type("v"))

    def _rarity(self, key: str) -> float:
        return self._rare(self._facts.get(key, 0))

    def _rare(self, frequency: int) -> float:
        return 1.0 - log(1 + frequency) / self._scale

    def _cosine(self, name: str, one: Profile, other: Profile) -> float:
        a, b = self._vector(name, one), self._vector(name, other)
        if len(b) < len(a):
            a, b = b, a
        return sum(weight * b[key] for key, weight in a.items() if key in b)

    def _vector(self, name: str, one: Profile) -> Vector:
        known = one.vectors.get(name)
        if known is None:
            known = one.vectors[name] = self._weighted(name, one)
        return known

    def _weighted(self, name: str, one: Profile) -> Vector:
        frequency = self._terms if name in {"text", "title", "proper"} else self._facts
        if name == "text":
            raw = {
                term: (1 + log(count)) * (_NAME_WEIGHT if term[0] == "^" else 1.0)
                for term, count in one.print_.terms.items()
            }
        else:
            keys = {
                "title": one.title,
                "facts": one.of_type("ecdmnprw"),
                "proper": one.proper,
                "told": one.told,
            }.get(name)
            raw = dict.fromkeys(one.of_type(name) if keys is None else keys, 1.0)
        weights = {
            key: value * (self._rare(frequency.get(key, 0)) ** _POWER.get(name, 1) + _FLOOR)
            for key, value in raw.items()
        }
        norm = sqrt(sum(weight * weight for weight in weights.values())) or 1.0
        return {key: weight / norm for key, weight in weights.items()}


def _probability(name: str, found: Mapping[str, float]) -> float:
    table = parameters()[name]
    total = sum(
        weight * value for key, value in found.items() if value and (weight := table.get(key))
    )
    return 1.0 / (1.0 + exp(-max(-30.0, min(30.0, total + table["bias"]))))
