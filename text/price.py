"""Prices as pages write them: amount, currency, period, unit, and whether there is one at all.

Figures in the forms of any country (``1.299,00 €``, ``Rs. 1,29,900``, ``3.5万元/年``) are read by
rules on separators; the currency by symbol, code or word, and where a symbol is shared (¥, $, kr)
by the *hint*: a language, country code, domain or currency. What an amount is (the price, the one
before a promotion, what is saved, a deposit) the words beside it tell: ``text/pricewords.yaml``.
"""

import re
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Literal

from text.currencies import CODES, LONGEST_TOKEN, SYMBOLS, is_currency_token, resolve
from text.figures import parse_figure, plain_digits
from text.periods import Period, read_period, read_unit
from text.pricewords import words, words_after, words_before
from text.sums import Sum, find_sums, is_whole

__all__ = ["Period", "Price", "State", "hides_price", "parse_figure", "read_period", "read_price", "read_unit"]  # fmt: skip

State = Literal["known", "hidden", "missing"]
Role = Literal["price", "now", "old", "saving", "aside"]

_LONGEST = 400
_TAG = re.compile(r"^[A-Za-z]{2,3}([-_][A-Za-z]{2,4})*$|^[\w.-]+\.[a-z]{2,}$")
# 满300减40, 首年5折, 打八折, 20% off: terms of a promotion, not prices.
_TERMS = re.compile(
    r"满\s*\d+(?:\.\d+)?\s*元?\s*[减送返]\s*\d+(?:\.\d+)?\s*元?|(?:首[年月]|打|限时)?\s*[\d.一二三四五六七八九]{1,3}\s*折(?!合|算)"
    r"|立减\s*\d+\s*元?|(?:save|spare[n]?|-)\s*\d{1,2}\s*%|\d{1,3}(?:[.,]\d+)?\s*%(?:\s*off)?",
    re.IGNORECASE,
)
_STRUCK = re.compile(
    r"<(?P<tag>del|s|strike)\b[^>]*>(?P<marked>.*?)</(?P=tag)>|~~(?P<tilde>[^~]+)~~|(?P<line>(?:.\u0336){2,})",
    re.IGNORECASE | re.DOTALL,
)
_MARKUP = re.compile(r"</?[a-z][^<>]{0,200}>", re.IGNORECASE)
# Telephone numbers and dates are no sums.
_NUMBERS = re.compile(
    r"\+\d{1,3}[\d ()./-]{7,}\d|(?<![\d.,])\d{1,4}-\d{2,4}-\d{2,4}(?:-\d{2,4})?(?![\d.,])|(?<!\d)\d{1,2}\.\d{1,2}\.(?:19|20)\d\d(?!\d)"
)
_ARROW = re.compile(r"^\s*(?:→|->|=>|➔|➜|⇒|»|▶)\s*$")
_FROM_TO = re.compile(r"(?:^|\W)(?:de|von)\s*$", re.IGNORECASE)
_OLD_BEHIND = re.compile(
    r"\s*[（(]\s*(?:原价|划线价|市场价|was|list(?: price)?|rrp|uvp|old(?: price)?|定価|通常価格|정가)\s*[)）]",
    re.IGNORECASE,
)
_TO = re.compile(r"^\s*(?:por|auf)\b", re.IGNORECASE)
# Prices of an ounce or a kilogram, beside that of the pack.
_PER_MEASURE = re.compile(
    r"\s*(?:/|per|pro|je|par|al|por)\s*(?:1|100|10)?\s*(?:fl\.? ?)?(?:oz|lbs?|kg|g|ml|cl|l|liter|litre|gram|kilo|ounce|unit|ea|each|count|ct|stück|stk|m²|m2|sq|㎡)\b",
    re.IGNORECASE,
)
_MEASURE_IS = re.compile(
    r"\d\s*(?:kg|g|ml|cl|l|liter|litre|oz|lb|stück|stk|m²|m)\s*=\s*$", re.IGNORECASE
)
_PIECE = re.compile(r"[A-Z]{2,3}\$|[A-Za-z]{1,4}\$|[^\s\d:：(),]+")
_SHORT = frozenset({"kr", "zl", "rs", "tl", "ft", "rm", "rp", "kd"})
_LEAST_BEHIND = re.compile(r"\s*(?:/\s*\S{1,6}\s*)?(?:起|から|부터|〜|~|～)(?!\s*\d)")


