"""A source as the fields of a form, and back: rules that are tuned by trying them stay as they are."""

from collections.abc import Sequence
from typing import Any, get_args

from pipeline.registering import RecordFault
from schemas.kinds import DocumentKind, SourceKind
from schemas.registry import Company, Source, format_period
from web.companyform import meant, sentence
from web.posted import Posted
from web.visit import Visit

KINDS: tuple[str, ...] = get_args(SourceKind)
DOCUMENTS: tuple[str, ...] = get_args(DocumentKind)
_PLAIN = (
    "id",
    "kind",
    "name",
    "company",
    "document",
    "language",
    "every",
    "delay",
    "max_pages",
    "confirm",
)
Fields = dict[str, Any]


def blank(company: str = "") -> Fields:
    """Return the fields of a source that is yet to be added."""
    empty = Source(id="new", kind="feed", urls=("http://x.example/",))
    return fields_of(empty) | {"id": "", "kind": "", "urls": "", "company": company}


def fields_of(source: Source) -> Fields:
    """Return a source as a form shows it."""
    found: Fields = {name: _text(getattr(source, name)) for name in _PLAIN if name != "every"}
    return found | {
        "every": format_period(source.every),
        "urls": "\n".join(source.urls),
        "drop": "\n".join(source.drop),
        "note": source.note,
        "enabled": source.enabled,
        "adapt": source.adapt,
    }


def typed(sent: Posted, companies: Sequence[Company]) -> Fields:
    """Return the fields as they were typed, to be kept or shown again."""
    found: Fields = {name: sent.text(name, 2000) for name in _PLAIN}
    company = meant(found["company"], companies)
    found["company"] = company.id if company else found["company"]
    found |= {name: sent.raw(name) for name in ("urls", "drop", "note")}
    return found | {name: sent.has(name) for name in ("enabled", "adapt")}


def values_of(fields: Fields, sent: Posted, before: Source | None) -> dict[str, Any]:
    """Return a source's record as plain values; what the form does not show stays as in *before*."""
    found = before.model_dump(mode="json") if before else {}
    found |= {name: fields[name] or None for name in _PLAIN}
    found["every"] = fields["every"] or "6h"
    found["max_pages"] = fields["max_pages"] or 200
    found["confirm"] = fields["confirm"] or 2
    found["name"] = fields["name"]
    found |= {name: sent.lines(name) for name in ("urls", "drop")}
    found |= {name: fields[name] for name in ("enabled", "adapt")}
    found["note"] = fields["note"].strip().replace("\r\n", "\n")[:4000]
    return found | ({"id": before.id} if before else {})


def problems(visit: Visit, faults: Sequence[RecordFault]) -> dict[str, str]:
    """Return what is wrong by the field it stands under; ``form`` is the form as a whole."""
    found: dict[str, str] = {}
    for one in faults:
        name = str(one.path[0]) if one.path else "urls" if "url" in one.what else "form"
        found.setdefault(name, sentence(visit, one))
    return found


def _text(value: Any) -> str:
    return "" if value is None else f"{value:g}" if isinstance(value, float) else str(value)
