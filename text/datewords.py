"""Dates as running text writes them, in English and Chinese, resolved against a day."""

import re
from collections.abc import Callable, Iterator
from datetime import date, timedelta

from text.begins import found_at, places_of, places_of_words

_MONTHS = [
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
]
_WEEKDAYS = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"]
_MONTH = (
    r"(?:Jan(?:uary|\.)?|Feb(?:ruary|\.)?|Mar(?:ch|\.)?|Apr(?:il|\.)?|May|June?|July?|Aug(?:ust|\.)?"
    r"|Sept?(?:ember|\.)?|Oct(?:ober|\.)?|Nov(?:ember|\.)?|Dec(?:ember|\.)?)"
)
_YEAR = r"(?:19|20)\d\d"
_EN = re.compile(
    # Only where a date can begin: the rest of the pattern is dear.
    rf"(?<!\w)(?=[0-9JFMASONDQHTWfsthnlye])(?:\b(?P<iso>{_YEAR}-\d\d(?:-\d\d)?)\b"
    rf"|\b(?P<d1>\d{{1,2}})(?:st|nd|rd|th)?\s(?:of\s)?(?P<m1>{_MONTH})\b(?:,?\s(?P<y1>{_YEAR})\b)?"
    rf"|\b(?P<m2>{_MONTH})\s(?P<d2>\d{{1,2}})(?:st|nd|rd|th)?\b(?!\d)(?:,?\s(?P<y2>{_YEAR})\b)?"
    rf"|\b(?P<m3>{_MONTH})\s(?P<y3>{_YEAR})\b"
    r"|\b(?P<m4>January|February|April|June|July|August|September|October|November|December)\b"
    r"|(?:(?<=\bin\s)|(?<=\bby\s)|(?<=\bof\s)|(?<=\bon\s))(?P<m5>March|May)\b(?!\s[A-Z])|(?:(?<=\bfrom\s)|(?<=\bnext\s)|(?<=\blast\s)|(?<=\bthis\s)|(?<=\blate\s))(?P<m6>March|May)\b|(?:(?<=\bsince\s)|(?<=\buntil\s)|(?<=\bearly\s))(?P<m7>March|May)\b"
    r"|\b(?P<q>(?:Q[1-4]|(?:[Ff]irst|[Ss]econd|[Tt]hird|[Ff]ourth)[\s-]quarter)(?:\s(?:of\s)?(?P<qy>(?:19|20)\d\d))?)\b"
    r"|\b(?P<half>(?:H[12]|[Ff]irst\shalf|[Ss]econd\shalf|half\syear)(?:\s(?:of\s)?(?P<hy>(?:19|20)\d\d))?)\b"
    r"|\b(?P<rel>today|yesterday|tomorrow|tonight|this\s(?:week|month|quarter|year|morning|afternoon|spring|summer|autumn|fall|winter)"
    r"|(?:next|last)\s(?:week|month|quarter|year|spring|summer|autumn|fall|winter)|(?:the\s)?end\sof\s(?:the|this)\s(?:year|month)|year-end|now)\b"
    r"|\b(?P<wd>(?:next\s|last\s)?(?:Monday|Tuesday|Wednesday|Thursday|Friday|Saturday|Sunday))\b"
    rf"|(?:(?<=\bin\s)|(?<=\bby\s))(?P<year>{_YEAR})\b|(?:(?<=\bof\s)|(?<=\bto\s))(?P<year2>20[12]\d)\b(?!\s\w+s\b)|(?:(?<=\blate\s)|(?<=\bearly\s)|(?<=\bsince\s)|(?<=\buntil\s)|(?<=\bduring\s)|(?<=\bbefore\s)|(?<=\bafter\s))(?P<year3>{_YEAR})\b)"
)
_ZH = re.compile(
    r"(?P<full>(?P<y>(?:19|20)\d\d)\s?年(?:度|\s?(?P<m>1[0-2]|0?[1-9])\s?月份?(?:\s?(?P<d>3[01]|[12]\d|0?[1-9])\s?[日号號])?)?)(?P<yq>第?[一二三四]季度|[上下]半年|前三季度)?"
    r"|(?P<iso>(?:19|20)\d\d[-/.]\d{1,2}[-/.]\d{1,2})"
    r"|(?P<pre>今年|明年|去年)?(?P<m2>1[0-2]|[1-9])\s?月份?(?:\s?(?P<d2>3[01]|[12]\d|[1-9])\s?[日号號])?"
    r"|(?<![\d.年月])(?P<d3>3[01]|[12]\d|[1-9])[日号號](?!线|线|均|元|间|本)"
    r"|(?P<q>(?:今年|明年|去年)?(?:第?[一二三四]季度?|首季)(?!度?学)|(?:今年|明年|去年)?[上下]半年|前三季度)"
    r"|(?P<wd>(?:本|上|下|这)?(?:周|星期|週|礼拜)[一二三四五六日天末])(?!期)"
    r"|(?P<rel>今天|今日|今晚|今早|今年(?:内|底|初)?|明天|明日|明年(?:初|底)?|昨天|昨日|昨晚|前天|去年(?:底|初)?|前年|本周|本週|这周|上周|上週|下周|下週|本月|上月|上个月|下月|下个月|本季度|上季度"
    r"|年底|年初|月底|月初|年中|年内|即日|同日|当日|当天|近日|日前|当前|目前)"
)
# What a date can begin with: all that the two patterns above allow, but for "now", which is none.
_DIGIT = re.compile(r"[0-9]")
_EN_BEGINS = (
    "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec", "Q", "H1", "H2", "half", "year-end",
    "First", "first", "Second", "second", "Third", "third", "Fourth", "fourth", "end", "this", "next", "last", "today",
    "yesterday", "tomorrow", "tonight", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday",
)  # fmt: skip
_ZH_BEGINS = re.compile(r"[\d第一二三四首上下前今明去昨本这周星週礼年月即同当近日目]")
_HAN_DIGIT = {"一": 1, "二": 2, "三": 3, "四": 4, "五": 5, "六": 6, "日": 7, "天": 7, "首": 1}


