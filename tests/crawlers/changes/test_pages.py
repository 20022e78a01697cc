"""Whole pages: what differs at each load is told to nobody, what was edited is told as what it is."""

from datetime import UTC, datetime

import pytest

from crawlers.changes.pages import ReadPage, compare, read
from crawlers.pool import ExtractJob

URL = "https://velmora.example/news/quay"
SEEN = datetime(2026, 11, 24, tzinfo=UTC)
PARAGRAPHS = (
    "Velmora opened a second quay in the harbour of Kade on Monday, two years after the first one was put to use.",
    "The new quay takes 14 ships at a time and was built by Larkmere, a family firm, for nine months of work.",
    "Its manager, Annika Brandsma, said that night shifts will not begin before the neighbours have been heard.",
    "The company will keep the old crane, which is older than the harbour itself, as a monument by the water.",
)
LIST = (
    "Fourteen berths with shore power",
    "A ferry every hour until midnight",
    "Storage for grain",
)


def page(
    *paragraphs: str,
    head: str = "Velmora opens a second quay",
    entries: tuple[str, ...] = LIST,
    top: str = "",
    middle: str = "",
    end: str = "",
    nav: str = "News",
    mark: str = "",
) -> ReadPage:
    given = paragraphs or PARAGRAPHS
    half = len(given) // 2
    body = "".join(f"<p>{one}</p>" for one in given[:half])
    rest = "".join(f"<p>{one}</p>" for one in given[half:])
    listed = "".join(f"<li>{one}</li>" for one in entries)
    markup = (
        f"<html><head><title>{head} | Velmora</title></head><body>{top}<header><nav><a href='/'>{nav}</a></nav></header>"
        f"<main class='wrap{mark}'><article class='story{mark}'><h1>{head}</h1>{body}{middle}{rest}<ul>{listed}</ul></article></main>"
        f"{end}<footer>© 2026 Velmora</footer></body></html>"
    )
    return read(ExtractJob(id="", url=URL, seen=SEEN, body=markup.encode()))


@pytest.mark.parametrize(
    "noise",
    [
        {"middle": "<div class='ad-slot'><p>The lightest ladder you will ever own, now at half price.</p></div>"},
        {"middle": "<ins class='adsbygoogle'>The lightest ladder you will ever own.</ins>"},
        {"middle": "<p>Advertisement: the lightest ladder you will ever own</p>"},
        {"middle": "<p>广告：新用户注册即送百元大礼包</p>"},
        {"top": "<div id='cookie-banner'><p>We and our 41 partners use cookies to improve your stay.</p></div>"},
        {"top": "<div><p>本网站使用cookie以提升您的浏览体验，继续浏览即表示同意。</p></div>"},
        {"middle": "<p>Last updated: 24 Nov 2026, 10:15:33</p>"},
        {"middle": "<p>By the desk, 36 minutes ago</p>"},
        {"middle": "<span>3小时前</span>"},
        {"middle": "<p>12,377 views</p>"},
        {"middle": "<p>阅读：3219次</p>"},
        {"end": "<div><h3>Read next</h3><ul><li><a href='/1'>Five gardens to visit before the frost</a></li></ul></div>"},
        {"end": "<div id='comments'><h3>2 comments</h3><p>I do not agree with the second point at all, as a neighbour.</p></div>"},
        {"middle": "<p><a class='cta' href='/start'>Book a demo</a></p>"},
        {"nav": "Discover"},
        {"mark": "__x7f3a"},
        {"end": "<div style='display:none'>9f86d081884c7d659a2feaa0c55ad015</div>"},
        {"entries": tuple(reversed(LIST))},
    ],
)  # fmt: skip
def test_what_differs_at_each_load_is_no_change(noise: dict[str, str]) -> None:
    assert compare(page(), page(**noise)) == []  # type: ignore[arg-type]
    assert compare(page(**noise), page()) == []  # type: ignore[arg-type]


def test_order_and_markup_are_no_change() -> None:
    assert compare(page(), page(*reversed(PARAGRAPHS))) == []
    wrapped = [f"<span>{one[:30]}</span>{one[30:]}" for one in PARAGRAPHS]
    assert compare(page(), page(*wrapped)) == []
    halves = [*PARAGRAPHS[:3], "</p><p>".join(PARAGRAPHS[3].split(", which "))]
    halves[3] = halves[3].replace("</p><p>", ", which</p><p>")
    assert compare(page(), page(*halves)) == []


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("takes 14 ships", "takes 22 ships"),
        ("will not begin", "will begin"),
        ("Annika Brandsma", "Joost Dalen"),
        ("as a monument by the water.", "as a monument by the water. Visits are free on Sundays."),
    ],
)
def test_an_edit_in_a_sentence_is_told_with_its_words(before: str, after: str) -> None:
    edited = [one.replace(before, after) for one in PARAGRAPHS]
    (change,) = compare(page(), page(*edited))
    assert (change.kind, change.field) == ("text", "paragraph")
    assert before in (change.old or "")
    assert after in (change.new or "")


def test_paragraphs_and_entries_that_come_and_go() -> None:
    (gone,) = compare(page(), page(*PARAGRAPHS[:3]))
    assert (gone.kind, gone.old, gone.new) == ("text", PARAGRAPHS[3], None)
    (come,) = compare(page(), page(entries=(*LIST, "Two ferries a day to Portulan")))
    assert (come.field, come.old, come.new) == ("entry", None, "Two ferries a day to Portulan")


def test_another_headline_is_told_once() -> None:
    (change,) = compare(page(), page(head="Velmora closes its first quay"))
    assert (change.kind, change.old, change.new) == (
        "headline", "Velmora opens a second quay", "Velmora closes its first quay",
    )  # fmt: skip


def wall(*logos: str) -> str:
    return f"<section class='customers'><h2>Trusted by</h2>{''.join(logos)}</section>"


def test_logos_come_and_go_by_alt_file_and_link() -> None:
    logos = (
        "<img alt='Portulan logo'>",
        "<img src='/i/larkmere-logo-200x80.svg'>",
        "<img alt='Kade 14'>",
        "<a href='https://www.fennhavn.example/'><img src='data:x'></a>",
    )
    old = page(end=wall(*logos))
    assert {one.name for one in old.reading.logos} == {
        "Portulan", "Larkmere", "Kade 14", "fennhavn.example",
    }  # fmt: skip
    assert compare(old, page(end=wall(*reversed(logos)))) == []
    (come,) = compare(old, page(end=wall(*logos, "<img alt='Guanlan'>")))
    assert (come.kind, come.field, come.old, come.new) == ("logo", "customers", None, "Guanlan")
    new = page(end=wall(*logos[1:], "<img alt='Guanlan'>"))
    assert {(one.old, one.new) for one in compare(old, new)} == {
        ("Portulan", None), (None, "Guanlan"),
    }  # fmt: skip
    assert compare(old, page(end=wall("<img alt='Other'>"))) == []  # no wall was read: nothing told


def test_a_price_in_words_alone_is_a_price() -> None:
    old = page(middle="<h2>Mooring</h2><p>€ 119.00 per night</p>")
    (change,) = compare(old, page(middle="<h2>Mooring</h2><p>€ 129.00 per night</p>"))
    assert (change.kind, change.subject, change.old_amount, change.new_amount) == (
        "price", "Mooring", 119, 129,
    )  # fmt: skip
