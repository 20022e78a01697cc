"""What a source never keeps: patterns over addresses and titles, with a time limit."""

from collections.abc import Iterable

from crawlers.pages.rules import compile_pattern, search
from schemas.errors import WrongUseError


def check_drop(rule: str) -> str:
    """Return *rule* if it is ``url:PATTERN`` or ``title:PATTERN``. Raises WrongUseError."""
    what, found, pattern = rule.partition(":")
    if what not in {"url", "title"} or not found or not pattern.strip():
        raise WrongUseError(
            f"{rule!r} is no drop rule", remedy="Write url:PATTERN or title:PATTERN"
        )
    compile_pattern(pattern)
    return rule


def dropped_by(rules: Iterable[str], *, url: str = "", title: str = "") -> str | None:
    """Return the first of *rules* that matches, None where none does.

    Raises QuarantineError (``rule-timeout``) for a pattern that takes too long.
    """
    for rule in rules:
        what, _, pattern = rule.partition(":")
        text = url if what == "url" else title
        if text and search(pattern, text) is not None:
            return rule
    return None
