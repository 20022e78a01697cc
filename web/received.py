"""What was received of a page, as characters to be read: nothing of it runs."""

from schemas.errors import ZhibiError
from schemas.harvest import Snapshot
from web.visit import Visit

# Characters of the received source that a page shows, so that no page is heavier than it may be.
_SOURCE = 40_000


def source(
    visit: Visit, snapshot: Snapshot | None, *, body_only: bool = False
) -> tuple[str, ZhibiError | None]:
    """Return what was received as characters (none for what is no text), or what is wrong with it.

    *body_only*: what stands before the body of a web page is left out.
    """
    if snapshot is None:
        return "", None
    try:
        body = visit.store.archive.body(snapshot)
    except ZhibiError as error:
        return "", error
    textual = snapshot.content_type.startswith("text/") or any(
        mark in snapshot.content_type for mark in ("html", "xml", "json")
    )
    if not textual:
        return "", None
    encoding = "gb18030" if b"charset=gb" in body[:2048].lower() else "utf-8"
    if body_only:
        body = body[max(0, body.lower().find(b"<body")) :]
    return body[: _SOURCE * 3].decode(encoding, errors="replace")[:_SOURCE], None
