"""Lists that go on: numbers, "load more", endpoints that answer JSON or markup, JSON inside pages."""

import gzip
import json
import time

import pytest

from crawlers.links import feeds, pages, sitemaps
from crawlers.links.found import Found
from crawlers.links.site import same_site
from evaluation import listings

BASE = "http://a.example/news"
ROWS = "".join(
    f"<li><a href='/news/velmora-story-number-{n}'>Velmora story number {n}</a> 2026-11-{n:02}</li>"
    for n in range(1, 6)
)


def read(body: str | bytes, base: str = BASE) -> Found:
    return pages.read(body.encode() if isinstance(body, str) else body, base, same_site)


def leads(inner: str, base: str = BASE) -> tuple[str, ...]:
    return read(f"<html><body><ul>{ROWS}</ul>{inner}</body></html>", base).onward


@pytest.mark.parametrize("changed", [lambda page: page, listings.hashed, listings.bare])
@pytest.mark.parametrize("half", ["dev", "test"])
def test_the_hand_written_lists_are_read(half: str, changed) -> None:
    pages_of = listings.read_gold(listings.FOLDER / half)
    scores = [listings.score(changed(page)) for page in pages_of]
    assert len(scores) >= 18
    right = sum(one.right for one in scores)
    assert right / (right + sum(len(one.wrong) for one in scores)) >= 0.95
    assert right / (right + sum(len(one.missed) for one in scores)) >= 0.95
    assert all(one.onward is not False for one in scores)


@pytest.mark.parametrize(
    ("inner", "onward"),
    [
        ("<a href='?page=2' rel='next'>x</a>", "http://a.example/news?page=2"),
        ("<a href='/news/page/2'>Nächste Seite ›</a>", "http://a.example/news/page/2"),
        ("<a href='list_2.html'>后一页</a>", "http://a.example/list_2.html"),
        ("<a href='/news?p=2'><i class='icon'></i></a><a href='/news?p=2' aria-label='Next'>»</a>",
         "http://a.example/news?p=2"),
        ("<div><span>1</span><a href='?seite=2'>2</a><a href='?seite=3'>3</a></div>",
         "http://a.example/news?seite=2"),
        ("<div><a href='?o=0'>1</a><a class='active' href='?o=20'>2</a><a href='?o=40'>3</a></div>",
         "http://a.example/news?o=40"),
        ("<button hx-get='/news/more?cursor=abc'>Load more</button>", "http://a.example/news/more?cursor=abc"),
        ("<div class='js-load-more' data-url='/api/news' data-page='2'>+</div>",
         "http://a.example/api/news?page=2"),
        ("<button data-next-url='/n/{page}' data-next-page='3'>Show more</button>", "http://a.example/n/3"),
        ("<a data-href='/ajax?offset=5'>加载更多</a>", "http://a.example/ajax?offset=5"),
        ("<a href='/older'>もっと見る</a>", "http://a.example/older"),
    ],
)  # fmt: skip
def test_where_a_list_goes_on(inner: str, onward: str) -> None:
    assert leads(inner) == (onward,)


@pytest.mark.parametrize(
    "inner",
    [
        "<a href='http://b.example/2' rel='next'>Next</a>", "<a href='javascript:more()'>Load more</a>",
        "<table class='calendar'><tr><td><a href='/day/x'>2</a></td></tr></table>", "<a href='#'>Next</a>",
        "<button data-url='/share'>Share</button>", "<a href='/news'>Next</a>",
    ],
)  # fmt: skip
def test_what_leads_nowhere(inner: str) -> None:
    assert leads(inner) == ()


def test_the_number_after_the_current_one_is_taken_from_the_address() -> None:
    pager = "<div><a href='?page=1'>1</a><a href='?page=2'>2</a><a href='?page=3'>3</a></div>"
    assert leads(pager, f"{BASE}?page=2") == ("http://a.example/news?page=3",)
    assert leads(pager, f"{BASE}?page=3") == ()


WORDPRESS = [
    {"id": n, "link": f"http://a.example/n/{n}", "date": f"2026-11-0{n}T08:00:00",
     "title": {"rendered": f"Port &amp; rail, part {n}"}, "excerpt": {"rendered": "<p>Short.</p>"}}
    for n in (1, 2, 3)
]  # fmt: skip


def test_an_endpoint_that_answers_entries() -> None:
    found = read(json.dumps(WORDPRESS), "http://a.example/api?page=1&per_page=3")
    assert found.kind == "json"
    assert [link.url for link in found.documents] == [f"http://a.example/n/{n}" for n in (1, 2, 3)]
    hint = found.documents[0].hint
    assert (hint.title, hint.published, hint.summary) == (
        "Port & rail, part 1", "2026-11-01T08:00:00", "Short.",
    )  # fmt: skip
    assert found.onward == ("http://a.example/api?page=2&per_page=3",)


