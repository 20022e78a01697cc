"""Job boards that answer in JSON or XML: which vacancies lie elsewhere, and where the list goes on."""

import json
import re
from collections import Counter
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any
from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

from lxml import etree, html

from crawlers.links.found import Found, Link, absolute, squeeze
from crawlers.links.onward import PAGE_PARAMETERS
from crawlers.links.xmltree import parse
from crawlers.readers import boards
from crawlers.readers.made import Input, at
from schemas.harvest import Hint
from text.encoding import decode

# Links carry no dates, so that the present does not matter here.
_ANY_TIME = datetime(2999, 1, 1, tzinfo=UTC)
# What boards answer with at most where the request names no limit.
_PAGE = 100
# Vacancies in one folder that are more than chance.
_SIBLINGS = 2
_DIGIT = re.compile(r"\d")
_WORKDAY = re.compile(r"/wday/cxs/[^/]+/[^/]+/jobs/?$")
_WORKDAY_PAGE = 20  # it answers 400 for more


def read(body: bytes, base: str) -> Found | None:
    """Return the links of a board's list, None where *body* is no list of a known shape.

    Vacancies that the list itself describes are no links: they are read from the stored list.
    """
    given = Input(body, base, _ANY_TIME, kind="job", listing=True)
    data: Any = None
    if body[:64].lstrip(b"\xef\xbb\xbf \t\r\n")[:1] in {b"{", b"["}:
        try:
            data = json.loads(body.decode("utf-8-sig"))
        except (ValueError, RecursionError):
            return None
        reading = boards.read_json(data, given)
    else:
        root = parse(body)
        reading = None if root is None else boards.read_xml(root, given)
    if reading is None or reading.listed is None:
        return None
    told = {document.url for document in reading.documents}
    links = tuple(Link(one, Hint(origin="listing")) for one in reading.listed if one not in told)
    return Found("postings", links, _onward(data, base, len(reading.listed)))


def complete(found: Found, body: bytes, base: str, content_type: str = "") -> Found:
    """Return *found* with the vacancies beside those found: positions are short words at times.

    A link belongs to them when its address lies in the folder that several of them lie in and ends
    in the same way: with a number where all of theirs do. Links to other pages of the list are none.
    """
    known = {one.url: one for one in found.documents}
    folders = Counter(url.rpartition("/")[0] for url in known)
    usual = {one for one, count in folders.items() if count >= _SIBLINGS}
    if not usual:
        return found
    numbered = all(_DIGIT.search(url.rpartition("/")[2]) for url in known)
    listed: dict[str, Link] = {}
    for url, title in _anchors(body, base, content_type):
        if url in found.onward or _is_page_of(base, url):
            continue
        folder, _, last = url.rpartition("/")
        fits = folder in usual and last and (not numbered or _DIGIT.search(last))
        if url in known:
            listed.setdefault(url, known[url])
        elif fits and title:
            listed.setdefault(url, Link(url, Hint(title=title, origin="listing")))
    return found._replace(
        documents=(*listed.values(), *(known[u] for u in known if u not in listed))
    )


def _anchors(body: bytes, base: str, content_type: str) -> Iterator[tuple[str, str]]:
    text = decode(body, content_type).text.replace("\x00", "")
    try:
        root: Any = html.document_fromstring(text.encode("utf-8", "replace"), parser=html.HTMLParser(encoding="utf-8"))  # fmt: skip
    except (etree.LxmlError, ValueError, AssertionError):
        return
    for anchor in root.iter("a"):
        url = absolute(base, anchor.get("href", ""))
        if url.startswith(("http://", "https://")) and url != base:
            yield url, squeeze(anchor.text_content(), 300) or ""


def _is_page_of(base: str, url: str) -> bool:
    """Say whether *url* is another part of the list at *base*: ``?page=3``."""
    one, other = urlsplit(base), urlsplit(url)
    names = {name.lower() for name, _ in parse_qsl(other.query, keep_blank_values=True)}
    return one[:3] == other[:3] and bool(names & PAGE_PARAMETERS)


def question(url: str) -> bytes | None:
    """Return what is posted to a list of Workday's (``…/wday/cxs/TENANT/SITE/jobs``); None for others.

    The part of the list is in the address, so that each has its own: ``?offset=20``.
    """
    parts = urlsplit(url)
    if not _WORKDAY.search(parts.path):
        return None
    start = dict(parse_qsl(parts.query)).get("offset", "0")
    offset = int(start) if start.isdigit() else 0
    asked = {"appliedFacets": {}, "limit": _WORKDAY_PAGE, "offset": offset, "searchText": ""}
    return json.dumps(asked).encode()


def _onward(data: Any, base: str, count: int) -> tuple[str, ...]:
    """Return where the next part of a list is; empty after the last one."""
    if not count:
        return ()
    total = at(data, "totalFound")
    if isinstance(total, int) and isinstance(at(data, "offset"), int):  # SmartRecruiters
        following = at(data, "offset") + count
        return (_with(base, offset=following),) if following < total else ()
    if _WORKDAY.search(urlsplit(base).path) and count >= _WORKDAY_PAGE:
        begun = dict(parse_qsl(urlsplit(base).query)).get("offset", "0")
        return (_with(base, offset=(int(begun) if begun.isdigit() else 0) + count),)
    if isinstance(data, list) and re.search(r"[?&](?:limit|skip)=", base):  # Lever, asked in parts
        asked = dict(parse_qsl(urlsplit(base).query))
        limit = int(asked["limit"]) if asked.get("limit", "").isdigit() else _PAGE
        start = int(asked["skip"]) if asked.get("skip", "").isdigit() else 0
        return (_with(base, skip=start + count),) if count >= limit else ()
    return ()


def _with(url: str, **changed: int) -> str:
    parts = urlsplit(url)
    query = dict(parse_qsl(parts.query, keep_blank_values=True))
    query |= {name: str(value) for name, value in changed.items()}
    return urlunsplit(parts._replace(query=urlencode(query)))
