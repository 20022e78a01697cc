"""What Zhibi says in English wherever it runs, in the reader's language: by sentences that are data."""

import re
from collections.abc import Iterator
from functools import cache, lru_cache
from pathlib import Path
from typing import NamedTuple

from ruamel.yaml import YAML

from text.display import Lang

FILE = Path(__file__).parent / "sentences" / "zh.yaml"
_PART = re.compile(r"\\{(\w+)\\}")
_DAY = re.compile(r"(\d{1,2}) (Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)")
# A day has a space on both sides within Chinese words; none at an end, nor beside a full-width mark.
# Of "每 1 天" stays 每天.
_NEEDLESS = re.compile(r"^ +| +$|(?<=[，；：。（）]) +| +(?=[，；：。（）])|(?<=每) 1 (?=[天周])")
# Characters of the longest sentence that is looked up: ours are short, what names a whole page is none.
_LONGEST = 600
_PERIOD = re.compile(r"(\d+)( days|m|h|d|w)")
_MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]
_UNITS = {" days": "天", "m": "分钟", "h": "小时", "d": "天", "w": "周"}


class Said(NamedTuple):
    """A sentence, and the language that it is in."""

    text: str
    language: str


class _Pair(NamedTuple):
    pattern: re.Pattern[str]
    chinese: str


def own(text: str, language: Lang) -> Said:
    """Return a sentence of ours in *language*; in English still where nobody has put it into it."""
    if language == "en" or not text:
        return Said(text, "en")
    found = _chinese(text.strip().rstrip(".")) if len(text) <= _LONGEST else None
    return Said(found, "zh-Hans") if found is not None else Said(text, "en")


@lru_cache(maxsize=2048)
def _chinese(text: str) -> str | None:
    for pair in pairs():
        hit = pair.pattern.fullmatch(text)
        if hit is None:
            continue
        parts = {name: _part(value) for name, value in hit.groupdict().items()}
        return _NEEDLESS.sub("", pair.chinese.format(**parts))
    return None


def _part(value: str) -> str:
    """Return a part of a sentence: a day, a period, a sentence itself, or words as they stand."""
    if day := _DAY.fullmatch(value):
        return f" {_MONTHS.index(day[2]) + 1:02}-{int(day[1]):02} "
    if period := _PERIOD.fullmatch(value):
        return f"{period[1]} {_UNITS[period[2]]}"
    return _chinese(value) or value


@cache
def pairs() -> tuple[_Pair, ...]:
    """Return the sentences in the order of their file."""
    return tuple(_pairs())


def _pairs() -> Iterator[_Pair]:
    for english, chinese in YAML(typ="safe").load(FILE.read_text(encoding="utf-8")):
        pattern = _PART.sub(r"(?P<\1>.+?)", re.escape(english))
        yield _Pair(re.compile(pattern, re.DOTALL), chinese)
