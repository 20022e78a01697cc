"""Amounts of any currency in euro, roughly: for ranking and for ``amount:>1m``, never for showing."""

from decimal import Decimal

from schemas.language import Value

# Euro per unit, rounded to two digits, as of mid-2025. A few per cent of error change no ranking,
# since amounts count by their logarithm.
RATES: dict[str, Decimal] = {
    code: Decimal(rate)
    for code, rate in {
        "EUR": "1", "USD": "0.86", "GBP": "1.17", "CNY": "0.12", "HKD": "0.11", "TWD": "0.029",
        "JPY": "0.0058", "KRW": "0.00062", "SGD": "0.67", "AUD": "0.56", "CAD": "0.63",
        "CHF": "1.07", "SEK": "0.090", "NOK": "0.085", "DKK": "0.13", "PLN": "0.23",
        "INR": "0.0100", "BRL": "0.16", "ZAR": "0.048", "AED": "0.23",
    }.items()
}  # fmt: skip


def in_euro(value: Value | None) -> float | None:
    """Return about how many euro *value* is; None without an amount or with an unknown currency."""
    if value is None or value.amount is None or value.currency not in RATES:
        return None
    return float(value.amount * RATES[value.currency])
