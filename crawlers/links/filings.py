"""Lists of filings in JSON and EDGAR's Atom: links to the papers, with what the list says of them."""

import json
import re
from typing import Any
from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

from crawlers.links.found import Found, Link
from crawlers.links.xmltree import parse
from crawlers.readers import filings
from crawlers.readers.filings import Listed
from crawlers.readers.made import at
from schemas.harvest import Hint


def read(body: bytes, base: str) -> Found | None:
    """Return the papers of a list, None where *body* is no list of a known shape."""
    data: Any = None
    if body[:64].lstrip(b"\xef\xbb\xbf \t\r\n")[:1] in {b"{", b"["}:
        try:
            data = json.loads(body.decode("utf-8-sig"))
        except (ValueError, RecursionError):
            return None
        rows = filings.listed(data, base)
    else:
        root = parse(body)
        rows = None if root is None else filings.entries(root, base)
    if rows is None:
        return None
    links = tuple(Link(row.url, _hint(row)) for row in rows)
    return Found("filings", links, _onward(data, base, len(rows)))


def _hint(row: Listed) -> Hint:
    return Hint(
        title=row.title[:500] or None,
        published=row.published or None,
        origin="listing",
        facts=row.facts,
    )


def _onward(data: Any, base: str, count: int) -> tuple[str, ...]:
    """Return the next page of a list asked for by number (``pageNum=1``) that has more."""
    if not count or at(data, "hasMore") is False:
        return ()
    match = re.search(r"[?&](pageNum|pageNo|page|currentPage)=(\d{1,4})(?:&|$)", base)
    more = at(data, "hasMore") is True
    pages = at(data, "totalpages") or at(data, "pageHelp", "pageCount")
    if match and (more or (isinstance(pages, int) and int(match[2]) < pages)):
        parts = urlsplit(base)
        query = dict(parse_qsl(parts.query, keep_blank_values=True))
        query[match[1]] = str(int(match[2]) + 1)
        return (urlunsplit(parts._replace(query=urlencode(query))),)
    return ()
