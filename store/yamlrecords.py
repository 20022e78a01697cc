"""Plain values become registry records; what is wrong with them is said where it stands."""

from collections.abc import Iterator
from difflib import get_close_matches
from typing import Any, NamedTuple

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from schemas.registry import Company, Names
from store.history import TYPES, Entry
from store.records import RegistryKind
from store.yamlnodes import Fault, Loaded, Path_, Place

REVISION = "_revision"
_HAN = range(0x3400, 0xA000)


class Found(NamedTuple):
    """A record with the file and path it was read at, and the revision it was exported at."""

    kind: RegistryKind
    record: Entry
    loaded: Loaded
    path: Path_
    base: int | None


def read_record(
    kind: RegistryKind, loaded: Loaded, path: Path_, value: Any, faults: list[Fault]
) -> Iterator[Found]:
    """Yield the record at *path*, and the sources within it where it is a company."""
    if not isinstance(value, dict):
        what = f"a {kind} is written as 'name: value' lines, not as {_shape(value)}"
        faults.append(Fault(loaded.place(path), what))
        return
    values = {name: one for name, one in value.items() if one is not None}
    base = _base(values.pop(REVISION, None), loaded, path, faults)
    nested = values.pop("sources", []) if kind == "company" else []
    if kind == "company":
        normalise_company(values)
    try:
        record = TYPES[kind].model_validate(values)
    except ValidationError as error:
        faults += _faults_of(error, kind, loaded, path, values)
    else:
        if isinstance(record, Company):
            faults += [Fault(loaded.place((*path, *at)), what) for at, what in unnamed(record)]
        yield Found(kind, record, loaded, path, base)
    yield from _nested_sources(nested, values.get("id"), loaded, (*path, "sources"), faults)


def unnamed(company: Company) -> Iterator[tuple[Path_, str]]:
    """Yield where *company* lacks a name, or has one of blanks and stops that every text would hold, and what is wrong."""
    if not any(company.names.values()):
        yield ("names",), "a company needs a name"
    for path, name in _all_names(company):
        if not any(map(str.isalnum, name)):
            yield path, f"{name!r} is no name: it has no letter and no digit"


def _all_names(company: Company) -> Iterator[tuple[Path_, str]]:
    """Yield every name of *company*, its products and people with the place where it stands."""
    for field in ("brands", "subsidiaries", "tickers"):
        yield from (((field, number), one) for number, one in enumerate(getattr(company, field)))
    yield from ((("people", number, "name"), one.name) for number, one in enumerate(company.people))
    owners: list[tuple[Path_, Names]] = [((), company.names)]
    for field in ("products", "people"):
        owners += [
            ((field, number), one.names) for number, one in enumerate(getattr(company, field))
        ]
    for path, names in owners:
        for language, several in names.items():
            for number, one in enumerate(several):
                yield (*path, "names", language, number), one


def _nested_sources(
    nested: Any, company: Any, loaded: Loaded, path: Path_, faults: list[Fault]
) -> Iterator[Found]:
    if not isinstance(nested, list):
        what = f"sources are written as a list ('- id: …'), not as {_shape(nested)}"
        faults.append(Fault(loaded.place(path), what))
        return
    for number, one in enumerate(nested):
        at = (*path, number)
        if isinstance(one, dict):
            named = one.get("company") or company
            if named != company:
                what = f"this source stands in company {company!r} and names {named!r}"
                faults.append(Fault(loaded.place((*at, "company")), what))
            one = {**one, "company": company}  # noqa: PLW2901  # a copy; the values stay as read
        yield from read_record("source", loaded, at, one, faults)


def _base(value: Any, loaded: Loaded, path: Path_, faults: list[Fault]) -> int | None:
    if value is None:
        return None
    if isinstance(value, str) and value.isdigit():
        return int(value)
    what = f"{REVISION} is written by export: a number"
    faults.append(Fault(loaded.place((*path, REVISION)), what, "Remove the line to overwrite"))
    return None


