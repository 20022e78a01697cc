"""Real pages made to differ as pages differ at each load: what nobody should be told of.

Each function takes the tree of a page and a random source, changes the tree in place, and returns
whether it could. The words are our own.
"""

import random
import re
from collections.abc import Callable

from lxml import etree, html

Noise = Callable[[html.HtmlElement, random.Random], bool]

_SLOGANS = (
    "Save big on cloud backup this autumn. Limited seats.", "The lightest ladder you will ever own.",
    "Refinance today: rates from 2.9 percent.", "限时特惠:全场云主机低至三折", "新用户注册即送百元大礼包",
)  # fmt: skip
_TEASERS = (
    "Harbour towns prepare for the winter season", "Why small mills are hiring again",
    "Five gardens to visit before the frost", "Council votes on the new tram line",
    "小城里的修表匠:一做就是四十年", "今年秋粮收购工作全面展开", "地铁新线明日起试运行", "The quiet return of the night train",
)  # fmt: skip
_COMMENTS = (
    "Great read, thanks for sharing!", "I do not agree with the second point at all, in my town it was the other way round.",
    "楼主说得对,支持一下。", "First!", "Has anybody tried this with an older model? Mine never worked.",
)  # fmt: skip


def _fragment(markup: str) -> html.HtmlElement:
    return html.fragment_fromstring(markup)


def _body(root: html.HtmlElement) -> html.HtmlElement:
    body = root.find("body")
    return root if body is None else body


def _paragraphs(root: html.HtmlElement) -> list[html.HtmlElement]:
    return [one for one in _body(root).iter("p") if len(one.text_content().strip()) > 60]


def _insert(root: html.HtmlElement, node: html.HtmlElement, rng: random.Random) -> None:
    """Put *node* between two paragraphs, else at the top or the end of the page."""
    places = _paragraphs(root)
    if places and rng.random() < 0.7:
        rng.choice(places).addnext(node)
    else:
        body = _body(root)
        body.insert(rng.choice((0, len(body))), node)


def advertisement(root: html.HtmlElement, rng: random.Random) -> bool:
    """Insert advertisements, marked in one of the usual ways."""
    for _ in range(rng.randint(1, 3)):
        slogan = rng.choice(_SLOGANS)
        forms = (
            f'<div class="ad-slot"><a href="https://shop.example/?c={rng.random()}">{slogan}</a></div>',
            f'<div id="google_ads_iframe_{rng.randint(1, 99)}"><p>{slogan}</p></div>',
            f'<ins class="adsbygoogle" data-ad-slot="{rng.randint(1, 9999)}">{slogan}</ins>',
            f'<aside class="sponsored"><p>Sponsored</p><p>{slogan}</p></aside>',
            f'<div class="advertisement"><span>Advertisement</span> <p>{slogan}</p></div>',
            f"<p>Advertisement: {slogan}</p>",
            f'<div class="guanggao"><p>广告</p><p>{slogan}</p></div>',
        )
        _insert(root, _fragment(rng.choice(forms)), rng)
    return True


def cookie_wall(root: html.HtmlElement, rng: random.Random) -> bool:
    """Lay a consent banner over the page."""
    number = rng.randint(20, 900)
    forms = (
        f'<div id="cookie-banner"><p>We and our {number} partners use cookies to improve your experience.</p><button>Accept all</button></div>',
        '<div class="consent-overlay" role="dialog"><h2>Your privacy</h2><p>We value your privacy. Choose which cookies you accept.</p><a href="#">Reject all</a></div>',
        "<div><p>This site uses cookies. By continuing to browse you agree to our use of cookies.</p></div>",
        "<div><p>本网站使用cookie以提升您的浏览体验，继续浏览即表示同意。</p></div>",
    )
    _body(root).insert(0, _fragment(rng.choice(forms)))
    return True


def banner(root: html.HtmlElement, rng: random.Random) -> bool:
    """Put a promotion or a notice of the site's own on top."""
    forms = (
        f'<div class="promo-banner"><p>{rng.choice(_SLOGANS)}</p></div>',
        '<div class="site-banner" role="banner"><p>Our autumn summit is sold out. Join the waiting list!</p></div>',
        '<div class="newsletter-signup"><h3>Stay in the loop</h3><p>Our best stories in your inbox every Friday.</p></div>',
    )
    _body(root).insert(0, _fragment(rng.choice(forms)))
    return True


