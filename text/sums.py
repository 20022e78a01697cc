"""The sums of money in a short text: each figure with its currency sign, code or word and scale."""

import re
from dataclasses import dataclass, replace
from decimal import Decimal

from text.currencies import (
    AFTER_ONLY,
    BEFORE_ONLY,
    CODES,
    LONGEST_TOKEN,
    PARTS,
    SYMBOLS,
    WORD_CODES,
    resolve,
)
from text.figures import (
    COMPOSITE,
    FIGURE,
    NUMERAL,
    SCALE_OF,
    SCALES,
    parse_composite,
    parse_figure,
    parse_numeral,
    scale_after,
)

# The mark for no pence (49.–, 1 299,-) and the Indian and East African end of a sum (/-, /=).
_NO_PENCE = re.compile(r"\s?(?P<mark>[,.:](?:-{1,2}|[–—]))(?!\d)|\s?/[-=](?!\w)")
_GAP = re.compile(r"[\s\u00a0]{0,2}")
_CODE_IN_BRACKETS = re.compile(r"\s?[(（]([A-Z]{3})[)）]")
_GAP_BACK = re.compile(r"[\s\u00a0]{0,2}[:：]?[\s\u00a0]{0,2}$")
_PLUS = re.compile(r"\s?\+(?!\s*\w)")
_CODE_BEFORE = re.compile(r"(?<![A-Za-z])([A-Z]{3})[\s\u00a0]?$")
_CENTS_BEHIND = re.compile(r"\s?(\d{2})(?![\d.,%])")
_TOGETHER = re.compile(r"\s*(?:and\s+)?")
_RANGE = re.compile(
    r"^\s*(?:to|-|–|—|~|～|〜|至|到|bis|à|a|e|y|and|до|から|부터)\s*$", re.IGNORECASE
)
# Short Latin words that are currencies even in small letters; others need a capital.
_SMALL = frozenset({"kr", "zł", "zl", "rs", "rm", "rp", "kč", "kc", "dh", "tl", "ct", "lv", "nt"})
# What a bare figure counts, where it is no price: 14-day, 5 users, 3个月.
_COUNTS = re.compile(
    r"\s?-?(?:%|[个個天年月日人次折种項项席台核]|小时|分钟|[x×](?!\w)|(?:days?|weeks?|months?|years?|hours?|minutes?|users?|seats?|people|members?|"
    r"items?|pieces?|pcs?|pack|gb|tb|mb|kb|ghz|mhz|mm|cm|km|kg|ml|inch|projects?|sites?|tage?|monate?|jours?|mois|días|meses|nutzer|benutzer)\b)|/\d",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Sum:
    """One amount at text[start:end], signs included. *symbol* is None where no currency stands by it."""

    start: int
    end: int
    amount: Decimal
    symbol: str | None = None
    scale: int = 1
    bare: str = ""
    least: bool = False
    high: bool = False


def find_sums(text: str, hint: str | None = None) -> list[Sum]:
    """Return the sums in *text*, left to right. *hint* settles tokens that mean nothing alone (``P``).

    Where any has a currency, bare figures are left out; figures that count (5G, 14-day) always are.
    Of a range both ends are given, the upper one marked *high*.
    """
    found: list[Sum] = []
    at = 0
    for start, end, amount in _figures(text):
        if start < at:
            continue
        one = _read(text, start, end, amount, hint, at)
        if one is not None:
            found.append(one)
            at = one.end
    found = _ranges(_joined(found, text), text)
    return [one for one in found if one.symbol] or [
        one for one in found if not one.bare or one.bare == "range"
    ]


def _figures(text: str) -> list[tuple[int, int, Decimal | None]]:
    """Return (start, end, value) of figures; the value is None where the currency must decide it."""
    spans: list[tuple[int, int, Decimal | None]] = [
        (match.start(), match.end(), parse_composite(match[0]))
        for match in COMPOSITE.finditer(text)
    ]
    spans += [
        (match.start(), match.end(), parse_numeral(match[0]))
        for match in NUMERAL.finditer(text)
        if parse_numeral(match[0]) is not None
    ]
    inside = [(start, end) for start, end, _ in spans]
    spans += [
        (match.start(), match.end(), None)
        for match in FIGURE.finditer(text)
        if not any(start <= match.start() < end for start, end in inside)
    ]
    return sorted(spans, key=lambda span: span[:2])


def _read(
    text: str, start: int, end: int, amount: Decimal | None, hint: str | None, floor: int
) -> Sum | None:
    before, left = _token_before(text, start, floor, hint)
    scale, right = scale_after(text, end) if amount is None else ("", end)
    mark = _NO_PENCE.match(text, right)
    right = mark.end() if mark else right
    after, final = _token_after(text, right, hint, followed=before is not None)
    symbol = _choose(before, after, hint)
    if symbol is None and mark:
        end_mark = ",-" if mark["mark"] else "/-"
        symbol = end_mark if resolve(end_mark, hint) else None
    currency = resolve(symbol, hint) if symbol else None
    if scale and not _fits(scale, currency, has_symbol=symbol is not None):
        scale, final = "", end
        after, final = _token_after(text, end, hint, followed=before is not None)
    if symbol is None and (pence := _pence(text, start, end)):
        return pence
    value = parse_figure(text[start:end], currency) if amount is None else amount
    value *= SCALES.get(scale, 1)
    if symbol and symbol.lower() in PARTS:
        value /= PARTS[symbol.lower()]
    if after and text[start:end].isdigit():
        value, final = _with_cents(text, value, after, final)
    return Sum(
        left,
        final,
        value.to_integral_value() if scale and value == value.to_integral_value() else value,
        symbol,
        SCALES.get(scale, 1),
        "" if symbol or not _counts(text, start, end, scale) else "counts",
        bool(_PLUS.match(text, final)),
    )


def _fits(scale: str, currency: str | None, *, has_symbol: bool) -> bool:
    if scale in SCALE_OF:
        return currency in SCALE_OF[scale]
    return has_symbol or scale not in {"m", "b", "百", "백"}


def _pence(text: str, start: int, end: int) -> Sum | None:
    """``99p`` is pence where two digits or fewer stand straight before a lone p."""
    if text[end : end + 1] != "p" or text[end + 1 : end + 2].isalnum() or end - start > 2:
        return None
    if not text[start:end].isdigit() or text[start - 1 : start].isalnum():
        return None
    return Sum(start, end + 1, Decimal(text[start:end]) / 100, "£")


def _with_cents(text: str, value: Decimal, after: str, end: int) -> tuple[Decimal, int]:
    """``35€99``, 8块8: digits behind the sign are cents, unless they have a sign of their own."""
    if after == "块" and (tenths := re.match(r"(\d)(?![\d.])", text[end:])):
        return Decimal(f"{value}.{tenths[1]}"), end + 1
    cents = _CENTS_BEHIND.match(text, end) if after in {"€", "£", "$"} else None
    if cents is None or _token_after(text, cents.end(), None, followed=False)[0]:
        return value, end
    return Decimal(f"{value}.{cents[1]}"), cents.end()


def _counts(text: str, start: int, end: int, scale: str) -> bool:
    """Say whether a bare figure belongs to a word: 5G, v2, x3, 24/7, 3个月."""
    before, after = text[max(0, start - 2) : start], text[end : end + 2]
    if (before[-1:].isalpha() and before.isascii()) or re.search(r"\d/$", before):
        return True
    if not scale and after[:1].isalpha() and after.isascii():
        return True
    return bool(_COUNTS.match(text, end))


def _token_before(text: str, end: int, floor: int, hint: str | None) -> tuple[str | None, int]:
    """Return the token that stands before the figure at *end*, not left of *floor*, and its start."""
    gap = _GAP_BACK.search(text, floor, end)
    right = gap.start() if gap else end
    if text[right - 1 : right] in {"–", "-"} and text[end : end + 1] == "." and right - 1 > floor:
        right = _GAP_BACK.search(text, floor, right - 1).start()  # type: ignore[union-attr] # CHF –.95
    for length in range(min(LONGEST_TOKEN, right - floor), 0, -1):
        start = right - length
        token = text[start:right]
        key = token.lower()
        known = key in SYMBOLS and key not in AFTER_ONLY
        if not (known or _is_code(token)) or not _bounded(text, start, right, token):
            continue
        if len(key) == 1 and key.isalpha() and not _letter_fits(text, token, right, end):
            continue
        if known and not _is_code(token) and resolve(key, hint) is None:
            continue
        if not token[-1].isalpha():
            return _named_sign(text, token, start, floor, hint)
        return token, start
    if text[right - 1 : right] == "." and right - 1 > floor:
        return _token_before(text, right - 1, floor, hint)
    if code := _code_of_sign(text, floor, right):
        return code, right - len(code)
    return None, end


def _named_sign(text: str, sign: str, start: int, floor: int, hint: str | None) -> tuple[str, int]:
    """Return the code or word that tells a sign's currency, where one leads it: COP $, 港幣 $."""
    code = _CODE_BEFORE.search(text, floor, start)
    if code and code[1] in CODES:
        return code[1], code.start()
    if _is_shared(sign) and start > floor:
        word, left = _token_before(text, start, floor, hint)
        if word and not _is_shared(word):
            return word, left
    return sign, start


def _code_of_sign(text: str, floor: int, right: int) -> str | None:
    """Return a currency sign that no table knows, as the page wrote it."""
    sign = text[right - 1 : right]
    return sign if right > floor and _is_sign(sign) else None


def _is_sign(char: str) -> bool:
    return "\u20a0" <= char <= "\u20cf"


def _letter_fits(text: str, token: str, right: int, start: int) -> bool:
    """A lone letter is a currency in capitals, close to two digits or more: R149, Q 199.00."""
    figure = FIGURE.match(text, start)
    return (
        token.isupper()
        and start - right <= 2
        and figure is not None
        and sum(map(str.isdigit, figure[0])) >= 2
    )


def _token_after(text: str, at: int, hint: str | None, *, followed: bool) -> tuple[str | None, int]:
    """Return the token behind a figure that ends at *at*, and its end.

    Where the figure has a token before it (*followed*), one that leads the next figure is not its.
    """
    if (bracketed := _CODE_IN_BRACKETS.match(text, at)) and bracketed[1] in CODES:
        return bracketed[1], bracketed.end()
    gap = _GAP.match(text, at)
    left = gap.end() if gap else at
    for length in range(min(LONGEST_TOKEN, len(text) - left), 0, -1):
        token = text[left : left + length]
        key = token.lower()
        known = key in SYMBOLS and key not in BEFORE_ONLY
        if not (known or _is_code(token)) or not _bounded(text, left, left + length, token):
            continue
        if known and not _is_code(token) and resolve(key, hint) is None:
            continue
        leads = re.match(r"[\s\u00a0]?\d" if followed else r"\d", text[left + length :])
        if leads and (followed or (left > at and not token.isalpha())):
            return None, at
        return token, left + length
    if _is_sign(text[left : left + 1]):
        return text[left], left + 1
    return None, at


def _is_code(token: str) -> bool:
    if len(token) != 3 or not token.isascii() or token.upper() not in CODES:
        return False
    return token.isupper() or (token.upper() not in WORD_CODES and token.isalpha())


def _bounded(text: str, start: int, end: int, token: str) -> bool:
    """A token of letters must not be part of a longer word; short ones need a capital."""
    if not is_whole(text, start, end) or (_joins(token[0]) and text[:start].endswith("/")):
        return False
    short = len(token.rstrip(".")) <= 2 and token.isascii() and token[0].isalpha()
    return not (short and token.islower() and token.rstrip(".") not in _SMALL)


def is_whole(text: str, start: int, end: int) -> bool:
    """Say whether text[start:end] is no part of a longer word."""
    before = start > 0 and _joins(text[start]) and _joins(text[start - 1])
    return not before and not (_joins(text[end - 1]) and _joins(text[end : end + 1]))


def _joins(char: str) -> bool:
    """Say whether *char* is a letter of a script that sets words apart by spaces."""
    return char.isalpha() and not "\u3040" <= char <= "\ud7af"


def _choose(before: str | None, after: str | None, hint: str | None) -> str | None:
    """Where two tokens stand by (``US$ 20 USD``, ¥199元, 港币 88 元) the plainer word wins."""
    both = [part for part in (before, after) if part]
    codes = [part for part in both if part.upper() in CODES]
    own = [part for part in both if SYMBOLS.get(part.lower()) and not _is_shared(part)]
    return next(iter(codes or own or both), None)


def _is_shared(token: str) -> bool:
    return resolve(token, "TWD") != resolve(token, "JPY") or resolve(token, "CAD") != resolve(
        token, "JPY"
    )


def _joined(found: list[Sum], text: str) -> list[Sum]:
    """Join what is one sum in words of two scales: 1 crore 20 lakh, 2 million 500 thousand."""
    made: list[Sum] = []
    for one in found:
        last = made[-1] if made else None
        if last and last.scale > one.scale > 1 and _TOGETHER.fullmatch(text, last.end, one.start):
            symbol = last.symbol or one.symbol
            made[-1] = replace(last, end=one.end, amount=last.amount + one.amount, symbol=symbol)
        else:
            made.append(one)
    return made


def _ranges(found: list[Sum], text: str) -> list[Sum]:
    """Let the lower end of a range take currency and scale from the upper: 3-5万元, 26 to 50 €."""
    made = list(found)
    for index in range(len(made) - 1):
        low, high = made[index], made[index + 1]
        if not _RANGE.match(text[low.end : high.start]) or not (low.symbol or high.symbol):
            continue
        if low.bare and not high.symbol:
            continue
        amount = low.amount
        if low.scale == 1 and high.scale > 1 and low.amount * high.scale <= high.amount:
            amount = low.amount * high.scale
        made[index] = replace(
            low, amount=amount, symbol=low.symbol or high.symbol, bare="range", least=low.least
        )
        made[index + 1] = replace(high, high=True, symbol=high.symbol or low.symbol)
    return made
