"""Of several fillings of a slot the one that is what the slot names; the name beside words about a thing."""

import pytest

from nlp.reading import Reading
from nlp.slotting.fitting import fits, is_gone, is_share, says_nothing
from nlp.slotting.naming import called
from nlp.tagger import Tagger
from schemas.language import Slot
from schemas.registry import Registry

FRAMES = Tagger(Registry(), scorer=None)
PUBLISHED = "2026-07-08"


def slot_of(text: str, words: str) -> tuple[Reading, Slot]:
    """Return a text as read, and the first place of *words* in it with the value that stands there."""
    reading = FRAMES.read("", text, published=PUBLISHED, language=_language(text))
    start = reading.text.index(words)
    end = start + len(words)
    inside = [one for one in reading.entities if one.start < end and start < one.end]
    value = next((one.value for one in inside if one.value is not None), None)
    return reading, Slot(text=words, start=start, end=end, value=value)


def _language(text: str) -> str:
    return "en" if text.isascii() else "zh"


@pytest.mark.parametrize(
    ("name", "text", "words", "fitting"),
    [
        ("customer", "Velmora has lost its largest client this week.", "largest client", False),
        ("customer", "Velmora has lost the account of Orsett Foods.", "Orsett Foods", True),
        ("product", "Velmora drops the fleet planner.", "fleet planner", False),
        ("product", "Velmora drops the RouteMind planner.", "RouteMind planner", True),
        ("product", "Planner users of Velmora are told to move.", "Planner", False),
        ("target", "Velmora eyes a Finnish wind developer.", "wind developer", False),
        ("target", "Velmora eyes a Finnish wind developer.", "Finnish wind developer", False),
        ("target", "Velmora eyes the Finnish developer Wexvind.", "Finnish developer Wexvind", True),
        ("counterparty", "The defendant must pay Velmora Ltd.", "defendant", False),
        ("amount", "Velmora builds a works of 180 megawatts.", "180 megawatts", False),
        ("amount", "Velmora builds a works for 94 million euros.", "94 million euros", True),
        ("to", "The board moves from 6 m to 1,318 homes.", "1,318 homes", False),
        ("person", "Velmora, listed on the London Stock Exchange, loses its chief.", "London Stock Exchange", False),
        ("plan", "Velmora ends the free tier.", "free tier", True),
        ("product", "维墨科技停用旧版客户端。", "旧版客户端", False),
        ("product", "维墨科技停用QH9。", "QH9", True),
        ("product", "维墨科技停用旧版App。", "旧版App", False),
        ("amount", "维墨科技拟回购427万股。", "427万股", False),
        ("amount", "维墨科技拟以427万收购。", "427万", True),
        ("to", "维墨科技把指引从70亿至74亿元下调至62亿至65亿元。", "62亿", True),
    ],
)  # fmt: skip
def test_a_filling_is_what_its_slot_names_or_only_words_about_it(
    name: str, text: str, words: str, fitting: bool
) -> None:
    reading, slot = slot_of(text, words)
    assert fits(reading, name, slot) == fitting


@pytest.mark.parametrize(
    ("status", "text", "words", "gone"),
    [
        (
            "rumoured",
            "Listings may come.\nOSLO, July 8 - Velmora may list its shares.",
            "July 8",
            True,
        ),
        ("denied", "On 6 July Velmora said it ends no service.", "6 July", True),
        ("announced", "Velmora raises prices from 8 July, it says.", "8 July", False),
        ("announced", "Velmora raises prices on 9 July.", "9 July", False),
        ("announced", "Velmora raises prices on Monday.", "Monday", False),
        ("done", "Velmora raised prices on 6 July.", "6 July", False),
        ("announced", "维墨科技7月8日宣布涨价。", "7月8日", True),
        ("announced", "维墨科技7月8日起涨价。", "7月8日", False),
    ],
)
def test_a_day_that_is_over_is_not_when_something_is_to_come(
    status: str, text: str, words: str, gone: bool
) -> None:
    reading, slot = slot_of(text, words)
    assert is_gone(reading, "effective", slot, status) == gone
    assert not is_gone(reading, "period", slot, status)


