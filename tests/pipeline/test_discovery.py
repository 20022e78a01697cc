"""Discovery over sites of our own, English and Chinese, with feeds and without."""

import json
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from typer.testing import CliRunner

from cli.main import app
from crawlers import discover as core
from crawlers.discover import Proposal
from crawlers.discover_evidence import Seen
from crawlers.discover_topics import TOPICS, is_home, matches
from pipeline import discovery, services
from pipeline.workspace import Workspace, open_workspace
from schemas.errors import RetryLaterError, WrongUseError
from schemas.ids import canonical_url
from tests.support.site import HOST, Site, serving, workspace_for

NOW = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
HOME = f"http://{HOST}/"
Pages = dict[str, str]

NEWS = "".join(
    f"<li><a href='/news/velmora-story-{n}-of-the-port'>Velmora story {n} of the port</a> 2026-11-{n:02}</li>"
    for n in range(1, 6)
)
FEED = (
    "<rss version='2.0'><channel><title>Velmora news</title><item><title>Velmora story one</title>"
    f"<link>http://{HOST}/news/1</link><pubDate>Thu, 12 Nov 2026 10:00:00 GMT</pubDate></item></channel></rss>"
)


def page(title: str, body: str, head: str = "") -> str:
    return (
        f"<!doctype html><html><head><title>{title}</title>{head}</head><body>{body}</body></html>"
    )


def english() -> Pages:
    links = (
        "<a href='/'>Velmora</a><nav><a href='/platform/'>Platform</a><a href='/pricing'>Pricing</a>"
        "<a href='/customers/'>Customer stories</a><a href='/company/team'>Our team</a>"
        "<a href='/news/'>Newsroom</a><a href='/blog/'>Blog</a></nav>"
        "<a href='/blog/why-our-news-matters'>Why our news matters</a>"
        "<footer><a href='/about-us'>About us</a><a href='https://boards.greenhouse.io/velmora'>Careers</a>"
        "<a href='/changelog'>What's new</a><a href='/investors'>Investors</a><a href='/terms'>Terms of service</a>"
        "<a href='https://status.rival.example/'>Status</a><a href='https://twitter.example/velmora'>News on X</a>"
        "<a href='/gone-press'>Press</a></footer>"
    )
    return {
        "/": page("Velmora", links, "<link rel='alternate' type='application/rss+xml' href='/news/feed.xml'>"),
        "/robots.txt": f"User-agent: *\nDisallow: /private\nSitemap: http://{HOST}/map.xml\n",
        "/map.xml": f"<urlset><url><loc>http://{HOST}/legal/sla</loc></url><url><loc>http://{HOST}/news/x</loc></url></urlset>",
        "/news/feed.xml": FEED,
        "/news/": page("Newsroom", f"<ul>{NEWS}</ul>"),
        "/blog/": page("Blog", f"<ul>{NEWS.replace('/news/', '/blog/')}</ul>"),
        "/pricing": page("Plans", "<p>Team €89 per month</p><p>Business €129 per month</p>"),
        "/platform/": page("Platform", "<p>What it does</p>"),
        "/customers/": page("Customers", f"<ul>{NEWS.replace('/news/', '/customers/')}</ul>"),
        "/company/team": page("Team", "<p>Ann, Chief Executive Officer</p><p>Bo, President</p><p>Cy, Director</p>"),
        "/about-us": page("About", "<p>Since 1998</p>"),
        "/changelog": page("Changes", f"<ul>{NEWS.replace('/news/', '/changelog/')}</ul>"),
        "/investors": page("Investors", f"<ul>{NEWS.replace('/news/', '/ir/')}</ul>"),
        "/terms": page("Terms", "<p>1. Scope</p>"),
        "/legal/sla": page("SLA", "<p>99.9 %</p>"),
        "/gone-press": page("Page not found", "<p>Sorry</p>"),
    }  # fmt: skip


