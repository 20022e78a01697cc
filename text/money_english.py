"""Sums of money as English writes them: $1.2bn, twelve million pounds, €40k-50k, Rs 2.5 lakh crore."""

import re
from collections.abc import Iterator
from decimal import Decimal
from functools import cache

from text.amounts import Found
from text.begins import found_at, holds_one, places_of, places_of_words
from text.moneywords import (
    CENTS,
    CODES,
    DOLLARS,
    DOUBTFUL,
    FAR,
    NORDIC,
    NUMBER,
    PHILIPPINE,
    SCALE,
    SCALED_SIGNS,
    SIGNS,
    SIGNS_BEHIND,
    WORDS,
    any_of,
    figure,
    plain_scale,
    sum_of,
)  # fmt: skip
from text.numbers import NUMBER_WORDS, places_of_numbers, read_words

# Plurals too: lakhs, crores; MM and mil for millions.
_LONG = r"lakhs?\scrores?|(?:thousand|million|billion|trillion|crore|lakh|lac)s?|mln|bln|mio\.?|mrd\.?|mn|bn|trn|tn|cr|mil|bil"
# Letters behind a figure with a sign: $5m, ₹50L; behind a space no part of another word: £3 m, but not $5 M4, $20 T-shirts
# or "$20 M, L and XL", and no T there, as of "T. Rowe Price".
_SIZE = r"\s?(?:,|/|and|or|to)\s?X{0,2}[SML]\b(?![&'’]|\.[A-Z])"
_SHORT = rf"(?:mm|MM|[kKmMbBTL])(?![A-Za-z])|[ \u00a0](?:mm|MM|[kKmMbBL])(?![\w&'’-]|\s?[$€£₹]|\s[Ss]hirt|{_SIZE})"
_SCALED = rf"(?:[\s-]?(?P<scale>(?i:{_LONG}))(?![A-Za-z])|(?P<short>{_SHORT}))"
_WORD = "|".join(
    re.escape(form).replace(r"\ ", r"[\s-]")
    + ("" if form.endswith(("s", "kronor", "kroner", "reais")) else "s?")
    for form in sorted([*WORDS, *CENTS], key=len, reverse=True)
)
_NOT_IN_WORD = r"(?<![A-Za-z0-9_$€£])"
_ENGLISH = re.compile(
    rf"{_NOT_IN_WORD}(?P<open>(?<=\())?(?:(?P<sign>{any_of(SIGNS)})\s?|(?P<code>{any_of(CODES)})[\s\u00a0]?)(?P<number>(?>{NUMBER}))"
    rf"(?(open)(?:\)(?=[\s-]?(?i:{_LONG})(?![A-Za-z])))?)(?>{_SCALED}?)(?![\d%]|[tl](?![A-Za-z]))"
    rf"|(?<![A-Za-z0-9_.,$€£])(?P<figure>{NUMBER})(?:[\s-]?(?P<scale2>(?i:{_LONG}|[kmb])|MM|T)(?![A-Za-z]))?"
    rf"[\s\u00a0-]?(?P<word>(?i:{_WORD})(?![A-Za-z])(?!\s(?:of|each\sin\sweight)\s)|(?:{any_of(CODES)})(?![A-Za-z])|(?:{any_of(SIGNS_BEHIND)})(?![A-Za-z\d]))"
)
_SPELLED = re.compile(
    rf"(?<![A-Za-z0-9-])(?P<words>{NUMBER_WORDS})[\s-](?P<word>(?i:{_WORD}))(?![A-Za-z])(?!\s(?:of|each\sin\sweight)\s)"
)
_UPPER_END = re.compile(
    rf"(?:\s?[-–—~]\s?|\sto\s)(?P<number>{NUMBER}){_SCALED}?(?![\d%]|[.,]\d|\s?(?:%|per\s?cent))"
)
# Before a sum with its unit behind: 10-15 million euros, 3 to 5 dollars, between 10 and 15 million euros.
_LOWER_END = re.compile(
    rf"(?P<between>(?i:between)\s(?:(?:about|around|roughly)\s)?)?(?<![A-Za-z0-9_.,:/$€£₹-])(?P<number>{NUMBER})"
    rf"(?:[\s-]?(?P<scale>(?i:{_LONG}|[kmb])|MM|T)(?![A-Za-z]))?(?:[-–—~]|\sto\s|(?(between)\sand\s|(?!)))$"
)
_JOINTS = ("-", "–", "—", "~", " to ", " and ")
_REACH = 48  # characters back to "between about 10 million and"
# What Chinese sums have: US$3亿, HK$3-5亿.
_HAN_SCALE = re.compile(r"(?:\s?[-–—~～至到]\s?\d[\d.,]*)?\s?[千百万萬亿億兆]")
# "$12 million CAD", but not the sum it is converted to: "$12 million (CAD 17 million)".
_WHOSE = re.compile(rf"\s?\(?(?P<code>{any_of(DOLLARS)})(?![A-Za-z]|\$?[\s\u00a0]?\d)")
_BETWEEN = re.compile(r"(?i:between)\s(?:(?:about|around|roughly)\s)?$")
_AND = re.compile(rf"\sand\s(?P<number>{NUMBER}){_SCALED}")
_SIGNED_END = re.compile(
    rf"(?:\s?[-–—~]\s?|\s(?:to|and)\s)(?:{any_of(SIGNS)})\s?(?P<number>{NUMBER}){_SCALED}"
)
# A digit, a sign, or a capital that begins letters of a currency.
_BEGINS = re.compile(
    r"[\d$€£￡¥￥₹₩₽₺฿₫₱₦₪A-Z](?:(?<![A-Z])|(?=[A-Z$]|mb|s[.\s\d]|p[.\s\d]|dn\$|ex\$|an\$|hp\s?\d|r\.|\s?\d)(?<![A-Za-z][A-Z]))"
)
_LETTERS = ("kr", "zł", "rs")
_SMALL = re.compile(r"(?<![A-Za-z])(?:kr|zł|rs)\.?(?=\s?\d)")
_PENCE = re.compile(r"(?<![\w.,£$€-])(?P<figure>\d{1,3}(?:\.\d)?)p(?![A-Za-z0-9])")
_CURRENCY_STEMS = (
    "dollar", "euro", "pound", "yuan", "yen", "rupee", "franc", "cent", "pence", "penny", "sterling",
    "renminbi", "won", "kron", "crown", "pais", "rand", "peso", "dirham", "riyal", "zloty", "ringgit", "baht",
)  # fmt: skip
_JAPANESE = (
    "yen",
    "Japan",
    "Tokyo",
    "Osaka",
    "Kyoto",
    "Nagoya",
    "Yokohama",
    "Nikkei",
    "日本",
    "日元",
    "东京",
    "円",
)


