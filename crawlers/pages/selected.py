"""A source's own rules: CSS or XPath 1.0 per field, without extensions (RELIABILITY D5)."""

from collections.abc import Callable, Mapping
from typing import Any

from lxml import etree, html
from lxml.cssselect import CSSSelector

from crawlers.pages.body import read_body
from crawlers.pages.dom import squeeze, text_of
from crawlers.pages.page import Page
from crawlers.pages.people_names import clean_authors
from schemas.errors import WrongUseError
from schemas.kinds import DocumentKind
from text.dates import read_date

_LONGEST = 2000  # characters; no rule that a person wrote is longer


def apply_selectors(page: Page, selectors: Mapping[str, str], kind: DocumentKind) -> dict[str, Any]:
    """Return the fields that *selectors* find on *page*; a rule that finds nothing gives none.

    Raises WrongUseError for a rule that is neither CSS nor XPath, naming it.
    """
    values: dict[str, Any] = {}
    for name, rule in selectors.items():
        read = _READERS.get(name)
        if read is None:
            raise WrongUseError(
                f"no field {name!r} of {kind} can be selected",
                remedy=f"Fields: {', '.join(_READERS)}",
            )
        found = select(page.root, rule)
        value = read(found, page) if found else None
        if value:
            values[name] = value
            page.note(name, "selector", 0.98)
    return values


def select(root: html.HtmlElement, rule: str) -> list[Any]:
    """Return what a rule finds: elements, or strings for an XPath that ends in text or attribute."""
    if len(rule) > _LONGEST:
        raise WrongUseError("the selector is too long", remedy=f"Use at most {_LONGEST} characters")
    try:
        if rule.lstrip().startswith(("/", "(", "./")):
            # XPath 1.0 alone: without regexp extensions no rule can run for minutes.
            found = etree.XPath(rule, regexp=False)(root)
        else:
            found = CSSSelector(rule)(root)
    except (etree.XPathError, etree.LxmlError, ValueError, SyntaxError) as error:
        raise WrongUseError(
            f"{rule!r} is neither CSS nor XPath: {error}", remedy="Mend the source's selectors"
        ) from error
    return found if isinstance(found, list) else [found]


def _line(found: list[Any], _: Page) -> str:
    one = found[0]
    if isinstance(one, html.HtmlElement):
        return squeeze(one.get("content") or one.get("datetime")) or text_of(one)
    return squeeze(str(one))


def _body(found: list[Any], page: Page) -> str:
    parts = [
        read_body(one, page.titled.text).text for one in found if isinstance(one, html.HtmlElement)
    ]
    return "\n\n".join(part for part in parts if part)


def _date(found: list[Any], page: Page) -> Any:
    return read_date(
        _line(found, page),
        seen=page.seen,
        language=page.language,
        source="selector",
        confidence=0.97,
    )


def _names(found: list[Any], page: Page) -> tuple[str, ...]:
    return clean_authors([_line([one], page) for one in found])


_READERS: dict[str, Callable[[list[Any], Page], Any]] = {
    "title": _line, "text": _body, "published": _date, "authors": _names, "lead": _line,
}  # fmt: skip
