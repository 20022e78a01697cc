import itertools
from time import perf_counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from text.sentences import sentences


def cut(text: str, language: str) -> list[str]:
    return [text[span.start : span.end] for span in sentences(text, language)]


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("Mr. Smith left. He said so.", ["Mr. Smith left.", "He said so."]),
        ("Sales rose 1.5 percent. Profit fell.", ["Sales rose 1.5 percent.", "Profit fell."]),
        ("Acme Inc. said so. J. Doe agreed.", ["Acme Inc. said so.", "J. Doe agreed."]),
        ("It bought Acme Inc. The price is low.", ["It bought Acme Inc.", "The price is low."]),
        (
            "It bought Acme Ltd. Separately, it sold a mill.",
            ["It bought Acme Ltd.", "Separately, it sold a mill."],
        ),
        ("Acme Inc. Chief Executive Ada Doe left.", ["Acme Inc. Chief Executive Ada Doe left."]),
        ("Title\nThe U.S. market grows.", ["Title", "The U.S. market grows."]),
        ("“We win!” Really?", ["“We win!”", "Really?"]),
    ],
)
def test_english(text: str, parts: list[str]) -> None:
    assert cut(text, "en") == parts


def test_a_quoted_question_with_a_comma_behind_it_ends_no_chinese_sentence() -> None:
    text = "会上问“谁来买单？”，随后推出新品。完了！"
    assert cut(text, "zh") == ["会上问“谁来买单？”，随后推出新品。", "完了！"]


def test_chinese() -> None:
    text = "标题\n公司宣布涨价。“不会。”他说！真的？营收3.5亿元……完"
    assert cut(text, "zh") == [
        "标题",
        "公司宣布涨价。",
        "“不会。”",
        "他说！",
        "真的？",
        "营收3.5亿元……",
        "完",
    ]


@given(st.text(alphabet="ab. !?。！\n”A", max_size=60), st.sampled_from(["en", "zh"]))
def test_nothing_but_space_is_lost(text: str, language: str) -> None:
    spans = sentences(text, language)
    kept = "".join(text[span.start : span.end] for span in spans)
    assert "".join(kept.split()) == "".join(text.split())
    assert all(a.end <= b.start for a, b in itertools.pairwise(spans))


def test_a_legal_form_of_initials_goes_on_in_small_letters() -> None:
    text = "Okabe Resins K.K. has licensed a resin. Hexal Foods S.p.A. will buy it."
    assert [text[one.start : one.end] for one in sentences(text, "en")] == [
        "Okabe Resins K.K. has licensed a resin.",
        "Hexal Foods S.p.A. will buy it.",
    ]


def test_a_long_run_of_signs_is_cut_in_no_time() -> None:
    began = perf_counter()
    assert len(sentences("！" * 80_000 + "，", "zh")) == 1
    assert perf_counter() - began < 1
