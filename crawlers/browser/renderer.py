"""Renders a fetched page in Chromium: the browser gets the very bytes that were fetched.

The page itself was asked for by the download handler, with robots.txt, redirects, validators and
limits as for any page. The browser is handed that answer and fetches only what the page's scripts
ask for, through a guarded proxy; it follows no link, opens no frame, loads no pictures.
"""

import asyncio
import contextlib
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import asynccontextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from crawlers.browser.program import find_browser, launch_options
from crawlers.fetch.outcomes import UnfetchedError
from egress import Guard
from egress.proxy import GuardedProxy, Refusal
from schemas.errors import NotConfiguredError
from schemas.harvest import CrawlLimits, Rendering
from text.encoding import decode

if TYPE_CHECKING:
    from playwright.async_api import Browser, Playwright

_FLATTEN = Path(__file__).with_name("flatten.js").read_text(encoding="utf-8")
_SETTLE = Path(__file__).with_name("settle.js").read_text(encoding="utf-8")
_SCROLL = "window.scrollTo(0, document.documentElement.scrollHeight)"
# Kinds of request that a text needs; pictures, films and fonts are most of a page's weight.
_WANTED = frozenset({"script", "stylesheet", "xhr", "fetch", "manifest", "preflight", "other"})
# Seconds: a page that shows nothing new and asks for nothing for this long has come to rest.
_QUIET, _STEP = 0.5, 0.1
_LONGEST_SETTLE = 10.0
_CLOSE_SECONDS = 5.0
# Pages after which a browser is replaced: what leaks in it goes with it.
_PAGES_PER_BROWSER = 50
# Scripts and data of one page, as a multiple of what one page may weigh.
_BUDGET = 3
_NOT_OF_THE_BODY = {
    "content-type",
    "content-encoding",
    "content-length",
    "transfer-encoding",
    "set-cookie",
}


class Fetched(NamedTuple):
    """A page as the server sent it, its body decoded from transfer and content coding."""

    url: str
    status: int
    headers: Sequence[tuple[str, str]]
    body: bytes


class Rendered(NamedTuple):
    """The page as scripts left it (UTF-8 with a BOM), the browser's version, what was refused."""

    body: bytes
    browser: str
    refused: tuple[Refusal, ...]


class Renderer:
    """One browser of one crawl; started with the first page, one page at a time."""

    def __init__(self, guard: Guard, limits: CrawlLimits) -> None:
        self._guard = guard
        self._limits = limits
        self._turn = asyncio.Lock()
        self._playwright: Playwright | None = None
        self._browser: Browser | None = None
        self._pages = 0

    async def render(self, page: Fetched, how: Rendering) -> Rendered:
        """Return *page* after its scripts ran.

        Raises UnfetchedError: ``browser-missing``, ``browser-timeout``, ``browser-failed``,
        ``too-large``.
        """
        try:
            program = find_browser(self._limits.browser)
        except NotConfiguredError as error:
            raise UnfetchedError("failed", "browser-missing", str(error)) from error
        from playwright.async_api import Error  # noqa: PLC0415 - an extra

        async with self._turn:
            try:
                async with asyncio.timeout(self._limits.total_seconds):
                    return await self._render(program, page, how)
            except TimeoutError as error:
                await self._stop()  # its scripts may spin: nothing of this browser is kept
                raise UnfetchedError(
                    "failed", "browser-timeout", "the page's scripts do not come to an end"
                ) from error
            except Error as error:
                await self._stop()
                raise UnfetchedError("failed", "browser-failed", _first_line(error)) from error

    async def close(self) -> None:
        """End the browser."""
        async with self._turn:
            await self._stop()

    async def _render(self, program: Path, page: Fetched, how: Rendering) -> Rendered:
        browser = await self._started(program)
        self._pages += 1
        async with (
            GuardedProxy(
                self._guard,
                connect_seconds=self._limits.connect_seconds,
                max_bytes=_BUDGET * self._limits.max_bytes,
            ) as proxy,
            self._context(browser, proxy) as context,
        ):
            tab = await context.new_page()
            traffic = _Traffic(tab, page)
            await context.route("**/*", traffic.route)
            context.on("page", lambda other: asyncio.ensure_future(other.close()))
            await tab.goto(page.url, wait_until="domcontentloaded")
            await traffic.rest()
            await _obey(tab, how, traffic)
            text: str = await tab.evaluate(_FLATTEN)
            body = b"\xef\xbb\xbf" + text.encode("utf-8", errors="replace")
            if len(body) > self._limits.max_bytes:
                raise UnfetchedError("failed", "too-large", f"{len(body)} bytes when rendered")
            return Rendered(body, browser.version, tuple(proxy.refused))

    @asynccontextmanager
    async def _context(self, browser: "Browser", proxy: GuardedProxy) -> AsyncIterator[Any]:
        user, password = proxy.credentials
        context = await browser.new_context(
            proxy={"server": proxy.address, "username": user, "password": password},
            user_agent=self._limits.user_agent,
            viewport={"width": 1280, "height": 1600},
            service_workers="block",
            accept_downloads=False,
            locale="en",
        )
        try:
            yield context
        finally:
            await _end(context.close)

    async def _started(self, program: Path) -> "Browser":
        if self._browser is not None and (
            self._pages >= _PAGES_PER_BROWSER or not self._browser.is_connected()
        ):
            await self._stop()
        if self._browser is None:
            from playwright.async_api import async_playwright  # noqa: PLC0415 - an extra

            self._playwright = await async_playwright().start()
            options = launch_options(program, sandbox=self._limits.sandbox)
            self._browser = await self._playwright.chromium.launch(**options)
            self._pages = 0
        return self._browser

    async def _stop(self) -> None:
        browser, driver = self._browser, self._playwright
        self._browser = self._playwright = None
        if browser is not None:
            await _end(browser.close)
        if driver is not None:
            await _end(driver.stop)


