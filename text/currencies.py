"""Currency symbols, codes and words, and which currency a shared one means where.

The tokens are data, ``text/currencies.yaml``; which country uses what comes from Babel.
"""

from functools import cache
from pathlib import Path
from typing import Any

from babel.core import get_global
from babel.numbers import get_territory_currencies, list_currencies

from text.kept import yaml_of

_DATA: dict[str, Any] = yaml_of(Path(__file__).with_suffix(".yaml"))
_PLAIN: dict[str, str] = {
    token: code for code, tokens in _DATA["plain"].items() for token in tokens
}
_SHARED: dict[str, dict[str, Any]] = _DATA["shared"]
_FAMILIES: dict[str, frozenset[str]] = {
    token: frozenset(one["among"]) for token, one in _SHARED.items()
}
SYMBOLS: dict[str, str | None] = {
    **_PLAIN,
    **{token: one["default"] for token, one in _SHARED.items()},
}
"""Every token in lower case with what it means where nothing tells; None for nothing then."""
AFTER_ONLY = frozenset(_DATA["after_only"])
BEFORE_ONLY = frozenset(_DATA["before_only"])
WORD_CODES = frozenset(_DATA["word_codes"])
PARTS: dict[str, int] = _DATA["parts"]
"""How many of a token's thing make one of its currency: 100 cents, ten 毛."""
LONGEST_TOKEN = max(map(len, SYMBOLS))
# Currencies with three decimals: 423.923 is not a thousand there.
THREE_DECIMALS = frozenset({"KWD", "BHD", "OMR", "JOD", "TND", "IQD", "LYD"})
CODES: frozenset[str] = frozenset(list_currencies()) - {"ANG", "LUF"} | {"IRT"}
CODES -= {code for code in CODES if code[0] == "X" and code not in {"XAF", "XOF", "XPF", "XCD"}}
_OPEN_DOMAINS = frozenset(_DATA["open_domains"])
_TERRITORY = {"uk": "GB", "el": "GR"}


@cache
def resolve(symbol: str, hint: str | None = None) -> str | None:
    """Return the ISO 4217 code that *symbol* means, given a language, country, domain or code.

    An empty symbol is resolved only by a hint that is itself a currency; a symbol that says
    nothing without its country (``P``) only by a hint of such a country.
    """
    if not symbol:
        return (hint or "").strip().upper() if (hint or "").strip().upper() in CODES else None
    key = symbol.strip().lower()
    family = _FAMILIES.get(key, frozenset())
    for expected in _expected((hint or "").strip()) if family else ():
        if expected in family:
            return expected
    if key in SYMBOLS:
        return SYMBOLS[key]
    return symbol.strip().upper() if symbol.strip().upper() in CODES else None


def is_currency_token(hint: str) -> bool:
    """Say whether *hint* is itself a currency's symbol or code rather than a language or place.

    Two small letters are a language or country (``br``, ``rs``) unless they are neither.
    """
    text = hint.strip()
    if text.upper() in CODES:
        return len(text) == 3 and (text.isupper() or text.upper() not in WORD_CODES)
    return text.lower() in SYMBOLS and text.lower() not in {"br", "rs", "ar", "da", "ro", "le"}


@cache
def _expected(hint: str) -> tuple[str, ...]:
    """Return the currencies a hint points to: ``ja``, ``en-GB``, ``shop.example.co.jp``, ``CNY``.

    Two letters may be a country or a language (``ar``); both readings are given.
    """
    if not hint:
        return ()
    if hint.upper() in CODES:
        return (hint.upper(),)
    low = hint.lower().replace("_", "-")
    if "." in low or "/" in low:
        host = low.split("//")[-1].split("/")[0].split(":")[0]
        last = host.rsplit(".", 1)[-1]
        return () if last in _OPEN_DOMAINS else _of_territory(last)
    if low in SYMBOLS and len(low) != 2:
        return (known,) if (known := SYMBOLS[low]) else ()
    parts = low.split("-")
    if len(parts) > 1 and (found := _of_territory(parts[-1])):
        return found
    return (*_of_territory(low), *_of_language(low))


def _of_territory(name: str) -> tuple[str, ...]:
    if len(name) != 2:
        return ()
    try:
        return tuple(get_territory_currencies(_TERRITORY.get(name, name.upper())))
    except KeyError:
        return ()


def _of_language(tag: str) -> tuple[str, ...]:
    """Return the currency where most speakers of a language live: ``sv`` SEK, ``zh-hant`` TWD."""
    subtags = get_global("likely_subtags")
    for name in (tag.replace("-", "_").title(), tag.split("-", maxsplit=1)[0]):
        key = name[:1].lower() + name[1:]
        key = key.split("_")[0].lower() + (f"_{key.split('_')[1]}" if "_" in key else "")
        if likely := subtags.get(key):
            return _of_territory(likely.rsplit("_", 1)[-1].lower())
    return ()
