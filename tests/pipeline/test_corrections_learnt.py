"""What training reads of corrections: those that stand now, and of earlier ones those nobody took back."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from nlp.corpora import read_items
from pipeline import learning
from pipeline.correcting import correct, undo
from pipeline.correction_export import labelled
from pipeline.workspace import Workspace
from schemas.corrections import Correction
from schemas.errors import InvalidRecordError
from schemas.kinds import MoveKind
from schemas.language import Move, Span
from tests.support.corrected import keep, market

CUTS = "Tavvik cuts 120 jobs in Leeds"
BUYS = "Tavvik buys a rival in Lyon"
TEXTS = {
    n: f"{words}\nIt was told on Monday. {words}, it said. More follows."
    for n, words in enumerate((CUTS, BUYS), 1)
}


@pytest.fixture
def workspace(tmp_path: Path) -> Iterator[Workspace]:
    opened = market(tmp_path / "market")
    yield opened
    opened.close()


def document(workspace: Workspace, number: int, kind: MoveKind) -> str:
    """Keep a text whose move is told in its third sentence, and return its id."""
    words, whole = (CUTS, BUYS)[number - 1], TEXTS[number]
    at = whole.rindex(words)
    move = Move(
        kind=kind, status="done", confidence=0.9, evidence=(Span(start=at, end=at + len(words)),)
    )
    return keep(workspace, f"https://ledger.example/{number}", whole, move)


def status(workspace: Workspace, document_id: str, to: str) -> str:
    wish = {"document": document_id, "fix": "status", "to": to, "reason": "So it is"}
    (made,) = correct(workspace, [wish], author="mei")
    assert isinstance(made, Correction), made
    return made.id


def moves(workspace: Workspace, document_id: str) -> tuple[Move, ...]:
    (found,) = [one.tags for one in workspace.store.tags.get(document_id)]
    return found.moves


def said(item: dict[str, Any]) -> tuple[str, str]:
    """Return the words of a labelled sentence before the comma, and the status of its move."""
    return item["text"].partition(",")[0], "".join(one["status"] for one in item["moves"])


def train(workspace: Workspace) -> None:
    """Keep what a training keeps of the corrections."""
    kept = learning.folder_of(workspace) / "corrections.jsonl"
    kept.parent.mkdir(parents=True, exist_ok=True)
    learning._keep(kept, learning._corrections(workspace, None))


def learnt(workspace: Workspace, given: Path | None = None) -> list[tuple[str, str]]:
    """Return the first words of each text that training reads, and the status of its move."""
    read = learning._corrections(workspace, given)
    assert len({one.id for one in read}) == len(read)
    return sorted((one.text[:12], "".join(m.status for m in one.moves)) for one in read)


def test_an_undone_correction_is_forgotten_and_a_new_one_learnt(workspace: Workspace) -> None:
    first, second = document(workspace, 1, "layoffs"), document(workspace, 2, "acquisition")
    cuts = status(workspace, first, "announced")
    train(workspace)
    assert learnt(workspace) == [("Tavvik cuts ", "announced")]
    undo(workspace, cuts, author="mei")
    assert learnt(workspace) == []
    status(workspace, second, "rumoured")
    assert learnt(workspace) == [("Tavvik buys ", "rumoured")]
    train(workspace)
    status(workspace, first, "denied")
    assert learnt(workspace) == [("Tavvik buys ", "rumoured"), ("Tavvik cuts ", "denied")]


def test_the_newest_word_on_a_sentence_counts(workspace: Workspace) -> None:
    first = document(workspace, 1, "layoffs")
    status(workspace, first, "announced")
    train(workspace)
    again = status(workspace, first, "denied")
    assert learnt(workspace) == [("Tavvik cuts ", "denied")]
    train(workspace)
    undo(workspace, again, author="mei")
    assert learnt(workspace) == [("Tavvik cuts ", "announced")]


def test_the_sentence_of_the_move_is_labelled_where_its_words_stand_twice(
    workspace: Workspace,
) -> None:
    status(workspace, document(workspace, 1, "layoffs"), "announced")
    (item,) = labelled(workspace)
    assert item["text"] == f"{CUTS}, it said."
    assert [one["status"] for one in item["moves"]] == ["announced"]


def test_a_sentence_has_one_id_whatever_else_is_corrected(workspace: Workspace) -> None:
    first, second = document(workspace, 1, "layoffs"), document(workspace, 2, "acquisition")
    status(workspace, second, "rumoured")
    (alone,) = [one["id"] for one in labelled(workspace)]
    status(workspace, first, "announced")
    assert alone in {one["id"] for one in labelled(workspace)}
    assert len({one["id"] for one in labelled(workspace)}) == 2


def test_of_a_sentence_in_two_texts_the_newest_word_is_labelled_once(workspace: Workspace) -> None:
    first, other = document(workspace, 1, "layoffs"), document(workspace, 2, "acquisition")
    reprint = keep(workspace, "https://ledger.example/3", TEXTS[1], *moves(workspace, first))
    status(workspace, first, "announced")
    status(workspace, other, "rumoured")
    again = status(workspace, reprint, "denied")
    assert [said(one) for one in labelled(workspace)] == [(CUTS, "denied"), (BUYS, "rumoured")]
    newest = status(workspace, first, "rumoured")
    assert [said(one) for one in labelled(workspace)] == [(CUTS, "rumoured"), (BUYS, "rumoured")]
    assert learnt(workspace) == [("Tavvik buys ", "rumoured"), ("Tavvik cuts ", "rumoured")]
    undo(workspace, newest, author="mei")
    assert [said(one) for one in labelled(workspace)] == [(CUTS, "denied"), (BUYS, "rumoured")]
    undo(workspace, again, author="mei")
    assert [said(one) for one in labelled(workspace)] == [(CUTS, "announced"), (BUYS, "rumoured")]


def test_files_of_two_workspaces_stand_beside_each_other(
    workspace: Workspace, tmp_path: Path
) -> None:
    status(workspace, document(workspace, 1, "layoffs"), "announced")
    (mine,) = labelled(workspace)
    theirs = [
        {**mine, "id": "en-analyst-0001", "text": f"Kestro hires {n}.", "moves": [], "why": "x"}
        for n in "ab"
    ]
    file = tmp_path / "theirs.jsonl"
    file.write_text(
        "".join(json.dumps(one) + "\n" for one in [*theirs, {**mine, "moves": []}]),
        encoding="utf-8",
    )
    # Of the sentence corrected here as well the word of this workspace counts.
    assert learnt(workspace, file) == [
        ("Kestro hires", ""),
        ("Kestro hires", ""),
        ("Tavvik cuts ", "announced"),
    ]


def test_what_came_from_elsewhere_stays_when_others_are_undone(
    workspace: Workspace, tmp_path: Path
) -> None:
    cuts = status(workspace, document(workspace, 1, "layoffs"), "announced")
    (mine,) = labelled(workspace)
    kept = learning.folder_of(workspace) / "corrections.jsonl"
    kept.parent.mkdir(parents=True)
    theirs = {**mine, "id": "en-analyst-0002", "text": f"Elsewhere, {CUTS}."}
    kept.write_text("".join(json.dumps(one) + "\n" for one in (mine, theirs)), encoding="utf-8")
    undo(workspace, cuts, author="mei")
    assert learnt(workspace) == [("Elsewhere, T", "announced")]


def test_a_line_separator_within_a_text_breaks_no_line(
    workspace: Workspace, tmp_path: Path
) -> None:
    status(workspace, document(workspace, 1, "layoffs"), "announced")
    (mine,) = labelled(workspace)
    file = tmp_path / "mine.jsonl"
    file.write_text(
        json.dumps({**mine, "text": "Tavvik\u2028cuts\x85jobs"}, ensure_ascii=False) + "\r\n",
        encoding="utf-8",
    )
    assert [one.text for one in read_items(file)] == ["Tavvik\u2028cuts\x85jobs"]


@pytest.mark.parametrize("wrong", ["folder", "absent", "no utf-8"])
def test_a_file_that_cannot_be_read_is_told(wrong: str, tmp_path: Path) -> None:
    file = tmp_path / "mine.jsonl"
    if wrong == "folder":
        file.mkdir()
    elif wrong == "no utf-8":
        file.write_bytes(b"\xff\xfe\x00")
    with pytest.raises(InvalidRecordError, match=r"mine\.jsonl: cannot be read"):
        list(read_items(file))
