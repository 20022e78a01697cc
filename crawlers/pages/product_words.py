"""What a product's page says in words: availability, number and brand, by their labels."""

import re
from collections.abc import Iterator
from urllib.parse import parse_qsl, urlsplit

from lxml import html

from crawlers.pages.dom import is_hidden, marks, squeeze
from crawlers.pages.product_facts import useful

OUT = re.compile(
    r"out[- ]?of[- ]?stock|back-?order|sold[- ]?out|unavailable|discontinued|no longer available|currently not available|notify me when|back in stock soon|ausverkauft|nicht (?:mehr )?(?:verfügbar|lieferbar)|vergriffen|épuisé|en rupture|indisponible|rupture de stock|agotado|sin stock|no disponible|esaurito|non disponibile|esgotado|indisponível|uitverkocht|niet op voorraad|slutsåld|udsolgt|utsolgt|brak w magazynie|niedostępny|produkt niedostępny|vyprodáno|нет в наличии|распродано|缺货|缺貨|售罄|售完|無貨|无货|已下架|停产|暂无库存|補貨中|已售完|品切れ|在庫なし|売り切れ|품절|일시품절",
    re.IGNORECASE,
)
PRE = re.compile(
    r"pre-?order|预售|預購|预订|vorbestell|précommand|reserva ya|予約受付|予約商品|예약",
    re.IGNORECASE,
)
CART = (
    r"add to (?:cart|bag|basket|trolley|order)|buy (?:it )?now|order now|in den (?:warenkorb|einkaufswagen)|jetzt kaufen|ajouter (?:au panier|à mon panier)|acheter|"
    r"añadir (?:al carrito|a la cesta)|agregar al carr(?:o|ito)|comprar(?: ahora)?|aggiungi al carrello|acquista|adicionar ao carrinho|in winkel(?:wagen|mandje)|lägg i (?:varukorg|kundvagn)|læg i kurv|legg i (?:handlekurv|handlevogn)|"
    r"lisää ostoskoriin|dodaj do koszyka|do koszyka|kup teraz|přidat do košíku|do košíku|vložiť do košíka|kosárba|adaugă în coș|sepete ekle|в корзину|купить|в кошик|加入购物车|加入購物車|立即购买|立即購買|放入購物車|カートに入れる|かごに入れる|購入する|장바구니|구매하기|lisa ostukorvi|thêm vào giỏ|หยิบใส่ตะกร้า"
)
IN = re.compile(
    rf"\bin[- ]?stock\b|{CART}|auf lager|sofort (?:lieferbar|verfügbar)|lieferbar|en stock|disponible|disponibile|disponível|op voorraad|i lager|på lager|dostępny|skladem|в наличии|есть в наличии|有货|有貨|现货|現貨|在庫あり|재고",
    re.IGNORECASE,
)
_CART = re.compile(CART, re.IGNORECASE)
_STOCK_MARK = re.compile(
    r"availab|(?<![a-z])stock|inventory|verfuegbar|disponib|lieferbar", re.IGNORECASE
)
_NUMBER_LABEL = (
    r"(?:\bsku\b|item (?:no|number|code|model number|model|id|#)|art(?:icle|ikel)?\.?[- ]?(?:no|nr|nummer|number|code)|product (?:code|id|number|no|sku)|style (?:no|number|code)?|model (?:no|number|code|#)|part (?:no|number|#)|mpn|asin|"
    r"r[eé]f(?:[eé]rence|erencia|erência)?(?:\.| produit| article)?|bestell-?(?:nr|nummer)|artikelnummer|best\.?[- ]?nr|catalog(?:ue)? (?:no|number)|codice(?: articolo| prodotto)?|c[oó]d(?:igo)?(?:\.| producto| do produto| de artículo)?|kat\. ?č|nr kat(?:alogowy)?|varenr|varenummer|tuotenumero|"
    r"货号|商品编号|商品編號|商品货号|商品貨號|产品编号|產品編號|商品代码|商品コード|商品番号|品番|型番|상품번호|상품코드|型号|款号|код товара|артикул|арт\.|kod produktu|ürün kodu|stok kodu|rsk)"
)
_NUMBER = re.compile(
    rf"{_NUMBER_LABEL}\s*\.?\s*[#:：\-–]?\s*#?\s*([A-Z0-9][A-Z0-9._/-]{{2,30}})", re.IGNORECASE
)
_BRAND_LABEL = re.compile(
    r"^(?:brand(?: name)?|manufacturer|maker|marke|hersteller|marque|fabricant|marca|fabricante|produttore|merk|märke|varumärke|mærke|merke|tuotemerkki|marka|producent|značka|výrobce|бренд|производитель|品牌|品牌名称|廠牌|ブランド|メーカー|브랜드|제조사)\s*[:：\-–]?$",
    re.IGNORECASE,
)
_BRAND_SAID = re.compile(
    r"^(?:brand|marke|marque|marca|merk|品牌|ブランド|브랜드)\s*[:：]\s*|^(?:visit the|besuchen sie den|besuche den|visitez la boutique|visita lo store di|visita la tienda de|visite a loja|more from|shop all|by)\s+|\s*[- ]?(?:store|shop)$",
    re.IGNORECASE,
)
# Marketplaces whose address is the number itself.
_CATALOGUED = re.compile(
    r"/(?:dp|gp/product|itm|ip)/(?:[\w-]+/)?(B0[A-Z0-9]{8}|\d{8,14})(?:[/?]|$)"
)
_QUERY = ("sku", "skuid", "pid", "productid", "product_id", "itemid", "item_id", "item", "goods_id", "id")  # fmt: skip
_CELLS = ("dt", "th", "td", "strong", "b", "span", "label", "div", "h4", "h5", "p", "li")


