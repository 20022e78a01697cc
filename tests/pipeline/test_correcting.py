"""Corrections: what a person puts right holds, is searched, is undone, and teaches."""

import json
import subprocess
import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from nlp.corpora import read_items
from pipeline import finding, services, steps
from pipeline.correcting import correct, undo
from pipeline.correction_export import labelled
from pipeline.workspace import Workspace, open_workspace
from schemas.corrections import Correction
from schemas.errors import ConflictError, WrongUseError, ZhibiError
from schemas.language import Move, Tags
from tests.support.site import Site, serving, workspace_for

NOW = datetime(2026, 11, 16, 9, 0, tzinfo=UTC)
TITLE = "Velmora acquires Portulan Freight for €184 million"
TEXT = (
    "Velmora has acquired Portulan Freight, a carrier in Lisbon, for €184 million in cash, the company said on Thursday. "
    "The deal was closed on Thursday after the regulators had agreed to it. "
    "Velmora will open an office in Gdansk next year, it said in the same statement to its customers. "
)


@pytest.fixture
def site() -> Iterator[Site]:
    with serving() as served:
        served.feed(
            ("/news/1", TITLE, "Thu, 12 Nov 2026 10:00:00 GMT"),
            (
                "/news/2",
                "Rivals look on as the carriers of Lisbon change hands",
                "Fri, 13 Nov 2026 10:00:00 GMT",
            ),
        )
        served.article("/news/1", TITLE, TEXT)
        served.article(
            "/news/2",
            "Rivals look on as the carriers of Lisbon change hands",
            "Hauliers on the Tagus expect a harder winter, now that Velmora has acquired Portulan Freight for €184 million. "
            * 2,
        )
        yield served


@pytest.fixture
def workspace(site: Site, tmp_path: Path) -> Iterator[Workspace]:
    folder = workspace_for(site, tmp_path / "market")
    opened = open_workspace(folder, now=NOW)
    services.apply(opened, folder / "registry", author="test")
    list(steps.run(opened))
    yield opened
    opened.close()


def document(workspace: Workspace, path: str = "/news/1") -> str:
    found = [one for one, _v in workspace.store.indexing.all_ids()]
    (match,) = [
        one
        for one in found
        if (revision := workspace.store.documents.latest(one))
        and revision.document.url.endswith(path)
    ]
    return match


def tags(workspace: Workspace, document_id: str) -> Tags:
    (found,) = [t.tags for t in workspace.store.tags.get(document_id) if t.change is None]
    return found


def move(workspace: Workspace, document_id: str, kind: str) -> Move:
    (found,) = [m for m in tags(workspace, document_id).moves if m.kind == kind]
    return found


def put_right(workspace: Workspace, *wishes: dict[str, Any]) -> list[Correction]:
    answers = list(correct(workspace, wishes, author="mei"))
    for answer in answers:
        assert isinstance(answer, Correction), answer
    return [answer for answer in answers if isinstance(answer, Correction)]


def test_a_wrong_status_is_put_right_in_tags_search_and_stories(workspace: Workspace) -> None:
    ours = document(workspace)
    before = move(workspace, ours, "acquisition")
    right = "denied"
    assert before.status != right
    (kept,) = put_right(
        workspace,
        {
            "document": ours,
            "fix": "status",
            "move": "acquisition",
            "to": right,
            "reason": "They deny it",
        },
    )
    assert (kept.id, kept.author, kept.at) == ("c1", "mei", NOW)
    after = move(workspace, ours, "acquisition")
    assert (after.status, after.confidence, after.rule) == (right, 1.0, "analyst")
    assert after.slots == before.slots
    found = finding.search(workspace, "status:denied move:acquisition")
    assert [hit.id for hit in found.hits] == [ours]
    told = {
        m.move.status
        for story in workspace.store.stories.of_document(ours)
        for m in story.moves
        if m.document_id == ours and m.move.kind == "acquisition"
    }
    assert told == {right}


def test_a_correction_holds_when_the_text_is_tagged_anew(workspace: Workspace) -> None:
    ours = document(workspace)
    pristine = next(t for t in workspace.store.tags.get(ours) if t.change is None)
    put_right(
        workspace,
        {
            "document": ours,
            "fix": "kind",
            "move": "acquisition",
            "to": "investment",
            "reason": "A minority",
        },
        {"document": ours, "fix": "remove", "move": "expansion", "reason": "Only a plan of a plan"},
    )
    corrected = tags(workspace, ours)
    kinds = [m.kind for m in corrected.moves]
    assert ("investment" in kinds, "acquisition" in kinds, "expansion" in kinds) == (
        True,
        False,
        False,
    )
    workspace.store.tags.save([pristine])  # what a new tagger would do
    assert tags(workspace, ours) == corrected
    # A tagger that finds none of it: the person's word stays, the move is put back.
    nothing = pristine.tags.model_copy(update={"moves": ()})
    workspace.store.tags.save([pristine.model_copy(update={"tags": nothing})])
    assert [m.kind for m in tags(workspace, ours).moves] == ["investment"]


