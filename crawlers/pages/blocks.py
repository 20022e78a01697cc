"""A page as a list of text blocks in reading order, each with what its surroundings say of it."""

import re
from dataclasses import dataclass, field

from lxml import html

from crawlers.pages.dom import BLOCKS, CJK, SILENT, is_hidden, join, marks, squeeze

# Parts that are never the text of a document, by tag.
_CHROME_TAGS = frozenset({"nav", "aside", "footer", "menu", "dialog"})
# By class or id: words as sites use them, seen on news, corporate and shop pages.
_CHROME = re.compile(
    r"(?:^|[\s_-])(?:comments?(?:list|area|box|s|-?section)?|disqus|respond|share|sharing|sharebar|social|socials|addthis|"
    r"related|relat(?:ed|ive)\w*|recommend\w*|recirc\w*|most-?(?:read|popular)|popular|trending|read-?(?:more|next)|morelinks|"
    r"sidebar|side-?bar|rail|widget|widgets|promo|promos|promobox|newsletter|subscribe|subscription|signup|sign-up|"
    r"cookie\w*|consent|gdpr|onetrust|banner|popup|pop-up|modal|overlay|lightbox|breadcrumbs?|crumbs?|mianbaoxue|"
    r"nav|navbar|navigation|navi|menu|submenu|topbar|toolbar|toolbox|masthead|site-?header|footer|foot|bottom-?nav|copyright|"
    r"pagination|pager|pagenav|paging|tags?|tag-?list|taglist|keywords?|ad|ads|adv|advert\w*|adsense|adbox|ad-?slot|sponsor\w*|"
    r"outbrain|taboola|print|hidden|visually-?hidden|sr-only|screen-reader\w*|noprint|skip|login|search|author-?bio|about-?author|"
    r"byline-?bio|bio|jump-?to|toc|donate|membership|paywall|reaction\w*|rating|vote|likes|follow|app-?download|qrcode|erweima|"
    r"xiangguan|tuijian|pinglun|fenxiang|guanggao|hot-?news|rank\w*|statement|zebian|disclaimer|livefyre|contextual-?links)"
    r"(?:$|[\s_-])",
    re.IGNORECASE,
)
_CHROME_JOINED = re.compile(
    r"relatedcontent|relatednews|relatedarticles|relatedstories|relatedposts|sharetools|sharebox|sociallinks|shareicons|"
    r"commentlist|cookiebanner|newslettersignup|articletags|storytags|mostpopular|morefrom|readmore|authorbio|sidebar|"
    r"relatelink|pinglun|recommendlist|hotlist|ranklist|friendlink|ad_|_ad\b|adwrap|sponsored",
    re.IGNORECASE,
)
_ROLES = frozenset(
    {
        "navigation",
        "banner",
        "contentinfo",
        "complementary",
        "search",
        "dialog",
        "alertdialog",
        "menu",
        "menubar",
    }
)
# Words that say "this is the content", which outweigh a chrome word beside them.
_CONTENT = re.compile(
    r"(?:^|[\s_-])(?:article-?(?:body|content|text|detail)|entry-?content|post-?(?:content|body|text)|story-?(?:body|content|text)|"
    r"body-?(?:copy|text|content)|main-?content|content-?(?:body|main|text)|artibody|articlebody|storybody|rich-?text|prose|"
    r"neirong|zhengwen|trs_editor|pages_content|ozoom|zoom|js_content|text|content|article|story|post|detail)(?:$|[\s_-])",
    re.IGNORECASE,
)
_CAPTION = re.compile(
    r"caption|img-?desc|image-?desc|pic-?desc|photo-?credit|image-?credit|tuzhu|图注", re.IGNORECASE
)
_COMMENTS = re.compile(r"comment|disqus|respond|pinglun|reply", re.IGNORECASE)
_LINE_END = re.compile(r"[.!?。！？…:：；;”\"’」』）)]\s*$")


@dataclass(slots=True)
class Block:
    """One paragraph-like run of text; *linked* counts its characters inside links."""

    text: str
    element: html.HtmlElement
    tag: str
    linked: int = 0
    caption: bool = False

    @property
    def weight(self) -> float:
        """Return the length in Latin characters' worth: a Chinese one says as much as three."""
        wide = len(CJK.findall(self.text))
        return len(self.text) + 2.0 * wide

    @property
    def link_share(self) -> float:
        """Return the part of the text that is inside links, 0 to 1."""
        return self.linked / max(1, len(self.text))


@dataclass(slots=True)
class _Walk:
    blocks: list[Block] = field(default_factory=list)
    pieces: list[tuple[str, bool]] = field(default_factory=list)
    main: set[html.HtmlElement] = field(default_factory=set)


