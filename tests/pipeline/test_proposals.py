"""Companies that recur and that nobody registered: proposed once, taken up under all spellings, or dismissed."""

import json
import subprocess
import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from pipeline import arrivals, intake, namesakes, proposals, services, steps
from pipeline.auditing import Caller
from pipeline.workspace import Workspace, open_workspace
from schemas.errors import WrongUseError
from tests.support.site import HOST, serving, workspace_for

NOW = datetime(2026, 11, 16, 9, 0, tzinfo=UTC)
MEI = Caller("mei", NOW)
TEXTS = {
    "/news/1": ("Ostrava Freight Ltd buys a depot", "Ostrava Freight Ltd has bought a depot in Brno, the company said on Thursday at the fair. The Port Safety Commission has to agree. "),
    "/news/2": ("Carriers look east", "Analysts at the fair expect that Ostrava Freight will open a second depot near Plzen before the summer, and the Port Safety Commission may object. "),
    "/news/3": ("A quiet week at the docks", "Ostrava Freight and Velmora agreed on nothing this week, people at the docks and the Port Safety Commission said on Friday evening. "),
}  # fmt: skip


@pytest.fixture
def workspace(tmp_path: Path) -> Iterator[Workspace]:
    with serving() as site:
        site.feed(("/news/1", TEXTS["/news/1"][0], "Thu, 12 Nov 2026 10:00:00 GMT"))
        site.pages["/other.xml"] = site.pages["/feed.xml"]
        site.feed(
            *(
                (path, TEXTS[path][0], "Fri, 13 Nov 2026 10:00:00 GMT")
                for path in ("/news/2", "/news/3")
            )
        )
        for path, (title, text) in TEXTS.items():
            site.article(path, title, text * 3)
        folder = workspace_for(site, tmp_path / "market")
        (folder / "registry" / "sources.yaml").write_text(
            f'- {{id: other-news, kind: feed, url: "http://{HOST}/other.xml", every: 1d}}\n',
            encoding="utf-8",
        )
        opened = open_workspace(folder, now=NOW)
        services.apply(opened, folder / "registry", author="test")
        list(steps.run(opened))
        yield opened
        opened.close()


def test_what_recurs_is_proposed_taken_up_and_gone(workspace: Workspace) -> None:
    found = {one.name: one for one in proposals.proposals(workspace)}
    (name,) = [one for one in found if namesakes.key_of(one) == "ostrava freight"]
    assert [
        name for name in found if "Commission" in name
    ] == []  # nobody competes with a public body
    one = found[name]
    assert (one.documents, one.sources, one.last) == (3, 2, "2026-11-16")
    assert any("Ostrava Freight" in sentence for sentence in one.examples)
    with pytest.raises(WrongUseError, match="there is a company 'velmora'"):
        proposals.take_up(workspace, name, company_id="velmora", role="competitor", caller=MEI)
    made = proposals.take_up(workspace, name, company_id=None, role="customer", caller=MEI)
    assert made.role == "customer"
    assert workspace.registry.company(made.id) == made
    assert name not in {one.name for one in proposals.proposals(workspace)}


def test_what_is_dismissed_stays_dismissed(workspace: Workspace) -> None:
    command = [sys.executable, "-m", "cli.main", "company"]
    where = ["-w", str(workspace.folder)]
    listed = subprocess.run(
        [*command, "proposed", "--json", *where], capture_output=True, text=True, check=True
    )
    names = [json.loads(line)["name"] for line in listed.stdout.splitlines()]
    (name,) = [one for one in names if namesakes.key_of(one) == "ostrava freight"]
    subprocess.run([*command, "dismiss", name, *where], capture_output=True, check=True)
    assert "ostrava freight" not in {
        namesakes.key_of(one.name) for one in proposals.proposals(workspace)
    }
    with pytest.raises(WrongUseError, match="is not proposed"):
        proposals.dismiss(workspace, name, caller=MEI)
    wrong = subprocess.run(
        [*command, "accept", "x", "--role", "friend", *where],
        capture_output=True,
        text=True,
        check=False,
    )
    assert (wrong.returncode, "Roles: competitor" in wrong.stderr) == (2, True)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Ostrava Freight Ltd.", "OSTRAVA FREIGHT"), ("Ostrava Freight Holdings, Inc", "Ostrava Freight"),
        ("Bréliste SA", "Breliste"), ("Tolland’s", "Tolland's"), ("Orrin and Vale", "Orrin & Vale"),
        ("維墨科技股份有限公司", "维墨科技"), ("砺锋（上海）刀具有限公司", "砺锋刀具"),
    ],
)  # fmt: skip
def test_spellings_of_one_company_have_one_key(one: str, other: str) -> None:
    assert namesakes.key_of(one) == namesakes.key_of(other)


def test_a_name_that_is_only_a_legal_form_stays() -> None:
    assert namesakes.key_of("Co") == "co"
    assert namesakes.key_of("集团") == "集团"


def _handed_in(workspace: Workspace, number: int, site: str, title: str, text: str) -> None:
    page = f"<html><head><title>{title}</title></head><body><article><h1>{title}</h1><p>{text * 3}</p></article></body></html>"
    found = arrivals.arrival(
        page.encode(), url=f"https://{site}/n/{number}", name="", kind="article"
    )
    source = intake.source_for(workspace, None, "added", None)
    list(intake.deliver(workspace, source, found))


def test_what_is_handed_in_counts_by_its_site_and_acts_are_counted_by_document(
    workspace: Workspace,
) -> None:
    told = (
        ("one.example", "Hallmere opens a depot", "Hallmere AG has opened a depot in Brno and cut 40 jobs in Lyon, it said on Thursday at the fair. "),
        ("two.example", "A depot for Plzen", "Hallmere AG has opened a depot in Plzen, the company said on Thursday evening at the fair. "),
        ("www.one.example", "Analysts look east", "Analysts at the fair expect much of Hallmere, people at the docks said on Friday evening. "),
    )  # fmt: skip
    for number, (site, title, text) in enumerate(told):
        _handed_in(workspace, number, site, title, text)
    found = {namesakes.key_of(one.name): one for one in proposals.proposals(workspace)}
    one = found["hallmere"]
    assert (one.documents, one.sources, one.acts) == (3, 2, 2)
