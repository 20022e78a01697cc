"""Percentages and dates in running English and Chinese text, with their normalised values."""

import re
from collections.abc import Sequence
from decimal import Decimal, InvalidOperation
from typing import NamedTuple

from schemas.language import Value
from text.begins import found_at, places_of, places_of_words
from text.datewords import find_dates as _find_dates
from text.han import read_numeral
from text.numbers import NUMBER_WORDS, SMALL_WORDS, read_words

_NUMBER = r"\d{1,3}(?:[,\u00a0\u202f ]\d{3})+(?:\.\d+)?|\d+(?:[.,]\d+)?|(?<![\w.])\.\d+"
_SIGN = r"per\s?cent|pct|percentage\s(?:points?|pts?)"
# What else letters behind a figure may be: 5pc, but no set of five pieces; 50bp, but no base pairs.
_ALONE = r"(?![\w-]|\s(?:sets?|tools?|kits?|packs?|bundles?|cutlery|dinner|deletions?|insertions?|fragments?|sequences?|repeats?|regions?|DNA)\b)"
_LETTERS = rf"pc{_ALONE}|\s?ppt?s?{_ALONE}"
_HAN_DIGITS = "〇零一二两兩三四五六七八九十百"
_PERCENT = re.compile(
    rf"(?P<minus>(?:(?<![A-Za-z0-9%％])[-−]|(?i:minus|negative)\s|[负負]))?(?P<number>{_NUMBER})"
    rf"(?=[\s-]?[%％pPbB个個基])(?:\s?[%％]|[\s-]?(?i:{_SIGN})(?![A-Za-z])|\s?[个個]百分[点點]|(?P<letters>{_LETTERS})|(?P<basis>[\s-]?(?i:basis\spoints?|bps)(?![A-Za-z])|\s?bp{_ALONE}|\s?[个個]?基[点點]))"
    rf"|(?=[A-Za-z])(?:(?<![A-Za-z-])(?P<part>(?i:(?:(?:one|a|two|three)[\s-])?(?:half|third|quarter|fifth|tenth)s?))[\s-](?i:(?:of\s)?(?:an?\s|one\s))?(?i:{_SIGN})(?![A-Za-z])"
    rf"|(?<![A-Za-z0-9-])(?P<words>{NUMBER_WORDS})[\s-](?:(?i:{_SIGN})|(?P<basis2>basis\spoints?))(?![A-Za-z])"
    r"|\b(?P<fraction>(?i:one|a|two|three)[\s-](?i:half|third|quarter|fifth|tenth)s?)\b(?!\s(?i:of\sa\s)?(?i:time|time|point|quarter|place|generation|person|party)))"
    rf"|(?![\dA-Za-z])(?:(?<![{_HAN_DIGITS}千万萬亿億\d])(?P<parts>[百千万萬])分之(?P<han>[〇零一二两三四五六七八九十百点.\d]+)"
    rf"|(?<![点點.{_HAN_DIGITS}])(?P<points>半|[{_HAN_DIGITS}]+(?:点[{_HAN_DIGITS}]+)?)[个個](?:百分[点點]|(?P<basis3>基[点點]))"
    r"|(?:(?<=打)|(?<=打了))(?P<halved>[对對]折)(?!叠)"
    r"|(?P<tenths>[一二两兩三四五六七八九])成(?P<half>[一二三四五六七八九半])?(?![立员員功为為本果长長交都熟效就份分]|不[变變]))"
    r"|(?P<off>[一二三四五六七八九\d](?:[.点]?[一二三四五六七八九\d])?)\s?折(?![扣旧叠合])"
)
# What these patterns can begin with; a fraction begins with one of _TIMES before one of _FRACTIONS.
_PERCENT_BEGINS = re.compile(
    r"[\d百零〇一二两兩三四五六七八九十半负負−-]|\.(?=\d)|[千万萬](?=分之)|[对對](?=折)"
)
# Before a percentage the lower end of a range: 20-30%, 两到三成, between five and eight per cent.
_LOWER_END = re.compile(
    rf"(?P<between>(?i:between)\s(?:(?:about|around|roughly)\s)?)?"
    rf"(?P<end>(?<![A-Za-z\d.,:/第£$€₹¥-])(?P<minus>[-−])?(?P<number>{_NUMBER})|(?<![A-Za-z-])(?P<words>{NUMBER_WORDS})"
    rf"|(?<![统統唯之第同专專其周期拜逐进進不任{_HAN_DIGITS}])(?P<han>[{_HAN_DIGITS}]+))(?:[–—-]|\s?[~～至到]\s?|\sto\s|(?(between)\sand\s|(?!)))$"
)
# A name with a number, as Model 3 to 20%; not the first word of a sentence.
_NAME = re.compile(
    r"\b(?!(?:About|Around|Roughly|Nearly|Some|From|Only|Over|Up|At|By|Of|Between)\b)[A-Z][\w-]*\s$"
)
_JOINTS = (*"–—~～至到- ",)
_REACH = 48  # characters back to "between about twenty-five and"
_COUNTED = re.compile(rf"(?:\d|\b(?i:{'|'.join(SMALL_WORDS)}))[\s-](?i:and)[\s-]$")
_PARTS = {"百": 100, "千": 1000, "万": 10_000, "萬": 10_000}
_PAGES = 100  # so many pp are pages
_SIGNS = frozenset("£$€₹¥")
_LESS = ("minus ", "negative ")
_PERCENT_WORDS = ("per cent", "percent", "basis point")
_WORD_START = re.compile(r"(?<![\w-])[a-z]")
_FRACTIONS = {"half": 50, "third": 33, "quarter": 25, "fifth": 20, "tenth": 10}
_CUES = (*_LESS, *_PERCENT_WORDS, *_FRACTIONS)
_TIMES = {"one": 1, "a": 1, "two": 2, "three": 3}


