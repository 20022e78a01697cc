"""PDF, Word and plain text: paragraphs, title, date, the facts of filings; damage is told, not borne in silence."""

import zipfile
from collections.abc import Callable
from io import BytesIO

import pytest

from crawlers.readers.made import Reading
from schemas.errors import QuarantineError
from schemas.harvest import Hint
from tests.support.pdf import Line, make_pdf

Read = Callable[..., Reading]

PROSE = [
    "Velmora said that it will close the ferry terminal in Aarhus before the end of the year and move its twelve",
    "employees to the new control room in Gdansk. The company has run the terminal since 2011, when it took over the",
    "lease from a local operator. Customers were told by letter last week, and the last crossing is planned for 18 De-",
    "cember, weather permitting.",
    "The board expects a charge of about two million euros in the fourth quarter. Savings of the same size are expected",
    "from next year on, most of them in fuel and harbour fees.",
]  # fmt: skip


def report(pages: int = 3) -> list[list[Line]]:
    found: list[list[Line]] = []
    for number in range(1, pages + 1):
        prose = [
            *PROSE[:-2],
            f"Part {'abc'[number - 1]}: the b{PROSE[-2][5:]}",
            f"{['one', 'two', 'three'][number - 1]} {PROSE[-1]}",
        ]
        body: list[Line] = [
            "Velmora Group plc",
            "Interim report 2026",
            *prose,
            f"Page {number} of {pages}",
        ]
        found.append(body)
    found[0].insert(2, ("Velmora closes its terminal in Aarhus", 20.0))
    found[0].insert(3, "Rotterdam, 12 November 2026")
    return found


ANNOUNCEMENT: list[list[Line]] = [
    [
        "证券代码：301999　　证券简称：岩桥科技　　公告编号：2026-045",
        ("岩桥科技股份有限公司", 16.0),
        ("关于 召开 2026 年第三次临时股东大会的 通知", 16.0),
        "　　本公司及董事会全体成员保证信息披露的内容真实、准确、完整，没有虚假记载、误导性",
        "陈述或重大遗漏。",
        "　　岩桥科技股份有限公司（以下简称“公司”）第四届董事会第十二次会议决定于 2026 年 12 月",
        "8 日召开公司 2026 年第三次临时股东大会，现将有关事项通知如下：",
        "一、召开会议的基本情况",
        "1、股东大会届次：2026 年第三次临时股东大会。",
        "特此公告。",
        "岩桥科技股份有限公司董事会",
        "二〇二六年十一月二十日",
        "1",
    ]
]


def test_lines_become_paragraphs_and_running_heads_go(reading: Read) -> None:
    (paper,) = reading(make_pdf(report())).documents
    assert paper.kind == "article"
    assert paper.title == "Velmora closes its terminal in Aarhus"
    assert paper.published.value == "2026-11-12"
    parts = paper.text.split("\n\n")
    assert sum(one.startswith("Velmora said that it will close") for one in parts) == 3
    assert "the last crossing is planned for 18 December, weather permitting." in paper.text
    assert "Page 2" not in paper.text
    assert "Interim report" not in paper.text
    assert sum(one.startswith("Part ") and one.endswith("harbour fees.") for one in parts) == 3


def test_a_chinese_announcement(reading: Read) -> None:
    (paper,) = reading(make_pdf(ANNOUNCEMENT), url="https://static.example/1.PDF").documents
    assert paper.kind == "filing"
    assert paper.title == "岩桥科技股份有限公司关于召开2026年第三次临时股东大会的通知"
    assert (paper.ticker, paper.number, paper.filer) == ("301999", "2026-045", "岩桥科技")
    assert paper.form == "股东大会的通知"
    assert paper.published.value == "2026-11-20"
    assert paper.language == "zh"
    assert (
        "本公司及董事会全体成员保证信息披露的内容真实、准确、完整，没有虚假记载、误导性陈述或重大遗漏。"
        in paper.text
    )
    assert (
        "第四届董事会第十二次会议决定于2026年12月8日召开公司2026年第三次临时股东大会" in paper.text
    )
    assert "\n\n一、召开会议的基本情况\n\n1、股东大会届次" in paper.text


def test_what_the_list_says_of_a_paper_comes_first(reading: Read) -> None:
    hint = Hint(
        title="岩桥科技：关于召开股东大会的通知",
        published="2026-11-21",
        origin="listing",
        facts={"form": "股东大会的通知", "filer": "岩桥科技", "number": "1225"},
    )
    (paper,) = reading(make_pdf(ANNOUNCEMENT), kind="filing", hint=hint).documents
    assert (paper.title, paper.published.value, paper.number) == (
        hint.title,
        "2026-11-21",
        "2026-045",
    )


