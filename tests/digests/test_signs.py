"""A fall is printed as a fall, a loss as a loss, and a change as that of its own figure, a period whole, in both languages."""

from decimal import Decimal
from typing import Any

import pytest

from digests.naming import NameBook, gloss_value, slot_values
from digests.words import fill, words
from schemas.language import Slot, Slots, Value
from text.display import Lang


def slot(text: str, **value: Any) -> Slot:
    return Slot(text=text, value=Value(**value) if value else None)


REVENUE = slot("€1.1 billion", amount=Decimal(1_100_000_000), currency="EUR")
LOSS = slot("€40 million", amount=Decimal(-40_000_000), currency="EUR")
PROFIT = slot("€40 million", amount=Decimal(40_000_000), currency="EUR")


def headline(language: Lang, slots: Slots) -> str | None:
    """Return what a digest says of results; the slots are those of an English text."""
    says = words(language)
    values = {"actor": "Velmora", **slot_values(NameBook([], language, says), slots, "en")}
    told = (fill(template, values) for template in says.headlines["results"])
    return next((one for one in told if one), None)


@pytest.mark.parametrize(
    ("slots", "english", "chinese"),
    [
        ({"revenue": REVENUE, "change": slot("5%", percent=Decimal(-5), unit="revenue")},
         "Velmora reports revenue of €1.1 billion, −5%", "Velmora 收入 11 亿欧元，同比 −5%"),
        ({"revenue": REVENUE, "change": slot("5%", percent=Decimal(5), unit="revenue")},
         "Velmora reports revenue of €1.1 billion, +5%", "Velmora 收入 11 亿欧元，同比 +5%"),
        ({"revenue": REVENUE, "change": slot("40%", percent=Decimal(-40), unit="profit")},
         "Velmora reports revenue of €1.1 billion", "Velmora 收入 11 亿欧元"),
        ({"revenue": REVENUE, "change": slot("9%", percent=Decimal(-9), unit="deliveries")},
         "Velmora reports revenue of €1.1 billion", "Velmora 收入 11 亿欧元"),
        ({"revenue": REVENUE,
          "change": (slot("12%", percent=Decimal(-12), unit="revenue"), slot("30%", percent=Decimal(-30), unit="profit"))},
         "Velmora reports revenue of €1.1 billion, −12%", "Velmora 收入 11 亿欧元，同比 −12%"),
        ({"revenue": REVENUE, "change": slot("5%", unit="revenue")},
         "Velmora reports revenue of €1.1 billion, 5%", "Velmora 收入 11 亿欧元"),
        ({"profit": LOSS}, "Velmora reports a loss of €40 million", "Velmora 亏损 4,000 万欧元"),
        ({"profit": PROFIT}, "Velmora reports a result of €40 million", "Velmora 利润 4,000 万欧元"),
    ],
    ids=["fall", "rise", "of the profit", "of deliveries", "of both", "of no direction", "loss", "profit"],
)  # fmt: skip
def test_a_headline_of_results(slots: Slots, english: str, chinese: str) -> None:
    assert (headline("en", slots), headline("zh", slots)) == (english, chinese)


@pytest.mark.parametrize(
    ("language", "change", "other", "loss"),
    [
        ("en", "−40% (profit)", "−9% (deliveries)", "−€40 million"),
        ("zh", "−40%（利润）", "−9%（其他指标）", "−4,000 万欧元"),
    ],
    ids=["en", "zh"],
)
def test_facts_name_the_figure_that_changed_and_show_the_sign_of_a_loss(
    language: Lang, change: str, other: str, loss: str
) -> None:
    book = NameBook([], language, words(language))
    profit = slot("40%", percent=Decimal(-40), unit="profit")
    deliveries = slot("9%", percent=Decimal(-9), unit="deliveries")
    assert gloss_value(book, "change", profit, "en") == change
    assert gloss_value(book, "change", deliveries, "en") == other
    assert gloss_value(book, "profit", LOSS, "en") == loss


@pytest.mark.parametrize(
    ("period", "written", "english", "chinese"),
    [
        (slot("six months to September", date="2026-09"), "en", "six months to September", None),
        (slot("first half", date="2026-H1"), "en", "H1 2026", "2026 年上半年"),
        (slot("third quarter", date="2026-Q3"), "en", "Q3 2026", "2026 年三季度"),
        (slot("前三季度", date="2026"), "zh", None, "前三季度"),
        (slot("第三季度", date="2026-Q3"), "zh", "Q3 2026", "2026 年三季度"),
    ],
    ids=["months to", "half", "quarter", "three quarters in Chinese", "quarter in Chinese"],
)
def test_a_period_is_told_whole_or_in_its_own_words(
    period: Slot, written: str, english: str | None, chinese: str | None
) -> None:
    languages: tuple[Lang, ...] = ("en", "zh")
    said = [NameBook([], one, words(one)).say("period", period, written) for one in languages]
    assert said == [english, chinese]


def test_a_plan_keeps_its_place_in_a_headline_with_how_it_is_billed_in_our_language() -> None:
    plan = Slot(text="Team (billed monthly)")
    said = [NameBook([], one, words(one)).say("product", plan, "en") for one in ("en", "zh")]
    assert said == ["Team (billed monthly)", "Team（按月付）"]


@pytest.mark.parametrize(
    ("names", "english", "chinese"),
    [
        (("Ossory", "Pell"), "Velmora wins Ossory and Pell", "Velmora 签下 Ossory 和 Pell"),
        (("Ossory", "Pell", "Kestro"), "Velmora wins Ossory, Pell and Kestro", "Velmora 签下 Ossory、Pell 和 Kestro"),
        (("Ossory", "Pell", "Kestro", "Orvane"), "Velmora wins Ossory, Pell, Kestro and others", "Velmora 签下 Ossory、Pell、Kestro 等"),
    ],
    ids=["two", "three", "four"],
)  # fmt: skip
def test_a_headline_of_several_customers(
    names: tuple[str, ...], english: str, chinese: str
) -> None:
    languages: tuple[tuple[Lang, str], ...] = (("en", english), ("zh", chinese))
    for language, expected in languages:
        says = words(language)
        slots: Slots = {"customer": tuple(slot(name) for name in names)}
        values = {"actor": "Velmora", **slot_values(NameBook([], language, says), slots, language)}
        assert fill(says.headlines["customer-win"][0], values) == expected


def test_a_headline_of_the_sum_by_which_a_price_fell() -> None:
    slots: Slots = {
        "product": slot("Planner"),
        "change": slot("$5", amount=Decimal(5), currency="USD"),
    }
    told = []
    languages: tuple[Lang, ...] = ("en", "zh")
    for language in languages:
        says = words(language)
        values = {"actor": "Velmora", **slot_values(NameBook([], language, says), slots, "en")}
        told.append(fill(says.headlines["price-decrease"][0], values))
    assert told == ["Velmora cuts Planner by $5", "Velmora Planner 降价 5 美元"]
