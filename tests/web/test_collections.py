"""Collections on the pages: filled in one gesture with and without script, ordered, shared, handed on."""

import json
import re
from collections.abc import Iterator
from html import unescape
from typing import Any
from xml.etree import ElementTree

import httpx
import pytest
from playwright.sync_api import Browser

from pipeline import accounts, collecting
from pipeline.accounts import Caller
from pipeline.settings import Sharing
from tests.support.pages import chromium, looking

ATOM = "{http://www.w3.org/2005/Atom}"


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with chromium() as started:
        yield started


def account_of(served: Any, role: str) -> Any:
    served.session(role)
    return served.workspace.store.accounts.get(role)


@pytest.fixture
def filled(served: Any) -> Any:
    """A collection of the analyst's, shared with the team: two stories and a document."""
    store, caller = served.workspace.store, Caller("analyst", served.clock.now)
    me = account_of(served, "analyst")
    made = collecting.make(
        store, me, "Board, Q4 <b>", "What the board should know.\nShort.", "team", caller
    )
    for words, group in (("Portulan", "Deals"), ("Velmora Team", "")):
        story = served.story(words).rpartition("/")[2]
        collecting.add(
            store, me, made, caller, story=story, group=group, note="Ask sales\n<i>周二</i>"
        )
    story = store.stories.get(served.story("维墨").rpartition("/")[2])
    collecting.add(store, me, made, caller, document=story.reports[0].document_id)
    yield store.collections.get(made.id)
    collecting.remove(store, me, store.collections.get(made.id), caller)


@pytest.fixture
def open_links(served: Any) -> Iterator[None]:
    before = served.workspace.settings
    served.workspace.settings = before.model_copy(update={"sharing": Sharing(collections=True)})
    yield
    served.workspace.settings = before


def shared_path(served: Any, collection: Any, **form: str) -> str:
    page = served.post(served.client, f"/collections/{collection.id}/share", days="7", **form).text
    found = re.search(r"(/shared/collection/[\w-]+)", page)
    assert found
    return found[1]


@pytest.mark.parametrize("script", [True, False])
def test_a_story_goes_into_a_collection_from_today_search_and_its_page(
    served: Any, browser: Browser, *, script: bool
) -> None:
    name = f"Harbours {script}"
    session = served.session("viewer")
    path = served.story("Portulan")
    with looking(browser, served.url, session, script=script) as look:
        page = look.open("/?show=week")
        page.locator(f'[data-story="{path.rpartition("/")[2]}"] [data-collect]').click()
        if script:
            assert page.locator("#collect").is_visible()
            page.get_by_label("A new collection").fill(name)
        else:
            page.wait_for_url("**/collections/add?*")
            page.get_by_label("Into a new one").fill(name)
        page.get_by_role("button", name="Make it and put it in").click()
        page.get_by_text(f"Added to “{name}”.").wait_for()
        assert page.url.endswith("/?show=week"), "one comes back to where one was"
        page.get_by_role("button", name="Undo").click()
        page.get_by_text("Taken out.").wait_for()
        page = look.open("/search?q=team+stops")
        page.locator(".res [data-collect]").first.click()
        page.locator("dialog[open] .choice, main .choice").filter(has_text=name).first.click()
        page.get_by_text(f"Added to “{name}”.").wait_for()
        page = look.open(path)
        if script:
            page.keyboard.press("c")
        else:
            page.get_by_role("link", name="Collect", exact=True).click()
        page.locator("dialog[open] .choice, main .choice").filter(has_text=name).first.click()
        page.get_by_text(f"Added to “{name}”.").wait_for()
        page = look.open("/collections")
        page.get_by_role("link", name=name).click()
        assert page.locator("article.entry").count() == 2
        assert not script or look.faults() == []  # the check itself is a script
        first = page.locator("article.entry h3").first.inner_text()
        page.get_by_role("button", name="Move down: No. 1").click()
        page.wait_for_url("**#e-*")
        assert page.locator("article.entry h3").nth(1).inner_text() == first
        page.get_by_text("Note and heading").first.click()
        page.locator("article.entry textarea").first.fill("Call <b>Fennhavn</b> 周二")
        page.locator("article.entry [name=group]").first.fill("Launches")
        page.get_by_role("button", name="Keep", exact=True).first.click()
        page.locator(".said", has_text="Call <b>Fennhavn</b> 周二").wait_for()
        page.get_by_role("heading", name="Launches", exact=True).wait_for()
        page.get_by_role("button", name="Move the group up").last.click()
        page.wait_for_load_state("load")
        assert page.locator(".group h2").first.inner_text() == "Launches"
        assert look.trouble == []


