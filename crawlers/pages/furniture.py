"""What class, id and test names say of an element: furniture, content or caption. Data mostly.

A label is cut into words (``RelatedArticles--list_2`` is *related*, *articles*, *list*), so that new
spellings of an old idea need no new rule. Words as seen on news, corporate and shop pages up to 2026.
"""

import re
from functools import lru_cache
from itertools import pairwise

# What a label says; several may hold. Plain numbers: an enum's own tests took a tenth of the walk.
CHROME, CONTENT, CAPTION, COMMENTS = 1, 2, 4, 8
# Furniture even within a sentence; and the ids that only bodies have.
FIRM, BODY_ID = 16, 32


# Furniture whatever stands beside them: ``post-related`` is not the post.
_STRONG = frozenset(
    ["comment", "comments", "commentlist", "commentbox", "disqus", "livefyre", "respond", "coral", "share", "sharing", "sharebar", "sharebox", "sharetools", "shareicons", "social", "socials", "addthis", "addtoany", "sociallinks", "related", "relatednews", "relatedcontent", "relatedarticles", "relatedstories", "relatedposts", "relatedlinks", "relatelink", "recommend", "recommended", "recommends", "recommendation", "recommendations", "recommendlist", "recirc", "recirculation", "popular", "mostpopular", "mostread", "trending", "readmore", "readnext", "morelinks", "morefrom", "morenews", "moreon", "newsletter", "newsletters", "newslettersignup", "subscribe", "subscription", "subscribebox", "signup", "optin", "mailinglist", "cookie", "cookies", "cookiebanner", "cookiebar", "consent", "gdpr", "ccpa", "onetrust", "didomi", "usercentrics", "cmp", "cmpbox", "breadcrumb", "breadcrumbs", "crumbs", "mianbaoxue", "pagination", "pagenav", "outbrain", "taboola", "dianomi", "plista", "ligatus", "sidebar", "authorbio", "aboutauthor", "bylinebio", "advert", "adverts", "advertisement", "advertising", "adsense", "adbox", "adslot", "adwrap", "adunit", "adcontainer", "sponsored", "sponsor", "rollover", "tooltip", "popover", "hovercard", "flyout", "megamenu", "offcanvas", "xiangguan", "tuijian", "pinglun", "fenxiang", "guanggao", "hotnews", "hotlist", "ranklist", "friendlink", "zebian", "paywall", "piano", "tipjar", "donate", "donation", "trinity-player", "audioplayer"]
)  # fmt: skip
# Furniture unless a word for content stands beside them: ``article-header-tags`` may hold the text.
_WEAK = frozenset(
    ["relative", "rail", "widget", "widgets", "promo", "promos", "promobox", "promotion", "banner", "popup", "modal", "overlay", "lightbox", "nav", "navbar", "navigation", "navi", "menu", "submenu", "topbar", "toolbar", "toolbox", "masthead", "siteheader", "footer", "foot", "copyright", "pager", "paging", "tags", "tag", "taglist", "keywords", "keyword", "ad", "ads", "adv", "print", "hidden", "sr", "noprint", "skip", "login", "search", "bio", "toc", "membership", "reaction", "reactions", "rating", "ratings", "vote", "likes", "follow", "qrcode", "erweima", "rank", "ranks", "ranking", "statement", "disclaimer", "teaser", "teasers"]
)  # fmt: skip
_STRONG_PAIRS = frozenset(
    ["most-read", "most-popular", "most-viewed", "read-more", "read-next", "read-also", "more-from", "more-on", "more-stories", "side-bar", "author-bio", "about-author", "author-box", "author-card", "author-info", "ad-slot", "ad-unit", "ad-container", "ad-wrapper", "ad-placeholder", "mailing-list", "sign-up", "comment-section", "cross-link", "cross-links", "see-also", "also-read", "up-next", "next-article", "article-list", "news-list", "story-list", "tag-list", "app-download", "related-content", "contextual-links", "jump-to", "bottom-nav", "hot-news", "article-tags", "story-tags", "call-out-link", "link-box", "link-list", "inline-links", "latest-news", "latest-stories", "top-stories", "premium-teaser", "teaser-list", "article-teaser", "teaser-group", "story-card", "card-list"]
)  # fmt: skip
_WEAK_PAIRS = frozenset(
    ["visually-hidden", "screen-reader", "site-header", "skip-link", "page-header", "site-footer"]
)
# The beginnings of joined spellings (``adverttop``, ``relatednewsbox``); whole words are above.
_STRONG_STARTS = ("advert", "sponsor", "recirc", "recommend", "newsletter", "cookieconsent",
                  "relatednews", "relatedart", "relatedcont", "commentlist", "outbrain", "taboola")  # fmt: skip
