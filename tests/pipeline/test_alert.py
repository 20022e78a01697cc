"""Alerts over a store and an index: one per event, later facts in its thread, budget, quiet hours, accounts."""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from email import message_from_string, policy
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import insert

from pipeline import subscribing
from pipeline.alert import alert, report
from pipeline.alertrules import after_quiet, day_began
from pipeline.digest import digest
from pipeline.linking import subject_of
from pipeline.workspace import Workspace, make_workspace, open_workspace
from schemas.delivery import Digest
from schemas.kinds import MoveKind, Status
from schemas.language import Move, Slot, Slots, Span, Value
from schemas.registry import Alerts, Company, Reader, Registry, SavedSearch
from schemas.searching import IndexedDocument
from schemas.stories import Report, Story, StoryMove
from store.tables import documents

NOW = datetime(2026, 11, 20, 9, tzinfo=UTC)
REGISTRY = Registry(
    companies=(
        Company(id="velmora", tier=1, names={"en": ("Velmora",)}),
        Company(id="dorvik", role="customer", tier="strategic", team="North", names={"en": ("Dorvik",)}),
        Company(id="beiting", role="customer", tier="key", team="North", names={"en": ("Beiting",)}),
    ),
    searches=(
        SavedSearch(id="deals", name="Deals", query="move:acquisition OR move:customer-win", owner="petra", alert=True, threshold=30),
        SavedSearch(id="quiet", name="No alert", query="velmora", owner="petra"),
    ),
    readers=(
        Reader(id="petra", name="Petra Alm", email="petra@larkmere.example", timezone="Europe/Berlin"),
        Reader(id="tomas", name="Tomas", email="tomas@larkmere.example", team="north"),
    ),
)  # fmt: skip


@pytest.fixture
def workspace(tmp_path: Path) -> Iterator[Workspace]:
    opened = open_workspace(make_workspace(tmp_path / "w"), now=NOW)
    opened.store.registry.apply(REGISTRY, author="test", now=NOW)
    yield opened
    opened.close()


Tell = Callable[..., Story]


@pytest.fixture
def tell(workspace: Workspace) -> Tell:
    """Keeps a story with its documents, in the store and in the index."""

    def tell(
        story_id: str, kind: MoveKind = "acquisition", status: Status = "rumoured",
        *, slots: Slots | None = None, customers: tuple[str, ...] = (), document: str = "",
        at: datetime | None = None, score: float = 50.0,
    ) -> Story:  # fmt: skip
        at = at or workspace.now
        document = document or f"d-{story_id}-{status}"
        one = Report(
            document_id=document, url=f"https://paper.example/{document}", title=f"Title of {story_id}",
            source="paper", language="en", published="2026-11-20", first_seen=at,
        )  # fmt: skip
        move = Move(
            kind=kind, status=status, confidence=0.9, evidence=(Span(start=0, end=1),),
            slots=slots if slots is not None else {"target": Slot(text="Portulan")},
        )  # fmt: skip
        story = Story(
            id=story_id, title=one.title, language="en", kind=kind, status=status,
            companies=("velmora", *customers), customers=customers, reports=(one,),
            moves=(StoryMove(id=f"m-{document}", document_id=document, move=move, company="velmora"),),
            representative=document, first_seen=at, updated=at, day=at.date().isoformat(), score=score,
        )  # fmt: skip
        row = {"id": document, "first_seen": at, "last_seen": at, "latest": 1}
        with workspace.store.database.engine.begin() as connection:
            connection.execute(insert(documents).prefix_with("OR IGNORE").values(**row))
        workspace.store.stories.save([story])
        workspace.index.put([IndexedDocument(
            id=document, version=1, kind="article", url=one.url, title=one.title, text="velmora",
            language="en", source="paper", published=at, day=story.day, first_seen=at,
            companies=story.companies, moves=(kind,), statuses=(status,), story=story_id, score=score,
        )])  # fmt: skip
        return story

    return tell


