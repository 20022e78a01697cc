"""Moves that changes of watched pages mean: a price that moved, a plan that went, a person who came."""

import re
from collections.abc import Callable, Sequence

from schemas.changes import Change
from schemas.documents import DocumentBase, ProductPage
from schemas.kinds import MoveKind
from schemas.language import Move, Slot, Slots, Value
from text.beforeafter import segments

# A vacancy tells something when several open at once; fewer are routine.
_MANY_JOBS = 3
# Changes below this significance are layout, not news (RELIABILITY: boilerplate, counters).
LEAST_SIGNIFICANCE = 0.3

# How pages and their data say that a product is no longer sold.
_ENDED = re.compile(
    r"discontinued|end[- ]of[- ](?:life|sale)|no longer (?:available|sold)|停产|停售|下架|停止销售|退市",
    re.IGNORECASE,
)

# What a clause says of price and metering, and of the service that is promised. Of 2026-11.
_PAID = re.compile(
    r"\b(?:fees?|prices?|pricing|charges?|charged|billed|billing|invoic\w+|surcharge|overage|metered|metering|usage|quota|per (?:seat|user|month|year)|"
    r"subscription|renew\w*|auto-renew\w*|discounts?|refund\w*|credits?|minimum (?:term|commitment)|free (?:tier|plan|trial))\b|"
    r"费用|收费|价格|计费|计量|账单|配额|用量|续费|订阅费|退款|折扣|免费额度|最低消费",
    re.IGNORECASE,
)
_SERVED = re.compile(
    r"\b(?:uptime|availability|service[- ]levels?|service credits?|sla|response times?|support hours|maintenance window|"
    r"downtime|recovery (?:time|point)|on-?site|managed service|sub-?processors?|data (?:residency|cent(?:er|re)s?))\b|"
    r"可用性|服务等级|服务水平|响应时间|支持时间|停机|恢复时间|驻场|托管服务|数据中心",
    re.IGNORECASE,
)

Found = tuple[Move, int]


def moves(changes: Sequence[Change], *, company: str | None, document: DocumentBase) -> list[Found]:
    """Return each move with the index of its change. *company* is whose page *document* is.

    The page is the company's own word: what it shows is done. A changed text, headline or place of
    a vacancy alone is no move, nor is what is below :data:`LEAST_SIGNIFICANCE`. An edited clause is
    one only where it says what is paid or served.
    """
    actor = Slot(text=company or document.brand or document.title, entity=company)
    found: list[Found] = []
    for index, change in enumerate(changes):
        if change.significance < LEAST_SIGNIFICANCE:
            continue
        reader = _READERS.get(change.kind)
        if change.kind == "feature" and isinstance(document, ProductPage):
            reader = _improved
        read = reader(change) if reader else None
        if read is not None:
            kind, slots = read
            found.append((_move(kind, slots, actor, change), index))
    return found + _hiring(changes, actor)


def _move(kind: MoveKind, slots: Slots, actor: Slot, change: Change) -> Move:
    return Move(
        kind=kind,
        status="done",
        confidence=min(0.98, 0.6 + 0.38 * change.significance),
        actor=actor,
        slots=slots,
        rule=f"change:{change.kind}",
        trigger=f"{change.subject} {change.field}".strip(),
    )


def _price(change: Change) -> tuple[MoveKind, Slots] | None:
    """A price that rose or fell; one that appeared or vanished belongs to its plan."""
    old, new = change.old_amount, change.new_amount
    if old is None or new is None or old == new:
        return None
    kind: MoveKind = "price-increase" if new > old else "price-decrease"
    slots: Slots = {
        "product": Slot(text=change.subject),
        "from": Slot(
            text=change.old or str(old), value=Value(amount=old, currency=change.currency)
        ),
        "to": Slot(text=change.new or str(new), value=Value(amount=new, currency=change.currency)),
    }
    percent = change.percent
    if percent is not None:
        slots["percent"] = Slot(text=f"{percent} %", value=Value(percent=percent))
    return kind, slots


