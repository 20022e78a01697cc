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


@pytest.mark.parametrize(
    ("text", "kind", "wanted"),
    [
        ("Velmora lowered its 2026 revenue guidance from $120 million to $110 million.", "guidance",
         {"from": "$120 million", "to": "$110 million"}),
        ("Velmora expects full-year revenue of $110 million to $120 million.", "guidance",
         {"revenue": "$110 million to $120 million", "from": None, "to": None}),
        ("Velmora lowered its full-year profit forecast from $1.3 billion to $1.1 billion.", "guidance",
         {"from": "$1.3 billion", "to": "$1.1 billion", "revenue": None, "profit": "$1.1 billion"}),
        ("Velmora raised its full-year revenue outlook from £90m to £96m.", "guidance",
         {"from": "£90m", "to": "£96m"}),
        ("Velmora has raised its bid for Tavira from $3.0 billion to $3.3 billion.", "acquisition",
         {"amount": "$3.3 billion"}),
        ("Velmora has raised its bid for Tavira to $3.3 billion from $3.0 billion.", "acquisition",
         {"amount": "$3.3 billion"}),
        ("维墨科技把全年营收指引由18亿元下调至15亿元。", "guidance", {"from": "18亿元", "to": "15亿元"}),
        ("Velmora will increase the price of its Pro plan by up to $4 a month.", "price-increase", {"to": None}),
        ("Velmora will raise the price of its storage plan to $9 a month.", "price-increase", {"to": "$9 a month"}),
        ("Velmora will raise the price of its storage plans by up to 15% in March.", "price-increase",
         {"percent": "15%", "to": None}),
        ("Velmora will raise the price of its storage plans by 5% to 8% in March.", "price-increase", {"to": None}),
        ("维墨科技宣布，自明年1月起瓶装水每箱出厂价上涨2元。", "price-increase", {"percent": None, "to": None}),
        ("维墨科技宣布，对象存储价格下调0.02元/GB/月。", "price-decrease", {"percent": None, "to": None}),
        ("维墨科技宣布，K9空调由2999元降至2499元。", "price-decrease", {"from": "2999元", "to": "2499元"}),
        ("维墨科技宣布，全系空调售价下调10%。", "price-decrease", {"percent": "10%"}),
    ],
    ids=lambda value: value[:70] if isinstance(value, str) else "",
)  # fmt: skip
def test_what_sums_move_from_to_and_by(text: str, kind: str, wanted: dict[str, str | None]) -> None:
    move = moves_of(text, kind)
    told = {name: [slot.text for slot in move.values(name)] for name in wanted}
    assert told == {name: [words] if words else [] for name, words in wanted.items()}
    filled = [slot for name in wanted for slot in move.values(name)]
    # A range has two sums, and so no one value.
    assert all((slot.value is None) == (" to " in slot.text) for slot in filled), told


def test_an_outlook_of_a_loss_is_below_zero() -> None:
    move = moves_of(
        "Velmora cut its forecast for its full-year loss from $15 million to $12 million.",
        "guidance",
    )
    (new,) = move.values("to")
    assert new.value is not None
    assert new.value.amount == -12_000_000
