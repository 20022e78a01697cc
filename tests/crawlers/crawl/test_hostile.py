"""What servers do to a crawler, and what must come of it. A control page follows every attack."""

import gzip
import zlib
from collections.abc import Callable
from datetime import timedelta
from email.utils import format_datetime

import brotli
import pytest

from tests.crawlers.crawl.conftest import NOW
from tests.hostile.server import Hostile, Wire, running

PAGE = "<html><body><p>control</p></body></html>"
MEGA = 1_000_000


def gz(body: bytes, *headers: tuple[str, str], coding: str = "gzip") -> Callable[[Wire], None]:
    return lambda wire: wire.answer(body, ("Content-Encoding", coding), *headers)


def endless(wire: Wire) -> None:
    wire.head("200 OK", ("Content-Type", "text/html"))
    while not wire.stopping.is_set():
        wire.send(b"x" * 65536)


def drip(wire: Wire) -> None:
    wire.head("200 OK", ("Content-Length", "1000"))
    while not wire.stopping.is_set():
        wire.send(b"x")
        wire.pause(0.2)


def header_flood(wire: Wire) -> None:
    wire.send(b"HTTP/1.1 200 OK\r\n")
    while not wire.stopping.is_set():
        wire.send(b"".join(b"X-%d: %s\r\n" % (number, b"y" * 1000) for number in range(200)))


def truncated(wire: Wire) -> None:
    wire.head("200 OK", ("Content-Length", "5000"))
    wire.send(b"only this")


def bad_chunk(wire: Wire) -> None:
    wire.head("200 OK", ("Transfer-Encoding", "chunked"))
    wire.send(b"5\r\nhello\r\nzz\r\n")


def unfinished_chunks(wire: Wire) -> None:
    wire.head("200 OK", ("Transfer-Encoding", "chunked"))
    wire.send(b"5\r\nhello\r\n")


def announces_too_much(wire: Wire) -> None:
    wire.head("200 OK", ("Content-Length", "99000000000"))
    wire.pause(20)


def long_line(wire: Wire) -> None:
    wire.send(b"HTTP/1.1 200 OK\r\nX-Long: " + b"y" * 200_000 + b"\r\nContent-Length: 0\r\n\r\n")


def nested_bomb() -> bytes:
    return gzip.compress(gzip.compress(b"\0" * 40 * MEGA))


ATTACKS: dict[str, tuple[Callable[[Wire], None], set[str]]] = {
    "gzip-bomb": (gz(gzip.compress(b"\0" * 40 * MEGA)), {"too-large"}),
    "deflate-bomb": (gz(zlib.compress(b"\0" * 40 * MEGA), coding="deflate"), {"too-large"}),
    "brotli-bomb": (gz(brotli.compress(b"\0" * 40 * MEGA), coding="br"), {"too-large"}),
    "nested-bomb": (gz(nested_bomb(), coding="gzip, gzip"), {"too-large"}),
    "many-members": (gz(gzip.compress(b"\0" * MEGA) * 40), {"too-large"}),
    "many-layers": (gz(b"x", coding="gzip," * 9), {"bad-encoding"}),
    "unknown-coding": (gz(b"x", coding="rot13"), {"bad-encoding"}),
    "not-gzip": (gz(b"<html>plain</html>"), {"bad-encoding"}),
    "cut-gzip": (gz(gzip.compress(PAGE.encode() * 99)[:-12]), {"truncated"}),
    "bad-crc": (gz(gzip.compress(PAGE.encode())[:-8] + b"\1" * 8), {"bad-encoding"}),
    "cut-brotli": (gz(brotli.compress(b"some text" * 99)[:-3], coding="br"), {"truncated"}),
    "endless": (endless, {"too-large"}),
    "drip": (drip, {"timeout"}),
    "header-flood": (header_flood, {"too-large"}),
    "long-line": (long_line, {"bad-response"}),
    "truncated": (truncated, {"truncated"}),
    "bad-chunk": (bad_chunk, {"truncated", "bad-response"}),
    "unfinished-chunks": (unfinished_chunks, {"truncated"}),
    "announced": (announces_too_much, {"too-large"}),
    "closes": (lambda wire: None, {"bad-response"}),
    "no-http": (lambda wire: wire.send(b"SSH-2.0-OpenSSH_9.2\r\n"), {"bad-response"}),
    "bad-length": (lambda wire: wire.head("200 OK", ("Content-Length", "-5")), {"bad-response"}),
    "two-lengths": (
        lambda wire: wire.head("200 OK", ("Content-Length", "5"), ("Content-Length", "6")),
        {"bad-response"},
    ),
    "silence": (lambda wire: wire.pause(20), {"timeout"}),
    "error": (lambda wire: wire.answer("no", status="500 Oops"), {"http-500"}),
    "gone": (lambda wire: wire.answer("no", status="410 Gone"), {"http-410"}),
}


