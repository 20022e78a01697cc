"""Articles: pages whose text is the document."""

from functools import cached_property
from typing import ClassVar

import web_poet

from crawlers.pages.base import PageObject
from crawlers.pages.boilerplate import boilerplate_spans
from crawlers.pages.dom import squeeze
from crawlers.pages.quality import THIN, check_article, weight
from schemas.documents import Flag
from schemas.errors import QuarantineError
from schemas.kinds import DocumentKind

# Characters; on pages of several megabytes it has been seen to run for minutes (RELIABILITY D4).
_MOST_FOR_TRAFILATURA = 1_000_000


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
