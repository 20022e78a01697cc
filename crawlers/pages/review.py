"""Reviews: one or many on a page, by structured data or by the shape of a list of opinions."""

import re
from decimal import Decimal, InvalidOperation
from functools import cached_property
from itertools import pairwise
from typing import Any, ClassVar

import web_poet
from lxml import html

from crawlers.pages.base import PageObject
from crawlers.pages.dom import marks, squeeze, text_of
from crawlers.pages.people_names import clean_authors
from crawlers.pages.quality import weight
from crawlers.pages.structured import Node, first, of_type, texts
from schemas.documents import Document, PublishedDate, Review
from schemas.ids import digest
from schemas.kinds import DocumentKind
from text.dates import read_date

_STARS = re.compile(
    r"(?<![\d.])(\d{1,2}(?:\.\d{1,2})?)\s*(?:/|out of|von|分?，?满分)\s*(5|10|100)(?!\d)|(?<!\d)(\d(?:\.\d)?)\s*(?:stars?|星)",
    re.IGNORECASE,
)
_FILLED = re.compile(r"[★⭐]{1,5}[☆✩]{0,4}")
_TYPES = ("Review", "CriticReview", "UserReview", "EmployerReview", "ProductReview")
_ITEM = re.compile(
    r"^(?:user|customer|product|single|app)?[-_]?(?:review|comment|testimonial|feedback|pingjia|pinglun|dianping)[-_]*(?:item|card|entry|box|block|row|li)?$"
)
_TEXT = re.compile(
    r"(?:review|comment)[-_]?(?:text|body|content)|(?:^|\s)(?:content|body|text|desc)(?:$|\s)"
)
_PROS = re.compile(
    r"^\s*(?:pros|what (?:do you|i) like(?: best)?\??|likes|advantages|优点|优势|好评点)\s*[:：]?\s*",
    re.IGNORECASE,
)
_CONS = re.compile(
    r"^\s*(?:cons|what (?:do you|i) dislike\??|dislikes|disadvantages|缺点|不足|槽点)\s*[:：]?\s*",
    re.IGNORECASE,
)
# Both in one line, "Pros: quick. Cons: dear. I would buy it again.": each is one sentence.
_LABEL = re.compile(
    r"(?<![a-z])(?:pros|cons|advantages|disadvantages|优点|优势|缺点|不足|槽点)\s*[:：]",
    re.IGNORECASE,
)
_SENTENCE_END = re.compile(r"(?<=[.!?])\s|(?<=[。！？；])")
_VERIFIED = re.compile(
    r"verified (?:purchase|buyer|user|customer|reviewer)|已验证|已购买?用户|真实用户|认证用户",
    re.IGNORECASE,
)
_DATE_MARK = re.compile(r"date|time|posted|riqi|shijian|published")
_NAME_MARK = re.compile(
    r"author|user[-_]?name|reviewer|nickname|(?:^|[\s_-])(?:user|name)(?:$|[\s_-])|yonghu"
)
_MOST = 200


