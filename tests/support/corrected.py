"""A workspace of two companies, and documents put into it with the tags that a test wants corrected."""

import re
from datetime import UTC, datetime
from pathlib import Path

from pipeline.workspace import Workspace, make_workspace, open_workspace
from schemas.documents import Article, PublishedDate
from schemas.harvest import Snapshot
from schemas.language import Mention, Move, Tagged, Tags
from schemas.registry import Company, Product, Registry, Source

NOW = datetime(2026, 11, 23, 9, tzinfo=UTC)
COMPANIES = (
    Company(
        id="tavvik",
        names={"en": ("Tavvik",)},
        products=(Product(id="tavvik-flow", names={"en": ("Tavvik Flow",)}),),
    ),
    Company(id="brelnor", names={"en": ("Brelnor",)}),
)


def market(folder: Path) -> Workspace:
    """Return a new workspace, open, that knows Tavvik with its product Tavvik Flow, and Brelnor."""
    opened = open_workspace(make_workspace(folder), now=NOW)
    opened.store.registry.apply(Registry(companies=COMPANIES), author="test", now=NOW)
    return opened


def keep(workspace: Workspace, url: str, whole: str, *moves: Move) -> str:
    """Keep an article (title, line feed, text) about Tavvik as if it had been tagged; return its id."""
    title, _, text = whole.partition("\n")
    day = PublishedDate(value="2026-11-20", precision="day", confidence=0.9, source="json-ld")
    article = Article(url=url, title=title, text=text, language="en", published=day, extractor="1")
    snapshot = Snapshot(
        id=f"snap-{url}", run="r1", source="ledger", url=url, requested_url=url, fetched_at=NOW, status=200,
        digest="0" * 64, size=9, warc_file="w.gz", warc_offset=0, warc_length=9,
    )  # fmt: skip
    source = Source(id="ledger", kind="feed", urls=("https://ledger.example/f",))
    saved = workspace.store.documents.save(article, snapshot=snapshot, source=source, now=NOW)
    mentions = tuple(
        Mention(text=hit[0], start=hit.start(), end=hit.end(), label="ORG", entity="tavvik")
        for hit in re.finditer(r"Tavvik(?! Flow)", whole)
    )
    tags = Tags(language="en", moves=moves, about=("tavvik",), mentions=mentions)
    found = Tagged(document_id=saved.revision.document_id, revision=1, tags=tags)
    workspace.store.tags.save([found])
    return found.document_id