def test_every_attack_costs_one_page_and_the_controls_are_stored(run, server):
    for name, (endpoint, _) in ATTACKS.items():
        server.routes[f"/{name}"] = endpoint
        server.page(f"/control-{name}", PAGE)
    run.limits = {"total_seconds": 2.0, "max_bytes": 5 * MEGA}
    run.source("attacks", *(f"http://a.example/{name}" for name in ATTACKS))
    run.source("controls", *(f"http://a.example/control-{name}" for name in ATTACKS))
    run.crawl()
    outcomes = run.outcomes()
    wrong = {
        name: outcomes[f"http://a.example/{name}"]
        for name, (_, reasons) in ATTACKS.items()
        if outcomes[f"http://a.example/{name}"] not in {("failed", one) for one in reasons}
    }
    assert not wrong
    controls = {outcomes[f"http://a.example/control-{name}"] for name in ATTACKS}
    assert controls == {("fetched", None)}


@pytest.mark.parametrize("coding", ["gzip", "x-gzip", "deflate", "raw-deflate", "br", "identity"])
def test_honest_codings_are_undone(run, server, coding):
    packed = {
        "gzip": gzip.compress(PAGE.encode()[:9]) + gzip.compress(PAGE.encode()[9:]),
        "x-gzip": gzip.compress(PAGE.encode()),
        "deflate": zlib.compress(PAGE.encode()),
        "raw-deflate": zlib.compress(PAGE.encode())[2:-4],
        "br": brotli.compress(PAGE.encode()),
        "identity": PAGE.encode(),
    }[coding]
    server.routes["/p"] = gz(packed, coding=coding.removeprefix("raw-"))
    entry = run.source("one", "http://a.example/p").crawl()["http://a.example/p"]
    assert (entry.outcome, entry.size) == ("fetched", len(PAGE))


def test_a_body_that_ends_with_the_connection_is_whole(run, server):
    @server.on("/p")
    def old_server(wire):
        wire.head("200 OK", ("Content-Type", "text/html"))
        wire.send(PAGE.encode())

    entry = run.source("one", "http://a.example/p").crawl()["http://a.example/p"]
    assert (entry.outcome, entry.size) == ("fetched", len(PAGE))


def redirect(target: str, status: str = "302 Found") -> Callable[[Wire], None]:
    return lambda wire: wire.answer("", ("Location", target), status=status)


def test_redirects_are_followed_and_told(run, server):
    server.routes["a.example/old"] = redirect("/new", "301 Moved Permanently")
    server.routes["a.example/new"] = redirect("//b.example/final", "308 Permanent Redirect")
    server.page("b.example/final", PAGE)
    entry = run.source("one", "http://a.example/old").crawl()["http://a.example/old"]
    assert entry.outcome == "fetched"
    assert entry.url == "http://b.example/final"
    assert entry.redirects == ("http://a.example/old", "http://a.example/new")
    # Each host was asked for its rules before anything else.
    first = next(visit for visit in server.visits if visit.host == "b.example")
    assert first.path == "/robots.txt"


