"""Pages in a real Chromium: who looks is signed in, and what a reader should never have is noted."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, sync_playwright

_ACCESSIBILITY = (Path(__file__).parent / "accessibility.js").read_text(encoding="utf-8")
# All rules of axe-core, best practices too. https://github.com/dequelabs/axe-core/blob/develop/doc/API.md
_AXE = {"resultTypes": ["violations"]}
# What any page may weigh, with all it loads, and how many requests it may take (issue: at most 10).
HEAVIEST = 150_000
MOST_REQUESTS = 10


@contextmanager
def chromium() -> Iterator[Browser]:
    """Start the Chromium of this machine until the block ends."""
    executable = shutil.which("chromium") or shutil.which("chromium-browser")
    assert executable, "Chromium is not installed: apt-get install chromium"
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(
            executable_path=executable,
            chromium_sandbox=False,
            args=[
                "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
                "--disable-component-update", "--disable-sync",
            ],
        )  # fmt: skip
        yield started
        started.close()


@dataclass
class Look:
    """A tab of somebody who is signed in. *trouble*: errors, failed and foreign requests."""

    url: str
    page: Page
    trouble: list[str] = field(default_factory=list)
    weight: int = 0
    requests: int = 0

    def open(self, path: str, status: int = 200) -> Page:
        """Go to *path*, expecting *status*; weight and requests are counted from here."""
        self.weight = self.requests = 0
        answer = self.page.goto(self.url + path)
        assert answer is not None
        assert answer.status == status, f"{path}: {answer.status}"
        self.page.wait_for_load_state("load")
        return self.page

    def faults(self) -> list[str]:
        """Return what is wrong with the page that is shown, for anybody who reads it."""
        found: list[str] = self.page.evaluate(_ACCESSIBILITY)
        checked = Axe().run(self.page, options=_AXE)
        for rule in checked.response["violations"]:
            nodes = [f"{node['target']} {node['html'][:120]}" for node in rule["nodes"][:3]]
            found.append(f"axe {rule['id']}: {rule['help']}: {'; '.join(nodes)}")
        if self.weight > HEAVIEST:
            found.append(f"weighs {self.weight} bytes")
        if self.requests > MOST_REQUESTS:
            found.append(f"takes {self.requests} requests")
        return found + self.trouble


@contextmanager
def looking(
    browser: Browser,
    url: str,
    session: str | None,
    *,
    width: int = 1280,
    scheme: Any = "light",
    lang: str = "en",
    script: bool = True,
) -> Iterator[Look]:
    """Give a new tab in which the holder of *session* is signed in (None: nobody)."""
    context = browser.new_context(
        viewport={"width": width, "height": 900},
        color_scheme=scheme,
        java_script_enabled=script,
        locale="zh-CN" if lang == "zh" else "en-GB",
    )
    if session:
        context.add_cookies([{"name": "zhibi_session", "value": session, "url": url}])
    look = Look(url, context.new_page())
    page = look.page
    page.on("console", lambda said: look.trouble.append(f"console: {said.text}"))
    page.on("pageerror", lambda error: look.trouble.append(f"script: {error}"))
    page.on("request", lambda one: _count(look, one))
    # A request that the next page cut short is no failure of the page.
    page.on(
        "requestfailed",
        lambda one: (
            None
            if one.failure == "net::ERR_ABORTED"
            else look.trouble.append(f"failed: {one.url} {one.failure}")
        ),
    )
    page.on("response", lambda answer: _weigh(look, answer))
    try:
        yield look
    finally:
        context.close()


def _count(look: Look, request: Any) -> None:
    if request.is_navigation_request():
        look.weight = look.requests = 0  # another page: what it takes is counted by itself
    look.requests += 1
    url = request.url
    if urlsplit(url)[:2] != urlsplit(look.url)[:2] and not url.startswith(("data:", "blob:")):
        look.trouble.append(f"out: {url}")


def _weigh(look: Look, answer: Any) -> None:
    length = answer.headers.get("content-length")
    look.weight += int(length) if length else 0
