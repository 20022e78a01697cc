"""Dates that a page states for machines: structured data, meta elements, address, feed, scripts."""

import re
from collections.abc import Iterator
from urllib.parse import urlsplit

from crawlers.pages.structured import Node, first, types
from crawlers.pages.titles import ARTICLES
from crawlers.pages.when.evidence import Evidence, Reader, letters

# Nodes whose dates are not the page's own.
_OTHERS = frozenset(
    {
        "Comment", "UserComments", "Answer", "Question", "Event", "Offer", "AggregateOffer", "Person",
        "Organization", "Review", "UserReview", "Rating", "ImageObject", "ListItem", "BreadcrumbList",
        "WebSite", "SiteNavigationElement", "Brand", "ProfilePage",
    }
)  # fmt: skip
_OWN = frozenset({*ARTICLES, "BackgroundNewsArticle", "LiveBlogPosting", "ScholarlyArticle", "Recipe", "JobPosting",
                  "CreativeWork", "BlogPost", "DiscussionForumPosting", "AdvertiserContentArticle",
                  "OpinionNewsArticle", "ReviewNewsArticle", "PodcastEpisode", "HowTo", "NewsMediaPosting"})  # fmt: skip
_MADE = ("datePublished", "datePosted", "dateCreated", "uploadDate", "dateIssued")
_CHANGED = ("dateModified", "dateUpdated")
_DATED = frozenset({*_MADE, *_CHANGED})
_META = frozenset((
    "article:published_time", "datepublished", "og:article:published_time", "og:published_time", "publishdate",
    "pubdate", "publish_date", "publish-date", "publication_date", "publication-date", "article.published",
    "parsely-pub-date", "sailthru.date", "cxenseparse:recs:publishtime", "cxenseparse:publishtime", "dc.date.issued",
    "dcterms.issued", "dcterms.available", "dc.date.published", "citation_publication_date", "citation_online_date",
    "bt:pubdate", "article_date_original", "weibo:article:create_at", "originalpublicationdate",
    "article:published", "rnews:datepublished", "displaydate", "vr:published_time", "article:post_date", "publishtime",
    "shareaholic:article_published_time", "article:publish_date", "article:create_at", "published_time", "published",
    "publish_time", "pub_date", "pubtime", "firstpublishtime", "first_published", "last-published", "dateposted",
    "prism.publicationdate", "eprints.date", "bepress_citation_date", "video:release_date", "published_date",
    "ptime", "gsa.publisheddate", "contentpublishdate", "iso-8601-publish-date", "article:publicationdate",
    "mediator_published_time", "news_date", "cse_publishdate", "content_create_date", "og:pubdate",
))  # fmt: skip
_META_WEAK = frozenset((
    "dc.date.created", "dcterms.created", "dc.date", "dcterms.date", "citation_date", "date", "dc.created", "created",
    "datecreated", "release_date", "timestamp", "creation_date", "creationdate", "date-creation-yyyymmdd", "og:date",
    "article:date", "date_published", "search_date", "sort_date",
))  # fmt: skip
_META_LATER = frozenset((
    "article:modified_time", "og:updated_time", "datemodified", "og:modified_time", "last-modified", "dcterms.modified",
    "dc.date.modified", "revised", "lastmod", "modified", "article:modified", "modificationdate", "lastupdate",
    "dc.modified", "last_updated_date", "article:updated_time", "revision_date", "updated_time",
))  # fmt: skip
_MONTH, _MDAY = r"(0[1-9]|1[0-2])", r"(0[1-9]|[12]\d|3[01])"
# A number that begins the name of the article is no day: "2023/10/3-ways-to-save".
_URL_DATE = re.compile(
    r"/((?:19|20)\d{2})/(0?[1-9]|1[0-2])/(0?[1-9]|[12]\d|3[01])(?=[/._]|$)"
    rf"|[/_t-](20\d{{2}}){_MONTH}{_MDAY}(?=[/_.-]|$)"
    r"|[/_-](20\d{2})[-_](0?[1-9]|1[0-2])[-_](0[1-9]|[12]\d|3[01]|[1-9])(?!\d)"
    rf"|/(20\d{{2}})-?{_MONTH}/{_MDAY}(?=[/._t]|$)"
    rf"|/(20\d{{2}})/{_MONTH}{_MDAY}(?=[/._]|$)"
)
_KEY = re.compile(
    r"""["'\\](?P<key>date_?published|published_?(?:at|on|date|time)?|publish_?(?:date|time|at)|pub_?(?:date|time)|first_?published\w*|"""
    r"""published_?first|create_?(?:d_?at|time)|post_?date|display_?date|ptime|release_?date)\\?["']\s*:\s*\\?["']?(?P<value>\d[^"'\\,}]{7,34})""",
    re.IGNORECASE,
)
_RDFA = (
    "//*[@content and not(self::meta)][contains(@property,'datePublished') or contains(@property,'dateCreated')"
    " or contains(@property,'dc:date') or contains(@property,'dc:created') or contains(@property,'dcterms:issued')]"
)
_LONGEST_SCRIPT = 400_000


