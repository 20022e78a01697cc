"""robots.txt, obeyed and failing closed."""

import itertools
from datetime import timedelta

import pytest

from crawlers import launch, robots
from evaluation.robots import plain_allows, plain_rules
from tests.crawlers.crawl.conftest import NOW

PAGE = "<html><body><p>page</p></body></html>"


def answer(status: str, body: str | bytes = "", *headers: tuple[str, str]):
    return lambda wire: wire.answer(body, *headers, status=status)


TEXT = ("Content-Type", "text/plain")
RULES = (
    "User-agent: *\nDisallow: /private\nAllow: /private/open\n\nUser-agent: zhibi\nDisallow: /no\n"
)
CLOSED = {
    "500": answer("500 Oops", "User-agent: *\nAllow: /", TEXT),
    "503": answer("503 Busy", "User-agent: *\nAllow: /", TEXT),
    "binary": answer("200 OK", b"\x89PNG", ("Content-Type", "image/png")),
    "nul": answer("200 OK", b"User-agent: *\x00", TEXT),
    "oversize": answer("200 OK", "# filler\n" * 80_000, TEXT),
    "silent": lambda wire: wire.pause(20),
    "truncated": lambda wire: (wire.head("200 OK", ("Content-Length", "99")), wire.send(b"User")),
    "loop": lambda wire: wire.answer("", ("Location", "/robots.txt"), status="302 Found"),
    "odd": answer("299 Maybe", b"\x1f\x8b", ("Content-Encoding", "gzip")),
}
OPEN = {
    "404": answer("404 Not Found", "User-agent: *\nDisallow: /"),
    "401": answer("401 Unauthorized", "User-agent: *\nDisallow: /"),
    "403": answer("403 Forbidden", "User-agent: *\nDisallow: /"),
    "410": answer("410 Gone"),
    "empty": answer("200 OK", "", TEXT),
    "html": answer("200 OK", "<html>nothing here</html>"),
    "bom": answer("200 OK", b"\xef\xbb\xbfUser-agent: *\nDisallow: /other\n", TEXT),
}


def test_rules_are_obeyed_and_asked_for_once(run, server):
    server.page("a.example/robots.txt", RULES, TEXT)
    server.page("b.example/robots.txt", "User-agent: *\nDisallow: /private\n", TEXT)
    for path in ("/private", "/no", "/yes"):
        server.page(path, PAGE)
    for host in ("a", "b"):
        run.source(host, *(f"http://{host}.example{path}" for path in ("/private", "/no", "/yes")))
    run.crawl()
    outcomes = run.outcomes()
    # A group of our own replaces the general one (RFC 9309, section 2.2.1).
    assert outcomes["http://a.example/private"] == ("fetched", None)
    assert outcomes["http://a.example/no"] == ("refused", "robots-denied")
    assert outcomes["http://b.example/private"] == ("refused", "robots-denied")
    assert outcomes["http://b.example/no"] == ("fetched", None)
    for host in ("a.example", "b.example"):
        visits = [visit.path for visit in server.visits if visit.host == host]
        assert visits[0] == "/robots.txt"
        assert visits.count("/robots.txt") == 1


@pytest.mark.parametrize("name", CLOSED)
def test_what_cannot_be_read_closes_the_site(run, server, name):
    server.routes["/robots.txt"] = CLOSED[name]
    server.page("/", PAGE)
    run.limits = {"total_seconds": 1.5}
    run.source("one", "http://a.example/").crawl()
    assert run.outcomes() == {"http://a.example/": ("refused", "robots-unavailable")}
    assert run.journal()["http://a.example/"].detail
    assert server.paths() == []


@pytest.mark.parametrize("name", OPEN)
def test_no_rules_open_the_site(run, server, name):
    server.routes["/robots.txt"] = OPEN[name]
    server.page("/", PAGE)
    run.source("one", "http://a.example/").crawl()
    assert run.outcomes() == {"http://a.example/": ("fetched", None)}


def test_a_host_that_cannot_be_reached_is_told_as_such(run, server, free_port):
    run.source("one", f"http://127.0.0.1:{free_port}/", "http://gone.invalid/").crawl()
    assert run.outcomes() == {
        f"http://127.0.0.1:{free_port}/": ("failed", "connect"),
        "http://gone.invalid/": ("failed", "dns"),
    }


def test_robots_that_ask_to_wait_park_the_host(run, server):
    server.routes["/robots.txt"] = answer("429 Busy", "", ("Retry-After", "60"))
    run.source("one", "http://a.example/", "http://a.example/2").crawl()
    assert {outcome for outcome, _ in run.outcomes().values()} == {"parked"}
    assert server.paths() == []


def test_crawl_delay_is_honoured(run, server):
    server.page("/robots.txt", "User-agent: *\nCrawl-delay: 0.5\n", TEXT)
    server.page("/", PAGE)
    run.source("one", *(f"http://a.example/?{number}" for number in range(3)))
    run.crawl()
    at = [visit.at for visit in server.visits]
    assert min(b - a for a, b in itertools.pairwise(at)) >= 0.5 * 0.95


def test_a_good_copy_serves_for_a_day(run, server, tmp_path):
    cache = tmp_path / "cache"
    server.page("/robots.txt", "User-agent: *\nDisallow: /private\n", TEXT)
    server.page("/", PAGE)
    server.page("/private", PAGE)
    run.source("one", "http://a.example/", "http://a.example/private")
    plan = run.plan()
    first = launch.crawl(run.folder, plan, deadline_seconds=30, robots_cache=cache)
    assert first.counts == {"fetched": 1, "refused": 1}
    server.routes["/robots.txt"] = CLOSED["500"]
    for hours, expected in ((23, {"fetched": 1, "refused": 1}), (25, {"refused": 2})):
        later = plan.model_copy(update={"now": NOW + timedelta(hours=hours)})
        result = launch.crawl(
            tmp_path / f"run-{hours}", later, deadline_seconds=30, robots_cache=cache
        )
        assert result.counts == expected


@pytest.mark.parametrize(
    "text", ["Disallow", ":", "User-agent: *\nDisallow: " + "*a" * 3000, "\ufeff\n\n", "Crawl-delay: x",
             "User-agent: *\nCrawl-delay: -3\n", "Sitemap: \n" * 99, "User-agent: *\nDisallow: /%ff%"],
)  # fmt: skip
def test_odd_rules_never_break_the_run(text):
    rules = robots.parse(text)
    assert rules.allows("http://a.example/news") in {True, False}
    assert rules.crawl_delay is None or isinstance(rules.crawl_delay, float)


GROUPS = """
User-agent: other
User-agent: zhibi
Disallow: /*.pdf$
Disallow: /shop/
Allow: /shop/open/
Allow: /shop/index.html
Disallow: /caf%C3%A9
Disallow: /a/*/c

User-agent: *
Disallow: /
"""


@pytest.mark.parametrize(
    ("path", "allowed"),
    [("/", True), ("/x.pdf", False), ("/x.pdf?y", True), ("/shop/a", False), ("/shop/open/a", True),
     ("/shop/", True), ("/café", False), ("/caf%c3%a9", False), ("/a/b/c", False), ("/a/c", True)],
)  # fmt: skip
def test_the_longest_rule_of_our_own_group_decides(path, allowed):
    url = f"http://a.example{path}"
    assert robots.parse(GROUPS).allows(url) is allowed
    # A second, plain reading of the standard comes to the same.
    assert plain_allows(plain_rules(GROUPS), url) is allowed
