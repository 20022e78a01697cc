"""Reading a page by a template. What does not fit is never guessed at: the caller reads it otherwise."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any, cast

from crawlers.extract import VERSION
from crawlers.pages.blocks import Block
from crawlers.pages.identity import registrable
from crawlers.pages.trim import trim
from crawlers.templates.flow import Flow, Line, read_flow
from crawlers.templates.leaf import Leaf
from crawlers.templates.observe import line_key
from crawlers.templates.parts import Parts
from crawlers.templates.values import read_authors, read_lead, read_published, read_title
from schemas.addresses import plausible_canonical
from schemas.documents import DOCUMENT_TYPES, DocumentBase, Flag, Provenance, PublishedDate
from schemas.ids import canonical_url, url_host
from schemas.templates import FieldName, Template
from text.boilerplate import boilerplate_spans

# Kinds whose fields are all read here; the others have fields that need their page objects.
KINDS = frozenset({"article"})
_MOST_LINKS = 40
_SHORT = 2500  # a longer text was not withheld, whatever the page offers
_TINY = 700
_ERROR = re.compile(r"\b(?:404|403|50[0-4]|not found|error|unavailable|moved)\b|找不到|不存在|出错|无法访问|已删除", re.IGNORECASE)  # fmt: skip
_CUT = re.compile(r"(?:\.\.\.|…|\[…\]|>>|read more|continue reading|阅读全文|查看全文|展开全文)\s*$", re.IGNORECASE)  # fmt: skip
_HAN = re.compile(r"[\u3040-\u30ff\u3400-\u9fff]")
_PROVEN = 0.95


class Misfit(Exception):  # noqa: N818 - no failure: the page is of another layout
    """The page does not fit the template; *reason* is a stable word."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


@dataclass
class TemplateReader:
    """A template ready for use; keeps what it found out about elements from page to page."""

    template: Template
    _parts: Parts = field(init=False)
    _lines: frozenset[str] = field(init=False)
    _has_numbers: bool = field(init=False)

    def __post_init__(self) -> None:
        body = self.template.body
        self._parts = Parts(body.keep, body.drop)
        self._lines = frozenset(body.lines)
        self._has_numbers = any("#" in one for one in body.lines)

    def read(self, leaf: Leaf) -> DocumentBase:
        """Return the document on the page of *leaf*. Raises Misfit where the layout is another."""
        template = self.template
        if template.kind not in KINDS:
            raise Misfit("kind")
        languages = template.expects.markup_languages
        if languages and leaf.stated_language not in languages:
            raise Misfit("language")
        title = self._title(leaf)
        authors = next(filter(None, self._each("authors", read_authors, leaf)), ())
        flow = self._flow(leaf)
        kept = self._kept(flow, title, authors)
        text = "\n\n".join(one.text for one in kept)
        self._check(leaf, title, text, sum(one.linked for one in kept))
        return self._build(leaf, title, authors, text, flow)

    def _flow(self, leaf: Leaf) -> Flow:
        found = leaf.select(self.template.body.at)
        if len(found) != 1:
            raise Misfit("several-bodies" if found else "no-body")
        return read_flow(found[0].html or "", self._parts.judge)

    def _title(self, leaf: Leaf) -> str:
        for place in self.template.fields["title"]:
            if title := read_title(place, leaf):
                return title
        raise Misfit("no-title")

    def _published(self, leaf: Leaf) -> PublishedDate | None:
        for place in self.template.fields.get("published", ()):
            if found := read_published(place, leaf, self.template.language):
                return found
        if "published" in self.template.expects.required:
            raise Misfit("no-date")
        return None

    def _kept(self, flow: Flow, title: str, authors: tuple[str, ...]) -> list[Block]:
        """Return the lines that are the text: without those that repeat, by the general rules."""
        blocks = [_block(one) for one in flow.lines if not self._repeats(one.text)]
        return trim(blocks, title, authors, self.template.language).kept

    def _repeats(self, text: str) -> bool:
        if not self._lines:
            return False
        return (line_key(text) if self._has_numbers else text) in self._lines

    def _check(self, leaf: Leaf, title: str, text: str, linked: int) -> None:
        """Raise Misfit where the page may be an error, a list, a teaser or in another language."""
        expects = self.template.expects
        han = 0 if text.isascii() else len(_HAN.findall(text[:3000]))
        weight = len(text) + 2 * han  # of a longer text it does not matter how long it is
        if weight < expects.least_weight:
            raise Misfit("short")
        if linked > expects.most_linked * len(text):
            raise Misfit("linked")
        if (han > 0.2 * min(3000, len(text))) != (self.template.language in {"zh", "ja"}):
            raise Misfit("language")
        if weight < _TINY and _ERROR.search(title):
            raise Misfit("error-page")
        if weight < _SHORT and (expects.paywalled or leaf.signs - set(expects.signs)):
            raise Misfit("maybe-withheld")

    def _build(
        self, leaf: Leaf, title: str, authors: tuple[str, ...], text: str, flow: Flow
    ) -> DocumentBase:
        template = self.template
        published = self._published(leaf)
        url, aliases = _addresses(leaf)
        closing = boilerplate_spans(text)
        values: dict[str, Any] = {
            "url": url,
            "aliases": aliases,
            "title": title,
            "text": text,
            "authors": authors,
            "lead": next(filter(None, self._each("lead", read_lead, leaf)), ""),
            "language": template.language,
            "encoding": leaf.encoding,
            "published": published,
            "boilerplate": closing,
            "flags": _flags(leaf, text, release=bool(closing)),
            "links": _links(flow.links, leaf.url),
        }
        origin = Provenance(source=f"template:{template.id}", confidence=_PROVEN)
        given = ("title", "text", "published", "authors", "lead")
        provenance = {name: origin for name in given if values[name]}
        record = DOCUMENT_TYPES[template.kind]
        return record(**values, provenance=provenance, extractor=extractor_of(template.id))

    def _each(self, name: FieldName, read: Any, leaf: Leaf) -> Iterable[Any]:
        return (read(place, leaf) for place in self.template.fields.get(name, ()))


