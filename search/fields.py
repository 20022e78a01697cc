"""The fields of the query language: what each takes, and what it asks of the index."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import get_args

from schemas.kinds import FAMILIES, MOVE_KINDS, STATUSES, DocumentKind
from search.kindwords import kinds_of
from search.labels import value_of
from search.moments import (
    Days,
    NoMomentError,
    day_number,
    in_hours,
    read_days,
    seconds,
    span_start,
)
from search.names import Names, closest
from search.nodes import Range, ValueField, Values
from text.folding import fold_chars

_LANGUAGES = {
    "english": "en", "英文": "en", "英语": "en", "chinese": "zh", "中文": "zh", "汉语": "zh",
    "german": "de", "french": "fr", "japanese": "ja", "日文": "ja", "korean": "ko",
}  # fmt: skip
_SCALES = {
    "": 1, "k": 10**3, "m": 10**6, "mn": 10**6, "bn": 10**9, "b": 10**9, "t": 10**12,
    "千": 10**3, "万": 10**4, "百万": 10**6, "千万": 10**7, "亿": 10**8,
}  # fmt: skip
_NUMBER = r"([0-9]{1,15}(?:\.[0-9]{1,4})?)(k|mn|m|bn|b|t|千万|百万|千|万|亿)?"
_AMOUNT = re.compile(rf"(>=|<=|=|>|<|≥|≤)?€?{_NUMBER}", re.IGNORECASE)
_BETWEEN = re.compile(rf"€?{_NUMBER}\.\.€?{_NUMBER}", re.IGNORECASE)
_AMOUNT_FORMS = ("amounts",)


class ValueProblem(ValueError):  # noqa: N818 - becomes a QueryError once its place is known
    """A field cannot take a value. *code* and *remedy* are messages, each with what they are about.

    *meant* is what was probably meant, if anything is like it.
    """

    def __init__(
        self, code: str, value: str, meant: str | None = None, remedy: tuple[str, ...] = ()
    ) -> None:
        super().__init__(code)
        self.code = code
        self.value = value
        self.meant = meant
        self.remedy = remedy


@dataclass(frozen=True)
class Setting:
    """What values are read against."""

    names: Names
    now: datetime


Reader = Callable[[str, Setting], Values | Range]


def read_company(value: str, setting: Setting) -> Values:
    """A document mentions the company."""
    return _company("companies", value, setting)


def read_about(value: str, setting: Setting) -> Values:
    """A document is about the company."""
    return _company("about", value, setting)


def _company(field: ValueField, value: str, setting: Setting) -> Values:
    found = setting.names.company(value)
    if not found:
        meant = setting.names.similar_company(value)
        raise ValueProblem("no-company", value, meant)
    told = "; ".join(", ".join(setting.names.companies[one]) or one for one in found)
    return Values(field, found, told)


def read_move(value: str, setting: Setting) -> Values:
    """A document holds a move of the kind, by its name or a word for it, or of one of the family's kinds."""
    folded = value_of("moves", value) or value_of("families", value) or _slug(value)
    if folded in FAMILIES:
        return Values("families", (folded,))
    if folded not in MOVE_KINDS and (kinds := kinds_of(value)):  # 动向:涨价
        return Values("moves", kinds)
    return _one_of("moves", folded, (*MOVE_KINDS, *FAMILIES), "not-a-move")


def read_kind(value: str, setting: Setting) -> Values:
    """A document is of the kind."""
    return _one_of("kind", _slug(value), get_args(DocumentKind), "not-a-kind")


def read_status(value: str, setting: Setting) -> Values:
    """A document holds a move with the status."""
    return _one_of("statuses", _slug(value), STATUSES, "not-a-status")


def read_language(value: str, setting: Setting) -> Values:
    """A document is in the language: a code or its name."""
    folded = fold_chars(value)
    code = _LANGUAGES.get(folded, folded)
    if not re.fullmatch(r"[a-z]{2,3}(-[a-z0-9]{2,8})*", code):
        raise ValueProblem("no-language", value, remedy=("languages",))
    return Values("language", (code,))


def read_source(value: str, setting: Setting) -> Values:
    """A document was collected from the source: its id or name."""
    sources = setting.names.sources
    found = [one for one, name in sources.items() if value in {one, name}]
    if not found:
        known = [*sources, *filter(None, sources.values())]
        raise ValueProblem("no-source", value, closest(value, known))
    return Values("source", tuple(found), ", ".join(sources[one] or one for one in found))


