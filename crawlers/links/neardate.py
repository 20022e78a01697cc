"""Finds the date that stands beside a link in a list, as written; it is read later."""

import re
from collections.abc import Iterator
from itertools import islice

from lxml import html

from crawlers.links.found import squeeze
from text.months import month_number

_MONTH = (
    r"(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?"
    r"|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)\.?"
)
# The more exact forms first: 2026-11-20 must not be read as the month and day 11-20.
_DATE = re.compile(
    r"\d{4}\s?[年년]\s?\d{1,2}\s?[月월]\s?\d{1,2}\s?[日일](?:\s*\d{1,2}:\d{2}(?::\d{2})?)?"
    r"|(?<!\d)(?:19|20)\d{2}[-/.]\d{1,2}[-/.]\d{1,2}(?:[T ]\d{1,2}:\d{2}(?::\d{2})?(?:Z|[+-]\d\d:?\d\d)?)?"
    rf"|(?<!\w)\d{{1,2}}(?:st|nd|rd|th|\.)?\s+{_MONTH},?\s+\d{{4}}"
    rf"|(?<!\w){_MONTH}\s+\d{{1,2}}(?:st|nd|rd|th)?,?\s+\d{{4}}"
    r"|(?<![\d./])\d{1,2}([./])\d{1,2}\1(?:(?:19|20)\d{2}|\d{2})(?![\d./])(?:\s+\d{1,2}:\d{2}(?:\s?[ap]m)?)?"
    r"|\d{1,3}\s?(?:分钟|分鐘|小时|小時|天|日|周|个月)[前]|刚刚|(?:今天|昨天|前天|昨日|今日)(?:\s*\d{1,2}:\d{2})?"
    r"|(?<!\w)\d{1,3}\s+(?:minute|min|hour|hr|day|week|month)s?\s+ago|(?<!\w)(?:yesterday|today)(?!\w)"
    r"|(?<!\d)\d{1,2}\s?月\s?\d{1,2}\s?日|(?<![\d-])(?:0[1-9]|1[0-2])-(?:[0-2]\d|3[01])(?![\d-])"
    rf"|(?<!\w)\d{{1,2}}\s+{_MONTH}(?!\w)|(?<!\w){_MONTH}\s+\d{{1,2}}(?!\d)",
    re.IGNORECASE,
)
# 8. November 2026, 14 octobre 2026, 3 de marzo de 2026: the word decides whether it is a month.
_WORDED = re.compile(
    r"(?<!\w)\d{1,2}\.?\s+(?:de\s+)?([^\W\d_]{3,12})\.?,?\s+(?:de\s+)?(?:19|20)\d{2}(?!\d)"
)


def has_date(text: str) -> bool:
    """Say whether *text* holds something written like a date."""
    return next(_dates(text), None) is not None


def is_date(text: str) -> bool:
    """Say whether *text* is nothing but a date."""
    return any(len(found) >= len(text) - 2 for found in _dates(text))


def date_near(row: html.HtmlElement, title: str) -> str | None:
    """Return the date of a list row as written: markup's own first, then text outside the title."""
    for element in row.iter("time"):
        if written := squeeze(element.get("datetime"), 100):
            return written
    words = row_words(row)
    outside = words.replace(title, " ", 1) if title else words
    return next(_dates(outside), None) or next(_dates(title), None)


def row_words(row: html.HtmlElement) -> str:
    """Return the text of a row; for the text of a definition, its term (most often the date) too."""
    words = " ".join(str(part)[:1000] for part in islice(row.itertext(), 200))
    if row.tag == "dd":
        before = row.getprevious()
        if before is not None and before.tag == "dt":
            words = f"{' '.join(islice(before.itertext(), 20))} {words}"
    return " ".join(words.split())[:2000]


def _dates(text: str) -> Iterator[str]:
    for match in _DATE.finditer(text):
        yield match[0].strip()
    for match in _WORDED.finditer(text):
        if month_number(match[1]) is not None:
            yield match[0].strip()
