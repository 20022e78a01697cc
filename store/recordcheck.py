"""One record of the registry, checked as a folder of YAML is: the same rules, the same sentences."""

from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from schemas.errors import InvalidRecordError
from schemas.registry import Company, Registry
from store.history import FIELDS, TYPES, Entry
from store.records import RegistryKind
from store.references import untrue
from store.yamlnodes import Path_
from store.yamlrecords import fault_words, normalise_company, unnamed

_PATTERNS = {
    "id": "id",
    "company": "id",
    "owner": "id",
    "email": "email",
    "quiet": "quiet",
    "language": "language",
}
_NUMBERS = ("int_", "float_", "greater_", "less_")


class RecordFault(NamedTuple):
    """What is wrong with the field at *path*, how to mend it, and a stable word for the sort of fault.

    *reason*: missing, name, id, email, quiet, language, choice, number, unknown, zone, taken, namesake, value.
    """

    path: Path_
    what: str
    remedy: str = ""
    reason: str = "value"


class RefusedRecordError(InvalidRecordError):
    """A record cannot be taken; *faults* says all that is wrong, field by field."""

    def __init__(self, kind: RegistryKind, record_id: str, faults: Iterable[RecordFault]) -> None:
        self.faults = tuple(faults)
        said = "; ".join(one.what for one in self.faults)
        super().__init__(said, where=f"{kind} {record_id}".strip(), remedy=self.faults[0].remedy)


def check_record(kind: RegistryKind, values: Mapping[str, Any], known: Registry) -> Entry:
    """Return the record of *values*, as they stand in YAML or JSON.

    *known* holds what it may name, and itself as it was. Raises RefusedRecordError with every fault.
    """
    plain = {name: one for name, one in values.items() if one is not None}
    if kind == "company":
        normalise_company(plain)
    try:
        record = TYPES[kind].model_validate(plain)
    except ValidationError as error:
        found = [_fault(one, kind) for one in error.errors()]
        unique = {one.path: one for one in reversed(found)}  # of a union one fault is enough
        faults = [one for one in found if unique.get(one.path) is one]
        raise RefusedRecordError(kind, str(plain.get("id", "")), faults) from error
    wrong = [
        RecordFault(
            one.path, one.what, one.remedy, "zone" if one.path[0] == "timezone" else "unknown"
        )
        for one in untrue(Registry(**{FIELDS[kind]: (record,)}), known)
    ]
    if isinstance(record, Company):
        wrong += _company_faults(record, known)
    if wrong:
        raise RefusedRecordError(kind, record.id, wrong)
    return record


def _company_faults(company: Company, known: Registry) -> Iterable[RecordFault]:
    yield from (RecordFault(path, what, reason="name") for path, what in unnamed(company))
    taken = {
        product.id: other.id
        for other in known.companies
        if other.id != company.id
        for product in other.products
    }
    mine: set[str] = set()
    for number, product in enumerate(company.products):
        if product.id in mine or product.id in taken:
            of = "twice here" if product.id in mine else f"of {taken[product.id]}"
            what = f"the product id {product.id!r} is taken: {of}"
            yield RecordFault(("products", number, "id"), what, reason="taken")
        mine.add(product.id)


def _fault(detail: ErrorDetails, kind: RegistryKind) -> RecordFault:
    what, remedy = fault_words(detail, kind, TYPES[kind])
    path = tuple(
        part
        for part in detail["loc"]
        if not (isinstance(part, str) and part.startswith(("literal[", "constrained-", "tuple[")))
    )
    return RecordFault(path, what, remedy, _reason(detail, path))


def _reason(detail: ErrorDetails, path: Path_) -> str:
    last = next((one for one in reversed(path) if isinstance(one, str)), "")
    found = detail["type"]
    if found == "missing":
        return "missing"
    if found == "string_pattern_mismatch":
        return _PATTERNS.get(last, "id")
    if found == "literal_error":
        return "choice"
    return "number" if found.startswith(_NUMBERS) else "value"
