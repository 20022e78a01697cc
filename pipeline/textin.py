"""Services that work on what a person pipes in, without a workspace: extract, price, tag, stories, diff.

Each reads lines or files and yields one JSON-ready answer per input; a bad line becomes an error
answer for that line, and the rest goes on.
"""

import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import datetime
from pathlib import Path
from typing import Any

from crawlers.changes.pages import ReadPage, compare
from crawlers.changes.pages import read as read_whole
from crawlers.pool import ExtractJob
from crawlers.reading import FILE_HEADER, read
from crawlers.templates.keeper import Keeper
from nlp.stories import Grouper, StoryInput
from nlp.tagger import Tagger
from pipeline.clock import parse_instant, system_now
from schemas.changes import Change
from schemas.documents import DOCUMENT_TYPES, Document
from schemas.errors import InvalidRecordError, QuarantineError, WrongUseError, ZhibiError
from schemas.kinds import DocumentKind
from schemas.registry import Registry
from store.yamlfiles import read_folder
from text.price import read_price

Answer = dict[str, Any]
# A longer line is not text that anybody wrote; it would only fill the memory.
_LONGEST_LINE = 20_000_000
# Hosts whose templates a stream holds at once; pages may come from everywhere.
_MOST_HOSTS = 5_000


def read_registry(folder: Path | None) -> Registry:
    """Return the registry of a folder of YAML, or an empty one."""
    return Registry() if folder is None else read_folder(folder)


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
        path = Path(_text(row, "path"))
        try:
            body = path.read_bytes()
        except OSError as error:
            raise InvalidRecordError(f"{path} cannot be read: {error.strerror}") from error
        url, kind = _text(row, "url"), row.get("kind")
        return {"document": as_json(extract_file(body, url, kind, seen=seen, keeper=keeper))}

    return _answers(lines, one)


def prices(lines: Iterable[str]) -> Iterator[Answer]:
    """Read the price in each line ``{"id", "text"[, "hint"]}``."""

    def one(row: Mapping[str, Any]) -> Answer:
        price = read_price(_text(row, "text"), _text(row, "hint", "") or None)
        amount = None if price.amount is None else format(price.amount, "f")
        before = None if price.list_amount is None else format(price.list_amount, "f")
        more: Answer = {"list_amount": before, "period": price.period, "unit": price.unit}
        told = {name: value for name, value in more.items() if value is not None}
        if price.starting:
            told["starting"] = True
        return {"amount": amount, "currency": price.currency, "state": price.state, **told}

    return _answers(lines, one)


def tags(
    lines: Iterable[str], registry: Registry, language: str = "auto", *, explain: bool = False
) -> Iterator[Answer]:
    """Tag each line ``{"id", "title", "text"[, "published"]}``."""
    tagger = Tagger(registry)

    def one(row: Mapping[str, Any]) -> Answer:
        title, text = _text(row, "title", ""), _text(row, "text", "")
        published = _text(row, "published", "") or None
        wanted = _text(row, "language", "") or language
        found = as_json(tagger.tag(title, text, published=published, language=wanted))
        if explain:
            reasons = tagger.explain(title, text, published=published, language=wanted)
            found["explanation"] = reasons
        return found

    return _answers(lines, one)


def stories(lines: Iterable[str], registry: Registry) -> Iterator[Answer]:
    """Group the lines ``{"id", "title", "text", "published"}`` by the event they report."""
    tagger, grouper = Tagger(registry), Grouper(registry)
    order: list[Answer] = []

    def one(row: Mapping[str, Any]) -> Answer:
        entry = _story_input(row, tagger)
        grouper.add(entry)
        return {"story": None}

    order = list(_answers(lines, one))
    assigned = grouper.assignments()
    for answer in order:
        if "error" not in answer:
            found = list(assigned.get(str(answer["id"]), ()))
            answer["story"] = found[0] if found else None
            answer["stories"] = found
        yield answer


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


def as_json(record: Any) -> Answer:
    """Return a record as plain JSON values."""
    plain: Answer = record.model_dump(mode="json")
    return plain


def _story_input(row: Mapping[str, Any], tagger: Tagger) -> StoryInput:
    title, text = _text(row, "title", ""), _text(row, "text", "")
    published = row.get("published") or ""
    found = tagger.tag(title, text, published=published or None)
    return StoryInput(
        id=str(row["id"]),
        title=title,
        text=text,
        published=published or system_now().date().isoformat(),
        first_seen=_first_seen(published),
        source=str(row.get("source") or row["id"]),
        source_name=str(row.get("source") or ""),
        company=None,
        url=str(row.get("url") or f"urn:line:{row['id']}"),
        language=found.language,
        tags=found,
        kind="article",
    )


def _first_seen(published: str) -> datetime:
    if not published:
        return system_now()
    text = (
        published
        if "T" in published and (published[-1] == "Z" or "+" in published)
        else published[:10]
    )
    return parse_instant(text, where="published")


def _answers(lines: Iterable[str], one: Callable[[Mapping[str, Any]], Answer]) -> Iterator[Answer]:
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        row_id: Any = None
        try:
            row = _row(line)
            row_id = row.get("id")
            if row_id is None:
                raise InvalidRecordError("has no id")
            yield {"id": row_id, **one(row)}
        except ZhibiError as error:
            yield {"id": row_id, "line": number, "error": _error(error)}


def _error(error: ZhibiError) -> Answer:
    reason = error.reason if isinstance(error, QuarantineError) else "invalid"
    return {"reason": reason, "message": str(error)}


def _row(line: str) -> dict[str, Any]:
    if len(line) > _LONGEST_LINE:
        raise InvalidRecordError(f"is longer than {_LONGEST_LINE:,} characters")
    try:
        row = json.loads(line)
    except (ValueError, RecursionError) as error:
        raise InvalidRecordError(f"is no JSON: {error}") from error
    if not isinstance(row, dict):
        raise InvalidRecordError('must be an object such as {"id": "1", …}')
    return row


def _text(row: Mapping[str, Any], key: str, default: str | None = None) -> str:
    value = row.get(key, default)
    if value is None and default is not None:
        return default
    if not isinstance(value, str):
        raise InvalidRecordError(f"needs {key!r} as text")
    return value
