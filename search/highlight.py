"""The words found, marked in the original text; sentences around them as fragments.

The tokens are those of the index, so what matched there is marked here, whichever engine it was.
"""

import re
from collections import deque
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from schemas.searching import Highlight
from search.plan import Look
from text.analysis import Marker, Reading

LONGEST = 240  # characters of a fragment: three lines on a page, two on a phone turned sideways
_MOST_FRAGMENTS = 2
_LEAD = 60  # characters kept before the first mark of a sentence that is too long
# A full stop within a number or name (15.4 %, U.S., 3.0) ends nothing.
# It begins with one set of characters, which the engine of expressions looks for quickly.
_SENTENCE_END = re.compile(
    r"[。！？!?；.\n](?:(?<=\.)[”’\"']?(?=\s|$)|(?<=\n)\n*|(?<![.\n])[。！？!?；]*[”’」』\"']?)"
)

Span = tuple[int, int]


@dataclass(frozen=True)
class Seen:
    """Where each thing looked for stands in a title and in a text."""

    title: dict[Look, tuple[Span, ...]]
    text: dict[Look, tuple[Span, ...]]


def look_over(title: str, text: str, looks: Sequence[Look]) -> Seen:
    """Find *looks* in the original *title* and *text*, each read once."""
    return Seen(_found(title, looks), _found(text, [one for one in looks if not one.title_only]))


def _found(text: str, looks: Sequence[Look]) -> dict[Look, tuple[Span, ...]]:
    if not looks or not text:
        return {}
    reading = Reading(text)
    return {
        look: spans
        for look in looks
        if (spans := tuple(reading.find(Marker.of(look.text, prefix=look.prefix))))
    }


def highlight(title: str, text: str, seen: Seen) -> tuple[Highlight, ...]:
    """Return the title, if something matched there, and the best fragments of *text*, in order.

    Where nothing matched in the text (a search by fields), its beginning is the fragment.
    """
    found: list[Highlight] = []
    if marks := joined(seen.title):
        found.append(Highlight(field="title", text=title, marks=marks))
    called = {
        text[start:end].lower(): look.part
        for look, spans in seen.text.items()
        if look.part
        for start, end in spans
    }
    found += fragments(text, joined(seen.text), called)
    return tuple(found)


def joined(seen: Mapping[Look, Sequence[Span]]) -> tuple[Span, ...]:
    """Return all spans in order, those that overlap as one."""
    merged: list[Span] = []
    for start, end in sorted(span for spans in seen.values() for span in spans):
        if merged and start <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(merged[-1][1], end))
        else:
            merged.append((start, end))
    return tuple(merged)


def marked(text: str, looks: Sequence[Look]) -> tuple[Span, ...]:
    """Return the spans of *text* that *looks* match, joined where they overlap."""
    return joined(_found(text, looks))


@dataclass(frozen=True, slots=True)
class _Window:
    start: int
    end: int
    marks: tuple[Span, ...]
    words: frozenset[str] = frozenset()  # the different ones that are marked


def fragments(
    text: str, marks: Sequence[Span], called: Mapping[str, str] | None = None
) -> list[Highlight]:
    """Return up to two fragments of *text*, the ones with most different words marked, the earliest first.

    *called*: words that are one, such as the names of a company, by what they are called.
    """
    if not marks:
        first = next(_sentences(text), None)
        return [_shown(text, _Window(*_cut(text, *first), ()))] if first else []
    windows = list(_windows(text, marks, called or {}))
    best = sorted(windows, key=lambda one: (-len(one.words), one.start))
    chosen: list[_Window] = []
    seen: set[str] = set()
    for window in best:
        if not chosen or window.words - seen:  # a second one shows something new, or is left out
            chosen.append(window)
            seen |= window.words
        if len(chosen) == _MOST_FRAGMENTS:
            break
    return [_shown(text, one) for one in sorted(chosen, key=lambda one: one.start)]


def _windows(text: str, marks: Sequence[Span], called: Mapping[str, str]) -> Iterator[_Window]:
    """Yield the sentences with marks in them, cut to what fits."""
    remaining = deque(marks)
    for start, end in _sentences(text):
        inside: list[Span] = []
        while remaining and remaining[0][0] < end:
            inside.append(remaining[0])
            if remaining[0][1] > end:  # goes on in the next sentence
                break
            remaining.popleft()
        inside = [(max(first, start), min(last, end)) for first, last in inside if last > start]
        if inside:
            shown = _cut(text, start, end, inside[0][0])
            kept = [(first, min(last, shown[1])) for first, last in inside if first < shown[1]]
            words = (text[first:last].lower() for first, last in kept)
            yield _Window(*shown, tuple(kept), frozenset(called.get(one, one) for one in words))


def _sentences(text: str) -> Iterator[Span]:
    ends = [0, *(match.end() for match in _SENTENCE_END.finditer(text)), len(text)]
    begun = 0
    for previous, end in pairwise(ends):
        del previous
        if end > begun and text[begun:end].strip():
            start = begun + len(text[begun:end]) - len(text[begun:end].lstrip())
            yield start, begun + len(text[begun:end].rstrip())
            begun = end


def _cut(text: str, start: int, end: int, first: int | None = None) -> Span:
    """Return the part of a sentence that fits, with its first mark in it, at word boundaries."""
    if end - start <= LONGEST:
        return start, end
    if first is not None and first - start > _LEAD:
        start = _boundary(text, first - _LEAD, first)
    return start, min(end, start + LONGEST)


def _boundary(text: str, start: int, limit: int) -> int:
    """Move *start* on to the beginning of a word, but not beyond *limit*."""
    for at in range(start, limit):
        if not (text[at - 1].isalnum() and text[at - 1].isascii()):
            return at
    return start


def _shown(text: str, window: _Window) -> Highlight:
    before = "…" if window.start and not _ends_sentence(text[: window.start]) else ""
    after = "…" if _stops_short(text, window.end) else ""
    shift = len(before) - window.start
    return Highlight(
        field="text",
        text=f"{before}{text[window.start : window.end]}{after}",
        marks=tuple((start + shift, end + shift) for start, end in window.marks),
    )


def _ends_sentence(text: str) -> bool:
    tail = text[-12:]
    return tail.rstrip()[-1:] in set('。！？!?；.”」』"') or "\n" in tail[len(tail.rstrip()) :]


def _stops_short(text: str, end: int) -> bool:
    rest = text[end : end + 2]
    return bool(rest.strip()) and not _ends_sentence(text[:end]) and "\n" not in rest
