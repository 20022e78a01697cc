"""Product pages of many shops' makes: what is stated for machines, and what only a reader sees."""

from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest

Read = Callable[..., Any]
URL = "https://shop.hallmere.example/p/harbour-lamp-48213377"


def product(read: Read, head: str, body: str, url: str = URL, lang: str = "en") -> Any:
    page = f"<html lang='{lang}'><head><title>Harbour Lamp | Hallmere</title>{head}</head><body>{body}{ABOUT}</body></html>"
    return read(page, url=url, kind="product")


def ld(json: str) -> str:
    return f'<script type="application/ld+json">{json}</script>'


ABOUT = "<p>A lamp of brass that burns for a week on one filling, made for small harbours.</p>"
RELATED = """<section class="related-products"><h2>You may also like</h2><ul><li><a href=/p/1><span class=price>$5.00</span></a></li>
<li><a href=/p/2><span class=price>$7.00</span></a></li></ul></section>"""


@pytest.mark.parametrize(
    ("json", "amount", "before", "state"),
    [
        ('{"@graph":[{"@type":"WebPage"},{"@type":"Product","name":"Harbour Lamp","offers":{"@type":"Offer","price":"129.00","priceCurrency":"EUR","availability":"https://schema.org/InStock"}}]}', "129.00", None, "InStock"),
        ('{"@type":"Product","name":"Harbour Lamp","offers":{"@type":"AggregateOffer","lowPrice":99,"highPrice":149,"priceCurrency":"EUR"}}', "99", None, "InStock"),
        ('{"@type":"Product","name":"Harbour Lamp","offers":[{"@type":"Offer","price":"89","priceCurrency":"EUR","availability":"OutOfStock"},{"@type":"Offer","price":"99","priceCurrency":"EUR","availability":"InStock"}]}', "99", None, "InStock"),
        ('{"@type":"Product","name":"Harbour Lamp","offers":{"@type":"Offer","priceSpecification":[{"@type":"UnitPriceSpecification","price":79,"priceCurrency":"EUR"},{"@type":"UnitPriceSpecification","priceType":"https://schema.org/ListPrice","price":99,"priceCurrency":"EUR"}]}}', "79", "99", "InStock"),
        ('{"@type":"ProductGroup","name":"Harbour Lamp","hasVariant":[{"@type":"Product","sku":"L-S","offers":{"@type":"Offer","price":"59.90","priceCurrency":"EUR","availability":"https://schema.org/SoldOut"}},{"@type":"Product","sku":"L-M","offers":{"@type":"Offer","price":"69.90","priceCurrency":"EUR","availability":"https://schema.org/InStock"}}]}', "69.90", None, "InStock"),
    ],
)  # fmt: skip
def test_structured_offers(
    read: Read, json: str, amount: str, before: str | None, state: str
) -> None:
    found = product(read, ld(json), f"<h1>Harbour Lamp</h1>{RELATED}")
    (offer,) = found.offers
    assert (offer.amount, offer.currency) == (Decimal(amount), "EUR")
    assert offer.list_amount == (None if before is None else Decimal(before))
    assert found.availability == state
    assert found.provenance["offers"].source == "json-ld"


@pytest.mark.parametrize(
    ("head", "body", "source"),
    [
        ('<meta property="product:price:amount" content="129.00"><meta property="product:price:currency" content="USD">', "<h1>Harbour Lamp</h1>", "meta"),
        ("", '<div vocab="https://schema.org/" typeof="Product"><h1 property="name">Harbour Lamp</h1><span property="price" content="129.00">129</span><meta property="priceCurrency" content="USD"></div>', "microdata"),
        ('<script id="__NEXT_DATA__" type="application/json">{"props":{"pageProps":{"product":{"name":"Harbour Lamp","sku":"HL-1","brand":{"name":"Hallmere"},"price":{"current":129,"currency":"USD"}},"also":[{"name":"Deck Broom","price":5}]}}}</script>', "<h1>Harbour Lamp</h1>", "script"),
        ("<script>window.dataLayer=window.dataLayer||[];dataLayer.push({event:'view_item', ecommerce:{currency:'USD', items:[{item_name:'Harbour Lamp', item_id:'HL-1', price: 129.00,}]}});</script>", "<h1>Harbour Lamp</h1>", "script"),
        ("<script>fbq('track', 'ViewContent', {content_ids: ['48213377'], content_type: 'product', value: 129, currency: 'USD'});</script>", "<h1>Harbour Lamp</h1>", "script"),
        ('<script>Shopify.currency = {"active":"USD","rate":"1.0"}; var meta = {"product":{"id":1,"title":"Harbour Lamp","vendor":"Hallmere","handle":"harbour-lamp","price":12900,"compare_at_price":15900,"variants":[{"id":2,"price":12900}]}};</script>', "<h1>Harbour Lamp</h1>", "script"),
        ("", "<h1>Harbour Lamp</h1><div class='product-price'>$129.00</div><button>Add to cart</button>", "text"),
        ("", "<h1>Harbour Lamp</h1><div class=row><del class=old-price>$159.00</del> <ins class=sale-price>$129<sup>00</sup></ins></div>", "text"),
    ],
)  # fmt: skip
def test_every_place_a_price_may_stand(read: Read, head: str, body: str, source: str) -> None:
    found = product(read, head, body + RELATED)
    (offer,) = found.offers
    assert (offer.amount, offer.currency) == (129, "USD")
    assert found.provenance["offers"].source.startswith(source)


