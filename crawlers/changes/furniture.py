"""What stands on a page beside its content, by its marks and by its words. Data mostly, of 2026-11.

Told to nobody when it changes: advertisements, consent banners, counters, clocks, comments, teasers
of other pages, calls to action.
"""

import re
from functools import lru_cache

from lxml import html

# By class, id, role or data attribute: words that stand alone between separators or camel humps.
# How strong the evidence is differs by kind: see :mod:`crawlers.changes.standing`.
_KINDS = {
    "advert": r"ads?|adv|advert(?:s|isements?|isers?|ising|box|slot|top)?|ad(?:box|slot|unit|wrap|banner|container|space|zone|block|sense|sbygoogle)\w*|adsby\w*|"
    r"dfp\w*|gpt\w*|google_ads\w*|sponsor\w*|promoted|outbrain|taboola|guanggao",
    "consent": r"cookie\w*|consent\w*|gdpr\w*|ccpa\w*|onetrust\w*|privacy-?(?:bar|notice|banner)",
    "comments": r"comments?(?:-?(?:list|section|box|area|form|wrap\w*|body|content|thread))?|disqus\w*|replies|pinglun",
    "appeal": r"promo\w*|banner\w*|newsletter\w*|subscribe\w*|signup|sign-up|survey\w*|chat(?:bot|widget|box)?|live-?chat",
    "teasers": r"related\w*|recommend\w*|recirc\w*|read-?next|read-?more|more-?(?:from|news|stories|articles)|you-?may|also-?like|"
    r"trending\w*|popular\w*|most-?(?:read|viewed|popular)|teaser\w*|tuijian|xiangguan|breadcrumb\w*|pagination|pager",
    "label": r"share\w*|sharing|social\w*|fenxiang|liulan|dianji|"
    r"(?:view|read|hit|visit|visitor|comment|like|share)s?-?(?:count|counter|num|number|s)\w*|counter\w*|pageviews?|views|hits|online|clock|timer|countdown\w*|"
    r"timestamp|time-?ago|timeago|relative-?time|last-?(?:updated|modified|refresh\w*)|updated-?(?:at|on|time)?|generated(?:-?at)?|build-?(?:id|time|info)|server-?(?:time|id|info)|"
    r"btn\w*|button\w*|cta\w*|popup\w*|pop-up|modal\w*|overlay\w*|toast\w*|lightbox\w*|testimonial-?(?:rotat|slid)\w*|"
    r"skip-?link|sr-only|visually-?hidden|ticker\w*|weather\w*|stock-?ticker|random\w*|rotat\w*",
}
_MARKS = {
    kind: re.compile(rf"(?:^|[\s_\-:/])(?:{words})(?:$|[\s_\-:/])", re.IGNORECASE)
    for kind, words in _KINDS.items()
}
_CAMEL = re.compile(r"(?<=[a-z0-9])(?=[A-Z])")
_ATTRIBUTES = ("class", "id", "role", "aria-label", "data-component", "data-testid", "data-block")
_AD_ATTRIBUTES = (
    "data-ad",
    "data-ad-slot",
    "data-ad-client",
    "data-ad-unit",
    "data-google-query-id",
)
_AD_LINK = re.compile(
    r"doubleclick|googlesyndication|/adclick|adservice|utm_medium=(?:cpc|display|banner)|[?&]clkid=|"
    r"//(?:ads?|adserver|click|track)\.",
    re.IGNORECASE,
)

