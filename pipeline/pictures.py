"""Before-and-after pictures of what changed, for files and for what the archive holds."""

from collections.abc import Sequence

from crawlers.browser.pictures import Side, Words, before_and_after
from egress import Guard
from pipeline.workspace import Workspace
from schemas.changes import Change, RecordedChange
from schemas.errors import WrongUseError
from schemas.harvest import CrawlLimits, EgressPolicy, Snapshot

_CAPTIONS = {"en": ("Before", "After"), "zh": ("之前", "之后")}
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
