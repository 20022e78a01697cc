"""Boards and registers over a real crawl: many documents of one answer, papers fetched, vacancies that close."""

import json
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from pipeline import services, steps, trying
from pipeline.workspace import Workspace, open_workspace
from schemas.documents import Filing, JobPosting
from store.documents import Documents
from store.verify import verify
from tests.support.pdf import make_pdf
from tests.support.site import HOST, Page, Site, serving, workspace_for

MONDAY = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
Open = Callable[[datetime], Workspace]
SOURCES = """\
- id: velmora
  names: {{en: [Velmora]}}
  sources:
    - {{id: board, kind: jobs, url: "http://{host}/v1/boards/velmora/jobs?content=true", every: 1d}}
    - {{id: workday, kind: jobs, url: "http://{host}/wday/cxs/velmora/Careers/jobs", every: 1d}}
    - {{id: papers, kind: filings, url: "http://{host}/list.json", every: 1d}}
"""


@pytest.fixture
def site() -> Iterator[Site]:
    with serving() as served:
        board(served, 1, 2, 3)
        yield served


@pytest.fixture
def at(site: Site, tmp_path: Path) -> Iterator[Open]:
    folder = workspace_for(site, tmp_path / "w")
    (folder / "registry" / "companies.yaml").write_text(SOURCES.format(host=HOST), encoding="utf-8")
    opened: list[Workspace] = []

    def open_at(now: datetime) -> Workspace:
        opened.append(open_workspace(folder, now=now))
        return opened[-1]

    services.apply(open_at(MONDAY), folder / "registry", author="test")
    yield open_at
    for workspace in opened:
        workspace.close()


def board(site: Site, *numbers: int, place: str = "Kiel") -> None:
    rows = [
        {"id": n, "title": f"Welder {n}", "absolute_url": f"http://{HOST}/jobs/{n}", "location": {"name": place}, "content": f"&lt;p&gt;Welds hull number {n} in the yard.&lt;/p&gt;", "updated_at": "2026-11-01T00:00:00Z"}
        for n in numbers
    ]  # fmt: skip
    site.put("/v1/boards/velmora/jobs?content=true", json.dumps({"jobs": rows}), "application/json")


def run(workspace: Workspace, source: str) -> dict[str, dict[str, int]]:
    return {one.step: one.counts for one in steps.run(workspace, sources=[source])}


def test_one_answer_becomes_many_documents(at: Open) -> None:
    workspace = at(MONDAY)
    assert run(workspace, "board")["ingest"] == {"lists": 1, "new": 3}
    found = workspace.store.documents.by_url(f"http://{HOST}/jobs/2")
    assert found is not None
    assert isinstance(found.document, JobPosting)
    assert (found.document.title, found.document.location, found.company) == (
        "Welder 2",
        "Kiel",
        "velmora",
    )
    assert (
        workspace.store.documents.by_url(f"http://{HOST}/v1/boards/velmora/jobs?content=true")
        is None
    )
    assert verify(workspace.store) == []


def test_a_second_reading_changes_only_what_changed(at: Open, site: Site) -> None:
    run(at(MONDAY), "board")
    assert run(at(MONDAY + timedelta(days=1)), "board")["ingest"] == {"lists": 1, "unchanged": 3}
    board(site, 1, 2, 3, 4)
    assert run(at(MONDAY + timedelta(days=2)), "board")["ingest"] == {
        "lists": 1,
        "new": 1,
        "unchanged": 3,
    }
    board(site, 1, 2, 3, 4, place="Bremen")
    later = at(MONDAY + timedelta(days=3))
    assert run(later, "board")["ingest"]["changed"] == 4
    run(at(MONDAY + timedelta(days=4)), "board")  # a change is told when the next check sees it too
    told = {
        (one.change.subject, one.change.field, one.change.new)
        for one in later.store.documents.changes()
    }
    assert ("Welder 4", "location", "Bremen") in told


def test_a_vacancy_that_two_readings_lack_is_told_as_closed_once(at: Open, site: Site) -> None:
    run(at(MONDAY), "board")
    board(site, 1, 3)
    assert "closed" not in run(at(MONDAY + timedelta(days=1)), "board")["ingest"]
    assert run(at(MONDAY + timedelta(days=2)), "board")["ingest"]["closed"] == 1
    later = at(MONDAY + timedelta(days=3))
    assert "closed" not in run(later, "board")["ingest"]
    (closed,) = [one for one in later.store.documents.changes() if one.change.field == "closed"]
    assert (closed.change.kind, closed.change.subject, closed.change.old, closed.change.new) == (
        "job",
        "Welder 2",
        "Welder 2",
        None,
    )
    assert closed.detected_at.date().isoformat() == "2026-11-24"


