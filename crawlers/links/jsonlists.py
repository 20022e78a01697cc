"""Lists of entries inside JSON: endpoints behind "load more", and what pages carry for their scripts."""

import json
import re
from collections.abc import Iterator
from datetime import UTC, datetime
from itertools import islice
from typing import Any, NamedTuple

from lxml import html

from crawlers.links.entries import plain
from crawlers.links.found import Link, SameSite, absolute, squeeze
from schemas.harvest import Hint

# Names of fields, lower case, without separators; the likeliest first.
_URLS = ("url", "link", "href", "permalink", "articleurl", "detailurl", "jumpurl", "linkurl", "pageurl",
         "path", "uri", "canonicalurl", "weburl", "shareurl", "fullurl", "to")  # fmt: skip
_TITLES = ("title", "headline", "articletitle", "newstitle", "name", "subject", "heading", "text")
_DATES = ("publishedat", "publisheddate", "publishdate", "publishtime", "datepublished", "published",
          "pubdate", "pubtime", "releasedate", "releasetime", "displaydate", "date", "showtime",
          "createtime", "createdat", "created", "time", "updatedat")  # fmt: skip
_SUMMARIES = ("summary", "description", "excerpt", "abstract", "digest", "intro", "teaser", "dek")
_NEXT = ("nexturl", "nextpageurl", "nextpagelink", "nextlink", "next", "loadmoreurl", "more")
_NO_MORE = ("hasmore", "hasnext", "hasnextpage", "more")
# A list is one from this many entries on; menus are told from it by what their entries lack.
_LEAST = 2
_MOST_ENTRIES, _MOST_VALUES, _DEEPEST = 2000, 200_000, 30
_MOST_STATES = 50  # assignments of a script that may be the page's data
_STATE = re.compile(
    r"(?:window\.|self\.|var\s+|let\s+|const\s+)?_{0,2}[A-Z][A-Za-z_]{3,40}_{0,2}\s*=\s*(?=[{\[])"
)
_HTML = re.compile(r"<a\s[^<>]{0,500}href", re.IGNORECASE)
# Seconds and milliseconds since 1970 of the years 2001 to 2286.
_SECONDS = re.compile(r"^\d{10}$")
_MILLISECONDS = re.compile(r"^\d{13}$")

Node = dict[str, Any]


class JsonList(NamedTuple):
    """The entries found, markup found in their place, and where the list goes on (as written).

    *ended* is true where the answer says that nothing follows.
    """

    links: tuple[Link, ...] = ()
    fragments: tuple[str, ...] = ()
    onward: tuple[str, ...] = ()
    ended: bool = False


def load(text: str) -> Any:
    """Return the value of JSON text, None where it is none."""
    try:
        return json.loads(text)
    except (ValueError, RecursionError):
        return None


def embedded(root: html.HtmlElement) -> Iterator[Any]:
    """Yield the JSON that a page carries in its scripts (``__NEXT_DATA__``, ``__INITIAL_STATE__`` …)."""
    decoder = json.JSONDecoder()
    for script in root.iter("script"):
        text = (script.text or "").strip()
        kind = script.get("type", "").lower()
        if not text or "ld+json" in kind:
            continue
        if "json" in kind:
            yield load(text)
            continue
        for match in islice(_STATE.finditer(text[:2_000_000]), _MOST_STATES):
            try:
                yield decoder.raw_decode(text, match.end())[0]
            except (ValueError, RecursionError):
                continue
            break


def read(data: Any, base: str, same_site: SameSite) -> JsonList:
    """Return the best list of entries anywhere in *data*, or the markup that stands there instead."""
    best: list[Link] = []
    fragments: list[str] = []
    onward: list[str] = []
    ended = False
    points = 0.0
    for value in _walk(data):
        if isinstance(value, list):
            links = list(_entries(value, base, same_site))
            if len(links) >= _LEAST and (found := _points(links)) > points:
                best, points = links, found
        elif isinstance(value, dict):
            fragments += [
                one for one in value.values() if isinstance(one, str) and _HTML.search(one[:20_000])
            ]
            fields = _folded(value)
            onward += [str(fields[name]) for name in _NEXT if _is_address(fields.get(name))]
            ended = ended or any(fields.get(name) is False for name in _NO_MORE)
    return JsonList(tuple(best), tuple(fragments[:20]), tuple(onward[:3]), ended)


def _walk(data: Any) -> Iterator[Any]:
    """Yield every list and object inside *data*, the outer ones first, within bounds."""
    level = [data]
    seen = 0
    for _ in range(_DEEPEST):
        inner: list[Any] = []
        for value in level:
            seen += 1
            if seen > _MOST_VALUES:
                return
            if isinstance(value, list | dict):
                yield value
                inner += value if isinstance(value, list) else value.values()
        level = [one for one in inner if isinstance(one, list | dict)]


def _entries(rows: list[Any], base: str, same_site: SameSite) -> Iterator[Link]:
    for row in rows[:_MOST_ENTRIES]:
        if not isinstance(row, dict):
            continue
        # Headless systems wrap an entry: {"node": {…}}, {"fields": {…}, "link": {"url": …}}.
        fields = _flat(row)
        url = absolute(base, _first(fields, _URLS))
        title = squeeze(plain(_first(fields, _TITLES)), 300)
        if title and url.startswith(("http://", "https://")) and same_site(base, url):
            hint = Hint(
                title=title,
                published=_date(fields),
                origin="listing",
                summary=squeeze(plain(_first(fields, _SUMMARIES))),
            )
            yield Link(url.partition("#")[0], hint)


def _points(links: list[Link]) -> float:
    """Return how much a list looks like one of documents: dates, titles, addresses that differ."""
    different = len({one.url for one in links})
    dated = sum(one.hint.published is not None for one in links) / len(links)
    titled = sum(len(one.hint.title or "") >= 8 for one in links) / len(links)
    if dated < 0.5 and titled < 0.5:
        return 0.0
    return min(different, 20) * (0.2 + 2 * dated + titled)


def _flat(row: Node) -> Node:
    fields: Node = {}
    for name, value in _folded(row).items():
        fields.setdefault(name, value)
        if isinstance(value, dict):
            if "rendered" in value:  # as WordPress writes titles and texts
                fields[name] = value["rendered"]
                continue
            for inner, deep in _folded(value).items():
                fields.setdefault(inner, deep)
                if name == "node" and isinstance(deep, dict):
                    fields |= {
                        one: held for one, held in _folded(deep).items() if one not in fields
                    }
    return fields


def _folded(row: Node) -> Node:
    return {
        str(name).lower().replace("_", "").replace("-", ""): value for name, value in row.items()
    }


def _first(fields: Node, names: tuple[str, ...]) -> str:
    return next(
        (
            value.strip()
            for name in names
            if isinstance(value := fields.get(name), str) and value.strip()
        ),
        "",
    )


def _date(fields: Node) -> str | None:
    for name in _DATES:
        value = fields.get(name)
        if isinstance(value, bool) or not isinstance(value, str | int):
            continue
        written = str(value).strip()
        if _MILLISECONDS.match(written) or _SECONDS.match(written):
            seconds = int(written) / (1000 if len(written) == 13 else 1)
            return datetime.fromtimestamp(seconds, UTC).isoformat().replace("+00:00", "Z")
        if any(one.isdigit() for one in written) and len(written) >= 5:
            return written[:200]
    return None


def _is_address(value: Any) -> bool:
    return isinstance(value, str) and value.startswith(("http://", "https://", "/", "?"))
