"""Where a report's dateline ends: LONDON, 3 February (Wireline) --, 财讯社2月3日电（记者 某某）.

It says where and when the report was filed and by whom, no part of what it reports.
"""

import re

from nlp.lexicon import place_set
from text.han import HAN
from text.sentences import Stretch

_MONTH = r"(?:Jan(?:uary)?|Feb(?:ruary)?|Mar(?:ch)?|Apr(?:il)?|May|June?|July?|Aug(?:ust)?|Sept?(?:ember)?|Oct(?:ober)?|Nov(?:ember)?|Dec(?:ember)?)\.?"
_WEEKDAY = r"(?:(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day,?\s)?"
_DAY = re.compile(
    rf"{_WEEKDAY}(?:{_MONTH}\s\d{{1,2}}(?:st|nd|rd|th)?|\d{{1,2}}(?:st|nd|rd|th)?\s{_MONTH})(?:,?\s(?:19|20)\d\d)?|(?:19|20)\d\d-\d\d-\d\d",
    re.IGNORECASE,
)
_DASH = re.compile(r"\s?--+\s?|\s[-–—―]+\s|[—―]+|(?<=[)/\]\d])\s?[-–—:]\s|(?<=[\w)/])\s?:\s")
_AGENCY = re.compile(
    r"\s*(?:\((?P<a>[^()\n]{2,40})\)|/(?P<b>[^/\n]{2,40})/|\[(?P<c>[^\[\]\n]{2,40})\])\s*$"
)
_LISTING = re.compile(r":|\b(?:NYSE|NASDAQ|LSE|AMEX|TSX|ASX|OTC|AIM)\b", re.IGNORECASE)
_FARTHEST = 110
_MOST_WORDS = 4
_LINKS = frozenset(["the", "of", "and", "de", "la", "le", "del", "am", "upon", "on", "in"])


def dateline(text: str, language: str, title: str = "") -> Stretch | None:
    """Return the dateline at the beginning of *text*, or behind a headline in brackets there. *title* is of the same report."""
    if language.startswith("zh"):
        start, end = 0, _chinese(text, 0)
        if not end and (inner := _BRACKETED.match(text)):
            start, end = inner.end(), _chinese(text, inner.end())
    else:
        start, end = 0, _english(text, title)
    return Stretch(start, end) if end > start else None


def _english(text: str, title: str) -> int:
    start = len(text) - len(text.lstrip())
    line_end = text.find("\n", start)
    last = min(start + _FARTHEST, line_end if line_end >= 0 else len(text))
    end = 0
    for dash in _DASH.finditer(text, start, last):
        part = text[end or start : dash.start()]
        # Behind a dash only a day or an agency goes on: BOSTON – November 18, 2026 –.
        if end and not (_DAY.search(part) or _AGENCY.search(part)):
            break
        if _files_from(part, text[dash.end() :], title):
            end = dash.end()
        elif end:
            break
    return end


def _files_from(head: str, rest: str, title: str) -> bool:
    """Say whether *head* is nothing but places, a day and an agency."""
    agency = _AGENCY.search(head)
    if not rest or (agency is not None and _LISTING.search(agency[0])):
        return False
    head = _DASH.sub(", ", head[: agency.start()] if agency else head)
    days = list(_DAY.finditer(head))
    if len(days) > 1 or (days and head[days[0].end() :].strip(" ,.;")):
        return False
    places = (head[: days[0].start()] if days else head).strip(" ,;")
    if not places:
        return bool(days or agency)
    named = [part.strip() for part in re.split(r"\s?[,;/&]\s?|\sand\s", places)]
    if not all(map(_may_be_place, named)):
        return False
    return _is_from(named[0], rest, title, dated=bool(days), by=agency is not None)


def _is_from(place: str, rest: str, title: str, *, dated: bool, by: bool) -> bool:
    """Say whether *place* is one, by itself or by the day and the agency behind it; a company is named again."""
    anew = rest[:1].isupper()
    if place in place_set("en") or place.title() in place_set("en"):
        return dated or by or (anew and place.isupper())
    shouted = place.isupper() and len(place) > 1
    if re.search(rf"\b{re.escape(place)}\b", f"{title}\n{rest}", re.IGNORECASE):
        return dated and shouted
    return dated or (shouted and (by or anew))


