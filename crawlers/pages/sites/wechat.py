"""WeChat public accounts (mp.weixin.qq.com): where many Chinese companies publish first."""

import re
from datetime import date
from functools import cached_property
from typing import ClassVar

import web_poet
from bs4 import BeautifulSoup
from lxml import etree

from crawlers.pages.article import ArticlePage
from crawlers.pages.body import read_body
from crawlers.pages.dom import squeeze
from schemas.documents import PublishedDate
from text.dates import read_date

# The page builds its date by script from one of these assignments.
_CREATED = re.compile(
    r"""\b(?:ct|oriCreateTime|publish_time)\s*=\s*["'](\d{10}|\d{4}-\d{2}-\d{2}[^"']{0,9})["']"""
)


class WeChatArticle(ArticlePage):
    """An article of a public account, laid out as seen since 2019."""

    name: ClassVar[str] = "wechat"
    seen_to_hold: ClassVar[date] = date(2026, 11, 24)

    @cached_property
    def soup(self) -> BeautifulSoup:
        """Return the page for BeautifulSoup."""
        return BeautifulSoup(
            etree.tostring(self.page.root, encoding="unicode", method="html"), "lxml"
        )

    @cached_property
    def main_text(self) -> str:
        """Return what stands in ``#js_content``; the general reading where it is not there."""
        found = self.page.root.xpath("//*[@id='js_content']")
        text = read_body(found[0], self.page.titled.text).text if found else ""
        if not text:
            return super().main_text
        self.page.note("text", "page-object:wechat", 0.97)
        return text

    @web_poet.field
    def authors(self) -> tuple[str, ...]:
        """Return the author's name if given, else the account's."""
        for place in ("#js_author_name", ".rich_media_meta_text", "#js_name"):
            found = self.soup.select_one(place)
            name = squeeze(found.get_text(" ")) if found else ""
            if name and not re.search(r"\d{4}", name):
                self.page.note("authors", "page-object:wechat", 0.9)
                return (name[:80],)
        return ()

    @web_poet.field
    def published(self) -> PublishedDate | None:
        """Return the time the page's script carries; the general reading where it has none."""
        for script in self.soup.find_all("script"):
            if match := _CREATED.search(script.get_text()):
                found = read_date(
                    match[1],
                    seen=self.page.seen,
                    offset="+08:00",
                    language="zh",
                    source="page-object:wechat",
                    confidence=0.97,
                )
                if found:
                    self.page.note("published", found.source, found.confidence)
                    return found
        return self.general_date()