def test_an_american_current_report(reading: Read) -> None:
    lines: list[Line] = [
        "UNITED STATES", "SECURITIES AND EXCHANGE COMMISSION", ("FORM 8-K", 18.0), "CURRENT REPORT",
        "Date of earliest event reported: November 10, 2026", "HALVERSON TOOLS, INC.", "(Exact name of registrant as specified in its charter)",
        "Item 2.02 Results of Operations and Financial Condition.", "On November 10, 2026 the company told its results for the third quarter.",
        "Item 9.01 Financial Statements and Exhibits.",
    ]  # fmt: skip
    (paper,) = reading(make_pdf([lines])).documents
    assert (paper.kind, paper.form, paper.filer, paper.period) == (
        "filing",
        "8-K",
        "HALVERSON TOOLS, INC.",
        "November 10, 2026",
    )
    assert paper.items == ("2.02 Results of operations", "9.01 Financial statements and exhibits")


def test_a_scan_is_flagged(reading: Read) -> None:
    (paper,) = reading(make_pdf([[], []], created="D:20261101120000Z"), kind="filing").documents
    assert "scanned" in paper.flags
    assert paper.published.value == "2026-11-01"


@pytest.mark.parametrize(
    ("body", "reason"),
    [
        (make_pdf(report(), password="secret"), "encrypted"),
        (make_pdf(report())[:700], "broken-pdf"),
        (b"%PDF-1.7\n" + bytes(range(256)) * 20, "broken-pdf"),
    ],
)  # fmt: skip
def test_papers_that_cannot_be_read_say_why(reading: Read, body: bytes, reason: str) -> None:
    with pytest.raises(QuarantineError) as told:
        reading(body)
    assert told.value.reason == reason


def docx(paragraphs: list[tuple[str, str]], title: str = "") -> bytes:
    space = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
    rows = "".join(
        f'<w:p><w:pPr><w:pStyle w:val="{style}"/></w:pPr><w:r><w:t>{text}</w:t></w:r></w:p>'
        for style, text in paragraphs
    )
    out = BytesIO()
    with zipfile.ZipFile(out, "w") as packed:
        packed.writestr(
            "word/document.xml",
            f'<w:document xmlns:w="{space}"><w:body>{rows}</w:body></w:document>',
        )
        packed.writestr(
            "docProps/core.xml",
            f'<c:coreProperties xmlns:c="urn:c" xmlns:dc="urn:d" xmlns:t="urn:t"><dc:title>{title}</dc:title><dc:creator>Petra Alm</dc:creator><t:modified>2026-11-09T10:00:00Z</t:modified></c:coreProperties>',
        )
    return out.getvalue()


def test_a_word_file(reading: Read) -> None:
    body = docx(
        [
            ("Heading1", "Notes from the Velmora partner day"),
            ("Normal", "They will sell through resellers from January."),
            ("Normal", "Prices stay."),
        ]
    )
    (note,) = reading(body, url="urn:zhibi:" + "0" * 64).documents
    assert (note.title, note.authors, note.published.day) == (
        "Notes from the Velmora partner day",
        ("Petra Alm",),
        "2026-11-09",
    )
    assert note.text.endswith("They will sell through resellers from January.\n\nPrices stay.")


@pytest.mark.parametrize(
    ("text", "title", "day"),
    [
        ("# Velmora at the fair\n\nDate: 2026-11-05\n\nThey showed a *new* [scanner](https://velmora.example/scan).\n\n- fast\n- cheap\n", "Velmora at the fair", "2026-11-05"),
        ("---\ntitle: Call with a buyer\ndate: 2026-10-30\n---\n\nThe buyer left Velmora over its prices.\n", "Call with a buyer", "2026-10-30"),
        ("标题：拜访纪要\n日期：2026年11月3日\n\n客户表示维墨科技将于明年停售旧版。\n", "拜访纪要", "2026-11-03"),
    ],
)  # fmt: skip
def test_notes(reading: Read, text: str, title: str, day: str) -> None:
    (note,) = reading(text, headers={"x-zhibi-file": "note.md"}).documents
    assert (note.kind, note.title, note.published.value) == ("article", title, day)
    assert "Date:" not in note.text
    assert "*" not in note.text


def test_a_gbk_text_file(reading: Read) -> None:
    body = "拜访纪要\n\n客户表示维墨科技将于明年停售旧版，并提高服务价格。\n".encode("gbk")
    (note,) = reading(body, headers={"x-zhibi-file": "a.txt"}).documents
    assert note.text == "客户表示维墨科技将于明年停售旧版，并提高服务价格。"


def test_radicals_ligatures_and_what_browsers_print(reading: Read) -> None:
    lines: list[Line] = [
        "11/26/26, 12:02 PM 公告", ("岩桥科技关于⻛险的公告", 18.0), "公司于 2026 年 11 ⽉ 20 ⽇召开⼤会，营业利润与现⾦流量均较上年同期有明显改善，主要来⾃港⼝",
        "业务的增长。", "Operating pro\ufb01t rose by a tenth.", "\ufb01le:///tmp/a.html 1/1",
    ]  # fmt: skip
    (paper,) = reading(make_pdf([lines]), kind="filing").documents
    assert paper.title == "岩桥科技关于风险的公告"
    assert (
        "公司于2026年11月20日召开大会，营业利润与现金流量均较上年同期有明显改善，主要来自港口业务的增长。"
        in paper.text
    )
    assert "Operating profit rose by a tenth." in paper.text
    assert "file:" not in paper.text
    assert "12:02" not in paper.text