def timestamp(root: html.HtmlElement, rng: random.Random) -> bool:
    """Show when the page was made."""
    clock = f"{rng.randint(0, 23):02}:{rng.randint(0, 59):02}:{rng.randint(0, 59):02}"
    day = rng.randint(1, 28)
    forms = (
        f"<p>Last updated: {day} Nov 2026, {clock}</p>", f'<span class="timestamp">2026-11-{day:02} {clock}</span>',
        f"<div>Generated in 0.{rng.randint(10, 99)} s on {day}/11/2026 {clock}</div>", f"<p>当前时间：2026年11月{day}日 {clock}</p>",
        f"<div>Server time: {clock} UTC</div>", f"<p>更新时间：2026-11-{day:02} {clock}</p>",
    )  # fmt: skip
    _insert(root, _fragment(rng.choice(forms)), rng)
    return True


def relative_date(root: html.HtmlElement, rng: random.Random) -> bool:
    """Say how long ago something was."""
    number = rng.randint(2, 58)
    forms = (
        f'<p class="meta">By the desk, {number} minutes ago</p>', f"<span>{number} hours ago</span>",
        f"<div>Posted {number} days ago in News</div>", f"<p>{number}分钟前 来源：本站</p>", f"<span>{number}小时前</span>",
    )  # fmt: skip
    _insert(root, _fragment(rng.choice(forms)), rng)
    return True


def counter(root: html.HtmlElement, rng: random.Random) -> bool:
    """Count views, comments, shares."""
    number = f"{rng.randint(1000, 99999):,}"
    forms = (
        f"<p>{number} views</p>", f'<span class="view-count">{number}</span>', f"<div>Views: {number}</div>",
        f"<p>阅读：{number}次</p>", f"<div>{number} people are reading this</div>", f"<span>点击数：{number}</span>",
        f'<div class="share-count">{number} shares</div>', f"<p>{number} comments</p>",
    )  # fmt: skip
    _insert(root, _fragment(rng.choice(forms)), rng)
    return True


def figures_of_the_page(root: html.HtmlElement, rng: random.Random) -> bool:
    """Let the page's own counters and clocks go on."""
    done = False
    pattern = re.compile(
        r"\d+(?=\s*(?:views|comments|shares|minutes ago|hours ago|days ago|次浏览|条评论|小时前|分钟前))"
    )
    for element in _body(root).iter():
        if isinstance(element.tag, str) and element.text and pattern.search(element.text):
            element.text = pattern.sub(
                lambda match: str(int(match[0]) + rng.randint(1, 9)), element.text
            )
            done = True
    return done


def reordered_lists(root: html.HtmlElement, rng: random.Random) -> bool:
    """Shuffle the entries of lists."""
    lists = [one for one in _body(root).iter("ul") if len(one.findall("li")) > 2]
    for one in rng.sample(lists, min(len(lists), 4)):
        entries = one.findall("li")
        rng.shuffle(entries)
        for entry in entries:
            one.append(entry)
    return bool(lists)


def reordered_blocks(root: html.HtmlElement, rng: random.Random) -> bool:
    """Swap two boxes beside each other."""
    boxes = [
        one
        for one in _body(root).iter("div", "section")
        if one.getnext() is not None
        and one.getnext().tag == one.tag
        and len(one.text_content()) > 40
    ]
    if not boxes:
        return False
    one = rng.choice(boxes)
    other = one.getnext()
    one.tail, other.tail = "\n", "\n"
    other.addnext(one)
    return True


def furniture_wording(root: html.HtmlElement, rng: random.Random) -> bool:
    """Try other words in navigation, footer and buttons, as A/B tests do."""
    words = ("Discover", "Explore", "See what is new", "Get going", "发现更多", "马上看看")
    places = [
        one
        for area in _body(root).iter("nav", "footer", "header", "button", "aside")
        for one in area.iter("a", "button", "span")
        if one.text and len(one.text.strip()) > 2 and len(one) == 0
        and not any(up.tag in {"article", "main", "h1"} for up in one.iterancestors())
    ]  # fmt: skip
    for one in rng.sample(places, min(3, len(places))):
        one.text = rng.choice(words)
    return bool(places)


def call_to_action(root: html.HtmlElement, rng: random.Random) -> bool:
    """Insert one of several buttons."""
    words = rng.choice(
        ("Start free trial", "Try it free", "Get started", "Book a demo", "免费试用", "立即咨询")
    )
    forms = (
        f'<a class="btn btn-primary" href="/signup">{words}</a>', f"<button>{words}</button>",
        f'<p><a class="cta" href="/start">{words}</a></p>',
    )  # fmt: skip
    _insert(root, _fragment(rng.choice(forms)), rng)
    return True


