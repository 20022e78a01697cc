"""Addresses that only count a click and lead on: the page itself is named in a parameter."""

import re
from urllib.parse import parse_qs, urlsplit

# Seen in feeds and alerts by November 2026: host and path, and the parameter that holds the page.
_TRACKERS: tuple[tuple[re.Pattern[str], str], ...] = (
    (re.compile(r"^(?:www\.)?google\.[a-z.]{2,6}/url$"), "url"),
    (re.compile(r"^(?:www\.)?google\.[a-z.]{2,6}/url$"), "q"),
    (re.compile(r"^(?:www\.)?bing\.com/news/apiclick\.aspx$"), "url"),
    (re.compile(r"^lm?\.facebook\.com/l\.php$"), "u"),
    (re.compile(r"^(?:www\.)?linkedin\.com/redir/redirect$"), "url"),
    (re.compile(r"^link\.zhihu\.com/?$"), "target"),
    (re.compile(r"^link\.juejin\.cn/?$"), "target"),
    (re.compile(r"^(?:www\.)?jianshu\.com/go-wild$"), "url"),
    (re.compile(r"^(?:out|away)\.[\w.-]+/(?:go|out|redirect|away)?/?$"), "url"),
)


def unwrapped(url: str) -> str:
    """Return the page behind a known click counter; any other address as it is."""
    try:
        parts = urlsplit(url)
    except ValueError:
        return url
    if not parts.query or parts.scheme not in {"http", "https"}:
        return url
    place = f"{(parts.hostname or '').lower()}{parts.path}"
    for pattern, parameter in _TRACKERS:
        if pattern.match(place):
            inner = parse_qs(parts.query).get(parameter, [""])[0]
            if inner.startswith(("http://", "https://")):
                return inner
    return url
