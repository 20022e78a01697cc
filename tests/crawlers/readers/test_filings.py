"""Lists of filings as EDGAR and Chinese exchanges answer them; every filer here is invented."""

import json
from collections.abc import Callable
from typing import Any

import pytest

from crawlers.links import filings
from crawlers.readers.made import Reading

Read = Callable[..., Reading]

SUBMISSIONS = {
    "cik": "0001999001", "name": "HALVERSON TOOLS INC", "tickers": ["HVT"],
    "filings": {"recent": {
        "accessionNumber": ["0001999001-26-000041", "0001999001-26-000039"], "filingDate": ["2026-11-10", "2026-11-02"], "reportDate": ["2026-11-10", "2026-09-30"],
        "form": ["8-K", "10-Q"], "primaryDocument": ["hvt-20261110.htm", "hvt-20260930.htm"], "primaryDocDescription": ["8-K", "QUARTERLY REPORT"], "items": ["2.02,9.01", ""],
    }},
}  # fmt: skip
SEARCH = {"hits": {"total": {"value": 1}, "hits": [{"_id": "0001999001-26-000041:ex99.htm", "_source": {
    "ciks": ["0001999001"], "display_names": ["HALVERSON TOOLS INC  (HVT)  (CIK 0001999001)"], "form": "8-K", "adsh": "0001999001-26-000041",
    "file_date": "2026-11-10", "period_ending": "2026-11-10", "items": ["5.02"], "file_description": "PRESS RELEASE"}}]}}  # fmt: skip
ATOM = """<?xml version="1.0" encoding="ISO-8859-1" ?><feed xmlns="http://www.w3.org/2005/Atom"><title>Latest</title>
<company-info><conformed-name>HALVERSON TOOLS INC</conformed-name></company-info>
<entry><category label="form type" scheme="https://www.sec.gov/" term="8-K" /><content type="text/xml"><accession-number>0001999001-26-000041</accession-number>
<filing-date>2026-11-10</filing-date><filing-href>https://www.sec.gov/x-index.htm</filing-href><filing-type>8-K</filing-type><form-name>Current report</form-name><items-desc>items 2.02 and 9.01</items-desc></content>
<id>urn:tag:sec.gov,2008:accession-number=0001999001-26-000041</id><link href="https://www.sec.gov/Archives/edgar/data/1999001/000199900126000041/0001999001-26-000041-index.htm" rel="alternate" type="text/html" />
<summary type="html">&lt;b&gt;Filed:&lt;/b&gt; 2026-11-10</summary><title>8-K  - Current report</title><updated>2026-11-10T16:05:00-05:00</updated></entry></feed>"""
CNINFO = {"announcements": [
    {"secCode": "301999", "secName": "岩桥科技", "announcementId": "1225001", "announcementTitle": "关于收购<em>港务</em>软件公司的公告", "announcementTime": 1795363200000, "adjunctUrl": "finalpage/2026-11-23/1225001.PDF"},
], "hasMore": True, "totalpages": 3}  # fmt: skip
SSE = {"pageHelp": {"data": [[{"SECURITY_CODE": "688999", "SECURITY_NAME": "维墨科技", "TITLE": "维墨科技2026年第三季度报告", "SSEDATE": "2026-10-29", "URL": "/disclosure/listedinfo/2026-10-29/688999.pdf"}]]}}  # fmt: skip
SZSE = {"announceCount": 1, "data": [{"id": "a1", "title": "岩桥科技：2026年半年度报告", "publishTime": "2026-08-27 00:00:00", "attachPath": "/disc/disk03/finalpage/a1.PDF", "secCode": ["301999"], "secName": ["岩桥科技"]}]}  # fmt: skip


def links(data: Any, base: str) -> Any:
    found = filings.read(
        data.encode() if isinstance(data, str) else json.dumps(data).encode(), base
    )
    assert found is not None
    return found


def test_edgar_submissions() -> None:
    first, second = links(
        SUBMISSIONS, "https://data.sec.gov/submissions/CIK0001999001.json"
    ).documents
    assert (
        first.url
        == "https://www.sec.gov/Archives/edgar/data/1999001/000199900126000041/hvt-20261110.htm"
    )
    assert (
        first.hint.title
        == "HALVERSON TOOLS INC 8-K: Results of operations; Financial statements and exhibits"
    )
    assert first.hint.facts == {
        "form": "8-K", "filer": "HALVERSON TOOLS INC", "number": "0001999001-26-000041", "ticker": "HVT", "period": "2026-11-10",
        "items": "2.02 Results of operations\n9.01 Financial statements and exhibits",
    }  # fmt: skip
    assert (second.hint.title, second.hint.published) == (
        "HALVERSON TOOLS INC 10-Q QUARTERLY REPORT",
        "2026-11-02",
    )