def class_names(root: html.HtmlElement, rng: random.Random) -> bool:
    """Give every class another hash, as style modules do at each build."""
    mark = f"{rng.randrange(16**5):05x}"
    for element in root.iter():
        if isinstance(element.tag, str) and (value := element.get("class")):
            element.set("class", " ".join(f"{one}__{mark}" for one in value.split()))
    return True


def tokens(root: html.HtmlElement, rng: random.Random) -> bool:
    """Change nonces, request ids and cache busters."""
    token = f"{rng.randrange(16**32):032x}"
    for element in root.iter("script", "style", "link", "img"):
        element.set("nonce", token[:16])
        for name in ("src", "href"):
            if (value := element.get(name)) and "schema.org" not in value:
                element.set(name, f"{value}{'&' if '?' in value else '?'}v={token[:8]}")
    form = _fragment(f'<form><input type="hidden" name="csrf" value="{token}"></form>')
    _body(root).append(form)
    _body(root).append(_fragment(f"<script>window.requestId='{token}'</script>"))
    _body(root).append(_fragment(f'<div style="display:none">{token}</div>'))
    return True


def white_space(root: html.HtmlElement, rng: random.Random) -> bool:
    """Indent otherwise."""
    for element in _body(root).iter("div", "p", "li", "section"):
        if rng.random() < 0.5:
            element.tail = f"{element.tail or ''}\n\n   "
            if element.text and element.getparent() is not None:
                element.text = element.text.replace(" ", "  ")
    return True


def markup(root: html.HtmlElement, rng: random.Random) -> bool:
    """Wrap paragraphs and words in other elements."""
    for one in _paragraphs(root):
        if rng.random() < 0.3:
            box = etree.SubElement(one.getparent(), "div")
            one.addprevious(box)
            tail, one.tail = one.tail, None
            box.append(one)
            box.tail = tail
        elif one.text and rng.random() < 0.3:
            span = etree.Element("span")
            span.text, one.text = one.text, None
            one.insert(0, span)
    return True


def related(root: html.HtmlElement, rng: random.Random) -> bool:
    """Show other teasers of other articles."""
    teasers = rng.sample(_TEASERS, 4)
    links = "".join(
        f'<li><a href="/n/{rng.randint(1, 9999)}.html">{one}</a></li>' for one in teasers
    )
    forms = (
        f'<div class="related-articles"><h3>Related articles</h3><ul>{links}</ul></div>', f"<div><h3>Read next</h3><ul>{links}</ul></div>",
        f'<section class="recommended"><h2>You may also like</h2><ul>{links}</ul></section>', f"<div><h3>相关阅读</h3><ul>{links}</ul></div>",
    )  # fmt: skip
    _body(root).append(_fragment(rng.choice(forms)))
    return True


def comments(root: html.HtmlElement, rng: random.Random) -> bool:
    """Let readers comment."""
    said = "".join(
        f'<li class="comment"><b>reader{rng.randint(1, 99)}</b><p>{one}</p></li>'
        for one in rng.sample(_COMMENTS, rng.randint(1, 4))
    )
    forms = (
        f'<div id="comments"><h3>Comments</h3><ol>{said}</ol></div>', f'<section class="comment-list"><h2>3 comments</h2><ol>{said}</ol></section>',
        f'<div class="pinglun"><h3>网友评论</h3><ul>{said}</ul></div>',
    )  # fmt: skip
    _body(root).append(_fragment(rng.choice(forms)))
    return True


def everything(root: html.HtmlElement, rng: random.Random) -> bool:
    """Do four of them at once, as a page does between two days."""
    singles = [one for name, one in NOISES.items() if name != "several at once"]
    for one in rng.sample(singles, 4):
        one(root, rng)
    return True


NOISES: dict[str, Noise] = {
    "advertisements": advertisement, "cookie wall": cookie_wall, "banner": banner, "timestamp": timestamp,
    "relative date": relative_date, "counter": counter, "its own counters": figures_of_the_page,
    "lists reordered": reordered_lists, "blocks reordered": reordered_blocks,
    "furniture reworded": furniture_wording, "call to action": call_to_action, "class names": class_names,
    "tokens": tokens, "white space": white_space, "markup": markup, "related articles": related,
    "comments": comments, "several at once": everything,
}  # fmt: skip
