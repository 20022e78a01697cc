"""What page objects of every kind share. Each public field is a web-poet field of the record."""

from collections.abc import Iterator
from functools import cached_property
from typing import Any, ClassVar, cast

import web_poet
from web_poet.fields import item_from_fields_sync

from crawlers.pages.dom import squeeze, text_of
from crawlers.pages.identity import identity
from crawlers.pages.page import Page
from crawlers.pages.people_names import clean_authors
from crawlers.pages.quality import THIN, weight
from crawlers.pages.refusals import says
from crawlers.pages.structured import first, of_type, texts
from crawlers.pages.titles import ARTICLES
from crawlers.pages.when import published
from schemas.documents import DOCUMENT_TYPES, Document, Flag, PublishedDate
from schemas.ids import canonical_url
from schemas.kinds import DocumentKind
from text.language import detect

_MOST_LINKS, _MOST_CAPTIONS = 40, 60
# Latin characters' worth: a longer text is not withheld.
_SHORT = 2500
_MOST_OFFERED = 3000
# What is sold and who leads is shown as of now: such pages are not searched for a date.
_UNDATED = frozenset[DocumentKind](("offer", "product", "people"))
_BYLINES = (
    "//a[@rel='author'] | //*[@itemprop='author'] | //*[contains(concat(' ', @class, ' '), ' byline ')]"
    " | //*[contains(concat(' ', @class, ' '), ' author ')]"
)


