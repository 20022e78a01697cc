"""Whole crawls in a child process against a real server."""

import itertools
import random
import signal
import subprocess
import sys
import time
from datetime import timedelta
from pathlib import Path

from warcio.archiveiterator import ArchiveIterator

from crawlers import journal, launch
from crawlers.warc import Position, read_body
from schemas.harvest import CrawlRequest
from schemas.ids import digest

PAGE = "<html><body><h1>Velmora opens in Gdynia</h1></body></html>"


def test_a_feed_leads_to_documents_with_hints(run, server, rss):
    urls = [f"http://a.example/n/{number}" for number in range(3)]
    server.page("/feed.xml", rss(urls), ("Content-Type", "application/rss+xml"))
    for number in range(3):
        server.page(f"/n/{number}", PAGE + str(number), ("ETag", f'"{number}"'), ("X-Other", "no"))
    entries = run.source("news", "http://a.example/feed.xml", kind="feed").crawl()
    assert {entry.outcome for entry in entries.values()} == {"fetched"}
    assert entries["http://a.example/feed.xml"].purpose == "start"
    document = entries["http://a.example/n/1"]
    assert document.purpose == "document"
    assert document.hint.title == "Title 1"
    assert document.hint.published == "Mon, 23 Nov 2026 08:00:00 GMT"
    assert document.headers == {"etag": '"1"', "content-type": "text/html"}
    assert document.fetched_at - run.plan().now < timedelta(minutes=1)
    body = read_body(
        run.folder, Position(document.warc_file, document.warc_offset, document.warc_length)
    )
    assert body == (PAGE + "1").encode()
    assert document.digest == digest(body)
    assert document.size == len(body)


def test_the_archive_is_a_warc_that_any_tool_reads(run, server):
    server.page("/p", PAGE)
    run.source("p", "http://a.example/p").crawl()
    (file,) = run.folder.glob("*.warc.gz")
    with file.open("rb") as stream:
        records = [(one.rec_type, one.rec_headers.get_header("WARC-Target-URI"))
                   for one in ArchiveIterator(stream, check_digests="raise")]  # fmt: skip
    assert records == [
        ("warcinfo", None),
        ("response", "http://a.example/p"),
        ("request", "http://a.example/p"),
    ]


def test_sitemap_listing_page_and_jobs_in_one_run(run, server):
    server.page(
        "/sitemap.xml",
        "<sitemapindex xmlns='http://www.sitemaps.org/schemas/sitemap/0.9'>"
        "<sitemap><loc>http://a.example/s1.xml</loc></sitemap></sitemapindex>",
    )
    server.page(
        "/s1.xml",
        "<urlset xmlns='http://www.sitemaps.org/schemas/sitemap/0.9'>"
        "<url><loc>http://a.example/s/1</loc></url><url><loc>http://b.example/out</loc></url>"
        "</urlset>",
    )
    server.page(
        "b.example/news",
        "<ul class='posts'>"
        "<li><a href='/news/velmora-wins-port-of-gdynia'>Velmora wins the port of Gdynia</a> 2026-11-20</li>"
        "<li><a href='/news/kilnworth-names-new-chief'>Kilnworth names a new chief</a> 2026-11-19</li>"
        "</ul><a class='older' href='/news?page=2'>Older</a>",
    )
    for path in ("/s/1", "/news/velmora-wins-port-of-gdynia", "/news/kilnworth-names-new-chief",
                 "/pricing", "/jobs/1"):  # fmt: skip
        server.page(path, PAGE)
    server.page("/careers", "<a class='job' href='/jobs/1'>Port engineer</a>")
    run.source("map", "http://a.example/sitemap.xml", kind="sitemap")
    run.source("list", "http://b.example/news", kind="listing")
    run.source("price", "http://c.example/pricing", kind="page")
    run.source("jobs", "http://d.example/careers", kind="jobs", follow="a.job")
    entries = run.crawl()
    assert entries["http://a.example/s1.xml"].purpose == "onward"
    assert entries["http://b.example/out"].reason == "off-site"
    # Both pages of the list are one to the server, so the second brings nothing new.
    assert entries["http://b.example/news?page=2"].purpose == "onward"
    assert entries["http://b.example/news/kilnworth-names-new-chief"].hint.published == "2026-11-19"
    assert entries["http://d.example/jobs/1"].source == "jobs"
    assert sum(entry.outcome == "fetched" for entry in entries.values()) == 10


