"""Changes of offers: amounts, promotions, plans that come and go, what became hidden, features."""

from collections.abc import Iterator, Sequence
from decimal import ROUND_HALF_UP, Decimal

from crawlers.changes.matching import match_plans
from schemas.changes import Change
from schemas.documents import PlanPrice

_CENTS = Decimal("0.1")
# Below one per cent a price was converted or rounded, not decided.
_SMALL = Decimal(1)


def offer_changes(old: Sequence[PlanPrice], new: Sequence[PlanPrice], url: str) -> list[Change]:
    """Return the changes of a page of plans, the biggest matter first by plan name."""
    before = [one for one in old if one.state != "broken"]
    after = [one for one in new if one.state != "broken"]
    if not before or (not after and new):
        return []  # nothing was known before, or nothing could be read now: no claim is made
    matched = match_plans(before, after)
    found: list[Change] = []
    for one, other in sorted(matched.pairs, key=lambda pair: pair[1].key):
        found += _plan_changes(one, other, url)
    found += [
        Change(kind="plan", subject=one.name, field="plan", old=written(one), where=url)
        for one in matched.gone
        if one.state != "missing"
    ]
    found += [
        Change(kind="plan", subject=one.name, field="plan", new=written(one), where=url)
        for one in matched.added
        if one.state != "missing"
    ]
    return found


def written(price: PlanPrice) -> str:
    """Return a price as changes write it: ``89.00 EUR/month``; its state where it has no amount."""
    if price.amount is None:
        return price.state
    return amount_text(price.amount, price)


def amount_text(amount: Decimal, price: PlanPrice) -> str:
    """Return *amount* in the currency and per the period of *price*."""
    places = max(2, -int(amount.normalize().as_tuple().exponent))
    number = f"{amount:.{places}f}"
    per = f"/{price.period}" if price.period and price.period != "once" else ""
    return f"{number} {price.currency or ''}".strip() + per


def _plan_changes(old: PlanPrice, new: PlanPrice, url: str) -> Iterator[Change]:
    if old.state != new.state:
        yield Change(
            kind="price", subject=new.name, field="state", old=written(old), new=new.state
            if new.amount is None else written(new),
            old_amount=old.amount, new_amount=new.amount,
            currency=new.currency or old.currency, where=url,
        )  # fmt: skip
        return
    if old.name != new.name:
        yield Change(
            kind="plan", subject=new.name, field="name", old=old.name, new=new.name, where=url
        )
    yield from _amounts(old, new, url)
    yield from _features(old, new, url)


def _amounts(old: PlanPrice, new: PlanPrice, url: str) -> Iterator[Change]:
    """Compare list prices with list prices, so that a promotion is not taken for a cut."""
    before, after = _list(old), _list(new)
    if before is not None and after is not None and (before, old.currency) != (after, new.currency):
        yield _moved("price", "amount", new, before, after, old, url)
    was, is_now = _promotional(old), _promotional(new)
    if was != is_now and before == after:
        current = after if is_now is None else is_now
        if is_now is not None and before is not None:
            yield _moved("promotion", "promotion", new, before, is_now, old, url)
        elif was is not None and current is not None:
            yield Change(
                kind="promotion", subject=new.name, field="promotion", where=url,
                old=amount_text(was, old), old_amount=was, currency=old.currency, significance=0.5,
            )  # fmt: skip
    if old.period != new.period and old.period and new.period:
        yield Change(
            kind="plan", subject=new.name, field="period", old=old.period, new=new.period, where=url
        )


def _moved(
    kind: str,
    field: str,
    plan: PlanPrice,
    before: Decimal,
    after: Decimal,
    old: PlanPrice,
    url: str,
) -> Change:
    same = old.currency == plan.currency and before != 0
    percent = None
    if same:
        percent = ((after - before) / before * 100).quantize(_CENTS, rounding=ROUND_HALF_UP)
    small = percent is not None and abs(percent) < _SMALL
    return Change(
        kind="promotion" if kind == "promotion" else "price",
        subject=plan.name,
        field=field,
        old=amount_text(before, old),
        new=amount_text(after, plan),
        old_amount=before,
        new_amount=after,
        currency=plan.currency or old.currency,
        percent=percent,
        where=url,
        significance=0.4 if small else 1.0,
    )


def _list(price: PlanPrice) -> Decimal | None:
    return price.amount if price.list_amount is None else price.list_amount


def _promotional(price: PlanPrice) -> Decimal | None:
    return None if price.list_amount is None else price.amount


def _features(old: PlanPrice, new: PlanPrice, url: str) -> Iterator[Change]:
    if not old.features or not new.features:
        return
    for name in sorted(old.features.keys() | new.features.keys()):
        before, after = old.features.get(name), new.features.get(name)
        if before != after:
            yield Change(
                kind="feature", subject=new.name, field=name, where=url, significance=0.6,
                old=None if before is None else str(before).lower(),
                new=None if after is None else str(after).lower(),
            )  # fmt: skip