def test_bad_redirects_end_with_their_reason(run, server):
    server.routes["/loop-a"] = redirect("/loop-b")
    server.routes["/loop-b"] = redirect("/loop-a")
    server.routes["/self"] = redirect("/self")
    server.routes["/nowhere"] = lambda wire: wire.answer("", status="302 Found")
    server.routes["/file"] = redirect("file:///etc/passwd")
    server.routes["/user"] = redirect("http://x@b.example/")
    server.routes["/break"] = redirect("http://b.example/%0d%0aX: y")

    def growing(wire: Wire) -> None:
        wire.answer("", ("Location", wire.visit.path + "x"), status="302 Found")

    for number in range(8):
        server.routes["/grow" + "x" * number] = growing
    names = ("loop-a", "self", "nowhere", "file", "user", "break", "grow")
    run.source("one", *(f"http://a.example/{name}" for name in names)).crawl()
    outcomes = run.outcomes()
    assert [outcomes[f"http://a.example/{name}"] for name in names] == [
        ("failed", "redirect-loop"),
        ("failed", "redirect-loop"),
        ("failed", "bad-redirect"),
        ("refused", "egress-denied"),
        ("refused", "egress-denied"),
        ("refused", "egress-denied"),
        ("failed", "too-many-redirects"),
    ]
    assert sum(visit.path.startswith("/grow") for visit in server.visits) == 6


def test_nothing_leads_to_an_address_that_is_not_allowed(run, server, rss):
    """Feeds, sitemaps, lists, redirects and robots.txt point at a canary on another loopback address."""
    with running("127.0.0.2") as canary:
        bait = f"http://127.0.0.2:{canary.port}"
        forms = [
            f"{bait}/direct", f"http://2130706434:{canary.port}/", f"http://127.2:{canary.port}/",
            f"http://0x7f.0.0.2:{canary.port}/", f"http://[::ffff:127.0.0.2]:{canary.port}/",
            f"http://127。0。0。2:{canary.port}/", f"http://a.example@127.0.0.2:{canary.port}/",
            f"http://a.example\\@127.0.0.2:{canary.port}/", "http://169.254.169.254/latest/",
        ]  # fmt: skip
        server.page("/feed.xml", rss([*forms, f"{bait}/of-the-feed"]))
        rows = "".join(f"<url><loc>{form}</loc></url>" for form in forms)
        server.page("b.example/sitemap.xml", f"<urlset>{rows}</urlset>")
        links = "".join(f"<a class='x' href='{form}'>A long enough title</a>" for form in forms)
        server.page("c.example/list", links + f"<a rel=next href='{bait}/next'>Next</a>")
        for number, form in enumerate(forms):
            server.routes[f"/r{number}"] = lambda wire, form=form: wire.head(
                "302 Found", ("Location", form.encode().decode("latin-1")), ("Content-Length", "0")
            )
        server.routes["d.example/robots.txt"] = redirect(f"{bait}/robots.txt")
        run.source("feed", "http://a.example/feed.xml", kind="feed")
        run.source("map", "http://b.example/sitemap.xml", kind="sitemap")
        run.source("list", "http://c.example/list", kind="listing", follow="a.x")
        run.source("hop", *(f"http://a.example/r{number}" for number in range(len(forms))))
        run.source("robots", "http://d.example/page")
        entries = run.crawl()
        assert canary.connections == 0
    hops = [entries[f"http://a.example/r{number}"] for number in range(len(forms))]
    assert {entry.outcome for entry in hops} == {"refused"}
    assert entries[f"{bait}/of-the-feed"].reason == "egress-denied"
    assert "egress.allow" in entries[f"{bait}/of-the-feed"].detail
    assert not any(visit.path == "/page" for visit in server.visits)


def cookies_of(server: Hostile, path: str) -> str:
    return next(one for one in server.visits if one.path == path).headers.get("cookie", "")


def test_cookies_are_off(run, server):
    server.page("/1", PAGE, ("Set-Cookie", "a=1"))
    server.page("/2", PAGE)
    run.source("one", "http://a.example/1", "http://a.example/2").crawl()
    assert cookies_of(server, "/2") == ""


