"""Plain values as YAML: what is short on one line, and no scalar that YAML could take otherwise.

The usual emitters leave a bare ``?``, or a line separator, where their own readers then trip.
"""

import json
import re
from typing import Any

_WIDTH = 110
# Words, paths and web addresses may stand bare; a number-like or doubtful text is quoted.
_LETTERS = r"\u00b7\u00c0-\u024f\u3400-\u9fff"
_BARE = re.compile(
    rf"[A-Za-z_{_LETTERS}](?:[\w./+@()\-{_LETTERS}]| (?=\S)|:(?=//))*|\d+[mhdw]", re.ASCII
)
_TAKEN_OTHERWISE = {"null", "true", "false", "yes", "no", "on", "off", "y", "n"}


def render(value: Any) -> str:
    """Return a mapping or list as a YAML document, one line for each of its own entries."""
    if not value:
        return _flow(value) + "\n"
    return "\n".join(_block(value, "")) + "\n"


def _block(value: Any, margin: str) -> list[str]:
    """Return the lines of a mapping or list that does not fit on one."""
    lines: list[str] = []
    if isinstance(value, dict):
        for key, one in value.items():
            lines += _entry(f"{margin}{_scalar(str(key))}:", one, margin)
        return lines
    for one in value:
        inner = _flow(one)
        if not isinstance(one, dict) or len(margin) + len(inner) <= _WIDTH:
            lines.append(f"{margin}- {inner}")
            continue
        first, *rest = _block(one, margin + "  ")
        lines += [f"{margin}- {first.strip()}", *rest]
    return lines


def _entry(head: str, value: Any, margin: str) -> list[str]:
    inner = _flow(value)
    rows = isinstance(value, list) and any(isinstance(one, dict) for one in value)
    nested = isinstance(value, (dict, list)) and value
    if not nested or (not rows and len(head) + len(inner) < _WIDTH):
        return [f"{head} {inner}"]
    return [head, *_block(value, margin + "  ")]


def _flow(value: Any) -> str:
    if isinstance(value, dict):
        return "{" + ", ".join(f"{_scalar(str(k))}: {_flow(v)}" for k, v in value.items()) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(map(_flow, value)) + "]"
    return _scalar(value)


def _scalar(value: Any) -> str:
    if not isinstance(value, str):
        return json.dumps(value)
    if _BARE.fullmatch(value) and value.lower() not in _TAKEN_OTHERWISE:
        return value
    return "".join(map(_escaped, json.dumps(value, ensure_ascii=False)))


def _escaped(char: str) -> str:
    """Return a character as it may stand between double quotes (YAML 1.2, section 5.7)."""
    if char.isprintable():
        return char
    return f"\\U{ord(char):08x}" if ord(char) > 0xFFFF else f"\\u{ord(char):04x}"
