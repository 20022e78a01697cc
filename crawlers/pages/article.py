"""Articles: pages whose text is the document."""

from functools import cached_property
from typing import ClassVar

import web_poet

from crawlers.pages.base import PageObject
from crawlers.pages.body import Body
from crawlers.pages.dom import squeeze
from crawlers.pages.fromfeed import feed_text
from crawlers.pages.quality import THIN, check_article, weight
from crawlers.pages.refusals import says
from crawlers.pages.structured import paragraphs_of
from crawlers.pages.trim import letters
from schemas.documents import Flag
from schemas.errors import QuarantineError
from schemas.kinds import DocumentKind
from text.boilerplate import boilerplate_spans

# Characters; on pages of several megabytes it has been seen to run for minutes (RELIABILITY D4).
_MOST_FOR_TRAFILATURA = 1_000_000
# Latin characters' worth: less is not even a caption.
_LEAST = 40


class ArticlePage(PageObject):
    """News, a press release, a blog post."""

    kind: ClassVar[DocumentKind] = "article"

    @cached_property
    def main_text(self) -> str:
        """Return the article's text; structured data fills in where the page hides it."""
        if ruled := self.page.rules.get("text"):
            return str(ruled)
        check_article(self.page)
        text, source, confidence = self._best_text()
        if weight(text) < THIN:
            if weight(text) < 2 * _LEAST and says("paywall", self.page.visible):
                raise QuarantineError("the text is for subscribers", reason="paywalled")
            if self._has_video():
                raise QuarantineError("a video, hardly any text", reason="video-only")
        if weight(text) < _LEAST:
            raise QuarantineError("no text could be found on the page", reason="thin")
        self.page.note("text", source, confidence)
        return text

    def _best_text(self) -> tuple[str, str, float]:
        """Return the text with its source: what the page shows, states or lets another find."""
        found = self.page.body
        stated = paragraphs_of(self.page.stated_text)
        if self._is_better(stated, found):
            return stated, "json-ld", 0.85
        size = weight(found.text)
        # A wall or a teaser: the feed that led here may have had the whole text.
        told = feed_text(self.page.hint)
        if weight(told) > 2 * size + 200:
            return told, "feed", 0.8
        # Next to nothing on a page that shows much, or a part of what it shows.
        shown = weight(self.page.visible)
        if (size < THIN and shown > 10 * THIN) or (found.confidence < 0.5 and size < 0.1 * shown):
            second = self._second_opinion()
            if weight(second) > 1.5 * size:
                return second, "trafilatura", 0.5
            return found.text, "general", min(found.confidence, 0.4)
        return found.text, "general", found.confidence

    def _is_better(self, stated: str, found: Body) -> bool:
        """Say whether structured data has the text and the page only a part, or something else."""
        size = weight(stated)
        if size > 2 * weight(found.text) + 200:
            return True
        if size < 4 * THIN:
            return False
        shown = letters(found.text)
        pieces = [letters(one)[:60] for one in stated.split("\n\n")]
        pieces += [letters(stated)[at : at + 40] for at in range(0, len(stated) // 2, 400)]
        told = [one for one in pieces if len(one) > 20]
        return bool(told) and sum(one in shown for one in told) < 0.2 * len(told)

    def _second_opinion(self) -> str:
        """Ask trafilatura, which judges by other signs."""
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
