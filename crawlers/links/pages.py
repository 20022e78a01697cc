"""HTML lists of links: news rooms, press pages, job boards, whatever page leads to documents.

With an analyst's CSS selector the selected links are taken. Without one, links are grouped by
where they stand; the groups that look like a list of articles (titles for link text, addresses
that end in a slug, a number or a date, dates beside them) are taken, navigation is not.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple
from urllib.parse import urlsplit

from cssselect import SelectorError
from lxml import etree, html

from crawlers.links.found import Found, Link, SameSite, absolute, squeeze
from crawlers.links.neardate import date_near, has_date
from schemas.errors import SourceBrokenError
from schemas.harvest import Hint
from text.encoding import decode

_FURNITURE = {"nav", "header", "footer", "aside", "form", "menu", "dialog"}
_FURNITURE_CLASS = re.compile(
    r"(?:^|[-_\s])(?:nav\w*|menu|footer|header|sidebar|side|breadcrumbs?|crumbs?|cookies?|consent|share"
    r"|social|tags?|pagination|pager|pages|login|lang\w*|copyright|friend-?links?|related|hot|rank\w*)"
    r"(?:$|[-_\s])",
    re.IGNORECASE,
)
_HAN = re.compile(r"[\u3400-\u9fff]")
_SLUG = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+){2,}", re.IGNORECASE)
_DATED = re.compile(r"(?:19|20)\d{2}[-/_]?(?:0?[1-9]|1[0-2])(?:[-/_]?\d{1,2})?")
_NUMBERED = re.compile(r"\d{3,}")
_FILE = re.compile(r"\.(?:s?html?|php|aspx?|jsp)$", re.IGNORECASE)
_NOT_PAGES = re.compile(
    r"\.(?:jpe?g|png|gif|svg|webp|ico|css|js|mp[34]|zip|rar|gz|exe|dmg|xml|rss|json)$",
    re.IGNORECASE,
)
_ONWARD_WORDS = re.compile(
    r"^[\s›»>→]*(?:下一?[页頁]|后一?页|后页|next(?: page)?|older(?: posts| entries| news| items)?"
    r"|more results|次へ)[\s›»>→]*$",
    re.IGNORECASE,
)
_ARROWS = re.compile(r"^[\s›»→>]+$")
# Characters of link text below which it is a label, not a title.
_LATIN_TITLE, _HAN_TITLE = 12, 6
# Links in one folder of a site that are more than chance.
_SIBLINGS = 3
# A group of links is a list of documents from this average on; see _looks for the points.
_LIST_SCORE = 2.0
# A tree deeper than this is an attack on recursive code; the parser itself stops there too.
_PATH_DEPTH = 5


class _Candidate(NamedTuple):
    element: html.HtmlElement
    url: str
    title: str
    group: str
    score: float


def read(
    body: bytes,
    base: str,
    same_site: SameSite,
    *,
    content_type: str | None = None,
    follow: str | None = None,
    next_page: str | None = None,
) -> Found:
    """Return the documents a page lists and where the list goes on.

    Raises SourceBrokenError for a selector that is no CSS.
    """
    root = _tree(body, content_type)
    if root is None:
        return Found("unknown")
    base = absolute(base, _base_of(root)) or base
    if follow:
        documents = tuple(_selected(root, base, follow))
    else:
        documents = tuple(_guessed(root, base, same_site))
    return Found("html", documents, tuple(_onward(root, base, same_site, next_page)))


def feeds_of(body: bytes, base: str, content_type: str | None = None) -> tuple[str, ...]:
    """Return the feeds that a page announces (``<link rel=alternate>``)."""
    root = _tree(body, content_type)
    if root is None:
        return ()
    return tuple(
        absolute(base, link.get("href", ""))
        for link in root.iter("link")
        if "alternate" in link.get("rel", "").lower().split()
        and re.search(r"rss|atom|feed\+json", link.get("type", "").lower())
        and link.get("href")
    )


def _tree(body: bytes, content_type: str | None) -> html.HtmlElement | None:
    text = decode(body, content_type).text
    # lxml refuses a str that declares an encoding, and NUL ends its input.
    text = re.sub(r"^\s*<\?xml[^>]*\?>", "", text[:500]) + text[500:]
    try:
        root = html.document_fromstring(text.replace("\x00", ""), ensure_head_body=False)
    except (etree.ParserError, etree.XMLSyntaxError, ValueError):
        return None
    return root if isinstance(root, html.HtmlElement) else None


def _base_of(root: html.HtmlElement) -> str:
    return next((one.get("href", "") for one in root.iter("base")), "")


def _select(root: html.HtmlElement, selector: str) -> list[html.HtmlElement]:
    try:
        return list(root.cssselect(selector))
    except (SelectorError, etree.XPathError) as error:
        raise SourceBrokenError(
            f"{selector!r} is no CSS selector: {error}", remedy="Correct follow or next_page"
        ) from error


def _selected(root: html.HtmlElement, base: str, selector: str) -> Iterator[Link]:
    chosen = _select(root, selector)
    anchors = [link for element in chosen for link in _anchors(element)]
    marked = set(anchors)
    seen: set[str] = set()
    for anchor in anchors:
        url = absolute(base, anchor.get("href", ""))
        if url and url not in seen:
            seen.add(url)
            yield Link(url, _hint(anchor, marked))


def _anchors(element: html.HtmlElement) -> Iterator[html.HtmlElement]:
    if element.tag == "a":
        yield element
    else:
        first = next((one for one in element.iter("a") if one.get("href")), None)
        if first is not None:
            yield first


def _guessed(root: html.HtmlElement, base: str, same_site: SameSite) -> Iterator[Link]:
    groups: defaultdict[str, list[_Candidate]] = defaultdict(list)
    for candidate in _candidates(root, base, same_site):
        groups[candidate.group].append(candidate)
    chosen = [group for group in groups.values() if _mean(group) >= _LIST_SCORE]
    marked = {one.element for group in chosen for one in group}
    order = {one.element: number for number, one in enumerate(_flat(groups.values()))}
    seen: set[str] = set()
    for one in sorted(_flat(chosen), key=lambda candidate: order[candidate.element]):
        if one.url not in seen and one.score > 0:
            seen.add(one.url)
            yield Link(one.url, _hint(one.element, marked))


def _flat(groups: Iterable[Sequence[_Candidate]]) -> list[_Candidate]:
    return [one for group in groups for one in group]


def _mean(group: Sequence[_Candidate]) -> float:
    """Return the points of a group: its links' average, and one if they are siblings in a folder."""
    folders = Counter(one.url.rpartition("/")[0] for one in group)
    siblings = len(group) >= _SIBLINGS and max(folders.values()) >= 0.8 * len(group)
    return sum(one.score for one in group) / len(group) + (1.0 if siblings else 0.0)


