"""Vacancies: schema.org JobPosting first, the shape of the page where there is none."""

import re
from datetime import UTC, datetime
from functools import cached_property
from typing import Any

import web_poet
from lxml import etree, html

from crawlers.pages.base import PageObject
from crawlers.pages.body import read_body
from crawlers.pages.dom import squeeze
from crawlers.pages.quality import weight
from crawlers.pages.salary import labelled_salary, read_salary, stated_salary
from crawlers.pages.structured import Node, first, of_type, texts
from crawlers.pages.work import Remote, place_names, remote_of
from crawlers.readers.boards import stated
from crawlers.readers.made import Input
from schemas.documents import Document, Salary
from schemas.ids import canonical_url
from text.dates import read_date

_LABELS = {
    "location": re.compile(r"(?:(?:job |work )?locations?|office|based in|工作地点|工作城市|工作地址|上班地点|地点)\s*[:：]\s*([^·|｜\u3000\n,，;；]{2,60}(?:,\s?[A-Z][\w ]{1,30})?)", re.IGNORECASE),
    "team": re.compile(r"(?:teams?|departments?|function|所属部门|部门|团队)\s*[:：]\s*([^·|｜\u3000\n,，;；]{2,60})", re.IGNORECASE),
    "employer": re.compile(r"(?:company|employer|organi[sz]ation|公司名称|招聘单位|招聘公司|用人单位)\s*[:：]\s*([^·|｜\u3000\n]{2,60})", re.IGNORECASE),
    "reference": re.compile(r"(?:job (?:id|ref(?:erence)?|number|code)|requisition(?: id)?|req(?:\.|uisition)? ?(?:id|no\.?)|ref(?:erence)?(?: no\.?| number)?|职位编号|岗位编号|职位ID)\s*[:：#]\s*([\w/-]{2,30})", re.IGNORECASE),
    "employment": re.compile(r"(?:employment(?: type)?|contract(?: type)?|job type|工作性质|职位类型|工作类型)\s*[:：]\s*([^·|｜\u3000\n,，;；]{2,40})", re.IGNORECASE),
}  # fmt: skip
# A deadline may lie ahead of any present.
_FAR = datetime(2999, 1, 1, tzinfo=UTC)
# A labelled value runs on in flattened text; the next label ends it.
_NEXT_LABEL = re.compile(r"\s+(?=(?:[A-Z][a-z]+(?: [a-z]+)?|[\u4e00-\u9fff]{2,5})\s*[:：])")


_DEADLINE = re.compile(
    r"(?:apply by|application deadline|closing date|closes on|deadline|valid through|截止(?:日期|时间)?|有效期至?)\s*[:：]?\s*(.{6,40})",
    re.IGNORECASE,
)
_APPLY = re.compile(r"^(?:apply(?: now| for this (?:job|position|role)| here| online)?|i'?m interested|立即(?:申请|投递|应聘)|投递简历|申请职位|我要应聘)\W*$", re.IGNORECASE)  # fmt: skip
_BARE_PAY = re.compile(r"^[\d.,\s]+[kK千万wW]?\s*[-–~至到]\s*[\d.,\s]+[kK千万wW]?\s*(?:元|[·•/].{0,8}|$)|^[€$£¥￥]\s?\d.{0,60}$")  # fmt: skip


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
        places = place_names(self.node.get("jobLocation"))
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

    @web_poet.field
    def remote(self) -> Remote | None:
        """Return whether the work is remote, hybrid or on site, where the page says so."""
        stated_kind = remote_of(first(self.node.get("jobLocationType")))
        short = [line for line in self.page.lines[:60] if len(line) < 120]
        return stated_kind or remote_of(self.page.titled.text, *short)

    @web_poet.field
    def salary(self) -> Salary | None:
        """Return what is paid, where the page states it."""
        found = stated_salary(self.node.get("baseSalary"), first(self.node.get("salaryCurrency")))
        if found is not None:
            self.page.note("salary", "json-ld", 0.95)
            return found
        found = labelled_salary(self.page.lines[:200], self.page.language)
        if found is None:
            found = _bare_salary(self.page.lines[:25], self.page.language)
        if found is not None:
            self.page.note("salary", "text", 0.7)
        return found

    @web_poet.field
    def valid_through(self) -> str | None:
        """Return the last day to apply."""
        raw = first(self.node.get("validThrough")) or next(
            (match[1] for line in self.page.lines[:200] if (match := _DEADLINE.search(line))), ""
        )
        return _day(raw)

    @web_poet.field
    def reference(self) -> str | None:
        """Return the employer's own number of it."""
        held = self.node.get("identifier")
        return self._value("reference", first(held, "value") or first(held))

    @web_poet.field
    def apply_url(self) -> str | None:
        """Return where to apply."""
        for link in self.page.root.iter("a"):
            if _APPLY.match(squeeze(link.text_content())):
                found = _canonical(link.get("href") or "", self.page.url)
                if found and found != self.page.url:
                    return found
        return None

    def records(self, extractor: str) -> tuple[Document, ...]:
        """Return the vacancies of a page that states several, each with an address of its own."""
        nodes = of_type(self.page.nodes, "JobPosting")
        if len(nodes) < 2:
            return ()
        given = Input(b"", self.page.url, self.page.seen)
        found = [one for node in nodes if (one := stated(node, given))]
        urls = {one.url for one in found} - {self.page.url}
        if len(urls) < len(found):
            return ()
        return tuple(one.model_copy(update={"extractor": extractor}) for one in found)

    def _value(self, name: str, stated: Any) -> str | None:
        if found := first(stated):
            self.page.note(name, "json-ld", 0.95)
            return found[:200]
        for line in self.page.lines[:120]:
            if len(line) < 300 and (match := _LABELS[name].search(line)):
                self.page.note(name, "text", 0.75)
                return squeeze(_NEXT_LABEL.split(match[1])[0]) or None
        return None


def _bare_salary(lines: list[str], language: str) -> Salary | None:
    """Chinese boards print the pay alone beside the position: ``15-25K·14薪``."""
    for line in lines:
        if len(line) < 60 and _BARE_PAY.match(line) and (found := read_salary(line, language)):
            return found
    return None


def _day(raw: str) -> str | None:
    if match := re.search(r"(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})", raw):
        return f"{match[1]}-{int(match[2]):02}-{int(match[3]):02}"
    found = read_date(raw, seen=_FAR, language="en") if raw else None
    return found.value[:10] if found and found.precision not in {"month", "year"} else None


def _canonical(href: str, base: str) -> str | None:
    try:
        return canonical_url(href, base) if href else None
    except ValueError:
        return None
