"""Feeds of every dialect: what an entry says is kept, wherever the dialect puts it."""

import base64

import pytest

from crawlers.links import feeds
from crawlers.links.entries import Entry, Feed
from crawlers.links.trackers import unwrapped

BASE = "http://a.example/dir/feed.xml"
SPACES = (
    "xmlns:dc='http://purl.org/dc/elements/1.1/' xmlns:content='http://purl.org/rss/1.0/modules/content/' "
    "xmlns:media='http://search.yahoo.com/mrss/' xmlns:fb='http://rssnamespace.org/feedburner/ext/1.0' "
    "xmlns:itunes='http://www.itunes.com/dtds/podcast-1.0.dtd' xmlns:svg='http://www.w3.org/2000/svg' "
    "xmlns:a='http://www.w3.org/2005/Atom'"
)
TEXT = "Velmora has opened its third yard in Gdynia."


def read(body: str | bytes, content_type: str | None = None) -> Feed:
    data = body.encode() if isinstance(body, str) else body
    feed = feeds.read_feed(data, BASE, content_type)
    assert feed is not None
    return feed


def rss(*items: str, head: str = "") -> Feed:
    inner = "".join(f"<item>{one}</item>" for one in items)
    return read(f"<rss version='2.0' {SPACES}><channel>{head}{inner}</channel></rss>")


def atom(entry: str, head: str = "", space: str = "http://www.w3.org/2005/Atom") -> Entry:
    (one,) = read(f"<feed xmlns='{space}' {SPACES}>{head}<entry>{entry}</entry></feed>").entries
    return one


def test_the_whole_text_in_a_feed_is_kept_with_its_links_made_absolute() -> None:
    found = feeds.read(
        f"<rss {SPACES}><channel><item><link>/n/1</link><description>Short.</description><content:encoded>"
        f"<![CDATA[<p>{TEXT} <a href='/yards'>Yards</a> <img src=\"y.png\"></p>]]></content:encoded>"
        "<dc:creator>Jo Doe</dc:creator><pubDate>Mon, 23 Nov 2026 08:00:00 GMT</pubDate></item></channel></rss>"
        .encode(), BASE)  # fmt: skip
    assert found is not None
    hint = found.documents[0].hint
    assert hint.summary == "Short."
    assert hint.content == (
        f'<p>{TEXT} <a href="http://a.example/yards">Yards</a> '
        '<img src="http://a.example/dir/y.png"></p>'
    )
    assert hint.authors == ("Jo Doe",)


@pytest.mark.parametrize(
    ("construct", "content"),
    [
        ("<content type='html'>&lt;p&gt;A &amp;amp; B&lt;/p&gt;</content>", "<p>A &amp; B</p>"),
        ("<content type='text'>A &lt; B</content>", "A &lt; B"),
        ("<content type='xhtml'><div xmlns='http://www.w3.org/1999/xhtml'><p>A<br/>B</p></div></content>",
         "<div><p>A<br></br>B</p></div>"),
        (f"<content type='application/octet-stream'>{base64.b64encode(b'<p>A</p>').decode()}</content>",
         "<p>A</p>"),
        ("<content type='image/svg+xml'><svg:svg><svg:title>No title</svg:title></svg:svg></content>",
         "<svg><title>No title</title></svg>"),
        (f"<content mode='base64'>{base64.b64encode('维墨'.encode()).decode()}</content>", "维墨"),
        ("<content mode='base64'>no base64!</content>", "no base64!"),
    ],
)  # fmt: skip
def test_text_constructs_of_atom(construct: str, content: str) -> None:
    entry = atom(f"<title>T</title><link href='/1'/>{construct}")
    assert entry.content == content
    assert entry.title == "T"


def test_titles_that_hold_marks_are_kept_as_they_are_meant() -> None:
    assert atom("<title type='text'>The &lt;blink&gt; tag, a history</title>").title == (
        "The <blink> tag, a history"
    )
    assert atom("<title>Velmora &amp;amp; Tarnholt</title>").title == "Velmora & Tarnholt"
    assert rss("<title>&lt;b&gt;Bold&lt;/b&gt; move</title>").entries[0].title == "Bold  move"


def test_other_vocabularies_do_not_speak_for_the_entry() -> None:
    entry = atom(
        "<svg:title>Drawing</svg:title><media:group><media:title>Film</media:title></media:group>"
        "<title>News</title><link href='/1'/><source><title>Origin</title><id>x</id></source>"
    )
    assert entry.title == "News"
    assert rss("<media:title>Film</media:title><link>/1</link>").entries[0].title == "Film"


@pytest.mark.parametrize(
    ("inner", "url"),
    [
        ("<link>http://feedproxy.example/~r/1</link><fb:origLink>http://a.example/n/1</fb:origLink>",
         "http://a.example/n/1"),
        ("<guid>http://a.example/g</guid>", "http://a.example/g"),
        ("<guid isPermaLink='false'>http://a.example/g</guid><link>/n</link>", "http://a.example/n"),
        ("<guid>17</guid><enclosure url='/talk.mp3' type='audio/mpeg'/>", "http://a.example/talk.mp3"),
        ("<a:link rel='self' href='/self'/><a:link rel='alternate' href='/page'/>", "http://a.example/page"),
        ("<link>/n/1#part</link>", "http://a.example/n/1"),
        ("<link>https://www.google.com/url?rct=j&amp;url=https://b.example/x&amp;ct=ga</link>",
         "https://b.example/x"),
    ],
)  # fmt: skip
def test_the_address_of_an_entry(inner: str, url: str) -> None:
    body = f"<rss {SPACES}><channel><item><title>T</title>{inner}</item></channel></rss>"
    found = feeds.read(body.encode(), BASE)
    assert found is not None
    assert [one.url for one in found.documents] == [url]


