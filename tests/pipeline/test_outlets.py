"""Sources of a story are counted as people count them, however the texts came in."""

import csv
import io
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from pipeline.arrivals import table
from pipeline.intake import deliver, source_for
from pipeline.outlets import Outlets
from pipeline.taking import take_in
from pipeline.workspace import Workspace, make_workspace, open_workspace
from schemas.documents import Article, Revision
from schemas.registry import Company, Registry, Source
from schemas.stories import Story

NOW = datetime(2026, 11, 16, 9, 0, tzinfo=UTC)
COMPANY = Company(id="velmora", names={"en": ("Velmora",)}, tier=1)
REPORTS = (
    ("Velmora acquires Portulan Freight for €184 million", "Velmora has acquired Portulan Freight, a carrier in Lisbon, for €184 million in cash, the company said on Thursday. The founders stay for two years."),
    ("Portulan Freight goes to Velmora", "Portulan Freight of Lisbon is now a part of Velmora, which paid €184 million for it. Nobody is to lose work, a spokeswoman for the carrier said."),
    ("Velmora pays €184 million for Lisbon carrier", "The Lisbon carrier Portulan Freight was bought by Velmora for €184 million on Thursday, a price that surprised rivals on the quay."),
)  # fmt: skip
Row = tuple[str, str]  # link and paper


@pytest.fixture
def workspace(tmp_path: Path) -> Iterator[Workspace]:
    opened = open_workspace(make_workspace(tmp_path / "market"), now=NOW)
    take_in(opened, Registry(companies=(COMPANY,)), author="test")
    yield opened
    opened.close()


def imported(workspace: Workspace, rows: tuple[Row, ...], company: str | None = None) -> Story:
    """Import the reports, each with the link and paper of a row, and return their one story."""
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(("title", "text", "date", "link", "来源"))
    for (title, text), (link, paper) in zip(REPORTS, rows, strict=True):
        writer.writerow((title, text, "2026-11-12", link, paper))
    found = table(out.getvalue().encode(), name="articles.csv", kind="articles", columns={})
    source = source_for(workspace, None, "imported-articles", company)
    list(deliver(workspace, source, found))
    (story,) = workspace.store.stories.between(None, None)
    assert len(story.reports) == len(REPORTS)
    return story


COUNTED: dict[str, tuple[tuple[Row, ...], int, set[str]]] = {
    "sites": (
        (("https://www.harbourpost.example/1", ""), ("https://quayside.example/2", ""), ("https://news.harbourpost.example/3", "")),
        2, {"harbourpost.example", "quayside.example"},
    ),
    "named papers": ((("", "Harbour Post"), ("", "海港日报"), ("", "harbour post")), 2, {"Harbour Post", "海港日报", "harbour post"}),
    "neither": ((("", ""), ("", ""), ("", "")), 1, {"inbox:imported-articles"}),
}  # fmt: skip


@pytest.mark.parametrize(("rows", "sources", "names"), COUNTED.values(), ids=COUNTED)
def test_an_import_of_many_papers_corroborates(
    workspace: Workspace, rows: tuple[Row, ...], sources: int, names: set[str]
) -> None:
    story = imported(workspace, rows)
    assert story.sources == sources
    assert {one.source_name for one in story.reports} == names
    assert ("corroboration" in {one.name for one in story.factors}) == (sources > 1)


def test_a_company_is_one_source_wherever_it_publishes(workspace: Workspace) -> None:
    rows = (("https://velmora.example/1", ""), ("https://velmora-blog.example/2", ""), ("", ""))
    story = imported(workspace, rows, company="velmora")
    assert story.sources == 1
    assert {one.source_name for one in story.reports} == {"Velmora"}


def test_a_feed_of_many_sites_speaks_for_each_and_a_papers_lists_for_the_paper() -> None:
    feeds = (
        Source(id="all", kind="feed", urls=("https://aggregator.example/feed",), name="All news"),
        Source(id="post", kind="feed", urls=("https://harbourpost.example/feed",), name="Harbour Post"),
        Source(id="post-list", kind="listing", urls=("https://www.harbourpost.example/",), name="Harbour Post"),
    )  # fmt: skip
    outlets = Outlets(Registry(sources=feeds))

    def told(source: str, url: str) -> tuple[str, str]:
        made = Revision(
            document_id="d", number=1, snapshot="s", source=source, seen_at=NOW, digest="x", document=Article(url=url)
        )  # fmt: skip
        return outlets.of(made)

    assert told("post", "https://harbourpost.example/1") == ("harbourpost.example", "Harbour Post")
    assert told("post-list", "https://www.harbourpost.example/2") == (
        "harbourpost.example",
        "Harbour Post",
    )
    assert told("all", "https://quayside.example/3") == ("quayside.example", "quayside.example")
    assert told("all", "https://ada.github.io/4") != told("all", "https://bob.github.io/4")
    assert told("gone", "urn:sha256:ab") == ("gone", "gone")


