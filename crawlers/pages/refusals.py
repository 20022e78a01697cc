"""Words of pages that are no documents, or not all of one; the words are in ``refusals.yaml``."""

import re
from functools import cache
from pathlib import Path
from typing import Literal

from ruamel.yaml import YAML

Refusal = Literal["error", "challenge", "consent", "login", "list", "paywall", "cut"]
_FILE = Path(__file__).with_name("refusals.yaml")


@cache
def _words() -> dict[str, list[str]]:
    loaded: dict[str, list[str]] = YAML(typ="safe").load(_FILE.read_text(encoding="utf-8"))
    return loaded


@cache
def _expression(kind: Refusal) -> re.Pattern[str]:
    return re.compile("|".join(f"(?:{one})" for one in _words()[kind]), re.IGNORECASE)


def says(kind: Refusal, text: str) -> bool:
    """Say whether *text* has words of *kind* in any of the languages known."""
    stems = _words().get(f"{kind}_stems")
    if stems:
        low = text.lower()
        for one in stems:  # a generator takes twice as long
            if one in low:
                break
        else:
            return False
    return bool(_expression(kind).search(text))
