"""Changes of running text: paragraphs, list entries, headlines, prices in words, clauses of contracts."""

import re
from collections.abc import Collection, Sequence
from decimal import Decimal

from crawlers.changes.blocks import EDITED, Edit, bare, block_edits, ratio
from crawlers.changes.matching import key
from crawlers.pages.dom import squeeze
from schemas.changes import Change, PageBlock, PageReading
from schemas.documents import DocumentBase
from schemas.kinds import ChangeKind
from text.beforeafter import shown_pair
from text.price import read_price

_LEGAL = re.compile(
    r"terms|privacy|legal|conditions|policy|/tos\b|agreement|\bdpa\b|\bsla\b|imprint|协议|隐私|条款|政策|声明",
    re.IGNORECASE,
)
_MONEY = re.compile(
    r"(?:[¥￥€$£₹₩₽₺]|\b(?:EUR|USD|GBP|CNY|RMB|JPY|CHF|INR|AUD|CAD)\b)\s?(\d[\d.,\u00a0 ]*\d|\d)(?:\s?[万千kK]\b|[万千])?|"
    r"(\d[\d.,\u00a0 ]*\d|\d)\s?(?:[万千]?[元円]|[¥￥€£₽]|(?:EUR|USD|GBP|CNY|RMB|JPY|CHF|INR)\b)",
)
# A clause of a contract matters however few of its words changed.
_CLAUSE = 0.4
# Parts of the paragraphs that went, or on a page of prices that differ, where it is a new page.
_REWRITTEN, _REDESIGNED = 0.7, 0.4
_SHORT = 90  # a line with a price that is no longer than this is a price label


def as_reading(document: DocumentBase) -> PageReading:
    """Return a document's own text as a reading, where the page itself is not at hand."""
    paragraphs = (squeeze(one) for one in document.text.split("\n\n"))
    return PageReading(
        title=document.title, blocks=tuple(PageBlock(text=one) for one in paragraphs if one)
    )


def text_changes(
    old: DocumentBase,
    new: DocumentBase,
    *,
    before: PageReading | None = None,
    after: PageReading | None = None,
    muted: Collection[str] = (),
    typed: Sequence[Change] = (),
) -> list[Change]:
    """Return edited, added and removed paragraphs and list entries.

    *before* and *after* are the whole pages; without them the documents' own texts are compared.
    What *typed* changes tell already is left out, and so are volatile lines and *muted* blocks;
    press-release boilerplate where the documents alone are compared. Where most of the text is gone one change says so.
    """
    whole = before is not None and after is not None
    before = before if before is not None and whole else as_reading(old)
    after = after if after is not None and whole else as_reading(new)
    linked = whole and _lists_links(old)
    edits = block_edits(before, after, linked=linked, muted=muted)
    count = sum(not one.side for one in before.blocks)
    gone = sum(one is not None and other is None for one, other in edits)
    kind: ChangeKind = "legal" if _LEGAL.search(f"{new.url} {new.title}") else "text"
    subject = (new.title or old.title)[:200]
    told = _Told(typed, (old, new), whole=whole)
    found: list[Change] = []
    rest: list[Change] = []
    for edit in edits:
        if told.covers(edit) or _same_amounts(edit):
            continue
        one = _headline(edit) or _price(edit, subject)
        (rest if one is None else found).append(one or _paragraph(edit, kind, subject))
    stays = sum(not one.side for one in after.blocks)
    if not _is_redesign(gone, len(rest), max(count, stays), priced=bool(old.offers or new.offers)):
        return found + rest
    summary = Change(
        kind=kind, subject=subject, field="all", old=f"{count} paragraphs",
        new=f"{stays} paragraphs", significance=0.5,
    )  # fmt: skip
    return [*found, summary]


def _is_redesign(gone: int, edits: int, count: int, *, priced: bool) -> bool:
    """Say whether a page was rewritten rather than edited: then one change says it better.

    On a page of prices, whose plans and sums are told by themselves, much fewer words make one.
    """
    if gone > 5 and gone > _REWRITTEN * count:
        return True
    return priced and edits > 5 and edits > _REDESIGNED * count


def _lists_links(document: DocumentBase) -> bool:
    """Say whether lines that are links are content: on pages that are no article."""
    return document.model_dump(include={"kind"})["kind"] in {"offer", "people"}


def _headline(edit: Edit) -> Change | None:
    one, other = edit
    if one is None or other is None or one.tag != "h1" or other.tag != "h1":
        return None
    return Change(
        kind="headline", subject=other.text[:200], field="title", old=one.text[:600],
        new=other.text[:600], significance=0.4,
    )  # fmt: skip


