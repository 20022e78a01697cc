"""The title of a page without the name of its site."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from lxml import html

from crawlers.pages.blocks import is_chrome
from crawlers.pages.dom import squeeze, text_of
from crawlers.pages.structured import Node, of_type, texts
from schemas.harvest import Hint

_SEPARATOR = re.compile(
    r"\s+[|\-–—·•»:]\s+|\s*[|_｜丨]\s*|\s?[-–—]\s?(?=[\u4e00-\u9fff])|(?<=[\u4e00-\u9fff])\s?[-–—]\s?"
)
ARTICLES = ("NewsArticle", "Article", "BlogPosting", "ReportageNewsArticle", "Report", "TechArticle",
             "AnalysisNewsArticle", "PressRelease", "OpinionNewsArticle", "SocialMediaPosting")  # fmt: skip


@dataclass(frozen=True, slots=True)
class Titled:
    """A title, where it came from and how sure it is."""

    text: str
    source: str
    confidence: float


def find_title(
    root: html.HtmlElement, metas: dict[str, str], nodes: list[Node], hint: Hint | None
) -> Titled:
    """Return the title that most places agree on; an empty one where the page has none."""
    titles = _Titles(root, metas, nodes, squeeze(hint.title) if hint else "")
    origin = hint.origin if hint else "hint"
    return next(titles.ranked(origin), Titled("", "none", 0.0))


class _Titles:
    """What a page gives as its title in its several places."""

    def __init__(
        self, root: html.HtmlElement, metas: dict[str, str], nodes: list[Node], hinted: str
    ) -> None:
        headings = (text_of(one) for one in root.iter("h1") if not _furniture(one))
        self.root, self.metas, self.hinted = root, metas, hinted
        self.headings = [one for one in headings if 2 <= len(one) <= 300]
        self.window = squeeze(root.findtext(".//title"))
        self.stated = [
            one for node in of_type(nodes, *ARTICLES) for one in texts(node.get("headline"))
        ]
        self.social = metas.get("og:title") or metas.get("twitter:title") or ""

    def ranked(self, origin: str) -> Iterator[Titled]:
        """Yield titles, the likeliest first: a heading that another place confirms."""
        others = [one for one in (*self.stated, self.social, self.window) if one]
        for heading in self.headings:
            if any(_same(heading, other) for other in others):
                yield Titled(heading, "h1", 0.97)
        if 0 < len(self.stated) < 3:
            yield Titled(strip_site(self.stated[0], self.metas), "json-ld", 0.93)
        if self.hinted and self.window and _same(self.hinted, self.window):
            yield Titled(self.hinted, origin, 0.93)
        if self.social:
            yield Titled(strip_site(self.social, self.metas), "opengraph", 0.9)
        if len(self.headings) == 1:
            yield Titled(self.headings[0], "h1", 0.85)
        yield from self._from_window()
        if self.headings:
            yield Titled(self.headings[0], "h1", 0.6)
        if self.hinted:
            yield Titled(self.hinted, origin, 0.7)

    def _from_window(self) -> Iterator[Titled]:
        if not self.window:
            return
        parts = {_letters(part) for part in _SEPARATOR.split(self.window) if part}
        for heading in (text_of(one) for one in self.root.iter("h1", "h2", "h3")):
            if len(heading) > 1 and _letters(heading) in parts:
                yield Titled(heading, "heading", 0.85)
        yield Titled(strip_site(self.window, self.metas), "title", 0.75)


def strip_site(title: str, metas: dict[str, str]) -> str:
    """Take the site's name, set off by a bar or dash, from either end of *title*."""
    parts = [part for part in _SEPARATOR.split(title) if part and part.strip()]
    if len(parts) < 2:
        return squeeze(title)
    site = metas.get("og:site_name", "").casefold()
    longest = max(parts, key=len)
    kept = squeeze(title)
    if site and parts[-1].casefold().strip() == site:
        return squeeze(title[: title.rfind(parts[-1])].rstrip(" |-–—·•»:_｜丨"))
    if site and parts[0].casefold().strip() == site:
        return squeeze(title[title.find(parts[0]) + len(parts[0]) :].lstrip(" |-–—·•»:_｜丨"))
    # Site and section names come last and are short beside the headline; drop them from the end.
    while (
        len(parts) > 1
        and parts[-1] is not longest
        and len(parts[-1]) <= max(12, 0.5 * len(longest))
    ):
        kept = squeeze(kept[: kept.rfind(parts[-1].strip())].rstrip(" |-–—·•»:_｜丨"))
        parts.pop()
    return kept or squeeze(longest)


def _same(heading: str, other: str) -> bool:
    left, right = _letters(heading), _letters(other)
    return len(left) > 3 and len(right) > 3 and (left in right or right in left)


def _letters(text: str) -> str:
    return re.sub(r"\W+", "", text).casefold()


def _furniture(heading: html.HtmlElement) -> bool:
    """A heading in a bar or footer is the site's; one in the header of an article is not."""
    return any(
        parent.tag in {"nav", "aside", "footer"} or (parent.tag == "div" and is_chrome(parent))
        for parent in heading.iterancestors()
    )