@pytest.mark.parametrize(("lang", "width", "scheme"), [("en", 1280, "light"), ("zh", 375, "dark")])
def test_every_page_fits_and_can_be_read_by_everybody(
    served: Any, browser: Browser, filled: Any, open_links: None, lang: str, width: int, scheme: str
) -> None:
    del open_links
    shared = shared_path(served, filled, notes="yes")
    story = served.story("Portulan").rpartition("/")[2]
    with looking(
        browser, served.url, served.session("analyst"), width=width, scheme=scheme, lang=lang
    ) as look:
        for path in (
            "/collections", f"/collections/{filled.id}", f"/collections/{filled.id}?as=text",
            f"/collections/add?story={story}",
        ):  # fmt: skip
            page = look.open(path)
            assert look.faults() == [], path
            assert page.locator("b", has_text="Board").count() == 0, "a title is words, not markup"
    with looking(browser, served.url, None, width=width, scheme=scheme, lang=lang) as look:
        look.open(shared)
        assert look.faults() == []
        look.open("/shared/collection/none", 404)
        look.trouble.clear()  # the browser reports the status itself
        assert look.faults() == []


def test_enter_in_a_field_does_what_the_field_is_for(
    served: Any, browser: Browser, filled: Any
) -> None:
    story = served.story("Portulan").rpartition("/")[2]
    with looking(browser, served.url, served.session("analyst")) as look:
        page = look.open(f"/collections/{filled.id}")
        first = page.locator("article.entry").first.get_attribute("id")
        page.get_by_text("Note and heading").nth(1).click()
        page.locator("article.entry [name=group]").nth(1).fill("Launches")
        page.keyboard.press("Enter")
        page.get_by_role("heading", name="Launches", exact=True).wait_for()
        assert page.locator("article.entry").first.get_attribute("id") == first
        page.get_by_text("Rename").first.click()
        page.get_by_label("Heading of the group Deals").fill("Contracts")
        page.keyboard.press("Enter")
        page.get_by_role("heading", name="Contracts", exact=True).wait_for()
        look.open(f"/collections/add?story={story}&following=/collections")
        page.get_by_label("Into a new one").fill("By Enter")
        page.keyboard.press("Enter")
        page.get_by_text("Added to “By Enter”.").wait_for()
        assert look.trouble == []


def test_on_paper_it_is_a_brief_without_buttons(served: Any, browser: Browser, filled: Any) -> None:
    with looking(browser, served.url, served.session("analyst")) as look:
        page = look.open(f"/collections/{filled.id}")
        page.emulate_media(media="print")
        for gone in ("header.bar", ".tools2", "aside.rail", ".head .acts"):
            assert not page.locator(gone).first.is_visible(), gone
        for there in ("h1", "article.entry h3", ".said", ".sum"):
            assert page.locator(there).first.is_visible(), there
        assert page.pdf(format="A4")[:5] == b"%PDF-"


def test_a_link_needs_an_account_unless_the_settings_open_it(
    served: Any, filled: Any, request: pytest.FixtureRequest
) -> None:
    path = shared_path(served, filled)
    nobody = served.as_(None)
    refused = nobody.get(path)
    assert (refused.status_code, refused.headers["location"][:13]) == (303, "/sign-in?next")
    assert nobody.get("/shared/collection/none").status_code == 303, (
        "nobody learns which links hold"
    )
    assert "Velmora" in served.as_("viewer").get(path).text
    request.getfixturevalue("open_links")
    page = nobody.get(path)
    assert page.status_code == 200
    assert page.headers["x-robots-tag"].startswith("noindex")
    assert 'name="robots" content="noindex' in page.text
    text = page.text.split("<main")[1]
    assert "Ask sales" not in text, "notes are shown only where the link says so"
    assert "The analyst" not in text, "nobody's name is told"
    assert not re.findall(r'href="/(?!shared)[^"]*"', text), "it leads nowhere in here"
    assert "Ask sales" in nobody.get(shared_path(served, filled, notes="yes")).text
    served.post(served.client, f"/collections/{filled.id}/unshare")
    assert nobody.get(path).status_code == 404


