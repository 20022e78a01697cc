"""What a vacancy pays: ranges in words, English and Chinese, and as schema.org states them."""

import re
from decimal import Decimal, InvalidOperation
from typing import Any, Literal

from crawlers.pages.dom import squeeze
from crawlers.pages.structured import first
from schemas.documents import Salary
from text.currencies import CODES, resolve

Period = Literal["hour", "day", "week", "month", "year"]

_SIGN = r"US\$|CA\$|C\$|A\$|AU\$|S\$|HK\$|NT\$|R\$|[$€£¥￥₹₩]"
_CODE = r"(?<![A-Za-z])(?:USD|EUR|GBP|CNY|RMB|JPY|INR|CAD|AUD|SGD|HKD|TWD|CHF|SEK|NOK|DKK|PLN|BRL|KRW|NZD|AED|ZAR|MXN)(?![A-Za-z])"
_MONEY = rf"(?:{_SIGN}|{_CODE})"
_NUMBER = r"\d{1,3}(?:[,.' \u00a0\u202f]\d{3})+(?:\.\d{1,2})?|\d+(?:[.,]\d{1,2})?"
_SCALE = r"[kK千万萬]|[wW](?![A-Za-z])"
_RANGE = re.compile(
    rf"(?P<c1>{_MONEY})?\s*(?P<low>{_NUMBER})\s*(?P<s1>{_SCALE})?\s*(?:元|円)?\s*(?P<c2>{_MONEY})?"
    rf"\s*(?:-|–|—|－|~|～|至|到|\bto\b|\band\b)\s*"
    rf"(?P<c3>{_MONEY})?\s*(?P<high>{_NUMBER})\s*(?P<s2>{_SCALE})?\s*(?P<word>元|円|人民币|{_MONEY})?"
    r"(?:[^\d\n]{0,24}?[·*x×]\s*(?P<months>\d{2})\s*(?:薪|个月))?"
)
_ONE = re.compile(
    rf"(?P<c1>{_MONEY})\s*(?P<low>{_NUMBER})\s*(?P<s1>{_SCALE})?|(?P<low2>{_NUMBER})\s*(?P<s2>{_SCALE})?\s*(?P<word>元|円|{_MONEY})"
)
_MONTHS = re.compile(r"(1[2-9]|2\d)\s*薪")
_LABEL = re.compile(
    r"(?:base (?:salary|pay)|salary(?: range)?|compensation(?: range)?|pay (?:range|rate)|annual pay|remuneration|wage"
    r"|OTE|薪资(?:范围|待遇)?|薪酬(?:范围|待遇)?|月薪|年薪|工资(?:待遇)?|待遇|薪水)",
    re.IGNORECASE,
)
_PERIODS: tuple[tuple[Period, re.Pattern[str]], ...] = (
    ("hour", re.compile(r"(?:/|per|an?|每)\s*(?:hour|hr\b|小时|时)|hourly|时薪", re.IGNORECASE)),
    ("day", re.compile(r"(?:/|per|an?|每)\s*(?:day|天|日)|daily|日薪", re.IGNORECASE)),
    ("week", re.compile(r"(?:/|per|an?|每)\s*(?:week|周)|weekly", re.IGNORECASE)),
    ("month", re.compile(r"(?:/|per|an?|每)\s*(?:month|mo\b|月)|monthly|月薪|薪$", re.IGNORECASE)),
    ("year", re.compile(r"(?:/|per|an?|每)\s*(?:year|yr\b|annum|年)|yearly|annual|p\.?a\.?\b|年薪|年包", re.IGNORECASE)),
)  # fmt: skip
_UNIT_TEXT: dict[str, Period] = {
    "hour": "hour", "hourly": "hour", "per-hour-wage": "hour", "day": "day", "daily": "day", "week": "week", "weekly": "week",
    "month": "month", "monthly": "month", "per-month-salary": "month", "year": "year", "yearly": "year", "annual": "year",
    "annually": "year", "per-year-salary": "year", "1 year": "year",
}  # fmt: skip
_TIMES = {"k": 1000, "千": 1000, "万": 10_000, "萬": 10_000, "w": 10_000}


def labelled_salary(lines: list[str], language: str) -> Salary | None:
    """Return the pay that a line of a page names as such; None where no line does."""
    for line in lines:
        if (label := _LABEL.search(line)) and len(line) < 600:
            found = read_salary(line[label.start() : label.end() + 120], language)
            if found is not None:
                return found
    return None


