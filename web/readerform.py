"""A reader as the fields of a form, and back."""

from collections.abc import Sequence
from typing import Any, get_args

from pipeline.registering import RecordFault
from schemas.kinds import Tier
from schemas.registry import Company, Reader, Schedule
from web.companyform import meant, sentence
from web.posted import Posted
from web.visit import Visit

DAYS: tuple[str, ...] = get_args(Schedule.model_fields["day"].annotation)
TIERS: tuple[str, ...] = get_args(Tier)
# More companies than these are typed, not ticked: the page would weigh too much.
MOST_TICKED = 120
_PLAIN = ("id", "name", "email", "language", "timezone", "team", "every", "day", "hour", "floor", "limit",
          "threshold", "budget", "quiet")  # fmt: skip
_SEVERAL = ("companies", "kinds", "searches", "tiers", "alerts", "channels")
Fields = dict[str, Any]


def blank() -> Fields:
    """Return the fields of a reader that is yet to be added."""
    empty = Reader(id="new", name="", email="a@b.example")
    return fields_of(empty) | {"id": "", "email": ""}


def fields_of(reader: Reader) -> Fields:
    """Return a reader as a form shows it."""

    def text(value: Any) -> str:
        return "" if value is None else f"{value:g}" if isinstance(value, float) else str(value)

    return {
        **{name: text(getattr(reader, name)) for name in _PLAIN[:6]},
        **{name: text(getattr(reader.schedule, name)) for name in ("every", "day", "hour")},
        **{name: text(getattr(reader, name)) for name in ("floor", "limit")},
        **{name: text(getattr(reader.alerts, name)) for name in ("threshold", "budget", "quiet")},
        **{name: list(getattr(reader.interests, name)) for name in _SEVERAL[:4]},
        "alerts": list(reader.alerts.searches),
        "channels": list(reader.channels),
        "active": reader.active,
    }


def typed(sent: Posted, companies: Sequence[Company]) -> Fields:
    """Return the fields as they were typed, to be kept or shown again."""
    found: Fields = {name: sent.text(name) for name in _PLAIN}
    found |= {name: list(dict.fromkeys(filter(None, sent.all(name)))) for name in _SEVERAL}
    for line in sent.lines("companies_typed"):
        company = meant(line, companies)
        found["companies"].append(company.id if company else line)
    found["active"] = sent.has("active")
    return found


def values_of(fields: Fields, before: Reader | None) -> dict[str, Any]:
    """Return a reader's record as plain values, from the fields of the form."""
    return {
        "id": before.id if before else fields["id"],
        "name": fields["name"] or None,
        "email": fields["email"],
        "language": fields["language"],
        "timezone": fields["timezone"] or "UTC",
        "team": fields["team"] or None,
        "schedule": {name: fields[name] for name in ("every", "day", "hour")},
        "interests": {name: fields[name] for name in _SEVERAL[:4]},
        "floor": fields["floor"] or None,
        "limit": fields["limit"],
        "channels": fields["channels"],
        "alerts": {
            "searches": fields["alerts"],
            "threshold": fields["threshold"] or None,
            "budget": fields["budget"],
            "quiet": fields["quiet"] or None,
        },
        "active": fields["active"],
    }


def problems(visit: Visit, faults: Sequence[RecordFault]) -> dict[str, str]:
    """Return what is wrong by the field it stands under; ``form`` is the form as a whole."""
    found: dict[str, str] = {}
    for one in faults:
        words = [part for part in one.path if isinstance(part, str)]
        name = words[-1] if words else "form"
        if words[:2] == ["alerts", "searches"]:
            name = "alerts"
        found.setdefault(name, sentence(visit, one))
    return found
