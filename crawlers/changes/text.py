"""Changes of running text by block: order does not matter, volatile lines are left out."""

import re
from collections import Counter
from difflib import SequenceMatcher
from typing import Literal

from crawlers.changes.matching import key
from crawlers.pages.dom import squeeze
from schemas.changes import Change
from schemas.documents import DocumentBase

# Lines that differ at each load and say nothing: counters, clocks, weather, advertisements.
_VOLATILE = re.compile(
    r"^\W*(?:(?:点击|阅读|浏览|访问|在线|评论|点赞)\S{0,4}\s*[:：]?\s*[\d,.万]+.{0,12}|(?:now|currently) (?:online|reading|viewing).{0,40}|"
    r"\d[\d,.]*\s*(?:views?|reads?|visitors?|comments?|likes?|shares?|people).{0,30}|(?:generated|rendered|uptime|online now|last (?:updated|refreshed)|page (?:loaded|generated)).{0,80}|"
    r"(?:copyright|©).{0,120}|.{0,40}版权所有.{0,60}|advertisement.{0,80}|广告.{0,40}|.{0,60}(?:uses? cookies|cookie).{0,200}|"
    r"(?:当前|现在)(?:时间|在线).{0,40}|今天是.{0,40})$",
    re.IGNORECASE,
)
_FIGURES = re.compile(r"\d[\d.,:/%\-]*")
# Two blocks this alike are one that was edited.
_EDITED = 0.6
_LONGEST = 600  # characters of a block shown in a change
_MOST = 40


def text_changes(old: DocumentBase, new: DocumentBase) -> list[Change]:
    """Return edited, added and removed paragraphs. Volatile lines and moved ones are no change.

    Where most of the text is gone the page was rebuilt or not read: one change says so.
    """
    before, after = _blocks(old), _blocks(new)
    words = {key(line): line for line in (*before, *after)}
    count_before, count_after = Counter(map(key, before)), Counter(map(key, after))
    gone = list((count_before - count_after).elements())
    come = list((count_after - count_before).elements())
    if not (gone or come) or not before or not after:
        return []
    kind = _kind(new)
    subject = (new.title or old.title)[:200]
    if len(gone) > 0.8 * len(before) and len(gone) > 5:
        return [
            Change(
                kind=kind,
                subject=subject,
                field="all",
                old=f"{len(before)} paragraphs",
                new=f"{len(after)} paragraphs",
                significance=0.5,
            )
        ]
    found = [
        Change(
            kind=kind,
            subject=subject,
            field="paragraph",
            old=_shown(one and words[one]),
            new=_shown(other and words[other]),
            significance=_significance(one, other),
        )
        for one, other in _edits(sorted(gone), sorted(come))
        if not _only_figures(one, other)
    ]
    return found[:_MOST]


def _blocks(document: DocumentBase) -> list[str]:
    """Return the paragraphs that count: without volatile lines and boilerplate."""
    text = document.text
    for start, end in reversed(document.boilerplate):
        text = text[:start] + text[end:]
    # The features of a product are told one by one.
    told = {key(one) for one in getattr(document, "features", ())}
    lines = (squeeze(block) for block in text.split("\n\n") if key(squeeze(block)) not in told)
    return [line for line in lines if len(key(line)) > 1 and not _VOLATILE.match(line)]


def _edits(gone: list[str], come: list[str]) -> list[tuple[str | None, str | None]]:
    pairs: list[tuple[str | None, str | None]] = []
    rest = list(come)
    for one in gone:
        best = max(rest, key=lambda other: (_ratio(one, other), other), default=None)
        if best is not None and _ratio(one, best) >= _EDITED:
            rest.remove(best)
            pairs.append((one, best))
        else:
            pairs.append((one, None))
    return pairs + [(None, other) for other in rest]


def _ratio(one: str, other: str) -> float:
    matcher = SequenceMatcher(None, one[:2000], other[:2000], autojunk=False)
    if matcher.real_quick_ratio() < _EDITED or matcher.quick_ratio() < _EDITED:
        return 0.0
    return matcher.ratio()


def _only_figures(one: str | None, other: str | None) -> bool:
    """A short line that differs in nothing but its figures is a counter or a clock."""
    if one is None or other is None or len(one) > 80:
        return False
    return _FIGURES.sub("#", one) == _FIGURES.sub("#", other) and not re.search(r"[¥€$£元]", one)


def _significance(one: str | None, other: str | None) -> float:
    if one is not None and other is not None:
        return round(0.2 + 0.4 * (1 - _ratio(one, other)), 2)
    return 0.5 if len(one or other or "") > 120 else 0.3


def _kind(document: DocumentBase) -> Literal["legal", "text"]:
    words = f"{document.url} {document.title}".lower()
    pattern = r"terms|privacy|legal|conditions|policy|/tos|协议|隐私|条款"
    return "legal" if re.search(pattern, words) else "text"


def _shown(block: str | None) -> str | None:
    return block if block is None or len(block) <= _LONGEST else block[: _LONGEST - 1] + "…"
