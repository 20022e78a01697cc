"""Companies, comparison, prices, changes and sources: in Chromium, in both languages and widths."""

import re
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser

from pipeline import services, steps
from pipeline.views import prices
from pipeline.workspace import Workspace, open_workspace
from tests.support.pages import chromium, looking
from tests.support.site import HOST, Site, serving, workspace_for
from tests.web.conftest import HOSTILE, running
from tests.web.test_api import client_of
from web.sides import sides
from web.speaker import Speaker

pytestmark = pytest.mark.service("chromium")
NOW = datetime(2026, 11, 16, 9, 0, tzinfo=UTC)
DAY = timedelta(days=1)
PATHS = (
    "/companies", "/companies/velmora", "/companies/portulan", "/compare",
    "/compare?company=velmora&company=portulan&days=365", "/prices", "/prices?company=velmora",
    "/prices?show=hidden", "/prices/ours", "/prices/ours?since=2026-07-01&company=velmora", "/sources", "/sources/dropped", "/sources/rival-news", "/sources/rival-pricing",
)  # fmt: skip


@pytest.fixture(scope="module")
def market(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Any]:
    with serving() as site:
        folder = _watched(site, tmp_path_factory.mktemp("market"))
        workspace = open_workspace(folder, now=NOW + 14 * DAY)
        with running(workspace) as pages:
            yield pages
        workspace.close()


def _watched(site: Site, folder: Path) -> Path:
    title = f"Velmora acquires Portulan {HOSTILE}".replace("<", "&lt;").replace(">", "&gt;")
    site.feed(("/news/1", title, "Thu, 12 Nov 2026 10:00:00 GMT"))
    site.article(
        "/news/1",
        title,
        "Velmora has acquired Portulan, a carrier in Lisbon, for €184 million, the company said on Thursday. "
        "The price was paid in cash, and the two will keep their brands for a year or two. " * 2,
    )
    site.pricing(Team="€89 per user / month", Starter="€39 per user / month")
    made = workspace_for(site, folder / "m")
    _ours(site, made)
    for number, team in enumerate(("€89", "€99", "€99")):
        site.pricing(
            Team=f"{team} per user / month", Starter="€39 per user / month", Custom="Contact us"
        )
        opened = open_workspace(made, now=NOW + 7 * number * DAY)
        if not number:
            services.apply(opened, made / "registry", author="test")
        list(steps.run(opened, sources=["rival-news", "rival-pricing", "own-pricing"]))
        opened.close()
    return made


def _ours(site: Site, made: Path) -> None:
    """Watch a page of our own too; the path is of another page, so that both have their own plans."""
    plans = {"Team": "€94 per user / month", "Depot": "$40 per site / month"}
    rows = "".join(f"<tr><td>{name}</td><td>{price}</td></tr>" for name, price in plans.items())
    head = "<tr><th>Plan</th><th>Price</th></tr>"
    site.put("/ours", f"<title>Prices</title><h1>Prices</h1><table>{head}{rows}</table>")
    with (made / "registry" / "companies.yaml").open("a", encoding="utf-8") as file:
        file.write(
            f"""\
- id: larkmere
  role: self
  names: {{en: [Larkmere], zh: [朗湖]}}
  sources: [{{id: own-pricing, kind: page, document: offer, url: "http://{HOST}/ours", every: 1d}}]
"""
        )


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with chromium() as started:
        yield started


def change_path(workspace: Workspace) -> str:
    return f"/changes/{next(one.id for one in prices.changes(workspace) if one.kind == 'price')}"


@pytest.mark.parametrize(("lang", "width", "scheme"), [("en", 1280, "light"), ("zh", 375, "dark")])
def test_every_page_of_the_market_is_quiet_fits_and_can_be_read_by_everybody(
    market: Any, browser: Browser, lang: str, width: int, scheme: str
) -> None:
    session = market.session("viewer")
    with looking(browser, market.url, session, width=width, scheme=scheme, lang=lang) as look:
        for path in (*PATHS, change_path(market.workspace)):
            look.open(path)
            assert look.faults() == [], path


def test_a_mark_on_the_timeline_leads_to_its_story(market: Any, browser: Browser) -> None:
    with looking(browser, market.url, market.session("viewer")) as look:
        page = look.open("/companies/velmora")
        page.locator("figure g.strategy a").first.click()
        page.wait_for_url("**/story/**")
        assert "Portulan" in page.locator("h1").inner_text()


def test_the_board_tells_what_a_plan_cost_before_and_the_change_shows_both_pages(
    market: Any, browser: Browser
) -> None:
    with looking(browser, market.url, market.session("viewer")) as look:
        page = look.open("/prices")
        team = page.locator("tbody tr", has_text="Team").first.inner_text()
        assert [word for word in ("€99", "€89", "11.2%") if word not in team] == []
        page = look.open(change_path(market.workspace))
        assert "€89" in page.locator("del").first.inner_text()
        assert "€99" in page.locator("ins").first.inner_text()


