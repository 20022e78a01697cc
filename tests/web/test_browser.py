"""The pages in a real Chromium: nothing fails, nothing leaves, nothing scrolls sideways."""

import re
import time
from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, Route

from tests.support.pages import chromium, looking

pytestmark = pytest.mark.service("chromium")


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with chromium() as started:
        yield started


@pytest.fixture(scope="module")
def session(served: Any) -> str:
    found: str = served.session("analyst")
    return found


def paths(served: Any) -> list[str]:
    return [
        "/",
        "/search",
        "/search?q=velmora",
        served.story("Velmora Team"),
        served.story("Portulan"),
        "/search?q=velmora&sort=date",
        "/searches",
        "/?show=starred",
        *documents(served),
        "/account",
        "/digests",
        "/digests/preview?reader=petra",
    ]


def documents(served: Any) -> list[str]:
    """A document's archive and its versions, and what is like it."""
    page = served.client.get(served.story("Velmora Team")).text
    name = re.findall(r'href="(/document/[^"/?]+)"', page)[0]
    return [name, f"{name}/changes", name.replace("/document/", "/search/like/")]


@pytest.mark.parametrize("lang", ["en", "zh"])
@pytest.mark.parametrize(("width", "scheme"), [(1280, "light"), (375, "dark")])
def test_every_page_is_quiet_fits_and_can_be_read_by_everybody(
    served: Any, browser: Browser, session: str, lang: str, width: int, scheme: str
) -> None:
    with looking(browser, served.url, session, width=width, scheme=scheme, lang=lang) as look:
        for path in paths(served):
            look.open(path)
            assert look.faults() == [], path


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_pages_of_nobody_are_as_good(served: Any, browser: Browser, lang: str) -> None:
    with looking(browser, served.url, None, width=375, lang=lang) as look:
        look.open("/")
        assert look.page.url.endswith("/sign-in")
        assert look.faults() == []
        look.open("/welcome/none", 404)
        look.trouble.clear()  # the browser reports the status itself
        assert look.faults() == []


def test_the_keyboard_goes_from_the_bar_to_a_story_and_shows_where_it_is(
    served: Any, browser: Browser, session: str
) -> None:
    with looking(browser, served.url, session) as look:
        page = look.open("/?show=week")
        page.keyboard.press("Tab")
        assert page.evaluate("document.activeElement.className") == "skip"
        page.keyboard.press("Enter")
        page.keyboard.press("Tab")
        outline = page.evaluate("getComputedStyle(document.activeElement).outlineStyle")
        assert outline == "solid"
        page.keyboard.press("j")
        page.keyboard.press("j")
        assert page.locator("[data-story].on").count() == 1
        page.keyboard.press("o")
        page.wait_for_url("**/story/**")
        page.keyboard.press("?")
        assert page.locator("#keys").is_visible()
        page.keyboard.press("Escape")
        page.keyboard.press("/")
        page.keyboard.type("velmora?")
        assert page.locator("#find").input_value() == "velmora?", "letters in a field are letters"
        assert look.trouble == []


@pytest.mark.parametrize("path", ["/?show=week", "/search?q=velmora"], ids=["today", "search"])
def test_the_story_that_is_chosen_by_key_is_collected_and_come_back_to(
    served: Any, browser: Browser, session: str, path: str
) -> None:
    with looking(browser, served.url, session) as look:
        page = look.open(path)
        page.keyboard.press("j")
        page.keyboard.press("j")
        chosen = page.locator("[data-story].on [data-collect]").get_attribute("href") or ""
        page.keyboard.press("c")
        page.locator("#collect").wait_for(state="visible")
        put = page.locator('#collect [name="story"], #collect [name="document"]')
        named = {one for one in put.evaluate_all("(all) => all.map((one) => one.value)") if one}
        assert len(named) == 1
        assert f"={named.pop()}&" in chosen
        page.keyboard.press("Escape")
        page.keyboard.press("o")
        page.wait_for_url("**/story/**")
        page.go_back()
        assert page.locator("[data-story].on [data-collect]").get_attribute("href") == chosen
        assert look.trouble == []


def test_language_and_colours_are_kept_with_and_without_script(
    served: Any, browser: Browser
) -> None:
    for script in (True, False):
        with looking(browser, served.url, served.session("viewer"), script=script) as look:
            page = look.open("/search?q=velmora")
            page.get_by_role("button", name="中文").click()
            page.wait_for_url("**/search?q=velmora")
            assert page.locator("html").get_attribute("lang") == "zh-Hans"
            look.open("/account")
            page.select_option("#theme", "dark")
            page.get_by_role("button", name="保存").click()
            assert page.locator("html").get_attribute("data-theme") == "dark"
            page.get_by_role("button", name="EN").click()
            page.select_option("#theme", "auto")
            page.get_by_role("button", name="Save").click()
            assert look.trouble == []


