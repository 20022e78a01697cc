"""Names before tickers, and what a text says it will call a company for short."""

import pytest

from nlp.tagger import Tagger
from schemas.registry import Registry

TAGGER = Tagger(Registry(), scorer=None)


def companies(text: str, title: str = "") -> list[str]:
    full = f"{title}\n{text}"
    mentions = TAGGER.tag(title, text, published="2026-06-15", language="zh").mentions
    return [full[one.start : one.end] for one in mentions if one.label == "ORG"]


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("绿芽桐(600999)昨日公告，厂房已经租出。", "绿芽桐"),
        ("近日槐序纺机（603999.SH）在互动平台答复投资者。", "槐序纺机"),
        (
            "A股上市公司砚亿通(300999,股吧)(300999,SZ)昨日复牌。",
            "砚亿通",
        ),  # half of 公司 is no part
        ("另一股东砚江电力（股票代码：600998）没有表态。", "砚江电力"),
        ("*ST砚城(000999)停牌一天。", "*ST砚城"),
        ("昨日砚科A(000998)宣布换帅。", "砚科A"),
        ("庐浦中国(01999)在港开盘。", "庐浦中国"),
        ("会上，砚鸣集团（01998.HK）答问。", "砚鸣集团"),
        ("美股砚鸟(NASDAQ: YNQX)盘前走低。", "砚鸟"),
        (
            "创业砚康(300997)开会。",
            "创业砚康",
        ),  # a name may begin with a verb where nothing stands before it
    ],
)
def test_the_name_before_a_ticker_begins_with_a_word(text: str, name: str) -> None:
    assert companies(text) == [name]


@pytest.mark.parametrize(
    "text",
    [
        "热线电话（0571）已经开通。",
        "邮编(310000)请勿写错。",
        "截至(201906)的数据。",
        "(600999)",
        "他昨天说（见第12页）没有这回事。",
    ],
)
def test_numbers_in_brackets_are_no_tickers(text: str) -> None:
    assert companies(text) == []


def test_what_a_ticker_names_is_a_company_again() -> None:
    text = "绿芽桐(600999)昨日公告，厂房已经租出。此后绿芽桐没有答复。"
    assert companies(text).count("绿芽桐") == 2


@pytest.mark.parametrize(
    ("text", "short"),
    [
        (
            "临江市砚能技术有限公司（下称“砚能”或“标的公司”）已经成立，砚能今年会亏损。",
            ["砚能", "砚能"],
        ),
        ("临江市砚能技术有限公司(以下简称砚能技术)开张，砚能技术不答。", ["砚能技术", "砚能技术"]),
        ("临江市砚能技术有限公司（以下简称“公司”）开张，公司不答。", []),
        ("全体参会人员（以下简称“众人”）到齐。", []),
    ],
)
def test_a_company_is_named_for_short(text: str, short: list[str]) -> None:
    assert [one for one in companies(text) if one != "临江市砚能技术有限公司"] == short


def test_a_short_name_is_the_companys() -> None:
    text = "临江市砚能技术有限公司（下称“川砚”）昨天开张。"
    reading = TAGGER.read("", text, published="2026-06-15", language="zh")
    names = {one.name for one in reading.entities if one.label == "ORG"}
    assert names == {"临江市砚能技术有限公司"}


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("(通讯员砚清)槐岭机床公告，公司签下两份订单。", ["槐岭机床"]),
        ("槐岭机床晚间公告，公司签下两份订单。", ["槐岭机床"]),
        ("槐岭机床发布业绩预告。", ["槐岭机床"]),
        ("物业公告，今日停水。", []),
        ("法院公告，拍卖房产。", []),
    ],
)
def test_who_publishes_a_notice_is_a_company(text: str, names: list[str]) -> None:
    assert companies(text) == names
