"""What has no word of telling near it is no hearsay."""

import pytest

from nlp.chinese.hearsay import hearable
from nlp.tagger import Tagger
from schemas.registry import Registry

FRAMES = Tagger(Registry(), scorer=None)


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
