"""Prices as pages write them."""

import json
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from text.price import Price, parse_figure, read_price

GOLD = Path(__file__).parents[2] / "evaluation" / "gold" / "prices.jsonl"


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
    ("raw", "hint", "amount", "currency"),
    [
        ("港幣 $399", None, "399", "HKD"), ("COP $ 1.250.000", None, "1250000", "COP"), ("$ 1.299", "cl", "1299", "CLP"),
        ("Rs.1.5 Lac", None, "150000", "INR"), ("KSh. 2,500/=", None, "2500", "KES"), ("R149 p/m", None, "149", "ZAR"),
        ("1'299.–", "ch", "1299", "CHF"), ("249:-/mån", "sv", "249", "SEK"), ("1 299,-", None, "1299", None),
        ("12 500 F CFA", None, "12500", "XOF"), ("25 000 FCFA", "cm", "25000", "XAF"), ("١٢٫٥٠٠ د.ك", None, "12.500", "KWD"),
        ("3만 5천원", None, "35000", "KRW"), ("1억 2,000만원", None, "120000000", "KRW"), ("1.5万円/人日", None, "15000", "JPY"),
        ("三千八百元", None, "3800", "CNY"), ("8块8", None, "8.8", "CNY"), ("2,490 元", "zh-TW", "2490", "TWD"),
        ("¥1,980（税込）", None, "1980", "JPY"), ("$19⁹⁹", None, "19.99", "USD"), ("99p", None, "0.99", "GBP"),
        ("₹1 crore 20 lakh", None, "12000000", "INR"), ("2,499/-", "in", "2499", "INR"), ("1,290.-", "th", "1290", "THB"), ("$49 (CAD)", None, "49", "CAD"),
        ("٥٠ ريالاً", None, "50", "SAR"), ("€ 1 234 , 56", None, "1234.56", "EUR"), ("69,50", "TL", "69.50", "TRY"), ("199", "br", "199", None), ("N5,000", "ng", "5000", "NGN"), ("买1送1 ¥99", None, "99", "CNY"),
    ],
)  # fmt: skip
def test_forms_of_many_countries(
    raw: str, hint: str | None, amount: str, currency: str | None
) -> None:
    assert known(raw, hint) == (amount, currency)


@pytest.mark.parametrize(
    ("raw", "amount", "before"),
    [
        ("<del>$49</del> $39", 39, 49), ("~~$99~~ $79", 79, 99), ("5,980円→3,980円", 3980, 5980),
        ("De R$ 199,90 por R$ 149,90", Decimal("149.90"), Decimal("199.90")), ("29,90 € statt 39,90 €", Decimal("29.90"), Decimal("39.90")),
        ("定金100元，到手价1899元", 1899, None), ("You save $10.00 $39.00", 39, None), ("$10 off, then $25/mo", 25, None),
        ("29,95 €, zzgl. 4,95 € Versand", Decimal("29.95"), None), ("$0.50/oz $29.99", Decimal("29.99"), None),
        ("3-5万元", 30000, None), ("₹10-15 lakh", 1000000, None), ("kostenlos statt 9,99 €", 0, Decimal("9.99")),
    ],
)  # fmt: skip
def test_the_price_among_other_sums(
    raw: str, amount: Decimal | int, before: Decimal | int | None
) -> None:
    price = read_price(raw)
    assert (price.amount, price.list_amount) == (amount, before)


@pytest.mark.parametrize(
    "raw", ["14-day free trial", "免费试用14天", "Free shipping", "Call 1-800-555-0199", "2026-11-24", "N/A", "£5 off"]
)  # fmt: skip
def test_what_states_no_price(raw: str) -> None:
    assert read_price(raw).amount is None


def test_the_gold_of_price_strings_is_read() -> None:
    rows = [json.loads(line) for line in GOLD.read_text(encoding="utf-8").splitlines()]
    wrong = []
    for row in rows:
        price = read_price(row["text"], row.get("hint"))
        wanted = None if row["amount"] is None else Decimal(row["amount"])
        if (price.amount, price.currency) != (wanted, row["currency"]):
            wrong.append(row["id"])
    assert len(rows) >= 400
    assert len(wrong) <= 0.02 * len(rows), wrong


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
        ("$1,188/year ($99/mo)", "year", None, False),
        ("年付 ¥1,980，月付 ¥198", "year", None, False),
        ("$49 – $99 / mo", "month", None, False),
        ("$5 per 1M tokens", None, "1M tokens", False),
        ("€0.12 per word", None, "word", False),
        ("10 000 Kč/rok", "year", None, False),
        ("от 990 ₽/мес", "month", None, True),
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
