"""The day of publication: which place is believed, what agrees, what is never taken for it."""

import json
from collections.abc import Callable
from datetime import date
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from schemas.harvest import Hint

if TYPE_CHECKING:
    from schemas.documents import PublishedDate

TITLE = "Velmora opens a second data centre near Gdansk"
TEXT = "".join(
    f"<p>The new halls, says the company, will take in customers of the Baltic region from spring on; "
    f"part {word} of the work goes to local firms, and nobody has to move.</p>"
    for word in ("one", "two", "three", "four")
)
SURE = 0.8
Read = Callable[..., Any]


def page(
    head: str = "", byline: str = "", *, after: str = "", title: str = TITLE, language: str = "en"
) -> str:
    return (
        f"<html lang='{language}'><head><title>{title} | Velmora</title>{head}</head><body><nav><a href='/'>Home</a></nav>"
        f"<article><h1>{title}</h1><div>{byline}</div>{TEXT}</article>{after}"
        "<footer>© 2026 Velmora. Founded 1 March 2019.</footer></body></html>"
    )


def ld(*nodes: dict[str, Any]) -> str:
    return f"<script type='application/ld+json'>{json.dumps(list(nodes))}</script>"


def article(day: str, **more: Any) -> dict[str, Any]:
    return {"@type": "NewsArticle", "headline": TITLE, "datePublished": day, **more}


def test_what_is_stated_and_shown_is_sure(read: Read) -> None:
    found = read(page(ld(article("2026-11-20T09:30:00+01:00")), "20 November 2026")).published
    assert (found.value, found.offset) == ("2026-11-20T08:30:00Z", "+01:00")
    assert found.confidence >= 0.95


def test_what_only_machines_are_told_is_not_sure(read: Read) -> None:
    found = read(page(ld(article("2026-11-20")))).published
    assert found.day == "2026-11-20"
    assert found.confidence < SURE


def test_what_contradicts_takes_the_confidence_away(read: Read) -> None:
    found = read(page(ld(article("2026-11-20")), "Published 12 October 2026")).published
    assert found.day in {"2026-11-20", "2026-10-12"}
    assert found.confidence < SURE


def test_a_later_change_is_not_the_publication(read: Read) -> None:
    node = article("2026-10-02", dateModified="2026-11-19")
    found = read(page(ld(node), "Published: 2 October 2026 | Updated: 19 November 2026")).published
    assert found.day == "2026-10-02"


def test_an_undeclared_date_beside_the_title_is_believed_over_machines_where_it_was_changed(
    read: Read,
) -> None:
    node = article("2026-10-02", dateModified="2026-11-19")
    found = read(page(ld(node), "19 November 2026")).published
    assert (found.day, found.confidence < SURE) == ("2026-11-19", True)


@pytest.mark.parametrize(
    "head",
    [
        ld({"@graph": [{"@type": "WebSite", "datePublished": "2019-03-01"}, article("2026-11-20")]}),
        ld({"@type": "WebPage", "mainEntity": article("2026-11-20")}),
        ld(
            {"@type": "NewsArticle", "headline": "Something else entirely", "datePublished": "2026-11-22"},
            article("2026-11-20"),
        ),
        ld(
            {"@type": "NewsArticle", "url": "https://velmora.example/news/b", "datePublished": "2026-11-22"},
            {"@type": "NewsArticle", "url": "https://velmora.example/news/a", "datePublished": "2026-11-20"},
        ),
        ld(article("2026-11-20", comment=[{"@type": "Comment", "datePublished": "2026-11-23"}])),
        ld(article("2026-11-20")) + ld({"@type": "Event", "datePublished": "2026-11-21", "startDate": "2026-12-01"}),
        "<meta property='article:published_time' content='2026-11-20T10:00:00Z'>",
        "<meta name='parsely-pub-date' content='2026-11-20'>",
        "<meta name='DC.date.issued' content='2026-11-20'>",
        '<script>window.state = {"article": {"publishedAt": "2026-11-20T10:00:00Z", "id": 7}}</script>',
        '<script>dataLayer = [{"datePublished": 1795168800000}]</script>',
    ],
)  # fmt: skip
def test_the_pages_own_node_is_found_among_others(read: Read, head: str) -> None:
    assert read(page(head)).published.day == "2026-11-20"


@pytest.mark.parametrize(
    ("byline", "language"),
    [
        ("By Ann Baker | November 20, 2026", "en"),
        ("<span>Posted on</span> <span>20 Nov 2026</span>", "en"),
        ("Veröffentlicht am 20.11.2026, 14:05 Uhr", "de"),
        ("Publié le 20 novembre 2026 à 18h30", "fr"),
        ("Publicado el 20 de noviembre de 2026", "es"),
        ("Опубликовано: 20 ноября 2026", "ru"),
        ("公開日：2026年11月20日", "ja"),
        ("입력 2026.11.20 15:20", "ko"),
        ("Opublikowano: 20 listopada 2026", "pl"),
        ("Yayınlanma: 20 Kasım 2026 09:30", "tr"),
        ("نشر في 20 نوفمبر 2026", "ar"),
        ("<time datetime='2026-11-20T08:00:00+01:00'>20 Nov</time>", "en"),
        ("<time itemprop='datePublished' datetime='2026-11-20'>last week</time>", "en"),
        ("发布时间：2026-11-20 09:30 来源：本站", "zh"),
        ("二〇二六年十一月二十日", "zh"),
        ("民國115年11月20日", "zh"),
    ],
)
def test_the_line_under_the_title_is_read(read: Read, byline: str, language: str) -> None:
    found = read(page(byline=byline, language=language)).published
    assert found.day == "2026-11-20"