def _candidates(root: html.HtmlElement, base: str, same_site: SameSite) -> Iterator[_Candidate]:
    here = base.rstrip("/")
    for anchor in root.iter("a"):
        url = absolute(base, anchor.get("href", ""))
        if not url.startswith(("http://", "https://")) or url.rstrip("/") == here:
            continue
        if not same_site(base, url) or _NOT_PAGES.search(urlsplit(url).path):
            continue
        if _in_furniture(anchor) or _leads_on(anchor):
            continue
        title = _title(anchor)
        if title:
            yield _Candidate(anchor, url, title, _group(anchor), _looks(anchor, url, title))


def _looks(anchor: html.HtmlElement, url: str, title: str) -> float:
    """Return points for looking like a link to a document: title, address, date, heading."""
    path = urlsplit(url).path
    last = path.rstrip("/").rpartition("/")[2]
    points = 0.0
    points += _title_points(title)
    points += 1.0 if _SLUG.search(last) or _NUMBERED.search(last) else 0.0
    points += 1.0 if _DATED.search(path) else 0.0
    points += 0.5 if _FILE.search(last) else 0.0
    points += 1.0 if has_date(_row_text(anchor)) else 0.0
    points += 0.5 if _in_heading(anchor) else 0.0
    return points


def _title_points(title: str) -> float:
    """Return 1 for a title, 0 for what may be the name of a post, -1 for a label."""
    han = len(_HAN.findall(title))
    if len(title) >= _LATIN_TITLE or han >= _HAN_TITLE:
        return 1.0
    return 0.0 if len(title) >= _LATIN_TITLE // 2 or han >= _HAN_TITLE // 2 else -1.0


