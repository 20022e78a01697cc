"""What becomes of a story days and weeks after it began: told once more where a fact is new, and only then."""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import insert

from digests.compose import compose
from pipeline.alert import alert
from pipeline.digest import digest
from pipeline.gathering import gather
from pipeline.today import since
from pipeline.workspace import Workspace, make_workspace, open_workspace
from schemas.kinds import Status
from schemas.language import Move, Slot, Span
from schemas.registry import Company, Reader, Registry, Source
from schemas.stories import Report, Story, StoryMove
from store.tables import documents

BEGAN = datetime(2026, 10, 1, 9, tzinfo=UTC)
REGISTRY = Registry(
    companies=(
        Company(id="velmora", tier=1, names={"en": ("Velmora",)}),
        Company(id="dorvik", role="customer", tier="strategic", team="North", names={"en": ("Dorvik",)}),
    ),
    readers=(Reader(id="tomas", name="Tomas", email="tomas@larkmere.example", team="North", timezone="UTC"),),
)  # fmt: skip
Tell = Callable[..., Story]


@pytest.fixture
def workspace(tmp_path: Path) -> Iterator[Workspace]:
    opened = open_workspace(make_workspace(tmp_path / "w"), now=BEGAN)
    opened.store.registry.apply(REGISTRY, author="test", now=BEGAN)
    yield opened
    opened.close()


@pytest.fixture
def tell(workspace: Workspace) -> Tell:
    """Makes it *day* days after the story began, and adds a report to it."""
    reports: list[Report] = []
    moves: list[StoryMove] = []

    def tell(
        day: int, status: Status, *, published: int | None = None, in_passing: bool = False
    ) -> Story:
        at = BEGAN + timedelta(days=day)
        workspace.now_override = at
        said = (BEGAN + timedelta(days=day if published is None else published)).date().isoformat()
        reports.append(Report(
            document_id=f"d-{len(reports)}", url=f"https://paper.example/{len(reports)}", source="paper",
            title="Velmora and Dorvik", language="en", published=said, first_seen=at,
        ))  # fmt: skip
        if not in_passing:
            move = Move(
                kind="customer-win", status=status, confidence=0.9, evidence=(Span(start=0, end=1),),
                slots={"customer": Slot(text="Dorvik", entity="dorvik")},
            )  # fmt: skip
            moves[:] = [
                StoryMove(id="m", document_id=reports[-1].document_id, move=move, company="velmora")
            ]
        story = Story(
            id="st-1", title="Velmora and Dorvik", language="en", kind="customer-win",
            status=moves[-1].move.status, companies=("velmora", "dorvik"), customers=("dorvik",),
            reports=tuple(reports), moves=tuple(moves), representative="d-0",
            first_seen=BEGAN, updated=at, day=min(one.published or "" for one in reports), score=50.0,
        )  # fmt: skip
        row = {"id": reports[-1].document_id, "first_seen": at, "last_seen": at, "latest": 1}
        with workspace.store.database.engine.begin() as connection:
            connection.execute(insert(documents).values(**row))
        workspace.store.stories.save([story])
        return story

    return tell


def headlines(workspace: Workspace, week: str) -> list[tuple[str, bool]]:
    made = compose(gather(workspace, REGISTRY.readers[0], week))
    return [(one.headline, one.update) for one in made.told]


def test_an_old_rumour_that_is_denied_now_is_in_the_digest_and_on_today(
    workspace: Workspace, tell: Tell
) -> None:
    tell(0, "rumoured")
    assert headlines(workspace, "2026-W40") == [("Velmora is said to win Dorvik", False)]
    tell(13, "denied")
    workspace.now_override = BEGAN + timedelta(days=20)
    assert headlines(workspace, "2026-W42") == [("Velmora denies winning Dorvik", False)]
    assert [one.id for one in since(workspace, BEGAN + timedelta(days=12)).stories] == ["st-1"]


def test_what_only_mentions_an_old_story_makes_it_no_news(workspace: Workspace, tell: Tell) -> None:
    tell(0, "rumoured")
    tell(13, "rumoured", in_passing=True)
    workspace.now_override = BEGAN + timedelta(days=20)
    assert headlines(workspace, "2026-W42") == []
    assert list(since(workspace, BEGAN + timedelta(days=12)).stories) == []


