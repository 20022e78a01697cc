"""Stories: which documents and moves report one event, incrementally, in any language.

Reprints are found by shingles; then moves meet by kind, companies, slots and days (no translation:
registry ids and normalised values are the same in both languages); documents without a move meet by
the likeness of their words. A round-up of several events joins each of them and founds none.
"""

import re
from collections import defaultdict
from collections.abc import Sequence

from nlp.matching import (
    WINDOW_DAYS,
    Event,
    contradicts,
    days_between,
    differs,
    event_of,
    same_across_scripts,
    same_event,
)
from nlp.near import Fingerprint, Likeness, fingerprint, is_reprint, shared_words
from nlp.storyform import build
from nlp.storyinput import StoryInput
from schemas.ids import short_id
from schemas.language import Move
from schemas.registry import Registry
from schemas.stories import Story

# A text with this many moves of different companies is a round-up.
_ROUND_UP = 4
# … and so is one that calls itself so.
_ROUND_UP_TITLE = re.compile(
    r"一周|周报|周评|盘点|回顾|月报|早报|晚报|要闻"
    r"|\b(?:round-?up|week(?:ly)? in|in brief|the week|this week|month in|digest|briefing|recap)\b",
    re.IGNORECASE,
)
# Likeness from which texts without moves tell one event: measured on English news, where 0.17 joins
# more but begins to merge like events. A text whose own moves match nothing needs to be closer.
_ALIKE = 0.2
_ALIKE_DESPITE_MOVES = 0.4
_ALIKE_OTHER_NAMES = 0.26
# A reader of a story needs candidates, not the archive: texts older than this are not compared.
_CANDIDATE_DAYS = 45


class _Member:
    """An input in a story, with the moves it brings there."""

    def __init__(
        self, entry: StoryInput, moves: Sequence[Move], print_: Fingerprint, reprint: str | None
    ) -> None:
        self.entry = entry
        self.moves = tuple(moves)
        self.fingerprint = print_
        self.reprint_of = reprint
        self.events: tuple[Event, ...] = tuple(
            event_of(move, entry.published[:10], _company(entry, move)) for move in moves
        )


def _company(entry: StoryInput, move: Move) -> str | None:
    if move.actor is not None and move.actor.entity:
        return move.actor.entity
    return entry.company if entry.change else None


