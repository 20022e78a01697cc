"""Rules tried on stored pages, from the page of their source: seen, tested on all, kept, taken back."""

import re
import sys
import time
from collections.abc import Iterator
from datetime import timedelta
from html import unescape
from pathlib import Path

import httpx
import pytest
from playwright.sync_api import Browser, expect

from pipeline import registering, services, steps, tasks, tuning
from pipeline.accounts import Caller
from pipeline.workspace import open_workspace
from schemas.tasks import Task
from tests.support.pages import chromium, looking
from tests.support.site import serving, workspace_for
from tests.web.conftest import NOW, Served, running

NEWS = "/sources/rival-news"
PRICES = "/sources/rival-pricing"
STORIES = [
    ("dock", "Velmora rents a dock in Gdynia", "2026-11-10", "Freight"),
    ("fleet", "Velmora orders forty electric lorries", "2026-11-11", "Fleet"),
    ("zh", "维墨在宁波设立第二仓库", "2026-11-12", "仓储"),
]


def article(title: str, day: str, topic: str) -> str:
    text = "".join(
        f"<p>{title}: the firm gave figure {number} on {day}, and said that its customers had asked for it since the spring.</p>"
        for number in range(3)
    )
    return (
        f"<html><head><title>Newsroom</title></head><body><h1>Newsroom of Velmora</h1><article><i class='topic'>{topic}</i>"
        f"<h2 class='head'>{title}</h2><div class='copy'>{text}</div><small class='note'>Kept by the archive of Velmora.</small></article></body></html>"
    )