def test_our_plan_stands_beside_the_rivals_now_and_before(market: Any, browser: Browser) -> None:
    with looking(browser, market.url, market.session("viewer")) as look:
        page = look.open("/prices")
        page.get_by_role("link", name="Our plans beside theirs").click()
        page.wait_for_url("**/prices/ours")
        row = page.locator("tbody tr", has_text="Velmora Team").first
        said = row.inner_text()
        assert [
            word for word in ("€99", "+5.3%", "11.2%", "since 16 Nov") if word not in said
        ] == []
        assert "ours Team" in page.locator("tr.sel").first.inner_text()
        assert "5.3% dearer than our Team" in page.locator(".strip").inner_text()
        assert "on request" in page.locator("tr", has_text="Velmora Custom").inner_text()
        assert "No price of rivals" in page.locator("section", has_text="per site").inner_text()
        row.locator("td").nth(2).get_by_role("link").click()
        page.wait_for_url("**/changes?old=1&new=2")
        assert page.locator("ins", has_text="99").count()
        page = look.open("/prices/ours")
        page.locator("tbody tr", has_text="Velmora Team").first.get_by_role(
            "link", name="23 Nov"
        ).click()
        page.wait_for_url("**/document/*?revision=2")
        assert "€99" in page.locator("main").inner_text()
        page = look.open("/prices/ours")
        page.get_by_role("link", name="Since 1 Jul").click()
        page.wait_for_url("**/prices/ours?since=2026-07-01")
        assert page.locator(".seg [aria-current]").inner_text() == "Since 1 Jul"


@pytest.mark.parametrize(("form", "start"), [("csv", b"\xef\xbb\xbfOur plan"), ("xlsx", b"PK")])
def test_the_comparison_is_handed_over_as_a_file(market: Any, form: str, start: bytes) -> None:
    answer = market.as_("viewer").get("/prices/ours/export", params={"form": form})
    assert answer.status_code == 200
    assert answer.content.startswith(start)
    assert answer.headers["content-disposition"].endswith(f'.{form}"')


def test_programs_ask_for_the_comparison_from_any_day_on(market: Any) -> None:
    client = client_of(market, "read", role="viewer")
    table, *_ = client.get("plans/ours", params={"since": "2026-11-20"}).json()["tables"]
    team = next(one for one in table["rivals"] if one["plan"]["plan"] == "Team")
    (gap,) = team["gaps"]
    assert (gap["plan"], gap["percent"], gap["was"], gap["like"]) == ("Team", "5.3", "-5.3", True)
    assert client.get("plans/ours", params={"since": "soon"}).status_code in {400, 422}


def test_companies_are_chosen_and_compared_without_script(market: Any) -> None:
    found = market.as_("viewer").get(
        "/compare", params={"company": ["velmora", "nobody"], "days": "7"}
    )
    assert found.status_code == 200
    assert found.text.count("checked") == 1
    assert "90 days" in found.text


def test_what_is_not_there_is_said_so(market: Any) -> None:
    client = market.as_("viewer")
    for path in ("/companies/nobody", "/changes/c0", "/sources/nothing"):
        assert client.get(path).status_code == 404
    assert (
        client.get("/sources/dropped", params={"source": "nothing", "reason": "x"}).status_code
        == 200
    )


def test_sides_mark_words_and_leave_out_what_is_the_same() -> None:
    same = [f"Paragraph {number} is the same." for number in range(9)]
    old = "\n".join([*same, "Team costs €89 a month.", "Gone."])
    new = "\n".join([*same, "Team costs €99 a month."])
    rows = sides(old, new)
    assert rows[0].skipped == 7
    (changed,) = [row for row in rows if any(p.marked for p in row.old) and row.new]
    assert (
        "".join(p.text for p in changed.old if p.marked),
        "".join(p.text for p in changed.new if p.marked),
    ) == ("€89", "€99")
    assert [row.old[0].text for row in rows if not row.new] == ["Gone."]
    assert sides(old, old) == []
    assert [p.text for p in sides("席位", "席位数")[0].new if p.marked] == ["数"]


