"""Wishes as machines and hurried people write them: each is answered, and none stops or loses another."""

import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select

from pipeline import correcting, finding
from pipeline.correcting import correct, undo
from pipeline.correction_wishes import corrections_of, read_wish
from pipeline.enrich import regroup
from pipeline.workspace import Workspace
from schemas.corrections import Correction
from schemas.errors import ConflictError, RetryLaterError, WrongUseError, ZhibiError
from schemas.language import Move, Slot, Span, Tags
from store.corrections import CorrectionStore
from store.tables_people import corrections
from tests.support.corrected import keep, market

URL = "https://ledger.example/1"
TITLE = "Tavvik cuts 120 jobs"
TEXT = f"{TITLE}\n{TITLE}, mostly in Leeds, it said. Tavvik Flow stays, and Brelnor takes the planning tool."
LEAD = TEXT.index(TITLE, 1)


@pytest.fixture
def workspace(tmp_path: Path) -> Iterator[Workspace]:
    opened = market(tmp_path / "market")
    yield opened
    opened.close()


@pytest.fixture
def ours(workspace: Workspace) -> str:
    """Return the id of a document with one move, told in the headline and again in the lead."""
    move = Move(
        kind="layoffs", status="done", confidence=0.9, actor=Slot(text="Tavvik", entity="tavvik"),
        slots={"count": Slot(text="120")}, evidence=(Span(start=LEAD, end=LEAD + len(TITLE)),),
    )  # fmt: skip
    return keep(workspace, URL, TEXT, move)


def tags(workspace: Workspace, document: str) -> Tags:
    (found,) = [t.tags for t in workspace.store.tags.get(document) if t.change is None]
    return found


def answers(workspace: Workspace, *wishes: dict[str, Any]) -> list[Correction | ZhibiError]:
    return list(correct(workspace, [{"reason": "So it is", **one} for one in wishes], author="mei"))


def refused(workspace: Workspace, **wish: Any) -> str:
    (answer,) = answers(workspace, wish)
    assert isinstance(answer, ZhibiError), answer
    return str(answer)


ODD: list[tuple[str, dict[str, Any]]] = [
    ("a list for a name's id", {"fix": "mention", "name": "Tavvik", "to": ["tavvik"]}),
    ("an object for an author", {"fix": "relevance", "to": False, "author": {"x": 1}}),
    ("blanks for an author", {"fix": "relevance", "to": False, "author": "  "}),
    ("half a character in the reason", {"fix": "relevance", "to": False, "reason": "\ud800 x"}),
    ("half a character deep inside", {"fix": "add", "slots": {"amount": ["\udfff"]}}),
    ("a null in the reason", {"fix": "relevance", "to": False, "reason": "a\0b"}),
    ("a reason as long as a text", {"fix": "relevance", "to": False, "reason": "so " * 400}),
    ("a list for a kind", {"fix": "status", "move": ["layoffs"], "to": "done"}),
    ("a list for a fix", {"fix": ["status"], "move": "layoffs", "to": "done"}),
    ("a number for words", {"fix": "status", "move": "layoffs", "words": 120, "to": "done"}),
    ("an object for a status", {"fix": "status", "move": "layoffs", "to": {"is": "done"}}),
    ("a list in a list of slots", {"fix": "slot", "move": "layoffs", "slot": "count", "to": [["1"]]}),
    ("a number for a day", {"fix": "date", "to": 20261123}),
    ("an object for stories", {"fix": "join", "stories": {"s1": "s2"}}),
    ("a story with itself", {"fix": "join", "stories": ["s1", "s1"]}),
    ("lists within lists", {"fix": "add", "slots": json.loads("[" * 900 + "]" * 900)}),
]  # fmt: skip


@pytest.mark.parametrize("odd", [wish for _, wish in ODD], ids=[name for name, _ in ODD])
def test_an_odd_wish_is_an_error_and_the_ones_around_it_are_kept(
    workspace: Workspace, ours: str, odd: dict[str, Any]
) -> None:
    first = {"document": ours, "fix": "date", "to": "2026-10-02"}
    last = {"document": ours, "fix": "status", "move": "layoffs", "to": "rumoured"}
    told = answers(workspace, first, {"document": ours, **odd}, last)
    assert [type(one) is Correction for one in told] == [True, False, True]
    assert len(workspace.store.corrections.all()) == 2
    assert [hit.id for hit in finding.search(workspace, "before:2026-10-03").hits] == [ours]
    assert [hit.id for hit in finding.search(workspace, "status:rumoured").hits] == [ours]


