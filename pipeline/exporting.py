"""All hits of a query as a file: CSV, a workbook or JSON lines, written as they are read.

Cells that a spreadsheet would take for a formula are made harmless; JSON lines keep everything as it is.
"""

import json
from collections.abc import Callable, Iterable, Iterator
from typing import Literal, TypeAlias, get_args

from pipeline.sheets import Row, csv_file, xlsx_file
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
_WIDTHS = (12, 60, 40, 20)


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


def _csv(documents: Iterable[IndexedDocument], lang: Lang) -> Iterator[bytes]:
    return csv_file(_headings(lang), map(_row, documents))


def _xlsx(documents: Iterable[IndexedDocument], lang: Lang) -> Iterator[bytes]:
    return xlsx_file(_headings(lang), map(_row, documents), _WIDTHS)


def _jsonl(documents: Iterable[IndexedDocument], lang: Lang) -> Iterator[bytes]:
    del lang  # its names are those of the records
    for document in documents:
        line = json.dumps(document.model_dump(mode="json"), ensure_ascii=False)
        yield (line + "\n").encode("utf-8", "replace")


def _headings(lang: Lang) -> list[str]:
    return [names[lang] for names in COLUMNS.values()]


_WRITERS: dict[Format, Callable[[Iterable[IndexedDocument], Lang], Iterator[bytes]]] = {
    "csv": _csv,
    "xlsx": _xlsx,
    "jsonl": _jsonl,
}
