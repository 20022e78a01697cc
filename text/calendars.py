"""Other digits, numerals and calendars, rewritten as Gregorian dates in ASCII digits before reading.

Known: digits of any script, Chinese numerals (二〇二六年十一月二十三日), Japanese eras (令和8年), the years of the
Republic of China (民國115年), Buddhist years (2569) and the Iranian solar calendar (۲ آذر ۱۴۰۵).
"""

import re
import unicodedata
from datetime import date, timedelta

from text.months import TWO_WORDS

_PLAIN = str.maketrans("／－．：，（）　", "/-.:,() ") | {
    code: str(unicodedata.decimal(chr(code)))
    for code in range(0x660, 0x1FBFA)
    if unicodedata.category(chr(code)) == "Nd"
}
_HAN_DIGITS = {char: index for index, char in enumerate("〇一二三四五六七八九")} | {
    "零": 0,
    "○": 0,
    "Ｏ": 0,
}
_HAN = "〇零○Ｏ一二三四五六七八九"
_HAN_DATE = re.compile(
    rf"([{_HAN}]{{4}})\s?年\s?([一二三四五六七八九十]{{1,3}})\s?月(?:\s?([一二三四五六七八九十廿卅]{{1,4}})\s?([日号號]))?"
)
# First year of each era, less one.
_ERAS = {"令和": 2018, "平成": 1988, "昭和": 1925, "民國": 1911, "民国": 1911}
_ERA = re.compile(rf"({'|'.join(_ERAS)})\s?(\d{{1,3}}|元)\s?年")
_REPUBLIC = re.compile(r"(?<![\d第])(1[0-4]\d)\s?年(?=\s?\d{1,2}\s?月)")
_THAI = re.compile(r"[\u0e00-\u0e7f]")
_ARABIC = re.compile(r"[\u0600-\u06ff]")
_BUDDHIST = re.compile(r"(?<!\d)(25[3-9]\d|26[0-4]\d)(?!\d)")
_BUDDHIST_SHORT = re.compile(r"(\d{1,2}\s?[\u0e00-\u0e7f.]{3,14}\s?)([4-9]\d)(?![\d:])")
_IRANIAN = [
    "فروردین", "اردیبهشت", "خرداد", "تیر", "مرداد", "شهریور", "مهر", "آبان", "آذر", "دی", "بهمن", "اسفند",
]  # fmt: skip
_SOLAR = re.compile(
    rf"(?<!\d)(\d{{1,2}})\s?({'|'.join(_IRANIAN)})(?:\s?ماه)?\s?[،,]?\s?(1[34]\d\d)(?!\d)"
)
_SOLAR_NUMERIC = re.compile(r"(?<!\d)(1[34]\d\d)[/-](\d{1,2})[/-](\d{1,2})(?!\d)")
_LEAPS = {
    1,
    5,
    9,
    13,
    17,
    22,
    26,
    30,
}  # of the 33-year cycle, right from 1343 to 1472 (1964 to 2094)


def gregorian(text: str, language: str | None = None) -> str:
    """Return *text* with digits, numerals, eras and calendars as plain Gregorian dates."""
    if text.isascii() or max(text) < "\u0660":  # the first digits after ASCII's are Arabic
        return text
    plain = text.translate(_PLAIN)
    if "年" in plain:
        plain = _HAN_DATE.sub(_han_date, plain)
        plain = _ERA.sub(_era_year, plain)
        plain = _REPUBLIC.sub(lambda match: f"{int(match[1]) + 1911}年", plain)
    if _THAI.search(plain) or language == "th":
        plain = _BUDDHIST.sub(lambda match: str(int(match[1]) - 543), plain)
        plain = _BUDDHIST_SHORT.sub(lambda match: f"{match[1]}{int(match[2]) + 1957}", plain)
    if _ARABIC.search(plain):
        plain = _SOLAR.sub(_solar_named, plain)
        for two, one in TWO_WORDS.items():
            plain = plain.replace(two, one)
    if language == "fa":
        plain = _SOLAR_NUMERIC.sub(_solar_numeric, plain)
    return plain


def _han_number(text: str) -> int:
    """Read 十一, 二十三, 廿三 or 三."""
    text = text.replace("廿", "二十").replace("卅", "三十")
    tens, ten, ones = text.rpartition("十")
    if not ten:
        return _HAN_DIGITS.get(text[-1], 0)
    return 10 * (_HAN_DIGITS[tens[-1]] if tens else 1) + (_HAN_DIGITS[ones] if ones else 0)


def _han_date(match: re.Match[str]) -> str:
    year = "".join(str(_HAN_DIGITS[char]) for char in match[1])
    day = f"{_han_number(match[3])}{match[4]}" if match[3] else ""
    return f"{year}年{_han_number(match[2])}月{day}"


def _era_year(match: re.Match[str]) -> str:
    return f"{_ERAS[match[1]] + (1 if match[2] == '元' else int(match[2]))}年"


def _solar_named(match: re.Match[str]) -> str:
    found = solar(int(match[3]), _IRANIAN.index(match[2]) + 1, int(match[1]))
    return found.isoformat() if found else match[0]


def _solar_numeric(match: re.Match[str]) -> str:
    found = solar(int(match[1]), int(match[2]), int(match[3]))
    return found.isoformat() if found else match[0]


def solar(year: int, month: int, day: int) -> date | None:
    """Return the Gregorian day of a day of the Iranian solar calendar (1343 to 1472), else None."""
    if not (1343 <= year <= 1472 and 1 <= month <= 12 and 1 <= day <= 31):
        return None
    leaps = sum(1 for one in range(1343, year) if one % 33 in _LEAPS)
    # 1 Farvardin 1343 was 21 March 1964.
    days = 365 * (year - 1343) + leaps + 31 * min(month - 1, 6) + 30 * max(0, month - 7) + day - 1
    return date(1964, 3, 21) + timedelta(days=days)