def test_a_change_and_a_page_are_drawn_once_and_kept(market: Any, browser: Browser) -> None:
    (one,) = [c for c in prices.changes(market.workspace) if c.kind == "price"]
    page = f"/changes/{one.id}"
    with looking(browser, market.url, market.session("viewer")) as look:
        shown = look.open(page)
        assert look.requests < 5, "the picture waits until somebody wants it"
        with shown.expect_response("**/picture"):
            shown.locator("details.drawn summary").click()
        shown.wait_for_load_state("networkidle")
        width, height = shown.evaluate(
            "(i => [i.naturalWidth, i.naturalHeight])(document.querySelector('.drawn img'))"
        )
        assert width > 1000
        assert height > 300
        assert not look.trouble
    first = market.client.get(f"{page}/picture")
    assert first.headers["content-type"] == "image/png"
    assert first.content.startswith(b"\x89PNG")
    files = list((market.workspace.data / "pictures").glob("change-*.png"))
    assert [file.read_bytes() for file in files if "-en" in file.name] == [first.content]
    document = market.client.get(f"/document/{one.document_id}/picture")
    assert document.content.startswith(b"\x89PNG")
    assert market.client.get("/changes/nothing/picture").status_code == 404
    reader = client_of(market, "read", role="viewer")
    asked = reader.get(f"changes/{one.id}/picture")
    assert (asked.content, asked.headers["content-type"]) == (first.content, "image/png")
    again = {"If-None-Match": asked.headers["etag"]}
    assert reader.get(f"changes/{one.id}/picture", headers=again).status_code == 304
    assert reader.get(f"documents/{one.document_id}/picture").content == document.content
    for nothing in (
        "changes/nothing/picture",
        "documents/nothing/picture",
        f"documents/{one.document_id}/picture?revision=99",
    ):
        assert reader.get(nothing).status_code == 404
    assert market.client.get("/document/nothing/picture").status_code == 404


def test_a_source_in_trouble_is_told_in_the_readers_language(market: Any) -> None:
    workspace = open_workspace(market.workspace.folder, now=NOW + 70 * DAY)
    with running(workspace) as later:
        later.client.cookies.set("zhibi_language", "zh")
        listed = later.client.get("/sources").text
        one = later.client.get("/sources/rival-news").text
        later.client.cookies.set("zhibi_language", "en")
        english = later.client.get("/sources").text
    workspace.close()
    assert re.search(r"[\d-]+ 到期而未运行；应每(?: \d+ )?[天小]", listed)
    assert re.search(r"[\d-]+ 到期而未运行；应每(?: \d+ )?[天小]", one)
    assert "到期而未运行" not in english
    assert "due since" in english


def test_a_price_that_changed_is_written_as_prices_are(market: Any) -> None:
    (one,) = [c for c in prices.changes(market.workspace) if c.kind == "price"]
    page = market.client.get(f"/changes/{one.id}").text
    assert re.search(r"€89 / \w+ → €99 / \w+", page), one
    assert "EUR/" not in page


def test_a_change_is_shown_against_the_check_that_found_the_page_as_before(
    market: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A check that finds nothing new makes no version; the next change is measured against it."""
    store = market.workspace.store
    (one,) = [c for c in prices.changes(market.workspace) if c.kind == "price"]
    first, *_ = store.documents.revisions(one.document_id)
    quiet = store.harvest.snapshot(first.snapshot).model_copy(
        update={"id": "quiet", "fetched_at": first.seen_at + timedelta(days=3)}
    )
    find, found = type(store.harvest).snapshot, prices.change
    monkeypatch.setattr(
        type(store.harvest),
        "snapshot",
        lambda harvest, name: quiet if name == "quiet" else find(harvest, name),
    )
    monkeypatch.setattr(
        prices,
        "change",
        lambda workspace, name: found(workspace, name).model_copy(  # type: ignore[union-attr]
            update={"old_snapshot": "quiet"}
        ),
    )
    page = market.client.get(f"/changes/{one.id}").text
    assert "<del>€89</del>" in page
    assert "<ins>€99</ins>" in page
    assert f"Before, seen {(first.seen_at + timedelta(days=3)).day} Nov" in page


@pytest.mark.parametrize(
    ("lang", "kind", "old", "said"),
    [
        ("en", "promotion", "519.20 CNY/month instead of 649.00 CNY/month", "promotion over, ¥649 / month"),
        ("zh", "promotion", "519.20 CNY/month instead of 649.00 CNY/month", "促销结束，¥649 每月"),
        ("en", "plan", "29.00 USD/month", "no longer offered"),
        ("zh", "feature", "4G", "不再列出"),
    ],
)  # fmt: skip
def test_what_ended_is_told_by_what_it_was(
    market: Any, lang: Any, kind: str, old: str, said: str
) -> None:
    speaker = Speaker(market.workspace, lang)
    assert speaker.ended(kind, old) == said
    assert speaker.stated("hidden") == ("需询价" if lang == "zh" else "on request")


def test_a_fault_of_ours_is_a_page_with_its_reference_and_a_way_on(
    market: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_args: object, **_more: object) -> list[Any]:
        raise ZeroDivisionError

    monkeypatch.setattr(prices, "plans", broken)
    page = market.client.get("/prices", headers={"Accept": "text/html"})
    assert page.status_code == 500
    assert "text/html" in page.headers["content-type"]
    assert re.search(r"Reference: [0-9a-f]{8}", page.text)
    assert '<a href="/">' in page.text
    assert "style-src 'self'" in page.headers["content-security-policy"]
    other = market.client.get("/prices", headers={"Accept": "application/json"})
    assert other.headers["content-type"].startswith("text/plain")
