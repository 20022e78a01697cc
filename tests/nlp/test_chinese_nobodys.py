"""What is nobody's move, though it sounds like one, and its likes that are. The companies are invented."""

import pytest

from nlp.tagger import Tagger
from schemas.registry import Registry

TAGGER = Tagger(Registry())


@pytest.mark.parametrize(
    "text",
    [
        "阳澄湖大闸蟹今日正式上市。",
        "库尔勒香梨今日上市，果农迎来丰收。",
        "花城证券发布研报，将茶小满目标价下调15%至22港元。",
        "中国人民银行今日公布，1年期LPR下调10个基点至3.0%。",
        "国家发展改革委通知，汽油价格每吨下调160元。",
        "海港队宣布签下巴西前锋卡洛斯。",
        "校学生会换届，王敏当选主席。",
        "北江大学任命张弘为校长。",
        "国泉证券研报预计，茶小满2027年净利润将达12亿元，同比增长30%。",
    ],
    ids=[
        "crabs", "pears", "a-target-price", "a-central-bank", "a-state-price", "sport", "pupils",
        "a-university", "a-broker",
    ],
)  # fmt: skip
def test_what_is_nobodys_move_is_none_by_its_words_either(text: str) -> None:
    assert TAGGER.tag("", text, language="zh").moves == ()


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("荔枝集团今日在纳斯达克上市。", "public-offering"),
        ("蜜桃冰茶今日正式上市，售价12元。", "product-launch"),
        ("茶小满将果茶价格下调15%至22元。", "price-decrease"),
        ("云岭石化宣布92号汽油价格下调0.2元。", "price-decrease"),
        ("北辰云任命张弘为总裁。", "appointment"),
        ("花城证券公布半年报，净利润12亿元，同比增长30%。", "results"),
    ],
    ids=["a-firm-of-that-name", "a-drink", "a-price", "a-pump-price", "a-firm", "a-brokers-own"],
)
def test_its_likes_stay(text: str, kind: str) -> None:
    assert [one.kind for one in TAGGER.tag("", text, language="zh").moves] == [kind]
