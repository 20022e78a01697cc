"""Marks on the original words, and fragments that can be read."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from schemas.searching import Highlight
from search.highlight import LONGEST, fragments, highlight, look_over, marked
from search.plan import Look


def _highlight(title: str, text: str, looks: list[Look]) -> tuple[Highlight, ...]:
    return highlight(title, text, look_over(title, text, looks))


def _marked(text: str, *looks: str) -> list[str]:
    return [text[start:end] for start, end in marked(text, [Look(look) for look in looks])]


@pytest.mark.parametrize(
    ("text", "look", "words"),
    [
        ("Prices rise; the price fell.", "price", ["Prices", "price"]),
        ("華為雲與华为云", "华为云", ["華為雲", "华为云"]),
        ("ＴＥＡＭ plan", "team plan", ["ＴＥＡＭ plan"]),
        ("The plan, a plan's cost", "plan cost", ["plan's cost"]),
        ("新款iPhone17手机", "iPhone17手机", ["iPhone17手机"]),
        ("完成A轮融资", "A轮", ["A轮"]),
        ("GPT-4.5 and GPT 4.5", "GPT-4.5", ["GPT-4.5", "GPT 4.5"]),
        ("plan of price", "price plan", []),
        ("C and C++", "C", ["C"]),
        ("云计算云", "云", ["云", "云"]),
    ],
)
def test_what_the_index_finds_is_what_is_marked(text: str, look: str, words: list[str]) -> None:
    assert _marked(text, look) == words


def test_the_beginning_of_a_word_marks_all_of_it() -> None:
    text = "Announcements, announced"
    spans = marked(text, [Look("announcem", prefix=True)])
    assert [text[start:end] for start, end in spans] == ["Announcements"]


def test_marks_that_overlap_become_one() -> None:
    assert _marked("华为云计算", "华为云", "云计算") == ["华为云计算"]


def test_a_word_of_the_title_alone_is_not_marked_in_the_text() -> None:
    shown = _highlight("Team", "The team met.", [Look("team", title_only=True)])
    assert [(one.field, one.marks) for one in shown] == [("title", ((0, 4),)), ("text", ())]


def test_the_sentences_with_most_different_words_are_shown_in_order() -> None:
    text = "Price. Nothing here. The team price rose.\n\nA seat was sold. Price again."
    looks = [Look("price"), Look("team"), Look("seat")]
    shown = [one.text for one in fragments(text, marked(text, looks))]
    assert shown == ["The team price rose.", "A seat was sold."]


def test_names_of_one_company_are_one_word_and_the_lead_is_shown_before_the_contact() -> None:
    text = "潮标科技今天宣布涨价。\n媒体联系：潮标科技品牌部 pr@tidemark.example，潮标热线。"
    looks = [Look(name, part="潮标") for name in ("Tidemark", "潮标科技", "潮标")]
    assert [one.text for one in _highlight("", text, looks)] == ["潮标科技今天宣布涨价。"]


def test_a_long_sentence_is_cut_around_its_first_mark() -> None:
    text = "word " * 200 + "price " + "tail " * 200
    (shown,) = fragments(text, marked(text, [Look("price")]))
    assert shown.text.startswith("…word")
    assert shown.text.endswith("…")
    assert len(shown.text) <= LONGEST + 2
    assert [shown.text[start:end] for start, end in shown.marks] == ["price"]


def test_a_long_chinese_sentence_without_marks_shows_its_beginning() -> None:
    (shown,) = fragments("云" * 1000, ())
    assert shown.text == "云" * LONGEST + "…"


@given(
    st.text(alphabet="云价格计算 price.Plan。！\n'’s4%A轮", max_size=600),
    st.sampled_from(["云", "价格", "price", "plan", "A轮", "云 price", "4"]),
)
def test_marks_lie_within_what_is_shown_and_what_is_shown_is_in_the_text(
    text: str, look: str
) -> None:
    for shown in _highlight("", text, [Look(look)]):
        assert shown.text.strip("…") in text
        assert len(shown.text) <= LONGEST + 2
        for start, end in shown.marks:
            assert 0 <= start < end <= len(shown.text)
            assert _marked(shown.text[start:end], look) or " " in look


def test_a_full_stop_within_a_number_ends_no_sentence() -> None:
    text = "商务版由1299元调到1499元，涨幅15.4%。另一句。"
    shown = _highlight("", text, [Look("商务版")])
    assert [one.text for one in shown] == ["商务版由1299元调到1499元，涨幅15.4%。"]
    english = "Version 3.0 costs €15.50 a month. It is new."
    assert _highlight("", english, [Look("version")])[0].text == "Version 3.0 costs €15.50 a month."
