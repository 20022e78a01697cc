"""Which way a change went, whether a sum is lost, and whose figure it is that changed."""

from decimal import Decimal

import pytest

from nlp.signs import signed
from nlp.tagger import Tagger
from schemas.language import Slot, Value
from schemas.registry import Registry

FRAMES = Tagger(Registry(), scorer=None)
FULL = Tagger(Registry())


def value_of(text: str, name: str, words: str) -> Value | None:
    """Return the value of slot *name* of a report of results, which the first place of *words* fills."""
    language = "en" if text.isascii() or "€" in text or "£" in text else "zh"
    reading = FRAMES.read("", text, published="2026-11-20", language=language)
    start = reading.text.index(words)
    label = "PERCENT" if name == "change" else "MONEY"
    found = [one for one in reading.met(start, start + len(words)) if one.label == label]
    slot = Slot(text=words, start=start, end=start + len(words), value=found[0].value)
    mended = signed(reading, "results", {name: slot})[name]
    assert isinstance(mended, Slot)
    assert (mended.text, mended.start, mended.end) == (slot.text, slot.start, slot.end)
    return mended.value


@pytest.mark.parametrize(
    ("text", "words", "percent", "unit"),
    [
        ("Velmora reported revenue of €1.1 billion, down 5% from a year earlier.", "5%", -5, "revenue"),
        ("Velmora reported revenue of €1.1 billion, up 5% from a year earlier.", "5%", 5, "revenue"),
        ("Velmora's quarterly revenue fell by about 8.5% to €20 million.", "8.5%", -8.5, "revenue"),
        ("Velmora's quarterly sales rose by up to 8.5% to €20 million.", "8.5%", 8.5, "revenue"),
        ("Velmora's quarterly sales fell by up to 8.5% to €20 million.", "8.5%", -8.5, "revenue"),
        ("Velmora's turnover grew less than 2% to €20 million.", "2%", 2, "revenue"),
        ("Velmora reported a fall of 3% in first-half sales.", "3%", -3, "revenue"),
        ("Velmora reported a 3% year-on-year fall in first-half sales.", "3%", -3, "revenue"),
        ("Velmora reported 3% higher sales for the first half.", "3%", 3, "revenue"),
        ("Velmora reported sales of €4 million, 3% less than a year ago.", "3%", -3, "revenue"),
        ("Velmora's sales declined to €1.1 billion, or 5%, in the quarter.", "5%", -5, "revenue"),
        ("Velmora's sales declined by €60 million (5%) in the quarter.", "5%", -5, "revenue"),
        ("Velmora's sales shrank a fifth in the quarter.", "a fifth", -20, "revenue"),
        ("Velmora's sales saw negative growth of 5% in the quarter.", "5%", -5, "revenue"),
        ("Velmora's sales were €5 million, 8% below last year.", "8% below last year", -8, "revenue"),
        ("Velmora's like-for-like sales fell 2%, revenue was €5 million.", "2%", -2, "like-for-like sales"),
        ("Velmora's sales (+5%) came to €20 million.", "5%", 5, "revenue"),
        ("Velmora's sales (-5%) came to €20 million.", "-5%", -5, "revenue"),
        ("Velmora's profit plunged 40% to £3 million while revenue rose 6% to £52 million.", "40%", -40, "profit"),
        ("Velmora's profit plunged 40% to £3 million while revenue rose 6% to £52 million.", "6%", 6, "revenue"),
        ("Velmora reported revenue of £52 million and a 40% drop in net profit.", "40%", -40, "profit"),
        ("Velmora's net loss widened 12% to £3 million.", "12%", 12, "loss"),
        ("Velmora's revenue was £52 million. Deliveries fell 9% in the quarter.", "9%", -9, "deliveries"),
        ("Velmora's revenue and profit rose 5% and 12%, respectively.", "5%", 5, "revenue"),
        ("Velmora's revenue and profit rose 5% and 12%, respectively.", "12%", 12, "profit"),
        ("Velmora's quarterly revenue was £52 million. That is 9% less than a year ago.", "9%", -9, "revenue"),
        ("Velmora's sales rose to £5 million, with a margin of 12%.", "12%", None, "margin"),
        ("Velmora's gross margin fell to 31% in the quarter.", "31%", None, "gross margin"),
        ("维墨科技第三季度营收12亿元，同比下降8%。", "8%", -8, "revenue"),
        ("维墨科技第三季度营收12亿元，同比增长8%。", "8%", 8, "revenue"),
        ("维墨科技前三季度营收同比下滑约12%，至45亿元。", "12%", -12, "revenue"),
        ("维墨科技第三季度营收同比减少5.2%，净利润同比增长30%。", "5.2%", -5.2, "revenue"),
        ("维墨科技第三季度营收同比减少5.2%，净利润同比增长30%。", "30%", 30, "profit"),
        ("维墨科技第三季度营收和净利润分别同比增长5%、12%。", "5%", 5, "revenue"),
        ("维墨科技第三季度营收和净利润分别同比下降5%、12%。", "12%", -12, "profit"),
        ("维墨科技第三季度营收9亿元、净利润1亿元，同比分别增14%和22%。", "22%", 22, "profit"),
        ("维墨科技第三季度营收12亿元，同比负增长8%。", "8%", -8, "revenue"),
        ("维墨科技第三季度营收12亿元，同比跌8%。", "8%", -8, "revenue"),
        ("维墨科技第三季度营收12亿元，较上年同期至少增长8%。", "8%", 8, "revenue"),
        ("维墨科技第三季度亏损同比收窄30%至1.2亿元。", "30%", -30, "loss"),
        ("维墨科技第三季度营收12亿元，毛利率下降至31%。", "31%", None, "毛利率"),
        ("维墨科技第三季度营收12亿元，同比降幅为8%。", "8%", -8, "revenue"),
    ],
    ids=lambda value: value[-60:] if isinstance(value, str) else str(value),
)  # fmt: skip
def test_a_change_has_the_sign_of_its_words(
    text: str, words: str, percent: float | None, unit: str | None
) -> None:
    value = value_of(text, "change", words)
    assert value is not None
    assert (value.percent, value.unit) == (None if percent is None else Decimal(str(percent)), unit)


