"""Elements inside a body by tag, id and classes, and whether their text belongs to it.

A *part* is written as people write CSS: ``div#more.related.box``. Tokens that a build or a database
makes (hashes, numbers) are left out of it, so that one part stands for the element on all pages.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from enum import IntEnum
from typing import Any, cast

from crawlers.pages.blocks import is_chrome
from crawlers.pages.dom import SILENT

_CLASS = re.compile(r'\sclass="([^"]*)"')
_ID = re.compile(r'\sid="([^"]*)"')
_ROLE = re.compile(r'\srole="([^"]*)"')
_HIDDEN = re.compile(
    r'\shidden(?:[\s=]|$)|\saria-hidden="true"|\sstyle="[^"]*(?:display:\s*none|visibility:\s*hidden)',
    re.IGNORECASE,
)
_TOKEN = re.compile(r"^[A-Za-z_][A-Za-z0-9_-]{1,60}$")
# Made by machines: three digits in a row, or a short run in which letters and digits mix.
_VOLATILE = re.compile(r"\d{3}|(?:^|[_-])(?=\w*\d)(?=\w*[a-z])\w{5,}$|(?:^|[_-])[0-9a-f]{6,}$", re.IGNORECASE)  # fmt: skip
_CAPTION = re.compile(
    r"caption|img-?desc|image-?desc|pic-?desc|photo-?credit|image-?credit|tuzhu|图注", re.IGNORECASE
)
# What one template remembers of elements; a page that has more kinds of them is no article.
_MOST_REMEMBERED = 20_000


class Verdict(IntEnum):
    """What becomes of the text below an element."""

    KEEP = 0
    DROP = 1
    CAPTION = 2


_TAGS = dict.fromkeys(SILENT, Verdict.DROP) | {"form": Verdict.DROP, "figcaption": Verdict.CAPTION}
_TAGS |= dict.fromkeys(("nav", "aside", "footer", "menu", "dialog"), Verdict.DROP)


@dataclass(frozen=True, slots=True)
class Pattern:
    """A part as a rule: an element fits if it has this tag, this id and all these classes."""

    tag: str
    identity: str
    classes: frozenset[str]

    @classmethod
    def read(cls, text: str) -> "Pattern":
        """Read ``div#more.related``. Raises ValueError for anything else."""
        match = re.fullmatch(r"([a-z][a-z0-9-]*|\*)?(?:#([\w-]+))?((?:\.[\w-]+)*)", text.strip())
        if not match or not text.strip():
            raise ValueError(f"{text!r} is no part: write it as div#id.class.class")
        classes = frozenset(one for one in match[3].split(".") if one)
        return cls(match[1] or "*", match[2] or "", classes)

    def fits(self, tag: str, identity: str, classes: frozenset[str]) -> bool:
        """Say whether an element is such a part."""
        return (
            self.tag in {"*", tag}
            and self.identity in {"", identity}
            and self.classes <= classes
        )  # fmt: skip


def stable(token: str) -> bool:
    """Say whether a class or id is a name that people gave, not a number or hash."""
    return bool(_TOKEN.match(token)) and not _VOLATILE.search(token)


def part_of(tag: str, attributes: str) -> str:
    """Return the part that an element is, from its tag and serialised attributes."""
    found = _ID.search(attributes)
    identity = f"#{found[1]}" if found and stable(found[1]) else ""
    given = _CLASS.search(attributes)
    names = sorted({one for one in given[1].split() if stable(one)})[:4] if given else []
    return tag + identity + "".join(f".{one}" for one in names)


class _Shown:
    """As much of an element as the general rules ask for."""

    def __init__(self, tag: str, attributes: str) -> None:
        self.tag = tag
        self._attributes = attributes

    def get(self, name: str) -> str | None:
        """Return an attribute's value."""
        pattern = {"class": _CLASS, "id": _ID, "role": _ROLE}.get(name)
        match = pattern.search(self._attributes) if pattern else None
        return match[1] if match else None


@dataclass
class Parts:
    """Verdicts over elements: what was learned first, then what holds on any page; remembered."""

    keep: Iterable[str] = ()
    drop: Iterable[str] = ()
    _known: dict[tuple[str, str], Verdict] = field(default_factory=dict)
    _rules: list[tuple[Pattern, Verdict]] = field(default_factory=list)

    def __post_init__(self) -> None:
        self._rules = [(Pattern.read(one), Verdict.KEEP) for one in self.keep]
        self._rules += [(Pattern.read(one), Verdict.DROP) for one in self.drop]

    def judge(self, tag: str, attributes: str) -> Verdict:
        """Return what becomes of the text below an element."""
        if not attributes:
            return _TAGS.get(tag, Verdict.KEEP) if not self._rules else self._look(tag, "")
        if tag == "a":  # its address differs each time
            found = _CLASS.search(attributes)
            return self._look(tag, found[0] if found else "")
        return self._look(tag, attributes)

    def judge_part(self, part: str) -> Verdict:
        """Return what becomes of the text below an element that is *part* and no more."""
        rule = Pattern.read(part)
        written = f' id="{rule.identity}"' if rule.identity else ""
        written += f' class="{" ".join(sorted(rule.classes))}"' if rule.classes else ""
        return self._look(rule.tag, written)

    def _look(self, tag: str, attributes: str) -> Verdict:
        key = (tag, attributes)
        known = self._known.get(key)
        if known is None:
            known = self._decide(tag, attributes)
            if len(self._known) < _MOST_REMEMBERED:
                self._known[key] = known
        return known

    def _decide(self, tag: str, attributes: str) -> Verdict:
        if tag in SILENT or _HIDDEN.search(attributes):
            return Verdict.DROP
        found, given = _ID.search(attributes), _CLASS.search(attributes)
        identity = found[1] if found else ""
        classes = frozenset(given[1].split()) if given else frozenset()
        caption = tag == "figcaption" or bool(_CAPTION.search(f"{' '.join(classes)} {identity}"))
        for pattern, verdict in self._rules:
            if pattern.fits(tag, identity, classes):
                # Kept captions stay captions: kept apart from the text, not in it.
                return Verdict.CAPTION if caption and verdict is Verdict.KEEP else verdict
        if tag == "form" or is_chrome(cast("Any", _Shown(tag, attributes))):
            return Verdict.DROP
        return Verdict.CAPTION if caption else Verdict.KEEP
