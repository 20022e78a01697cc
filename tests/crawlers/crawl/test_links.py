"""Links out of feeds, sitemaps and lists: what is found, and that nothing ever breaks."""

import gzip
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import html

from crawlers.links import feeds, pages, sitemaps
from crawlers.links.neardate import date_near
from crawlers.links.site import registrable, same_site
from schemas.errors import SourceBrokenError

BASE = "http://a.example/dir/list"
ATOM = "xmlns='http://www.w3.org/2005/Atom'"


def first(body: str | bytes):
    found = feeds.read(body if isinstance(body, bytes) else body.encode(), BASE)
    assert found is not None
    return found.documents[0]


@pytest.mark.parametrize(
    ("body", "url", "title", "published"),
    [
        (("<rss version='0.91'><channel><item><title>A &amp;amp; B</title><link>/1</link>"
         "<pubDate>Mon, 23 Nov 2026 08:00:00 GMT</pubDate></item></channel></rss>"),
         "http://a.example/1", "A & B", "Mon, 23 Nov 2026 08:00:00 GMT"),
        (("<rss version='2.0' xmlns:dc='http://purl.org/dc/elements/1.1/'><channel><item>"
         "<guid>http://a.example/g</guid><dc:date>2026-11-23</dc:date><title>T</title></item>"
         "</channel></rss>"), "http://a.example/g", "T", "2026-11-23"),
        ((f"<feed {ATOM}><entry><title type='html'>&lt;b&gt;Bold&lt;/b&gt; move</title>"
         "<link rel='enclosure' href='/audio.mp3'/><link href='../e'/>"
         "<updated>2026-11-22T00:00:00Z</updated><published>2026-11-21T00:00:00Z</published>"
         "</entry></feed>"), "http://a.example/e", "Bold move", "2026-11-21T00:00:00Z"),
        ((f"<feed {ATOM} xml:base='http://b.example/x/'><entry xml:base='y/'><link href='z'/>"
         "<title>T</title></entry></feed>"), "http://b.example/x/y/z", "T", None),
        (("<rdf:RDF xmlns:rdf='http://www.w3.org/1999/02/22-rdf-syntax-ns#' "
         "xmlns='http://purl.org/rss/1.0/'><item rdf:about='http://a.example/r'><title>R</title>"
         "</item></rdf:RDF>"), "http://a.example/r", "R", None),
        (('{"version":"https://jsonfeed.org/version/1.1","items":[{"id":"1","url":"/j","title":"J",'
         '"date_published":"2026-11-23T00:00:00Z"}]}'),
         "http://a.example/j", "J", "2026-11-23T00:00:00Z"),
        # Not well-formed: an ampersand and a tag left open. feedparser mends it.
        (("<rss><channel><item><title>Fish & chips</title><link>http://a.example/broken</link>"
         "<description><p>open</description></item></channel></rss>"),
         "http://a.example/broken", "Fish & chips", None),
        # Media elements have titles of their own, before the entry's.
        (("<rss xmlns:media='http://search.yahoo.com/mrss/'><channel><item><media:title>No</media:title>"
         "<title>Yes</title><link>/m</link></item></channel></rss>"), "http://a.example/m", "Yes", None),
    ],
)  # fmt: skip
def test_feeds_of_every_kind(body, url, title, published):
    link = first(body)
    assert (link.url, link.hint.title, link.hint.published) == (url, title, published)


def test_a_feed_in_gbk_is_read():
    body = "<?xml version='1.0' encoding='gb2312'?><rss><channel><language>zh-cn</language><item>"
    body += "<title>维墨发布新品</title><link>/z</link></item></channel></rss>"
    link = first(body.encode("gb18030"))
    assert link.hint.title == "维墨发布新品"
    assert link.hint.language == "zh-cn"


def test_entities_are_never_expanded():
    bomb = "<!DOCTYPE x [<!ENTITY a 'aaaaaaaaaa'>" + "".join(
        f"<!ENTITY {name} '&{before};&{before};&{before};&{before};'>"
        for before, name in zip("abcdefghijklm", "bcdefghijklmn", strict=True)
    )
    outside = "<!DOCTYPE x [<!ENTITY e SYSTEM 'file:///etc/passwd'>"
    for head in (bomb + "]>", outside + "]>"):
        body = f"{head}<rss><channel><item><title>T&n;&e;</title><link>/1</link></item></channel></rss>"
        found = feeds.read(body.encode(), BASE)
        titles = [link.hint.title or "" for link in found.documents] if found else []
        assert all(len(title) < 100 and "root" not in title for title in titles)