def english_sums(text: str) -> Iterator[Found]:
    """Yield the sums in *text* that are written the English way; of a range both ends."""
    places = places_of(_BEGINS, text)
    if small := places_of_words(text, _LETTERS):
        places = sorted({*places, *(hit.start() for hit in found_at(_SMALL, text, small))})
    for match in found_at(_ENGLISH, text, places):
        yield from _english(match, text)
    if "£" in text or " pence" in text:
        for match in found_at(_PENCE, text, places):
            yield sum_of(match.start(), match.end(), Decimal(match["figure"]) / 100, "GBP")
    if holds_one(text, _CURRENCY_STEMS):
        for match in found_at(_SPELLED, text, places_of_numbers(text)):
            if (one := _spelled(match)) is not None:
                yield one


def _english(match: re.Match[str], text: str) -> list[Found]:
    if match["number"]:
        return _signed(match, text)
    scale = match["scale2"] or ""
    unit = _unit(match["word"], scaled=bool(scale))
    if unit is None:
        return []
    currency, part = unit
    if match["word"] == "kr":
        currency = _whose_kroner(text, match.start())
    most = figure(match["figure"], scale, behind=True)
    found = [sum_of(match.start(), match.end(), most / part, currency)]
    if text.endswith(_JOINTS, 0, match.start()):
        lower = _LOWER_END.search(text, max(0, match.start() - _REACH), match.start())
        if lower and (least := _least(lower, match, most)):
            end = lower.end("scale") if lower["scale"] else lower.end("number")
            found.append(sum_of(lower.start("number"), end, least / part, currency))
    return found


def _least(lower: re.Match[str], upper: re.Match[str], most: Decimal) -> Decimal | None:
    """Return the lower end of a range up to *most*: it has the scale of the upper one where it has none."""
    scale = lower["scale"] or upper["scale2"] or ""
    least = figure(lower["number"], scale, behind=True)
    return least if least < most < least * FAR else None


