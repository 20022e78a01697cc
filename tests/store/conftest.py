"""A store on each engine, and small records to put into it."""

import hashlib
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from schemas.delivery import Delivery, Digest, DigestInput, DigestStory, RenderedDigest
from schemas.documents import Article, Document, Offer, PlanPrice, PublishedDate
from schemas.harvest import JournalEntry, Snapshot
from schemas.language import Mention, Move, Span, Tagged, Tags
from schemas.registry import Company, Reader, Registry, SavedSearch, Source
from schemas.stories import Report, Story
from store import Store, open_store

NOW = datetime(2026, 11, 23, 6, 0, tzinfo=UTC)


class Make:
    """Makes records; every value that a test does not care for has a plausible default."""

    now = NOW

    def at(self, **after: float) -> datetime:
        return NOW + timedelta(**after)

    def source(self, source_id: str = "velmora-news", **fields: Any) -> Source:
        given = {
            "kind": "feed",
            "urls": ("http://velmora.example/feed.xml",),
            "company": None,
            **fields,
        }
        return Source(id=source_id, **given)

    def company(self, company_id: str = "velmora", **fields: Any) -> Company:
        given = {"names": {"en": (company_id.title(),)}, **fields}
        return Company(id=company_id, **given)

    def reader(self, reader_id: str = "petra", **fields: Any) -> Reader:
        given = {"name": "Petra", "email": "petra@larkmere.example", **fields}
        return Reader(id=reader_id, **given)

    def registry(self) -> Registry:
        return Registry(
            companies=(self.company(), self.company("huanzhou", names={"zh": ("寰舟",)})),
            sources=(self.source(company="velmora"),),
            searches=(SavedSearch(id="prices", name="Prices", query="move:pricing"),),
            readers=(self.reader(),),
        )

    def entry(self, url: str = "http://velmora.example/a", **fields: Any) -> JournalEntry:
        body = fields.pop("body", url.encode())
        given = {
            "outcome": "fetched",
            "source": "velmora-news",
            "url": url,
            "requested_url": url,
            "fetched_at": NOW,
            "status": 200,
            "headers": {"etag": '"1"', "content-type": "text/html"},
            "digest": hashlib.sha256(body).hexdigest(),
            "size": len(body),
            "warc_file": "crawl-00000.warc.gz",
            "warc_offset": 0,
            "warc_length": 10,
            **fields,
        }
        return JournalEntry(**given)

    def miss(
        self, outcome: str, url: str = "http://velmora.example/a", **fields: Any
    ) -> JournalEntry:
        nothing = {
            "digest": None, "warc_file": None, "warc_offset": None, "warc_length": None,
            "headers": {}, "size": 0,
        }  # fmt: skip
        return self.entry(url, outcome=outcome, **{**nothing, **fields})

    def snapshot(
        self, name: str = "s1", url: str = "http://velmora.example/a", **fields: Any
    ) -> Snapshot:
        given = {
            "run": "run-1",
            "source": "velmora-news",
            "url": url,
            "requested_url": url,
            "fetched_at": NOW,
            "status": 200,
            "digest": hashlib.sha256(name.encode()).hexdigest(),
            "size": 10,
            "warc_file": "crawl-00000.warc.gz",
            "warc_offset": 0,
            "warc_length": 10,
            **fields,
        }
        return Snapshot(id=name, **given)

    def article(self, text: str = "Velmora raises prices.", **fields: Any) -> Article:
        given = {
            "url": "http://velmora.example/a",
            "title": "Velmora raises prices",
            "language": "en",
            "extractor": "1",
            **fields,
        }
        return Article(text=text, **given)

    def offer(self, *prices: PlanPrice, **fields: Any) -> Offer:
        given = {"url": "http://velmora.example/pricing", "extractor": "1", **fields}
        return Offer(offers=prices, **given)

    def day(self, value: str, **fields: Any) -> PublishedDate:
        given = {"precision": "day", "confidence": 0.9, "source": "json-ld", **fields}
        return PublishedDate(value=value, **given)

    def tagged(
        self, document_id: str, revision: int = 1, change: str | None = None, **fields: Any
    ) -> Tagged:
        move = Move(
            kind="price-increase",
            status="announced",
            confidence=0.9,
            evidence=(Span(start=0, end=7),),
        )
        mention = Mention(text="Velmora", start=0, end=7, label="ORG", entity="velmora")
        given = {"language": "en", "mentions": (mention,), "moves": (move,), **fields}
        return Tagged(document_id=document_id, revision=revision, change=change, tags=Tags(**given))

    def story(self, story_id: str, *document_ids: str, **fields: Any) -> Story:
        given = {
            "title": "Velmora raises prices",
            "language": "en",
            "representative": document_ids[0] if document_ids else "",
            "first_seen": NOW,
            "updated": NOW,
            "day": "2026-11-23",
            "reports": tuple(
                Report(
                    document_id=one,
                    url=f"http://velmora.example/{one}",
                    title="Velmora raises prices",
                    source="velmora-news",
                    first_seen=NOW,
                )
                for one in document_ids
            ),
            **fields,
        }
        return Story(id=story_id, **given)

    def edition(
        self, edition_id: str = "e1", *stories: Story, reader: str = "petra", week: str = "2026-W47"
    ) -> tuple[Digest, DigestInput, RenderedDigest]:
        told = tuple(
            DigestStory(story=one, headline=one.title, facts=f"facts of {one.id} in {week}")
            for one in stories
        )
        digest = Digest(
            id=edition_id,
            reader=reader,
            language="en",
            week=week,
            start=NOW - timedelta(days=7),
            cut_off=NOW + timedelta(weeks=int(week[-2:]) - 47),
            subject="The week",
            preheader="",
            intro="",
            top=told[:1],
            also=told[1:],
        )
        given = DigestInput(
            reader=self.reader(reader), week=week, start=digest.start, cut_off=NOW, stories=stories
        )
        return (
            digest,
            given,
            RenderedDigest(html="<p>周</p>", text="周", mime="Subject: x\r\n\r\n周\r\n"),
        )

    def delivery(self, delivery_id: str = "m1", edition: str = "e1", **fields: Any) -> Delivery:
        given = {
            "reader": "petra",
            "address": "petra@larkmere.example",
            "subject": "The week",
            "message_id": f"<{delivery_id}@larkmere.example>",
            "updated": NOW,
            **fields,
        }
        return Delivery(id=delivery_id, edition=edition, **given)

    def warc(
        self, folder: Path, *pages: tuple[str, bytes], name: str = "crawl-00000.warc.gz"
    ) -> list[JournalEntry]:
        """Write *pages* (URL, body) into a WARC file and return their journal."""
        folder.mkdir(parents=True, exist_ok=True)
        found = []
        with (folder / name).open("ab") as file:
            for url, body in pages:
                writer = WARCWriter(file, gzip=True)
                start = file.seek(0, 2)
                head = StatusAndHeaders(
                    "200 OK", [("Content-Type", "text/html")], protocol="HTTP/1.1"
                )
                record = writer.create_warc_record(
                    url, "response", payload=BytesIO(body), length=len(body), http_headers=head
                )
                writer.write_record(record)
                end = file.tell()
                found.append(
                    self.entry(
                        url, body=body, warc_file=name, warc_offset=start, warc_length=end - start
                    )
                )
        return found

    def document(
        self, store: Store, url: str = "http://velmora.example/a", text: str = "Text."
    ) -> str:
        """Save a document and return its id."""
        page: Document = self.article(text, url=url)
        snapshot = self.snapshot(f"s-{url}-{text}", url)
        saved = store.documents.save(page, snapshot=snapshot, source=self.source(), now=NOW)
        return saved.revision.document_id


@pytest.fixture
def make() -> Make:
    return Make()


@pytest.fixture
def data(tmp_path: Path) -> Path:
    folder = tmp_path / "data"
    folder.mkdir()
    return folder


@pytest.fixture
def sqlite_url(data: Path) -> str:
    return f"sqlite:///{data / 'zhibi.sqlite'}"


@pytest.fixture(params=["sqlite", pytest.param("postgres", marks=pytest.mark.service("postgres"))])
def store_url(request: pytest.FixtureRequest) -> str:
    """An empty database of each engine: every contract holds on both."""
    return str(request.getfixturevalue(f"{request.param}_url"))


@pytest.fixture
def reopen(store_url: str, data: Path) -> Iterator[Callable[[], Store]]:
    """Opens the test's store once more, as another process would."""
    opened: list[Store] = []

    def again() -> Store:
        opened.append(open_store(store_url, data))
        return opened[-1]

    yield again
    for one in opened:
        one.close()


@pytest.fixture
def store(reopen: Callable[[], Store]) -> Store:
    return reopen()
