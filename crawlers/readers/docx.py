"""Word files (ISO/IEC 29500): their paragraphs and properties, read from the markup inside."""

import zipfile
from io import BytesIO
from typing import Any

from lxml import etree

from crawlers.pages.dom import squeeze
from crawlers.readers.made import LONGEST_TEXT, Input, Reading, date_of, make
from crawlers.readers.pdf import facts, kind_of
from schemas.errors import QuarantineError
from text.boilerplate import boilerplate_spans

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_TEXT_PART = "word/document.xml"
# Bytes that the text's own part may inflate to; a book of a thousand pages has 20 million.
_LARGEST = 60_000_000


def is_docx(body: bytes) -> bool:
    """Say whether *body* is a Word file."""
    if not body.startswith(b"PK\x03\x04"):
        return False
    try:
        with zipfile.ZipFile(BytesIO(body)) as packed:
            return _TEXT_PART in packed.namelist()
    except (zipfile.BadZipFile, ValueError, OSError):
        return False


def read(given: Input) -> Reading:
    """Return the one document of a Word file. Raises QuarantineError (``broken-docx``, ``empty``)."""
    root = _part(given.body, _TEXT_PART)
    assert root is not None
    lines: list[str] = []
    title = ""
    for paragraph in root.iter(f"{_W}p"):
        text = squeeze("".join(_runs(paragraph)))
        if not text:
            continue
        style = paragraph.find(f"{_W}pPr/{_W}pStyle")
        if not title and style is not None and style.get(f"{_W}val", "").lower() in {"title", "heading1", "1"}:  # fmt: skip
            title = text
        lines.append(text)
    if not lines:
        raise QuarantineError("the Word file has no text", reason="empty")
    core = _part(given.body, "docProps/core.xml")
    stated = _property(core, "title")
    text = "\n\n".join(lines)[:LONGEST_TEXT]
    shown = title or stated or lines[0][:200]
    head = "\n".join(lines[:60])[:6000]
    kind = kind_of(given, head)
    more = facts(head, given, shown, text) if kind == "filing" else {"boilerplate": boilerplate_spans(text)}  # fmt: skip
    made = _property(core, "modified") or _property(core, "created")
    return Reading((
        make(kind, given, "docx", url=given.url, title=shown, text=text,
             authors=tuple(filter(None, [_property(core, "creator")])),
             published=date_of(made, given, "docx:modified", 0.6), **more),
    ))  # fmt: skip


def _runs(paragraph: Any) -> list[str]:
    """Return the pieces of a paragraph; what was struck out by a reviewer is not among them."""
    pieces = paragraph.iter(f"{_W}t", f"{_W}tab", f"{_W}br")
    return [(one.text or "") if one.tag == f"{_W}t" else " " for one in pieces]


def _part(body: bytes, name: str) -> Any:
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False)
    try:
        with zipfile.ZipFile(BytesIO(body)) as packed:
            if name not in packed.namelist():
                return None
            if packed.getinfo(name).file_size > _LARGEST:
                raise QuarantineError("the Word file inflates beyond reason", reason="too-large")
            with packed.open(name) as stream:
                return etree.fromstring(stream.read(_LARGEST + 1), parser)
    except (zipfile.BadZipFile, etree.XMLSyntaxError, ValueError, OSError, RuntimeError, NotImplementedError) as error:  # fmt: skip
        raise QuarantineError(f"the Word file is damaged: {error}", reason="broken-docx") from error


def _property(core: Any | None, name: str) -> str:
    found = None if core is None else core.find(f"{{*}}{name}")
    return squeeze(found.text) if found is not None else ""
