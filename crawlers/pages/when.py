"""When a page was published: candidates from every place that states one, and the choice.

Candidates are read in order of how often each place is right (measured on pages with known dates);
a later place only wins where the earlier ones say nothing.
"""

import copy
import re
from collections.abc import Iterator
from datetime import timedelta

from lxml import html

from crawlers.pages.dom import marks, squeeze, text_of
from crawlers.pages.page import Page
from crawlers.pages.structured import first, types
from schemas.documents import PublishedDate
from text.dates import read_date

# Nodes whose dates are not the page's own.
_OTHERS = frozenset(
    {
        "Comment",
        "UserComments",
        "Answer",
        "Question",
        "Event",
        "Offer",
        "AggregateOffer",
        "Person",
        "Organization",
    }
)
_STATED_KEYS = (
    ("datePublished", 0.97),
    ("datePosted", 0.95),
    ("uploadDate", 0.85),
    ("dateCreated", 0.85),
)
_META = (
    "article:published_time", "datepublished", "og:article:published_time", "og:published_time",
    "publishdate", "pubdate", "publish_date", "publish-date", "publication_date", "article.published",
    "parsely-pub-date", "sailthru.date", "cxenseparse:recs:publishtime", "dc.date.issued",
    "dcterms.issued", "dc.date.created", "dcterms.created", "dc.date", "dcterms.date", "citation_publication_date",
    "citation_date", "bt:pubdate", "article_date_original", "date", "weibo:article:create_at",
    "originalpublicationdate", "release_date", "dc.created", "article:published", "datecreated", "created",
    "rnews:datepublished", "displaydate", "timestamp", "vr:published_time", "shareaholic:article_published_time",
)  # fmt: skip
_META_LATER = (
    "article:modified_time",
    "og:updated_time",
    "datemodified",
    "last-modified",
    "dcterms.modified",
    "dc.date.modified",
    "revised",
    "lastmod",
    "modified",
)
_URL_DATE = re.compile(
    r"/(?P<y>(?:19|20)\d{2})[/_-]?(?P<m>0[1-9]|1[0-2])[/_-]?(?P<d>0[1-9]|[12]\d|3[01])(?!\d)"
    r"|[/_t-](?P<y2>20\d{2})(?P<m2>0[1-9]|1[0-2])(?P<d2>0[1-9]|[12]\d|3[01])(?=[/_.-]|$)"
    r"|/(?P<y3>20\d{2})[-/](?P<m3>\d{1,2})[-/](?P<d3>\d{1,2})(?=[/_.-]|$)"
    r"|-(?P<y4>20\d{2})-(?P<m4>0[1-9]|1[0-2])-(?P<d4>0[1-9]|[12]\d|3[01])(?!\d)"
    r"|/(?P<y5>20\d{2})/(?P<m5>0[1-9]|1[0-2])(?P<d5>0[1-9]|[12]\d|3[01])(?!\d)"
)
_DATE_CLASS = re.compile(
    r"(?:^|[\s_-])(?:pub(?:lish(?:ed)?|lication)?-?(?:date|time|on|_time|at)?|date|datum|time|timestamp|posted(?:-on)?|entry-date|"
    r"post-?(?:date|meta|time)|article-?(?:date|time|meta|info)|dateline|byline|info|meta|source|laiyuan|riqi|shijian|fabu|"
    r"publishtime|pubtime|pub_date|submitted|created|updated|kicker|author)(?:$|[\s_-])|date$|datum|-date-|pubtime|publishtime|post_time|fbsj",
    re.IGNORECASE,
)
_LABELLED = re.compile(
    r"(?:发布时间|发布日期|发表时间|发表于|发布于|发表日期|时间|日期|更新时间|\bpublished(?: on| at)?|\bposted(?: on| by [\w .]{2,40} on)?|\bdate|\breleased?|"
    r"veröffentlicht(?: am)?|publié le|erstellt am|\bdatum|\bstand|\bvom|\bon)\s*[:：|]?\s*(.{6,60})",
    re.IGNORECASE,
)
_NOT_PUBLISHED = re.compile(
    r"copyright|©|\(c\)|版权|all rights|icp备|updated|modified|aktualisiert|更新|mis à jour|registered|since|"
    r"joined|event|closing date|deadline|expires|截止",
    re.IGNORECASE,
)
_ASIDE = re.compile(
    r"(?:^|[\s_-])(?:footer|foot|copyright|comments?|commentlist|related\w*|sidebar|recommend\w*|widget|calendar|archives?|teasers?|news-?list|most-?read|popular|latest)(?:$|[\s_-])",
    re.IGNORECASE,
)
_ABSOLUTE = re.compile(
    r"(?:19|20)\d{2}\s?[年/.\-]\s?\d{1,2}\s?[月/.\-]\s?\d{1,2}|\d{1,2}(?:st|nd|rd|th|\.)?\s+[A-Za-zäéûç]{3,9}\.?,?\s+(?:19|20)\d{2}"
    r"|[A-Z][a-z]{2,8}\.?\s+\d{1,2}(?:st|nd|rd|th)?,?\s+(?:19|20)\d{2}|\d{1,2}[./]\d{1,2}[./](?:19|20)\d{2}|\d{1,2}月\d{1,2}日"
    r"|\d{1,3}\s?(?:分钟|小时|天)前|昨[天日]|\b\d{1,2} (?:minutes?|hours?|days?) ago\b|\byesterday\b|(?<!\d)\d{2}-\d{2}\s+\d{2}:\d{2}|(?<![\d.])\d{1,2}\.\d{1,2}\.\d{2}(?![\d.])",
    re.IGNORECASE,
)


