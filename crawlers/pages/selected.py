"""A source's own rules, applied to a page: one value per field that they find (RELIABILITY D5)."""

from collections.abc import Callable, Mapping
from typing import Any

from bs4 import BeautifulSoup
from lxml import etree, html

from crawlers.pages.body import Body, read_body
from crawlers.pages.dom import squeeze, text_of
from crawlers.pages.page import Page
from crawlers.pages.people_names import clean_authors
from crawlers.pages.plan_words import Setting, page_tax
from crawlers.pages.pricing import read_plan
from crawlers.pages.rules import WATCH, Rule, Take, chosen, find, parse_rules, search, without
from crawlers.pages.titles import Titled
from schemas.documents import DOCUMENT_TYPES, PersonListed, PlanPrice
from schemas.errors import WrongUseError
from schemas.kinds import DocumentKind
from text.dates import read_date
from text.price import read_price

# Rows of one page that a rule reads at most; a page of more is no list of plans or people.
_MOST_ROWS = 200
_SURE = 0.98


def apply_selectors(page: Page, selectors: Mapping[str, str], kind: DocumentKind) -> dict[str, Any]:
    """Return the fields that *selectors* find on *page*; a rule that finds nothing gives none.

    What they find of title and text is what the page's other readers go by from then on. Raises
    WrongUseError for a rule that is none, QuarantineError (``rule-timeout``) for one that takes
    too long; both name it.
    """
    values: dict[str, Any] = {}
    WATCH.spent = 0.0
    for name, text in selectors.items():
        if name in PARTS:
            continue
        value = _value(page, name, text, selectors, kind)
        if value:
            values[name] = value
            page.note(name, "selector", _SURE)
    _seed(page, values)
    return values


def check_rules(selectors: Mapping[str, str], kind: DocumentKind | None = None) -> None:
    """Raise WrongUseError for a rule that is none, or for a field that cannot be read by one."""
    for name, text in selectors.items():
        if name not in FIELDS and name not in PARTS:
            raise _unknown(name, kind)
        try:
            parse_rules(text)
        except WrongUseError as error:
            raise WrongUseError(f"{name}: {error.what}", remedy=error.remedy) from error


def _unknown(name: str, kind: DocumentKind | None) -> WrongUseError:
    fields = ", ".join((*FIELDS, *PARTS))
    return WrongUseError(
        f"no field {name!r}{f' of {kind}' if kind else ''} can be selected",
        remedy=f"Fields: {fields}",
    )


def _value(
    page: Page, name: str, text: str, selectors: Mapping[str, str], kind: DocumentKind
) -> Any:
    reader = FIELDS.get(name)
    if reader is None or name not in DOCUMENT_TYPES[kind].model_fields:
        raise _unknown(name, kind)
    for rule in parse_rules(text):
        found = find(page.root, rule)
        if found and (value := reader(found, rule, page, selectors)):
            return value
    return None


def _seed(page: Page, values: Mapping[str, Any]) -> None:
    page.rules.update(values)
    if title := values.get("title"):
        page.__dict__["titled"] = Titled(title, "selector", _SURE)
    if text := values.get("text"):
        paragraphs = tuple(text.split("\n\n"))
        page.__dict__["body"] = Body(paragraphs, page.root.find("body"), (), _SURE)


def line_of(one: Any, rule: Rule) -> str:
    """Return one line: an attribute where the rule names one, else what a reader sees."""
    if isinstance(one, html.HtmlElement):
        if rule.attribute:
            line = squeeze(one.get(rule.attribute))
        else:
            line = squeeze(one.get("content") or one.get("datetime")) or text_of(one)
    else:
        line = squeeze(str(one))
    if rule.pattern and line:
        return squeeze(search(rule.pattern, line))
    return line


def _lines(found: list[Any], rule: Rule, default: Take) -> list[str]:
    some = without(chosen(found, rule, default), rule)
    return [line for one in some if (line := line_of(one, rule))]


