"""Writes the registry as YAML that people edit: short, in a stable order, without secrets."""

import os
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from schemas.errors import StorageFullError, WrongUseError
from schemas.registry import Registry
from store.history import FIELDS, Entry
from store.records import RegistryKind, VersionedRegistry
from store.yamlrecords import REVISION
from store.yamltext import render

_LISTS: tuple[RegistryKind, ...] = ("source", "search", "reader")
# What a reader wants to see even where it is the default.
_ALWAYS: dict[RegistryKind, tuple[str, ...]] = {
    "company": ("id", "role", "names"),
    "source": ("id", "kind"),
    "search": ("id",),
    "reader": ("id", "name", "email", "language", "timezone"),
}


def write_folder(registry: Registry, folder: Path) -> None:
    """Write *registry* so that ``read_folder`` gives an equal one.

    One file per company with its sources; files of an earlier export are replaced. Raises
    WrongUseError where the folder holds other YAML, which would then be read beside it.
    """
    revisions = registry.revisions if isinstance(registry, VersionedRegistry) else {}
    files = {Path(name): text for name, text in _files(registry, revisions)}
    _refuse_others(folder, set(files))
    try:
        for name, text in files.items():
            _write(folder / name, text)
    except OSError as error:
        raise StorageFullError(
            f"cannot be written: {error.strerror}", where=str(folder), remedy="Name another folder"
        ) from error


def _files(registry: Registry, revisions: dict[str, int]) -> Iterable[tuple[str, str]]:
    companies = {company.id for company in registry.companies}
    for company in registry.companies:
        row = _row("company", company, revisions)
        own = [one for one in registry.sources if one.company == company.id]
        if own:
            row["sources"] = [_without(_row("source", one, revisions), "company") for one in own]
        yield f"companies/{company.id}.yaml", render(row)
    others: dict[RegistryKind, Iterable[Entry]] = {
        "source": [one for one in registry.sources if one.company not in companies],
        "search": registry.searches,
        "reader": registry.readers,
    }
    for kind in _LISTS:
        rows = [_row(kind, one, revisions) for one in others[kind]]
        yield f"{FIELDS[kind]}.yaml", render(rows)


def _row(kind: RegistryKind, record: Entry, revisions: dict[str, int]) -> dict[str, Any]:
    values = record.model_dump(mode="json", exclude_defaults=True)
    whole = record.model_dump(mode="json", include=set(_ALWAYS[kind]))
    row = {name: whole[name] for name in _ALWAYS[kind]}
    row |= {name: value for name, value in values.items() if name not in row}
    urls = row.get("urls")
    if urls and len(urls) == 1:
        row = {("url" if name == "urls" else name): value for name, value in row.items()}
        row["url"] = urls[0]
    revision = revisions.get(f"{kind} {record.id}")
    return row if revision is None else {**row, REVISION: revision}


def _without(row: dict[str, Any], name: str) -> dict[str, Any]:
    return {key: value for key, value in row.items() if key != name}


def _refuse_others(folder: Path, ours: set[Path]) -> None:
    names = [f"{folder}/*", *(f"{folder}/{name}/*" for name in FIELDS.values())]
    there = {
        Path(file).relative_to(folder)
        for name in names
        for suffix in (".yaml", ".yml")
        for file in Path(name).parent.glob(f"*{suffix}")
    }
    others = sorted(str(file) for file in there - ours)
    if others:
        raise WrongUseError(
            f"holds YAML that this export would not replace: {', '.join(others[:5])}",
            where=str(folder),
            remedy="Name an empty folder, or move these files away",
        )


def _write(file: Path, text: str) -> None:
    """Replace *file* at once: who reads it sees the old text or the new."""
    file.parent.mkdir(parents=True, exist_ok=True)
    partial = file.with_name(f".{file.name}.partial")
    with partial.open("w", encoding="utf-8") as opened:
        opened.write(text)
        opened.flush()
        os.fsync(opened.fileno())
    partial.replace(file)
