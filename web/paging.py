"""Long lists a page at a time, so that no page is heavier than it may be."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Annotated, Generic, TypeVar

from fastapi import Query

T = TypeVar("T")
Number = Annotated[int, Query(ge=1, le=100_000, description="Which part of a long list")]


@dataclass(frozen=True)
class Part(Generic[T]):
    """Some of *total*: those from *first* to *last*, which count from 1; *page* of *pages*."""

    items: Sequence[T]
    page: int
    pages: int
    first: int
    last: int
    total: int


def part(items: Sequence[T], page: int, size: int) -> Part[T]:
    """Return page number *page* of *items*, the last one where there are fewer."""
    pages = max(1, -(-len(items) // size))
    page = min(page, pages)
    start = (page - 1) * size
    some = items[start : start + size]
    first = start + 1 if some else 0
    return Part(some, page, pages, first, start + len(some), len(items))
