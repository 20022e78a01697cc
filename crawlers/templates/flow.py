"""The text lines of one element, from its serialised markup, in one pass over its tags.

The fast parser writes well-formed markup (attributes quoted, every element closed), so that a
pattern is enough to read it back: walking the tree node by node costs five times as much.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass, field

from crawlers.pages.dom import BLOCKS, CJK, join, squeeze
from crawlers.templates.parts import Verdict, part_of

_TOKEN = re.compile(
    r"<(script|style|iframe|noembed|noframes|xmp|textarea|title)\b[^>\"]*(?:\"[^\"]*\"[^>\"]*)*>.*?</\1>"
    r"|<!--.*?-->"
    r"|<(/?)([a-z][^\s/>]*)([^>\"]*(?:\"[^\"]*\"[^>\"]*)*)>"
    r"|([^<]+)",
    re.DOTALL,
)
_VOID = frozenset(("area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"))  # fmt: skip
_HREF = re.compile(r'\shref="([^"]*)"')
_LINE_END = re.compile(r"[.!?。！？…:：；;”\"’」』）)]\s*$")
_BREAK = "\x1e"  # a line break in markup, told apart from white space
_INVISIBLE = re.compile("[\u200b\ufeff\u00ad]")
_DEEPEST = 400

Judge = Callable[[str, str], Verdict]


@dataclass(slots=True)
class Line:
    """A paragraph-like run of text; *linked* counts its characters in links, *within* its parts."""

    text: str
    tag: str
    linked: int = 0
    caption: bool = False
    within: tuple[str, ...] = ()

    @property
    def weight(self) -> int:
        """Return the length in Latin characters' worth: a Chinese one says as much as three."""
        text = self.text
        return len(text) if text.isascii() else len(text) + 2 * len(CJK.findall(text))


@dataclass
class Flow:
    """What one element holds: its lines in reading order and the addresses it links to."""

    lines: list[Line] = field(default_factory=list)
    links: list[str] = field(default_factory=list)


class _Walk:
    def __init__(self, judge: Judge, *, trail: bool) -> None:
        self.judge = judge
        self.flow = Flow()
        self.pieces: list[str] = []
        self.linked = 0
        self.in_link = self.in_caption = self.in_pre = False
        self.stack: list[tuple[str, bool, bool, bool]] = []
        self.trail: list[str] | None = [] if trail else None

    def start(self, tag: str, attributes: str) -> bool:
        """Enter an element; False where nothing below it is read."""
        if tag in _VOID:
            self._void(tag)
            return True
        verdict = self.judge(tag, attributes)
        if verdict is Verdict.DROP or len(self.stack) > _DEEPEST:
            return False
        if tag in BLOCKS:
            self.flush(self.stack[-1][0] if self.stack else tag)
        self.stack.append((tag, self.in_link, self.in_caption, self.in_pre))
        if self.trail is not None:
            self.trail.append(part_of(tag, attributes))
        if tag == "a":
            self.in_link = True
            if found := _HREF.search(attributes):
                self.flow.links.append(found[1])
        elif tag == "pre":
            self.in_pre = True
        if verdict is Verdict.CAPTION:
            self.in_caption = True
        return True

    def _void(self, tag: str) -> None:
        if tag == "br":
            self.pieces.append(_BREAK)
        elif tag == "hr":
            self.flush(tag)

    def end(self, tag: str) -> None:
        """Leave an element."""
        if not self.stack:
            return
        if tag in BLOCKS:
            self.flush(tag)
        _, self.in_link, self.in_caption, self.in_pre = self.stack.pop()
        if self.trail:
            self.trail.pop()

    def add(self, text: str) -> None:
        """Take a run of text."""
        self.pieces.append(text.replace("\n", _BREAK) if self.in_pre else text)
        if self.in_link:
            self.linked += len(text)

    def flush(self, tag: str) -> None:
        """End a block: what was collected becomes one line, or several parted by line breaks."""
        if not self.pieces:
            return
        text, linked = "".join(self.pieces), self.linked
        self.pieces.clear()
        self.linked = 0
        if text.isspace() and _BREAK not in text:
            return
        if "&" in text:
            text = text.replace("&nbsp;", "\u00a0").replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")  # fmt: skip
        within = tuple(self.trail or ())
        whole = max(1, len(text))
        for part in _paragraphs(text):
            share = round(len(part) * linked / whole) if linked else 0
            self.flow.lines.append(Line(part, tag, share, self.in_caption, within))


def read_flow(markup: str, judge: Judge, *, trail: bool = False) -> Flow:
    """Return the lines of an element from its serialised *markup*; *judge* rules over its parts.

    The element itself is always read. With *trail* each line knows the parts it lies in.
    """
    walk = _Walk(judge, trail=trail)
    skipped, depth = "", 0
    tokens = iter(_TOKEN.findall(markup))
    next(tokens, None)
    for _, closing, tag, attributes, text in tokens:
        if skipped:
            if tag == skipped:
                depth += -1 if closing else 1
                if not depth:
                    skipped = ""
        elif text:
            walk.add(text)
        elif closing:
            walk.end(tag)
        elif tag and not walk.start(tag, attributes):
            skipped, depth = tag, 1
    walk.flush("div")
    return walk.flow


def squeezed(text: str) -> str:
    """Return *text* with every run of white space as one space; quicker where it is plain."""
    if "  " not in text and text.isprintable():
        return text.strip(" ")
    if text.isascii() or not _INVISIBLE.search(text):
        return " ".join(text.split())
    return squeeze(text)


def _paragraphs(text: str) -> list[str]:
    """Part text at line breaks that end a sentence or begin with an indent; join other lines."""
    if _BREAK not in text:
        one = squeezed(text)
        return [one] if one else []
    found: list[str] = []
    empty = True
    for raw in text.split(_BREAK):
        line = squeezed(raw)
        if not line:
            empty = True
            continue
        indented = raw.lstrip(" \t\n").startswith(("\u3000", "\u00a0\u00a0"))
        if not found or empty or indented or _LINE_END.search(found[-1]):
            found.append(line)
        else:
            found[-1] = join(found[-1], line)
        empty = False
    return found
