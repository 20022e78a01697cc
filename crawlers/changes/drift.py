"""Slow drift: a price that creeps is measured against what readers were told last. Pure."""

from dataclasses import dataclass
from decimal import Decimal

from crawlers.changes.settle import rebased
from schemas.changes import Change, Reported

# Steps of a price below it are rounding and exchange rates; they are told once they add up to it.
LEAST_PERCENT = Decimal(1)
# Below what becomes a move (nlp.changes): kept in the record, told to nobody yet.
_HELD = 0.1


@dataclass(frozen=True)
class Measured:
    """A change measured against what was told last; *reported* is what counts as told after it."""

    change: Change
    reported: Reported | None
    told: bool


def measured(change: Change, last: Reported | None) -> Measured:
    """Measure *change* against the value reported *last* of the same thing (None: never).

    Changes without two amounts in one currency are told as they are. One smaller than
    :data:`LEAST_PERCENT` is held: it counts from the same old value when the next comes.
    """
    old, new = change.old_amount, change.new_amount
    if change.kind != "price" or change.field != "amount" or old is None or new is None:
        return Measured(change, None, told=True)
    if last is not None and last.amount is not None and last.currency == change.currency:
        change = rebased(change, last.value, last.amount)
        old = last.amount
    if old == new:
        held = change.model_copy(update={"significance": _HELD})
        return Measured(held, Reported(value=change.new or str(new), amount=new, currency=change.currency), told=False)  # fmt: skip
    told = not old or abs(new - old) * 100 >= LEAST_PERCENT * abs(old)
    value, amount = (change.new, new) if told else (change.old, old)
    reported = Reported(value=value or str(amount), amount=amount, currency=change.currency)
    if not told:
        change = change.model_copy(update={"significance": _HELD})
    return Measured(change, reported, told=told)
