"""When a change is told: what one check saw is pending until the next sees it too. Pure.

Every check compares the page with its *base*, the last version whose differences are all settled,
never with the check before: so nothing is lost between two checks, and a page that flips between
two versions (an A/B test) is never told.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from crawlers.changes.matching import key
from schemas.changes import Change, RecordedChange

Slot = tuple[str, str, str, str]
# What came where it went before, and the reverse.
_REVERSED = {
    "added": "removed", "removed": "added", "joined": "left", "left": "joined",
    "opened": "closed", "closed": "opened", "gone": "back", "back": "gone",
}  # fmt: skip
_BY_TEXT = frozenset({"text", "legal"})


@dataclass(frozen=True)
class Verdict:
    """What a check means for the changes since the base.

    *fresh* are seen for the first time, *seen* pending ones once more but not often enough,
    *confirmed* often enough, *withdrawn* no longer. *settled*: nothing is pending.
    """

    fresh: list[Change] = field(default_factory=list)
    seen: list[RecordedChange] = field(default_factory=list)
    confirmed: list[RecordedChange] = field(default_factory=list)
    withdrawn: list[RecordedChange] = field(default_factory=list)

    @property
    def settled(self) -> bool:
        """Say whether this version of the page can be the base of the next comparison."""
        return not (self.fresh or self.seen)


def settle(
    found: Sequence[Change],
    since: Sequence[RecordedChange],
    needed: Callable[[Change], int],
) -> Verdict:
    """Weigh the differences *found* between base and page against the changes known *since* it.

    *since* holds the pending and the confirmed ones, the oldest first; *needed* says how many
    checks must see a change.
    """
    verdict = Verdict()
    told = {slot(one.change): one.change for one in since if one.state == "confirmed"}
    pending = [one for one in since if one.state == "pending"]
    news = [*_against(found, told), *_undone(found, told)]
    for change in news:
        known = next((one for one in pending if same(one.change, change)), None)
        if known is None:
            verdict.fresh.append(change)
            continue
        pending.remove(known)
        again = known.model_copy(update={"checks": known.checks + 1})
        done = again.checks >= needed(change)
        (verdict.confirmed if done else verdict.seen).append(again)
    verdict.withdrawn.extend(pending)
    return verdict


def slot(change: Change) -> Slot:
    """Return what a change is a change *of*: two with the same slot follow one another."""
    if change.kind in _BY_TEXT:
        return (change.kind, "", change.field, key(change.old or f"+{change.new}"))
    if change.kind == "headline":
        return (change.kind, "", "", "")
    if change.field == "name":
        return (change.kind, "", "name", key(change.old or ""))
    field_name = "" if change.field in _REVERSED else key(change.field)
    return (change.kind, key(change.subject), field_name, "")


def same(one: Change, other: Change) -> bool:
    """Say whether two findings are the same news: of the same thing, with the same value now."""
    return slot(one) == slot(other) and key(one.new or "") == key(other.new or "")


def _against(found: Sequence[Change], told: dict[Slot, Change]) -> list[Change]:
    """Return *found* as seen from what was told last: nothing for what was told already."""
    news = []
    for change in found:
        last = told.get(slot(change))
        if last is None:
            news.append(change)
        elif key(last.new or "") != key(change.new or ""):
            news.append(rebased(change, last.new, last.new_amount))
    return news


def _undone(found: Sequence[Change], told: dict[Slot, Change]) -> list[Change]:
    """Return what was told since the base and is as in the base again."""
    still = {slot(change) for change in found}
    return [undone(change) for name, change in told.items() if name not in still]


def undone(change: Change) -> Change:
    """Return the change that takes *change* back."""
    return change.model_copy(
        update={
            "old": change.new, "new": change.old, "old_amount": change.new_amount,
            "new_amount": change.old_amount, "field": _REVERSED.get(change.field, change.field),
            "percent": _percent(change.new_amount, change.old_amount) if change.percent else None,
        }
    )  # fmt: skip


def rebased(change: Change, old: str | None, amount: Decimal | None) -> Change:
    """Return *change* as one from another old value."""
    return change.model_copy(
        update={
            "old": old, "old_amount": amount,
            "percent": _percent(amount, change.new_amount) if change.percent is not None else None,
        }
    )  # fmt: skip


def _percent(old: Decimal | None, new: Decimal | None) -> Decimal | None:
    if not old or new is None:
        return None
    return (100 * (new - old) / old).quantize(Decimal("0.1"))
