"""What all records share: frozen, closed, JSON in and out."""

from datetime import UTC, datetime, timedelta
from typing import Annotated

from pydantic import AfterValidator, BaseModel, ConfigDict, PlainSerializer, StringConstraints


class Record(BaseModel):
    """A value: equal by content, never changed in place, with no field but the declared ones."""

    model_config = ConfigDict(frozen=True, extra="forbid", ser_json_timedelta="iso8601")


def as_utc(value: datetime) -> datetime:
    """Return *value* in UTC. Raises ValueError for a naive datetime."""
    if value.tzinfo is None:
        raise ValueError("a time needs its zone, such as 2026-11-23T09:30:00+08:00")
    return value if value.tzinfo is UTC else value.astimezone(UTC)


def format_instant(value: datetime) -> str:
    """Return *value* as ISO 8601 in UTC with ``Z``: ``2026-11-23T01:30:00Z``."""
    return as_utc(value).isoformat()[: -len("+00:00")] + "Z"


def format_day(value: datetime, offset: timedelta = timedelta(0)) -> str:
    """Return the calendar day of *value* in a zone *offset* from UTC: ``2026-11-23``."""
    return (as_utc(value) + offset).date().isoformat()


Instant = Annotated[
    datetime, AfterValidator(as_utc), PlainSerializer(format_instant, when_used="json")
]
"""An aware point in time, normalised to UTC, written with ``Z``."""

Slug = Annotated[str, StringConstraints(pattern=r"^[a-z0-9][a-z0-9._-]{0,79}$")]
"""An id that people type: small letters, digits, ``. _ -``; 80 characters at most."""

Confidence = Annotated[float, AfterValidator(lambda value: round(value, 4))]
"""0 to 1; four digits, so that equal values compare equal after a round trip."""

Language = Annotated[str, StringConstraints(pattern=r"^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$")]
"""A BCP 47 tag, lower-case primary language: ``en``, ``zh``; ``und`` where unknown."""
