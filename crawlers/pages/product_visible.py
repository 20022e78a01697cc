"""The price of a product as a reader sees it: every price on the page weighed by its surroundings."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from lxml import html

from crawlers.pages.dom import SILENT, is_hidden, marks, squeeze
from text.price import Price, read_price

_PRICE_MARK = re.compile(
    r"price|amount|preis|prix|precio|preco|prezzo|prijs|cena|jiage|money|-sale\b", re.IGNORECASE
)
_NOW_MARK = re.compile(
    r"current|final|sale|selling|now|our|special|actual|offer|buy|today|promo|discounted|main|pdp|product",
    re.IGNORECASE,
)
_OLD_MARK = re.compile(
    r"(?<![a-z])(?:old|was|regular|list|compare|strike|striked|strikethrough|before|original|origin|rrp|msrp|crossed|prev|previous|line-?through|retail|uvp|statt)(?![a-z])|oldprice|listprice|regularprice|wasprice|pricewas|priceold|compareat|basisprice",
    re.IGNORECASE,
)
_BESIDE_MARK = re.compile(
    r"saving|(?<![a-z])save|shipping|delivery|versand|installment|instalment|finance|klarna|monthly|per-?unit|unit-?price|ppu|base-?price|grundpreis|deposit|points|coupon|voucher|warranty|used|refurb|olp|tax-|vat-|loyalty",
    re.IGNORECASE,
)
_ELSEWHERE_MARK = re.compile(
    r"related|recommend|similar|carousel|slider|upsell|cross-?sell|also-|alsob|recently|suggest|mini-?cart|cart-(?:total|sub|item|count|drawer)|basket|wish-?list|comparison|accessor|bundle|sponsor|footer|(?<![a-z])nav|megamenu|breadcrumb|filter|facet|review|comment|newsletter|bestsell|tile|teaser|frequently|bought|sims-|p13n|avivid|recobell",
    re.IGNORECASE,
)
_ELSEWHERE_TAGS = frozenset({"footer", "nav", "aside", "select", "option", "template", "noscript"})
_STRUCK_TAGS = frozenset({"del", "s", "strike"})
_CENTS_MARK = re.compile(r"cents?|decimal|fraction|penny|kopeck|centimes|after-dot", re.IGNORECASE)
_SAID = re.compile(
    r"(?:price|preis|prix|precio|preço|prezzo|售价|售價|最低價|最低价|现价|現價|到手|促销|价格|價格|특가|판매가|価格|цена)\s*[:：]?",
    re.IGNORECASE,
)
_PER_MEASURE = re.compile(
    r"(?:/|per|pro|je|par)\s*(?:1|100|10)?\s*(?:oz|lb|kg|g|ml|cl|l|m²|m2|unit|stück|st\.)\b|=\s*1\s",
    re.IGNORECASE,
)
_LONGEST = 80
_NEAR, _FAR = 250, 900  # elements behind the heading
_LEAST = 2.9  # below it no price has anything to speak for it
_BIG = re.compile(r"font-size:\s*(?:1[8-9]|[2-9]\d)(?:\.\d+)?px|font-size:\s*(?:1\.[2-9]|[2-9])")


@dataclass(frozen=True, slots=True)
class Seen:
    """A price on the page with what speaks for its being the product's own."""

    price: Price
    score: float
    text: str
    element: html.HtmlElement


