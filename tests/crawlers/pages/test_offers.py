"""Plans and prices in every layout a page may have."""

from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest

from evaluation.offers import measure

Read = Callable[..., Any]
URL = "https://velmora.example/pricing"


def offers(read: Read, body: str, url: str = URL, **more: Any) -> dict[str, Any]:
    page = f"<html lang='{more.pop('lang', 'en')}'><head><title>Pricing</title></head><body>{body}</body></html>"
    return {one.name: one for one in read(page, url=url, kind="offer", **more).offers}


CARDS = """<main><h1>Plans</h1><div class="plans">
<div class="plan"><h3>Crew</h3><p class="price">€29 per seat / month</p><ul><li>✓ Port calls</li><li class="off">Night desk</li></ul><a>Start a trial</a></div>
<div class="plan"><h3>Fleet</h3><p class="price"><s>€99</s> <b>€79</b> per seat / month</p><ul><li>✓ Port calls</li><li>✓ Night desk</li></ul><a>Start a trial</a></div>
<div class="plan"><h3>Harbour</h3><p class="price">Let's talk</p><ul><li>✓ Everything</li></ul><a>Contact sales</a></div></div></main>"""


def test_cards(read: Read) -> None:
    found = offers(read, CARDS)
    assert list(found) == ["Crew", "Fleet", "Harbour"]
    crew, fleet, harbour = found.values()
    assert (crew.amount, crew.currency, crew.unit, crew.period) == (
        Decimal(29),
        "EUR",
        "seat",
        "month",
    )
    assert (fleet.amount, fleet.list_amount) == (Decimal(79), Decimal(99))
    assert (harbour.amount, harbour.state) == (None, "hidden")
    assert crew.features == {"Port calls": True, "Night desk": False}


def test_a_toggle_gives_both_ways_of_billing(read: Read) -> None:
    def card(name: str, annual: int, monthly: int) -> str:
        return (
            f"<div class=plan><h3>{name}</h3><div class=annual><p class=price>€{annual} per seat / month</p><small>billed annually</small></div>"
            f"<div class=monthly hidden><p class=price>€{monthly} per seat / month</p><small>billed monthly</small></div></div>"
        )

    found = offers(read, f"<h1>Plans</h1><div>{card('Crew', 29, 35)}{card('Fleet', 89, 99)}</div>")
    assert {name: one.amount for name, one in found.items()} == {
        "Crew (billed annually)": 29, "Crew (billed monthly)": 35,
        "Fleet (billed annually)": 89, "Fleet (billed monthly)": 99,
    }  # fmt: skip
    assert {one.plan for one in found.values()} == {"Crew", "Fleet"}


def test_a_table_with_a_row_per_plan(read: Read) -> None:
    table = """<h1>Rate card</h1><p>All without VAT.</p><table><tr><th>Role</th><th>Rate</th></tr>
      <tr><td>Senior engineer</td><td>£920 per day</td></tr><tr><td>Team of five</td><td>£68,000 per team and month</td></tr>
      <tr><td>Principal</td><td>on request</td></tr></table>"""
    found = offers(read, table)
    assert (found["Senior engineer"].amount, found["Senior engineer"].period) == (920, "day")
    assert (found["Team of five"].unit, found["Team of five"].period) == ("team", "month")
    assert found["Principal"].state == "hidden"
    assert {one.tax for one in found.values()} == {"excluded"}


def test_a_table_with_a_column_per_plan(read: Read) -> None:
    table = """<h1>Compare</h1><table><tr><th></th><th>Crew</th><th>Fleet</th></tr>
      <tr><td>Price</td><td>$29 / month</td><td>$89 / month</td></tr>
      <tr><td>Night desk</td><td>–</td><td>✓</td></tr><tr><td>Ports</td><td>3</td><td>unlimited</td></tr></table>"""
    found = offers(read, table)
    assert {name: one.amount for name, one in found.items()} == {"Crew": 29, "Fleet": 89}
    assert found["Crew"].features == {"Night desk": False, "Ports": "3"}
    assert found["Fleet"].features == {"Night desk": True, "Ports": "unlimited"}


def test_a_chinese_table_with_units_and_promotion(read: Read) -> None:
    table = """<h2>价格目录（含税）</h2><table><tr><th>产品</th><th>单价</th><th>单位</th></tr>
      <tr><td>边缘网关 Gate 5</td><td>￥1280</td><td>台</td></tr><tr><td>手持终端 Hand X2</td><td><s>￥2499</s> ￥1999（限时8折）</td><td>台</td></tr>
      <tr><td>企业平台</td><td>￥3.5万/年</td><td>套</td></tr><tr><td>定制</td><td>请联系客服</td><td></td></tr></table>"""
    found = offers(read, table, url="https://taoyan.example/price.html", lang="zh")
    gate, hand, platform, custom = found.values()
    assert (gate.amount, gate.currency, gate.unit, gate.tax) == (1280, "CNY", "台", "included")
    assert (hand.amount, hand.list_amount) == (1999, 2499)
    assert (platform.amount, platform.period) == (35000, "year")
    assert custom.state == "hidden"