def find_dates(text: str, published: str | None = None) -> Iterator[tuple[int, int, str | None]]:
    """Yield start, end and ISO value (None where none can be told) of each date in *text*."""
    day = _day(published)
    if re.search(r"[月日号號年周週季今明昨前去本上下即同当近星]", text):
        for match in found_at(_ZH, text, places_of(_ZH_BEGINS, text)):
            yield match.start(), match.end(), _chinese(match, day)
    places = {*places_of(_DIGIT, text), *places_of_words(text, _EN_BEGINS)}
    places.update(place - len("the ") for place in places_of_words(text, ("end",)) if place > 3)
    for match in found_at(_EN, text, sorted(places)):
        if match["rel"] == "now":
            continue
        yield match.start(), match.end(), _english(match, day)


def _day(published: str | None) -> date | None:
    try:
        return date.fromisoformat(published[:10]) if published else None
    except ValueError:
        return None


def _iso(year: int | None, month: int | None = None, day: int | None = None) -> str | None:
    if year is None:
        return None
    if month is None:
        return f"{year:04d}"
    if day is None:
        return f"{year:04d}-{month:02d}"
    try:
        return date(year, month, day).isoformat()
    except ValueError:
        return None


def _near_year(today: date | None, month: int) -> int | None:
    """Return the year that puts *month* closest to *today*: "in January" said in November is next."""
    if today is None:
        return None
    gap = month - today.month
    return today.year + (1 if gap < -6 else -1 if gap > 6 else 0)


def _month_number(name: str) -> int:
    return next(
        i for i, full in enumerate(_MONTHS, 1) if full.startswith(name.lower().rstrip(".")[:3])
    )


def _english(match: re.Match[str], today: date | None) -> str | None:
    if match["iso"]:
        return match["iso"]
    for suffix in ("1", "2", "3", "4", "5", "6", "7"):
        if match[f"m{suffix}"]:
            month = _month_number(match[f"m{suffix}"])
            has_year = suffix in "123" and match[f"y{suffix}"]
            year = int(match[f"y{suffix}"]) if has_year else _near_year(today, month)
            day = int(match[f"d{suffix}"]) if suffix in "12" else None
            return _iso(year, month, day)
    if match["q"] or match["half"]:
        return _english_period(match, today)
    if match["wd"]:
        return _weekday(match["wd"].lower(), today)
    if match["rel"]:
        return _relative(match["rel"].lower(), today)
    return match["year"] or match["year2"] or match["year3"]


def _english_period(match: re.Match[str], today: date | None) -> str | None:
    raw = (match["q"] or match["half"]).lower()
    stated = match["qy"] or match["hy"]
    year = int(stated) if stated else (today.year if today else None)
    if year is None or raw.startswith("half"):
        return None
    order = ("first", "second", "third", "fourth")
    number = next((i for i, name in enumerate(order, 1) if raw.startswith(name)), None)
    number = number or int(raw[1])
    return f"{year}-{'Q' if match['q'] else 'H'}{number}"


def _weekday(raw: str, today: date | None) -> str | None:
    """News says "on Tuesday" of the last Tuesday; "next Tuesday" is in the week after."""
    if today is None:
        return None
    back = (today.weekday() - _WEEKDAYS.index(raw.rsplit(maxsplit=1)[-1])) % 7
    if raw.startswith("next"):
        return (today + timedelta(days=7 - back)).isoformat()
    if raw.startswith("last") and back == 0:
        back = 7
    return (today - timedelta(days=back)).isoformat()


