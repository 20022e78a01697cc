"""Lists of reviews: a store's feed holds the reviews themselves and says where it goes on."""

import json
from datetime import UTC, datetime
from typing import Any

from crawlers.links.found import Found, absolute
from crawlers.links.xmltree import parse
from crawlers.readers import apps
from crawlers.readers.made import Input, at, rows_at, text_at

# Links carry no dates, so that the present does not matter here.
_ANY_TIME = datetime(2999, 1, 1, tzinfo=UTC)


def read(body: bytes, base: str) -> Found | None:
    """Return where a store's list of reviews goes on; None where *body* is no such list."""
    given = Input(body, base, _ANY_TIME, kind="review", listing=True)
    if body[:64].lstrip(b"\xef\xbb\xbf \t\r\n")[:1] in {b"{", b"["}:
        try:
            data: Any = json.loads(body.decode("utf-8-sig"))
        except (ValueError, RecursionError):
            return None
        if apps.read_json(data, given) is None:
            return None
        links = [(text_at(at(one, "attributes"), "rel"), text_at(at(one, "attributes"), "href")) for one in rows_at(data, "feed", "link")]  # fmt: skip
    else:
        root = parse(body)
        if root is None or apps.read_xml(root, given) is None:
            return None
        links = [(one.get("rel", ""), one.get("href", "")) for one in root.iterfind("{*}link")]
    following = [absolute(base, href) for rel, href in links if rel == "next" and href]
    return Found("reviews", (), tuple(one for one in following[:1] if one and one != base))
