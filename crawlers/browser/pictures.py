"""Pictures of archived pages: as one was received, or before and after side by side, changes outlined.

The pages are those of the archive, shown without scripts. Their style sheets, fonts and pictures
are loaded through the guarded proxy only where the caller wants that; they are today's, not those
of the day.
"""

import asyncio
import base64
import html
import re
from collections.abc import Callable, Coroutine, Sequence
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from crawlers.browser.program import find_browser, launch_options
from egress import Guard
from egress.proxy import GuardedProxy
from schemas.changes import Change
from schemas.errors import SourceBrokenError
from schemas.harvest import CrawlLimits
from text.encoding import decode

if TYPE_CHECKING:
    from playwright.async_api import Browser, Page

_MARK = Path(__file__).with_name("mark.js").read_text(encoding="utf-8")
_SHEET = Path(__file__).with_name("sheet.css").read_text(encoding="utf-8")
_WIDTH = 1000  # pixels of one page, as on a small laptop
_LEAST, _MOST = 360, 1300  # pixels of a page's height in the picture
_AROUND = 110  # pixels above and below the marked places
_SECONDS = 45.0
_OLD = {"outline": "2px dashed #57534C", "outline-offset": "3px", "background": "#F4F2EE"}
_NEW = {"outline": "2px solid #8E2B06", "outline-offset": "3px", "background": "#FFF0B3"}
_MOST_CHANGES = 12
_WHOLE = 6000  # pixels of a page's height at most, where the whole of it is shown
_OF_THE_PAGE = frozenset({"stylesheet", "image", "font"})


class Side(NamedTuple):
    """One of the two pages: its bytes, the content type it came with, and what stands above it."""

    body: bytes
    content_type: str
    caption: str


class Words(NamedTuple):
    """What the picture itself says, in the reader's language."""

    title: str
    language: str
    changes: Sequence[str]


class _Show(NamedTuple):
    """What to show of a page: the terms to outline and how, its own styles, the *whole* of it."""

    terms: Sequence[dict[str, Any]]
    look: dict[str, str]
    dressed: bool
    whole: bool = False


def before_and_after(
    old: Side,
    new: Side,
    *,
    url: str,
    changes: Sequence[Change],
    words: Words,
    guard: Guard,
    limits: CrawlLimits,
    dressed: bool = False,
) -> bytes:
    """Return the PNG; with *dressed* the pages' own styles and pictures are fetched.

    Raises NotConfiguredError without a browser, SourceBrokenError for a page it cannot show.
    """
    told = changes[:_MOST_CHANGES]

    async def draw(browser: "Browser", proxy: GuardedProxy) -> bytes:
        shots = [
            await _shot(browser, proxy, old, url, _Show(_terms(told, old=True), _OLD, dressed)),
            await _shot(browser, proxy, new, url, _Show(_terms(told, old=False), _NEW, dressed)),
        ]
        return await _sheet(browser, (old, new), shots, words)

    return _drawn(draw, url, guard, limits)


def as_received(side: Side, *, url: str, guard: Guard, limits: CrawlLimits) -> bytes:
    """Return the PNG of one page from its top, without anything that it would fetch.

    Raises NotConfiguredError without a browser, SourceBrokenError for a page it cannot show.
    """

    async def draw(browser: "Browser", proxy: GuardedProxy) -> bytes:
        return await _shot(browser, proxy, side, url, _Show((), {}, dressed=False, whole=True))

    return _drawn(draw, url, guard, limits)


def _drawn(
    draw: Callable[["Browser", GuardedProxy], Coroutine[Any, Any, bytes]],
    url: str,
    guard: Guard,
    limits: CrawlLimits,
) -> bytes:
    """Return what *draw* makes of a browser that has no other way out than the guarded proxy."""
    work = _with_browser(draw, find_browser(limits.browser), url, guard, limits)
    try:
        return asyncio.run(asyncio.wait_for(work, _SECONDS))
    except TimeoutError as error:
        raise SourceBrokenError(
            "the browser could not show the pages in time", where=url
        ) from error


async def _with_browser(
    draw: Callable[["Browser", GuardedProxy], Coroutine[Any, Any, bytes]],
    program: Path,
    url: str,
    guard: Guard,
    limits: CrawlLimits,
) -> bytes:
    from playwright.async_api import Error, async_playwright  # noqa: PLC0415 - an extra

    async with (
        GuardedProxy(guard, connect_seconds=5, max_bytes=3 * limits.max_bytes) as proxy,
        async_playwright() as playwright,
    ):
        options = launch_options(program, sandbox=limits.sandbox)
        browser = await playwright.chromium.launch(**options)
        try:
            return await draw(browser, proxy)
        except Error as error:
            what = str(error).partition("\n")[0]
            raise SourceBrokenError(f"the browser could not show it: {what}", where=url) from error
        finally:
            await browser.close()


