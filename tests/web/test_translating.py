"""Sentences that Zhibi says by itself are read in Chinese on Chinese pages, with what they name kept."""

import re
import string
from datetime import timedelta

import pytest

from pipeline import diagnosis
from tests.pipeline.test_diagnosis import PAGE, SOURCE, START, judged, run
from web.translating import FILE, own, pairs

NAMED = ("a text", "a title", "a date", "prices", "authors")
PLACES = ("where its rule looks", "in a place that is sure")
ENGLISH = re.compile(r"\b[a-z]{3,} (?:[a-z]{2,} )[a-z]{2,}\b")


def chinese(text: str) -> str:
    said = own(text, "zh")
    assert said.language == "zh-Hans", text
    plain = re.sub(r"(?:zhibi|https?:)[^，。；）]*", "", said.text)
    assert not ENGLISH.search(plain), said.text
    return said.text


def test_every_failure_and_its_remedy_has_chinese_words() -> None:
    for says, todo in diagnosis._SAYS.values():
        assert chinese(says.format(reason="http-403"))
        assert chinese(todo.replace("{id}", "news"))


def test_what_is_diagnosed_is_read_in_chinese() -> None:
    failed = [run(day, ok=False, reason="http-403", read=0, lists=0) for day in (30, 31)]
    found = [
        judged(), judged(*failed), judged(source=PAGE), judged(run(30, moved="http://x.example/new")),
        judged(*[run(day, read=0, new=0, listed=0, reason="no-links") for day in (30, 31)]),
        diagnosis.diagnose(SOURCE, [], START),
        diagnosis.diagnose(SOURCE, [run(day) for day in range(30)], START + timedelta(days=90)),
    ]  # fmt: skip
    for one in found:
        chinese(one.says)
        if one.todo:
            chinese(one.todo)
    assert "网站拒绝访问（http-403）" in chinese(found[1].says)
    assert "连续 2 次" in chinese(found[1].says)
    assert "），04-01 起，" in chinese(found[1].says)


def test_what_pages_lack_is_said_in_chinese() -> None:
    lacking = [
        *(f"{have} {name}" for have in ("have", "still have") for name in NAMED),
        *(f"have {name} {place}" for name in NAMED for place in PLACES),
        "have a title of their own", "have a text of the usual length",
        "have a text without what stands around it",
    ]  # fmt: skip
    for what in lacking:
        said = chinese(f"0 of 9 pages {what} since 8 Nov; it was 100 % (also: authors)")
        assert "have" not in said, said
    assert chinese("2 of 9 pages have a date since 8 Nov; it was 98 %") == (
        "11-08 起，9 个页面中有 2 个有日期；此前为 98%"
    )


def test_parts_are_kept_and_unknown_sentences_stay_english() -> None:
    said = "its address leads for good to http://x.example/jobs since 8 Nov"
    assert own(said, "zh").text == "11-08 起，其地址永久转到 http://x.example/jobs"
    assert own(said, "en") == (said, "en")
    assert own("checked every 4 days, changes about every 9 days", "zh").text == (
        "每 4 天检查一次，约每 9 天变化一次"
    )
    assert own("Something that nobody has put into Chinese.", "zh").language == "en"
    assert own("checked every 1d, something new about daily", "zh").text == (
        "每天检查一次，约每天有新内容"
    )
    assert own("", "zh").text == ""
    assert own("http://x.example/" + "a" * 900 + ", not a page", "zh").language == "en"


@pytest.mark.parametrize("pair", pairs(), ids=lambda one: one.chinese[:30])
def test_a_pair_names_the_same_parts_on_both_sides(pair: object) -> None:
    names = {name for _, name, _, _ in string.Formatter().parse(pair.chinese) if name}  # type: ignore[attr-defined]
    assert names <= set(pair.pattern.groupindex), FILE  # type: ignore[attr-defined]
