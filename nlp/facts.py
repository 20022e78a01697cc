"""What a report says in any language: companies, sums, shares, numbers, dates, Latin names, subjects.

Two reports in different languages share no words, but these. Each fact is a short key, the same
whichever language it was read from: ``e:velmora``, ``m:EUR:1.84e+08``, ``p:15.4``, ``n:2500``,
``d:2026-07-01``, ``w:infusure``, ``c:battery``.
"""

import re
from collections.abc import Iterator, Mapping
from functools import lru_cache
from pathlib import Path

from babel import Locale

from nlp.near import stem
from schemas.language import Mention, Tags
from text.han import HAN
from text.kept import yaml_of

# A report says what happened in title and lead; later numbers and names are mostly background.
_LEAD = {"en": 1500, "zh": 750}
# Numbers below this stand in every second text; years are dates.
_LEAST_NUMBER = 13
_NUMBER = re.compile(
    r"(?<![A-Za-z0-9.$€£¥-])(\d{1,3}(?:,\d{3})+|\d+)(\.\d+)?(?:\s?(百万|千万|万|亿|million\b|thousand\b|billion\b))?(?![\d%％.-]*\d|[%％])"
)
_SCALE = {
    "万": 1e4, "百万": 1e6, "千万": 1e7, "亿": 1e8,
    "thousand": 1e3, "million": 1e6, "billion": 1e9, None: 1.0,
}  # fmt: skip
_LATIN = re.compile(r"[A-Za-z][A-Za-z0-9]*(?:[-.][A-Za-z0-9]+)*")
_WORD = re.compile(r"[a-z]+(?:-[a-z]+)*")
_HAN_RUN = re.compile(rf"[{HAN}]+")
_LONGEST_WORD = 6


def facts(title: str, text: str, tags: Tags, published: str) -> frozenset[str]:
    """Return the facts of a report. *published* is its day: that day itself tells nothing."""
    lead = text[: _LEAD.get(tags.language, _LEAD["en"])]
    told = f"{title}\n{lead}"
    found = set(_of_mentions(tags, len(told), published))
    covered = [
        (m.start, m.end) for m in tags.mentions if m.label in {"MONEY", "PERCENT", "DATE", "ORG"}
    ]
    found.update(_numbers(told, covered))
    found.update(_latin(told, tags.language))
    found.update(_subjects(told, tags.language))
    return frozenset(found)


def _of_mentions(tags: Tags, end: int, published: str) -> Iterator[str]:
    for one in tags.mentions:
        if one.entity:
            yield f"e:{one.entity}"
        elif one.start < end:
            yield from _value(one, published)
    for company in tags.about:
        yield f"e:{company}"


def _value(one: Mention, published: str) -> Iterator[str]:
    value = one.value
    if value is None:
        return
    if value.amount is not None:
        yield f"m:{value.currency or ''}:{float(value.amount):.2e}"
        yield f"r:{value.currency or ''}:{float(value.amount):.1e}"
    if value.percent is not None:
        yield f"p:{abs(float(value.percent)):g}"
    if value.date and len(value.date) >= 10 and value.date[:10] != published[:10]:
        yield f"d:{value.date[:10]}"


def _numbers(told: str, covered: list[tuple[int, int]]) -> Iterator[str]:
    for match in _NUMBER.finditer(told):
        if any(start <= match.start() < end for start, end in covered):
            continue
        number = float(match[1].replace(",", "") + (match[2] or "")) * _SCALE[match[3]]
        is_year = match[2] is None and match[3] is None and 1900 <= number <= 2040
        if number >= _LEAST_NUMBER and not is_year:
            yield f"n:{number:g}"


def _latin(told: str, language: str) -> Iterator[str]:
    """Yield Latin names: all words of a Chinese text, in others those written as names or codes."""
    for match in _LATIN.finditer(told):
        word = match[0]
        if len(word) < 2:
            continue
        if language == "zh" or word[0].isupper() or any(c.isdigit() for c in word):
            yield f"w:{word.casefold()}"


def _subjects(told: str, language: str) -> Iterator[str]:
    english, chinese = _concepts()
    if language != "zh":
        words = [stem(word) for word in _WORD.findall(told.lower())]
        for word in words:
            yield from english.get(word, ())
        for place, key in _places("en").items():
            if place in told:
                yield key
        return
    places = _places("zh")
    for run in _HAN_RUN.findall(told):
        for start in range(len(run)):
            for end in range(start + 1, min(len(run), start + _LONGEST_WORD) + 1):
                word = run[start:end]
                yield from chinese.get(word, ())
                if word in places:
                    yield places[word]


@lru_cache(maxsize=1)
def _concepts() -> tuple[Mapping[str, tuple[str, ...]], Mapping[str, tuple[str, ...]]]:
    """Return concept keys by English stem and by Chinese word."""
    path = Path(__file__).with_name("lexicon") / "concepts.yaml"
    groups: dict[str, list[str]] = yaml_of(path)
    english: dict[str, tuple[str, ...]] = {}
    chinese: dict[str, tuple[str, ...]] = {}
    for line in (line for lines in groups.values() for line in lines):
        left, _bar, right = line.partition("|")
        key = f"c:{left.split()[0]}"
        for word in left.split():
            english[stem(word)] = (*english.get(stem(word), ()), key)
        for word in right.split():
            chinese[word] = (*chinese.get(word, ()), key)
    return english, chinese


@lru_cache(maxsize=2)
def _places(language: str) -> Mapping[str, str]:
    """Return keys of countries by their names."""
    names = Locale(language).territories
    return {
        name: f"c:place-{code.lower()}"
        for code, name in names.items()
        if len(code) == 2 and code.isalpha() and len(name) > 1
    }
