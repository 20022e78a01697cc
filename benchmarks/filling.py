"""Writes the generated market straight into a store, table by table, in large statements."""

import itertools
import random
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any

from sqlalchemy import Table

from benchmarks.market import DAYS, NOW, PRICE_PAGES, Size
from benchmarks.search_documents import Documents
from pipeline.diagnosis import diagnose
from pipeline.health import judgement
from schemas.changes import Change, RecordedChange, Watched
from schemas.documents import (
    Article,
    Document,
    JobPosting,
    Offer,
    PeoplePage,
    PersonListed,
    PlanPrice,
    PublishedDate,
    Review,
    Revision,
)
from schemas.harvest import Snapshot
from schemas.health import SourceStats
from schemas.kinds import MOVE_KINDS, STATUSES
from schemas.language import Mention, Move, Slot, Span, Tagged, Tags
from schemas.registry import Company, Registry, Source
from schemas.stories import Factor, Report, Story, StoryMove
from store import Store
from store.moves import rows_of
from store.stories import brief_row
from store.tables import (
    changes,
    documents,
    fetches,
    index_queue,
    revisions,
    snapshots,
    source_runs,
    source_stats,
    stories,
    story_documents,
    story_versions,
    tags,
    watched,
)
from store.tables_moves import story_moves

_RUN = "r-generated"
_ROWS = 4_000  # per statement
_PLANS = 4
_PRICE_VERSIONS = 25
_REASONS = ("robots", "not-html", "too-large", "thin", "paywalled", "server", "timeout")


