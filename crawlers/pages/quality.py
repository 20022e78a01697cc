"""Which pages are no documents: errors that answer 200, challenges, walls, lists of links, shells."""

import re
from urllib.parse import urlsplit

from crawlers.pages.blocks import weight_of
from crawlers.pages.dom import text_of
from crawlers.pages.noise import ends_sentence
from crawlers.pages.page import Page
from crawlers.pages.refusals import says
from crawlers.pages.structured import of_type
from crawlers.pages.titles import ARTICLES
from schemas.errors import QuarantineError

_CHALLENGE_MARKS = (
    "cf-challenge",
    "challenge-platform",
    "cf_chl_",
    "g-recaptcha",
    "h-captcha",
    "px-captcha",
    "_incapsula_resource",
    "geetest",
    "captcha-delivery",
    "awswaf",
    "turnstile",
)
# What the sentences of a consent wall are about; a policy says so in its title and is long.
_CONSENT_TALK = re.compile(
    r"cookie|consent|privacy|partner|personal data|tracking|advertis|datenschutz|einwillig|zustimm|werbung|données|confidentialité|"
    r"publicité|privacidad|datos personales|publicidad|dados pessoais|trattamento|pubblicit|toestemming|advertenties|samtyck|samtykke|"
    r"prywatno|danych osobowych|персональн|конфиденц|隐私|隱私|个人信息|クッキー|プライバシー|쿠키|개인정보|çerez|kişisel veri",
    re.IGNORECASE,
)
_POLICY = re.compile(
    r"polic(?:y|ies)|notice|statement|terms|erklärung|richtlinie|politique|mentions|política|aviso|informativa|verklaring|policy|"
    r"polityka|политика|政策|声明|条款|協議|协议|ポリシー|規約|방침|약관",
    re.IGNORECASE,
)
_LISTS = ("CollectionPage", "SearchResultsPage")
# Latin characters' worth of text (a Chinese character counts three): less is no article.
THIN = 140
# A teaser is shorter than this; articles have a longer paragraph.
_TEASER = 400
# Pages that show more than this are not refusals, whatever their headings say.
_LARGEST_REFUSAL = 8000
# Nor are those whose body is longer than any consent text seen.
_LONGEST_REFUSAL = 3500


def weight(text: str) -> int:
    """Return the length of *text* in Latin characters' worth."""
    return int(weight_of(text))


def check(page: Page) -> None:
    """Raise QuarantineError where *page* is an error page, a challenge, a wall or has no text."""
    size = weight(page.visible)
    if size >= _LARGEST_REFUSAL or weight(page.body.text) >= _LONGEST_REFUSAL:
        return
    heads = _heads(page)
    _check_challenge(page, size, heads)
    if _is_consent(page, size, heads):
        raise QuarantineError("the site asks for consent first", reason="consent-wall")
    if not page.nodes_of_content and weight(page.body.text) < 700:
        _check_error(page, size, heads)
        if any(says("login", one) for one in heads) and _has_password(page):
            raise QuarantineError("the site asks to sign in", reason="login-wall")
    if size < 20 and not page.nodes_of_content:
        raise QuarantineError("the page has no text", reason="empty")


def _heads(page: Page) -> list[str]:
    found = [page.titled.text, text_of(page.root.find(".//title"))]
    for tag, most in (("h1", 3), ("h2", 2)):
        found += [text_of(one) for one in list(page.root.iter(tag))[:most]]
    return [one[:300] for one in dict.fromkeys(found) if one]


def _check_challenge(page: Page, size: int, heads: list[str]) -> None:
    asked = size < 2500 and any(says("challenge", one) for one in heads)
    asked = asked or (size < 900 and says("challenge", page.visible))
    asked = asked or (size < 600 and any(_has_mark(page, mark) for mark in _CHALLENGE_MARKS))
    if asked and not page.nodes_of_content and _sentences(page) < 4:
        raise QuarantineError("the site asks for proof of being human", reason="challenge")


