"""Which links of a page are its list: judged by groups of links that stand in the same place.

Each link gets points for looking like one to a document (a title, a slug, a date in its row), a
group those of its links and of its regularity. Groups with dates win over groups without; what
lies in the folder of a winning group belongs to it.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from itertools import islice
from typing import NamedTuple
from urllib.parse import urlsplit

from lxml import html

from crawlers.links.found import SameSite, absolute, squeeze
from crawlers.links.labels import is_label, is_listing_address, leads_on, title_points
from crawlers.links.neardate import has_date, is_date, row_words

_FURNITURE = frozenset({"nav", "header", "footer", "aside", "form", "menu", "dialog"})
_FURNITURE_CLASS = re.compile(
    r"(?:^|[-_\s])(?:nav\w*|\w*menu|footer|header|\w*sidebar|(?:right|left|side)[-_]?(?:bar|col\w*)|side"
    r"|breadcrumbs?|crumbs?|cookies?|consent|share|social|tags?|pagination|pager|pages|login|lang\w*"
    r"|copyright|friend-?links?|related|popular|trending|hot|rank\w*)(?:$|[-_\s])",
    re.IGNORECASE,
)
_HEAD_CLASS = re.compile(r"(?:^|[-_\s])header(?:$|[-_\s])", re.IGNORECASE)
_SLUG = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+){2,}", re.IGNORECASE)
_DATED = re.compile(r"(?:19|20)\d{2}[-/_]?(?:0?[1-9]|1[0-2])(?:[-/_]?\d{1,2})?")
_NUMBERED = re.compile(r"\d{3,}")
_FILE = re.compile(r"\.(?:s?html?|php|aspx?|jsp|pdf)$", re.IGNORECASE)
_NOT_PAGES = re.compile(
    r"\.(?:jpe?g|png|gif|svg|webp|ico|css|js|mp[34]|zip|rar|gz|exe|dmg|xml|rss|json)$",
    re.IGNORECASE,
)
_NO_ROWS = frozenset({"body", "html", "main", "ul", "ol", "table", "dl"})
_HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})
# Links in one folder of a site that are more than chance.
_SIBLINGS = 3
# A group is a list of documents from this average on; see _looks and _group_points.
_LIST_SCORE = 2.0
# The nearest elements decide where a link stands; rows are not higher than this above their link.
_PATH_DEPTH, _ROW_DEPTH = 5, 8
# A page of more links is a site map or an attack; the first ones are looked at.
_MOST_LINKS, _MOST_ANCHORS = 5000, 50_000
# An element with more links than this is no row of a list.
_MOST_IN_ROW = 12


class Candidate(NamedTuple):
    """A link that may lead to a document, with the row it stands in and its points."""

    element: html.HtmlElement
    row: html.HtmlElement
    url: str
    title: str
    folder: str
    score: float
    dated: bool


def choose(root: html.HtmlElement, base: str, same_site: SameSite) -> list[Candidate]:
    """Return the links to documents in the order of the page, one for each address."""
    anchors = _anchors(root, base, same_site)
    order = {anchor: number for number, (anchor, _) in enumerate(anchors)}
    total: Counter[html.HtmlElement] = Counter()
    for anchor, _ in anchors:
        total.update(islice(anchor.iterancestors(), _ROW_DEPTH))
    whole = [_candidates(group, total) for group in _groups(anchors)]
    groups = [part for group in whole if group for part in _parted(group)]
    chosen = _chosen(groups)
    best: dict[str, Candidate] = {}
    first: dict[str, int] = {}
    for one in sorted(chosen, key=lambda candidate: order[candidate.element]):
        first.setdefault(one.url, order[one.element])
        if one.url not in best or one.score > best[one.url].score:
            best[one.url] = one
    return sorted(best.values(), key=lambda candidate: first[candidate.url])


def _anchors(
    root: html.HtmlElement, base: str, same_site: SameSite
) -> list[tuple[html.HtmlElement, str]]:
    here = base.partition("#")[0].rstrip("/")
    kept: list[tuple[html.HtmlElement, str]] = []
    beside: dict[html.HtmlElement | None, bool] = {}
    for anchor in islice(root.iter("a"), _MOST_ANCHORS):
        url = absolute(base, anchor.get("href", ""))
        if not url.startswith(("http://", "https://")) or url.rstrip("/") == here:
            continue
        if not same_site(base, url) or _NOT_PAGES.search(urlsplit(url).path):
            continue
        parent = anchor.getparent()
        if parent not in beside:
            beside[parent] = parent is not None and in_furniture(parent)
        furniture = beside[parent] or bool(_FURNITURE_CLASS.search(names_of(anchor)))
        if len(kept) < _MOST_LINKS and not furniture and not leads_on(anchor):
            kept.append((anchor, url))
    return kept


def _groups(
    anchors: list[tuple[html.HtmlElement, str]],
) -> Iterable[list[tuple[html.HtmlElement, str]]]:
    groups: defaultdict[str, list[tuple[html.HtmlElement, str]]] = defaultdict(list)
    for anchor, url in anchors:
        groups[_place(anchor)].append((anchor, url))
    return groups.values()


def _place(anchor: html.HtmlElement) -> str:
    """Return where a link stands: tags and first classes of the elements around it."""
    chain = [anchor, *islice(anchor.iterancestors(), _PATH_DEPTH - 1)]
    return ">".join(f"{one.tag}.{(one.get('class') or '')[:200].split(' ')[0]}" for one in chain)


def _candidates(
    group: list[tuple[html.HtmlElement, str]], total: Counter[html.HtmlElement]
) -> list[Candidate]:
    rows = _rows(group, total)
    said = Counter(shown(anchor) for anchor, _ in group)
    found: list[Candidate] = []
    for anchor, url in group:
        words = shown(anchor)
        row = rows[anchor]
        # "Read more" under every teaser: the teaser's own heading is the title.
        generic = is_label(words) or (said[words] >= _SIBLINGS and said[words] > len(group) / 2)
        title = _heading_of(row) if generic else words
        if title and not is_date(title):
            dated = has_date(row_words(row)[:600])
            points = _looks(anchor, url, title, dated=dated) - (0.5 if generic else 0.0)
            found.append(Candidate(anchor, row, url, title, folder_of(url), points, dated))
    return found


def _parted(group: list[Candidate]) -> list[list[Candidate]]:
    """Return a group by the elements that hold its rows, where these are lists of several kinds.

    Where neither classes nor elements tell a menu from a list, they stand in the same place.
    """
    parts: defaultdict[html.HtmlElement | None, list[Candidate]] = defaultdict(list)
    for one in group:
        parts[one.row.getparent()].append(one)
    if len(parts) == 1 or len(parts) > len(group) / 2:
        return [group]
    dated = {_is_dated(part) for part in parts.values()}
    if len(dated) == 1 and _group_points(group) >= _LIST_SCORE:
        return [group]
    return list(parts.values())


def _rows(
    group: list[tuple[html.HtmlElement, str]], total: Counter[html.HtmlElement]
) -> dict[html.HtmlElement, html.HtmlElement]:
    """Return for each link the largest element around it that holds no other link of the group."""
    holds: Counter[html.HtmlElement] = Counter()
    for anchor, _ in group:
        holds.update(islice(anchor.iterancestors(), _ROW_DEPTH))
    depth = _ROW_DEPTH if len(group) > 1 else 2
    rows: dict[html.HtmlElement, html.HtmlElement] = {}
    for anchor, _ in group:
        row = anchor
        for parent in islice(anchor.iterancestors(), depth):
            if holds[parent] > 1 or total[parent] > _MOST_IN_ROW or parent.tag in _NO_ROWS:
                break
            row = parent
        rows[anchor] = row
    return rows


def _looks(anchor: html.HtmlElement, url: str, title: str, *, dated: bool) -> float:
    """Return points for looking like a link to a document: title, address, date, heading."""
    path = urlsplit(url).path
    path = path[:500]
    last = path.rstrip("/").rpartition("/")[2][:200]
    points = title_points(title)
    points += 1.0 if _SLUG.search(last) or _NUMBERED.search(last) else 0.0
    points += 1.0 if _DATED.search(path) else 0.0
    points += 0.5 if _FILE.search(last) else 0.0
    points += 1.5 if dated else 0.0
    points += 0.5 if _in_heading(anchor) else 0.0
    points -= 2.0 if is_listing_address(url) else 0.0
    return points


def _in_heading(anchor: html.HtmlElement) -> bool:
    around = [anchor.getparent(), *anchor]
    return any(one is not None and one.tag in _HEADINGS for one in around)


def _group_points(group: list[Candidate]) -> float:
    """Return the average of a group's links, and one more if they are siblings in a folder."""
    folders = Counter(one.folder for one in group)
    siblings = len(group) >= _SIBLINGS and max(folders.values()) >= 0.8 * len(group)
    return sum(one.score for one in group) / len(group) + (1.0 if siblings else 0.0)