def outlet(url: str, *sources: Source, told: str = "", source: str = "gone") -> tuple[str, str]:
    made = Revision(
        document_id="d", number=1, snapshot="s", source=source, seen_at=NOW, digest="x",
        document=Article(url=url, outlet=told),
    )  # fmt: skip
    return Outlets(Registry(sources=sources)).of(made)


ONE: tuple[tuple[str, str], ...] = (
    ("https://ada.substack.com/p/1", "ada.substack.com"),
    ("https://medium.com/@Ada/one-2b", "medium.com/@ada"),
    ("https://medium.com/feed/@ada", "medium.com/@ada"),
    ("https://medium.com/feed/harbour-notes", "medium.com/harbour-notes"),
    ("https://medium.com/harbour-notes/one-2b", "medium.com/harbour-notes"),
    ("https://ada.medium.com/one-2b", "ada.medium.com"),
    ("https://mp.weixin.qq.com/s?__biz=MzA5&mid=2", "mp.weixin.qq.com/mza5"),
    ("https://www.sohu.com/a/901_114", "sohu.com/114"),
    ("https://m.weibo.cn/u/1234567", "weibo.cn/1234567"),
    ("https://x.com/harbourpost/status/4", "x.com/harbourpost"),
    ("https://www.linkedin.com/company/harbour/posts", "linkedin.com/harbour"),
    ("https://www.linkedin.com/posts/harbour_activity-7", "linkedin.com/harbour"),
    ("https://new.qq.com/rain/a/2026", "qq.com"),
    ("https://finance.sina.com.cn/a/1", "sina.com.cn"),
    ("https://news.harbourpost.example/1", "harbourpost.example"),
)


@pytest.mark.parametrize(("url", "voice"), ONE, ids=[url for url, _ in ONE])
def test_on_a_shared_site_each_account_speaks_for_itself(url: str, voice: str) -> None:
    assert outlet(url)[0] == voice


@pytest.mark.parametrize(
    "url",
    [
        "https://mp.weixin.qq.com/s/Ab-1", "https://news.google.com/rss/articles/CBM", "https://medium.com/p/2b",
        "https://substack.com/home", "https://baijiahao.baidu.com/s?id=1", "https://www.youtube.com/watch?v=1",
    ],
)  # fmt: skip
def test_where_the_address_names_nobody_the_paper_does_else_the_source(url: str) -> None:
    feed = Source(
        id="harbour-account", kind="feed", urls=("https://bridge.example/w/7",), name="海港观察"
    )
    assert outlet(url, feed, source=feed.id) == ("harbour-account", "海港观察")
    assert outlet(url, told="Harbour Post") == ("harbour post", "Harbour Post")
    followed = Source(
        id="followed", kind="feed", urls=("https://rsshub.app/wechat/7",), name="海港观察"
    )
    assert outlet("", followed, told="海港观察") == outlet(url, followed, source="followed")


def test_an_imported_paper_and_its_feed_are_one() -> None:
    feed = Source(
        id="post", kind="feed", urls=("https://feeds.harbourpost.example/all",), name="Harbour Post"
    )
    watched = outlet("https://harbourpost.example/1", feed, source="post")
    assert watched == ("harbourpost.example", "Harbour Post")
    assert outlet("", feed, told="harbour post") == watched, "the registry tells"
    assert outlet("https://clips.example/1", feed, told="Harbour Post") == watched
    assert outlet("https://harbourpost.example/2", told="Post") == ("harbourpost.example", "Post")


def test_two_accounts_behind_one_bridge_stay_two() -> None:
    one, two = (
        Source(id=name, kind="feed", urls=(f"https://bridge.example/{name}",), name=name.title())
        for name in ("ada", "bob")
    )
    assert outlet("", one, two, told="Ada") == ("ada", "Ada")
    assert outlet("", one, two, told="Bob") == ("bob", "Bob")


def test_what_a_portal_reprints_is_the_named_papers() -> None:
    url = "https://new.qq.com/rain/a/2026"
    assert outlet(url, told="海港日报") == ("海港日报", "海港日报")
    assert outlet(url) == ("qq.com", "qq.com")