def test_an_analyst_works_on_a_story_from_today_to_the_note(
    served: Any, browser: Browser, session: str
) -> None:
    path = served.story("Portulan")
    with looking(browser, served.url, session) as look:
        page = look.open("/?show=week")
        page.locator(f'[data-story="{path.rpartition("/")[2]}"] a[data-open]').click()
        page.wait_for_url(f"**{path}")
        page.keyboard.press("s")
        page.get_by_text("Starred.", exact=True).wait_for()
        page.keyboard.press("u")
        page.get_by_text("No longer starred.").wait_for()
        page.get_by_text("Assign", exact=True).first.click()
        page.get_by_label("To", exact=True).select_option("analyst")
        page.locator("#due").fill("2026-11-20")
        page.get_by_role("button", name="Assign").click()
        page.get_by_text("Assigned to The analyst.").wait_for()
        page.get_by_label("Write a note").fill("周二 call <b>Fennhavn</b>")
        page.get_by_role("button", name="Keep the note").click()
        mine = page.locator(".note", has_text="周二 call <b>Fennhavn</b>")
        mine.wait_for()
        assert look.faults() == []
        mine.get_by_role("button", name="Remove").click()
        page.get_by_text("The note is removed.").wait_for()
        page.locator("#assigned").get_by_role("button", name="Take back").click()
        page.get_by_text("Assigned to nobody.", exact=True).wait_for()
        assert look.trouble == []


def test_a_form_is_sent_once_however_often_its_button_is_pressed(
    served: Any, browser: Browser, session: str
) -> None:
    with looking(browser, served.url, session) as look:
        page = look.open(served.story("Portulan"))
        asked: list[str] = []

        def later(route: Route) -> None:
            asked.append(route.request.method)
            time.sleep(0.6)
            route.continue_()

        page.route("**/notes", later)
        page.get_by_label("Write a note").fill("Pressed twice")
        page.get_by_role("button", name="Keep the note").evaluate(
            "(button) => { button.click(); setTimeout(() => button.click(), 200); }"
        )
        page.wait_for_url("**#notes")
        assert asked == ["POST"]
        assert page.locator(".note", has_text="Pressed twice").count() == 1


def test_a_search_is_narrowed_explained_and_saved(
    served: Any, browser: Browser, session: str
) -> None:
    with looking(browser, served.url, session) as look:
        page = look.open("/search")
        page.keyboard.press("/")
        page.keyboard.type("company:velmora")
        page.keyboard.press("Enter")
        page.wait_for_url("**/search?q=company*")
        page.get_by_role("complementary").get_by_role("link", name="English").click()
        page.wait_for_url("**lang%3Aen*")
        assert page.locator("#qq").input_value() == "company:velmora lang:en"
        page.get_by_text("why here").first.click()
        assert page.locator(".reasons li").first.is_visible()
        page.get_by_role("link", name="English").click()
        page.wait_for_url("**/search?q=company%3Avelmora")
        page.get_by_label("Save this search").fill("Velmora, all of it")
        page.get_by_role("button", name="Save", exact=True).click()
        page.get_by_text("Saved as “Velmora, all of it”.").wait_for()
        page.get_by_role("button", name="Undo").click()
        page.get_by_text("is removed").wait_for()
        assert look.faults() == []


def test_hostile_words_do_nothing_in_a_browser(served: Any, browser: Browser, session: str) -> None:
    with looking(browser, served.url, session) as look:
        for path in ("/", "/search?q=shippers", served.story("Velmora Team"), *documents(served)):
            page = look.open(path)
            assert (
                page.evaluate(
                    "document.querySelectorAll('img:not(.drawn img), iframe, object, base').length"
                )
                == 0
            )
            assert page.evaluate("document.querySelectorAll('script').length") == 1
        assert look.trouble == []


@pytest.mark.parametrize("script", [True, False])
@pytest.mark.parametrize("lang", ["en", "zh"])
def test_on_a_phone_the_entry_that_is_shown_stands_whole_in_view(
    served: Any, browser: Browser, lang: str, script: bool
) -> None:
    session = served.session("administrator")
    with looking(browser, served.url, session, width=320, lang=lang, script=script) as look:
        for path in ("/", "/sources", "/collections", "/admin/log"):
            page = look.open(path)
            for row in ".bar nav", ".seg >> nth=0":
                shown = page.locator(row).locator("[aria-current]")
                if not shown.count():
                    continue
                box, inner = page.locator(row).bounding_box(), shown.bounding_box()
                assert box, path
                assert inner, path
                assert box["x"] <= inner["x"], path
                assert inner["x"] + inner["width"] <= box["x"] + box["width"] + 1, path
        assert page.evaluate("scrollY") == 0, "the page itself stays at its head"


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_a_table_wider_than_a_phone_shows_at_its_edge_that_it_goes_on(
    served: Any, browser: Browser, session: str, scheme: str
) -> None:
    with looking(browser, served.url, session, width=320, scheme=scheme) as look:
        page = look.open("/sources")
        assert look.faults() == []
        box = page.locator(".scroll:has(> .matrix)")
        edge = """(box) => { const style = getComputedStyle(box);
            return [style.backgroundAttachment, box.scrollWidth > box.clientWidth]; }"""
        assert box.evaluate(edge) == ["local, local, scroll, scroll", True]
        before = box.screenshot()
        box.evaluate("(box) => { box.scrollLeft = box.scrollWidth; }")
        assert box.screenshot() != before
