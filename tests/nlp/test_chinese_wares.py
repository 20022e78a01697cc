"""Products by the end of their names, the kind of thing before them and their number, in Chinese."""

import pytest

from nlp.tagger import Tagger
from schemas.registry import Registry


@pytest.fixture(scope="module")
def tagger() -> Tagger:
    return Tagger(Registry())


@pytest.mark.parametrize(
    ("text", "products"),
    [
        ("屿岳7车主可以免费换胎。", ["屿岳7"]),
        ("升级到屿织OS 4后更流畅。", ["屿织OS 4"]),
        ("新品禾湾X3今日发售。", ["禾湾X3"]),
        ("销售部改用屿织CRM管理线索。", ["屿织CRM"]),
        ("飞鹭音乐宣布完成A轮融资。", []),
        ("园区里的飞鹭智能锁制造基地已经封顶。", []),
        ("他乘坐MU5131次航班前往。", []),
        ("公司邮箱和手机浏览器都打不开。", []),
        ("车型上市后，软件则可以更新。", []),
        ("他买了笔记本和城市地图。", []),
    ],
)
def test_products_are_told_by_their_nouns(tagger: Tagger, text: str, products: list[str]) -> None:
    mentions = tagger.tag("", text, language="zh").mentions
    assert [one.text for one in mentions if one.label == "PRODUCT"] == products