def published(page: Page) -> PublishedDate | None:
    """Return the date of *page* and why it is believed; None where nothing states one."""
    best: PublishedDate | None = None
    for raw, source, confidence in _candidates(page):
        found = read_date(
            raw,
            seen=page.seen,
            language=page.language,
            source=source,
            confidence=confidence,
        )
        if found is None:
            continue
        if found.confidence >= 0.8 and found.precision not in {"month", "year"}:
            return _agreeing(found, best)
        if best is None or found.confidence > best.confidence:
            best = found
    return best or _searched(page)


def _searched(page: Page) -> PublishedDate | None:
    """Let htmldate search all of the markup; what only it finds is a guess."""
    from htmldate import find_date  # noqa: PLC0415 - half a second to load, rarely needed

    root = copy.deepcopy(page.root)
    for footer in [one for one in root.iter("footer", "div", "p") if _is_footer(one)]:
        footer.drop_tree()
    try:
        raw = find_date(root, original_date=True, extensive_search=True, url=page.url)
    except (
        ValueError,
        TypeError,
        AttributeError,
        RecursionError,
    ):  # its ways to fail on odd markup
        return None
    if not raw or raw.endswith("-01-01"):  # what it makes of a year alone
        return None
    return read_date(raw, seen=page.seen, source="search", confidence=0.45)


def _is_footer(element: html.HtmlElement) -> bool:
    if element.getparent() is None or element.tag == "body":
        return False
    if element.tag == "footer" or re.search(
        r"(?:^|[\s_-])(?:footer|copyright)(?:$|[\s_-])", marks(element)
    ):
        return True
    return element.tag == "p" and "©" in (element.text or "")


def _agreeing(found: PublishedDate, earlier: PublishedDate | None) -> PublishedDate:
    if earlier is not None and earlier.day == found.day:
        return found.model_copy(update={"confidence": min(0.99, found.confidence + 0.03)})
    return found


def _candidates(page: Page) -> Iterator[tuple[str, str, float]]:
    yield from _stated(page, _STATED_KEYS, _META, 0.93)
    yield from _time_elements(page.root)
    if raw := _from_url(page.url):
        yield raw, "url", 0.9
    yield from _near_title(page)
    yield from _from_hint(page)
    yield from _in_classes(page.root)
    yield from _labelled(page)
    # When it was changed last bounds when it was published; better than nothing.
    yield from _stated(page, (("dateModified", 0.6),), _META_LATER, 0.6)


def _stated(
    page: Page, keys: tuple[tuple[str, float], ...], names: tuple[str, ...], confidence: float
) -> Iterator[tuple[str, str, float]]:
    """Yield what structured data states under *keys* and meta elements under *names*."""
    own = [node for node in page.nodes if not types(node) & _OTHERS]
    for key, sure in keys:
        for node in own[:6]:
            if raw := first(node.get(key)):
                yield raw, "microdata" if "@microdata" in node else "json-ld", sure
    for name in names:
        if content := page.metas.get(name):
            yield content, f"meta:{name}", confidence


def _from_hint(page: Page) -> Iterator[tuple[str, str, float]]:
    if page.hint and page.hint.published:
        # A sitemap's lastmod is of the file, not of the news.
        yield page.hint.published, page.hint.origin, 0.9 if page.hint.origin == "feed" else 0.7


def _from_url(url: str) -> str:
    match = _URL_DATE.search(url.split("?", 1)[0])
    if not match:
        return ""
    parts = [part for part in match.groups() if part]
    return "-".join(parts) if len(parts) == 3 else ""


