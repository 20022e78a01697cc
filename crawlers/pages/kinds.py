"""Which kind of document a page is, where its source does not say."""

import re
from collections.abc import Callable
from urllib.parse import urlsplit

from crawlers.pages.dom import squeeze, text_of
from crawlers.pages.page import Page
from crawlers.pages.people import PeoplePageObject
from crawlers.pages.people_names import looks_like_name, looks_like_role
from crawlers.pages.quality import weight
from crawlers.pages.selling import (
    OFFER_PATH,
    OFFER_TITLE,
    is_titled_product,
    keeps_offer,
    sells_one,
    shows_plans,
)
from crawlers.pages.structured import Node, of_type
from crawlers.pages.titles import ARTICLES
from schemas.kinds import DocumentKind
from text.price import read_price

_PATHS: tuple[tuple[DocumentKind, re.Pattern[str]], ...] = (
    ("offer", OFFER_PATH),
    ("people", re.compile(r"/(?:leadership|management(?:-team)?|executives?|board(?:-of-directors)?|our-team|team|people|guanli|tuandui|gaoguan|about/team|leaders)(?:[/._-]|$)", re.IGNORECASE)),
    ("job", re.compile(r"/(?:jobs?|careers?|vacanc(?:y|ies)|positions?|openings|join|zhaopin|zhiwei|recruit)/[^/]+", re.IGNORECASE)),
    ("product", re.compile(r"/(?:products?|item|goods|dp|chanpin|p)/[^/]+", re.IGNORECASE)),
    ("review", re.compile(r"/reviews?/[^/]+", re.IGNORECASE)),
    ("filing", re.compile(r"/(?:filings?|edgar|disclosure|gonggao)/[^/]+", re.IGNORECASE)),
)  # fmt: skip
_PEOPLE_TITLE = re.compile(
    r"\b(?:leadership|management team|executive team|our team|board of directors)\b|管理团队|管理层|高管团队|领导团队|董事会成员",
    re.IGNORECASE,
)
_JOB_WORDS = re.compile(
    r"apply now|responsibilities|requirements|what you(?:'ll| will) do|qualifications|工作地点|岗位职责|任职要求|职位描述|岗位要求|Location:",
    re.IGNORECASE,
)

# A name and a role on one line: by comma, colon or dash; by a space between Chinese words.
_PARTS = re.compile(r"[,，:：|\u3000–—-]\s*|(?<=[\u4e00-\u9fff])\s(?=[\u4e00-\u9fff])")


def decide(page: Page) -> DocumentKind:
    """Return the kind: structured data first, then address and title, then the page's shape."""
    return _stated(page) or _by_address(page) or _by_shape(page)


def _by_address(page: Page) -> DocumentKind | None:
    """Return the kind that address or title promise, if the page keeps it."""
    path, title = urlsplit(page.url).path, page.titled.text
    promised = next((kind for kind, pattern in _PATHS if pattern.search(path)), None)
    if OFFER_TITLE.search(title):
        promised = "offer"
    elif _PEOPLE_TITLE.search(title):
        promised = "people"
    if promised is None or promised not in _KEPT:
        return None
    return promised if _KEPT[promised](page) else None


def _stated(page: Page) -> DocumentKind | None:
    shown = page.metas.get("og:type", "").lower()
    if of_type(page.nodes, "JobPosting"):
        return "job"
    if of_type(page.nodes, *ARTICLES):
        return "article"
    sellable = of_type(page.nodes, "Product", "SoftwareApplication", "Service")
    if sold := [one for one in sellable if one.get("offers")]:
        several = len(sold) > 3 and not is_titled_product(page, sold)
        return "offer" if several or _several_offers(sold) else "product"
    if of_type(page.nodes, "Product") or shown in {"product", "og:product", "product.item"}:
        return "product"
    if of_type(page.nodes, "Review", "CriticReview"):
        return "review"
    return "article" if shown == "article" and len(page.body.text) > 400 else None


def _several_offers(nodes: list[Node]) -> bool:
    """Plans have names of their own; variants of one product (sizes, sellers) do not."""
    given = nodes[0].get("offers")
    if not isinstance(given, list) or len(given) < 2:
        return False
    names = {str(one.get("name")) for one in given if isinstance(one, dict) and one.get("name")}
    return len(names) == len(given)


def _by_shape(page: Page) -> DocumentKind:
    """Plans and people stand in short lines: a page with paragraphs of sentences is an article."""
    if page.metas.get("og:type", "").lower() != "article" and sells_one(page):
        return "product"
    if _sentences(page) >= 2 or page.metas.get("og:type", "").lower() == "article":
        return "article"
    if shows_plans(page):
        return "offer"
    if _people(page) >= 4 and len(PeoplePageObject(page).listed) >= 4:
        return "people"
    return "article"


def _sentences(page: Page) -> int:
    return sum(1 for one in page.body.paragraphs if weight(one) > 150)


def _prices(page: Page) -> list[str]:
    found: list[str] = []
    for element in page.root.iter("p", "span", "div", "td", "strong", "b", "dd", "h2", "h3"):
        if len(element) > 5 or any(one.tag in {"a", "li"} for one in element.iterancestors()):
            continue  # a price in a list of headlines is news
        text = text_of(element)
        if (
            1 < len(text) <= 60
            and read_price(text).raw_currency
            and read_price(text).amount is not None
        ):
            found.append(text)
        if len(found) > 8:
            break
    return found


def _people(page: Page) -> int:
    """Count people with roles: stated ones, or names and roles in short lines."""
    stated = sum(1 for node in of_type(page.nodes, "Person") if node.get("jobTitle"))
    names = roles = 0
    for element in page.root.iter("h2", "h3", "h4", "h5", "li", "td", "p", "strong", "span", "div"):
        if len(element) > 3:
            continue
        text = element.text_content()
        parts = [squeeze(part) for part in _PARTS.split(text)[:2]] if len(text) < 120 else []
        names += any(looks_like_name(part) for part in parts)
        roles += any(looks_like_role(part) for part in parts)
    return max(stated, min(names, roles))


# What a page must show for the kind that its address or title promises.
_KEPT: dict[DocumentKind, Callable[[Page], bool]] = {
    "offer": lambda page: _sentences(page) < 6 and keeps_offer(page),
    "people": lambda page: _people(page) >= 2,
    "job": lambda page: bool(_JOB_WORDS.search(page.visible[:8000])),
    "product": lambda page: bool(_prices(page)),
    "filing": lambda page: True,
}
