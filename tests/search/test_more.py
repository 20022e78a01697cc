"""Histogram, orders, likeness, reasons, mended words and the reading of everything, on both engines."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from schemas.registry import Registry
from search.base import SearchIndex
from search.explain import explained
from search.histogram import histogram
from search.moments import day_number
from search.names import names_of
from search.nodes import Query
from search.suggest import distance, suggest
from tests.search.conftest import NOW


def _documents(generator: Callable[[int], Any], count: int = 300) -> list[Any]:
    made = generator(21)
    return [made.document(number) for number in range(count)]


def test_the_histogram_counts_every_match_once(
    index: SearchIndex, generator: Callable[[int], Any], ask: Callable[[str], Query]
) -> None:
    documents = _documents(generator)
    index.put(documents)
    found = index.search(ask("price OR 价格"), limit=3, histogram=True)
    assert found.histogram is not None
    assert sum(bar.count for bar in found.histogram.bars) == found.total > 20
    firsts = [bar.first for bar in found.histogram.bars]
    assert firsts == sorted(firsts)
    bar = next(bar for bar in found.histogram.bars if bar.count)
    within = (
        index.search(ask(f"(price OR 价格) after:{bar.first} before:{bar.last}"), limit=0).total
        + index.search(ask(f"(price OR 价格) date:{bar.last}"), limit=0).total
    )
    assert within == bar.count


@pytest.mark.parametrize(
    ("span", "interval", "bars"),
    [(1, "day", 1), (62, "day", 62), (90, "week", 14), (800, "month", 27), (3_000, "quarter", 34)],
)
def test_bars_have_no_gaps_and_suit_the_span(span: int, interval: str, bars: int) -> None:
    last = day_number(NOW.date())
    made = histogram({last: 2, last - span + 1: 1} if span > 1 else {last: 3})
    assert (made.interval, len(made.bars)) == (interval, bars)
    assert sum(bar.count for bar in made.bars) == 3


def test_one_wrong_date_does_not_make_a_thousand_bars() -> None:
    assert len(histogram({0: 1, 90_000: 5}).bars) <= 300


def test_the_most_important_stories_come_first_and_pages_fit_together(
    index: SearchIndex, generator: Callable[[int], Any], ask: Callable[[str], Query]
) -> None:
    index.put(_documents(generator))
    walked: list[Any] = []
    cursor = None
    while True:
        page = index.search(ask("*"), limit=41, sort="importance", cursor=cursor)
        walked += [hit.document for hit in page.hits]
        cursor = page.next_cursor
        if cursor is None:
            break
    assert len({one.id for one in walked}) == len(walked) == 300
    places = [(-one.score, -day_number(one.published.date()), one.id) for one in walked]
    assert places == sorted(places)
    assert page.order == "most important story first, then newest"


def test_everything_is_read_in_the_order_of_the_pages(
    index: SearchIndex, generator: Callable[[int], Any], ask: Callable[[str], Query]
) -> None:
    index.put(_documents(generator, 420))
    query = ask("price OR 价格 OR plan OR 产品 OR data")
    whole = [one.id for one in index.scan(query, sort="relevance")]
    paged: list[str] = []
    cursor = None
    while True:
        page = index.search(query, limit=60, cursor=cursor)
        paged += [hit.id for hit in page.hits]
        cursor = page.next_cursor
        if cursor is None:
            break
    assert whole == paged
    assert len(whole) == page.total > 220
    assert page.order == "the best 200 by match, all further ones newest first"
    assert {hit.placed_by for hit in page.hits} == {"date"}


def test_later_pages_weigh_age_as_the_first_did(
    index: SearchIndex,
    generator: Callable[[int], Any],
    ask: Callable[[str], Query],
) -> None:
    index.put(_documents(generator))
    query = ask("price OR 价格")
    first = index.search(query, limit=10)
    later = Query(query.text, query.root, query.now + timedelta(days=30), (), "en", query.subjects)
    again = index.search(later, limit=10, cursor=first.next_cursor)
    assert again.hits == index.search(query, limit=10, cursor=first.next_cursor).hits


def test_what_is_alike_shares_company_and_words_and_is_no_report_of_the_same_story(
    index: SearchIndex, generator: Callable[[int], Any], ask: Callable[[str], Query]
) -> None:
    made = generator(5)
    one = made.document(
        9001, title="Brightloom buys a bonded depot near Tarnbeck", text="The Tarnbeck depot joins.",
        language="en", story="st-a", about=("brightloom",), moves=("acquisition",),
    )  # fmt: skip
    same = made.document(9002, title="Bonded depot near Tarnbeck sold", text="Depot", story="st-a")
    like = made.document(
        9003, title="织明收购保税仓库", text="织明收购仓库。", language="zh", story="st-b",
        about=("brightloom",), moves=("acquisition",),
    )  # fmt: skip
    words = made.document(
        9004, title="A depot near Tarnbeck", text="Tarnbeck", story="st-c", about=()
    )
    index.put([one, same, like, words, *_documents(generator)])
    found = index.similar(one, ask(""), limit=5)
    ids = [hit.id for hit in found.hits]
    assert {like.id, words.id} <= set(ids[:3])
    assert one.id not in ids
    assert same.id not in ids
    assert found.hits[0].score == 100
    assert "tarnbeck" in found.hits[ids.index(words.id)].why[0].detail["words"]
    in_chinese = index.similar(one, ask("lang:zh"), limit=5)
    assert like.id in [hit.id for hit in in_chinese.hits]
    assert {hit.document.language for hit in in_chinese.hits} == {"zh"}


def test_a_result_says_why_it_stands_where_it_does_in_both_languages(
    index: SearchIndex, generator: Callable[[int], Any], ask: Callable[[str], Query]
) -> None:
    made = generator(5)
    one = made.document(
        9001, title="Brightloom raises the price", text="The price of a seat: prices rise.", score=30.0,
        about=("brightloom",), companies=("brightloom",), published=NOW - timedelta(days=3),
    )  # fmt: skip
    index.put([one, *_documents(generator)])
    hit = next(hit for hit in index.search(ask("织明 price"), limit=50).hits if hit.id == one.id)
    english = explained(hit.why, "en", lambda company: company.title())
    assert english[0].startswith("the words found: ")
    assert "price × 3" in english[0]
    assert "it is about Brightloom, as you asked (10.0/10 points)" in english
    assert any(line.startswith("published 3 days ago (") for line in english)
    assert any(line.startswith("its story has 30.0 points (6.0/8") for line in english)
    chinese = explained(hit.why, "zh", lambda _company: "织明")
    assert "主要讲的就是所查的公司：织明（10.0/10 分）" in chinese
    assert any(line.startswith("3 天前发布（") for line in chinese)


@pytest.mark.parametrize(
    ("query", "language", "few"),
    [("Brightloom", "en", "zh"), ("织明", "zh", "en"), ("Brightloom price", "en", "zh")],
    ids=["latin", "chinese", "with a word"],
)
def test_texts_in_the_script_that_is_typed_come_before_the_few_in_the_other(
    index: SearchIndex, generator: Callable[[int], Any], ask: Callable[[str], Query],
    query: str, language: str, few: str,
) -> None:  # fmt: skip
    made = generator(11)
    said = {
        "en": ("Brightloom and its price", "What Brightloom asks for a seat is the price of {n}."),
        "zh": ("织明与价格", "织明的席位价格为 {n}。"),
    }
    others = [
        made.document(
            1000 + n, title=f"Notice {n}", text=f"Nothing of the matter. {n}", language="en", about=(), companies=()
        )
        for n in range(80)
    ]  # fmt: skip
    languages = [language] * 40 + [few] * 6
    index.put(others)
    index.put([
        made.document(
            n, title=said[one][0], text=said[one][1].format(n=n), language=one, score=5.0, kind="article",
            about=("brightloom",), companies=("brightloom",), moves=(), published=NOW - timedelta(days=9),
        )
        for n, one in enumerate(languages)
    ])  # fmt: skip
    found = index.search(ask(query), limit=10)
    assert {hit.document.language for hit in found.hits} == {language}


_MENDED = {
    "acquisiton": "acquisition",
    "acquisition custmer": "acquisition customer",
    "title:pirce -lang:zh": "title:price -lang:zh",
    "Brightlom price": "Brightloom price",
    "Peaklien Devices": "Peakline Devices",
    "乔蓝 价格": "乔澜 价格",
    "泰色拉": "泰瑟拉",
    "price": None,
    "织明": None,
    '"acquisiton"': None,
    "xqzzkwv": None,
    "lang:en": None,
    '"open': None,
}


def test_a_mistyped_word_is_mended_from_the_index_or_a_name(
    index: SearchIndex, generator: Callable[[int], Any], registry: Registry
) -> None:
    index.put(_documents(generator))
    names = names_of(registry)
    assert {typed: suggest(typed, names, index.alike) for typed in _MENDED} == _MENDED


@pytest.mark.parametrize(
    ("one", "other", "far"),
    [("price", "price", 0), ("pirce", "price", 1), ("prce", "price", 1), ("prize", "price", 1),
     ("price", "prices", 1), ("abc", "xyz", 3), ("寰周", "寰舟", 1)],
)  # fmt: skip
def test_letters_that_differ_are_counted_and_swaps_once(one: str, other: str, far: int) -> None:
    assert distance(one, other, 2) == min(far, 3)


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("寰舟云", {"计算", "栈"}),
        ("云计算", {"计算"}),
        ("Velo17", {"手机"}),
        ("velo17手机", {"手机"}),
        ("手机", {"手机"}),
        ("寰舟云Stack", {"栈"}),
        ("ＶＥＬＯ17", {"手机"}),
        ("寰舟雲", {"计算", "栈"}),
    ],
)
def test_names_are_found_within_longer_ones_and_beside_latin_letters(
    embedded: SearchIndex,
    generator: Callable[[int], Any],
    ask: Callable[[str], Query],
    typed: str,
    found: set[str],
) -> None:
    made = generator(3)
    texts = {"计算": "寰舟云计算业务增长", "手机": "新款Velo17手机降价", "栈": "寰舟云Stack发布"}
    ids = {}
    for number, (name, text) in enumerate(texts.items(), 9_100):
        one = made.document(number, title="消息", text=text, language="zh", companies=(), moves=())
        ids[one.id] = name
        embedded.put([one])
    assert {ids[hit.id] for hit in embedded.search(ask(typed)).hits} == found
