"""The record of a story from the documents that report it: representative, headline, counts."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import chain, count

from nlp.lexicon import word_set
from nlp.stories.inputs import StoryInput, collected
from nlp.stories.matching import other_names
from nlp.stories.standing import Told, heard, kept, matter_of, settles, status_of
from nlp.summaries import summary
from schemas.ids import short_id
from schemas.kinds import MoveKind, Status
from schemas.language import Move
from schemas.registry import Registry
from schemas.stories import Report, Story, StoryMove
from text.han import HAN

_HAN = re.compile(f"[{HAN}]")
_LETTER = rf"[^\W{HAN}]"
Member = tuple[StoryInput, Sequence[Move], str | None]


def build(
    story_id: str, members: Sequence[Member], registry: Registry, earlier: Story | None
) -> Story:
    """Return the story of *members*; reports of *earlier* that are not among them stay."""
    ordered = sorted(members, key=lambda m: m[0].order)
    reports = _reports(ordered, earlier)
    told = _told(ordered, earlier)
    moves = _moves(story_id, told, earlier)
    lead = _lead_move(moves, ordered, reports)
    main = _main(ordered, lead.move.kind if lead else None)
    companies, customers = _companies(ordered, moves, registry, lead)
    updated = max(m[0].first_seen for m in ordered)
    if earlier is not None:
        updated = max(updated, earlier.updated)
    return Story(
        id=story_id,
        title=main.title or (earlier.title if earlier else ""),
        language=main.language,
        kind=lead.move.kind if lead else None,
        status=_status(told, lead),
        companies=companies,
        customers=customers,
        reports=reports,
        moves=moves,
        representative=main.id,
        first_seen=min(
            [m[0].first_seen for m in ordered] + ([earlier.first_seen] if earlier else [])
        ),
        updated=updated,
        day=min([m[0].published[:10] for m in ordered] + ([earlier.day] if earlier else [])),
        sources=max(1, len({r.voice for r in reports if r.reprint_of is None})),
    )


def _reports(ordered: Sequence[Member], earlier: Story | None) -> tuple[Report, ...]:
    by_id: dict[str, Report] = {r.document_id: r for r in (earlier.reports if earlier else ())}
    for entry, moves, reprint in ordered:
        if entry.id in by_id and entry.change is not None and by_id[entry.id].sentences:
            continue
        by_id[entry.id] = Report(
            document_id=entry.id,
            kind=entry.kind,
            url=entry.url,
            title=entry.title,
            source=entry.source,
            source_name=entry.source_name,
            outlet=entry.outlet,
            company=entry.company,
            language=entry.language,
            published=entry.published,
            first_seen=entry.first_seen,
            sentences=summary(
                entry.title,
                entry.text,
                entry.language,
                moves,
                entry.boilerplate,
                _names(entry),
                entry.tags.mentions,
            ),
            reprint_of=reprint,
            kinds=tuple(sorted({move.kind for move in moves})),
            statuses=tuple(sorted({move.status for move in moves})),
        )
    return tuple(
        sorted(
            by_id.values(),
            key=lambda r: (r.published or "", collected(r.first_seen), r.document_id),
        )
    )


def _names(entry: StoryInput) -> frozenset[str]:
    """Return the words by which a text names the companies we know."""
    return frozenset(m.text for m in entry.tags.mentions if m.label == "ORG" and m.entity)


def _told(ordered: Sequence[Member], earlier: Story | None) -> list[Told]:
    """Return every move that the reports tell, those of documents that are not here any more first.

    Of documents that are here the moves are read again: a new text or a correction replaces them.
    """
    again = {(entry.id, entry.change) for entry, _moves, _reprint in ordered}
    reports = {r.document_id: r for r in (earlier.reports if earlier else ())}
    told = []
    for old in earlier.moves if earlier else ():
        if (old.document_id, old.change) not in again:
            report = reports.get(old.document_id)
            day = (report.published if report else None) or (earlier.day if earlier else "")
            told.append(Told(day, old, bool(report and report.reprint_of)))
    for entry, moves, reprint in ordered:
        for move in moves:
            company = (move.actor.entity if move.actor else None) or (
                entry.company if entry.change else None
            )
            one = StoryMove(
                id="", document_id=entry.id, move=move, company=company, change=entry.change
            )
            told.append(Told(entry.published, one, bool(reprint)))
    return told


def _moves(story_id: str, told: Sequence[Told], earlier: Story | None) -> tuple[StoryMove, ...]:
    """Return the moves that are kept, with ids: a matter keeps its id whoever tells it best.

    What others add to a matter says to which move.
    """
    before = earlier.moves if earlier else ()
    found: dict[str, StoryMove] = {}
    for matter in kept(told):
        lead: str | None = None
        for place, one in enumerate(matter):
            known = (o.id for o in before if _one_matter(o, one) and (not place or _same(o, one)))
            key = _key(one) if not place else (*_key(one), one.document_id)
            new = (short_id("mv", story_id, *key, *salt) for salt in _salts(one))
            move_id = next(one_id for one_id in chain(known, new) if one_id not in found)
            found[move_id] = one.model_copy(update={"id": move_id, "adds": lead})
            lead = lead or move_id
    return tuple(found.values())


def _one_matter(old: StoryMove, one: StoryMove) -> bool:
    return matter_of(old) == matter_of(one) and not other_names(old.move, one.move)


def _same(old: StoryMove, one: StoryMove) -> bool:
    return old.document_id == one.document_id and old.move.evidence == one.move.evidence


def _salts(one: StoryMove) -> Iterator[tuple[str, ...]]:
    """Yield what makes an id of its own where a matter of the same kind and doer has the plain one."""
    yield ()
    yield (one.document_id,)
    yield from ((one.document_id, str(number)) for number in count(1))


def _key(one: StoryMove) -> tuple[str, str, str]:
    kind, who, change = matter_of(one)
    person = next((v.text for v in one.move.values("person")), "")
    return kind, f"{who}|{person}", change


def _main(ordered: Sequence[Member], kind: MoveKind | None) -> StoryInput:
    """Return the representative among those that tell the story's main move.

    The company's own text if it is among the day's first, else the earliest.
    """
    telling = [m for m in ordered if any(move.kind == kind for move in m[1])] or list(ordered)
    originals = [m[0] for m in telling if m[2] is None] or [m[0] for m in telling]
    prose = [one for one in originals if one.change is None] or originals
    earliest = prose[0].published[:10]
    own = [one for one in prose if one.company and one.published[:10] <= earliest]
    return own[0] if own else prose[0]


def _lead_move(
    moves: Sequence[StoryMove], ordered: Sequence[Member], reports: Sequence[Report]
) -> StoryMove | None:
    """Return the surest move of the kind that most documents tell with most certainty, one whose title names who acts.

    What a title says counts twice: it is what the report is about, and the rest may be asides. Of documents
    that are not here any more the move that was kept speaks.
    """
    weight: Counter[str] = Counter()
    for entry, told, reprint in ordered:
        title = entry.title if entry.change is None else ""
        shares: dict[str, int] = {}
        for move in told if reprint is None else ():
            shares[move.kind] = max(shares.get(move.kind, 0), _share(move, title))
        weight.update(shares)
    here = {entry.id for entry, _told, _reprint in ordered}
    titles = {one.document_id: one.title for one in reports}
    for one in moves:
        if one.document_id not in here:
            title = titles.get(one.document_id, "") if one.change is None else ""
            weight[one.move.kind] += _share(one.move, title)

    def rank(one: StoryMove) -> tuple[int, bool, float]:
        named = one.change is not None or _names_actor(one.move, titles.get(one.document_id, ""))
        return weight[one.move.kind], named, one.move.confidence

    return max(moves, key=rank, default=None)


def _names_actor(move: Move, title: str) -> bool:
    """Say whether a title names who acts: as the actor is called, or by the first word of the name.

    An article is no part of a name, and a small word (the On of On Holding) says nothing by itself.
    """
    words = move.actor.text.casefold().split() if move.actor else []
    small = word_set("en", "stop")
    if words and words[0] in small & word_set("en", "determiners"):
        words = words[1:]
    names = {" ".join(words)} | (set(words[:1]) - small)
    return any(_stands(name, title.casefold()) for name in names if name)


def _stands(name: str, title: str) -> bool:
    """Say whether *name* stands in *title* as words of its own; Chinese has no bounds of words."""
    before, after = ("" if _HAN.match(edge) else _LETTER for edge in (name[0], name[-1]))
    bounded = f"{before and f'(?<!{before})'}{re.escape(name)}{after and f'(?!{after})'}"
    return re.search(bounded, title) is not None


def _share(move: Move, title: str) -> int:
    start = move.evidence[0].start if move.evidence else len(title)
    trigger = move.trigger.casefold()
    headed = start < len(title) or bool(trigger and trigger in title.casefold())
    return round(move.confidence * (200 if headed else 100))


def _status(told: Sequence[Told], lead: StoryMove | None) -> Status | None:
    if lead is None:
        return None
    settling = [one for one in told if settles(one.move, lead)] or [Told("", lead)]
    return status_of((one.day, one.move.move.status) for one in heard(settling))


def _companies(
    ordered: Sequence[Member],
    moves: Sequence[StoryMove],
    registry: Registry,
    lead: StoryMove | None,
) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return ids of the companies concerned, who did the main move and other actors first, and of the customers among them."""
    found: dict[str, None] = {lead.company: None} if lead and lead.company else {}
    for one in moves:
        if one.company:
            found[one.company] = None
    for one in moves:
        for slot in one.move.slots:
            for value in one.move.values(slot):
                if value.entity and registry.company(value.entity):
                    found[value.entity] = None
    for entry, _moves_of, _reprint in ordered:
        for company in entry.tags.about:
            found[company] = None
        if entry.company:
            found[entry.company] = None
    customers = tuple(
        c for c in found if (r := registry.company(c)) is not None and r.role == "customer"
    )
    return tuple(found), customers
