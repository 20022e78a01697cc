"""All hits of a query as a file: CSV, a workbook or JSON lines, written as they are read.

A cell that a spreadsheet would take for a formula is told apart: in CSV by an apostrophe before it,
in a workbook by its type. JSON lines keep everything as it is.
"""

import csv
import io
import json
import re
import tempfile
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Literal, TypeAlias, get_args

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell

from pipeline.workspace import Workspace
from schemas.errors import WrongUseError
from schemas.searching import IndexedDocument, Sort
from search.query import parse
from text.display import Lang

Format: TypeAlias = Literal["csv", "xlsx", "jsonl"]
MEDIA_TYPES: dict[Format, str] = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "jsonl": "application/x-ndjson; charset=utf-8",
}
COLUMNS: dict[str, dict[Lang, str]] = {
    "day": {"en": "Day", "zh": "日期"}, "title": {"en": "Title", "zh": "标题"},
    "url": {"en": "Address", "zh": "网址"}, "source": {"en": "Source", "zh": "来源"},
    "kind": {"en": "Kind of document", "zh": "文档类型"}, "language": {"en": "Language", "zh": "语言"},
    "companies": {"en": "Companies", "zh": "公司"}, "about": {"en": "About", "zh": "主要涉及"},
    "moves": {"en": "Moves", "zh": "动作"}, "statuses": {"en": "Status", "zh": "状态"},
    "amounts": {"en": "Amounts in euros", "zh": "金额（欧元）"}, "story": {"en": "Story", "zh": "事件"},
    "score": {"en": "Importance", "zh": "重要性"}, "first_seen": {"en": "First seen", "zh": "首次发现"},
    "id": {"en": "Document", "zh": "文档编号"}, "text": {"en": "Text", "zh": "正文"},
}  # fmt: skip
_FORMULA = tuple("=+-@\t\r\0＝＋－＠")  # what begins a formula, also in full width
_LONGEST_CELL = 32_767  # characters; Excel refuses more
_NO_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_CHUNK = 64 * 1024  # bytes handed on at once

Row: TypeAlias = list[str | float]


def export(
    workspace: Workspace,
    query: str,
    form: Format,
    *,
    sort: Sort = "date",
    lang: Lang = "en",
) -> Iterator[bytes]:
    """Return every hit of *query* as the bytes of a file, in pieces: nothing is held as a whole.

    Raises QueryError or WrongUseError at once, before the first piece is asked for.
    """
    if form not in MEDIA_TYPES:
        raise WrongUseError(
            f"there is no format '{form}'", remedy=f"One of {', '.join(get_args(Format))}"
        )
    parsed = parse(query, registry=workspace.registry, now=workspace.now, lang=lang)
    return _WRITERS[form](workspace.index.scan(parsed, sort=sort), lang)


def _row(document: IndexedDocument) -> Row:
    """Return a document's cells; lists are joined."""
    data = document.model_dump(mode="json", include=set(COLUMNS))
    cells: Row = []
    for name in COLUMNS:
        value = data[name]
        if isinstance(value, list):
            value = "; ".join(f"{one:.2f}" if isinstance(one, float) else one for one in value)
        cells.append(value if isinstance(value, float) else str(value or ""))
    return cells


def harmless(value: str | float) -> str | float:
    """Return a cell of CSV that no spreadsheet takes for a formula."""
    if not isinstance(value, str):
        return value
    text = value.replace("\0", "")[:_LONGEST_CELL]
    return f"'{text}" if text.lstrip(" \n\u3000\ufeff").startswith(_FORMULA) else text


def _csv(documents: Iterable[IndexedDocument], lang: Lang) -> Iterator[bytes]:
    buffer = io.StringIO()
    writer = csv.writer(buffer)
    buffer.write("\ufeff")  # tells Excel that it is UTF-8
    writer.writerow([names[lang] for names in COLUMNS.values()])
    for document in documents:
        writer.writerow([harmless(cell) for cell in _row(document)])
        if buffer.tell() > _CHUNK:
            yield buffer.getvalue().encode("utf-8", "replace")
            buffer.seek(0)
            buffer.truncate()
    yield buffer.getvalue().encode("utf-8", "replace")


def _jsonl(documents: Iterable[IndexedDocument], lang: Lang) -> Iterator[bytes]:
    del lang  # its names are those of the records
    for document in documents:
        line = json.dumps(document.model_dump(mode="json"), ensure_ascii=False)
        yield (line + "\n").encode("utf-8", "replace")


def _xlsx(documents: Iterable[IndexedDocument], lang: Lang) -> Iterator[bytes]:
    """Write a workbook into a temporary file, row by row, then hand it on."""
    book = Workbook(write_only=True)
    sheet = book.create_sheet("Zhibi")
    sheet.freeze_panes = "A2"
    for column, width in (("A", 12), ("B", 60), ("C", 40), ("D", 20)):
        sheet.column_dimensions[column].width = width
    sheet.append([names[lang] for names in COLUMNS.values()])
    for document in documents:
        sheet.append([_cell(sheet, value) for value in _row(document)])
    with tempfile.TemporaryDirectory(prefix="zhibi-export-") as folder:
        file = Path(folder) / "hits.xlsx"
        book.save(file)
        with file.open("rb") as stream:
            while piece := stream.read(_CHUNK):
                yield piece


def _cell(sheet: object, value: str | float) -> WriteOnlyCell:
    if not isinstance(value, str):
        return WriteOnlyCell(sheet, value)
    cell = WriteOnlyCell(sheet)
    cell.value = _NO_XML.sub("", value)[:_LONGEST_CELL]
    cell.data_type = "s"  # text, whatever it begins with
    cell.quotePrefix = value.startswith(_FORMULA)
    return cell


_WRITERS: dict[Format, Callable[[Iterable[IndexedDocument], Lang], Iterator[bytes]]] = {
    "csv": _csv,
    "xlsx": _xlsx,
    "jsonl": _jsonl,
}