def test_edgar_search_and_feed() -> None:
    (hit,) = links(SEARCH, "https://efts.sec.gov/LATEST/search-index?q=x").documents
    assert hit.url == "https://www.sec.gov/Archives/edgar/data/1999001/000199900126000041/ex99.htm"
    assert (hit.hint.facts["filer"], hit.hint.facts["items"]) == (
        "HALVERSON TOOLS INC",
        "5.02 Directors or officers leave or join",
    )
    (entry,) = links(ATOM, "https://www.sec.gov/cgi-bin/browse-edgar?action=getcompany").documents
    assert entry.url.endswith("-index.htm")
    assert (entry.hint.facts["form"], entry.hint.facts["filer"], entry.hint.published) == (
        "8-K",
        "HALVERSON TOOLS INC",
        "2026-11-10",
    )
    assert entry.hint.facts["items"].startswith("2.02 Results")


@pytest.mark.parametrize(
    ("data", "base", "url", "title", "facts", "day"),
    [
        (CNINFO, "https://www.cninfo.com.cn/new/hisAnnouncement/query?pageNum=1", "https://static.cninfo.com.cn/finalpage/2026-11-23/1225001.PDF", "岩桥科技：关于收购港务软件公司的公告", {"form": "公告", "ticker": "301999"}, "2026-11-23"),
        (SSE, "https://query.sse.com.cn/security/stock/queryCompanyBulletinNew.do", "https://www.sse.com.cn/disclosure/listedinfo/2026-10-29/688999.pdf", "维墨科技2026年第三季度报告", {"form": "第三季度报告", "period": "2026"}, "2026-10-29"),
        (SZSE, "https://www.szse.cn/api/disc/announcement/annList", "https://disc.static.szse.cn/disc/disk03/finalpage/a1.PDF", "岩桥科技：2026年半年度报告", {"form": "半年度报告", "filer": "岩桥科技"}, "2026-08-27"),
    ],
)  # fmt: skip
def test_chinese_exchanges(
    reading: Read, data: Any, base: str, url: str, title: str, facts: dict[str, str], day: str
) -> None:
    (link,) = links(data, base).documents
    assert (link.url, link.hint.title) == (url, title)
    assert facts.items() <= link.hint.facts.items()
    (document,) = reading(data, url=base).documents
    assert (document.kind, document.published.day, document.url) == ("filing", day, url)


def test_a_numbered_list_goes_on_while_there_is_more() -> None:
    base = "https://www.cninfo.com.cn/new/hisAnnouncement/query?column=szse&pageNum=1"
    assert links(CNINFO, base).onward == (
        "https://www.cninfo.com.cn/new/hisAnnouncement/query?column=szse&pageNum=2",
    )
    assert links({**CNINFO, "hasMore": False}, base).onward == ()


@pytest.mark.parametrize("data", [{}, [], {"announcements": 3}, {"data": [{"title": "x"}]}, {"hits": {"hits": [{}]}}, {"filings": {"recent": {"form": []}}}])  # fmt: skip
def test_other_json_is_no_list(data: Any) -> None:
    assert filings.read(json.dumps(data).encode(), "https://a.example/") is None


def test_an_edgar_index_page(reading: Read) -> None:
    page = """<html><head><title>EDGAR Filing Documents for 0001999001-26-000041</title></head><body><div id="formDiv"><div id="formHeader"><div id="formName"><strong>Form 8-K</strong> - Current report:</div></div>
    <div class="formGrouping"><div class="infoHead">Filing Date</div><div class="info">2026-11-10</div><div class="infoHead">Accepted</div><div class="info">2026-11-10 16:05:11</div></div>
    <div class="formGrouping"><div class="infoHead">Period of Report</div><div class="info">2026-11-09</div><div class="infoHead">Items</div><div class="info">Item 1.05: Material Cybersecurity Incidents<br>Item 9.01: Exhibits</div></div></div>
    <div class="companyInfo"><span class="companyName">HALVERSON TOOLS INC (Filer) <acronym>CIK</acronym>: 0001999001</span></div></body></html>"""
    (found,) = reading(
        page,
        url="https://www.sec.gov/Archives/edgar/data/1999001/000199900126000041/0001999001-26-000041-index.htm",
        kind="filing",
    ).documents
    assert (found.title, found.form, found.filer, found.period) == (
        "8-K HALVERSON TOOLS INC",
        "8-K",
        "HALVERSON TOOLS INC",
        "2026-11-09",
    )
    assert found.number == "0001999001-26-000041"
    assert found.items == (
        "1.05 Material cybersecurity incident",
        "9.01 Financial statements and exhibits",
    )
