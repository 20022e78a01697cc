"""Of several fillings of a slot the one that is what the slot names."""

import pytest

from nlp.reading import Reading
from nlp.slotting.fitting import fits, is_share, says_nothing
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
    ],
)
def test_words_that_do_not_tell_what_a_slot_asks(
    name: str, text: str, words: str, nothing: bool
) -> None:
    reading, slot = slot_of(text, words)
    assert says_nothing(reading, name, slot) == nothing


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
