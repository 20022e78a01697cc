"""What is dropped in, mailed or handed in is stored once, read as anything else, and never lost."""

import json
import os
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from pipeline import arrivals, finding, intake, services, steps
from pipeline.workspace import Workspace, open_workspace
from schemas.documents import Filing
from schemas.errors import WrongUseError
from schemas.reports import StepReport
from store.verify import verify
from tests.support.pdf import make_pdf
from tests.support.services import imap

MONDAY = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
Open = Callable[..., Workspace]

PAGE = (
    "<html><head><title>Velmora opens in Lisbon</title></head><body><article><h1>Velmora opens in Lisbon</h1>"
    "<p>Velmora has opened an office in Lisbon with forty staff, the company said on 20 November 2026. It is its first in Portugal and serves ports.</p>"
    "<p>Rooms, desks and a view over the river are ready, and the first customers were invited for the opening in December.</p></article></body></html>"
)
MAIL = (
    "From: Velmora News <news@velmora.example>\r\nTo: watch@larkmere.example\r\nSubject: {subject}\r\nDate: Fri, 20 Nov 2026 08:00:00 +0100\r\n"
    "Message-ID: <{number}@velmora.example>\r\nContent-Type: text/plain; charset=utf-8\r\n\r\n"
    "Velmora will raise the price of Velmora Team from 89 to 99 euros per user and month on 1 January 2027, it told its customers ({number}).\r\n"
)


def mail(number: int, subject: str = "New prices") -> bytes:
    return MAIL.format(number=number, subject=subject).encode()


@pytest.fixture
def served() -> Iterator[imap.Box]:
    with imap.running() as box:
        yield box


@pytest.fixture
def at(tmp_path: Path, served: imap.Box) -> Iterator[Open]:
    box = {
        "host": "127.0.0.1",
        "port": served.port,
        "security": "none",
        "username": served.login[0],
        "password": served.login[1],
        "timeout": 5,
    }
    settings = {"crawl": {"delay": 0}, "inbox": {"mailboxes": {"news": box}}}
    folder = tmp_path / "w"
    (folder / "registry").mkdir(parents=True)
    (folder / "zhibi.yaml").write_text(json.dumps(settings), encoding="utf-8")
    (folder / "registry" / "companies.yaml").write_text(
        "- {id: velmora, names: {en: [Velmora]}, sources: [{id: drop, kind: inbox, every: 1h}]}\n"
        "- {id: portulan, names: {en: [Portulan]}, sources: [{id: letters, kind: inbox, mailbox: news, every: 1h}]}\n",
        encoding="utf-8",
    )
    opened: list[Workspace] = []

    def open_at(now: datetime = MONDAY) -> Workspace:
        workspace = open_workspace(folder, now=now)
        opened.append(workspace)
        return workspace

    services.apply(open_at(), folder / "registry", author="test")
    yield open_at
    for workspace in opened:
        workspace.close()


def counts(reports: list[StepReport]) -> dict[str, dict[str, int]]:
    return {report.step: report.counts for report in reports}


def drop(workspace: Workspace, name: str, body: bytes, *, age: float = 7200) -> Path:
    file = workspace.folder / "inbox" / "drop" / name
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(body)
    stamp = file.stat().st_mtime - age
    os.utime(file, (stamp, stamp))
    return file


def names(folder: Path) -> list[str]:
    return sorted(one.name for one in folder.iterdir() if one.is_file())