def test_html_is_no_feed_and_no_sitemap():
    body = b"<!DOCTYPE html><html><head><title>x</title></head><body><p>y</body></html>"
    assert feeds.read(body, BASE) is None
    assert sitemaps.read(body, BASE) is None


def test_a_sitemap_gives_the_newest_first():
    body = (
        "<urlset xmlns='http://www.sitemaps.org/schemas/sitemap/0.9' "
        "xmlns:news='http://www.google.com/schemas/sitemap-news/0.9' "
        "xmlns:image='http://www.google.com/schemas/sitemap-image/1.1'>"
        "<url><image:image><image:loc>/i.png</image:loc></image:image><loc> /old </loc>"
        "<lastmod>2026-01-01</lastmod></url><url><loc>/undated</loc></url>"
        "<url><loc>/new</loc><news:news><news:publication><news:name>N</news:name>"
        "<news:language>zh</news:language></news:publication>"
        "<news:publication_date>2026-11-23</news:publication_date><news:title>新</news:title>"
        "</news:news></url></urlset>"
    ).encode()
    for data in (body, gzip.compress(body)):
        links = sitemaps.read(data, BASE).documents
        names = [link.url.removeprefix("http://a.example/") for link in links]
        assert names == ["new", "old", "undated"]
        hint = links[0].hint
        assert (hint.title, hint.published, hint.language) == ("新", "2026-11-23", "zh")
        # When a page was last touched says nothing of when it was published.
        assert links[1].hint.published is None


def test_an_index_and_a_plain_list():
    index = b"<sitemapindex><sitemap><loc>/1.xml</loc></sitemap></sitemapindex>"
    assert sitemaps.read(index, BASE).onward == ("http://a.example/1.xml",)
    assert len(sitemaps.read(b"http://a.example/1\r\nhttp://a.example/2\n", BASE).documents) == 2


NEWSROOM = """
<html><body><nav class="top"><a href="/about-our-company-and-people">About our company</a></nav>
<main><div class="posts">
 <article><a href="/news/velmora-buys-tarnholt-for-184-million"><h3>Velmora buys Tarnholt</h3></a>
   <time datetime="2026-11-20T08:00:00Z">20 Nov</time></article>
 <article><a href="/news/velmora-names-brandsma-chief"><h3>Velmora names Brandsma</h3></a>
   <time datetime="2026-11-12">12 Nov</time></article>
 <article><a href="/news/velmora-opens-in-gdynia"><h3>Velmora opens in Gdynia</h3></a>
   <span>3 November 2026</span></article></div>
<div class="pagination"><a href="/news?page=2">2</a><a href="/news?page=2">Next ›</a></div></main>
<footer><a href="/imprint-and-legal-notices-2026">Imprint and legal notices</a></footer></body></html>
"""
XINWEN = """
<html><body><div id="menu"><a href="/guanyu/">关于我们的公司和团队</a></div>
<div class="list"><ul>
<li><span>2026-11-20</span><a href="t20261120_1.htm" title="桥台低代码 2.0 正式发布并上线">桥台低代码 2.0 正式…</a></li>
<li><span>3小时前</span><a href="t20261118_2.htm">桥台与蓝汀集团签署三年合作</a></li>
<li><span>11-15</span><a href="t20261115_3.htm">桥台开发者大会将在大连举行</a></li>
</ul></div><div class="page"><a href="index.htm">上一页</a><a href="index_2.htm">下一页</a></div></body></html>
"""


def test_a_news_room_without_selectors():
    found = pages.read(NEWSROOM.encode(), BASE, same_site)
    shown = [(link.hint.title, link.hint.published) for link in found.documents]
    assert shown == [
        ("Velmora buys Tarnholt", "2026-11-20T08:00:00Z"),
        ("Velmora names Brandsma", "2026-11-12"),
        ("Velmora opens in Gdynia", "3 November 2026"),
    ]
    assert found.onward == ("http://a.example/news?page=2",)


def test_a_chinese_list_in_gbk_without_selectors():
    body = XINWEN.encode("gb18030")
    found = pages.read(body, BASE, same_site, content_type="text/html; charset=gb2312")
    shown = [(link.hint.title, link.hint.published) for link in found.documents]
    assert shown == [
        ("桥台低代码 2.0 正式发布并上线", "2026-11-20"),
        ("桥台与蓝汀集团签署三年合作", "3小时前"),
        ("桥台开发者大会将在大连举行", "11-15"),
    ]
    assert found.onward == ("http://a.example/dir/index_2.htm",)