class VisiblePrices:
    """All prices that a page shows, the likeliest to be its product's first."""

    def __init__(self, root: html.HtmlElement, hint: str) -> None:
        self.root = root
        self.hint = hint

    @cached_property
    def best(self) -> Seen | None:
        """Return the likeliest price; None where none has enough to speak for it."""
        found = sorted(self._all(), key=lambda one: -one.score)
        return found[0] if found and found[0].score >= _LEAST else None

    @cached_property
    def _order(self) -> dict[html.HtmlElement, int]:
        return {element: index for index, element in enumerate(self.root.iter())}

    @cached_property
    def _sizes(self) -> dict[html.HtmlElement, int]:
        """Return how much text is in each element, so that none is read in vain."""
        sizes: dict[html.HtmlElement, int] = {}
        for element in reversed(list(self.root.iter())):
            if not isinstance(element.tag, str) or element.tag in {"script", "style"}:
                sizes[element] = 0
                continue
            inside = len((element.text or "").strip())
            for child in element:
                inside += sizes.get(child, 0) + len((child.tail or "").strip())
            sizes[element] = inside
        return sizes

    @cached_property
    def _heading(self) -> int:
        """Return where the product's name stands: the first heading outside the page's chrome."""
        for element in self.root.iter("h1"):
            if not is_hidden(element) and squeeze("".join(element.itertext())):
                return self._order[element]
        return 0

    def _all(self) -> Iterator[Seen]:
        outer: html.HtmlElement | None = None
        for element, size in self._order.items():
            if not isinstance(element.tag, str) or element.tag in SILENT:
                continue
            if not 1 <= self._sizes.get(element, 0) <= _LONGEST:
                continue
            text = price_text(element)
            if not any(char.isdigit() for char in text):
                continue
            price = read_price(text, self.hint)
            if not price.amount or price.raw_currency is None:
                continue
            score = self._score(element, text, price)
            # An element that holds just another one is the same price again.
            if outer is not None and outer in element.iterancestors():
                score -= 0.1
            outer = element
            yield Seen(price, score - size * 1e-6, text, element)

    def _score(self, element: html.HtmlElement, text: str, price: Price) -> float:
        own = marks(element)
        chain = [one for one in element.iterancestors() if one.tag not in {"body", "html"}]
        near = " ".join([own, *(marks(one) for one in chain[:2])])
        score = 4.0 if "price" in (element.get("itemprop") or "").lower() else 0.0
        if _PRICE_MARK.search(own):
            score += 3.0 + (1.0 if _NOW_MARK.search(own) else 0.0)
        elif _PRICE_MARK.search(near):
            score += 2.0
        score += 1.0 if _SAID.search(text) else 0.0
        score += 1.0 if len(text) <= 20 else 0.0
        score += 1.0 if element.tag in {"h2", "h3", "strong", "b", "ins"} or _BIG.search(element.get("style") or "") else 0.0  # fmt: skip
        score += self._position(element)
        if _OLD_MARK.search(near) or any(one.tag in _STRUCK_TAGS for one in (element, *chain[:4])):
            score -= 6.0
        if _BESIDE_MARK.search(near) or _PER_MEASURE.search(text):
            score -= 4.0
        if any(_ELSEWHERE_MARK.search(marks(one)) or one.tag in _ELSEWHERE_TAGS for one in (element, *chain[:12])):  # fmt: skip
            score -= 5.0
        if any(one.tag == "a" for one in chain[:6]) or (element.tag == "a"):
            score -= 2.0
        if any(is_hidden(one) for one in (element, *chain[:8])):
            score -= 3.0
        return score

    def _position(self, element: html.HtmlElement) -> float:
        behind = self._order[element] - self._heading
        if behind < 0:
            return 0.5 if behind > -80 and self._heading else -1.0
        return 2.0 if behind <= _NEAR else 1.0 if behind <= _FAR else 0.0

    def struck_beside(self, seen: Seen) -> Price | None:
        """Return a higher price that is struck out beside *seen*."""
        place = seen.element
        for _ in range(4):
            parent = place.getparent()
            if parent is None or self._sizes.get(parent, 0) > 400:
                return None
            place = parent
            for one in place.iter():
                if not isinstance(one.tag, str) or not _is_old(one) or one is seen.element:
                    continue
                price = read_price(price_text(one), self.hint)
                if price.amount and seen.price.amount and price.amount > seen.price.amount:
                    return price
        return None


def price_text(element: html.HtmlElement) -> str:
    """Return the text of *element* as one line, without what is struck out inside it.

    Raised cents get their point: ``$19<sup>99</sup>``.
    """
    pieces: list[str] = []
    _collect(element, pieces, top=True)
    return squeeze("".join(pieces))


def _is_old(element: html.HtmlElement) -> bool:
    return element.tag in _STRUCK_TAGS or bool(_OLD_MARK.search(marks(element)))


def _collect(element: html.HtmlElement, pieces: list[str], *, top: bool = False) -> None:
    tag = element.tag if isinstance(element.tag, str) else ""
    if tag and (top or not (tag in SILENT or _is_old(element))):
        text = element.text or ""
        raised = tag == "sup" or _CENTS_MARK.search(marks(element))
        before = "".join(pieces[-2:]).rstrip()
        if raised and re.fullmatch(r"\s*\d{2}\s*", text) and before[-1:].isdigit() and not top:
            del pieces[-2:]
            pieces += [before, "."]
        pieces.append(text)
        if tag in {"div", "p", "li", "td", "br", "dd", "dt"}:
            pieces.append(" ")
        for child in element:
            _collect(child, pieces)
    if not top:
        if tag in {"div", "p", "li", "td", "br", "dd", "dt"}:
            pieces.append(" ")
        pieces.append(element.tail or "")
