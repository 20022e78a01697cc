"""Names of months and zones as publishers write them, for reading dates.

The names of the languages met most stand in ``months.yaml``, with the short forms that publishers use; those of
every other language come from CLDR, through babel, for the page's own language only: "lipca" is July
in Polish, "lipnja" June in Croatian, and "listopad" is October here and November there.
"""

import re
import unicodedata
from datetime import timedelta
from functools import lru_cache
from pathlib import Path
from typing import Any

from babel import Locale
from babel.core import UnknownLocaleError

from text.kept import yaml_of

_DATA: dict[str, Any] = yaml_of(Path(__file__).with_suffix(".yaml"))
_ONLY_IN: dict[str, str] = _DATA["only_in"]
TWO_WORDS: dict[str, str] = _DATA["two_words"]
_ELIDED = re.compile(r"^d['’](?=\w)", re.IGNORECASE)  # "23 d'octubre"


def _fold(word: str) -> str:
    """Return *word* in small letters without accents, dots and apostrophes."""
    if word.isascii():
        return word.lower().replace(".", "").replace("'", "")
    plain = unicodedata.normalize("NFD", word.lower())
    return "".join(
        char for char in plain if not unicodedata.combining(char) and char not in ".'’׳॰"
    )


_MONTHS: dict[str, int] = {
    _fold(name): number for number, line in _DATA["months"].items() for name in line.split()
}


def month_number(word: str, language: str | None = None) -> int | None:
    """Return the number of the month that *word* names in *language* (two letters), or None.

    Names of the best known languages are read whatever the page's language is.
    """
    name = _fold(_ELIDED.sub("", word))
    primary = (language or "").lower().replace("_", "-").split("-")[0]
    if primary not in {"", "und", "en", "zh", "ja", "ko"} and (found := _native(name, primary)):
        return found
    found = _MONTHS.get(name)
    if found and name in _ONLY_IN and primary not in _ONLY_IN[name].split():
        return None
    if found is None and name[:1] == "ב":  # Hebrew writes "in November" as one word
        return month_number(name[1:], "he")
    return found


def _native(name: str, language: str) -> int | None:
    """Return the month that *name* is, or begins with three letters or more, in *language* alone."""
    names = _of_language(language)
    if found := names.get(name):
        return found
    if len(name) < 3:
        return None
    begun = {number for full, number in names.items() if full.startswith(name)}
    return begun.pop() if len(begun) == 1 else None


@lru_cache(maxsize=64)
def _of_language(language: str) -> dict[str, int]:
    """Return the folded names of months in *language*, none where CLDR does not know it."""
    try:
        forms = Locale.parse(language).months["format"]
    except (UnknownLocaleError, ValueError, KeyError):
        return {}
    found: dict[str, int] = {}
    for width in ("wide", "abbreviated"):
        for number, full in forms[width].items():
            words = [_fold(_ELIDED.sub("", word)) for word in str(full).split()]
            if words and len(words[-1]) > 1 and not words[-1].isdigit():
                found.setdefault(words[-1], int(number))
    return found


_HOURS = {
    "z": 0, "gmt": 0, "utc": 0, "ut": 0, "wet": 0, "bst": 1, "cet": 1, "mez": 1, "cest": 2, "mesz": 2,
    "eet": 2, "eest": 3, "msk": 3, "est": -5, "edt": -4, "et": -5, "cdt": -5, "mst": -7, "mdt": -6, "pst": -8,
    "pdt": -7, "pt": -8, "jst": 9, "kst": 9, "hkt": 8, "sgt": 8, "wib": 7, "pkt": 5, "sast": 2, "eat": 3,
    "aest": 10, "aedt": 11, "awst": 8, "acst": 9.5, "acdt": 10.5, "nzst": 12, "nzdt": 13,
}  # fmt: skip
# Left out are names of two zones: CST is +08:00 in China, -06:00 in Chicago; IST is of India,
# Ireland and Israel.
ZONES: dict[str, timedelta] = {name: timedelta(hours=hours) for name, hours in _HOURS.items()}
# Zones of countries that have one, by the language that is written there and hardly elsewhere.
HOME_ZONES: dict[str, timedelta] = {
    language: timedelta(hours=hours)
    for language, hours in {"zh": 8, "ja": 9, "ko": 9, "th": 7, "vi": 7}.items()
}
