"""Currency symbols, codes and words, and which currency a shared symbol means where. Data mostly."""

from functools import cache

from babel.core import Locale
from babel.numbers import list_currencies

# Symbols and words that mean one currency. Order does not matter: the longest match wins.
_PLAIN = {
    "€": "EUR", "euro": "EUR", "euros": "EUR", "eur": "EUR", "欧元": "EUR", "歐元": "EUR",
    "£": "GBP", "英镑": "GBP", "us$": "USD", "$us": "USD", "u$s": "USD", "美元": "USD", "美金": "USD",
    "usd$": "USD", "元": "CNY", "人民币": "CNY", "rmb": "CNY", "cn¥": "CNY", "块钱": "CNY", "圆": "CNY",
    "円": "JPY", "日元": "JPY", "日圆": "JPY", "jp¥": "JPY", "港元": "HKD", "港币": "HKD", "hk$": "HKD",
    "新台币": "TWD", "台币": "TWD", "nt$": "TWD", "₩": "KRW", "원": "KRW", "韩元": "KRW", "₹": "INR",
    "rs.": "INR", "rs": "INR", "rupees": "INR", "₽": "RUB", "руб.": "RUB", "руб": "RUB", "р.": "RUB",
    "₴": "UAH", "грн": "UAH", "₺": "TRY", "tl": "TRY", "zł": "PLN", "zl": "PLN", "kč": "CZK",
    "ft": "HUF", "lei": "RON", "лв": "BGN", "r$": "BRL", "c$": "CAD", "ca$": "CAD", "cad$": "CAD",
    "cdn$": "CAD", "a$": "AUD", "au$": "AUD", "aud$": "AUD", "nz$": "NZD", "s$": "SGD", "mx$": "MXN", "ar$": "ARS",
    "fr.": "CHF", "sfr.": "CHF", "₪": "ILS", "฿": "THB", "บาท": "THB", "₫": "VND", "₱": "PHP", "₦": "NGN",
    "rp.": "IDR", "rp": "IDR", "rm": "MYR", "₡": "CRC", "₸": "KZT", "₼": "AZN", "₾": "GEL", "د.إ": "AED",
    "ر.س": "SAR", "дин": "RSD", "din.": "RSD", "ksh": "KES", "kshs": "KES", "gh₵": "GHS", "₵": "GHS", "tsh": "TZS", "ush": "UGX",
    "грн.": "UAH", "лв.": "BGN", "р": "RUB", "₤": "GBP", "kd": "KWD", "جنيه": "EGP", "درهم": "AED",
    "ريال": "SAR", "dinara": "RSD", "đ": "VND", "br": "BYN", "pln": "PLN", "din": "RSD",
    "r.s.": "INR", "₲": "PYG", "৳": "BDT", "₭": "LAK", "₮": "MNT",
}  # fmt: skip
# Symbols that several countries share, with what they mean where nothing tells.
_SHARED = {"$": "USD", "¥": "CNY", "¥/": "CNY", "kr": "SEK", "kr.": "DKK", "dollars": "USD", "yuan": "CNY", "yen": "JPY",
           "pounds": "GBP", "￡": "GBP"}  # fmt: skip
SYMBOLS: dict[str, str] = {**_PLAIN, **_SHARED}
# Currencies with three decimals: 423.923 is not a thousand there.
THREE_DECIMALS = frozenset({"KWD", "BHD", "OMR", "JOD", "TND", "IQD", "LYD"})
CODES: frozenset[str] = frozenset(list_currencies()) - {"ALL", "TOP", "ANG", "LUF"}
CODES -= {code for code in CODES if code[0] == "X" and code not in {"XAF", "XOF", "XPF", "XCD"}}

_BY_LANGUAGE = {"zh": "CNY", "ja": "JPY", "ko": "KRW", "en-gb": "GBP", "en-us": "USD", "zh-tw": "TWD",
                "zh-hk": "HKD", "sv": "SEK", "da": "DKK", "nb": "NOK", "no": "NOK", "nn": "NOK",
                "is": "ISK", "ms": "MYR", "id": "IDR", "th": "THB", "vi": "VND", "cs": "CZK", "pl": "PLN",
                "hu": "HUF", "en-au": "AUD", "en-ca": "CAD", "en-nz": "NZD", "en-sg": "SGD", "en-in": "INR"}  # fmt: skip
_BY_DOMAIN = {"cn": "CNY", "jp": "JPY", "au": "AUD", "ca": "CAD", "nz": "NZD", "sg": "SGD", "hk": "HKD",
              "tw": "TWD", "mx": "MXN", "ar": "ARS", "cl": "CLP", "co": "COP", "se": "SEK", "no": "NOK",
              "dk": "DKK", "is": "ISK", "pk": "PKR", "in": "INR", "lk": "LKR", "np": "NPR", "uk": "GBP",
              "uy": "UYU", "us": "USD"}  # fmt: skip
# Which currencies a shared symbol may stand for.
_FAMILIES = {
    "$": {"USD", "AUD", "CAD", "NZD", "SGD", "HKD", "TWD", "MXN", "ARS", "CLP", "COP", "UYU"},
    "dollars": {"USD", "AUD", "CAD", "NZD", "SGD", "HKD"},
    "¥": {"CNY", "JPY"}, "元": {"CNY", "TWD", "HKD"}, "圆": {"CNY"}, "kr": {"SEK", "NOK", "DKK", "ISK"},
    "kr.": {"SEK", "NOK", "DKK", "ISK"}, "rs": {"INR", "PKR", "LKR", "NPR"},
    "rs.": {"INR", "PKR", "LKR", "NPR"},
}  # fmt: skip


@cache
def resolve(symbol: str, hint: str | None = None) -> str | None:
    """Return the ISO 4217 code that *symbol* means, given a language, country, domain or code.

    An empty symbol is resolved only by a hint that is itself a currency.
    """
    expected = _expected((hint or "").strip())
    if not symbol:
        return expected if (hint or "").strip().upper() in CODES else None
    key = symbol.strip().lower()
    meant = SYMBOLS.get(key)
    if meant is None and symbol.upper() in CODES:
        meant = symbol.upper()
    if expected and expected in _FAMILIES.get(key, ()):
        return expected
    return meant


def _expected(hint: str) -> str | None:
    """Return the currency that a hint points to: ``ja``, ``en-GB``, ``shop.example.co.jp``, ``CNY``."""
    if not hint:
        return None
    if hint.upper() in CODES:
        return hint.upper()
    low = hint.lower().replace("_", "-")
    if low in SYMBOLS:
        return SYMBOLS[low]
    if "." in low or "/" in low:
        host = low.split("//")[-1].split("/")[0].split(":")[0]
        return _BY_DOMAIN.get(host.rsplit(".", 1)[-1])
    for tag in (low, low.split("-")[0]):
        if tag in _BY_LANGUAGE:
            return _BY_LANGUAGE[tag]
    return _BY_DOMAIN.get(low) if len(low) == 2 else _by_locale(low)


def _by_locale(tag: str) -> str | None:
    territory = tag.rsplit("-", 1)[-1]
    if len(territory) != 2 or territory == tag or territory.upper() not in Locale("en").territories:
        return None
    return _BY_DOMAIN.get(territory)
