"""Who did what, in one text: language, mentions, moves. The way in for the pipeline."""

from collections.abc import Mapping, Sequence
from typing import Any, Literal

from nlp.about import about
from nlp.aliases import in_full, linked
from nlp.chinese import names as chinese_names
from nlp.chinese.bodies import well_known
from nlp.chinese.products import of_moves
from nlp.english import names as english_names
from nlp.entities import Entity, without_overlaps
from nlp.entrance import Entered, as_it_came, entered
from nlp.frames import load
from nlp.gazetteer import Gazetteer
from nlp.learning.model import shipped
from nlp.learning.scorer import Scorer
from nlp.moves import Candidate, Weigher, find_moves, rule_slots
from nlp.names.chain import Chain
from nlp.pretrained import Pretrained
from nlp.reading import Reading, Registered, key_of, read
from nlp.roundups import without_the_past
from schemas.ids import digest
from schemas.language import Move, Tags
from schemas.registry import Registry
from text.amounts import find_dates, find_percents
from text.money import find_money

VERSION = "frames-1"
_ACTORS = 4  # names that are told of those among which an actor was chosen


class Tagger:
    """Tags texts with what *registry* knows and what the frames say. Loading takes under a second."""

    def __init__(
        self,
        registry: Registry,
        scorer: Weigher | Literal["shipped"] | None = "shipped",
        pretrained: Mapping[str, Pretrained] | None = None,
        names: Chain | None = None,
    ) -> None:
        """Take what *registry* knows. *scorer*: the trained model, None for the frames alone.

        *pretrained*: installed spaCy models by language, as further sources of names. *names*: the model
        of names instead of the shipped one, for texts of one language.
        """
        self._pretrained = pretrained or {}
        self._names = names
        self.scorer = Scorer(shipped()) if scorer == "shipped" else scorer
        self._registry = registry
        self._gazetteer = Gazetteer(registry)
        self._registered = Registered(
            {product.id: one.id for one in registry.companies for product in one.products},
            frozenset(one.id for one in registry.companies if one.role == "customer"),
        )
        rules = "|".join(r.name for lang in ("en", "zh") for r in load(lang))
        self.version = "+".join(
            [f"{VERSION}-{digest(rules)[:8]}", *(o.version for o in self._pretrained.values())]
        )

    def tag(
        self,
        title: str,
        text: str,
        *,
        published: str | None = None,
        language: str = "auto",
        publisher: str | None = None,
        boilerplate: Sequence[tuple[int, int]] | None = None,
        prose: bool = True,
    ) -> Tags:
        """Return language, mentions and moves of a text.

        Offsets count characters of *title*, a line feed and *text*. *published* (``YYYY-MM-DD``)
        resolves dates and tells plans from recaps; *publisher* is the company whose own site the
        text is from ("we"); *boilerplate* are spans of *text* that say nothing new; without them
        they are looked for. Where a text is no *prose* (prices, vacancies) no moves are looked for.
        """
        came = entered(title, text, language, self._gazetteer.find, whole=prose)
        reading = self._read(came, published, publisher)
        skipped = came.skipped(boilerplate)
        moves, _candidates = (
            find_moves(reading, skipped, self.scorer, news=True)
            if prose and reading.language in {"en", "zh"}
            else ([], [])
        )
        moves = without_the_past(moves, reading.text[: reading.title_end], published)
        named = reading.entities
        if reading.language == "zh":
            told = without_overlaps([*named, *well_known(reading.text, named)])
            named = tuple(sorted((*told, *of_moves(reading.text, moves, told))))
        tags = Tags(
            language=reading.language,
            mentions=tuple(
                one.mention(reading.text, boilerplate=_within(one.start, skipped))
                for one in named
                if not one.doubtful or _in_a_move(one, moves)
            ),
            moves=tuple(sorted(moves, key=lambda m: (m.evidence[0].start, m.kind))),
            about=tuple(about(reading, skipped, moves)),
            tagger=self.version,
        )
        return as_it_came(tags, came)

    def explain(
        self,
        title: str,
        text: str,
        *,
        published: str | None = None,
        language: str = "auto",
        publisher: str | None = None,
        boilerplate: Sequence[tuple[int, int]] | None = None,
    ) -> list[dict[str, Any]]:
        """Return for each trigger found: rule, words, sentence, and its status or why it is no move.

        With the trained model each has under ``weighed`` what its probability is made of, and under
        ``actors`` the names among which the actor was chosen, the likeliest first.
        """
        came = entered(title, text, language, self._gazetteer.find)
        reading = self._read(came, published, publisher)
        if reading.language not in {"en", "zh"}:
            return []
        skipped = came.skipped(boilerplate)
        _moves, candidates = find_moves(reading, skipped, self.scorer, news=True)
        told = [_explained(one, came) for one in candidates]
        if isinstance(self.scorer, Scorer):
            _moves, framed = find_moves(reading, skipped)
            weighed = self.scorer.weigh(reading, framed, skipped)
            for one, row in zip(candidates, told, strict=True):
                own = next((w for w in weighed if w.unit.covers(one)), None)
                if own is not None:
                    row["weighed"] = self.scorer.reasons(reading, own)
                if row["kept"]:
                    ruled = one._replace(slots=rule_slots(reading, one))
                    acted = self.scorer.filled(reading, [ruled])[0]
                    row.update(_acting(acted, came) | _judged(acted))
                    row["actors"] = [
                        {"name": name, "chance": round(chance, 3)}
                        for name, chance in self.scorer.acting(reading, one)[:_ACTORS]
                    ]
        return told

    def read(
        self, title: str, text: str, *,
        published: str | None = None, language: str = "auto", publisher: str | None = None,
    ) -> Reading:  # fmt: skip
        """Return the text with its mentions and sentences, before any frame is tried."""
        came = entered(title, text, language, self._gazetteer.find)
        return self._read(came, published, publisher)

    def _read(self, came: Entered, published: str | None, publisher: str | None) -> Reading:
        entities = self._entities(came.text, came.title_end, came.language, published)
        own = next(
            (one for one in entities if one.label == "ORG" and one.entity == publisher), None
        )
        if publisher and own is None and (company := self._registry.company(publisher)):
            own = Entity(0, 0, "ORG", company.name(came.language), publisher)
        registered = self._registered._replace(publisher=publisher)
        own = own if publisher else None
        return read(came.text, came.title_end, came.language, published, entities, own, registered)

    def owner(self, name: str) -> tuple[str | None, str | None]:
        """Return the registered product that *name* is, and the company whose it is or that it names itself."""
        for one in without_overlaps(self._gazetteer.find(name)):
            if one.label == "ORG":
                return None, one.entity
            if one.label == "PRODUCT" and one.entity:
                return one.entity, self._registered.owners.get(one.entity)
        return None, None

    def name(self, company: str, language: str | None) -> str | None:
        """Return what a registered company is called in *language*; None for one that is not registered."""
        found = self._registry.company(company)
        return found.name(language or "en") if found else None

    def _entities(
        self, text: str, title_end: int, language: str, published: str | None
    ) -> list[Entity]:
        found, words = self._gazetteer.sifted(text)
        found += [Entity(f.start, f.end, "MONEY", value=f.value, rank=80) for f in find_money(text)]
        found += [
            Entity(f.start, f.end, "PERCENT", value=f.value, rank=79) for f in find_percents(text)
        ]
        found += [
            Entity(f.start, f.end, "DATE", value=f.value, rank=70)
            for f in find_dates(text, published)
        ]
        if language in self._pretrained:
            found += self._pretrained[language].find(text)
        if language in {"en", "zh"}:
            names = chinese_names if language == "zh" else english_names
            found += names.find(text, title_end, without_overlaps(found), self._names)
        kept = in_full(linked(without_overlaps(found), words))
        # No mention reaches over the line feed between title and text.
        return [one for one in kept if not one.start < title_end + 1 < one.end]


