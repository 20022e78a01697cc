"""Pages and files that a person hands over, without a workspace: extract, diff."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from pathlib import Path
from typing import Any

from crawlers.changes.pages import ReadPage, compare
from crawlers.changes.pages import read as read_whole
from crawlers.pool import ExtractJob
from crawlers.reading import FILE_HEADER, read
from crawlers.templates.keeper import Keeper
from pipeline.clock import system_now
from pipeline.piped import Answer, answers, as_json, text_of
from schemas.changes import Change
from schemas.documents import DOCUMENT_TYPES, Document
from schemas.errors import InvalidRecordError, QuarantineError, WrongUseError
from schemas.kinds import DocumentKind

# Hosts whose templates a stream holds at once; pages may come from everywhere.
_MOST_HOSTS = 5_000


def document_kind(name: str | None) -> DocumentKind | None:
    """Return the document kind a person named (``product-page`` is ``product``); None for none."""
    if name is None or name in {"", "auto"}:
        return None
    short = name.strip().lower().replace("_", "-")
    for kind, record in DOCUMENT_TYPES.items():
        if short in {kind, f"{kind}-page", f"{kind}s", record.__name__.lower()}:
            return kind
    names = ", ".join(DOCUMENT_TYPES)
    raise WrongUseError(f"{name!r} is no kind of document", remedy=f"Kinds: {names}")


def extract_file(
    body: bytes,
    url: str,
    kind: str | None = None,
    *,
    seen: datetime | None = None,
    keeper: Keeper | None = None,
) -> Document:
    """Read one page, PDF, mail or board's answer; of several documents the first.

    A *keeper* learns from the page, and reads it by template where it knows the layout. Raises
    QuarantineError where it holds no document.
    """
    if keeper is None:
        return extract_every(body, url, kind, seen=seen)[0]
    moment = seen or system_now()
    job = ExtractJob(id="", url=url, seen=moment, body=body, kind=document_kind(kind))
    found, _ = keeper.read(job)
    if isinstance(found, QuarantineError):
        raise found
    return _some(found.documents)[0]


def extract_every(
    body: bytes, url: str, kind: str | None = None, *, seen: datetime | None = None, name: str = ""
) -> tuple[Document, ...]:
    """Read every document of a body. Raises QuarantineError where it holds none."""
    headers = {FILE_HEADER: name} if name else {}
    job = ExtractJob(
        id="", url=url, seen=seen or system_now(), body=body, headers=headers, kind=document_kind(kind)
    )  # fmt: skip
    return _some(read(job).documents)


def _some(found: tuple[Document, ...]) -> tuple[Document, ...]:
    if not found:
        raise QuarantineError("there is no document in it", reason="empty")
    return found


def extract_batch(
    lines: Iterable[str], *, seen: datetime | None = None, learn: bool = False
) -> Iterator[Answer]:
    """Read the page that each line ``{"id", "path", "url"[, "kind"]}`` names.

    With *learn*, templates are learned per host from the lines as they come, and used where they
    hold; each line is answered in its turn all the same.
    """
    keeper = Keeper(most_hosts=_MOST_HOSTS) if learn else None

    def one(row: Mapping[str, Any]) -> Answer:
        path = Path(text_of(row, "path"))
        try:
            body = path.read_bytes()
        except OSError as error:
            raise InvalidRecordError(f"{path} cannot be read: {error.strerror}") from error
        url, kind = text_of(row, "url"), row.get("kind")
        return {"document": as_json(extract_file(body, url, kind, seen=seen, keeper=keeper))}

    return answers(lines, one)


def diff_changes(old: bytes, new: bytes, url: str, kind: str | None = None) -> list[Change]:
    """Return the changes between two versions of one page, most significant first.

    Raises QuarantineError, naming the file, where one of them is an error page or no page at all.
    """
    now = system_now()
    before = _version(old, url, document_kind(kind), now, "the earlier file")
    after = _version(new, url, before.document.kind, now, "the later file")
    return compare(before, after)


def _version(
    body: bytes, url: str, kind: DocumentKind | None, now: datetime, which: str
) -> ReadPage:
    try:
        return read_whole(ExtractJob(id="", url=url, seen=now, body=body, kind=kind))
    except QuarantineError as error:
        raise QuarantineError(f"{which}: {error.what}", reason=error.reason) from error