def test_undo_gives_back_what_was_there_and_the_last_comes_first(workspace: Workspace) -> None:
    ours = document(workspace)
    before = tags(workspace, ours)
    put_right(
        workspace,
        {
            "document": ours,
            "fix": "status",
            "move": "acquisition",
            "to": "rumoured",
            "reason": "Only talk",
        },
        {
            "document": ours,
            "fix": "slot",
            "move": "acquisition",
            "slot": "target",
            "to": "Portulan",
            "reason": "Short",
        },
    )
    with pytest.raises(ConflictError, match="c2 corrects the same after c1"):
        undo(workspace, "c1", author="mei")
    undo(workspace, "c2", author="mei")
    undo(workspace, "c1", author="jo")
    assert tags(workspace, ours) == before
    with pytest.raises(ConflictError, match="was undone on 2026-11-16"):
        undo(workspace, "c1", author="jo")
    with pytest.raises(WrongUseError, match="no correction is called 'c9'"):
        undo(workspace, "c9", author="jo")
    assert [
        (c.id, c.undone.author if c.undone else None) for c in workspace.store.corrections.all()
    ] == [
        ("c1", "jo"),
        ("c2", "mei"),
    ]


def test_every_field_of_a_move_can_be_put_right(workspace: Workspace) -> None:
    ours = document(workspace)
    put_right(
        workspace,
        {"document": ours, "fix": "company", "move": "acquisition", "to": "Portulan Freight", "reason": "The other way"},
        {"document": ours, "fix": "slot", "move": "acquisition", "slot": "amount", "to": "€184 million", "reason": "Sum"},
        {"document": ours, "fix": "slot", "move": "acquisition", "slot": "stake", "to": None, "reason": "None told"},
        {"document": ours, "fix": "span", "move": "acquisition", "to": "Velmora has acquired Portulan Freight", "reason": "There"},
    )  # fmt: skip
    after = move(workspace, ours, "acquisition")
    assert after.actor is not None
    assert (after.actor.text, after.actor.entity) == ("Portulan Freight", None)
    (amount,) = after.values("amount")
    assert amount.value is not None
    assert (str(amount.value.amount), amount.value.currency) == ("184000000", "EUR")
    full = f"{TITLE}\n{TEXT}"
    assert amount.start is not None
    assert full[amount.start : amount.end] == "€184 million"
    assert [full[s.start : s.end] for s in after.evidence] == [
        "Velmora has acquired Portulan Freight"
    ]


def test_a_missing_move_is_added_with_its_places(workspace: Workspace) -> None:
    ours = document(workspace)
    words = "The deal was closed on Thursday after the regulators had agreed to it"
    put_right(
        workspace,
        {"document": ours, "fix": "add", "move": "legal", "status": "done", "company": "velmora", "evidence": words,
         "slots": {"counterparty": "the regulators"}, "reason": "Clearance"},
    )  # fmt: skip
    added = move(workspace, ours, "legal")
    assert added.actor is not None
    assert added.actor.entity == "velmora"
    assert added.values("counterparty")[0].text == "the regulators"
    assert [hit.id for hit in finding.search(workspace, "move:legal").hits] == [ours]


def test_names_subjects_days_and_relevance(workspace: Workspace) -> None:
    ours = document(workspace)
    put_right(
        workspace,
        {
            "document": ours,
            "fix": "date",
            "to": "2026-11-10",
            "reason": "The page shows its last edit",
        },
        {
            "document": ours,
            "fix": "mention",
            "name": "Velmora",
            "to": None,
            "reason": "Another Velmora",
        },
    )
    corrected = tags(workspace, ours)
    assert corrected.published == "2026-11-10"
    assert {m.entity for m in corrected.mentions if m.text == "Velmora"} == {None}
    assert all(m.actor is None or m.actor.entity is None for m in corrected.moves)
    (hit,) = finding.search(workspace, "before:2026-11-11").hits
    assert hit.id == ours
    put_right(
        workspace,
        {"document": ours, "fix": "about", "company": "velmora", "to": True, "reason": "It is"},
    )
    assert "velmora" in tags(workspace, ours).about
    (last,) = put_right(
        workspace,
        {"document": ours, "fix": "relevance", "to": False, "reason": "A press summary of others"},
    )
    emptied = tags(workspace, ours)
    assert (emptied.irrelevant, emptied.moves, emptied.about) == (True, (), ())
    undo(workspace, last.id, author="mei")
    assert tags(workspace, ours).moves