class Filler:
    """Writes one market into *store*, table by table, in large statements."""

    def __init__(self, store: Store, market: Registry, size: Size, seed: int = 3) -> None:
        self._store = store
        self._market = market
        self._size = size
        self._draw = random.Random(seed)  # noqa: S311 - the same market in every run
        self._words = Documents(market, seed)
        self._waiting: dict[str, tuple[Table, list[dict[str, Any]]]] = {}
        self._feeds = [one.id for one in market.sources if one.kind == "feed"]
        self._rivals = [one for one in market.companies if one.role != "customer"]
        # Enough different texts for no two of one story to be alike, few enough to make in a minute.
        self._texts = {
            language: [self._text(language) for _ in range(1_500)] for language in ("en", "zh")
        }
        self._owner = {one.id: one.company for one in market.sources}

    def fill(self) -> None:
        """Write all of it. A store of a million documents takes some ten minutes and gigabytes."""
        self._registry()
        self._stories()
        self._watched_pages()
        self._jobs()
        self._reviews()
        self._runs()
        self._flush()
        self._judge()

    def _text(self, language: str) -> str:
        """Return some 3 kB in six paragraphs."""
        joint, size = ("", 72) if language == "zh" else (" ", 87)
        paragraphs = [joint.join(self._words.words(language, size)) for _ in range(6)]
        return "\n\n".join(f"{one}{'。' if language == 'zh' else '.'}" for one in paragraphs)

    def _title(self, language: str, first: str) -> str:
        return ("" if language == "zh" else " ").join([first, *self._words.words(language, 7)])

    def _registry(self) -> None:
        self._store.registry.apply(self._market, author="benchmark", now=NOW)
        self._store.runs.open(_RUN, NOW, [one.id for one in self._market.sources])

    def _add(self, table: Table, **row: Any) -> None:
        _table, rows = self._waiting.setdefault(table.name, (table, []))
        rows.append(row)
        if len(rows) >= _ROWS:
            self._flush()

    def _flush(self) -> None:
        order = {table.name: place for place, table in enumerate(documents.metadata.sorted_tables)}
        waiting = sorted(self._waiting.values(), key=lambda one: order[one[0].name])
        self._waiting = {}

        def write(connection: Any) -> None:
            for table, rows in waiting:
                connection.execute(table.insert(), rows)

        self._store.database.write(write)

    def _document(
        self, name: str, document: Document, source: str, company: str | None, seen: datetime,
        number: int = 1, *, latest: int = 1, told: Tags | None = None,
    ) -> Revision:  # fmt: skip
        """Write a version of a document, its snapshot and tags; with its first the document itself."""
        snapshot = f"s{name}.{number}"
        revision = Revision(
            document_id=name, number=number, snapshot=snapshot, source=source, company=company,
            seen_at=seen, digest=snapshot, document=document,
        )  # fmt: skip
        if number == 1:
            self._add(documents, id=name, first_seen=seen, last_seen=NOW, latest=latest)
            self._add(index_queue, document_id=name, version=1, indexed=1)
        self._add(
            revisions, document_id=name, number=number, snapshot=snapshot, run=_RUN, seen_at=seen,
            body=snapshot, extractor="1", rebaselined=False, payload=revision.model_dump_json(), checksum="",
        )  # fmt: skip
        kept = Snapshot(
            id=snapshot, run=_RUN, source=source, url=document.url, requested_url=document.url, fetched_at=seen,
            status=200, headers={"content-type": "text/html"}, digest=snapshot, size=45_000, warc_file="0.warc.gz",
            warc_offset=0, warc_length=1,
        )  # fmt: skip
        self._add(
            snapshots, id=snapshot, run=_RUN, source=source, url=document.url, fetched_at=seen, digest=snapshot,
            outcome="new" if number == 1 else "changed", reason=None, detail=None, payload=kept.model_dump_json(),
        )  # fmt: skip
        if told is not None:
            tagged = Tagged(document_id=name, revision=number, tags=told)
            self._add(tags, document_id=name, revision=number, change="", payload=tagged.model_dump_json(), original=None)  # fmt: skip
        return revision

    def _stories(self) -> None:
        """Write articles, story by story: one to eight reports, most of one event's first two days."""
        draw, left = self._draw, self._size.articles
        for number in range(self._size.stories):
            rest = self._size.stories - number
            count = min(8, max(1, min(left - rest + 1, int(draw.expovariate(0.32)) + 1)))
            if rest == 1:
                count = max(1, left)
            left -= count
            self._story(number, min(count, 40))

    def _story(self, number: int, count: int) -> None:
        draw = self._draw
        actor, other = draw.sample(self._rivals, 2)
        begun = NOW - timedelta(minutes=draw.randrange(5, 60 * 24 * DAYS))
        kinds = draw.sample(MOVE_KINDS, draw.choices((0, 1, 2, 3), (1, 5, 3, 1))[0])
        reports: list[Report] = []
        moves: list[StoryMove] = []
        versions: list[Story] = []
        for place in range(count):
            seen = min(
                NOW - timedelta(minutes=1),
                begun + timedelta(hours=draw.expovariate(0.08) * (place > 0)),
            )
            report, told = self._article(f"d{number:07x}{place:02x}", actor, other, kinds, seen)
            reports.append(report)
            for move in told.moves if place < 2 else ():
                # A later report that says the same is no further move of the story.
                if place == 0 or draw.random() < 0.1:
                    moves.append(StoryMove(id=f"m{number:x}-{len(moves)}", document_id=report.document_id, move=move, company=actor.id))  # fmt: skip
            versions.append(self._told(number, reports, moves, seen))
        for later in {one.updated: one for one in versions}.values():
            self._add(story_versions, **brief_row(later), payload=later.model_dump_json())
        last = versions[-1]
        self._add(stories, id=last.id, first_seen=last.first_seen, updated=last.updated, payload=last.model_dump_json(), merged_into=None)  # fmt: skip
        for report in reports:
            self._add(story_documents, story_id=last.id, document_id=report.document_id)
        for row in rows_of(last):
            self._add(story_moves, **row)

    def _told(
        self, number: int, reports: Sequence[Report], moves: Sequence[StoryMove], seen: datetime
    ) -> Story:
        first = reports[0]
        main = moves[0] if moves else None
        updated = max([seen, *(one.first_seen for one in reports)])
        return Story(
            id=f"s{number}", title=first.title, language=first.language, representative=first.document_id,
            kind=main.move.kind if main else None, status=main.move.status if main else None,
            companies=tuple(dict.fromkeys(one.company for one in moves if one.company)),
            reports=tuple(reports), moves=tuple(moves), first_seen=first.first_seen, updated=updated,
            day=first.first_seen.date().isoformat(), sources=len({one.source for one in reports}),
            score=float(number * 37 % 1000) / 12,
            factors=(Factor(name="base", points=2.0), Factor(name="recency", points=4.0, detail={"days": "3"})),
        )  # fmt: skip

    def _article(
        self, name: str, actor: Company, other: Company, kinds: Sequence[Any], seen: datetime
    ) -> tuple[Report, Tags]:
        draw = self._draw
        source = draw.choice(self._feeds)
        language = "zh" if source[-1] in "13579" else "en"
        title = self._title(language, actor.name(language))
        text = draw.choice(self._texts[language])
        url = f"https://{source}.example/{name}"
        document = Article(
            url=url, title=title, text=text, language=language, extractor="1",
            published=PublishedDate(value=seen.date().isoformat(), precision="day", confidence=0.9, source="meta"),
        )  # fmt: skip
        span = Span(start=len(title) + 1, end=len(title) + 120)
        named = Slot(text=actor.name(language), start=0, end=4, entity=actor.id)
        told = Tags(
            language=language, about=(actor.id,),
            mentions=tuple(
                Mention(text=one.name(language), start=place, end=place + 4, label="ORG", entity=one.id)
                for place, one in enumerate([actor, other, actor, actor, other])
            ),
            moves=tuple(
                Move(
                    kind=kind, status=draw.choice(STATUSES), confidence=0.9, actor=named, evidence=(span,),
                    slots={"target": Slot(text=other.name(language), entity=other.id)}, rule="generated",
                )
                for kind in kinds
            ),
        )  # fmt: skip
        company = self._owner[source]
        versions = 2 if draw.random() < 0.1 else 1
        for number in range(1, versions + 1):
            newest = told if number == versions else None
            self._document(name, document, source, company, seen, number, latest=versions, told=newest)  # fmt: skip
        return Report(
            document_id=name, url=url, title=title, source=source, source_name=source, company=company,
            language=language, published=seen.date().isoformat(), first_seen=seen,
            sentences=(text[:150], text[150:300]),
        ), told  # fmt: skip

    def _watched_pages(self) -> None:
        """Write price pages with their versions and changes, and pages of people."""
        priced = [one for one in self._market.sources if one.document == "offer"]
        for number, source in enumerate(itertools.islice(itertools.cycle(priced), PRICE_PAGES)):
            self._price_page(number, source)
        for number, source in enumerate(one for one in self._market.sources if one.document == "people"):  # fmt: skip
            people = tuple(
                PersonListed(name=f"Person {number}-{n}", role="chief") for n in range(9)
            )
            page = PeoplePage(url=source.urls[0], title="Who leads us", text="", people=people)
            self._watch(f"dp{number}", page, source, NOW - timedelta(days=300))

    def _price_page(self, number: int, source: Source) -> None:
        draw, name = self._draw, f"do{number}"
        amounts = [Decimal(draw.randrange(10, 900)) for _ in range(_PLANS)]
        currency = ("EUR", "CNY")[number % 2]
        for version in range(1, _PRICE_VERSIONS + 1):
            seen = NOW - timedelta(days=(_PRICE_VERSIONS - version) * 28 + number % 28, hours=1)
            old = list(amounts)
            amounts[version % _PLANS] += draw.choice((-5, 10, 15))
            plans = tuple(
                PlanPrice(name=f"Plan {place}", amount=amount, currency=currency, period="month", unit="user",
                          features={f"feature {n}": True for n in range(place + 3)})
                for place, amount in enumerate(amounts)
            )  # fmt: skip
            page = Offer(
                url=f"{source.urls[0]}/{number}",
                title="Prices",
                text="Prices\n\n" * 20,
                offers=plans,
            )
            self._document(name, page, source.id, source.company, seen, version, latest=_PRICE_VERSIONS)  # fmt: skip
            place = version % _PLANS
            self._change(
                f"c{name}-{version}", name, source, seen, f"s{name}.{version - 1}", f"s{name}.{version}",
                kind="price", subject=f"Plan {place}", field="amount", old=f"{old[place]} {currency}",
                new=f"{amounts[place]} {currency}", old_amount=old[place], new_amount=amounts[place],
                currency=currency, percent=Decimal("4.2"),
            )  # fmt: skip
        self._watched(name, "offer", source, f"{source.urls[0]}/{number}", gone=False)

    def _jobs(self) -> None:
        boards = [one for one in self._market.sources if one.kind == "jobs"]
        for number in range(self._size.jobs):
            source, name = boards[number % len(boards)], f"dj{number}"
            seen = NOW - timedelta(days=self._draw.randrange(1, DAYS))
            page = JobPosting(url=f"{source.urls[0]}/{number}", title=self._title("en", "Engineer"), text=self._texts["en"][number % 50], location="Lisbon")  # fmt: skip
            gone = seen < NOW - timedelta(days=60)
            self._watch(name, page, source, seen, gone=gone)
            told = {"kind": "job", "subject": page.title, "field": "opened", "new": page.title}
            self._change(f"c{name}-o", name, source, seen, f"s{name}.1", f"s{name}.1", **told)
            if gone:
                closed = seen + timedelta(days=55)
                self._change(f"c{name}-c", name, source, closed, f"s{name}.1", f"s{name}.1", **told | {"field": "closed"})  # fmt: skip

    def _reviews(self) -> None:
        places = [one for one in self._market.sources if one.kind == "reviews"]
        for number in range(self._size.reviews):
            source = places[number % len(places)]
            seen = NOW - timedelta(days=self._draw.randrange(1, DAYS))
            page = Review(url=f"{source.urls[0]}/{number}", title=self._title("en", "Useful"), text=self._texts["en"][number % 50][:600], rating=Decimal(number % 5 + 1))  # fmt: skip
            self._watch(f"dr{number}", page, source, seen)

    def _watch(
        self, name: str, page: Document, source: Source, seen: datetime, *, gone: bool = False
    ) -> None:
        self._document(name, page, source.id, source.company, seen)
        self._watched(name, page.kind, source, page.url, gone=gone)

    def _watched(self, name: str, kind: Any, source: Source, url: str, *, gone: bool) -> None:
        state = Watched(
            document_id=name, source=source.id, kind=kind, url=url, snapshot=f"s{name}.1", revision=1,
            checked=f"s{name}.1", checked_at=NOW, first_run=_RUN, gone=gone,
        )  # fmt: skip
        self._add(watched, document_id=name, source=source.id, kind=kind, gone=gone, payload=state.model_dump_json())  # fmt: skip

    def _change(
        self,
        name: str,
        document: str,
        source: Source,
        at: datetime,
        before: str,
        after: str,
        **said: Any,
    ) -> None:
        change = Change.model_validate({"where": source.urls[0], **said})
        recorded = RecordedChange(
            id=name, document_id=document, source=source.id, company=source.company, old_snapshot=before,
            new_snapshot=after, detected_at=at, settled_at=at, change=change, checks=2,
        )  # fmt: skip
        self._add(
            changes, id=name, document_id=document, company=source.company, detected_at=at,
            payload=recorded.model_dump_json(), state="confirmed", told_at=at, settled=True, kind=change.kind,
        )  # fmt: skip

    def _judge(self) -> None:
        """Judge every source, as the run that read it last would have."""
        store = self._store
        for source in self._market.sources:
            fares = diagnose(source, store.health.history(source.id), NOW)
            store.judgements.keep([judgement(source, fares, NOW)])

    def _runs(self) -> None:
        """Write how every source fared in its last four hundred runs, and what was not fetched."""
        for source in self._market.sources:
            for number in range(400):
                at = NOW - timedelta(hours=6 * number + 1)
                stats = SourceStats(source=source.id, run=f"r{number}", at=at, ok=True, lists=1, listed=30, fetched=3, new=2, unchanged=1, filled={"title": 3, "text": 3})  # fmt: skip
                self._add(source_stats, source=source.id, run=f"r{number}", at=at, payload=stats.model_dump_json())  # fmt: skip
                self._add(source_runs, source=source.id, run=f"r{number}", at=at, ok=True, reason=None)  # fmt: skip
        for number in range(self._size.documents // 5):
            at = NOW - timedelta(minutes=number % (60 * 24 * DAYS))
            source = self._market.sources[number % len(self._market.sources)]
            row: Mapping[str, Any] = {
                "id": f"f{number}", "run": _RUN, "source": source.id, "url": f"{source.urls[0]}/no/{number}",
                "purpose": "document", "outcome": "skipped" if number % 3 else "failed", "status": None,
                "reason": "not-due" if number % 2 else _REASONS[number % len(_REASONS)], "detail": None,
                "fetched_at": at, "snapshot": None, "final": None, "seconds": 0.1,
            }  # fmt: skip
            self._add(fetches, **row)
