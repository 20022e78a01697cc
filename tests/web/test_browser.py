"""The pages in a real Chromium: nothing fails, nothing leaves, nothing scrolls sideways."""

from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser

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
        "/account",
        "/digests",
        "/digests/preview?reader=petra",
    ]


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
        page = look.open("/")
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