def _terms(changes: Sequence[Change], *, old: bool) -> list[dict[str, Any]]:
    """Return what to look for on one side: amounts as pages write them, text, and whose it is."""
    found = []
    for change in changes:
        text = change.old if old else change.new
        amount = change.old_amount if old else change.new_amount
        if text is None and amount is None:
            continue
        found.append({"amounts": _written(amount), "text": text or "", "subject": change.subject})
    return found


def _written(amount: Decimal | None) -> list[str]:
    """Return the usual ways to write an amount: 1299, 1,299.00, 1.299,00, 1 299."""
    if amount is None:
        return []
    whole = int(amount)
    cents = f"{amount - whole:.2f}"[2:]
    groups = f"{whole:,}"
    heads = dict.fromkeys((str(whole), groups, groups.replace(",", "."), groups.replace(",", " ")))
    forms = [f"{head}{point}{cents}" for head in heads for point in ".,"]
    return [*forms, *(heads if cents == "00" else ())]


async def _shot(
    browser: "Browser",
    proxy: GuardedProxy,
    side: Side,
    url: str,
    show: _Show,
) -> bytes:
    user, password = proxy.credentials
    context = await browser.new_context(
        proxy={"server": proxy.address, "username": user, "password": password},
        viewport={"width": _WIDTH, "height": 900},
        java_script_enabled=False,
        service_workers="block",
        accept_downloads=False,
    )
    page = await context.new_page()
    # Scripts are off; what is left of them would only be downloaded.
    text = re.sub(r"(?is)<script\b.*?</script\s*>", "", decode(side.body, side.content_type).text)

    async def route(route: Any) -> None:
        request = route.request
        if request.is_navigation_request():
            main = request.frame == page.main_frame
            await route.fulfill(
                status=200 if main else 204,
                content_type="text/html; charset=utf-8",
                body=text if main else "",
            )
        elif show.dressed and request.resource_type in _OF_THE_PAGE:
            await route.continue_()
        else:
            await route.abort()

    await context.route("**/*", route)
    await page.goto(url, wait_until="load" if show.dressed else "domcontentloaded")
    boxes = await page.evaluate(_MARK, {"terms": list(show.terms), "look": show.look})
    clip = await _clip(page, boxes, whole=show.whole)
    try:
        return await page.screenshot(full_page=True, clip=clip, scale="css")
    finally:
        await context.close()


async def _clip(page: "Page", boxes: Sequence[dict[str, float]], *, whole: bool) -> Any:
    """Return the part of the page to show: all of it, or around what was marked, else its top."""
    height = await page.evaluate("document.documentElement.scrollHeight")
    if whole:
        return {"x": 0, "y": 0, "width": _WIDTH, "height": min(max(height, 80), _WHOLE)}
    top = max(0.0, min((box["y"] for box in boxes), default=0.0) - _AROUND)
    end = max((box["y"] + box["height"] for box in boxes), default=top + _LEAST) + _AROUND
    end = min(max(end, top + _LEAST), top + _MOST, float(max(height, _LEAST)))
    return {"x": 0, "y": top, "width": _WIDTH, "height": max(end - top, 80)}


async def _sheet(
    browser: "Browser", sides: Sequence[Side], shots: Sequence[bytes], words: Words
) -> bytes:
    """Put both shots on one sheet with title, captions and the changes in words."""
    figures = "".join(
        f"<figure><figcaption>{html.escape(side.caption)}</figcaption>"
        f'<img src="data:image/png;base64,{base64.b64encode(shot).decode()}"></figure>'
        for side, shot in zip(sides, shots, strict=True)
    )
    lines = "".join(f"<li>{html.escape(line)}</li>" for line in words.changes[:_MOST_CHANGES])
    text = (
        f'<!DOCTYPE html><html lang="{words.language}"><head><style>{_SHEET}</style></head><body>'
        f"<h1>{html.escape(words.title)}</h1><ul>{lines}</ul><main>{figures}</main></body></html>"
    )
    page = await browser.new_page(viewport={"width": 1480, "height": 200})
    await page.set_content(text)
    return await page.screenshot(full_page=True)
