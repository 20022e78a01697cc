"""A province and a city are where something is done, and no company. The companies are invented."""

import pytest

from nlp.tagger import Tagger
from schemas.registry import Registry

TAGGER = Tagger(Registry())


def named(title: str, text: str, label: str) -> list[str]:
    found = TAGGER.tag(title, text, language="zh").mentions
    return [one.text for one in found if one.label == label]


@pytest.mark.parametrize(
    ("title", "text", "place"),
    [
        ("公告", "鹏程物流宣布，将在江苏省昆山市建厂，总投资20亿元。", "江苏省昆山市"),
        ("公告", "鹏程物流将在浙江省宁波市投资20亿元建设新工厂。", "浙江省宁波市"),
        ("", "鹏程物流宣布在广东省佛山市建厂。", "广东省佛山市"),
        ("公告", "鹏程物流在广西壮族自治区南宁市投资建厂。", "广西壮族自治区南宁市"),
    ],
    ids=["builds", "invests", "untitled", "a-region"],
)
def test_a_province_and_a_city_are_a_place(title: str, text: str, place: str) -> None:
    assert named(title, text, "ORG") == ["鹏程物流"]
    assert named(title, text, "PLACE") == [place]


@pytest.mark.parametrize(
    ("text", "firm"),
    [
        ("江苏省投资集团宣布在泰国建厂。", "江苏省投资集团"),
        ("江苏省昆山市宝利食品宣布涨价10%。", "江苏省昆山市宝利食品"),
        ("深圳市投资控股公司宣布收购鹏程物流。", "深圳市投资"),  # a debt: 控股公司 is left off
        ("鹏程物流宣布退出大连市场。", "鹏程物流"),
    ],
    ids=["a-group", "with-its-place", "a-holding", "a-market"],
)
def test_a_firm_with_a_place_in_its_name_stays(text: str, firm: str) -> None:
    assert firm in named("公告", text, "ORG")


def test_a_market_is_no_part_of_a_place() -> None:
    assert named("公告", "鹏程物流宣布退出大连市场。", "PLACE") == ["大连"]