def test_a_number_is_no_address() -> None:
    assert rss("<guid>17</guid><title>T</title>").entries[0].url == ""


def test_enclosures_of_podcasts_and_films() -> None:
    entry = rss(
        "<link>/ep/1</link><enclosure url='/1.mp3' type='audio/mpeg'/><media:group>"
        "<media:content url='http://a.example/1.mp4'/></media:group><itunes:author>Jo</itunes:author>"
        "<itunes:summary>What was said</itunes:summary>"
    ).entries[0]
    assert entry.enclosures == ("http://a.example/1.mp3", "http://a.example/1.mp4")
    assert (entry.authors, entry.summary) == (("Jo",), "What was said")


def test_dates_of_every_vocabulary() -> None:
    both = atom(
        "<published>2026-11-21T00:00:00Z</published><updated>2026-11-22T00:00:00Z</updated>"
    )
    assert (both.published, both.updated) == ("2026-11-21T00:00:00Z", "2026-11-22T00:00:00Z")
    old = atom("<issued>2004-01-01T00:00:00Z</issued><modified>2004-02-01</modified>",
               space="http://purl.org/atom/ns#")  # fmt: skip
    assert (old.published, old.updated) == ("2004-01-01T00:00:00Z", "2004-02-01")


def test_a_channel_definition_file() -> None:
    feed = read("<CHANNEL HREF='http://a.example/'><ITEM HREF='/1' LASTMOD='2004-04-06T23:05:43'>"
                "<TITLE>T</TITLE><ABSTRACT>What it says</ABSTRACT></ITEM></CHANNEL>")  # fmt: skip
    (entry,) = feed.entries
    assert (entry.url, entry.title) == ("http://a.example/1", "T")
    assert (entry.summary, entry.updated) == ("What it says", "2004-04-06T23:05:43")


def test_an_archived_feed_names_where_it_goes_on() -> None:
    feed = rss("<link>/1</link>", head="<a:link rel='prev-archive' href='/2026/10.xml'/>")
    assert feed.onward == ("http://a.example/2026/10.xml",)
    paged = '{"version":"https://jsonfeed.org/version/1.1","next_url":"/f?p=2","items":[]}'
    assert read(paged).onward == ("http://a.example/f?p=2",)


def test_a_json_feed_with_everything() -> None:
    (entry,) = read(
        '{"version":"https://jsonfeed.org/version/1.1","language":"de","items":[{"id":7,"url":"/1",'
        '"content_text":"A < B\\n\\nC","authors":[{"name":"Jo"}],"attachments":[{"url":"/a.mp3"}],'
        '"date_modified":"2026-11-22"},3,null]}'
    ).entries
    assert (entry.id, entry.url, entry.content) == (
        "7",
        "http://a.example/1",
        "<p>A &lt; B</p><p>C</p>",
    )
    assert (entry.authors, entry.language) == (("Jo",), "de")
    assert entry.enclosures == ("http://a.example/a.mp3",)


@pytest.mark.parametrize(
    ("encoding", "declared", "header"),
    [("gb18030", "gb2312", None), ("big5", "big5", None), ("utf-16", "utf-16", None),
     ("euc-kr", "euc-kr", None), ("gb18030", "", "text/xml; charset=gbk"), ("utf-8", "gb2312", None),
     ("gb18030", "", None)],
)  # fmt: skip
def test_encodings(encoding: str, declared: str, header: str | None) -> None:
    title = "벨모라 신제품 출시" if encoding == "euc-kr" else "维墨科技今天发布了新一代数据库产品"
    title = "維墨科技今天發布了新一代資料庫產品" if encoding == "big5" else title
    head = f"<?xml version='1.0' encoding='{declared}'?>" if declared else ""
    body = f"{head}<rss><channel><item><title>{title}</title><link>/1</link></item></channel></rss>"
    assert read(body.encode(encoding), header).entries[0].title == title


def test_a_broken_feed_says_as_much_as_a_whole_one() -> None:
    whole = (
        f"<rss {SPACES}><channel><title>F</title><item><title>A and B</title><link>/1</link><dc:creator>Jo"
        f"</dc:creator><pubDate>Mon, 23 Nov 2026 08:00:00 GMT</pubDate><content:encoded>{TEXT}"
        "</content:encoded><enclosure url='/1.mp3'/></item></channel></rss>"
    )
    broken = whole.replace("and", "&").replace("</channel></rss>", "")
    one, other = read(whole).entries[0], read(broken).entries[0]
    assert other.title == "A & B"
    for name in ("url", "published", "content", "authors", "enclosures"):
        assert getattr(one, name) == getattr(other, name), name


def test_a_large_broken_feed_is_read_to_its_end_quickly() -> None:
    item = f"<item><title>A & B</title><link>/n</link><description>{TEXT * 20}</description></item>"
    feed = read(f"<rss><channel>{item * 1500}</channel></rss>")
    assert len(feed.entries) == 1500


def test_click_counters_are_unwrapped_and_other_addresses_left() -> None:
    assert (
        unwrapped("https://link.zhihu.com/?target=https%3A//b.example/1") == "https://b.example/1"
    )
    for url in (
        "https://a.example/url?url=https://b.example/",
        "http://[",
        "https://www.google.com/url?q=x",
    ):
        assert unwrapped(url) == url
