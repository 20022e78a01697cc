"""Work beside the pages, proposed companies and sources that are found: begun, watched, taken up, taken back."""

import re
import time
from collections.abc import Iterator

import httpx
import pytest

from pipeline import services, steps, tasks
from pipeline.auditing import Caller
from pipeline.workspace import open_workspace
from schemas.tasks import Task
from tests.support.pages import chromium, looking
from tests.support.site import HOST, Site, serving, workspace_for
from tests.web.conftest import NOW, Served, running

TEXTS = {
    "/news/1": ("Ostrava Freight Ltd buys a depot", "Ostrava Freight Ltd has bought a depot in Brno, the company said on Thursday at the fair. "),
    "/news/2": ("Carriers look east", "Analysts at the fair expect that Ostrava Freight will open a second depot near Plzen before the summer. "),
    "/news/3": ("A quiet week at the docks", "Ostrava Freight and Velmora agreed on nothing this week, people at the docks said on Friday evening. "),
}  # fmt: skip


@pytest.fixture(scope="module")
def market(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Served, Site]]:
    """A workspace that has collected texts of a company nobody registered, and its site."""
    with serving() as site:
        rows = [
            (path, title, "Thu, 12 Nov 2026 10:00:00 GMT") for path, (title, _) in TEXTS.items()
        ]
        site.feed(rows[0])
        site.pages["/other.xml"] = site.pages["/feed.xml"]
        site.feed(*rows[1:])
        for path, (title, text) in TEXTS.items():
            site.article(path, title, text * 3)
        site.put(
            "/",
            '<html><head><title>Ostrava Freight</title><link rel="alternate" type="application/rss+xml" '
            'href="/feed.xml"></head><body><nav><a href="/pricing">Pricing</a>'
            '<a href="/careers">Careers</a></nav></body></html>',
        )
        site.put(
            "/careers",
            "<html><head><title>Careers</title></head><body><h1>Open positions</h1><p>None.</p></body></html>",
        )
        site.pricing(Team="€19 per user per month", Business="€39 per user per month")
        folder = workspace_for(site, tmp_path_factory.mktemp("proposed") / "market")
        (folder / "registry" / "sources.yaml").write_text(
            f'- {{id: other-news, kind: feed, url: "http://{HOST}/other.xml", every: 1d}}\n',
            encoding="utf-8",
        )
        workspace = open_workspace(folder, now=NOW)
        services.apply(workspace, folder / "registry", author="test")
        list(steps.run(workspace))
        with running(workspace) as pages:
            yield pages, site
        workspace.close()


def finished(served: Served, answer: httpx.Response) -> Task:
    """Wait for the task that a form began, and return it."""
    assert answer.status_code == 303, answer.text
    task_id = answer.headers["location"].rpartition("/")[2]
    until = time.monotonic() + 60
    while True:
        task = tasks.get(served.workspace, task_id)
        assert task is not None
        if task.over:
            return task
        assert time.monotonic() < until
        time.sleep(0.2)


def proposed(served: Served) -> str:
    """Look for proposals, and return the name of the one company that nobody registered."""
    admin = served.as_("administrator")
    task = finished(served, served.post(admin, "/admin/proposed/look"))
    assert task.state == "done", task.problem
    (name,) = [one["name"] for one in task.result["proposals"] if "Ostrava" in one["name"]]
    return str(name)


def undo_of(page: str) -> str:
    found = re.search(r'action="(/admin/log/\d+/undo)"', page)
    assert found
    return found[1]


def test_a_proposal_is_shown_with_its_evidence_dismissed_and_brought_back(
    market: tuple[Served, Site],
) -> None:
    served, _site = market
    admin = served.as_("administrator")
    assert "Nobody has looked yet" in admin.get("/admin/proposed").text
    name = proposed(served)
    assert "<mark>Ostrava Freight</mark>" in admin.get("/admin/proposed").text
    assert served.post(admin, "/admin/proposed/accept", name="Nobody & Co").status_code == 400
    taken = served.post(admin, "/admin/proposed/accept", name=name, company_id="velmora")
    assert taken.status_code == 400
    assert served.post(admin, "/admin/proposed/dismiss", name=name).status_code == 303
    assert "<mark>Ostrava" not in admin.get("/admin/proposed").text
    served.post(admin, undo_of(admin.get("/admin/log?kind=proposal").text))
    assert "<mark>Ostrava" in admin.get("/admin/proposed").text


def test_a_proposal_can_be_another_name_of_a_company_we_know(market: tuple[Served, Site]) -> None:
    served, _site = market
    admin = served.as_("administrator")
    name = proposed(served)
    unknown = served.post(admin, "/admin/proposed/name", name=name, of="Nobody")
    assert (unknown.status_code, "No company has this name" in unknown.text) == (400, True)
    served.post(admin, "/admin/proposed/name", name=name, of="Velmora")
    company = served.workspace.store.registry.company("velmora")
    assert company is not None
    assert name in company.names["en"]
    assert "Texts collected before keep" in admin.get("/admin/companies/velmora").text
    served.post(admin, undo_of(admin.get("/admin/log?kind=company").text))
    assert "<mark>Ostrava" in admin.get("/admin/proposed").text


