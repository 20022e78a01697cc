"""Rows out of CSV, XLSX, JSON lines and simple XML: bytes in, header and numbered rows out."""

import csv
import io
import json
import re
import zipfile
from collections.abc import Iterable, Iterator
from datetime import date, datetime
from typing import Any, NamedTuple

from lxml import etree

from schemas.errors import QuarantineError
from text.encoding import decode

MOST_ROWS = 20_000
# Characters of one cell; Excel's own limit is 32,767, abstracts in JSON are longer.
_LONGEST_CELL = 500_000
_MOST_COLUMNS = 300
_DELIMITERS = ",;\t|"
_MOST_INFLATED = 300_000_000


class Row(NamedTuple):
    """One row: its number as a person sees it in the file, and cells by column."""

    line: int
    cells: dict[str, str]


class Sheet(NamedTuple):
    """What a file holds: columns in order, rows, and what could not be read of it."""

    columns: tuple[str, ...]
    rows: tuple[Row, ...]
    bad: tuple[str, ...] = ()


def read(body: bytes, name: str = "") -> Sheet:
    """Return the rows of a file. Raises QuarantineError: ``broken-table``, ``empty``, ``too-large``."""
    start = body[:300].lstrip(b"\xef\xbb\xbf \t\r\n")
    if body.startswith(b"PK\x03\x04") or name.lower().endswith((".xlsx", ".xlsm")):
        sheet = _xlsx(body)
    elif start.startswith((b"{", b"[")):
        sheet = _json(body)
    elif start.startswith(b"<"):
        sheet = _xml(body)
    elif body.startswith(b"\xd0\xcf\x11\xe0"):
        raise QuarantineError(
            "an old .xls file", reason="broken-table", remedy="Save it as .xlsx or CSV"
        )
    else:
        sheet = _csv(body, name)
    if not sheet.columns:
        raise QuarantineError("the file has no rows", reason="empty")
    if not (sheet.rows or sheet.bad):
        raise QuarantineError("the file has a header and no rows below it", reason="empty")
    return sheet


def _csv(body: bytes, name: str) -> Sheet:
    decoded = decode(body, "text/csv")
    text = decoded.text.lstrip("\ufeff")
    if text.count("\ufffd") > 0.02 * max(1, len(text)):
        raise QuarantineError(
            "the file is in no encoding that is known here", reason="broken-table"
        )
    head = next((one for one in text.splitlines() if one.strip()), "")
    delimiter = max(_DELIMITERS, key=head.count) if any(one in head for one in _DELIMITERS) else ","
    csv.field_size_limit(_LONGEST_CELL * 4)
    return _grid(_csv_rows(text, delimiter))


def _csv_rows(text: str, delimiter: str) -> Iterator[tuple[int, list[str]]]:
    """Yield rows with the lines they begin in.

    A row that reaches from an open quote to the end has swallowed all that follow: it is said, not taken.
    """
    source = io.StringIO(text, newline="")
    held: list[str] = []
    reader = csv.reader(_kept(source, held), delimiter=delimiter)
    while True:
        held.clear()
        line = reader.line_num + 1
        try:
            row = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            yield line, [f"\0{error}"]
            continue
        last = reader.line_num
        if line < last and source.tell() == len(text) and _is_open(held, delimiter):
            yield line, [f"\0a quotation mark is not closed: lines {line} to {last} are not read"]
            continue
        yield line, row


def _kept(lines: Iterable[str], held: list[str]) -> Iterator[str]:
    for one in lines:
        held.append(one)
        yield one


def _is_open(lines: list[str], delimiter: str) -> bool:
    """Say whether a row would swallow another line: an inch sign in it or elsewhere opens nothing."""
    reader = csv.reader([*lines, "x"], delimiter=delimiter)
    next(reader)
    return reader.line_num > len(lines)


