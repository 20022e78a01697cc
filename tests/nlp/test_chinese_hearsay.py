"""What has no word of telling near it is no hearsay, nor is what the company says is true."""

import pytest

from nlp.chinese.hearsay import hearable
from nlp.tagger import Tagger
from schemas.registry import Registry

FRAMES = Tagger(Registry(), scorer=None)
TAGGER = Tagger(Registry())


@pytest.mark.parametrize(
    ("title", "text", "trigger", "may_be"),
    [
        ("", "澜桥电器的新烤箱定在下月八号和大家见面。", "见面", False),
        ("", "澜桥电器的新烤箱下月见面，朋友圈里有图。", "见面", True),
        ("圈内消息", "澜桥电器的新烤箱下月见面。", "见面", True),
        ("", "澜桥电器的新烤箱下月见面。公司没有回应。", "见面", True),
    ],
)
def test_hearsay_needs_a_word_of_telling(
    title: str, text: str, trigger: str, *, may_be: bool
) -> None:
    reading = FRAMES.read(title, text, language="zh")
    sentence = next(one for one in reading.sentences if trigger in one.raw)
    assert hearable(reading, sentence) == may_be


@pytest.mark.parametrize(
    ("text", "status"),
    [
        ("网传澜桥电器裁员200人。澜桥电器回应称消息属实。", "done"),
        ("针对网传裁员一事，澜桥电器回应称消息属实，公司已裁员200人。", "done"),
        ("网传澜桥电器裁员200人。经核实，上述情况属实。有关消息昨日传开。", "done"),
        ("網傳瀾橋電器裁員200人。瀾橋電器回應稱，消息屬實。", "done"),
        ("有网友爆料澜桥电器将裁员三成。澜桥电器客服表示，确有此事。", "announced"),
        ("网传澜桥电器裁员200人。澜桥电器回应称消息不属实。", "denied"),
        ("网传澜桥电器裁员200人。澜桥电器回应称消息并不属实。", "denied"),
        ("网传澜桥电器裁员200人。消息是否属实，公司未予回应。", "rumoured"),
        ("网传澜桥电器裁员200人。若消息属实，供应商将受牵连。", "rumoured"),
        ("网传澜桥电器裁员200人。一名员工称消息属实。", "rumoured"),
        ("网传澜桥电器裁员200人。澜桥电器回应称，网上说法无一属实。", "denied"),
        ("网传澜桥电器裁员200人。公司称没有一条属实。", "denied"),
        ("网传澜桥电器裁员200人。公司称，上述说法不全属实。", "rumoured"),
        ("网传澜桥电器裁员200人。公司表示，无法确认消息属实。", "rumoured"),
        ("网传澜桥电器裁员200人。公司提醒，未证实属实前请勿传播。", "rumoured"),
        ("据知情人士透露，澜桥电器拟裁员200人。当地市监局称，此前的污染投诉属实。", "rumoured"),
        ("据知情人士透露，澜桥电器拟裁员200人。公司保证所披露信息真实属实、完整。", "rumoured"),
        ("网传澜桥电器将裁员200人。公司对外承认裁员属实。", "announced"),
        ("网传澜桥电器将裁员200人。无锡工厂负责人回应称，不久前的消息属实。", "announced"),
        ("澜桥电器打消了裁员的念头。", "denied"),
    ],
    ids=[
        "the-report-is-true", "in-one-sentence", "and-a-word-of-news-behind", "traditional",
        "planned", "not-true", "by-no-means-true", "whether-true", "if-true", "somebody-without-a-name",
        "none-is-true", "not-one-is-true", "not-all-true", "cannot-say", "before-it-is-confirmed",
        "another-matter", "a-formula", "admitted", "of-wuxi", "given-up",
    ],
)  # fmt: skip
def test_what_the_company_says_is_true_is_neither_hearsay_nor_denied(
    text: str, status: str
) -> None:
    moves = TAGGER.tag("", text, language="zh").moves
    assert [(one.kind, one.status) for one in moves] == [("layoffs", status)]


@pytest.mark.parametrize(
    "text",
    ["朔凌集团宣传部部长关志辞职。", "朔凌集团品牌宣传总监关志加盟恒岭科技。"],
    ids=["of a department", "of a brand"],
)
def test_who_makes_publicity_spreads_no_rumour(text: str) -> None:
    assert {move.status for move in TAGGER.tag("", text).moves} == {"done"}