def read_story(value: str, setting: Setting) -> Values:
    """A document belongs to the story."""
    return Values("story", (value[:200],), value)


def read_before(value: str, setting: Setting) -> Range:
    """A document's day lies before the day, month or year."""
    days = _days(value, setting)
    return Range("day", None, day_number(days.first) - 1, said=days.first.isoformat())


def read_after(value: str, setting: Setting) -> Range:
    """A document's day is the day or later: the first of a month or year counts."""
    days = _days(value, setting)
    return Range("day", day_number(days.first), None, said=days.first.isoformat())


def read_date(value: str, setting: Setting) -> Range:
    """A document's day lies in the day, month or year."""
    days = _days(value, setting)
    return Range("day", day_number(days.first), day_number(days.last), said=value)


def _days(value: str, setting: Setting) -> Days:
    try:
        return read_days(value, setting.now)
    except NoMomentError as error:
        raise ValueProblem(error.code, error.text) from error


def read_last(value: str, setting: Setting) -> Range:
    """A document's day lies in the span up to now; in hours, its instant does."""
    try:
        start = span_start(value, setting.now)
    except NoMomentError as error:
        raise ValueProblem(error.code, error.text) from error
    if in_hours(value):
        said = start.strftime("%Y-%m-%d %H:%M")
        return Range("published", seconds(start), None, said=f"{said} UTC")
    return Range("day", day_number(start.date()), None, said=start.date().isoformat())


def read_amount(value: str, setting: Setting) -> Range:
    """A document names an amount, in euros, that compares so."""
    folded = fold_chars(value).replace(",", "").replace(" ", "").replace("元", "")
    if match := _BETWEEN.fullmatch(folded):
        low, high = _euros(match[1], match[2]), _euros(match[3], match[4])
        if low > high:
            raise ValueProblem("ends-below", value, remedy=_AMOUNT_FORMS)
        return Range("amounts", float(low), float(high), said=f"€{low:,} to €{high:,}")
    match = _AMOUNT.fullmatch(folded)
    if not match:
        raise ValueProblem("no-amount", value, remedy=_AMOUNT_FORMS)
    sign = {"≥": ">=", "≤": "<=", None: "="}.get(match[1], match[1])
    euros = _euros(match[2], match[3])
    said = f"{sign} €{euros:,}"
    if sign in {">", ">="}:
        return Range("amounts", float(euros), None, open_low=sign == ">", said=said)
    if sign in {"<", "<="}:
        return Range("amounts", None, float(euros), open_high=sign == "<", said=said)
    return Range("amounts", float(euros), float(euros), said=said)


def _euros(number: str, scale: str | None) -> Decimal:
    value = Decimal(number) * _SCALES[(scale or "").lower()]
    return value.quantize(Decimal(1)) if value == value.to_integral_value() else value


def _slug(value: str) -> str:
    return fold_chars(value).replace("_", "-")


def _one_of(field: ValueField, value: str, known: tuple[str, ...], code: str) -> Values:
    value = value_of(field, value) or value
    if value not in known:
        meant = closest(value, known)
        raise ValueProblem(code, value, meant, ("one-of", *(_place(field, one) for one in known)))
    return Values(field, (value,))


def _place(field: ValueField, value: str) -> str:
    """Return where the name of *value* is found: families are asked for as moves are."""
    return f"{'families' if field == 'moves' and value in FAMILIES else field}:{value}"


READERS: dict[str, Reader] = {
    "company": read_company, "mentions": read_company, "about": read_about, "move": read_move,
    "kind": read_kind, "lang": read_language, "source": read_source, "status": read_status,
    "story": read_story, "amount": read_amount, "before": read_before, "after": read_after,
    "date": read_date, "last": read_last,
}  # fmt: skip
TEXT_FIELDS = ("title",)
FIELDS = (*READERS, *TEXT_FIELDS)
SYNONYMS = {
    "language": "lang", "since": "after", "until": "before", "type": "kind", "moves": "move",
    "公司": "company", "动向": "move", "动作": "move", "语言": "lang", "来源": "source", "状态": "status",
    "标题": "title", "金额": "amount", "之前": "before", "之后": "after", "最近": "last",
    "关于": "about", "提及": "mentions", "类型": "kind", "日期": "date",
}  # fmt: skip
