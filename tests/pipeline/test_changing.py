"""Changes over a real site: flips are not told, what is gone is, volatile places are listed."""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from pipeline import services, steps, volatile
from pipeline.health import health
from pipeline.workspace import Workspace, open_workspace
from schemas.errors import WrongUseError
from tests.support.site import Site, serving, workspace_for

MONDAY = datetime(2026, 11, 16, 9, 0, tzinfo=UTC)
HOUR = timedelta(hours=1)
Run = Callable[[timedelta], Workspace]


@pytest.fixture
def site() -> Iterator[Site]:
    with serving() as served:
        served.feed(("/news/deal", "Velmora opens a quay", "Thu, 12 Nov 2026 10:00:00 GMT"))
        served.article("/news/deal", "Velmora opens a quay", "Velmora opened a quay in Kade. " * 8)
        served.pricing(Team="€89 per user / month", Business="€149 per user / month")
        yield served


@pytest.fixture
def run(site: Site, tmp_path: Path) -> Iterator[Run]:
    folder = workspace_for(site, tmp_path / "market")
    opened: list[Workspace] = []

    def run_at(after: timedelta) -> Workspace:
        workspace = open_workspace(folder, now=MONDAY + after)
        opened.append(workspace)
        if len(opened) == 1:
            services.apply(workspace, folder / "registry", author="test")
        list(steps.run(workspace))
        return workspace

    yield run_at
    for workspace in opened:
        workspace.close()


def test_a_price_that_flips_is_withdrawn_and_told_to_nobody(run: Run, site: Site) -> None:
    run(timedelta(0))
    site.pricing(Team="€99 per user / month", Business="€149 per user / month")
    seen = run(timedelta(days=2))
    (pending,) = volatile.waiting(seen, "rival-pricing")
    assert (pending.state, pending.change.new) == ("pending", "99.00 EUR/month")
    site.pricing(Team="€89 per user / month", Business="€149 per user / month")
    again = run(timedelta(days=2) + HOUR)
    assert volatile.waiting(again, "rival-pricing") == []
    assert again.store.documents.changes() == []
    withdrawn = again.store.documents.change(pending.id)
    assert withdrawn is not None
    assert withdrawn.state == "withdrawn"


def test_a_page_that_answers_gone_twice_is_told_as_gone(run: Run, site: Site) -> None:
    run(timedelta(0))
    site.pages["/pricing"].status = 410
    first = run(timedelta(days=2))
    assert first.store.documents.changes() == []
    second = run(timedelta(days=2) + HOUR)
    (told,) = second.store.documents.changes()
    assert (told.change.field, told.change.new, told.state) == ("gone", None, "confirmed")
    latest = second.store.documents.by_url("http://rival.example/pricing")
    assert latest is not None
    assert len(latest.document.offers) == 2


def test_volatile_places_of_an_unknown_source_or_number(run: Run) -> None:
    workspace = run(timedelta(0))
    assert volatile.listed(workspace, "rival-pricing") == []
    with pytest.raises(WrongUseError, match="rival-pricing"):
        volatile.listed(workspace, "rival-pricin")
    with pytest.raises(WrongUseError, match="no volatile place 3"):
        volatile.decide(workspace, "rival-pricing", 3, muted=False)


def test_a_page_that_is_suddenly_empty_is_held_and_its_source_is_ill(run: Run, site: Site) -> None:
    words = [
        f"Plan number {n} holds {n} berths for the whole of the summer season." for n in range(9)
    ]
    site.article("/pricing", "Plans and prices", *words)
    run(timedelta(0))
    site.article("/pricing", "Plans and prices", "Please choose what we may keep about you.")
    walled = run(timedelta(days=2))
    (pending,) = volatile.waiting(walled, "rival-pricing")
    assert (pending.state, pending.change.field) == ("pending", "lost")
    (ill,) = health(walled, ["rival-pricing"])
    assert (ill.state, ill.failure) == ("failing", "layout")
    again = run(timedelta(days=2) + HOUR)
    assert again.store.documents.changes() == []
    site.article("/pricing", "Plans and prices", *words[:8], "All plans end in the autumn.")
    back = run(timedelta(days=2) + 2 * HOUR)
    assert {one.change.field for one in volatile.waiting(back, "rival-pricing")} == {"paragraph"}
    # A look at one page to confirm a change is no run of its source: the next one says it is well.
    later = run(timedelta(days=4))
    (well,) = health(later, ["rival-pricing"])
    assert well.state == "ok"