def _time_elements(root: html.HtmlElement) -> Iterator[tuple[str, str, float]]:
    found = [one for one in root.iter("time") if not _is_aside(one)]
    marked = [
        one
        for one in found
        if one.get("pubdate") is not None
        or "datePublished" in (one.get("itemprop") or "")
        or re.search(r"publish|entry-date|posted", marks(one))
    ]
    for one in (marked or found)[:3]:
        text = text_of(one)
        if "updated" in marks(one) and not marked:
            continue
        yield one.get("datetime") or text, "time", 0.9 if marked else 0.86
        if text and one.get("datetime"):
            yield text, "time", 0.8
    for one in root.xpath(
        "//*[@content and not(self::meta)][contains(@property,'datePublished') or contains(@property,'dateCreated') or contains(@property,'dc:date') or contains(@property,'dc:created')]"
    )[:2]:
        yield one.get("content"), "rdfa", 0.9
    for one in root.xpath("//*[contains(@class,'published') and @title]")[:2]:
        yield one.get("title"), "time", 0.85


def _is_aside(element: html.HtmlElement) -> bool:
    """Say whether a nearby wrapper is furniture; far ones name the layout, not the part."""
    nearby = list(element.iterancestors())[:5]
    return any(
        parent.tag in {"aside", "footer", "nav"} or _ASIDE.search(marks(parent))
        for parent in nearby
        if parent.tag not in {"body", "html", "main", "article"}
    )


def _near_title(page: Page) -> Iterator[tuple[str, str, float]]:
    """Visible text right after the title: where news pages print the date."""
    title = page.titled.text
    visible = page.visible
    at = visible.find(title[:60]) if len(title) > 3 else -1
    # The title also stands in menus and breadcrumbs; the date follows its last early occurrence.
    while at >= 0:
        after = visible[at + len(title) : at + len(title) + 260]
        for match in _ABSOLUTE.finditer(after):
            before = after[max(0, match.start() - 16) : match.start()]
            if not _NOT_PUBLISHED.search(before):
                yield (
                    after[match.start() : match.end() + 24],
                    "text",
                    0.85 if match.start() < 120 else 0.72,
                )
            break
        following = visible.find(title[:60], at + 1)
        at = following if at < following < 0.5 * len(visible) else -1
    before = (
        visible[max(0, visible.find(title[:60]) - 60) : max(0, visible.find(title[:60]))]
        if title
        else ""
    )
    if found := list(_ABSOLUTE.finditer(before)):
        yield before[found[-1].start() :], "text", 0.7


def _in_classes(root: html.HtmlElement) -> Iterator[tuple[str, str, float]]:
    count = 0
    for element in root.iter(
        "span",
        "div",
        "p",
        "li",
        "td",
        "em",
        "small",
        "i",
        "b",
        "strong",
        "abbr",
        "dd",
        "h4",
        "h5",
        "h6",
    ):
        label = marks(element)
        if len(label) < 4 or not _DATE_CLASS.search(label) or _is_aside(element):
            continue
        text = text_of(element)
        if not 5 <= len(text) <= 200:
            continue
        if (match := _ABSOLUTE.search(text)) and not _NOT_PUBLISHED.search(
            text[max(0, match.start() - 16) : match.start()]
        ):
            yield text[match.start() : match.end() + 20], "text", 0.8 - 0.02 * count
            count += 1
            if count > 4:
                return


def _labelled(page: Page) -> Iterator[tuple[str, str, float]]:
    for match in list(_LABELLED.finditer(page.visible[:20_000]))[:8]:
        before = page.visible[max(0, match.start() - 30) : match.start()]
        if _NOT_PUBLISHED.search(f"{before} {match[0][:12]}"):
            continue
        if (found := _ABSOLUTE.search(match[1])) and found.start() < 12:
            yield match[1][found.start() :], "text", 0.65
    lead = " ".join(page.body.paragraphs[:2])[:300]
    if found := _ABSOLUTE.search(lead):
        yield lead[found.start() : found.end() + 20], "text", 0.55
    tail = squeeze(" ".join(page.body.paragraphs[-2:])[-200:])
    if found := _ABSOLUTE.search(tail):
        yield tail[found.start() : found.end() + 10], "text", 0.5


def beyond(found: PublishedDate | None, days: int, page: Page) -> bool:
    """Say whether *found* is more than *days* before the page was seen."""
    if found is None:
        return False
    return found.day < (page.seen - timedelta(days=days)).date().isoformat()
