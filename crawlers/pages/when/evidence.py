"""One piece of evidence for a day, and how often places like the one it came from are right."""

import re
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any

from lxml import html
from ruamel.yaml import YAML

from crawlers.pages.page import Page
from schemas.documents import PublishedDate
from schemas.ids import url_host
from text.dates import read_dates

_TABLE: dict[str, Any] = YAML(typ="safe").load(
    (Path(__file__).parent / "reliability.yaml").read_text(encoding="utf-8")
)
PLACES: dict[str, float] = {name: row["right"] for name, row in _TABLE["places"].items()}
GROUPS: dict[str, str] = {name: row["group"] for name, row in _TABLE["places"].items()}
# National domains where the month comes first in numbers; elsewhere English pages differ.
_MONTH_FIRST_DOMAINS = {"us", "ph", "mil", "gov"}
_DAY_FIRST_DOMAINS = {
    "uk",
    "au",
    "nz",
    "ie",
    "in",
    "za",
    "ng",
    "ke",
    "sg",
    "my",
    "hk",
    "pk",
    "lk",
    "mt",
    "gh",
}
_SITE = re.compile(r"\s*[|_｜丨]\s*|\s[-–—]\s")
_LONGEST = 300  # characters: no date is longer with what stands around it
_PLAIN = ("b", "strong", "font", "td", "div", "span", "p", "center", "dt", "li")


def letters(text: str) -> str:
    """Return the letters and digits of *text* alone, small."""
    return re.sub(r"\W+", "", text).casefold()


@dataclass(frozen=True)
class Evidence:
    """A date, the place that states it, and whether it says when the page was made or changed.

    *other* is what else the same words may mean, where day and month can change places.
    """

    found: PublishedDate
    place: str
    modified: bool = False
    other: PublishedDate | None = None

    @cached_property
    def day(self) -> str:
        """Return the day that it stands for."""
        return self.found.day

    @property
    def group(self) -> str:
        """Return the name of the places that err together: one system wrote them."""
        return "modified" if self.modified else GROUPS[self.place]


@dataclass
class Reader:
    """Reads what a page prints as dates, with what the page tells of their order."""

    page: Page
    _read: dict[str, list[PublishedDate]] = field(default_factory=dict)

    @cached_property
    def day_first(self) -> bool | None:
        """Return whether days come before months in the numbers of this page, None if open."""
        host = url_host(self.page.url).rsplit(".", 1)[-1]
        stated = (self.page.root.get("lang") or "").lower().replace("_", "-")
        language = self.page.language
        if language not in {"en", "und"}:
            return True
        if stated in {"en-us", "en-ph"} or host in _MONTH_FIRST_DOMAINS:
            return False
        if host in _DAY_FIRST_DOMAINS or stated in {
            "en-gb",
            "en-au",
            "en-nz",
            "en-ie",
            "en-in",
            "en-za",
        }:
            return True
        if (
            len(host) == 2
            and host not in {"io", "co", "ai", "me", "tv", "ly", "fm"}
            and host.isalpha()
        ):
            return True
        return None

    @property
    def wide(self) -> bool:
        """Say whether the page is written in characters that stand for words and syllables."""
        return self.page.language in {"zh", "ja", "ko"}

    @cached_property
    def heading(self) -> html.HtmlElement | None:
        """Return the element that holds the title, a heading rather than anything else."""
        # With the name of the site in it, where that could not be told from the title.
        titles = [
            letters(self.page.titled.text),
            letters(max(_SITE.split(self.page.titled.text), key=len)),
        ]
        titles = [title for title in titles if len(title) > 2]
        for element in self.page.root.iter("h1", "h2", "h3"):
            words = letters("".join(element.itertext()))
            if len(words) > 3 and any(words[:60] in one or one[:60] in words for one in titles):
                return element
        # Old portals have no headings: tables and fonts show the title.
        for element in self.page.root.iter(*_PLAIN):
            text = element.text or ""
            if len(text) >= 3 and any(letters(text)[:60] == one[:60] for one in titles):
                return element
        return None

    @cached_property
    def around_title(self) -> set[html.HtmlElement]:
        """Return the elements that the title stands in: no furniture, however they are called."""
        return set() if self.heading is None else set(self.heading.iterancestors())

    def read(
        self, raw: str, place: str, *, source: str = "", modified: bool = False
    ) -> list[Evidence]:
        """Return what *raw* says as evidence of *place*, named *source* to readers; none where no date."""
        found = self._meanings(raw[:_LONGEST])
        if not found:
            return []
        share, name = PLACES[place], source or place
        named = [
            one.model_copy(update={"confidence": one.confidence * share, "source": name})
            for one in found
        ]
        return [Evidence(named[0], place, modified, named[1] if len(named) > 1 else None)]

    def _meanings(self, raw: str) -> list[PublishedDate]:
        """Return what *raw* may mean, read once: pages say the same in several places."""
        if raw not in self._read:
            self._read[raw] = read_dates(
                raw,
                seen=self.page.seen,
                language=None if self.page.language == "und" else self.page.language,
                confidence=1.0,
                day_first=self.day_first,
            )
        return self._read[raw]