def test_not_due_known_and_max_pages(run, server, rss):
    urls = [f"http://a.example/n/{number}" for number in range(6)]
    server.page("/feed.xml", rss(urls))

    def document(wire):
        if wire.visit.headers.get("if-none-match") == '"v1"':
            wire.head("304 Not Modified", ("ETag", '"v1"'))
            wire.keep_open = True
        else:
            wire.answer(PAGE)

    for number in range(6):
        server.routes[f"/n/{number}"] = document
    run.extra = {"skip": (urls[0],), "known": {urls[1]: ('"v1"', None)}}
    run.source("news", "http://a.example/feed.xml", kind="feed", max_pages=4).crawl()
    assert run.outcomes() == {
        "http://a.example/feed.xml": ("fetched", None),
        urls[0]: ("skipped", "not-due"),
        urls[1]: ("unchanged", None),
        urls[2]: ("fetched", None),
        urls[3]: ("fetched", None),
        urls[4]: ("skipped", "max-pages"),
        urls[5]: ("skipped", "max-pages"),
    }
    assert run.journal()[urls[1]].warc_file is None
    assert urls[0].removeprefix("http://a.example") not in server.paths()


def test_a_list_is_asked_conditionally_only_when_the_plan_says_so(run, server, rss):
    server.page("/feed.xml", rss([]))
    run.extra = {"known": {"http://a.example/feed.xml": ('"old"', None)}}
    run.source("news", "http://a.example/feed.xml", kind="feed").crawl()
    assert "if-none-match" not in server.visits[-1].headers


def test_the_validators_of_a_request_are_sent(run, server):
    server.page("/feed.xml", "x")
    run.source("news", kind="feed")
    run.requests.append(
        CrawlRequest(
            url="http://a.example/feed.xml", source="news", etag='"e"', last_modified="yesterday"
        )
    )
    run.crawl()
    assert server.visits[-1].headers["if-none-match"] == '"e"'
    assert server.visits[-1].headers["if-modified-since"] == "yesterday"


def test_every_address_of_a_feed_is_accounted_for(run, server, rss):
    odd = ["mailto:x@a.example", "javascript:alert(1)", "ftp://a.example/f", "http://user@a.example/",
           "http://a.example:99999/", "http://127.0.0.2/", "http://a.example/ok#part",
           "http://a.example/ok?utm_source=feed", "http://unknown.invalid/"]  # fmt: skip
    server.page("/feed.xml", rss(odd))
    server.page("/ok", PAGE)
    entries = run.source("news", "http://a.example/feed.xml", kind="feed").crawl()
    assert {url: entry.outcome for url, entry in entries.items()} == {
        "http://a.example/feed.xml": "fetched",
        "mailto:x@a.example": "refused",
        "javascript:alert(1)": "refused",
        "ftp://a.example/f": "refused",
        "http://user@a.example/": "refused",
        "http://a.example:99999/": "refused",
        "http://127.0.0.2/": "refused",
        "http://a.example/ok": "fetched",  # the second form is the same document
        "http://unknown.invalid/": "failed",
    }
    assert entries["http://unknown.invalid/"].reason == "dns"


def test_delay_and_one_request_per_host_over_all_spiders(run, server):
    for path in ("/1", "/2", "/3"):
        server.page(path, PAGE)
    run.source("one", "http://a.example/1", "http://a.example/2", delay=1.0)
    run.source("two", "http://a.example/3", kind="listing", delay=1.0)
    run.crawl()
    at = [visit.at for visit in server.visits]
    gaps = [later - earlier for earlier, later in itertools.pairwise(at)]
    assert len(at) == 4
    assert min(gaps) >= 0.7  # a request may reach a busy server late, and the next one in time


