"""Brief texts: labels of kinds and statuses alone, a line each."""

from pathlib import Path

import pytest

from nlp.corpora.brief import brief, second_labels
from nlp.learning.examples import examples, joined, table
from schemas.errors import InvalidRecordError
from schemas.kinds import MOVE_KINDS


def write(folder: Path, name: str, *lines: str) -> None:
    file = folder / name
    file.parent.mkdir(exist_ok=True)
    file.write_text("\n".join(lines) + "\n", encoding="utf-8")


def test_a_line_gives_title_text_and_labels(tmp_path: Path) -> None:
    write(
        tmp_path, "en-offer.txt",
        "price-increase done + layoffs announced: Dearer ¦ Kestro raised its fee. It will cut ten jobs.",
        "",
        "none: The price of gold rose.",
    )  # fmt: skip
    first, second = brief("en", tmp_path)
    assert (first.id, first.title) == ("en-offer-0001", "Dearer")
    assert first.text == "Kestro raised its fee. It will cut ten jobs."
    assert [(m.kind, m.status) for m in first.moves] == [
        ("price-increase", "done"),
        ("layoffs", "announced"),
    ]
    assert (second.id, second.moves) == ("en-offer-0003", ())
    assert list(brief("zh", tmp_path)) == []


@pytest.mark.parametrize("label", ["price-rise done", "layoffs", "layoffs maybe", ""])
def test_a_wrong_label_is_told_with_its_place(tmp_path: Path, label: str) -> None:
    write(tmp_path, "en-offer.txt", "none: Fine.", f"{label}: Kestro raised its fee.")
    with pytest.raises(InvalidRecordError, match=r"en-offer\.txt:2"):
        list(brief("en", tmp_path))


def test_second_readings_name_the_line_they_are_of(tmp_path: Path) -> None:
    write(tmp_path / "second", "zh-deal.txt", "7\tfunding done", "9\tnone")
    assert second_labels(tmp_path) == {"zh-deal-0007": (("funding", "done"),), "zh-deal-0009": ()}


def test_no_sentence_of_several_is_taught_as_the_one_that_tells(tmp_path: Path) -> None:
    write(
        tmp_path, "en-offer.txt",
        "layoffs done: Kestro cut ten jobs.",
        "layoffs done: Rain fell all day. Orvane cut ninety jobs.",
    )  # fmt: skip
    one, two = found = examples(brief("en", tmp_path))
    assert one.evidence in {(0,), (1,)}
    assert two.evidence == (None,)
    told, truth, _weight = table(found)
    assert len(told) == len(found)
    assert truth[:, MOVE_KINDS.index("layoffs")].tolist() == [1.0, 1.0]
    (pair,) = joined([two, two])
    assert pair.evidence == (None, None)
    rain = two.item.model_copy(update={"text": two.item.text + " It rained on." * 9})
    assert joined(examples([rain, rain])) == []


def test_slots_are_of_the_lines_that_have_them_marked(tmp_path: Path) -> None:
    write(
        tmp_path, "en-offer.txt",
        "layoffs done: Kestro cut ten jobs.",
        "layoffs done: Orvane cut ninety jobs.",
    )  # fmt: skip
    write(
        tmp_path / "slots", "en-offer.jsonl",
        '{"line": 2, "moves": [{"kind": "layoffs", "status": "done", "actor": "Orvane",'
        ' "slots": {"count": "ninety"}, "evidence": "Orvane cut ninety jobs"}]}',
    )  # fmt: skip
    one, two = brief("en", tmp_path)
    assert (one.moves[0].actor, one.moves[0].evidence) == ("", "")
    assert (two.moves[0].actor, dict(two.moves[0].slots)) == ("Orvane", {"count": "ninety"})


def test_marks_that_cannot_be_read_are_told_with_their_place(tmp_path: Path) -> None:
    write(tmp_path, "en-offer.txt", "layoffs done: Kestro cut ten jobs.")
    write(tmp_path / "slots", "en-offer.jsonl", '{"line": 1, "moves": [{"kind": "lay-offs"}]}')
    with pytest.raises(InvalidRecordError, match=r"en-offer\.jsonl:1"):
        list(brief("en", tmp_path))