@pytest.mark.parametrize(
    ("extra", "base", "onward"),
    [
        ({"next": "/api?after=x"}, "http://a.example/api", ("http://a.example/api?after=x",)),
        ({"hasMore": False}, "http://a.example/api?page=1", ()),
        ({"next": None}, "http://a.example/api?offset=3", ("http://a.example/api?offset=6",)),
        ({"next": "http://b.example/"}, "http://a.example/api", ()),
        ({}, "http://a.example/api", ()),
    ],
)
def test_where_an_endpoint_goes_on(extra: dict[str, object], base: str, onward: tuple[str]) -> None:
    assert read(json.dumps({"data": {"items": WORDPRESS, **extra}}), base).onward == onward


def test_an_endpoint_that_answers_markup() -> None:
    wrapped = json.dumps({"html": f"<ul>{ROWS}</ul>", "success": True})
    bare = f"<ul>{ROWS}</ul>"
    for body in (wrapped, bare):
        found = read(body, "http://a.example/more?page=4")
        assert len(found.documents) == 5
        assert found.documents[0].hint.published == "2026-11-01"
        assert found.onward == ("http://a.example/more?page=5",)


def test_a_page_that_is_drawn_by_a_script_from_its_own_json() -> None:
    state = {"menu": [{"title": "Prices", "url": "/p"}, {"title": "Jobs", "url": "/j"}],
             "feed": {"list": [{"node": {"title": f"Story number {n}", "path": f"/s/{n}"},
                                "publishTime": 1795147200000} for n in (1, 2)]}}  # fmt: skip
    for script in (
        f'<script id="__NEXT_DATA__" type="application/json">{json.dumps(state)}</script>',
        f"<script>window.__INITIAL_STATE__ = {json.dumps(state)};(function(){{}})()</script>",
    ):
        found = read(
            f"<html><body><a href='/p'>Prices</a><div id='app'></div>{script}</body></html>"
        )
        assert [link.url for link in found.documents] == [
            "http://a.example/s/1",
            "http://a.example/s/2",
        ]
        assert found.documents[0].hint.published == "2026-11-20T04:00:00Z"


@pytest.mark.parametrize(
    "text", ["{", "[[[[" * 9000, "[1, 2]", '{"a":' * 5000, "[]", '"x"', "[{}, {}]"]
)
def test_odd_json_never_breaks_a_list(text: str) -> None:
    assert read(text).documents == ()
    assert read(f"<html><script>window.__STATE__ = {text}</script></html>").documents == ()


def test_a_page_of_many_groups_is_read_quickly() -> None:
    links = "".join(
        f"<a class='c{n}' href='/x/{n}'>A title of some length {n}</a>" for n in range(4000)
    )
    found = read(f"<html><body><div>{links}</div></body></html>")
    assert found.kind == "html"


URLSET = b"<urlset xmlns='http://www.sitemaps.org/schemas/sitemap/0.9'>%s</urlset>"
ROW = b"<url><loc>http://a.example/%d</loc><lastmod>2026-11-%02d</lastmod></url>"


def test_sitemaps_packed_twice_cut_off_or_in_another_encoding() -> None:
    whole = URLSET % b"".join(ROW % (n, n) for n in range(1, 20))
    for body in (gzip.compress(gzip.compress(whole)), whole.decode().encode("utf-16")):
        found = sitemaps.read(body, BASE)
        assert found is not None
        assert found.documents[0].url == "http://a.example/19"
    cut = sitemaps.read(gzip.compress(whole * 1, 1)[:-60], BASE)
    assert cut is not None
    assert 3 < len(cut.documents) < 20
    bomb = gzip.compress(gzip.compress(b"\0" * 100_000_000, 9), 9)
    assert sitemaps.read(bomb, BASE) is None


def test_sitemaps_of_a_robots_txt_and_of_a_mixed_urlset() -> None:
    robots = b"User-agent: *\nDisallow:\nSITEMAP: http://a.example/s.xml\nSitemap:/t.xml\nSitemap: ftp://x/\n"
    found = sitemaps.read(robots, BASE)
    assert found is not None
    assert found.onward == ("http://a.example/s.xml", "http://a.example/t.xml")
    mixed = URLSET % (ROW % (1, 1) + b"<sitemap><loc>/more.xml</loc></sitemap>")
    found = sitemaps.read(mixed, BASE)
    assert found is not None
    assert (len(found.documents), found.onward) == (1, ("http://a.example/more.xml",))


def test_a_date_that_is_none_sorts_last() -> None:
    rows = b"<url><loc>/a</loc><lastmod>yesterday</lastmod></url>" + ROW % (3, 3)
    found = sitemaps.read(URLSET % rows, BASE)
    assert found is not None
    assert [link.url for link in found.documents] == ["http://a.example/3", "http://a.example/a"]


