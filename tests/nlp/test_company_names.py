"""Chinese names of companies: with their place, and well-known ones in passing, on invented names."""

import pytest

from nlp.chinese.passing import in_passing, is_used
from nlp.chinese.placed import placed
from nlp.tagger import Tagger
from schemas.registry import Registry

PLACED = {
    "a law firm": ("昨天广东纵岭律师事务所的律师解释了合同。", "广东纵岭律师事务所"),
    "a factory whose name has a verb": (
        "北京市栖苑制冷设备厂的老厂房还在。",
        "北京市栖苑制冷设备厂",
    ),
    "a broadcaster, by its place alone": ("他八月参加河北电视台的晚会。", "河北电视台"),
    "a group called by its trade": ("知名房企马来西亚置地集团也来了。", "马来西亚置地集团"),
    "a firm of a nation": ("应美国栖兴公司的邀请，他们十月动身。", "美国栖兴公司"),
}


@pytest.mark.parametrize(("text", "name"), PLACED.values(), ids=PLACED)
def test_a_firm_named_with_its_place(text: str, name: str) -> None:
    assert [one.name for one in placed(text, set())] == [name]


NONE = {
    "a trade": "上海物流公司普遍涨价。",
    "a kind": "上海商业银行普遍下调利率。",
    "counted": "他投资重庆一房地产项目。",
    "done": "北京市民开公司越来越容易。",
    "longer": "杭州栖岭酒店业协会开会。",
}


@pytest.mark.parametrize("text", NONE.values(), ids=NONE)
def test_a_place_and_what_firms_are_is_no_name(text: str) -> None:
    assert list(placed(text, set())) == []


def test_a_firm_with_its_place_is_marked_without_a_headline() -> None:
    tags = Tagger(Registry()).tag("", "广东纵岭律师事务所律师表示，利息从三月算起。", language="zh")
    assert "广东纵岭律师事务所" in {one.text for one in tags.mentions if one.label == "ORG"}


PASSING = {
    "a paper heads its own headline": "|栖江晚报|：老城区的桥又修好了",
    "a by-line in quotes": "凡注明“来源：|栖江网|”的作品",
    "a road": "门店在|栖江|路171号",
}


def _at(marked: str) -> tuple[str, int, int]:
    before, name, after = marked.split("|")
    return before + name + after, len(before), len(before) + len(name)


@pytest.mark.parametrize("marked", PASSING.values(), ids=PASSING)
def test_a_name_in_passing(marked: str) -> None:
    assert in_passing(*_at(marked))


USED = {
    "its page": "除了搜索，|栖江|首页还能做什么",
    "on its site": "随后，在|栖江网|上出现了一段视频",
    "its model": "疑似|栖江|GALAXIA手表的照片",
    "its model, after a blank": "狂暴|栖江| Avento改装车",
}


@pytest.mark.parametrize("marked", USED.values(), ids=USED)
def test_a_name_that_tells_whose_something_is(marked: str) -> None:
    assert is_used(*_at(marked))


COMPANY = {
    "it speaks at the head of a line": "|栖江科技|：明年起全面停售",
    "it is in a city": "在|栖江|上海总部，员工正在搬家",
    "a post behind it": "|栖江|CEO周三辞职",
    "its trade behind it": "|栖江汽车|业务已经盈利",
    "a Latin name's other half": "|栖江| Holdings上周改名",
    "a road to somewhere else": "|栖江|方向未变",
}


@pytest.mark.parametrize("marked", COMPANY.values(), ids=COMPANY)
def test_a_name_that_is_a_company_here(marked: str) -> None:
    assert not in_passing(*_at(marked))
    assert not is_used(*_at(marked))


def orgs(text: str) -> list[str]:
    tags = Tagger(Registry()).tag("", text, language="zh")
    return [one.text for one in tags.mentions if one.label == "ORG"]


def test_a_branch_belongs_to_its_firm() -> None:
    assert "栖龙集团北京分公司" in orgs("栖龙集团北京分公司总经理赵栖红表示，公司业务平稳。")


KINDS = {
    "a kind of bank": "为此，记者调查了各家外资银行的产品和存款利率。",
    "half a word": "理财产品基本上由城市商业银行发行，客户不多。",
    "words of a sentence": "此次募投资金主要用于产品研发，公司今年上市。",
    "a kind of company": "公司、其子公司以及关联公司――都是被告，业务停了。",
}


@pytest.mark.parametrize("text", KINDS.values(), ids=KINDS)
def test_a_kind_of_firm_is_no_name(text: str) -> None:
    assert orgs(text) == []


def test_a_count_is_no_part_of_the_name_before_it() -> None:
    told = orgs("奔岚农机、枢禾软件、澄屿云等11家企业昨日签约入园。")
    assert told[:2] == ["奔岚农机", "枢禾软件"]
    assert not any("等" in name for name in told)


SAYING = [
    ("控股股东朔凌资本累计增持恒岭股份，占总股本的0.129%。", "朔凌资本"),
    ("本次收购前，朔凌集团未持有上市公司的股份。", "朔凌集团"),
    ("格岭集团此次增持股份为财务投资。", "格岭集团"),
    ("将煤炭指标转手卖予朔凌能源股份有限公司。", "朔凌能源股份有限公司"),
    ("泉洲商业银行重组引入信托公司的模式则被监管方和银行所推崇。", "泉洲商业银行"),
]


@pytest.mark.parametrize(
    ("text", "name"), SAYING, ids=["adds", "holds", "adds this time", "hands on", "lets in"]
)
def test_what_a_firm_does_is_no_part_of_its_name(text: str, name: str) -> None:
    assert name in orgs(text)


def test_what_calls_itself_a_company_is_one_in_any_text() -> None:
    assert orgs("由浙南实业银行董事长李铭担任主任的基金会致函各界。") == ["浙南实业银行"]


def test_a_model_in_latin_words_belongs_to_its_maker() -> None:
    tags = Tagger(Registry()).tag("", "三星Galaxy Tarno Active2发布：279美元起", language="zh")
    assert [(one.text, one.label) for one in tags.mentions if one.label in {"ORG", "PRODUCT"}] == [
        ("三星Galaxy Tarno Active2", "PRODUCT")
    ]
