"""A workspace: a folder with ``zhibi.yaml`` and ``data/``, and the parts opened from it."""

from collections.abc import Hashable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import cached_property
from pathlib import Path
from typing import Any

from pipeline.clock import system_now
from pipeline.settings import FILE_NAME, Settings, read_settings, workspace_variable
from schemas.errors import WrongUseError
from schemas.harvest import CrawlLimits, EgressPolicy
from schemas.registry import Source
from search import open_index
from search.base import SearchIndex
from store import Store, open_store
from store.records import VersionedRegistry

TEMPLATE = """\
# Settings of this Zhibi workspace. docs/operations.md explains each; all have defaults.
# database: postgresql+psycopg://zhibi@db.example/zhibi
# index: http://127.0.0.1:9200
base_url: http://127.0.0.1:8000
# smtp: {host: mail.example.com, port: 587, security: starttls, sender: "Zhibi <zhibi@example.com>"}
"""


# Values that a process keeps of what is dear to read.
_KEPT = 20_000
# Schedules do not start to the second: what was due a little later than a run would wait for the next one.
_EARLY = 11 / 12


@dataclass
class Workspace:
    """What steps and services work on. Parts open when first used; close it when done."""

    folder: Path
    settings: Settings
    now_override: datetime | None = None
    # What is dear to read and holds until a record changes that its key or value names.
    kept: dict[Hashable, Any] = field(default_factory=dict, repr=False)
    _open: list[SearchIndex] = field(default_factory=list, repr=False)

    @property
    def data(self) -> Path:
        """Return the folder of all that Zhibi writes: database, archive, index, runs."""
        return self.folder / "data"

    @property
    def now(self) -> datetime:
        """Return the present: ``--now``, else the fixed clock of the settings, else the system's."""
        return self.now_override or self.settings.clock or system_now()

    @cached_property
    def store(self) -> Store:
        """Return the system of record, migrated. Raises NotConfiguredError or RetryLaterError."""
        self.data.mkdir(parents=True, exist_ok=True)
        url = self.settings.database or f"sqlite:///{self.data / 'zhibi.sqlite'}"
        return open_store(url, self.data)

    @cached_property
    def registry(self) -> VersionedRegistry:
        """Return the registry as it was when first asked for."""
        return self.store.registry.snapshot()

    @cached_property
    def index(self) -> SearchIndex:
        """Return the search index. Raises NotConfiguredError or RetryLaterError."""
        where = self.settings.index
        url = f"embedded:{self.data / 'index'}" if where == "embedded" else where
        opened = open_index(url, self.registry)
        self._open.append(opened)
        return opened

    def limits(self) -> CrawlLimits:
        """Return the bounds of one crawl from the settings."""
        crawl = self.settings.crawl
        plain = CrawlLimits(
            max_run_seconds=crawl.max_run_seconds,
            max_bytes=crawl.max_bytes,
            browser=crawl.browser,
            sandbox=crawl.browser_sandbox,
        )
        if not crawl.contact:
            return plain
        agent = f"Zhibi/0.1 (+{crawl.contact})"
        return plain.model_copy(update={"user_agent": agent})

    def recheck_after(self, source: Source) -> timedelta:
        """Return after how long a change on *source* is looked at again: never later than usual."""
        return min(self.settings.crawl.recheck, source.every) * _EARLY

    @property
    def refresh_after(self) -> timedelta:
        """Return after how long a known document is fetched again."""
        return self.settings.crawl.refresh * _EARLY

    @property
    def egress(self) -> EgressPolicy:
        """Return which private addresses a crawl may reach."""
        return self.settings.egress

    def keep(self, key: Hashable, value: Any) -> None:
        """Keep *value* in this process; of many the oldest go first."""
        self.kept[key] = value
        if len(self.kept) > _KEPT:
            for old in list(self.kept)[: _KEPT // 4]:
                self.kept.pop(old, None)

    def refresh_registry(self) -> None:
        """Forget the registry that was read, after it was changed, and the index that knows its names."""
        self.__dict__.pop("registry", None)
        if self.__dict__.pop("index", None) is not None:
            # Others may still be asking the last one: it is closed when the next one goes.
            for index in self._open[:-1]:
                index.close()
            del self._open[:-1]

    def close(self) -> None:
        """Close what was opened."""
        for index in self._open:
            index.close()
        self._open.clear()
        if "store" in self.__dict__:
            self.store.close()


def find_folder(named: Path | None = None, start: Path | None = None) -> Path:
    """Return the workspace: *named*, else ``ZHIBI_WORKSPACE``, else the nearest zhibi.yaml upwards.

    Raises WrongUseError where there is none.
    """
    variable = workspace_variable()
    chosen = named or (Path(variable) if variable else None)
    if chosen is not None:
        if not (chosen / FILE_NAME).is_file():
            raise WrongUseError(
                f"is no workspace: it has no {FILE_NAME}",
                where=str(chosen),
                remedy=f"Make one: zhibi init {chosen}",
            )
        return chosen.resolve()
    here = (start or Path.cwd()).resolve()
    for folder in (here, *here.parents):
        if (folder / FILE_NAME).is_file():
            return folder
    raise WrongUseError(
        f"no workspace: neither {here} nor a folder above it has a {FILE_NAME}",
        remedy="Make one with 'zhibi init FOLDER', or name one with --workspace",
    )


def open_workspace(named: Path | None = None, *, now: datetime | None = None) -> Workspace:
    """Find and read a workspace; nothing is opened or connected yet."""
    folder = find_folder(named)
    return Workspace(folder, read_settings(folder / FILE_NAME), now)


def make_workspace(folder: Path, text: str = TEMPLATE) -> Path:
    """Make *folder* a workspace with the settings file *text*; one that is there stays as it is."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        file = folder / FILE_NAME
        if not file.exists():
            file.write_text(text, encoding="utf-8")
    except OSError as error:
        raise WrongUseError(f"cannot be written: {error.strerror}", where=str(folder)) from error
    return folder.resolve()