def _line(found: list[Any], rule: Rule, page: Page, _: Mapping[str, str]) -> str:
    lines = _lines(found, rule, "first")
    # The first that matches only in a later element: an empty one before it is none.
    if not lines and rule.take is None:
        lines = _lines(found, rule, "all")[:1]
    return (" " if rule.join is None else rule.join).join(lines)[:1000]


def _body(found: list[Any], rule: Rule, page: Page, _: Mapping[str, str]) -> str:
    title = page.titled.text
    parts: list[str] = []
    for one in without(chosen(found, rule, "all"), rule):
        if rule.attribute or rule.pattern or not isinstance(one, html.HtmlElement):
            parts.append(line_of(one, rule))
        else:
            parts.append(read_body(one, title).text)
    return ("\n\n" if rule.join is None else rule.join).join(part for part in parts if part)


def _date(found: list[Any], rule: Rule, page: Page, _: Mapping[str, str]) -> Any:
    for line in _lines(found, rule, "all"):
        read = read_date(
            line, seen=page.seen, language=page.language, source="selector", confidence=0.97
        )
        if read is not None:
            return read
    return None


def _names(found: list[Any], rule: Rule, _: Page, __: Mapping[str, str]) -> tuple[str, ...]:
    return clean_authors(_lines(found, rule, "all"))


def _part(row: html.HtmlElement, text: str | None) -> str:
    """Return what a rule finds within *row*: CSS below it, or XPath that begins with ``./``."""
    for rule in parse_rules(text) if text else ():
        lines = _lines(find(row, rule), rule, "first")
        if lines:
            return lines[0]
    return ""


def _offers(
    found: list[Any], rule: Rule, page: Page, selectors: Mapping[str, str]
) -> tuple[PlanPrice, ...]:
    setting = Setting(page.money_hint, page_tax(page.visible))
    rows: list[PlanPrice] = []
    for row in without(chosen(found, rule, "all")[:_MOST_ROWS], rule):
        if not isinstance(row, html.HtmlElement):
            continue
        name = _part(row, selectors.get("offers.name")) or _heading(row)
        raw = _part(row, selectors.get("offers.price"))
        if raw:
            rows.append(_priced(name, raw, page.money_hint))
        elif "offers.price" not in selectors and name:
            soup = BeautifulSoup(etree.tostring(row, encoding="unicode", with_tail=False), "lxml")
            rows += read_plan(soup.body or soup, name, setting)
    return tuple({one.key: one for one in rows}.values())


def _priced(name: str, raw: str, hint: str) -> PlanPrice:
    price = read_price(raw, hint)
    return PlanPrice(
        name=name[:200], plan=name[:200] or None, amount=price.amount, currency=price.currency,
        period=price.period, unit=price.unit, state=price.state, raw=raw[:400], confidence=_SURE,
    )  # fmt: skip


def _heading(row: html.HtmlElement) -> str:
    for one in row.iter("h1", "h2", "h3", "h4", "h5", "th", "strong", "b"):
        if text := text_of(one):
            return text
    return ""


def _people(
    found: list[Any], rule: Rule, _: Page, selectors: Mapping[str, str]
) -> tuple[PersonListed, ...]:
    rows = without(chosen(found, rule, "all")[:_MOST_ROWS], rule)
    listed = [
        PersonListed(
            name=_part(row, selectors.get("people.name")) or _heading(row),
            role=_part(row, selectors.get("people.role")),
        )
        for row in rows
        if isinstance(row, html.HtmlElement)
    ]
    return tuple(one for one in listed if one.name)


Reader = Callable[[list[Any], Rule, Page, Mapping[str, str]], Any]
FIELDS: dict[str, Reader] = {
    "title": _line, "text": _body, "published": _date, "authors": _names, "lead": _line,
    "offers": _offers, "people": _people, "availability": _line, "sku": _line, "brand": _line,
    "employer": _line, "location": _line,
}  # fmt: skip
# Read within a row of offers or people.
PARTS = ("offers.name", "offers.price", "people.name", "people.role")
