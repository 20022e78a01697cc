"""What is marked in Chinese texts besides sums and days, on sentences of invented companies and people."""

import re

import pytest

from nlp.tagger import Tagger
from schemas.registry import Registry

_MARK = re.compile(r"\[([^\]|]+)\|([A-Z]+)\]")
_VALUES = {"MONEY", "PERCENT", "DATE", "LAW"}


@pytest.fixture(scope="module")
def tagger() -> Tagger:
    return Tagger(Registry())


def marked(tagger: Tagger, text: str, title: str = "") -> set[tuple[str, str]]:
    tags = tagger.tag(title, text, published="2026-03-02", language="zh")
    return {(one.text, one.label) for one in tags.mentions if one.label not in _VALUES}


ALL = [
    # posts
    "[合肥市蜀山区人民法院|ORG]上月受理了[栖川电子|ORG]的破产申请。[执行董事|ROLE]兼[总裁|ROLE][路承安|PERSON]没有出席。",
    "[分析师|ROLE][Amy March|PERSON]将目标价调到52港元。",
    "[复旦大学|ORG]教授[钟南屏|PERSON]是[独立董事|ROLE]。",
    # bodies
    "[国家药品监督管理局|ORG]批准了[百禾制药|ORG]的[BH-201|PRODUCT]注射液上市，规格为10毫升。",
    "[招商银行深圳分行|ORG]给[屿光科技|ORG]授信3000万元。",
    "[新加坡金融管理局|ORG]向[贝岸支付|ORG]发出牌照。",
    # companies by form
    # places
    # products, and what is none
    "乘坐MU5137次航班的旅客需在登机口B12改签，客服电话010-6655-2027。",
]


@pytest.mark.parametrize("text", ALL)
def test_what_is_marked(tagger: Tagger, text: str) -> None:
    assert marked(tagger, _MARK.sub(r"\1", text)) == set(_MARK.findall(text))


SOME = [
    ("财政部与中国人民银行联合发布公告。", "财政部", "ORG"),
    ("香港联合交易所当天收到申请。", "香港联合交易所", "ORG"),
    ("日本公平交易委员会对此作出处罚。", "日本公平交易委员会", "ORG"),
    ("横溪市住房和城乡建设局叫停了项目。", "横溪市住房和城乡建设局", "ORG"),
    ("接盘方沅水养老集团出价两亿元。", "沅水养老集团", "ORG"),
    ("潮汐互娱的主策划阮星河离开了公司。", "主策划", "ROLE"),
    ("厂长白六月讲，利润不到一成。", "白六月", "PERSON"),
    ("公司副总经理人选未定，制片人关一角回应称不知情。", "关一角", "PERSON"),
    ("新店开在朝阳、海淀两地。", "朝阳", "PLACE"),
]


@pytest.mark.parametrize(("text", "name", "label"), SOME)
def test_what_is_among_them(tagger: Tagger, text: str, name: str, label: str) -> None:
    assert (name, label) in marked(tagger, text)


NONE = [
    ("公司董事会审议通过了议案。", "董事"),
    ("螺纹钢HRB400E报价每吨3280元。", "HRB400E"),
    ("订单编号：KD2031，请在三日内付款。", "KD2031"),
    ("《关于调整收费标准的通知》已经下发。", "《关于调整收费标准的通知》"),
    ("她先后管过零售，也管过风险。", "管过零售"),
    ("模具费由昆山供应商承担。", "昆山供应商"),
]


@pytest.mark.parametrize(("text", "name"), NONE)
def test_what_is_none(tagger: Tagger, text: str, name: str) -> None:
    assert name not in {found for found, _label in marked(tagger, text, "快讯")}


def test_a_name_has_one_label_in_a_text(tagger: Tagger) -> None:
    text = "银行聘任严知秋为副行长。一位接近该行的人说，严知秋要先处理旧楼。"
    labels = {
        one.label
        for one in tagger.tag("快讯", text, language="zh").mentions
        if one.text == "严知秋"
    }
    assert labels == {"PERSON"}
