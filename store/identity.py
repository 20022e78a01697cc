"""Which addresses are one document, and whether two readings of it say the same: pure."""

import json
from typing import Any

from schemas.addresses import plausible_canonical
from schemas.documents import Document, DocumentBase
from schemas.harvest import Snapshot
from schemas.ids import digest, identity_url

# How a document was read, not what it says: a reader never sees these change.
_NOT_CONTENT = {
    "url", "aliases", "links", "encoding", "provenance", "extractor", "published", "language",
    "boilerplate", "lead", "flags", "captions", "apply_url", "outlet",
}  # fmt: skip
_NOT_OF_A_PRICE = {"raw", "confidence"}


def urls_of(document: Document, snapshot: Snapshot, *, part: bool = False) -> list[str]:
    """Return the canonical URLs of a document, the one that tells most first.

    Its canonical link, where it was in the end, where it was asked for, the hops between, and what
    the page itself calls other addresses of it. A canonical link that names another page does not
    count, nor does a redirect that leads away from what was asked for, to the front page or the section: common
    faults, which would make one document of a whole site. One of several in its snapshot (*part*) is known
    by its own addresses alone.
    """
    if part:
        own = [document.url, *document.aliases]
        return list(dict.fromkeys(filter(None, map(_canonical, own))))
    final = _canonical(snapshot.url)
    link = _canonical(document.url)
    asked = filter(None, map(_canonical, (snapshot.requested_url, *snapshot.redirects)))
    hops = [one for one in asked if final is None or plausible_canonical(final, one)]
    named = [snapshot.url, *hops, *document.aliases]
    if link and (final is None or plausible_canonical(link, final)):
        named.insert(0, link)
    return list(dict.fromkeys(filter(None, map(_canonical, named))))


def content_digest(document: DocumentBase, *, dated: bool = True) -> str:
    """Return the SHA-256 of what readers see of a document: not how it was read.

    Lists that a page may show in any order (offers, people) count in one order. With *dated* the
    day of publication is part of it.
    """
    content: dict[str, Any] = {
        name: value
        for name, value in document.model_dump(mode="json").items()
        if name not in _NOT_CONTENT
    }
    content["offers"] = _unordered(
        {name: value for name, value in offer.items() if name not in _NOT_OF_A_PRICE}
        for offer in content["offers"]
    )
    if "people" in content:
        content["people"] = _unordered(content["people"])
    if dated:
        content["published"] = document.published.day if document.published else None
    return digest(_plain(content))


def _canonical(url: str) -> str | None:
    try:
        return identity_url(url)
    except ValueError:
        return None


def _unordered(values: Any) -> list[str]:
    return sorted(_plain(value) for value in values)


def _plain(value: Any) -> str:
    return json.dumps(value, sort_keys=True, ensure_ascii=False)