def test_a_change_that_nothing_tells_has_no_value() -> None:
    assert value_of("Velmora took in €20 million: 9% in the quarter.", "change", "9%") is None
    assert value_of("维墨科技公布季报，同比9%。", "change", "9%") is None


@pytest.mark.parametrize(
    ("text", "words", "lost"),
    [
        ("Velmora's net loss was $40 million in the third quarter.", "$40 million", True),
        ("Velmora made a net profit of $40 million in the third quarter.", "$40 million", False),
        ("Velmora posted a $40 million quarterly loss.", "$40 million", True),
        ("Velmora posted a $40 million profit after a loss a year ago.", "$40 million", False),
        ("Velmora lost $40 million in the third quarter.", "$40 million", True),
        ("Velmora earned $40 million in the third quarter.", "$40 million", False),
        ("Velmora swung from a loss of $3 million to a profit of $40 million.", "$40 million", False),
        ("Velmora swung from a profit of $3 million to a loss of $40 million.", "$40 million", True),
        ("Velmora's loss narrowed from $60 million to $40 million.", "$40 million", True),
        ("Velmora's net income before impairment losses was $40 million.", "$40 million", False),
        ("Velmora's net income, despite losses abroad, was $40 million.", "$40 million", False),
        ("Velmora's net income (loss) was $40 million.", "$40 million", False),
        ("Velmora expects a loss of $40 million to $50 million.", "$40 million to $50 million", True),
        ("Velmora's net profit, after a $9 million loss from closed shops, was $40 million.", "$40 million", False),
        ("Velmora's net profit after a $9 million loss from closed shops was $40 million.", "$40 million", False),
        ("Velmora's net income, dragged down by losses in its shops, was $40 million.", "$40 million", False),
        ("Velmora's net profit, including a loss on the sale of a mill, of $40 million beat hopes.", "$40 million", False),
        ("Velmora's profit fell on heavy losses abroad to $40 million.", "$40 million", False),
        ("Velmora: net profit - $40 million, revenue - $90 million.", "$40 million", False),
        ("Velmora: net profit -$40 million, revenue $90 million.", "$40 million", True),
        ("Velmora's net loss, including a gain on the sale of a mill, was $40 million.", "$40 million", True),
        ("Velmora's result, a loss, was $40 million.", "$40 million", True),
        ("Velmora's net loss, after a profit of $9 million a year ago, was $40 million.", "$40 million", True),
        ("Velmora reported on Monday a loss of $40 million.", "$40 million", True),
        ("维墨科技三季度净利润在子公司亏损拖累下仍达3.2亿元。", "3.2亿元", False),
        ("维墨科技三季度净利润受海外亏损影响降至3.2亿元。", "3.2亿元", False),
        ("维墨科技：净利润 - 3.2亿元，营收 - 12亿元。", "3.2亿元", False),
        ("维墨科技在三季度净亏损环比下降至3.2亿元。", "3.2亿元", True),
        ("维墨科技上半年净亏损3.2亿元。", "净亏损3.2亿元", True),
        ("维墨科技上半年净利润3.2亿元。", "3.2亿元", False),
        ("维墨科技上半年净利润为-3.2亿元。", "3.2亿元", True),
        ("维墨科技归母净利润-3.2亿元。", "3.2亿元", True),
        ("维墨科技净利润3亿元-3.2亿元。", "3.2亿元", False),
        ("维墨科技股东应占亏损约46亿元。", "46亿元", True),
        ("维墨科技上半年扭亏为盈，净利润3.2亿元，上年同期亏损1亿元。", "3.2亿元", False),
        ("维墨科技上半年扭亏为盈3.2亿元。", "3.2亿元", False),
        ("维墨科技上半年由盈转亏，亏损3.2亿元。", "3.2亿元", True),
        ("维墨科技亏损收窄至3.2亿元。", "3.2亿元", True),
        ("维墨科技关闭亏损门店后，净利润3.2亿元。", "3.2亿元", False),
    ],
    ids=lambda value: value[:60] if isinstance(value, str) else str(value),
)  # fmt: skip
def test_a_loss_is_a_profit_below_zero(text: str, words: str, lost: bool) -> None:
    value = value_of(text, "profit", words)
    assert value is not None
    assert value.amount is not None
    assert (value.amount < 0) == lost


@pytest.mark.parametrize(
    ("text", "words", "percent"),
    [
        ("Tavira Motors reported third-quarter revenue of €1.1 billion, down 5% from a year earlier.", "5%", -5),
        ("Tavira Motors' third-quarter revenue rose 5% to €1.1 billion.", "5%", 5),
        ("维墨科技发布三季报，第三季度营收下降12%至88亿元。", "12%", -12),
        ("维墨科技第三季度营收12.4亿元，同比下降8%。", "8%", -8),
    ],
    ids=["falls", "rises", "falls in Chinese", "falls in the last clause"],
)  # fmt: skip
def test_the_move_of_a_text_tells_the_sign(text: str, words: str, percent: int) -> None:
    move = next(m for m in FULL.tag("", text, published="2026-11-20").moves if m.kind == "results")
    (change,) = move.values("change")
    assert words in change.text
    assert change.value is not None
    assert change.value.percent == percent