@dataclass(frozen=True, slots=True)
class Price:
    """What a price string says. *amount* is None where none is stated; *state* says why.

    *list_amount* is the amount before a promotion (原价, was, struck out); *raw_currency* the
    currency as the page writes it; *starting* a least price (from …, …起).
    """

    amount: Decimal | None = None
    currency: str | None = None
    list_amount: Decimal | None = None
    period: Period | None = None
    unit: str | None = None
    starting: bool = False
    state: State = "missing"
    raw_currency: str | None = None


def read_price(raw: str, hint: str | None = None) -> Price:
    """Read a price string. *hint* is a language, country, domain or currency; it settles ¥ and $.

    Of several amounts the price is the one said to hold now (现价, now), else the first that is not
    said to be something else: the old price, a saving, a deposit, postage. Of a range it is the lower.
    """
    text, struck = _prepare(raw)
    found = find_sums(text, hint)
    place = _place(text, hint)
    current, old = _pick(found, text)
    if current is None and struck:
        current = next(iter(find_sums(struck, hint)), None)
    elif old is None and struck:
        old = next(iter(find_sums(struck, hint)), None)
    if current is None or (current.symbol is None and words("hidden").search(text)):
        return _without_amount(text, hint)
    symbol = current.symbol or _loose_symbol(text, hint)
    if _role(found, found.index(current), text) == "old" and _is_free(text):
        old, current = current, replace(current, amount=Decimal(0))
    near = _near(found, current, text)
    return Price(
        amount=current.amount,
        currency=_currency(symbol, place, hint),
        list_amount=old.amount if old and old.amount != current.amount else None,
        period=next((read for part in near if (read := read_period(part))), None),
        unit=next((it for part in near if (it := read_unit(part))), None),
        starting=_starts(text, current),
        state="known",
        raw_currency=symbol or (hint if hint and _is_symbol(hint) else None),
    )


def hides_price(text: str) -> bool:
    """Say whether *text* asks the reader to enquire: contact sales, 面议."""
    return bool(words("hidden").search(text))


def currency_symbol(text: str, hint: str | None = None) -> str | None:
    """Return the currency that a heading or note names: ``Rate (£/day)``, 单价（元）, *in US dollars*."""
    plain = plain_digits(text)
    for size in range(min(LONGEST_TOKEN, len(plain)), 0, -1):
        for at in range(len(plain) - size + 1):
            token = plain[at : at + size]
            if _names_currency(token) and is_whole(plain, at, at + size) and resolve(token, hint):
                return token
    return None


def _names_currency(token: str) -> bool:
    if token in CODES:
        return True
    return token.lower() in SYMBOLS and (
        not token.isascii() or not token.isalpha() or len(token) > 3
    )


def _prepare(raw: str) -> tuple[str, str]:
    """Return the text to read with plain digits, and what was struck out of it."""
    text = raw[:_LONGEST]
    struck: list[str] = []

    def keep(match: re.Match[str]) -> str:
        struck.append(match["marked"] or match["tilde"] or match["line"].replace("\u0336", ""))
        return " "

    if "<" in text or "~~" in text or "\u0336" in text:
        text = _MARKUP.sub(" ", _STRUCK.sub(keep, text))
    text = _NUMBERS.sub(" ", _TERMS.sub(" ", plain_digits(text)))
    return text, plain_digits(" ".join(struck))


def _place(text: str, hint: str | None) -> str | None:
    """Return the hint that settles shared symbols: the given one, else Japanese by its script."""
    if hint:
        return hint
    return "ja" if not text.isascii() and words("japanese").search(text) else None


def _is_symbol(hint: str) -> bool:
    return is_currency_token(hint) and hint.strip().upper() not in CODES


def _currency(symbol: str | None, place: str | None, hint: str | None) -> str | None:
    if symbol:
        return resolve(symbol, place)
    if hint and (is_currency_token(hint) or not _TAG.match(hint)):
        return resolve("", hint) or resolve(hint) or resolve(_loose_symbol(hint, None) or "")
    return None