def chinese() -> Pages:
    links = (
        "<div class='top'><a href='/'>首页</a><a href='/chanpin/'>产品中心</a><a href='/jiage.html'>价格方案</a>"
        "<a href='/anli/'>客户案例</a><a href='/xinwen/'>新闻动态</a><a href='/tuandui.html'>管理团队</a>"
        "<a href='/guanyu.html'>关于我们</a><a href='https://www.zhipin.com/gongsi/x.html'>加入我们</a>"
        "<a href='/doc/gengxin/'>更新日志</a><a href='/tzzgx/'>投资者关系</a><a href='/xieyi.html'>用户协议</a></div>"
        "<a href='/xinwen/1.html'>维墨科技发布新一代数据库产品并上线</a>"
    )
    rows = "".join(
        f"<li><a href='/xinwen/20{n}.html'>维墨与港口集团签署第{n}期合作协议</a><span>2026-11-0{n}</span></li>"
        for n in range(1, 6)
    )
    return {
        "/": page("维墨科技", links),
        "/xinwen/": page("新闻动态", f"<ul>{rows}</ul>"),
        "/anli/": page("案例", f"<ul>{rows.replace('/xinwen/', '/anli/')}</ul>"),
        "/doc/gengxin/": page("更新", f"<ul>{rows.replace('/xinwen/', '/doc/gengxin/')}</ul>"),
        "/tzzgx/": page("公告", f"<ul>{rows.replace('/xinwen/', '/tzzgx/')}</ul>"),
        "/jiage.html": page("价格", "<p>标准版 ¥199/月</p><p>企业版 3999元/年</p>"),
        "/chanpin/": page("产品", "<p>数据库</p>"),
        "/tuandui.html": page("团队", "<p>王一 董事长</p><p>李二 总裁</p><p>张三 首席技术官</p>"),
        "/guanyu.html": page("关于", "<p>成立于</p>"),
        "/xieyi.html": page("协议", "<p>一、总则</p>"),
    }


def bare() -> Pages:
    """A site that answers everything with its front page, as many scripted ones do."""
    return {"/": page("Tarnholt", "<div id='root'></div>"), "*": "/"}


def answers(pages: Pages, urls: Sequence[str]) -> list[Seen]:
    found = []
    for url in urls:
        path = url.removeprefix(HOME[:-1])
        body = pages.get(path) or pages.get(pages.get("*", ""))
        if not url.startswith(HOME):
            continue  # another host, which gives no answer
        if body is not None:
            kind = "text/plain" if path.endswith(".txt") else "text/html"
            found.append(Seen(url, url, 200, kind, body.encode()))
        else:
            found.append(Seen(url, url, 404, "text/html", b"none"))
    return found


def found(pages: Pages) -> dict[str, list[Proposal]]:
    seen = answers(pages, core.first_looks(HOME))
    for _ in range(3):
        wanted = core.next_looks(HOME, seen)
        assert len(seen) + len(wanted) <= core.MOST_LOOKS
        seen += answers(pages, wanted)
    by_topic: dict[str, list[Proposal]] = {}
    for one in core.discover(HOME, seen):
        by_topic.setdefault(one.topic, []).append(one)
    return by_topic


def paths(some: list[Proposal]) -> list[str]:
    return [one.url.removeprefix(HOME[:-1]) for one in some]


def test_an_english_site_from_its_home_page() -> None:
    topics = found(english())
    assert {name: paths(some) for name, some in topics.items()} == {
        "feed": ["/news/feed.xml"],
        "sitemap": ["/map.xml"],
        "newsroom": ["/news/"],
        "blog": ["/blog/"],
        "pricing": ["/pricing"],
        "product": ["/platform/"],
        "careers": ["https://boards.greenhouse.io/velmora"],
        "leadership": ["/company/team"],
        "about": ["/about-us"],
        "changelog": ["/changelog"],
        "customers": ["/customers/"],
        "investors": ["/investors"],
        "legal": ["/terms", "/legal/sla"],
        "status": ["https://status.rival.example/"],
    }
    pricing = topics["pricing"][0]
    assert (pricing.kind, pricing.document, pricing.every) == ("page", "offer", "1d")
    assert pricing.reasons == (
        "linked as “Pricing”", "its address says pricing", "on the home page", "it shows 2 prices",
    )  # fmt: skip
    assert "it lists 5 documents, 5 with dates" in topics["newsroom"][0].reasons
    assert "announced by /" in topics["feed"][0].reasons


