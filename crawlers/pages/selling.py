"""Whether a page sells: one product, or plans at prices. Asked where a source does not say its kind."""

import re

from crawlers.pages.offer import OfferPage
from crawlers.pages.page import Page
from crawlers.pages.product_visible import VisiblePrices
from crawlers.pages.product_words import cart_button
from crawlers.pages.structured import Node, first
from schemas.documents import PlanPrice
from text.periods import read_period, read_unit

OFFER_PATH = re.compile(
    r"/(?:pricing|price-?lists?|prices?|plans?(?:-and-(?:pricing|prices))?|rate-?cards?|rates|fees|tariffs?|subscriptions?|memberships?|jiage|baojia|zifei|taocan|dingjia|huiyuan|packages|billing|"
    r"preise?|preisliste|tarife?|honorare|kosten|tarifs?|prix|formules|precios|tarifas|planes|precos|planos|prezzi|piani|tarieven|prijzen|priser|hinnat|cennik|ceny|cenik|arak|tseny|ryokin|kakaku|plan|"
    r"price\.s?html?|价格|料金|资费)(?:[/._-]|$)",
    re.IGNORECASE,
)
# A page of prices is called so and no more; a headline about prices goes on.
OFFER_TITLE = re.compile(
    r"^\W*(?:(?:our |simple |compare )?(?:pricing|plans?(?: (?:and|&) (?:pricing|prices|add-ons))?|prices|fees|rates|rate card(?: \d{4})?|price list|membership prices|tariffs)|"
    r"(?:unsere )?(?:preise(?: (?:und|&) (?:pakete|tarife))?|tarife|preisliste|honorare|handytarife)|(?:nos )?(?:tarifs|prix|formules)|precios|planes y precios|tarifas|preços|planos|prezzi|"
    r"料金(?:表|プラン|体系|案内)?|プラン(?:と|・)(?:価格|料金)|価格(?:表)?|料金・プラン|方案與價格|價格(?:方案|表)?|收費(?:標準)?|"
    r"(?:产品|服务|会员|云产品|\w{0,4})?(?:价格|报价单?|资费|套餐|收费|定价)(?:目录|标准|方案|一览|列表|总览|表|中心|说明|详情)?)(?!\w).{0,14}$",
    re.IGNORECASE,
)
_SIGNS = re.compile(r"[$€£¥￥₹₩₽]|\d\s*(?:元|円|원|kr|zł|Kč|CHF|EUR|USD|GBP)")
_PER = re.compile(r"/\s*(?:mo|month|yr|year|user|seat|day|月|年|人|次|GB|Monat)|(?:per|pro|par|a) (?:month|user|seat|year|day|agent|Monat|Nutzer|mois)|元/|月額|mtl\.|包月|包年", re.IGNORECASE)  # fmt: skip
_TRACKED = re.compile(
    r"""content_type["']?\s*:\s*["']product["']|(?:ecomm_|dynx_)?page_?type["']?\s*[:=]\s*["'](?:product|pdp|offerdetail|productdetail)s?["']|["'](?:view_item|productDetails?)["']""",
    re.IGNORECASE,
)
_LIKELY_PRICE = 5.0  # marked as a price and standing by the heading
_FEW, _SOME = 2, 3


def keeps_offer(page: Page) -> bool:
    """Say whether a page that promises plans and prices has them: two plans, one with an amount."""
    plans = _plans(page)
    return len(plans) >= _FEW and any(one.state == "known" for one in plans)


def shows_plans(page: Page) -> bool:
    """Say whether a page without any promise is one of plans: three, priced by time or unit."""
    words = page.visible[:60_000]
    if len(_SIGNS.findall(words)) < _SOME or not _PER.search(words):
        return False
    plans = _plans(page)
    priced = [one for one in plans if one.state == "known" and (one.period or one.unit)]
    return len(plans) >= _SOME and len(priced) >= _FEW


def sells_one(page: Page) -> bool:
    """Say whether the page is a product's: a price in its meta elements, or one by its heading to buy at."""
    metas = page.metas
    if any(metas.get(name) for name in ("product:price:amount", "og:price:amount", "og:price", "product:price")):  # fmt: skip
        return True
    tracked = _is_tracked_as_product(page)
    if not tracked and not cart_button(page.root):
        return False
    best = VisiblePrices(page.root, page.money_hint).best
    return best is not None and (tracked or best.score >= _LIKELY_PRICE)


def _is_tracked_as_product(page: Page) -> bool:
    """Say whether the page tells those who count its visitors that it is a product's."""
    return any(_TRACKED.search(script.text[:400_000]) for script in page.root.iter("script") if script.text)  # fmt: skip


def is_titled_product(page: Page, sold: list[Node]) -> bool:
    """Say whether the page's title is the name of one of the products that its data sells."""
    title = _words(page.titled.text)
    for node in sold:
        name = _words(first(node.get("name")))
        if len(name) >= _FEW and len(name & title) >= 0.8 * len(name):
            return True
    return False


def _words(text: str) -> set[str]:
    return set(re.findall(r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]|\w+", text.lower()))


def _plans(page: Page) -> tuple[PlanPrice, ...]:
    """Return the plans of *page* without leaving a note of where they came from."""
    noted = dict(page.sources)
    plans = OfferPage(page).plans
    page.sources.clear()
    page.sources.update(noted)
    return tuple(one for one in plans if not _is_article_price(one))


def _is_article_price(one: PlanPrice) -> bool:
    """A name that is a sentence is a headline with a sum beside it."""
    return len(one.name) > 60 and read_period(one.raw) is None and read_unit(one.raw) is None
