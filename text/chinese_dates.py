"""Chinese dates in running text: a grammar of a year, what of it is meant, and words that count from today.

A date after another one of its sentence takes the month and the year from it: 2026年5月1日至5日.
"""

import re
from collections.abc import Callable, Iterator
from datetime import date
from typing import NamedTuple

from text import calendar_math as cal
from text.begins import places_of
from text.han import read_numeral
from text.leaning import chinese_lean

_HAN = "一二三四五六七八九"
_TO = r"\s?[-—–~～至到]+\s?"
_MONTH = rf"(?:1[0-2]|0?[1-9]|十[一二]?|[{_HAN}])\s?月份?"
_DAY = rf"(?:3[01]|[12]\d|0?[1-9]|三十一?|二?十[{_HAN}]?|[{_HAN}])\s?[日号號]"
# What makes of 3日 and 5月 something else: 5日均线, 8月龄.
_NO_DAY = r"(?![线線均元间間本内游系报产化]|夜(?![间里晚半])|期(?!间)|电池|年化|以内|之内)"
_NO_MONTH = r"(?![龄嫂饼]|期(?!间))"
_PART = r"(?:凌晨|清晨|早间|早上|早晨|上午|中午|午间|午后|下午|傍晚|晚间|晚上|深夜|夜间|晚|早)"
_TEN = r"(?:[上中下]旬|[初底末])"
# Seasons of a show are no quarters of a year: 《云岫》前三季.
_SHOWS = "》节目艺剧節藝劇漫综綜"
_NO_SHOW = rf"(?<![{_SHOWS}])(?<![{_SHOWS}][的之])(?<![动動][画畫])"
_QUARTER = rf"(?:第?[一二三四1-4]季度|首季度?|第[一二三四]财季|[一二三四]财季|{_NO_SHOW}第[一二三四1-4]季(?![度》]|.{{0,3}}集|[将將]?(?:[开開]播|播出|收官|上[线線]|回[归歸]))|(?<=年)第?[一二三四1-4]季(?![度节風风]))(?!报)"
_WITHIN = rf"(?:{_QUARTER}[初末底]?|[上下]半年|(?:[前首][三3]季度|{_NO_SHOW}[前首][三3]季(?![节節风風集]|的?(?:累[计計]|[总總])?(?:播放|播出|收[视視]|口碑|[评評]分|豆瓣|[点點][击擊])))|(?<![提之以此目])前(?:1[01]|[2-9]|十一?|[二三四五六七八九两])个?月|[QH][1-4](?![A-Za-z0-9.])|[1-4][QH](?![A-Za-z0-9.]))"
_MONTHS = rf"(?:1|一){_TO}(?P<to>1[0-2]|[2-9]|十[一二]?|[{_HAN}])\s?月份?{_NO_MONTH}"
_EDGE = r"(?:年?[初底末](?![级期端])|年?中(?=[，。、；前推发完投上启达]|$)|年?内)"
_YEARS = (
    r"(?:(?P<y>(?:19|20)\d\d)(?:\s?年度?(?!款|历史|来的|[多余]年|前的)|\s?(?:[/-]\s?(?P<yto>(?:20)?\d\d))?\s?(?=财年|财政年度)|(?=[QH][1-4](?![A-Za-z0-9.]))|(?=上半年|下半年))"
    r"|(?P<yhan>[一二][九〇零○][〇零○一二三四五六七八九]{2})年度?|(?:民国|民國)(?P<roc>\d{2,3})年"
    rf"|(?<![\d.近用时去])(?P<yy>[0-3]\d)(?:年(?=\s?(?:{_MONTH}|{_QUARTER}|[上下]半年|[底初末]|前三季|Q[1-4]))|(?=[QH][1-4](?![A-Za-z0-9.]))|(?=财年))"
    r"|(?P<rel>(?:今|明|去|后|大前|(?<![目此之以日先三])前|当|同|(?<![首每一二三两几多此])次|本|上一?|下一)年度?(?![轻青龄级代]|复一年)|[本上下]一?财年))"
)
_DATE = re.compile(
    rf"(?P<year>{_YEARS})(?P<fiscal>\s?(?:财年|财政年度))?(?:{_MONTHS}|\s?(?:之|的)?(?P<month>{_MONTH}){_NO_MONTH}(?:\s?(?P<day>{_DAY}){_NO_DAY}\s?(?P<part>{_PART})?|(?P<range>\d\d?{_TO}{_DAY})|(?P<ten>{_TEN}))?|\s?(?:第)?(?:的)?(?P<within>{_WITHIN})|(?P<edge>{_EDGE})|(?P<same>同期))?"
)
_BARE = re.compile(
    rf"(?<![\d.]){_MONTHS}|(?<![\d.几两个])(?P<month>{_MONTH}){_NO_MONTH}(?:\s?(?P<day>{_DAY}){_NO_DAY}\s?(?P<part>{_PART})?|(?P<range>\d\d?{_TO}{_DAY})|(?P<ten>{_TEN}))?"
    rf"|(?<![\d.年第近续满前去达逾超过每期共T+])(?<![第近续满前达逾超过每期共]\s)(?P<alone>(?:3[01]|[12]\d|[1-9])\s?日){_NO_DAY}(?![前后中])\s?(?P<part2>{_PART})?"
    rf"|(?:(?<=[在于到至自])|(?<=[在于到至自]\s)|(?=\d\d?\s?[号號]\s?(?:起|{_PART}|前|开始|正式|那天)))(?P<number>(?:3[01]|[12]\d|[1-9])\s?[号號])(?![线線楼机店文件电]\s?)\s?(?P<part3>{_PART})?"
    rf"|(?<![每续近\d单整一二三四十])(?P<within>{_WITHIN})(?![度学])|(?<![\d{_HAN}两十几数半多A-Za-z])(?P<edge>年[初底末](?![级端])|年中(?![国期华心部东央文超间型级秋等介小方]|的一)|年内)"
)
_MONTHLY = re.compile(
    rf"(?P<which>[本上下当次同]|上个|下个|这个|本个)月(?:\s?(?P<day>{_DAY}){_NO_DAY}\s?(?P<part>{_PART})?|(?P<ten>{_TEN}))?(?![饼球台])|(?<![\d{_HAN}十个两几数半])月(?P<edge>[底初末]|中旬|[上下]旬|内(?=[，。完发推]))"
)
_QUARTERLY = re.compile(r"(?P<which>[本上下当])(?:一个?)?(?:季度?|财季)(?![节])(?P<edge>[初末底])?")
_WEEKLY = re.compile(
    rf"(?P<which>[上下]{{1,2}}个?|[本这])?(?P<week>周|週|星期|礼拜|禮拜)(?P<day>[一二三四五六日末]|(?<=[期拜])天)(?![期次鸣天年度]|个|元)\s?(?P<part>{_PART})?|(?P<whole>[上下]{{1,2}}|[本这])个?(?:周|週|星期|礼拜)(?![期转边年])"
)
_NO_WEEK = re.compile(
    rf"(?:[每逢\d{_HAN}十两几半整近满]\s?|每(?:周|週|星期)[{_HAN}日][、和及至到])$"
)
_AWAY = re.compile(
    rf"(?:(?P<count>\d{{1,2}}|[{_HAN}两十]{{1,3}})\s?(?:(?P<unit>天|周|週|个?星期|个月|個月|年|个季度)(?P<half>半)?)|(?P<half_year>半年|半个月)|(?P<vague>[数几](?:天|周|日|个?月|年)))(?P<more>多|之|以)?(?P<side>前|后|後)(?![景端台期者排])"
)
# What stands between the ends of a span: 28日（周六）至3日, 自28日起至次月3日.
_SPANS = re.compile(r"[^，。；！？\n]{0,8}[至到—–~～-]+\s?(?:次月|下月)?")
_FREE = re.compile(
    r"(?:^|[，。；：、！？\s,;:（(“\"\n]|早在|将在|[在于约]|大约|大概|自|从|距今|而|就)$"
)
_ABOUT = re.compile(f"[{_HAN}两]{{2}}")  # 三四年前
_NOT_AWAY = re.compile(r"[近前后第每\d.历满这过]$")
_UNITS: dict[str, cal.Unit] = {
    "天": "day",
    "周": "week",
    "週": "week",
    "期": "week",
    "月": "month",
    "年": "year",
    "度": "quarter",
}
_DAYS = re.compile(
    rf"(?P<word>[今昨明][（(]\d{{1,2}}[)）]日|今[天日晚早晨]|明[天日晚早]|昨[天日晚夜]|大?前[天]|大?后天|即日|[次翌同当]日|次晨|当[天晚])(?!头条|资本|方舟|之星|控股|王牌|美术|系)\s?(?P<part>{_PART})?|(?P<vague>近日|日前(?=[，,、的在与和向被由已就宣发正获完举表透签公召推]|$))"
)
_DAY_SHIFT = {"今": 0, "即": 0, "明": 1, "昨": -1, "前": -2, "后": 2, "大前": -3, "大后": 3}
_YEAR_SHIFT = {
    "今": 0,
    "本": 0,
    "明": 1,
    "去": -1,
    "上": -1,
    "下": 1,
    "新": 0,
    "后": 2,
    "前": -2,
    "大": -3,
}
_DECADE = re.compile(
    r"(?:(?:上个?|二十|20|本)世纪)?(?:[1-9]0|[二三四五六七八九]十|(?:19|20)\d0)年代[初末]?"
)
_ISO = re.compile(
    r"(?<![\d.])(?P<y>(?:19|20)\d\d)(?P<sep>[-/.])(?P<m>1[0-2]|0?[1-9])(?P=sep)(?P<d>3[01]|[12]\d|0?[1-9])(?![\d%])(?!\.\d)"
)
_FROM = re.compile(r"(?<![\d.])(?P<y>(?:19|20)\d\d)(?=\s?[-—–~～至到]+\s?(?:19|20)\d\d年)")
# How far behind a date 当日 may mean it.
_REACH = 200
_COMES = frozenset("起前止")
# 28日公告，自3日起: what begins on a day so much smaller begins in the next month.
_LONG_AGO = 14
_BREAK = re.compile("[。；！？\n]")
_EACH = re.compile("每[年月周]?$")
_DAY_BEFORE = re.compile("[日号號]\\s?[（(]$")  # 5月4日（周一）
_NUMBER = re.compile(rf"\d+|[{_HAN}十两]+")