@pytest.fixture(scope="module")
def kept(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """Serve what was stored of a site that no longer answers."""
    with serving() as site:
        site.feed(
            *[
                (f"/news/{name}", title, "Thu, 12 Nov 2026 10:00:00 GMT")
                for name, title, *_ in STORIES
            ]
        )
        for name, *told in STORIES:
            site.put(f"/news/{name}", article(*told))
        site.pricing(Team="€89 per user / month", Fleet="€240 per month")
        folder = workspace_for(site, tmp_path_factory.mktemp("kept") / "market", workers=1)
        before = open_workspace(folder, now=NOW - timedelta(days=2))
        services.apply(before, folder / "registry", author="test")
        steps.crawl_step(before, None, ["rival-news", "rival-pricing"])
        before.close()
        site.put("/pricing", "<html><body><div id='app'></div></body></html>")
        workspace = open_workspace(folder, now=NOW)
        steps.crawl_step(workspace, None, ["rival-pricing"])
    with running(workspace) as pages:
        yield pages
    workspace.close()


def plain(page: httpx.Response) -> str:
    return unescape(re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", page.text)))


def tried(kept: Served, **rules: str) -> httpx.Response:
    """Try rules, as the form sends them, and go where it leads."""
    answer = kept.post(kept.client, f"{NEWS}/try", **rules)
    assert answer.status_code == 303, plain(answer)
    return kept.client.get(answer.headers["location"].partition("#")[0])


def finished(kept: Served, answer: httpx.Response) -> Task:
    """Wait until the test that *answer* leads to is over."""
    assert answer.status_code == 303, plain(answer)
    until = time.monotonic() + 90
    while time.monotonic() < until:
        found = tasks.get(kept.workspace, answer.headers["location"].rpartition("/")[2])
        if found is not None and found.over:
            return found
        time.sleep(0.2)
    raise AssertionError("the test does not end")


def test_a_stored_page_is_read_field_by_field_with_what_is_missing(kept: Served) -> None:
    assert f'href="{NEWS}/try"' in kept.client.get(NEWS).text
    assert "/try" not in kept.as_("viewer").get(NEWS).text
    assert kept.as_("viewer").get(f"{NEWS}/try").status_code == 403
    page = kept.client.get(f"{NEWS}/try")
    said = plain(page)
    assert page.status_code == 200
    assert "Read as: article" in said
    assert said.count("Velmora rents a dock") + said.count("维墨在宁波") > 1
    assert len(re.findall(r"<option ", page.text)) == 3
    assert "Nothing that it should have is missing" in said
    assert "By your rules" not in said
    empty = kept.client.get(f"{PRICES}/try")
    assert "No document comes of this page now: the page has no text" in plain(empty)
    assert "No document would come of it by your rules" in plain(
        kept.client.get(f"{PRICES}/try?title=div")
    )
    older = re.findall(r'<option value="([^"]+)"', empty.text)[1]
    prices = plain(kept.client.get(f"{PRICES}/try?at={older}"))
    assert "Read as: price page" in prices
    assert "Team: €89 / " in prices
    one = re.findall(r'<option value="([^"]+)"[^>]*>[^<]*Gdynia', page.text)[0]
    assert "Velmora rents a dock in Gdynia" in plain(kept.client.get(f"{NEWS}/try?at={one}"))
    assert kept.client.get("/sources/nothing/try").status_code == 404


def test_old_and_new_values_stand_beside_each_other_at_an_address_of_their_own(
    kept: Served,
) -> None:
    page = tried(kept, title=".topic", lead=".note", authors="")
    assert page.url.query.decode().partition("&")[2] == "title=.topic&lead=.note"
    said = plain(page)
    assert "By your rules 2 fields read differently here." in said
    assert "Names 1 place here." in said
    assert re.search(r"<del>[^<]*(?:Velmora|维墨)", page.text)
    assert re.search(r"<ins>(?:Freight|Fleet|仓储)", page.text)
    assert "Kept by the archive of Velmora." in said
    assert tuning.source_of(kept.workspace, "rival-news").selectors == {}
    nothing = plain(tried(kept, lead=".nowhere"))
    assert "Finds nothing on this page." in nothing
    assert "By your rules this page reads as it does now." in nothing
    assert "Nothing can be read there." in plain(tried(kept, published=".topic"))
    slow = plain(tried(kept, lead=r".copy | regex:^(?:[\w\W]|..)+$(?<![. ])"))
    assert "takes more than 300 ms on this page" in slow
    assert "No document would come of it by your rules" in slow


@pytest.mark.parametrize(
    ("lang", "field", "rule", "says", "mends"),
    [
        ("en", "title", "h2.head::text", "is no CSS selector", "Leave ::text out"),
        ("zh", "title", "h2.head::text", "不支持伪元素", "去掉 ::text"),
        ("en", "published", r".topic | regex:(\d+", r"“(\d+” is no regular expression", "Close every bracket"),
        ("zh", "text", "div[", "没有写完", "请补上右括号"),
        ("en", "offers.price", ".amount", "no rule says where the rows stand", "Write a rule for offers too"),
        ("zh", "offers.price", ".amount", "没有规则指明各行的位置", "也为 offers 写一条规则"),
    ],
)  # fmt: skip
@pytest.mark.parametrize("what", ["try", "test"])
def test_a_rule_that_is_none_says_why_where_and_how_to_mend_it(
    kept: Served, what: str, lang: str, field: str, rule: str, says: str, mends: str
) -> None:
    before = len(tasks.recent(kept.workspace))
    form = {"csrf": kept.csrf(kept.client), field: rule, "lead": ".note"}
    page = kept.client.post(f"{NEWS}/{what}?lang={lang}", data=form)
    assert page.status_code == 400
    (wrong,) = re.findall(rf'id="{re.escape(field)}-wrong"[^>]*>(.*?)</b></span>', page.text)
    wrong = unescape(re.sub(r"<[^>]+>", "", wrong))
    assert says in wrong
    assert mends in wrong
    assert f'aria-describedby="{field}-wrong"' in page.text
    assert f'value="{rule}"' in unescape(page.text), "what was typed is kept"
    assert 'value=".note"' in page.text
    assert len(tasks.recent(kept.workspace)) == before, "nothing was begun"


def test_rules_are_tested_on_all_pages_saved_with_a_reason_and_taken_back(kept: Served) -> None:
    analyst, store = kept.client, kept.workspace.store
    nothing = kept.post(analyst, f"{NEWS}/test", title="")
    assert (nothing.status_code, "Nothing differs" in nothing.text) == (400, True)
    begun = kept.post(analyst, f"{NEWS}/test", title="h2.head", lead=".note")
    task = finished(kept, begun)
    assert (task.state, task.problem, task.by) == ("done", "", "analyst")
    here = begun.headers["location"]
    page = analyst.get(here)
    said = plain(page)
    assert "3 stored pages. Documents came of 3 of them, and would come of 3." in said
    assert re.search(r"Lead 0 3 \+3 3 3", said), said
    assert "Kept by the archive of Velmora." in said
    assert kept.as_("viewer").get(here).status_code == 403
    assert analyst.get(here.replace("rival-news", "rival-pricing")).status_code == 404
    moved = kept.as_("administrator").get(f"/admin/tasks/{task.id}")
    assert moved.headers["location"] == here
    back = re.findall(r'<a class="btn" href="([^"]+)">Change the rules', page.text)[0]
    assert 'value="h2.head"' in analyst.get(unescape(back)).text
    saved = kept.post(analyst, f"{here}/save", reason="their heads say Newsroom")
    assert saved.headers["location"] == NEWS
    flash = analyst.get(NEWS).text
    assert "The rules are saved." in flash
    rules = {"title": "h2.head", "lead": ".note"}
    assert store.registry.source("rival-news").selectors == rules
    entry = store.audit.list(kind="source", record="rival-news")[0]
    assert (entry.account, entry.reason) == ("analyst", "their heads say Newsroom")
    assert f'action="/admin/log/{entry.number}/undo"' in flash
    assert (entry.action, entry.address) == ("source-changed", "127.0.0.1")
    assert "These rules are saved." in plain(analyst.get(here))
    assert 'value=".note"' in analyst.get(f"{NEWS}/try").text, "what is saved stands in the fields"
    assert kept.post(analyst, f"{here}/save").status_code == 400, "it changes nothing any more"
    assert kept.post(analyst, f"/admin/log/{entry.number}/undo").headers["location"] == NEWS
    assert store.registry.source("rival-news").selectors == {}


def test_what_is_refused_is_not_saved_and_what_loses_needs_a_reason(kept: Served) -> None:
    analyst, store = kept.client, kept.workspace.store
    refused = kept.post(analyst, f"{NEWS}/test", title=".nowhere", lead="body")
    finished(kept, refused)
    page = analyst.get(refused.headers["location"], params={"lang": "zh"})
    assert "“.nowhere” 在 3 个已存页面上都找不到内容" in plain(page)
    assert "“body” 匹配整个页面" in plain(page)
    assert "/save" not in page.text
    answer = kept.post(analyst, f"{refused.headers['location']}/save", reason="all the same")
    assert answer.status_code == 400
    assert "finds nothing on any of 3 stored pages" in plain(answer)
    keep(kept, {"lead": ".note"})
    losing = kept.post(analyst, f"{NEWS}/test", lead="")
    finished(kept, losing)
    here = losing.headers["location"]
    assert "The rule is taken out." in plain(analyst.get(here))
    assert "lead would be missing on 3 more pages" in plain(analyst.get(here))
    answer = kept.post(analyst, f"{here}/save", reason=" ")
    assert answer.status_code == 400
    assert "Say why it is saved though something is lost." in plain(answer)
    assert store.registry.source("rival-news").selectors == {"lead": ".note"}
    assert kept.post(analyst, f"{here}/save", reason="not needed").status_code == 303
    assert store.registry.source("rival-news").selectors == {}


def test_rules_that_somebody_changed_since_the_test_are_not_overwritten(kept: Served) -> None:
    begun = kept.post(kept.client, f"{NEWS}/test", title="h2.head")
    finished(kept, begun)
    keep(kept, {"title": "article h2"})
    answer = kept.post(kept.client, f"{begun.headers['location']}/save")
    assert answer.status_code == 409
    assert "Test again." in plain(answer)
    assert kept.workspace.store.registry.source("rival-news").selectors == {"title": "article h2"}
    keep(kept, {})


def test_one_test_of_a_source_runs_at_a_time_and_no_other_is_taken_for_it(
    kept: Served, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = Task(
        id="t0123456789ab", kind="test", about="rival-news", by="other", at=kept.clock.now,
        state="running", wanted={"proposal": '{"set":{"lead":".topic"}}', "base": "1", "page": ""},
    )  # fmt: skip
    monkeypatch.setattr(tasks, "_lives", lambda *_: True)
    tasks.keep(kept.workspace, made)
    answer = kept.post(kept.client, f"{NEWS}/test", title="h2.head")
    assert answer.headers["location"] == f"{NEWS}/tests/{made.id}"
    page = kept.client.get(answer.headers["location"])
    assert "Another test of this source is running" in page.text
    assert "data-follow" in page.text
    assert kept.post(kept.client, f"{NEWS}/tests/{made.id}/save").status_code == 404
    gone = made.model_copy(update={"state": "failed", "problem": "it was ended before it was done"})
    tasks.keep(kept.workspace, gone)
    assert "未完成即被中止" in kept.client.get(f"{NEWS}/tests/{made.id}?lang=zh").text


def keep(kept: Served, rules: dict[str, str]) -> None:
    """Make *rules* those of the news, as somebody else would."""
    store = kept.workspace.store
    source, base = store.registry.current("source", "rival-news")
    values = source.model_dump(mode="json") | {"selectors": rules}
    caller = Caller("other", kept.clock.now + timedelta(0))
    registering.save(kept.workspace, "source", values, base=base, caller=caller)


def test_a_source_of_which_nothing_is_stored_says_so(empty: Served) -> None:
    page = empty.client.get(f"{NEWS}/try")
    assert page.status_code == 200
    assert "Nothing of this source is stored yet" in page.text
    assert "<select" not in page.text
    assert empty.post(empty.client, f"{NEWS}/try", title="h1").status_code == 303


def test_the_pages_load_no_crawler() -> None:
    """What tries stored pages in the process of the pages brings neither Scrapy nor spaCy."""
    import subprocess  # noqa: PLC0415

    root = Path(__file__).parents[2]
    asked = "import sys, web.app; print({'scrapy', 'twisted', 'spacy'} & set(sys.modules))"
    done = subprocess.run(
        [sys.executable, "-c", asked], cwd=root, capture_output=True, text=True, check=True
    )
    assert done.stdout.strip() == "set()"


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with chromium() as started:
        yield started


@pytest.mark.service("chromium")
@pytest.mark.parametrize("lang", ["en", "zh"])
@pytest.mark.parametrize(("width", "scheme"), [(1280, "light"), (375, "dark")])
def test_the_pages_fit_and_can_be_read_by_everybody(
    kept: Served, browser: Browser, lang: str, width: int, scheme: str
) -> None:
    done = [one for one in tasks.recent(kept.workspace, "test") if one.state == "done"]
    if not done:
        done = [finished(kept, kept.post(kept.client, f"{NEWS}/test", title="h2.head"))]
    older = re.findall(r'<option value="([^"]+)"', kept.client.get(f"{PRICES}/try").text)[1]
    pages = [
        (f"{NEWS}/try", 200),
        (f"{NEWS}/try?title=.topic&text=.copy&lead=.nowhere", 200),
        (f"{NEWS}/try?title=h2::text&published=div[", 400),
        (f"{PRICES}/try", 200),
        (f"{PRICES}/try?at={older}&offers=tr&offers.name=td&offers.price=td:last-child", 200),
        *((f"{NEWS}/tests/{one.id}", 200) for one in done[:3]),
    ]
    with looking(
        browser, kept.url, kept.session("analyst"), width=width, scheme=scheme, lang=lang
    ) as look:
        for path, status in pages:
            look.open(path, status)
            look.page.eval_on_selector_all("details", "all => all.forEach(one => one.open = true)")
            if status == 400:  # a browser notes that in its console
                look.trouble.clear()
            assert look.faults() == [], path


@pytest.mark.service("chromium")
@pytest.mark.parametrize("script", [True, False])
def test_rules_are_tried_by_keyboard_alone(kept: Served, browser: Browser, script: bool) -> None:
    with looking(browser, kept.url, kept.session("analyst"), script=script) as look:
        page = look.open(NEWS)
        page.get_by_role("link", name="Try it out").focus()
        page.keyboard.press("Enter")
        page.get_by_label("Title", exact=True).focus()
        page.keyboard.type(".topic")
        page.keyboard.press("Tab")
        page.keyboard.press("Enter")  # in the next field: it tries what is typed
        page.wait_for_url("**title=.topic*")
        expect(page.get_by_text("By your rules 1 field reads differently here.")).to_be_visible()
        page.get_by_label("Stored page").select_option(index=1)
        if not script:
            page.get_by_role("button", name="Show").press("Enter")
        page.wait_for_function("document.querySelector('#at').selectedIndex === 1")
        assert page.get_by_label("Title", exact=True).input_value() == ".topic"
        assert look.trouble == []
