"""Names that are also words: each place is judged; longer names, short forms, and whom a text is about."""

import pytest

from nlp.tagger import Tagger
from schemas.registry import Company, Product, Registry

_TAGGER = Tagger(
    Registry(
        companies=(
            Company(
                id="kite",
                names={"en": ("Pebble", "Pebble Airways"), "zh": ("水滴", "水滴航空")},
                products=(Product(id="kite-nest", names={"en": ("Nest",), "zh": ("鸟巢",)}),),
            ),
            Company(id="steel", names={"en": ("Holme Steel",), "zh": ("涪江特钢",)}),
            Company(id="pharma", names={"zh": ("黑石药业", "黑石药业集团股份有限公司")}),
            Company(id="foods", names={"en": ("Westfold Foods",), "zh": ("近岭食品",)}),
            Company(id="marine", names={"en": ("Westfold Marine",), "zh": ("近岭置业",)}),
            Company(id="motors", names={"en": ("Aldra Motors",), "zh": ("铎岚汽车",)}),
            Company(id="dealt", names={"zh": ("骁屿", "骁屿科技")}),
            Company(id="cells", names={"en": ("Corveld Energy",), "zh": ("苇港新能源",)}),
        )
    )
)


def _linked(title: str, text: str) -> list[str]:
    """Return the words that are linked, with ids and the character before them."""
    language = "en" if f"{title}{text}".isascii() else "zh"
    tags = _TAGGER.tag(title, text, language=language)
    return [f"{one.text}={one.entity}" for one in tags.mentions if one.entity]


_LAID_OFF = "Pebble Airways laid off 90 people. "
_ZH_LAID_OFF = "水滴航空宣布裁员九十人。"


@pytest.mark.parametrize(
    ("text", "linked"),
    [
        ("Pebble said fares would rise.", True),
        ("Pebble shares fell 3%.", True),
        ("Rivals fear Pebble most.", True),
        ("Pebble Group will appeal.", True),
        ("A pebble hit the window. Pebble beaches are near.", False),
        ("The office on Pebble Street is shut.", False),
        ("Pump maker Pebble Hydronix is not affected.", False),
        ("Ada Pebble, a clerk, was not asked.", False),
        ("They walked along the river Pebble in June.", False),
        ("They reached Pebble, a market town, in June.", False),
    ],
)
def test_an_english_name_that_is_a_word_is_one_where_it_reads_so(text: str, linked: bool) -> None:
    found = _linked("Jobs go", _LAID_OFF + text)[1:]
    assert any(one.startswith("Pebble") for one in found) is linked


@pytest.mark.parametrize(
    ("text", "linked"),
    [
        ("水滴表示，航班照旧。", True),
        ("水滴的股价下跌一成。", True),
        ("与对手相比，水滴在大阪设立了基地。", True),
        ("对水滴来说，这是第一次。", True),
        ("窗上挂着一颗水滴。", False),
        ("透明的水滴落在窗上。", False),
        ("孩子们画水滴，老师在看。", False),
        ("墙上是水滴状的花纹。", False),
        ("水滴医疗是另一家公司。", False),
        ("水滴们在灯下发亮。", False),
    ],
)
def test_a_chinese_name_that_is_a_word_is_one_where_it_reads_so(text: str, linked: bool) -> None:
    assert ("水滴=kite" in _linked("航空业裁员", _ZH_LAID_OFF + text)) is linked


@pytest.mark.parametrize(
    ("title", "linked"),
    [
        ("铎岚汽车签骁屿，合同三年", True),
        ("监管部门罚骁屿500万元", True),
        ("铎岚汽车告骁屿侵权", True),
        ("我们公司果断换骁屿了", True),
        ("铎岚汽车弃骁屿选对手", True),
        ("供应商诉骁屿欠款", True),
        ("铎岚汽车签骁屿达，合同三年", False),
        ("联骁屿，合同三年", False),
        ("孩子们买水滴，老师在看", False),
        ("画家卖水滴上市价", False),
    ],
    ids=[
        "signs",
        "fines",
        "sues",
        "changes",
        "drops",
        "claims",
        "longer",
        "part of a name",
        "word",
        "word that acts",
    ],
)
def test_a_verb_of_one_character_is_no_part_of_the_name(title: str, linked: bool) -> None:
    found = _linked(title, "这是今天的消息。")
    assert any(one.startswith(("骁屿=", "水滴=")) for one in found) is linked


