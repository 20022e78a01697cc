"""Chinese companies that nobody registered, in posts and short reports, on invented names."""

from functools import cache

import pytest

from nlp.chinese.borne import borne_out
from nlp.chinese.unlikely import unlikely
from nlp.entities import DOUBTFUL, Entity
from nlp.tagger import Tagger
from schemas.registry import Registry


@cache
def _tagger() -> Tagger:
    return Tagger(Registry())


def found(title: str, text: str, label: str = "ORG") -> set[str]:
    tags = _tagger().tag(title, text, language="zh")
    return {one.text for one in tags.mentions if one.label == label}


POSTS = {
    "a trade behind a strange name": (
        "8月3日，橘堡冷链以侵犯商业秘密为由将漠盒物流诉至杭州市中级人民法院，法院已立案受理。",
        {"橘堡冷链", "漠盒物流"},
    ),
    "the brand of a sale": (
        "霖阔双11开门红今晚8点开抢：多款产品立减900元。簇净同日上线满3000减400。",
        {"霖阔", "簇净"},
    ),
    "capitals and a trade": (
        "YDR通信将自己做卫星？研究所这周挂出60多个天线岗位，猎头开价涨四成。",
        {"YDR通信"},
    ),
}


@pytest.mark.parametrize(("text", "names"), POSTS.values(), ids=POSTS)
def test_posts_name_their_companies(text: str, names: set[str]) -> None:
    assert names <= found("", text)


REPORTS = {
    "the rest of the word for a rival": (
        "渐暮手机两项专利获授权",
        "渐暮科技的转轴专利获得授权。值得一提的是，竞争对手桉树通信去年也公开过类似的公司专利。",
        "手桉树通信",
    ),
    "the former": (
        "弥岚生物完成1亿元A轮融资",
        "弥岚生物近日完成融资。国内的同行还有两家公司，前者偏日化，后者主攻食品。",
        "者偏日化",
    ),
    "a fair": (
        "广州车展前瞻：五个看点",
        "再过几天，广州车展就要开门了。广州车展是各家交卷的地方。",
        "广州车展",
    ),
    "a trade in everyday words": (
        "岚铁重工卖掉风电业务",
        "岚铁重工称，要把资源集中到工程机械上。工程机械行业今年回暖，公司看好需求。",
        "工程机械",
    ),
    "when something is done": (
        "岚远检测收购一家实验室",
        "交易完成后，岚远检测将持有全部股权。公司总经理将在交易完成后卸任。",
        "交易完成后",
    ),
}


@pytest.mark.parametrize(("title", "text", "none"), REPORTS.values(), ids=REPORTS)
def test_what_no_company_is_called_is_none(title: str, text: str, none: str) -> None:
    assert none not in found(title, text)


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("2021年，同城对手擎岚股份就买下了一家减速机公司，公司去年投产。", "擎岚股份"),
        ("林筱曾任麦岚食品首席运营官，此人此前在公司任职。", "麦岚食品"),
    ],
    ids=["a rival", "a post held"],
)
def test_a_company_begins_where_the_model_sees_it_begin(text: str, name: str) -> None:
    assert name in found("", text)


def test_a_short_name_of_a_company_is_nobody() -> None:
    title, text = "柏笙否认涨价", "柏笙软件副总裁说，企业版没有涨价计划。柏笙软件的公司客户不变。"
    assert "柏笙" not in found(title, text, "PERSON")


def _firm(text: str, name: str, confidence: float = 0.8) -> Entity:
    start = text.index(name)
    return Entity(start, start + len(name), "ORG", name, rank=56, confidence=confidence)


def test_no_quoted_thing_and_nobody_is_borne_out() -> None:
    text = "小区“澄岚基金”负责人周澄岚说，公司也捐了款。"
    doubtful = [_firm(text, "澄岚基金", DOUBTFUL)]
    assert borne_out(text, doubtful, [], []) == doubtful


@pytest.mark.parametrize(
    ("plain", "name"),
    [
        ("请问贵公司是否收购", "请问贵公司"),
        ("摆了一张桌子", "张桌子"),
        ("阳岚湖大闸蟹", "阳岚湖"),
    ],
    ids=["a question", "a measure", "a lake"],
)
def test_letters_speak_against_a_company(plain: str, name: str) -> None:
    start = plain.index(name)
    assert unlikely(plain, (start, start + len(name)), 0.0)


def test_a_quoted_phrase_that_does_something_may_be_a_company() -> None:
    shop, idea = "人们把“双禧雀”门店围住", "他说“资产干净”，地段也好"
    assert not unlikely(shop, (4, 7), 0.0)
    assert unlikely(idea, (3, 7), 0.0)


PEOPLE = {
    "a small word behind": ("梁澄遂向法院起诉，法院受理了梁澄的案子。", "梁澄遂"),
    "a team": ("乌迪萨斯队vs那不勒斯队，两队交战过十次。", "乌迪萨斯"),
}


@pytest.mark.parametrize(("text", "nobody"), PEOPLE.values(), ids=PEOPLE)
def test_what_is_read_with_a_name_is_nobody(text: str, nobody: str) -> None:
    assert nobody not in found("", text, "PERSON")


def test_a_title_tells_somebody_of_an_unlikely_surname() -> None:
    assert "溥岚" in found("", "那一年，溥岚先生回到北京，见了不少老朋友。", "PERSON")


def test_everybody_knows_some_people_but_not_within_words() -> None:
    text = "那一年，里根在白宫见了记者。那里根本没有人反对。"
    tags = _tagger().tag("", text, language="zh")
    assert [one.start for one in tags.mentions if one.text == "里根"] == [5]


def test_the_model_is_believed_about_the_last_sign_of_a_name() -> None:
    text = "公司首席执行官汪令仪表示：“第三季度的收入符合预期，利润增长。”"
    assert "汪令仪" in found("禾岚食品公布第三季度业绩", text, "PERSON")


def test_a_body_may_begin_with_its_country() -> None:
    text = "方案还要报中国证监会核准，中国茶叶流通协会也收到了公司的说明。"
    assert {"中国证监会", "中国茶叶流通协会"} <= found("岚铁重工拟重组", text)


def test_a_name_at_the_very_end_of_a_text_is_not_read_beyond_it() -> None:
    text = "汪令仪到任。董事长汪令仪，总经理汪令"
    for end in range(2, len(text) + 1):
        mentions = Tagger(Registry()).tag("", text[:end]).mentions
        assert all(m.end <= end + 1 for m in mentions)  # a line break parts title and text
