"""Vacancies: schema.org JobPosting first, the shape of the page where there is none."""

import re
from functools import cached_property
from typing import Any

import web_poet
from lxml import etree, html

from crawlers.pages.base import PageObject
from crawlers.pages.body import read_body
from crawlers.pages.dom import squeeze
from crawlers.pages.quality import weight
from crawlers.pages.structured import Node, first, of_type, texts

_LABELS = {
    "location": re.compile(r"(?:(?:job |work )?locations?|office|based in|工作地点|工作城市|工作地址|上班地点|地点)\s*[:：]\s*([^·|｜\u3000\n,，;；]{2,60}(?:,\s?[A-Z][\w ]{1,30})?)", re.IGNORECASE),
    "team": re.compile(r"(?:teams?|departments?|function|所属部门|部门|团队)\s*[:：]\s*([^·|｜\u3000\n,，;；]{2,60})", re.IGNORECASE),
    "employer": re.compile(r"(?:company|employer|organi[sz]ation|公司名称|招聘单位|招聘公司|用人单位)\s*[:：]\s*([^·|｜\u3000\n]{2,60})", re.IGNORECASE),
    "employment": re.compile(r"(?:employment(?: type)?|contract(?: type)?|job type|工作性质|职位类型|工作类型)\s*[:：]\s*([^·|｜\u3000\n,，;；]{2,40})", re.IGNORECASE),
}  # fmt: skip
# A labelled value runs on in flattened text; the next label ends it.
_NEXT_LABEL = re.compile(r"\s+(?=(?:[A-Z][a-z]+(?: [a-z]+)?|[\u4e00-\u9fff]{2,5})\s*[:：])")


class JobPostingPage(PageObject):
    """One vacancy."""

    kind = "job"

    @cached_property
    def node(self) -> Node:
        """Return the JobPosting node; an empty one where the page states none."""
        return next(iter(of_type(self.page.nodes, "JobPosting")), {})

    @web_poet.field
    def title(self) -> str:
        """Return the position."""
        if stated := first(self.node.get("title")):
            self.page.note("title", "json-ld", 0.97)
            return stated[:500]
        self.page.note("title", self.page.titled.source, self.page.titled.confidence)
        return self.page.titled.text[:500]

    @cached_property
    def main_text(self) -> str:
        """Return the description; markup inside the structured one is read as paragraphs."""
        stated = first(self.node.get("description"))
        if "<" in stated:
            try:
                stated = read_body(html.fromstring(f"<div>{stated}</div>")).text
            except (etree.LxmlError, ValueError):
                stated = ""
        general = self.page.body.text
        if weight(stated) > weight(general) * 0.8 and stated:
            self.page.note("text", "json-ld", 0.95)
            # The visible page keeps its paragraphs, which flat data has lost.
            same = squeeze(stated)[:80] in squeeze(general)
            return general if same and "\n\n" not in stated else stated
        self.page.note("text", "general", self.page.body.confidence)
        return general

    @web_poet.field
    def employer(self) -> str | None:
        """Return who hires."""
        return self._value("employer", self.node.get("hiringOrganization"))

    @web_poet.field
    def location(self) -> str | None:
        """Return where the work is, several places by semicolons."""
        places = [place for one in _listed(self.node.get("jobLocation")) for place in _place(one)]
        if not places and "TELECOMMUTE" in str(self.node.get("jobLocationType", "")):
            places = ["Remote"]
        return self._value("location", "; ".join(dict.fromkeys(places)))

    @web_poet.field
    def team(self) -> str | None:
        """Return the team or department."""
        return self._value(
            "team", self.node.get("occupationalCategory") or self.node.get("department")
        )

    @web_poet.field
    def employment(self) -> str | None:
        """Return full-time, contract and so on, in the page's words."""
        return self._value("employment", "; ".join(texts(self.node.get("employmentType"))))

    def _value(self, name: str, stated: Any) -> str | None:
        if found := first(stated):
            self.page.note(name, "json-ld", 0.95)
            return found[:200]
        for line in self.page.lines[:120]:
            if len(line) < 300 and (match := _LABELS[name].search(line)):
                self.page.note(name, "text", 0.75)
                return squeeze(_NEXT_LABEL.split(match[1])[0]) or None
        return None


def _listed(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [value]


def _place(value: Any) -> list[str]:
    if not isinstance(value, dict):
        return texts(value)
    address = value.get("address", value)
    if not isinstance(address, dict):
        return texts(address)
    parts = [
        first(address.get(key)) for key in ("addressLocality", "addressRegion", "addressCountry")
    ]
    return (
        [", ".join(dict.fromkeys(part for part in parts if part))] if any(parts) else texts(value)
    )