def test_selectors_decide_alone():
    found = pages.read(
        NEWSROOM.encode(), BASE, same_site, follow="nav", next_page=".pagination a:first-child"
    )
    assert [link.url for link in found.documents] == [
        "http://a.example/about-our-company-and-people"
    ]
    assert found.onward == ("http://a.example/news?page=2",)


@pytest.mark.parametrize("selector", ["a[", "::::", "a::text", "div >", "//a"])
def test_a_selector_that_is_none_names_itself(selector):
    with pytest.raises(SourceBrokenError) as caught:
        pages.read(NEWSROOM.encode(), BASE, same_site, follow=selector)
    assert selector in str(caught.value)


def test_feeds_that_a_page_announces():
    head = (
        "<link rel='alternate' type='application/rss+xml' href='/feed.xml'><link rel='x' href='/y'>"
    )
    assert pages.feeds_of(head.encode(), BASE) == ("http://a.example/feed.xml",)


@pytest.mark.parametrize(
    ("row", "title", "written"),
    [("<li>T <b>2026年11月20日 08:30</b></li>", "T", "2026年11月20日 08:30"),
     ("<li>T 20 November 2026, 5 comments</li>", "T", "20 November 2026"),
     ("<li>T Nov. 3, 2026</li>", "T", "Nov. 3, 2026"),
     ("<li>T yesterday</li>", "T", "yesterday"), ("<li>T 2 days ago</li>", "T", "2 days ago"),
     ("<li>昨天 14:20 T</li>", "T", "昨天 14:20"), ("<li>T 2026.11.20</li>", "T", "2026.11.20"),
     ("<li>Results for 2026-11-20</li>", "Results for 2026-11-20", "2026-11-20"),
     ("<li>T</li>", "T", None), ("<li>T 400-820-8820</li>", "T", None)],
)  # fmt: skip
def test_the_date_beside_a_link(row, title, written):
    assert date_near(html.fragment_fromstring(row), title) == written


def test_sites_by_registrable_domain():
    assert same_site("http://www.velmora.co.uk/", "https://news.velmora.co.uk/1")
    assert not same_site("http://velmora.co.uk/", "http://other.co.uk/")
    assert not same_site("http://10.0.0.1/", "http://10.0.0.2/")
    assert registrable("a.b.velmora.example") == "velmora.example"
    assert not same_site("http://a.com.cn/", "http://b.com.cn/")


TRICKY = st.sampled_from(
    [b"<rss><channel><item><link>", b"</link></item>", b"<urlset><url><loc>", b"</loc></url>", b"<a href='",
     b"http://a.example/1", b"'>", b"</a>", b'{"version":"https://jsonfeed.org/1","items":[', b"]}",
     b"\x1f\x8b\x08", b"<?xml version='1.0' encoding='x'?>", b"<base href='//[':>", b"\x00", b"&#0;",
     b"<entry xml:base='http://['>", b"http://[", b"<link rel=next href='http://[x'>", "下一页".encode()]
)  # fmt: skip


@given(st.lists(st.one_of(TRICKY, st.binary(max_size=30)), max_size=14).map(b"".join))
def test_no_bytes_break_the_parsers(body):
    for read in (feeds.read, sitemaps.read):
        found = read(body, BASE)
        assert found is None or found.kind in {"feed", "sitemap"}
    assert pages.read(body, BASE, same_site).kind in {"html", "unknown"}
    assert isinstance(pages.feeds_of(body, BASE), tuple)


@given(st.text(max_size=60))
def test_any_address_in_a_list_is_kept_or_told(url):
    body = f'{{"version":"https://jsonfeed.org/version/1","items":[{{"url":{json.dumps(url)}}}]}}'
    found = feeds.read(body.encode("utf-8", "replace"), BASE)
    assert found is not None
    assert len(found.documents) == (1 if url.strip() else 0)


def test_addresses_with_spaces_and_breaks_are_taken_as_browsers_take_them():
    rows = "".join(
        f"<li><a href=' /news/our  story\n{n}.html '>Velmora story number {n}</a> 2026-11-0{n}</li>"
        for n in (1, 2, 3)
    )
    found = pages.read(f"<html><body><ul>{rows}</ul></body></html>".encode(), BASE, same_site)
    assert [one.url for one in found.documents] == [
        f"http://a.example/news/our%20%20story{n}.html" for n in (1, 2, 3)
    ]