def test_a_source_that_wants_cookies_gets_its_own_few(run, server):
    server.page("/1", PAGE, ("Set-Cookie", "a=1"), ("Set-Cookie", "b=2; Path=/"))
    server.page("/2", PAGE)
    server.page("/other", PAGE)
    run.source("one", "http://a.example/1", "http://a.example/2", cookies=True)
    run.source("two", "http://a.example/other", cookies=True)
    run.crawl()
    assert sorted(cookies_of(server, "/2").split("; ")) == ["a=1", "b=2"]
    assert cookies_of(server, "/other") == ""


@pytest.mark.parametrize("cookies", [True, False])
def test_a_flood_of_cookies_does_not_cost_the_later_pages(run, server, cookies):
    flood = [("Set-Cookie", f"c{number}={'x' * 4000}") for number in range(500)]
    server.page("/flood", PAGE, *flood)
    small = [("Set-Cookie", f"s{number}=1") for number in range(200)]
    server.page("/many", PAGE, *small)
    for number in range(20):
        server.page(f"/{number}", PAGE)
    paths = ["flood", "many", *map(str, range(20))]
    run.source("one", *(f"http://a.example/{path}" for path in paths), cookies=cookies).crawl()
    assert set(run.outcomes().values()) == {("fetched", None)}
    for visit in server.visits:
        sent = visit.headers.get("cookie", "")
        assert len(sent) <= 4096
        assert sent.count("=") <= 50


@pytest.mark.parametrize(
    ("value", "seconds"),
    [("120", 120), ("0", 1), ("99999999999999999999", 86400), ("999999", 86400), ("-5", 600),
     ("soon", 600), ("", 600), (format_datetime(NOW + timedelta(hours=2)), 7200),
     (format_datetime(NOW - timedelta(days=2)), 1), ("Mon, 99 Foo 2026", 600)],
)  # fmt: skip
def test_retry_after_parks_the_host(run, server, value, seconds):
    @server.on("/1")
    def busy(wire):
        wire.answer("", ("Retry-After", value), ("Date", format_datetime(NOW)),
                    status="429 Too Many Requests")  # fmt: skip

    for path in ("/2", "/3"):
        server.page(path, PAGE)
    run.source("one", *(f"http://a.example/{number}" for number in (1, 2, 3)))
    run.source("two", "http://b.example/2")
    entries = run.crawl()
    parked = entries["http://a.example/1"]
    assert (parked.outcome, parked.reason, parked.status) == ("parked", "retry-after", 429)
    assert abs((parked.parked_until - parked.fetched_at).total_seconds() - seconds) < 2
    if seconds > 1:
        assert {entries[f"http://a.example/{number}"].outcome for number in (2, 3)} == {"parked"}
        assert server.paths("a.example") == ["/1"]
    assert entries["http://b.example/2"].outcome == "fetched"


def test_503_parks_with_retry_after_and_fails_without(run, server):
    server.routes["a.example/"] = lambda wire: wire.answer(
        "", ("Retry-After", "60"), status="503 Busy"
    )
    server.routes["b.example/"] = lambda wire: wire.answer("", status="503 Busy")
    run.source("one", "http://a.example/", "http://b.example/").crawl()
    assert run.outcomes() == {
        "http://a.example/": ("parked", "retry-after"),
        "http://b.example/": ("failed", "http-503"),
    }


def test_a_host_that_the_plan_says_is_parked_is_left_alone(run, server):
    run.extra = {
        "parked": {"a.example": NOW + timedelta(hours=1), "b.example": NOW - timedelta(hours=1)}
    }
    server.page("/", PAGE)
    run.source("one", "http://a.example/", "http://b.example/").crawl()
    assert run.outcomes()["http://a.example/"] == ("parked", "parked")
    assert run.outcomes()["http://b.example/"] == ("fetched", None)
    assert not any(visit.host == "a.example" for visit in server.visits)