def test_files_become_documents_and_move_to_done(at: Open, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("pipeline.inbox.SETTLED", 3600.0)
    workspace = at()
    drop(workspace, "lisbon.html", PAGE.encode())
    drop(
        workspace,
        "paper.pdf",
        make_pdf(
            [
                [
                    ("Velmora buys a shipyard", 20.0),
                    "Rotterdam, 12 November 2026",
                    "Velmora has agreed to buy the shipyard in Gdansk, it said on Thursday in a short letter.",
                ]
            ]
        ),
    )
    drop(
        workspace,
        "note.md",
        b"# Call with a buyer\n\nDate: 2026-11-10\n\nThe buyer left Velmora over its prices and looks elsewhere now.\n",
    )
    drop(workspace, "half.pdf.part", b"%PDF-")
    drop(workspace, "writing.html", PAGE.encode() + b" ", age=0)
    drop(workspace, "broken.pdf", b"%PDF-1.4 nothing")
    found = counts(list(steps.run(workspace, sources=["drop"])))
    home = workspace.folder / "inbox" / "drop"
    assert found["ingest"] == {"new": 3, "quarantined": 1}
    assert names(home) == ["half.pdf.part", "writing.html"]
    assert names(home / "done") == ["lisbon.html", "note.md", "paper.pdf"]
    assert names(home / "failed") == ["broken.pdf", "broken.pdf.why.txt"]
    assert "broken-pdf" in (home / "failed" / "broken.pdf.why.txt").read_text(encoding="utf-8")
    titles = {hit.document.title for hit in finding.search(workspace, "company:velmora").hits}
    assert titles == {"Velmora opens in Lisbon", "Velmora buys a shipyard", "Call with a buyer"}
    assert verify(workspace.store) == []


def test_the_same_file_again_is_no_second_document(at: Open) -> None:
    first = at()
    drop(first, "a.html", PAGE.encode())
    list(steps.run(first, sources=["drop"]))
    later = at(MONDAY + timedelta(hours=2))
    drop(later, "b.html", PAGE.encode())
    found = counts(list(steps.run(later, sources=["drop"])))
    assert found["crawl"] == {"unchanged": 2}  # the file, and the folder itself
    assert found["ingest"] == {}
    assert names(later.folder / "inbox" / "drop" / "done") == ["a.html", "b.html"]


def test_rows_in_a_folder_of_their_kind_are_imported(at: Open) -> None:
    workspace = at()
    drop(
        workspace,
        "tenders/list.csv",
        "项目名称,采购人,中标人,金额,公告日期\n港口调度系统,青浦港务集团,岩桥科技,1286万元,2026-11-03\n,缺名,无,1,2026-11-03\n".encode(
            "gbk"
        ),
    )
    found = counts(list(steps.run(workspace, sources=["drop"])))
    assert found["ingest"] == {"new": 1, "rows skipped": 1}
    (revision,) = [one for one, _ in workspace.store.tags.recent(MONDAY - timedelta(days=1))]
    tender = revision.document
    assert isinstance(tender, Filing)
    assert (tender.form, tender.filer, tender.parties, tender.amount, tender.currency) == (
        "tender",
        "青浦港务集团",
        ("岩桥科技",),
        12_860_000,
        "CNY",
    )


def test_links_out_of_the_folder_are_not_followed(at: Open, tmp_path: Path) -> None:
    workspace = at()
    secret = tmp_path / "secret.txt"
    secret.write_text("the moon is made of cheese, they say", encoding="utf-8")
    home = workspace.folder / "inbox" / "drop"
    home.mkdir(parents=True)
    (home / "link.txt").symlink_to(secret)
    found = counts(list(steps.run(workspace, sources=["drop"])))
    assert found["ingest"] == {}
    assert secret.exists()


def test_mail_is_read_once_and_marked_after_it_is_stored(at: Open, served: imap.Box) -> None:
    served.put(mail(1))
    served.put(mail(2, "Something else"))
    found = counts(list(steps.run(at(), sources=["letters"])))
    assert found["crawl"]["fetched"] == 2
    assert found["ingest"] == {"new": 2}
    assert all("\\Seen" in one.flags for one in served.messages)
    served.put(mail(3))
    again = counts(list(steps.run(at(MONDAY + timedelta(hours=2)), sources=["letters"])))
    assert again["ingest"] == {"new": 1}
    assert sum(one.startswith("UID FETCH") and "BODY" in one for one in served.commands) == 3


def test_a_connection_lost_before_marking_loses_nothing(at: Open, served: imap.Box) -> None:
    served.put(mail(1))
    served.hang_up_at = "UID STORE"
    found = counts(list(steps.run(at(), sources=["letters"])))
    assert found["ingest"] == {"new": 1}
    assert not served.messages[0].flags
    later = at(MONDAY + timedelta(hours=2))
    assert counts(list(steps.run(later, sources=["letters"])))["ingest"] == {}
    assert served.messages[0].flags == {"\\Seen"}


def test_a_mailbox_that_was_numbered_anew_gives_nothing_twice(at: Open, served: imap.Box) -> None:
    served.put(mail(1))
    list(steps.run(at(), sources=["letters"]))
    served.validity, served.messages[0].uid = 8, 1
    again = counts(list(steps.run(at(MONDAY + timedelta(hours=2)), sources=["letters"])))
    assert again["ingest"] == {}


def test_a_wrong_password_is_told_and_the_rest_goes_on(at: Open, served: imap.Box) -> None:
    served.login = ("watch@larkmere.example", "changed")
    workspace = at()
    drop(workspace, "a.html", PAGE.encode())
    reports = list(steps.run(workspace))
    assert counts(reports)["ingest"] == {"new": 1}
    assert [one.reason for one in reports[0].problems] == ["mailbox-refused"]
    (sick,) = [one for one in workspace.store.harvest.health(workspace.now) if one.failures]
    assert (sick.source, sick.reason) == ("letters", "mailbox-refused")


def test_the_same_message_by_mail_and_as_a_file_is_one_document(at: Open, served: imap.Box) -> None:
    served.put(b"Received: from a by b\r\n" + mail(1))
    workspace = at()
    drop(workspace, "saved.eml", mail(1))
    list(steps.run(workspace))
    assert workspace.store.documents.count() == 1


def test_a_page_handed_in_twice_is_there_once(at: Open) -> None:
    workspace = at()
    page = arrivals.arrival(PAGE.encode(), url="https://velmora.example/news/lisbon", name="x.html")
    source = intake.source_for(workspace, None, "added", "velmora")
    assert counts(list(intake.deliver(workspace, source, page)))["index"] == {"documents": 1}
    assert list(intake.deliver(workspace, source, page)) == []
    found = workspace.store.documents.by_url("https://velmora.example/news/lisbon")
    assert found is not None
    assert (found.company, found.number) == ("velmora", 1)
    with pytest.raises(WrongUseError, match="no company"):
        intake.source_for(workspace, None, "added", "nobody")


def test_a_board_handed_in_gives_all_its_vacancies_with_their_own_addresses(at: Open) -> None:
    workspace = at()
    jobs = {
        "jobs": [
            {
                "id": n,
                "title": f"Post {n}",
                "absolute_url": f"https://boards.example/v/jobs/{n}",
                "location": {"name": "Kiel"},
                "content": "Do it.",
                "updated_at": "2026-11-01T00:00:00Z",
            }
            for n in (1, 2, 3)
        ]
    }
    page = arrivals.arrival(
        json.dumps(jobs).encode(), url="https://api.boards.example/v1/boards/v/jobs", name="x.json"
    )
    source = intake.source_for(workspace, None, "added", None)
    assert counts(list(intake.deliver(workspace, source, page)))["ingest"] == {"new": 3}
    assert workspace.store.documents.by_url("https://boards.example/v/jobs/2") is not None
    assert workspace.store.documents.by_url("https://api.boards.example/v1/boards/v/jobs") is None


class Killed(BaseException):
    """What a kill looks like from inside: nothing handles it."""


@pytest.mark.parametrize("where", ["record", "commit", "rename"])
def test_a_kill_at_any_step_neither_loses_nor_doubles_a_file(
    at: Open, monkeypatch: pytest.MonkeyPatch, where: str
) -> None:
    first = at()
    drop(first, "a.html", PAGE.encode())

    def die(*_: object, **__: object) -> None:
        raise Killed

    def die_after(*args: Any, **more: Any) -> None:
        arrivals.record(*args, **more)
        raise Killed

    with monkeypatch.context() as patched:
        if where == "record":
            patched.setattr("pipeline.inbox.record", die_after)
        elif where == "commit":
            patched.setattr("pipeline.crawl.commit", die)
        else:
            patched.setattr(Path, "rename", die)
        with pytest.raises(Killed):
            list(steps.run(first, sources=["drop"]))
    later = at(MONDAY + timedelta(minutes=5))
    list(steps.run(later))
    assert later.store.documents.count() == 1
    assert names(later.folder / "inbox" / "drop" / "done") == ["a.html"]
    assert names(later.folder / "inbox" / "drop") == []
    assert verify(later.store) == []


def test_doctor_opens_mailboxes_and_says_how_to_mend_them(at: Open, served: imap.Box) -> None:
    served.put(mail(1))
    (fine,) = [one for one in services.doctor(at()) if one.part == "mailbox news"]
    assert (fine.well, fine.says) == (True, "1 messages in INBOX, 1 new")
    served.login = ("somebody", "else")
    (wrong,) = [one for one in services.doctor(at()) if one.part == "mailbox news"]
    assert not wrong.well
    assert "password" in wrong.remedy
