"""Before-and-after pictures, drawn by the real Chromium and looked into by it."""

import base64
import shutil
from collections.abc import Iterator
from decimal import Decimal
from typing import Any

import pytest
from playwright.sync_api import Page, sync_playwright

from crawlers.browser import pictures
from crawlers.browser.pictures import Side, Words, before_and_after
from crawlers.changes import detect
from egress import Guard
from pipeline.pagein import extract_file
from pipeline.pictures import picture_of_files
from schemas.errors import NotConfiguredError
from schemas.harvest import CrawlLimits, EgressPolicy
from tests.hostile.server import running

pytestmark = pytest.mark.service("chromium")

URL = "http://harbour.example/pricing"
PAGE = """<!DOCTYPE html><html lang="{lang}"><head><meta charset="utf-8"><title>Plans</title>{more}</head><body>
<h1>Plans and prices</h1><p style="height:2000px">A long way down.</p>
<table><tr><th>Plan</th><th>Price</th></tr><tr><td>Team</td><td>{team}</td></tr>
<tr><td>Fleet</td><td>€1,299.00 per month</td></tr></table></body></html>"""
_COUNT = """async (url) => {
  const image = new Image(); image.src = url; await image.decode();
  const canvas = new OffscreenCanvas(image.width, image.height).getContext('2d');
  canvas.drawImage(image, 0, 0);
  const data = canvas.getImageData(0, 0, image.width, image.height).data;
  const found = {width: image.width, height: image.height, new: 0, left: 0};
  for (let i = 0; i < data.length; i += 4)
    if (data[i] === 0xFF && data[i + 1] === 0xF0 && data[i + 2] === 0xB3) {
      found.new++; if ((i / 4) % image.width < image.width / 2) found.left++; }
  return found;
}"""


@pytest.fixture(scope="module")
def eye() -> Iterator[Page]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=shutil.which("chromium"), chromium_sandbox=False
        )
        yield browser.new_page()
        browser.close()


def page(team: str, lang: str = "en", more: str = "") -> bytes:
    return PAGE.format(team=team, lang=lang, more=more).encode()


def seen(eye: Page, picture: bytes) -> dict[str, Any]:
    url = f"data:image/png;base64,{base64.b64encode(picture).decode()}"
    found: dict[str, Any] = eye.evaluate(_COUNT, url)
    return found


# The browser is driven from a thread of its own: pytest's playwright fixture owns this one's loop.
def draw(old: bytes, new: bytes, language: str = "en") -> bytes:
    from concurrent.futures import ThreadPoolExecutor  # noqa: PLC0415

    documents = [extract_file(one, URL, "offer") for one in (old, new)]
    changes = detect(*documents)
    with ThreadPoolExecutor(1) as pool:
        return pool.submit(
            picture_of_files, old, new, url=URL, changes=changes, language=language, dressed=False
        ).result(60)


@pytest.mark.parametrize("language", ["en", "zh"])
def test_the_changed_price_is_marked_on_the_new_side_and_brought_into_view(eye, language):
    picture = draw(page("€89 per month"), page("€99 per month"), language)
    found = seen(eye, picture)
    assert found["width"] == 1480
    assert found["height"] < 900, "the place is 2,000 pixels down; only what is around it is shown"
    assert found["new"] > 200
    assert found["left"] == 0, "the old side has a mark of its own"


def test_without_a_change_nothing_is_marked(eye):
    picture = draw(page("€89 per month"), page("€89 per month"))
    assert seen(eye, picture)["new"] == 0


def test_pages_are_shown_without_scripts_and_without_any_request(eye):
    with running() as server:
        place = f"http://127.0.0.1:{server.port}"
        more = f'<script>fetch("{place}/x")</script><link rel="stylesheet" href="{place}/s.css">'
        draw(page("€89 per month", more=more), page("€99 per month", more=more))
        assert server.connections == 0


@pytest.mark.parametrize(
    ("amount", "text"),
    [
        ("1299", "1.299,00"),
        ("1299", "1 299"),
        ("0.5", "0.50"),
        ("99", "99"),
        ("1234567.5", "1,234,567.50"),
    ],
)
def test_amounts_are_looked_for_as_pages_write_them(amount, text):
    assert text in pictures._written(Decimal(amount))


def test_without_a_browser_it_says_what_to_install():
    side = Side(page("€89"), "text/html", "")
    with pytest.raises(NotConfiguredError, match="make browser"):
        before_and_after(
            side, side, url=URL, changes=(), words=Words("t", "en", ()),
            guard=Guard(EgressPolicy()), limits=CrawlLimits(browser="/nowhere/chromium"),
        )  # fmt: skip