class ReviewPage(PageObject):
    """Customers' opinions: the first is the page's document, :meth:`others` are the rest."""

    kind: ClassVar[DocumentKind] = "review"

    @cached_property
    def nodes(self) -> list[Node]:
        """Return the stated reviews that have words or a rating, each once."""
        found: dict[str, Node] = {}
        for node in of_type(self.page.nodes, *_TYPES):
            if _words(node) or node.get("reviewRating"):
                found.setdefault(
                    f"{_words(node)}|{first(node.get('author'))}|{first(node.get('name'))}", node
                )
        return list(found.values())[:_MOST]

    @cached_property
    def listed(self) -> tuple[Document, ...]:
        """Return every review of a page that holds several; empty where it holds one or none."""
        if len(self.nodes) > 1:
            return tuple(self._stated(node) for node in self.nodes)
        items = _items(self.page.root) if not self.nodes else []
        return (
            tuple(one for item in items if (one := self._shown(item)) is not None)
            if len(items) > 1
            else ()
        )

    def records(self, extractor: str) -> tuple[Document, ...]:
        """Return the reviews of a page of several, each with an address of its own."""
        return tuple(one.model_copy(update={"extractor": extractor}) for one in self.listed)

    @property
    def _node(self) -> Node:
        return self.nodes[0] if self.nodes else {}

    @cached_property
    def main_text(self) -> str:
        """Return the review's words."""
        stated = _words(self._node)
        if weight(stated) > weight(self.page.body.text):
            self.page.note("text", "json-ld", 0.95)
            return stated
        return self.page.body.text or stated

    @web_poet.field
    def reviewed(self) -> str | None:
        """Return the product or company that is reviewed."""
        return self.subject

    @cached_property
    def subject(self) -> str | None:
        """Return what the page's reviews are of."""
        found = first(self._node.get("itemReviewed"))
        if not found:
            nodes = of_type(
                self.page.nodes,
                "Product",
                "SoftwareApplication",
                "MobileApplication",
                "WebApplication",
                "Service",
                "LocalBusiness",
                "Organization",
            )
            found = first(nodes[0].get("name")) if nodes else ""
        return found or None

    @web_poet.field
    def rating(self) -> Decimal | None:
        """Return the rating as given; of a page with an average alone, the average."""
        return self._rating[0]

    @web_poet.field
    def rating_max(self) -> Decimal | None:
        """Return the best rating possible, five where a rating is given without it."""
        return self._rating[1]

    @web_poet.field
    def ratings(self) -> int | None:
        """Return how many gave the average; None for a single opinion."""
        node = {} if self._node.get("reviewRating") else self._average
        count = _decimal(first(node.get("ratingCount") or node.get("reviewCount")))
        return int(count) if count is not None and count >= 0 else None

    @web_poet.field
    def pros(self) -> str | None:
        """Return what was liked, where the page sets it apart."""
        return first(self._node.get("positiveNotes")) or _after(_PROS, self.page.lines)

    @web_poet.field
    def cons(self) -> str | None:
        """Return what was disliked, where the page sets it apart."""
        return first(self._node.get("negativeNotes")) or _after(_CONS, self.page.lines)

    @web_poet.field
    def verified(self) -> bool | None:
        """Return whether the site says that the reviewer bought it; None where it does not say."""
        return True if _VERIFIED.search(self.page.visible[:6000]) else None

    @cached_property
    def _average(self) -> Node:
        for node in self.page.nodes:
            given = node.get("aggregateRating")
            if isinstance(given, dict):
                return given
        return next(iter(of_type(self.page.nodes, "AggregateRating")), {})

    @cached_property
    def _rating(self) -> tuple[Decimal | None, Decimal | None]:
        for node, source in (
            (self._node.get("reviewRating"), "json-ld"),
            (self._average, "json-ld:average"),
        ):
            value, best = _rated(node)
            if value is not None:
                self.page.note("rating", source, 0.95)
                return value, best
        value, best = _in_words(self.page.visible[:5000])
        if value is not None:
            self.page.note("rating", "text", 0.6)
        return value, best

    def _stated(self, node: Node) -> Review:
        value, best = _rated(node.get("reviewRating"))
        text = "\n\n".join(filter(None, (squeeze(one) for one in _words(node).splitlines())))
        return self._record(
            title=first(node.get("name") or node.get("headline")),
            text=text,
            authors=clean_authors(texts(node.get("author"))),
            published=self._date(first(node.get("datePublished") or node.get("dateCreated")), "json-ld", 0.95),
            reviewed=first(node.get("itemReviewed")) or self.subject,
            rating=value, rating_max=best,
            pros=_notes(node.get("positiveNotes")), cons=_notes(node.get("negativeNotes")),
            url=first(node.get("url"), "@id") or first(node.get("@id")),
        )  # fmt: skip

    def _shown(self, item: html.HtmlElement) -> Review | None:
        lines = [
            text_of(one)
            for one in item.iter("p", "div", "span", "li", "dd", "blockquote", "h3", "h4")
            if not len(one) or one.tag in {"p", "blockquote"}
        ]
        marked = [
            text_of(one)
            for one in item.iter()
            if isinstance(one.tag, str) and one is not item and _TEXT.search(marks(one))
        ]
        text = max(
            marked or [one for one in lines if not _PROS.match(one) and not _CONS.match(one)],
            key=weight,
            default="",
        )
        value, best = _of_item(item)
        if weight(text) < 12 and value is None:
            return None
        days = [
            one.get("datetime") or text_of(one)
            for one in item.iter()
            if isinstance(one.tag, str) and (one.tag == "time" or _DATE_MARK.search(marks(one)))
        ]
        names = [
            text_of(one)
            for one in item.iter()
            if isinstance(one.tag, str)
            and one is not item
            and _NAME_MARK.search(marks(one))
            and len(text_of(one)) < 60
        ]
        heads = [text_of(one) for one in item.iter("h2", "h3", "h4", "h5")]
        return self._record(
            title=heads[0] if heads else "", text=text, authors=clean_authors(names[:1]),
            published=next((found for day in days if (found := self._date(day, "text", 0.8))), None),
            reviewed=self.subject, rating=value, rating_max=best,
            pros=_after(_PROS, lines), cons=_after(_CONS, lines),
            verified=True if _VERIFIED.search(text_of(item)) else None,
            url=f"#{item.get('id')}" if item.get("id") else "",
        )  # fmt: skip

    def _record(self, *, url: str, **values: Any) -> Review:
        """Make one review of several. One without an address is known by author, day and words."""
        page = self.addresses[0]
        said = "|".join(
            (*values["authors"], str(values["rating"]), values["text"] or values["title"])
        )
        own = (
            url
            if url.startswith(("http://", "https://")) and url.split("#", maxsplit=1)[0] != page
            else ""
        )
        anchor = digest(said)[:16]
        return Review(
            url=own or f"{page}{'&' if '?' in page else '?'}review={anchor}",
            language=self.page.language,
            encoding=self.page.decoded.encoding,
            **{**values, "title": (values["title"] or values["text"][:80])[:500]},
        )  # fmt: skip

    def _date(self, raw: str, source: str, confidence: float) -> PublishedDate | None:
        return read_date(raw, seen=self.page.seen, language=self.page.language, source=source, confidence=confidence) if raw else None  # fmt: skip


