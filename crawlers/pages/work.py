"""Where and how work is done, as boards and pages put it: places, remote, hybrid, on site."""

import re
from typing import Any, Literal

from crawlers.pages.structured import first, texts

Remote = Literal["remote", "hybrid", "on-site"]

_KINDS: tuple[tuple[Remote, re.Pattern[str]], ...] = (
    ("hybrid", re.compile(r"\bhybrid\b|混合办公|部分远程", re.IGNORECASE)),
    ("remote", re.compile(r"\b(?:fully[- ])?remote\b|telecommute|work from home|\bWFH\b|远程|居家办公", re.IGNORECASE)),
    ("on-site", re.compile(r"\bon-?\s?site\b|\bin[- ]office\b|驻场|坐班", re.IGNORECASE)),
)  # fmt: skip


def remote_of(*words: str) -> Remote | None:
    """Return how the work is done, by the first of *words* that says so; None where none does."""
    for text in words:
        for name, pattern in _KINDS:
            if text and pattern.search(text):
                return name
    return None


def place_names(value: Any) -> list[str]:
    """Return the places of schema.org's ``jobLocation``: town, region, country of each."""
    listed = value if isinstance(value, list) else [value]
    return list(dict.fromkeys(name for one in listed[:50] for name in _place(one)))


def _place(value: Any) -> list[str]:
    if not isinstance(value, dict):
        return texts(value)
    address = value.get("address", value)
    if not isinstance(address, dict):
        return texts(address)
    parts = [first(address.get(key)) for key in ("addressLocality", "addressRegion", "addressCountry")]  # fmt: skip
    return [", ".join(dict.fromkeys(part for part in parts if part))] if any(parts) else texts(value)  # fmt: skip