def _chosen(groups: list[list[Candidate]]) -> Iterator[Candidate]:
    lists = [group for group in groups if _group_points(group) >= _LIST_SCORE]
    lists = _foremost(sorted(lists, key=_group_points, reverse=True))
    if not lists:
        return
    dated = [group for group in lists if _is_dated(group)]
    # A single dated line is a date in a menu or a footer where there are whole lists.
    several = [group for group in dated if len(group) > 1] or dated
    kept = several or [max(lists, key=_weight)]
    folders = {folder for group in kept for folder in _main_folders(group)}
    inside = {one.row for group in kept if len(group) > 1 for one in group}
    taken = {one.element for group in kept for one in group}
    for group in kept:
        yield from (one for one in group if one.score > 0)
    # Beside a list with dates, what has none is another list of the same folder: the popular ones.
    strict = sum(len(group) for group in several) >= _SIBLINGS
    for one in (one for group in groups for one in group):
        alike = one.element not in taken and one.folder in folders and one.score >= 1.0
        fits = one.dated or _in_heading(one.element) or not strict
        if alike and fits and not _stands_in(one, inside):
            yield one


def _foremost(lists: list[list[Candidate]]) -> list[list[Candidate]]:
    """Return the groups without those that stand in the rows of a better one: authors, topics, more."""
    kept: list[list[Candidate]] = []
    rows: set[html.HtmlElement] = set()
    for group in lists:
        own = [one for one in group if not _stands_in(one, rows)]
        if len(own) > len(group) / 2:
            kept.append(own)
            if len(own) > 1:
                rows |= {one.row for one in own}
    return kept


