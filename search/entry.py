"""One document as both engines hold it: the same tokens, values and numbers."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from schemas.ids import digest
from schemas.searching import IndexedDocument
from search.moments import day_number, seconds
from text.readers import Readers
from text.segment import Segmenter
from text.streams import Streams, read_both

VERSION = "5"
"""Raised with every change of the fields: indices made by another version are built anew."""

LONGEST_VALUE = 256  # characters of an id or name; engines refuse terms above 32,766 bytes
LONGEST_TITLE = 1_000  # characters of a title's tokens that are looked at for its place
_EMPTY = "\u2205"  # the one token of an empty text, so that both engines count it as a document
_LAST_SECOND = (1 << 33) - 1  # year 2242
_ID_BITS = 30
_STANDING_BITS = 26
_MOST_POINTS = (1 << 20) - 1
_OURS = re.compile(r"d[0-9a-f]{16}")


@dataclass(slots=True)  # frozen ones take four times as long to make
class Entry:
    """The fields of one document. Token fields are tokens with spaces between them."""

    id: str
    version: int
    title: str
    body: str
    title_words: str
    title_forms: str
    body_forms: str
    values: dict[str, tuple[str, ...]]
    key: int
    standing: int
    day: int
    published: int
    amounts: tuple[float, ...]
    importance: float
    document: IndexedDocument

    @property
    def title_line(self) -> str:
        """Return the tokens of the title by which a document is placed."""
        return self.title[:LONGEST_TITLE]


def entries(
    documents: Iterable[IndexedDocument], readers: Readers
) -> Iterator[tuple[IndexedDocument, Entry | str]]:
    """Yield each document with its fields, analysed once for whichever engine, or why it has none.

    In order; *documents* are taken as they are needed, some hundreds ahead.
    """
    for document, read in readers.read((one, (one.title, one.text)) for one in documents):
        yield document, read if isinstance(read, str) else _entry(document, *read)


def entry(document: IndexedDocument, segmenter: Segmenter) -> Entry:
    """Analyse one *document*."""
    return _entry(document, *read_both(document.title, document.text, segmenter))


def _entry(document: IndexedDocument, title: Streams, body: Streams) -> Entry:
    published = min(max(seconds(document.published), 0), _LAST_SECOND)
    key = order_key(document.id, published)
    return Entry(
        id=document.id,
        version=document.version,
        title=" ".join(title.places.split()) or _EMPTY,  # which places are told by, see rescore
        body=body.places.strip() or _EMPTY,
        title_words=title.words or _EMPTY,
        title_forms=title.forms,
        body_forms=body.forms,
        values=_values(document),
        key=key,
        standing=standing(key, document.score),
        day=_day(document),
        published=published,
        amounts=document.amounts,
        importance=document.score,
        document=document,
    )


def order_key(identity: str, published: int) -> int:
    """Return one number that sorts descending as newest first, then by id ascending.

    33 bits of seconds, then 30 bits of the id, so that each engine can sort by one column. Our own
    ids are digests, whose beginning keeps their order; others are spread by a digest of theirs.
    """
    hexadecimal = identity[1:] if _OURS.fullmatch(identity) else digest(identity)
    head = int(hexadecimal[:8], 16) >> (32 - _ID_BITS)
    return (published << _ID_BITS) | ((1 << _ID_BITS) - 1 - head)


def standing(key: int, importance: float) -> int:
    """Return one number that sorts descending as most important first, then newest day, then id.

    20 bits of hundredths of a point, 17 of the day, 26 of the id: the last two from the order *key*.
    """
    points = min(max(round(importance * 100), 0), _MOST_POINTS)
    low = (key & ((1 << _ID_BITS) - 1)) >> (_ID_BITS - _STANDING_BITS)
    day = (key >> _ID_BITS) // 86_400
    return (points << (17 + _STANDING_BITS)) | (day << _STANDING_BITS) | low


def _day(document: IndexedDocument) -> int:
    try:
        year, month, day = map(int, document.day[:10].split("-"))
        return day_number(date(year, month, day))
    except ValueError:  # a year or month only: the instant's own day
        return day_number(document.published.date())


def _values(document: IndexedDocument) -> dict[str, tuple[str, ...]]:
    story = document.story
    return {
        "id": (document.id[:LONGEST_VALUE],),
        "kind": (document.kind,),
        "language": (document.language[:LONGEST_VALUE],),
        "source": (document.source[:LONGEST_VALUE],),
        "month": (document.day[:7],),
        "companies": _unique(document.companies),
        "about": _unique(document.about),
        "moves": _unique(document.moves),
        "families": _unique(document.families),
        "statuses": _unique(document.statuses),
        "story": (story[:LONGEST_VALUE],) if story else (),
    }


def _unique(values: tuple[str, ...]) -> tuple[str, ...]:
    if len(values) == 1:
        return (values[0][:LONGEST_VALUE],)
    return tuple(dict.fromkeys([value[:LONGEST_VALUE] for value in values])) if values else values
