"""A company as the fields of a form, and back: what the form does not show stays as it was."""

import re
from collections.abc import Mapping, Sequence
from typing import Any

from pipeline.registering import RecordFault
from schemas.registry import Company, Person, Product
from web.posted import Posted, several
from web.translating import own
from web.visit import Visit

LINES = ("domains", "brands", "subsidiaries", "tickers", "context")
PRODUCT = ("product_id", "product_en", "product_zh", "product_more")
PERSON = ("person_name", "person_role", "person_also", "person_more")
TIERS = ("1", "2", "3", "strategic", "key", "general")
# More rows than these belong into a file: zhibi export, zhibi apply.
MOST_ROWS = 150
NAMES = ("names_en", "names_zh", "names_more")
_HAN = range(0x3400, 0xA000)
Names = Mapping[str, Sequence[str]]
Fields = dict[str, Any]

# What a check says first: the place in the record, which is the field that this stands under.
_PLACE = re.compile(r"^[\w.]+: ")
_LIMIT = re.compile(r"should be (greater|less) than or equal to (-?[\d.]+)")
# Sorts of fault of which the remedy says all; what was found is a pattern or an English sentence of a library.
_SAID = frozenset({"missing", "name", "number", "quiet", "language"})


def blank() -> Fields:
    """Return the fields of a company that is yet to be added."""
    return fields_of(Company(id="new", names={})) | {"id": "", "role": "competitor"}


def fields_of(company: Company) -> Fields:
    """Return a company as a form shows it."""
    others = {k: v for k, v in company.names.items() if k not in {"en", "zh"}}
    found: Fields = {name: "\n".join(getattr(company, name)) for name in LINES}
    return found | {
        "id": company.id,
        "role": company.role,
        "names_en": "\n".join(company.names.get("en", ())),
        "names_zh": "\n".join(company.names.get("zh", ())),
        "names_more": "\n".join(f"{k}: {one}" for k, some in others.items() for one in some),
        "tier": str(company.tier or ""),
        "team": company.team or "",
        "note": company.note,
        "products": [_product_row(one) for one in company.products],
        "people": [_person_row(one) for one in company.people],
    }


def typed(sent: Posted) -> Fields:
    """Return the fields as they were typed, to be shown again."""
    found: Fields = {name: sent.raw(name) for name in LINES}
    for name in ("id", "role", "tier", "team"):
        found[name] = sent.text(name)
    for name in ("names_en", "names_zh", "names_more", "note"):
        found[name] = sent.raw(name)
    found["products"] = [one for one in sent.rows(PRODUCT) if any(one.values())]
    found["people"] = [one for one in sent.rows(PERSON) if any(one.values())]
    return found


def values_of(fields: Fields, sent: Posted, before: Company | None) -> dict[str, Any]:
    """Return a company's record as plain values, from the fields of the form.

    What reads as it was shown of *before* stays exactly as it is there.
    """
    tier = fields["tier"]
    found: dict[str, Any] = {name: sent.lines(name) for name in LINES}
    found |= {
        "id": before.id if before else fields["id"],
        "role": fields["role"],
        "names": _names(sent),
        "tier": int(tier) if tier.isdecimal() else tier or None,
        "team": fields["team"] or None,
        "note": fields["note"].strip().replace("\r\n", "\n")[:4000],
        "products": [_product(one, before, fields["id"]) for one in fields["products"]],
        "people": [_person(one, before) for one in fields["people"]],
    }
    found["domains"] = [one.partition("://")[2] or one for one in found["domains"]]
    found["domains"] = [one.strip("/") for one in found["domains"]]
    if before is not None:
        found |= _untouched(fields, before)
    return found


def _untouched(fields: Fields, before: Company) -> dict[str, Any]:
    """Return the values of what was not touched; of lists too long for a form too."""
    kept = before.model_dump(mode="json")
    shown = fields_of(before)

    def same(*names: str) -> bool:
        return all(fields[one].replace("\r\n", "\n").strip() == shown[one] for one in names)

    untouched = [name for name in (*LINES, "note") if same(name)]
    if same("names_en", "names_zh", "names_more"):
        untouched.append("names")
    untouched += [name for name in ("products", "people") if len(kept[name]) > MOST_ROWS]
    return {name: kept[name] for name in untouched}


def names_of(fields: Fields, sent: Posted, before: Company) -> Mapping[str, Any]:
    """Return the names that the form gives; those that were not touched exactly as they are."""
    kept: dict[str, Any] = _untouched(fields, before)
    return kept["names"] if "names" in kept else _names(sent)


