"""What all requests share: the workspace, the clock of sign-ins, the pages; kept fresh."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime
from functools import cached_property, lru_cache
from hashlib import sha256
from pathlib import Path
from threading import Lock
from typing import Any, ParamSpec, TypeVar

from pipeline import outside
from pipeline.clock import stopwatch, system_now
from pipeline.oidc import Provider
from pipeline.workspace import Workspace
from text.display import Lang
from web.speaker import Speaker

P = ParamSpec("P")
T = TypeVar("T")
STATIC = Path(__file__).parent / "static"
# Kept in several files and served as one, in this order: what is loaded with every page costs one request.
JOINED = {"zhibi.css": ("zhibi.css", "grown.css")}
# How long the pages may show a registry that somebody else has changed meanwhile, in seconds.
_STALE = 2.0


class Site:
    """One per application. *clock* is for sessions and locks; the market's present is the workspace's."""

    def __init__(self, workspace: Workspace, clock: Callable[[], datetime] = system_now) -> None:
        self.workspace = workspace
        self.clock = clock
        self.secure = workspace.settings.base_url.startswith("https://")
        self._lock = Lock()
        self._looked = -_STALE
        self._version = -1
        self._speakers: dict[tuple[Lang, str], Speaker] = {}
        self._kept: dict[str, tuple[float, Any]] = {}
        # Processes that read stored pages end with the thread that started them, so one thread starts them
        # all; and one page at a time is read for whoever tries rules.
        self._reading = ThreadPoolExecutor(max_workers=1, thread_name_prefix="reading")

    @cached_property
    def provider(self) -> Provider | None:
        """Return the identity provider of the settings, None where there is none."""
        return outside.provider_of(self.workspace)

    def freshen(self) -> None:
        """Read the registry again where it was changed, looking at most every two seconds."""
        if stopwatch() - self._looked < _STALE:
            return
        with self._lock:
            self._looked = stopwatch()
            version = self.workspace.store.registry.version()
            if version != self._version:
                self._version = version
                self.workspace.refresh_registry()
                self._speakers = {}

    def cached(self, key: str, seconds: float, make: Callable[[], T]) -> T:
        """Return what *make* made at most *seconds* ago: for what is dear and the same for all."""
        known = self._kept.get(key)
        if known is None or stopwatch() - known[0] > seconds:
            known = self._kept[key] = (stopwatch(), make())
        found: T = known[1]
        return found

    def read(self, work: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
        """Return what *work* gives, which reads a stored page or two in the pool, when its turn has come."""
        return self._reading.submit(work, *args, **kwargs).result()

    def speaker(self, language: Lang, zone: str = "UTC") -> Speaker:
        """Return what says records in *language*, and instants on the clock of *zone*."""
        speakers, key = self._speakers, (language, zone)
        if key not in speakers:
            speakers[key] = Speaker(self.workspace, language, zone)
        return speakers[key]


def content(name: str) -> bytes:
    """Return what is served as the static file *name*."""
    return b"".join((STATIC / part).read_bytes() for part in JOINED.get(name, (name,)))


@lru_cache(maxsize=64)
def asset(name: str) -> str:
    """Return the address of a static file with its content's digest: it may be cached for good."""
    return f"/static/{name}?v={digest(name)}"


def digest(name: str) -> str:
    """Return by what a static file is known to be the same."""
    return sha256(content(name)).hexdigest()[:10]
