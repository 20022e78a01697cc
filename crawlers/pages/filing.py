"""Filings and exchange announcements: articles with form, filer, number and period."""

import re
from functools import cached_property
from typing import ClassVar

import web_poet

from crawlers.pages import filing_words as words
from crawlers.pages.article import ArticlePage
from crawlers.pages.body import read_body
from crawlers.pages.dom import squeeze, text_of
from schemas.kinds import DocumentKind

# The facts of a filing stand before its text; a form named further down is another paper's.
_HEAD = 3000


class FilingPage(ArticlePage):
    """A filing or exchange announcement as a page, or the index page of one at EDGAR."""

    kind: ClassVar[DocumentKind] = "filing"

    @cached_property
    def head(self) -> str:
        """Return title and first lines, line by line."""
        return "\n".join([self.page.titled.text, *self.page.lines[:120]])[:_HEAD]

    @cached_property
    def main_text(self) -> str:
        """Return the paper's text; an index page that only lists files gives its facts."""
        if self._is_index:
            facts = [one for one in self.page.lines if len(one) < 300]
            self.page.note("text", "index", 0.7)
            return "\n\n".join(dict.fromkeys(facts))[:4000]
        found = self.page.body
        if len(found.text) < 200 and (body := self.page.root.find("body")) is not None:
            # Short notices stand in markup that no general rule takes for an article.
            whole = read_body(body, self.page.titled.text).text
            if len(whole) > len(found.text):
                self.page.note("text", "body", 0.6)
                return whole
        return super().main_text

    @cached_property
    def _facts(self) -> dict[str, str]:
        """Return label to value of EDGAR's index page: ``div.infoHead`` before ``div.info``."""
        found: dict[str, str] = {}
        for label in self.page.root.xpath("//div[@class='infoHead']"):
            follows = label.getnext()
            if follows is not None:
                found.setdefault(text_of(label).lower(), text_of(follows))
        return found

    @property
    def _known(self) -> dict[str, str]:
        """Return what the list that led here says."""
        return self.page.hint.facts if self.page.hint else {}

    @property
    def _is_index(self) -> bool:
        return "filing date" in self._facts

    @web_poet.field
    def title(self) -> str:
        """Return the paper's title; of an index page form and filer."""
        if self._is_index:
            self.page.note("title", "index", 0.9)
            return squeeze(f"{self._form() or ''} {self._filer() or ''}")[:500]
        self.page.note("title", self.page.titled.source, self.page.titled.confidence)
        return self.page.titled.text[:500]

    @web_poet.field
    def form(self) -> str | None:
        """Return the form type, such as 8-K or 年度报告."""
        return self._form()

    @web_poet.field
    def filer(self) -> str | None:
        """Return who filed, as the page names it."""
        return self._filer()

    @web_poet.field
    def number(self) -> str | None:
        """Return the accession or announcement number."""
        own = words.number_of(self.head) or words.number_of(self.page.url.replace("/", " "))
        return own or self._known.get("number")

    @web_poet.field
    def ticker(self) -> str | None:
        """Return the securities code or symbol."""
        return self._known.get("ticker") or words.ticker_of(self.head)

    @web_poet.field
    def period(self) -> str | None:
        """Return the day or year that it reports on."""
        stated = self._known.get("period") or self._facts.get("period of report")
        return stated or words.period_of(self.head)

    @web_poet.field
    def items(self) -> tuple[str, ...]:
        """Return the items of an 8-K in words."""
        if known := self._known.get("items"):
            return tuple(filter(None, known.split("\n")))
        stated = self._facts.get("items", "")
        return words.items_of(stated or f"{self.head}\n{self.main_text}")

    def _form(self) -> str | None:
        if known := self._known.get("form"):
            return known
        if self._is_index:
            form = self.page.root.xpath(
                "//div[@id='formName']//strong | //div[@id='formHeader']//strong"
            )
            return words.form_of(text_of(form[0])) if form else words.form_of(self.head)
        return words.form_of(self.page.titled.text) or words.form_of(self.head)

    def _filer(self) -> str | None:
        if known := self._known.get("filer"):
            return known
        named = self.page.root.xpath("//*[contains(@class,'companyName')]")
        if self._is_index and named:
            bare = re.split(r"\s*\((?:Filer|Subject|Filed by|Reporting|Issuer)", text_of(named[0]))[
                0
            ]
            return squeeze(bare) or None
        return words.filer_of(self.head)
