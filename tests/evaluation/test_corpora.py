"""What is learned from holds what it promises: labels stand in their texts, texts differ."""

import pytest

from evaluation.corpora import MOST_OVERLAP, check, examine, overlaps, triples
from nlp.corpora import Item, LabelledMove, items, second_readings
from nlp.corpora.brief import brief
from schemas.errors import InvalidRecordError

TEXT = "Harbour Nine will buy the pallet maker Oxlode for €12 million, the two said on Monday."


def item(name: str = "en-strategy-0001", text: str = TEXT, **fields: object) -> Item:
    return Item(id=name, lang="en", style="news", text=text, published="2026-03-02", **fields)


def deal(**fields: object) -> LabelledMove:
    values = {
        "kind": "acquisition", "status": "announced", "actor": "Harbour Nine",
        "evidence": "Harbour Nine will buy the pallet maker Oxlode", **fields,
    }  # fmt: skip
    return LabelledMove(**values)


def test_a_label_that_stands_in_its_text_is_well():
    assert (
        list(check(item(moves=(deal(slots={"target": "Oxlode", "amount": "€12 million"}),)))) == []
    )


@pytest.mark.parametrize(
    ("fields", "says"),
    [
        ({"actor": "Harbor Nine"}, "'Harbor Nine' is not in"),
        ({"slots": {"target": ("Oxlode", "Nobody")}}, "'Nobody' is not in"),
        ({"slots": {"colour": "Oxlode"}}, "'colour' is no slot"),
        ({"evidence": "Harbour Nine bought"}, "is not in"),
    ],
)
def test_a_label_that_does_not_is_told(fields, says):
    (fault,) = check(item(moves=(deal(**fields),)))
    assert says in fault


def test_an_item_without_moves_says_why():
    assert [*check(item())] == ["en-strategy-0001: has no moves and no why"]
    assert [*check(item(why="a prediction"))] == []


def test_texts_that_share_too_much_are_told():
    other = item("en-strategy-0002", TEXT.replace("pallet", "crate"))
    far = item(
        "en-strategy-0003", "Nothing of this sort was ever written about a lighthouse keeper."
    )
    (fault,) = overlaps([item(), other, far], {}, set())
    assert "en-strategy-0001 and en-strategy-0002" in fault
    assert len(list(overlaps([item()], {"own": TEXT}, set()))) == 1
    assert triples("澜海云收购港口软件公司", "zh")
    assert 0 < MOST_OVERLAP < 1


@pytest.mark.parametrize("language", ["en", "zh"])
def test_every_item_and_reading_is_well(language):
    found = list(items(language))
    assert [fault for one in found for fault in check(one)] == []
    names = {one.id for one in found}
    assert len(names) == len(found)
    assert {name for name in second_readings() if name.startswith(language)} <= names


def test_a_line_that_is_no_item_is_told_with_its_place(tmp_path):
    (tmp_path / "en").mkdir()
    (tmp_path / "en" / "a.jsonl").write_text('{"id": "en-a-1"}\n', encoding="utf-8")
    with pytest.raises(InvalidRecordError, match=r"a\.jsonl:1"):
        list(items("en", tmp_path))


def test_a_file_that_is_not_of_the_corpora_yet_is_examined(
    capsys: pytest.CaptureFixture[str],
) -> None:
    known = next(iter(items("en")))
    copied = known.model_copy(update={"id": "en-new-0001"})
    broken = Item(id="en-new-0002", lang="en", style="news", title="", text="Nothing.", published="2026-06-15")  # fmt: skip
    assert examine([copied, broken]) == 1
    told = capsys.readouterr().out
    assert "en-new-0002: has no moves and no why" in told
    assert f"{known.id} and en-new-0001 share 1.00" in told
    assert "2 items" in told


@pytest.mark.parametrize("language", ["en", "zh"])
def test_no_two_texts_have_one_id(language):
    names = [one.id for one in (*items(language), *brief(language))]
    assert len(names) == len(set(names))
