"""The pages in a real Chromium: nothing fails, nothing leaves, nothing scrolls sideways."""

import shutil
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, sync_playwright

pytestmark = pytest.mark.service("chromium")

_CONTRAST = """() => {
  const canvas = document.createElement('canvas').getContext('2d', {willReadFrequently: true});
  const rgba = (colour) => {
    canvas.clearRect(0, 0, 1, 1); canvas.fillStyle = colour; canvas.fillRect(0, 0, 1, 1);
    return [...canvas.getImageData(0, 0, 1, 1).data];
  };
  const light = ([r, g, b]) => [r, g, b].map(v => v / 255)
    .map(v => v <= .04045 ? v / 12.92 : ((v + .055) / 1.055) ** 2.4)
    .reduce((sum, v, i) => sum + v * [.2126, .7152, .0722][i], 0);
  const behind = (node) => {
    const layers = [];
    for (; node; node = node.parentElement) {
      const colour = rgba(getComputedStyle(node).backgroundColor);
      if (colour[3]) layers.unshift(colour);
    }
    return layers.reduce((under, over) =>
      under.map((v, i) => v + (over[i] - v) * over[3] / 255), [255, 255, 255]);
  };
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  const weak = [];
  while (walker.nextNode()) {
    const node = walker.currentNode.parentElement;
    if (!walker.currentNode.data.trim() || node.closest('.vh, .skip')) continue;
    const pair = [light(rgba(getComputedStyle(node).color)), light(behind(node))].sort((a, b) => b - a);
    const ratio = (pair[0] + .05) / (pair[1] + .05);
    if (ratio < 4.5) weak.push(`${ratio.toFixed(2)} ${node.className} ${walker.currentNode.data.trim().slice(0, 30)}`);
  }
  return weak;
}"""


@pytest.fixture(scope="module")
def browser() -> Any:
    executable = shutil.which("chromium") or shutil.which("chromium-browser")
    assert executable, "Chromium is not installed: apt-get install chromium"
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(
            executable_path=executable, chromium_sandbox=False, args=["--disable-gpu"]
        )
        yield started
        started.close()


def watched(browser: Browser, url: str, width: int, scheme: Any) -> tuple[Page, list[str]]:
    """Return a page that notes what a reader should never have: errors and strange requests."""
    page = browser.new_page(viewport={"width": width, "height": 800}, color_scheme=scheme)
    trouble: list[str] = []
    page.on("console", lambda said: trouble.append(f"console: {said.text}"))
    page.on("pageerror", lambda error: trouble.append(f"script: {error}"))
    # The browser drops the icon, and nothing else, when the test goes on before it came.
    page.on(
        "requestfailed",
        lambda one: (
            None
            if one.url == f"{url}/static/zhibi.svg" and one.failure == "net::ERR_ABORTED"
            else trouble.append(f"failed: {one.url} {one.failure}")
        ),
    )
    page.on(
        "request",
        lambda one: None if one.url.startswith(url) else trouble.append(f"out: {one.url}"),
    )
    return page, trouble


@pytest.mark.parametrize("lang", ["en", "zh"])
@pytest.mark.parametrize(("width", "scheme"), [(1200, "light"), (375, "dark")])
def test_every_page_is_quiet_and_fits(
    served: Any, browser: Browser, lang: str, width: int, scheme: str
) -> None:
    page, trouble = watched(browser, served.url, width, scheme)
    for path in ("/?", "/search?", "/search?q=velmora&", f"{served.story('Velmora Team')}?"):
        answer = page.goto(f"{served.url}{path}lang={lang}")
        assert answer is not None
        assert answer.status == 200
        assert page.evaluate("document.documentElement.scrollWidth") <= width, path
        assert page.evaluate(_CONTRAST) == [], path
        assert page.evaluate("document.querySelectorAll('h1').length") == 1
    page.close()
    assert trouble == []


def test_the_keyboard_goes_from_the_bar_to_a_story_and_shows_where_it_is(
    served: Any, browser: Browser
) -> None:
    page, trouble = watched(browser, served.url, 1200, "light")
    page.goto(f"{served.url}/")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip"
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    outline = page.evaluate("getComputedStyle(document.activeElement).outlineStyle")
    assert outline == "solid"
    page.keyboard.press("Enter")
    page.wait_for_url("**/story/**")
    assert trouble == []
    page.close()