class _Traffic:
    """What one tab asks for: answers the page itself, lets scripts and data through, knows rest."""

    def __init__(self, tab: Any, page: Fetched) -> None:
        self._tab = tab
        self._page = page
        # Decoded as every page is: where nothing states an encoding, a browser guesses worse.
        stated = {name.lower(): value for name, value in page.headers}.get("content-type")
        self._text = decode(page.body, stated).text
        self._given = False
        self._waiting = 0
        tab.on("request", lambda _: self._count(1))
        tab.on("requestfinished", lambda _: self._count(-1))
        tab.on("requestfailed", lambda _: self._count(-1))
        tab.on("dialog", lambda dialog: asyncio.ensure_future(dialog.dismiss()))

    def _count(self, change: int) -> None:
        self._waiting = max(0, self._waiting + change)

    async def route(self, route: Any) -> None:
        """Answer, let through or refuse one request."""
        request = route.request
        if request.is_navigation_request():
            if self._given or request.frame != self._tab.main_frame:
                # A frame, or a script that leads elsewhere: "no content" leaves the page standing.
                await route.fulfill(status=204)
                return
            self._given = True
            await route.fulfill(
                status=self._page.status,
                headers={
                    name: value
                    for name, value in self._page.headers
                    if name.lower() not in _NOT_OF_THE_BODY
                },
                content_type="text/html; charset=utf-8",
                body=self._text,
            )
        elif request.resource_type in _WANTED and request.url.startswith(("http://", "https://")):
            await route.continue_()
        else:
            await route.abort()

    async def rest(self) -> None:
        """Wait until the page shows nothing new and asks for nothing, ten seconds at most."""
        loop = asyncio.get_running_loop()
        end = loop.time() + _LONGEST_SETTLE
        shown, since = -1.0, loop.time()
        await self._tab.evaluate(_SCROLL)  # lists that load when they come into view
        while loop.time() < end:
            now = await self._tab.evaluate(_SETTLE)
            if now != shown or self._waiting:
                shown, since = now, loop.time()
            elif loop.time() - since >= _QUIET:
                return
            await asyncio.sleep(_STEP)


async def _obey(tab: Any, how: Rendering, traffic: _Traffic) -> None:
    """Wait for what the source waits for, and press what it wants pressed.

    What does not appear is no error: the page is read as it is, and its emptiness is noticed there.
    """
    from playwright.async_api import TimeoutError as PatienceError  # noqa: PLC0415 - an extra

    with contextlib.suppress(PatienceError):
        if how.wait:
            await tab.wait_for_selector(how.wait, state="attached", timeout=_LONGEST_SETTLE * 1000)
            await traffic.rest()
        for _ in range(how.times if how.press else 0):
            await tab.locator(how.press).first.click(timeout=2000)
            await traffic.rest()


async def _end(close: Callable[[], Awaitable[None]]) -> None:
    """Close something of the browser, which may have died already or answer no more."""
    from playwright.async_api import Error  # noqa: PLC0415 - an extra

    with contextlib.suppress(Error, TimeoutError):
        async with asyncio.timeout(_CLOSE_SECONDS):
            await close()


def _first_line(error: Exception) -> str:
    return str(error).strip().partition("\n")[0]
