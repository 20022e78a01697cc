"""Years and names of months in running English text: when 2026 is a year, and May a month."""

import re
from typing import NamedTuple

from text.calendar_math import century
from text.leaning import any_of


class Years(NamedTuple):
    """What ends at *end* is a year; 0 for a decade, which is none."""

    end: int
    year: int


def _pattern(source: str) -> re.Pattern[str]:
    return re.compile(source, re.IGNORECASE)


# "2025-26" and "2025/26" have the label of their second year.
_YEAR = re.compile(
    r"(?P<year>(?:19|20)\d\d)(?:(?P<decade>s)|[-/–](?P<to>\d\d))?(?![\w%])(?![.,:]\d)(?!-?\d)(?!['’]s\s\w+\sper)"
)
_PLAIN = re.compile(r"(?P<year>(?:19|20)\d\d)(?!\w)(?![.,:]\d)(?!\s?%)")
_GOES_ON = re.compile(r"[ -](?!(?:19|20)\d\d\b)\d{3,}(?!\w)| \d{3,}(?!\w)")  # 0800 2019 2020
_CLOSES = frozenset("):,; \n")
_COUNTED = _pattern(
    rf"\s(?:(?:more|other|new|full-time|electric|further|extra|additional)\s)?(?:{any_of('counted')})\b"
)
_PLURAL = re.compile(
    r"\s(?!(?i:is|was|has|as|this|its|his|us|plus|sales|across|towards|besides|thus|perhaps|always|does|says|shows|goes|remains|comes|applies|ends|begins|makes|gives|requires|allows|means|runs|rises|falls)\b)[a-z]\w*s\b"
)
_NOUN = _pattern(rf"\s(?:{any_of('year_nouns')})\b")
_AFTER = _pattern(rf"\b(?:{any_of('year_after')})[\s-]$")
_MAYBE_AFTER = _pattern(rf"\b(?:{any_of('year_maybe_after')})\s$")
_SOONER_AFTER = _pattern(rf"\b(?:{any_of('year_sooner_after')})\s$")
_DETERMINED = _pattern(rf"(?:\b(?:{any_of('determiners')})|\w['’]s|s['’])\s$")
_ENDS = _pattern(
    rf"\s*$|[)\]\"'”’]|[.,;:!?](?:\s|$|[)\"'”’])|\s?[–—]|-(?=(?:19|20)\d\d)|/(?=(?:19|20)\d\d)|\s(?:{any_of('year_ends')})\b|\n"
)
_VERB = _pattern(rf"['’]?\s(?:{any_of('year_verbs')})\b")
_BEGINS = re.compile(r"(?:^|[.!?:]\s|\n)[\"'“‘]?$")
_JOINED = _pattern(r"\s?(?:,|,?\sand|,?\sor|\sto|[-–—/&])\s?")
_BEHIND = _pattern(
    r"(?:,?\s(?:of\s|in\s)?(?:the\s)?(?:(?:fiscal|financial)\s(?:year\s)?|year\s)?|['’]?(?=\d\d(?!\w))|\s?FY\s?['’]?|\s?['’](?=\d\d(?!\w)))(?P<year>(?:19|20)\d\d|(?<=[\dQHqh'’FY])\d\d|(?<=FY\s)\d\d|(?<=fiscal\s)\d\d)(?:[-/–](?P<to>\d\d)(?!\d))?(?![\w%])(?![.,:]\d)(?!\s?per\scent)"
    r"|,?\s(?:of\s|in\s)?(?:the\s)?(?P<which>this|last|next|current|previous|prior|following)\s(?:(?:fiscal|financial)\s)?year\b|\sof\s(?P<own>the\syear|a\syear\s(?:ago|earlier))\b"
)
_DASHED = re.compile(r"-(?P<year>(?:19|20)\d\d)(?!\w|-)")
_SHIFTS = {"this": 0, "current": 0, "next": 1, "following": 1}


def years_at(text: str, place: int, read_to: int, *, trusted: bool = False) -> Years | None:
    """Return the year that the number at *place* is, None where it counts or names something else.

    *read_to* is where the date before it ends: a list of years, or two with a dash, are years together.
    """
    hit = _YEAR.match(text, place)
    if hit and hit["decade"]:
        return Years(hit.end(), 0)
    if hit and hit["to"]:
        follows = (int(hit["year"]) + 1) % 100 == int(hit["to"])
        if follows and text[max(0, place - 1) : place] not in {"-", "/"}:
            return Years(hit.end(), int(hit["year"]) + 1)
    hit = _PLAIN.match(text, place)
    if hit is None or not 1900 <= int(hit["year"]) < 2100:
        return None
    if trusted or _stands(text, place, hit.end(), read_to):
        return Years(hit.end(), int(hit["year"]))
    return None


