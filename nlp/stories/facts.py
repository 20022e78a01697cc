"""What a report says in any language: companies, sums, shares, numbers, dates, Latin names, subjects.

Two reports in different languages share no words, but these. Each fact is a short key, the same
whichever language it was read from: ``e:velmora``, ``m:EUR:1.84e+08``, ``p:15.4``, ``n:2500``,
``d:2026-07-01``, ``w:infusure``, ``c:battery``; ``v:184000000`` is any number whatever it counts, and
``x:奎隆`` two characters that stand together in no word.
"""

import re
from collections.abc import Iterator, Mapping
from functools import cache, lru_cache
from itertools import pairwise
from pathlib import Path

from babel import Locale

from nlp.chinese.tails import LOOSE
from nlp.inflection import forms
from nlp.lexicon import common_english
from nlp.names.model import known_small
from nlp.names.wordbook import wordbook
from schemas.language import Mention, Tags
from text.folding import to_simplified
from text.han import HAN, NUMERALS, read_numeral
from text.kept import yaml_of
from text.segment import Segmenter

# A report says what happened in title and lead; later numbers and names are mostly background.
_LEAD = {"en": 1500, "zh": 750}
# Numbers below this stand in every second text; years are dates.
_LEAST_NUMBER = 13
_NUMBER = re.compile(
    r"(?:(?<![A-Za-z0-9.$€£¥-])|(?<=\bRM)|(?<=\bRs)|(?<=\bRmb)|(?<=\bRMB))(\d{1,3}(?:,\d{3})+|\d+)(\.\d+)?(?:\s?(百万|千万|万|亿|million\b|thousand\b|billion\b))?(?![\d%％.-]*\d|[%％])"
)
_NUMERAL = re.compile(f"[{NUMERALS}]{{2,}}")
_CHINESE_YEAR = re.compile("[一二][〇零九][〇零一二三四五六七八九]{2}")
_SCALE = {
    "万": 1e4, "百万": 1e6, "千万": 1e7, "亿": 1e8,
    "thousand": 1e3, "million": 1e6, "billion": 1e9, None: 1.0,
}  # fmt: skip
_CODE = re.compile(r"\d|[A-Z].*[A-Z]|[a-z][A-Z]")
_PLURAL_CODE = re.compile(r"[A-Z].*\ds$")
_INSIDE = re.compile(r"(?<=[a-z,;] )[A-Z][A-Za-z0-9]*(?:[-.][A-Za-z0-9]+)*")
_FIRST = re.compile(r"^[A-Z][a-z]{3,}(?![\w-])")
_NAMED = frozenset({"ORG", "PERSON", "PRODUCT", "PLACE"})
_SENTENCE = 2  # so many small words in a title: it is written as a sentence
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
    found.update(_latin(title, told, tags))
    found.update(subjects(told, tags.language))
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
        yield f"v:{float(value.amount):.3g}"
    if value.percent is not None:
        yield f"p:{abs(float(value.percent)):g}"
        yield f"v:{abs(float(value.percent)):.3g}"
    if value.date and len(value.date) >= 10 and value.date[:10] != published[:10]:
        yield f"d:{value.date[:10]}"


def _numbers(told: str, covered: list[tuple[int, int]]) -> Iterator[str]:
    for match in _NUMBER.finditer(told):
        if any(start <= match.start() < end for start, end in covered):
            continue
        number = float(match[1].replace(",", "") + (match[2] or "")) * _SCALE[match[3]]
        is_year = match[2] is None and match[3] is None and 1900 <= number <= 2040
        # A small number tells something where it is as exact as a version or a ratio.
        if (number >= _LEAST_NUMBER or match[2]) and not is_year:
            yield f"n:{number:g}"
            yield f"v:{number:.3g}"
    for match in _NUMERAL.finditer(told):  # 两千三百
        numeral = read_numeral(match[0])
        if numeral is not None and numeral >= _LEAST_NUMBER and not _CHINESE_YEAR.match(match[0]):
            yield f"v:{float(numeral):.3g}"


def _latin(title: str, told: str, tags: Tags) -> Iterator[str]:
    """Yield Latin names: all words of a Chinese text, in others those written as names or codes."""
    chinese = tags.language == "zh"
    named = set() if chinese else set(_names(title, told, tags))
    for match in _LATIN.finditer(told):
        word = match[0]
        if len(word) < 2:
            continue
        if chinese or word in named or _CODE.search(word):
            yield f"w:{word.casefold()}"
            if _PLURAL_CODE.search(word):  # D7s
                yield f"w:{word[:-1].casefold()}"


