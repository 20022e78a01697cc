"""Pages that need scripts, rendered by the real Chromium inside a crawl."""

from typing import Any

import pytest

from crawlers.warc import Position, read_body
from schemas.harvest import JournalEntry, Rendering
from tests.hostile.server import running

pytestmark = pytest.mark.service("chromium")

SHELL = """<!DOCTYPE html><html lang="en"><head><title>Plans</title>
<script src="/app.js" defer></script></head><body><div id="root"></div></body></html>"""
APP = """
fetch('/api/plans').then(r => r.json()).then(plans => {
  document.getElementById('root').innerHTML =
    plans.map(p => `<section class="plan"><h2>${p.name}</h2><p>${p.price}</p></section>`).join('');
});
"""
PLANS = '[{"name": "Harbour Team", "price": "€49 per month"}, {"name": "Harbour Fleet", "price": "€129 per month"}]'
JSON = ("Content-Type", "application/json")


def body(run: Any, entry: JournalEntry) -> str:
    position = Position(entry.warc_file or "", entry.warc_offset or 0, entry.warc_length or 0)
    return read_body(run.folder, position).decode("utf-8-sig")


def test_a_page_made_by_scripts_is_read_as_it_is_shown(run, server):
    server.page("/pricing", SHELL)
    server.page("/app.js", APP, ("Content-Type", "text/javascript"))
    server.page("/api/plans", PLANS, JSON)
    server.page("/plain", SHELL)
    run.source("shown", "http://a.example/pricing", render=Rendering(wait=".plan"))
    run.source("plain", "http://b.example/plain")
    entries = run.crawl()
    shown = body(run, entries["http://a.example/pricing"])
    assert "Harbour Fleet" in shown
    assert "€129 per month" in shown
    assert "<script" not in shown
    assert "Harbour" not in body(run, entries["http://b.example/plain"])
    # The page itself was asked for once: the browser was handed what had been fetched.
    assert server.paths("a.example").count("/pricing") == 1


def test_a_list_that_grows_by_a_button_leads_to_its_documents(run, server):
    server.page(
        "/news",
        """<html><body><h1>News</h1><ul id="list"></ul><button id="more">Load more</button><script>
        let page = 0;
        const more = () => { page += 1; if (page > 2) return;
          for (let i = 0; i < 2; i++) { const n = page * 10 + i;
            document.getElementById('list').insertAdjacentHTML('beforeend',
              `<li><a href="/news/${n}-harbour-opens-terminal">Harbour opens terminal number ${n}</a></li>`); } };
        document.getElementById('more').onclick = () => setTimeout(more, 50); more();
        </script></body></html>""",
    )
    for number in (10, 11, 20, 21):
        server.page(f"/news/{number}-harbour-opens-terminal", f"<h1>Terminal {number}</h1>")
    run.source("news", "http://a.example/news", kind="listing",
               render=Rendering(press="#more", times=2)).crawl()  # fmt: skip
    found = {path for path in server.paths("a.example") if path.startswith("/news/")}
    assert len(found) == 4


def test_what_shadow_trees_and_fields_show_is_kept(run, server):
    server.page(
        "/p",
        """<html><body><price-tag><span>per seat</span></price-tag><input id="seats"><script>
        customElements.define('price-tag', class extends HTMLElement {
          constructor() { super(); this.attachShadow({mode: 'open'}).innerHTML = '<b>€77</b> <slot></slot>'; } });
        document.getElementById('seats').value = '25';
        </script></body></html>""",
    )
    entries = run.source("p", "http://a.example/p", render=Rendering()).crawl()
    shown = body(run, entries["http://a.example/p"])
    assert "<b>€77</b> <span>per seat</span>" in shown
    assert 'value="25"' in shown


def test_scripts_reach_no_private_place(run, server):
    with running("127.0.0.2") as canary:
        canary.page("/", "caught", ("Access-Control-Allow-Origin", "*"))
        places = [
            f"http://127.0.0.2:{canary.port}/",
            f"http://localhost:{canary.port}/",
            f"http://[::ffff:127.0.0.2]:{canary.port}/",
            f"ws://127.0.0.2:{canary.port}/",
            "http://169.254.169.254/latest/meta-data/",
            "http://10.0.0.1/",
        ]
        tries = "".join(
            f"new WebSocket('{one}').onerror = () => 0;" if one.startswith("ws")
            else f"fetch('{one}', {{mode: 'cors'}}).then(r => r.text()).then(t => document.title += t).catch(() => 0);"
            f"new Image().src = '{one}i'; navigator.sendBeacon && navigator.sendBeacon('{one}b');"
            f"document.write('<iframe src=\"{one}f\"></iframe><script src=\"{one}s\"><\\/script>');"
            for one in places
        )  # fmt: skip
        server.page(
            "/p", f"<html><title>in</title><body>text<script>{tries}</script></body></html>"
        )
        entries = run.source("p", "http://a.example/p", render=Rendering()).crawl()
        entry = entries["http://a.example/p"]
        assert entry.outcome == "fetched"
        assert "<title>in</title>" in body(run, entry)
        assert canary.connections == 0


def test_a_script_leads_nowhere_and_opens_nothing(run, server):
    server.page("/p", "<body><p>kept</p><script>window.open('/q'); alert('stay');"
                "setTimeout(() => location.href = '/q', 100)</script></body>")  # fmt: skip
    server.page("/q", "<p>elsewhere</p>")
    entries = run.source("p", "http://a.example/p", render=Rendering()).crawl()
    assert "kept" in body(run, entries["http://a.example/p"])
    assert "/q" not in server.paths()


@pytest.mark.parametrize(
    "script",
    [
        "while (true) {}",
        "setInterval(() => document.body.append('more text '), 10)",
        "const a = []; while (true) a.push(new Array(1e6).fill('x' + Math.random()))",
    ],
)
def test_hostile_scripts_cost_one_page(run, server, script):
    server.page("/bad", f"<body><p>text</p><script>{script}</script></body>")
    server.page("/good", SHELL)
    server.page("/app.js", APP, ("Content-Type", "text/javascript"))
    server.page("/api/plans", PLANS, JSON)
    run.limits = {"total_seconds": 7.0}
    run.source("bad", "http://b.example/bad", render=Rendering())
    run.source("good", "http://a.example/good", render=Rendering())
    entries = run.crawl()
    assert "Harbour Team" in body(run, entries["http://a.example/good"])
    bad = entries["http://b.example/bad"]
    assert bad.outcome == "fetched" or bad.reason in {"browser-timeout", "browser-failed"}


def test_a_redirect_and_a_refusal_by_robots_are_those_of_any_page(run, server):
    server.page("/robots.txt", "User-agent: *\nDisallow: /private", ("Content-Type", "text/plain"))
    server.page("/private", SHELL)
    server.routes["/old"] = lambda wire: wire.answer(
        "", ("Location", "/private"), status="301 Moved Permanently"
    )
    run.source("p", "http://a.example/old", render=Rendering()).crawl()
    assert run.outcomes() == {"http://a.example/old": ("refused", "robots-denied")}


def test_a_missing_browser_is_said_so(run, server):
    server.page("/p", SHELL)
    run.limits = {"browser": "/nowhere/chromium"}
    run.source("p", "http://a.example/p", render=Rendering()).crawl()
    (entry,) = run.journal().values()
    assert (entry.outcome, entry.reason) == ("failed", "browser-missing")
    assert "apt-get install chromium" in (entry.detail or "")
