"""Pictures of pages: before and after of what changed, and as the archive holds them. The web pages' are kept."""

import contextlib
import threading
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from crawlers.browser.pictures import Side, Words, as_received, before_and_after
from crawlers.browser.program import find_browser
from egress import Guard
from pipeline.workspace import Workspace
from schemas.changes import Change, RecordedChange
from schemas.errors import NotConfiguredError, RetryLaterError, WrongUseError
from schemas.harvest import CrawlLimits, EgressPolicy, Snapshot

_CAPTIONS = {"en": ("Before", "After"), "zh": ("之前", "之后")}
# A browser takes some hundred megabytes: pages that want a picture wait for each other so long.
_SECONDS = 60.0
_ONE_AT_A_TIME = threading.BoundedSemaphore(1)
# One is drawn, four wait: more would hold the threads that answer all other requests.
_PLACES = threading.BoundedSemaphore(5)
_KEPT = 300  # pictures; the oldest go first
_NOTHING = {"en": "No change was found.", "zh": "未发现变化。"}


def picture_of_files(
    old: bytes, new: bytes, *, url: str, changes: Sequence[Change], language: str, dressed: bool
) -> bytes:
    """Return the PNG of two files that are versions of the page at *url*."""
    before, after = _captions(language)
    return before_and_after(
        Side(old, "", before),
        Side(new, "", after),
        url=url,
        changes=changes,
        words=_words(url, changes, language),
        guard=Guard(EgressPolicy()),
        limits=CrawlLimits(),
        dressed=dressed,
    )


def picture_of_change(
    workspace: Workspace, recorded: RecordedChange, *, language: str, dressed: bool
) -> bytes:
    """Return the PNG of a recorded change, from the two archived pages it was found in.

    Raises WrongUseError where one of them is no page of the archive.
    """
    old, new = _side(workspace, recorded.old_snapshot), _side(workspace, recorded.new_snapshot)
    before, after = _captions(language)
    url = new[0].url
    return before_and_after(
        Side(old[1], old[0].headers.get("content-type", ""), f"{before}, {_moment(old[0])}"),
        Side(new[1], new[0].headers.get("content-type", ""), f"{after}, {_moment(new[0])}"),
        url=url,
        changes=[recorded.change],
        words=_words(url, [recorded.change], language),
        guard=Guard(workspace.egress),
        limits=workspace.limits(),
        dressed=dressed,
    )


def picture_of_snapshot(workspace: Workspace, snapshot: Snapshot) -> bytes:
    """Return the PNG of an archived page, without anything that it would fetch.

    Raises SourceBrokenError for what is no page, NotConfiguredError without a browser.
    """
    body = workspace.store.archive.body(snapshot)
    side = Side(body, snapshot.headers.get("content-type", snapshot.content_type), "")
    return as_received(
        side, url=snapshot.url, guard=Guard(workspace.egress), limits=workspace.limits()
    )


def possible(workspace: Workspace) -> bool:
    """Say whether there is a browser that draws pictures."""
    try:
        find_browser(workspace.limits().browser)
    except NotConfiguredError:
        return False
    return True


def kept(workspace: Workspace, name: str, draw: Callable[[], bytes]) -> bytes:
    """Return the picture called *name*, drawn once and kept in the workspace.

    Raises what *draw* raises, and RetryLaterError while too many others are drawn.
    """
    file = workspace.data / "pictures" / f"{name}.png"
    if not file.exists():
        with _held(_PLACES, 0), _held(_ONE_AT_A_TIME, _SECONDS):
            if not file.exists():
                _keep(file, draw())
    return file.read_bytes()


@contextlib.contextmanager
def _held(lock: threading.Semaphore, seconds: float) -> Iterator[None]:
    if not lock.acquire(timeout=seconds):
        raise RetryLaterError("other pictures are being drawn", remedy="Try again in a minute")
    try:
        yield
    finally:
        lock.release()


def _keep(file: Path, picture: bytes) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    old = sorted(file.parent.glob("*.png"), key=lambda one: one.stat().st_mtime)
    for one in old[: max(0, len(old) + 1 - _KEPT)]:
        with contextlib.suppress(OSError):
            one.unlink()
    partial = file.with_suffix(".partial")
    partial.write_bytes(picture)
    partial.replace(file)


def _side(workspace: Workspace, snapshot_id: str) -> tuple[Snapshot, bytes]:
    snapshot = workspace.store.harvest.snapshot(snapshot_id)
    if snapshot is None:
        raise WrongUseError("there is no such snapshot", where=snapshot_id)
    return snapshot, workspace.store.archive.body(snapshot)


def _captions(language: str) -> tuple[str, str]:
    return _CAPTIONS.get(language, _CAPTIONS["en"])


def _moment(snapshot: Snapshot) -> str:
    return snapshot.fetched_at.strftime("%Y-%m-%d %H:%M UTC")


def _words(url: str, changes: Sequence[Change], language: str) -> Words:
    lines = [_line(change) for change in changes]
    title = url.partition("://")[2] or url
    return Words(title, language, lines or [_NOTHING.get(language, _NOTHING["en"])])


def _line(change: Change) -> str:
    old, new = (_short(side) for side in (change.old, change.new))
    if old and new:
        return f"{change.subject}: {old} → {new}"
    return f"{change.subject}: {'+ ' + new if new else '− ' + old}"


def _short(text: str | None) -> str:
    text = text or ""
    return text if len(text) <= 160 else text[:159] + "…"