def _signed(match: re.Match[str], text: str) -> list[Found]:
    """Return a sum with its sign or code before it, and the upper end of a range."""
    if _HAN_SCALE.match(text, match.end()):
        return []
    sign, scale = match["sign"] or "", _scale(match)
    currency = SIGNS.get(sign) or CODES.get(match["code"] or "", "")
    if sign.startswith("kr"):
        currency = _whose_kroner(text, match.start())
    if sign == "$" and (whose := _WHOSE.match(text, match.end())):
        currency = CODES[whose["code"]]
    if currency == "CNY" and sign and holds_one(text, _JAPANESE):
        currency = "JPY"
    if _is_no_sum(match, text, currency):
        return []
    return _range(match, text, figure(match["number"], scale, sign=sign), scale, currency)


def _is_no_sum(match: re.Match[str], text: str, currency: str) -> bool:
    """Say whether a letter is no sign here, or one behind the figure no scale of its currency."""
    sign, scale = match["sign"] or "", _scale(match)
    loose = not scale or (match["short"] or "").startswith((" ", "\u00a0"))
    if sign in SCALED_SIGNS and loose and "," not in match["number"]:
        return True
    if sign == "P" and not holds_one(text, PHILIPPINE):
        return True
    return scale == "L" and currency != "INR"  # lakh


def _scale(match: re.Match[str]) -> str:
    """Return the scale of a figure with its sign, empty where it has none."""
    return str(match["scale"] or match["short"] or "").strip()


def _range(
    match: re.Match[str], text: str, amount: Decimal, scale: str, currency: str
) -> list[Found]:
    """Return a sum with its sign before it, and the upper end of a range that it begins."""
    start, end = match.span()
    if ")" in match[0]:  # ($3.1) million
        start -= 1
    if not scale and (signed := _SIGNED_END.match(text, end)):
        more = _scale(signed)
        if amount < figure(signed["number"], ""):
            amount = amount * SCALE[plain_scale(more)]
        return [sum_of(start, end, amount, currency)]
    upper = _UPPER_END.match(text, end)
    if upper is None and _BETWEEN.search(text, max(0, start - _REACH), start):
        upper = _AND.match(text, end)
    if upper is None or (" to " in upper[0] and not _scale(upper)):
        return [sum_of(start, end, amount, currency)]
    more = _scale(upper)
    bare, most = figure(upper["number"], ""), figure(upper["number"], more)
    if not scale and more and amount < bare:
        amount = amount * SCALE[plain_scale(more)]
    if not amount < most < amount * FAR:
        return [sum_of(start, end, amount, currency)]
    return [
        sum_of(start, end, amount, currency),
        sum_of(upper.start("number"), upper.end(), most, currency),
    ]


def _whose_kroner(text: str, place: int) -> str:
    """Return the currency of the Nordic country that is named last before *place*, or next; or Sweden's."""
    before = [(text.rfind(word, 0, place), code) for word, code in NORDIC.items()]
    if (last := max(before))[0] >= 0:
        return last[1]
    behind = [(hit, code) for word, code in NORDIC.items() if (hit := text.find(word, place)) >= 0]
    return min(behind, default=(0, "SEK"))[1]


@cache
def _unit(word: str, *, scaled: bool) -> tuple[str, int] | None:
    """Return the currency that *word* means behind a figure, and how many of it make one."""
    if word in CODES:
        return CODES[word], 1
    if word in SIGNS or word == "kr":
        return SIGNS.get(word, "SEK"), 1  # whose kroner, the text tells
    low = re.sub(r"[\s-]+", " ", word.lower())
    for form in (low, low.removesuffix("s")):
        if form in CENTS:
            return CENTS[form], 100
        if form in WORDS:
            return None if form in DOUBTFUL and not scaled else (WORDS[form], 1)
    return None


def _spelled(match: re.Match[str]) -> Found | None:
    amount = read_words(match["words"])
    unit = _unit(
        match["word"], scaled=bool(re.search("illion|thousand|crore|lakh", match["words"].lower()))
    )
    if amount is None or unit is None:
        return None
    return sum_of(match.start(), match.end(), amount / unit[1], unit[0])