def test_texts_are_read_again_once_a_company_is_registered(market: tuple[Served, Site]) -> None:
    served, _site = market
    admin = served.as_("administrator")
    made = served.post(admin, "/admin/proposed/accept", name=proposed(served), role="customer")
    where = made.headers["location"]
    company = served.workspace.store.registry.company(where.rpartition("/")[2])
    assert company is not None
    assert company.role == "customer"
    before = admin.get("/search?q=company:" + company.id).text
    assert "Carriers look east" not in before, "its texts were read before it was known"
    again = finished(served, served.post(admin, f"{where}/again", last="365d"))
    assert (again.state, again.problem, again.result["tagged again"]) == ("done", "", 3)
    assert "Texts looked at" in admin.get(f"/admin/tasks/{again.id}").text
    assert "Carriers look east" in admin.get("/search?q=company:" + company.id).text


def test_sources_are_found_on_a_site_chosen_watched_and_taken_back_together(
    market: tuple[Served, Site],
) -> None:
    served, _site = market
    admin = served.as_("administrator")
    where = "/admin/companies/portulan"
    wrong = served.post(admin, f"{where}/look", url="no address at all")
    assert (
        "is no address of a web site" in admin.get(wrong.headers["location"].partition("#")[0]).text
    )
    look = finished(served, served.post(admin, f"{where}/look", url=f"http://{HOST}/"))
    assert (look.state, look.problem) == ("done", "")
    page = admin.get(f"/admin/tasks/{look.id}").text
    assert "Why it is offered" in page
    offered = look.result["proposals"]
    new = [str(one["number"]) for one in offered if not one["watched"]]
    assert 0 < len(new) < len(offered), "the news and the prices are watched already"
    none = served.post(admin, f"/admin/tasks/{look.id}/watch")
    assert (none.status_code, "Nothing is ticked" in none.text) == (400, True)
    assert served.post(admin, f"/admin/tasks/{look.id}/watch", number="99").status_code == 400
    watched = served.post(admin, f"/admin/tasks/{look.id}/watch", number=new)
    assert watched.headers["location"] == where
    mine = [one for one in served.workspace.registry.sources if one.company == "portulan"]
    assert len(mine) == len(new)
    flash = re.search(r'class="flash".*?</form>', admin.get(where).text, re.DOTALL)
    assert flash
    served.post(admin, undo_of(flash[0]))
    assert not [one for one in served.workspace.registry.sources if one.company == "portulan"]


def test_a_task_whose_process_is_gone_has_failed_and_says_so(market: tuple[Served, Site]) -> None:
    served, _site = market
    made = tasks.begin(served.workspace, "propose", "", {}, Caller("administrator", NOW))
    same = tasks.begin(served.workspace, "propose", "", {}, Caller("administrator", NOW))
    assert same.id == made.id, "the same work is not begun twice"
    until = time.monotonic() + 60
    while (found := tasks.get(served.workspace, made.id)) and not found.over:
        assert time.monotonic() < until
        time.sleep(0.1)
    dead = made.model_copy(update={"id": "t0123456789ab", "state": "running"})
    tasks.keep(served.workspace, dead)
    page = served.as_("administrator").get(f"/admin/tasks/{dead.id}")
    assert "it was ended before it was done" in page.text
    for wrong in ("t0123456789ac", "..%2Fzhibi", "x"):
        assert served.as_("administrator").get(f"/admin/tasks/{wrong}").status_code == 404
    failed = dead.model_copy(
        update={"id": "t1123456789ab", "state": "failed", "problem": "<b>x</b>"}
    )
    tasks.keep(served.workspace, failed)
    assert "&lt;b&gt;x" in served.as_("administrator").get(f"/admin/tasks/{failed.id}").text
    (tasks.folder(served.workspace) / "t2123456789ab.json").write_text("{torn", encoding="utf-8")
    assert served.as_("administrator").get("/admin/tasks/t2123456789ab").status_code == 404


@pytest.mark.service("chromium")
@pytest.mark.parametrize(("lang", "width", "scheme"), [("en", 375, "light"), ("zh", 1280, "dark")])
def test_the_way_of_a_task_can_be_watched_by_everybody(
    market: tuple[Served, Site], lang: str, width: int, scheme: str
) -> None:
    served, _site = market
    done = {"en": "Decide on them", "zh": "去处理"}[lang]
    with (
        chromium() as browser,
        looking(
            browser,
            served.url,
            served.session("administrator"),
            width=width,
            scheme=scheme,
            lang=lang,
        ) as look,
    ):
        page = look.open("/admin/proposed")
        assert look.faults() == []
        page.locator("main form[action='/admin/proposed/look'] button").click()
        page.wait_for_url("**/admin/tasks/*")
        look.requests = look.weight = 0
        assert look.faults() == []
        page.get_by_text(done).wait_for(timeout=60_000)  # the page brings itself up to date
        assert look.faults() == []
        for path in (
            "/admin/companies/velmora",
            "/admin/readers",
            "/admin/readers/petra",
            "/admin/add/reader",
        ):
            look.open(path)
            assert look.faults() == [], path