# These outweigh every word for furniture.
_BODY_PAIRS = frozenset(
    ["article-body", "article-content", "article-text", "article-detail", "entry-content", "post-content", "post-body", "post-text", "story-body", "story-content", "story-text", "body-copy", "body-text", "body-content", "content-body", "content-text", "rich-text", "trs-editor", "pages-content", "js-content", "main-text", "article-main"]
)  # fmt: skip
_BODY = frozenset(
    ["artibody", "articlebody", "articlecontent", "articletext", "articlebodycontent", "storybody", "storytext", "postbody", "postcontent", "bodytext", "bodycopy", "entrycontent", "richtext", "prose", "neirong", "zhengwen", "ozoom", "zoom", "maincontent", "contentbody"]
)  # fmt: skip
# These outweigh the weak ones.
_CONTENT = frozenset(["text", "content", "article", "story", "post", "detail", "paragraph"])
_CONTENT_PAIRS = frozenset(["main-content", "content-main"])
_CAPTION = frozenset(
    ["caption", "captions", "figcaption", "tuzhu", "imgdesc", "imagedesc", "picdesc", "photocredit", "imagecredit", "photocaption", "imagecaption", "wp-caption-text", "bildunterschrift", "bildunterzeile", "bildtext", "legende", "leyenda", "didascalia"]
)  # fmt: skip
_CAPTION_PAIRS = frozenset(
    ["img-desc", "image-desc", "pic-desc", "photo-credit", "image-credit", "picture-credit", "media-credit", "img-caption", "image-caption", "image-description", "photo-description", "image-source", "image-copyright", "picture-copyright"]
)  # fmt: skip
# What holds the text on common Chinese portals, and nothing else.
_BODY_IDS = frozenset(("js_content", "artibody", "articleBody"))
# Said of a whole article by common systems: whether comments are open below it.
_NOT_COMMENTS = frozenset(
    ("has-comments", "no-comments", "with-comments", "comments-open", "comments-closed")
)
_COMMENT_WORDS = ("comment", "disqus", "respond", "pinglun", "reply", "cookie", "consent", "gdpr")
_HUMP = re.compile(r"(?<=[a-z0-9])(?=[A-Z])")
_CUT = re.compile(r"[^0-9a-z\u00c0-\uffff]+")
# Longer labels are utility classes by the dozen or an attack; what matters comes first.
_LONGEST = 300


@lru_cache(maxsize=16_384)
def read_label(label: str) -> int:
    """Return what *label* (class, id and test name as written, parted by spaces) says, as bits."""
    label = label[:_LONGEST]
    words: set[str] = set()
    pairs: set[str] = set()
    found = 0
    for one in label.split():
        if one.lower() in _NOT_COMMENTS:
            continue
        if one in _BODY_IDS:
            found |= BODY_ID
        joined = [part for part in _CUT.split(one.lower()) if part]
        apart = [part for part in _CUT.split(_HUMP.sub("-", one).lower()) if part]
        for parts in (joined, apart) if joined != apart else (joined,):
            words.update(parts)
            pairs.update(f"{left}-{right}" for left, right in pairwise(parts))
    if words & _CAPTION or pairs & _CAPTION_PAIRS:
        found |= CAPTION
    if any(part in word for word in words for part in _COMMENT_WORDS):
        found |= COMMENTS
    body = bool(words & _BODY or pairs & _BODY_PAIRS)
    content = body or bool(words & _CONTENT or pairs & _CONTENT_PAIRS)
    if content:
        found |= CONTENT
    strong = bool(
        words & _STRONG
        or pairs & _STRONG_PAIRS
        or any(word.startswith(_STRONG_STARTS) for word in words)
    )
    weak = bool(words & _WEAK or pairs & _WEAK_PAIRS)
    if (strong and not body) or (weak and not content):
        found |= CHROME
        if strong:
            found |= FIRM
    return found
