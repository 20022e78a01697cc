"""Two versions of one page, each read once: as a document, and whole."""

from collections.abc import Collection
from dataclasses import dataclass

from crawlers.changes.detect import detect
from crawlers.changes.reading import read_page
from crawlers.pool import ExtractJob
from crawlers.reading import read as read_documents
from schemas.changes import Change, PageReading
from schemas.documents import Document
from schemas.errors import QuarantineError


@dataclass(frozen=True, slots=True)
class ReadPage:
    """What one version of a page says."""

    document: Document
    reading: PageReading


def read(job: ExtractJob) -> ReadPage:
    """Read a page both ways. Raises QuarantineError where it holds no document."""
    documents = read_documents(job).documents
    if not documents:
        raise QuarantineError("there is no document in it", reason="empty")
    return ReadPage(documents[0], whole_page(job))


def whole_page(job: ExtractJob) -> PageReading:
    """Return the page of *job* block by block; an empty reading where it is no web page."""
    body = job.body if job.body is not None else job.path.read_bytes() if job.path else b""
    if b"<" not in body[:5000]:
        return PageReading()
    return read_page(body, url=job.url, headers=job.headers, seen=job.seen)


def compare(old: ReadPage, new: ReadPage, *, muted: Collection[str] = ()) -> list[Change]:
    """Return the changes from *old* to *new*, most significant first."""
    return detect(old.document, new.document, before=old.reading, after=new.reading, muted=muted)