@pytest.mark.parametrize("error", [RetryLaterError("busy"), KeyboardInterrupt()], ids=["busy", "stopped"])  # fmt: skip
def test_what_was_kept_before_a_batch_broke_off_is_searched(
    workspace: Workspace, ours: str, error: BaseException
) -> None:
    def wishes() -> Iterator[dict[str, Any]]:
        yield {"document": ours, "fix": "date", "to": "2026-10-02", "reason": "So it is"}
        raise error

    with pytest.raises(type(error)):
        list(correct(workspace, wishes(), author="mei"))
    assert [hit.id for hit in finding.search(workspace, "before:2026-10-03").hits] == [ours]


def test_stories_follow_once_for_a_batch(
    workspace: Workspace, ours: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    followed: list[set[str]] = []
    monkeypatch.setattr(correcting, "follow", lambda _w, some: followed.append(set(some)))
    answers(workspace, *({"document": ours, "fix": "date", "to": f"2026-10-0{n}"} for n in (1, 2)))
    assert followed == [{ours}]


def test_where_stories_cannot_follow_within_a_batch_they_are_not_waited_for_again(
    workspace: Workspace, ours: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    followed: list[set[str]] = []

    def busy(_workspace: Workspace, some: set[str]) -> None:
        followed.append(set(some))
        if some:
            raise RetryLaterError("busy")

    monkeypatch.setattr(correcting, "follow", busy)
    monkeypatch.setattr(correcting, "_BATCH", 1)
    with pytest.raises(RetryLaterError):
        answers(workspace, {"document": ours, "fix": "date", "to": "2026-10-02"})
    assert followed == [{ours}]


@pytest.mark.parametrize("part", ["reading", "keeping"])
def test_what_nobody_foresaw_in_a_wish_is_an_error_with_a_trace_and_a_fault_of_ours_is_raised(
    workspace: Workspace, ours: str, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture,
    part: str,
) -> None:  # fmt: skip
    def fails(*_given: Any) -> Correction:
        raise TypeError("unhashable")

    wish = {"document": ours, "fix": "date", "to": "2026-10-02"}
    if part == "keeping":
        monkeypatch.setattr(CorrectionStore, "add", fails)
        with pytest.raises(TypeError, match="unhashable"):
            answers(workspace, wish)
        return
    monkeypatch.setattr(correcting, "read_wish", fails)
    assert "cannot be taken: unhashable" in refused(workspace, **wish)
    assert [one.exc_info is not None for one in caplog.records] == [True]


def test_a_move_of_the_headline_repeated_in_the_lead_is_the_one_put_right(
    workspace: Workspace, ours: str
) -> None:
    named = {"document": URL, "move": "layoffs"}
    (status,) = answers(workspace, {**named, "fix": "status", "to": "rumoured"})
    assert [(m.status, m.evidence[0].start) for m in tags(workspace, ours).moves] == [
        ("rumoured", LEAD)
    ]
    assert isinstance(status, Correction)
    undo(workspace, status.id, author="mei")
    answers(workspace, {**named, "fix": "remove"})
    assert tags(workspace, ours).moves == ()
    assert finding.search(workspace, "move:layoffs").hits == ()


def test_what_would_change_nothing_is_said_and_not_kept(workspace: Workspace, ours: str) -> None:
    named = {"document": ours}
    assert "nothing was changed" in refused(workspace, **named, fix="relevance", to=True)
    assert "nothing was changed" in refused(
        workspace, **named, fix="about", company="tavvik", to=True
    )
    assert workspace.store.corrections.all() == []
    # That a move is as the tagger says is news: it is certain now.
    answers(workspace, {**named, "fix": "status", "move": "layoffs", "to": "done"})
    assert tags(workspace, ours).moves[0].confidence == 1.0
    (again,) = answers(workspace, {**named, "fix": "status", "move": "layoffs", "to": "done"})
    assert isinstance(again, Correction)


def test_nothing_is_added_to_what_is_of_no_interest(workspace: Workspace, ours: str) -> None:
    more = {"document": ours, "fix": "add", "move": "hiring", "status": "done", "evidence": "Leeds"}
    before = tags(workspace, ours)
    answers(workspace, {"document": ours, "fix": "relevance", "to": False})
    assert "of no interest" in refused(workspace, **more)
    assert "of no interest" in refused(workspace, document=ours, fix="status", move="layoffs", to="denied")  # fmt: skip
    assert finding.search(workspace, "move:hiring").hits == ()
    answers(workspace, {"document": ours, "fix": "relevance", "to": True})
    back = tags(workspace, ours)
    assert (back.moves, back.about, back.irrelevant) == (before.moves, before.about, False)
    answers(workspace, more)
    assert [hit.id for hit in finding.search(workspace, "move:hiring").hits] == [ours]


def test_a_move_that_is_there_is_not_added_again_another_of_its_kind_is(
    workspace: Workspace, ours: str
) -> None:
    add = {"document": ours, "fix": "add", "move": "layoffs", "status": "denied", "evidence": TITLE}
    for same in ({}, {"company": "tavvik"}, {"company": "Tavvik", "slots": {"count": "120"}}):
        assert "layoffs (done) is there already" in refused(workspace, **add, **same)
    (other,) = answers(workspace, {**add, "company": "brelnor"})
    assert isinstance(other, Correction)
    assert [(m.status, m.actor.entity if m.actor else None) for m in tags(workspace, ours).moves] == [
        ("denied", "brelnor"),
        ("done", "tavvik"),
    ]  # fmt: skip


def test_a_name_given_to_a_product_is_found_under_its_company(
    workspace: Workspace, ours: str
) -> None:
    named = {"document": ours, "fix": "mention"}
    answers(workspace, {**named, "name": "planning tool", "to": "tavvik-flow"})
    assert ("planning tool", "tavvik-flow") in {(m.text, m.entity) for m in tags(workspace, ours).mentions}  # fmt: skip
    answers(workspace, {**named, "name": "Brelnor", "to": "brelnor"})
    assert [hit.id for hit in finding.search(workspace, "mentions:brelnor").hits] == [ours]
    assert "nothing was changed" in refused(workspace, **named, name="mostly", to=None)
    answers(workspace, {**named, "name": "Tavvik", "to": "tavvik-flow"})
    after = tags(workspace, ours)
    assert after.about == ("tavvik",)
    assert [m.actor.entity for m in after.moves if m.actor] == ["tavvik"]


def test_corrections_of_two_moves_in_one_sentence_do_not_build_on_each_other(
    workspace: Workspace, ours: str
) -> None:
    named = {"document": ours, "evidence": TITLE, "status": "done"}
    answers(workspace, {**named, "fix": "add", "move": "hiring"})
    wishes = [
        {"document": ours, "fix": "status", "move": "layoffs", "to": "announced"},
        {"document": ours, "fix": "status", "move": "hiring", "to": "rumoured"},
        {"document": ours, "fix": "kind", "move": "layoffs", "to": "restructuring"},
        {"document": ours, "fix": "status", "move": "restructuring", "to": "denied"},
    ]
    made = [one.id for one in answers(workspace, *wishes) if isinstance(one, Correction)]
    assert made == ["c2", "c3", "c4", "c5"]
    with pytest.raises(ConflictError, match="c5 corrects the same after c4"):
        undo(workspace, "c4", author="mei")
    for one in ("c5", "c4", "c2"):
        undo(workspace, one, author="mei")
    assert {m.kind: m.status for m in tags(workspace, ours).moves} == {"layoffs": "done", "hiring": "rumoured"}  # fmt: skip


def zhibi(
    workspace: Workspace, *arguments: str, given: str = ""
) -> "subprocess.CompletedProcess[str]":
    return subprocess.run(
        [sys.executable, "-m", "cli.main", "correct", "-w", str(workspace.folder), *arguments],
        input=given, capture_output=True, text=True, check=False,
    )  # fmt: skip


def test_the_command_says_what_it_lacks_and_lists_by_address(
    workspace: Workspace, ours: str, tmp_path: Path
) -> None:
    lacking = zhibi(workspace, ours, "--move", "layoffs", "--to", "done", "--reason", "x")
    assert (lacking.returncode, "needs --fix" in lacking.stderr) == (2, True)
    answers(workspace, {"document": ours, "fix": "date", "to": "2026-10-02"})
    assert "published on 2026-10-02" in zhibi(workspace, URL, "--list").stdout
    unknown = zhibi(workspace, "https://ledger.example/none", "--list")
    assert (unknown.returncode, "no document is known" in unknown.stderr) == (2, True)
    nowhere = zhibi(workspace, "--export", str(tmp_path / "none" / "mine.jsonl"))
    assert (nowhere.returncode, "cannot be written" in nowhere.stderr) == (2, True)


def test_the_command_answers_lines_in_their_order(workspace: Workspace, ours: str) -> None:
    lines = [
        "no json",
        json.dumps({"document": ours, "fix": "date", "to": "2026-10-02", "reason": "So it is"}),
        '{"id": "\\ud800", "fix": "date"}',
        json.dumps({"document": ours, "fix": "date", "to": ["2026-10-02"], "reason": "So it is"}),
        "[]",
    ]
    done = zhibi(workspace, given="\n".join(lines))
    told = [json.loads(one) for one in done.stdout.splitlines()]
    assert (done.returncode, done.stderr) == (1, "")
    assert [(one["line"], "error" in one) for one in told] == [
        (1, True), (2, False), (3, True), (4, True), (5, True),
    ]  # fmt: skip


AGAIN: list[tuple[str, dict[str, Any]]] = [
    ("relevance", {"fix": "relevance", "to": False}),
    ("remove", {"fix": "remove", "move": "layoffs"}),
]


@pytest.mark.parametrize("wish", [w for _, w in AGAIN], ids=[n for n, _ in AGAIN])
def test_stories_that_did_not_follow_do_so_where_it_is_tried_again(
    workspace: Workspace, ours: str, wish: dict[str, Any]
) -> None:
    store = workspace.store
    regroup(workspace, [ours])
    assert [one.kind for one in store.stories.of_document(ours)] == ["layoffs"]
    given = {"document": ours, "reason": "So it is", **wish}
    kept = store.corrections.add(read_wish(given, workspace, "mei"))  # and then it was ended
    assert [one.kind for one in store.stories.of_document(ours)] == ["layoffs"]
    refused(workspace, **given)
    assert "layoffs" not in {one.kind for one in store.stories.of_document(ours)}
    store.corrections.undo(kept.id, author="mei", at=workspace.now)  # ended again
    with pytest.raises(ConflictError, match="was undone"):
        undo(workspace, kept.id, author="mei")
    assert [one.kind for one in store.stories.of_document(ours)] == ["layoffs"]


def test_what_is_refused_and_was_never_said_moves_no_story(
    workspace: Workspace, ours: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    followed: list[set[str]] = []
    monkeypatch.setattr(correcting, "follow", lambda _w, some: followed.append(set(some)))
    refused(workspace, document=ours, fix="relevance", to=True)
    refused(workspace, document="gone", fix="relevance", to=False)
    assert followed == [set(), set()]


def test_a_document_has_its_own_corrections_and_those_of_its_stories_also_when_it_is_gone(
    workspace: Workspace, ours: str
) -> None:
    other = keep(workspace, "https://ledger.example/2", TEXT)
    answers(
        workspace,
        {"document": ours, "fix": "date", "to": "2026-10-02"},
        {"document": other, "fix": "date", "to": "2026-10-03"},
    )
    base = workspace.store.corrections.all()[0]
    joined = {"fix": "join", "document_id": None, "stories": ("s1", "s2"), "day": ""}
    for documents in ((ours, "gone"), (other, "else")):
        workspace.store.corrections.add(base.model_copy(update={**joined, "documents": documents}))

    def listed(named: str) -> list[str]:
        return [one.id for one in corrections_of(named, workspace)]

    assert listed(ours) == listed(URL) == ["c1", "c3"]
    assert listed(other) == ["c2", "c4"]
    assert listed("gone") == ["c3"]
    with pytest.raises(WrongUseError, match="no document is known as 'none'"):
        listed("none")


def test_what_a_correction_does_not_set_is_not_written_down(
    workspace: Workspace, ours: str
) -> None:
    """So a Zhibi from before a field came in still reads corrections that have no use for it."""
    (made,) = answers(
        workspace,
        {"document": ours, "fix": "slot", "move": "layoffs", "slot": "count", "to": "120"},
    )
    assert isinstance(made, Correction)
    undo(workspace, made.id, author="mei")
    with workspace.store.database.engine.connect() as connection:
        (payload,) = connection.scalars(select(corrections.c.payload))
    assert set(json.loads(payload)) == {
        "id", "at", "author", "reason", "fix", "document_id", "move", "words", "slot", "values", "undone",
    }  # fmt: skip
    (kept,) = workspace.store.corrections.all()
    assert kept.model_copy(update={"undone": None}) == made
