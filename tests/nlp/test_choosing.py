"""Who acts, where the registry knows more than the text: products, customers, the publisher of a page."""

import pytest

from nlp.moves import find_moves
from nlp.slotting.chain import ACTOR, Filling
from nlp.slotting.choosing import chosen
from nlp.slotting.window import window
from nlp.tagger import Tagger
from schemas.language import Move
from schemas.registry import Company, Product, Registry

REGISTRY = Registry(
    companies=(
        Company(
            id="velmora",
            names={"en": ("Velmora",), "zh": ("维墨", "维墨科技")},
            products=(Product(id="velmora-customs", names={"en": ("Velmora Customs",)}),),
        ),
        Company(id="taoyan", names={"en": ("Taoyan",), "zh": ("陶岩", "陶岩科技")}),
        Company(id="dorvik", role="customer", names={"en": ("Dorvik Retail", "Dorvik")}),
        Company(id="qingluan", role="customer", names={"zh": ("青鸾汽配",)}),
    )
)


@pytest.fixture(scope="module")
def known() -> Tagger:
    return Tagger(REGISTRY)


def told(
    tagger: Tagger, kind: str, title: str, text: str, publisher: str | None = None
) -> Move | None:
    tags = tagger.tag(title, text, published="2026-09-03", publisher=publisher)
    return next((one for one in tags.moves if one.kind == kind), None)


def acts(move: Move | None) -> str | None:
    return move.actor.entity if move and move.actor else None


@pytest.mark.parametrize(
    ("title", "text"),
    [
        (
            "Dorvik Retail chooses Velmora for 1,100 stores",
            "The retailer has chosen Velmora Customs to file its declarations and has signed a contract worth €6.4 million.",
        ),
        (
            "青鸾汽配采购陶岩科技网关",
            "青鸾汽配与陶岩科技日前签订采购合同，由后者为其六座工厂提供边缘网关及安装维护，合同金额370万元，期限3年。",
        ),
    ],
)
def test_a_registered_customer_gives_way_to_the_registered_seller(
    known: Tagger, title: str, text: str
) -> None:
    move = told(known, "customer-win", title, text)
    assert acts(move) in {"velmora", "taoyan"}
    assert move is not None
    assert "dorvik" not in {one.entity for one in (move.actor,) if one}


def test_the_customer_that_stood_in_the_sellers_place_fills_its_slot(known: Tagger) -> None:
    title = "青鸾汽配采购陶岩科技网关"
    text = "青鸾汽配与陶岩科技日前签订采购合同，由后者为其六座工厂提供边缘网关及安装维护，合同金额370万元，期限3年。"
    move = told(known, "customer-win", title, text)
    assert move is not None
    assert acts(move) == "taoyan"
    assert [one.entity for one in move.values("customer")] == ["qingluan"]


def test_a_product_that_acts_is_its_company(known: Tagger) -> None:
    text = "Velmora Customs puts its price up to €69. Customers of Taoyan pay half of that."
    reading = known.read("", text)
    found = [one for one in find_moves(reading)[1] if one.rule.kind == "price-increase"]
    for name, company in (("Velmora Customs", "velmora"), ("Taoyan", "taoyan")):
        start = reading.text.index(name)
        told = [Filling(ACTOR, start, start + len(name), 0, 0.9)]
        who = chosen(reading, found[0], window(reading, found[0], {}), told)
        assert who is not None
        assert who.actor is not None
        assert (who.actor.entity, who.sure) == (company, True)


def test_a_text_that_names_a_product_alone_is_about_its_company(known: Tagger) -> None:
    text = (
        "Velmora Customs has launched in Portugal today and files declarations for shippers there."
    )
    tags = known.tag("Velmora Customs launches in Portugal", text, published="2026-09-03")
    assert {acts(one) for one in tags.moves} == {"velmora"}


