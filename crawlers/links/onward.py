"""Where a list goes on: the next page, the next number, or what a "load more" button would load."""

import re
from collections.abc import Iterator
from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

from lxml import html

from crawlers.links.found import SameSite, absolute
from crawlers.links.labels import is_arrow, says_more, says_next, words_of

# Attributes that carry what a script would ask for, as pages do in November 2026.
_LOADS = (
    "hx-get", "data-hx-get", "data-next-url", "data-next-page-url", "data-next", "data-load-more-url",
    "data-loadmore-url", "data-ajax-url", "data-fetch-url", "data-endpoint", "data-api", "data-url",
    "data-href", "data-src", "data-more-url", "data-path",
)  # fmt: skip
_LOADING_CLASS = re.compile(
    r"load-?_?more|show-?_?more|more-?_?(?:btn|button)|infinite|btn-?_?more", re.IGNORECASE
)
# The number that such a button keeps beside its address, and the parameter that it stands for.
_COUNTERS = {
    "data-next-page": "page", "data-page": "page", "data-paged": "paged", "data-offset": "offset",
    "data-next-offset": "offset", "data-start": "start", "data-cursor": "cursor",
}  # fmt: skip
_NUMBER = re.compile(r"^\d{1,4}$")
_CURRENT = re.compile(
    r"(?:^|[\s_-])(?:active|current|cur|on|selected|now|this|sel)(?:$|[\s_-])", re.IGNORECASE
)
PAGE_PARAMETERS = frozenset(
    {"page", "p", "pg", "paged", "pageno", "pagenum", "pageindex", "page_no", "pn", "seite", "curpage",
     "currentpage", "offset", "start", "from", "skip"}
)  # fmt: skip
_OFFSETS = frozenset({"offset", "start", "from", "skip"})
_PAGE_PATH = re.compile(
    r"(?:/page/|/seite/|/p/|[_-](?:page[_-]?)?)(\d{1,4})(?=/?(?:\.\w{2,5})?$)", re.IGNORECASE
)


def onward(root: html.HtmlElement, base: str, same_site: SameSite) -> Iterator[str]:
    """Yield the address where the list goes on, the surest first; at most one is meant."""
    for href in _hrefs(root, base):
        url = absolute(base, href)
        if url.startswith(("http://", "https://")) and url != base and same_site(base, url):
            yield url


def _hrefs(root: html.HtmlElement, base: str) -> Iterator[str]:
    anchors = list(root.iter("a"))
    yield from (one.get("href", "") for one in root.iter("link", "a") if _is_rel_next(one))
    yield from _loads(root)
    for says in (says_next, says_more, is_arrow):
        yield from (one.get("href", "") for one in anchors if says(one))
    yield from _next_number(anchors, base)


def _is_rel_next(element: html.HtmlElement) -> bool:
    return "next" in element.get("rel", "").lower().split()


def _loads(root: html.HtmlElement) -> Iterator[str]:
    """Yield what buttons would load."""
    for element in root.iter("a", "button", "div", "span", "input", "li", "section", "turbo-frame"):
        stated = next((element.get(name) for name in _LOADS if element.get(name)), None)
        if stated is None:
            continue
        names = f"{element.get('class', '')[:200]} {element.get('id', '')[:200]}"
        if says_more(element) or says_next(element) or _LOADING_CLASS.search(names):
            yield _counted(stated, element)


def _counted(url: str, element: html.HtmlElement) -> str:
    """Return *url* with the number of the next part, where the button keeps it beside."""
    for name, parameter in _COUNTERS.items():
        value = element.get(name, "")
        if not value or len(value) > 200:
            continue
        for gap in ("{page}", "{offset}", "%7Bpage%7D", "__page__", "{{page}}"):
            if gap in url:
                return url.replace(gap, value)
        if f"{parameter}=" not in url:
            return f"{url}{'&' if '?' in url else '?'}{urlencode({parameter: value})}"
    return url


def _next_number(anchors: list[html.HtmlElement], base: str) -> Iterator[str]:
    """Yield the link to the number after the page's own."""
    numbered = {
        int(words): one.get("href", "")
        for one in reversed(anchors)
        if one.get("href") and _NUMBER.match(words := words_of(one))
    }
    wanted = (_current(anchors) or page_number(base) or 1) + 1
    if wanted in numbered and _counts(numbered[wanted], wanted):
        yield numbered[wanted]


def _current(anchors: list[html.HtmlElement]) -> int | None:
    """Return the number that the pager shows as the current one."""
    parents = {one.getparent() for one in anchors if _NUMBER.match(words_of(one))}
    holders = parents | {one.getparent() for one in parents if one is not None}
    for holder in holders:
        for one in holder if holder is not None and len(holder) < 60 else ():
            words = words_of(one)
            if not _NUMBER.match(words):
                continue
            marked = one.get("aria-current") or _CURRENT.search(one.get("class", ""))
            if marked or (one.tag in {"b", "strong", "em", "span"} and not list(one.iter("a"))):
                return int(words)
    return None


def _counts(href: str, number: int) -> bool:
    """Say whether an address holds the number that its link shows, or one that counts with it."""
    found = {int(one) for one in re.findall(r"\d{1,6}", href.rpartition("//")[2])}
    return bool(found & {number, number - 1}) or any(
        one and one % (number - 1) == 0 for one in found if number > 1
    )


def page_number(url: str) -> int | None:
    """Return the number of the page that an address says it is."""
    parts = urlsplit(url)
    for name, value in parse_qsl(parts.query):
        if name.lower() in PAGE_PARAMETERS - _OFFSETS and _NUMBER.match(value):
            return int(value)
    match = _PAGE_PATH.search(parts.path)
    return int(match[1]) if match else None


def following(url: str, step: int) -> str | None:
    """Return the address of the part after *url*, where its parameters count; else None.

    *step* is the number of entries of this part, for addresses that count entries.
    """
    parts = urlsplit(url)
    pairs = parse_qsl(parts.query, keep_blank_values=True)
    for number, (name, value) in enumerate(pairs):
        if name.lower() in PAGE_PARAMETERS and value.isdecimal() and len(value) < 7:
            by = step if name.lower() in _OFFSETS else 1
            pairs[number] = (name, str(int(value) + by))
            return urlunsplit(parts._replace(query=urlencode(pairs))) if by > 0 else None
    return None
