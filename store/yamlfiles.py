"""The registry as a folder of YAML: read with every fault's file and line, written back.

    companies/ID.yaml     one company, its own sources nested under ``sources:``
    companies.yaml        a list of companies
    sources.yaml          sources that belong to no company, or name one
    searches.yaml         saved searches
    readers.yaml          readers

Read too: folders ``sources/``, ``searches/``, ``readers/`` in the manner of ``companies/``, a file
of any name that holds one company, and one that holds lists under ``companies:``, ``sources:`` …
"""

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from schemas.errors import InvalidRecordError
from schemas.registry import Registry
from store.history import FIELDS
from store.records import RegistryKind, VersionedRegistry
from store.references import untrue
from store.yamlnodes import Fault, FaultError, Loaded, Path_, load
from store.yamlout import write_folder
from store.yamlrecords import Found, read_record

__all__ = ["InvalidFolderError", "read_folder", "write_folder"]

_KIND_OF: dict[str, RegistryKind] = {name: kind for kind, name in FIELDS.items()}
# Beyond this a list of faults helps nobody: the first ones usually explain the rest.
_LISTED = 50


class InvalidFolderError(InvalidRecordError):
    """A folder holds no valid registry; *faults* says all that is wrong, file by file."""

    def __init__(self, faults: Iterable[Fault]) -> None:
        self.faults = tuple(sorted(set(faults)))
        first = self.faults[0]
        if len(self.faults) == 1:
            super().__init__(first.what, where=str(first.place), remedy=first.remedy)
            return
        lines = [f"  {fault}" for fault in self.faults[:_LISTED]]
        if len(self.faults) > _LISTED:
            lines.append(f"  … and {len(self.faults) - _LISTED} more")
        super().__init__(f"{len(self.faults)} faults in the registry\n" + "\n".join(lines))


def read_folder(folder: Path, *, known: Registry | None = None) -> VersionedRegistry:
    """Read a folder, or one file, of YAML.

    *known* holds records that may be named without being in the folder. Raises InvalidFolderError
    (an InvalidRecordError) with every fault of all files at once.
    """
    faults: list[Fault] = []
    found: list[Found] = []
    for file, kind in _files(folder):
        try:
            found += _records(load(file), kind, faults)
        except FaultError as error:
            faults.append(error.fault)
    unique = _unique(found, faults)
    registry = VersionedRegistry(
        **{
            FIELDS[kind]: tuple(one.record for one in unique if one.kind == kind) for kind in FIELDS
        },
        revisions={
            f"{one.kind} {one.record.id}": one.base for one in unique if one.base is not None
        },
    )
    if not faults:  # a record that could not be read would seem to be missing
        at = {(one.kind, one.record.id): one for one in unique}
        for wrong in untrue(registry, known or Registry()):
            one = at[wrong.kind, wrong.id]
            place = one.loaded.place((*one.path, *wrong.path))
            faults.append(Fault(place, wrong.what, wrong.remedy))
    if faults:
        raise InvalidFolderError(faults)
    return registry


def _files(folder: Path) -> Iterator[tuple[Path, RegistryKind | None]]:
    """Yield the files to read with the kind their name says, None where the content must say it."""
    if not folder.exists():
        raise InvalidRecordError("there is no such folder", where=str(folder))
    if folder.is_file():
        yield folder, _KIND_OF.get(folder.stem)
        return
    files = sorted(
        file
        for pattern in ("*.yaml", "*.yml", "*/*.yaml", "*/*.yml")
        for file in folder.glob(pattern)
        if file.parent == folder or file.parent.name in _KIND_OF
    )
    if not files:
        raise InvalidRecordError(
            "holds no registry: there is no YAML file in it",
            where=str(folder),
            remedy="Put companies/NAME.yaml there; zhibi init writes an example",
        )
    for file in files:
        place = file.stem if file.parent == folder else file.parent.name
        yield file, _KIND_OF.get(place)


def _records(loaded: Loaded, kind: RegistryKind | None, faults: list[Fault]) -> Iterator[Found]:
    value = loaded.value
    if value is None:
        return
    if kind is None:
        yield from _records_of_any(loaded, value, faults)
        return
    if isinstance(value, dict) and set(value) == {FIELDS[kind]}:
        yield from _list(kind, loaded, (FIELDS[kind],), value[FIELDS[kind]], faults)
    elif isinstance(value, list):
        yield from _list(kind, loaded, (), value, faults)
    else:
        yield from read_record(kind, loaded, (), value, faults)


def _records_of_any(loaded: Loaded, value: Any, faults: list[Fault]) -> Iterator[Found]:
    """Read a file whose name says nothing: one company, or lists by the name of their kind."""
    if isinstance(value, dict) and value and set(value) <= set(_KIND_OF):
        for name, rows in value.items():
            yield from _list(_KIND_OF[name], loaded, (name,), rows, faults)
    elif isinstance(value, dict) and ("names" in value or "id" in value):
        yield from read_record("company", loaded, (), value, faults)
    else:
        what = "this is neither a company nor lists of companies, sources, searches or readers"
        remedy = "Name the file companies.yaml, sources.yaml, searches.yaml or readers.yaml"
        faults.append(Fault(loaded.place(()), what, remedy))


def _list(
    kind: RegistryKind, loaded: Loaded, path: Path_, rows: Any, faults: list[Fault]
) -> Iterator[Found]:
    if rows is None:
        return
    if not isinstance(rows, list):
        what = f"{FIELDS[kind]} are written as a list ('- id: …')"
        faults.append(Fault(loaded.place(path), what))
        return
    for number, row in enumerate(rows):
        yield from read_record(kind, loaded, (*path, number), row, faults)


def _unique(found: list[Found], faults: list[Fault]) -> list[Found]:
    """Return *found* without records, and note products, whose id is taken."""
    first: dict[tuple[str, str], Found] = {}
    ids: list[tuple[str, str, Path_]]
    for one in found:
        ids = [(one.kind, one.record.id, (*one.path, "id"))]
        if one.kind == "company":
            ids += [
                ("product", product.id, (*one.path, "products", number, "id"))
                for number, product in enumerate(getattr(one.record, "products", ()))
            ]
        for kind, record_id, path in ids:
            other = first.setdefault((kind, record_id), one)
            if other is not one or (kind == "product" and _twice(one, record_id)):
                what = f"the {kind} id {record_id!r} is taken: {other.loaded.place(other.path)}"
                faults.append(Fault(one.loaded.place(path), what))
    return [one for one in found if first[one.kind, one.record.id] is one]


def _twice(found: Found, product_id: str) -> bool:
    ids = [product.id for product in getattr(found.record, "products", ())]
    return ids.count(product_id) > 1
