"""The record of a story from the documents that report it: representative, headline, counts."""

from collections import Counter
from collections.abc import Sequence

from nlp.stories.inputs import StoryInput, collected
from nlp.summaries import summary
from schemas.ids import short_id
from schemas.kinds import MoveKind, Status
from schemas.language import Move
from schemas.registry import Registry
from schemas.stories import Report, Story, StoryMove

# Of several statuses in one story the one that says most: a denial settles a rumour.
_STATUS_ORDER: tuple[Status, ...] = ("denied", "done", "announced", "rumoured")
# A move of nobody known settles the status of a story only where it is at least so sure.
_SURE = 0.6


Member = tuple[StoryInput, Sequence[Move], str | None]


def build(
    story_id: str, members: Sequence[Member], registry: Registry, earlier: Story | None
) -> Story:
    """Return the story of *members*; reports of *earlier* that are not among them stay."""
    ordered = sorted(members, key=lambda m: m[0].order)
    reports = _reports(ordered, earlier)
    moves = _moves(story_id, ordered, earlier)
    lead = _lead_move(moves, ordered, reports)
    main = _main(ordered, lead.move.kind if lead else None)
    companies, customers = _companies(ordered, moves, registry)
    updated = max(m[0].first_seen for m in ordered)
    if earlier is not None:
        updated = max(updated, earlier.updated)
    return Story(
        id=story_id,
        title=main.title or (earlier.title if earlier else ""),
        language=main.language,
        kind=lead.move.kind if lead else None,
        status=_status(moves, lead),
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
        sources=max(1, len({r.source for r in reports if r.reprint_of is None})),
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
            company=entry.company,
            language=entry.language,
            published=entry.published,
            first_seen=entry.first_seen,
            sentences=summary(entry.title, entry.text, entry.language, moves, entry.boilerplate),
            reprint_of=reprint,
            kinds=tuple(sorted({move.kind for move in moves})),
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


def _moves(
    story_id: str, ordered: Sequence[Member], earlier: Story | None
) -> tuple[StoryMove, ...]:
    """Return one move per kind, actor and change: that with the best evidence."""
    best: dict[tuple[str, str, str], StoryMove] = {}
    ids: dict[tuple[str, str, str], str] = {}
    # Of documents that are here the moves are read again: a new text or a correction replaces them.
    again = {(entry.id, entry.change) for entry, _moves, _reprint in ordered}
    for old in earlier.moves if earlier else ():
        if (old.document_id, old.change) in again:
            ids[_key(old.move, old.company, old.change)] = old.id
            continue
        best[_key(old.move, old.company, old.change)] = old
    for entry, moves, reprint in ordered:
        for move in moves:
            company = (move.actor.entity if move.actor else None) or (
                entry.company if entry.change else None
            )
            key = _key(move, company, entry.change)
            known = best.get(key)
            if known is not None and (reprint or known.move.confidence >= move.confidence):
                continue
            move_id = known.id if known else ids.get(key, short_id("mv", story_id, *key))
            best[key] = StoryMove(
                id=move_id, document_id=entry.id, move=move, company=company, change=entry.change
            )
    return tuple(best.values())


def _key(move: Move, company: str | None, change: str | None) -> tuple[str, str, str]:
    who = company or (move.actor.text.casefold() if move.actor else "")
    person = next((v.text for v in move.values("person")), "")
    return move.kind, f"{who}|{person}", change or ""


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
    """Return the surest move of the kind that most documents tell with most certainty.

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
    return max(moves, key=lambda m: (weight[m.move.kind], m.move.confidence), default=None)


def _share(move: Move, title: str) -> int:
    start = move.evidence[0].start if move.evidence else len(title)
    trigger = move.trigger.casefold()
    headed = start < len(title) or bool(trigger and trigger in title.casefold())
    return round(move.confidence * (200 if headed else 100))


def _status(moves: Sequence[StoryMove], lead: StoryMove | None) -> Status | None:
    if lead is None:
        return None
    told = {
        one.move.status
        for one in moves
        if one.move.kind == lead.move.kind
        and (one.company == lead.company or (not one.company and one.move.confidence >= _SURE))
    }
    return next(status for status in _STATUS_ORDER if status in told)


def _companies(
    ordered: Sequence[Member], moves: Sequence[StoryMove], registry: Registry
) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return ids of the companies concerned, actors first, and of the customers among them."""
    found: dict[str, None] = {}
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
