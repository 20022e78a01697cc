"""From what happened in a period to one reader's edition: pure, the same input gives the same digest.

A floor and a cap: stories at or above the reader's floor are told in full up to his limit, some of
the others in one line, and the rest is counted. What an earlier edition told comes again only with a
new fact. A week without anything above the floor gives a valid edition that says so.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from datetime import timedelta

from digests.apart import are_apart
from digests.events import fold, known_as, told_as, told_keys
from digests.expecting import expected
from digests.facts import facts_of, main_moves, new_facts
from digests.intro import Tally, intro, preheader
from digests.naming import NameBook
from digests.prices import net_changes
from digests.telling import Teller
from digests.words import words
from schemas.delivery import Digest, DigestInput, DigestStory, PriceMoved
from schemas.ids import short_id
from schemas.kinds import FAMILIES, FAMILY_OF
from schemas.stories import Story
from text.display import display_width, edition_name, shorten

# Stories told in full: more than five and none is read to its end. The others take a line each.
LEAD = 5
# One-line stories at most: a screenful below the full ones.
ALSO = 8
# A one-line story has at least this share of the floor; below it, a line is not worth its reading.
_NEAR = 0.5
# How long before an edition a story may have been told that one of it tells in other words.
_EARLIER = timedelta(days=14)
# Columns of a subject: phones show about 40, mail programs 60.
SUBJECT = 60
_TITLE = 88
_FAMILY_PRICING = frozenset({"price-increase", "price-decrease", "packaging-change", "promotion"})


def compose(given: DigestInput) -> Digest:
    """Return the edition of *given*'s reader and week, or day."""
    language = given.reader.language
    says = words(language)
    book = NameBook(given.companies, language, says)
    teller = Teller(language, says, book)
    stories = _ranked(given.stories)
    prices = net_changes(given.prices)
    left: Counter[str] = Counter(given.coverage.left_out)

    before = _told_before(stories, given)
    fresh = _without(stories, _repeats(stories, before), "told", left)
    listed = _without(fresh, _only_prices(fresh, prices), "in-prices", left)
    single, folded, joined = fold(listed, given.companies)
    if joined:
        left["duplicate"] += joined
    told = [
        teller.tell(story, before.get(story.id)).model_copy(
            update={"events": told_keys(story), "folded": folded.get(story.id, ())}
        )
        for story in single
    ]
    told = _quoted_once(_distinct(told, teller, left))
    floor = given.reader.floor or 0.0
    shown = _arranged(told, floor, given.reader.limit)
    unlisted = sum(one.story.score < floor for one in told) - sum(
        one.story.score < floor for one in shown["also"]
    )
    if unlisted:
        left["below-floor"] += unlisted

    told_up = [one for part in ("top", "rivals", "people") for one in shown[part]]
    tally = Tally(
        stories, told_up, shown["also"],
        prices=len(prices), documents=given.coverage.documents, book=book, full=len(shown["top"]),
    )  # fmt: skip
    nothing = says.phrases["nothing" if "W" in given.week else "nothing_today"]
    leads = _leads(fresh, prices, shown["top"], floor, teller)
    return Digest(
        id=short_id("e", given.reader.id, given.week),
        reader=given.reader.id,
        language=language,
        week=given.week,
        start=given.start,
        cut_off=given.cut_off,
        subject=_subject(given, leads, teller),
        title=_joined(leads, _TITLE, says.phrases["semicolon"]) or nothing,
        preheader=preheader(tally, language, nothing),
        intro=intro(tally, language, nothing),
        considered=len(stories),
        rest=len(told) - len(told_up) - len(shown["also"]),
        top=tuple(shown["top"]),
        rivals=tuple(shown["rivals"]),
        people=tuple(shown["people"]),
        also=tuple(shown["also"]),
        prices=prices,
        expected=expected(given.upcoming, teller, given.cut_off, given.reader.timezone),
        coverage=given.coverage.model_copy(update={"left_out": dict(sorted(left.items()))}),
    )


def _told_before(stories: Sequence[Story], given: DigestInput) -> dict[str, str]:
    """Return the facts that earlier editions told of *stories*, under their own or another id."""
    named = {
        one.id: one.id
        if one.id in given.told
        else known_as(one, given.told_events, given.told_stories) or ""
        for one in stories
    }
    oldest = (given.start - _EARLIER).date().isoformat()
    earlier = [one for one in given.upcoming if one.id in given.told and one.day >= oldest]
    new = [one for one in stories if named[one.id] not in given.told]
    named |= told_as(new, earlier, given.companies)
    return {one: given.told[other] for one, other in named.items() if other in given.told}


def _arranged(
    told: Sequence[DigestStory], floor: float, limit: int
) -> dict[str, list[DigestStory]]:
    """Return what is told in full, by rival, as people and in short; at most *limit* above *also*."""
    material = [one for one in told if one.story.score >= floor]
    above = [one for one in material if _is_watched(one.story)]
    strange = [one for one in material if not _is_watched(one.story)]
    near = [
        one for one in told
        if floor * _NEAR <= one.story.score < floor and one.story.kind
    ]  # fmt: skip
    top, more, over = above[:LEAD][:limit], above[LEAD:limit], above[limit:]
    people = [one for one in more if one.story.kind and FAMILY_OF[one.story.kind] == "people"]
    rivals = [one for one in more if one not in people]
    return {
        "top": top,
        "rivals": _by_rival(rivals),
        "people": people,
        "also": [*over, *sorted(near, key=lambda one: not _is_watched(one.story)), *strange][:ALSO],
    }


