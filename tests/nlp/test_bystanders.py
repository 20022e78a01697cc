"""Companies that are named beside who acts: a rival's, customer's or supplier's doings are not theirs."""

import pytest

from nlp.tagger import Tagger
from schemas.language import Tags
from schemas.registry import Company, Registry

_COMPANIES = {
    "tidelow": {"en": ("Tidelow",), "zh": ("潮泊科技", "潮泊")},
    "xuanteng": {"en": ("Xuanteng",), "zh": ("宣滕科技",)},
}
_TAGGER = Tagger(
    Registry(companies=tuple(Company(id=one, names=names) for one, names in _COMPANIES.items()))
)


def _read(text: str) -> Tags:
    """Return what is told by a text whose first line is its title."""
    title, _, body = text.partition("\n")
    return _TAGGER.tag(title, body, published="2026-11-20")


def _actors(text: str) -> set[str]:
    return {one.actor.entity or one.actor.text for one in _read(text).moves if one.actor}


_BESIDE = {
    "customer": ("Tidelow customer Corbeck files for bankruptcy\nCorbeck, a customer of Tidelow, filed for bankruptcy on Monday.", "Corbeck"),
    "client": ("Tidelow client Hallmere cuts 500 jobs\nHallmere, a client of Tidelow, is cutting 500 jobs.", "Hallmere"),
    "rival": ("Tidelow rival Corbeck raises $30 million\nCorbeck, a rival of Tidelow, raised $30 million in a Series B round.", "Corbeck"),
    "biggest rival": ("Tidelow's biggest rival, Corbeck, cuts 300 jobs\nCorbeck, Tidelow's biggest rival, is cutting 300 jobs.", "Corbeck"),
    "partner": ("Tidelow partner Kelbrook suffers data breach\nKelbrook, a partner of Tidelow, said hackers had stolen data.", "Kelbrook"),
    "supplier": ("Tidelow supplier Pellan cuts 300 jobs\nPellan, which supplies Tidelow, is cutting 300 jobs.", "Pellan"),
    "apposed": ("Pellan, a Tidelow customer, cuts 200 jobs\nPellan, which buys its software from Tidelow, is cutting 200 jobs.", "Pellan"),
    "backed": ("Tidelow-backed Corbeck opens plant in Porto\nCorbeck, which is backed by Tidelow, opened a plant in Porto.", "Corbeck"),
    "former": ("Former Tidelow executive's startup Corbeck raises $5 million\nCorbeck, founded by a former Tidelow executive, raised $5 million in a seed round.", "Corbeck"),
    "zh customer": ("潮泊科技客户恒驰物流申请破产\n潮泊科技的客户恒驰物流申请破产。", "恒驰物流"),
    "zh old rival": ("潮泊科技老对手启程软件完成2亿元融资\n启程软件完成2亿元融资，该公司是潮泊科技的老对手。", "启程软件"),
    "zh rival": ("潮泊科技竞争对手诺维克完成1亿元融资\n诺维克是潮泊科技的竞争对手，今日宣布完成1亿元融资。", "诺维克"),
    "zh partner": ("潮泊科技合作伙伴蓝鲸网络遭数据泄露\n潮泊科技的合作伙伴蓝鲸网络遭遇数据泄露，涉及20万用户。", "蓝鲸网络"),
    "zh invested": ("潮泊科技投资的启程软件申请破产\n潮泊科技投资的启程软件申请破产。", "启程软件"),
    "zh former": ("前潮泊科技高管创办的启程软件获5000万元融资\n启程软件由前潮泊科技高管创办，今日宣布获5000万元融资。", "启程软件"),
}  # fmt: skip


@pytest.mark.parametrize(("text", "actor"), _BESIDE.values(), ids=_BESIDE.keys())
def test_what_others_do_is_not_told_of_the_company_beside_them(text: str, actor: str) -> None:
    assert _actors(text) == {actor}


