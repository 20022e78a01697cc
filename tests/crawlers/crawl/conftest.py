"""A hostile server under fixed names, and crawls of it in real child processes."""

from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from crawlers import journal, launch
from schemas.harvest import (
    CrawlLimits,
    CrawlPlan,
    CrawlRequest,
    CrawlSource,
    EgressPolicy,
    JournalEntry,
)
from tests.hostile.server import Hostile, running

NOW = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
# Names of the market that all lead to the one server; the rest of the internet does not exist.
HOSTS = [f"{name}.example" for name in ("a", "b", "c", "d", "slow")]
ALLOWED = "127.0.0.1"


class Run:
    """A plan in the making, and what its crawl left."""

    def __init__(self, folder: Path, server: Hostile) -> None:
        self.folder = folder
        self.server = server
        self.sources: list[CrawlSource] = []
        self.requests: list[CrawlRequest] = []
        self.limits: dict[str, Any] = {}
        self.extra: dict[str, Any] = {}
        self.result: launch.CrawlResult | None = None

    def source(self, source_id: str, *urls: str, kind: Any = "page", **fields: Any) -> "Run":
        values = {"delay": 0.0, "max_pages": 500, **fields}
        self.sources.append(CrawlSource(id=source_id, kind=kind, **values))
        self.requests += [CrawlRequest(url=url, source=source_id) for url in urls]
        return self

    def plan(self) -> CrawlPlan:
        hosts = dict.fromkeys(HOSTS, f"127.0.0.1:{self.server.port}")
        values = {
            "run": "r-1",
            "now": NOW,
            "sources": tuple(self.sources),
            "requests": tuple(self.requests),
            "limits": CrawlLimits(**self.limits),
            "egress": EgressPolicy(allow=(ALLOWED,), hosts=hosts),
            **self.extra,
        }
        return CrawlPlan(**values)

    def crawl(self, deadline: float = 60) -> dict[str, JournalEntry]:
        """Crawl; return the journal by the address asked for, after checking the bookkeeping."""
        self.result = launch.crawl(self.folder, self.plan(), deadline_seconds=deadline)
        assert self.result.exit_code == 0, self.result.stderr_tail
        return self.journal()

    def journal(self) -> dict[str, JournalEntry]:
        entries = list(journal.read(self.folder))
        asked = [entry.requested_url for entry in entries]
        assert len(asked) == len(set(asked)), "an address has two lines"
        return {entry.requested_url: entry for entry in entries}

    def outcomes(self) -> dict[str, tuple[str, str | None]]:
        return {url: (one.outcome, one.reason) for url, one in self.journal().items()}


@pytest.fixture
def server() -> Iterator[Hostile]:
    with running() as hostile:
        yield hostile


@pytest.fixture
def run(tmp_path: Path, server: Hostile) -> Run:
    return Run(tmp_path / "run", server)


@pytest.fixture
def rss() -> Callable[[Sequence[str]], str]:
    def write(urls: Sequence[str]) -> str:
        items = "".join(
            f"<item><title>Title {number}</title><link>{url}</link>"
            "<pubDate>Mon, 23 Nov 2026 08:00:00 GMT</pubDate></item>"
            for number, url in enumerate(urls)
        )
        return f"<rss version='2.0'><channel><language>en</language>{items}</channel></rss>"

    return write
