"""Money, dates, counts and lists as people write them, in British English and in Chinese.

One place for the command line, the digest and the pages. Nothing here reads a clock: where an age
or a year matters, *now* is an argument. Widths count columns of a terminal: Chinese takes two.
"""

import re
import unicodedata
from collections.abc import Iterator, Sequence
from datetime import date, datetime, timedelta
from decimal import ROUND_HALF_UP, Decimal
from typing import Literal
from zoneinfo import ZoneInfo

Lang = Literal["en", "zh"]

MINUS = "\N{MINUS SIGN}"
COLUMNS = 72  # of plain-text mail: RFC 5322 advises 78, and quoting takes some

_MONTHS = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September",
    "October", "November", "December",
)  # fmt: skip
_WEEKDAYS: dict[Lang, tuple[str, ...]] = {
    "en": ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"),
    "zh": ("周一", "周二", "周三", "周四", "周五", "周六", "周日"),
}
_SMALL = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine")
# ¥ alone is the renminbi here, since Chinese prices are what this product watches.
_SYMBOLS = {
    "USD": "$", "EUR": "€", "GBP": "£", "CNY": "¥", "JPY": "JP¥", "HKD": "HK$", "TWD": "NT$",
    "KRW": "₩", "INR": "₹", "SGD": "S$", "AUD": "A$", "CAD": "C$", "NZD": "NZ$", "BRL": "R$",
}  # fmt: skip
_ZH_UNITS = {
    "CNY": "元", "USD": "美元", "EUR": "欧元", "GBP": "英镑", "JPY": "日元", "HKD": "港元",
    "TWD": "新台币", "KRW": "韩元", "INR": "卢比", "SGD": "新加坡元", "AUD": "澳元",
    "CAD": "加元", "CHF": "瑞士法郎", "SEK": "瑞典克朗", "RUB": "卢布",
}  # fmt: skip
_EN_SCALES = ((10**12, "trillion"), (10**9, "billion"), (10**6, "million"))
_ZH_SCALES = ((10**12, "万亿"), (10**8, "亿"), (10**4, "万"))
_AGES: tuple[tuple[int, str, str], ...] = (
    (31_557_600, "year", "年"), (2_629_800, "month", "个月"), (604_800, "week", "周"),
    (86_400, "day", "天"), (3_600, "hour", "小时"), (60, "minute", "分钟"),
)  # fmt: skip

_HAN = r"\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff"
_JOINTS = re.compile(
    rf"(?<=[{_HAN}])(?=[A-Za-z0-9$€£¥+{MINUS}])|(?<=[A-Za-z0-9%])(?=[{_HAN}])|(?<=[A-Za-z]\.)(?=[{_HAN}])"
)
# Marks that turn the direction of text, and characters that show as nothing: both let a title
# pretend to be another (RELIABILITY T8). Joiners inside emoji and Indic words stay.
_INVISIBLE = re.compile(
    r"[\u061c\u200b\u200e\u200f\u202a-\u202e\u2060-\u2069\ufeff\ufff9-\ufffb\U000e0000-\U000e007f]"
)
_NO_START = frozenset("，。、；：？！）》」』】〉”’％,.;:?!)]}%…")
_NO_END = frozenset("（《「『【〈“‘([{")

_PERIOD = re.compile(
    r"(?P<year>\d{4})(?:-Q(?P<quarter>[1-4])|-H(?P<half>[12])|-(?P<month>0[1-9]|1[0-2]))?"
)


def one_line(text: str, limit: int = 400) -> str:
    """Return foreign *text* as one harmless line of at most *limit* characters.

    Controls, line breaks and NUL become spaces; marks of direction and invisible ones go.
    """
    plain = " ".join(visible(text).split())
    return plain if len(plain) <= limit else plain[: limit - 1].rstrip() + "…"


def visible(text: str) -> str:
    """Return *text* with spaces for what separates and is no letter, and without what shows as nothing."""
    plain = "".join(" " if unicodedata.category(c) in _SEPARATING else c for c in text)
    return _INVISIBLE.sub("", plain)