def _grid(rows: Iterator[tuple[int, list[str]]]) -> Sheet:
    """Make named rows of a grid: the first row with two filled cells or more is the header."""
    columns: tuple[str, ...] = ()
    found: list[Row] = []
    bad: list[str] = []
    for line, cells in rows:
        values = [str(one).strip()[:_LONGEST_CELL] for one in cells[:_MOST_COLUMNS]]
        if values and values[0].startswith("\0"):
            bad.append(f"line {line}: {values[0][1:]}")
        elif not any(values):
            continue
        elif not columns:
            if sum(1 for one in values if one) >= 2 or len(values) == 1:
                columns = _unique(values)
        elif len(values) > len(columns) and any(values[len(columns) :]):
            bad.append(f"line {line}: {len(values)} cells where the header has {len(columns)}")
        elif len(found) >= MOST_ROWS:
            bad.append(f"line {line} and on: more than {MOST_ROWS:,} rows; split the file")
            break
        else:
            found.append(Row(line, dict(zip(columns, values, strict=False))))
    return Sheet(columns, tuple(found), tuple(bad))


def _unique(names: list[str]) -> tuple[str, ...]:
    found: list[str] = []
    for number, name in enumerate(names, 1):
        plain = " ".join(name.split()) or f"column {number}"
        found.append(plain if plain not in found else f"{plain} ({number})")
    return tuple(found)


def _xlsx(body: bytes) -> Sheet:
    import openpyxl  # noqa: PLC0415 - a third of a second to load, rarely needed
    from openpyxl.utils.exceptions import InvalidFileException  # noqa: PLC0415

    try:
        with zipfile.ZipFile(io.BytesIO(body)) as packed:
            if sum(one.file_size for one in packed.infolist()) > _MOST_INFLATED:
                raise QuarantineError("the spreadsheet inflates beyond reason", reason="too-large")
        book = openpyxl.load_workbook(io.BytesIO(body), read_only=True, data_only=True)
        sheet = max(book.worksheets, key=lambda one: (one.max_row or 0) * (one.max_column or 0))
        return _grid(
            (number, [_shown(cell) for cell in row])
            for number, row in enumerate(sheet.iter_rows(values_only=True), 1)
        )
    except QuarantineError:
        raise
    except (InvalidFileException, zipfile.BadZipFile, KeyError, ValueError, OSError, TypeError,
            AttributeError, IndexError, etree.XMLSyntaxError, SyntaxError) as error:  # fmt: skip
        raise QuarantineError(f"the spreadsheet cannot be read: {error}"[:200], reason="broken-table") from error  # fmt: skip


def _shown(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, datetime):
        return value.date().isoformat() if not (value.hour or value.minute) else value.isoformat()
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value)


def _json(body: bytes) -> Sheet:
    """JSON lines, or one list of objects (bare, or the longest one inside an object)."""
    text = decode(body, "application/json").text.lstrip("\ufeff")
    try:
        rows = _longest(json.loads(text))
        return _objects(list(enumerate(rows, 1)), "row")
    except (ValueError, RecursionError):
        pass
    numbered: list[tuple[int, Any]] = []
    bad: list[str] = []
    for line, row in enumerate(text.splitlines(), 1):
        if not row.strip():
            continue
        try:
            numbered.append((line, json.loads(row)))
        except (ValueError, RecursionError) as error:
            bad.append(f"line {line}: is no JSON: {error}"[:200])
    sheet = _objects(numbered, "line")
    return sheet._replace(bad=(*bad, *sheet.bad))


def _longest(data: Any) -> list[Any]:
    if isinstance(data, list):
        return data
    lists = (
        [one for one in data.values() if isinstance(one, list)] if isinstance(data, dict) else []
    )
    return max(lists, key=len, default=[data])


