"""What one page teaches: where the general extractor's document lies in its markup."""

import re
from typing import Any

from selectolax.lexbor import LexborNode

from crawlers.pages.dom import CJK, SILENT
from crawlers.templates.flow import Flow, Line, read_flow, squeezed
from crawlers.templates.leaf import Leaf
from crawlers.templates.parts import Parts, Verdict
from crawlers.templates.paths import selectors_of
from crawlers.templates.places import places_of
from schemas.documents import DocumentBase
from schemas.kinds import DocumentKind
from schemas.templates import FieldName, Observation, SeenPart

# A run of text shorter than this stands in menus as well as in paragraphs.
_TELLING = 20
# The body is found if it holds this part of the document's text.
_ENOUGH = 0.85
_LONGEST_LINE = 400
_MOST_LINES = 120
_MOST_PARTS = 80
_MOST_NODES = 60_000
_FIELDS: tuple[FieldName, ...] = ("title", "published", "authors", "lead")


def observe(document: DocumentBase, kind: DocumentKind, leaf: Leaf) -> Observation:
    """Return where on the page of *leaf* what *document* says was found again."""
    node = _body_of(document.text, leaf)
    common: dict[str, Any] = {
        "host": leaf.host,
        "url": leaf.url,
        "kind": kind,
        "language": document.language,
        "seen": leaf.seen,
        "present": tuple(name for name in _FIELDS if getattr(document, name)),
        "paywalled": "paywalled" in document.flags,
        "markup_language": leaf.stated_language,
        "signs": tuple(sorted(leaf.signs)),
    }
    if node is None or not document.title:
        return Observation(**common)
    flow = read_flow(node.html or "", _everything, trail=True)
    kept = [_is_of(line.text, document.text) for line in flow.lines]
    weight = sum(line.weight for line, is_kept in zip(flow.lines, kept, strict=True) if is_kept)
    linked = sum(line.linked for line, is_kept in zip(flow.lines, kept, strict=True) if is_kept)
    return Observation(
        **common,
        bodies=tuple(selectors_of(node, leaf)),
        fields=places_of(document, leaf),
        parts=_parts(flow, kept),
        lines=_lines(document),
        weight=weight,
        linked=round(linked / max(1, len(document.text)), 3),
    )


def _everything(tag: str, attributes: str) -> Verdict:
    """Read all that is visible, furniture too: the document says which of it is text."""
    verdict = _PLAIN.judge(tag, attributes)
    return Verdict.DROP if tag in SILENT else Verdict.CAPTION if verdict is Verdict.CAPTION else Verdict.KEEP  # fmt: skip


_PLAIN = Parts()


def _is_of(line: str, text: str) -> bool:
    if line in text:
        return True
    # The document may have joined or cut lines: most of a long one is enough.
    middle = line[len(line) // 4 : -len(line) // 4 or None]
    return len(line) > 60 and middle in text


def _body_of(text: str, leaf: Leaf) -> LexborNode | None:
    """Return the smallest element that holds nearly all of *text*."""
    body = leaf.tree.body
    if body is None or not text:
        return None
    joined = text.replace("\n\n", " ")
    wanted = _worth(joined)
    sums: dict[int, int] = {}
    nodes: dict[int, LexborNode] = {}
    count = 0
    for node in body.traverse(include_text=True):
        count += 1
        if count > _MOST_NODES:
            return None
        if not node.is_text_node or node.parent is None or node.parent.tag in SILENT:
            continue
        words = squeezed(node.text_content or "")
        if len(words) < _TELLING and not (len(words) > 8 and CJK.match(words)):
            continue
        if words not in joined:
            continue
        above: LexborNode | None = node.parent
        while above is not None and above.tag not in {None, "html"}:
            nodes[above.mem_id] = above
            sums[above.mem_id] = sums.get(above.mem_id, 0) + _worth(words)
            above = above.parent
    whole = sums.get(body.mem_id, 0)
    if whole < 0.6 * wanted:
        return None
    holding = [key for key, size in sums.items() if size >= _ENOUGH * min(whole, wanted)]
    return nodes[min(holding, key=lambda key: (sums[key] < 0.97 * min(whole, wanted), -_depth(nodes[key])))]  # fmt: skip


def _depth(node: LexborNode) -> int:
    depth, above = 0, node.parent
    while above is not None:
        depth, above = depth + 1, above.parent
    return depth


def _worth(text: str) -> int:
    return len(text) + 2 * len(CJK.findall(text))


def _parts(flow: Flow, kept: list[bool]) -> tuple[SeenPart, ...]:
    """Return the named parts in the body, with how much text of each is the document's."""
    found: dict[str, list[int]] = {}
    for line, is_kept in zip(flow.lines, kept, strict=True):
        for part in set(line.within):
            if re.search(r"[.#]", part):  # a bare tag says nothing
                found.setdefault(part, [0, 0])[0 if is_kept else 1] += _size(line)
    sizes = sorted(found.items(), key=lambda item: -sum(item[1]))[:_MOST_PARTS]
    return tuple(SeenPart(part=part, kept=kept_, left=left) for part, (kept_, left) in sizes)


def _size(line: Line) -> int:
    return max(1, line.weight)


def _lines(document: DocumentBase) -> tuple[str, ...]:
    """Return the lines of the text that may repeat on other pages, but for a release's closing."""
    closing = min((start for start, _ in document.boilerplate), default=len(document.text))
    found = [line for line in document.text[:closing].split("\n\n") if 0 < len(line) <= _LONGEST_LINE]  # fmt: skip
    if len(found) > _MOST_LINES:
        found = found[: _MOST_LINES // 2] + found[-_MOST_LINES // 2 :]
    return tuple(dict.fromkeys(line_key(one) for one in found))


def line_key(line: str) -> str:
    """Return a line with every digit as ``#``: counters and dates change, the line does not."""
    return re.sub(r"\d", "#", line)
