"""What a Chinese company says itself is no hearsay; what has no word of telling near it is none either."""

import pytest

from nlp.chinese.hearsay import hearable, own_words
from nlp.tagger import Tagger
from schemas.registry import Registry

FRAMES = Tagger(Registry(), scorer=None)


@pytest.mark.parametrize(
    ("text", "told", "own"),
    [
        ("澜桥电器表示，明年烤箱会贵一成。", "烤箱", True),
        ("澜桥电器财务总监在业绩会上说，全年收入能长两成。", "全年", True),
        ("澜桥电器相关负责人对媒体称，苏州工厂下月投产。", "苏州", True),
        ("澜桥电器在给经销商的函里写道，年底前停产旧款。", "停产", False),
        ("澜桥电器的店员说，下月要涨价。", "下月", False),
        ("据传澜桥电器表示要退出苏州。", "退出", False),
        ("据澜桥电器内部员工透露，工厂要搬。", "工厂", False),
        ("澜桥电器说，穗岚软件要卖掉仓库。", "卖掉", False),
    ],
)
def test_what_a_company_says_is_its_own(text: str, told: str, *, own: bool) -> None:
    sentence = FRAMES.read("", text, language="zh").sentences[-1]
    assert own_words(sentence.masked[: sentence.raw.index(told)]) == own


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
    assert hearable(reading, sentence, sentence.raw.index(trigger)) == may_be
