"""What is nobody's move, though it sounds like one, and its likes that are. The companies are invented."""

import pytest

from nlp.tagger import Tagger
from schemas.registry import Company, Registry

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


@pytest.mark.parametrize(
    ("text", "kinds"),
    [
        ("澜桥电器公布三季报，营收12亿元，同比增长20%，超出分析师预期。", ["results"]),
        ("澜桥电器三季度营收12亿元，高于分析师预期的11亿元；净利润1.2亿元。", ["results"]),
        ("澜桥电器三季度净利润1.2亿元高于多数分析师预计的1亿元。", ["results"]),
        ("澜桥电器三季度净利润1.2亿元，不及国泉证券研报预计的2亿元。", ["results"]),
        ("分析师预计，澜桥电器三季度营收将达12亿元，同比增长20%。", []),
        ("多名分析师普遍预期澜桥电器三季度净利润同比增长20%。", []),
        ("澜桥电器宣布，自12月1日起将烤箱价格上调10%，惠泽国际维持其信用评级不变。", ["price-increase"]),
        ("国家发展改革委通知，自今晚起，汽油价格每吨下调160元。", []),
        ("花城证券将澜桥电器目标价上调10%至22元。", []),
        ("由北江大学校友创办的澜桥电器任命王芳为研究所所长。", ["appointment"]),
        ("澜桥电器从北江大学聘请王芳为研究院院长。", ["appointment"]),
        ("近日，北江大学任命张弘为计算机学院院长。", []),
    ],
    ids=[
        "beats-them", "more-than-they-thought", "than-most", "less-than-a-broker", "they-foretell",
        "several-foretell", "a-rating-besides", "the-state-two-clauses-before", "a-target-raised",
        "alumni", "from-a-university", "a-university",
    ],
)  # fmt: skip
def test_what_is_told_besides_bars_nothing(text: str, kinds: list[str]) -> None:
    assert [one.kind for one in TAGGER.tag("", text, language="zh").moves] == kinds


def test_a_registered_company_is_listed_whatever_fruit_it_is_called() -> None:
    fruit = Tagger(Registry(companies=(Company(id="cherry", names={"zh": ("樱桃",)}),)))
    moves = fruit.tag("樱桃今日上市", "樱桃今日上市，首日大涨。", language="zh").moves
    assert [(one.kind, one.actor and one.actor.entity) for one in moves] == [
        ("public-offering", "cherry")
    ]
