"""A query as people click it together: terms put to it and taken from it, as they would be typed."""

import re
from datetime import date, timedelta

# One term at the top of a query: a group in brackets, a phrase, or what stands without spaces.
_TERM = re.compile(r'-?(?:[\w.]+:)?"[^"]*"|-?\([^()]*\)|[^\s"]+')


# Fields that ask for a time, in either language.
_TIMES = ("after:", "before:", "last:", "date:", "之后:", "之前:", "最近:", "日期:")


def terms(query: str) -> list[str]:
    """Return the terms of *query* as they are written."""
    return _TERM.findall(query)


def has(query: str, term: str) -> bool:
    """Say whether *query* asks for *term* by itself."""
    return term in terms(query)


def toggled(query: str, term: str) -> str:
    """Return *query* without *term* where it has it, else with it."""
    found = terms(query)
    if term in found:
        return " ".join(one for one in found if one != term)
    return narrowed(query, term)


def narrowed(query: str, term: str) -> str:
    """Return *query* and *term*; alternatives are bracketed first, or the term would bind to the last."""
    query = query.strip()
    if re.search(r"\bOR\b", query) and not (
        query.startswith("(") and query.endswith(")") and query.count("(") == 1
    ):
        query = f"({query})"
    return f"{query} {term}".strip()


def lately(query: str, days: int) -> tuple[str, bool]:
    """Return *query* for the last *days* alone, or without them where it asks for just them, and which."""
    term = f"last:{days}d"
    kept = " ".join(one for one in terms(query) if not one.startswith(_TIMES))
    if has(query, term):
        return kept, True
    return narrowed(kept, term), False


def during(query: str, first: str, last: str) -> str:
    """Return *query* for the days *first* to *last* (YYYY-MM-DD) and no others."""
    kept = " ".join(one for one in terms(query) if not one.startswith(_TIMES))
    following = date.fromisoformat(last) + timedelta(days=1)
    return narrowed(kept, f"after:{first} before:{following.isoformat()}")
