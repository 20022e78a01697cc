"""Answers to what a person pipes in, line by line: a bad line becomes an error answer, the rest goes on."""

import json
import math
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any

from schemas.errors import InvalidRecordError, QuarantineError, ZhibiError
from text.price import read_price

Answer = dict[str, Any]
# A longer line is not text that anybody wrote; it would only fill the memory.
_LONGEST_LINE = 20_000_000
_HALVES = re.compile("[\ud800-\udfff]")


def prices(lines: Iterable[str]) -> Iterator[Answer]:
    """Read the price in each line ``{"id", "text"[, "hint"]}``."""

    def one(row: Mapping[str, Any]) -> Answer:
        price = read_price(text_of(row, "text"), text_of(row, "hint", "") or None)
        amount = None if price.amount is None else format(price.amount, "f")
        before = None if price.list_amount is None else format(price.list_amount, "f")
        more: Answer = {"list_amount": before, "period": price.period, "unit": price.unit}
        told = {name: value for name, value in more.items() if value is not None}
        if price.starting:
            told["starting"] = True
        return {"amount": amount, "currency": price.currency, "state": price.state, **told}

    return answers(lines, one)


def as_json(record: Any) -> Answer:
    """Return a record as plain JSON values."""
    plain: Answer = record.model_dump(mode="json")
    return plain


def answers(lines: Iterable[str], one: Callable[[Mapping[str, Any]], Answer]) -> Iterator[Answer]:
    """Yield for each line its id and what *one* answers, or what is wrong with the line."""
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        row_id: Any = None
        try:
            row = _row(line)
            row_id = _id_of(row)
            yield {"id": row_id, **one(row)}
        except ZhibiError as error:
            yield {"id": row_id, "line": number, "error": _error(error)}


def _id_of(row: Mapping[str, Any]) -> str | float:
    """Return the id of a line. Raises InvalidRecordError where it has none, or none that can be told again."""
    found = row.get("id")
    if found is None:
        raise InvalidRecordError("has no id")
    if isinstance(found, bool) or not isinstance(found, str | int | float):
        raise InvalidRecordError("needs an id that is a text or a number")
    if isinstance(found, float) and not math.isfinite(found):
        raise InvalidRecordError("has an id that is no number of JSON")
    return found


def _error(error: ZhibiError) -> Answer:
    reason = error.reason if isinstance(error, QuarantineError) else "invalid"
    return {"reason": reason, "message": str(error)}


def _row(line: str) -> dict[str, Any]:
    if len(line) > _LONGEST_LINE:
        raise InvalidRecordError(f"is longer than {_LONGEST_LINE:,} characters")
    try:
        row = json.loads(line)
    except (ValueError, RecursionError) as error:
        raise InvalidRecordError(f"is no JSON: {error}") from error
    if isinstance(row, list):
        raise InvalidRecordError('is a list: write one object a line, such as {"id": "1", …}')
    if not isinstance(row, dict):
        raise InvalidRecordError('must be an object such as {"id": "1", …}')
    return {str(_mended(key)): _mended(value) for key, value in row.items()}


def _mended(value: Any) -> Any:
    """Return a text with each half of a character, which JSON may hold, as the sign for what is lost."""
    return _HALVES.sub("\ufffd", value) if isinstance(value, str) else value


def text_of(row: Mapping[str, Any], key: str, default: str | None = None) -> str:
    """Return the text under *key*. Raises InvalidRecordError where there is none, or no text."""
    value = row.get(key, default)
    if value is None and default is not None:
        return default
    if not isinstance(value, str):
        raise InvalidRecordError(f"needs {key!r} as text")
    return value
