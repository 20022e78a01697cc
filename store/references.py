"""What one record of the registry says of others, and whether that is so: pure."""

from collections.abc import Iterator
from difflib import get_close_matches
from typing import NamedTuple
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from schemas.kinds import FAMILIES, MOVE_KINDS
from schemas.registry import Reader, Registry
from store.records import RegistryKind

_KINDS: set[str] = {*MOVE_KINDS, *FAMILIES}


class Untrue(NamedTuple):
    """A field, by its path in a record, that names what does not exist."""

    kind: RegistryKind
    id: str
    path: tuple[str | int, ...]
    what: str
    remedy: str = ""


def untrue(registry: Registry, known: Registry) -> Iterator[Untrue]:
    """Yield every field of *registry* that names what neither it nor *known* holds."""
    companies = {one.id for one in (*registry.companies, *known.companies)}
    readers = {one.id for one in (*registry.readers, *known.readers)}
    searches = {one.id for one in (*registry.searches, *known.searches)}
    for source in registry.sources:
        if source.company is not None and source.company not in companies:
            yield _missing("source", source.id, ("company",), "company", source.company, companies)
    for search in registry.searches:
        if search.owner is not None and search.owner not in readers:
            yield _missing("search", search.id, ("owner",), "reader", search.owner, readers)
    for reader in registry.readers:
        yield from _of_reader(reader, companies, searches)


def _of_reader(reader: Reader, companies: set[str], searches: set[str]) -> Iterator[Untrue]:
    interests = reader.interests
    for number, one in enumerate(interests.companies):
        if one not in companies:
            path = ("interests", "companies", number)
            yield _missing("reader", reader.id, path, "company", one, companies)
    for number, one in enumerate(interests.searches):
        if one not in searches:
            path = ("interests", "searches", number)
            yield _missing("reader", reader.id, path, "saved search", one, searches)
    for number, one in enumerate(reader.alerts.searches):
        if one not in searches:
            path = ("alerts", "searches", number)
            yield _missing("reader", reader.id, path, "saved search", one, searches)
    for number, one in enumerate(interests.kinds):
        if one not in _KINDS:
            path = ("interests", "kinds", number)
            yield _missing("reader", reader.id, path, "kind or family of moves", one, _KINDS)
    try:
        ZoneInfo(reader.timezone)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        what = f"{reader.timezone!r} is no time zone"
        remedy = "Write it as Europe/Berlin or Asia/Shanghai"
        yield Untrue("reader", reader.id, ("timezone",), what, remedy)


def _missing(
    kind: RegistryKind,
    record_id: str,
    path: tuple[str | int, ...],
    word: str,
    named: str,
    there: set[str],
) -> Untrue:
    near = get_close_matches(named, sorted(there), n=1)
    remedy = f"Did you mean {near[0]}?" if near else ""
    return Untrue(kind, record_id, path, f"there is no {word} {named!r}", remedy)