_ACTS = {
    "is the rival": "Xuanteng rival Tidelow raises $30 million\nTidelow, a rival of Xuanteng, raised $30 million in a Series B round.",
    "its supplier": "Tidelow buys supplier Pellan\nTidelow has bought its supplier Pellan for $20 million.",
    "sues its rival": "Tidelow sues rival Corbeck over patents\nTidelow has sued Corbeck, a rival, over three patents.",
    "its programme": "Tidelow customer data stolen\nTidelow said hackers had stolen customer data.",
    "former chief": "Former Tidelow chief sues company over bonus, Reuters reports\nThe former chief of Tidelow has sued the company over a bonus.",
    "zh is the rival": "宣滕科技竞争对手潮泊科技裁员200人\n宣滕科技的竞争对手潮泊科技宣布裁员200人。",
    "zh customers counted": "潮泊科技客户数突破1万家\n潮泊科技今日宣布，客户数突破1万家。",
    "zh shareholders meet": "潮泊科技股东大会通过分红方案\n潮泊科技股东大会通过分红方案，每股派息0.5元。",
    "zh the other day": "日前潮泊科技高管表示将涨价\n日前潮泊科技高管表示，公司产品将涨价5%。",
}  # fmt: skip


@pytest.mark.parametrize("text", _ACTS.values(), ids=_ACTS.keys())
def test_a_company_still_acts_beside_those_who_deal_with_it(text: str) -> None:
    assert _actors(text) == {"tidelow"}


def test_a_rival_is_no_customer_and_a_customer_no_product() -> None:
    told = "Tidelow rival Corbeck wins Hallmere contract\nCorbeck, a rival of Tidelow, has won a contract with Hallmere."
    filled = [slot for move in _read(told).moves for name in move.slots for slot in move.values(name)]  # fmt: skip
    assert not [slot for slot in filled if slot.entity == "tidelow"]


@pytest.mark.parametrize("text", [text for text, _ in _BESIDE.values()], ids=_BESIDE.keys())
def test_a_text_is_not_about_the_company_beside_who_acts(text: str) -> None:
    assert _read(text).about == ()


_CONCERNS = {
    "leaves": "Tidelow customer Corbeck cancels contract\nCorbeck, a customer of Tidelow, has cancelled its contract.",
    "sues": "Tidelow customer Corbeck sues over outage\nCorbeck, a customer of Tidelow, has sued the company over an outage in May.",
    "customer IDs": "Tidelow customer IDs stolen, says Xuanteng\nTidelow customer IDs were stolen in a breach that Xuanteng found.",
    "dealer EV prices": "Tidelow dealer EV prices fall after Xuanteng cut\nTidelow dealer EV prices fell after Xuanteng cut its own.",
    "merges": "Tidelow rival Xuanteng to merge with it\nTidelow and its biggest rival Xuanteng merge.",
    "sells its stake": "Tidelow shareholder Pellan cuts stake\nPellan has cut its stake in Tidelow to 4%.",
    "is named again": "Tidelow customer Corbeck raises fees of Tidelow terminals\nCorbeck raised the fees of its Tidelow terminals by 4%.",
    "nobody acts": "Tidelow rival Corbeck turns ten\nCorbeck, a rival of Tidelow, turned ten on Monday.",
    "zh leaves": "潮泊科技大客户恒驰物流改用宣滕科技系统\n潮泊科技的大客户恒驰物流改用宣滕科技的系统。",
    "zh sells": "潮泊科技股东鼎丰投资减持\n潮泊科技股东鼎丰投资宣布出售潮泊科技5%股份。",
    "zh former": "潮泊科技前高管王明获刑\n潮泊科技前高管王明今日被判刑。",
}  # fmt: skip


@pytest.mark.parametrize("text", [*_ACTS.values(), *_CONCERNS.values()], ids=[*_ACTS, *_CONCERNS])
def test_a_text_is_about_whom_it_concerns(text: str) -> None:
    assert "tidelow" in _read(text).about


@pytest.mark.parametrize("text", ["Former Xuanteng chief joins Tidelow\nRuth Allen, once the chief of Xuanteng, has joined Tidelow as chairman.", _ACTS["is the rival"], _ACTS["zh is the rival"]], ids=["former", "rival", "zh rival"])  # fmt: skip
def test_of_two_registered_companies_only_who_acts_is_told_of(text: str) -> None:
    assert _read(text).about == ("tidelow",)


def test_a_company_acts_whose_rival_merges_with_it() -> None:
    assert _actors(_CONCERNS["merges"]) == {"tidelow"}
