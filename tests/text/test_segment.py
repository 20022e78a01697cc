"""Words of mixed text: where they begin and end."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from text.segment import Segmenter

_NAMES = ("华为云", "360数科", "华为云Stack", "寰舟数据", "维墨", "Northwind Robotics")
_SEGMENTER = Segmenter(_NAMES)


def _words(text: str, segmenter: Segmenter = _SEGMENTER) -> list[str]:
    return [token.text for token in segmenter.tokens(text)]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("iPhone17手机降价", ["iPhone17", "手机", "降价"]),
        ("5G基站和C++工程师", ["5G", "基站", "和", "C++", "工程师"]),
        ("完成A轮融资", ["完成", "A轮", "融资"]),
        ("Pre-A轮与B+轮", ["Pre-A轮", "与", "B+轮"]),
        ("华为云计算发布", ["华为云", "计算", "发布"]),
        ("采用华为云Stack方案", ["采用", "华为云Stack", "方案"]),
        ("采用华为云Stacked方案", ["采用", "华为云", "Stacked", "方案"]),
        ("在360数科任职", ["在", "360数科", "任职"]),
        ("思维墨水", ["思维", "墨水"]),
        ("寰舟数据上调15.4%至¥1,299.00", ["寰舟数据", "上调", "15.4%", "至", "1,299.00"]),
        ("騰訊後臺", ["騰訊", "後臺"]),
        ("ＡＢＣ１２３", ["ＡＢＣ１２３"]),
        ("R&D at AT&T, U.S.", ["R&D", "at", "AT&T", "U.S."]),
        ("e-commerce, GPT-4.5, v2.3.1", ["e", "commerce", "GPT", "4.5", "v2.3.1"]),
        ("O’Reilly's C# and .NET", ["O’Reilly", "C#", "and", ".NET"]),
        ("3.5GHz, 2nm, K12教育", ["3.5GHz", "2nm", "K12", "教育"]),
        ("1,2,3 foo_bar", ["1", "2", "3", "foo", "bar"]),
        ("İstanbul ﬁle", ["İstanbul", "ﬁle"]),
        ("", []),
        ("，。！ \n\t", []),
    ],
)
def test_text_is_cut_into_words(text: str, words: list[str]) -> None:
    assert _words(text) == words


def test_a_name_of_the_registry_stays_whole_only_where_the_registry_knows_it() -> None:
    assert "寰舟数据" in _words("寰舟数据涨价")
    assert "寰舟数据" not in _words("寰舟数据涨价", Segmenter())


def test_names_of_one_segmenter_do_not_leak_into_another() -> None:
    before = _words("维墨科技发布新品", Segmenter())
    assert _words("维墨科技发布新品", Segmenter(["维墨科技"]))[0] == "维墨科技"
    assert _words("维墨科技发布新品", Segmenter()) == before


def test_words_inside_a_word_are_those_of_the_dictionary() -> None:
    assert Segmenter().subwords("云计算") == ["计算"]
    assert Segmenter().subwords("手机") == []


@given(
    st.text(
        alphabet=st.sampled_from("华为云计算a1.,'’& \n-+#%轮İß３Ａ騰かé\U00020000"), max_size=60
    )
)
def test_offsets_hold_and_words_do_not_overlap(text: str) -> None:
    last = 0
    for token in _SEGMENTER.tokens(text):
        assert text[token.start : token.end] == token.text
        assert token.start >= last
        assert token.end > token.start
        last = token.end