def _without_amount(text: str, hint: str | None) -> Price:
    """Say why there is no amount: the price is hidden, nothing is to pay, or none is stated."""
    period, unit = read_period(text), read_unit(text)
    if words("hidden").search(text) and not words("free").match(text.strip()):
        return Price(state="hidden", period=period, unit=unit)
    if _is_free(text):
        currency = resolve("", hint)
        return Price(Decimal(0), currency, period=period, unit=unit, state="known")
    symbol = _sign_alone(text)
    if symbol is None and hint and _is_symbol(hint):
        symbol = hint  # a currency that was found beside it, without any amount
    return Price(currency=resolve(symbol, hint) if symbol else None, raw_currency=symbol)


def _is_free(text: str) -> bool:
    return len(text) <= 80 and bool(words("free").search(words("not_free").sub(" ", text)))


def _sign_alone(text: str) -> str | None:
    return next((char for char in text if char in "$€£¥₹₩₽₺₪฿₫₱₦"), None)


def _loose_symbol(text: str, hint: str | None) -> str | None:
    """Return a currency's sign or code that stands anywhere in *text*, apart from any figure."""
    for piece in _PIECE.findall(text):
        for token in (piece, piece.strip(".*")):
            if is_currency_token(token) and not (_short_word(token)):
                return str(token)
    sign = _sign_alone(text)
    return sign if sign and resolve(sign, hint) else None


def _short_word(token: str) -> bool:
    """Two Latin letters apart from any figure are a word, unless they can be nothing else."""
    return len(token) <= 2 and token.isascii() and token.isalpha() and token.lower() not in _SHORT


def _near(found: list[Sum], current: Sum, text: str) -> list[str]:
    """Return the words that tell what *current* is for, the nearest first.

    All of them, unless another price in the same currency stands there: one before a promotion, the
    end of a range and the same in another currency share their words with it.
    """
    alone = not any(
        one.start != current.start
        and not one.high
        and one.symbol == current.symbol
        and _role(found, index, text) == "price"
        for index, one in enumerate(found)
    )
    left = max((one.end for one in found if one.end <= current.start), default=0)
    right = min((one.start for one in found if one.start >= current.end), default=len(text))
    behind = re.split(r"[，,；;(（]", text[current.end : right], maxsplit=1)[0]
    near = [text[left : current.end] + behind, text[left:right]]
    return [*near, text] if alone else near


def _starts(text: str, current: Sum) -> bool:
    return (
        current.least
        or bool(words("starting").search(text[: current.start + 1]))
        or bool(_LEAST_BEHIND.match(text, current.end))
        or bool(re.search(r"\bonwards\b|起(?:售|步|$)", text))
    )


def _pick(found: list[Sum], text: str) -> tuple[Sum | None, Sum | None]:
    """Return the price and the one before a promotion among *found*."""
    roles = [_role(found, index, text) for index in range(len(found))]
    by_role = {
        role: [one for one, its in zip(found, roles, strict=True) if its == role and not one.high]
        for role in ("price", "now", "old", "aside")
    }
    old = by_role["old"][0] if by_role["old"] else None
    for role in ("now", "price", "old", "aside"):
        if by_role[role]:
            current = by_role[role][0]
            if role == "now" and old is None:
                old = next((one for one in by_role["price"] if one.start < current.start and one.amount > current.amount), None)  # fmt: skip
            return current, old if old is not current else None
    return None, None


def _role(found: list[Sum], index: int, text: str) -> Role:
    one = found[index]
    left = text[max(found[index - 1].end if index else 0, one.start - 60) : one.start]
    right = text[one.end : found[index + 1].start if index + 1 < len(found) else len(text)]
    replaced = _ARROW.match(right) or (_FROM_TO.search(left) and _TO.match(right))
    if replaced or words_before("old").search(left) or _OLD_BEHIND.match(right):
        return "old"
    if words_before("now").search(left):
        return "now"
    if words_before("saving").search(left) or words_after("saving_after").match(right):
        return "saving"
    beside = words_before("aside").search(left) or words_after("aside_after").match(right)
    if beside or _PER_MEASURE.match(right) or _MEASURE_IS.search(left):
        return "aside"
    return "aside" if re.search(r"(?:^|[\s(])-$", left) else "price"
