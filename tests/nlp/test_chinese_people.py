"""Who is named in Chinese text. All names are invented."""

import pytest

from nlp.names.odds import Reading, familiar, likely
from nlp.tagger import Tagger


def people(tagger: Tagger, text: str) -> list[str]:
    found = tagger.tag("", text, language="zh").mentions
    return [one.text for one in found if one.label == "PERSON"]


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("被告人许某明与薛某某因纠纷发生争执，汪某甲报警。", ["许某明", "薛某某", "汪某甲"]),
        ("据悉，钱某有一间仓库。", ["钱某"]),  # 有 is a word
        ("于某年某月，向某公司付款。", []),
        ("主教练罗贝托・菲尔米诺说，前锋桑切斯伤愈。", ["罗贝托・菲尔米诺", "桑切斯"]),
        ("麦克-唐纳德与约翰·史密斯见面。", ["麦克-唐纳德", "约翰·史密斯"]),
        ("记者 汪洁 孟小雨 通讯员 袁国栋报道。", ["汪洁", "孟小雨", "袁国栋"]),
        ("司令何长山到场。", ["何长山"]),
        ("导演欧阳明远执导的《雪线》下周上映。", ["欧阳明远"]),
        ("丁文岚：今天的比赛很精彩。", ["丁文岚"]),
        ("黄昏时分，山清水秀，于是大家从东门进城。", []),
        ("顾客在高峰时段谢谢店员，明星也来了。", []),  # surnames that begin everyday words
        ("行政總裁陳啟航表示，公司將繼續擴張。", ["陳啟航"]),
    ],
)
def test_a_name_is_told_from_words_and_ends_where_it_ends(
    tagger: Tagger, text: str, names: list[str]
) -> None:
    assert people(tagger, text) == names


def test_a_surname_with_a_title_is_who_was_named_in_full(tagger: Tagger) -> None:
    text = "董事长叶振华介绍，公司今年扩产。叶先生还说，明年再建一座厂。"
    found = tagger.read("", text, language="zh").entities
    named = [
        (text[one.start - 1 : one.end - 1], one.name) for one in found if one.label == "PERSON"
    ]
    assert named == [("叶振华", "叶振华"), ("叶先生", "叶振华")]


def test_words_that_cross_an_edge_speak_against_a_name() -> None:
    text = "馆长孟辉如是说"
    reading = Reading(text)
    gains = {
        text[one.start : one.end]: reading.gain(one.start, one.end, one.share)
        for one in likely(text, -20)
    }
    assert gains["孟辉"] > max(0, gains["孟辉如"])  # 如是 is a word


def test_a_familiar_name_beats_its_characters_but_no_word() -> None:
    assert Reading("小郑来了").gain(0, 2, familiar("郑")) > 0
    assert Reading("小时候").gain(0, 2, familiar("时")) < 0
