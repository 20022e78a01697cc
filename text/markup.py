"""The signs of marked-up plain text: Markdown, quoting, bullets, HTML entities, a tail of hashtags and links.

A sign that is left out has no letters of its own; what is marked stays.
"""

import re
from collections import Counter
from html import unescape
from typing import NamedTuple

from text.begins import found_at, holds_one


class Edit(NamedTuple):
    """Characters *start* up to, not including, *end* of a text, and what is read in their place."""

    start: int
    end: int
    read: str = ""


_ENTITY = re.compile(r"&(?:#\d{2,6}|#[xX][0-9a-fA-F]{2,5}|[a-zA-Z]{2,8});")
# Line feeds and tabs that were escaped once too often, after what may be left of an entity; none of a path or a formula.
_ESCAPED = re.compile(
    r"(?:(?<!\S)&)?(?:(?<![A-Za-z:\\/$\"'`-])(?:\\[nrt])+|(?:\\[nrt]){2,})(?![a-z(\"'`+*\\])"
)
_ESCAPE = re.compile(r"&?\\[nrt]")
# One alone is read as such only where a sentence ends before it; prose that names them sets them between blanks or signs.
_ENDED = re.compile(r"(?:^|[\n.!?。！？;；:：\"”’）)])\s*$")
_NAMED = re.compile(r"[ \t(（,，、/]$")
_GOES_ON = re.compile(r"[^\S\n]*[a-z,.;:)），。、/]")
_QUOTED = re.compile(r"^[ \t]*(?:>[ \t]?)+", re.MULTILINE)
_HEADING = re.compile(r"^[ \t]*#{1,6}[ \t]+(?=\S)", re.MULTILINE)
_BULLET = re.compile(r"^[ \t]*([-*+•·●▪◦‣–—■◆▶►✓✔])[ \t]+(?=\S)", re.MULTILINE)
# Pictures, but no stars: they say how good somebody finds a thing.
_PICTURE = re.compile(
    r"^[ \t]*(?!\U0001F31F)(?:[\U0001F000-\U0001FAFF\u2600-\u2604\u2607-\u27BF][\uFE0F\u200D]*\s*)+(?=\S)",
    re.MULTILINE,
)
# Each pattern marks the text of its only group; what else it matches are signs.
_PAIRED = (
    ("**", re.compile(r"(?:(?<![\d*])|(?<=\d)(?=\*+\D))\*{2,3}(?=[^\s*])([^*\n]{1,600}?)(?<=[^\s*])(?:(?<=\D)\*{2,3}|\*{2,3}(?!\d))(?!\*)")),
    ("*", re.compile(r"(?<![\w*])\*(?=[^\s*])([^*\n]{1,600}?)(?<=[^\s*])\*(?![\w*])")),
    ("_", re.compile(r"(?<![\w_])_{1,2}(?=[^\s_])([^_\n]{1,600}?)(?<=[^\s_])_{1,2}(?![\w_])")),
    ("`", re.compile(r"(?<![\w`])`(?=[^\s`])([^`\n]{1,120}?)`(?![\w`])")),
    ("](", re.compile(r"!?\[([^\]\[\n]{1,300})\]\((?:https?:|mailto:|/|#|www\.)[^)\s]{0,400}(?:\s\"[^\"\n]*\")?\)")),
)  # fmt: skip
_TAIL = re.compile(r"(?<=[.!?。！？”\"])(?:\s*(?:#[\w\u3400-\u9fff]{1,40}#?|https?://\S+))+\s*$")
_TAIL_BEGINS = ("#", "http")
_MOST = 1 / 2
_SOME = 2


def marks(text: str) -> list[Edit]:
    """Return in order, and without overlaps, what of *text* is a sign, and entities with what they stand for."""
    found = [*_entities(text), *_escapes(text), *_line_signs(text)]
    for sign, pattern in _PAIRED:
        for match in pattern.finditer(text) if sign in text else ():
            start, end = match.span(1)
            found += [Edit(match.start(), start), Edit(end, match.end())]
    if holds_one(text, _TAIL_BEGINS) and (tail := _TAIL.search(text)):
        found.append(Edit(*tail.span()))
    return apart(found)


def apart(edits: list[Edit]) -> list[Edit]:
    """Return *edits* in order without those that overlap an earlier one."""
    kept: list[Edit] = []
    for one in sorted(edits, key=lambda e: (e.start, -e.end)):
        if one.end > one.start and (not kept or kept[-1].end <= one.start):
            kept.append(one)
    return kept


def _entities(text: str) -> list[Edit]:
    found: list[Edit] = []
    for match in _ENTITY.finditer(text) if "&" in text else ():
        read = unescape(match[0]).replace("\u00a0", " ")
        if len(read) == 1 and (read.isprintable() or read == " "):
            found.append(Edit(*match.span(), read))
    return found


def _escapes(text: str) -> list[Edit]:
    found = _ESCAPED.finditer(text) if "\\" in text else ()
    runs = [run for run in found if not _is_named(text, run)]
    if sum(run[0].count("\\") for run in runs) < _SOME:
        runs = [run for run in runs if _ENDED.search(text[max(0, run.start() - 4) : run.start()])]
    hits = (hit for run in runs for hit in _ESCAPE.finditer(text, *run.span()))
    return [Edit(*hit.span(), " " if hit[0].endswith("t") else "\n") for hit in hits]


def _is_named(text: str, run: re.Match[str]) -> bool:
    """Say whether a sentence speaks of line feeds, as in "reads files with ... endings", and has none itself."""
    before, after = text[max(0, run.start() - 1) : run.start()], text[run.end() : run.end() + 8]
    if _NAMED.match(before):
        return not after.strip() or after[:1].isspace() or _GOES_ON.match(after) is not None
    return before.isalnum() and _GOES_ON.match(after) is not None


def _line_signs(text: str) -> list[Edit]:
    """Return signs at the start of lines: of quotes and lists where several lines have them, of headings."""
    lines, places = 0, []
    place = 0
    for line in text.split("\n"):
        if said := line.lstrip():
            lines += 1
            if not said[0].isalnum():
                places.append(place)
        place += len(line) + 1
    if not places:
        return []
    found = [Edit(*hit.span()) for p in (_HEADING, _PICTURE) for hit in found_at(p, text, places)]
    quoted = list(found_at(_QUOTED, text, places))
    if quoted and len(quoted) >= _MOST * lines:
        found += [Edit(*match.span()) for match in quoted]
    bullets = list(found_at(_BULLET, text, places))
    several = {sign for sign, count in Counter(b[1] for b in bullets).items() if count >= _SOME}
    return found + [Edit(*match.span()) for match in bullets if match[1] in several]