class Found(NamedTuple):
    """Characters *start* up to *end* mean *value*."""

    start: int
    end: int
    value: Value


def find_percents(text: str) -> list[Found]:
    """Return percentages (15.4 %, 百分之三, 三成, 五折 as 50 off, "a fifth") in *text*."""
    found: list[Found] = []
    for match in found_at(_PERCENT, text, _percent_places(text)):
        number = _percent(match)
        if number is not None:
            unit = "off" if match["off"] or match["halved"] else None
            if text.endswith(_JOINTS, 0, match.start()) and (end := _lower_end(match, number)):
                found.append(end)
            found.append(Found(match.start(), match.end(), Value(percent=number, unit=unit)))
    return found


def _lower_end(match: re.Match[str], most: Decimal) -> Found | None:
    """Return the lower end of a range of which *match* is the upper end; None where it ends none."""
    text, start = match.string, match.start()
    lower = _LOWER_END.search(text, max(0, start - _REACH), start)
    if lower is None or match["off"] or match["fraction"] or match["parts"]:
        return None
    if _NAME.search(text, max(0, lower.start() - _REACH), lower.start()):
        return None
    least = _end(lower)
    if least is None:
        return None
    if match["tenths"]:
        least *= 10
    elif any(match[name] for name in ("basis", "basis2", "basis3")):
        least /= 100
    if not least < most:
        return None
    return Found(lower.start("end"), lower.end("end"), Value(percent=least))


def _percent_places(text: str) -> Sequence[int]:
    """Return where a percentage may begin."""
    lower = text.lower()
    if len(lower) != len(text):  # a letter whose small form is two: places would shift
        return range(len(text))
    places = {*places_of(_PERCENT_BEGINS, text)}
    for place in places_of_words(lower, _CUES):
        if lower.startswith(_LESS, place):
            places.add(place)
        elif lower.startswith(_PERCENT_WORDS, place):
            behind = _WORD_START.finditer(lower, max(0, place - 40), place)
            places.update(hit.start() for hit in behind)
        else:
            places.add(place)
            places.update(place - size - 1 for size in map(len, _TIMES) if place > size)
    return sorted(places)


def _end(lower: re.Match[str]) -> Decimal | None:
    if lower["number"]:
        least = _decimal(lower["number"])
        return least and (-least if lower["minus"] else least)
    return read_words(lower["words"]) if lower["words"] else read_numeral(lower["han"])


def find_dates(text: str, published: str | None = None) -> list[Found]:
    """Return dates in *text*, as ISO days, months (2026-05), quarters (2026-Q3) or years.

    Relative ones are resolved against *published* (``YYYY-MM-DD``); without it, or where the
    words name no period (周末), the value's date is None.
    """
    return [Found(start, end, Value(date=day)) for start, end, day in _find_dates(text, published)]


def _decimal(text: str) -> Decimal | None:
    """Read a figure; its comma is a decimal one before one or two digits at the end."""
    plain = re.sub(r"[,\s\u00a0\u202f](?=\d{3}(?!\d))", "", text).replace(",", ".")
    try:
        return Decimal(plain)
    except InvalidOperation:
        return None


def _percent(match: re.Match[str]) -> Decimal | None:
    if match["number"] or match["words"]:
        return _plain(match)
    if match["han"]:
        whole = match["han"]
        number = _decimal(whole) if whole[0].isdigit() else read_numeral(whole)
        return number and number * 100 / _PARTS[match["parts"]]
    if match["points"]:
        number = Decimal("0.5") if match["points"] == "半" else read_numeral(match["points"])
        return number and number / (100 if match["basis3"] else 1)
    if match["tenths"]:
        return _tenths(match["tenths"], match["half"] or "")
    if match["off"] or match["halved"]:
        return _off(match["off"] or "五")
    return _fraction(match)


def _plain(match: re.Match[str]) -> Decimal | None:
    """Read a figure or number in words before a sign or word: 15.4 %, twelve per cent, 25 basis points, 5pc."""
    number = _decimal(match["number"]) if match["number"] else read_words(match["words"])
    if number is None or (match["letters"] and not _is_share(match, number)):
        return None
    number = number / 100 if match["basis"] or match["basis2"] else number
    return -number if match["minus"] else number


def _is_share(match: re.Match[str], number: Decimal) -> bool:
    """Say whether pp and pc are of a hundred: £30pp is for each person, 320pp are pages."""
    return number < _PAGES and match.string[match.start() - 1 : match.start()] not in _SIGNS


def _tenths(tenths: str, half: str) -> Decimal:
    """Read 三成五 in per cent."""
    rest = Decimal(5) if half == "半" else (read_numeral(half) or Decimal(0))
    return (read_numeral(tenths) or Decimal(0)) * 10 + rest


def _fraction(match: re.Match[str]) -> Decimal | None:
    """Read "a fifth" and "half a percentage point"; "a half" of "two and a half" is none."""
    if _COUNTED.search(match.string, max(0, match.start() - 12), match.start()):
        return None
    words = re.sub(r"[\s-]+", " ", (match["fraction"] or match["part"]).lower())
    times, _, name = words.rpartition(" ")
    value = Decimal(_TIMES[times or "a"] * _FRACTIONS[name.rstrip("s")])
    return value if match["fraction"] else value / 100


def _off(raw: str) -> Decimal | None:
    """Return what 八五折 or 8.5 折 takes off, in per cent."""
    digits = "".join(
        char if char in ".0123456789" else str(read_numeral(char) or ".") for char in raw
    )
    if "." not in digits and len(digits) == 2:
        digits = f"{digits[0]}.{digits[1]}"
    value = _decimal(digits)
    return None if value is None else Decimal(100) - value * 10