def _price(edit: Edit, title: str) -> Change | None:
    """Return a short line that differs in its one amount as a change of price."""
    one, other = edit
    if one is None or other is None or max(len(one.text), len(other.text)) > _SHORT:
        return None
    left, right = list(_MONEY.finditer(one.text)), list(_MONEY.finditer(other.text))
    if len(left) != 1 or len(right) != 1:
        return None
    if bare(_MONEY.sub("", one.text)) != bare(_MONEY.sub("", other.text)):
        return None
    old, new = read_price(left[0][0]), read_price(right[0][0])
    if old.amount is None or new.amount is None or old.amount == new.amount:
        return None
    label = squeeze(_MONEY.sub("", other.text)).strip(" :：-–|/")
    subject = (
        label if len(label) > 3 and re.search(r"[^\W\d_]{3,}|[\u4e00-\u9fff]{2,}", label) else ""
    )
    return Change(
        kind="price", subject=(other.under or subject or title)[:200], field="amount",
        old=f"{old.amount} {old.currency or ''}".strip(), new=f"{new.amount} {new.currency or ''}".strip(),
        old_amount=old.amount, new_amount=new.amount, currency=new.currency,
        percent=(100 * (new.amount - old.amount) / old.amount).quantize(Decimal("0.1")) if old.amount else None,
        significance=0.9,
    )  # fmt: skip


def _same_amounts(edit: Edit) -> bool:
    """Say whether two lines tell the same sums in other writing: €1,299 and 1.299,00 €."""
    one, other = edit
    if one is None or other is None:
        return False
    rests = [bare(_MONEY.sub(" ", block.text)) for block in (one, other)]
    sums = [[read_price(sum_[0]) for sum_ in _MONEY.finditer(block.text)] for block in (one, other)]
    known = all(price.amount is not None for price in (*sums[0], *sums[1]))
    plain = [[(price.amount, price.currency) for price in some] for some in sums]
    return bool(sums[0]) and known and rests[0] == rests[1] and plain[0] == plain[1]


def _paragraph(edit: Edit, kind: ChangeKind, subject: str) -> Change:
    one, other = edit
    block = other or one
    field = "entry" if block is not None and block.tag == "li" else "paragraph"
    old, new = shown_pair(one.text if one else None, other.text if other else None)
    under = block.under if block is not None else ""
    return Change(
        kind=kind, subject=(under or subject)[:200] if field == "entry" else subject, field=field,
        old=old, new=new,
        significance=max(_CLAUSE if kind == "legal" else 0.0, _significance(one, other)),
    )  # fmt: skip


def _significance(one: PageBlock | None, other: PageBlock | None) -> float:
    if one is not None and other is not None:
        return round(0.2 + 0.4 * (1 - ratio(key(one.text), key(other.text))), 2)
    block = one or other
    return 0.5 if block is not None and len(block.text) > 120 else 0.3


class _Told:
    """What typed changes say already: names, features, figures."""

    def __init__(
        self,
        typed: Sequence[Change],
        documents: tuple[DocumentBase, DocumentBase],
        *,
        whole: bool,
    ) -> None:
        self._typed = typed
        self._whole_page = whole
        self._amounts = {
            _figure(value)
            for one in typed
            for value in (one.old_amount, one.new_amount)
            if value is not None
        }
        self._words = {
            bare(value)
            for one in typed
            for value in (one.subject, one.field, one.old, one.new)
            if value
        }
        self._whole = {
            key(one.subject) for one in typed if one.field in {"added", "removed", "joined", "left"}
        }
        self._skipped = "".join(bare(_boilerplate(one)) for one in documents)
        self._features = {
            bare(name)
            for document in documents
            for offer in document.offers
            for name in (offer.name, *offer.features)
        }
        self._headline = next((one.new for one in typed if one.kind == "headline"), None)
        if not typed:
            self._features = set()

    def covers(self, edit: Edit) -> bool:
        """Say whether *edit* repeats what a typed change says, or stands in boilerplate."""
        blocks = [one for one in edit if one is not None]
        texts = [bare(one.text) for one in blocks]
        if self._skipped and all(text in self._skipped for text in texts if len(text) > 8):
            return not self._whole_page and any(len(text) > 8 for text in texts)
        if not self._typed:
            return False
        if self._headline and all(one.tag == "h1" or one.text == self._headline for one in blocks):
            return True
        if any(key(one.under) in self._whole for one in blocks):
            return True
        if all(text in self._words or text in self._features for text in texts):
            return True
        figures = {_figure(one) for block in blocks for one in _amounts(block.text)}
        return bool(figures & self._amounts) and all(len(one.text) < 200 for one in blocks)


def _amounts(text: str) -> list[Decimal]:
    found = (read_price(match[0]).amount for match in _MONEY.finditer(text))
    plain = re.findall(r"\d+(?:[.,]\d+)*", text)
    amounts = [one for one in found if one is not None]
    return amounts + [one for one in (read_price(word).amount for word in plain) if one is not None]


def _figure(value: Decimal) -> str:
    return format(value.normalize(), "f")


def _boilerplate(document: DocumentBase) -> str:
    spans = (document.text[start:end] for start, end in document.boilerplate)
    listed = " ".join(getattr(document, "features", ()))
    return " ".join((*spans, listed))


__all__ = ["EDITED", "as_reading", "text_changes"]
