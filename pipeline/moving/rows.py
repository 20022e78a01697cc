"""A source as another tool's file names it, and how its words become ours."""

import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import timedelta

from schemas.errors import WrongUseError
from schemas.ids import canonical_url
from schemas.registry import Registry, format_period, parse_period

# Larger than any list of sources that people keep; more is a mistake or an attack (RELIABILITY T20).
MOST_BYTES = 32_000_000
MOST_ROWS = 10_000
_LONGEST_NAME = 200
_WORDS = {
    "hourly": "1h", "daily": "1d", "weekly": "1w", "monthly": "30d",
    "每小时": "1h", "每天": "1d", "每日": "1d", "每周": "1w", "每月": "30d",
}  # fmt: skip
_LONG_UNIT = re.compile(
    r"^(\d{1,4})\s*(?:(m)in(?:ute)?s?|(h)(?:ou)?rs?|(d)ays?|(w)eeks?|(分钟)|(小时)|(天)|(周))$"
)
_UNITS = {"分钟": "m", "小时": "h", "天": "d", "周": "w"}


@dataclass(frozen=True)
class Row:
    """One source of a file: where it stands there, what it says, and what we have no place for."""

    where: str
    url: str
    name: str = ""
    kind: str = ""
    company: str = ""
    every: str = ""
    language: str = ""
    document: str = ""
    selectors: Mapping[str, str] = field(default_factory=dict)
    enabled: bool = True
    groups: tuple[str, ...] = ()
    left: tuple[str, ...] = ()


@dataclass(frozen=True)
class Fault:
    """A place in the file that gives no source, and why."""

    where: str
    reason: str
    detail: str = ""


Found = Iterable[Row | Fault]


def bounded(rows: Found, file: str) -> list[Row | Fault]:
    """Return all of *rows*. Raises WrongUseError where there are more than any list needs."""
    taken: list[Row | Fault] = []
    for row in rows:
        if len(taken) >= MOST_ROWS:
            raise WrongUseError(
                f"holds more than {MOST_ROWS:,} addresses",
                where=file,
                remedy="Split it; nothing of it was taken",
            )
        taken.append(row)
    return taken


def period(written: str) -> str:
    """Return how often, as a source says it: ``daily``, ``每天``, ``30 minutes``, ``6h``.

    Raises ValueError naming the accepted forms.
    """
    words = " ".join(written.strip().lower().split())
    words = _WORDS.get(words, words)
    if match := _LONG_UNIT.match(words):
        unit = next(one for one in match.groups()[1:] if one)
        words = match[1] + _UNITS.get(unit, unit)
    return format_period(parse_period(words))


def period_of(seconds: float) -> str:
    """Return *seconds* as a source's period, rounded up to whole minutes."""
    minutes = max(1, -int(-seconds // 60))
    hours = timedelta(minutes=minutes)
    if minutes > 9999:
        hours = timedelta(hours=-(-minutes // 60))
    return format_period(hours)


def label(text: object) -> str:
    """Return a name on one line, without control characters, of a length that people read."""
    shown = "".join(
        " " if unicodedata.category(one)[0] == "C" else one for one in str(text or "")[:2000]
    )
    return " ".join(shown.split())[:_LONGEST_NAME]


def http_address(url: str) -> str:
    """Return *url* as it stands. Raises ValueError where it is none that can be watched."""
    address = url.strip()
    canonical_url(address)
    return address


class Companies:
    """Finds the company that a folder, tag or cell names: by id or by any of its names."""

    def __init__(self, registry: Registry) -> None:
        self._ids: dict[str, str] = {}
        for company in registry.companies:
            names = [name for some in company.names.values() for name in some]
            for name in (
                company.id,
                *names,
                *company.brands,
                *company.subsidiaries,
                *company.domains,
            ):
                self._ids.setdefault(_folded(name), company.id)

    def find(self, name: str) -> str | None:
        """Return the id of the company called *name*, or None."""
        return self._ids.get(_folded(name)) if name.strip() else None


def _folded(name: str) -> str:
    return " ".join(unicodedata.normalize("NFKC", name).casefold().split())
