"""One site of the market: which page an address gives at a moment, redirects and quirks included."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import cache
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from demo import lists, pages
from demo.content import FOLDER, Post, Site, load, monday

# Sites show their newest posts in feeds; older ones are found by lists and sitemaps only.
_FEED_LENGTH = 20


@dataclass(frozen=True)
class Request:
    """One request: *load* counts all requests so far and drives what changes at each load."""

    path: str
    query: str
    now: datetime
    load: int


@dataclass(frozen=True)
class Answer:
    """One response; *stable* pages carry an ETag."""

    status: int
    content_type: str
    body: bytes
    headers: dict[str, str] = field(default_factory=dict)
    stable: bool = True


def answer(site: Site, request: Request) -> Answer:
    """Return what *site* says to *request*."""
    moved = _moved(site, request)
    if moved is not None:
        return Answer(301, "text/html", b"", {"Location": f"http://{site.host}{moved}"})
    if request.path == "/robots.txt":
        return Answer(200, "text/plain; charset=utf-8", lists.robots(site).encode())
    found = _list(site, request) or _article(site, request) or _page(site, request)
    return found or _not_found(site, request)


def quirk(site: Site, name: str, now: datetime) -> bool:
    """Say whether a quirk of the site holds at *now*."""
    value = site.quirks.get(name)
    if not value:
        return False
    start = value.get("from") if isinstance(value, dict) else value
    if isinstance(start, str) and "-W" in start:
        return now.astimezone(site.zone).date() >= monday(start)
    return True


def url_of(site: Site, post: Post, now: datetime) -> str:
    """Return where a post is at *now*."""
    path = site.path_of(post)
    if quirk(site, "moved_urls", now):
        path = _new_path(site, path, post) or path
    return f"http://{site.host}{path}"


def published(site: Site, now: datetime) -> list[Post]:
    """Return what is out at *now*, the newest first."""
    out = [post for post in site.posts if post.published <= now]
    return sorted(out, key=lambda post: (post.published, post.id), reverse=True)


def _new_path(site: Site, path: str, post: Post) -> str | None:
    if path.startswith("/newsroom/") and site.host == "brackwater.example":
        return f"/news/{post.published.year}/{post.slug}"
    if path.startswith("/2026/06/"):
        return f"/archive{path}"
    return None


def _moved(site: Site, request: Request) -> str | None:
    if quirk(site, "moved_careers", request.now) and request.path.startswith("/careers"):
        query = f"?{request.query}" if request.query else ""
        return request.path.replace("/careers", "/jobs", 1) + query
    if not quirk(site, "moved_urls", request.now):
        return None
    for post in site.posts:
        if site.path_of(post) == request.path and post.published <= request.now:
            return _new_path(site, request.path, post)
    return None


def _list(site: Site, request: Request) -> Answer | None:
    posts = published(site, request.now)
    entries = [lists.Entry(post, url_of(site, post, request.now)) for post in posts]
    if request.path == site.lists.get("feed"):
        form = lists.atom if "atom" in site.lists["format"] else lists.rss
        return Answer(200, "application/xml", form(site, entries[:_FEED_LENGTH]))
    if "sitemap" in site.lists and request.path.startswith("/sitemap"):
        body = lists.sitemap(site, entries, request.path)
        return Answer(200, "application/xml", body) if body else None
    start = site.lists.get("listing")
    page = lists.page_number(start, request.path, request.query) if start else None
    if page is None:
        return None
    size = site.lists.get("per_page", 200)
    shown = entries[(page - 1) * size : page * size]
    if not shown and page > 1:
        return None
    onward = lists.page_path(str(start), page + 1) if len(entries) > page * size else None
    return _html(site, request, "list", entries=shown, onward=onward, page=page)


def _article(site: Site, request: Request) -> Answer | None:
    for post in published(site, request.now):
        if url_of(site, post, request.now) != f"http://{site.host}{request.path}":
            continue
        if _deleted(site, request):
            return _soft_404(site, request)
        others = [one for one in published(site, request.now) if one.id != post.id][:6]
        related = [lists.Entry(one, url_of(site, one, request.now)) for one in others]
        return _html(site, request, "article", post=post, related=related, about=_about(post))
    return None


def _page(site: Site, request: Request) -> Answer | None:
    if _deleted(site, request):
        return _soft_404(site, request)
    careers = site.pages.get("jobs")
    if careers and quirk(site, "moved_careers", request.now):
        careers = "/jobs"
    if careers and request.path.startswith(careers):
        return _job_page(site, request, careers)
    for name in ("offer", "people", "product"):
        if request.path != site.pages.get(name):
            continue
        local = request.now.astimezone(site.zone)
        given = getattr(pages, name)(site.company, local)
        if given is None or not _appeared(site, request):
            return None
        return _html(site, request, name, given=given)
    return None


def _job_page(site: Site, request: Request, start: str) -> Answer | None:
    vacancies = pages.jobs(site.company, request.now.astimezone(site.zone))
    page = lists.page_number(start, request.path, request.query)
    if page is not None:
        size = 6
        onward = lists.page_path(start, page + 1) if len(vacancies) > page * size else None
        shown = vacancies[(page - 1) * size : page * size]
        return _html(site, request, "jobs", jobs=shown, start=start, onward=onward)
    wanted = request.path.rstrip("/").rsplit("/", 1)[-1].removesuffix(".html")
    for job in vacancies:
        if job["id"] == wanted:
            return _html(site, request, "job", job=job)
    return None


def _appeared(site: Site, request: Request) -> bool:
    value = site.quirks.get("product_page_appears")
    if not isinstance(value, dict) or value.get("path") != request.path or "from" not in value:
        return True
    return quirk(site, "product_page_appears", request.now)


def _deleted(site: Site, request: Request) -> bool:
    day = request.now.astimezone(site.zone).date()
    soft = site.quirks.get("soft_404")
    if isinstance(soft, dict) and request.path in soft.get("paths", ()):
        if "weeks" in soft:
            first, last = str(soft["weeks"]).split(" to ")
            return monday(first) <= day < monday(last) + timedelta(days=7)
        return quirk(site, "soft_404", request.now)
    ends = site.quirks.get("product_page_ends")
    if isinstance(ends, dict) and ends["path"] == request.path:
        return quirk(site, "product_page_ends", request.now)
    return False


def _soft_404(site: Site, request: Request) -> Answer:
    return _html(site, request, "gone")


def _not_found(site: Site, request: Request) -> Answer:
    found = _html(site, request, "gone")
    return Answer(404, found.content_type, found.body)


def _about(post: Post) -> str:
    """Return the company boilerplate under press releases and their reprints."""
    if post.form not in {"press-release", "reprint"} or post.company is None:
        return ""
    texts = load(FOLDER / "market" / "about.yaml")
    return str(texts.get(post.company, {}).get(post.language, ""))


@cache
def _templates() -> Environment:
    environment = Environment(
        loader=FileSystemLoader(FOLDER / "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters["relative"] = lists.relative_zh
    return environment


def _html(site: Site, request: Request, name: str, **given: Any) -> Answer:
    short = site.host.removesuffix(".example")
    template = _templates().select_template([f"{short}/{name}.html", f"common/{name}.html"])
    changing = {"rotating_ads", "changing_counter", "rotating_quote"} & site.quirks.keys()
    text = template.render(
        site=site,
        now=request.now.astimezone(site.zone),
        load=request.load,
        cookie_banner=quirk(site, "cookie_banner", request.now),
        json_ld=quirk(site, "json_ld_article", request.now),
        rebuilt=quirk(site, "page_rebuilt", request.now),
        ads=pages.ads(site.language, request.load),
        **given,
    )
    encoding = site.encoding_of("offer" if name == "offer" else "articles")
    quiet = encoding != "utf-8"  # these servers never say which encoding they use
    return Answer(
        200,
        "text/html" if quiet else "text/html; charset=utf-8",
        text.encode(encoding, errors="xmlcharrefreplace"),
        stable=not changing,
    )
