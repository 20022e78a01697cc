"""By which facts two stories are known to be one event, within an edition and across editions.

Stories are grouped by their texts, and that misses some: a price list and a paper on it, a report in
another language. A reader who is told one event twice does not care why. A key names a company, a kind
(prices: the family) and one value that hardly occurs twice: a target, a customer, a person, an amount.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence

from digests.apart import are_apart
from digests.facts import main_moves
from digests.likeness import Likeness, Telling, alike
from schemas.kinds import FAMILY_OF
from schemas.language import Move, Slot
from schemas.registry import Company
from schemas.stories import Story
from text.display import one_line

# Slots whose value names the event itself; a product is updated many times, so it is none of them.
_NAMES: dict[str, tuple[str, ...]] = {
    "product-launch": ("product",),
    "product-retirement": ("product",),
    "customer-win": ("customer",),
    "customer-loss": ("customer",),
    "campaign": ("name",),
    "award": ("award",),
    "acquisition": ("target",),
    "divestiture": ("target",),
    "investment": ("target",),
    "partnership": ("partner",),
    "alliance": ("alliance",),
    "licensing": ("partner",),
    "legal": ("counterparty",),
    "appointment": ("person",),
    "departure": ("person",),
}
_AMOUNTS = frozenset({"amount", "revenue", "profit", "to", "percent", "count"})
# Kinds that are told apart by a figure rather than by a name.
_BY_FIGURE = frozenset(
    {"results", "guidance", "funding", "public-offering", "capital-return", "layoffs"}
)


def event_keys(story: Story) -> tuple[str, ...]:
    """Return the keys of what *story* reports, sorted; none where nothing in it is that telling."""
    return tuple(sorted({key for one in main_moves(story) for key in _keys(story, one.move)}))


def fold(
    stories: Sequence[Story], companies: Sequence[Company] = ()
) -> tuple[list[Story], dict[str, tuple[str, ...]], int]:
    """Join stories of one event into the first of them, which keeps its place.

    Returns the stories, for each that took others in their ids, and how many were taken in.
    """
    kept: list[Story] = []
    likeness = Likeness(companies)
    tellings: list[Telling] = []
    place: dict[str, int] = {}
    folded: dict[str, tuple[str, ...]] = {}
    for story in stories:
        keys = event_keys(story)
        at = next((place[key] for key in keys if key in place), None)
        telling = likeness.telling(story)
        if at is None:
            at = _retold(story, kept, tellings, telling, keyed=bool(keys))
        if at is None:
            place |= {key: len(kept) for key in keys if key not in place}
            kept.append(story)
            tellings.append(telling)
            continue
        into = kept[at]
        folded[into.id] = (*folded.get(into.id, ()), story.id)
        kept[at] = _joined(into, story)
        place |= {key: at for key in keys if key not in place}
    return kept, folded, len(stories) - len(kept)


def told_keys(story: Story) -> tuple[str, ...]:
    """Return what *story* is known by in later editions: its events, and the changes it tells of pages."""
    return (*event_keys(story), *(f"change {one}" for one in sorted(_changes(story))))


def known_as(
    story: Story, told_events: Mapping[str, str], earlier: Sequence[Story] = ()
) -> str | None:
    """Return the story under which the event of *story* was told before, or None.

    A story that was joined with another, or taken apart, tells its old texts under another id: *earlier*
    are the stories that were told.
    """
    found = (told_events[key] for key in told_keys(story) if key in told_events)
    known = next((one for one in found if one != story.id), None)
    return known or next((one.id for one in earlier if _same_texts(story, one)), None)


def telling(story: Story) -> frozenset[str]:
    """Return the documents whose words tell the move of *story*; a watched page says ever other things."""
    texts = {one.document_id for one in main_moves(story)}
    texts |= {one.document_id for one in story.reports if story.kind in one.kinds}
    pages = {one.document_id for one in story.moves if one.change}
    return frozenset(texts - pages)


def told_as(
    stories: Sequence[Story], earlier: Sequence[Story], companies: Sequence[Company]
) -> dict[str, str]:
    """Return for each of *stories* that tells one of *earlier* in other words the id of that one."""
    likeness = Likeness(companies)
    tellings = [likeness.telling(one) for one in earlier]
    found = {}
    for story in stories if earlier else ():
        keyed = bool(event_keys(story))
        at = _retold(story, earlier, tellings, likeness.telling(story), keyed=keyed)
        if at is not None and not _another_time(story, earlier[at]):
            found[story.id] = earlier[at].id
    return found


def _same_texts(story: Story, told: Story) -> bool:
    """Say whether both tell one event from a text that they share: a round-up tells many."""
    return (
        story.id != told.id
        and story.kind == told.kind
        and story.companies[:1] == told.companies[:1]
        and not telling(story).isdisjoint(telling(told))
        and not _another_time(story, told)
        and not are_apart(story, told)
    )


def _another_time(story: Story, told: Story) -> bool:
    """Say whether *story* is of something else than what it has in common with *told*.

    What fails again the next day is told in the same words; a page that changed again is the same page.
    """
    if story.kind == "incident" and story.day > told.day:
        return True
    ours, theirs = _changes(story), _changes(told)
    return bool(ours and theirs) and ours.isdisjoint(theirs)


def _changes(story: Story) -> frozenset[str]:
    return frozenset(one.change for one in main_moves(story) if one.change)


def _keys(story: Story, move: Move) -> Iterator[str]:
    if not story.companies or story.status is None:
        return
    company = story.companies[0]
    family = FAMILY_OF[move.kind]
    group = family if family == "pricing" else move.kind
    if family == "pricing":
        # One plan goes from one price to another; a percentage alone may be of several plans.
        before, after = (_figures(move.values(name)) for name in ("from", "to"))
        if before and after:
            yield f"{company} {group} {before[0]} {after[0]}"
        return
    for name in _NAMES.get(move.kind, ()):
        for slot in move.values(name):
            said = slot.entity or one_line(slot.text, 80).casefold()
            if said and said != company:
                yield f"{company} {group} {name} {said}"
    if move.kind in _BY_FIGURE:
        for name in sorted(_AMOUNTS & set(move.slots)):
            yield from (
                f"{company} {group} {name} {figure}" for figure in _figures(move.values(name))
            )


def _figures(slots: Iterable[Slot]) -> list[str]:
    """Return money, percentages and counts as they compare: ``184000000 EUR``."""
    found = []
    for slot in slots:
        value = slot.value
        if value is None:
            continue
        if value.amount is not None:
            found.append(f"{value.amount.normalize():f} {value.currency or ''}".strip())
        elif value.percent is not None:
            found.append(f"{abs(value.percent).normalize():f}%")
        elif value.number is not None:
            found.append(f"{value.number.normalize():f}")
    return found


def _retold(
    story: Story,
    kept: Sequence[Story],
    tellings: Sequence[Telling],
    telling: Telling,
    *,
    keyed: bool,
) -> int | None:
    """Return the place of a story that tells the same in other words, or from the same texts.

    Another sort of move, or another customer, person or figure, is another event however like the words
    are. A text that reports two events has a story of each: these share it and are both told, where each
    has facts of its own. What is of no kind and like several events, or of other companies too, is a survey.
    """
    reports = {one.document_id for one in story.reports}
    like = []
    for place, other in enumerate(kept):
        theirs = {one.document_id for one in other.reports}
        if shared := reports & theirs:
            same = not set(story.companies).isdisjoint(other.companies)
            likely = same and not keyed and reports <= theirs
        else:
            likely = alike(telling, tellings[place]) and (
                story.kind is not None or set(story.companies) <= set(other.companies)
            )
        # Asked last, for it compares all moves, and hardly any two stories come so far.
        if not likely or are_apart(story, other):
            continue
        if shared:
            return place
        like.append(place)
    return like[0] if like and (story.kind or len(like) == 1) else None


def _joined(story: Story, other: Story) -> Story:
    """Return *story* with the reports and moves of *other*: more sources, and what they state."""
    known = {one.document_id for one in story.reports}
    more = tuple(one for one in other.reports if one.document_id not in known)
    sources = {one.voice for one in story.reports if one.reprint_of is None}
    added = {one.voice for one in more if one.reprint_of is None} - sources
    moves = {one.id for one in story.moves}
    return story.model_copy(
        update={
            "reports": (*story.reports, *more),
            "sources": story.sources + len(added),
            "moves": (*story.moves, *(one for one in other.moves if one.id not in moves)),
        }
    )
