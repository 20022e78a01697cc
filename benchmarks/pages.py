"""How fast pages and API answer over a large store: ``python -m benchmarks.pages N [--folder F] [--indexed M]``.

A market of N documents (``benchmarks.market``) is written into a new store, M of them are indexed, the real
server is started over it, and every page and list of the API is asked for as somebody who is signed in,
each time of something else: another company, story, document, query. Printed are p50 and p95 on the
wall, processor time, queries of the database, the weight with style and script, and requests. *--url* names
a PostgreSQL database instead of a file; *--only* measures what contains these words.
"""

import argparse
import gc
import itertools
import random
import re
import statistics
import sys
import tempfile
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import httpx
import uvicorn
from sqlalchemy import event, func, select, update

from benchmarks.columns import columns
from benchmarks.filling import Filler
from benchmarks.market import NOW, Size, registry
from benchmarks.search import clocked
from cli.main import SELDOM
from pipeline import accounts, desk
from pipeline.accounts import Caller
from pipeline.clock import system_now
from pipeline.index import index as index_due
from pipeline.workspace import Workspace, make_workspace, open_workspace
from schemas.accounts import Account
from store.tables import changes, documents, index_queue, stories
from web.app import create_app
from web.server import settle

GOAL = 200.0  # ms, p95 of any page
_TIMES = 20
_COLD = 2  # templates are compiled and connections opened by the first requests
_ASSET = re.compile(r'(?:src|href)="(/static/[^"]+\.(?:css|js|svg))')


@dataclass
class Figure:
    """What one kind of page cost, over several requests."""

    name: str
    wall: list[float] = field(default_factory=list)
    own: list[float] = field(default_factory=list)
    queries: list[int] = field(default_factory=list)
    weight: int = 0
    requests: int = 1
    bad: set[int] = field(default_factory=set)