def _in_a_move(one: Entity, moves: Sequence[Move]) -> bool:
    """Say whether a move is about the name at these characters."""
    for move in moves:
        slots = [move.actor] if move.actor else []
        slots += [slot for name in move.slots for slot in move.values(name)]
        if any(slot.start == one.start and slot.end == one.end for slot in slots):
            return True
    return False


def _within(place: int, spans: Sequence[tuple[int, int]]) -> bool:
    return any(start <= place < end for start, end in spans)


def _acting(one: Candidate, came: Entered) -> dict[str, str | None]:
    actor = one.parties.actor
    return {
        "actor": (actor.name or came.words(actor.start, actor.end)) if actor else None,
        "actor_key": key_of(actor) if actor else None,
    }


def _explained(one: Candidate, came: Entered) -> dict[str, Any]:
    begin = one.sentence.start
    told = begin + one.start
    start, end = came.span(told, told + len(one.sentence.words(one.start, one.end)))
    return {
        "rule": one.rule.name,
        "kind": one.rule.kind,
        "trigger": came.full[start:end],
        "start": start,
        "end": end,
        "sentence": came.words(begin, one.sentence.end),
        **_acting(one, came),
        **_judged(one),
        "confidence": one.confidence,
    }


def _judged(one: Candidate) -> dict[str, Any]:
    return {
        "status": one.verdict.status,
        "kept": one.verdict.status is not None,
        "reason": one.verdict.reason,
        "because": one.verdict.because,
    }