# Controls, surrogates and private use, line and paragraph separators.
_SEPARATING = frozenset({"Cc", "Cs", "Co", "Cn", "Zl", "Zp"})


def display_width(text: str) -> int:
    """Return the columns *text* takes on a terminal."""
    if text.isascii() and text.isprintable():  # most are, and need not be looked at by character
        return len(text)
    return sum(_char_width(char) for char in text)


def _char_width(char: str) -> int:
    if unicodedata.combining(char) or unicodedata.category(char) in {"Mn", "Me", "Cf"}:
        return 0
    return 2 if unicodedata.east_asian_width(char) in "WF" else 1


def pad(text: str, width: int, *, right: bool = False) -> str:
    """Return *text* filled with spaces to *width* columns; *right* puts them before it."""
    space = " " * max(0, width - display_width(text))
    return space + text if right else text + space


def shorten(text: str, width: int) -> str:
    """Return *text* cut to *width* columns, with an ellipsis where something was cut."""
    if display_width(text) <= width:
        return text
    kept, used = "", 0
    for char in text:
        used += _char_width(char)
        if used > width - 1:
            break
        kept += char
    head, space, _tail = kept.rpartition(" ")
    # Cut between words where that costs at most half of the line.
    if space and display_width(head) * 2 >= width:
        kept = head
    return kept.rstrip(" ,;:，；：、") + "…"


def wrap(
    text: str, width: int = COLUMNS, *, indent: str = "", first: str | None = None
) -> list[str]:
    """Return *text* as lines of at most *width* columns, *indent* before each.

    *first* is the indent of the first line. Breaks at spaces and between Chinese characters, never
    before closing or after opening punctuation. A word longer than a line stands whole on its own.
    """
    lines: list[str] = []
    current = indent if first is None else first
    empty = True
    for unit in _units(text):
        room = width - display_width(current)
        if empty or display_width(unit.rstrip()) <= room:
            current += unit.lstrip() if empty else unit
        else:
            lines.append(current.rstrip())
            current = indent + unit.lstrip()
        empty = False
    return [*lines, current.rstrip()] if current.strip() else lines


def _units(text: str) -> Iterator[str]:
    """Yield the pieces between which a line may break; spaces stay at the end of a piece."""
    piece = ""
    for char in text:
        if piece and _may_break(piece[-1], char):
            yield piece
            piece = ""
        piece += char
    if piece:
        yield piece


def _may_break(before: str, after: str) -> bool:
    if after in _NO_START or before in _NO_END or after == " ":
        return False
    if before == " ":
        return True
    return _char_width(before) == 2 or _char_width(after) == 2


def space_han(text: str) -> str:
    """Return *text* with one space between Chinese characters and Latin letters or digits."""
    return _JOINTS.sub(" ", text)


def format_count(number: int) -> str:
    """Return 1284 as ``1,284``, in both languages."""
    return f"{number:,}"


def counted(number: int, one: str, many: str | None = None) -> str:
    """Return ``1 source``, ``4 sources``: English only; Chinese has no plural."""
    return f"{format_count(number)} {one if number == 1 else many or one + 's'}"


def in_words(number: int) -> str:
    """Return an English number below ten as a word, others as digits; 0 is ``no``."""
    return _SMALL[number] if 0 <= number < len(_SMALL) else format_count(number)


def format_number(number: Decimal, places: int = 2) -> str:
    """Return *number* with thousands separators, at most *places* decimals, no idle zeros."""
    rounded = number.quantize(Decimal(1).scaleb(-places), rounding=ROUND_HALF_UP)
    text = f"{abs(rounded):,f}"
    text = text.rstrip("0").rstrip(".") if "." in text else text
    return f"{MINUS}{text}" if rounded < 0 else text


def format_price(amount: Decimal, currency: str | None) -> str:
    """Return a list price exactly, the same in both languages: ``¥1,299``, ``€8.50``."""
    text = format_number(abs(amount), 4)
    if "." in text and len(text.rpartition(".")[2]) == 1:
        text += "0"
    sign = MINUS if amount < 0 else ""
    if currency is None:
        return sign + text
    symbol = _SYMBOLS.get(currency)
    return f"{sign}{symbol}{text}" if symbol else f"{sign}{currency} {text}"


