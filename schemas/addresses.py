"""Which addresses are one page: faces for phones, printers and AMP, the same page under http and www.

:func:`page_key` is for comparing only, nobody fetches it. What it leaves alone makes pages differ:
every other parameter (page numbers and languages too), every other path, small and capital letters.
"""

import re
from urllib.parse import SplitResult, unquote, urlsplit

from schemas.ids import canonical_url
from schemas.tracking import is_face

# "m.velmora.example", "en.m.velmora.example": the face for phones; "amp.": that for search engines.
_FACE = re.compile(
    r"^(?P<first>(?:[a-z]{2,3}\.)?)(?:m|mobile?|wap|amp|touch|h5|mob|3g|www\d?)\.(?=[^.]+\.)"
)
# Copies that caches of search engines serve under their own names.
_CACHES = (
    re.compile(r"^https?://[a-z0-9-]+\.cdn\.ampproject\.org/(?:[a-z]/)*(?P<secure>s/)?(?P<rest>[^/?#]+\.[^/?#]+.*)$"),
    re.compile(r"^https?://(?:www\.)?google\.[a-z.]{2,6}/amp/(?P<secure>s/)?(?P<rest>[^/?#]+\.[^/?#]+.*)$"),
    re.compile(r"^https?://(?:www\.)?bing-amp\.com/[a-z]/(?P<secure>s/)?(?P<rest>[^/?#]+\.[^/?#]+.*)$"),
)  # fmt: skip
_FACE_AT_END = re.compile(
    r"(?:/(?:amp|print|printable)(?:\.html?)?|\.amp|[._-]print)(?=/?$|\.s?html?$)|(?<=.)\.amp(?=\.html?$)",
    re.IGNORECASE,
)
_FACE_AT_START = re.compile(r"^/(?:amp|wap)(?=/.)", re.IGNORECASE)
_INDEX = re.compile(r"/(?:index|default)\.(?:s?html?|xhtml|php\d?|aspx?|jspx?|cgi)$", re.IGNORECASE)
_LANGUAGE = re.compile(r"^[a-z]{2}(?:[-_][a-z]{2,4})?$", re.IGNORECASE)
_PAGE_NUMBER = re.compile(
    r"^(?:page|paged|pg|p|pagenum|page_?no|pageindex|start|offset|seite|pagina)$", re.IGNORECASE
)
_PAGE_PATH = re.compile(
    r"/(?:page|seite|pagina|p)[/_-]?(\d{1,4})/?$|_(\d{1,3})\.s?html?$", re.IGNORECASE
)
_LANGUAGE_NAME = re.compile(r"^(?:lang|language|hl|locale|l|sprache|lng)$", re.IGNORECASE)
_SCRIPT = re.compile(r"\.(?:php\d?|aspx?|jspx?|cgi|do|action|pl|cfm|dll|nsf)$|/$", re.IGNORECASE)


def page_key(url: str) -> str:
    """Return what all addresses of one page have in common: ``//host/path?query``.

    Idempotent on addresses. Raises ValueError for what is no http(s) URL; ``urn:`` and ``mid:`` addresses
    stand for themselves.
    """
    if url.startswith(("urn:", "mid:")):
        return url
    parts = urlsplit(canonical_url(_uncached(url)))
    host = _FACE.sub(r"\g<first>", parts.netloc)
    path = _FACE_AT_START.sub("", re.sub(r"/{2,}", "/", parts.path))
    path = _INDEX.sub("/", path)
    path = _FACE_AT_END.sub("", path) or "/"
    path = _INDEX.sub("/", path)
    kept = [part for part in parts.query.split("&") if part and not is_face(*_named(part))]
    query = f"?{'&'.join(kept)}" if kept else ""
    return f"//{host}{path.rstrip('/') or '/'}{query}"


def same_page(one: str, other: str) -> bool:
    """Say whether two addresses lead to one page, as far as addresses tell; False for what is no URL."""
    try:
        return page_key(one) == page_key(other)
    except ValueError:
        return False


def slug_key(url: str) -> str | None:
    """Return site and last words of a path that name one article, by which it is known after a move.

    None where the last part is too short or too common to name one.
    """
    try:
        key = page_key(url)
    except ValueError:
        return None
    parts = urlsplit(key)
    slug = re.sub(r"\.[a-z]{2,5}$", "", parts.path.rsplit("/", 1)[-1]).lower()
    words = [word for word in re.split(r"[-_+]|%20", unquote(slug)) if word]
    letters = sum(char.isalpha() for char in slug)
    return (
        f"{parts.netloc} {slug}" if len(words) >= 3 and letters >= 12 and not parts.query else None
    )


def plausible_canonical(target: str, own: str) -> bool:
    """Say whether *target* can be the canonical address of the page fetched from *own*.

    Both canonical. Careless templates name the front page, the section, the first page of several or
    another language, and would make one document of many.
    """
    if same_page(target, own):
        return True
    there, here = urlsplit(target), urlsplit(own)
    checks = (_names_a_part, _names_another_page, _names_another_language, _drops_what_names_it)
    return not any(careless(there, here) for careless in checks)


def _names_a_part(there: SplitResult, here: SplitResult) -> bool:
    """The front page, or the folder that *here* lies in."""
    above = there.path.rstrip("/")
    if not above:
        return not there.query and here.path.rstrip("/") != ""
    return here.path.startswith(f"{above}/") and here.path.rstrip("/") != above


def _names_another_page(there: SplitResult, here: SplitResult) -> bool:
    return _page_number(here) > 1 and _page_number(there) != _page_number(here)


def _page_number(parts: SplitResult) -> int:
    for part in parts.query.split("&"):
        name, _, value = part.partition("=")
        if _PAGE_NUMBER.match(name) and value.isdigit() and len(value) < 4:
            return int(value)
    match = _PAGE_PATH.search(parts.path)
    return int(match[1] or match[2]) if match else 1


def _names_another_language(there: SplitResult, here: SplitResult) -> bool:
    ours, theirs = _language(here), _language(there)
    return bool(ours and theirs and ours != theirs)


def _language(parts: SplitResult) -> str:
    for part in parts.query.split("&"):
        name, _, value = part.partition("=")
        if _LANGUAGE_NAME.match(name) and _LANGUAGE.match(value):
            return value.lower()
    first = parts.path.split("/", 2)[1] if parts.path.count("/") > 1 else ""
    return first.lower() if _LANGUAGE.match(first) else ""


def _drops_what_names_it(there: SplitResult, here: SplitResult) -> bool:
    """One script shows all articles, told apart by a parameter that the canonical link leaves out."""
    if there.path != here.path or not _SCRIPT.search(here.path):
        return False
    kept = set(there.query.split("&"))
    naming = [part for part in here.query.split("&") if re.search(r"=.*\d", part)]
    return bool(naming) and kept.isdisjoint(naming)


def _named(part: str) -> tuple[str, str]:
    name, _, value = part.partition("=")
    return name, value


def _uncached(url: str) -> str:
    for cache in _CACHES:
        if match := cache.match(url):
            return f"http{'s' if match['secure'] else ''}://{match['rest']}"
    return url
