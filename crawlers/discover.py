"""From a home page to the places worth watching: what to ask for next, and what to propose. Pure.

First :func:`leads` says which addresses are worth a look, of the pages seen so far; once they are
fetched, :func:`discover` makes proposals, each with reasons that a person can judge.
"""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from typing import NamedTuple
from urllib.parse import urljoin, urlsplit

from lxml import etree, html

from crawlers.discover_evidence import Evidence, Seen, examine, feed_evidence, title_of
from crawlers.discover_topics import BOARDS, FEED_PATHS, TOPICS, matches
from crawlers.links import feeds, pages, sitemaps
from crawlers.links.found import absolute, squeeze
from crawlers.links.site import same_site
from schemas.ids import canonical_url, url_host
from schemas.kinds import DocumentKind, SourceKind
from text.encoding import decode

# What is asked for at most beyond the home page: a visit that no server minds.
MOST_LOOKS = 36
_MOST_FEEDS = 4
# Addresses of a sitemap that are looked through; a large site's first thousands hold its sections.
_MOST_ROWS = 20_000
# Below this a proposal would waste a person's time.
_LEAST = 0.3


class Proposal(NamedTuple):
    """A place worth watching. *score* is 0 to 1; *reasons* are sentences for a person."""

    topic: str
    url: str
    kind: SourceKind
    document: DocumentKind | None
    every: str
    title: str
    score: float
    reasons: tuple[str, ...]


class _Lead(NamedTuple):
    url: str
    score: float
    reasons: tuple[str, ...]


def first_looks(url: str) -> tuple[str, ...]:
    """Return what is asked for first of the site at *url*: its page, robots.txt, the usual sitemap."""
    return (url, urljoin(url, "/robots.txt"), urljoin(url, "/sitemap.xml"))


def next_looks(home: str, seen: Sequence[Seen]) -> tuple[str, ...]:
    """Return the addresses worth asking for now, the likeliest first; none when all was seen."""
    asked = {_key(url) for one in seen for url in (one.requested, one.url)}
    wanted = [*_wanted_sitemaps(home, seen), *(url for url, _ in _announced(seen))]
    found = _leads(home, seen)
    for topic in TOPICS.values():
        ranked = found.get(topic.name, [])
        wanted += [one.url for one in ranked[: topic.most + 1] if not _is_board(one.url)]
        if not ranked:
            wanted += [urljoin(home, path) for path in topic.tries[:2]]
    if not _announced(seen):
        wanted += [urljoin(home, path) for path in FEED_PATHS]
    fresh = {
        key: url for url in reversed(wanted) if (key := _key(url)) not in asked and _can_be(url)
    }
    return tuple(reversed(fresh.values()))[: max(0, MOST_LOOKS - len(seen))]


def discover(home: str, seen: Sequence[Seen]) -> list[Proposal]:
    """Return the places worth watching that *seen* shows of the site at *home*, the surest first."""
    fetched = {_key(one.requested): one for one in seen}
    front = fetched.get(_key(home))
    proposals = [*_feed_proposals(seen, fetched), *_sitemap_proposals(home, seen)]
    taken = {_key(one.url) for one in proposals}
    for name, ranked in _leads(home, seen).items():
        own = [one for lead in ranked if (one := _judged(name, lead, fetched, front)) is not None]
        own.sort(key=lambda one: (-one.score, len(one.url), one.url))
        for proposal in own[: TOPICS[name].most]:
            if _key(proposal.url) not in taken:
                taken.add(_key(proposal.url))
                proposals.append(proposal)
    # Among equals in the order in which people ask: the feed, then as the topics stand in their file.
    order = {name: number for number, name in enumerate(("feed", *TOPICS, "sitemap"))}
    return sorted(proposals, key=lambda one: (-one.score, order[one.topic], one.url))


def _judged(
    name: str, lead: _Lead, fetched: dict[str, Seen], front: Seen | None
) -> Proposal | None:
    topic = TOPICS[name]
    page = fetched.get(_key(lead.url))
    evidence = examine(name, page, front) if page else Evidence(0.0, ("not looked at",))
    if page is None and _is_board(lead.url):
        evidence = Evidence(0.0)
    score = min(1.0, lead.score + evidence.points)
    if evidence.gone or score < _LEAST:
        return None
    return Proposal(
        name,
        page.url if page else lead.url,
        topic.kind,
        topic.document,
        topic.every,
        title_of(page) if page else "",
        round(score, 2),
        (*lead.reasons, *evidence.reasons),
    )


def _leads(home: str, seen: Sequence[Seen]) -> dict[str, list[_Lead]]:
    """Return the links that may lead to a topic, each under the one that most speaks for."""
    best: dict[str, tuple[str, _Lead]] = {}
    for url, words, where in _links(home, seen):
        if not _can_be(url):
            continue
        for match in matches(url, words, home):
            lead = _Lead(url, match.score, (*match.reasons, where))
            known = best.get(_key(url))
            if known is None or lead.score > known[1].score:
                best[_key(url)] = (match.topic, lead)
    found: defaultdict[str, list[_Lead]] = defaultdict(list)
    for topic, lead in best.values():
        # A word somewhere in the address alone: most often an article below the place.
        if lead.score >= _LEAST:
            found[topic].append(lead)
    for ranked in found.values():
        ranked.sort(key=lambda one: (-one.score, len(one.url), one.url))
    return found


