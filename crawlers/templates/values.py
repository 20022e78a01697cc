"""Reading one field at a place of a template: raw words to the field's value."""

import re
from datetime import datetime
from functools import lru_cache

from selectolax.lexbor import LexborNode

from crawlers.pages.dom import squeeze
from crawlers.pages.people_names import clean_authors
from crawlers.pages.structured import first, texts
from crawlers.templates.leaf import Leaf
from schemas.documents import PublishedDate
from schemas.templates import Place
from text.dates import read_date

_URL_DATE = re.compile(r"(?:^|[/_-])(20\d{2}|19\d{2})[-/_]?(0[1-9]|1[0-2])[-/_]?(0[1-9]|[12]\d|3[01])(?!\d)")  # fmt: skip
_LONGEST = 2000


def raw_values(place: Place, leaf: Leaf) -> list[str]:
    """Return the words that stand at *place*, affixes cut off; none where they are not there."""
    found = [squeeze(one)[:_LONGEST] for one in _look(place, leaf)]
    if not (place.before or place.after):
        return [one for one in found if one]
    return [
        one[len(place.before) : len(one) - len(place.after)].strip()
        for one in found
        if one.startswith(place.before)
        and one.endswith(place.after)
        and len(one) > len(place.before) + len(place.after)
    ]


def _look(place: Place, leaf: Leaf) -> list[str]:
    match place.via:
        case "meta":
            return [leaf.metas.get(place.at, "")]
        case "css":
            return _element(place, leaf)
        case "json-ld":
            found = leaf.stated(place.at)
            return texts(found) if place.at.endswith("author") else [first(found)]
        case "title":
            return [leaf.window]
        case "url":
            match = _URL_DATE.search(leaf.url.split("?", 1)[0])
            return ["-".join(match.groups())] if match else []
        case "hint":
            hint = leaf.hint
            value = getattr(hint, place.at, "") if hint is not None else ""
            return [value or ""]


def _element(place: Place, leaf: Leaf) -> list[str]:
    found = leaf.select(place.at)
    if not found:
        return []
    if place.attribute:
        return [found[0].attributes.get(place.attribute) or ""]
    return [words(found[0])]


def words(node: LexborNode) -> str:
    """Return the words of a small element."""
    return squeeze(node.text(separator=" ") or "")


def read_title(place: Place, leaf: Leaf) -> str:
    """Return the title at *place*; empty where there is none."""
    return next(iter(raw_values(place, leaf)), "")[:500]


def read_published(place: Place, leaf: Leaf, language: str) -> PublishedDate | None:
    """Return the date at *place*; None where none can be read there."""
    for raw in raw_values(place, leaf):
        return dated(raw, leaf.seen, language, _source(place))
    return None


def dated(raw: str, seen: datetime, language: str, source: str) -> PublishedDate | None:
    """Return a date in the words of *raw*, as sure as a place can be that held on other pages."""
    return read_date(raw, seen=seen, language=language, source=source, confidence=0.95)


def read_authors(place: Place, leaf: Leaf) -> tuple[str, ...]:
    """Return the authors at *place*."""
    return _authors(tuple(raw_values(place, leaf)))


@lru_cache(maxsize=5000)
def _authors(raw: tuple[str, ...]) -> tuple[str, ...]:
    """Clean a byline once: the same few people write most of a site."""
    return clean_authors(list(raw))


def read_lead(place: Place, leaf: Leaf) -> str:
    """Return the lead at *place*; empty where there is none."""
    return next(iter(raw_values(place, leaf)), "")[:1000]


def _source(place: Place) -> str:
    """Return the place as general extractors name it in provenance."""
    if place.via == "meta":
        return f"meta:{place.at}"
    if place.via == "css":
        return "time" if place.attribute == "datetime" else "text"
    return place.via
