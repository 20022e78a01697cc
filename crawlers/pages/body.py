"""The general extractor: which part of an unknown page is its text.

Text blocks vote for their ancestors by length and punctuation (as in Arc90's readability, 2009);
the best container grows while what it gains is text, not links; then lines that are not of the
article are taken out block by block.
"""

import re
from collections import defaultdict
from dataclasses import dataclass

from lxml import html

from crawlers.pages.blocks import Block, Survey, blocks_of, is_content
from crawlers.pages.dom import squeeze
from crawlers.pages.noise import ends_sentence
from crawlers.pages.trim import Trimmed, trim

_COMMAS = re.compile(r"[,，、。；;.!?！？]")
# A block shorter than this (Latin characters' worth) is a label, not a sentence.
_SENTENCE = 40
# Containers around the best one that are tried, and how much of what they add must be sentences.
_WIDEST = 3
_MOSTLY = 0.75
_PARAGRAPHS = frozenset(
    ["p", "h1", "h2", "h3", "h4", "h5", "h6", "li", "blockquote", "pre", "dd", "dt"]
)


@dataclass(frozen=True, slots=True)
class Body:
    """The text of a page: paragraphs, the element they lie in, captions kept apart.

    *dropped* is the share of that element's text that was found to be teasers and noise.
    """

    paragraphs: tuple[str, ...] = ()
    element: html.HtmlElement | None = None
    captions: tuple[str, ...] = ()
    confidence: float = 0.0
    dropped: float = 0.0

    @property
    def text(self) -> str:
        """Return the paragraphs joined by an empty line."""
        return "\n\n".join(self.paragraphs)


def find_body(
    survey: Survey,
    title: str = "",
    known: str = "",
    names: tuple[str, ...] = (),
    language: str = "und",
) -> Body:
    """Return the body of the page that *survey* saw.

    *title* and lines with the authors' *names* are left out of it; *known* is the text as structured
    data states it, which shows where it stands.
    """
    blocks = [block for block in survey.blocks if not block.furniture]
    total = sum(block.weight for block in blocks)
    if total < 200:
        # Nothing but what is called furniture: then it is called so wrongly.
        for block in survey.blocks:
            block.furniture = False
        blocks = survey.blocks
        total = sum(block.weight for block in blocks)
    if not blocks:
        return Body()
    top = _stated(survey, blocks)
    top = _best(blocks, known) if top is None else top
    if top is None:
        return Body()
    return _widened(survey, top, title, (names, language), total)


def read_body(element: html.HtmlElement, title: str = "", language: str = "und") -> Body:
    """Return the text under *element*, which is known to be the body."""
    blocks = blocks_of(element)
    return _cleaned(blocks, element, title, ((), language), sum(block.weight for block in blocks))


def _stated(survey: Survey, blocks: list[Block]) -> html.HtmlElement | None:
    """Return the element that markup itself calls the article body, if it holds the text."""
    if len(set(survey.bodies)) != 1:
        return None
    total = sum(_score(block) for block in blocks)
    held = sum(_score(one) for one in survey.within(survey.bodies[0]))
    return survey.bodies[0] if held > 0.4 * total else None


def _score(block: Block) -> float:
    if block.score is None:
        block.score = _scored(block)
    return block.score


def _scored(block: Block) -> float:
    if block.caption or block.link_share > 0.5:
        return 0.0
    weight = block.weight * (1 - block.link_share)
    if weight < _SENTENCE and block.tag not in {"p", "li"}:
        return 0.0
    # Text that goes on in sentences counts for more than an equally long list of words.
    sentences = min(_commas(block.text), weight / 20)
    return min(weight, 1500.0) * (0.3 if sentences == 0 else 1.0) + 10 * sentences


def _commas(text: str) -> int:
    if text.isascii():
        return sum([text.count(one) for one in ",;.!?"])
    return len(_COMMAS.findall(text))


