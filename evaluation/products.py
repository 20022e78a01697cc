"""How well product pages and price strings are read, beside the usual open tools in the same run.

``python -m evaluation.products DATA [--errors]`` reads ``products`` and ``prices`` below DATA and our
own gold of price strings; without DATA only the latter. Figures are given for the half that rules
were tuned on (even SHA-1 of the id) and for the half that nobody looked into; ``--errors`` lists what
is wrong, of the tuned half alone.
"""

import gzip
import json
import sys
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import Any

from crawlers.extract import extract
from evaluation.extraction_scores import odd
from schemas.errors import QuarantineError
from schemas.ids import url_host
from text.currencies import resolve
from text.encoding import decode
from text.figures import parse_figure
from text.price import read_price

OWN_PRICES = Path(__file__).parent / "gold" / "prices.jsonl"
FIELDS = ("price", "currency", "availability", "sku", "brand")
_SEEN = datetime(2026, 11, 24, tzinfo=UTC)  # after every page of the sets
Row = dict[str, Any]
Values = dict[str, Any]
Add = Callable[[str, float, float, float], None]
"""Takes a figure's name and its value for the tuned, the unseen and all rows."""


@dataclass
class Score:
    """Counts of one field, for the tuned half (False) and the unseen one (True)."""

    counts: dict[bool, list[int]] = field(default_factory=lambda: {False: [0, 0, 0], True: [0] * 3})

    def add(self, *, unseen: bool, right: bool, stated: bool, wanted: bool) -> None:
        """Count one page: an answer *stated* where one was *wanted*, and whether it is *right*."""
        cells = self.counts[unseen]
        cells[0] += right
        cells[1] += stated and not right
        cells[2] += wanted and not right

    def f1(self) -> tuple[float, float, float]:
        """Return F1 of the tuned half, the unseen half and both."""
        both = [sum(pair) for pair in zip(self.counts[False], self.counts[True], strict=True)]
        return _f1(self.counts[False]), _f1(self.counts[True]), _f1(both)


def main(data: Path | None, *, errors: bool = False) -> None:
    """Print the figures; with *errors* also what is wrong in the tuned half."""

    def add(name: str, tuned: float, unseen: float, whole: float) -> None:
        print(f"  {name:<52}{tuned:8.3f}{unseen:8.3f}{whole:8.3f}")

    print(f"  {'figure':<52}{'tuned':>8}{'unseen':>8}{'all':>8}")
    own_strings(add, errors=errors)
    if data is not None:
        products(data / "products", add, errors=errors)
        strings(data / "prices" / "strings.jsonl", add, errors=errors)


def products(folder: Path, add: Add, *, errors: bool = False) -> None:
    """Measure product pages, ours and extruct with price-parser."""
    rows = _lines(folder / "gold.jsonl")
    if not rows:
        print("  products: not there, left out")
        return
    for who, reader in (("", _ours), (", extruct + price-parser", _peer)):
        scores = {name: Score() for name in (*FIELDS, "price as meant")}
        for row in rows:
            got = reader(gzip.decompress(_page_path(folder, row).read_bytes()), row)
            for name, score in scores.items():
                _compare(name, row, got, score, errors=errors and not who)
        for name, score in scores.items():
            add(f"product {name}, F1{who}", *score.f1())


def _compare(name: str, row: Row, got: Values, score: Score, *, errors: bool) -> None:
    """Count one field; *as meant* also takes a label whose thousands were read as decimals."""
    key = name.removesuffix(" as meant")
    host = url_host(row["url"])
    gold = {_comparable(key, one, host) for one in row.get(key) or ()}
    value = got.get(key)
    if name != key and isinstance(value, Decimal):
        gold |= {
            one * 1000 for one in gold if isinstance(one, Decimal) and one * 1000 == int(one * 1000)
        }
    right = bool(gold) and value in gold
    unseen = odd(row["id"])
    score.add(unseen=unseen, right=right, stated=value is not None, wanted=bool(gold))
    if errors and not right and not unseen and (gold or value is not None):
        print(f"    {row['url'][:70]} {name}: {value!r}, labelled {sorted(map(str, gold))}")


def _ours(body: bytes, row: Row) -> Values:
    try:
        document = extract(body, url=row["url"], kind="product", seen=_SEEN)
    except QuarantineError:
        return {}
    offer = document.offers[0] if document.offers else None
    return {
        "price": offer and offer.amount,
        "currency": offer and offer.currency,
        "availability": document.availability,
        "sku": document.sku,
        "brand": document.brand,
    }