@pytest.mark.parametrize("day", [5, 45], ids=["in-the-thread", "after-a-month"])
def test_a_rumour_that_comes_true_reaches_the_team_however_long_it_took(
    workspace: Workspace, tell: Tell, day: int
) -> None:
    tell(0, "rumoured")
    assert alert(workspace).counts == {"queued": 1}
    tell(day, "done")
    assert alert(workspace).counts == {"queued": 1}
    assert alert(workspace).counts == {"known": 1}
    first, second = workspace.store.editions.alerts("tomas", BEGAN - timedelta(days=1))
    assert [one.title for one in (first, second)] == [
        "Velmora is said to win Dorvik",
        "Velmora wins Dorvik",
    ]
    assert second.subject == ("Re: " + first.subject if day == 5 else "Velmora wins Dorvik")
    tell(day + 1, "done")
    assert alert(workspace).counts == {"known": 1}, "one more report is no fact"


def test_a_story_that_nobody_was_alerted_of_is_told_once_a_fact_comes(
    workspace: Workspace, tell: Tell
) -> None:
    tell(0, "rumoured")
    tell(6, "rumoured")
    assert alert(workspace).counts == {"known": 1}
    tell(7, "announced")
    assert alert(workspace).counts == {"queued": 1}


def test_what_an_archive_brings_in_is_no_alert(workspace: Workspace, tell: Tell) -> None:
    tell(0, "done", published=-40)
    assert alert(workspace).counts == {"old": 1}


def test_what_was_told_is_known_by_its_texts_once_its_story_was_joined(
    workspace: Workspace, tell: Tell
) -> None:
    first = tell(2, "done")
    slots = {"customer": Slot(text="a carrier")}
    (move,) = first.moves
    unnamed = move.model_copy(update={"move": move.move.model_copy(update={"slots": slots})})
    first = first.model_copy(update={"moves": (unnamed,)})
    workspace.store.stories.save([first])
    workspace.now_override = BEGAN + timedelta(days=5)
    assert digest(workspace, week="2026-W40").counts == {"frozen": 1}
    later = {"updated": workspace.now, "companies": ("velmora",), "customers": ()}
    workspace.store.stories.save([first.model_copy(update={"id": "st-2", **later})])
    workspace.store.stories.save(
        [first.model_copy(update={"updated": workspace.now, "ended": True, "into": "st-2"})]
    )
    workspace.now_override = BEGAN + timedelta(days=12)
    given = gather(workspace, REGISTRY.readers[0], "2026-W41")
    assert [one.id for one in given.told_stories] == ["st-1"]
    assert headlines(workspace, "2026-W41") == []


def test_a_quiet_week_says_which_sources_nobody_read(workspace: Workspace) -> None:
    sources = tuple(
        Source(
            id=one,
            name=name,
            kind="feed",
            urls=(f"https://{one}.example/feed",),
            every=timedelta(days=1),
            adapt=adapt,
        )
        for one, name, adapt in (
            ("paper", "The Paper", False),
            ("gazette", "", True),
            ("ledger", "", False),
        )
    )
    workspace.store.registry.apply(Registry(sources=sources), author="test", now=BEGAN)
    workspace.refresh_registry()
    workspace.store.harvest.started("r1", ["paper", "ledger"], BEGAN - timedelta(days=9))
    workspace.store.harvest.started("r2", ["ledger"], BEGAN + timedelta(days=3))
    coverage = gather(workspace, REGISTRY.readers[0], "2026-W40").coverage
    assert (coverage.sources, coverage.well) == (3, 1)
    assert {(one.name, one.reason) for one in coverage.troubles} == {
        ("The Paper", "late"),
        ("gazette", "unread"),
    }


def test_a_source_that_was_registered_since_is_in_no_edition_of_before(
    workspace: Workspace,
) -> None:
    end = datetime(2026, 10, 5, 7, tzinfo=UTC)
    for name, before in (("due", 25), ("late", 1), ("after", -1)):
        source = Source(id=name, kind="feed", urls=(f"https://{name}.example/feed",))
        workspace.store.registry.apply(
            Registry(sources=(source,)), author="test", now=end - timedelta(hours=before)
        )
    workspace.refresh_registry()
    given = gather(workspace, REGISTRY.readers[0], "2026-W40")
    assert given.cut_off == end
    assert [(one.name, one.reason) for one in given.coverage.troubles] == [("due", "unread")]