def _items(root: html.HtmlElement) -> list[html.HtmlElement]:
    """Return the repeated elements that each hold one opinion: marked so, none within another."""
    found = [
        one
        for one in root.iter("div", "li", "article", "section", "blockquote", "tr")
        if any(map(_ITEM.match, marks(one).split())) and weight(text_of(one)) >= 20
    ]
    inner = [
        one
        for one in found
        if not any(other is not one and one in other.iterancestors() for other in found)
    ]
    return inner[:_MOST]


def _of_item(item: html.HtmlElement) -> tuple[Decimal | None, Decimal | None]:
    for one in item.iter():
        if not isinstance(one.tag, str):
            continue
        for name in ("data-rating", "data-score", "data-stars"):
            if (value := _decimal(one.get(name) or "")) is not None and 0 <= value <= 10:
                return value, Decimal(5 if value <= 5 else 10)
        for text in (one.get("aria-label"), one.get("title"), one.get("alt")):
            if text and (match := _STARS.search(text)):
                return _decimal(match[1] or match[3]), _decimal(match[2] or "5")
    return _in_words(text_of(item))


def _in_words(text: str) -> tuple[Decimal | None, Decimal | None]:
    if match := _STARS.search(text):
        return _decimal(match[1] or match[3]), _decimal(match[2] or "5")
    if match := _FILLED.search(text):
        return Decimal(sum(1 for char in match[0] if char in "★⭐")), Decimal(5)
    return None, None


def _rated(given: Any) -> tuple[Decimal | None, Decimal | None]:
    if isinstance(given, list):
        given = given[0] if given else None
    if not isinstance(given, dict):
        return _decimal(first(given)), Decimal(5) if first(given) else None
    value = _decimal(first(given.get("ratingValue")))
    if value is None:
        return None, None
    return value, _decimal(first(given.get("bestRating"))) or Decimal(5 if value <= 5 else 10)


def _words(node: Node) -> str:
    return first(node.get("reviewBody") or node.get("description") or node.get("text"))


def _notes(value: Any) -> str | None:
    """Return schema.org's positiveNotes or negativeNotes: words, or a list of list items."""
    if isinstance(value, dict) and value.get("itemListElement"):
        value = value["itemListElement"]
    return "; ".join(texts(value))[:2000] or None


def _after(label: re.Pattern[str], lines: list[str]) -> str | None:
    """Return what follows a label, on its own line or on the next; one sentence where a line has both labels."""
    lines = [part for line in lines for part in _parted(line)]
    for number, line in enumerate(lines):
        if match := label.match(line):
            rest = line[match.end() :] or (lines[number + 1] if number + 1 < len(lines) else "")
            if match.end() < len(line) and not re.search(r"[:：?]\s*$", match[0]):
                continue
            return rest[:2000] or None
    return None


def _parted(line: str) -> list[str]:
    """Return a line that has several labels as what each begins, one sentence of it; else the line."""
    places = [hit.start() for hit in _LABEL.finditer(line)]
    if len(places) < 2:
        return [line]
    parts = [line[start:end] for start, end in pairwise([*places, len(line)])]
    return [_SENTENCE_END.split(part, maxsplit=1)[0] for part in parts]


def _decimal(text: str) -> Decimal | None:
    try:
        value = Decimal(text.strip().replace(",", "."))
    except InvalidOperation:
        return None
    return value if value.is_finite() else None