def test_we_are_the_publisher_where_the_company_is_named_far_off(known: Tagger) -> None:
    letter = (
        "Team,\n\nThis is the hardest letter I have had to write here. Today we are parting with 180 colleagues, "
        "9% of our workforce. Most of them work in sales and support. Each has had a conversation with a manager.\n\n"
        "We grew those departments for a market that did not arrive. That was my judgment, and it was wrong. "
        "Those who go receive sixteen weeks' pay. I am in the canteen now.\n\nGwen\n\n"
        "About us: Velmora makes software."
    )
    title = "A message from Gwen Castellaw to all employees"
    assert acts(told(known, "layoffs", title, letter, publisher="velmora")) == "velmora"


def test_who_is_named_elsewhere_is_known_by_the_same_words(known: Tagger) -> None:
    text = (
        "The retailer has chosen Velmora Business to follow its deliveries and has signed a contract over four years. "
        '"A supermarket is the most honest customer there is," said the chief executive of Velmora.'
    )
    move = told(known, "customer-win", "Sandholt Stores chooses Velmora for 1,100 stores", text)
    assert acts(move) == "velmora"


@pytest.mark.parametrize(("publisher", "actor"), [("velmora", "Velmora"), ("dorvik", "Kestro")])
def test_a_publisher_acts_before_a_stranger_but_a_customer_did_not_win_itself(
    known: Tagger, publisher: str, actor: str
) -> None:
    text = "Velmora and Dorvik were told that Kestro was chosen by the retailer."
    reading = known.read("", text, publisher=publisher)
    found = find_moves(known.read("", "Velmora was chosen by Sandholt."))[1]
    one = next(one for one in found if one.rule.kind == "customer-win")
    own = next(e for e in reading.entities if e.entity == publisher)
    one = one._replace(parties=one.parties._replace(actor=own))
    start = text.index("Kestro") + 1
    told = [Filling(ACTOR, start, start + len("Kestro"), 0, 0.9)]
    who = chosen(reading, one, window(reading, one, {}), told)
    assert who is not None
    assert who.actor is not None
    assert reading.text[who.actor.start : who.actor.end] == actor


NOBODY_ACTS = [
    ("自动旋转功能可以关吗？这项功能升级了", "product-update"),  # of a word 转功能
    pytest.param(
        "自动旋转功能能关吗？这项功能升级了", "product-update",
        marks=pytest.mark.xfail(reason="a debt since 30 November 2026: 能关 is taken for who acts"),
    ),
]  # fmt: skip


@pytest.mark.parametrize(("text", "kind"), NOBODY_ACTS)
def test_what_names_no_company_is_no_move_of_one(text: str, kind: str) -> None:
    tagger = Tagger(Registry())
    assert not tagger.tag("", text, published="2026-06-15", language="zh").moves
    told = tagger.explain("", text, published="2026-06-15", language="zh")
    assert "no company" in {row["reason"] for row in told if row["kind"] == kind}
    assert not any(row["kept"] for row in told if row["kind"] == kind)


@pytest.mark.parametrize(
    "text", ["我们的新厂开工建设，年产轴承二十万套", "公司新厂开工建设，年产轴承二十万套"]
)
def test_a_company_that_is_not_named_still_acts(text: str) -> None:
    found = Tagger(Registry()).tag("", text, published="2026-06-15", language="zh").moves
    assert [(one.kind, one.actor) for one in found] == [("expansion", None)]


def test_who_speaks_for_a_company_is_not_it(known: Tagger) -> None:
    text = "Ada Lindqvist of Velmora said on Monday that Velmora has raised the price of its kettles to €69."
    reading = known.read("", text)
    found = find_moves(reading)[1]
    one = next(one for one in found if one.rule.kind == "price-increase")
    fillings = []
    for name, chance in (("Ada Lindqvist", 0.9), ("Velmora", 0.1)):
        start = reading.text.index(name)
        fillings.append(Filling(ACTOR, start, start + len(name), 0, chance))
    who = chosen(reading, one, window(reading, one, {}), fillings)
    assert who is not None
    assert who.actor is not None
    assert who.actor.entity == "velmora"
