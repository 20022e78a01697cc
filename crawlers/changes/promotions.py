"""A discount that a page of prices announces beside its plans: a banner over them, a line below."""

from collections.abc import Collection, Iterator, Sequence

from crawlers.changes.announced import LONGEST, offered
from crawlers.changes.blocks import EDITED, bare, ratio
from crawlers.changes.learn import quiet
from crawlers.changes.matching import key
from crawlers.changes.volatile import masked
from schemas.changes import Change, PageBlock, PageReading


def promotion_changes(
    before: PageReading,
    after: PageReading,
    title: str,
    *,
    typed: Sequence[Change],
    muted: Collection[str] = (),
) -> list[Change]:
    """Return the announcements of discounts that came and that went.

    A banner counts though it stands beside the content: what it offers is the news. One that is told in
    *typed* as the change of a plan, that leads elsewhere, or that stood anywhere on the other page is none.
    """
    told = {bare(word) for one in typed for word in (one.subject, one.old, one.new) if word}
    lines = [{_line(one) for one in page.blocks} for page in (before, after)]
    gone = [one.text for one in _announced(before, told, muted) if _line(one) not in lines[1]]
    come = [one.text for one in _announced(after, told, muted) if _line(one) not in lines[0]]
    found: list[tuple[str | None, str | None]] = []
    for text in come:
        old = next((one for one in gone if ratio(key(one), key(text)) >= EDITED), None)
        if old is not None:
            gone.remove(old)
        found.append((old, text))
    return [
        Change(
            kind="promotion", subject=title[:200], field="promotion", old=old, new=new, significance=0.8
        )
        for old, new in [*found, *((one, None) for one in gone)]
    ]  # fmt: skip


def _announced(
    page: PageReading, told: Collection[str], muted: Collection[str]
) -> Iterator[PageBlock]:
    silent = quiet(page, muted)
    for one in page.blocks:
        short = one.linked < 0.9 and len(one.text) <= LONGEST and id(one) not in silent
        if short and bare(one.text) not in told and offered(one.text):
            yield one


def _line(block: PageBlock) -> str:
    return key(masked(block.text))
