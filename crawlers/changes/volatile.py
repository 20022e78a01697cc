"""What differs at each load and says nothing: clocks, counters, days counted back. Data mostly, of 2026-11."""

import re
from functools import lru_cache

from crawlers.changes.announced import uncounted

# A block that consists of it is never told.
_LINE = re.compile(
    r"^\W*(?:(?:点击|阅读|浏览|访问|在线|评论|点赞|播放|收藏|转发|下载|热度|人气)\S{0,4}\s*[:：]?\s*[\d,.万千亿]+.{0,12}|[\d,.万千亿]+\s*(?:次|人|个|条)?\s*(?:点击|阅读|浏览|访问|在线|评论|点赞|播放|收藏|转发|下载|围观|人气).{0,12}|"
    r"(?:now|currently) (?:online|reading|viewing|watching).{0,40}|"
    r"\d[\d,.]*\s?[km]?\s*(?:page ?views?|views?|reads?|visitors?|visits?|hits?|comments?|replies|likes?|shares?|downloads?|people|readers?|users? online|online|votes?|claps?|reactions?|retweets?|followers?).{0,30}|"
    r"(?:page ?views?|views?|reads?|visitors?|visits?|hits?|comments?|likes?|shares?|downloads?|followers?)\s*[:：(]\s*\d[\d,.]*\s?[km]?\)?|"
    r"(?:generated|rendered|uptime|online now|last (?:updated|refreshed|checked|modified|build)|updated|page (?:loaded|generated|rendered)|served (?:by|from)|request id|build|version hash|server time|local time|current time|today is|it is now)\b.{0,80}|"
    r"(?:copyright|©).{0,120}|.{0,40}版权所有.{0,60}|(?:当前|现在|服务器|系统|北京)时间.{0,40}|今天是.{0,40}|(?:最后|最近)?更新(?:时间|于|日期)?[:：].{0,40}|"
    r"(?:发布|发表|刷新|加载)(?:时间|于|日期)?[:：].{0,40}|.{0,20}(?:\d+\s*°[cf]?|\d+\s*℃).{0,20}|[0-9a-f]{16,}|[A-Za-z0-9+/_-]{32,}={0,2})\W*$",
    re.IGNORECASE,
)
_MONTH = r"(?:jan|feb|mar|apr|may|jun|jul|aug|sep|sept|oct|nov|dec)[a-z]*\.?"
_DAY = r"(?:mon|tue|wed|thu|fri|sat|sun)[a-z]*\.?"
_DATE = (
    rf"(?:{_DAY},?\s+)?(?:\d{{1,2}}(?:st|nd|rd|th)?\s+{_MONTH}|{_MONTH}\s+\d{{1,2}}(?:st|nd|rd|th)?),?(?:\s+(?:19|20)\d\d)?|"
    r"(?:19|20)\d\d\s?[-/.年]\s?\d{1,2}\s?[-/.月]\s?\d{1,2}\s?日?|\d{1,2}\s?月\s?\d{1,2}\s?日|\d{1,2}[./-]\d{1,2}[./-](?:19|20)?\d\d|(?<!\d)\d{1,2}-\d{1,2}(?!\d)|"
    r"星期[一二三四五六日天]|周[一二三四五六日]"
)
_CLOCK = r"T?\d{1,2}[:：]\d{2}(?:[:：]\d{2}(?:\.\d+)?)?(?:\s?[ap]\.?m\.?)?(?:\s?(?:Z|[A-Z]{2,4}|[+-]\d{2}:?\d{2}))?"
# How long ago, as pages write it: it moves with the clock wherever it stands.
_AGO = (
    r"(?:about |over |almost |an? |some )?(?:\d+|an?|one|two|three|few|several)\s?(?:s|secs?|seconds?|m|mins?|minutes?|h|hrs?|hours?|d|days?|w|wks?|weeks?|mo|months?|y|yrs?|years?)\.?\s?(?:and \d+ \w+ )?ago|"
    r"(?:just|moments? ago|right) now|just now|(?:\d+|[一二两三几半]+)\s?(?:个)?(?:秒钟?|分钟|小时|天|日|周|星期|月|年)(?:之)?前|刚刚|刚才"
)
_RELATIVE = re.compile(
    rf"\b(?:{_AGO})|(?:\d+|[一二两三几半]+)\s?(?:个)?(?:秒钟?|分钟|小时|天|周|星期|月|年)(?:之)?前|刚刚",
    re.IGNORECASE,
)
_STAMP = re.compile(
    rf"(?:{_DATE}|{_CLOCK}|{_AGO}|\b(?:today|yesterday)\b|今天|昨天|前天)", re.IGNORECASE
)
_COUNTED = re.compile(
    r"\d[\d,.]*\s?[km万千]?\+?\s*(?:page ?views?|views?|reads?|visitors?|visits?|hits?|comments?|replies|likes?|shares?|downloads?|readers?|online|votes?|followers?|min(?:ute)?s? read|"
    r"次(?:阅读|浏览|点击|播放)?|人(?:阅读|在看|浏览|参与|评论)|条?评论|阅读|浏览|点赞|播放)|"
    r"(?:page ?views?|views?|comments?|likes?|shares?|reads?|hits?|visits?|阅读|浏览|点击|评论|访问|点赞|播放)(?:量|数|次数)?\s*[:：(（]?\s*\d[\d,.]*\s?[km万千]?",
    re.IGNORECASE,
)
_TOKEN = re.compile(r"\b(?=[0-9a-f]*\d)(?=[0-9a-f]*[a-f])[0-9a-f]{12,}\b", re.IGNORECASE)
# Two days or hours with a dash between them, and words that make a day a fact.
_PERIOD = re.compile(
    rf"(?:{_DATE}|{_CLOCK})\s?(?:[-–—~至到]|to|until|bis)\s?(?:{_DATE}|{_CLOCK})", re.IGNORECASE
)
_DUE = re.compile(
    r"\b(?:from|until|till|by|before|since|due|deadline|expires?|effective|starts?|begins?|ends?|opens?|closes?|"
    r"available|release[sd]?|valid|launch\w*)\b|截止|有效期|生效|开始|结束|上线|发售|之前",
    re.IGNORECASE,
)
# Without any of these there is nothing to replace: most blocks.
_MOVES = re.compile(r"\d|\bago\b|\bnow\b|day\b|前|刚|天", re.IGNORECASE)
# Longer blocks with an end of sentence are text; a date in it is a fact.
_LABEL = 140
_SENTENCE = re.compile(r"\w{2}[.!?。！？][\"”’」]?\s*$")


