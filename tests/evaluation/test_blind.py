"""The blind sets: whole, labelled by the guide's names, and by two readers who agree."""

from pathlib import Path

import pytest

from evaluation.moves import ARTICLES, OTHERWISE, blind_sets, readers, rows_of
from nlp.prominence import is_long
from schemas.kinds import MOVE_KINDS, SLOTS, STATUSES

every_set = pytest.mark.parametrize("folder", blind_sets(), ids=lambda folder: folder.name)


def test_there_are_four_sets() -> None:
    assert len(blind_sets()) == 4


@pytest.mark.parametrize("file", [ARTICLES, *(folder / "items.jsonl" for folder in blind_sets())])
def test_every_label_stands_in_its_text(file: Path) -> None:
    for row in rows_of(file):
        whole = f"{row['title']}\n{row['text']}"
        for move in row["moves"]:
            assert move["kind"] in MOVE_KINDS, row["id"]
            assert move["status"] in STATUSES, row["id"]
            assert move["slots"].keys() <= set(SLOTS), row["id"]
            told = [
                v
                for value in move["slots"].values()
                for v in ([value] if isinstance(value, str) else value)
            ]
            for words in (move["actor"], move["evidence"], *told):
                assert words in whole, (row["id"], words)


@every_set
def test_each_language_has_every_kind_and_more_than_a_quarter_of_items_without_moves(
    folder: Path,
) -> None:
    items = rows_of(folder / "items.jsonl")
    for language in ("en", "zh"):
        own = [row for row in items if row["lang"] == language]
        assert len({row["id"] for row in own}) == len(own) >= 150
        assert {move["kind"] for row in own for move in row["moves"]} == set(MOVE_KINDS)
        assert sum(not row["moves"] for row in own) > len(own) / 4


def test_articles_are_longer_than_a_lead_and_many_have_no_moves() -> None:
    rows = rows_of(ARTICLES)
    assert len({row["id"] for row in rows}) == len(rows) >= 190
    for row in rows:
        assert is_long(row["text"], row["lang"]), row["id"]
    assert sum(not row["moves"] for row in rows) > len(rows) / 3


def test_moves_told_otherwise_are_of_every_kind_and_quote_their_texts() -> None:
    rows = rows_of(OTHERWISE)
    assert len({row["id"] for row in rows}) == len(rows) == 360
    for language in ("en", "zh"):
        own = [row for row in rows if row["lang"] == language]
        assert {move["kind"] for row in own for move in row["moves"]} == set(MOVE_KINDS)
        assert sum(not row["moves"] for row in own) >= len(own) / 3
    for row in rows:
        whole = f"{row['title']}\n{row['text']}"
        for move in row["moves"]:
            told = [v if isinstance(v, list) else [v] for v in move["slots"].values()]
            for words in (move["actor"], *(word for one in told for word in one)):
                assert words in whole, (row["id"], words)


@every_set
def test_both_readings_are_of_the_same_items_and_agree(folder: Path) -> None:
    ids = [row["id"] for row in rows_of(folder / "items.jsonl")]
    assert [
        [row["id"] for row in rows_of(folder / f"{name}.jsonl")] for name in ("first", "second")
    ] == [ids, ids]
    for figures in readers(folder).values():
        assert figures["macro_f1"] > 0.9
        assert figures["status"] > 0.9