class Grouper:
    """Groups inputs into stories as they come; the same inputs in the same order give the same ids."""

    def __init__(
        self, registry: Registry, known: Sequence[Story] = (), inputs: Sequence[StoryInput] = ()
    ) -> None:
        self._registry = registry
        self._known = {story.id: story for story in known}
        self._members: dict[str, list[_Member]] = defaultdict(list)
        self._of_document: dict[str, list[str]] = defaultdict(list)
        self._by_company: dict[str, set[str]] = defaultdict(set)
        self._by_term: dict[str, set[str]] = defaultdict(set)
        self._likeness = Likeness()
        self._changed: set[str] = set()
        self._resume(inputs)

    def _resume(self, inputs: Sequence[StoryInput]) -> None:
        """Put inputs that already have stories back into them."""
        placed: dict[tuple[str, str | None], list[str]] = defaultdict(list)
        for story in self._known.values():
            for report in story.reports:
                placed[report.document_id, None].append(story.id)
            for move in story.moves:
                if move.change:
                    placed[move.document_id, move.change].append(story.id)
        for entry in inputs:
            for story_id in placed.get((entry.id, entry.change), ()):
                story = self._known[story_id]
                told = {self._signature(m.move) for m in story.moves if m.document_id == entry.id}
                moves = [m for m in entry.tags.moves if self._signature(m) in told]
                self._join(
                    story_id,
                    _Member(entry, moves, self._print(entry), _reprint_in(story, entry.id)),
                )
        self._changed.clear()

    @staticmethod
    def _signature(move: Move) -> tuple[str, str]:
        return move.kind, move.actor.text if move.actor else ""

    def _print(self, entry: StoryInput) -> Fingerprint:
        return fingerprint(f"{entry.title}\n{entry.text}")

    def add(self, entry: StoryInput) -> None:
        """Bring one document or change into the stories it reports; found one where there is none."""
        if any(
            m.entry.change == entry.change
            for s in self._of_document[entry.id]
            for m in self._members[s]
            if m.entry.id == entry.id
        ):
            return
        print_ = self._print(entry)
        self._likeness.add(print_.terms)
        candidates = self._candidates(entry, print_)
        original = self._reprint(entry, print_, candidates)
        if original is not None:
            story_id, member = original
            for one in dict.fromkeys([story_id, *self._of_document[member.entry.id]]):
                self._join(
                    one,
                    _Member(
                        entry, entry.tags.moves if one == story_id else (), print_, member.entry.id
                    ),
                )
            return
        self._place(entry, print_, candidates)

    def _place(self, entry: StoryInput, print_: Fingerprint, candidates: list[str]) -> None:
        moves = entry.tags.moves
        if not moves:
            best = self._alike(entry, print_, candidates)
            self._join(best or self._new(entry), _Member(entry, (), print_, None))
            return
        actors = {_company(entry, m) or (m.actor.text if m.actor else "") for m in moves}
        round_up = len(actors) >= _ROUND_UP or bool(_ROUND_UP_TITLE.search(entry.title))
        homes: dict[str, list[Move]] = defaultdict(list)
        rest: list[Move] = []
        for move in moves:
            event = event_of(move, entry.published[:10], _company(entry, move))
            found = self._story_of(event, print_, candidates, entry.language)
            if found:
                homes[found].append(move)
            else:
                rest.append(move)
        if round_up:
            # It retells what others reported; what nobody did is no event of its own.
            homes[self._new(entry)] = []
        elif rest:
            if homes and rest[0] is not moves[0]:
                homes[next(iter(homes))] += rest
            else:
                alike = self._alike(entry, print_, candidates)
                homes[alike or self._new(entry, "" if not homes else rest[0].kind)] += rest
        for story_id, own in homes.items():
            self._join(story_id, _Member(entry, own, print_, None))

    def _candidates(self, entry: StoryInput, print_: Fingerprint) -> list[str]:
        """Return ids of stories that share a company or a telling word, within the window."""
        found: set[str] = set()
        for key in self._keys(entry):
            found |= self._by_company.get(key, set())
        for term in print_.terms:
            stories = self._by_term.get(term)
            if stories and len(stories) <= 60:
                found |= stories
        day = entry.published[:10]
        return sorted(
            story_id
            for story_id in found
            if any(
                days_between(m.entry.published[:10], day) <= _CANDIDATE_DAYS
                for m in self._members[story_id]
            )
        )

    def _keys(self, entry: StoryInput) -> set[str]:
        keys = {m.entity for m in entry.tags.mentions if m.entity and m.label == "ORG"} | set(
            entry.tags.about
        )
        keys |= {m.actor.entity or m.actor.text.casefold() for m in entry.tags.moves if m.actor}
        keys |= {
            f"{m.value.currency}:{m.value.amount}"
            for m in entry.tags.mentions
            if m.value and m.value.amount is not None
        }
        return keys | ({entry.company} if entry.company else set())

    def _reprint(
        self, entry: StoryInput, print_: Fingerprint, candidates: list[str]
    ) -> tuple[str, _Member] | None:
        for story_id in candidates:
            for member in self._members[story_id]:
                if (
                    member.entry.id != entry.id
                    and not member.reprint_of
                    and is_reprint(print_, member.fingerprint)
                ):
                    return story_id, member
        return None

    def _story_of(
        self, event: Event, print_: Fingerprint, candidates: list[str], language: str
    ) -> str | None:
        best: tuple[float, str] | None = None
        for story_id in candidates:
            for member in self._members[story_id]:
                likeness = self._likeness.compare(print_.terms, member.fingerprint.terms)
                words = (
                    shared_words(print_, member.fingerprint)
                    if language != member.entry.language
                    else None
                )
                same = any(
                    same_event(event, other, likeness)
                    or (words is not None and same_across_scripts(event, other, words))
                    for other in member.events
                )
                if same and (best is None or likeness > best[0]):
                    best = (likeness, story_id)
        return best[1] if best else None

    def _alike(self, entry: StoryInput, print_: Fingerprint, candidates: list[str]) -> str | None:
        """Return the story whose texts are most like this one, if like enough and near in time."""
        best: tuple[float, str] | None = None
        events = [event_of(m, entry.published[:10], _company(entry, m)) for m in entry.tags.moves]
        for story_id in candidates:
            told = [event for member in self._members[story_id] for event in member.events]
            if any(contradicts(one, other) for one in events for other in told):
                continue
            near = [
                self._likeness.compare(print_.terms, m.fingerprint.terms)
                for m in self._members[story_id]
                if m.entry.text
                and days_between(m.entry.published[:10], entry.published[:10]) <= WINDOW_DAYS
            ]
            if not near:
                continue
            score = (max(near) + sum(near) / len(near)) / 2
            sure = any(one.registered for one in events) and bool(told)
            unlike = any(differs(one, other) for one in events for other in told)
            least = _ALIKE_DESPITE_MOVES if sure else _ALIKE_OTHER_NAMES if unlike else _ALIKE
            if score >= least and (best is None or score > best[0]):
                best = (score, story_id)
        return best[1] if best else None

    def _new(self, entry: StoryInput, salt: str = "") -> str:
        return short_id("st", entry.id, entry.change or "", salt)

    def _join(self, story_id: str, member: _Member) -> None:
        self._members[story_id].append(member)
        if story_id not in self._of_document[member.entry.id]:
            self._of_document[member.entry.id].append(story_id)
        for key in self._keys(member.entry):
            self._by_company[key].add(story_id)
        for term in member.fingerprint.terms:
            self._by_term[term].add(story_id)
        self._changed.add(story_id)

    def stories(self) -> list[Story]:
        """Return the stories that changed since the grouper was made, built anew."""
        built = []
        for story_id in sorted(self._changed):
            members = self._members[story_id]
            reports = [(m.entry, m.moves, m.reprint_of) for m in members]
            built.append(build(story_id, reports, self._registry, self._known.get(story_id)))
        return built

    def assignments(self) -> dict[str, list[str]]:
        """Return document id to the ids of its stories, the main one first."""
        return {
            document: list(stories) for document, stories in self._of_document.items() if stories
        }


def _reprint_in(story: Story, document_id: str) -> str | None:
    return next((r.reprint_of for r in story.reports if r.document_id == document_id), None)


__all__ = ["Grouper", "StoryInput"]