def _links(home: str, seen: Sequence[Seen]) -> Iterator[tuple[str, str, str]]:
    """Yield address, link text and where it stands, of pages, sitemaps and what was tried."""
    front = _key(home)
    for page in seen:
        if page.status != 200:
            continue
        sitemap = sitemaps.read(page.body, page.url, page.content_type)
        if sitemap is not None:
            for link in sitemap.documents[:_MOST_ROWS]:
                yield link.url, "", "listed in the sitemap"
            continue
        own = _key(page.requested) == front
        where = "on the home page" if own else f"on {urlsplit(page.url).path or '/'}"
        for url, words in _anchors(page):
            yield url, words, where
        if not own:
            yield page.url, "", "tried, and it answers"


def _anchors(page: Seen) -> Iterator[tuple[str, str]]:
    text = decode(page.body, page.content_type).text.replace("\x00", "")
    try:
        root = html.document_fromstring(text.encode("utf-8", "replace"), parser=_PARSER)
    except (etree.ParserError, etree.XMLSyntaxError, ValueError):
        return
    for anchor in root.iter("a", "area"):
        url = absolute(page.url, anchor.get("href", ""))
        if url.startswith(("http://", "https://")):
            said = squeeze(" ".join(str(part) for part in anchor.itertext()), 80)
            yield url, said or anchor.get("title") or anchor.get("aria-label") or ""


_PARSER = html.HTMLParser(encoding="utf-8", huge_tree=False)


def _announced(seen: Sequence[Seen]) -> list[tuple[str, str]]:
    """Return the feeds that pages announce or link to, with where."""
    found: dict[str, tuple[str, str]] = {}
    for page in seen:
        if page.status != 200 or feeds.read_feed(page.body, page.url, page.content_type):
            continue
        path = urlsplit(page.url).path or "/"
        for url in pages.feeds_of(page.body, page.url, page.content_type):
            found.setdefault(_key(url), (url, f"announced by {path}"))
        for url, words in _anchors(page):
            name = urlsplit(url).path.lower()
            if same_site(page.url, url) and (
                words.lower() in {"rss", "atom", "rss feed", "feed", "rss订阅", "订阅"}
                or name.endswith(
                    (".rss", ".atom", "/feed", "/feed/", "/rss", "rss.xml", "feed.xml", "atom.xml")
                )
            ):
                found.setdefault(_key(url), (url, f"linked on {path}"))
    return [one for one in found.values() if "comment" not in one[0].lower()]


def _feed_proposals(seen: Sequence[Seen], fetched: dict[str, Seen]) -> Iterator[Proposal]:
    named = {_key(url): where for url, where in _announced(seen)}
    count = 0
    for page in seen:
        if page.status != 200 or count >= _MOST_FEEDS:
            continue
        evidence = feed_evidence(page)
        if evidence.gone or "comment" in page.requested.lower():
            continue
        where = named.get(_key(page.requested)) or named.get(_key(page.url))
        score = (0.75 if where else 0.6) + evidence.points
        if page is fetched.get(_key(page.requested)) and score >= _LEAST:
            count += 1
            yield Proposal(
                "feed", page.url, "feed", "article", "1h", title_of(page), round(score, 2),
                (where or "tried, and it answers", *evidence.reasons),
            )  # fmt: skip


def _wanted_sitemaps(home: str, seen: Sequence[Seen]) -> Iterator[str]:
    """Yield the sitemaps that robots.txt and one index name, a few of them."""
    for page in seen:
        if page.status != 200:
            continue
        found = sitemaps.read(page.body, page.url, page.content_type)
        if found is not None:
            yield from [url for url in found.onward if same_site(home, url)][:3]


def _sitemap_proposals(home: str, seen: Sequence[Seen]) -> Iterator[Proposal]:
    for page in seen:
        if page.status != 200 or urlsplit(page.url).path == "/robots.txt":
            continue
        found = sitemaps.read(page.body, page.url, page.content_type)
        if found is None or not (found.documents or found.onward):
            continue
        number = len(found.documents) or len(found.onward)
        what = "pages" if found.documents else "sitemaps"
        dated = " with dates" if any(link.modified for link in found.documents[:50]) else ""
        yield Proposal(
            "sitemap", page.url, "sitemap", None, "1d", "", 0.45,
            (f"a sitemap of {number:,} {what}{dated}", f"found at {page.url.removeprefix(home)}"),
        )  # fmt: skip
        return  # the first is the site's own: what it names belongs to it


def _is_board(url: str) -> bool:
    host = url_host(url)
    return any(host == one or host.endswith(f".{one}") for one in BOARDS)


def _can_be(url: str) -> bool:
    """Say whether an address can be a source's: no credentials, no control characters."""
    try:
        canonical_url(url)
    except ValueError:
        return False
    return True


def _key(url: str) -> str:
    try:
        return canonical_url(url).rstrip("/")
    except ValueError:
        return url
