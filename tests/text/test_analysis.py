"""Tokens for search: words that are found by other forms, phrases that are found anywhere."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from text.analysis import analyse, fold_token, phrase, positions
from text.segment import Segmenter
from text.streams import read_streams

_SEGMENTER = Segmenter(["华为云", "寰舟数据"])


def _contains(tokens: list[str], wanted: list[str]) -> bool:
    if len(wanted) == 1 and len(wanted[0]) == 1:
        return any(token.startswith(wanted[0]) for token in tokens)
    size = len(wanted)
    return any(tokens[at : at + size] == wanted for at in range(len(tokens) - size + 1))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("prices", "price"),
        ("Pricing", "PRICE"),
        ("ＡＢＣ", "abc"),
        ("Café", "cafe"),
        ("騰訊", "腾讯"),
        ("U.S.", "US"),
        ("1,299", "1299"),
        ("ﬁle", "files"),
        ("O’Reilly", "O'Reilly"),
    ],
)
def test_forms_of_a_word_meet(one: str, other: str) -> None:
    assert fold_token(one) == fold_token(other)


@pytest.mark.parametrize(
    ("one", "other"), [("C", "C++"), ("C", "C#"), ("15.4%", "15.4"), ("4.5", "45"), ("5G", "5")]
)
def test_different_words_stay_apart(one: str, other: str) -> None:
    assert fold_token(one) != fold_token(other)


def test_words_come_with_the_words_inside_them() -> None:
    assert analyse("寰舟数据 raises prices", _SEGMENTER) == [
        "数据", "寰舟数据", "rais", "price",
    ]  # fmt: skip
    assert read_streams("寰舟数据 raises prices", _SEGMENTER).words == "数据 寰舟数据"


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("华为云计算发布", "华为云"),
        ("华为云计算发布", "云计算"),
        ("华为云计算发布", "为云计"),
        ("3月份增长", "3月"),
        ("在11月", "11月"),
        ("完成A轮融资", "A轮"),
        ("华为云3.0", "云3.0"),
        ("新款iPhone17手机降价", "iPhone17手机"),
        ("the price of the plan", "of the plan"),
        ("騰訊雲服務", "腾讯云"),
        ("降价。华为云", "降价 华为"),
        ("思维墨水", "墨"),
    ],
)
def test_a_phrase_is_found_where_its_characters_stand(text: str, wanted: str) -> None:
    assert _contains(positions(text), phrase(wanted))


@pytest.mark.parametrize(
    ("text", "wanted"),
    [("华为的云", "华为云"), ("降价。华为", "价华"), ("plan price", "price plan")],
)
def test_a_phrase_is_not_found_elsewhere(text: str, wanted: str) -> None:
    assert not _contains(positions(text), phrase(wanted))


@given(st.text(alphabet="华为云计算服务价格", min_size=1, max_size=30), st.data())
def test_every_part_of_a_chinese_run_is_found_as_a_phrase(text: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(text) - 1))
    end = data.draw(st.integers(start + 1, len(text)))
    assert _contains(positions(text), phrase(text[start:end]))
    assert _contains(positions(f"a {text} b"), phrase(f"a {text}"))


def test_forms_are_words_as_written_their_first_two_letters_and_each_chinese_character() -> None:
    read = read_streams("Announcements 华为云、华为 of GPT-4.5", _SEGMENTER)
    assert sorted(read.forms.split()) == sorted(
        ["announcements", "^an", "of", "^of", "gpt", "^gp", "4.5", "^4.", "云", "为", "华"]
    )
    assert read_streams("plan, planned").forms == "plan ^pl planned ^pl"
    assert read_streams("a — b").places.split() == ["a", "b"]


def test_a_long_text_is_read_as_a_short_one() -> None:
    text = "完成A轮融资，𠮷野家在上海推出iPhone17手机。3月 "
    few, many = read_streams(text), read_streams(text * 9)
    assert many.places.split() == positions(text * 9) == few.places.split() * 9
    assert set(many.forms.split()) == set(few.forms.split())


@given(st.text(max_size=80))
def test_reading_once_gives_the_same_as_reading_each(text: str) -> None:
    assert read_streams(text, _SEGMENTER).places.split() == positions(text)


@given(st.text(max_size=80))
def test_tokens_hold_no_white_space_and_are_never_empty(text: str) -> None:
    read = read_streams(text, _SEGMENTER)
    for token in (
        *analyse(text, _SEGMENTER),
        *(token for stream in read for token in stream.split()),
        *phrase(text),
    ):
        assert token
        assert token.split() == [token]


def test_half_a_megabyte_takes_less_than_a_second() -> None:
    text = "华为云计算发布新版本，Velmora raises the price of its Team plan by 11.2%。" * 6000
    analyse("预热", _SEGMENTER)
    started = time.process_time()
    analyse(text, _SEGMENTER)
    positions(text)
    megabytes = len(text.encode()) / 1e6
    assert megabytes / (time.process_time() - started) > 0.5


def test_a_character_whose_plain_form_begins_with_a_space_is_kept() -> None:
    assert len(positions("a ͺ b")) == 3
