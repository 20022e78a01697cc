"""What readers of the invented market were told against what happened there.

    python -m evaluation.digests WORKSPACE [--weeks 12]

Run after ``zhibi demo``. An event counts as told where an edition has a story with a report of it, or a row
of its price table. The market flatters: it and the rules were written by the same people.
"""

import argparse
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path

from cli.demo import LAST_SUNDAY
from demo.truth import Event, documents, events
from digests.compose import rival_of
from evaluation import deliveries, schedules
from evaluation.market import collected
from pipeline.gathering import STALE
from pipeline.workspace import Workspace, open_workspace
from schemas.delivery import Digest, DigestStory
from schemas.kinds import FAMILY_OF
from store.records import StoredEdition

# Words of English and characters of Chinese that are read in a minute.
_WORDS, _CHARACTERS = 220, 350
_HAN = re.compile(r"[\u3400-\u4dbf\u4e00-\u9fff]")
_ADDRESS = re.compile(r"https?://\S+")
# An event may be told by the edition after the one of its week: a paper writes of it later.
_WITHIN = 2


@dataclass
class Figures:
    """What is counted over all editions."""

    expected: Counter[str] = field(default_factory=Counter)
    above: Counter[str] = field(default_factory=Counter)
    told: Counter[str] = field(default_factory=Counter)
    items: int = 0
    duplicates: list[str] = field(default_factory=list)
    repeats: list[str] = field(default_factory=list)
    stale: list[str] = field(default_factory=list)
    wrong: list[str] = field(default_factory=list)
    missed: list[str] = field(default_factory=list)
    minutes: list[float] = field(default_factory=list)

    def recall(self, *importance: str) -> float:
        """Return the share of expected events that were told."""
        expected = sum(self.expected[one] for one in importance)
        return sum(self.told[one] for one in importance) / expected if expected else 1.0


class Judge:
    """Knows which document of the market each stored document is, and which events it reports."""

    def __init__(self, workspace: Workspace, weeks: int) -> None:
        self.workspace = workspace
        found, _ = collected(workspace, weeks)
        self.events_of = {
            one.revision.document_id: documents()[name].events for name, one in found.items()
        }
        self.seen = {event for names in self.events_of.values() for event in names}
        self.published = {
            one.revision.document_id: date.fromisoformat(documents()[name].published[:10])
            for name, one in found.items()
        }

    def event_of(self, one: DigestStory) -> Event | None:
        """Return the event an item tells: of those its reports report, the one of its kind."""
        named = [
            events()[name]
            for report in one.story.reports
            for name in self.events_of.get(report.document_id, ())
        ]
        if not named:
            return None
        company = rival_of(one.story)

        def rank(event: Event) -> tuple[bool, bool, int]:
            return (event.kind != one.story.kind, event.company != company, -named.count(event))

        return min(named, key=rank)

    def is_wrong(self, one: DigestStory) -> bool:
        """Say whether an item stands under a company that none of its events concerns."""
        named = {
            company
            for report in one.story.reports
            for name in self.events_of.get(report.document_id, ())
            for company in _companies(events()[name])
        }
        return bool(named) and rival_of(one.story) not in named

    def is_stale(self, one: DigestStory, digest: Digest) -> bool:
        """Say whether all reports of an item are older than ten days at the cut-off."""
        days = [self.published[r.document_id] for r in one.story.reports if r.document_id in self.published]  # fmt: skip
        return bool(days) and max(days) < (digest.cut_off - STALE).date()


def measure(workspace: Workspace, weeks: int) -> Figures:
    """Return the figures of all frozen editions of the last *weeks* but the first, which has a backlog."""
    judge, figures = Judge(workspace, weeks), Figures()
    start = LAST_SUNDAY - timedelta(weeks=weeks - 1)
    for reader in workspace.registry.readers:
        kept = [
            one
            for one in workspace.store.editions.list(reader.id)
            if one.digest.kind == "digest" and one.digest.cut_off > start
        ]
        kept.sort(key=lambda one: one.digest.cut_off)
        _count_recall(judge, reader.id, kept, figures)
        before: set[str] = set()
        for stored in kept:
            _count_edition(judge, stored.digest, before, figures)
            figures.minutes.append(_minutes(stored.rendered.text))
    return figures


