"""What is shown of a company and a market: moves, prices over time, people, coverage."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from pathlib import Path

import pytest

from pipeline import services, steps
from pipeline.views import companies, coverage, moves, prices
from pipeline.workspace import Workspace, open_workspace
from schemas.errors import WrongUseError
from tests.support.site import HOST, Site, serving, workspace_for

NOW = datetime(2026, 11, 16, 9, 0, tzinfo=UTC)
DAY = timedelta(days=1)


@pytest.fixture
def site() -> Iterator[Site]:
    with serving() as served:
        served.feed(
            ("/news/1", "Velmora acquires Portulan", "Thu, 12 Nov 2026 10:00:00 GMT"),
            ("/news/2", "Velmora opens an office in Lisbon", "Fri, 13 Nov 2026 10:00:00 GMT"),
        )
        served.article(
            "/news/1",
            "Velmora acquires Portulan",
            "Velmora has acquired Portulan, a carrier in Lisbon, for €184 million, the company said on Thursday. "
            "The price was paid in cash, and the two will keep their brands for a year or two. "
            * 2,
        )
        served.article(
            "/news/2",
            "Velmora opens an office in Lisbon",
            "Velmora has opened an office in Lisbon with forty staff, the company said on Friday at the harbour. "
            * 3,
        )
        served.pricing(Team="€89 per user / month", Starter="€39 per user / month")
        yield served


def later(folder: Path, now: datetime) -> Workspace:
    """Open the workspace at *now* and run what is due."""
    opened = open_workspace(folder, now=now)
    list(steps.run(opened, sources=["rival-news", "rival-pricing"]))
    return opened


@pytest.fixture
def folder(site: Site, tmp_path: Path) -> Path:
    made = workspace_for(site, tmp_path / "market")
    opened = open_workspace(made, now=NOW)
    services.apply(opened, made / "registry", author="test")
    list(steps.run(opened))
    opened.close()
    return made


def test_prices_are_steps_that_say_when_what_was_known(site: Site, folder: Path) -> None:
    site.pricing(Team="€99 per user / month", Starter="Contact us")
    later(folder, NOW + 7 * DAY).close()
    site.pricing(Team="€99 per user / month")
    opened = later(folder, NOW + 14 * DAY)
    found = {one.plan: one for one in prices.plans(opened, ["velmora"])}
    team, starter = found["Team"], found["Starter"]
    assert [(s.day.isoformat(), s.amount) for s in team.steps] == [
        ("2026-11-16", Decimal(89)),
        ("2026-11-23", Decimal(99)),
    ]
    assert team.percent == Decimal("11.2")
    assert (team.company, team.now.currency, team.url) == (
        "velmora",
        "EUR",
        f"http://{HOST}/pricing",
    )
    assert [s.state for s in starter.steps] == ["known", "hidden", "missing"]
    assert starter.percent is None
    assert prices.plans(opened, ["portulan"]) == []
    told = prices.changes(opened, companies=["velmora"])
    assert {(one.subject, one.old_snapshot != one.new_snapshot) for one in told} >= {("Team", True)}
    assert prices.change(opened, told[0].id) == told[0]
    assert prices.change(opened, "c0") is None
    opened.close()


def test_moves_are_paged_newest_first_and_narrowed(folder: Path) -> None:
    opened = open_workspace(folder, now=NOW)
    everything = moves.moves(opened, companies=["velmora"])
    assert [one.kind for one in everything.moves] == ["expansion", "acquisition"]
    assert everything.next_cursor is None
    first = moves.moves(opened, limit=1)
    second = moves.moves(opened, limit=1, cursor=first.next_cursor)
    assert [*first.moves, *second.moves] == [*everything.moves]
    assert second.next_cursor is None
    (deal,) = moves.moves(opened, kinds=moves.kinds_of(["strategy"])).moves
    assert "acquired Portulan" in deal.evidence or "acquires Portulan" in deal.evidence
    assert deal.slots["amount"] == ("€184 million",)
    assert (deal.family, deal.day) == ("strategy", "2026-11-12")
    assert moves.moves(opened, since="2026-11-13").moves == everything.moves[:1]
    assert moves.moves(opened, until="2026-11-13").moves == everything.moves[1:]
    assert moves.moves(opened, companies=["portulan"], kinds=["layoffs"]).moves == ()
    with pytest.raises(WrongUseError, match="no kind or family of moves is called 'price'"):
        moves.kinds_of(["price"])
    with pytest.raises(WrongUseError, match="no place in a list"):
        moves.moves(opened, cursor="x")
    opened.close()


def test_moves_follow_their_story(folder: Path) -> None:
    opened = open_workspace(folder, now=NOW)
    (deal,) = moves.moves(opened, kinds=["acquisition"]).moves
    story = opened.store.stories.get(deal.story)
    assert story is not None
    opened.store.stories.save([story.model_copy(update={"moves": ()})])
    assert moves.moves(opened, kinds=["acquisition"]).moves == ()
    opened.close()


def test_a_company_is_shown_whole_and_beside_others(folder: Path) -> None:
    opened = open_workspace(folder, now=NOW)
    shown = companies.view(opened, "velmora")
    assert shown.kinds == {"acquisition": 1, "expansion": 1}
    assert {one.plan for one in shown.plans} == {"Team", "Starter"}
    assert {one.id: one.state for one in shown.sources}.keys() == {"rival-news", "rival-pricing"}
    assert shown.vacancies == ()
    one, other = companies.compare(opened, ["velmora", "portulan", "velmora"])
    assert (one.company.id, one.sources, one.kinds["acquisition"]) == ("velmora", 2, 1)
    assert (other.company.id, other.sources, other.kinds) == ("portulan", 0, {})
    with pytest.raises(WrongUseError, match="no company is called 'nobody'"):
        companies.view(opened, "nobody")
    opened.close()


def test_coverage_shows_its_holes(folder: Path) -> None:
    opened = open_workspace(folder, now=NOW)
    matrix = coverage.coverage(opened)
    assert matrix.companies == ("velmora", "portulan")
    assert set(matrix.kinds) == {"feed", "page"}
    assert {(one.company, one.kind) for one in matrix.cells} == {
        ("velmora", "feed"),
        ("velmora", "page"),
    }
    feed = next(one for one in matrix.cells if one.kind == "feed")
    assert (feed.sources, feed.documents) == (1, 2)
    opened.close()