def test_a_slow_host_does_not_hold_up_the_others(run, server, rss):
    @server.on("slow.example/")
    def never(wire):
        wire.pause(30)

    urls = [f"http://a.example/n/{number}" for number in range(30)]
    server.page("/feed.xml", rss(urls))
    for number in range(30):
        server.page(f"/n/{number}", PAGE)
    run.limits = {"total_seconds": 4.0}
    run.source("dead", *(f"http://slow.example/?{number}" for number in range(2)))
    run.source("news", "http://a.example/feed.xml", kind="feed").crawl()
    last = max(visit.at for visit in server.visits if visit.host == "a.example")
    slow = max(visit.at for visit in server.visits if visit.host == "slow.example")
    assert last < slow, "the last page was asked for before the first wait on the slow host ended"
    assert run.outcomes()["http://slow.example/?0"] == ("failed", "timeout")


def test_the_run_ends_at_its_own_deadline_with_everything_accounted_for(run, server, rss):
    urls = [f"http://a.example/n/{number}" for number in range(20)]
    server.page("/feed.xml", rss(urls))
    for number in range(20):
        server.page(f"/n/{number}", PAGE)
    run.limits = {"max_run_seconds": 2.5}
    run.source("news", "http://a.example/feed.xml", kind="feed", delay=0.5).crawl()
    outcomes = run.outcomes()
    assert len(outcomes) == 21
    assert ("skipped", "run-deadline") in outcomes.values()
    assert ("fetched", None) in outcomes.values()


def test_a_killed_run_goes_on_without_loss_or_repetition(run, server, rss):
    urls = [f"http://a.example/n/{number}" for number in range(60)]
    server.page("/feed.xml", rss(urls))
    for number in range(60):
        server.page(f"/n/{number}", PAGE + str(number))
    run.source("news", "http://a.example/feed.xml", kind="feed", delay=0.02)
    launch._write_plan(run.folder, run.plan())
    child = subprocess.Popen([sys.executable, "-m", "crawlers.crawl", str(run.folder)])
    while len(server.visits) < 25 and child.poll() is None:
        time.sleep(0.01)
    child.send_signal(signal.SIGKILL)
    child.wait()
    before = {entry.requested_url for entry in journal.read(run.folder)}
    assert 3 < len(before) < 61
    with (run.folder / journal.FILE_NAME).open("ab") as torn:
        torn.write(b'{"outcome":"fetch')
    seen = len(server.visits)
    entries = run.crawl()
    assert set(entries) == {"http://a.example/feed.xml", *urls}
    assert {entry.outcome for entry in entries.values()} == {"fetched"}
    again = {f"http://a.example{visit.path}" for visit in server.visits[seen:]}
    assert not again & before
    for entry in entries.values():
        body = read_body(
            run.folder, Position(entry.warc_file, entry.warc_offset, entry.warc_length)
        )
        assert digest(body) == entry.digest
    # What had come but was not acknowledged is the only thing that was asked for twice.
    assert len(server.paths()) - len(set(server.paths())) <= 25


def test_a_finished_run_that_is_started_again_asks_for_nothing(run, server, rss):
    server.page("/feed.xml", rss(["http://a.example/1"]))
    server.page("/1", PAGE)
    run.source("news", "http://a.example/feed.xml", kind="feed").crawl()
    seen = len(server.visits)
    for file in run.folder.glob("*.warc.gz"):
        file.rename(run.folder.parent / file.name)  # as the store does when it adopts the archive
    run.crawl()
    assert len(server.visits) == seen


def test_a_child_that_hangs_is_killed_at_the_deadline(run, server):
    @server.on("/")
    def never(wire):
        wire.pause(30)

    run.source("one", "http://a.example/")
    start = time.monotonic()
    result = launch.crawl(run.folder, run.plan(), deadline_seconds=2)
    assert result.exit_code < 0
    assert result.stderr_tail
    assert time.monotonic() - start < 12


def test_a_broken_plan_is_a_sentence(tmp_path: Path, run):
    run.source("one", "http://a.example/")
    run.extra = {"egress": {"allow": ["not a name"], "hosts": {}}}
    result = launch.crawl(run.folder, run.plan(), deadline_seconds=20)
    assert result.exit_code == 2
    assert "egress.allow" in result.stderr_tail
    assert "Traceback" not in result.stderr_tail