def availability(root: html.HtmlElement, near: str) -> tuple[str, float] | None:
    """Return the state with its confidence: the button that buys, marked elements, words *near* the name.

    Templates hold the label of every state and hide all but one by style, which is not read: a button
    that can be pressed outweighs them.
    """
    button = _button(root)
    if button and button != "OutOfStock":
        return button, 0.7
    for element in root.xpath("//*[@class or @id]"):
        if not _STOCK_MARK.search(marks(element)) or _is_aside(element):
            continue
        text = squeeze("".join(element.itertext()))
        if 2 < len(text) <= 80 and (state := _state(text)):
            return state, 0.75
    state = button or _state(near)
    return (state, 0.6) if state else None


def _state(text: str) -> str | None:
    for name, pattern in (("OutOfStock", OUT), ("PreOrder", PRE), ("InStock", IN)):
        if pattern.search(text):
            return name
    return None


def _button(root: html.HtmlElement) -> str | None:
    """Return what the button that buys says: it is there and enabled, or tells that nothing is left."""
    state = None
    for element in root.iter("button", "input", "a"):
        text = squeeze(element.get("value") or "".join(element.itertext())) or element.get("title") or element.get("aria-label") or ""  # fmt: skip
        if not 2 < len(text) <= 60 or (element.tag == "a" and not re.search(r"cart|buy|basket|btn|button|order|warenkorb|panier", marks(element))):  # fmt: skip
            continue
        if _CART.search(text) and not _is_aside(element):
            if element.get("disabled") is None and "disabled" not in marks(element):
                return "PreOrder" if PRE.search(text) else "InStock"
            state = "OutOfStock"
        elif OUT.search(text) and element.tag == "button" and not _is_aside(element):
            state = state or "OutOfStock"
    return state


def cart_button(root: html.HtmlElement) -> bool:
    """Say whether the page has a button to buy its product, be it one that is disabled."""
    return _button(root) is not None


