"""Parties that a Chinese notice tells by a word for their part, and the maker of a product."""

import pytest

from nlp.moves import Candidate, find_moves
from nlp.reading import Reading
from nlp.slotting.labelling import acts, bystanders, maker, parties
from nlp.tagger import Tagger
from schemas.registry import Registry

FRAMES = Tagger(Registry(), scorer=None)
TENDER = (
    "招标人：嘉南陶土有限公司。招标代理机构：杭城慎思咨询有限公司。经评审，中标人为青檐电力工程有限公司，中标价3,120万元。"
    "第二中标候选人为北砾建设有限公司。请中标人在三十日内与招标人签订合同。"
)


def told(text: str, kind: str) -> tuple[Reading, Candidate]:
    reading = FRAMES.read("", text, published="2026-07-08", language="zh")
    return reading, next(one for one in find_moves(reading)[1] if one.rule.kind == kind)


def words(reading: Reading, start: int, end: int) -> str:
    return reading.text[start:end]


@pytest.mark.parametrize(
    ("text", "kind", "actor"),
    [
        (TENDER, "customer-win", "青檐电力工程有限公司"),
        ("法院受理申请人鼎秋贸易对被申请人瑞棠光伏科技有限公司的破产清算申请。", "distress", "瑞棠光伏科技有限公司"),
        ("青檐电力工程有限公司中标嘉南陶土的项目，中标人须在三日内签约。", "customer-win", None),
    ],
)  # fmt: skip
def test_a_notice_names_who_acts(text: str, kind: str, actor: str | None) -> None:
    reading, one = told(text, kind)
    found = acts(reading, one)
    assert (words(reading, found.start, found.end) if found else None) == actor


def test_a_notice_names_the_customer_and_who_is_none() -> None:
    reading, one = told(TENDER, "customer-win")
    found = parties(reading, one)
    assert {slot: words(reading, p.start, p.end) for slot, p in found.items()} == {
        "customer": "嘉南陶土有限公司"
    }
    beside = [words(reading, p.start, p.end) for p in bystanders(reading, one)]
    assert beside == ["杭城慎思咨询有限公司", "北砾建设有限公司"]


def test_a_school_that_no_list_has_buys_where_its_part_is_told() -> None:
    reading, one = told("采购单位：嘉州市第五小学。中标人：青檐电力工程有限公司。", "customer-win")
    found = parties(reading, one)["customer"]
    assert words(reading, found.start, found.end) == "嘉州市第五小学"


def test_the_parties_of_an_english_text_have_no_labels() -> None:
    reading = FRAMES.read("", "Velmora Ltd has won a contract from Orsett Ltd.", language="en")
    one = next(one for one in find_moves(reading)[1] if one.rule.kind == "customer-win")
    assert acts(reading, one) is None
    assert not parties(reading, one)
    assert not bystanders(reading, one)
    assert maker(reading, "Velmora") is None


@pytest.mark.parametrize(
    ("text", "made"),
    [
        ("“岚语”已更新。岚语由青檐软件有限公司开发，面向小店。", "青檐软件有限公司"),
        ("岚语已更新。岚语是青檐软件有限公司旗下的记账工具。", "青檐软件有限公司"),
        ("岚语已更新。岚语由青檐软件有限公司收购。", None),
        ("岚语已更新。新岚语由青檐软件有限公司开发。", None),
    ],
)
def test_who_makes_a_product_acts_for_it(text: str, made: str | None) -> None:
    reading = FRAMES.read("", text, published="2026-07-08", language="zh")
    found = maker(reading, "岚语")
    assert (words(reading, found.start, found.end) if found else None) == made
