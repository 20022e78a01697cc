"""Inboxes: folders that people drop files into, and mailboxes. Part of the step *crawl*.

What came in is archived and committed first; only then is a file moved to ``done/`` or a message
marked as seen. A kill in between costs nothing: what is stored already is known by its digest.
"""

import re
import stat
from collections.abc import Callable, Iterator, Sequence
from datetime import datetime
from itertools import islice
from pathlib import Path

from crawlers import journal
from egress.mailbox import Mailbox, MailboxSettings
from pipeline.arrivals import IMPORTS, LARGEST, Arrival, arrival, note, record, table
from pipeline.clock import system_now
from pipeline.tally import Tally
from pipeline.workspace import Workspace
from schemas.errors import NotConfiguredError, RetryLaterError, WrongUseError
from schemas.harvest import JournalEntry
from schemas.ids import content_urn, digest
from schemas.registry import Source

# Seconds without a change after which a file is taken for whole.
SETTLED = 2.0
# Clocks of file servers run ahead by seconds; a file from further ahead is judged by its size alone.
_SKEW = 60.0
DONE, FAILED = "done", "failed"
_WHY = ".why.txt"
# Names that programs give to files they are still writing, and that systems leave about.
_UNFINISHED = re.compile(
    r"^\.|^~\$|^desktop\.ini$|^thumbs\.db$|\.(?:part|partial|tmp|temp|crdownload|download|swp|lock|filepart|!ut)$",
    re.IGNORECASE,
)
_MAIL_BATCH = 25

Commit = Callable[[], object]


def collect(
    workspace: Workspace, run: str, folder: Path, sources: Sequence[Source], commit: Commit
) -> Tally:
    """Take what waits in the inboxes among *sources* into the run; *commit* enters it in the store."""
    tally = Tally("crawl", workspace.now, run)
    for source in sources:
        try:
            reads = _read_mail if source.mailbox else _read_folder
            reads(workspace, run, folder, source, commit, tally)
            outcome, reason, detail = "unchanged", None, None
        except (RetryLaterError, NotConfiguredError, WrongUseError) as error:
            outcome, reason, detail = "failed", _reason(error), str(error)
        except OSError as error:
            outcome, reason, detail = (
                "failed",
                "inbox-unreadable",
                f"{error.filename}: {error.strerror}",
            )
        here = source.mailbox or source.folder or source.id
        note(
            folder,
            [JournalEntry.model_validate({
                "outcome": outcome, "source": source.id, "url": f"inbox:{here}",
                "requested_url": f"inbox:{here}", "purpose": "start", "fetched_at": workspace.now,
                "reason": reason, "detail": detail,
            })],
        )  # fmt: skip
    commit()
    return tally


def place(workspace: Workspace, source: Source) -> Path:
    """Return the folder of an inbox. Raises WrongUseError for one outside the inboxes' own folder."""
    top = (workspace.folder / workspace.settings.inbox.folder).resolve()
    found = (top / (source.folder or source.id)).resolve()
    if not found.is_relative_to(top):
        raise WrongUseError(
            f"{source.folder!r} leads out of {top}",
            where=source.id,
            remedy="Name a folder inside it; the operator sets inbox.folder in zhibi.yaml",
        )
    return found


def put_aside(workspace: Workspace, sources: Sequence[Source]) -> None:
    """Move files whose content could not be read from done/ to failed/, each with a note why."""
    waiting = {
        source.id: source for source in sources if source.kind == "inbox" and not source.mailbox
    }
    if not waiting:
        return
    for one in workspace.store.harvest.quarantined():
        if one.source not in waiting:
            continue
        snapshot = workspace.store.harvest.snapshot(one.snapshot)
        name = snapshot.headers.get("x-zhibi-file", "") if snapshot else ""
        home = place(workspace, waiting[one.source])
        file = home / DONE / Path(name).name
        if name and file.is_file() and snapshot and _same(file, snapshot.digest):
            _fail(home, file, one.reason, one.detail)


def _read_folder(
    workspace: Workspace, run: str, folder: Path, source: Source, commit: Commit, tally: Tally
) -> None:
    home = place(workspace, source)
    if not home.exists() and not source.enabled:
        return  # a source that only holds what was added by hand
    for one in (home, home / DONE, home / FAILED):
        one.mkdir(parents=True, exist_ok=True)
    put_aside(workspace, [source])
    for file, kind in islice(_files(home), source.max_pages):
        read = _whole(file)
        if read is None:
            tally.count("unfinished")
            continue
        body, before = read
        target = _free(home / DONE, file.name)
        try:
            made = _arrival(body, target.name, kind)
        except WrongUseError as error:
            tally.count("failed")
            tally.problem(f"{source.id} {file.name}", "unreadable", error.what)
            _fail(home, file, "unreadable", error.what)
            continue
        if workspace.store.harvest.holds(source.id, made.url, digest(body)):
            note(folder, [_here_already(source, made, workspace.now)])
        else:
            if not _pending(folder, made):
                record(folder, run, source.id, [made], workspace.now)
            commit()
        if _stamp(file) == before:
            file.rename(target)