def _check_error(page: Page, size: int, heads: list[str]) -> None:
    """A long text under such a heading is an article about errors; a short one is an error."""
    told = next((one for one in heads if says("error", one)), "")
    if told and _sentences(page) < 2 and size < 6000:
        raise QuarantineError(
            f"an error page that answers as a good one: {told!r}", reason="soft-404"
        )
    if size < 1200 and says("error", page.visible[:300]) and weight(page.body.text) < 300:
        raise QuarantineError(
            f"an error page that answers as a good one: {page.visible[:60]!r}", reason="soft-404"
        )


def _is_consent(page: Page, size: int, heads: list[str]) -> bool:
    if page.nodes_of_content or any(_POLICY.search(one) for one in heads):
        return False
    if page.metas.get("og:type", "").lower() == "article":
        return False
    told = [one.text for one in page.survey.blocks if one.weight > 60 and ends_sentence(one.text)]
    about = sum(len(one) for one in told if _CONSENT_TALK.search(one))
    share = about / max(1, sum(map(len, told)))
    if any(says("consent", one) for one in heads):
        return share > 0.5 or not told
    return size < 5000 and len(told) >= 2 and share > 0.8


def _has_password(page: Page) -> bool:
    return any((one.get("type") or "").lower() == "password" for one in page.root.iter("input"))


def check_article(page: Page) -> None:
    """Raise QuarantineError where *page* lists documents instead of being one."""
    if is_index(page):
        raise QuarantineError("a list of links, not an article", reason="index-page")


def is_index(page: Page) -> bool:
    """Say whether *page* is a list: most of its text in links, and no body of sentences."""
    body = page.root.find("body")
    if (
        body is None
        or "text" in page.rules
        or page.stated_text
        or page.metas.get("og:type", "").lower() == "article"
    ):
        return False
    longest = max((weight(one) for one in page.body.paragraphs), default=0)
    if longest >= _TEASER and _sentences(page) >= 4:
        return False
    links = [weight(text_of(one)) for one in body.iter("a")]
    long_links = [one for one in links if one >= 30]
    size, linked = weight(page.body.text), sum(long_links)
    if _is_called_list(page, len(long_links)) and len(links) >= 4 and size < 3 * linked + 300:
        return True
    if len(long_links) >= 12 and linked > 1.2 * size and not _sentences(page):
        return _whole_sentences(page) < 3
    # Teasers under linked headings: the "body" is the list itself.
    top = page.body.element
    inside = [weight(text_of(one)) for one in (() if top is None else top.iter("a"))]
    heads = [one for one in inside if 30 <= one <= 400]
    if longest >= _TEASER:
        return False
    listed = len(heads) >= 6 and sum(heads) > 0.4 * size
    return listed or (page.body.dropped > 0.6 and len(heads) >= 4 and size < 900)


def _is_called_list(page: Page, long_links: int) -> bool:
    """Say whether title, structured data or address call the page a list."""
    if says("list", page.titled.text):
        return True
    if of_type(page.nodes, *ARTICLES) or long_links < 8:
        return False
    return bool(of_type(page.nodes, *_LISTS)) or urlsplit(page.url).path in {"", "/"}


def _sentences(page: Page) -> int:
    return sum(1 for one in page.body.paragraphs if weight(one) > 100)


def _whole_sentences(page: Page) -> int:
    """Count paragraphs that end as a sentence does; teasers end in dots, or not at all."""
    return sum(
        1
        for one in page.body.paragraphs
        if weight(one) > 60 and ends_sentence(one) and not one.endswith(("…", "..."))
    )


def _has_mark(page: Page, mark: str) -> bool:
    return any(
        mark in (one.get("src") or one.get("class") or one.get("id") or "").lower()
        for one in page.root.iter("script", "div", "form", "iframe")
    )