def test_what_is_struck_out_is_the_list_price(read: Read) -> None:
    body = "<h1>Harbour Lamp</h1><p class=price><s>£40.00</s> <b>£29.00</b></p><button>Add to basket</button>"
    (offer,) = product(read, "", body + RELATED).offers
    assert (offer.amount, offer.list_amount, offer.currency) == (29, 40, "GBP")


def test_a_sale_outweighs_the_list_price_that_is_stated(read: Read) -> None:
    stated = ld('{"@type":"Product","name":"Harbour Lamp","offers":{"price":"40.00","priceCurrency":"GBP"}}')  # fmt: skip
    body = "<h1>Harbour Lamp</h1><div class=product-price><s class=was-price>£40.00</s><span class=sale-price>£29.00</span></div>"
    (offer,) = product(read, stated, body).offers
    assert (offer.amount, offer.list_amount) == (29, 40)


@pytest.mark.parametrize(
    ("body", "state"),
    [
        ("<p class=price>$9.00</p><button>Add to cart</button>", "InStock"),
        ("<p class=price>$9.00</p><button disabled>Add to cart</button><p class=stock>Sold out</p>", "OutOfStock"),
        ("<p class=price>9,00 €</p><div class=availability>Nicht lieferbar</div>", "OutOfStock"),
        ("<p class=price>¥99</p><span class=stock-status>缺货</span>", "OutOfStock"),
        ("<p class=price>¥99</p><button>加入购物车</button>", "InStock"),
        ("<p class=price>$9.00</p><button>Pre-order now</button>", "PreOrder"),
        ("<p>A lamp that burns for a week.</p>", None),
    ],
)  # fmt: skip
def test_availability_in_words(read: Read, body: str, state: str | None) -> None:
    assert product(read, "", f"<h1>Harbour Lamp</h1>{body}").availability == state


@pytest.mark.parametrize(
    ("body", "url", "sku"),
    [
        ("<li><strong>Product Code - </strong>39-771 B</li>", URL, "39-771"),
        ("<dl><dt>Bestellnummer</dt><dd>106606</dd></dl>", URL, "106606"),
        ("<p>货号：HL-2024-7</p>", URL, "HL-2024-7"),
        ("<div data-sku='HL-77'></div>", URL, "HL-77"),
        ("", URL, "48213377"),
        ("", "https://shop.hallmere.example/lamp?pid=990412", "990412"),
    ],
)
def test_the_seller_s_number(read: Read, body: str, url: str, sku: str) -> None:
    page = f"<h1>Harbour Lamp</h1><p class=price>$9.00</p>{body}"
    assert product(read, "", page, url=url).sku == sku


@pytest.mark.parametrize(
    "body",
    [
        "<table><tr><th>Brand</th><td>Hallmere</td></tr></table>",
        "<ul><li><strong>Marke:</strong> Hallmere</li></ul>",
        "<a id=bylineInfo href=/s>Visit the Hallmere Store</a>",
        "<div class=product-brand>Hallmere</div>",
    ],
)
def test_the_brand_in_words(read: Read, body: str) -> None:
    assert (
        product(read, "", f"<h1>Harbour Lamp</h1><p class=price>$9</p>{body}").brand == "Hallmere"
    )


def test_a_template_s_leftovers_are_no_brand(read: Read) -> None:
    stated = ld('{"@type":"Product","name":"Harbour Lamp","brand":"{{brand}}","offers":{"price":9,"priceCurrency":"USD"}}')  # fmt: skip
    assert product(read, stated, "<h1>Harbour Lamp</h1>").brand is None


def test_scripts_that_are_no_data_are_borne(read: Read) -> None:
    script = "<script>var product = {price: (function(){return 1})(), 'x': [1,2,}; if (a<b) {products = [</script>"
    found = product(read, script, "<h1>Harbour Lamp</h1><p class=price>$9.00</p>")
    assert found.offers[0].amount == 9


@pytest.mark.parametrize(
    ("head", "body"),
    [
        ("", "<h1>Harbour Lamp</h1><div class=product-price>$129.00</div><button>Add to cart</button>"),
        ('<meta property="og:price:amount" content="129.00">', "<h1>Harbour Lamp</h1>"),
        ("<script>fbq('track', 'ViewContent', {content_ids: ['48213377'], content_type: 'product', value: 129, currency: 'USD'});</script>", "<h1>Harbour Lamp</h1><p>only $129</p>"),
    ],
)  # fmt: skip
def test_a_product_page_is_known_without_being_told(read: Read, head: str, body: str) -> None:
    page = f"<html lang=en><head><title>Harbour Lamp</title>{head}</head><body>{body}{ABOUT}{ABOUT}{RELATED}</body></html>"
    assert read(page, url="https://shop.hallmere.example/lamps/harbour").kind == "product"


def test_news_of_a_price_is_no_product(read: Read) -> None:
    words = "<p>Hallmere said on Tuesday that its harbour lamp will cost $129 from next month, a rise of a tenth, after brass became dearer.</p>"
    page = f"<html lang=en><head><title>Hallmere raises the price of lamps</title></head><body><h1>Hallmere raises the price of lamps</h1>{words * 4}</body></html>"
    assert read(page, url="https://news.hallmere.example/2026/lamps").kind == "article"
