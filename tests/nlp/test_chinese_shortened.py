"""What a Chinese text says it will call a company for short, and who publishes a notice."""

import pytest

from nlp.tagger import Tagger
from schemas.registry import Registry

TAGGER = Tagger(Registry(), scorer=None)


def companies(text: str, title: str = "") -> list[str]:
    full = f"{title}\n{text}"
    mentions = TAGGER.tag(title, text, published="2026-06-15", language="zh").mentions
    return [full[one.start : one.end] for one in mentions if one.label == "ORG"]


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