class Asked:
    """Addresses to ask for, drawn from what the store holds."""

    def __init__(self, workspace: Workspace, seed: int = 5) -> None:
        self._draw = random.Random(seed)  # noqa: S311 - the same requests in every run
        self._workspace = workspace
        self._rivals = [one.id for one in workspace.registry.companies if one.role == "competitor"]
        self._sources = [one.id for one in workspace.registry.sources]
        self.stories = self._ids(stories)
        self.documents = self._ids(documents)
        self.changes = self._ids(changes)

    def _ids(self, table: Any) -> list[str]:
        """Return some sixty ids, spread over the whole table."""

        def read(connection: Any) -> list[str]:
            count = connection.scalar(select(func.count()).select_from(table)) or 1
            some = [
                connection.scalar(select(table.c.id).order_by(table.c.id).offset(place).limit(1))
                for place in range(0, count, max(1, count // 60))
            ]
            return [one for one in some if one]

        return self._workspace.store.database.read(read)

    def paths(self) -> dict[str, list[str]]:
        """Return name to the addresses that are asked for, each of something else where there is more."""
        lists = {
            f"api {name}": [f"/api/v1/{one}" for one in some]
            for name, some in self._lists().items()
        }
        return self._pages() | lists

    def _names(self) -> list[str]:
        """Return names of companies in both languages, to be searched for."""
        companies = self._workspace.registry.companies
        return [self._draw.choice(companies).name(("en", "zh")[n % 2]) for n in range(_TIMES)]

    def _pages(self) -> dict[str, list[str]]:
        company, source = self._many(self._rivals), self._many(self._sources)
        story, document, change = map(self._many, (self.stories, self.documents, self.changes))
        names = self._names()
        return {
            "/": ["/?show=week", "/?show=new", "/?show=starred", "/?show=week&family=pricing"],
            "/search": [f"/search?q={name}" for name in names] + ["/search?q=move:pricing+last:30d"],
            "/searches": ["/searches"],
            "/story/…": [f"/story/{one}" for one in story],
            "/document/…": [f"/document/{one}" for one in document],
            "/document/…/changes": [f"/document/{one}/changes" for one in document],
            "/search/like/…": [f"/search/like/{one}" for one in document],
            "/companies": ["/companies"],
            "/companies/…": [f"/companies/{one}" for one in company],
            "/compare": ["/compare"] + [f"/compare?company={one}&company={two}&company={three}&days={days}" for one, two, three, days in zip(company, company[1:], company[2:], [30, 90, 365] * 9, strict=False)],
            "/prices": ["/prices", "/prices?show=changed"],
            "/prices?company=…": [f"/prices?company={one}" for one in company],
            "/changes/…": [f"/changes/{one}" for one in change],
            "/sources": ["/sources"],
            "/sources/dropped": ["/sources/dropped", "/sources/dropped?reason=robots"],
            "/sources/…": [f"/sources/{one}" for one in source],
            "/collections": ["/collections"],
            "/assigned": ["/assigned"],
            "/digests": ["/digests"],
            "/account": ["/account"],
            "/admin": ["/admin"],
            "/admin/log": ["/admin/log"],
            "/admin/companies": ["/admin/companies"],
            "/admin/companies/…": [f"/admin/companies/{one}" for one in company],
            "/admin/companies/…/remove": [f"/admin/companies/{one}/remove" for one in company],
            "/admin/readers": ["/admin/readers"],
            "/admin/sources/…": [f"/admin/sources/{one}" for one in source],
            "/admin/proposed": ["/admin/proposed"],
            "/admin/tokens": ["/admin/tokens"],
        }  # fmt: skip

    def _lists(self) -> dict[str, list[str]]:
        company, names = self._many(self._rivals), self._names()
        story, document, change = map(self._many, (self.stories, self.documents, self.changes))
        return {
            "companies": ["companies"],
            "companies/…": [f"companies/{one}" for one in company],
            "compare": [f"compare?company={one}&company={two}" for one, two in itertools.pairwise(company)],
            "moves": ["moves", "moves?kind=pricing&limit=200"],
            "moves?company=…": [f"moves?company={one}" for one in company],
            "plans?company=…": [f"plans?company={one}" for one in company],
            "changes": ["changes", "changes?limit=200"],
            "changes?company=…": [f"changes?company={one}" for one in company],
            "changes/…": [f"changes/{one}" for one in change],
            "search": [f"search?q={name}" for name in names],
            "stories": ["stories", "stories?days=31&limit=200"],
            "stories/…": [f"stories/{one}" for one in story],
            "documents/…": [f"documents/{one}" for one in document],
            "documents/…/revisions": [f"documents/{one}/revisions" for one in document],
            "sources": ["sources"],
            "coverage": ["coverage"],
            "dropped": ["dropped"],
            "collections": ["collections"],
            "assignments": ["assignments"],
            "registry/companies": ["registry/companies"],
            "registry/sources": ["registry/sources"],
            "audit": ["audit"],
            "corrections": ["corrections"],
        }  # fmt: skip

    def _many(self, ids: Sequence[str]) -> list[str]:
        return self._draw.sample(list(ids), min(_TIMES, len(ids)))


@contextmanager
def serving(workspace: Workspace) -> Iterator[str]:
    """Serve *workspace* on a free port in a thread of this process; yield the address."""
    app = create_app(workspace)
    app.state.allowance = type(app.state.allowance)(10**6, 10**6)  # asked by one, as if by many
    gc.set_threshold(SELDOM)  # as the command does
    settle()
    server = uvicorn.Server(
        uvicorn.Config(app, host="127.0.0.1", port=0, log_level="error", ws="none")
    )
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    while not server.started:
        time.sleep(0.05)
    try:
        yield f"http://127.0.0.1:{server.servers[0].sockets[0].getsockname()[1]}"
    finally:
        server.should_exit = True
        thread.join(20)


class Queries:
    """Counts statements that the database is sent."""

    def __init__(self, engine: Any) -> None:
        self.count = 0
        event.listen(engine, "before_cursor_execute", self._one)

    def _one(self, *_: object) -> None:
        self.count += 1


def measure(client: httpx.Client, name: str, paths: Sequence[str], queries: Queries) -> Figure:
    """Ask for *paths* in turn, at least twenty times in all, and return what it cost."""
    made = Figure(name)
    asked = [paths[n % len(paths)] for n in range(max(_TIMES, len(paths)))]
    for number, path in enumerate([*asked[:_COLD], *asked]):
        before, began, spent = queries.count, time.perf_counter(), time.process_time()
        answer = client.get(path)
        wall, own = time.perf_counter() - began, time.process_time() - spent
        if answer.status_code != 200:
            made.bad.add(answer.status_code)
        if number < _COLD:
            continue
        made.wall.append(wall * 1000)
        made.own.append(own * 1000)
        made.queries.append(queries.count - before)
        assets = set(_ASSET.findall(answer.text)) if name[0] == "/" else set()
        weight = len(answer.content) + sum(_size(client, one) for one in assets)
        made.weight, made.requests = max(made.weight, weight), max(made.requests, 1 + len(assets))
    return made


_SIZES: dict[str, int] = {}


def _size(client: httpx.Client, path: str) -> int:
    if path not in _SIZES:
        _SIZES[path] = client.get(path.replace("&amp;", "&")).num_bytes_downloaded
    return _SIZES[path]


def sign_in(workspace: Workspace) -> str:
    """Make an administrator with some starred stories and return the secret of a session."""
    store, caller = workspace.store, Caller("benchmark", NOW)
    if store.accounts.get("ada") is None:
        accounts.add(
            store, Account(id="ada", name="Ada", role="administrator", created=NOW), caller
        )
        for story in Asked(workspace).stories[:20]:
            desk.mark(store, "ada", story, "star", NOW)
    account = store.accounts.get("ada")
    assert account is not None
    return accounts.sign_in(store, account, Caller("benchmark", system_now()), "benchmark")


def index(workspace: Workspace, count: int) -> None:
    """Make search know *count* documents."""
    some = select(index_queue.c.document_id).limit(count)
    due = update(index_queue).where(index_queue.c.document_id.in_(some)).values(indexed=0)
    workspace.store.database.write(lambda connection: connection.execute(due))
    wall, spent, report = clocked(index_due, workspace)
    known = report.counts["documents"]
    print(
        f"indexed {known:,} from the store: {spent / known * 1e6:.0f} µs of processor time each, {known / wall:,.0f}/s"
    )


def table(figures: Sequence[Figure]) -> str:
    """Return the figures as columns, the slowest p95 first."""
    head = ("page", "p50 ms", "p95 ms", "own ms", "queries", "kB", "requests", "")
    rows = [head]
    for one in sorted(figures, key=_p95, reverse=True):
        remark = "over the goal" if _p95(one) > GOAL else ""
        remark += f" answered {sorted(one.bad)}" if one.bad else ""
        rows.append((
            one.name, f"{statistics.median(one.wall):.0f}", f"{_p95(one):.0f}", f"{statistics.median(one.own):.0f}",
            str(max(one.queries)), f"{one.weight / 1000:.0f}", str(one.requests), remark.strip(),
        ))  # fmt: skip
    return columns(rows)


def _p95(figure: Figure) -> float:
    return statistics.quantiles(figure.wall, n=20)[18]


def main(arguments: list[str]) -> int:
    """Fill, serve, ask, print; 1 where a page is over the goal."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("documents", nargs="?", type=int, default=20_000)
    parser.add_argument("--folder", type=Path, help="kept and used again; else a temporary one")
    parser.add_argument("--url", default="", help="of the database; else SQLite in the folder")
    parser.add_argument("--indexed", type=int, default=0, metavar="M")
    parser.add_argument("--only", default="")
    options = parser.parse_args(arguments)
    with tempfile.TemporaryDirectory() as temporary:
        folder = options.folder or Path(temporary) / "market"
        fresh = not (folder / "zhibi.yaml").exists()
        text = f"clock: {NOW.isoformat()}\nbase_url: http://127.0.0.1:8000\n"
        make_workspace(folder, text + (f"database: {options.url}\n" if options.url else ""))
        workspace = open_workspace(folder)
        if fresh:
            began = time.perf_counter()
            Filler(workspace.store, registry(), Size(options.documents)).fill()
            print(f"filled in {time.perf_counter() - began:.0f} s")
        if options.indexed:
            print("indexing", file=sys.stderr)
            index(workspace, options.indexed)
        figures = list(_figures(workspace, options.only))
        workspace.close()
    print(table(figures))
    return int(any(_p95(one) > GOAL or one.bad for one in figures))


def _figures(workspace: Workspace, only: str) -> Iterator[Figure]:
    queries = Queries(workspace.store.database.engine)
    session = sign_in(workspace)
    with (
        serving(workspace) as url,
        httpx.Client(base_url=url, trust_env=False, cookies={"zhibi_session": session}, timeout=120) as client,
    ):  # fmt: skip
        for name, paths in Asked(workspace).paths().items():
            if only in name:
                made = measure(client, name, paths, queries)
                print(f"{name}: {_p95(made):.0f} ms", file=sys.stderr)
                yield made


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
