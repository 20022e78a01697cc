"""Rows as a CSV file or a workbook, written as they are read; harmless in a spreadsheet.

A cell that a spreadsheet would take for a formula is told apart: in CSV by an apostrophe before it, in a
workbook by its type.
"""

import csv
import io
import re
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import TypeAlias

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell

Row: TypeAlias = list[str | float]
_FORMULA = tuple("=+-@\t\r\0＝＋－＠")  # what begins a formula, also in full width
_LONGEST_CELL = 32_767  # characters; Excel refuses more
_NO_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_CHUNK = 64 * 1024  # bytes handed on at once


def harmless(value: str | float) -> str | float:
    """Return a cell of CSV that no spreadsheet takes for a formula."""
    if not isinstance(value, str):
        return value
    text = value.replace("\0", "")[:_LONGEST_CELL]
    return f"'{text}" if text.lstrip(" \n\u3000\ufeff").startswith(_FORMULA) else text


def csv_file(headings: Sequence[str], rows: Iterable[Row]) -> Iterator[bytes]:
    """Yield the pieces of a CSV file in UTF-8."""
    buffer = io.StringIO()
    writer = csv.writer(buffer)
    buffer.write("\ufeff")  # tells Excel that it is UTF-8
    writer.writerow(headings)
    for row in rows:
        writer.writerow([harmless(cell) for cell in row])
        if buffer.tell() > _CHUNK:
            yield buffer.getvalue().encode("utf-8", "replace")
            buffer.seek(0)
            buffer.truncate()
    yield buffer.getvalue().encode("utf-8", "replace")


def xlsx_file(
    headings: Sequence[str], rows: Iterable[Row], widths: Sequence[int] = ()
) -> Iterator[bytes]:
    """Write a workbook into a temporary file, row by row, then yield its pieces.

    *widths*: of the first columns, in characters.
    """
    book = Workbook(write_only=True)
    sheet = book.create_sheet("Zhibi")
    sheet.freeze_panes = "A2"
    for number, width in enumerate(widths):
        sheet.column_dimensions["ABCDEFGHIJKLMNOPQRSTUVWXYZ"[number]].width = width
    sheet.append(list(headings))
    for row in rows:
        sheet.append([_cell(sheet, value) for value in row])
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