def _objects(rows: list[tuple[int, Any]], word: str) -> Sheet:
    columns: dict[str, None] = {}
    found: list[Row] = []
    bad: list[str] = []
    for line, value in rows:
        if not isinstance(value, dict):
            bad.append(f"{word} {line}: is no object")
        elif len(found) >= MOST_ROWS:
            bad.append(f"{word} {line} and on: more than {MOST_ROWS:,} rows; split the file")
            break
        else:
            cells = {str(key): _flat(one) for key, one in list(value.items())[:_MOST_COLUMNS]}
            columns |= dict.fromkeys(cells)
            found.append(Row(line, cells))
    return Sheet(tuple(columns), tuple(found), tuple(bad))


def _flat(value: Any) -> str:
    """Return a JSON value as a cell: lists by semicolons, an object by its name."""
    if isinstance(value, list):
        return "; ".join(filter(None, map(_flat, value[:200])))
    if isinstance(value, dict):
        return _flat(value.get("name") or value.get("value") or value.get("text") or "")
    return "" if value is None else str(value)[:_LONGEST_CELL]


def _xml(body: bytes) -> Sheet:
    """Patents in WIPO's ST.36 elements; any other XML whose root repeats one element per record."""
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, remove_comments=True)  # fmt: skip
    if b"<!ENTITY" in body[:100_000]:
        raise QuarantineError("XML with entities of its own", reason="broken-table")
    try:
        root: Any = etree.fromstring(body.lstrip(), parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise QuarantineError(f"is no XML: {error}"[:200], reason="broken-table") from error
    patents = [one for one in root.iter() if _name(one) in _PATENT_ROOTS]
    records = patents or [one for one in root if isinstance(one.tag, str)]
    read_one = _st36 if patents else _leaves
    rows = [Row(int(one.sourceline or 0), read_one(one)) for one in records[:MOST_ROWS]]
    columns = dict.fromkeys(key for row in rows for key in row.cells)
    more = (f"more than {MOST_ROWS:,} records; split the file",) if len(records) > MOST_ROWS else ()
    return Sheet(tuple(columns), tuple(rows), more)


_PATENT_ROOTS = {"exchange-document", "patent-document", "us-patent-grant", "us-patent-application", "ep-patent-document", "cn-patent-document"}  # fmt: skip


def _name(element: Any) -> str:
    return element.tag.rpartition("}")[2].lower() if isinstance(element.tag, str) else ""


def _st36(record: Any) -> dict[str, str]:
    def text(*path: str) -> str:
        tests = "/".join(f"*[local-name()='{one}']" for one in path)
        found = record.xpath(f".//{tests}")
        return " ".join("".join(found[0].itertext()).split()) if found else ""

    def names(word: str) -> str:
        holders = record.xpath(f".//*[local-name()='{word}']//*[local-name()='name' or local-name()='orgname' or local-name()='last-name']")  # fmt: skip
        return "; ".join(
            dict.fromkeys(" ".join("".join(one.itertext()).split()) for one in holders)
        )

    def number(word: str) -> str:
        return "".join(text(word, "document-id", one) for one in ("country", "doc-number", "kind"))

    cells = {
        "title": text("invention-title"),
        "publication number": number("publication-reference"),
        "application number": number("application-reference"),
        "applicant": names("applicant"),
        "inventor": names("inventor"),
        "publication date": _day(text("publication-reference", "document-id", "date")),
        "application date": _day(text("application-reference", "document-id", "date")),
        "ipc": text("classification-ipcr") or text("classification-ipc", "main-classification"),
        "abstract": text("abstract"),
    }
    return {key: value for key, value in cells.items() if value}


def _day(raw: str) -> str:
    return f"{raw[:4]}-{raw[4:6]}-{raw[6:8]}" if re.fullmatch(r"\d{8}", raw) else raw


def _leaves(record: Any) -> dict[str, str]:
    cells: dict[str, str] = {str(key): str(value) for key, value in record.attrib.items()}
    for one in record.iter():
        if (
            isinstance(one.tag, str)
            and len(one) == 0
            and (value := " ".join((one.text or "").split()))
        ):
            key = one.tag.rpartition("}")[2]
            cells[key] = f"{cells[key]}; {value}"[:_LONGEST_CELL] if key in cells else value
    return cells