class PageObject(web_poet.ItemPage[dict[str, Any]]):
    """One page read as one kind of document. Subclasses add or replace fields."""

    kind: ClassVar[DocumentKind]
    name: ClassVar[str] = "general"

    def __init__(self, page: Page) -> None:
        self.page = page

    def values(self) -> dict[str, Any]:
        """Return every field. Raises QuarantineError where the page holds none of this kind."""
        return item_from_fields_sync(self, dict)

    def build(self, values: dict[str, Any], *, extractor: str) -> Document:
        """Return the record of *values*, signed with the version of its *extractor*."""
        record = DOCUMENT_TYPES[self.kind]
        return cast(
            "Document", record(**values, provenance=dict(self.page.sources), extractor=extractor)
        )

    def records(self, extractor: str) -> tuple[Document, ...]:
        """Return the documents of a page that holds several of them; empty where it is one."""
        return ()

    @cached_property
    def addresses(self) -> tuple[str, tuple[str, ...]]:
        """Return the canonical URL and the aliases."""
        return identity(self.page.root, self.page.url)

    @web_poet.field
    def url(self) -> str:
        """Return the canonical URL."""
        return self.addresses[0]

    @web_poet.field
    def aliases(self) -> tuple[str, ...]:
        """Return other addresses of this same page."""
        return self.addresses[1]

    @web_poet.field
    def title(self) -> str:
        """Return the title without the name of the site."""
        titled = self.page.titled
        if titled.text:
            self.page.note("title", titled.source, titled.confidence)
        return titled.text[:500]

    @web_poet.field
    def text(self) -> str:
        """Return the main text, paragraphs parted by an empty line."""
        return self.main_text

    @cached_property
    def main_text(self) -> str:
        """Return the text as this kind of page holds it; subclasses know better places."""
        body = self.page.body
        if body.text:
            self.page.note("text", "general", body.confidence)
        return body.text

    @web_poet.field
    def captions(self) -> tuple[str, ...]:
        """Return captions and credits of pictures in the body, which are not of its text."""
        found = self.page.body.captions[:_MOST_CAPTIONS]
        if found:
            self.page.note("captions", "general", self.page.body.confidence)
        return tuple(one[:1000] for one in found)

    @web_poet.field
    def lead(self) -> str:
        """Return what the page itself gives as its summary."""
        for name in ("og:description", "description", "twitter:description"):
            if found := self.page.metas.get(name):
                self.page.note("lead", f"meta:{name}", 0.8)
                return squeeze(found)[:1000]
        return squeeze(self.page.hint.summary)[:1000] if self.page.hint else ""

    @web_poet.field
    def language(self) -> str:
        """Return the language: by script and markup, by its words where markup is silent or wrong."""
        if self.page.words != "und":
            self.page.note("language", "markup", 0.9)
            return self.page.language
        found = detect(self.main_text[:_SHORT])
        if found == "und":
            return self.page.language
        self.page.note("language", "text", 0.8)
        return found

    @web_poet.field
    def encoding(self) -> str:
        """Return the encoding the bytes were in; what told it is its provenance."""
        read = self.page.decoded
        source = f"{read.evidence}, encoded twice and mended" if read.mended else read.evidence
        self.page.note("encoding", source, read.confidence)
        return self.page.decoded.encoding

    @web_poet.field
    def published(self) -> PublishedDate | None:
        """Return when it was published, None where nothing says so."""
        return self.general_date()

    def general_date(self) -> PublishedDate | None:
        """Return the date as any page states it."""
        found = published(self.page, search=self.kind not in _UNDATED)
        if found:
            self.page.note("published", found.source, found.confidence)
        return found

    @web_poet.field
    def authors(self) -> tuple[str, ...]:
        """Return the people named as its authors."""
        for source, names in self._author_places():
            if found := clean_authors(names):
                self.page.note("authors", source, 0.9 if source == "json-ld" else 0.75)
                return found
        return ()

    @web_poet.field
    def flags(self) -> tuple[Flag, ...]:
        """Return what a reader must know of how complete the text is."""
        return tuple(self.find_flags())

    def find_flags(self) -> list[Flag]:
        """Collect the flags; subclasses add theirs."""
        found: list[Flag] = []
        if self.paywalled():
            found.append("paywalled")
        if says("cut", self.main_text[-80:]):
            found.append("truncated")
        if weight(self.main_text) < THIN:
            found.append("video-only" if self._has_video() else "thin")
        if self.page.decoded.doubtful:
            found.append("encoding-doubtful")
        return found

    @web_poet.field
    def links(self) -> tuple[str, ...]:
        """Return addresses that the main text links to."""
        element = self.page.body.element
        stated = () if element is None else (one.get("href") or "" for one in element.iter("a"))
        found: dict[str, None] = {}
        for href in dict.fromkeys(one.strip() for one in stated):
            if not href or href.startswith(("#", "javascript:", "mailto:", "tel:", "data:")):
                continue
            try:
                found[canonical_url(href, self.page.url)] = None
            except ValueError:
                continue
            if len(found) >= _MOST_LINKS:
                break
        return tuple(found)

    def paywalled(self) -> bool:
        """Say whether the page withholds its text: its data says so, or its words and length do."""
        free = (
            first(node.get("isAccessibleForFree")).lower()
            for node in of_type(self.page.nodes, *ARTICLES)
        )
        stated = any(
            _is_false(node.get("isAccessibleForFree"))
            for node in of_type(self.page.nodes, *ARTICLES)
        )
        if weight(self.main_text) >= _SHORT:
            return False
        return stated or "false" in free or says("paywall", self._offered())

    def _offered(self) -> str:
        """Return the short lines from the start of the text on, where a paywall speaks."""
        blocks, start = self.page.survey.blocks, self.main_text[:40]
        first = next((i for i, one in enumerate(blocks) if one.text.startswith(start)), 0)
        lines = (one.text for one in blocks[first:] if 12 < one.weight < 300 and one.linked < 30)
        return " ".join(lines)[:_MOST_OFFERED]

    def _has_video(self) -> bool:
        if of_type(self.page.nodes, "VideoObject") or "video" in self.page.metas.get("og:type", ""):
            return True
        return any(True for _ in self.page.root.iter("video"))

    def _author_places(self) -> Iterator[tuple[str, list[str]]]:
        for node in of_type(self.page.nodes, *ARTICLES)[:3]:
            yield "json-ld", texts(node.get("author"))
        for name in (
            "author",
            "article:author",
            "parsely-author",
            "byl",
            "dc.creator",
            "sailthru.author",
        ):
            if found := self.page.metas.get(name):
                yield f"meta:{name}", [found]
        places = self.page.root.xpath(_BYLINES)
        yield "byline", [text_of(one) for one in places[:3]]
        if self.page.hint:
            yield self.page.hint.origin, list(self.page.hint.authors)


def _is_false(value: Any) -> bool:
    return value is False
