"""What every reader here needs: foreign values taken safely, markup to text, a document made of them."""

import html as entities
import re
from collections.abc import Iterable
from datetime import datetime
from typing import Any, NamedTuple, cast

from lxml import etree, html
from pydantic import ValidationError

from crawlers.pages.blocks import blocks_of
from crawlers.pages.dom import squeeze
from schemas.documents import DOCUMENT_TYPES, Document, Provenance, PublishedDate
from schemas.errors import QuarantineError
from schemas.harvest import Hint
from schemas.ids import canonical_url
from schemas.kinds import DocumentKind
from text.dates import read_date
from text.language import detect

# Documents that one body may give; a list that holds more is not of one company.
MOST_DOCUMENTS = 5_000
# Characters of one document's text; a book has a million.
LONGEST_TEXT = 2_000_000
_TAG = re.compile(r"<[a-zA-Z/!][^<>]{0,4000}>")
_ESCAPED = re.compile(r"&lt;/?[a-zA-Z][^&]{0,200}&gt;")


class Input(NamedTuple):
    """What a reader is given. *kind* is the source's; *listing* says that *body* is a source's list."""

    body: bytes
    url: str
    seen: datetime
    content_type: str = ""
    kind: DocumentKind | None = None
    hint: Hint | None = None
    name: str = ""
    listing: bool = False


class Reading(NamedTuple):
    """What a body gave: documents, and of a list the addresses it holds (None: it is no list).

    *notes* tell a person what of it could not be read; *understood*, of a table, which column was
    taken for which field.
    """

    documents: tuple[Document, ...] = ()
    listed: tuple[str, ...] | None = None
    notes: tuple[str, ...] = ()
    understood: str = ""


def text_at(value: Any, *path: str | int) -> str:
    """Return the string or number under *path* of nested JSON, squeezed; empty where there is none."""
    found = at(value, *path)
    if isinstance(found, bool) or not isinstance(found, str | int | float):
        return ""
    return squeeze(str(found))


def at(value: Any, *path: str | int) -> Any:
    """Return what stands under *path* of nested JSON, None where anything on the way is missing."""
    for key in path:
        if isinstance(key, int):
            if not isinstance(value, list) or not -len(value) <= key < len(value):
                return None
            value = value[key]
        elif isinstance(value, dict):
            value = value.get(key)
        else:
            return None
    return value


def rows_at(value: Any, *path: str | int) -> list[dict[str, Any]]:
    """Return the objects of a JSON list, at most :data:`MOST_DOCUMENTS`."""
    found = at(value, *path)
    listed = found if isinstance(found, list) else []
    return [one for one in listed[:MOST_DOCUMENTS] if isinstance(one, dict)]


def joined(values: Iterable[str], glue: str = "; ") -> str | None:
    """Return what is not empty of *values*, each once; None where nothing is."""
    return glue.join(dict.fromkeys(one for one in values if one)) or None


def plain(markup: str) -> str:
    """Return the paragraphs of HTML, or of HTML escaped once more; plain text keeps its own."""
    text = markup or ""
    if _ESCAPED.search(text) and not _TAG.search(text):
        text = entities.unescape(text)
    if not _TAG.search(text):
        lines = (squeeze(one) for one in entities.unescape(text).splitlines())
        return "\n\n".join(one for one in lines if one)[:LONGEST_TEXT]
    try:
        root = html.fromstring(f"<div>{text}</div>")
    except (etree.LxmlError, ValueError, AssertionError):
        return squeeze(_TAG.sub(" ", text))[:LONGEST_TEXT]
    return "\n\n".join(one.text for one in blocks_of(root, keep_chrome=True))[:LONGEST_TEXT]


def date_of(raw: str, given: Input, source: str, confidence: float = 0.95) -> PublishedDate | None:
    """Return the date that *raw* states, None where it states none."""
    if not raw:
        return None
    return read_date(raw, seen=given.seen, source=source, confidence=confidence)


def address(url: str, base: str) -> str:
    """Return the canonical form of *url* joined to *base*; empty where it is no web address."""
    try:
        return canonical_url(url, base) if url else ""
    except ValueError:
        return ""


def make(kind: DocumentKind, given: Input, source: str, **values: Any) -> Document:
    """Return the record of *values*; each that is set is signed with *source* as its provenance.

    Raises QuarantineError (reason ``invalid``) where they make none.
    """
    kept = {name: value for name, value in values.items() if value not in (None, "", ())}
    sample = f"{kept.get('title', '')}\n{kept.get('text', '')}"[:4000]
    kept.setdefault("language", detect(sample))
    kept["title"] = str(kept.get("title", ""))[:500]
    signed = {
        name: Provenance(source=source, confidence=0.95)
        for name in kept
        if name not in {"url", "language", "aliases", "flags", "encoding", "links"}
    }
    provenance = kept.pop("provenance", signed)
    try:
        record = DOCUMENT_TYPES[kind](**kept, provenance=provenance, extractor=f"{source}/1")
    except ValidationError as error:
        raise QuarantineError(
            f"what {source} states makes no document: {error.errors()[0]['msg']}", reason="invalid"
        ) from error
    return cast("Document", record)