def _names(title: str, told: str, tags: Tags) -> Iterator[str]:
    """Yield words written as names: inside sentences, or in a name that the tagger found."""
    for one in tags.mentions:
        if one.label in _NAMED and one.start < len(told):
            yield from (w for w in _LATIN.findall(one.text) if w[0].isupper() and _rare(w))
    body = told[len(title) :]
    yield from (w for w in _FIRST.findall(title) if _rare(w) and w.casefold() not in known_small())
    small = sum(word.islower() for word in title.split() if len(word) > 3)
    for text in (body, title) if small >= _SENTENCE else (body,):
        yield from (word for word in _INSIDE.findall(text) if _rare(word))


def _rare(word: str) -> bool:
    return word.casefold() not in common_english()


def subjects(told: str, language: str) -> Iterator[str]:
    """Yield the subjects of a text of *language*: the same keys whichever it is."""
    if language != "zh":
        yield from _english_subjects(told)
        return
    for run in _HAN_RUN.findall(to_simplified(told)):
        yield from _chinese_subjects(run)


def _english_subjects(told: str) -> Iterator[str]:
    concepts = _concepts()[0]
    words = _WORD.findall(told.lower())
    for word in words:
        for part in {word, *word.split("-")}:
            yield from concepts.get(part, ())
    for one, other in pairwise(words):
        yield from concepts.get(f"{one}-{other}", ())
    yield from (key for place, key in _places("en").items() if place in told)


def _chinese_subjects(run: str) -> Iterator[str]:
    concepts, places = _concepts()[1], _places("zh")
    inside, strange = _inside_words(run)
    yield from (f"x:{pair}" for pair in strange)
    for start in range(len(run)):
        for end in range(start + 1, min(len(run), start + _LONGEST_WORD) + 1):
            word = run[start:end]
            if word in places:
                yield places[word]
            elif word in concepts and not any(s <= start and end <= e for s, e in inside):
                yield from concepts[word]


def _inside_words(run: str) -> tuple[list[tuple[int, int]], list[str]]:
    """Return where parts of longer dictionary words lie that are no words by themselves: 水分 is no 水.

    And what stands together in no word, so may be a name.
    """
    found: list[tuple[int, int]] = []
    known = [False] * len(run)
    start = 0
    for word in _segmenter().cut(run):
        end = start + len(word)
        if len(word) > 1 and word in wordbook():
            found += [(at, at + 1) for at in range(start, end)]
            found.append((start + 1, end - 1))
            known[start:end] = [True] * len(word)
        start = end
    free = [not known[at] and char not in LOOSE for at, char in enumerate(run)]
    return found, [run[at : at + 2] for at in range(len(run) - 1) if free[at] and free[at + 1]]


@cache
def _segmenter() -> Segmenter:
    return Segmenter()


@lru_cache(maxsize=1)
def _concepts() -> tuple[Mapping[str, tuple[str, ...]], Mapping[str, tuple[str, ...]]]:
    """Return concept keys by English form and by Chinese word."""
    path = Path(__file__).parents[1] / "lexicon" / "concepts.yaml"
    groups: dict[str, list[str]] = yaml_of(path)
    english: dict[str, tuple[str, ...]] = {}
    chinese: dict[str, tuple[str, ...]] = {}
    for line in (line for lines in groups.values() for line in lines):
        left, _bar, right = line.partition("|")
        key = f"c:{left.split()[0]}"
        for form in {form for word in left.split() for form in _forms(word)}:
            english[form] = (*english.get(form, ()), key)
        for word in right.split():
            chinese[word] = (*chinese.get(word, ()), key)
    return english, chinese


def _forms(word: str) -> set[str]:
    """Return the forms of a word, be it noun or verb; of a compound those of its last part."""
    head, hyphen, last = word.rpartition("-")
    plural = last[:-1] + "ies" if last.endswith("y") and last[-2:-1] not in "aeiou" else last + "s"
    return {head + hyphen + form for form in (last, plural, *forms(last))}


@lru_cache(maxsize=2)
def _places(language: str) -> Mapping[str, str]:
    """Return keys of countries by their names."""
    names = Locale(language).territories
    return {
        name: f"c:place-{code.lower()}"
        for code, name in names.items()
        if len(code) == 2 and code.isalpha() and len(name) > 1
    }