def test_rows_of_div_without_headings(read: Read) -> None:
    rows = """<section><div class=hang><span class=mc>边缘网关 Gate 5</span> <span class=amt>￥1280/台</span></div>
      <div class=hang><span class=mc>手持终端 Hand X2</span> <span class=amt>￥1999/台</span></div></section>"""
    found = offers(read, f"<h2>价格</h2>{rows}", url="https://taoyan.example/price.html", lang="zh")
    assert {name: one.amount for name, one in found.items()} == {
        "边缘网关 Gate 5": 1280,
        "手持终端 Hand X2": 1999,
    }


def test_structured_offers_where_nothing_else_is(read: Read) -> None:
    stated = """<script type="application/ld+json">{"@type":"Product","name":"Cloud","offers":[
      {"@type":"Offer","name":"Skiff","price":"0.09","priceCurrency":"USD"},{"@type":"Offer","name":"Cutter","price":0.12,"priceCurrency":"USD"}]}</script>"""
    found = offers(
        read,
        f"{stated}<h1>Pay for what sails</h1><p>Prices are told when you sign in to the console.</p>",
    )
    assert {name: one.amount for name, one in found.items()} == {
        "Skiff": Decimal("0.09"),
        "Cutter": Decimal("0.12"),
    }


@pytest.mark.parametrize(("url", "lang", "currency"), [("https://a.co.jp/p", "en", "JPY"), ("https://a.example/p", "ja", "JPY"), ("https://a.cn/p", "en", "CNY"), ("https://a.example/p", "zh", "CNY")])  # fmt: skip
def test_the_yen_sign_is_told_by_place(read: Read, url: str, lang: str, currency: str) -> None:
    found = offers(read, CARDS.replace("€", "¥"), url=url, lang=lang)
    assert found["Crew"].currency == currency


def test_a_page_without_prices_has_no_offers(read: Read) -> None:
    assert (
        offers(
            read, "<h1>Pricing</h1><p>We are rebuilding this page. Come back in a week, please.</p>"
        )
        == {}
    )


def test_a_pricing_page_is_known_without_being_told(read: Read) -> None:
    page = f"<html><head><title>Pricing | Velmora</title></head><body>{CARDS}</body></html>"
    assert read(page, url=URL).kind == "offer"


def test_products(read: Read) -> None:
    page = """<html lang=en><head><title>Gate 6</title><script type="application/ld+json">{"@type":"Product","name":"Gate 6","sku":"TY-G6","brand":{"@type":"Brand","name":"Taoyan"},
      "offers":{"@type":"Offer","price":"1480.00","priceCurrency":"CNY","availability":"https://schema.org/OutOfStock"}}</script></head>
      <body><h1>Gate 6</h1><p>A gateway for cold stores, tested to forty degrees below zero in Harbin.</p><ul class=features><li>Eight ports</li><li>Runs for a week on battery</li></ul></body></html>"""
    product = read(page, url="https://taoyan.example/product/gate-6")
    assert (product.kind, product.sku, product.brand, product.availability) == (
        "product",
        "TY-G6",
        "Taoyan",
        "OutOfStock",
    )
    assert (product.offers[0].amount, product.offers[0].currency) == (Decimal("1480.00"), "CNY")
    assert product.features == ("Eight ports", "Runs for a week on battery")


def test_a_toggle_in_attributes(read: Read) -> None:
    card = "<div class=card><h3>{0}</h3><div class=price data-monthly='${1}' data-annual='${2}'>${1} <small>per user/month</small></div></div>"
    body = f"<h1>Plans</h1><div>{card.format('Dock', 20, 16)}{card.format('Quay', 40, 320)}</div>"
    found = offers(read, body)
    rows = {name: (one.amount, one.period, one.billed, one.unit) for name, one in found.items()}
    assert rows == {
        "Dock (billed monthly)": (20, "month", "month", "user"),
        "Dock (billed annually)": (16, "month", "year", "user"),
        "Quay (billed monthly)": (40, "month", "month", "user"),
        "Quay (billed annually)": (320, "year", "year", "user"),
    }


def test_the_price_of_the_other_billing_in_a_note(read: Read) -> None:
    card = "<div class=plan><h3>{0}</h3><p class=price>${1}/agent/mo</p><p>billed annually, or ${2} month-to-month</p></div>"
    found = offers(
        read, f"<h1>Plans</h1><div>{card.format('Dock', 10, 12)}{card.format('Quay', 25, 30)}</div>"
    )
    assert [(one.plan, one.amount, one.billed) for one in found.values()] == [
        ("Dock", 10, "year"), ("Dock", 12, "month"), ("Quay", 25, "year"), ("Quay", 30, "month"),
    ]  # fmt: skip


def test_tab_panels_with_one_period_are_told_apart(read: Read) -> None:
    def panel(name: str, one: int, two: int, more: str = "") -> str:
        return f"<div id={name} {more}><div class=t><h3>Dock</h3><b>${one}/month</b></div><div class=t><h3>Quay</h3><b>${two}/month</b></div></div>"

    found = offers(read, panel("monthly", 20, 40) + panel("annual", 16, 32, "hidden"))
    assert [(one.plan, one.amount, one.billed) for one in found.values()] == [
        ("Dock", 20, "month"), ("Quay", 40, "month"), ("Dock", 16, "year"), ("Quay", 32, "year"),
    ]  # fmt: skip


