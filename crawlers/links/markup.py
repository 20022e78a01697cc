"""Markup without a parser, in one pass whatever it holds: strangers write it to cost time (T4)."""

import re

_UNSEEN = re.compile(r"<(/?)(script|style|noscript|template)\b", re.IGNORECASE)
TAG = re.compile(r"<[^<>]{0,5000}>")
# A closing tag is no longer than this.
_CLOSING = 100


def without_scripts(text: str) -> str:
    """Return *text* without scripts and styles; one that is never closed ends it."""
    if not _UNSEEN.search(text):
        return text
    parts: list[str] = []
    at = 0
    inside = ""
    for match in _UNSEEN.finditer(text):
        name = match[2].lower()
        if not inside and not match[1]:
            parts.append(text[at : match.start()])
            inside = name
        elif inside == name and match[1]:
            inside = ""
            end = text.find(">", match.end(), match.end() + _CLOSING)
            at = end + 1 if end >= 0 else match.end()
    if not inside:
        parts.append(text[at:])
    return " ".join(parts)


def without_tags(text: str, gap: str = " ") -> str:
    """Return what a reader sees of *text*, entities as they stand, *gap* for each tag."""
    return TAG.sub(gap, without_scripts(text))
