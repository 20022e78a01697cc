"""A plan's name as its page writes it, with how it is billed told in the reader's language."""

import re

from text.display import Lang
from text.periods import PERIOD_PATTERNS, without_billing

# Of a name whose blanks are single ones.
_IN_NAME = re.compile(r"(?P<plan>.*?\S) ?[(（,，] ?(?P<how>[^()（）,， ][^()（）,，]*)[)）]?")
_LONGEST = 200  # characters of a name
_HAN = re.compile(r"[\u4e00-\u9fff]")
_SAID: dict[Lang, dict[str, str]] = {
    "en": {"month": "billed monthly", "quarter": "billed quarterly", "year": "billed yearly"},
    "zh": {"month": "按月付", "quarter": "按季付", "year": "按年付"},
}


def plan_name(name: str, language: Lang) -> str:
    """Return *name* for a reader of *language*: ``Team (billed annually)`` is ``Team（按年付）``, all else stays."""
    if len(name) > _LONGEST:
        return name
    hit = _IN_NAME.fullmatch(" ".join(name.split()))
    if hit is None or without_billing(how := hit["how"].strip()).strip():
        return name
    if bool(_HAN.search(how)) == (language == "zh"):
        return name
    period = next((one for one, pattern in PERIOD_PATTERNS if pattern.search(how)), "")
    said = _SAID[language].get(period)
    if said is None:
        return name
    return f"{hit['plan']}（{said}）" if language == "zh" else f"{hit['plan']} ({said})"