def _promotion(change: Change) -> tuple[MoveKind, Slots] | None:
    if not change.new:
        return None  # the end of a promotion is what everybody expected
    slots: Slots = {"product": Slot(text=change.subject)}
    if change.percent is not None:
        slots["percent"] = Slot(text=f"{change.percent} %", value=Value(percent=change.percent))
    return "promotion", slots


def _plan(change: Change) -> tuple[MoveKind, Slots] | None:
    """A plan that came, went or was renamed, or whose tax or minimum changed; its price is no name of it."""
    named = change.new if change.field == "name" else None
    return "packaging-change", {"plan": Slot(text=named or change.subject)}


def _improved(change: Change) -> tuple[MoveKind, Slots] | None:
    """A feature that a product page now lists; one that went is told by what came instead."""
    if change.new is None:
        return None
    return "product-update", {
        "product": Slot(text=change.subject),
        "feature": Slot(text=change.field),
    }


def _feature(change: Change) -> tuple[MoveKind, Slots] | None:
    return "packaging-change", {
        "plan": Slot(text=change.subject),
        "feature": Slot(text=change.field),
    }


def _product(change: Change) -> tuple[MoveKind, Slots] | None:
    kind: MoveKind = "product-retirement" if change.old and not change.new else "product-launch"
    if change.old and change.new:
        kind = "product-update"
    return kind, {"product": Slot(text=change.new or change.old or change.subject)}


def _availability(change: Change) -> tuple[MoveKind, Slots] | None:
    ended = _ENDED.search(change.new or "")
    return ("product-retirement", {"product": Slot(text=change.subject)}) if ended else None


def _legal(change: Change) -> tuple[MoveKind, Slots] | None:
    """A clause that was edited is no suit or ruling: no move, unless it says what is paid or served.

    What the words that came or went say of it decides; the rest of the clause was there before.
    """
    words = " ".join(one.text for one in segments(change.old, change.new) if one.mark != "same")
    if _SERVED.search(words):
        return "delivery-model", {"product": Slot(text=change.subject)}
    if _PAID.search(words):
        return "packaging-change", {"product": Slot(text=change.subject)}
    whole = f"{change.old or ''} {change.new or ''}"
    if not re.search(r"\d", words):
        return None
    # The figure alone changed: what it is a figure of stands around it.
    if _SERVED.search(whole):
        return "delivery-model", {"product": Slot(text=change.subject)}
    return (
        ("packaging-change", {"product": Slot(text=change.subject)})
        if _PAID.search(whole)
        else None
    )


def _logo(change: Change) -> tuple[MoveKind, Slots] | None:
    """A customer or partner that a wall of logos shows, or shows no longer."""
    if change.old and change.new:
        return None
    if change.field == "partners":
        return ("partnership", {"partner": Slot(text=change.subject)}) if change.new else None
    kind: MoveKind = "customer-win" if change.new else "customer-loss"
    return kind, {"customer": Slot(text=change.subject)}


def _person(change: Change) -> tuple[MoveKind, Slots] | None:
    """Somebody new on the page, somebody gone, or somebody with another role."""
    joined = bool(change.new)
    slots: Slots = {"person": Slot(text=change.subject)}
    role = change.new or change.old
    if role and role != change.subject:
        slots["role"] = Slot(text=role)
    return ("appointment" if joined else "departure"), slots


_READERS: dict[str, Callable[[Change], tuple[MoveKind, Slots] | None]] = {
    "price": _price,
    "promotion": _promotion,
    "plan": _plan,
    "feature": _feature,
    "product": _product,
    "availability": _availability,
    "person": _person,
    "legal": _legal,
    "logo": _logo,
}


def _hiring(changes: Sequence[Change], actor: Slot) -> list[Found]:
    """Many new vacancies at once are one move; a single one is routine."""
    opened = [
        index for index, one in enumerate(changes) if one.kind == "job" and one.new and not one.old
    ]
    if len(opened) < _MANY_JOBS:
        return []
    first = changes[opened[0]]
    slots: Slots = {
        "count": Slot(text=str(len(opened)), value=Value(number=len(opened))),
        "role": tuple(Slot(text=changes[index].subject) for index in opened[:5]),
    }
    return [(_move("hiring", slots, actor, first), opened[0])]