def _peer(body: bytes, row: Row) -> Values:
    """Read the first product of extruct's uniform output, its price by price-parser."""
    import extruct  # noqa: PLC0415 - only to compare
    from price_parser import Price  # noqa: PLC0415 - only to compare

    try:
        found = extruct.extract(decode(body).text, base_url=row["url"], uniform=True)
    except Exception:  # noqa: BLE001 - a peer that fails has found nothing
        return {}
    for node in (
        one for syntax in ("json-ld", "microdata", "rdfa", "opengraph") for one in found[syntax]
    ):
        if isinstance(node, dict) and "Product" in str(node.get("@type")):
            offer = node.get("offers") or {}
            offer = offer[0] if isinstance(offer, list) and offer else offer
            offer = offer if isinstance(offer, dict) else {}
            raw = offer.get("price") or offer.get("lowPrice")
            price = Price.fromstring(str(raw), currency_hint=str(offer.get("priceCurrency") or ""))
            stock = str(offer.get("availability") or "").rsplit("/", 1)[-1] or None
            brand = node.get("brand")
            return {
                "price": price.amount if raw else None,
                "currency": resolve(price.currency, url_host(row["url"])) if price.currency else None,
                "availability": stock,
                "sku": node.get("sku") or None,
                "brand": (brand.get("name") if isinstance(brand, dict) else brand) or None,
            }  # fmt: skip
    return {}


def _comparable(name: str, text: str, host: str) -> Any:
    if name == "currency":
        return resolve(text.strip("~ "), host)
    if name != "price":
        return text
    try:
        return Decimal(text)
    except InvalidOperation:
        return text


def strings(path: Path, add: Add, *, errors: bool = False) -> None:
    """Measure price strings with a currency's string beside them, ours and price-parser."""
    rows = [(odd(str(number)), row) for number, row in enumerate(_lines(path))]
    if not rows:
        print("  price strings: not there, left out")
        return
    from price_parser import Price  # noqa: PLC0415 - only to compare

    def ours(row: Row) -> tuple[bool, bool]:
        price = read_price(row["price_raw"] or "", row["currency_raw"])
        meant = resolve(row["currency"]) if row["currency"] else None
        same = price.currency == meant if meant else row["currency"] in {None, price.raw_currency}
        return _same_amount(row["amount"], price.amount), same

    def peer(row: Row) -> tuple[bool, bool]:
        price = Price.fromstring(row["price_raw"], currency_hint=row["currency_raw"])
        return _same_amount(row["amount"], price.amount), price.currency == row["currency"]

    for who, reader in (("", ours), (", price-parser", peer)):
        got = [(unseen, reader(row)) for unseen, row in rows]
        for part, name in enumerate(("amount", "currency")):
            _add_share(add, f"price strings, {name}{who}", [(one, both[part]) for one, both in got])
        if errors and not who:
            for (unseen, row), (_, both) in zip(rows, got, strict=True):
                if not unseen and not all(both):
                    print(f"    {row}")


def own_strings(add: Add, *, errors: bool = False) -> None:
    """Measure our own price strings from many countries, ours and price-parser."""
    from price_parser import Price  # noqa: PLC0415 - only to compare

    def ours(row: Row) -> tuple[Decimal | None, str | None]:
        price = read_price(row["text"], row.get("hint"))
        return price.amount, price.currency

    def peer(row: Row) -> tuple[Decimal | None, str | None]:
        price = Price.fromstring(row["text"], currency_hint=row.get("hint"))
        return price.amount, resolve(price.currency, row.get("hint")) if price.currency else None

    rows = _lines(OWN_PRICES)
    for who, reader in (("", ours), (", price-parser", peer)):
        got = [(odd(row["id"]), row, reader(row)) for row in rows]
        right = [
            (unseen, _same_amount(row["amount"], amount) and row["currency"] == currency)
            for unseen, row, (amount, currency) in got
        ]
        _add_share(add, f"own price strings, amount and currency{who}", right)
        for (unseen, row, found), (_, good) in zip(got, right, strict=True):
            if errors and not who and not good and not unseen:
                print(f"    {row['id']} {row['text']!r}: {found}")


def _same_amount(wanted: str | None, got: Decimal | None) -> bool:
    if wanted is None or got is None:
        return wanted is None and got is None
    return parse_figure(wanted) == got if "," in wanted else Decimal(wanted) == got


def _add_share(add: Add, name: str, rows: list[tuple[bool, bool]]) -> None:
    def share(kept: list[bool]) -> float:
        return sum(kept) / max(1, len(kept))

    add(
        name,
        share([right for unseen, right in rows if not unseen]),
        share([right for unseen, right in rows if unseen]),
        share([right for _, right in rows]),
    )


def _lines(path: Path) -> list[Row]:
    if not path.exists():
        return []
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line]


def _page_path(folder: Path, row: Row) -> Path:
    return folder / "html" / (row.get("file") or f"{row['id']}.html.gz")


def _f1(cells: list[int]) -> float:
    right, false, missed = cells
    return 2 * right / max(1, 2 * right + false + missed)


if __name__ == "__main__":
    named = [Path(one) for one in sys.argv[1:] if not one.startswith("--")]
    main(named[0] if named else None, errors="--errors" in sys.argv)