@pytest.mark.parametrize(
    ("name", "text", "words", "nothing"),
    [
        ("date", "维墨科技近日发布新品。", "近日", True),
        ("date", "维墨科技周五发布新品。", "周五", False),
        ("count", "维墨科技的服务中断四个多小时。", "四个多小时", True),
        ("count", "维墨科技召回四百台设备。", "四百台", False),
        ("role", "曾任维墨科技首席架构师的柳南舟将出任总裁。", "首席架构师", True),
        ("role", "曾任维墨科技首席架构师的柳南舟将出任总裁。", "总裁", False),
        ("role", "She joins from Vitrex, where she was chief buyer.", "chief buyer", True),
        ("role", "She was appointed chief buyer.", "chief buyer", False),
        ("role", "Velmora is hiring 40 people in Turku.", "people", True),
        ("role", "Velmora has open roles in Turku.", "open roles", True),
        ("role", "Velmora is hiring 40 knitters in Turku.", "knitters", False),
        ("to", "Velmora raises the fare to 6 euros a month.", "month", True),
        ("to", "Velmora raises the fare to 6 euros a month.", "6 euros", False),
        ("counterparty", "A court in Turku fined Velmora Ltd.", "court in Turku", True),
        ("effective", "维墨科技优惠出售2019款豪华型。", "豪华型", True),
        ("effective", "维墨科技元旦起涨价。", "元旦", False),
        ("effective", "自v5起，维墨科技改收月费。", "v5", False),
        ("amount", "拥有两千三百家门店的维墨科技换了承运商。", "两千三", True),
        ("amount", "维墨科技首批开出三十家门店。", "三十家", False),
        ("amount", "2025年，维墨科技收入分别为4.2亿元、5.9亿元，现申请上市。", "5.9亿元", True),
        ("amount", "维墨科技失去年收入4.2亿元的合同。", "4.2亿元", False),
        ("place", "维墨科技总部位于嘉兴，将在湖州设厂。", "嘉兴", True),
        ("place", "维墨科技总部位于嘉兴，将在湖州设厂。", "湖州", False),
        ("customer", "项目在嘉州市公共资源交易中心开标。", "嘉州市公共资源交易中心", True),
        ("customer", "维墨科技中标嘉州市数据交易中心的项目。", "嘉州市数据交易中心", False),
    ],
)
def test_words_that_do_not_tell_what_a_slot_asks(
    name: str, text: str, words: str, nothing: bool
) -> None:
    reading, slot = slot_of(text, words)
    assert says_nothing(reading, name, slot) == nothing


@pytest.mark.parametrize(
    ("name", "text", "words", "expected"),
    [
        ("customer", "Velmora lost its largest client, Hollins, to a rival.", "largest client", "Hollins"),
        ("product", "Velmora drops its card wallet. Tallyfold, the card wallet, ends in May.", "card wallet", "Tallyfold"),
        ("product", "Velmora drops its card wallet, and nobody minds.", "card wallet", "card wallet"),
        ("customer", "Velmora lost its largest client, Norway, in May.", "largest client", "largest client"),
        ("plan", "Velmora ends the free tier, Starter, in May.", "free tier", "free tier"),
        ("product", "维墨科技停用旧版客户端“江畔随行”。", "旧版客户端", "江畔随行"),
        ("product", "维墨科技停用旧版客户端，用户须更新。", "旧版客户端", "旧版客户端"),
        ("product", "维墨科技推出客服平台。新平台“岚语”按月收费。", "客服平台", "岚语"),
        ("target", "维墨科技收购一家平台。另一平台“岚语”观望。", "平台", "平台"),
        ("product", "用户反馈：岚语科技的4.2版更快了。", "4.2版", "岚语科技"),
        ("product", "岚语科技4.2版已推送。", "4.2版", "岚语科技4.2版"),
        ("product", "这次是4.2版，改动不大。", "4.2版", "4.2版"),
    ],
)  # fmt: skip
def test_the_name_beside_words_about_a_thing_fills_its_slot(
    name: str, text: str, words: str, expected: str
) -> None:
    reading, slot = slot_of(text, words)
    found = called(reading, name, slot)
    assert found.text == expected
    assert reading.text[found.start : found.end] == expected


@pytest.mark.parametrize(
    ("text", "words", "share"),
    [
        ("维墨科技每10股派发现金红利2.40元，合计派发5.1亿元。", "2.40元", True),
        ("维墨科技每10股派发现金红利2.40元，合计派发5.1亿元。", "每10股派发现金红利2.40元", True),
        ("维墨科技每10股派发现金红利2.40元，合计派发5.1亿元。", "5.1亿元", False),
        ("Velmora pays 5 cents a share.", "5 cents", False),
    ],
)
def test_what_each_share_gets_is_no_total(text: str, words: str, share: bool) -> None:
    reading, slot = slot_of(text, words)
    assert is_share(reading, "amount", slot) == share
    assert not is_share(reading, "price", slot)
