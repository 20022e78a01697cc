"""Searching a workspace: suggestions, previews, likeness, and files of all hits."""

import csv
import io
import json
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import openpyxl
import pytest

from pipeline import exporting, finding
from pipeline.workspace import Workspace, make_workspace, open_workspace
from schemas.errors import WrongUseError
from schemas.registry import Company, Registry
from schemas.searching import IndexedDocument
from search.query import QueryError

NOW = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
_EVIL = [
    "=HYPERLINK(0)",
    "+1",
    "-2+3",
    "@SUM(A1)",
    "\t=1",
    "\r=1",
    "\0=1",
    "＝1",
    "＋1",
    "－1",
    "＠a",
    " =1",
]


def _document(number: int, title: str, text: str = "Words.", days: int = 0) -> IndexedDocument:
    published = NOW - timedelta(days=days)
    return IndexedDocument(
        id=f"d{number:016x}", version=1, kind="article", url=f"https://news.example/{number}",
        title=title, text=text, language="en", source="ledger", published=published,
        day=published.date().isoformat(), first_seen=published, companies=("brightloom",),
        about=("brightloom",), moves=("price-increase",), families=("pricing",),
        statuses=("announced",), amounts=(1_000_000.0, 2.5), story=f"st{number}", score=5.0,
    )  # fmt: skip


@pytest.fixture
def workspace(tmp_path: Path) -> Iterator[Workspace]:
    opened = open_workspace(make_workspace(tmp_path / "market"), now=NOW)
    company = Company(id="brightloom", names={"en": ("Brightloom",), "zh": ("织明",)})
    opened.__dict__["registry"] = Registry(companies=(company,))
    documents = [
        _document(number, f"Brightloom lifts the price of plan {number}", days=number)
        for number in range(40)
    ]
    evil = [_document(100 + n, one, f"{one} hostile", 400) for n, one in enumerate(_EVIL)]
    assert opened.index.put([*documents, *evil]).stored == 40 + len(_EVIL)
    yield opened
    opened.close()


def test_a_query_that_finds_nothing_comes_with_one_that_does(workspace: Workspace) -> None:
    found = finding.search(workspace, "Brightlom pirce")
    assert found.total == 0
    assert found.suggestion is not None
    assert found.suggestion.query == "Brightloom price"
    assert found.suggestion.total == 40
    assert finding.search(workspace, "price").suggestion is None
    assert finding.search(workspace, "pirce lang:zh").suggestion is None


def test_where_no_document_has_all_words_those_with_most_are_shown_and_told(
    workspace: Workspace,
) -> None:
    found = finding.search(workspace, "price plan zeppelin")
    assert found.total == 40
    assert found.notes == ("no document has all the words: these have some of them",)
    named = finding.search(workspace, "织明 飞艇", lang="zh", limit=50)
    assert named.total == 40 + len(_EVIL)
    assert named.notes == ("没有资料含这些词，以下提到该公司",)
    pages: list[str] = []
    cursor = None
    while len(pages) < 60:
        page = finding.search(workspace, "price plan zeppelin", limit=15, cursor=cursor)
        pages += [hit.id for hit in page.hits]
        cursor = page.next_cursor
        if cursor is None:
            break
    assert len(pages) == len(set(pages)) == 40
    assert finding.search(workspace, "zeppelin airship").total == 0
    assert finding.search(workspace, "price plan lang:zh zeppelin").total == 0


def test_a_word_for_a_kind_of_move_finds_it_in_any_words(workspace: Workspace) -> None:
    found = finding.search(workspace, "涨价")
    assert found.total == 40 + len(_EVIL)
    assert found.interpretation == "涨价 or move price-increase"
    assert finding.search(workspace, "裁员").total == 0


def test_what_is_told_is_told_in_the_language_asked_for(workspace: Workspace) -> None:
    found = finding.search(workspace, "织明 -discount", lang="zh")
    assert found.interpretation == "名为 Brightloom, 织明 的公司；不含“discount”"
    assert found.order == "按相关度排序"
    why = finding.explain(workspace, found.hits[0], "zh")
    assert "主要讲的就是所查的公司：织明（10.0/10 分）" in why


def test_a_preview_counts_every_day_of_the_last_thirty(workspace: Workspace) -> None:
    seen = finding.preview(workspace, "price")
    assert (seen.total, seen.days, len(seen.histogram.bars)) == (30, 30, 30)
    assert seen.per_week == 7.0
    assert seen.quiet_days == 0
    none = finding.preview(workspace, "nowhere", days=14)
    assert (none.total, none.quiet_days, none.most) == (0, 14, None)
    with pytest.raises(WrongUseError, match="1 to 60 days"):
        finding.preview(workspace, "price", days=0)
    with pytest.raises(QueryError):
        finding.preview(workspace, "pri(ce")


def test_documents_like_one_are_found_and_an_unknown_one_is_told(workspace: Workspace) -> None:
    like = finding.similar(workspace, f"d{3:016x}", limit=4)
    assert len(like.hits) == 4
    with pytest.raises(WrongUseError, match="no document 'nope'"):
        finding.similar(workspace, "nope")


def test_lines_of_json_hold_everything_as_it_is(workspace: Workspace) -> None:
    lines = b"".join(exporting.export(workspace, "*", "jsonl")).decode().splitlines()
    rows = [json.loads(line) for line in lines]
    assert len(rows) == 40 + len(_EVIL)
    assert rows[0]["day"] == "2026-11-23"
    assert {row["title"] for row in rows} >= set(_EVIL)


def test_no_cell_of_csv_begins_a_formula(workspace: Workspace) -> None:
    data = b"".join(exporting.export(workspace, "*", "csv", lang="zh")).decode("utf-8-sig")
    rows = list(csv.reader(io.StringIO(data)))
    assert rows[0][:3] == ["日期", "标题", "网址"]
    assert len(rows) == 41 + len(_EVIL)
    for row in rows[1:]:
        for cell in row:
            assert not cell.strip(" \u3000").startswith(tuple("=+-@\t\r\0＝＋－＠")), cell


def test_a_workbook_has_text_where_formulas_could_be(workspace: Workspace, tmp_path: Path) -> None:
    file = tmp_path / "hits.xlsx"
    file.write_bytes(b"".join(exporting.export(workspace, "*", "xlsx")))
    sheet = openpyxl.load_workbook(file).active
    rows = list(sheet.iter_rows())
    assert len(rows) == 41 + len(_EVIL)
    assert {cell.data_type for row in rows for cell in row} <= {"s", "n"}
    assert "=HYPERLINK(0)" in {row[1].value for row in rows}


def test_what_cannot_be_exported_is_told_before_anything_is_written(workspace: Workspace) -> None:
    with pytest.raises(QueryError):
        exporting.export(workspace, "(", "csv")
    with pytest.raises(WrongUseError, match="no format 'pdf'"):
        exporting.export(workspace, "*", "pdf")  # type: ignore[arg-type]
