"""Names that are everyday words, or that people could have, are told by where they stand in the whole text."""

import pytest

from nlp.chinese.returning import returning
from nlp.tagger import Tagger
from schemas.registry import Registry


@pytest.fixture(scope="module")
def tagger() -> Tagger:
    return Tagger(Registry())


def names(title: str, text: str, people: frozenset[str] = frozenset()) -> set[str]:
    return {one.name for one in returning(f"{title}\n{text}", len(title), set(), people)}


@pytest.mark.parametrize(
    ("title", "text", "name"),
    [
        # a verb, an adjective, a fruit
        (
            "奔跑裁员两百人",
            "奔跑3月2日公告，将裁员两百人。奔跑董事长称，此举为了节省开支。",
            "奔跑",
        ),
        ("明亮推出新款台灯", "明亮今天宣布，新款台灯已经开售。明亮总部在宁波。", "明亮"),
        ("柚子换帅", "柚子昨日公告，创始人卸任。柚子去年亏损两亿元。", "柚子"),
        # a small word at the end, a number at the head
        ("泓和：全年指引下修", "泓和昨日公布业绩。泓和曾在2022年试水海外。", "泓和"),
        ("五谷坊推出早餐包", "五谷坊今天宣布，早餐包已经上架。", "五谷坊"),
        # what could be somebody's name
        ("周小禾合并采购部", "周小禾9月1日公告，三个采购部已经合并。", "周小禾"),
    ],
)
def test_a_name_is_told_by_its_places(title: str, text: str, name: str) -> None:
    assert name in names(title, text)


@pytest.mark.parametrize(
    ("title", "text"),
    [
        ("突破！新药获批", "这是一次突破，研究人员称。突破来自三年的试验。"),
        ("网络平台上降价", "网络平台上降价的商品不少，网络平台上涨价的也有。"),
    ],
)
def test_words_stay_words(title: str, text: str) -> None:
    assert not names(title, text)


def test_people_are_told_by_what_only_companies_do() -> None:
    title, text = "周小禾回应传闻", "周小禾昨天宣布辞职。周小禾已经离开。"
    assert not names(title, text, frozenset({"周小禾"}))
    text = "周小禾昨天公告，三家门店降价。周小禾总部在绵阳。"
    assert names(title, text, frozenset({"周小禾"})) == {"周小禾"}


@pytest.mark.parametrize(
    ("title", "text", "kind", "actor"),
    [
        ("柚子召回两批奶酪棒", "柚子10日发布公告，召回两批奶酪棒。柚子总部在宁波。", "incident", "柚子"),
        # a listed name within a longer one that returns
        ("张裕丰裁员三成", "张裕丰18日公告，将裁员三成。张裕丰总部在烟台。", "layoffs", "张裕丰"),
        # a small word within a place, and what the company is before its name
        ("法院通报", "成都市岚舟物流有限公司被罚款200万元。", "legal", "成都市岚舟物流有限公司"),
    ],
)  # fmt: skip
def test_the_name_acts(tagger: Tagger, title: str, text: str, kind: str, actor: str) -> None:
    moves = tagger.tag(title, text, published="2026-03-12").moves
    assert [one.actor.text for one in moves if one.kind == kind and one.actor] == [actor]
