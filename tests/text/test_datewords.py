"""Dates in running text: the words marked in ``datewords_en.txt`` and ``datewords_zh.txt``, with their values."""

import re
from collections import defaultdict
from datetime import date
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from text import chinese_dates, english_dates
from text.amounts import find_dates

_MARK = re.compile(r"\[([^|\]]+)\|([^\]]*)\]")
_VALUE = re.compile(r"\d{4}(?:-(?:Q[1-4]|H[12]|\d\d(?:-\d\d)?))?")
DAY = date(2026, 11, 24)
WORDS = (
    "1 5 12 31 99 2026 2019 1990s 2025-26 26 FY27 Q3 1Q26 H1 May march Sept. of the in on by until since first third final "
    "quarter half months year year-end week weekend end mid- late early earlier later this next last previous same period "
    "Monday friday , - to and will opened today day before yesterday two a few ago from now fiscal spring New Year's "
    "年 月 日 号 一 二 三 十 〇 二〇二六 今 明 去 前 上 下 本 同 次 当 周 星期 末 底 初 中旬 季度 半年 财年 至 天 个月 后 将 了 晚 ， 。"
)
PIECES = st.sampled_from([*WORDS.split(), " ", "\n", "x", "İ", "٣"])
TEXTS = st.lists(PIECES, max_size=14).map("".join) | st.lists(PIECES, max_size=14).map(" ".join)


def _lines(language: str) -> list[str]:
    path = Path(__file__).with_name(f"datewords_{language}.txt")
    return [line for line in path.read_text(encoding="utf-8").splitlines() if line[:1] != "#"]


@pytest.mark.parametrize("line", [*_lines("en"), *_lines("zh")])
def test_dates_of_running_text(line: str) -> None:
    day, marked = line.split(" | ", 1)
    text = _MARK.sub(r"\1", marked)
    expected = [(words, value or None) for words, value in _MARK.findall(marked)]
    assert [(text[f.start : f.end], f.value.date) for f in find_dates(text, day)] == expected


@settings(max_examples=400, deadline=None)
@given(text=TEXTS, day=st.dates() | st.none())
def test_marks_stand_in_order_and_have_values_in_iso_form(text: str, day: date | None) -> None:
    found = find_dates(text, day.isoformat() if day else None)
    assert all(0 <= one.start < one.end <= len(text) for one in found)
    assert all(a.end <= b.start for a, b in pairwise(found))
    assert all(one.value.date is None or _VALUE.fullmatch(one.value.date) for one in found)


@settings(max_examples=300, deadline=None)
@given(text=TEXTS)
def test_every_rule_is_tried_wherever_it_can_begin(text: str) -> None:
    found = list(chinese_dates.find(text, DAY)), list(english_dates.find(text, DAY))
    rules = tuple((rule, reader) for _, rule, reader in chinese_dates.RULES)
    readers = tuple({one: None for group in english_dates.HEADS.values() for one in group})
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(chinese_dates, "BEGINS", re.compile(r"(?s)."))
        patch.setattr(chinese_dates, "BY_SIGN", defaultdict(lambda: rules))
        patch.setattr(english_dates, "HEADS", _Always(lambda: readers))
        assert (list(chinese_dates.find(text, DAY)), list(english_dates.find(text, DAY))) == found


class _Always(defaultdict[str, object]):
    def __contains__(self, _word: object) -> bool:
        return True