def _is_watched(story: Story) -> bool:
    """Say whether *story* is about somebody of the registry, or is found by a search of the reader."""
    found = any(one.name == "interest-search" for one in story.factors)
    return found or bool(story.companies or story.customers)


def _by_rival(told: Sequence[DigestStory]) -> list[DigestStory]:
    """Order by company, the one with the best story first, and within it by family, then score."""
    best: dict[str, int] = {}
    for place, one in enumerate(told):
        best.setdefault(rival_of(one.story), place)
    families = list(FAMILIES)

    def key(numbered: tuple[int, DigestStory]) -> tuple[int, int, int]:
        place, one = numbered
        kind = one.story.kind
        family = families.index(FAMILY_OF[kind]) if kind else len(families)
        return best[rival_of(one.story)], family, place

    return [one for _, one in sorted(enumerate(told), key=key)]


def rival_of(story: Story) -> str:
    """Return the company a story is listed under: its first actor, else the first it is about."""
    actors = (one.company for one in main_moves(story) if one.company)
    return next(iter((*actors, *story.companies)), "")


def _quoted_once(told: Sequence[DigestStory]) -> list[DigestStory]:
    """Take away a summary that another story of the edition has quoted already."""
    seen: set[tuple[str, ...]] = set()
    kept = []
    for one in told:
        again = bool(one.summary) and one.summary in seen
        seen.add(one.summary)
        kept.append(one.model_copy(update={"summary": ()}) if again else one)
    return kept


def _ranked(stories: Iterable[Story]) -> list[Story]:
    """Order by score, then the newer day, then the id; each story once."""
    unique = {story.id: story for story in stories}
    ordered = sorted(unique.values(), key=lambda story: story.id)
    ordered.sort(key=lambda story: story.day, reverse=True)
    return sorted(ordered, key=lambda story: -story.score)


def _repeats(stories: Sequence[Story], told: Mapping[str, str]) -> set[str]:
    return {
        story.id
        for story in stories
        if story.id in told and not new_facts(facts_of(story), told[story.id])
    }


def _only_prices(stories: Sequence[Story], prices: Sequence[PriceMoved]) -> set[str]:
    """Stories that say no more than a row of the price table: seen on the watched page only."""
    rows = {row.story for row in prices}
    return {
        story.id
        for story in stories
        if story.id in rows
        and story.kind in _FAMILY_PRICING
        and all(report.kind in {"offer", "product"} for report in story.reports)
    }


def _without(
    stories: Sequence[Story], dropped: set[str], reason: str, left: Counter[str]
) -> list[Story]:
    if dropped:
        left[reason] += len(dropped)
    return [story for story in stories if story.id not in dropped]


def _distinct(told: Sequence[DigestStory], teller: Teller, left: Counter[str]) -> list[DigestStory]:
    """Drop what a reader would take for the same story: our own headline, said before.

    What cannot be the same event has the title of its report instead.
    """
    seen: dict[str, list[Story]] = {}
    kept = []
    for one in told:
        said = seen.setdefault(one.headline, [])
        if not one.own or not said:
            kept.append(one)
        elif all(are_apart(other, one.story) for other in said):
            kept.append(teller.quoted(one))
        else:
            left["duplicate"] += 1
            continue
        said.append(one.story)
    return kept


def _leads(
    stories: Sequence[Story], prices: Sequence[PriceMoved], top: Sequence[DigestStory],
    floor: float, teller: Teller,
) -> list[list[str]]:  # fmt: skip
    """Return the headlines, fullest first, of the two top moves that are told or in the table."""
    shown = {one.story.id: one for one in top}
    rows = {row.story for row in prices}
    leads: list[list[str]] = []
    for story in stories:
        in_table = story.id in rows and story.score >= floor
        if story.id not in shown and not in_table:
            continue
        choices = list(teller.headlines(story))
        one = shown.get(story.id)
        if not choices and one and (one.headline_language == teller.language or not leads):
            choices = [one.headline]
        if choices and choices not in leads:
            leads.append(choices)
        if len(leads) == 2:
            break
    return leads


def _subject(given: DigestInput, leads: Sequence[Sequence[str]], teller: Teller) -> str:
    phrases = teller.words.phrases
    start = edition_name(given.week, teller.language) + phrases["colon"]
    room = SUBJECT - display_width(start)
    return start + (_joined(leads, room, phrases["semicolon"]) or phrases["nothing_short"])


def _joined(leads: Sequence[Sequence[str]], room: int, between: str) -> str:
    """Return the fullest headlines of one or two moves that fit *room* columns, or one cut short."""
    if not leads:
        return ""
    pairs = [f"{one}{between}{other}" for one in leads[0] for other in (leads[1:] or [[]])[0]]
    fitting = [text for text in pairs if display_width(text) <= room]
    if fitting:
        return max(fitting, key=display_width)
    alone = [text for text in leads[0] if display_width(text) <= room]
    return alone[0] if alone else shorten(leads[0][-1], room)