def format_money(amount: Decimal, currency: str | None, language: Lang = "en") -> str:
    """Return an amount as prose has it: ``€184 million``, ``1.84 亿欧元``, ``2,600 万元``."""
    scale, word = _scale(abs(amount), language)
    if language == "zh":
        unit = _ZH_UNITS.get(currency, currency) if currency else ""
        number = format_number(amount / scale, 2 if word else 4)
        return space_han(f"{number} {word}{unit}".strip())
    if not word:
        return format_price(amount, currency)
    number = format_number(amount / scale)
    sign, number = (MINUS, number[1:]) if number.startswith(MINUS) else ("", number)
    symbol = _SYMBOLS.get(currency, f"{currency} ") if currency else ""
    return f"{sign}{symbol}{number} {word}"


def _scale(amount: Decimal, language: Lang) -> tuple[int, str]:
    for scale, word in _ZH_SCALES if language == "zh" else _EN_SCALES:
        # 999,996 is a million once it is rounded to the two decimals shown.
        if (amount / scale).quantize(Decimal("0.01"), rounding=ROUND_HALF_UP) >= 1:
            return scale, word
    return 1, ""


def format_percent(value: Decimal, *, signed: bool = False) -> str:
    """Return ``15.4%``; *signed*: ``+15.4%``, ``−17.1%``. One decimal, none where it is zero."""
    text = format_number(value, 1)
    return f"+{text}%" if signed and value > 0 else f"{text}%"


def read_day(day: str) -> date | None:
    """Return the calendar day of ``2026-11-23`` or an ISO instant; None where it is neither."""
    try:
        return date.fromisoformat(day[:10])
    except ValueError:
        return None


def short_day(day: str, now: datetime | None = None, language: Lang = "en") -> str:
    """Return ``20 Nov`` or ``11-20``; with the year where it is not the year of *now*.

    What is no day is returned as it is.
    """
    read = read_day(day)
    if read is None:
        return day
    other_year = now is not None and read.year != now.year
    if language == "zh":
        return read.isoformat() if other_year else f"{read:%m-%d}"
    return f"{read.day} {_MONTHS[read.month - 1][:3]}" + (f" {read.year}" if other_year else "")


def long_day(day: str, language: Lang = "en") -> str:
    """Return ``12 November 2026`` or ``2026 年 11 月 12 日``; what is no day as it is."""
    read = read_day(day)
    if read is None:
        return day
    if language == "zh":
        return f"{read.year} 年 {read.month} 月 {read.day} 日"
    return f"{read.day} {_MONTHS[read.month - 1]} {read.year}"


def period(value: str, language: Lang = "en") -> str:
    """Return a month, quarter, half or year in words: ``July 2026``, ``Q3 2026``, ``2026 年三季度``.

    *value* is ``2026-07``, ``2026-Q3``, ``2026-H1`` or ``2026``; a day is written short, anything else stays.
    """
    if not (hit := _PERIOD.fullmatch(value)):
        return short_day(value, None, language)
    year, quarter, month = hit["year"], hit["quarter"], hit["month"]
    if quarter:
        return (
            f"{year} 年{'一二三四'[int(quarter) - 1]}季度"
            if language == "zh"
            else f"Q{quarter} {year}"
        )
    if hit["half"]:
        return (
            f"{year} 年{'上下'[int(hit['half']) - 1]}半年"
            if language == "zh"
            else f"H{hit['half']} {year}"
        )
    if month:
        return (
            f"{year} 年 {month_name(value, 'zh')}"
            if language == "zh"
            else f"{month_name(value)} {year}"
        )
    return f"{year} 年" if language == "zh" else year


def month_name(month: str, language: Lang = "en") -> str:
    """Return ``December`` or ``12 月`` for ``2026-12``."""
    number = int(month[5:7])
    return f"{number} 月" if language == "zh" else _MONTHS[number - 1]