def test_a_private_collection_is_nobody_elses(served: Any) -> None:
    store, caller = served.workspace.store, Caller("analyst", served.clock.now)
    mine = collecting.make(
        store, account_of(served, "analyst"), "Mine alone", "", "private", caller
    )
    other = served.as_("administrator")
    assert "Mine alone" not in other.get("/collections").text
    for path in ("", "/export?form=md"):
        assert other.get(f"/collections/{mine.id}{path}").status_code == 404
    for path in ("", "/remove", "/groups", "/share"):
        assert served.post(other, f"/collections/{mine.id}{path}").status_code == 404
    story = served.story("Portulan").rpartition("/")[2]
    assert served.post(other, "/collections/add", story=story, to=mine.id).status_code == 404
    assert "Mine alone" not in other.get("/admin/log?kind=collection").text


def test_a_teams_collection_is_arranged_by_its_owner_only(served: Any, filled: Any) -> None:
    entry = served.workspace.store.collections.entries(filled.id)[0].id
    viewer = served.as_("viewer")
    assert "Ask sales" in viewer.get(f"/collections/{filled.id}").text
    assert "Take out" not in viewer.get(f"/collections/{filled.id}").text
    for path in (
        f"/entries/{entry}/down",
        f"/entries/{entry}/remove",
        f"/entries/{entry}",
        "/remove",
    ):
        answer = served.post(viewer, f"/collections/{filled.id}{path}", note="x")
        assert answer.status_code == 403
        assert "Only its owner" in answer.text
    admin = served.as_("administrator")
    assert served.post(admin, f"/collections/{filled.id}/entries/{entry}/down").status_code == 303


def test_what_is_wrong_is_told_beside_the_field_and_nothing_typed_is_lost(
    served: Any, filled: Any
) -> None:
    client = served.client
    page = served.post(client, "/collections", title=" ", purpose="Kept words")
    assert (page.status_code, "Kept words" in page.text) == (400, True)
    assert 'id="title-wrong"' in page.text
    entry = served.workspace.store.collections.entries(filled.id)[0].id
    long = "x" * 4001
    page = served.post(client, f"/collections/{filled.id}/entries/{entry}", note=long)
    assert (page.status_code, long in page.text) == (400, True)
    story = served.story("Portulan").rpartition("/")[2]
    page = served.post(client, "/collections/add", story=story, note="typed note")
    assert (page.status_code, "typed note" in page.text) == (400, True)
    assert served.post(client, f"/collections/{filled.id}/share", days="9999").status_code == 400
    assert client.get(f"/collections/{filled.id}?cursor=x").status_code == 400
    assert client.get("/collections?cursor=x").status_code == 400
    viewer = served.as_("viewer")
    assert served.post(viewer, "/collections", title="Ours", visibility="team").status_code == 400


def test_a_collection_that_was_removed_comes_back(served: Any, filled: Any) -> None:
    client = served.client
    served.post(client, f"/collections/{filled.id}/remove")
    page = client.get("/collections").text
    undo = re.search(r'class="flash".*?action="([^"]+)"', page, re.DOTALL)
    assert undo
    assert client.get(f"/collections/{filled.id}").status_code == 404
    served.post(client, unescape(undo[1]))
    assert "Ask sales" in client.get(f"/collections/{filled.id}").text


def test_feeds_are_read_with_a_token_and_hold_the_notes(served: Any, filled: Any) -> None:
    _token, secret = accounts.add_token(
        served.workspace.store, "viewer", "feed", ("read",), Caller("test", served.clock.now)
    )
    path = f"{served.url}/feeds/collections/{filled.id}"
    assert httpx.get(f"{path}.atom", trust_env=False).status_code == 401
    atom = httpx.get(f"{path}.atom", auth=("x", secret), trust_env=False)
    assert atom.headers["content-type"].startswith("application/atom+xml")
    feed = ElementTree.fromstring(atom.content)
    assert feed.findtext(f"{ATOM}title") == "Zhibi: Board, Q4 <b>"
    entries = feed.findall(f"{ATOM}entry")
    assert len(entries) == 3
    assert any("Ask sales" in (one.findtext(f"{ATOM}summary") or "") for one in entries)
    told = httpx.get(f"{path}.json", auth=("x", secret), trust_env=False).json()
    assert [one["id"] for one in told["items"]] == [one.findtext(f"{ATOM}id") for one in entries]


def test_files_are_handed_over_whole(served: Any, filled: Any) -> None:
    client = served.client
    for form in ("md", "csv", "xlsx", "jsonl"):
        answer = client.get(f"/collections/{filled.id}/export", params={"form": form})
        assert answer.status_code == 200
        assert answer.headers["content-disposition"].endswith(f'.{form}"')
    lines = client.get(f"/collections/{filled.id}/export?form=jsonl").text.splitlines()
    assert len([json.loads(one) for one in lines]) == 3
    assert client.get(f"/collections/{filled.id}/export?form=exe").status_code == 400