def test_the_child_knows_no_secret(run, server, monkeypatch):
    monkeypatch.setenv("ZHIBI_SMTP__PASSWORD", "canary-secret")
    monkeypatch.setenv("http_proxy", "http://127.0.0.1:9")
    monkeypatch.setenv("HTTP_PROXY", "http://127.0.0.1:9")
    found: list[bytes] = []

    @server.on("/")
    def look(wire):
        for process in Path("/proc").glob("[0-9]*/cmdline"):
            try:
                if str(run.folder).encode() in process.read_bytes():
                    found.append((process.parent / "environ").read_bytes())
            except OSError:
                continue
        wire.answer(PAGE)

    entries = run.source("one", "http://a.example/").crawl()
    assert entries["http://a.example/"].outcome == "fetched"
    assert found
    assert all(b"canary" not in one and b"proxy" not in one.lower() for one in found)


def test_a_disk_that_fills_up_ends_the_run_in_a_sentence_and_nothing_is_lost(run, server):
    for number in range(8):
        server.page(f"/{number}", random.Random(number).randbytes(6000))
    run.source("one", *(f"http://a.example/{number}" for number in range(8)))
    launch._write_plan(run.folder, run.plan())
    command = [sys.executable, "-m", "crawlers.crawl", str(run.folder)]
    # Bytes that a file may have: the archive is full after three of the pages.
    child = subprocess.run(
        ["prlimit", "--fsize=20000", *command], capture_output=True, text=True, check=False
    )
    assert child.returncode == 1
    assert "File too large" in child.stderr
    assert "Traceback" not in child.stderr
    acknowledged = run.journal()
    assert 0 < len(acknowledged) < 8
    entries = run.crawl()
    assert len(entries) == 8
    assert all(entries[url] == entry for url, entry in acknowledged.items())


def test_a_crawl_that_is_asked_to_stop_goes_on_later(run, server, rss):
    urls = [f"http://a.example/n/{number}" for number in range(30)]
    server.page("/feed.xml", rss(urls))
    for number in range(30):
        server.page(f"/n/{number}", PAGE)
    run.source("news", "http://a.example/feed.xml", kind="feed", delay=0.1)
    run.source("page", "http://b.example/n/1")
    launch._write_plan(run.folder, run.plan())
    child = subprocess.Popen(
        [sys.executable, "-m", "crawlers.crawl", str(run.folder)], stderr=subprocess.PIPE, text=True
    )
    while len(server.visits) < 8 and child.poll() is None:
        time.sleep(0.01)
    child.terminate()
    _, errors = child.communicate(timeout=20)
    assert child.returncode == 1
    assert "goes on from there" in errors
    assert "Traceback" not in errors
    assert 1 < len(run.journal()) < 32
    entries = run.crawl()
    assert len(entries) == 32
    assert {entry.outcome for entry in entries.values()} == {"fetched"}


def test_a_list_that_leads_nowhere_says_why(run, server):
    server.page("/empty", "<html><body>nothing</body></html>")
    server.page("/list", "<a href='/1'>Velmora opens in Gdynia</a>")
    run.source("empty", "http://a.example/empty", kind="feed")
    run.source("wrong", "http://a.example/list", kind="listing", follow="a[")
    run.crawl()
    assert run.outcomes() == {
        "http://a.example/empty": ("fetched", "no-links"),
        "http://a.example/list": ("fetched", "bad-selector"),
    }


def test_a_page_of_html_that_announces_a_feed_leads_to_it(run, server, rss):
    link = "<link rel='alternate' type='application/atom+xml' href='/feed.xml'>"
    server.page("/blog", f"<html><head>{link}</head></html>")
    server.page("/feed.xml", rss(["http://a.example/1"]))
    server.page("/1", PAGE)
    entries = run.source("blog", "http://a.example/blog", kind="feed").crawl()
    assert [entry.purpose for entry in entries.values()] == ["start", "onward", "document"]