def _count_recall(
    judge: Judge, reader: str, kept: Sequence[StoredEdition], figures: Figures
) -> None:
    """Count the events of the period that were collected, and those that an edition tells."""
    editions = [one.digest for one in kept]
    told = [set(_told(judge, one)) for one in editions]
    scored = [_above(judge, one) for one in kept]
    for event in events().values():
        if event.id not in judge.seen or event.importance not in {"high", "medium"}:
            continue
        place = next(
            (n for n, one in enumerate(editions) if one.start.date() <= event.date < one.cut_off.date()), None
        )  # fmt: skip
        if place is None or (LAST_SUNDAY.date() - event.date).days < 1:
            continue
        after = range(place, min(place + _WITHIN, len(editions)))
        found = any(event.id in told[n] for n in after)
        above = any(event.id in scored[n] for n in after)
        figures.expected[event.importance] += 1
        figures.told[event.importance] += found
        figures.above["all"] += above
        figures.above["told"] += above and found
        if not found:
            why = "above the floor" if above else "below the floor"
            figures.missed.append(f"{reader}: {event.importance} {event.id}, {why}")


def _above(judge: Judge, stored: StoredEdition) -> set[str]:
    """Return the events of stories that were above the reader's floor when the edition was made."""
    floor = stored.input.reader.floor or 0.0
    return {
        event
        for story in stored.input.stories
        if story.score >= floor
        for report in story.reports
        for event in judge.events_of.get(report.document_id, ())
    }


def _told(judge: Judge, digest: Digest) -> Iterator[str]:
    for one in digest.told:
        for report in one.story.reports:
            yield from judge.events_of.get(report.document_id, ())
    rows = {(row.company, row.kind) for row in digest.prices}
    for event in events().values():
        inside = digest.start.date() <= event.date < digest.cut_off.date()
        if inside and FAMILY_OF.get(event.kind) == "pricing" and any(event.company == one for one, _ in rows):  # type: ignore[call-overload]  # fmt: skip
            yield event.id


def _count_edition(judge: Judge, digest: Digest, before: set[str], figures: Figures) -> None:
    here: set[str] = set()
    for one in digest.told:
        figures.items += 1
        where = f"{digest.reader} {digest.week}: {one.headline[:70]}"
        event = judge.event_of(one)
        if judge.is_wrong(one):
            figures.wrong.append(f"{where} ({rival_of(one.story)})")
        if judge.is_stale(one, digest):
            figures.stale.append(where)
        if event is None:
            continue
        if event.id in here:
            figures.duplicates.append(f"{where} ({event.id})")
        elif event.id in before and not one.update and event.kind == one.story.kind:
            figures.repeats.append(f"{where} ({event.id})")
        here.add(event.id)
    before |= here


def _companies(event: Event) -> set[str]:
    slots = {str(value) for value in event.slots.values() if isinstance(value, str)}
    return {event.company, *event.customers, *slots}


def _minutes(text: str) -> float:
    """Return how long the plain text takes, without addresses and without what follows the foot."""
    read = _ADDRESS.sub("", text.partition("\n-- \n")[0])
    words = len(_HAN.sub(" ", read).split())
    return words / _WORDS + len(_HAN.findall(read)) / _CHARACTERS


def report(workspace: Workspace, weeks: int, limit: int = 12) -> dict[str, float]:
    """Print all figures and return them by name."""
    figures = measure(workspace, weeks)
    items = max(1, figures.items)
    found = {
        "recall": figures.above["told"] / max(1, figures.above["all"]),
        "recall medium": figures.recall("high", "medium"),
        "recall high": figures.recall("high"),
        "duplicates": len(figures.duplicates) / items,
        "repeats": len(figures.repeats) / items,
        "wrong company": len(figures.wrong) / items,
        "stale": float(len(figures.stale)),
        "minutes": max(figures.minutes, default=0.0),
    }
    editions = len(figures.minutes)
    print(f"editions      {editions}, {figures.items} stories told")
    print(f"event recall  {found['recall']:.3f} of {figures.above['all']} above the floor; of high importance {found['recall high']:.3f}, of high or medium {found['recall medium']:.3f} of {sum(figures.expected.values())}")  # fmt: skip
    print(f"duplicates    {len(figures.duplicates)} ({found['duplicates']:.1%}), told before {len(figures.repeats)} ({found['repeats']:.1%})")  # fmt: skip
    print(f"wrong company {len(figures.wrong)} ({found['wrong company']:.1%}), stale {len(figures.stale)}")  # fmt: skip
    print(f"reading time  {sum(figures.minutes) / max(1, editions):.1f} minutes, the longest {found['minutes']:.1f}")  # fmt: skip
    for name in ("missed", "duplicates", "repeats", "wrong", "stale"):
        for line in getattr(figures, name)[:limit]:
            print(f"  {name}: {line}")
    return found


def main() -> None:
    """Read the arguments and print the figures."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("workspace", type=Path, nargs="?")
    parser.add_argument("--weeks", type=int, default=12)
    parser.add_argument("--deliveries", type=int, default=10_000)
    given = parser.parse_args()
    if given.workspace is not None:
        workspace = open_workspace(given.workspace)
        try:
            report(workspace, given.weeks)
        finally:
            workspace.close()
    deliveries.main(given.deliveries)
    schedules.main()


if __name__ == "__main__":
    main()
