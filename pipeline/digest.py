"""Step *digest*: compose, freeze and deliver the editions of readers."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from digests.compose import compose
from digests.delivery import SmtpSettings, deliver
from digests.render import render
from pipeline.editions import cut_off, editions_in, latest_edition
from pipeline.gathering import gather
from pipeline.outgoing import delivery_of
from pipeline.tally import Progress, Tally, silent
from pipeline.workspace import Workspace
from schemas.delivery import Digest, DigestInput, RenderedDigest
from schemas.errors import NotConfiguredError, WrongUseError
from schemas.ids import short_id
from schemas.registry import Reader
from schemas.reports import StepReport

# Messages per call of the step; the rest goes out with the next.
_DELIVERIES = 500


@dataclass(frozen=True)
class Edition:
    """One digest with all that it was made from and all that it became."""

    digest: Digest
    input: DigestInput
    rendered: RenderedDigest


def digest(
    workspace: Workspace,
    *,
    readers: Sequence[str] = (),
    week: str | None = None,
    send: bool = False,
    progress: Progress = silent,
) -> StepReport:
    """Freeze the editions that are due, write them as files, and with *send* deliver the outbox."""
    tally = Tally("digest", workspace.now)
    if send and not workspace.settings.smtp.host:
        raise NotConfiguredError(
            "no mail server is set",
            where="zhibi.yaml",
            remedy="Set smtp.host, or leave --send away: the digest is then written as a file",
        )
    chosen = choose(workspace, readers)
    for number, reader in enumerate(chosen, 1):
        for which in _wanted(workspace, reader, week):
            frozen = _freeze(workspace, reader, which, queue=send)
            tally.count("frozen" if frozen else "already frozen")
        progress("digest", number, len(chosen))
    if send:
        for state, count in send_due(workspace).items():
            tally.count(state, count)
    return tally.report()


def _wanted(workspace: Workspace, reader: Reader, week: str | None) -> list[str]:
    """Return the editions to make: the latest, or those of a week or day that are closed already."""
    if week is None:
        return [latest_edition(reader, workspace.now)]
    return [one for one in editions_in(reader, week) if cut_off(reader, one) <= workspace.now]


def choose(workspace: Workspace, ids: Sequence[str]) -> list[Reader]:
    """Return the named readers, or all active ones. Raises WrongUseError for an unknown id."""
    readers = {reader.id: reader for reader in workspace.registry.readers}
    for one in ids:
        if one not in readers:
            raise WrongUseError(
                f"no reader is called {one!r}", remedy=f"Readers: {', '.join(sorted(readers))}"
            )
    return [readers[one] for one in ids] or [one for one in readers.values() if one.active]


def preview(workspace: Workspace, reader: Reader, week: str | None = None) -> Edition:
    """Compose an edition as it would be now; nothing is stored or sent."""
    which = next(iter(editions_in(reader, week)), None) if week else None
    which = which or latest_edition(reader, workspace.now)
    given = gather(workspace, reader, which)
    composed = compose(given)
    return Edition(composed, given, render(composed, given))


def write(edition: Edition, folder: Path) -> tuple[Path, Path]:
    """Write an edition as ``WEEK-READER.html`` and ``.txt``; return both paths."""
    folder.mkdir(parents=True, exist_ok=True)
    stem = f"{edition.digest.week}-{edition.digest.reader}"
    html, text = folder / f"{stem}.html", folder / f"{stem}.txt"
    html.write_text(edition.rendered.html, encoding="utf-8")
    text.write_text(edition.rendered.text, encoding="utf-8")
    return html, text


def folder_of(workspace: Workspace) -> Path:
    """Return where editions are written as files."""
    return workspace.folder / "digests"


def send_due(workspace: Workspace) -> dict[str, int]:
    """Deliver what the outbox holds; each message at most once (RELIABILITY D6, D7)."""
    smtp = workspace.settings.smtp
    settings = SmtpSettings(
        host=smtp.host,
        port=smtp.port,
        security=smtp.security,
        username=smtp.username,
        password=smtp.password.get_secret_value(),
        sender=smtp.sender,
        timeout=smtp.timeout,
    )
    outbox = workspace.store.editions.outbox
    outbox.recover(workspace.now)
    counts = deliver(outbox, settings, workspace.now, _DELIVERIES)
    return {str(state): number for state, number in counts.items()}


def _freeze(workspace: Workspace, reader: Reader, week: str, *, queue: bool) -> bool:
    """Store an edition, with its message if it is to be sent; an edition is made only once."""
    editions = workspace.store.editions
    edition_id = short_id("e", reader.id, week)
    existing = editions.get(edition_id)
    if existing is not None:
        if queue:
            editions.queue(
                edition_id, delivery_of(existing.digest, reader, workspace.now, existing.rendered)
            )
        return False
    edition = preview(workspace, reader, week)
    write(edition, folder_of(workspace))
    delivery = (
        delivery_of(edition.digest, reader, workspace.now, edition.rendered) if queue else None
    )
    return bool(editions.freeze(edition.digest, edition.input, edition.rendered, delivery))