def _stands(  # noqa: PLR0911 - one return for each reason
    text: str, start: int, end: int, read_to: int
) -> bool:
    if _GOES_ON.match(text, end) or _COUNTED.match(text, end):
        return False
    if read_to and start - 6 <= read_to and _JOINED.fullmatch(text, read_to, start):
        return True
    begin = max(0, start - 14)
    if _AFTER.search(text, begin, start) or (
        text[start - 1 : start] == "(" and text[end : end + 1] in _CLOSES
    ):
        return True
    if start and text[start - 1] not in " \n\"'“‘":
        return False
    if _MAYBE_AFTER.search(text, begin, start):
        sooner = _SOONER_AFTER.search(text, begin, start) or _NOUN.match(text, end)
        return bool(sooner or not _PLURAL.match(text, end))
    if _NOUN.match(text, end):
        return True
    if _DETERMINED.search(text, begin, start):
        return text[end : end + 1] == " " and not _ENDS.match(text, end)
    return bool(_BEGINS.search(text, max(0, start - 3), start) and _VERB.match(text, end))


def year_behind(  # noqa: PLR0911 - one return for each way to tell it
    text: str, place: int, now: int | None, *, dash: bool = False
) -> Years | None:
    """Return the year stated after a month, quarter or half that ends at *place*: "of 2026", "last year", FY26."""
    if dash and (hit := _DASHED.match(text, place)):
        return Years(hit.end(), int(hit["year"]))
    hit = _BEHIND.match(text, place)
    if hit is None:
        return None
    if hit["year"]:
        if hit[0].startswith(",") and _COUNTED.match(text, hit.end()):
            return None
        return Years(hit.end(), century(int(hit["to"] or hit["year"])))
    if now is None:
        return None
    if hit["own"]:
        return Years(hit.end(), now - (hit["own"][0].lower() == "a"))
    return Years(hit.end(), now + _SHIFTS.get(hit["which"].lower(), -1))


_FULL = frozenset({
    "january", "february", "april", "june", "july", "september", "october", "november", "december",
})  # fmt: skip
_PERSON = re.compile(r"\s[A-Z][a-z]")
_TITLED = re.compile(r"\b(?:Mr|Mrs|Ms|Miss|Dr|Sir|Dame|Lord|Lady|Prof)\.?\s$")
_RECURRING = _pattern(r"\b(?:each|every)\s$")
_MONTH_AFTER = _pattern(
    rf"(?:\b(?:{any_of('month_after')})\s|\bend\sof\s|\b(?:mid|end|early|late)-)$"
)
_MONTH_MAYBE_AFTER = _pattern(rf"\b(?:{any_of('month_maybe_after')})\s$")
_MONTH_NOUN = _pattern(rf"(?:['’]s)?\s(?:{any_of('month_nouns')})\b")
_OTHER_MONTH = _pattern(
    r"\b(?:january|february|march|april|may|june|july|august|september|october|november|december)(?:\s(?:and|to|or)|,)\s$"
)


def is_month(text: str, start: int, end: int) -> bool:  # noqa: PLR0911 - one return for each reason
    """Say whether a name of a month without day and year is meant for one."""
    name = text[start:end].lower().rstrip(".")
    begin = max(0, start - 6)
    if _TITLED.search(text, begin, start) or _RECURRING.search(text, begin, start):
        return False
    if name in {"april", "june"} and _PERSON.match(text, end) and not _MONTH_NOUN.match(text, end):
        begins = _BEGINS.search(text, max(0, start - 3), start)
        if begins or _MONTH_MAYBE_AFTER.search(text, max(0, start - 12), start):
            return False
    if name in _FULL:
        return True
    begin = max(0, start - 12)
    if _MONTH_AFTER.search(text, begin, start):
        return True
    if name == "august" and text[start].isupper():
        return True
    if not text[start].isupper():
        return False
    named = re.compile(r"\s[A-Z]").match(text, end)
    if _MONTH_MAYBE_AFTER.search(text, begin, start):
        return named is None and len(name) > 2
    if name not in {"may", "march"}:
        return False
    return _MONTH_NOUN.match(text, end) is not None or (
        _OTHER_MONTH.search(text, max(0, start - 16), start) is not None and not named
    )