def test_load_more_is_followed_until_nothing_new_comes(run, server) -> None:
    def rows(first: int) -> str:
        return "".join(
            f"<li><a href='/n/{n}'>Story number {n} of the port</a> 2026-11-0{n}</li>"
            for n in range(first, first + 3)
        )

    server.page(
        "/",
        f"<html><body><ul>{rows(1)}</ul><button hx-get='/more?page=2'>Load more</button></body></html>",
    )

    @server.on("/more")
    def more(wire) -> None:
        if wire.visit.path.endswith("page=2"):
            wire.answer(json.dumps({"html": f"<ul>{rows(4)}</ul>"}))
        else:
            wire.answer(f"<ul>{rows(4)}</ul>")  # the same again: the end

    for number in range(1, 7):
        server.page(f"/n/{number}", "<html><body>x</body></html>")
    run.source("list", "http://a.example/", kind="listing").crawl()
    fetched = {url for url, (outcome, _) in run.outcomes().items() if outcome == "fetched"}
    assert {f"http://a.example/n/{number}" for number in range(1, 7)} <= fetched
    assert "http://a.example/more?page=4" not in run.outcomes()


def test_endless_pages_without_documents_are_left(run, server) -> None:
    @server.on("/")
    def page(wire) -> None:
        number = int((wire.visit.path.rpartition("=")[2] or "0").strip("/") or 0)
        wire.answer(
            f"<html><body>{number}<a rel='next' href='/?page={number + 1}'>Next</a></body></html>"
        )

    run.source("list", "http://a.example/", kind="listing").crawl()
    assert len(run.outcomes()) <= 3


def test_a_flood_of_addresses_is_told_in_a_bounded_journal(run, server) -> None:
    rows = b"".join(b"<url><loc>http://a.example/p/%d</loc></url>" % n for n in range(20_000))
    server.page("/sitemap.xml", URLSET % rows)
    server.page("/p/0", "<html></html>")
    run.source("map", "http://a.example/sitemap.xml", kind="sitemap", max_pages=2).crawl()
    outcomes = run.outcomes()
    assert len(outcomes) < 600
    rest = run.journal()["http://a.example/sitemap.xml#rest"]
    assert (rest.outcome, rest.reason) == ("skipped", "max-pages")
    assert rest.detail.startswith("19,49")


def test_a_home_page_leads_to_its_sitemaps(run, server) -> None:
    server.page("/", "<html><body>Home</body></html>")
    server.page(
        "/robots.txt",
        "User-agent: *\nDisallow: /no\nSitemap: /s.xml\n",
        ("Content-Type", "text/plain"),
    )
    server.page("/s.xml", URLSET % (ROW % (1, 1)))
    server.page("/1", "<html></html>")
    run.source("map", "http://a.example/", kind="sitemap").crawl()
    assert run.outcomes()["http://a.example/1"] == ("fetched", None)


@pytest.mark.parametrize(
    "body",
    [
        "<a " * 100_000, "<script " * 50_000, "<" * 200_000, "<title" * 50_000,
        f"<div class='{'x-' * 20_000}'>" + "<a href='/x'>A title that is long</a>" * 3000,
        "<script>" + "window.ABCD=[1," * 20_000, "".join(f"<div data-url='/{n}'>" for n in range(20_000)),
        f"<a href='/{'a' * 100_000}'>A title that is long</a>" * 5, json.dumps({"h": "<a " * 100_000}),
        f"<rss><channel><item><link>/1</link><description><![CDATA[{'<script ' * 50_000}]]></description></item></channel></rss>",
    ],
)  # fmt: skip
def test_hostile_markup_costs_no_time(body: str) -> None:
    start = time.process_time()
    read(body)
    feeds.read(body.encode(), BASE)
    pages.feeds_of(body.encode(), BASE)
    assert time.process_time() - start < 4


def test_who_wrote_it_is_no_document_of_the_list() -> None:
    notes = "".join(
        f"<div class='n'><h2><a href='/notes/on-prices-{n}'>On pricing pages, part {n}</a></h2>"
        f"<div class='by'>by <a href='/people/oona-{n}'>Oona Lehto the {n}th</a>, Nov {n}, 2026</div></div>"
        for n in range(1, 6)
    )
    urls = [link.url for link in read(f"<html><body>{notes}</body></html>").documents]
    assert urls == [f"http://a.example/notes/on-prices-{n}" for n in range(1, 6)]


def test_the_archive_of_a_feed_is_followed_while_it_brings_anything_new(run, server, rss) -> None:
    older = "<a:link xmlns:a='http://www.w3.org/2005/Atom' rel='prev-archive' href='/{}.xml'/>"
    for number in range(1, 4):
        urls = [f"http://a.example/n/{number}", "http://a.example/n/0"]
        head = older.format(number + 1)
        server.page(f"/{number}.xml", rss(urls).replace("<item>", f"{head}<item>", 1))
    server.page(
        "/4.xml", rss(["http://a.example/n/0"]).replace("<item>", f"{older.format(5)}<item>", 1)
    )
    for number in range(4):
        server.page(f"/n/{number}", "<html></html>")
    run.source("news", "http://a.example/1.xml", kind="feed").crawl()
    fetched = {url for url, (outcome, _) in run.outcomes().items() if outcome == "fetched"}
    assert {f"http://a.example/n/{number}" for number in range(4)} <= fetched
    assert "http://a.example/4.xml" in fetched
    assert "http://a.example/5.xml" not in run.outcomes()
