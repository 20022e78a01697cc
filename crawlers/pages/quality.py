"""Which pages are no documents: errors that answer 200, challenges, lists of links, empty shells."""

import re

from crawlers.pages.dom import CJK, text_of
from crawlers.pages.page import Page
from schemas.errors import QuarantineError

_ERROR = re.compile(
    r"\b(?:404|410|403|50[0-4])\b.{0,40}(?:error|not found|forbidden|unavailable|gateway|错误)|^\W*(?:error|错误)?\s*(?:404|410|403|50[0-4])\W*$|"
    r"page (?:not found|(?:you (?:asked|requested|are looking) for|does).{0,40}(?:not|no longer|removed|moved))|not found|"
    r"(?:page|article|story|content) (?:is )?(?:no longer available|has been (?:removed|deleted)|doesn'?t exist|cannot be found|unavailable)|"
    r"(?:can'?t|cannot|couldn'?t) find (?:that|the|this) page|we looked everywhere|oops|internal server error|service unavailable|bad gateway|"
    r"页面(?:不存在|未找到|找不到|已被?删除|出错|无法访问)|(?:您|你)?(?:访问|查看|请求)的(?:页面|内容|文章|网页|信息).{0,12}(?:不存在|删除|找不到|下线|失效)|"
    r"(?:文章|内容|信息|新闻).{0,6}(?:不存在|已删除|已被删除|已下线|已失效)|找不到(?:页面|网页|该页|文件)|无法找到|seite nicht gefunden|page introuvable",
    re.IGNORECASE,
)
_CHALLENGE = re.compile(
    r"just a moment|attention required|checking your browser|verify (?:that )?you are (?:a )?human|are you a (?:robot|human)|"
    r"(?:complete|solve) the captcha|unusual traffic|access (?:to this page has been )?denied|enable javascript and cookies to continue|"
    r"ddos protection|security check|pardon our interruption|人机验证|安全验证|请完成验证|滑动验证|访问过于频繁|异常访问|请输入验证码|浏览器安全检查",
    re.IGNORECASE,
)
_CHALLENGE_MARKS = (
    "cf-challenge",
    "challenge-platform",
    "cf_chl_",
    "g-recaptcha",
    "h-captcha",
    "px-captcha",
    "_incapsula_resource",
    "geetest",
)
_LIST_TITLE = re.compile(
    r"^\W*(?:news(?:room)?|press releases?|blog|archive|category|tag|search results|latest news|open positions|vacancies|all (?:news|posts)|"
    r"(?:新闻|资讯|公告|动态)(?:中心|列表|资讯)?|招聘(?:信息|职位)?|招贤纳士|列表|搜索结果|标签|归档)\W*$",
    re.IGNORECASE,
)
# Latin characters' worth of text (a Chinese character counts three): less is no article.
THIN = 140


def weight(text: str) -> int:
    """Return the length of *text* in Latin characters' worth."""
    return len(text) + 2 * len(CJK.findall(text))


def check(page: Page) -> None:
    """Raise QuarantineError where *page* is an error page, a challenge or has no text at all."""
    size = weight(page.visible)
    head = f"{page.titled.text} | {' | '.join(text_of(one) for one in page.root.iter('h1', 'h2', 'title'))}"[
        :600
    ]
    if size < 2500 and (
        _CHALLENGE.search(head) or (size < 900 and _CHALLENGE.search(page.visible))
    ):
        raise QuarantineError("the site asks for proof of being human", reason="challenge")
    if size < 600 and any(_has_mark(page, mark) for mark in _CHALLENGE_MARKS):
        raise QuarantineError("the site asks for proof of being human", reason="challenge")
    # A long text under such a heading is an article about errors; a short one is an error.
    if (
        _ERROR.search(head)
        and weight(page.body.text) < 700
        and _sentences(page) < 2
        and size < 6000
        and not page.nodes_of_content
    ):
        raise QuarantineError(
            f"an error page that answers as a good one: {page.titled.text!r}", reason="soft-404"
        )
    if (
        size < 1200
        and _ERROR.search(page.visible[:300])
        and weight(page.body.text) < 300
        and not page.nodes_of_content
    ):
        raise QuarantineError(
            f"an error page that answers as a good one: {page.visible[:60]!r}", reason="soft-404"
        )
    if size < 20 and not page.nodes_of_content:
        raise QuarantineError("the page has no text", reason="empty")


def check_article(page: Page) -> None:
    """Raise QuarantineError where *page* lists documents instead of being one."""
    if is_index(page):
        raise QuarantineError("a list of links, not an article", reason="index-page")


def is_index(page: Page) -> bool:
    """Say whether *page* is a list: most of its text in links, and no body of sentences."""
    body = page.root.find("body")
    if body is None or page.stated_text or page.metas.get("og:type", "").lower() == "article":
        return False
    links = [text_of(one) for one in body.iter("a")]
    long_links = [one for one in links if weight(one) >= 30]
    size = weight(page.body.text)
    linked = sum(weight(one) for one in long_links)
    if _LIST_TITLE.match(page.titled.text) and len(links) >= 4 and size < 3 * linked + 300:
        return True
    if len(long_links) >= 12 and linked > 1.2 * size and not _sentences(page):
        return True
    # Teasers under linked headings: the "body" is the list itself.
    top = page.body.element
    inside = [weight(text_of(one)) for one in (() if top is None else top.iter("a"))]
    heads = [one for one in inside if 30 <= one <= 400]
    longest = max((weight(one) for one in page.body.paragraphs), default=0)
    # A teaser is shorter than 400 characters' worth; articles have a longer paragraph.
    return len(heads) >= 6 and sum(heads) > 0.4 * size and longest < 400


def _sentences(page: Page) -> int:
    return sum(1 for one in page.body.paragraphs if weight(one) > 100)


def _has_mark(page: Page, mark: str) -> bool:
    return any(
        mark in (one.get("src") or one.get("class") or one.get("id") or "").lower()
        for one in page.root.iter("script", "div", "form", "iframe")
    )