def is_chrome(element: html.HtmlElement) -> bool:
    """Say whether tag, role, class or id mark *element* as furniture rather than content."""
    tag = element.tag
    if tag in {"html", "body", "article", "main"}:
        return False
    if tag in _CHROME_TAGS or (element.get("role") or "").lower() in _ROLES:
        return True
    label = marks(element)
    if len(label) < 3:
        return False
    label = label[:300]
    return bool(_CHROME.search(label) or _CHROME_JOINED.search(label)) and not _CONTENT.search(
        label
    )


def is_content(element: html.HtmlElement) -> bool:
    """Say whether class or id name *element* as the body of a document."""
    return bool(_CONTENT.search(marks(element)))


def blocks_of(top: html.HtmlElement, *, keep_chrome: bool = False) -> list[Block]:
    """Return the text blocks under *top* in reading order, without furniture and hidden parts."""
    walk = _Walk(main=_mainstays(top))
    _descend(top, walk, _Place(keep=keep_chrome), top=True)
    _flush(walk, top, _Place())
    return walk.blocks


@dataclass(frozen=True, slots=True)
class _Place:
    """Where the walk is: inside a link, a caption, preformatted text."""

    linked: bool = False
    caption: bool = False
    keep: bool = False


def _mainstays(top: html.HtmlElement) -> set[html.HtmlElement]:
    """Return the elements that hold so much of the running text that no class makes them chrome.

    A third of it: layouts wrap a whole page in ``nav-drawer`` or ``banner-wrap``; what is called a
    comment stays a comment however long it is.
    """
    sizes: dict[html.HtmlElement, int] = {}
    total = 0
    for element in top.iter("p", "div", "td", "li", "section", "article", "span", "font"):
        length = len((element.text or "").strip()) + sum(
            len((child.tail or "").strip()) for child in element
        )
        if length < 40:
            continue
        total += length
        node = element
        while node is not None and node is not top:
            sizes[node] = sizes.get(node, 0) + length
            node = node.getparent()
    return {
        node
        for node, size in sizes.items()
        if size > 0.33 * total and not _COMMENTS.search(marks(node))
    }


def _descend(element: html.HtmlElement, walk: _Walk, place: _Place, *, top: bool = False) -> None:
    tag = element.tag if isinstance(element.tag, str) else ""
    mainstay = top or element in walk.main
    if not tag or tag in SILENT or is_hidden(element):
        return
    if not (mainstay or place.keep) and (tag == "form" or is_chrome(element)):
        return
    block = tag in BLOCKS
    if block:
        _flush(walk, element, place)
        if not mainstay and (tag == "figcaption" or _CAPTION.search(marks(element))):
            place = _Place(linked=place.linked, caption=True, keep=place.keep)
    elif tag == "br":
        walk.pieces.append(("\n", False))
    elif tag == "a":
        place = _Place(linked=True, caption=place.caption, keep=place.keep)
    _add(walk, element.text, linked=place.linked, pre=tag == "pre")
    for child in element:
        _descend(child, walk, place)
        _add(walk, child.tail, linked=place.linked, pre=tag == "pre")
    if block:
        _flush(walk, element, place)


def _add(walk: _Walk, text: str | None, *, linked: bool, pre: bool) -> None:
    if text:
        walk.pieces.append((text if pre else text.replace("\n", " "), linked))


def _flush(walk: _Walk, element: html.HtmlElement, place: _Place) -> None:
    """End a block: what was collected becomes one, or several where line breaks part paragraphs."""
    pieces, walk.pieces = walk.pieces, []
    if not any(text.strip() for text, _ in pieces):
        return
    total = sum(len(text) for text, _ in pieces)
    linked = sum(len(text) for text, is_link in pieces if is_link)
    tag = element.tag
    for text in _paragraphs("".join(text for text, _ in pieces)):
        share = round(len(text) * linked / max(1, total))
        walk.blocks.append(Block(text, element, tag, share, place.caption))


def _paragraphs(text: str) -> list[str]:
    """Part text at line breaks that end a sentence or begin with an indent; join other lines."""
    if "\n" not in text:
        one = squeeze(text)
        return [one] if one else []
    found: list[str] = []
    empty = True
    for raw in text.split("\n"):
        line = squeeze(raw)
        if not line:
            empty = True
            continue
        indented = raw.lstrip(" \t").startswith(("\u3000", "\u00a0\u00a0"))
        if not found or empty or indented or _LINE_END.search(found[-1]):
            found.append(line)
        else:
            found[-1] = join(found[-1], line)
        empty = False
    return found
