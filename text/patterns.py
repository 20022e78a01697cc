"""Large regular expressions compiled once and kept: to compile them anew takes half of a short command."""

import _sre  # type: ignore[import-not-found]  # what re itself hands its compiled code to
import re
import sys
from array import array
from re import _compiler, _parser  # type: ignore[attr-defined]
from typing import Any

from text.kept import store

_Code = tuple[int, bytes, int, dict[str, int], tuple[str | None, ...]]
# Code of another version of Python means other things.
_VERSION = f"{sys.version_info[:3]} {_sre.MAGIC}"


def compiled(source: str) -> re.Pattern[str]:
    """Return ``re.compile(source, re.IGNORECASE)``. Raises re.error."""
    flags, code, groups, names, order = store("patterns").get(
        (_VERSION, source), lambda: _translated(source)
    )
    made: re.Pattern[str] = _sre.compile(
        source, flags, array("I", code).tolist(), groups, names, order
    )
    return made


def _translated(source: str) -> _Code:
    """Return what ``_sre.compile`` wants: flags, code, number of groups, their names both ways."""
    parsed: Any = _parser.parse(source, re.IGNORECASE)
    names, groups = parsed.state.groupdict, parsed.state.groups
    order: list[str | None] = [None] * groups
    for name, number in names.items():
        order[number] = name
    code = array("I", _compiler._code(parsed, re.IGNORECASE))
    return (
        int(re.IGNORECASE | parsed.state.flags),
        code.tobytes(),
        groups - 1,
        dict(names),
        tuple(order),
    )