def _files(home: Path) -> Iterator[tuple[Path, str]]:
    """Yield the files that wait, the oldest first, with what the folder they lie in imports them as."""
    found: list[tuple[float, str, Path, str]] = []
    for place_, kind in ((home, ""), *((home / name, name) for name in IMPORTS)):
        if not place_.is_dir() or place_.is_symlink():
            continue
        for file in place_.iterdir():
            about = file.lstat()
            if stat.S_ISREG(about.st_mode) and not _UNFINISHED.search(file.name):
                found.append((about.st_mtime, file.name, file, kind))
    return ((file, kind) for _, _, file, kind in sorted(found, key=lambda one: one[:2]))


def _whole(file: Path) -> tuple[bytes, tuple[int, int, int]] | None:
    """Return a file's bytes and stamp, None where it is still being written."""
    before = _stamp(file)
    age = system_now().timestamp() - before[1] / 1e9
    if -_SKEW < age < SETTLED:
        return None
    if before[0] > LARGEST:
        return b"", before
    body = file.read_bytes()
    return (body, before) if _stamp(file) == before and len(body) == before[0] else None


def _stamp(file: Path) -> tuple[int, int, int]:
    about = file.stat()
    return about.st_size, about.st_mtime_ns, about.st_ino


def _arrival(body: bytes, name: str, kind: str) -> Arrival:
    if kind:
        return table(body, name=name, kind=kind, columns={})
    return arrival(body, name=name)


def _pending(folder: Path, made: Arrival) -> bool:
    """Say whether this run recorded it already, before it was killed."""
    return any(
        entry.url == made.url and entry.outcome == "fetched" for entry in journal.read(folder)
    )


def _free(folder: Path, name: str) -> Path:
    """Return a name in *folder* that is not taken."""
    target = folder / name
    number = 2
    while target.exists():
        target = folder / f"{Path(name).stem} ({number}){Path(name).suffix}"
        number += 1
    return target


def _fail(home: Path, file: Path, reason: str, detail: str) -> None:
    (home / FAILED).mkdir(exist_ok=True)
    target = _free(home / FAILED, file.name)
    told = f"{file.name} was not read: {detail or reason} ({reason}).\nMend it and put it back into {home.name}/, or leave it here.\n"
    target.with_name(target.name + _WHY).write_text(told, encoding="utf-8")
    file.rename(target)


def _same(file: Path, wanted: str) -> bool:
    return digest(file.read_bytes()) == wanted


def _read_mail(
    workspace: Workspace, run: str, folder: Path, source: Source, commit: Commit, tally: Tally
) -> None:
    settings = _mailbox(workspace, source)
    harvest = workspace.store.harvest
    with Mailbox(settings) as box:
        base = f"{settings.address};UIDVALIDITY={box.validity}/;UID="
        known = {url.removeprefix(base) for url in harvest.addresses(source.id, base)}
        there = box.uids("ALL")
        wanted = [uid for uid in there if str(uid) not in known][: source.max_pages]
        sizes = box.sizes(wanted)
        for start in range(0, len(wanted), _MAIL_BATCH):
            some = wanted[start : start + _MAIL_BATCH]
            fitting = [uid for uid in some if sizes.get(uid, 0) <= LARGEST]
            for uid in set(some) - set(fitting):
                tally.count("failed")
                tally.problem(f"{source.id} message {uid}", "too-large", f"{sizes[uid]:,} bytes")
            stored = [
                uid for uid, body in box.read(fitting)
                if _keep_message(workspace, run, folder, source, f"{base}{uid}", body)
            ]  # fmt: skip
            commit()
            box.mark_seen(stored)
        # Stored before a kill or a lost connection, and not marked then.
        unseen = set(box.uids("UNSEEN"))
        box.mark_seen(sorted(int(uid) for uid in known if uid.isdigit() and int(uid) in unseen))


def _keep_message(
    workspace: Workspace, run: str, folder: Path, source: Source, where: str, body: bytes
) -> bool:
    """Record one message, or only its place where the very same one is here already."""
    if not body.strip():
        return False
    made = Arrival(body, content_urn(body), {"content-type": "message/rfc822"}, where)
    if workspace.store.harvest.holds(source.id, made.url, digest(body)) or _pending(folder, made):
        note(folder, [_here_already(source, made, workspace.now)])
    else:
        record(folder, run, source.id, [made], workspace.now)
    return True


def _here_already(source: Source, made: Arrival, now: datetime) -> JournalEntry:
    return JournalEntry(
        outcome="unchanged",
        source=source.id,
        url=made.url,
        requested_url=made.came_from or made.url,
        purpose="document",
        fetched_at=now,
    )


def _mailbox(workspace: Workspace, source: Source) -> MailboxSettings:
    own = workspace.settings.inbox.mailboxes.get(source.mailbox or "")
    if own is None or not own.host:
        raise NotConfiguredError(
            f"no mailbox {source.mailbox!r} is set",
            where=source.id,
            remedy="Add it under inbox.mailboxes in zhibi.yaml; docs/operations.md shows how",
        )
    return own.opened()


def _reason(error: Exception) -> str:
    if isinstance(error, RetryLaterError):
        return "mailbox-away"
    return "mailbox-refused" if isinstance(error, NotConfiguredError) else "inbox-misplaced"
