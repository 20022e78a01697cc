"""Entries of the audit log in words: what differs, and whether it can be taken back."""

import json
from dataclasses import dataclass
from typing import Any

from pipeline.standing import Standing, standing
from pipeline.undoing import parts
from schemas.accounts import AuditEntry
from web.visit import Visit
from web.wording import group

_SHOWN = 20  # fields that differ
_HIDDEN = frozenset({"id", "created"})


@dataclass(frozen=True)
class Line:
    """An entry with the fields that differ (name, old, new), how it stands, and what belongs to it."""

    entry: AuditEntry
    differing: list[tuple[str, str, str]]
    standing: Standing
    parts: list[AuditEntry]
    stands: str = ""


def line(visit: Visit, entry: AuditEntry) -> Line:
    """Return an entry as the log shows it."""
    found = standing(visit.workspace, entry)
    whole = entry.action.endswith(("-removed", "-undone")) and entry.part_of is None
    return Line(
        entry,
        differing(visit, entry),
        found,
        parts(visit.workspace, entry) if whole else [],
        stands(visit, found, entry),
    )


def stands(visit: Visit, found: Standing, entry: AuditEntry) -> str:
    """Return in a few words why an entry cannot be undone; empty where it can, or never is."""
    if found.state in {"can", "never"}:
        return ""
    return visit.words("audit", f"stands.{found.state}", **_values(visit, found, entry))


def refusal(visit: Visit, found: Standing, entry: AuditEntry) -> str:
    """Return the sentence that says why an entry was not undone: who changed what since."""
    state = "gone" if found.gone else found.state
    return visit.words("audit", f"refused.{state}", **_values(visit, found, entry))


def differing(visit: Visit, entry: AuditEntry) -> list[tuple[str, str, str]]:
    """Return name, old and new value of what differs between before and after."""
    before, after = (_fields(visit, one) for one in (entry.before, entry.after))
    names = [one for one in dict.fromkeys([*before, *after]) if one not in _HIDDEN]
    return [
        (field_name(visit, name), before.get(name, ""), after.get(name, ""))
        for name in names
        if before.get(name, "") != after.get(name, "")
    ][:_SHOWN]


def field_name(visit: Visit, field: str) -> str:
    """Return what a field is called on the pages; the field itself where it has no word."""
    return str(group("registry", visit.lang).names.optional(field) or field.replace("_", " "))


def _values(visit: Visit, found: Standing, entry: AuditEntry) -> dict[str, Any]:
    account = visit.store.accounts.get(found.by)
    return {
        "who": account.name if account else found.by or "–",
        "what": ", ".join(field_name(visit, one) for one in found.fields) or entry.record,
        "at": visit.site.speaker(visit.lang, visit.zone).moment(found.at) if found.at else "–",
        "n": entry.part_of,
    }


def _fields(visit: Visit, payload: str | None) -> dict[str, str]:
    if payload is None:
        return {}
    loaded: dict[str, Any] = json.loads(payload)
    yes, no = (visit.words("base", one) for one in ("yes", "no"))
    return {
        name: (yes if value else no) if isinstance(value, bool) else plain(value)
        for name, value in loaded.items()
    }


def plain(value: Any) -> str:
    """Return a value of a record as people read it: lists with commas, names by language."""
    if value is None or value in ([], {}, ""):
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, list):
        return ", ".join(plain(one) for one in value)
    if isinstance(value, dict):
        shown = {name: plain(one) for name, one in value.items()}
        return "; ".join(f"{name}: {one}" for name, one in shown.items() if one)
    return str(value)