_RELATIVE: dict[str, Callable[[date], str | None]] = {
    **dict.fromkeys(
        ("today", "tonight", "this morning", "this afternoon", "今天", "今日", "今晚", "今早", "即日",
         "当日", "当天"),
        lambda day: day.isoformat(),
    ),
    **dict.fromkeys(
        ("yesterday", "昨天", "昨日", "昨晚"), lambda day: (day - timedelta(days=1)).isoformat()
    ),
    **dict.fromkeys(("tomorrow", "明天", "明日"), lambda day: (day + timedelta(days=1)).isoformat()),
    "前天": lambda day: (day - timedelta(days=2)).isoformat(),
    **dict.fromkeys(("this month", "本月", "end of this month", "月底", "月初"), lambda day: _iso(day.year, day.month)),
    **dict.fromkeys(("next month", "下月", "下个月"), lambda day: _iso(*_shift(day, 1))),
    **dict.fromkeys(("last month", "上月", "上个月"), lambda day: _iso(*_shift(day, -1))),
    **dict.fromkeys(
        ("next week", "下周", "下週"),
        lambda day: (day + timedelta(days=7 - day.weekday())).isoformat(),
    ),
    **dict.fromkeys(("this quarter", "本季度"), lambda day: f"{day.year}-Q{(day.month + 2) // 3}"),
    **dict.fromkeys(("last quarter", "上季度"), lambda day: _quarter(*_shift(day, -3))),
    **dict.fromkeys(("next quarter", "下季度"), lambda day: _quarter(*_shift(day, 3))),
    **dict.fromkeys(
        ("this year", "end of the year", "the end of the year", "end of this year", "year-end", "今年",
         "今年内", "今年底", "今年初", "年底", "年初", "年中", "年内"),
        lambda day: str(day.year),
    ),
    **dict.fromkeys(("next year", "明年", "明年初", "明年底"), lambda day: str(day.year + 1)),
    **dict.fromkeys(("last year", "去年", "去年底", "去年初"), lambda day: str(day.year - 1)),
}  # fmt: skip


def _quarter(year: int, month: int) -> str:
    return f"{year}-Q{(month + 2) // 3}"


def _shift(day: date, months: int) -> tuple[int, int]:
    total = day.year * 12 + day.month - 1 + months
    return total // 12, total % 12 + 1


def _relative(raw: str, today: date | None) -> str | None:
    resolve = _RELATIVE.get(re.sub(r"\s+", " ", raw))
    return resolve(today) if resolve and today else None


def _chinese(match: re.Match[str], today: date | None) -> str | None:  # noqa: PLR0911 - one return per form of date
    if match["full"]:
        year = int(match["y"])
        if match["yq"]:
            return _period(match["yq"], year)
        month = int(match["m"]) if match["m"] else None
        return _iso(year, month, int(match["d"]) if match["d"] else None)
    if match["iso"]:
        return _iso(*(int(part) for part in re.split(r"[-/.]", match["iso"])))
    if match["m2"]:
        return _chinese_month(match, today)
    if match["d3"]:
        return _iso(today.year, today.month, int(match["d3"])) if today else None
    if match["q"]:
        return _period(match["q"], today.year) if today else None
    if match["wd"]:
        return _chinese_weekday(match["wd"], today)
    return _relative(match["rel"], today)


def _chinese_month(match: re.Match[str], today: date | None) -> str | None:
    month = int(match["m2"])
    day = int(match["d2"]) if match["d2"] else None
    year = _near_year(today, month)
    if match["pre"] and today:
        year = today.year + {"今": 0, "明": 1, "去": -1}[match["pre"][0]]
    return _iso(year, month, day)


def _period(raw: str, year: int) -> str | None:
    year += {"明": 1, "去": -1}.get(raw[0], 0)
    if "半年" in raw:
        return f"{year}-H{1 if '上' in raw else 2}"
    digit = next((_HAN_DIGIT[char] for char in raw if char in "一二三四首"), None)
    return f"{year}-Q{digit}" if digit and "前" not in raw else str(year)


def _chinese_weekday(raw: str, today: date | None) -> str | None:
    number = _HAN_DIGIT.get(raw[-1])
    if today is None or number is None:
        return None
    monday = today - timedelta(days=today.weekday())
    if raw[0] in "上下":
        monday += timedelta(days=7 if raw[0] == "下" else -7)
    resolved = monday + timedelta(days=number - 1)
    if raw[0] not in "上下本这" and resolved > today:
        resolved -= timedelta(days=7)  # 周五 in Monday's paper is last Friday
    return resolved.isoformat()