class _Named(NamedTuple):
    """The date named last, and where it ended."""

    end: int
    value: str


class _Text:
    """A text with the day it was published, and the date named last."""

    def __init__(self, text: str, today: date | None) -> None:
        self.text, self.today = text, today
        self.named: _Named | None = None

    def lean(self, start: int, end: int, *, sure: bool = False) -> cal.Lean:
        return chinese_lean(self.text, start, end, sure=sure)

    def before(self, place: int) -> str | None:
        """Return the date named last, if it is in the sentence of *place*."""
        if self.named is None or _BREAK.search(self.text, self.named.end, place):
            return None
        return self.named.value


_Match = re.Match[str]
_Reader = Callable[[_Text, _Match], str | None]


def _number(raw: str) -> int:
    hit = _NUMBER.search(raw)
    if hit is None:
        return 0
    return int(hit[0]) if hit[0].isdigit() else int(read_numeral(hit[0]) or 0)


def _dated(at: _Text, hit: _Match) -> str | None:
    """Read a year and what of it is meant."""
    year = _year(at, hit)
    if year is None:
        return None
    if hit["to"]:
        return cal.months_of(year, _number(hit["to"]))
    if hit["month"]:
        day = hit["day"] or hit["range"]
        return cal.iso(year, _number(hit["month"]), _number(day) if day else None)
    if hit["within"]:
        return _within(hit["within"], year)
    return cal.iso(year)