def _block(line: Line) -> Block:
    """Return a line as the general rules take it; of its element they ask for the tag only."""
    element = cast("Any", _TAGGED.get(line.tag) or _TAGGED.setdefault(line.tag, _Tagged(line.tag)))
    return Block(line.text, element, line.tag, line.linked, line.caption, False, line.weight)


@dataclass(frozen=True, slots=True)
class _Tagged:
    tag: str


_TAGGED: dict[str, _Tagged] = {}


def extractor_of(template_id: str) -> str:
    """Return how documents that a template read are signed."""
    return f"template:{template_id}/{VERSION}"


def _flags(leaf: Leaf, text: str, *, release: bool) -> tuple[Flag, ...]:
    found: list[Flag] = []
    if _CUT.search(text[-60:]):
        found.append("truncated")
    if leaf.doubtful:
        found.append("encoding-doubtful")
    if release:
        found.append("press-release")
    return tuple(found)


def _addresses(leaf: Leaf) -> tuple[str, tuple[str, ...]]:
    """Return the canonical URL and the aliases, by the rules of every page."""
    own = chosen = canonical_url(leaf.url)
    aliases: list[str] = []
    for relation, href in leaf.links:
        if relation not in {"canonical", "amphtml"}:
            continue
        try:
            target = canonical_url(href.strip(), leaf.url)
        except ValueError:
            continue
        if target == own or not _same_site(target, own):
            continue
        if relation == "amphtml":
            aliases.append(target)
        elif chosen == own and plausible_canonical(target, own):
            chosen = target
            aliases.insert(0, own)
    return chosen, tuple(dict.fromkeys(one for one in aliases if one != chosen))


def _same_site(one: str, other: str) -> bool:
    return url_host(one) == url_host(other) or registrable(one) == registrable(other)


def _links(given: list[str], base: str) -> tuple[str, ...]:
    found: dict[str, None] = {}
    for href in given:
        if not href or href.startswith(("#", "javascript:", "mailto:", "tel:", "data:")):
            continue
        try:
            found[canonical_url(href.replace("&amp;", "&"), base)] = None
        except ValueError:
            continue
        if len(found) >= _MOST_LINKS:
            break
    return tuple(found)
