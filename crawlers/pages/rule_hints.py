"""What is wrong with a rule that cannot be read, where, and how to mend it: for who wrote it."""

import re
from functools import cache
from pathlib import Path

from lxml.cssselect import SelectorSyntaxError
from ruamel.yaml import YAML

_FILE = Path(__file__).with_name("rule_hints.yaml")
_USUAL = (
    "Write a CSS selector, or xpath: and an XPath, then steps such as | regex:… (docs/analysts.md)"
)
# How cssselect names what it met, and where it stands.
_MET = re.compile(r"got <(?P<what>\w+)(?: .*)? at (?P<at>\d+)>$", re.DOTALL)


@cache
def _hints() -> tuple[tuple[re.Pattern[str], str], ...]:
    loaded: list[list[str]] = YAML(typ="safe").load(_FILE.read_text(encoding="utf-8"))
    return tuple((re.compile(pattern), remedy) for pattern, remedy in loaded)


def quoted(rule: str) -> str:
    """Return a rule in quotation marks as its writer wrote it: no backslash is doubled."""
    return f"“{rule}”"


def how_to_mend(rule: str) -> str:
    """Return what the writer of a refused *rule* should write instead, by what it shows was meant."""
    return next((remedy for pattern, remedy in _hints() if pattern.search(rule)), _USUAL)


def why_no_selector(selector: str, error: Exception) -> str:
    """Return why *selector* is none, and from which character on it cannot be read."""
    met = _MET.search(str(error)) if isinstance(error, SelectorSyntaxError) else None
    if met is None:
        return f"is no CSS selector: {str(error).rstrip('.')}"
    if met["what"] == "EOF":
        return "is no CSS selector: it ends too early"
    at = int(met["at"])
    return f"is no CSS selector from character {at + 1} on: {quoted(selector[at : at + 20])}"