# The words of such blocks, each wholly of its kind. Short blocks only; the limits stand beside it.
_CONSENT = re.compile(
    r"\bcookies?\b.{0,200}\b(?:accept|agree|consent|use|uses|using|preferences|settings|policy|reject|experience)\b|"
    r"\b(?:accept|reject|allow|manage|decline)\b.{0,20}\b(?:all|cookies?|necessary)\b.{0,30}$|"
    r"cookie.{0,80}(?:同意|接受|使用|政策|体验)|(?:同意|接受|使用).{0,60}cookie|"
    r"\bwe (?:value|respect|care about) your privacy\b|您的隐私对我们",
    re.IGNORECASE,
)
_ADVERT = re.compile(
    r"^\W*(?:advertisements?|advertorial|advert|ad|ads|sponsored(?: (?:by|content|post|message|link)s?)?|promoted(?: by)?|paid (?:content|post|partner\w*)|"
    r"广告|推广|赞助(?:内容)?|anzeige|publicité|publicidad|реклама)\s*(?:$|[:：|·—–])",
    re.IGNORECASE,
)
_CALL = re.compile(
    r"^\W*(?:(?:sign|log) (?:up|in|out)|subscribe|register|join|get (?:started|a demo|a quote|the app)|start (?:your |a |free |for |now)|try (?:it |for |free|now)|"
    r"book a (?:demo|call)|request a? ?demo|contact (?:us|sales)|talk to (?:us|sales)|learn more|read more|see (?:more|all|plans)|buy now|shop now|order now|add to (?:cart|bag|basket)|"
    r"download (?:now|the app)|follow us|share (?:this|on)|click here|find out more|"
    r"(?:免费|立即|马上|点击|现在)?(?:试用|注册|登录|购买|订阅|下载|咨询|申请|体验|开通|抢购|查看|了解)(?:更多|详情|一下|试用)?)\b.{0,60}$",
    re.IGNORECASE,
)
_OPENS = re.compile(
    r"^\W*(?:related (?:articles?|stories|posts|news|content|topics|links|coverage|reading|products?)|more (?:from|on|stories|news|articles|in)\b.{0,40}|"
    r"read (?:next|more|also)|up next|you (?:may|might) also (?:like|be interested|enjoy).{0,30}|recommended(?: for you| stories| reading)?|see also|keep reading|"
    r"most (?:read|popular|viewed|shared)|trending(?: now)?|top stories|latest (?:news|stories|posts|articles)|popular (?:posts|stories|now)|editor'?s picks?|don'?t miss|"
    r"(?:leave|post|add|join|write) (?:a |the |your )?(?:comment|reply|conversation)s?|comments?(?: \(\d+\))?|\d+ (?:comments?|replies|responses)|customers also (?:bought|viewed).{0,20}|"
    r"around the web|from our (?:partners|sponsors)|share this(?: article| story| post)?|"
    r"相关(?:阅读|新闻|文章|推荐|链接|报道|资讯|产品)|延伸阅读|推荐阅读|猜你喜欢|更多(?:新闻|精彩|阅读|资讯|文章)|热门(?:文章|推荐|新闻|评论)|热点(?:推荐|新闻)?|为您推荐|大家都在看|今日热搜|"
    r"(?:网友|最新|发表|全部|热门)?评论(?:\s*[(（]\d+[)）])?|我要评论|点击排行|新闻排行|相关专题)\s*[:：»>]*\s*$",
    re.IGNORECASE,
)


def mark_of(element: html.HtmlElement) -> str:
    """Return what the attributes of *element* mark it as, empty: as nothing beside the content.

    One of ``advert``, ``consent``, ``comments``, ``appeal``, ``teasers`` and ``label``, the
    strongest first.
    """
    if any(element.get(name) is not None for name in _AD_ATTRIBUTES):
        return "advert"
    if element.tag == "a" and _AD_LINK.search(element.get("href") or ""):
        return "advert"
    words = " ".join(value for name in _ATTRIBUTES if (value := element.get(name)))
    return _kind_of(words[:600]) if words else ""


@lru_cache(20_000)
def _kind_of(words: str) -> str:
    apart = _CAMEL.sub("-", words)
    return next((kind for kind, marks in _MARKS.items() if marks.search(apart)), "")


def is_consent(text: str) -> bool:
    """Say whether a short block asks for consent or tells of cookies."""
    return len(text) < 400 and bool(_CONSENT.search(text))


def is_furniture_text(text: str, tag: str, linked: float) -> bool:
    """Say whether a block is furniture by its words alone; consent apart."""
    if tag in {"h1", "title"}:
        return False
    if len(text) < 220 and _ADVERT.match(text):
        return True
    return len(text) < 60 and linked > 0.5 and bool(_CALL.match(text))


def opens_furniture(text: str) -> bool:
    """Say whether a line is the heading of teasers or comments: what follows in its box is furniture."""
    return len(text) < 70 and bool(_OPENS.match(text))