def _year(at: _Text, hit: _Match) -> int | None:
    if hit["y"] or hit["yy"]:
        return cal.century(int(hit["yto"] or hit["y"] or hit["yy"]))
    if hit["yhan"]:
        return int(read_numeral(hit["yhan"].replace("○", "〇")) or 0)
    if hit["roc"]:
        return int(hit["roc"]) + 1911
    word = hit["rel"]
    if word[0] in "当同次":
        year = int(at.named.value[:4]) if at.named else at.today.year if at.today else None
        return year + (word[0] == "次") if year else None
    return at.today.year + _YEAR_SHIFT[word[0]] if at.today else None


def _within(raw: str, year: int | None) -> str | None:
    if year is None:
        return None
    if raw[0] == "前" or raw[:2] in {"首三", "首3"}:
        return cal.months_of(year, 9 if "季" in raw else _number(raw))
    if "半年" in raw or "H" in raw:
        number = (1 if "上" in raw else 2) if "半年" in raw else _number(raw)
        return cal.half(year, number) if number < 3 else None
    return cal.quarter(year, 1 if "首" in raw else _number(raw))


def _bare(at: _Text, hit: _Match) -> str | None:
    """Read months, days, quarters without a year."""
    today = at.today
    if hit["to"]:
        return cal.months_of(today.year if today else None, _number(hit["to"]))
    if hit["edge"]:
        return cal.moved(today, 0, "year")
    if hit["within"]:
        first = _within(hit["within"], 2000)
        if first is None or "-" not in first:
            return cal.moved(today, 0, "year")
        size = 3 if "Q" in first else 6
        begins = int(first[-1]) * size - size + 1
        year = cal.year_of_span(today, begins, size, at.lean(hit.start(), hit.end()))
        return _within(hit["within"], year)
    if hit["month"]:
        month, day = _number(hit["month"]), hit["day"] or hit["range"]
        return cal.iso(_year_of(at, hit, month), month, _number(day) if day else None)
    return _lone_day(at, hit, _number(hit["alone"] or hit["number"]))


