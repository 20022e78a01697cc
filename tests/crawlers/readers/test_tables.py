"""Imported files: columns found by their headers, bad rows told by line, the rest taken in."""

import json
from collections.abc import Callable
from decimal import Decimal
from io import BytesIO
from typing import Any

import openpyxl
import pytest

from crawlers.readers import sheets, tables
from crawlers.readers.made import Reading
from crawlers.readers.tables import spec_of
from schemas.errors import QuarantineError, WrongUseError

Read = Callable[..., Reading]


@pytest.fixture
def imported(reading: Read) -> Callable[..., Reading]:
    def read(body: Any, kind: str, **columns: str) -> Reading:
        header = spec_of(kind, columns).header
        return reading(
            body,
            url="urn:zhibi:" + "b" * 64,
            headers={"x-zhibi-import": header, "x-zhibi-file": "rows"},
        )

    return read


PATENTS = "公开号,发明名称,申请人,发明人,申请日,公开日,摘要,IPC分类号\nCN119000001A,一种港口集装箱调度方法,岩桥科技股份有限公司;青浦港务集团,王磊；李娜,2025.03.02,2026.11.06,本发明公开了一种调度方法。,G06Q10/06\n,没有号的专利,维墨科技,,,2026-11-01,,\nCN3,日期不对,维墨科技,,,待定,,\n"


def test_chinese_patents_in_three_encodings(imported: Read) -> None:
    for encoding in ("utf-8-sig", "gbk", "utf-16"):
        found = imported(PATENTS.encode(encoding), "patents")
        first, second = found.documents
        assert (first.title, first.form, first.number, first.filer) == (
            "一种港口集装箱调度方法",
            "patent",
            "CN119000001A",
            "岩桥科技股份有限公司; 青浦港务集团",
        )
        assert (first.parties, first.published.value, first.items) == (
            ("王磊", "李娜"),
            "2026-11-06",
            ("G06Q10/06",),
        )
        assert (
            first.text
            == "本发明公开了一种调度方法。\n\n申请人：岩桥科技股份有限公司; 青浦港务集团\n\n申请日：2025.03.02\n\n公开号：CN119000001A"
        )
        assert second.title == "没有号的专利"
        assert found.notes == ("line 4: '待定' is no date",)
        assert "title ← 发明名称" in found.understood


def test_the_same_row_has_the_same_address_in_every_file(imported: Read) -> None:
    one = imported(PATENTS, "patents").documents[0]
    other = imported(
        "Publication Number,Title,Applicants\nCN119000001A,Container scheduling,Yanqiao\n",
        "patents",
    ).documents[0]
    assert one.url == other.url


def test_english_tenders_in_a_spreadsheet(imported: Read) -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(["Tenders won, exported 2026-11-20"])
    sheet.append(
        ["Project Name", "Buyer", "Winner", "Award Value (EUR)", "Award Date", "Notice ID"]
    )
    from datetime import date  # noqa: PLC0415

    sheet.append(
        ["Harbour control room", "Port of Gent", "Velmora", 1250000, date(2026, 11, 3), "BE-77"]
    )
    sheet.append([None, "Port of Gent", "Velmora", 5, date(2026, 11, 3), "BE-78"])
    out = BytesIO()
    book.save(out)
    found = imported(out.getvalue(), "tenders")
    (tender,) = found.documents
    assert (tender.title, tender.filer, tender.parties, tender.amount, tender.currency) == (
        "Harbour control room",
        "Port of Gent",
        ("Velmora",),
        1250000,
        "EUR",
    )
    assert (tender.published.value, tender.number, tender.form) == ("2026-11-03", "BE-77", "tender")
    assert found.notes == ("line 4: has no title",)


def test_amounts_in_ten_thousands(imported: Read) -> None:
    rows = '项目名称,中标金额（万元）,公告日期\n甲,"1,286.5",2026-11-03\n乙,2亿元,2026-11-03\n丙,另行公布,2026-11-03\n'
    assert [one.amount for one in imported(rows, "tenders").documents] == [
        Decimal(12_865_000),
        Decimal(200_000_000),
        None,
    ]


def test_json_lines_of_reviews(imported: Read) -> None:
    rows = "\n".join(
        [
            json.dumps(
                {
                    "Product": "Velmora Go",
                    "rating": "4/5",
                    "review": "Good maps.",
                    "user": "Ann",
                    "date": "2026-11-02",
                }
            ),
            "{broken",
            json.dumps({"Product": "Velmora Go", "rating": 2, "review": "Crashes."}),
        ]
    )
    found = imported(rows, "reviews")
    first, second = found.documents
    assert (first.reviewed, first.rating, first.rating_max, first.authors, first.text) == (
        "Velmora Go",
        4,
        5,
        ("Ann",),
        "Good maps.",
    )
    assert second.rating == 2
    assert found.notes[0].startswith("line 2: is no JSON")


