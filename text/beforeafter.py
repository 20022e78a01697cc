"""Two texts side by side, word by word: what stayed, what went, what came. Pure; for any rendering."""

import re
from difflib import SequenceMatcher
from html import escape
from typing import Literal, NamedTuple

from text.segment import HAN

# Latin words and figures whole, Chinese by character, everything else sign by sign.
_WORD = re.compile(
    rf"\d+(?:[.,:/]\d+)*%?|[^\W\d_{HAN}]+(?:['’-][^\W\d_{HAN}]+)*|[{HAN}]|\s+|.", re.DOTALL
)
Mark = Literal["same", "old", "new"]
_SHOWN = 600  # characters of a block shown in a change
_AROUND = 160  # of them before the first difference, where a block is longer


class Segment(NamedTuple):
    """A run of text that is the *same* on both sides, or only of the *old* or the *new* one."""

    mark: Mark
    text: str


def segments(old: str | None, new: str | None) -> list[Segment]:
    """Return the runs that, without the *new* ones, spell *old*, and without the *old* ones *new*.

    Runs are made of whole words, Chinese of characters; single common signs between two differences
    are taken into them, so that a sentence that was rewritten reads as two sentences.
    """
    if old is None or new is None:
        return [Segment("old", old)] if old else [Segment("new", new)] if new else []
    left, right = _WORD.findall(old), _WORD.findall(new)
    matcher = SequenceMatcher(None, left, right, autojunk=False)
    found: list[Segment] = []
    for tag, a, b, c, d in matcher.get_opcodes():
        if tag == "equal":
            found.append(Segment("same", "".join(left[a:b])))
        else:
            found.append(Segment("old", "".join(left[a:b])))
            found.append(Segment("new", "".join(right[c:d])))
    return _joined([one for one in found if one.text])


def _joined(found: list[Segment]) -> list[Segment]:
    """Take lone signs and spaces between two differences into them, and put old before new."""
    merged: list[Segment] = []
    old = new = ""
    for at, one in enumerate(found):
        lone = one.mark == "same" and not re.search(r"\w", one.text)
        if lone and (old or new) and at + 1 < len(found):
            old, new = old + one.text, new + one.text
        elif one.mark == "same":
            merged += _pair(old, new)
            old = new = ""
            merged.append(one)
        elif one.mark == "old":
            old += one.text
        else:
            new += one.text
    return merged + _pair(old, new)


def _pair(old: str, new: str) -> list[Segment]:
    if old == new:
        return [Segment("same", old)] if old else []
    return [Segment(mark, text) for mark, text in (("old", old), ("new", new)) if text]  # type: ignore[arg-type]


def shown_pair(old: str | None, new: str | None) -> tuple[str | None, str | None]:
    """Return two texts cut to what can be shown, so that the first difference is in what is left."""
    if max(len(old or ""), len(new or "")) <= _SHOWN:
        return old, new
    if old is None or new is None:
        return _cut(old, 0), _cut(new, 0)
    start = next(
        (i for i, (a, b) in enumerate(zip(old, new, strict=False)) if a != b),
        min(len(old), len(new)),
    )
    start = max(0, start - _AROUND) if start > _AROUND * 2 else 0
    return _cut(old, start), _cut(new, start)


def _cut(text: str | None, start: int) -> str | None:
    if text is None:
        return None
    part = text[start : start + _SHOWN - 2]
    return f"{'…' if start else ''}{part}{'…' if start + len(part) < len(text) else ''}"


def marked_html(found: list[Segment]) -> str:
    """Return segments as HTML: what went in ``<del>``, what came in ``<ins>``; every sign escaped."""
    tags = {"old": "del", "new": "ins"}
    return "".join(
        f"<{tags[one.mark]}>{escape(one.text)}</{tags[one.mark]}>"
        if one.mark in tags
        else escape(one.text)
        for one in found
    )


def marked_text(found: list[Segment]) -> str:
    """Return segments as plain text: ``[-what went-]`` and ``{+what came+}``."""
    forms = {"old": "[-{}-]", "new": "{{+{}+}}", "same": "{}"}
    return "".join(forms[one.mark].format(one.text) for one in found)
