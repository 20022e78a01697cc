"""Moving in from elsewhere: sources out of another tool's file, each taken or told why not."""

import json
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from pipeline.adding import add, guess_kind, id_of, said, unused
from pipeline.moving.changedetection import read_backup, read_watches
from pipeline.moving.opml import read_opml
from pipeline.moving.rows import (
    MOST_BYTES,
    Companies,
    Fault,
    Found,
    Row,
    bounded,
    http_address,
    label,
    period,
)
from pipeline.moving.tables import read_list, read_table, table_delimiter
from pipeline.moving.urlwatch import is_urlwatch, read_jobs
from pipeline.workspace import Workspace
from schemas.errors import WrongUseError
from schemas.ids import canonical_url
from schemas.registry import Registry, Source
from schemas.reports import Problem
from text.encoding import decode


@dataclass
class Imported:
    """What a file gave: its format, the sources taken, those watched already, and what stayed behind."""

    format: str
    taken: list[Source] = field(default_factory=list)
    known: list[str] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)

    def as_json(self) -> dict[str, Any]:
        """Return the result as plain JSON values."""
        return {
            "format": self.format,
            "taken": [one.model_dump(mode="json", exclude_defaults=True) for one in self.taken],
            "known": self.known,
            "problems": [one.model_dump(mode="json") for one in self.problems],
        }


def import_file(
    workspace: Workspace, file: Path, *, company: str | None, dry_run: bool
) -> Imported:
    """Take the sources that *file* names; an address that is watched already is left as it is.

    *company* makes all of them its own. Each line that gives no source, or only a part of one, is
    a problem of the result. Raises WrongUseError where the file as a whole cannot be read.
    """
    try:
        name, rows = _read(file)
    except OSError as error:
        raise WrongUseError(f"cannot be read: {error.strerror}", where=str(file)) from error
    result = Imported(name)
    known = {canonical_url(url) for one in workspace.registry.sources for url in one.urls}
    builder = _Builder(workspace.registry, company)
    for row in rows:
        if isinstance(row, Fault):
            result.problems.append(_problem(file, row))
            continue
        source = builder.build(row)
        if isinstance(source, Fault):
            result.problems.append(_problem(file, source))
        elif (address := canonical_url(source.urls[0])) in known:
            result.known.append(source.urls[0])
        else:
            known.add(address)
            result.taken.append(builder.keep(source))
            if row.left:
                detail = f"{source.id} is taken without {'; '.join(row.left)}"
                result.problems.append(_problem(file, Fault(row.where, "partly", detail)))
    if result.taken and not dry_run:
        add(workspace, result.taken)
    return result


def _read(file: Path) -> tuple[str, list[Row | Fault]]:
    """Return what a file turned out to be, and its rows. Raises OSError, WrongUseError."""
    with file.open("rb") as stream:
        body = stream.read(MOST_BYTES + 1)
    if body.startswith(b"PK\x03\x04"):
        return "changedetection.io", bounded(read_backup(file), str(file))
    if len(body) > MOST_BYTES:
        raise WrongUseError(
            f"is larger than {MOST_BYTES:,} bytes", where=str(file), remedy="Split it"
        )
    text = decode(body).text
    if b"\x00" in body and "\x00" in text:
        raise WrongUseError("is no text", where=str(file), remedy=_FORMATS)
    for name, fits, read in _TEXTS:
        if fits(text, file):
            return name, bounded(read(text, body, file), str(file))
    return "list", bounded(read_list(text), str(file))


_FORMATS = (
    "Give OPML, a changedetection.io backup, urlwatch's urls.yaml, a CSV or a list of addresses"
)


def _json_rows(text: str, _: bytes, file: Path) -> Found:
    try:
        data = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise WrongUseError(f"is no JSON: {error}", where=str(file), remedy=_FORMATS) from error
    if not isinstance(data, dict) or not isinstance(data.get("watching"), dict):
        raise WrongUseError("is JSON of another tool", where=str(file), remedy=_FORMATS)
    return read_watches(data)


def _table_rows(text: str, _: bytes, __: Path) -> Found:
    return read_table(text, table_delimiter(text) or ",")


_TEXTS: tuple[
    tuple[str, Callable[[str, Path], bool], Callable[[str, bytes, Path], Found]], ...
] = (
    ("opml", lambda text, _: text.lstrip("\ufeff \t\r\n").startswith("<"),
     lambda _, body, file: read_opml(body, str(file))),
    ("changedetection.io", lambda text, _: text.lstrip("\ufeff \t\r\n").startswith("{"), _json_rows),
    ("csv", lambda text, _: table_delimiter(text) is not None, _table_rows),
    ("urlwatch", lambda text, _: is_urlwatch(text),
     lambda text, _, file: read_jobs(text, str(file))),
)  # fmt: skip


class _Builder:
    """Makes sources of rows, with ids that no other source has."""

    def __init__(self, registry: Registry, company: str | None) -> None:
        self._companies = Companies(registry)
        self._company = company
        self._ids = {one.id for one in registry.sources}

    def build(self, row: Row) -> Source | Fault:
        """Return the source that *row* describes, or what is wrong with it."""
        try:
            url = http_address(row.url)
            groups = [one for one in (row.company, *reversed(row.groups)) if one]
            named = next((found for one in groups if (found := self._companies.find(one))), None)
            # Where no company is called so, the word is kept for the analyst.
            note = "" if named or not groups else f"from: {' / '.join(reversed(groups))}"[:200]
            values: dict[str, Any] = {
                "id": id_of(url),
                "kind": row.kind or guess_kind(url),
                "urls": [url],
                "name": row.name,
                "company": self._company or named,
                "enabled": row.enabled,
                "selectors": dict(row.selectors),
                "note": note,
            }
            if row.every:
                values["every"] = period(row.every)
            values |= {
                name: one for name in ("language", "document") if (one := getattr(row, name))
            }
            return Source.model_validate(values)
        except ValueError as error:
            return Fault(row.where, "not-a-source", f"{label(row.url)}: {said(error)}")

    def keep(self, source: Source) -> Source:
        """Return *source* under an id that is free, and take the id."""
        free = unused(source.id, self._ids, source.urls[0])
        self._ids.add(free)
        return source.model_copy(update={"id": free})


def _problem(file: Path, fault: Fault) -> Problem:
    return Problem(where=f"{file.name}, {fault.where}", reason=fault.reason, detail=fault.detail)
