"""Moving in from elsewhere: sources out of another tool's file."""

from pathlib import Path

from lxml import etree

from pipeline.adding import add, guess_kind, id_of, unused
from pipeline.workspace import Workspace
from schemas.errors import WrongUseError
from schemas.ids import canonical_url
from schemas.kinds import SourceKind
from schemas.registry import Source


def import_file(
    workspace: Workspace, file: Path, *, company: str | None, dry_run: bool
) -> list[Source]:
    """Take sources from OPML or a list of URLs; those whose address is known are left out."""
    try:
        body = file.read_bytes()
    except OSError as error:
        raise WrongUseError(f"cannot be read: {error.strerror}", where=str(file)) from error
    rows = _from_opml(body, file) if body.lstrip()[:1] == b"<" else _from_list(body, file)
    known = {canonical_url(url) for one in workspace.registry.sources for url in one.urls}
    ids = {one.id for one in workspace.registry.sources}
    taken: list[Source] = []
    for url, name, kind in rows:
        if canonical_url(url) in known:
            continue
        known.add(canonical_url(url))
        source_id = unused(id_of(url), ids)
        ids.add(source_id)
        taken.append(Source(id=source_id, kind=kind, urls=(url,), name=name, company=company))
    if not dry_run:
        add(workspace, taken)
    return taken


def _from_opml(body: bytes, file: Path) -> list[tuple[str, str, SourceKind]]:
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False)
    try:
        root = etree.fromstring(body, parser)
    except etree.XMLSyntaxError as error:
        raise WrongUseError(f"is no OPML: {error.msg}", where=f"{file}:{error.lineno}") from error
    rows: list[tuple[str, str, SourceKind]] = []
    for number, outline in enumerate(root.iter("outline"), 1):
        url = outline.get("xmlUrl")
        if url:
            rows.append((_checked(url, file, number), outline.get("text") or "", "feed"))
    return rows


def _from_list(body: bytes, file: Path) -> list[tuple[str, str, SourceKind]]:
    rows: list[tuple[str, str, SourceKind]] = []
    for number, line in enumerate(body.decode("utf-8-sig", errors="replace").splitlines(), 1):
        text = line.strip()
        if text and not text.startswith("#"):
            url = _checked(text, file, number)
            rows.append((url, "", guess_kind(url)))
    return rows


def _checked(url: str, file: Path, line: int) -> str:
    try:
        canonical_url(url)
    except ValueError as error:
        raise WrongUseError(str(error), where=f"{file}:{line}") from error
    return url.strip()
