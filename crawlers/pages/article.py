"""Articles, filings and reviews: pages whose text is the document."""

import re
from decimal import Decimal, InvalidOperation
from functools import cached_property
from typing import Any, ClassVar

import web_poet

from crawlers.pages.base import PageObject
from crawlers.pages.boilerplate import boilerplate_spans
from crawlers.pages.dom import squeeze
from crawlers.pages.quality import THIN, check_article, weight
from crawlers.pages.structured import Node, first, of_type
from schemas.documents import Flag
from schemas.errors import QuarantineError
from schemas.kinds import DocumentKind

_STARS = re.compile(
    r"(?<![\d.])(\d{1,2}(?:\.\d{1,2})?)\s*(?:/|out of|von|分?，?满分)\s*(5|10|100)(?!\d)|(?<!\d)(\d(?:\.\d)?)\s*(?:stars?|星)",
    re.IGNORECASE,
)
# Characters; on pages of several megabytes it has been seen to run for minutes (RELIABILITY D4).
_MOST_FOR_TRAFILATURA = 1_000_000
_FORM = re.compile(
    r"\b(8-K|10-K|10-Q|6-K|20-F|S-1|F-1|DEF 14A|SC 13[DG])\b|(临时公告|年度报告|半年度报告|季度报告|业绩预告|业绩快报)"
)


class ArticlePage(PageObject):
    """News, a press release, a blog post."""

    kind: ClassVar[DocumentKind] = "article"

    @cached_property
    def main_text(self) -> str:
        """Return the article's text; structured data fills in where the page hides it."""
        check_article(self.page)
        found, stated = self.page.body, self.page.stated_text
        if weight(stated) > 2 * weight(found.text) + 200:
            self.page.note("text", "json-ld", 0.85)
            return "\n\n".join(line for part in stated.splitlines() if (line := squeeze(part)))
        text, source, confidence = found.text, "general", found.confidence
        if weight(text) < THIN and weight(self.page.visible) > 10 * THIN:
            text = max(text, self._second_opinion(), key=weight)
            source, confidence = ("general", 0.3) if text == found.text else ("trafilatura", 0.5)
        if weight(text) < 40:
            raise QuarantineError("no text could be found on the page", reason="thin")
        self.page.note("text", source, confidence)
        return text

    def _second_opinion(self) -> str:
        """Ask trafilatura where we find next to nothing on a page that shows much."""
        if len(self.page.decoded.text) > _MOST_FOR_TRAFILATURA:
            return ""
        import trafilatura  # noqa: PLC0415 - half a second to load, rarely needed

        text = trafilatura.extract(self.page.decoded.text, include_comments=False) or ""
        return "\n\n".join(line for part in text.splitlines() if (line := squeeze(part)))

    @cached_property
    def closing(self) -> tuple[tuple[int, int], ...]:
        """Return the spans about the company and for the press at the end of a release."""
        return boilerplate_spans(self.main_text)

    @web_poet.field
    def boilerplate(self) -> tuple[tuple[int, int], ...]:
        """Return the spans of the text that say the same in each release."""
        return self.closing

    def find_flags(self) -> list[Flag]:
        """Add what tells a press release: its closing words."""
        found = super().find_flags()
        return [*found, "press-release"] if self.closing else found


class FilingPage(ArticlePage):
    """A filing or exchange announcement: an article with form and filer."""

    kind: ClassVar[DocumentKind] = "filing"

    @web_poet.field
    def form(self) -> str | None:
        """Return the form type, such as 8-K or 年度报告."""
        match = _FORM.search(f"{self.page.titled.text} {self.page.visible[:2000]}")
        return (match[1] or match[2]) if match else None

    @web_poet.field
    def filer(self) -> str | None:
        """Return who filed, as the page names it."""
        match = re.search(
            r"(?:公司简称|证券简称|Filer|Company name|Registrant)\s*[:：]\s*([^\s|，,；;]{2,60})",
            self.page.visible[:3000],
        )
        return match[1] if match else None


class ReviewPage(PageObject):
    """A customer's opinion: rating and what is reviewed."""

    kind = "review"

    @property
    def _node(self) -> Node:
        return next(iter(of_type(self.page.nodes, "Review", "CriticReview", "UserReview")), {})

    @cached_property
    def main_text(self) -> str:
        """Return the review's words."""
        stated = first(self._node.get("reviewBody"))
        if weight(stated) > weight(self.page.body.text):
            self.page.note("text", "json-ld", 0.95)
            return stated
        return self.page.body.text or stated

    @web_poet.field
    def reviewed(self) -> str | None:
        """Return the product or company that is reviewed."""
        found = first(self._node.get("itemReviewed"))
        if not found:
            nodes = of_type(self.page.nodes, "Product", "SoftwareApplication", "Organization")
            found = first(nodes[0].get("name")) if nodes else ""
        return found or None

    @web_poet.field
    def rating(self) -> Decimal | None:
        """Return the rating as given."""
        return self._rating()[0]

    @web_poet.field
    def rating_max(self) -> Decimal | None:
        """Return the best rating possible, five where a rating is given without it."""
        return self._rating()[1]

    def _rating(self) -> tuple[Decimal | None, Decimal | None]:
        given: Any = self._node.get("reviewRating")
        if (
            isinstance(given, dict)
            and (value := _decimal(first(given.get("ratingValue")))) is not None
        ):
            self.page.note("rating", "json-ld", 0.95)
            return value, _decimal(first(given.get("bestRating"))) or Decimal(5)
        if match := _STARS.search(self.page.visible[:5000]):
            self.page.note("rating", "text", 0.6)
            return _decimal(match[1] or match[3]), _decimal(match[2] or "5")
        return None, None


def _decimal(text: str) -> Decimal | None:
    try:
        value = Decimal(text.replace(",", "."))
    except InvalidOperation:
        return None
    return value if value.is_finite() else None
