"""What a link's words and address say of the place it leads to; the words are data beside this file."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple
from urllib.parse import unquote, urlsplit

from ruamel.yaml import YAML

from crawlers.links.site import same_site
from schemas.ids import url_host
from schemas.kinds import DocumentKind, SourceKind

_DATA: dict[str, Any] = YAML(typ="safe", pure=True).load(
    Path(__file__).with_suffix(".yaml").read_text(encoding="utf-8")
)
BOARDS: tuple[str, ...] = tuple(_DATA["boards"])
STATUS_HOSTS: tuple[str, ...] = tuple(_DATA["status_hosts"])
FEED_PATHS: tuple[str, ...] = tuple(_DATA["feed_paths"])
MISSING: tuple[str, ...] = tuple(_DATA["missing"])
_HAN = re.compile(r"[\u3040-\u30ff\u3400-\u9fff]")
_LOCALE = re.compile(r"^[a-z]{2}(?:[-_][a-z]{2,4})?$", re.IGNORECASE)
# What a match is worth: the link's words alone are surer than a word of the address.
_EXACT, _HELD, _PATH_LAST, _PATH_PART = 0.5, 0.3, 0.35, 0.15
_DEEP = 0.06  # taken off for each folder beyond the second: the article is not the news room
# A headline for an address, such as our-pricing-explained-in-depth, is an article.
_SLUG, _SLUG_HYPHENS = 0.3, 4


class Topic(NamedTuple):
    """A place worth watching, as the data file describes it."""

    name: str
    kind: SourceKind
    document: DocumentKind | None
    every: str
    most: int
    words: frozenset[str]
    paths: frozenset[str]
    tries: tuple[str, ...]


class Match(NamedTuple):
    """A topic that a link may be about, how much speaks for it, and what does."""

    topic: str
    score: float
    reasons: tuple[str, ...]


def _topic(name: str, data: dict[str, Any]) -> Topic:
    words = {word.casefold() for some in data["words"].values() for word in some}
    return Topic(
        name, data["kind"], data.get("document"), data["every"], data["most"],
        frozenset(words), frozenset(data["paths"]), tuple(data["try"]),
    )  # fmt: skip


TOPICS: dict[str, Topic] = {name: _topic(name, one) for name, one in _DATA["topics"].items()}


def matches(url: str, words: str, home: str) -> Iterator[Match]:
    """Yield the topics that a link to *url* with the text *words* may be about."""
    host = url_host(url)
    if board := next((one for one in BOARDS if host == one or host.endswith(f".{one}")), None):
        yield Match("careers", 0.85, (f"a job board at {board}",))
        return
    if any(host.endswith(f".{one}") for one in STATUS_HOSTS) or host.startswith("status."):
        yield Match("status", 0.7, (f"a status page at {host}",))
        return
    if not same_site(home, url) or _is_home(url):
        return
    segments = [one for one in unquote(urlsplit(url).path).lower().split("/") if one]
    segments = [re.sub(r"\.(?:s?html?|php|aspx?|jsp)$", "", one) for one in segments]
    if segments and segments[-1] in {"index", "default"}:
        segments.pop()
    if segments and _LOCALE.match(segments[0]):
        segments = segments[1:]
    deep = max(0, len(segments) - 2) * _DEEP
    deep += _SLUG if segments and segments[-1].count("-") >= _SLUG_HYPHENS else 0.0
    label = " ".join(words.casefold().split()).strip(" ›»→>|·")
    for topic in TOPICS.values():
        score, reasons = 0.0, []
        if said := _said(label, topic):
            score += said
            reasons.append(f"linked as “{words.strip()[:40]}”")
        if placed := _placed(segments, topic, host):
            score += placed[0]
            reasons.append(f"its address says {placed[1]}")
        if score - deep > 0.1:
            yield Match(topic.name, round(score - deep, 3), tuple(reasons))


def _said(label: str, topic: Topic) -> float:
    if not label or len(label) > 60:
        return 0.0
    if label in topic.words:
        return _EXACT
    # "Our pricing plans" holds "pricing"; a headline that holds "news" is no news room.
    if _HAN.search(label):
        return (
            _HELD
            if len(label) <= 10 and any(len(w) > 1 and w in label for w in topic.words)
            else 0.0
        )
    parts = set(re.findall(r"[\w'-]+", label))
    held = len(parts) <= 4 and any(" " not in word and word in parts for word in topic.words)
    return _HELD if held else 0.0


def _placed(segments: list[str], topic: Topic, host: str) -> tuple[float, str] | None:
    if segments and segments[-1] in topic.paths:
        return _PATH_LAST, segments[-1]
    if not segments and (first := host.partition(".")[0]) in topic.paths:
        return _PATH_LAST, first
    for segment in segments:
        if segment in topic.paths:
            return _PATH_PART, segment
    return None


def _is_home(url: str) -> bool:
    """Say whether an address is the front page of a host that is no place by itself."""
    path = urlsplit(url).path.strip("/")
    first = url_host(url).partition(".")[0]
    return not path and not any(first in topic.paths for topic in TOPICS.values())


def is_home(url: str) -> bool:
    """Say whether an address is a front page, in whatever language: ``/``, ``/en/``, ``/index.html``."""
    parts = [one for one in urlsplit(url).path.lower().split("/") if one]
    if parts and re.fullmatch(r"(?:index|default|home)(?:\.\w+)?", parts[-1]):
        parts.pop()
    return not urlsplit(url).query and (
        not parts or (len(parts) == 1 and bool(_LOCALE.match(parts[0])))
    )