def test_what_cannot_be_is_told_and_the_rest_goes_on(workspace: Workspace) -> None:
    ours = document(workspace)
    good = {
        "document": ours,
        "fix": "status",
        "move": "acquisition",
        "to": "rumoured",
        "reason": "Talk",
    }
    bad: list[tuple[dict[str, Any], str]] = [
        ({**good, "to": "maybe"}, "One of: rumoured, announced, done, denied"),
        ({**good, "move": "layoffs"}, "no such move"),
        ({**good, "document": "d0"}, "no document is known as 'd0'"),
        ({**good, "reason": " "}, "needs a 'reason'"),
        ({**good, "fix": "mend"}, "no fix is called 'mend'"),
        ({**good, "colour": 1}, "unknown 'colour'"),
        ({**good, "fix": "span", "to": "no such words"}, "'no such words' is not in the text"),
        ({**good, "fix": "slot", "slot": "colour", "to": "x"}, "'slot' is 'colour'"),
        ({**good, "fix": "date", "to": "yesterday"}, "is no day"),
        (
            {**good, "fix": "about", "company": "nobody", "to": True},
            "no company is called 'nobody'",
        ),
        ({**good, "fix": "relevance", "to": "no"}, "needs 'to' as true or false"),
        ({"fix": "join", "stories": ["s1"], "reason": "x"}, "a list of 2 or more ids"),
        ({"fix": "join", "stories": ["s1", "s2"], "reason": "x"}, "no story is called 's1'"),
    ]
    answers = list(correct(workspace, [*(wish for wish, _ in bad), good], author="mei"))
    for answer, (_wish, says) in zip(answers, bad, strict=False):
        assert isinstance(answer, ZhibiError)
        assert says in str(answer)
    assert isinstance(answers[-1], Correction)
    assert len(workspace.store.corrections.all()) == 1


def test_corrected_sentences_are_items_that_training_reads(
    workspace: Workspace, tmp_path: Path
) -> None:
    ours = document(workspace)
    put_right(
        workspace,
        {"document": ours, "fix": "remove", "move": "expansion", "reason": "A plan of a plan"},
        {"document": ours, "fix": "span", "move": "acquisition", "to": "Velmora has acquired Portulan Freight", "reason": "There"},
        {"document": ours, "fix": "status", "move": "acquisition", "to": "denied", "reason": "They deny it"},
    )  # fmt: skip
    file = tmp_path / "mine.jsonl"
    file.write_text(
        "".join(json.dumps(one) + "\n" for one in labelled(workspace)), encoding="utf-8"
    )
    read = {item.text: item for item in read_items(file)}
    negative = next(item for text, item in read.items() if "Gdansk" in text)
    assert (negative.moves, negative.why) == ((), "A plan of a plan")
    assert "Portulan" not in negative.text
    statuses = {(m.kind, m.status) for item in read.values() for m in item.moves}
    assert ("acquisition", "denied") in statuses


def zhibi(folder: Path, *arguments: str, given: str = "") -> "subprocess.CompletedProcess[str]":
    return subprocess.run(
        [sys.executable, "-m", "cli.main", "correct", "-w", str(folder), *arguments],
        input=given, capture_output=True, text=True, check=False,
    )  # fmt: skip


def test_the_command_takes_lines_options_and_undoes(workspace: Workspace) -> None:
    ours, folder = document(workspace), workspace.folder
    line = json.dumps(
        {
            "id": 7,
            "document": ours,
            "fix": "status",
            "move": "acquisition",
            "to": "rumoured",
            "reason": "Talk",
        }
    )
    done = zhibi(folder, "--author", "mei", given=f"{line}\nnot json\n")
    assert done.returncode == 1
    answers = [json.loads(one) for one in done.stdout.splitlines()]
    assert answers[0]["correction"]["id"] == "c1"
    assert (answers[0]["line"], answers[0]["id"]) == (1, 7)
    assert (answers[1]["line"], "is no JSON" in answers[1]["error"]["message"]) == (2, True)
    one = zhibi(
        folder,
        ours,
        "--fix",
        "relevance",
        "--to",
        "false",
        "--reason",
        "Not ours",
        "--author",
        "jo",
    )
    assert (one.returncode, "of no interest" in one.stdout) == (0, True)
    listed = zhibi(folder, "--list")
    assert "acquisition: " in listed.stdout
    assert "→ rumoured" in listed.stdout
    assert zhibi(folder, "--undo", "c2").stdout == "Undone: c2\n"
    assert move(workspace, ours, "acquisition").status == "rumoured"
