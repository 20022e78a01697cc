"""Articles: their text without chrome, title without site, date with its source."""

import json
from collections.abc import Callable
from typing import Any

import pytest

from schemas.errors import QuarantineError, WrongUseError
from schemas.harvest import Hint

Read = Callable[..., Any]

TEXT = (
    "Velmora said on Monday that it will open a second control room in Gdansk, staffed from April by forty dispatchers.",
    "The room takes over night work from Rotterdam, where hiring has been slow, the company said; nobody there loses a job.",
    "Analysts at a Hamburg bank called the step overdue, since two rivals already answer ports around the clock.",
)
ABOUT = (
    "About Velmora",
    "Velmora makes software that declares goods at ports. It was founded in 2009.",
)


def news(*, head: str = "", extra: str = "", paragraphs: tuple[str, ...] = TEXT) -> str:
    body = "".join(f"<p>{one}</p>" for one in paragraphs)
    return f"""<!doctype html><html lang="en"><head><meta charset="utf-8">
      <title>Velmora opens in Gdansk | Velmora newsroom</title>{head}</head><body>
      <div id="cookie-consent" class="cookie-banner" role="dialog"><p>We and our 41 partners use cookies, to measure, to remember, to please.</p></div>
      <header><nav><a href="/">Home</a> <a href="/pricing">Pricing</a></nav></header>
      <main><h1>Velmora opens in Gdansk</h1><p class="dateline">Rotterdam, 23 November 2026</p>{body}
      <figure><img src="a.jpg"><figcaption>The room in Gdansk, seen from the gallery (photo: Velmora)</figcaption></figure>{extra}
      <p>Now reading: 214 people</p><div class="related"><h3>Related stories</h3><ul><li><a href="/x">Another story about ships and the sea, told at length</a></li></ul></div></main>
      <aside class="ad">Buy a boat today, cheap boats, all boats must go.</aside><footer>© 2026 Velmora, last updated 1 January 2020</footer></body></html>"""


def test_the_text_is_the_articles_and_nothing_else(read: Read) -> None:
    document = read(news())
    assert document.kind == "article"
    assert document.text == "\n\n".join(TEXT)
    assert document.title == "Velmora opens in Gdansk"
    assert document.language == "en"
    assert document.provenance["text"].source == "general"


def test_the_visible_date_is_read_and_its_source_told(read: Read) -> None:
    published = read(news()).published
    assert (published.value, published.precision, published.source) == ("2026-11-23", "day", "text")


def test_structured_data_wins_over_the_page(read: Read) -> None:
    stated = {
        "@type": "NewsArticle",
        "headline": "Velmora opens in Gdansk",
        "datePublished": "2026-11-22T23:30:00+01:00",
        "author": [{"@type": "Person", "name": "Ines Okafor"}],
    }
    document = read(news(head=f'<script type="application/ld+json">{json.dumps(stated)}</script>'))
    assert (document.published.value, document.published.source) == (
        "2026-11-22T22:30:00Z",
        "json-ld",
    )
    assert document.published.day == "2026-11-22"
    assert document.authors == ("Ines Okafor",)


def test_broken_structured_data_is_passed_over(read: Read) -> None:
    head = '<script type="application/ld+json">{"@type": "NewsArticle", "headline": </script>'
    assert read(news(head=head)).text.startswith("Velmora said")


def test_the_date_is_never_a_copyright_line_or_the_future(read: Read) -> None:
    page = news().replace("Rotterdam, 23 November 2026", "Rotterdam, 23 November 2027")
    published = read(page).published
    assert published is None or published.confidence < 0.6


def test_a_feed_gives_the_date_where_the_page_has_none(read: Read) -> None:
    page = news().replace("Rotterdam, 23 November 2026", "Rotterdam")
    hint = Hint(
        title="Velmora opens in Gdansk", published="Mon, 23 Nov 2026 08:00:00 GMT", origin="feed"
    )
    published = read(page, hint=hint).published
    assert (published.value, published.source) == ("2026-11-23T08:00:00Z", "feed")


def test_what_press_releases_end_with_is_marked(read: Read) -> None:
    document = read(news(paragraphs=(*TEXT, *ABOUT)))
    ((start, end),) = document.boilerplate
    assert document.text[start:end] == "\n\n".join(ABOUT)
    assert "press-release" in document.flags


def test_chinese_press_releases_too(read: Read) -> None:
    text = (
        "寰舟数据今日宣布，望潮平台将于十二月接入宁波舟山港的闸口数据，首批客户为三家货代公司。",
        "公司表示，接入后单票申报时间由四小时缩短至四十分钟，系统已在两个码头试运行半年，未发生中断。",
        "关于寰舟数据",
        "寰舟数据成立于2015年，是一家港口软件企业。",
    )
    page = "<html><head><title>寰舟数据接入宁波舟山港_寰舟数据</title></head><body><h1>寰舟数据接入宁波舟山港</h1><p>发布时间：2026年11月23日　点击数：312</p><div class='neirong'>"
    document = read(page + "".join(f"<p>{one}</p>" for one in text) + "</div></body></html>")
    assert document.text == "\n\n".join(text)
    assert document.text[slice(*document.boilerplate[0])].startswith("关于寰舟数据")
    assert (document.language, document.published.day) == ("zh", "2026-11-23")
    assert document.title == "寰舟数据接入宁波舟山港"


