"""A slot does not cut a Chinese word in two."""

import pytest

from nlp.slotting.edges import whole_words


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
