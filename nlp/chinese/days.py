"""What days say of a Chinese move's status: one long past, one to come, one on which something starts."""

import re

from nlp.reading import Reading, Sentence
from nlp.status import days_before, is_compared

_UNTIL = re.compile(r"(?:至|到|截至|截止|直到|从|自)$")
# "从9月1日零时起": a day from which something holds, not one until which it does.
_ON = re.compile(r"[^，。；]{0,4}?(?:起|开始)")
_BEGINS = re.compile(
    r"[^，。；]{0,4}?(?:起|生效|实施|施行|执行|启用|到任|履新|就任|上任|开业|投产|关闭|停止)"
)
# "昨日宣布": the day is that of the report, not of what it reports.
_TOLD_THEN = re.compile(r"宣布|公告|表示|称|说|披露|公布|透露|发函|通知|确认")
_SINCE = re.compile(r"(?:自|成立于|始于|创立于|从)$")
_COMPARED = re.compile(r"(?:比|较|是|同比|相比|不如|超过)$")
_COMPARES = re.compile(r"^(?:的[^，。]{0,3}倍|同期|相比|同季|的水平)|^[^，。]{0,3}(?:少|多)")
_OLD_DAYS = 200  # results and filings speak of a quarter that ended up to five months ago
_FUTURE_REACH = 40
_PAST_REACH = 25

# "召回2024年生产的部分轿车", "2023款": a date of the goods, not of what befalls them.
_OF_WARES = re.compile(
    r"款|[^，。；！？]{0,24}?(?:生产|制造|出厂|销售|售出|购买|购入|上市|发布|推出|发行|到期|投产|建成|申请|签订|签署|签下|中标|开业|上线|研发|设立|启动|引进|买下|收购|提出|给出)[^，。；！？]{0,8}?的"
)


_PART = re.compile("[，；]")


def old_date(reading: Reading, sentence: Sentence, start: int) -> str:
    """Return a date near the trigger that lies well before the report, or nothing."""
    day = reading.published
    if not day or not day[:4].isdigit():
        return ""
    for one in sentence.entities:
        date = one.value.date if one.label == "DATE" and one.value else None
        place = one.start - sentence.start
        if not date or abs(place - start) > _PAST_REACH or is_compared(reading, one):
            continue
        if place > start and _PART.search(sentence.plain, start, place):
            continue  # what another clause tells beside it: 收购…，后者去年营收…
        around = (
            reading.text[max(0, one.start - 4) : one.start],
            reading.text[one.end : one.end + 6],
        )
        if _SINCE.search(around[0]) or _COMPARED.search(around[0]) or _COMPARES.match(around[1]):
            continue
        ahead = start - (one.end - sentence.start)
        if _OF_WARES.match(sentence.raw[one.end - sentence.start : start if ahead >= 0 else None]):
            continue
        if int(date[:4]) < int(day[:4]) and days_before(date, day) > _OLD_DAYS:
            return reading.text[one.start : one.end]
    return ""


def future(reading: Reading, sentence: Sentence, start: int) -> str:
    """Return a date near the trigger that lies after publication, or nothing."""
    day = reading.published
    if not day:
        return ""
    for one in sentence.entities:
        date = one.value.date if one.label == "DATE" and one.value else None
        if not date:
            continue
        place = one.start - sentence.start
        if abs(place - start) > _FUTURE_REACH:
            continue
        before, after = (
            reading.text[max(0, one.start - 2) : one.start],
            reading.text[one.end : one.end + 6],
        )
        if (_UNTIL.search(before) and not _ON.match(after)) or after.startswith(
            ("前", "截止", "止", "为止")
        ):
            continue
        if _is_after(date, day):
            return reading.text[one.start : one.end]
    return ""


def from_day(reading: Reading, sentence: Sentence, start: int) -> str:
    """Return a day to come before the trigger from which something holds (12月1日起), or nothing."""
    day = reading.published or ""
    for one in sentence.entities:
        date = one.value.date if one.label == "DATE" and one.value else None
        near = 0 <= sentence.start + start - one.end <= _FUTURE_REACH
        starts_then = near and _ON.match(reading.text[one.end : one.end + 6])
        if date and starts_then and _is_after(date, day):
            return reading.text[one.start : one.end]
    return ""


def starts(reading: Reading, sentence: Sentence) -> str:
    """Return a day to come on which, as one of the next two sentences says, something takes effect."""
    day = reading.published or ""
    for following in reading.sentences[sentence.number + 1 : sentence.number + 3]:
        for one in following.entities:
            date = one.value.date if one.label == "DATE" and one.value else None
            starts_then = _BEGINS.match(reading.text[one.end : one.end + 8])
            if date and starts_then and _is_after(date, day):
                return reading.text[one.start : one.end]
    return ""


def _is_after(date: str, day: str) -> bool:
    """Say whether a date, or the month in which it begins, lies after *day*; not where that is unknown ("")."""
    first = _begins(date)
    return bool(day) and first > day[: len(first)]


def _begins(date: str) -> str:
    """Return a date or the month in which a quarter or half begins."""
    if date[5:6] == "Q":
        return f"{date[:4]}-{int(date[6]) * 3 - 2:02}"
    if date[5:6] == "H":
        return f"{date[:4]}-{int(date[6]) * 6 - 5:02}"
    return date


def past(reading: Reading, sentence: Sentence, start: int) -> str:
    """Return a date before the trigger that is not after publication, or nothing: it happened then."""
    day = reading.published
    if not day:
        return ""
    for one in sentence.entities:
        date = one.value.date if one.label == "DATE" and one.value else None
        if (
            date
            and len(date) == len("2026-01-01")
            and one.end <= sentence.start + start
            and date <= day
            and not _TOLD_THEN.search(reading.text[one.end : sentence.start + start])
        ):
            return reading.text[one.start : one.end]
    return ""
