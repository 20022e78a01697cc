"""What the pages say by themselves, as data: one file per page group and language beside this one."""

from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML

from text.display import Lang, format_count

FOLDER = Path(__file__).parent
LANGUAGES: tuple[Lang, ...] = ("en", "zh")
Entry = str | Mapping[str, str]


class Wording:
    """The words of one page group in one language, by dotted key: attributes of attributes."""

    def __init__(self, entries: Mapping[str, Any], where: str) -> None:
        self._entries = entries
        self._where = where

    def __getattr__(self, name: str) -> Any:
        try:
            found = self._entries[name]
        except KeyError:
            raise KeyError(f"no words for {self._where}.{name}") from None
        if isinstance(found, Mapping) and "other" not in found:
            return Wording(found, f"{self._where}.{name}")
        return found

    __getitem__ = __getattr__

    def optional(self, name: str) -> Any:
        """Return the words under *name*, or None."""
        return self._entries.get(name)


def fill(entry: Entry, n: int | None = None, **values: Any) -> str:
    """Return *entry* with its ``{names}`` filled; of ``{one, other}`` the form for *n*.

    ``{n}`` is *n* with thousands separators. Whoever shows it escapes it.
    """
    if isinstance(entry, str):
        template = entry
    else:
        template = entry["one"] if n == 1 and "one" in entry else entry["other"]
    if n is not None:
        values["n"] = format_count(n)
    return template.format(**values) if values else template


@cache
def group(name: str, language: Lang) -> Wording:
    """Return the words of page group *name*, read once."""
    file = FOLDER / language / f"{name}.yaml"
    return Wording(YAML(typ="safe").load(file.read_text(encoding="utf-8")), name)


def said(key: str, language: Lang) -> Entry:
    """Return one entry by its whole key, such as ``story.flash.starred``."""
    name, *rest = key.split(".")
    found: Any = group(name, language)
    for part in rest:
        found = found[part]
    entry: Entry = found
    return entry
