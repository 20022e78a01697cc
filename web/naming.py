"""Names of search fields and their values, counts and reasons, in a reader's language."""

from collections.abc import Callable, Mapping
from typing import Any

from digests.words import Words
from schemas.stories import Factor
from text.display import Lang
from web.wording import fill, group

# What browsers and systems say of themselves, the telling before what others pretend to be.
_BROWSERS = (
    ("Edg", "Edge"), ("OPR/", "Opera"), ("MicroMessenger", "WeChat"), ("Firefox/", "Firefox"),
    ("Chrome/", "Chrome"), ("Safari/", "Safari"),
)  # fmt: skip
_SYSTEMS = (
    ("iPhone", "iPhone"), ("iPad", "iPad"), ("Android", "Android"), ("Windows", "Windows"),
    ("Mac OS X", "macOS"), ("Linux", "Linux"),
)  # fmt: skip


def field_name(field: str, language: Lang) -> str:
    """Return the heading of a facet; the field itself where it has no word."""
    return str(group("base", language).fields.optional(field) or field)


def value_name(
    field: str, value: str, words: Words, language: Lang, name_of: Callable[[str, str], str]
) -> str:
    """Return a facet's value in words; *name_of* field and id gives names of the registry."""
    base = group("base", language)
    tables: dict[str, Mapping[Any, str]] = {
        "family": words.families,
        "move": words.kinds,
        "status": words.statuses,
    }
    if field in {"company", "source"}:
        return name_of(field, value)
    if field in {"kind", "lang"}:
        return str(base["kinds" if field == "kind" else "languages"].optional(value) or value)
    return tables.get(field, {}).get(value, value)


def plain_factor(factor: Factor, words: Words, language: Lang) -> str | None:
    """Return a factor that digests leave out in words, None for the others."""
    detail = next(iter(factor.detail.values()), "")
    if factor.name == "kind":
        kinds: Mapping[Any, str] = words.kinds
        return kinds.get(detail, detail)
    if factor.name == "status":
        statuses: Mapping[Any, str] = words.statuses
        return statuses.get(detail, detail)
    found: str | None = group("base", language).factors.optional(factor.name)
    return found


def field_query(field: str, value: str) -> str:
    """Return what is typed for a facet's value; a family is asked for as a kind of move is."""
    name = "move" if field == "family" else field
    return f'{name}:"{value}"' if " " in value else f"{name}:{value}"


def number_of(count: int, noun: str, language: Lang) -> str:
    """Return ``4 sources`` or ``4 个来源``; *noun* is one of ``base.counts``."""
    return fill(group("base", language).counts[noun], count)


def tier_name(tier: int | str | None, language: Lang) -> str:
    """Return a tier in words: a customer's by name, a competitor's by number; nothing for none."""
    words = group("base", language).tiers
    if tier is None:
        return ""
    return str(words.optional(str(tier)) or fill(words.number, int(tier)))


def paid_for(unit: str | None, period: str | None, billed: str | None, language: Lang) -> str:
    """Return what a price is for, and how it is paid: ``seat, month, billed yearly``."""
    words = group("base", language)
    parts = [
        words.units.optional(unit) or unit if unit else "",
        words.periods.optional(period) or period if period else "",
        words.billed.optional(billed) or "" if billed and billed != period else "",
    ]
    return str(words["and"]).join(str(part) for part in parts if part)


def browser_name(agent: str) -> str:
    """Return ``Firefox · Windows`` for what a browser says of itself; nothing where it is no browser we know."""
    browser = next((name for mark, name in _BROWSERS if mark in agent), "")
    system = next((name for mark, name in _SYSTEMS if mark in agent), "")
    return " · ".join(one for one in (browser, system) if one) if browser else ""
