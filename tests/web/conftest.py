"""A workspace with a real run in it, served by the real server on a free port."""

import re
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

import httpx
import pytest
import uvicorn
from fastapi import FastAPI

from pipeline import accounts, services, steps
from pipeline.accounts import Caller
from pipeline.workspace import Workspace, open_workspace
from schemas.accounts import Account
from tests.support.site import serving, workspace_for
from web.api import Allowance
from web.app import create_app
from web.server import IDLE

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
    """The pages of one workspace: where they are, the application itself, and who may look.

    *client* is signed in as an analyst. The real time, for sessions and locks, is ``clock.now``.
    """

    url: str
    app: FastAPI
    workspace: Workspace
    clock: "Clock"
    clients: dict[str, httpx.Client] = field(default_factory=dict)

    @property
    def client(self) -> httpx.Client:
        return self.as_("analyst")

    def as_(self, role: str | None) -> httpx.Client:
        """Return a client signed in with *role*, the same each time; None: nobody."""
        key = role or "nobody"
        if key not in self.clients:
            cookies = {"zhibi_session": self.session(role)} if role else {}
            self.clients[key] = httpx.Client(
                base_url=self.url, trust_env=False, cookies=cookies, timeout=30
            )
        return self.clients[key]

    def session(self, role: str) -> str:
        """Return the secret of a new session of the account of *role*, as its cookie holds it."""
        store = self.workspace.store
        caller = Caller("test", self.clock.now)
        if store.accounts.get(role) is None:
            named = Account.model_validate({
                "id": role, "name": f"The {role}", "role": role, "created": self.clock.now
            })  # fmt: skip
            accounts.add(store, named, caller)
        account = store.accounts.get(role)
        assert account is not None
        return accounts.sign_in(store, account, caller, "test browser")

    def csrf(self, client: httpx.Client, path: str = "/account") -> str:
        """Return the token that forms of *client*'s pages carry."""
        found = re.search(r'name="csrf" value="([^"]+)"', client.get(path).text)
        assert found, "the page has no form"
        return found[1]

    def post(self, client: httpx.Client, path: str, **data: Any) -> httpx.Response:
        """Post a form as a page of *client* would."""
        return client.post(path, data={"csrf": self.csrf(client), **data})

    def story(self, words: str) -> str:
        """Return the path of the story that has a report with *words* in its title."""
        stories = self.workspace.store.stories.between(NOW - timedelta(days=30), NOW + timedelta(1))
        return next(
            f"/story/{story.id}"
            for story in stories
            if any(words in report.title for report in story.reports)
        )


@dataclass
class Clock:
    """The real time, as tests set it."""

    now: datetime = NOW

    def __call__(self) -> datetime:
        return self.now


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
        self._clock = Clock()
        self._app = create_app(workspace, self._clock)
        # Tests ask more in a second than people in a minute; how much they may has tests of its own.
        self._app.state.allowance = Allowance(10**7, 10**6)
        self._workspace = workspace
        self._server = uvicorn.Server(
            uvicorn.Config(
                self._app,
                host="127.0.0.1",
                port=0,
                log_level="error",
                ws="none",
                timeout_keep_alive=IDLE,
            )
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
        self._served = Served(url, self._app, self._workspace, self._clock)
        return self._served

    def __exit__(self, *_: object) -> None:
        for client in self._served.clients.values():
            client.close()
        self._server.should_exit = True
        self._thread.join(20)