def test_a_chinese_site_without_any_feed() -> None:
    topics = found(chinese())
    assert {name: paths(some) for name, some in topics.items()} == {
        "newsroom": ["/xinwen/"],
        "pricing": ["/jiage.html"],
        "product": ["/chanpin/"],
        "careers": ["https://www.zhipin.com/gongsi/x.html"],
        "leadership": ["/tuandui.html"],
        "about": ["/guanyu.html"],
        "changelog": ["/doc/gengxin/"],
        "customers": ["/anli/"],
        "investors": ["/tzzgx/"],
        "legal": ["/xieyi.html"],
    }
    assert topics["newsroom"][0].score > topics["about"][0].score


def test_a_site_that_answers_everything_with_its_front_page_gives_nothing() -> None:
    assert found(bare()) == {}


@pytest.mark.parametrize(
    ("url", "words", "topic"),
    [
        ("/presse", "Presse", "newsroom"), ("/actualites", "Actualités", "newsroom"),
        ("/news/", "お知らせ", "newsroom"), ("/noticias", "Noticias", "newsroom"),
        ("/preise", "Preise & Tarife", "pricing"), ("/tarifs", "Tarifs", "pricing"),
        ("/ryokin/", "料金プラン", "pricing"), ("/precios", "Planes y precios", "pricing"),
        ("/de/karriere", "Karriere", "careers"), ("/recruit/", "採用情報", "careers"),
        ("/x/equipe", "Notre équipe", "leadership"), ("/company/yakuin", "役員紹介", "leadership"),
        ("/referenzen", "Referenzen", "customers"), ("/jirei/", "導入事例", "customers"),
        ("/agb", "AGB", "legal"), ("/kiyaku", "利用規約", "legal"), ("/p/88", "更新日志", "changelog"),
        ("/zh-cn/index.html", "x", ""), ("/blog/our-pricing-explained-in-depth", "Our pricing, explained", ""),
        ("/news/2026/11/velmora-hires-a-team-of-forty", "Velmora hires a team of forty", ""),
    ],
)  # fmt: skip
def test_words_of_six_languages(url: str, words: str, topic: str) -> None:
    best = max(matches(f"{HOME[:-1]}{url}", words, HOME), key=lambda one: one.score, default=None)
    if topic:
        assert best is not None
        assert best.topic == topic
        assert best.score >= 0.3
    else:
        assert best is None or best.score < 0.3


def test_every_topic_has_words_in_six_languages() -> None:
    for topic in TOPICS.values():
        assert len(topic.words) >= 12, topic.name
        assert topic.paths, topic.name


@pytest.mark.parametrize(
    ("url", "home"),
    [("https://a.example", True), ("https://a.example/zh-cn/", True), ("https://a.example/index.html", True),
     ("https://a.example/pricing", False), ("https://a.example/?p=1", False)],
)  # fmt: skip
def test_what_a_home_page_is(url: str, home: bool) -> None:
    assert is_home(url) is home


@pytest.mark.parametrize(
    "body", [b"", b"\x00\xff" * 500, b"<a href='http://[x'>News</a>", b"{" * 999, b"<" * 3000]
)
def test_odd_pages_break_nothing(body: bytes) -> None:
    seen = [Seen(url, url, 200, "text/html", body) for url in core.first_looks(HOME)]
    assert isinstance(core.next_looks(HOME, seen), tuple)
    assert core.discover(HOME, seen) == []


def test_addresses_that_cannot_be_sources_are_neither_asked_for_nor_proposed() -> None:
    links = (
        f"<a href='http://me:pw@{HOST}/news'>News</a><a href='http://[x/pricing'>Pricing</a>"
        f"<a href='http://{HOST}:99999/careers'>Careers</a><a href='javascript:x()'>Blog</a>"
        "<a href='https://me:pw@boards.greenhouse.io/x'>Jobs</a><a href='/pri cing'>Prices</a>"
    )
    head = f"<link rel='alternate' type='application/rss+xml' href='http://me:pw@{HOST}/feed'>"
    seen = answers({"/": page("X", links, head)}, core.first_looks(HOME))
    wanted = core.next_looks(HOME, seen)
    assert not [url for url in wanted if "me:pw" in url or ":99999" in url]
    for url in wanted:
        canonical_url(url)
    assert [one for one in core.discover(HOME, seen) if "me:pw" in one.url] == []