def weekday(day: str, language: Lang = "en") -> str:
    """Return ``Fri`` or ``周五`` for a day; empty where *day* is none."""
    read = read_day(day)
    return _WEEKDAYS[language][read.weekday()] if read else ""


def format_moment(moment: datetime, zone: str, language: Lang = "en") -> str:
    """Return ``20 Nov 18:05`` or ``11-20 18:05`` on the clock of *zone* (an IANA name)."""
    local = moment.astimezone(ZoneInfo(zone))
    return f"{short_day(local.date().isoformat(), None, language)} {local:%H:%M}"


def week_days(week: str) -> tuple[date, date]:
    """Return Monday and Sunday of an ISO week such as ``2026-W47``. Raises ValueError."""
    year, number = week.split("-W")
    monday = date.fromisocalendar(int(year), int(number), 1)
    return monday, monday + timedelta(days=6)


def week_name(week: str, language: Lang = "en") -> str:
    """Return ``Week 47`` or ``第 47 周`` for ``2026-W47``."""
    number = int(week.split("-W")[1])
    return f"第 {number} 周" if language == "zh" else f"Week {number}"


def edition_name(edition: str, language: Lang = "en") -> str:
    """Return ``Week 47`` for an ISO week, ``Mon 23 Nov`` or ``11-23 周一`` for a day."""
    if "-W" in edition:
        return week_name(edition, language)
    day, name = short_day(edition, None, language), weekday(edition, language)
    return f"{day} {name}" if language == "zh" else f"{name} {day}"


def edition_title(edition: str, language: Lang = "en") -> str:
    """Return week_title of an ISO week, and a day in full: ``23 November 2026``."""
    return week_title(edition, language) if "-W" in edition else long_day(edition, language)


def week_title(week: str, language: Lang = "en") -> str:
    """Return ``Week 47, 16–22 November 2026`` or ``2026 年第 47 周，11 月 16 日至 22 日``."""
    days = day_range(*week_days(week), language)
    if language == "zh":
        return f"{week[:4]} 年{week_name(week, language)}，{days.partition(' 年 ')[2]}"
    return f"{week_name(week, language)}, {days}"


def day_range(first: date, last: date, language: Lang = "en") -> str:
    """Return ``16–22 November 2026`` or ``2026 年 11 月 16 日至 22 日``, naming what differs."""
    same_year, same_month = first.year == last.year, first.month == last.month
    if language == "zh":
        until = f"{last.day} 日"
        until = until if same_year and same_month else f"{last.month} 月 {until}"
        until = until if same_year else f"{last.year} 年 {until}"
        return f"{first.year} 年 {first.month} 月 {first.day} 日至 {until}"
    end = f"{last.day} {_MONTHS[last.month - 1]} {last.year}"
    if same_year and same_month:
        return f"{first.day}–{end}"
    start = f"{first.day} {_MONTHS[first.month - 1]}" + ("" if same_year else f" {first.year}")
    return f"{start} – {end}"


def relative_age(then: datetime, now: datetime, language: Lang = "en") -> str:
    """Return how long before *now* something was: ``3 hours ago``, ``3 小时前``, ``yesterday``."""
    seconds = (now - then).total_seconds()
    for size, english, chinese in _AGES:
        number = int(seconds // size)
        if number < 1 or (english == "week" and number < 2):
            continue
        if english == "day" and number == 1:
            return "昨天" if language == "zh" else "yesterday"
        return f"{number} {chinese}前" if language == "zh" else f"{counted(number, english)} ago"
    return "刚刚" if language == "zh" else "just now"


def join_list(parts: Sequence[str], language: Lang = "en") -> str:
    """Return ``A, B and C`` or ``A、B 和 C``."""
    if len(parts) < 2:
        return "".join(parts)
    if language == "zh":
        return f"{'、'.join(parts[:-1])} 和 {parts[-1]}"
    return f"{', '.join(parts[:-1])} and {parts[-1]}"
