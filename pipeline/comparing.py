"""Two readings of the same stored pages, before and after a change of rules: counted, with examples."""

import difflib
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from schemas.documents import Document
from schemas.harvest import Snapshot
from schemas.tuning import Comparison, Example, FieldEffect, ListEffect, Proposal

# Examples that are shown of each kind; the counts go on.
_EXAMPLES = 5
# Lines of a text diff and characters of a value that are shown.
_DIFF_LINES, _SHOWN = 12, 160
COMPARED = (
    "title", "text", "published", "authors", "lead", "offers", "people", "availability", "sku",
    "brand", "employer", "location",
)  # fmt: skip


@dataclass
class Counting:
    """Collects what becomes of each page."""

    proposal: Proposal
    pages: int = 0
    read_before: int = 0
    read_after: int = 0
    won: int = 0
    lost: int = 0
    changed: int = 0
    dropped: int = 0
    before: Counter[str] = field(default_factory=Counter)
    after: Counter[str] = field(default_factory=Counter)
    differs: Counter[str] = field(default_factory=Counter)
    ruled: Counter[str] = field(default_factory=Counter)
    examples: list[Example] = field(default_factory=list)
    won_pages: list[Example] = field(default_factory=list)
    lost_pages: list[Example] = field(default_factory=list)
    timeouts: dict[str, str] = field(default_factory=dict)

    def add(
        self,
        snapshot: Snapshot,
        before: Document | None,
        after: Document | None,
        reason: str | None,
        *,
        dropped: bool = False,
    ) -> None:
        """Take one page: its document under the old rules and under the new, or why there is none."""
        self.pages += 1
        self.read_before += before is not None
        self.read_after += after is not None
        self._count(before, after)
        if dropped:
            self.dropped += 1
        elif before is None and after is not None:
            self.won += 1
            _keep(self.won_pages, _example(snapshot, "", "", after.title))
        elif before is not None and after is None:
            self.lost += 1
            _keep(self.lost_pages, _example(snapshot, reason or "", before.title, ""))
        elif before is not None and after is not None:
            self._differ(snapshot, before, after)

    def _count(self, before: Document | None, after: Document | None) -> None:
        for counts, document in ((self.before, before), (self.after, after)):
            if document is not None:
                counts.update(name for name in COMPARED if getattr(document, name, None))
        if after is not None:
            self.ruled.update(
                name
                for name in self.proposal.set
                if name in after.provenance and after.provenance[name].source == "selector"
            )

    def _differ(self, snapshot: Snapshot, before: Document, after: Document) -> None:
        names = [
            name
            for name in COMPARED
            if words(getattr(before, name, None)) != words(getattr(after, name, None))
        ]
        self.differs.update(names)
        self.changed += bool(names)
        for name in names:
            if sum(one.field == name for one in self.examples) < _EXAMPLES:
                self.examples.append(_differing(snapshot, name, before, after))

    def comparison(
        self, source: str, lists: ListEffect | None, refusals: Iterable[str], seconds: float
    ) -> Comparison:
        """Return the record of all that was counted."""
        effects = tuple(
            FieldEffect(
                name=name, before=self.before[name], after=self.after[name],
                changed=self.differs[name],
                ruled=self.ruled[name] if name in self.proposal.set else None,
            )
            for name in COMPARED
            if self.before[name] or self.after[name] or name in self.proposal.set
        )  # fmt: skip
        return Comparison(
            source=source, proposal=self.proposal, pages=self.pages,
            read_before=self.read_before, read_after=self.read_after, fields=effects, won=self.won,
            lost=self.lost, changed=self.changed, dropped=self.dropped,
            examples=tuple(self.examples), lost_pages=tuple(self.lost_pages),
            won_pages=tuple(self.won_pages), lists=lists, refusals=tuple(refusals),
            objections=tuple(self._objections(lists)), seconds=round(seconds, 2),
        )  # fmt: skip

    def _objections(self, lists: ListEffect | None) -> Iterable[str]:
        if self.lost:
            yield f"{self.lost} of {self.read_before} documents would be lost"
        for name in COMPARED:
            gone = self.before[name] - self.after[name]
            if gone > self.lost + self.dropped:
                yield f"{name} would be missing on {gone - self.lost - self.dropped} more pages"
        if lists is not None and lists.after < lists.before and lists.lost:
            yield f"the lists would name {lists.before - lists.after} documents less"


def words(value: Any) -> str:
    """Return a value as people read it: one line, or the text itself."""
    if not value:
        return ""
    if isinstance(value, str):
        return value
    if isinstance(value, tuple):
        return "; ".join(words(one) for one in value)
    for names in (("day",), ("name", "amount", "currency", "period"), ("name", "role")):
        if all(hasattr(value, name) for name in names):
            said = [getattr(value, name) for name in names]
            return " ".join(str(one) for one in said if one not in {None, ""})
    return str(value)


def _differing(snapshot: Snapshot, name: str, before: Document, after: Document) -> Example:
    old, new = words(getattr(before, name, None)), words(getattr(after, name, None))
    if name != "text" or not old or not new:
        return _example(snapshot, name, old, new)
    lines = list(
        difflib.unified_diff(old.split("\n\n"), new.split("\n\n"), "before", "after", "", "", 0, "")
    )
    shown = tuple(_cut(line) for line in lines[2:] if not line.startswith("@@"))
    more = len(shown) - _DIFF_LINES
    shown = (*shown[:_DIFF_LINES], f"… {more} more lines") if more > 0 else shown
    return _example(snapshot, name, old, new).model_copy(update={"diff": shown})


def _example(snapshot: Snapshot, name: str, before: str, after: str) -> Example:
    return Example(
        url=snapshot.url, snapshot=snapshot.id, field=name, before=_cut(before), after=_cut(after)
    )


def _cut(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= _SHOWN else f"{line[:_SHOWN]}…"


def _keep(kept: list[Example], one: Example) -> None:
    if len(kept) < _EXAMPLES:
        kept.append(one)