def _year_of(at: _Text, hit: _Match, month: int) -> int | None:
    """Return the year of a month: after 2026年5月至 that of the date before it."""
    named = at.named
    if named and re.fullmatch(r"\s?[-—–~～至到、和及与]+\s?", at.text[named.end : hit.start()]):
        year = int(named.value[:4])
        before = named.value[5:7]
        return year + (before.isdigit() and int(before) > month)
    lean = at.lean(hit.start(), hit.end(), sure=True) if _far(at, month) else None
    nearest = cal.year_of_month(at.today, month, lean)
    if lean is None and nearest and at.today and nearest > at.today.year:
        return nearest - (at.text[hit.end() : hit.end() + 1] not in _COMES)
    return nearest


def _far(at: _Text, month: int) -> bool:
    return at.today is not None and abs(month - at.today.month) > 1


def _lone_day(at: _Text, hit: _Match, day: int) -> str | None:
    """Read 3日: in the month named before it in the sentence, else of the nearest month that the tense allows."""
    named = at.before(hit.start())
    if named and len(named) >= 7 and named[5].isdigit():
        year, month = int(named[:4]), int(named[5:7])
        if len(named) > 7 and int(named[8:10]) > day and _is_next(at, hit):
            year, month = year + (month == 12), month % 12 + 1
        return cal.iso(year, month, day)
    if at.today is None:
        return None
    lean = at.lean(hit.start(), hit.end()) or (
        "future" if at.text[hit.end() : hit.end() + 1] in _COMES else None
    )
    months = (
        -1
        if day > at.today.day and lean != "future"
        else int(day < at.today.day and lean == "future")
    )
    for further in (
        months,
        months - 1 if months < 0 else months + 1,
    ):  # no month has a 31st after one without
        then = cal.moved(at.today, further, "month")
        if then and (value := cal.iso(int(then[:4]), int(then[5:7]), day)):
            return value
    return None


def _is_next(at: _Text, hit: _Match) -> bool:
    """Say whether a day smaller than the one named before it is of the next month: 28日至3日, 将于3日; not 18日公告，17日签署."""
    named = at.named
    if named and _SPANS.fullmatch(at.text, named.end, hit.start()):
        return True
    if at.lean(hit.start(), hit.end()) == "future":
        return True
    far = named is not None and int(named.value[8:10]) - _number(hit[0]) > _LONG_AGO
    return far and at.text[hit.end() : hit.end() + 1] in _COMES


def _monthly(at: _Text, hit: _Match) -> str | None:
    """Read 本月15日, 下月初, 当月, 月底."""
    which = (hit["which"] or "本")[0]
    base = at.today
    if which in "当次同" and at.named and len(at.named.value) >= 7 and at.named.value[5].isdigit():
        base = date.fromisoformat(f"{at.named.value[:7]}-01")
    then = cal.moved(base, {"上": -1, "下": 1, "次": 1}.get(which, 0), "month")
    if then and hit["day"]:
        return cal.iso(int(then[:4]), int(then[5:7]), _number(hit["day"]))
    return then


def _quarterly(at: _Text, hit: _Match) -> str | None:
    return cal.moved(at.today, {"上": -1, "下": 1}.get(hit["which"], 0), "quarter")


def _weekly(at: _Text, hit: _Match) -> str | None:
    which = hit["which"] or hit["whole"] or ""
    weeks = which.count("下") - which.count("上")
    if hit["whole"]:
        return cal.weekday_of(at.today, 0, weeks) if weeks > 0 else None
    if hit["day"] == "末":
        return None
    number = "一二三四五六日".find("日" if hit["day"] == "天" else hit["day"])
    if which:
        return cal.weekday_of(at.today, number, weeks)
    return cal.weekday(at.today, number, at.lean(hit.start(), hit.end()))


def _away(at: _Text, hit: _Match) -> str | None:
    """Read 3天前, 半年前, 三个月后."""
    if hit["vague"] or hit["more"] == "多" or hit["half_year"] == "半个月" or _ABOUT.match(hit[0]):
        return None
    sign = -1 if hit["side"] == "前" else 1
    unit, number = (_UNITS[hit["unit"][-1]], _number(hit["count"])) if hit["unit"] else ("month", 6)
    if hit["half"] and unit == "year":
        unit, number = "month", 12 * number + 6
    return cal.moved(_since(at, hit, unit), sign * number, unit)


