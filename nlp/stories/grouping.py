"""Stories: which documents and changes report one event, incrementally, in any language.

Reprints are found by shingles. All else meets by how likely two reports tell one event (words in one
language, facts in two: :mod:`nlp.stories.affinity`), joined by average linkage. Stories that stand already
never join each other; a round-up stays alone; what people said about stories always holds.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from nlp.stories.affinity import Affinity, Profile, parameters, profile
from nlp.stories.clustering import Pair, clusters
from nlp.stories.form import build
from nlp.stories.inputs import StoryInput
from nlp.stories.matching import Event, days_between, relation, same_event
from nlp.stories.near import is_reprint
from nlp.stories.parties import main_names
from nlp.stories.resuming import moves_in, returning
from nlp.stories.sounding import Sounds
from schemas.ids import short_id
from schemas.language import Move
from schemas.registry import Registry
from schemas.stories import Bond, Story, settled

# A reader of a story needs candidates, not the archive: reprints come up to so many days later …
_CANDIDATE_DAYS = 45
# … and other reports of an event within these; what is told later is a follow-up.
_REPORT_DAYS = 21
# Names that are only heard to be one call candidates within so many.
_SOUND_DAYS = 7
# Words and numbers that more texts share than this, and companies that more do, call no candidates.
_MOST_SHARING, _MOST_OF_COMPANY = 60, 400

# What was one story stays one unless a correction makes it much less likely than before.
_INERTIA = 0.25


@dataclass(eq=False)
class _Item:
    """An input, its profile and the stories it stands in; *stories* is the main one first."""

    entry: StoryInput
    profile: Profile
    standing: str | None = None
    stories: dict[str, tuple[Move, ...]] = field(default_factory=dict)
    reprint_of: str | None = None


class Grouper:
    """Groups inputs into stories; the same inputs in the same order give the same ids.

    *known* stories keep their ids and reports; *inputs* are theirs, read again. What is added joins
    them or founds new ones when the stories or assignments are asked for. *bonds* are what people
    said, the oldest first: which documents are one story, and which are not. *released* documents
    are placed anew: their stories lose them unless they are added again and still belong there. *were*
    says of some to which stories they return, as before a word that was taken back.
    """

    def __init__(
        self,
        registry: Registry,
        known: Sequence[Story] = (),
        inputs: Sequence[StoryInput] = (),
        bonds: Sequence[Bond] = (),
        released: Collection[str] = (),
        were: Mapping[str, str] | None = None,
    ) -> None:
        self._registry = registry
        self._known = {story.id: story for story in known}
        self._bonds = settled(bonds)
        # What people took out of a story; the others stay in it.
        self._taken_out = {d for bond in bonds if bond.others for d in bond.documents}
        self._released = frozenset(released)
        self._were = returning(were or {}, self._bonds)
        self._items: list[_Item] = []
        self._copies: dict[str, list[_Item]] = defaultdict(list)
        self._seen: set[tuple[str, str | None]] = set()
        self._waiting: list[int] = []
        self._changed: set[str] = set()
        self._home: dict[str, str] = {}
        self._resume(inputs)

    def _resume(self, inputs: Sequence[StoryInput]) -> None:
        """Put inputs that already have stories back into them."""
        placed: dict[tuple[str, str | None], list[Story]] = defaultdict(list)
        for story in sorted(self._known.values(), key=lambda s: (s.first_seen, s.id)):
            for report in story.reports:
                placed[report.document_id, None].append(story)
                self._home.setdefault(report.document_id, story.id)
                if report.document_id in self._released:
                    self._changed.add(story.id)
            for move in story.moves:
                if move.change:
                    placed[move.document_id, move.change].append(story)
        for entry in inputs:
            if entry.id in self._released:
                continue
            stories = placed.get((entry.id, entry.change), ())
            stories = sorted(stories, key=lambda s: (s.representative != entry.id, s.first_seen))
            if not stories or not self._take(entry):
                continue
            item = self._items[-1]
            item.standing = stories[0].id
            self._note_copy(item, _reprint_in(stories[0], entry.id))
            for story in stories:
                item.stories[story.id] = moves_in(story, stories, entry)

    def _take(self, entry: StoryInput) -> bool:
        if (entry.id, entry.change) in self._seen:
            return False
        self._seen.add((entry.id, entry.change))
        self._items.append(_Item(entry, profile(entry)))
        return True

    def add(self, entry: StoryInput) -> None:
        """Take one document or change; the same again is ignored."""
        if self._take(entry):
            item = self._items[-1]
            if entry.change is None and entry.id not in self._released:
                item.standing = self._home.get(entry.id)  # a later revision stays where it was
            elif entry.change is None:
                item.standing = self._were.get(entry.id)
            self._waiting.append(len(self._items) - 1)

    def _settle(self) -> None:
        """Bring what was added into stories."""
        if not self._waiting:
            return
        compare = Affinity(item.profile for item in self._items)
        candidates = dict(self._candidates(compare))
        likelihood, reprints = self._pairs(compare, candidates)
        standing: dict[str, list[int]] = defaultdict(list)
        for number, item in enumerate(self._items):
            if item.standing:
                standing[item.standing].append(number)
        groups = clusters(
            len(self._items),
            likelihood,
            float(parameters()["threshold"]),
            standing=list(standing.values()),
            together=[*self._bonded(together=True), *reprints],
            apart=self._bonded(together=False),
            loose=float(parameters()["loose"]),
        )
        fresh = set(self._waiting)
        self._waiting = []
        for group, story_id in zip(groups, self._ids(groups, fresh), strict=True):
            self._found(group, fresh, story_id)
        for number in sorted(fresh):
            self._also(number, candidates[number])

    def _ids(self, groups: Sequence[Sequence[int]], fresh: set[int]) -> list[str | None]:
        """Return each group's story: the one that stands, or lost all its reports to the group."""
        found = [next((s for n in g if (s := self._items[n].standing)), None) for g in groups]
        emptied = {self._home[d] for d in self._released if d in self._home} - self._kept()
        emptied -= set(found)
        founded = {s for s in emptied for group in groups if self._founded(s, group)}
        for story in sorted(
            (self._known[s] for s in emptied),
            key=lambda s: (s.id not in founded, s.first_seen, s.id),
        ):
            heirs = [
                (
                    not documents & self._taken_out,
                    self._founded(story.id, group),
                    story.representative in documents,
                    len(documents),
                    -number,
                )
                for number, group in enumerate(groups)
                if found[number] is None and (documents := self._moved(story.id, group, fresh))
            ]
            if heirs:
                found[-max(heirs)[-1]] = story.id
        return found

    def _moved(self, story_id: str, group: Sequence[int], fresh: set[int]) -> set[str]:
        """Return the documents of a group that were in a story before they were released."""
        documents = {self._items[n].entry.id for n in group if n in fresh}
        return {d for d in documents & self._released if self._home.get(d) == story_id}

    def _founded(self, story_id: str, group: Sequence[int]) -> bool:
        """Say whether the first document of a group is the one that founded a story."""
        first = min((self._items[n].entry for n in group), key=lambda one: one.order)
        return story_id == short_id("st", first.id, first.change or "", "")

    def _kept(self) -> set[str]:
        """Return the stories that have reports which were not released."""
        return {
            story.id
            for story in self._known.values()
            if any(report.document_id not in self._released for report in story.reports)
        }

    def _found(self, group: Sequence[int], fresh: set[int], story_id: str | None) -> None:
        """Give the new items of a group its story: the one that stands, or a new one."""
        new = [number for number in group if number in fresh]
        if not new:
            return
        if story_id is None:
            story_id = self._new_id(
                min((self._items[n].entry for n in new), key=lambda one: one.order)
            )
        for number in new:
            item = self._items[number]
            item.standing = story_id
            item.stories = {story_id: () if item.profile.round_up else item.entry.tags.moves}
        self._changed.add(story_id)

    def _new_id(self, founder: StoryInput) -> str:
        """Return an id for a story that *founder* founds; it may have founded one before."""
        taken = set(self._known) | {s for item in self._items for s in item.stories}
        for salt in range(1000):
            story_id = short_id("st", founder.id, founder.change or "", str(salt or ""))
            if story_id not in taken:
                return story_id
        raise AssertionError("one document cannot have founded a thousand stories")

    def _candidates(self, compare: Affinity) -> Iterator[tuple[int, list[int]]]:
        """Yield for each waiting item those that share a company, a telling word or a number."""
        index: dict[str, list[int]] = defaultdict(list)
        for number, item in enumerate(self._items):
            for key in _keys(item.profile):
                index[key].append(number)
        profiles = (item.profile for item in self._items)
        sounds = Sounds(tuple(main_names(one.parties, one.known)) for one in profiles)
        for number in self._waiting:
            one = self._items[number].profile
            heard = (n for n in sounds.like(number) if self._days(number, n) <= _SOUND_DAYS)
            found: set[int] = set(heard)
            if self._items[number].entry.id in self._released:
                found.update(n for n in range(len(self._items)) if self._were_one(number, n))
            for key in _keys(one):
                most = _MOST_OF_COMPANY if key.startswith("e:") else _MOST_SHARING
                if compare.frequency(key) <= most:
                    found.update(index[key])
            found.discard(number)
            near = (n for n in found if self._days(number, n) <= _CANDIDATE_DAYS)
            yield number, sorted(near)

    def _were_one(self, one: int, other: int) -> bool:
        """Say whether two items were in one story before one of them was released."""
        homes = (self._home.get(self._items[n].entry.id) for n in (one, other))
        ours, theirs = homes
        return ours is not None and ours == theirs

    def _days(self, one: int, other: int) -> int:
        return days_between(self._items[one].profile.day, self._items[other].profile.day)

    def _pairs(
        self, compare: Affinity, candidates: dict[int, list[int]]
    ) -> tuple[dict[Pair, float], list[Pair]]:
        """Return the likelihood of each pair worth comparing, and the pairs that are reprints."""
        likelihood: dict[Pair, float] = {}
        reprints: list[Pair] = []
        for number, others in candidates.items():
            for other in others:
                pair = (min(number, other), max(number, other))
                if pair in likelihood:
                    continue
                likelihood[pair] = self._likelihood(compare, pair)
                if self._is_reprint(pair):
                    reprints.append(pair)
        return likelihood, reprints

    def _likelihood(self, compare: Affinity, pair: Pair) -> float:
        one, other = (self._items[n] for n in pair)
        kept = _INERTIA if self._released and self._were_one(*pair) else 0.0
        if self._days(*pair) > _REPORT_DAYS:
            return kept
        return min(1.0, kept + compare.compare(one.profile, other.profile))

    def _is_reprint(self, pair: Pair) -> bool:
        """Say whether a pair is one text twice, and note of the later one whose reprint it is.

        Whichever came in first: what was read before its original is its reprint all the same.
        """
        first, second = sorted((self._items[n] for n in pair), key=lambda one: one.entry.order)
        if first.entry.id == second.entry.id:
            return False
        if not is_reprint(first.profile.print_, second.profile.print_):
            return False
        origin = first.reprint_of or first.entry.id
        if second.reprint_of is None and origin != second.entry.id:
            for item in (second, *self._copies.pop(second.entry.id, ())):
                self._note_copy(item, origin)
        return True

    def _note_copy(self, item: _Item, origin: str | None) -> None:
        item.reprint_of = origin
        if origin:
            self._copies[origin].append(item)

    def _bonded(self, *, together: bool) -> list[Pair]:
        """Return the pairs of items that people joined, or parted."""
        numbers: dict[str, list[int]] = defaultdict(list)
        for number, item in enumerate(self._items):
            if item.entry.change is None:
                numbers[item.entry.id].append(number)
        return [
            (a, b)
            for (one, other), joined in self._bonds.items()
            if joined == together
            for a in numbers.get(one, ())
            for b in numbers.get(other, ())
        ]

    def _also(self, number: int, candidates: Sequence[int]) -> None:
        """Let a document that tells a second event report that event's story, too."""
        item = self._items[number]
        main = item.standing or ""
        if item.profile.round_up or item.entry.change is not None:
            return
        fellows = [o for o in self._items if o is not item and o.standing == main]
        for move, event in zip(item.entry.tags.moves, item.profile.events, strict=True):
            if event in item.profile.main and len(item.stories[main]) < 2:
                continue  # its own story is about this
            if any(relation(event, e)[0] for o in fellows for e in o.profile.events):
                continue
            for other in (self._items[n] for n in candidates):
                story_id = other.standing
                if story_id in {None, main} or other.profile.round_up:
                    continue
                if (
                    story_id
                    and any(_told(event, e) for e in other.profile.main)
                    and not self._parted(item, story_id)
                ):
                    item.stories[story_id] = (*item.stories.get(story_id, ()), move)
                    item.stories[main] = tuple(m for m in item.stories[main] if m is not move)
                    self._changed.add(story_id)
                    break

    def _parted(self, item: _Item, story_id: str) -> bool:
        one = item.entry.id
        inside = (other.entry.id for other in self._items if story_id in other.stories)
        return any(self._bonds.get((min(one, other), max(one, other))) is False for other in inside)

    def stories(self) -> list[Story]:
        """Return the stories that changed since the grouper was made, built anew."""
        self._settle()
        members: dict[str, list[_Item]] = defaultdict(list)
        for item in self._items:
            for story_id in item.stories:
                members[story_id].append(item)
        return [
            build(
                story_id,
                [(m.entry, m.stories[story_id], m.reprint_of) for m in members[story_id]],
                self._registry,
                self._without_released(story_id),
            )
            if members[story_id] or self._without_released(story_id)
            else self._end(self._known[story_id])
            for story_id in sorted(self._changed)
        ]

    def _without_released(self, story_id: str) -> Story | None:
        """Return a known story without the documents that are placed anew; None if none is left."""
        story = self._known.get(story_id)
        if story is None or not self._released:
            return story
        reports = tuple(r for r in story.reports if r.document_id not in self._released)
        moves = tuple(m for m in story.moves if m.document_id not in self._released)
        return story.model_copy(update={"reports": reports, "moves": moves}) if reports else None

    def _end(self, story: Story) -> Story:
        """Return a story whose reports all went elsewhere, or are none any more."""
        into = next((i.standing for i in self._items if i.entry.id == story.representative), None)
        return story.model_copy(
            update={"reports": (), "moves": (), "ended": True, "into": into, "sources": 1}
        )

    def assignments(self) -> dict[str, list[str]]:
        """Return document id to the ids of its stories, the main one first."""
        self._settle()
        found: dict[str, dict[str, None]] = defaultdict(dict)
        for item in self._items:
            found[item.entry.id] |= dict.fromkeys(item.stories)
        return {document: list(stories) for document, stories in found.items() if stories}


def _told(one: Event, other: Event) -> bool:
    """Say whether two moves are surely one event: of one kind, and one company or slot in common."""
    near, agree = relation(one, other)
    known = one.registered and one.actor == other.actor
    return near == 2 and (agree > 0 or known) and same_event(one, other, 0.0)


def _keys(one: Profile) -> Iterable[str]:
    return (*one.facts, *one.print_.terms)


def _reprint_in(story: Story, document_id: str) -> str | None:
    return next((r.reprint_of for r in story.reports if r.document_id == document_id), None)


__all__ = ["Grouper", "StoryInput"]
