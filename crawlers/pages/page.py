"""What page objects are made from: one fetched page, decoded and parsed once."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property

from lxml import html

from crawlers.pages.blocks import Survey, survey_of
from crawlers.pages.body import Body, find_body
from crawlers.pages.dom import CJK, squeeze
from crawlers.pages.structured import Node, metas, nodes, of_type, texts
from crawlers.pages.titles import ARTICLES, Titled, find_title
from schemas.documents import Provenance
from schemas.harvest import Hint
from schemas.ids import url_host
from text.encoding import Decoded


@dataclass
class Page:
    """A page with lazy answers to what several page objects ask. *seen* is when it was fetched.

    *sources* collects, field by field, where values came from, while page objects read them.
    """

    url: str
    decoded: Decoded
    root: html.HtmlElement
    seen: datetime
    hint: Hint | None = None
    headers: Mapping[str, str] = field(default_factory=dict)
    sources: dict[str, Provenance] = field(default_factory=dict)
    # What the source's own rules found, by field: nobody has to look for it.
    rules: dict[str, object] = field(default_factory=dict)
    elements: list[html.HtmlElement] = field(init=False, repr=False)

    def __post_init__(self) -> None:
        # lxml makes an element's Python side anew at each visit unless something holds it.
        self.elements = list(self.root.iter())

    def note(self, name: str, source: str, confidence: float) -> None:
        """Record where the value of field *name* came from."""
        self.sources[name] = Provenance(source=source, confidence=min(1.0, confidence))

    @cached_property
    def nodes(self) -> list[Node]:
        """Return typed nodes of JSON-LD and microdata."""
        return nodes(self.root, self.url)

    @cached_property
    def metas(self) -> dict[str, str]:
        """Return meta elements by name."""
        return metas(self.root)

    @cached_property
    def titled(self) -> Titled:
        """Return the title with its source."""
        return find_title(self.root, self.metas, self.nodes, self.hint)

    @cached_property
    def body(self) -> Body:
        """Return the main text as the general extractor finds it."""
        return find_body(
            self.survey, self.titled.text, self.stated_text, self.stated_names, self.words
        )

    @cached_property
    def survey(self) -> Survey:
        """Return every text block of the page with what its surroundings say of it."""
        body = self.root.find("body")
        return survey_of(self.root if body is None else body)

    @cached_property
    def words(self) -> str:
        """Return whose words tell noise: the page's language, ``und`` where markup may be wrong."""
        letters = self.visible[:4000]
        if letters.isascii():
            return self.language
        foreign = sum(1 for one in letters if one > "\u007f" and one.isalpha())
        return "und" if self.language == "en" and foreign > 0.01 * len(letters) else self.language

    @cached_property
    def stated_names(self) -> tuple[str, ...]:
        """Return the authors that structured data and meta elements name."""
        found = [
            name for node in of_type(self.nodes, *ARTICLES) for name in texts(node.get("author"))
        ]
        return tuple(found[:10]) or tuple(filter(None, [self.metas.get("author", "")]))

    @cached_property
    def nodes_of_content(self) -> list[Node]:
        """Return the nodes that say a page is of something: an article, a product, a vacancy."""
        return of_type(self.nodes, *ARTICLES, "Product", "JobPosting", "Review")

    @cached_property
    def stated_text(self) -> str:
        """Return the article's text as structured data states it, as written; empty if it does not."""
        found = (node.get("articleBody") for node in self.nodes if "articleBody" in node)
        plain = (one for given in found for one in (given if isinstance(given, list) else [given]))
        return max((one for one in plain if isinstance(one, str)), key=len, default="")

    @cached_property
    def visible(self) -> str:
        """Return all visible text in one line."""
        return " ".join([block.text for block in self.survey.blocks])

    @cached_property
    def lines(self) -> list[str]:
        """Return all visible text block by block, furniture included."""
        return [block.text for block in self.survey.blocks]

    @cached_property
    def language(self) -> str:
        """Return the language that markup states or the script of the text shows; ``und`` else.

        Script outweighs the markup for Chinese, Japanese and Korean: templates copied from abroad say ``en``.
        """
        sample = (self.titled.text + self.visible[:4000])[:4500]
        wide = len(CJK.findall(sample))
        if wide > 0.2 * max(1, len(sample)):
            kana = sum(1 for char in sample if "\u3040" <= char <= "\u30ff")
            hangul = sum(1 for char in sample if "\uac00" <= char <= "\ud7a3")
            if hangul > 0.4 * wide:
                return "ko"
            return "ja" if kana > 0.15 * wide else "zh"
        stated = squeeze(
            self.root.get("lang") or self.root.get("{http://www.w3.org/XML/1998/namespace}lang")
        )
        stated = stated or self.metas.get("content-language", "") or self.metas.get("og:locale", "")
        primary = stated.replace("_", "-").split("-")[0].split(",")[0].strip().lower()
        return (
            primary if primary.isalpha() and 2 <= len(primary) <= 3 and primary != "zh" else "und"
        )

    @cached_property
    def money_hint(self) -> str:
        """Return what settles a shared currency symbol: the domain if national, else the language."""
        host = url_host(self.url)
        national = host.rsplit(".", 1)[-1]
        if len(national) == 2 and national not in {"io", "co", "ai", "me", "tv"}:
            return host
        return self.language if self.language != "und" else host
