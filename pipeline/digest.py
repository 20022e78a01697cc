"""Step *digest*: compose, freeze and deliver the editions of readers."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from digests.compose import compose
from digests.render import render
from pipeline.editions import cut_off, editions_in, latest_edition, parse_period
from pipeline.gathering import gather
from pipeline.outgoing import deliveries_of, with_posts
from pipeline.sending import can_send, send_due
from pipeline.tally import Progress, Tally, silent
from pipeline.workspace import Workspace
from schemas.delivery import Digest, DigestInput, RenderedDigest
from schemas.errors import NotConfiguredError, WrongUseError
from schemas.ids import short_id
from schemas.registry import Reader
from schemas.reports import StepReport


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
    if send and not can_send(workspace):
        raise NotConfiguredError(
            "no mail server is set",
            where="zhibi.yaml",
            remedy="Set smtp.host, or leave --send away: the digest is then written as a file",
        )
    if week is not None:
        parse_period(week)  # said even where nobody reads
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
    named = editions_in(reader, week) if week else [latest_edition(reader, workspace.now)]
    if not named:
        raise WrongUseError(
            f"{reader.id} has a weekly digest", remedy="Name a week, such as 2026-W47"
        )
    which = named[-1]
    given = gather(workspace, reader, which)
    composed = compose(given)
    rendered = with_posts(workspace, reader, composed, given, render(composed, given))
    return Edition(composed, given, rendered)


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


def _freeze(workspace: Workspace, reader: Reader, week: str, *, queue: bool) -> bool:
    """Store an edition, with its message if it is to be sent; an edition is made only once."""
    editions = workspace.store.editions
    edition_id = short_id("e", reader.id, week)
    existing = editions.get(edition_id)
    if existing is not None:
        if queue:
            for one in deliveries_of(existing.digest, reader, workspace.now, existing.rendered):
                editions.queue(edition_id, one)
        return False
    edition = preview(workspace, reader, week)
    write(edition, folder_of(workspace))
    made, rendered = edition.digest, edition.rendered
    messages = deliveries_of(made, reader, workspace.now, rendered) if queue else ()
    return bool(editions.freeze(made, edition.input, rendered, *messages))
