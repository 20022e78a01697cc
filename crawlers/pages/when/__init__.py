"""When a page was published: evidence from every place that states a day, and the choice.

Places are asked in the order of what they cost; where what is known agrees and nothing speaks
against it, the rest is not looked at.
"""

import copy
import re
from collections.abc import Callable, Iterator

from lxml import html

from crawlers.pages.dom import marks
from crawlers.pages.page import Page
from crawlers.pages.when.choice import Choice, choose
from crawlers.pages.when.evidence import PLACES, Evidence, Reader
from crawlers.pages.when.shown import (
    anywhere,
    classed,
    near_title,
    near_words,
    relative,
    timed,
    written,
)
from crawlers.pages.when.stated import scripted, stated
from schemas.documents import PublishedDate
from text.dates import read_date

_Place = Callable[[Reader], Iterator[Evidence]]
_STEPS: tuple[_Place, ...] = (
    stated,
    near_words,
    timed,
    near_title,
    classed,
    written,
    scripted,
    relative,
)
# From here on a date is sure enough not to search all of the page for others.
_ENOUGH = 0.79
_WIDE = {classed, written, scripted, relative}


def published(page: Page, *, search: bool = True) -> PublishedDate | None:
    """Return the date of *page* and why it is believed; None where nothing states one.

    Without *search* nothing is guessed from all of the markup: pages of goods, plans and people bear
    no date, and what stands on them is mostly another thing's.
    """
    found = _chosen(page)
    if found:
        return found.found
    return _searched(page) if search else None


def _chosen(page: Page) -> Choice | None:
    reader, known = Reader(page), list[Evidence]()
    today = page.seen.date().isoformat()
    found: Choice | None = None
    for step in _STEPS:
        if found and (found.settled or (step in _WIDE and found.found.confidence >= _ENOUGH)):
            break
        if more := list(step(reader)):
            known += more
            found = choose(known, today)
    if found is None:
        found = choose(list(anywhere(reader)), today)
    return found


def evidence(page: Page) -> list[Evidence]:
    """Return everything that any place of *page* says, for whoever wants to see why."""
    reader = Reader(page)
    return [one for step in _STEPS for one in step(reader)]


def _searched(page: Page) -> PublishedDate | None:
    """Let htmldate search all of the markup; what only it finds is a guess."""
    from htmldate import find_date  # noqa: PLC0415 - half a second to load, rarely needed

    root = copy.deepcopy(page.root)
    for footer in [one for one in root.iter("footer", "div", "p") if _is_footer(one)]:
        footer.drop_tree()
    try:
        raw = find_date(root, original_date=True, extensive_search=True, url=page.url)
    except (
        ValueError,
        TypeError,
        AttributeError,
        RecursionError,
    ):  # its ways to fail on odd markup
        return None
    if not raw or raw.endswith("-01-01"):  # what it makes of a year alone
        return None
    return read_date(raw, seen=page.seen, source="search", confidence=PLACES["search"])


def _is_footer(element: html.HtmlElement) -> bool:
    if element.getparent() is None or element.tag == "body":
        return False
    if element.tag == "footer" or re.search(
        r"(?:^|[\s_-])(?:footer|copyright)(?:$|[\s_-])", marks(element)
    ):
        return True
    return element.tag == "p" and "©" in (element.text or "")