@pytest.mark.parametrize(
    ("text", "linked"),
    [
        ("水滴航空推出新产品鸟巢。", True),
        ("水滴航空裁员。树上有一个鸟巢。", False),
        ("鸟巢下月上线。", False),
        ("Pebble Airways launched a fare called Nest today.", True),
        ("Pebble Airways laid off staff. A nest was found. Nest boxes help.", False),
    ],
)
def test_a_product_with_an_everyday_name_needs_its_company_near(text: str, linked: bool) -> None:
    assert any(one.endswith("kite-nest") for one in _linked("", text)) is linked


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("水滴航空集团宣布裁员。", ["水滴航空集团=kite"]),
        ("黑石药业新药获批上市。黑石今年以来股价上涨三成。", ["黑石药业=pharma", "黑石=pharma"]),
        ("涪江特钢上调出厂价。涪钢这轮调价较早。", ["涪江特钢=steel", "涪钢=steel"]),
        ("近岭科技完成融资。近岭称将扩产。", []),
        ("水滴航空基金会宣布捐建学校。", []),
        ("Westfold Foods sold a plant. Westfold, which employs 900, cut debt.", ["Westfold Foods=foods", "Westfold=foods"]),
        ("Westfold Robotics raised $9 million.", []),
        ("Aldra Motors Education Foundation opened a library.", ["Aldra Motors=motors"]),
        ("The Holme Steel Foundation opened a library.", []),
    ],
)  # fmt: skip
def test_the_longest_form_is_the_name(text: str, expected: list[str]) -> None:
    assert _linked("", text) == expected


@pytest.mark.parametrize(
    ("title", "text", "expected"),
    [
        ("黑石山矿业否认与黑石药业重组", "黑石山矿业公告称，从未与黑石药业接触。", set()),
        ("年度候选名单", "候选：水滴航空、涪江特钢、黑石药业、铎岚汽车。排名不分先后。", set()),
        ("Aldra Motors buys Holme Steel", "Aldra Motors said it had acquired Holme Steel for $90 million.", {"motors", "steel"}),
    ],
)  # fmt: skip
def test_a_text_is_about_those_whose_news_it_is(title: str, text: str, expected: set[str]) -> None:
    language = "en" if text.isascii() else "zh"
    assert set(_TAGGER.tag(title, text, language=language).about) == expected


@pytest.mark.parametrize(
    "text",
    [
        "苇港新能源与铎岚汽车谈了半年。这家电池商上周宣布在滁州建厂，投资3亿元。",
    ],
)
def test_the_company_is_the_one_the_sentence_before_tells_of(text: str) -> None:
    moves = _TAGGER.tag("不找老东家了", text, language="zh").moves
    assert {one.actor.entity for one in moves if one.actor} == {"cells"}


def test_a_review_is_about_whom_it_names_not_about_the_customer_who_writes_it() -> None:
    supplier = Company(id="cells", names={"zh": ("苇港软件",)})
    text = "窗户那头是南昌，苇港软件的九个人；这头是杉屿物流的我们。从三月到现在，仓库看板做完了。\n\n评审意见回得认真，夜里有人守着。需求写得含糊，白费了两周。后来他们来车间蹲了几天，问题问得准多了。\n\n要续，但要常见面。综合算下来，给三分。"
    tags = Tagger(Registry(companies=(supplier,))).tag(
        "甲方手记：隔着屏幕做事", text, language="zh"
    )
    assert "customer-review" in [move.kind for move in tags.moves]
    assert {one.actor.entity for one in tags.moves if one.actor} == {"cells"}
    assert tags.about == ("cells",)


_FRUITS = Tagger(
    Registry(companies=(Company(id="medlar", names={"en": ("Medlar",), "zh": ("榅桲", "高粱")}),))
)


@pytest.mark.parametrize(
    ("text", "company"),
    [
        ("本地榅桲大量上市，价格每斤8元。", False),
        ("榅桲降价了，超市里每斤只要5元。", False),
        ("新疆高粱收购进入尾声，价格平稳。", False),
        ("山西高粱收购价上调一成。", False),
        ("Medlar prices rose 10 percent after frost in Turkey.", False),
        ("Medlar imports were banned after a pest was found.", False),
        ("榅桲降价三成，云服务每月8元。", True),
        ("榅桲今日在港交所上市，首日上涨20%。", True),
        ("高粱收购价上调至30亿元，股东同意。", True),
        ("榅桲今日推出果园管理软件，果农可免费使用。", True),
        ("Medlar prices will rise by 10%, the company said.", True),
        ("Medlar has cut the price of its app for fruit growers.", True),
        ("Medlar imports data of growers. Orchards were hit by frost.", True),
    ],
    ids=[
        "zh in season", "zh per pound", "zh bought up", "zh price paid", "frost", "pest",
        "zh price cut", "zh listed", "zh bid", "zh for growers", "prices", "for growers", "imports data",
    ],
)  # fmt: skip
def test_a_fruit_in_season_is_no_company(text: str, company: bool) -> None:
    language = "en" if text.isascii() else "zh"
    tags = _FRUITS.tag("", text, language=language)
    assert any(one.entity == "medlar" for one in tags.mentions) is company