def _names(sent: Posted) -> dict[str, list[str]]:
    names: dict[str, list[str]] = {"en": sent.lines("names_en"), "zh": sent.lines("names_zh")}
    for line in sent.lines("names_more"):
        language, mark, name = line.partition(":")
        names.setdefault(language.strip() if mark else "und", []).append((name or line).strip())
    return {language: some for language, some in names.items() if some}


def problems(visit: Visit, faults: Sequence[RecordFault]) -> dict[str, str]:
    """Return what is wrong by the field it stands under; ``form`` is the form as a whole."""
    found: dict[str, str] = {}
    for one in faults:
        found.setdefault(_field(one.path), sentence(visit, one))
    return found


def sentence(visit: Visit, fault: RecordFault) -> str:
    """Return a fault in a sentence or two: what is wrong where that says more, and how to mend it."""
    limit = _LIMIT.search(fault.what)
    if limit:
        return visit.words("registry", f"faults.{limit[1]}", number=limit[2])
    stop = "." if visit.lang == "en" else "。"
    mend = fault.remedy if visit.lang == "en" else ""
    mend = mend or visit.words("registry", f"faults.{fault.reason}")
    what = own(_PLACE.sub("", fault.what), visit.lang)
    if fault.reason in _SAID or what.language[:2] != visit.lang:
        return f"{mend.rstrip('.。')}{stop}"
    mend = "" if fault.reason == "value" and not fault.remedy else f"{mend.rstrip('.。')}{stop}"
    gap = " " if mend and visit.lang == "en" else ""
    return f"{what.text[:1].upper()}{what.text[1:]}{stop}{gap}{mend}"


def meant(text: str, companies: Sequence[Company]) -> Company | None:
    """Return the company with this id or one of these names, or None."""
    folded = " ".join(text.split()).casefold()
    for one in companies:
        names = (name.casefold() for some in one.names.values() for name in some)
        if folded == one.id or folded in names:
            return one
    return None


def _field(path: tuple[str | int, ...]) -> str:
    first = str(path[0]) if path else "form"
    if first in {"products", "people"} and len(path) > 1:
        return f"{first}.{path[1]}"
    if first == "names":
        return {"en": "names_en", "zh": "names_zh"}.get(
            str(path[1]) if len(path) > 1 else "en", "names_more"
        )
    return first


def _product_row(product: Product) -> dict[str, str]:
    more = {k: v for k, v in product.names.items() if k not in {"en", "zh"}}
    return {
        "product_id": product.id,
        "product_en": "; ".join(product.names.get("en", ())),
        "product_zh": "；".join(product.names.get("zh", ())),
        "product_more": _packed(more),
    }


def _product(row: Mapping[str, str], before: Company | None, company: str) -> dict[str, Any]:
    for one in before.products if before else ():
        if _product_row(one) == row:
            return one.model_dump(mode="json")
    names = {"en": several(row["product_en"]), "zh": several(row["product_zh"])}
    names |= _unpacked(row["product_more"])
    kept = {language: some for language, some in names.items() if some}
    first = next((some[0] for some in kept.values()), "")
    words = "".join(char if char.isascii() and char.isalnum() else " " for char in first.lower())
    made = "-".join([before.id if before else company, *words.split()])[:80]
    return {"id": row["product_id"] or made, "names": kept}


def _person_row(person: Person) -> dict[str, str]:
    also = [one for language in ("en", "zh") for one in person.names.get(language, ())]
    more = {k: v for k, v in person.names.items() if k not in {"en", "zh"}}
    return {
        "person_name": person.name,
        "person_role": person.role,
        "person_also": "; ".join(also),
        "person_more": _packed(more),
    }


def _person(row: Mapping[str, str], before: Company | None) -> dict[str, Any]:
    for one in before.people if before else ():
        if _person_row(one) == row:
            return one.model_dump(mode="json")
    names: dict[str, list[str]] = {}
    for also in several(row["person_also"]):
        chinese = any(ord(char) in _HAN for char in also)
        names.setdefault("zh" if chinese else "en", []).append(also)
    names |= _unpacked(row["person_more"])
    return {"name": row["person_name"] or None, "role": row["person_role"], "names": names}


def _packed(names: Names) -> str:
    """Return names of further languages for a hidden field: ``ja:ヴェルモラ|de:Velmora``."""
    return "|".join(f"{language}:{one}" for language, some in names.items() for one in some)


def _unpacked(text: str) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for part in filter(None, text.split("|")):
        language, _, name = part.partition(":")
        found.setdefault(language, []).append(name)
    return found
