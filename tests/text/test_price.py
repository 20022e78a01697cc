"""Prices as pages write them."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from text.price import Price, parse_figure, read_price


def known(raw: str, hint: str | None = None) -> tuple[str | None, str | None]:
    price = read_price(raw, hint)
    return (None if price.amount is None else format(price.amount, "f")), price.currency


@pytest.mark.parametrize(
    ("raw", "hint", "amount", "currency"),
    [
        ("¥1,299/年", None, "1299", "CNY"),
        ("¥1,299", "ja", "1299", "JPY"),
        ("¥1,299", "shop.example.co.jp", "1299", "JPY"),
        ("199元起", None, "199", "CNY"),
        ("3.5万元/年", None, "35000", "CNY"),
        ("￥９９", None, "99", "CNY"),
        ("1.299,00 €", None, "1299.00", "EUR"),
        ("1 299,00 €", None, "1299.00", "EUR"),
        ("CHF 1'299.00", None, "1299.00", "CHF"),
        ("12 990 Kč", None, "12990", "CZK"),
        ("Rs. 1,29,900", None, "129900", "INR"),
        ("Rs. 1,29,900", "pk", "129900", "PKR"),
        ("$49", "en-AU", "49", "AUD"),
        ("US$0.09 per GB", "en-AU", "0.09", "USD"),
        ("SGD$4.90", None, "4.90", "SGD"),
        ("1,200円(税込)", None, "1200", "JPY"),
        ("89.00 EUR/month", None, "89.00", "EUR"),
        ("35€99", None, "35.99", "EUR"),
        ("from 26 to 50 €", None, "26", "EUR"),
        ("423.923 KD", None, "423.923", "KWD"),
        ("199", "CNY", "199", "CNY"),
        ("199", "zh", "199", None),
    ],
)
def test_amount_and_currency(raw: str, hint: str | None, amount: str, currency: str | None) -> None:
    assert known(raw, hint) == (amount, currency)


@pytest.mark.parametrize(
    "raw", ["满300减40", "打八折", "首年5折", "save 20%", "5G and 24/7", "v2", ""]
)
def test_terms_and_words_are_no_price(raw: str) -> None:
    assert read_price(raw).amount is None


@pytest.mark.parametrize(
    "raw", ["Contact sales", "面议", "Let's talk", "Custom", "请联系客服", "on request"]
)
def test_what_is_hidden_is_said_to_be(raw: str) -> None:
    assert read_price(raw).state == "hidden"


@pytest.mark.parametrize(
    ("raw", "period", "unit", "starting"),
    [
        ("$12 per user / month, billed annually", "month", "user", False),
        ("from €89/month", "month", None, True),
        ("€29 per seat and month", "month", "seat", False),
        ("2,400元/人月", "month", "person", False),
        ("£920 per day", "day", None, False),
        ("$0.09/vCPU/hour", "hour", "vCPU", False),
        ("每万次 0.8 元", None, "万次", False),
        ("¥88,000 / 套", None, "套", False),
        ("499元/年", "year", None, False),
    ],
)
def test_period_and_unit(raw: str, period: str | None, unit: str | None, starting: bool) -> None:
    price = read_price(raw)
    assert (price.period, price.unit, price.starting) == (period, unit, starting)


def test_the_old_price_becomes_the_list_price() -> None:
    price = read_price("原价¥299 现价¥199")
    assert (price.amount, price.list_amount) == (Decimal(199), Decimal(299))


def test_free_is_a_price() -> None:
    assert read_price("Free") == Price(amount=Decimal(0), state="known")


@given(st.decimals(min_value=0, max_value=9_999_999, places=2))
def test_every_country_s_way_of_writing_reads_back(amount: Decimal) -> None:
    english = f"{amount:,.2f}"
    swapped = english.translate(str.maketrans(",.", ".,"))
    spaced = english.replace(",", "\u202f").replace(".", ",")
    for figure in (english, swapped, spaced, english.replace(",", "'"), f"{amount:.2f}"):
        assert parse_figure(figure) == amount
        assert read_price(f"€{figure}").amount == amount


@given(st.text(max_size=120), st.one_of(st.none(), st.text(max_size=8)))
def test_no_text_breaks_it(raw: str, hint: str | None) -> None:
    price = read_price(raw, hint)
    assert (price.amount is not None) == (price.state == "known")