def stated(reader: Reader) -> Iterator[Evidence]:
    """Yield what the page states for machines of when it was made or changed."""
    yield from _from_hint(reader)
    yield from _from_nodes(reader)
    for names, place, modified in (
        (_META, "meta", False),
        (_META_WEAK, "meta-weak", False),
        (_META_LATER, "modified", True),
    ):
        for name in reader.page.metas.keys() & names:
            content = reader.page.metas[name]
            yield from reader.read(content, place, source=f"meta:{name}", modified=modified)
    yield from _from_url(reader)


def _from_hint(reader: Reader) -> Iterator[Evidence]:
    hint = reader.page.hint
    if hint and hint.published:
        yield from reader.read(hint.published, f"hint-{hint.origin}", source=hint.origin)


def _from_nodes(reader: Reader) -> Iterator[Evidence]:
    page = reader.page
    dated = [
        node for node in page.nodes if not _DATED.isdisjoint(node) and not types(node) & _OTHERS
    ]
    articles = [node for node in dated if types(node) & _OWN]
    mine = [node for node in articles if _is_own(node, reader)]
    chosen = mine or articles
    # Several articles, none of which is this page by its address or headline: teasers.
    doubtful = len({first(node.get("datePublished")) for node in articles}) > 1 and not mine
    if doubtful:
        chosen = articles[:1]
    pages = [
        node
        for node in dated
        if types(node) & {"WebPage", "ItemPage", "AboutPage", "FAQPage", "Product"}
    ]
    rest = [] if chosen or pages else dated[:2]
    for nodes, place in (
        (chosen[:4], "node-doubtful" if doubtful else "node"),
        (pages[:2], "node-page"),
        (rest, "node-other"),
    ):
        for node in nodes:
            yield from _of_node(node, place, reader)


def _of_node(node: Node, place: str, reader: Reader) -> Iterator[Evidence]:
    source = "microdata" if "@microdata" in node else "json-ld"
    for key in _MADE:
        if raw := first(node.get(key)):
            yield from reader.read(raw, place, source=source)
            break
    for key in _CHANGED:
        if raw := first(node.get(key)):
            yield from reader.read(raw, "modified", source=source, modified=True)


def _is_own(node: Node, reader: Reader) -> bool:
    """Say whether a node speaks of this page: by its address, or by its headline."""
    path = urlsplit(reader.page.url).path.rstrip("/")
    for key in ("url", "mainEntityOfPage", "@id"):
        given = node.get(key)
        given = given.get("@id") if isinstance(given, dict) else given
        if isinstance(given, str) and len(path) > 1:
            there = urlsplit(given.split("#", 1)[0]).path.rstrip("/") if "[" not in given else ""
            if there == path:
                return True
    title = letters(reader.page.titled.text)
    headline = letters(first(node.get("headline")) or first(node.get("name")))
    return (
        len(headline) > 7 and len(title) > 7 and (headline[:60] in title or title[:60] in headline)
    )


def _from_url(reader: Reader) -> Iterator[Evidence]:
    addresses = [reader.page.url, reader.page.metas.get("og:url", "")]
    for url in addresses:
        path = url.split("?", 1)[0].split("#", 1)[0]
        if match := _URL_DATE.search(path):
            yield from reader.read("-".join(part for part in match.groups() if part), "url")
            return


def scripted(reader: Reader) -> Iterator[Evidence]:
    """Yield what scripts carry (page state, data layers, settings of trackers), and RDFa attributes."""
    for element in reader.page.root.xpath(_RDFA)[:2]:
        yield from reader.read(element.get("content"), "rdfa")
    seen: list[str] = []
    for script in reader.page.root.iter("script"):
        text = script.text or ""
        if 30 < len(text) < _LONGEST_SCRIPT and "ld+json" not in (script.get("type") or ""):
            seen += [match["value"] for match in _KEY.finditer(text)][:20]
    values = list(dict.fromkeys(seen))
    # One value is the page's; of many, as in a list of teasers, the first is no more than a guess.
    for value in values[:1]:
        yield from reader.read(
            value.rstrip(), "script" if len(values) < 3 else "script-many", source="script"
        )