def _is_aside(element: html.HtmlElement) -> bool:
    chain = [element, *element.iterancestors()][:12]
    return any(
        is_hidden(one)
        or one.tag in {"footer", "nav", "select", "option"}
        or re.search(
            r"related|recommend|similar|carousel|upsell|variant|swatch|size-|option|filter|store-?finder|minicart",
            marks(one),
        )
        for one in chain
        if one.tag not in {"body", "html"}
    )


def labelled_number(visible: str) -> str | None:
    """Return the number behind a label such as ``SKU:``, Art.-Nr. or 货号."""
    for match in _NUMBER.finditer(visible):
        found = match[1].rstrip(".-/")
        if sum(map(str.isdigit, found)) >= 2 and not re.fullmatch(r"(?:19|20)\d\d", found):
            return found
    return None


def attribute_number(root: html.HtmlElement) -> str | None:
    """Return the number in a form's hidden field or a data attribute of the product's own element."""
    for path in (
        "//*[@data-sku]/@data-sku", "//*[@data-product-sku]/@data-product-sku", "//input[@name='sku']/@value",
        "//input[@name='product_sku']/@value", "//*[@data-asin and contains(@id,'cerberus')]/@data-asin",
        "//form//input[@name='product_id' or @name='productId' or @name='id_product' or @name='item_id']/@value",
        "//form[contains(@class,'cart') or contains(@action,'cart')]//*[@name='add-to-cart' or @name='product']/@value",
    ):  # fmt: skip
        for value in root.xpath(path)[:3]:
            if found := useful(str(value)):
                return found
    return None


def catalogued_number(url: str) -> str | None:
    """Return the number that a marketplace's address is made of: ``/dp/B0…``, ``/itm/1335…``."""
    found = _CATALOGUED.search(urlsplit(url).path)
    return found[1] if found else None


def number_in_url(url: str) -> str | None:
    """Return the number that names the page, as shops without any other use it."""
    parts = urlsplit(url)
    query = {key.lower(): value for key, value in parse_qsl(parts.query)}
    for key in _QUERY:
        if re.fullmatch(r"[A-Za-z0-9._-]{3,30}", query.get(key, "")) and any(map(str.isdigit, query[key])):  # fmt: skip
            return query[key]
    found = re.findall(
        r"(?<![A-Za-z0-9])[A-Za-z]{0,2}(\d{5,14}|B0[A-Z0-9]{8})(?![A-Za-z0-9])|(?<=\d[a-z])(\d{6,14})(?![A-Za-z0-9])",
        parts.path,
    )
    return next((one or other for one, other in reversed(found)), None)


def brand(root: html.HtmlElement) -> str | None:
    """Return the brand behind its label, or in the element or link that is marked as such."""
    for element in root.iter(*_CELLS):
        text = squeeze(element.text)
        if len(text) <= 24 and text and _BRAND_LABEL.match(text):
            for value in _behind(element):
                if (found := useful(value)) and len(found) <= 40:
                    return found
    for element in root.xpath(
        "//*[@id='bylineInfo' or @id='brand' or contains(@class,'product-brand') or contains(@class,'brand-name') or contains(@class,'product__brand')"
        " or contains(@class,'brandName') or contains(@class,'productBrand') or contains(@class,'product-vendor')]"
    )[:3]:
        text = _BRAND_SAID.sub("", squeeze("".join(element.itertext())))
        text = _BRAND_SAID.sub("", text)
        if (found := useful(text)) and len(found) <= 40:
            return found
    return None


def _behind(element: html.HtmlElement) -> Iterator[str]:
    """Yield what stands behind a label: inside its element, after it, in the next cell or element."""
    inside = [squeeze("".join(child.itertext())) for child in element]
    yield from (text for text in inside[:1] if text)
    yield squeeze(element.tail).lstrip(":：-– ")
    place = element
    for _ in range(2):
        following = place.getnext()
        if following is not None:
            yield squeeze("".join(following.itertext()))
            return
        parent = place.getparent()
        if parent is None or parent.tag in {"body", "html", "ul", "table"}:
            return
        place = parent
