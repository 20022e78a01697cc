"""What the command and the pages both offer: apply, export, doctor, verify, backup, restore."""

import shutil
import tarfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from crawlers.browser.program import find_browser
from digests.smtp import probe
from egress import Guard
from egress.mailbox import Mailbox
from pipeline.clock import system_now
from pipeline.lateness import late_digests
from pipeline.sending import bouncing_readers
from pipeline.settings import FILE_NAME, MailboxSection
from pipeline.taking import take_in
from pipeline.workspace import Workspace, open_workspace
from schemas.errors import WrongUseError, ZhibiError
from schemas.reports import Problem
from store import ApplyReport
from store.backup import copy_database, replace_database
from store.verify import verify
from store.yamlfiles import read_folder, write_folder

# Below this a crawl would fill the disk before it is noticed (RELIABILITY F3).
LOW_WATER = 500 * 1024 * 1024
_EXAMPLE = """\
# One company a file. Replace the example, then: zhibi apply registry
id: example-rival
role: competitor            # competitor | self | customer | partner
names: {en: [Example Rival], zh: [示例对手]}
domains: [example.com]
tier: 1                     # 1 matters most
products: [{id: example-product, names: {en: [Example Product]}}]
people: []
sources:
  - {id: example-news, kind: feed, url: "https://www.example.com/feed.xml", every: 6h}
  - {id: example-pricing, kind: page, document: offer, url: "https://www.example.com/pricing", every: 1d}
"""


@dataclass(frozen=True)
class Check:
    """One line of the self-check."""

    part: str
    well: bool
    says: str
    remedy: str = ""


def write_example(folder: Path) -> Path:
    """Put an example company into a new workspace and return its file; one that is there stays."""
    file = folder / "registry" / "companies" / "example-rival.yaml"
    if not (folder / "registry").exists():
        file.parent.mkdir(parents=True)
        file.write_text(_EXAMPLE, encoding="utf-8")
    return file


def apply(
    workspace: Workspace, folder: Path, *, author: str, prune: bool = False, dry_run: bool = False
) -> ApplyReport:
    """Take a folder of YAML into the registry. Raises InvalidRecordError with file and line."""
    known = None if prune else workspace.store.registry.snapshot()
    found = read_folder(folder, known=known)
    return take_in(workspace, found, author=author, prune=prune, dry_run=dry_run)


def summary(report: ApplyReport) -> dict[str, tuple[str, ...]]:
    """Return the ids of an apply report by what became of them, in reading order."""
    return {
        "new": tuple(report.new),
        "changed": tuple(report.changed),
        "retired": tuple(report.retired),
        "unchanged": tuple(report.unchanged),
        "conflict": tuple(str(one) for one in report.conflicts),
    }


def export(workspace: Workspace, folder: Path) -> None:
    """Write the registry as YAML that apply reads back."""
    write_folder(workspace.registry, folder)


def doctor(workspace: Workspace) -> list[Check]:
    """Try every configured part and say what is wrong with it and how to mend it."""
    free = shutil.disk_usage(workspace.folder).free
    return [
        Check("workspace", well=True, says=str(workspace.folder)),
        Check(
            "disk",
            well=free > LOW_WATER,
            says=f"{free // 2**20:,} MiB free",
            remedy=f"Free space: collection needs {LOW_WATER // 2**20} MiB",
        ),
        _try("database", lambda: f"{len(workspace.registry.sources)} sources in the registry"),
        _index(workspace),
        _try("models", lambda: _says_models(workspace)),
        _try("egress", lambda: _says_egress(workspace)),
        *_browser(workspace),
        _mail(workspace),
        *_deliveries(workspace),
        *_single_sign_on(workspace),
        *(_mailbox(name, own) for name, own in workspace.settings.inbox.mailboxes.items()),
    ]


def _single_sign_on(workspace: Workspace) -> list[Check]:
    """Ask the identity provider for its metadata, where one is set."""
    if not workspace.settings.oidc.issuer:
        return []
    # Slow to import, and needed only where a provider is set.
    from pipeline import outside  # noqa: PLC0415

    def look() -> str:
        provider = outside.provider_of(workspace)
        assert provider is not None
        there = provider.way_there(state="s", nonce="n", verifier="v" * 43, now=system_now())
        return f"people sign in at {there.partition('?')[0]}"

    return [_try("single sign-on", look)]


def _mailbox(name: str, own: MailboxSection) -> Check:
    """Open a mailbox that sources may read; nothing in it is marked."""

    def look() -> str:
        with Mailbox(own.opened()) as box:
            return f"{len(box.uids()):,} messages in {own.folder}, {len(box.uids('UNSEEN')):,} new"

    return _try(f"mailbox {name}", look)


