"""A collection as a file: Markdown to paste, CSV, a workbook, JSON lines."""

import json
import re
from collections.abc import Callable, Iterable, Iterator
from typing import Final, Literal, TypeAlias, get_args

from digests.words import words
from pipeline.sheets import Row, csv_file, xlsx_file
from schemas.collecting import CollectionView, EntryView
from schemas.errors import WrongUseError
from text.display import Lang, join_list, one_line

Form: TypeAlias = Literal["md", "csv", "xlsx", "jsonl"]
MEDIA_TYPES: Final[dict[Form, str]] = {
    "md": "text/markdown; charset=utf-8",
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "jsonl": "application/x-ndjson; charset=utf-8",
}
_COLUMNS: Final[dict[str, dict[Lang, str]]] = {
    "number": {"en": "No.", "zh": "序号"}, "group": {"en": "Group", "zh": "分组"},
    "day": {"en": "Day", "zh": "日期"}, "headline": {"en": "Headline", "zh": "标题"},
    "companies": {"en": "Companies", "zh": "公司"}, "moves": {"en": "Moves", "zh": "动向"},
    "summary": {"en": "Summary", "zh": "摘要"}, "note": {"en": "Note", "zh": "备注"},
    "source": {"en": "Source", "zh": "来源"}, "sources": {"en": "Independent sources", "zh": "独立来源数"},
    "url": {"en": "Address", "zh": "网址"}, "by": {"en": "Added by", "zh": "添加者"},
    "at": {"en": "Added", "zh": "添加时间"}, "state": {"en": "Since then", "zh": "此后"},
    "story": {"en": "Story", "zh": "事件"}, "document": {"en": "Document", "zh": "资料编号"},
}  # fmt: skip
_WIDTHS: Final = (6, 20, 12, 60, 24, 28, 60, 60)
_STATES: Final[dict[str, dict[Lang, str]]] = {
    "as-added": {"en": "", "zh": ""},
    "moved": {"en": "merged into another story", "zh": "已并入另一事件"},
    "split": {"en": "reports left it for another story", "zh": "部分资料已移入其他事件"},
    "ended": {"en": "has no reports any more", "zh": "已无资料"},
    "missing": {"en": "the document is no longer kept", "zh": "资料已不再保存"},
}
# What Markdown would take for markup.
_MARKUP = re.compile(r"([\\`*_{}\[\]<>#|~!&])")


def file_of(view: CollectionView, form: Form, lang: Lang, base_url: str) -> Iterator[bytes]:
    """Return the bytes of a file in pieces. Raises WrongUseError for an unknown form."""
    if form not in MEDIA_TYPES:
        what = f"there is no format {form!r}"
        raise WrongUseError(what, remedy=f"One of {', '.join(get_args(Form))}")
    return _WRITERS[form](view, lang, base_url)


def moves_in_words(entry: EntryView, lang: Lang) -> str:
    """Return the moves of an entry: ``price increase (announced)``, joined."""
    said = words(lang)
    pairs = [(said.kind(one.kind), said.statuses[one.status]) for one in entry.moves]
    shape = "{}（{}）" if lang == "zh" else "{} ({})"
    return join_list([shape.format(*pair) for pair in pairs], lang)


def address(entry: EntryView, base_url: str) -> str:
    """Return where an entry is read in Zhibi; nothing where nothing is left of it."""
    if entry.entry.document and entry.document:
        return f"{base_url}/document/{entry.document}" if entry.state != "missing" else ""
    return f"{base_url}/story/{entry.story}" if entry.story else ""


def _markdown(view: CollectionView, lang: Lang, base_url: str) -> Iterator[bytes]:
    yield _bytes(f"# {_plain(view.collection.title)}\n\n")
    if view.collection.purpose:
        yield _bytes("\n".join(_plain(line) for line in view.collection.purpose.splitlines()))
        yield b"\n\n"
    group = ""
    for one in view.entries:
        if one.entry.group != group:
            group = one.entry.group
            yield _bytes(f"## {_plain(group)}\n\n" if group else "---\n\n")
        yield _bytes(_entry(one, lang, base_url))


def _entry(one: EntryView, lang: Lang, base_url: str) -> str:
    gap = "" if one.summary_language.startswith("zh") else " "
    headline, place = _plain(one.headline), address(one, base_url)
    facts = [one.day, join_list(one.company_names, lang), moves_in_words(one, lang)]
    lines = [f"### {one.number}. " + (f"[{headline}]({place})" if place else headline), ""]
    lines += [" · ".join(_plain(fact) for fact in facts if fact), ""]
    if state := _STATES[one.state][lang]:
        lines += [f"({state})", ""]
    if one.summary:
        lines += ["> " + _plain(gap.join(one.summary)), ""]
    for line in one.entry.note.splitlines():
        lines += [_plain(line), ""] if line.strip() else []
    url = f" <{one.url}>" if _linkable(one.url) else ""
    if one.source_name or url:
        lines += [f"— {_plain(one.source_name)}{url}", ""]
    return "\n".join(lines) + "\n"


def _linkable(url: str) -> bool:
    return url.startswith(("http://", "https://")) and not re.search(r"[\s<>]", url)


def _plain(text: str) -> str:
    """Return foreign text as one line that Markdown shows as it is."""
    escaped = _MARKUP.sub(r"\\\1", one_line(text, 5000))
    return re.sub(r"^([-+=:]|\d+[.)])", r"\\\1", escaped)


def _csv(view: CollectionView, lang: Lang, base_url: str) -> Iterator[bytes]:
    return csv_file(_headings(lang), _rows(view, lang, base_url))


def _xlsx(view: CollectionView, lang: Lang, base_url: str) -> Iterator[bytes]:
    return xlsx_file(_headings(lang), _rows(view, lang, base_url), _WIDTHS)


def _jsonl(view: CollectionView, lang: Lang, base_url: str) -> Iterator[bytes]:
    del lang, base_url  # its names are those of the records
    for one in view.entries:
        yield _bytes(json.dumps(one.model_dump(mode="json"), ensure_ascii=False) + "\n")


def _headings(lang: Lang) -> list[str]:
    return [names[lang] for names in _COLUMNS.values()]


def _rows(view: CollectionView, lang: Lang, base_url: str) -> Iterable[Row]:
    for one in view.entries:
        gap = "" if one.summary_language.startswith("zh") else " "
        cells: dict[str, str | float] = {
            "number": one.number, "group": one.entry.group, "day": one.day, "headline": one.headline,
            "companies": "; ".join(one.company_names), "moves": moves_in_words(one, lang),
            "summary": gap.join(one.summary), "note": one.entry.note, "source": one.source_name,
            "sources": one.sources, "url": one.url or address(one, base_url), "by": one.added_by,
            "at": one.entry.at.isoformat(timespec="seconds").replace("+00:00", "Z"),
            "state": _STATES[one.state][lang], "story": one.story or "", "document": one.document or "",
        }  # fmt: skip
        yield list(cells.values())


def _bytes(text: str) -> bytes:
    return text.encode("utf-8", "replace")


_WRITERS: Final[dict[Form, Callable[[CollectionView, Lang, str], Iterator[bytes]]]] = {
    "md": _markdown,
    "csv": _csv,
    "xlsx": _xlsx,
    "jsonl": _jsonl,
}