def _may_be_place(name: str) -> bool:
    words = name.split()
    return (
        0 < len(words) <= _MOST_WORDS
        and all(word[0].isupper() or word.lower() in _LINKS for word in words)
        and not any(char.isdigit() for char in name)
    )


_HAN_DAY = r"(?:(?:19|20)\d\d\s?年\s?)?(?:\d{1,2}\s?月\s?)?\d{1,2}\s?[日号]"
_WRITERS = r"(?:\s?[（(【\[][^（()）】\]\n]{0,12}(?:记者|記者|编辑|編輯|通讯员|作者|文[/／:：]|见习|实习)[^（()）】\]\n]{0,24}[）)】\]]|\s?(?:记者|記者)\s[^\s，。：:\n]{2,4}(?=[\s:：]))?"
_GAP = r"[\s:：，,丨|｜]*"
_NO_WORD = r"(?![动子话商池力网缆视影器站信机车源])"
# Filed by: 财讯社2月3日电, 本报南京2月3日讯, 北京2月3日电.
_FILED = re.compile(
    rf"\s*[【\[（(]?(?P<who>[{HAN}A-Za-z0-9·]{{0,14}}?)\s?(?P<day>{_HAN_DAY})\s?(?:电|電|讯|訊|专电|电讯|快讯)(?:[】\]）)]|(?=[\s（(，,：:丨|｜【\[])|(?<=[电電讯訊]){_NO_WORD}){_WRITERS}{_GAP}"
)
# By an agency or a place alone: 本报讯（记者 某某）, 太原讯，
_FILED_BY = re.compile(
    rf"\s*(?P<who>[{HAN}A-Za-z0-9·]{{0,10}}?)(?:讯|訊|电|電)(?P<writers>{_WRITERS})(?=[\s，,：:丨|｜]|(?<=[）)】\]])){_GAP}"
)
# A place and a day before a dash: 杭州，2026年3月12日——.
_DASHED = re.compile(
    rf"\s*[【\[（(]?(?P<who>[{HAN}]{{0,8}}(?:[，,、/]\s?[{HAN}]{{2,6}})?)\s?[，,]?\s?{_HAN_DAY}(?:\s?/[^/\n]{{2,20}}/\s?(?:[-–—]+|(?=[{HAN}]))|\s?[】\]）)]\s?[-–—]*|\s?(?:[-–—]{{1,3}}(?!\s?\d)|[丨|｜])){_GAP}"
)
_RUBRIC = re.compile(
    rf"\s*[【\[〔](?P<who>[{HAN}A-Za-z0-9·]{{1,10}}(?:讯|訊|社|网|報|报|电|财经|新闻|快讯|消息|资讯|独家|记者[^】\]〕]{{0,8}})|[{HAN}]?讯)[】\]〕]{_WRITERS}{_GAP}"
)
_WRITTEN = re.compile(
    r"\s*[（(【\[](?:本报|本网|本刊|见习|实习|特约)?(?:记者|記者|文[/／]|作者)[^）)】\]\n]{1,24}[）)】\]][\s:：]*"
)
_DESK = re.compile(r"(?:本[报刊网台社]|[网社报台])$|^本")


# A headline in front of the dateline: 【某某公司拟收购某某】财讯社2月3日电.
_BRACKETED = re.compile(r"\s*【[^】\n]{9,60}】")


def _chinese(text: str, start: int) -> int:
    end = start
    while end < len(text):
        hit = next((found for found in _chinese_parts(text, end) if found.end() > end), None)
        if hit is None or hit.end() >= len(text):
            break
        end = hit.end()
    return end


def _chinese_parts(text: str, start: int) -> list[re.Match[str]]:
    """Return the parts of a dateline that begin at *start*."""
    found = [
        one for form in (_FILED, _DASHED, _RUBRIC, _WRITTEN) if (one := form.match(text, start))
    ]
    by = _FILED_BY.match(text, start)
    if by is not None and (
        by["writers"] or _DESK.search(by["who"]) or by["who"] in place_set("zh")
    ):
        found.append(by)
    return found