def _in_heading(anchor: html.HtmlElement) -> bool:
    around = [anchor.getparent(), *anchor]
    return any(one is not None and one.tag in {"h1", "h2", "h3", "h4"} for one in around)


def _in_furniture(anchor: html.HtmlElement) -> bool:
    for one in (anchor, *anchor.iterancestors()):
        if one.tag in {"main", "article", "body"}:
            return False
        names = f"{one.get('class', '')} {one.get('id', '')} {one.get('role', '')}"
        if one.tag in _FURNITURE or _FURNITURE_CLASS.search(names):
            return True
    return False


def _group(anchor: html.HtmlElement) -> str:
    """Return where a link stands: tags and first classes of the elements around it."""
    chain = [anchor, *anchor.iterancestors()][:_PATH_DEPTH]
    return ">".join(f"{one.tag}.{(one.get('class') or '').split(' ')[0]}" for one in chain)


def _title(anchor: html.HtmlElement) -> str:
    inside = next((one for one in anchor.iter("h1", "h2", "h3", "h4", "h5")), None)
    shown = squeeze(" ".join((anchor if inside is None else inside).itertext()), 300)
    return shown or squeeze(anchor.get("title"), 300) or ""


def _hint(anchor: html.HtmlElement, marked: set[html.HtmlElement]) -> Hint:
    row = _row(anchor, marked)
    title = _title(anchor)
    # A teaser link has the full title in its attribute where the text was cut with dots.
    full = squeeze(anchor.get("title"), 300)
    if full and title.endswith(("…", "...")):
        title = full
    return Hint(title=title or None, published=date_near(row, title), origin="listing")


def _row(anchor: html.HtmlElement, marked: set[html.HtmlElement]) -> html.HtmlElement:
    """Return the largest element around *anchor* that holds no other link of the list."""
    row = anchor
    for parent in anchor.iterancestors():
        if parent.tag in {"body", "html", "main"} or _others(parent, anchor, marked):
            break
        row = parent
    return row


def _others(
    parent: html.HtmlElement, anchor: html.HtmlElement, marked: set[html.HtmlElement]
) -> bool:
    own = anchor.get("href")
    return any(one in marked and one.get("href") != own for one in parent.iter("a"))


def _row_text(anchor: html.HtmlElement) -> str:
    """Return the text of the link and its nearest surroundings, a bounded part of it."""
    row = anchor
    for parent in list(anchor.iterancestors())[:3]:
        if parent.tag in {"body", "main", "ul", "ol", "table", "tbody"}:
            break
        if sum(1 for _ in zip(range(3), parent.iter("a"), strict=False)) > 2:
            break
        row = parent
    return " ".join(row.itertext())[:600]


def _leads_on(anchor: html.HtmlElement) -> bool:
    words = squeeze(" ".join(anchor.itertext()), 60) or ""
    return "next" in anchor.get("rel", "").lower().split() or bool(_ONWARD_WORDS.match(words))


def _onward(
    root: html.HtmlElement, base: str, same_site: SameSite, selector: str | None
) -> Iterator[str]:
    """Yield the first address where the list goes on, if any."""
    if selector:
        found = [one for element in _select(root, selector) for one in _anchors(element)]
    else:
        found = [one for one in root.iter("link", "a") if _is_rel_next(one)]
        found += [one for one in root.iter("a") if _leads_on(one)]
        found += [one for one in root.iter("a") if _is_arrow(one)]
    for one in found:
        url = absolute(base, one.get("href", ""))
        if url.startswith(("http://", "https://")) and url != base and same_site(base, url):
            yield url
            return


def _is_rel_next(element: html.HtmlElement) -> bool:
    return "next" in element.get("rel", "").lower().split()


def _is_arrow(anchor: html.HtmlElement) -> bool:
    return bool(_ARROWS.match("".join(anchor.itertext()) or "-"))
