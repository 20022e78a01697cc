"""Questions about a stored page that are no reading of it; answered in the pool, as pages are."""

from collections.abc import Callable, Mapping
from typing import Any

from lxml import html

from crawlers.links import pages
from crawlers.links.site import same_site
from crawlers.pages.dom import parse, text_of
from crawlers.pages.rules import find, parse_rules
from crawlers.relocating import ask_places, ask_reads
from schemas.errors import SourceBrokenError, WrongUseError
from text.encoding import decode

# Characters of a value that an answer shows.
SHOWN = 400


def page_of(body: bytes, headers: Mapping[str, str]) -> html.HtmlElement:
    """Return the tree of a stored page. Raises QuarantineError."""
    return parse(decode(body, headers.get("content-type", "")).text)


def _matches(body: bytes, headers: Mapping[str, str], url: str, given: Any) -> dict[str, Any]:
    """Return, per field of the rules *given*: how much of the page matches, and what is first."""
    root = page_of(body, headers)
    total = len(list(root.iter()))
    answer: dict[str, Any] = {}
    for name, text in given.items():
        found = [one for rule in parse_rules(text) for one in find(root, rule)]
        first = found[0] if found else None
        whole = any(
            isinstance(one, html.HtmlElement) and one.tag in {"html", "body"} for one in found
        )
        shown = text_of(first) if isinstance(first, html.HtmlElement) else str(first or "")
        answer[name] = {
            "count": len(found), "share": len(found) / max(1, total), "whole": whole,
            "first": shown[:SHOWN],
        }  # fmt: skip
    return answer


def _links(body: bytes, headers: Mapping[str, str], url: str, given: Any) -> dict[str, Any]:
    """Return the documents that a stored list names by *follow* and *next_page*, and what is next."""
    try:
        found = pages.read(
            body, url, same_site, content_type=headers.get("content-type"),
            follow=given.get("follow"), next_page=given.get("next_page"),
        )  # fmt: skip
    except SourceBrokenError as error:
        raise WrongUseError(error.what, remedy=error.remedy) from error
    return {
        "documents": [(one.url, one.hint.title or "") for one in found.documents],
        "onward": list(found.onward),
    }


def _places(body: bytes, headers: Mapping[str, str], url: str, given: Any) -> Any:
    return ask_places(page_of(body, headers), given)


def _reads(body: bytes, headers: Mapping[str, str], url: str, given: Any) -> Any:
    return ask_reads(page_of(body, headers), given)


Ask = Callable[[bytes, Mapping[str, str], str, Any], Any]
ASKS: dict[str, Ask] = {"matches": _matches, "links": _links, "places": _places, "reads": _reads}
