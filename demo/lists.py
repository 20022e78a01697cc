"""Feeds, sitemaps and listing pages of the invented market's sites."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from email.utils import format_datetime
from urllib.parse import parse_qs
from xml.sax.saxutils import escape

from demo.content import Post, Site

_NEWS_SITEMAP_DAYS = 16


@dataclass(frozen=True)
class Entry:
    """A post with the address it has now."""

    post: Post
    url: str

    @property
    def path(self) -> str:
        """Return the address without scheme and host."""
        return re.sub(r"^http://[^/]+", "", self.url)


def robots(site: Site) -> str:
    """Return a robots.txt that allows all but the search page and names the sitemap."""
    lines = ["User-agent: *", "Disallow: /search", "Disallow: /cart/"]
    if "sitemap" in site.lists:
        lines.append(f"Sitemap: http://{site.host}{site.lists['sitemap']}")
    return "\n".join(lines) + "\n"


def rss(site: Site, entries: Sequence[Entry]) -> bytes:
    """Return an RSS 2.0 feed."""
    rows = [
        "<item>"
        f"<title>{escape(entry.post.title)}</title><link>{escape(entry.url)}</link>"
        f'<guid isPermaLink="false">{entry.post.id}@{site.host}</guid>'
        f"<pubDate>{format_datetime(entry.post.published)}</pubDate>"
        + (
            f"<description>{escape(_summary(entry.post))}</description>"
            if site.lists.get("summaries")
            else ""
        )
        + "</item>"
        for entry in entries
    ]
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n<rss version="2.0"><channel>'
        f"<title>{site.host}</title><link>http://{site.host}/</link>"
        f"<description>{site.host}</description>\n" + "\n".join(rows) + "\n</channel></rss>\n"
    ).encode()


def atom(site: Site, entries: Sequence[Entry]) -> bytes:
    """Return an Atom feed without summaries."""
    updated = entries[0].post.published.isoformat() if entries else "2026-05-25T00:00:00Z"
    rows = [
        f"<entry><title>{escape(entry.post.title)}</title>"
        f'<link rel="alternate" href="{escape(entry.url)}"/>'
        f"<id>tag:{site.host},2026:{entry.post.id}</id>"
        f"<published>{entry.post.published.isoformat()}</published>"
        f"<updated>{entry.post.published.isoformat()}</updated></entry>"
        for entry in entries
    ]
    return (
        '<?xml version="1.0" encoding="utf-8"?>\n<feed xmlns="http://www.w3.org/2005/Atom">'
        f"<title>{site.host}</title><id>tag:{site.host},2026:feed</id><updated>{updated}</updated>\n"
        + "\n".join(rows)
        + "\n</feed>\n"
    ).encode()


def sitemap(site: Site, entries: Sequence[Entry], path: str) -> bytes | None:
    """Return the sitemap, or the sitemap index and its children; None for another address."""
    if "index" not in site.lists.get("format", ""):
        return _urlset(entries, news=True) if path == site.lists["sitemap"] else None
    months = sorted({f"{entry.post.published:%Y-%m}" for entry in entries})
    if path == site.lists["sitemap"]:
        rows = "".join(
            f"<sitemap><loc>http://{site.host}/sitemap-{month}.xml</loc></sitemap>"
            for month in months
        )
        head = '<?xml version="1.0" encoding="UTF-8"?>\n'
        return f'{head}<sitemapindex xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">{rows}</sitemapindex>'.encode()
    wanted = path.removeprefix("/sitemap-").removesuffix(".xml")
    if wanted not in months:
        return None
    chosen = [entry for entry in entries if f"{entry.post.published:%Y-%m}" == wanted]
    return _urlset(chosen, news=False)


def _urlset(entries: Sequence[Entry], *, news: bool) -> bytes:
    rows = []
    newest = entries[0].post.published if entries else None
    for entry in entries:
        moment = entry.post.published
        recent = newest is not None and (newest - moment).days <= _NEWS_SITEMAP_DAYS
        extra = (
            "<news:news><news:publication><news:name>Quay &amp; Rail</news:name>"
            f"<news:language>en</news:language></news:publication><news:publication_date>{moment.isoformat()}"
            f"</news:publication_date><news:title>{escape(entry.post.title)}</news:title></news:news>"
            if news and recent
            else ""
        )
        rows.append(f"<url><loc>{escape(entry.url)}</loc>{extra}</url>")
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" '
        'xmlns:news="http://www.google.com/schemas/sitemap-news/0.9">\n'
        + "\n".join(rows)
        + "\n</urlset>\n"
    ).encode()


# How each site numbers its further pages: after these words in the path, or as ?page=N.
_PAGE_FILE = re.compile(r"^(?:list_|index_|p)(\d+)\.s?html?$")


def page_number(start: str, path: str, query: str) -> int | None:
    """Return which page of the list at *start* an address means; None for another address."""
    if path == start or path == start.rstrip("/"):
        values = parse_qs(query).get("page")
        return int(values[0]) if values and values[0].isdigit() else 1
    match = _PAGE_FILE.match(path.removeprefix(start)) if path.startswith(start) else None
    return int(match[1]) if match else None


def page_path(start: str, number: int) -> str:
    """Return the address of page *number* of the list at *start*."""
    style = {"/news/": "list_{}.html", "/xinwen/": "index_{}.htm", "/list/": "p{}.shtml"}.get(start)
    return start + style.format(number) if style else f"{start}?page={number}"


def relative_zh(moment: datetime, now: datetime) -> str:
    """Return how a Chinese listing dates a post: 3小时前, 昨天, 5天前, 09-03."""
    local = moment.astimezone(now.tzinfo)
    days = (now.date() - local.date()).days
    if days <= 0:
        hours = max(1, int((now - local).total_seconds() // 3600))
        return f"{hours}小时前"
    if days == 1:
        return "昨天"
    return f"{days}天前" if days < 7 else f"{local:%m-%d}"


def _summary(post: Post) -> str:
    return post.summary or post.body[0][:240]