def _best(blocks: list[Block], known: str) -> html.HtmlElement | None:
    votes: dict[html.HtmlElement, float] = defaultdict(float)
    sums: dict[html.HtmlElement, float] = defaultdict(float)
    words: dict[html.HtmlElement, float] = defaultdict(float)
    links: dict[html.HtmlElement, float] = defaultdict(float)
    near = squeeze(known)[:20_000]
    for block in blocks:
        score = _score(block)
        if near and len(block.text) > 40:
            score *= 2.0 if block.text[:60] in near else 0.5
        node, level = _container(block), 0
        while node is not None and isinstance(node.tag, str):
            words[node] += len(block.text)
            links[node] += block.linked
            sums[node] += score
            if level < 5:
                votes[node] += score * (1.0, 0.55, 0.3, 0.15, 0.08)[level]
            node, level = node.getparent(), level + 1
    if not votes:
        return None
    for node in votes:
        votes[node] *= 1 - links[node] / max(1.0, words[node])
        if is_content(node) or node.tag == "article":
            votes[node] *= 1.2
    best = max(votes, key=lambda node: votes[node])
    return _grow(best, sums, words, links)


def _container(block: Block) -> html.HtmlElement | None:
    """Return the element whose children the block is one of: a paragraph votes for its parent."""
    if block.tag in _PARAGRAPHS:
        parent = block.element.getparent()
        return block.element if parent is None else parent
    return block.element


def _grow(
    best: html.HtmlElement,
    sums: dict[html.HtmlElement, float],
    words: dict[html.HtmlElement, float],
    links: dict[html.HtmlElement, float],
) -> html.HtmlElement:
    """Climb while the parent adds a good part of text without adding mostly links."""
    node, limit = best, 0
    while (parent := node.getparent()) is not None and parent.tag not in {"body", "html"}:
        gain = sums[parent] - sums[best]
        added = words[parent] - words[best]
        density = (links[parent] - links[best]) / max(1.0, added)
        if gain > 0.15 * sums[best] and density < 0.25 and gain > 0.6 * added:
            best = parent
        node, limit = parent, limit + 1
        if limit > 6:
            break
    return best


def _widened(
    survey: Survey,
    top: html.HtmlElement,
    title: str,
    told: tuple[tuple[str, ...], str],
    total: float,
) -> Body:
    """Clean the body; take more of the page where that adds paragraphs and hardly anything else.

    Texts lie in several containers with boxes between; what is added is judged after the boxes,
    teasers and lists in it were taken out.
    """
    blocks = survey.within(top)
    trimmed = trim(blocks, title, *told)
    node = top
    for _ in range(_WIDEST):
        parent = node.getparent()
        if parent is None or parent.tag in {"body", "html"}:
            break
        node = parent
        more = survey.within(node)
        if sum(map(_score, more)) < 1.25 * sum(map(_score, blocks)):
            continue
        wider = trim(more, title, *told)
        before = {id(one) for one in trimmed.kept}
        added = [one for one in wider.kept if id(one) not in before]
        told_more = sum(one.weight for one in added if _is_paragraph(one))
        lost = len(before - {id(one) for one in wider.kept})
        if lost or told_more < _MOSTLY * sum(one.weight for one in added):
            break
        top, blocks, trimmed = node, more, wider
    return _body(trimmed, blocks, top, total)


def _is_paragraph(block: Block) -> bool:
    """Say whether a block is a sentence of some length, or an item or heading with little else."""
    return block.weight >= _SENTENCE and block.link_share < 0.3 and ends_sentence(block.text)


def _cleaned(
    blocks: list[Block],
    top: html.HtmlElement,
    title: str,
    told: tuple[tuple[str, ...], str],
    total: float,
) -> Body:
    return _body(trim(blocks, title, *told), blocks, top, total)


def _body(trimmed: Trimmed, blocks: list[Block], top: html.HtmlElement, total: float) -> Body:
    inside = sum(block.weight for block in blocks)
    return Body(
        tuple(block.text for block in trimmed.kept),
        top,
        tuple(dict.fromkeys(trimmed.captions)),
        round(min(0.95, 0.4 + 0.6 * inside / max(1.0, total)), 3),
        round(1 - sum(block.weight for block in trimmed.kept) / max(1.0, inside), 3),
    )