def _since(at: _Text, hit: _Match, unit: cal.Unit) -> date | None:
    """Return the day from which is counted: for 后 that of the date before it, if that is exact enough."""
    named = at.before(hit.start()) if hit["side"] != "前" else None
    if named is None:
        return at.today
    if unit != "year" and (len(named) < 7 or not named[5].isdigit()):
        return None
    try:
        return date.fromisoformat(f"{named}-01-01"[:10] if len(named) != 7 else f"{named}-01")
    except ValueError:
        return None


def _daily(at: _Text, hit: _Match) -> str | None:
    word = hit["word"]
    if word is None:
        return None
    if word[0] in "次翌同当":
        near = at.named and hit.start() - at.named.end < _REACH
        named = at.named.value if at.named and near and len(at.named.value) == 10 else None
        base = date.fromisoformat(named) if named else at.today
        return cal.moved(base, int(word[0] in "次翌"), "day")
    shift = _DAY_SHIFT[word[:2] if word[0] == "大" else word[0]]
    return cal.moved(at.today, shift, "day")


def _nothing(_at: _Text, _hit: _Match) -> None:
    """Read what names no one period."""


def _written(_at: _Text, hit: _Match) -> str | None:
    return cal.iso(int(hit["y"]), int(hit["m"]), int(hit["d"]))


def _from_year(_at: _Text, hit: _Match) -> str | None:
    return str(hit["y"])


RULES: tuple[tuple[str, re.Pattern[str], _Reader], ...] = (
    ("12", _ISO, _written), ("12", _FROM, _from_year), ("123456789上二三四五六七八九本", _DECADE, _nothing),
    ("0123一二今明去后大前当同次本上下新民", _DATE, _dated),
    ("123456789一二三四五六七八九十两半数几", _AWAY, _away),
    ("上下本当次同这月", _MONTHLY, _monthly), ("本上下当", _QUARTERLY, _quarterly),
    ("今明昨大前后即次翌同当近日", _DAYS, _daily), ("上下本这周週星礼禮", _WEEKLY, _weekly),
    ("0123456789一二三四五六七八九十第首前上下年QH", _BARE, _bare),
)  # fmt: skip
BY_SIGN = {
    sign: tuple((pattern, reader) for signs, pattern, reader in RULES if sign in signs)
    for sign in sorted({sign for signs, _, _ in RULES for sign in signs})
}
# What must follow signs that stand everywhere: the scan over all of a text is what costs.
_COUNTED = (
    rf"[0-9{_HAN}十两半数几](?=[\d\s{_HAN}十两〇零○九年月日号號天周週星个個季半财/.QH~～至到—–-])"
)
_OFTEN = "上下本当同前后去次"
BEGINS = re.compile(
    rf"{_COUNTED}|[{_OFTEN}](?=[一二两三四五六七八九十\d年月日天晚周週星礼禮拜季半个上下财这世])|[{''.join(one for one in BY_SIGN if one not in _OFTEN and not re.match(rf'[0-9{_HAN}十两半数几]', one))}]"
)


def find(text: str, today: date | None) -> Iterator[tuple[int, int, str | None]]:
    """Yield start, end and value of each date in *text*, in order."""
    at, free = _Text(text, today), 0
    for place in places_of(BEGINS, text):
        if place < free:
            continue
        for pattern, reader in BY_SIGN[text[place]]:
            hit = pattern.match(text, place)
            if hit is None or _barred(text, hit, reader):
                continue
            value = reader(at, hit)
            end = place + len(hit[0].rstrip())
            yield place, end, value
            free = end
            if value:
                at.named = _Named(end, value)
            break


def _barred(text: str, hit: _Match, reader: _Reader) -> bool:
    """Say whether what stands before makes of a date something else: 每周五, 近两年前."""
    if reader is _weekly:
        begin = max(0, hit.start() - 5)
        return bool(
            _NO_WEEK.search(text, begin, hit.start())
            or _DAY_BEFORE.search(text, begin, hit.start())
        )
    if hit[0][0].isdigit() and text[hit.start() - 1 : hit.start()].isdigit():
        return True
    if reader is _bare and _EACH.search(text, max(0, hit.start() - 2), hit.start()):
        return True
    if reader is not _away:
        return False
    begin = max(0, hit.start() - 3)
    if hit["side"] != "前" and not _FREE.search(text, begin, hit.start()):
        return True  # it counts from what a verb tells: 上市一年后
    return _NOT_AWAY.search(text, begin, hit.start()) is not None