@lru_cache(20_000)
def is_volatile(text: str) -> bool:
    """Say whether a block is nothing but a clock, a counter, a copyright line or a token."""
    if len(text) > 200:
        return False
    if _LINE.match(text):
        return True
    if len(text) < _LABEL and _RELATIVE.search(text) and not _SENTENCE.search(text):
        return True  # the line under a title: who, where, how long ago
    rest = _STAMP.sub("", _COUNTED.sub("", text)) if len(text) < _LABEL else text
    return rest != text and not re.search(r"[^\W\d_]{3,}|[\u4e00-\u9fff]{2,}|\d", rest)


@lru_cache(50_000)
def masked(text: str) -> str:
    """Return *text* with what moves by itself replaced, for comparison only.

    How long ago something was counts nowhere, nor how long a discount is still to be had; dates, clocks and counters count in sentences, not in
    labels such as the line under a title.
    """
    if not _MOVES.search(text):
        return text
    plain = _TOKEN.sub("⟨token⟩", _RELATIVE.sub("⟨ago⟩", uncounted(text)))
    if len(text) >= _LABEL or _SENTENCE.search(text):
        return plain
    plain = _COUNTED.sub("⟨count⟩", plain)
    return plain if _states_a_day(text) else _STAMP.sub("⟨time⟩", plain)


def _states_a_day(text: str) -> bool:
    """Say whether a label's dates or hours are what it says: opening hours, a period, a deadline.

    The line under a title has one date, perhaps with a clock, and names beside it.
    """
    if _PERIOD.search(text):
        return True
    words = re.findall(r"[a-z]{2,}", text)
    return bool(_DUE.search(text)) and len(words) > 1