def test_a_named_column_wins(imported: Read) -> None:
    rows = "Heading;Words;When\nVelmora opens in Lisbon;It has forty staff there and a view over the river.;20.11.2026\n"
    (article,) = imported(
        rows, "articles", Heading="title", Words="text", When="published"
    ).documents
    assert (article.title, article.published.value) == ("Velmora opens in Lisbon", "2026-11-20")
    with pytest.raises(QuarantineError, match="no column 'Nothing'"):
        imported(rows, "articles", Nothing="title")
    with pytest.raises(WrongUseError, match="is no field"):
        spec_of("articles", {"Heading": "headline"})
    with pytest.raises(QuarantineError, match="no column is the title"):
        imported("a,b\n1,2\n", "articles")


ST36 = """<?xml version="1.0"?><exchange-documents><exchange-document country="EP" doc-number="4000001" kind="A1"><bibliographic-data>
<publication-reference><document-id document-id-type="docdb"><country>EP</country><doc-number>4000001</doc-number><kind>A1</kind><date>20261104</date></document-id></publication-reference>
<application-reference><document-id><country>EP</country><doc-number>25170001</doc-number><date>20250501</date></document-id></application-reference>
<parties><applicants><applicant><applicant-name><name>VELMORA GROUP NV</name></applicant-name></applicant></applicants><inventors><inventor><inventor-name><name>Raman, Priya</name></inventor-name></inventor></inventors></parties>
<invention-title lang="en">Routing of lorries at night</invention-title></bibliographic-data><abstract lang="en"><p>A method for routing lorries.</p></abstract></exchange-document></exchange-documents>"""


def test_patents_as_xml(imported: Read) -> None:
    (patent,) = imported(ST36, "patents").documents
    assert (patent.title, patent.number, patent.filer, patent.parties) == (
        "Routing of lorries at night",
        "EP4000001A1",
        "VELMORA GROUP NV",
        ("Raman, Priya",),
    )
    assert (patent.published.value, patent.period) == ("2026-11-04", "2025-05-01")
    assert patent.text.startswith("A method for routing lorries.")


@pytest.mark.parametrize(("body", "reason"), [(b"\xd0\xcf\x11\xe0" + b"x" * 100, "broken-table"), (b"PK\x03\x04broken", "broken-table"), (b"<a><b>", "broken-table"), (b"<!DOCTYPE a [<!ENTITY x 'y'>]><a/>", "broken-table")])  # fmt: skip
def test_files_that_are_no_tables_say_so(imported: Read, body: bytes, reason: str) -> None:
    with pytest.raises(QuarantineError) as told:
        imported(body, "patents")
    assert told.value.reason == reason


def test_headers_may_be_the_names_of_the_fields_themselves() -> None:
    spec = tables.spec_of("patents", {})
    found = tables.mapping(("title", "number", "filer", "parties", "filed", "text"), spec)
    assert list(found) == ["title", "number", "filer", "parties", "filed", "text"]


@pytest.mark.parametrize(
    ("body", "name", "said"),
    [
        (b"title,number\n", "a.csv", "no rows below"),
        (b"PK damaged", "a.xlsx", "spreadsheet cannot be read"),
    ],
    ids=["header only", "damaged spreadsheet"],
)
def test_a_table_without_rows_says_why(body: bytes, name: str, said: str) -> None:
    with pytest.raises(QuarantineError, match=said):
        sheets.read(body, name)


def test_rows_behind_a_quote_that_is_left_open_are_told_not_swallowed() -> None:
    found = sheets.read(b'title,number\nA,1\n"B,2\nC,3\nD,4\n', "a.csv")
    assert [row.cells["title"] for row in found.rows] == ["A"]
    assert found.bad == ("line 3: a quotation mark is not closed: lines 3 to 5 are not read",)
    whole = sheets.read(b'title,number\n"A ""big"" one\nof two lines",1\nB 19",2\n', "a.csv")
    assert [row.cells["number"] for row in whole.rows] == ["1", "2"]


@pytest.mark.parametrize("inch", ['Velmora shows 13" tablet', 'Velmora shows 13" and 15" tablets'])
def test_an_inch_sign_leaves_no_closed_row_of_several_lines_out(inch: str) -> None:
    head = f"title,text\n{inch},thin\n"
    closed = sheets.read(f'{head}Orsett 19" sold,"First line.\nSecond line."\n'.encode(), "a.csv")
    assert closed.rows[-1].cells["text"] == "First line.\nSecond line."
    assert (len(closed.rows), closed.bad) == (2, ())
    swallowed = sheets.read(f'{head}Orsett sold,"First line.\nOde,1\nNorr,2'.encode(), "a.csv")
    assert [row.line for row in swallowed.rows] == [2]
    assert swallowed.bad == ("line 3: a quotation mark is not closed: lines 3 to 5 are not read",)
