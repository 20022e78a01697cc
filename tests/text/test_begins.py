"""A pattern tried only where it can begin finds what it finds everywhere."""

import re
from collections.abc import Callable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from text import amounts, money_bare, money_chinese, money_english
from text.amounts import find_percents
from text.begins import capitals, found_at, holds_one, places_of_words
from text.money import find_money

WORDS = (
    "US$ HK$ $ € ¥ RMB Rs. EUR 1 12 1,299.50 2026 2026-05-04 3.5 million bn k % per cent percentage points a one two -half "
    "half third Third-quarter Quarter Q3 H1 of the end year year-end this next last week Monday May March in by from April "
    "4th now today 百分之 三 三成 半 五折 8.5 折 人民币 亿 万 多 元 美元 块 年 月 日 第一季度 上半年 今年 去年 周三 近日 İ ٣ the"
)
PIECES = st.sampled_from([*WORDS.split(), " ", "  ", "\n", ", ", ".", "x"])
TEXTS = st.lists(PIECES, max_size=14).map("".join) | st.lists(PIECES, max_size=10).map(" ".join)


@pytest.mark.parametrize("find", [find_money, find_percents])
@settings(max_examples=300, deadline=None)
@given(text=TEXTS)
def test_the_same_is_found_as_everywhere(
    find: Callable[[str], list[amounts.Found]], text: str
) -> None:
    found = find(text)
    with pytest.MonkeyPatch.context() as patch:
        everywhere = lambda pattern, text, _places: pattern.finditer(text)  # noqa: E731
        for module in (amounts, money_english, money_chinese, money_bare):
            patch.setattr(module, "found_at", everywhere)
        assert find(text) == found


def test_matches_do_not_overlap_and_stay_in_order() -> None:
    assert [m[0] for m in found_at(re.compile("aa"), "aaaa", range(4))] == ["aa", "aa"]


def test_words_are_found_within_others() -> None:
    assert sorted(places_of_words("vendor ends", ("end",))) == [1, 7]


def test_capitals_are_where_words_begin_with_one() -> None:
    assert capitals("The eBay-Élan of 3M, iPad’S Ž1 x") == (0, 9, 26, 28)


def test_one_of_many_words_is_found_as_of_few() -> None:
    many = tuple(f"word{number}" for number in range(20))
    assert holds_one("a sword7 here", many)
    assert not holds_one("no such word", many)
    assert holds_one("a sword7 here", many[7:8])