def verify_all(workspace: Workspace) -> list[Problem]:
    """Compare everything stored with what was acknowledged, each archived body included."""
    return list(verify(workspace.store, deep=True))


def backup(workspace: Workspace, file: Path) -> int:
    """Write settings, database and archive into a tar file and return its size in bytes.

    The database is copied first, so every snapshot it names is in the archive that follows.
    """
    copy = workspace.data / "backup.partial"
    partial = file.with_name(file.name + ".partial")
    try:
        copy_database(workspace.store, copy)
        with tarfile.open(partial, "w") as tar:
            tar.add(workspace.folder / FILE_NAME, FILE_NAME)
            tar.add(copy, "database")
            archive = workspace.data / "archive"
            if archive.exists():
                tar.add(archive, "archive")
        partial.replace(file)
    finally:
        copy.unlink(missing_ok=True)
        partial.unlink(missing_ok=True)
    return file.stat().st_size


def restore(file: Path, folder: Path) -> None:
    """Make *folder* a workspace from a backup. Raises WrongUseError; an existing one is kept."""
    if (folder / FILE_NAME).exists():
        raise WrongUseError("holds a workspace already", where=str(folder), remedy="Name another")
    beside = folder.with_name(folder.name + ".restoring")
    shutil.rmtree(beside, ignore_errors=True)
    try:
        with tarfile.open(file) as tar:
            tar.extractall(beside, filter="data")
    except OSError as error:
        shutil.rmtree(beside, ignore_errors=True)
        raise WrongUseError(
            f"cannot be restored: {error.strerror}", where=str(error.filename or file)
        ) from error
    except tarfile.TarError as error:
        shutil.rmtree(beside, ignore_errors=True)
        raise WrongUseError(
            "is no backup, or only part of one", where=str(file),
            remedy="Name a file that zhibi backup wrote",
        ) from error  # fmt: skip
    (beside / "data").mkdir()
    if (beside / "archive").exists():
        (beside / "archive").rename(beside / "data" / "archive")
    if folder.exists():
        folder.rmdir()
    beside.rename(folder)
    workspace = open_workspace(folder, now=system_now())
    replace_database(workspace.settings.database, folder / "database", workspace.data)
    workspace.store.indexing.reset()
    workspace.close()


def _says_models(workspace: Workspace) -> str:
    """Load what tags texts. Raises InvalidRecordError for a file that is missing or damaged."""
    # Slow to import, and needed by few who keep a workspace.
    from pipeline.tagging import models_in_use  # noqa: PLC0415

    return ", ".join(models_in_use(workspace))


def _try(part: str, look: Callable[[], str]) -> Check:
    try:
        return Check(part, well=True, says=look())
    except ZhibiError as error:
        says = f"{error.where}: {error.what}" if error.where else error.what
        return Check(part, well=False, says=says, remedy=error.remedy)


def _index(workspace: Workspace) -> Check:
    try:
        health = workspace.index.health()
    except ZhibiError as error:
        return Check("index", well=False, says=error.what, remedy=error.remedy)
    says = f"{health.engine}, {health.documents:,} documents, {health.state}"
    well = health.state in {"ready", "empty"}
    return Check(
        "index", well=well, says=f"{says}. {health.detail}".rstrip(". "), remedy=health.remedy
    )


def _says_egress(workspace: Workspace) -> str:
    policy = workspace.egress
    Guard(policy)  # raises for a rule that cannot be read
    return f"{len(policy.allow)} private places allowed, {len(policy.hosts)} names mapped"


def _browser(workspace: Workspace) -> list[Check]:
    """Look for the browser where any source needs one."""
    ids = [source.id for source in workspace.registry.sources if source.render]
    if not ids:
        return []
    named = workspace.settings.crawl.browser
    return [_try("browser", lambda: f"{find_browser(named)}, for {', '.join(ids)}")]


def _deliveries(workspace: Workspace) -> list[Check]:
    """Say what of mail needs a person: messages in doubt, addresses that fail, channels that are off."""
    unknown = len(workspace.store.editions.outbox.list("unknown"))
    failing = sorted(bouncing_readers(workspace))
    off = sorted(workspace.store.mail.switched_off())
    late = sorted({one.reader for one in late_digests(workspace)})
    found = {
        f"{unknown} messages in the unknown": unknown,
        f"mails to {', '.join(failing)} fail": failing,
        f"channels {', '.join(off)} are off": off,
        f"digests of {', '.join(late)} are late": late,
    }
    return [
        Check("messages", well=False, says=says, remedy="zhibi mail")
        for says, there in found.items()
        if there
    ]


def _mail(workspace: Workspace) -> Check:
    smtp = workspace.settings.smtp
    if not smtp.host:
        return Check("mail", well=True, says="no server set: digests are written as files")
    return _try("mail", lambda: probe(smtp.host, smtp.port, smtp.security, smtp.timeout))