def read_salary(text: str, language: str = "") -> Salary | None:
    """Read ``€65,000 – €80,000 per year`` or ``15-25K·14薪``; None where no pay is stated."""
    line = squeeze(text)[:400]
    for match in _RANGE.finditer(line):
        scale = match["s2"] or match["s1"] or ""
        low = _number(match["low"], match["s1"] or scale)
        high = _number(match["high"], scale)
        code = _currency(match["c1"] or match["c2"] or match["c3"] or match["word"], language)
        if low is None or high is None or not 0 < low <= high or high > 1000 * low:
            continue
        if code is None and not scale:
            continue
        return _salary(low, high, code or _of_language(scale, language), line, match)
    for match in _ONE.finditer(line):
        amount = _number(match["low"] or match["low2"], match["s1"] or match["s2"] or "")
        code = _currency(match["c1"] or match["word"], language)
        if amount is not None and amount > 0 and code is not None:
            return _salary(amount, None, code, line, match)
    return None


def stated_salary(value: Any, currency: str = "") -> Salary | None:
    """Return pay that schema.org's ``baseSalary`` (MonetaryAmount) states; None where it does not."""
    if isinstance(value, list):
        value = value[0] if value else None
    if not isinstance(value, dict):
        return read_salary(first(value)) if value else None
    inner = value.get("value", value)
    inner = inner if isinstance(inner, dict) else {"value": inner}
    unit = first(inner.get("unitText") or value.get("unitText")).lower()
    low = amount(inner.get("minValue") or inner.get("value"))
    high = amount(inner.get("maxValue"))
    if low is None and high is None:
        return None
    return Salary(
        minimum=low,
        maximum=high,
        currency=code_of(first(value.get("currency")) or currency),
        period=_UNIT_TEXT.get(unit),
        raw=squeeze(f"{low or ''} - {high or ''} {unit}")[:120],
    )


def amount(value: Any) -> Decimal | None:
    """Return a positive figure of JSON as Decimal; None for anything else."""
    if isinstance(value, bool) or value is None:
        return None
    try:
        found = Decimal(str(value).replace(",", "").strip())
    except InvalidOperation:
        return None
    return found if found.is_finite() and 0 < found < 10**12 else None


def period_of(word: str) -> Period | None:
    """Return the period that a board's own word means: ``per-year-salary``, ``MONTHLY``."""
    text = word.strip().lower()
    return _UNIT_TEXT.get(text) or next(
        (name for name in _UNIT_TEXT.values() if name in text), None
    )


def code_of(text: str) -> str | None:
    """Return an ISO 4217 code, or None for what is none."""
    code = text.strip().upper()
    return {"RMB": "CNY"}.get(code, code) if code == "RMB" or code in CODES else None


def _salary(
    low: Decimal, high: Decimal | None, code: str | None, line: str, match: re.Match[str]
) -> Salary:
    around = line[: match.start()] + " " + line[match.end() : match.end() + 24]
    period = next((name for name, pattern in _PERIODS if pattern.search(around)), None)
    months = _MONTHS.search(line[match.start() :][: len(match[0]) + 8])
    if period is None and months:
        period = "month"
    if period is None and code == "CNY" and (high or low) >= 1000:
        period = "month" if (high or low) <= 150_000 else "year"  # how Chinese pages state pay
    return Salary(
        minimum=low,
        maximum=high,
        currency=code,
        period=period,
        months=int(months[1]) if months else None,
        raw=squeeze(match[0])[:120],
    )


def _of_language(scale: str, language: str) -> str | None:
    return "CNY" if scale in {"万", "萬", "千"} or language.startswith("zh") else None


def _currency(raw: str | None, language: str) -> str | None:
    if not raw:
        return None
    if raw in {"元", "人民币"}:
        return "CNY"
    if found := code_of(raw):
        return found
    return resolve(raw.replace("￥", "¥"), "CNY" if language.startswith("zh") else language)


def _number(raw: str, scale: str) -> Decimal | None:
    text = re.sub(r"[' \u00a0\u202f]", "", raw)
    if re.fullmatch(r"\d{1,3}(?:[,.]\d{3})+", text):
        text = re.sub(r"[,.]", "", text)
    else:
        text = re.sub(r",(?=\d{3})", "", text).replace(",", ".")
    try:
        return Decimal(text) * _TIMES.get(scale.lower(), 1)
    except InvalidOperation:
        return None
