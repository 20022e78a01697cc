"""Changes of plans and prices."""

from collections.abc import Iterator
from decimal import ROUND_HALF_UP, Decimal

from crawlers.changes.matching import key, pair
from schemas.changes import Change
from schemas.documents import DocumentBase, PlanPrice
from schemas.kinds import ChangeKind


def offer_changes(old: DocumentBase, new: DocumentBase) -> list[Change]:
    """Return what changed in plans: added, removed, amounts, terms, features.

    A page that lists no plan at all now was not read (or was rebuilt): that is for the source's
    health to tell, not a change of prices. A price of state broken or missing is not compared.
    """
    before = [one for one in old.offers if one.state != "broken"]
    after = [one for one in new.offers if one.state != "broken"]
    if not before or not after:
        return []
    if len(before) == len(after) == 1:
        return list(_compare(before[0], after[0]))  # the page's one product, whatever its name
    broken = {
        key(one.plan or one.name) for one in (*old.offers, *new.offers) if one.state == "broken"
    }
    found: list[Change] = []
    for one, other in pair(before, after, (_full_name, _name), _alike):
        if one is not None and other is not None:
            found += _compare(one, other)
        elif one is not None and key(one.plan or one.name) not in broken:
            found.append(_whole(one, "removed"))
        elif other is not None and key(other.plan or other.name) not in broken:
            found.append(_whole(other, "added"))
    return found


def price_words(price: PlanPrice, amount: Decimal | None = None, *, with_unit: bool = False) -> str:
    """Return a price as changes write it: ``89.00 EUR/month``; ``hidden`` where not stated.

    The unit stands there only *with_unit*: where it is what changed.
    """
    if price.state != "known" or price.amount is None:
        return price.state
    value = price.amount if amount is None else amount
    words = f"{value.quantize(Decimal('0.01')) if _cents(value) else format(value, 'f')} {price.currency or ''}".rstrip()
    if with_unit and price.unit:
        words += f"/{price.unit}"
    return f"{words}/{price.period}" if price.period and price.period != "once" else words


def _cents(value: Decimal) -> bool:
    """Amounts are written with two decimals unless they have more: 0.0035 per call."""
    exponent = value.normalize().as_tuple().exponent
    return isinstance(exponent, int) and exponent >= -2


def _full_name(price: PlanPrice) -> str:
    return f"{key(price.name)}|{price.unit or ''}|{price.period or ''}"


def _name(price: PlanPrice) -> str:
    return key(price.name)


def _alike(one: PlanPrice, other: PlanPrice) -> float:
    """Say how much else than the name is the same."""
    same = [
        one.amount == other.amount,
        one.currency == other.currency,
        set(one.features) == set(other.features),
        key(one.name) == key(other.name),
    ]
    return sum(same) / len(same)


def _compare(one: PlanPrice, other: PlanPrice) -> Iterator[Change]:
    subject = other.plan if other.plan and key(other.plan) == key(other.name) else other.name
    if key(one.name) != key(other.name):
        yield _change("plan", subject, "name", one.name, other.name, 0.5)
    if "missing" not in {one.state, other.state}:
        yield from _amounts(one, other, subject)
    for name, significance in (("minimum", 0.5), ("tax", 0.4)):
        before, after = getattr(one, name), getattr(other, name)
        if before and after and key(before) != key(after):
            yield _change("plan", subject, name, before, after, significance)
    yield from _features(one, other, subject)


def _amounts(one: PlanPrice, other: PlanPrice, subject: str) -> Iterator[Change]:
    if one.state != other.state:
        yield _change(
            "price", subject, "state", price_words(one), price_words(other), 0.9, one, other
        )
        return
    if one.state != "known":
        return
    # A list price beside the price means a promotion: compare what is asked without it first.
    usual_before = one.list_amount or one.amount
    usual_after = other.list_amount or other.amount
    # A unit or period that stands on one side only was not read on the other.
    terms = any(
        getattr(one, name) and getattr(other, name) and getattr(one, name) != getattr(other, name)
        for name in ("currency", "unit", "period")
    )
    if usual_before != usual_after or terms:
        unit = one.unit != other.unit
        words = (
            price_words(one, usual_before, with_unit=unit),
            price_words(other, usual_after, with_unit=unit),
        )
        if words[0] != words[1]:
            field = "amount" if usual_before != usual_after else "terms"
            significance = 1.0 if field == "amount" else 0.8
            yield _change("price", subject, field, *words, significance, one, other)
    if _promotion(one) != _promotion(other):
        terms_of = _promotion(one), _promotion(other)
        yield _change("promotion", subject, "promotion", *terms_of, 0.8, one, other)
    if one.starting != other.starting:
        least = [
            f"{'from ' if price.starting else ''}{price_words(price)}" for price in (one, other)
        ]
        yield _change("price", subject, "starting", least[0], least[1], 0.3)


def _promotion(price: PlanPrice) -> str | None:
    if price.list_amount is None or price.list_amount == price.amount:
        return None
    return f"{price_words(price)} instead of {price_words(price, price.list_amount)}"


def _features(one: PlanPrice, other: PlanPrice, subject: str) -> Iterator[Change]:
    if not one.features or not other.features:
        return  # a list that is gone as a whole was not read
    before = {key(name): (name, value) for name, value in one.features.items()}
    after = {key(name): (name, value) for name, value in other.features.items()}
    for name in sorted({*before, *after}):
        left, right = before.get(name), after.get(name)
        if left is None or right is None or left[1] != right[1]:
            words = (right or left or (name, ""))[0]
            yield _change("feature", subject, words, _mark(left), _mark(right), 0.6)


def _mark(feature: tuple[str, bool | str] | None) -> str | None:
    if feature is None:
        return None
    value = feature[1]
    return ("included" if value else "not included") if isinstance(value, bool) else value


def _whole(price: PlanPrice, field: str) -> Change:
    words = price_words(price)
    old, new = (words, None) if field == "removed" else (None, words)
    return _change("plan", price.name, field, old, new, 0.9)


def _change(
    kind: ChangeKind,
    subject: str,
    field: str,
    old: str | None,
    new: str | None,
    significance: float,
    one: PlanPrice | None = None,
    other: PlanPrice | None = None,
) -> Change:
    before = _relevant(one, field) if one else None
    after = _relevant(other, field) if other else None
    same = one is not None and other is not None and one.currency == other.currency
    percent = None
    if (
        before
        and after
        and same
        and one is not None
        and other is not None
        and one.period == other.period
    ):
        percent = ((after - before) / before * 100).quantize(Decimal("0.1"), ROUND_HALF_UP)
    return Change(
        kind=kind,
        subject=subject[:200],
        field=field[:120],
        old=old,
        new=new,
        old_amount=before,
        new_amount=after,
        currency=(other.currency or (one.currency if one else None)) if other else None,
        percent=percent,
        significance=significance,
    )


def _relevant(price: PlanPrice, field: str) -> Decimal | None:
    """The amount a change is about: what is usually asked, or what the promotion asks."""
    return price.amount if field == "promotion" else (price.list_amount or price.amount)