def normalise_company(values: dict[str, Any]) -> None:
    """Take what people write for what it can only mean: one name for a list, a number for a tier."""
    names = values.get("names")
    if isinstance(names, (str, list)):
        values["names"] = _by_script([names] if isinstance(names, str) else names)
    elif isinstance(names, dict):
        values["names"] = _listed(names)
    tier = values.get("tier")
    if isinstance(tier, str) and tier.isdigit():
        values["tier"] = int(tier)
    for field in ("products", "people"):
        rows = values.get(field)
        if isinstance(rows, list):
            values[field] = [
                {**row, "names": _listed(row["names"])}
                if isinstance(row, dict) and isinstance(row.get("names"), dict)
                else row
                for row in rows
            ]


def _listed(names: dict[str, Any]) -> dict[str, Any]:
    return {
        language: [one] if isinstance(one, str) else one
        for language, one in names.items()
        if one is not None
    }


def _by_script(names: list[Any]) -> Any:
    """Give names without a language theirs: Chinese where there is a Chinese character in it."""
    if not all(isinstance(name, str) for name in names):
        return names
    found: dict[str, list[str]] = {}
    for name in names:
        chinese = any(ord(char) in _HAN for char in name)
        found.setdefault("zh" if chinese else "en", []).append(name)
    return found


def _faults_of(
    error: ValidationError, kind: str, loaded: Loaded, path: Path_, values: dict[str, Any]
) -> list[Fault]:
    """Return one fault per place: a value that fits no part of a union is wrong only once."""
    found: dict[tuple[Place, str], Fault] = {}
    record: type[BaseModel] = TYPES[kind]  # type: ignore[index]
    for detail in error.errors():
        inner: Path_ = tuple(detail["loc"])
        if inner[:1] == ("urls",) and "urls" not in values and (*path, "url") in loaded.places:
            inner = ("url",)
        place = loaded.place((*path, *inner))
        what, remedy = fault_words(detail, kind, record)
        key = (place, "" if detail["type"] != "missing" else what)
        if key not in found or detail["type"] == "value_error":
            found[key] = Fault(place, what, remedy)
    return list(found.values())


def fault_words(detail: ErrorDetails, kind: str, record: type[BaseModel]) -> tuple[str, str]:
    """Return what is wrong with a record of *kind* and how to mend it, in the words of the file."""
    *outer, last = detail["loc"] or ("",)
    name = ".".join(str(part) for part in (*outer, last) if not _is_union_part(part))
    given = detail["input"]
    if detail["type"] == "missing":
        return f"{name!r} is missing in this {kind}", ""
    if detail["type"] == "extra_forbidden":
        names = [*record.model_fields, "sources", "url"] if not outer else []
        near = get_close_matches(str(last), names, n=1)
        known = f"Known: {', '.join(sorted(names))}" if names else ""
        return f"unknown key {name!r} in this {kind}", (
            f"Did you mean {near[0]!r}?" if near else known
        )
    if detail["type"] == "string_pattern_mismatch" and last in {"id", "company", "owner"}:
        return f"{name}: {given!r} is no id", "Use small letters, digits and . _ -"
    if detail["type"] == "string_pattern_mismatch" and last == "email":
        return f"{name}: {given!r} is no mail address", ""
    if detail["type"] == "literal_error":
        return f"{name}: {given!r} is not one of {detail['ctx']['expected']}", ""
    return _said(detail["msg"].removeprefix("Value error, "), name, given), ""


def _said(message: str, name: str, given: Any) -> str:
    """Return a rule's own words, with the key and what stands there; of a whole record, as they are."""
    if not name:
        return message
    if isinstance(given, (dict, list)):
        shown = f" (it is {_shape(given)})"
    else:
        shown = "" if repr(given) in message else f": {given!r}"
    return f"{name}: {message[:1].lower()}{message[1:]}{shown}"


def _is_union_part(part: str | int) -> bool:
    return isinstance(part, str) and part.startswith(("literal[", "constrained-", "tuple["))


def _shape(value: Any) -> str:
    if isinstance(value, dict):
        return "'name: value' lines"
    if isinstance(value, list):
        return "a list"
    return "nothing" if value is None else f"the text {value!r}"