def _stands_in(one: Candidate, rows: set[html.HtmlElement]) -> bool:
    return any(parent in rows for parent in islice(one.element.iterancestors(), _ROW_DEPTH))


def _is_dated(group: list[Candidate]) -> bool:
    return sum(one.dated for one in group) >= 0.5 * len(group)


def _weight(group: list[Candidate]) -> float:
    return _group_points(group) * min(len(group), 6)


def _main_folders(group: list[Candidate]) -> Iterator[str]:
    """Yield the folders in which the documents of a list lie; a top folder is everybody's."""
    for folder, number in Counter(one.folder for one in group).items():
        if number >= max(2, 0.3 * len(group)) and folder.rstrip("/").count("/") > 2:
            yield folder


def folder_of(url: str) -> str:
    """Return the folder of an address, numbers aside: what lists of one kind share."""
    parts = urlsplit(url)
    parent = parts.path.rstrip("/").rpartition("/")[0]
    if parts.query:
        parent = parts.path  # ?id=7: the page is told by its parameters
    keys = "&".join(sorted({one.partition("=")[0] for one in parts.query.split("&")}))
    return f"{parts.scheme}://{parts.netloc}{re.sub(r'[0-9]+', '#', parent)}?{keys}".rstrip("?")


def in_furniture(anchor: html.HtmlElement) -> bool:
    """Say whether a link stands in navigation, header, footer or beside the content."""
    chain = [anchor, *anchor.iterancestors()]
    ends = next((n for n, one in enumerate(chain) if one.tag in {"main", "article", "body"}), None)
    if ends is not None:
        chain = chain[: ends + 1]
        # The header of an article holds its title.
        allowed = _HEAD_CLASS if chain.pop().tag == "article" else None
    else:
        allowed = None
    for one in chain:
        names = names_of(one)
        if allowed and (one.tag == "header" or allowed.search(names)):
            continue
        if one.tag in _FURNITURE or _FURNITURE_CLASS.search(names):
            return True
    return False


def names_of(element: html.HtmlElement) -> str:
    """Return class, id and role of an element, as much of each as people write."""
    return " ".join(element.get(name, "")[:200] for name in ("class", "id", "role"))


def shown(anchor: html.HtmlElement) -> str:
    """Return the title of a link: its heading, else its text, else its ``title`` attribute."""
    inside = next((one for one in anchor.iter(*_HEADINGS)), None)
    parts = islice((anchor if inside is None else inside).itertext(), 50)
    words = squeeze(" ".join(str(part)[:400] for part in parts), 300)
    return words or squeeze(anchor.get("title"), 300) or ""


def _heading_of(row: html.HtmlElement) -> str:
    heading = next((one for one in row.iter(*_HEADINGS)), None)
    return "" if heading is None else squeeze(" ".join(heading.itertext()), 300) or ""
