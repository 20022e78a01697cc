"""Moments told from now: "3小时前", "2 days ago", "vor 3 Stunden", "hier", "어제", by the words in ``ago.yaml``.

They count from when the page was seen; on a page fetched long after it was made they mislead, so
whoever asks must take them for less than a written date.
"""

import re
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any

from schemas.documents import DatePrecision
from text.kept import yaml_of

# Words for one unit, in the forms that follow a number.
_DATA: dict[str, Any] = yaml_of(Path(__file__).with_suffix(".yaml"))
_UNITS: dict[str, tuple[float, DatePrecision]] = {
    word: (unit["seconds"], unit["precision"])
    for unit in _DATA["units"]
    for word in unit["words"].split()
}
_COUNTS: dict[str, float] = _DATA["counts"]
_DAYS: dict[str, int] = {word: back for back, words in _DATA["days"].items() for word in words}
_LONGEST_FIRST = sorted(_UNITS, key=len, reverse=True)
_AGO = re.compile(
    rf"(?P<before>\b(?:{_DATA['before']})\s+(?:etwa\s+|circa\s+)?)?"
    rf"(?<![\d.])(?P<count>\d{{1,3}}|{'|'.join(sorted(_COUNTS, key=len, reverse=True))})\s*(?:个|個)?\s*"
    rf"(?P<unit>{'|'.join(map(re.escape, _LONGEST_FIRST))})\.?(?P<after>\s*(?:yang\s+)?(?:{_DATA['after']}))?(?![a-zа-яçéèü])",
    re.IGNORECASE,
)
_NAMED = re.compile(
    rf"(?<![\w])(?P<word>{'|'.join(sorted((w for w in _DAYS if w.isascii() or ord(w[0]) < 0x3000), key=len, reverse=True))})(?!\w)"
    rf"|(?P<wide>{'|'.join(sorted((w for w in _DAYS if ord(w[0]) >= 0x3000), key=len, reverse=True))})",
    re.IGNORECASE,
)
_COUNTED = re.compile("[个個]")
_MAY_BE = re.compile("前|전|오늘|어제|그저께|今|昨|刚刚|剛剛|[a-zа-яا-ي]", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Ago:
    """How long before now, to which precision, and where its words end in the text."""

    back: timedelta
    precision: DatePrecision
    end: int


def read_ago(text: str, language: str = "") -> Ago | None:
    """Return what the first such words in *text* mean, None where there are none.

    *language* (two letters) settles words that two languages share: "hier" is "here" in German.
    """
    if not _MAY_BE.search(text):
        return None
    for match in _AGO.finditer(text):
        if not (match["before"] or match["after"]):
            continue
        if match["unit"] == "月" and not _COUNTED.search(match[0]):
            continue  # 3月前 is "before March"
        count = _COUNTS.get(match["count"].lower()) or float(match["count"])
        seconds, precision = _UNITS[match["unit"].lower()]
        return Ago(timedelta(seconds=count * seconds), precision, match.end())
    for named in _NAMED.finditer(text):
        word = (named["word"] or named["wide"]).lower()
        if _DATA["only_in"].get(word, language) != language:
            continue
        return Ago(timedelta(days=_DAYS[word]), "day", named.end())
    return None
