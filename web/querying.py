"""A query as people click it together: terms put to it and taken from it, as they would be typed."""

import re
from datetime import date, timedelta

# One term at the top of a query: a group in brackets, a phrase, or what stands without spaces.
_TERM = re.compile(r'-?(?:[\w.]+:)?"[^"]*"|-?\([^()]*\)|[^\s"]+')


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


def during(query: str, first: str, last: str) -> str:
    """Return *query* for the days *first* to *last* (YYYY-MM-DD) and no others."""
    kept = " ".join(
        one for one in terms(query) if not one.startswith(("after:", "before:", "last:"))
    )
    following = date.fromisoformat(last) + timedelta(days=1)
    return narrowed(kept, f"after:{first} before:{following.isoformat()}")
