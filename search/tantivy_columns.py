"""Fields of many values as columns of one value each, in the embedded index.

The engine counts a column in which every document has one value ten to twenty times as fast as one
in which some have several. The first values of a field lie in columns of their own therefore; the
few documents that have more of them are marked, and counted once more by themselves.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from typing import Any

import tantivy

from search.clauses import ValueField

MANY: dict[ValueField, int] = {
    "companies": 4, "about": 2, "moves": 3, "families": 3, "statuses": 3,
}  # fmt: skip
"""How many columns each such field has: nine in ten documents need no more."""
NONE = "\u2205"
"""In place of a value, so that every document has one in each column."""
_MOST_VALUES = 10_000  # of a column: those of all columns together are exact up to so many
_ONE_EACH = (
    *(f"{one}_0" for one in MANY),
    "is_kind",
    "is_language",
    "is_source",
    "is_month",
    "day",
)
_REST = "rest"
_OF_MANY = {field: tuple(f"{field}_{number}" for number in range(MANY[field])) for field in MANY}
MORE = "more"


def add_columns(builder: tantivy.SchemaBuilder) -> None:
    """Add the columns to a schema."""
    for name in (*(one for field in MANY for one in (*_columns(field), f"{field}_{_REST}")), MORE):
        builder.add_text_field(name, tokenizer_name="raw", index_option="basic", fast=name != MORE)


def write_columns(found: tantivy.Document, values: Mapping[str, tuple[str, ...]]) -> None:
    """Put the *values* of one document into its columns."""
    add = found.add_text
    for field, columns in _OF_MANY.items():
        own = values[field]
        for column, value in zip(columns, own, strict=False):
            add(column, value)
        for column in columns[len(own) :]:
            add(column, NONE)
        if len(own) > len(columns):
            add(MORE, field)
            for value in own[len(columns) :]:
                add(f"{field}_{_REST}", value)


def counting(fields: Iterable[str], filled: Callable[[str], bool]) -> dict[str, Any]:
    """Return what to ask of the engine to count the values of *fields*, those beyond apart.

    The first column always, of the others those that are *filled* by any document.
    """
    columns = [
        one
        for field in fields
        for number, one in enumerate(_columns(field))
        if number == 0 or filled(one)
    ]
    return {one: {"terms": {"field": one, "size": _MOST_VALUES}} for one in columns}


def matching(answer: Mapping[str, Any]) -> int | None:
    """Return how many documents match, by a column in which each has one value; None without one."""
    for column in _ONE_EACH:
        if column in answer and not answer[column].get("sum_other_doc_count"):
            return sum(int(one["doc_count"]) for one in answer[column]["buckets"])
    return None


def counting_rest(fields: Iterable[str]) -> dict[str, Any]:
    """Return what to ask about the documents that are marked with one of *fields*."""
    rest = [f"{field}_{_REST}" for field in fields]
    return {one: {"terms": {"field": one, "size": _MOST_VALUES}} for one in rest}


def marked(fields: Iterable[str]) -> tuple[str, ...]:
    """Return the marks of documents that have more values in *fields* than these have columns."""
    return tuple(field for field in fields if field in MANY)


def counted(field: str, *answers: Mapping[str, Any]) -> dict[str, int]:
    """Return how many documents have each value of *field*, from what the engine answered."""
    names = (*_columns(field), f"{field}_{_REST}")
    tally: Counter[str] = Counter()
    for bucket in (
        one for answer in answers for name in names if name in answer
        for one in answer[name]["buckets"]
    ):  # fmt: skip
        tally[bucket["key"]] += bucket["doc_count"]
    del tally[NONE]
    return dict(tally)


def _columns(field: str) -> tuple[str, ...]:
    """Return the columns of *field*; a field of one value is its own."""
    found = _OF_MANY.get(field)  # type: ignore[call-overload]
    return found or (f"is_{field}",)