def test_a_board_that_fails_closes_nothing(at: Open, site: Site) -> None:
    run(at(MONDAY), "board")
    site.pages["/v1/boards/velmora/jobs?content=true"] = Page(b"busy", status=500)
    for day in (1, 2, 3):
        assert "closed" not in run(at(MONDAY + timedelta(days=day)), "board").get("ingest", {})


def test_workday_is_asked_by_post_part_by_part(at: Open, site: Site) -> None:
    rows: list[dict[str, Any]] = [
        {"title": f"Clerk {n}", "externalPath": f"/job/Oslo/Clerk_{n}"} for n in range(22)
    ]
    base = "/wday/cxs/velmora/Careers"
    site.put(
        f"{base}/jobs", json.dumps({"total": 22, "jobPostings": rows[:20]}), "application/json"
    )
    site.put(
        f"{base}/jobs?offset=20",
        json.dumps({"total": 0, "jobPostings": rows[20:]}),
        "application/json",
    )
    for n in range(22):
        info = {
            "title": f"Clerk {n}",
            "jobDescription": "<p>Files papers of ships.</p>",
            "location": "Oslo",
            "startDate": "2026-11-20",
            "jobReqId": f"R-{n}",
            "externalUrl": f"http://{HOST}/Careers/job/Oslo/Clerk_{n}",
        }
        site.put(
            f"{base}/job/Oslo/Clerk_{n}", json.dumps({"jobPostingInfo": info}), "application/json"
        )
    workspace = at(MONDAY)
    assert run(workspace, "workday")["ingest"] == {"lists": 2, "new": 22}
    assert [json.loads(one)["offset"] for one in site.posted] == [0, 20]
    found = workspace.store.documents.by_url(f"http://{HOST}/Careers/job/Oslo/Clerk_21")
    assert found is not None
    assert (found.document.published.day if found.document.published else "") == "2026-11-20"


def test_announcements_lead_to_their_papers(at: Open, site: Site) -> None:
    rows = [
        {
            "secCode": "301999",
            "secName": "岩桥科技",
            "announcementId": "1225",
            "announcementTitle": "2026年<em>半年度报告</em>",
            "announcementTime": 1787760000000,
            "adjunctUrl": "finalpage/2026-08-27/1225.PDF",
        }
    ]
    site.put(
        "/list.json", json.dumps({"announcements": rows, "hasMore": False}), "application/json"
    )
    paper = make_pdf(
        [
            [
                "证券代码：301999　　证券简称：岩桥科技",
                ("岩桥科技股份有限公司2026年半年度报告", 18.0),
                "　　报告期内公司实现营业收入 12.8 亿元，同比增长 17%，主要来自港口调度业务的增长与海外项目的交付。",
            ]
        ]
    )
    site.pages["/finalpage/2026-08-27/1225.PDF"] = Page(paper, "application/pdf")
    workspace = at(MONDAY)
    assert run(workspace, "papers")["ingest"] == {"lists": 1, "new": 1}
    found = workspace.store.documents.by_url(f"http://{HOST}/finalpage/2026-08-27/1225.PDF")
    assert found is not None
    filing = found.document
    assert isinstance(filing, Filing)
    assert (filing.title, filing.form, filing.filer, filing.ticker, filing.period) == (
        "岩桥科技：2026年半年度报告",
        "半年度报告",
        "岩桥科技",
        "301999",
        "2026",
    )
    assert filing.published is not None
    assert filing.published.day == "2026-08-27"
    assert "营业收入12.8亿元" in filing.text


def test_a_board_can_be_tried_before_it_is_kept(at: Open) -> None:
    trial = trying.attempt(at(MONDAY), "board", limit=2)
    assert [one.title for one in trial.documents] == ["Welder 1", "Welder 2"]


class Killed(BaseException):
    """What a kill looks like from inside: nothing handles it."""


def test_a_kill_between_two_documents_of_one_answer_loses_none_and_doubles_none(
    at: Open, monkeypatch: pytest.MonkeyPatch
) -> None:
    real, calls = Documents.save, []

    def dying(self: Documents, *args: Any, **more: Any) -> Any:
        calls.append(1)
        if len(calls) == 3:
            raise Killed
        return real(self, *args, **more)

    first = at(MONDAY)
    monkeypatch.setattr(Documents, "save", dying)
    with pytest.raises(Killed):
        list(steps.run(first, sources=["board"]))
    monkeypatch.setattr(Documents, "save", real)
    later = at(MONDAY + timedelta(minutes=5))
    list(steps.run(later))  # finishes the run that broke off
    numbers = [later.store.documents.by_url(f"http://{HOST}/jobs/{n}") for n in (1, 2, 3)]
    assert [one.number if one else None for one in numbers] == [1, 1, 1]
    assert later.store.documents.count() == 3
    assert later.store.harvest.pending() == []
