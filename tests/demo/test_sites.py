"""The sites of the market answer as their quirks say, week by week."""

import http.client
from collections.abc import Callable, Iterator
from datetime import UTC, datetime

import pytest

from demo.content import sites
from demo.server import MarketClock, serve

Fetch = Callable[..., tuple[int, bytes, dict[str, str]]]
LAST = datetime(2026, 11, 22, 20, tzinfo=UTC)


@pytest.fixture(scope="module")
def market() -> Iterator[tuple[MarketClock, int]]:
    with serve(LAST) as served:
        yield served


@pytest.fixture
def fetch(market: tuple[MarketClock, int]) -> Iterator[Fetch]:
    clock, port = market

    def get(host: str, path: str, **headers: str) -> tuple[int, bytes, dict[str, str]]:
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=10)
        try:
            connection.request("GET", path, headers={"Host": host, **headers})
            answer = connection.getresponse()
            return answer.status, answer.read(), dict(answer.getheaders())
        finally:
            connection.close()

    yield get
    clock.move(LAST)


def at(market: tuple[MarketClock, int], year: int, month: int, day: int) -> None:
    market[0].move(datetime(year, month, day, 20, tzinfo=UTC))


def test_every_registered_address_answers(fetch: Fetch) -> None:
    for host, site in sites().items():
        paths = [
            *site.pages.values(),
            site.lists.get("feed"),
            site.lists.get("sitemap"),
            site.lists.get("listing"),
        ]
        for path in filter(None, paths):
            status, body, _headers = fetch(host, path)
            assert status in {200, 301}, (host, path)
            assert body or status == 301


def test_a_post_is_not_there_before_it_is_published(market, fetch: Fetch) -> None:
    post = next(post for post in sites()["kilnworth.example"].posts if post.published.month == 9)
    path = sites()["kilnworth.example"].path_of(post)
    at(market, 2026, 8, 1)
    assert fetch("kilnworth.example", path)[0] == 404
    at(market, 2026, 11, 1)
    assert fetch("kilnworth.example", path)[0] == 200


def test_the_price_is_that_of_the_day(market, fetch: Fetch) -> None:
    at(market, 2026, 11, 19)
    assert "1299元/月" in fetch("huanzhou.example", "/pricing/")[1].decode()
    at(market, 2026, 11, 22)
    assert "1499元/月" in fetch("huanzhou.example", "/pricing/")[1].decode()


def test_a_gbk_page_names_its_encoding_in_the_page_only(fetch: Fetch) -> None:
    _status, body, headers = fetch("taoyan.example", "/price.html")
    assert "charset" not in headers["Content-Type"]
    assert "价格目录" in body.decode("gbk")
    with pytest.raises(UnicodeDecodeError):
        body.decode("utf-8")


def test_moved_posts_redirect_for_good(market, fetch: Fetch) -> None:
    site = sites()["brackwater.example"]
    path = site.path_of(site.posts[0])
    at(market, 2026, 9, 1)
    assert fetch(site.host, path)[0] == 200
    at(market, 2026, 11, 1)
    status, _body, headers = fetch(site.host, path)
    assert status == 301
    assert "/news/2026/" in headers["Location"]


def test_counters_and_advertisements_differ_at_each_load(fetch: Fetch) -> None:
    site = sites()["northernledger.example"]
    path = site.path_of(site.posts[0])
    assert fetch(site.host, path)[1] != fetch(site.host, path)[1]


def test_a_stable_page_is_not_sent_twice(fetch: Fetch) -> None:
    _status, _body, headers = fetch("velmora.example", "/about/leadership")
    again = fetch("velmora.example", "/about/leadership", **{"If-None-Match": headers["ETag"]})
    assert again[:2] == (304, b"")


def test_a_deleted_page_says_so_with_status_200(market, fetch: Fetch) -> None:
    at(market, 2026, 11, 20)
    status, body, _headers = fetch("brackwater.example", "/products/pilothouse")
    assert status == 200
    assert b"not here any more" in body