def sent(workspace: Workspace, reader: str = "petra") -> list[Digest]:
    return list(workspace.store.editions.alerts(reader, NOW - timedelta(days=60)))


def later(workspace: Workspace, **by: float) -> None:
    workspace.now_override = workspace.now + timedelta(**by)


def test_one_alert_per_event_and_none_for_what_nobody_asked(
    workspace: Workspace, tell: Tell
) -> None:
    tell("s1")
    tell("s2", "award", slots={"award": Slot(text="Prize")})
    assert alert(workspace).counts == {"queued": 1}
    assert alert(workspace).counts == {"known": 1}
    (only,) = sent(workspace)
    assert (only.subject, only.kind) == ("Velmora is said to be buying Portulan", "alert")
    assert only.alert is not None
    assert (only.alert.rule, only.alert.threshold) == ("deals", 30)
    (message,) = workspace.store.editions.outbox.list()
    assert (message.address, message.state) == ("petra@larkmere.example", "queued")
    url = only.alert.rate_url
    assert subject_of(workspace, "rate", url.rpartition("/")[2]) == only.id


def test_a_later_fact_answers_in_the_thread_under_whatever_story(
    workspace: Workspace, tell: Tell
) -> None:
    tell("s1")
    alert(workspace)
    later(workspace, hours=20)
    tell("s1b", status="rumoured")  # the same rumour, grouped apart: no news
    assert alert(workspace).counts == {"known": 2}
    amount = Slot(text="€184m", value=Value(amount=Decimal(184_000_000), currency="EUR"))
    tell("s9", status="announced", slots={"target": Slot(text="Portulan"), "amount": amount})
    assert alert(workspace).counts["queued"] == 1
    first, second = sent(workspace)
    edition = workspace.store.editions.get(second.id)
    assert edition is not None
    message = message_from_string(edition.rendered.mime, policy=policy.default)
    before = workspace.store.editions.outbox.list()
    assert message["In-Reply-To"] in {one.message_id for one in before if one.edition == first.id}
    assert message["Subject"] == f"Re: {first.subject}"
    assert "New: Status   announced" in edition.rendered.text
    assert "New: Amount   €184 million" in edition.rendered.text
    assert alert(workspace).counts == {"known": 3}


def test_below_the_threshold_nothing_is_sent_and_ratings_move_it(
    workspace: Workspace, tell: Tell
) -> None:
    for number in range(3):
        target = {"target": Slot(text=f"Target{number}")}
        tell(f"s{number}", slots=target)
    alert(workspace)
    for one in sent(workspace):
        subscribing.rate(workspace, one.id, useful=False)
    scores = [one.top[0].story.score for one in sent(workspace)]
    later(workspace, hours=1)
    tell("s7", slots={"target": Slot(text="Target7")})
    assert alert(workspace).counts == {"known": 3, "below threshold": 1}
    subscribing.rate(workspace, sent(workspace)[0].id, useful=True)
    rows = {one.rule: (one.sent, one.useful, one.not_useful) for one in report(workspace)}
    assert rows == {"deals": (3, 1, 2), "all": (3, 1, 2)}
    assert min(scores) >= 30


def test_a_budget_is_for_the_readers_day(workspace: Workspace, tell: Tell) -> None:
    few = REGISTRY.readers[0].model_copy(update={"alerts": Alerts(budget=2)})
    workspace.store.registry.apply(Registry(readers=(few,)), author="test", now=NOW)
    workspace.refresh_registry()
    for number in range(4):
        tell(f"s{number}", slots={"target": Slot(text=f"Target{number}")})
    assert alert(workspace).counts == {"queued": 2, "held back": 2}
    later(workspace, hours=14, minutes=30)  # 00:30 on the reader's clock
    assert alert(workspace).counts == {"queued": 2, "known": 2}