def test_the_four_states_are_never_mixed(read: Read) -> None:
    cards = "".join(
        f"<div class=plan><h3>{name}</h3><p class=price>{price}</p><p>{words}</p></div>"
        for name, price, words in (
            ("Known", "$9/month", "For one."), ("Hidden", "Contact sales", "For many."),
            ("Broken", "{{ plan.price }}", "For some."), ("Nothing", "For resellers", "With a margin on every seat."),
        )
    )  # fmt: skip
    found = offers(read, f"<h1>Plans</h1><div>{cards}</div>")
    assert {name: one.state for name, one in found.items()} == {
        "Known": "known", "Hidden": "hidden", "Broken": "broken", "Nothing": "missing",
    }  # fmt: skip
    assert all((one.amount is None) == (one.state != "known") for one in found.values())


def test_a_rate_card_with_the_currency_in_its_head(read: Read) -> None:
    table = """<h1>Rates</h1><table><tr><th>Role</th><th>Onshore (£/day)</th><th>Nearshore (£/day)</th></tr>
      <tr><td>Engineer</td><td>480</td><td>310</td></tr><tr><td>Architect</td><td>980</td><td>on request</td></tr></table>"""
    found = offers(read, table)
    assert {name: (one.amount, one.currency, one.period) for name, one in found.items()} == {
        "Engineer (Onshore)": (480, "GBP", "day"), "Engineer (Nearshore)": (310, "GBP", "day"),
        "Architect (Onshore)": (980, "GBP", "day"), "Architect (Nearshore)": (None, None, None),
    }  # fmt: skip
    assert found["Architect (Nearshore)"].state == "hidden"


def test_rows_of_one_name_keep_their_levels(read: Read) -> None:
    table = """<h1>报价（含税）</h1><table><tr><th>岗位</th><th>级别</th><th>单价（元/人天）</th></tr>
      <tr><td>Java 开发</td><td>初级</td><td>900</td></tr><tr><td>Java 开发</td><td>高级</td><td>1600</td></tr></table>"""
    found = offers(read, table, lang="zh")
    rows = {name: (one.amount, one.unit, one.period, one.tax) for name, one in found.items()}
    assert rows == {
        "Java 开发 (初级)": (900, "person", "day", "included"),
        "Java 开发 (高级)": (1600, "person", "day", "included"),
    }


def test_terms_of_promotions_are_kept_in_words(read: Read) -> None:
    cards = """<h1>会员</h1><div><div class=c><h4>月卡</h4><p class=yuanjia>￥39</p><p class=price>￥25/月</p></div>
      <div class=c><h4>年卡</h4><p class=price>到手价：￥238/年</p><p>首年5折，买一年送三个月，满300减40</p></div></div>"""
    found = offers(read, cards, lang="zh")
    assert (found["月卡"].amount, found["月卡"].list_amount) == (25, 39)
    assert (found["年卡"].amount, found["年卡"].promotion) == (
        238,
        "到手价; 首年5折; 买一年送三个月",
    )


def test_the_page_s_own_words_settle_currency_tax_and_region(read: Read) -> None:
    body = """<h1>Plans</h1><div><div class=p><h3>Dock</h3><b>$20/month</b></div><div class=p><h3>Quay</h3><b>$40/month</b></div></div>
      <p>Prices are shown in Canadian dollars, taxes not included. Region: Canada (Central)</p>"""
    (dock, quay) = offers(read, body).values()
    assert (dock.currency, dock.tax, dock.region) == ("CAD", "excluded", "Canada")
    assert quay.currency == "CAD"


def test_plans_in_a_script_where_the_page_shows_none(read: Read) -> None:
    body = """<h1>Pricing</h1><p>Prices are loading, please wait while we fetch the plans for you.</p><script type="application/json">
      {"props":{"plans":[{"name":"Watch","price":9,"currency":"USD","interval":"month"},{"name":"Guard","price":29,"currency":"USD","interval":"month"}]}}</script>"""
    found = offers(read, body)
    assert {name: (one.amount, one.period) for name, one in found.items()} == {
        "Watch": (9, "month"),
        "Guard": (29, "month"),
    }


def test_questions_about_prices_are_no_plans(read: Read) -> None:
    faq = "<section><div><h3>How much is storage?</h3><p>Each terabyte costs $6 a month.</p></div><div><h3>Is there a discount?</h3><p>Schools pay $5 a month.</p></div></section>"
    assert list(offers(read, CARDS + faq)) == ["Crew", "Fleet", "Harbour"]


@pytest.mark.parametrize(("kind", "least"), [("offer", 0.97), (None, 0.95)])
def test_the_gold_of_pricing_pages_is_read(kind: Any, least: float) -> None:
    score, details = measure(kind)
    assert min(one.f1 for one in score.values()) >= least, score[False].errors
    assert all(all(kept) for kept in details.values())
