"""Changes of prose, block by block: moved blocks and volatile lines are no change."""

import re

from schemas.changes import Change
from schemas.documents import DocumentBase

# Lines that differ at each load: counters, times of day, "now reading", copyright years, adverts.
_VOLATILE = re.compile(
    r"\b(?:now reading|views?|reads?|likes?|shares?|comments?|page generated|generated at|last updated"
    r"|advertisement|sponsored|uptime|online now)\b|©|copyright"
    r"|点击|阅读量|浏览|正在阅读|点赞|评论数|分享|更新于|广告|版权所有|在线人数",
    re.IGNORECASE,
)
_NUMBERS = re.compile(r"\d+(?:[.,:]\d+)*")
# A longer line is told by its beginning; the revisions hold all of it.
_SHOWN = 300
# More changed blocks than these are one rewriting of the page.
_MOST = 5


def text_changes(old: DocumentBase, new: DocumentBase) -> list[Change]:
    """Return changed headlines and blocks of text, order-insensitive."""
    found: list[Change] = []
    if old.title and new.title and old.title != new.title:
        found.append(
            Change(
                kind="headline",
                subject=new.title,
                field="title",
                old=old.title,
                new=new.title,
                where=new.url,
                significance=0.5,
            )
        )
    before, after = _blocks(old.text), _blocks(new.text)
    removed = [before[key] for key in before.keys() - after.keys()]
    added = [after[key] for key in after.keys() - before.keys()]
    share = (len(removed) + len(added)) / max(1, len(before) + len(after))
    if not removed and not added:
        return found
    return [*found, _text(new, sorted(removed), sorted(added), share)]


def _text(new: DocumentBase, removed: list[str], added: list[str], share: float) -> Change:
    return Change(
        kind="text",
        subject=new.title or new.url,
        field="text",
        old=_told(removed),
        new=_told(added),
        where=new.url,
        significance=round(min(0.9, 0.1 + share), 2),
    )


def _told(lines: list[str]) -> str | None:
    if not lines:
        return None
    shown = [line[:_SHOWN] for line in lines[:_MOST]]
    return "\n".join(shown)


def _blocks(text: str) -> dict[str, str]:
    """Return comparable form to block; volatile lines are left out, numbers in them or not."""
    blocks: dict[str, str] = {}
    for raw in text.split("\n"):
        line = " ".join(raw.split())
        if not line or (_VOLATILE.search(line) and len(line) < 120):
            continue
        if not _NUMBERS.sub("", line).strip(" :-–|·"):
            continue  # a bare number or time
        blocks.setdefault(line.casefold(), line)
    return blocks
