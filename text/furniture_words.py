"""The words of furniture (``furniture.yaml``): patterns of whole lines, each tried only where a line has letters it needs."""

import re
from collections.abc import Mapping
from functools import cache, lru_cache
from pathlib import Path
from typing import Literal, NamedTuple

from text.kept import yaml_of
from text.sieve import Sieve

Group = Literal["headings", "doubtful_headings", "links", "anywhere", "credits", "edges", "menu"]

_DATA = Path(__file__).with_name("furniture.yaml")
_SIGNS = r"[\W_]*"


class _Book(NamedTuple):
    """The patterns of all groups, by number; which ones are a group's, and with signs around those of :func:`is_idle`."""

    sieve: Sieve
    groups: Mapping[Group, frozenset[int]]
    patterns: tuple[re.Pattern[str], ...]
    signed: Mapping[int, re.Pattern[str]]


@cache
def _book() -> _Book:
    listed = [(group, one) for group, several in yaml_of(_DATA).items() for one in several]
    groups = {group: frozenset(n for n, (own, _) in enumerate(listed) if own == group) for group, _ in listed}  # fmt: skip
    patterns = tuple(re.compile(one, re.IGNORECASE) for _, one in listed)
    idle = {n: re.compile(f"{_SIGNS}(?:{listed[n][1]}){_SIGNS}", re.IGNORECASE) for n in groups["anywhere"]}  # fmt: skip
    return _Book(Sieve([one for _, one in listed]), groups, patterns, idle)


@lru_cache(maxsize=512)  # a line is asked for group after group
def _open(said: str) -> frozenset[int]:
    return _book().sieve.open(said)


def is_of(group: Group, said: str) -> bool:
    """Say whether all of *said* is one of a group's words."""
    book = _book()
    return any(book.patterns[n].fullmatch(said) for n in book.groups[group] & _open(said))


def is_idle(said: str) -> bool:
    """Say whether a line says nothing wherever it stands, whatever signs are around it."""
    book = _book()
    return any(book.signed[n].fullmatch(said) for n in book.groups["anywhere"] & _open(said))
