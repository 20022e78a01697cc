"""The values of slots that the model fills: days, and sums that something moves from, to, and by."""

import pytest

from nlp.tagger import Tagger
from schemas.language import Move, Value
from schemas.registry import Registry

TAGGER = Tagger(Registry())


def moves_of(text: str, kind: str) -> Move:
    return next(m for m in TAGGER.tag("", text, published="2026-11-20").moves if m.kind == kind)


@pytest.mark.parametrize(
    ("text", "kind", "name", "words", "day"),
    [
        ("维墨科技第三季度营收3亿元。", "results", "period", "第三季度", "2026-Q3"),
        ("维墨科技10月营收3亿元，同比增长5%。", "results", "period", "10月", "2026-10"),
        ("维墨科技2026年上半年营收3亿元。", "results", "period", "2026年上半年", "2026-H1"),
        ("维墨科技宣布，10月31日至11月11日全场家电八折促销。", "promotion", "effective", "10月31日至11月11日", "2026-10-31"),
        ("Velmora reported revenue of $30 million for the third quarter.", "results", "period", "the third quarter", "2026-Q3"),
        ("Velmora will offer 20% off its plans from 1 December to 24 December.", "promotion", "effective", "from 1 December to 24 December", "2026-12-01"),
    ],
    ids=["quarter", "month", "half", "days in Chinese", "English quarter", "days"],
)  # fmt: skip
def test_a_slot_has_the_day_of_the_mention_in_it(
    text: str, kind: str, name: str, words: str, day: str
) -> None:
    (slot,) = moves_of(text, kind).values(name)
    assert (slot.text, slot.value) == (words, Value(date=day))
