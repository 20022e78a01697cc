"""A slot does not cut a word in two."""

import pytest

from nlp.slotting.edges import (
    balanced,
    first_of_sum,
    own_words,
    whole_phrase,
    whole_words,
    without_signs,
)


@pytest.mark.parametrize(
    ("text", "marked", "whole"),
    [
        ("云栈旗下的影视平台下月停止运营", "视平台", "影视平台"),
        ("岚界召回部分V5电动汽车", "V5电动汽", "V5电动汽车"),
        ("研究院已合并为整车技术中心", "车技术中心", "整车技术中心"),
        ("北区今天挂了四个多小时", "四个多小", "四个多小时"),
        ("公司发布巡检机器人岩雀一号", "检机器人岩雀一号", "巡检机器人岩雀一号"),
        ("推出收银设备与软件", "收银设备", "收银设备"),  # whole already
        ("云帆进行磋商，收购沁北冷运", "沁北冷运", "沁北冷运"),  # no listed word
        (
            "据悉光伏玻璃厂或涨价",
            "光伏玻璃",
            "光伏玻璃",
        ),  # ends with a word: the next one is another thing
        ("公司否认赴美国上市", "美", "赴美国"),  # within one word
        ("他说，视平台很好", "视平台", "视平台"),  # a pause lies before it
    ],
)
def test_a_word_over_an_edge_belongs_to_the_slot(text: str, marked: str, whole: str) -> None:
    start = text.index(marked)
    first, last = whole_words(text, start, start + len(marked))
    assert text[first:last] == whole


@pytest.mark.parametrize(
    ("text", "marked", "whole"),
    [
        ("Velmora faces a milk-price probe.", "-price probe", "milk-price probe"),
        ("Velmora faces a milk-price probe.", "price probe", "milk-price probe"),
        ("Velmora sells its hydro-run mills.", "hydro-", "hydro-run"),
        ("Velmora sells its hydro-run mills.", "hydro", "hydro-run"),
        ("Velmora and the run-of-river plants", "river plants", "run-of-river plants"),
        ("The proceeds come from a sale of two mills.", "sale of", "sale"),
        ("It leads the table with others.", "leads the table with", "leads the table"),
        ("Billed by the hour.", "by the", ""),
        ("Velmora recalls - British kettles", "- British kettles", "British kettles"),
        ("Velmora recalls kettles - and pans", "kettles", "kettles"),
        ("It covers what users log in to", "log in", "log in"),
        (
            "Velmora has won the payroll of Larkfield Stores.",
            "of Larkfield Stores",
            "Larkfield Stores",
        ),
    ],
)
def test_an_english_slot_holds_whole_words_and_none_too_many(
    text: str, marked: str, whole: str
) -> None:
    start = text.index(marked)
    first, last = whole_phrase(text, start, start + len(marked))
    assert text[first:last] == whole


@pytest.mark.parametrize("text", ["", "，", "视", "abc 视平"])
def test_nothing_moves_beyond_the_text(text: str) -> None:
    for start in range(len(text) + 1):
        for end in range(start, len(text) + 1):
            first, last = whole_words(text, start, end)
            assert 0 <= first <= start <= end <= last <= len(text)


@pytest.mark.parametrize(
    ("text", "marked", "own"),
    [
        ("青檐是否入场还不知道", "否入场", "入场"),
        ("裁判决定重赛", "定重赛", "重赛"),
        ("终于完成槐旅交割", "成槐旅", "槐旅"),
        ("（青檐） 与另一方", "（青檐） 与", "青檐"),  # signs and small words are no part either
        ("青檐购入股份", "青檐购", "青檐"),
        ("昨晚Velmora还说要裁员", "Velmora还", "Velmora"),
    ],
)
def test_a_name_leaves_the_words_it_cuts(text: str, marked: str, own: str) -> None:
    start = text.index(marked)
    first, last = own_words(text, start, start + len(marked))
    assert text[first:last] == own


def test_signs_alone_are_no_name() -> None:
    assert own_words("每/年", 1, 2) == (2, 2)


@pytest.mark.parametrize(
    ("text", "marked", "name"),
    [("VELMORA <VLM>", ">", ""), ("the `` Moon '' film", "`` Moon ''", "Moon")],
)
def test_signs_are_no_part_of_an_english_name(text: str, marked: str, name: str) -> None:
    start = text.index(marked)
    first, last = without_signs(text, start, start + len(marked))
    assert text[first:last] == name


@pytest.mark.parametrize(
    ("text", "number", "whole"),
    [
        ("预计亏损约3亿元", "3亿元", "亏损约3亿元"),
        ("总价約新臺幣9億元", "9億元", "約新臺幣9億元"),
        ("每股0.3元", "0.3元", "每股0.3元"),
        ("派发现金红利3亿元", "3亿元", "3亿元"),
        ("a loss of £3m", "£3m", "£3m"),
    ],
)
def test_a_sum_begins_with_what_is_said_of_its_number(text: str, number: str, whole: str) -> None:
    assert text[first_of_sum(text, text.index(number)) :] == whole


@pytest.mark.parametrize(
    ("text", "marked", "name"),
    [
        ("停产“江鳐”轿车", "江鳐”轿车", "“江鳐”轿车"),
        ("停产“江鳐”，", "江鳐”", "“江鳐”"),
        ("停产江鳐”，", "江鳐”", "江鳐"),
        ("停产“江鳐”", "“江鳐", "“江鳐”"),
        ("停产“江鳐", "“江鳐", "江鳐"),
    ],
)
def test_a_name_has_both_its_quotation_marks_or_none(text: str, marked: str, name: str) -> None:
    start = text.index(marked)
    first, last = balanced(text, start, start + len(marked))
    assert text[first:last] == name
