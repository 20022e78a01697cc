"""Finds the date that stands beside a link in a list, as written; it is read later."""

import re

from lxml import html

from crawlers.links.found import squeeze

_MONTH = (
    r"(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?"
    r"|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)\.?"
)
# The more exact forms first: 2026-11-20 must not be read as the month and day 11-20.
_DATE = re.compile(
    r"\d{4}\s?年\s?\d{1,2}\s?月\s?\d{1,2}\s?日(?:\s*\d{1,2}:\d{2}(?::\d{2})?)?"
    r"|(?<!\d)(?:19|20)\d{2}[-/.]\d{1,2}[-/.]\d{1,2}(?:[T ]\d{1,2}:\d{2}(?::\d{2})?(?:Z|[+-]\d\d:?\d\d)?)?"
    rf"|(?<!\w)\d{{1,2}}(?:st|nd|rd|th)?\s+{_MONTH},?\s+\d{{4}}"
    rf"|(?<!\w){_MONTH}\s+\d{{1,2}}(?:st|nd|rd|th)?,?\s+\d{{4}}"
    r"|\d{1,3}\s?(?:分钟|分鐘|小时|小時|天|日|周|个月)[前]|刚刚|(?:今天|昨天|前天|昨日|今日)(?:\s*\d{1,2}:\d{2})?"
    r"|(?<!\w)\d{1,3}\s+(?:minute|min|hour|hr|day|week|month)s?\s+ago|(?<!\w)(?:yesterday|today)(?!\w)"
    r"|(?<!\d)\d{1,2}\s?月\s?\d{1,2}\s?日|(?<![\d-])(?:0[1-9]|1[0-2])-(?:[0-2]\d|3[01])(?![\d-])"
    rf"|(?<!\w)\d{{1,2}}\s+{_MONTH}(?!\w)|(?<!\w){_MONTH}\s+\d{{1,2}}(?!\d)",
    re.IGNORECASE,
)


def has_date(text: str) -> bool:
    """Say whether *text* holds something written like a date."""
    return bool(_DATE.search(text))


def date_near(row: html.HtmlElement, title: str) -> str | None:
    """Return the date of a list row as written: markup's own first, then text outside the title."""
    for element in row.iter("time"):
        if written := squeeze(element.get("datetime"), 100):
            return written
    words = " ".join(" ".join(row.itertext()).split())[:2000]
    outside = words.replace(title, " ", 1) if title else words
    found = _DATE.search(outside) or _DATE.search(title)
    return found[0].strip() if found else None