def test_a_strategic_account_reaches_its_team_at_once(workspace: Workspace, tell: Tell) -> None:
    quiet = REGISTRY.readers[1].model_copy(
        update={"alerts": Alerts(budget=0, quiet="08-20", threshold=100)}
    )
    workspace.store.registry.apply(Registry(readers=(quiet,)), author="test", now=NOW)
    workspace.refresh_registry()
    tell(
        "s1",
        "customer-win",
        "done",
        slots={"customer": Slot(text="Dorvik", entity="dorvik")},
        customers=("dorvik",),
    )
    tell(
        "s2",
        "customer-win",
        "done",
        slots={"customer": Slot(text="Beiting", entity="beiting")},
        customers=("beiting",),
    )
    alert(workspace)
    (only,) = sent(workspace, "tomas")
    assert only.alert is not None
    assert (only.alert.rule, only.alert.name) == ("account", "Dorvik")
    (message,) = workspace.store.editions.outbox.list(reader="tomas")
    assert message.next_attempt is None
    assert len(sent(workspace, "petra")) == 2  # fmt: skip


def test_quiet_hours_hold_an_alert_back_until_they_end(workspace: Workspace, tell: Tell) -> None:
    night = REGISTRY.readers[0].model_copy(update={"alerts": Alerts(quiet="22-07")})
    workspace.store.registry.apply(Registry(readers=(night,)), author="test", now=NOW)
    workspace.refresh_registry()
    workspace.now_override = datetime(2026, 11, 20, 22, 30, tzinfo=UTC)  # 23:30 in Berlin
    tell("s1")
    alert(workspace)
    (message,) = workspace.store.editions.outbox.list()
    assert message.next_attempt == datetime(2026, 11, 21, 6, tzinfo=UTC)


@pytest.mark.parametrize(
    ("quiet", "hour", "until"),
    [("22-07", 3, 7), ("22-07", 12, None), ("12-14", 13, 14), ("00-06", 0, 6), ("05-05", 5, None)],
)
def test_when_quiet_hours_end(quiet: str, hour: int, until: int | None) -> None:
    zone = "Asia/Shanghai"
    reader = Reader(
        id="r", name="R", email="r@x.example", timezone=zone, alerts=Alerts(quiet=quiet)
    )
    now = datetime(2026, 11, 20, hour, 15, tzinfo=UTC) - timedelta(hours=8)
    ends = after_quiet(reader, now)
    assert ends == (None if until is None else datetime(2026, 11, 20, until, tzinfo=UTC) - timedelta(hours=8))  # fmt: skip
    assert day_began(reader, now) == datetime(2026, 11, 19, 16, tzinfo=UTC)


def test_what_is_old_makes_no_alert(workspace: Workspace, tell: Tell) -> None:
    tell("s1", at=NOW - timedelta(days=3))
    assert alert(workspace).counts == {}


def test_readers_leave_and_change_by_themselves(workspace: Workspace) -> None:
    assert subscribing.subscribe(workspace, "petra", active=False)
    assert not subscribing.subscribe(workspace, "petra", active=False), "twice is once"
    assert [one.id for one in workspace.registry.readers if one.active] == ["tomas"]
    assert digest(workspace).counts == {"frozen": 1}
    assert subscribing.subscribe(workspace, "petra", active=True)
    changed = subscribing.change(
        workspace, "petra", {"every": "daily", "hour": "18", "limit": "6", "quiet": "22-07", "floor": "", "email": "x@evil.example"},
    )  # fmt: skip
    assert (changed.schedule.every, changed.schedule.hour, changed.limit) == ("daily", 18, 6)
    assert (changed.alerts.quiet, changed.floor) == ("22-07", None)
    assert changed.email == "petra@larkmere.example", "who he is cannot be changed by a link"
    for wrong in ({"hour": "25"}, {"limit": "many"}, {"quiet": "night"}, {"language": "fr"}):
        with pytest.raises(Exception, match=next(iter(wrong))):
            subscribing.change(workspace, "petra", wrong)
    history: Any = workspace.store.registry.history("reader", "petra")
    assert history[-1].author == "reader"