@pytest.fixture
def site() -> Iterator[Site]:
    with serving() as served:
        for path, body in english().items():
            kind = "text/plain" if path.endswith(".txt") else "text/html; charset=utf-8"
            served.put(path, body, kind)
        yield served


@pytest.fixture
def workspace(site: Site, tmp_path: Path) -> Iterator[Workspace]:
    opened = open_workspace(workspace_for(site, tmp_path / "market"), now=NOW)
    services.apply(opened, opened.folder / "registry", author="test")
    yield opened
    opened.close()


def test_proposals_are_shown_marked_and_accepted_by_number(
    workspace: Workspace, site: Site
) -> None:
    shown = discovery.look(workspace, HOME, "velmora")
    by_topic = {one.proposal.topic: one for one in shown.offers}
    assert [one.number for one in shown.offers] == list(range(1, len(shown.offers) + 1))
    assert by_topic["pricing"].watched == "rival-pricing"
    assert by_topic["newsroom"].id == "velmora-newsroom"
    asked = len(site.asked)
    assert asked <= core.MOST_LOOKS + 4
    assert "/private" not in site.asked
    again = discovery.recall(workspace, HOME, "velmora")
    assert again is not None
    assert [one.id for one in again.offers] == [one.id for one in shown.offers]
    which = (
        f"{by_topic['newsroom'].number},{by_topic['careers'].number},{by_topic['pricing'].number}"
    )
    taken = discovery.accept(workspace, again, which, "velmora")
    assert [(one.id, one.kind, one.company) for one in taken] == [
        ("velmora-newsroom", "listing", "velmora"), ("velmora-careers", "jobs", "velmora"),
    ]  # fmt: skip
    assert len(site.asked) == asked
    assert discovery.company_of(workspace, "https://shop.velmora-group.example/") is None
    marked = discovery.recall(workspace, HOME, "velmora")
    assert marked is not None
    assert sum(bool(one.watched) for one in marked.offers) == 3
    rest = discovery.accept(workspace, marked, "all", "velmora")
    assert len(rest) == len(shown.offers) - 3
    for wrong in ("0", "99", "1,x", "-", "5-2-1"):
        with pytest.raises(WrongUseError):
            discovery.accept(workspace, marked, wrong, None)
    workspace.now_override = NOW + timedelta(hours=25)  # by then the site may have changed
    assert discovery.recall(workspace, HOME, None) is None


def test_a_home_page_that_cannot_be_read_is_told(workspace: Workspace, site: Site) -> None:
    site.put("/robots.txt", "User-agent: *\nDisallow: /\n", "text/plain")
    with pytest.raises(RetryLaterError, match="robots-denied"):
        discovery.look(workspace, HOME, None)
    with pytest.raises(RetryLaterError, match="dns"):
        discovery.look(workspace, "http://gone.invalid/", None)
    with pytest.raises(WrongUseError):
        discovery.look(workspace, "ftp://x/", None)


def test_the_command(workspace: Workspace) -> None:
    run = CliRunner().invoke
    options = [
        "--now",
        "2026-11-23T09:00:00Z",
        "--workspace",
        str(workspace.folder),
        "source",
        "new",
        HOME,
    ]
    shown = run(app, options)
    assert shown.exit_code == 0, shown.output
    assert "because linked as “Newsroom”" in shown.output
    assert "watched already as rival-pricing" in shown.output
    added = run(app, [*options, "--accept", "1", "--json"])
    data = json.loads(added.stdout)
    assert len(data["added"]) == 1
    assert data["proposals"][0]["number"] == 1
    workspace.refresh_registry()
    assert data["added"][0]["id"] in {one.id for one in workspace.registry.sources}
    direct = run(app, [*options, "--kind", "page", "--id", "front"])
    assert "front: page" in direct.output
