"""The rows of a digest's price table: net changes of the period, never a fault of ours."""

from collections.abc import Iterable
from decimal import ROUND_HALF_UP, Decimal

from schemas.delivery import PriceMoved

# Rows of the table; the rest is counted.
ROWS = 10


def net_changes(moved: Iterable[PriceMoved]) -> tuple[PriceMoved, ...]:
    """Return one row per plan and field: from its first value of the period to its last.

    What went back to where it was is no change; what could not be read (state broken) is our fault
    and no news. Largest change first.
    """
    rows: dict[tuple[str, str, str, str], PriceMoved] = {}
    for row in sorted(moved, key=lambda one: one.day):
        if row.state == "broken":
            continue
        key = (row.company, row.subject, row.kind, row.field)
        rows[key] = _joined(rows[key], row) if key in rows else row
    kept = [row for row in rows.values() if _moved(row)]
    return tuple(
        sorted(kept, key=lambda row: (-abs(row.percent or Decimal(0)), row.company, row.subject))
    )


def _joined(first: PriceMoved, last: PriceMoved) -> PriceMoved:
    percent = last.percent
    if first.old_amount and last.new_amount is not None and first.currency == last.currency:
        ratio = (last.new_amount / first.old_amount - 1) * 100
        percent = ratio.quantize(Decimal("0.1"), rounding=ROUND_HALF_UP)
    return last.model_copy(
        update={"old": first.old, "old_amount": first.old_amount, "percent": percent}
    )


def _moved(row: PriceMoved) -> bool:
    if row.old_amount is not None and row.new_amount is not None:
        return row.old_amount != row.new_amount
    before, after = (row.old_amount, row.old), (row.new_amount, row.new)
    return before != after or row.state != "known"
