"""A workspace with a real run in it, served by the real server on a free port."""

import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import httpx
import pytest
import uvicorn
from fastapi import FastAPI

from pipeline import services, steps
from pipeline.workspace import Workspace, open_workspace
from tests.support.site import serving, workspace_for
from web.app import create_app

NOW = datetime(2026, 11, 16, 9, 0, tzinfo=UTC)
HOSTILE = "<script>alert(1)</script>"
SPOOFED = "Velmora \N{RIGHT-TO-LEFT OVERRIDE}launches\N{POP DIRECTIONAL FORMATTING} Harbour 4"
DEAL = (
    "Velmora has agreed to acquire Portulan, a maker of customs software, for €184 million.",
    "The companies expect to close the deal in the first quarter. The team stays in Lisbon.",
    "Analysts had expected a sale since the summer, when two bidders looked at the smaller firm.",
)
LAUNCH = (
    "Velmora launches Velmora Team for shippers, it said on Thursday &lt;img src=x onerror=alert(2)&gt;.",
    "The new product plans the stops of a lorry and tells drivers of changes within a minute or two.",
    "A long-word-that-no-browser-can-break: " + "Donaudampfschifffahrt" * 9 + ".",
)
CHINESE = (
    "维墨周四宣布推出维墨团队版，面向中型货主企业，提供在途可视与报关协同功能。",
    "公司表示，新产品首批在华东上线，明年一季度推广至全国，现有客户可免费试用三个月。",
    "业内人士认为，此举将加剧与本地厂商的竞争，价格可能成为下一阶段的焦点。",
)


@dataclass
class Served:
    """The pages of one workspace: where they are, and the application itself."""

    url: str
    app: FastAPI
    workspace: Workspace
    client: httpx.Client

    def story(self, words: str) -> str:
        """Return the path of the story that has a report with *words* in its title."""
        stories = self.workspace.store.stories.between(NOW - timedelta(days=30), NOW + timedelta(1))
        return next(
            f"/story/{story.id}"
            for story in stories
            if any(words in report.title for report in story.reports)
        )


@pytest.fixture(scope="session")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """Serve what one run collected from a site with plain, hostile and Chinese titles."""
    with serving() as site:
        escaped = HOSTILE.replace("<", "&lt;").replace(">", "&gt;")
        articles = {
            "deal": ("Velmora to acquire Portulan for €184 million", DEAL),
            "launch": (
                f"Velmora launches Velmora Team {escaped} &quot;&gt;&lt;img onerror&gt;",
                LAUNCH,
            ),
            "spoofed": (SPOOFED, (*LAUNCH[1:], DEAL[2])),
            "zh": ("维墨推出团队版，面向中型货主", CHINESE),
        }
        rows = [
            (f"/news/{name}", title, "Thu, 12 Nov 2026 10:00:00 GMT")
            for name, (title, _) in articles.items()
        ]
        site.feed(*rows)
        for name, (title, paragraphs) in articles.items():
            site.article(f"/news/{name}", title, *paragraphs)
        folder = workspace_for(site, tmp_path_factory.mktemp("web") / "market")
        workspace = open_workspace(folder, now=NOW)
        services.apply(workspace, folder / "registry", author="test")
        list(steps.run(workspace))
    with running(workspace) as pages:
        yield pages
    workspace.close()


@pytest.fixture
def empty(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """Serve a workspace in which nothing was collected."""
    with serving() as site:
        folder = workspace_for(site, tmp_path_factory.mktemp("empty") / "market")
    workspace = open_workspace(folder, now=NOW)
    services.apply(workspace, folder / "registry", author="test")
    with running(workspace) as pages:
        yield pages
    workspace.close()


class running:  # noqa: N801  # used as a context manager, like open
    """The server over *workspace*, in a thread, until the block ends."""

    def __init__(self, workspace: Workspace) -> None:
        self._app = create_app(workspace)
        self._workspace = workspace
        self._server = uvicorn.Server(
            uvicorn.Config(self._app, host="127.0.0.1", port=0, log_level="error", ws="none")
        )
        self._thread = threading.Thread(target=self._server.run, daemon=True)

    def __enter__(self) -> Served:
        self._thread.start()
        until = time.monotonic() + 20
        while not self._server.started:
            assert time.monotonic() < until, "the server does not start"
            assert self._thread.is_alive(), "the server ended"
            time.sleep(0.02)
        port = self._server.servers[0].sockets[0].getsockname()[1]
        url = f"http://127.0.0.1:{port}"
        self._client = httpx.Client(base_url=url, trust_env=False)
        return Served(url, self._app, self._workspace, self._client)

    def __exit__(self, *_: object) -> None:
        self._client.close()
        self._server.should_exit = True
        self._thread.join(20)
