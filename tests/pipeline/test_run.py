"""A run over a real site: what is collected is read, tagged, told; nothing twice, nothing lost."""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from pipeline import digest, finding, services, steps
from pipeline.workspace import Workspace, open_workspace
from schemas.errors import WrongUseError
from schemas.reports import StepReport
from tests.support.site import Site, serving, workspace_for

MONDAY = datetime(2026, 11, 16, 9, 0, tzinfo=UTC)
Open = Callable[[datetime], Workspace]

DEAL = (
    "Velmora has agreed to acquire Portulan, a maker of customs software, for €184 million.",
    "The companies expect to close the deal in the first quarter. The team of Portulan stays in Lisbon.",
    "Analysts had expected a sale since the summer, when two bidders looked at the smaller firm.",
)


@pytest.fixture
def site() -> Iterator[Site]:
    with serving() as served:
        served.feed(("/news/deal", "Velmora to acquire Portulan", "Thu, 12 Nov 2026 10:00:00 GMT"))
        served.article("/news/deal", "Velmora to acquire Portulan for €184 million", *DEAL)
        served.pricing(Team="€89 per user / month", Business="€149 per user / month")
        yield served


@pytest.fixture
def at(site: Site, tmp_path: Path) -> Iterator[Open]:
    folder = workspace_for(site, tmp_path / "market")
    opened: list[Workspace] = []

    def open_at(now: datetime) -> Workspace:
        workspace = open_workspace(folder, now=now)
        opened.append(workspace)
        return workspace

    first = open_at(MONDAY)
    services.apply(first, folder / "registry", author="test")
    yield open_at
    for workspace in opened:
        workspace.close()


def counts(reports: list[StepReport]) -> dict[str, dict[str, int]]:
    return {report.step: report.counts for report in reports}


def test_one_run_collects_reads_tags_and_indexes(at: Open) -> None:
    workspace = at(MONDAY)
    found = counts(list(steps.run(workspace)))
    assert found["ingest"]["new"] == 2
    assert found["index"]["documents"] == 2
    hits = finding.search(workspace, "move:acquisition company:velmora").hits
    assert [hit.document.url for hit in hits] == ["http://rival.example/news/deal"]
    story = workspace.store.stories.get(hits[0].document.story or "")
    assert story is not None
    assert story.kind == "acquisition"
    move = story.moves[0].move
    assert move.status == "announced"
    assert move.actor is not None
    assert move.actor.entity == "velmora"
    assert [slot.entity for slot in move.values("target")] == ["portulan"]


def test_a_weekly_run_that_starts_seconds_early_fetches_documents_again(
    at: Open, site: Site
) -> None:
    list(steps.run(at(MONDAY)))
    site.asked.clear()
    list(steps.run(at(MONDAY + timedelta(days=7, seconds=-20))))
    assert "/news/deal" in "\n".join(map(str, site.asked))


def test_a_second_run_with_nothing_due_asks_nothing_and_adds_nothing(at: Open, site: Site) -> None:
    workspace = at(MONDAY)
    list(steps.run(workspace))
    asked = len(site.asked)
    again = counts(list(steps.run(at(MONDAY + timedelta(hours=1)))))
    assert len(site.asked) == asked
    assert "crawl" not in again
    assert again["ingest"] == {}
    assert again["index"] == {}


def test_unchanged_pages_a_day_later_make_no_revision_and_no_change(at: Open) -> None:
    list(steps.run(at(MONDAY)))
    later = at(MONDAY + timedelta(days=1))
    found = counts(list(steps.run(later)))
    assert found["ingest"].get("new", 0) == found["ingest"].get("changed", 0) == 0
    assert later.store.documents.changes() == []


def test_a_price_that_moved_becomes_a_change_a_move_and_a_row_of_the_digest(
    at: Open, site: Site
) -> None:
    list(steps.run(at(MONDAY)))
    site.pricing(Team="€99 per user / month", Business="€149 per user / month")
    seen = at(MONDAY + timedelta(days=2))
    list(steps.run(seen))
    assert seen.store.documents.changes() == []  # one check is none
    asked = len(site.asked)
    again = counts(list(steps.run(at(MONDAY + timedelta(days=2, hours=1)))))
    assert [one for one in site.asked[asked:] if "robots" not in one] == ["/pricing"]
    assert again["enrich"]["moves from changes"] == 1
    workspace = at(MONDAY + timedelta(days=8))
    changes = [one.change for one in workspace.store.documents.changes()]
    assert [(one.kind, one.subject, one.old, one.new) for one in changes] == [
        ("price", "Team", "89.00 EUR/month", "99.00 EUR/month")
    ] or [(one.old_amount, one.new_amount) for one in changes] == [(89, 99)]
    kinds = {story.kind for story in workspace.store.stories.between(MONDAY, workspace.now)}
    assert "price-increase" in kinds
    reader = workspace.registry.readers[0]
    edition = digest.preview(workspace, reader, "2026-W47")
    assert [(row.subject, row.old_amount, row.new_amount) for row in edition.digest.prices] == [
        ("Team", 89, 99)
    ]
    assert "€99" in edition.rendered.text


def test_an_edition_is_frozen_once_and_the_same_input_gives_the_same_bytes(at: Open) -> None:
    list(steps.run(at(MONDAY - timedelta(days=1))))
    workspace = at(MONDAY)
    reader = workspace.registry.readers[0]
    one = digest.preview(workspace, reader, "2026-W46")
    other = digest.preview(workspace, reader, "2026-W46")
    assert one.rendered == other.rendered
    assert digest.digest(workspace, week="2026-W46").counts == {"frozen": 1}
    assert digest.digest(workspace, week="2026-W46").counts == {"already frozen": 1}
    html, text = digest.write(one, digest.folder_of(workspace))
    assert "Portulan" in html.read_text(encoding="utf-8")
    assert "Portulan" in text.read_text(encoding="utf-8")


def test_an_error_page_never_replaces_what_was_there(at: Open, site: Site) -> None:
    list(steps.run(at(MONDAY)))
    site.put("/pricing", "<html><title>Page not found</title><h1>Page not found</h1></html>")
    later = at(MONDAY + timedelta(days=1))
    found = counts(list(steps.run(later)))
    assert found["ingest"].get("quarantined") == 1
    latest = later.store.documents.by_url("http://rival.example/pricing")
    assert latest is not None
    assert len(latest.document.offers) == 2
    assert later.store.documents.changes() == []


def test_an_unreachable_search_service_delays_only_the_index(site: Site, tmp_path: Path) -> None:
    folder = workspace_for(site, tmp_path / "away", index="http://127.0.0.1:9")
    workspace = open_workspace(folder, now=MONDAY)
    services.apply(workspace, folder / "registry", author="test")
    found = {report.step: report for report in steps.run(workspace)}
    assert found["ingest"].counts["new"] == 2
    assert found["index"].failed
    assert found["index"].problems[0].remedy
    workspace.close()
    workspace_for(site, folder)
    back = open_workspace(folder, now=MONDAY + timedelta(minutes=5))
    list(steps.run(back))
    assert back.index.count() == 2
    back.close()


def test_an_unknown_source_is_refused_with_the_nearest_one(at: Open) -> None:
    with pytest.raises(WrongUseError, match="rival-news"):
        list(steps.run(at(MONDAY), sources=["rival-new"]))
