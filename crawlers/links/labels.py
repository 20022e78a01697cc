"""What link texts say: titles, labels such as "Read more", words that lead on; addresses of lists.

The words were collected from news rooms and blogs in November 2026.
"""

import re
from itertools import islice
from urllib.parse import urlsplit

from lxml import html

from crawlers.links.found import squeeze

_HAN = re.compile(r"[\u3040-\u30ff\u3400-\u9fff]")
# Characters of link text below which it is a label, not a title.
_LATIN_TITLE, _HAN_TITLE = 12, 6
_LABELS = frozenset(
    {
        "read more", "more", "learn more", "find out more", "continue reading", "read article",
        "read the article", "read on", "details", "view", "view details", "view all", "see all", "open",
        "register", "share", "download", "pdf", "watch", "apply", "apply now", "permalink", "read story",
        "mehr", "mehr erfahren", "weiterlesen", "weiter lesen", "mehr lesen", "zum artikel", "zur meldung",
        "jetzt lesen", "lire la suite", "en savoir plus", "lire l'article", "leer más", "saber más",
        "ver más", "查看详情", "详情", "查看更多", "阅读全文", "阅读更多", "了解更多", "了解详情", "更多", "全文",
        "点击查看", "查看", "详细", "続きを読む", "詳しくはこちら", "詳細", "詳細を見る", "詳しく見る", "もっと読む",
    }
)  # fmt: skip
_NEXT_WORDS = re.compile(
    r"^[\s›»>→]*(?:下一?[页頁]|后一?[页頁]|翻到下一页|next(?: page)?|older(?: posts| entries| news| items)?"
    r"|more results|次へ|次の(?:ページ|\d+件)へ?|weiter|nächste(?: seite)?|ältere (?:beiträge|meldungen|artikel)"
    r"|page suivante|suivant|siguiente|página siguiente|pagina successiva|volgende)[\s›»>→]*$",
    re.IGNORECASE,
)
_MORE_WORDS = re.compile(
    r"^[\s+↓▼⌄…]*(?:(?:load|show|view|see) more(?: \w+){0,2}|more (?:news|posts|articles|stories|results|releases)"
    r"|加载更多|查看更多|显示更多|更多新闻|更多文章|点击加载更多|载入更多|もっと見る|もっと読む|さらに表示|さらに読み込む"
    r"|mehr (?:laden|anzeigen)|weitere (?:laden|anzeigen|meldungen|beiträge|artikel)|voir plus|charger plus"
    r"|afficher plus|cargar más|ver más|mostrar más)[\s+↓▼⌄…]*$",
    re.IGNORECASE,
)
_ARROWS = re.compile(r"^\s*[›»→>]{1,2}\s*$")
_LIST_PATH = re.compile(
    r"/(?:author|authors|autor|auteur|category|categories|kategorie|tag|tags|topic|topics|thema|label|user"
    r"|users|profile|archive|archives|page|seite|search|login|signin|register|newsletter|subscribe)(?:/|$)",
    re.IGNORECASE,
)
_LIST_QUERY = re.compile(
    r"(?:^|&)(?:topic|category|cat|tag|type|page|p|pg|paged|pageno|author|year|sort)=",
    re.IGNORECASE,
)


def title_points(title: str) -> float:
    """Return 1 for a title, 0 for what may be the name of a post, -1 for a label."""
    han = len(_HAN.findall(title))
    if len(title) >= _LATIN_TITLE or han >= _HAN_TITLE:
        return 1.0
    return 0.0 if len(title) >= _LATIN_TITLE // 2 or han >= _HAN_TITLE // 2 else -1.0


def is_label(words: str) -> bool:
    """Say whether a link's text is the same under every teaser: ``Read more``."""
    return words.strip(" ›»→>…·[]()").casefold() in _LABELS


def is_listing_address(url: str) -> bool:
    """Say whether an address leads to another list: a tag, an author, a page of results."""
    parts = urlsplit(url)
    return bool(_LIST_PATH.search(parts.path)) or bool(_LIST_QUERY.search(parts.query))


def leads_on(element: html.HtmlElement) -> bool:
    """Say whether a link leads to the next part of the list it stands under."""
    words = words_of(element)
    if "next" in element.get("rel", "").lower().split():
        return True
    return bool(_NEXT_WORDS.match(words) or _MORE_WORDS.match(words))


def says_next(element: html.HtmlElement) -> bool:
    """Say whether an element's text or label means the next page."""
    said = (words_of(element), element.get("aria-label", ""), element.get("title", ""))
    return any(_NEXT_WORDS.match(one) for one in said if one)


def says_more(element: html.HtmlElement) -> bool:
    """Say whether an element's text means that more of the list is to be loaded."""
    return bool(_MORE_WORDS.match(words_of(element)))


def is_arrow(element: html.HtmlElement) -> bool:
    """Say whether an element shows nothing but an arrow to the right."""
    return bool(_ARROWS.match(words_of(element) or "-"))


def words_of(element: html.HtmlElement) -> str:
    """Return the text of an element, enough of it to know a label."""
    return squeeze(" ".join(str(part)[:100] for part in islice(element.itertext(), 20)), 60) or ""
