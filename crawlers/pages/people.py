"""Leadership pages: who is listed with what role, in cards, lists, tables or structured data.

BeautifulSoup reads these: they are few, and siblings and rows are plainer in it than in XPath.
"""

from collections import Counter
from collections.abc import Iterator
from functools import cached_property

import web_poet
from bs4 import BeautifulSoup, Tag
from lxml import etree

from crawlers.pages.base import PageObject
from crawlers.pages.dom import squeeze
from crawlers.pages.people_names import looks_like_name, looks_like_role
from crawlers.pages.structured import first, of_type
from schemas.documents import PersonListed

_HEADINGS = (
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "strong",
    "b",
    "dt",
    "figcaption",
    "span",
    "p",
    "div",
    "a",
)
_MOST = 300


class PeoplePageObject(PageObject):
    """A page that lists people with their roles."""

    kind = "people"

    @web_poet.field
    def people(self) -> tuple[PersonListed, ...]:
        """Return the people in page order, each once."""
        return self.listed

    @cached_property
    def listed(self) -> tuple[PersonListed, ...]:
        """Return the people from the place that names most of them."""
        soup = BeautifulSoup(
            etree.tostring(self.page.root, encoding="unicode", method="html"), "lxml"
        )
        for furniture in soup(["script", "style", "nav", "footer", "noscript"]):
            furniture.decompose()
        places = {
            "json-ld": list(self._stated()),
            "table": list(_from_tables(soup)),
            "cards": list(_from_headings(soup)),
            "list": list(_from_lines(soup)),
        }
        chosen = max(places, key=lambda place: len({one.name for one in places[place] if one.role}))
        if not places[chosen]:
            return ()
        self.page.note("people", chosen, {"json-ld": 0.97, "table": 0.93}.get(chosen, 0.88))
        return _once(places[chosen])

    def _stated(self) -> Iterator[PersonListed]:
        for node in of_type(self.page.nodes, "Person"):
            name = first(node.get("name"))
            if name and (role := first(node.get("jobTitle"))):
                yield PersonListed(name=name, role=role)


def _once(people: list[PersonListed]) -> tuple[PersonListed, ...]:
    found: dict[tuple[str, str], PersonListed] = {}
    for one in people:
        found.setdefault((one.name, one.role), one)
    with_role = {one.name for one in found.values() if one.role}
    return tuple(one for one in found.values() if one.role or one.name not in with_role)[:_MOST]


def _from_tables(soup: BeautifulSoup) -> Iterator[PersonListed]:
    for row in soup.find_all("tr"):
        cells = [
            squeeze(cell.get_text(" ")) for cell in row.find_all(["td", "th"], recursive=False)
        ]
        names = [cell for cell in cells if looks_like_name(_plain(cell))]
        if len(cells) < 2 or not names:
            continue
        others = [cell for cell in cells if cell != names[0] and len(cell) <= 120]
        roles = [cell for cell in others if looks_like_role(cell)] or others
        yield PersonListed(name=_plain(names[0]), role=roles[0] if roles else "")


def _from_headings(soup: BeautifulSoup) -> Iterator[PersonListed]:
    """A name alone in an element, its role in the element that follows within the same card."""
    seen: set[int] = set()
    for element in soup.find_all(_HEADINGS):
        if id(element) in seen or element.find(_HEADINGS[:6]):
            continue
        name = _plain(squeeze(element.get_text(" ")))
        if not looks_like_name(name):
            continue
        seen.update(id(inner) for inner in element.find_all(True))
        if role := _role_after(element, name):
            yield PersonListed(name=name, role=role)


def _role_after(element: Tag, name: str) -> str:
    """Look at what follows, climbing out of wrappers that hold nothing but the name."""
    node = element
    for _ in range(4):
        for sibling in node.next_siblings:
            text = squeeze(sibling.get_text(" ") if isinstance(sibling, Tag) else str(sibling))
            text = text.strip(" ,，、|·–—-:：")
            if not text:
                continue
            if looks_like_name(text):
                return ""
            if looks_like_role(text):
                return text
            inner = next(_short_role(sibling), "") if isinstance(sibling, Tag) else ""
            return inner or (text if len(text) <= 80 and _is_role_marked(sibling) else "")
        parent = node.parent
        if parent is None or squeeze(parent.get_text(" ")) != name:
            return ""
        node = parent
    return ""


def _short_role(element: Tag) -> Iterator[str]:
    for inner in element.find_all(
        ["p", "span", "div", "h4", "h5", "h6", "em", "small", "strong", "li"]
    ):
        text = squeeze(inner.get_text(" "))
        if looks_like_role(text) and len(text) <= 100:
            yield text


def _is_role_marked(element: object) -> bool:
    if not isinstance(element, Tag):
        return False
    names = [*element.get_attribute_list("class"), *element.get_attribute_list("itemprop")]
    label = " ".join(str(one) for one in names if one).lower()
    return any(word in label for word in ("role", "title", "position", "job", "zhiwu", "zhiwei"))


def _from_lines(soup: BeautifulSoup) -> Iterator[PersonListed]:
    """One line per person: ``陈一鸣　首席执行官``, ``Ann Brand, chief executive``."""
    for element in soup.find_all(["li", "p", "dd", "div", "td"]):
        if element.find(["li", "p", "div", "ul", "table", "tr"]):
            continue
        line = element.get_text(" ").strip()
        for mark in ("\u3000", " – ", " — ", " - ", "：", ":", "，", ", ", "|", "\xa0", " "):
            left, found, right = line.partition(mark)
            left, right = squeeze(left), squeeze(right)
            if found and right and looks_like_name(left) and looks_like_role(right):
                yield PersonListed(name=left, role=right)
                break
            if found and left and mark != " " and looks_like_name(right) and looks_like_role(left):
                yield PersonListed(name=right, role=left)
                break


def _plain(name: str) -> str:
    """Take out the space that pads Chinese names of two characters and titles such as 先生."""
    bare = (
        name.replace(" ", "")
        if name
        and name.replace(" ", "").isalpha()
        and not name.isascii()
        and "\u4e00" <= name[0] <= "\u9fff"
        else name
    )
    return bare.removesuffix("先生").removesuffix("女士")


def looks_like_people(page_words: list[str]) -> bool:
    """Say whether the short lines of a page are mostly names beside roles."""
    kinds = Counter(
        "name" if looks_like_name(one) else "role" if looks_like_role(one) else ""
        for one in page_words
    )
    return kinds["name"] >= 3 and kinds["role"] >= 3