@pytest.mark.parametrize("encoding", ["gbk", "utf-8"])
def test_a_gbk_page_without_header_is_read(read: Read, encoding: str) -> None:
    page = (
        "<html><head><meta charset=gb2312><title>砚桥信息中标</title></head><body><h3>砚桥信息中标</h3><div id=zoom>"
        + "<p>砚桥信息昨日中标省人社厅的系统运维项目，合同期三年，金额为一千二百万元。</p>" * 3
    )
    document = read(page.encode(encoding))
    assert "一千二百万元" in document.text


@pytest.mark.parametrize(
    ("head", "url", "aliases"),
    [
        ('<link rel="canonical" href="https://www.velmora.example/news/b">', "https://www.velmora.example/news/b", ("https://velmora.example/news/a",)),
        ('<link rel="canonical" href="https://velmora.example/">', "https://velmora.example/news/a", ()),
        ('<link rel="canonical" href="https://other.example/news/b">', "https://velmora.example/news/a", ()),
        ('<link rel="amphtml" href="/amp/news/a">', "https://velmora.example/news/a", ("https://velmora.example/amp/news/a",)),
    ],
)  # fmt: skip
def test_a_canonical_link_is_believed_if_plausible(
    read: Read, head: str, url: str, aliases: tuple[str, ...]
) -> None:
    document = read(news(head=head))
    assert (document.url, document.aliases) == (url, aliases)


def test_a_paywall_is_told(read: Read) -> None:
    page = news(
        paragraphs=(
            *TEXT[:1],
            "Subscribe to continue reading this and every other story of ours today…",
        )
    )
    assert {"paywalled"} <= set(read(page).flags)


def test_a_sources_selectors_win(read: Read) -> None:
    rules = {"title": "footer", "published": "//time/@datetime", "text": "main p.dateline"}
    page = news(extra='<time datetime="2026-11-20">Friday</time>')
    document = read(page, selectors=rules)
    assert document.title.startswith("© 2026 Velmora")
    assert (document.published.value, document.published.source) == ("2026-11-20", "selector")
    assert document.provenance["title"].source == "selector"


@pytest.mark.parametrize("rule", ["//p[", "p[[", "//p[re:test(., 'a')]", "x" * 3000])
def test_a_broken_selector_is_named(read: Read, rule: str) -> None:
    with pytest.raises(WrongUseError):
        read(news(), selectors={"title": rule})


@pytest.mark.parametrize(
    ("page", "reason"),
    [
        ("", "empty"),
        ("%PDF-1.7 …", "not-html"),
        ('{"a": 1}', "not-html"),
        ("plain words, no markup at all", "not-html"),
        ("<?xml version='1.0'?><rss><channel></channel></rss>", "not-html"),
        ("<html><title>Page not found</title><h1>We looked everywhere</h1><p>The page you asked for is not here any more.</p></html>", "soft-404"),
        ("<html><title>页面不存在</title><h1>抱歉，您访问的页面不存在或已被删除</h1><p>请检查网址</p></html>", "soft-404"),
        ("<html><title>Just a moment...</title><p>Checking your browser before accessing the site.</p></html>", "challenge"),
        ("<html><title>安全验证</title><p>请完成验证后继续访问</p></html>", "challenge"),
        ("<html><title>News</title><h1>News</h1><ul>" + "".join(f"<li><a href='/n/{i}'>Velmora did thing number {i} in a port of the north</a></li>" for i in range(20)) + "</ul></html>", "index-page"),
        ("<html><title>Gallery</title><p>One picture of a ship.</p></html>", "thin"),
    ],
)  # fmt: skip
def test_what_is_no_article_is_set_aside_with_its_reason(
    read: Read, page: str, reason: str
) -> None:
    with pytest.raises(QuarantineError) as caught:
        read(page, kind="article" if reason == "thin" else None)
    assert caught.value.reason == reason


def test_an_article_about_an_error_is_an_article(read: Read) -> None:
    page = news().replace("Velmora opens in Gdansk", "Page not found: how Velmora lost its site")
    assert read(page).title.startswith("Page not found")


def test_nesting_beyond_reason_is_refused(read: Read) -> None:
    with pytest.raises(QuarantineError) as caught:
        read("<div>" * 5000 + "deep" + "</div>" * 5000)
    assert caught.value.reason in {"too-large", "thin", "empty"}


def test_a_bad_address_is_the_callers_fault(read: Read) -> None:
    with pytest.raises(WrongUseError):
        read(news(), url="ftp://velmora.example/a")


def test_wechat_articles_have_a_page_object_of_their_own(read: Read) -> None:
    page = (
        "<html><head><title></title><meta property='og:title' content='望潮接入宁波港'></head><body><h1 id='activity-name'>望潮接入宁波港</h1><a id='js_name'>寰舟数据</a>"
        "<div id='js_content'><p>寰舟数据今日宣布，望潮平台接入宁波舟山港的闸口数据，首批客户为三家货代公司。</p></div>"
        '<script>var ct = "1795400000";</script></body></html>'
    )
    document = read(page, url="https://mp.weixin.qq.com/s/abc", kind="article")
    assert document.authors == ("寰舟数据",)
    assert document.published.source == "page-object:wechat"
    assert document.extractor.startswith("wechat/")
