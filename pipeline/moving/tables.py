"""Tables (CSV, TSV, semicolons) with a row of names, and plain lists of addresses."""

import csv
import re
from collections.abc import Iterator

from pipeline.moving.rows import Fault, Row, label

# What columns are called, in files that people really have.
_COLUMNS = {
    "url": {"url", "urls", "link", "address", "feed", "xmlurl", "网址", "链接", "地址", "网站"},
    "name": {"name", "title", "label", "名称", "标题", "来源"},
    "company": {"company", "competitor", "account", "group", "folder", "公司", "企业", "竞争对手"},
    "kind": {"kind", "type", "类型", "种类"},
    "document": {"document", "content", "内容"},
    "every": {"every", "interval", "frequency", "schedule", "频率", "间隔", "周期"},
    "language": {"language", "lang", "语言"},
}
_DELIMITERS = ",;\t|"
_LANGUAGE = re.compile(r"^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$")
_LANGUAGES = {"english": "en", "chinese": "zh", "英文": "en", "英语": "en", "中文": "zh", "汉语": "zh",
              "german": "de", "德语": "de", "french": "fr", "japanese": "ja", "日语": "ja"}  # fmt: skip
_TAGS = re.compile(r"^(\S+)\s+(.*)$")


def table_delimiter(text: str) -> str | None:
    """Return what separates the columns, or None where the first line names no address column."""
    first = next((line for line in text.splitlines() if line.strip()), "")
    for delimiter in _DELIMITERS:
        if "url" in _places(next(csv.reader([first[:5000]], delimiter=delimiter), [])):
            return delimiter
    return None


def read_table(text: str, delimiter: str) -> Iterator[Row | Fault]:
    """Yield the rows of a table; a line that cannot be read is told and the rest goes on."""
    reader = csv.reader(text.replace("\x00", "").splitlines(keepends=True), delimiter=delimiter)
    places: dict[str, int] = {}
    while True:
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            yield Fault(f"line {reader.line_num}", "bad-row", str(error))
            continue
        where = f"line {reader.line_num}"
        if not places:
            places = _places(cells)
        elif any(cell.strip() for cell in cells):
            yield _row(where, {name: cells[at] for name, at in places.items() if at < len(cells)})


def read_list(text: str) -> Iterator[Row | Fault]:
    """Yield one address a line; what stands behind it is its tags, ``#`` begins a remark."""
    for number, line in enumerate(text.splitlines(), 1):
        written = line.strip()
        if not written or written.startswith("#"):
            continue
        parts = _TAGS.match(written)
        tags = tuple(filter(None, map(label, (parts[2] if parts else "").split(","))))
        yield Row(f"line {number}", parts[1] if parts else written, groups=tags)


def _places(cells: list[str]) -> dict[str, int]:
    places: dict[str, int] = {}
    for number, cell in enumerate(cells):
        said = cell.strip().strip("\ufeff").lower()
        for name, words in _COLUMNS.items():
            if said in words:
                places.setdefault(name, number)
    return places


def _row(where: str, cells: dict[str, str]) -> Row | Fault:
    said = {name: cell.strip() for name, cell in cells.items()}
    if not said.get("url"):
        return Fault(where, "no-address", "the row has no address")
    language = said.get("language", "").lower()
    language = _LANGUAGES.get(language, language)
    odd = bool(language) and not _LANGUAGE.match(language)
    return Row(
        where=where,
        url=said["url"],
        name=label(said.get("name")),
        kind=said.get("kind", "").lower(),
        company=label(said.get("company")),
        every=said.get("every", ""),
        language="" if odd else language,
        document=said.get("document", "").lower(),
        left=(f"language {label(language)!r}",) if odd else (),
    )