@pytest.mark.parametrize(
    ("after", "byline"),
    [
        ("<div class='comments'><h3>Comments</h3><p>Bob, 23 November 2026</p><p>Fine.</p></div>", ""),
        ("<aside class='related'><h3>Related</h3><span class='date'>22 November 2026</span></aside>", ""),
        ("<div class='sidebar'>" + "<time datetime='2026-11-21'>a</time><time>22.11.2026</time>" * 2 + "</div>", ""),
        ("", "Copyright 2026-01-01 Velmora"),
        ("", "Registration deadline: 12 October 2026"),
        ("<p class='copyright'>© 1 January 2026</p>", ""),
    ],
)  # fmt: skip
def test_what_is_not_of_the_article_is_never_a_sure_date(
    read: Read, after: str, byline: str
) -> None:
    found = read(page(after=after, byline=byline)).published
    assert found is None or found.confidence < 0.65


def test_day_and_month_are_told_apart_by_the_page(read: Read) -> None:
    british = "https://velmora.co.uk/news/a"
    assert read(page(byline="04/11/2026"), url=british).published.day == "2026-11-04"
    american = page(byline="04/11/2026").replace("lang='en'", "lang='en-US'")
    assert read(american).published.day == "2026-04-11"
    agreed = page("<meta name='date' content='2026-11-04'>", "04/11/2026")
    assert read(agreed).published.day == "2026-11-04"


def test_the_address_and_the_feed_are_witnesses(read: Read) -> None:
    url = "https://velmora.example/2026/11/20/second-centre"
    found = read(page(byline="20 November 2026"), url=url).published
    assert (found.day, found.confidence >= 0.95) == ("2026-11-20", True)
    number = read(page(), url="https://velmora.example/2026/11/20-ways-to-save").published
    assert number is None or number.confidence < 0.5
    hint = Hint(title=TITLE, published="Fri, 20 Nov 2026 08:00:00 GMT", origin="feed")
    assert read(page(), hint=hint).published.value == "2026-11-20T08:00:00Z"


def test_words_that_count_from_now_are_not_sure(read: Read) -> None:
    found = read(page(byline="2 days ago")).published
    assert (found.day, found.confidence < SURE) == ("2026-11-22", True)


def test_a_clock_in_the_head_of_the_page_is_not_its_date(read: Read) -> None:
    markup = page(byline="12 October 2026").replace(
        "<nav>", "<div class='date'>Tuesday, 24 November 2026</div><nav>"
    )
    assert read(markup).published.day == "2026-10-12"


def test_the_archive_of_a_blog_is_no_date_of_its_posts(read: Read) -> None:
    archive = "<ul><li>12/01/2004 - 01/01/2005</li><li>01/01/2005 - 02/01/2005</li></ul>"
    markup = f"<html><body>{archive}<table><tr><td>2005-06-14 03:25:55</td></tr></table>{TEXT}</body></html>"
    found = read(markup).published
    assert found.day == "2005-06-14"
    assert found.confidence < 0.65


def test_the_dateline_of_an_agency_is_read(read: Read) -> None:
    markup = page(title="维墨科技在格但斯克开设第二座数据中心", language="zh").replace(
        TEXT, "<p>新华社华沙11月20日电（记者 王五）维墨科技星期五宣布，其第二座数据中心已经投入使用，面向波罗的海地区的客户。</p>"
        "<p>公司表示，工程的一部分交给当地企业完成，员工不必搬迁。</p>"
    )  # fmt: skip
    assert read(markup).published.day == "2026-11-20"


@settings(
    deadline=None, max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    stated=st.none() | st.dates(date(1990, 1, 1), date(2040, 1, 1)),
    shown=st.none() | st.dates(date(1990, 1, 1), date(2040, 1, 1)),
    changed=st.none() | st.dates(date(1990, 1, 1), date(2040, 1, 1)),
)
def test_no_page_is_of_the_future_and_contradictions_are_never_sure(
    read: Read, stated: date | None, shown: date | None, changed: date | None
) -> None:
    node = article(stated.isoformat() if stated else "")
    if changed:
        node["dateModified"] = changed.isoformat()
    found: PublishedDate | None = read(
        page(ld(node), f"{shown:%d %B %Y}" if shown else "")
    ).published
    if found is None:
        return
    assert found.value[:10] <= "2026-11-24"
    known = {
        day for day in (stated, shown) if day and date(1991, 1, 1) <= day <= date(2026, 11, 24)
    }
    if len(known) == 2:
        assert found.confidence < SURE
