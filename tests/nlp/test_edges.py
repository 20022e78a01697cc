"""A slot does not cut a Chinese word in two."""

import pytest

from nlp.slotting.edges import own_words, whole_words, without_signs


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
        ("他说，视平台很好", "视平台", "视平台"),  # a pause lies before it
    ],
)
def test_a_word_over_an_edge_belongs_to_the_slot(text: str, marked: str, whole: str) -> None:
    start = text.index(marked)
    first, last = whole_words(text, start, start + len(marked))
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
        ("监管是否放行难料", "否放行难料", "放行难料"),
        ("终于判决如下", "决如下", "如下"),
        ("终于完成槐旅交割", "成槐旅", "槐旅"),
        ("（青檐） 与另一方", "（青檐） 与", "青檐"),  # signs and small words are no part either
        ("青檐购入股份", "青檐购", "青檐"),
        ("同时，Velmora还宣布裁员", "Velmora还", "Velmora"),
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
