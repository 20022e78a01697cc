"""How much a story matters, as a sum of visible factors. The points are data (``weights.yaml``)."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from decimal import Decimal
from functools import lru_cache
from math import log2, log10
from pathlib import Path
from typing import Any

from schemas.kinds import FAMILY_OF
from schemas.registry import Reader, Registry
from schemas.stories import Factor, Story
from text.kept import yaml_of

_HIGHEST = 100.0
# News of a kind that a company made within so many days before is no news of its kind.
_RECENT = 45
_RECENCY = "recency"
_WEIGHTS = Path(__file__).with_name("weights.yaml")


@lru_cache(maxsize=1)
def weights() -> dict[str, Any]:
    """Return the points per factor."""
    loaded: dict[str, Any] = yaml_of(_WEIGHTS)
    return loaded


def score(
    story: Story, registry: Registry, *, reader: Reader | None = None, now: datetime
) -> tuple[float, tuple[Factor, ...]]:
    """Return the importance of *story*, 0 to 100, and the factors that add up to it.

    With a *reader* the interests count too. The sum of the factors' points is the score, unless it
    was cut at 100.
    """
    factors = [
        Factor(name="base", points=float(weights()["base"])),
        *_of_move(story),
        *_of_companies(story, registry),
        *_of_sources(story),
        *_of_time(story.day, now),
    ]
    if reader is not None:
        factors += _of_reader(story, registry, reader)
    kept = tuple(one for one in factors if one.points)
    return _total(kept), kept


def with_earlier(stories: Sequence[Story], known: Iterable[Story]) -> list[Story]:
    """Return *stories*, each told how many of *known* were like news of its company shortly before."""
    told: dict[tuple[str, str], list[tuple[str, str]]] = defaultdict(list)
    for one in known:
        if one.kind and one.companies:
            told[one.kind, one.companies[0]].append((one.day, one.id))
    return [
        story.model_copy(
            update={
                "earlier": sum(
                    day < story.day and _days(day, story.day) <= _RECENT and other != story.id
                    for day, other in told[story.kind or "", story.companies[0]]
                )
                if story.companies
                else 0
            }
        )
        for story in stories
    ]


def _days(one: str, other: str) -> int:
    return abs((date.fromisoformat(other[:10]) - date.fromisoformat(one[:10])).days)


def euros(amount: Decimal, currency: str | None) -> float | None:
    """Return about how many euros *amount* is; None for a currency without a rate."""
    rate = weights()["per_euro"].get(currency or "")
    return float(amount) / float(rate) if rate else None


def _of_move(story: Story) -> list[Factor]:
    table = weights()
    if story.kind is None:
        return []
    found = [
        Factor(name="kind", points=float(table["kinds"][story.kind]), detail={"kind": story.kind})
    ]
    if story.status:
        found.append(
            Factor(
                name="status",
                points=float(table["status"][story.status]),
                detail={"status": story.status},
            )
        )
    largest = _largest_amount(story)
    if largest:
        rule = table["amount"]
        points = min(rule["most"], rule["per_power"] * max(0.0, log10(largest / rule["floor"])))
        found.append(
            Factor(name="amount", points=round(points, 2), detail={"euros": f"{largest:.0f}"})
        )
    return found


def _largest_amount(story: Story) -> float:
    values = [
        abs(euros(value.value.amount, value.value.currency) or 0.0)  # a loss is below zero
        for one in story.moves
        for slot in one.move.slots
        for value in one.move.values(slot)
        if value.value is not None and value.value.amount is not None
    ]
    return max(values, default=0.0)


def _of_companies(story: Story, registry: Registry) -> list[Factor]:
    table = weights()
    found: list[Factor] = []
    records = [one for one in (registry.company(c) for c in story.companies) if one is not None]
    rivals = [one for one in records if one.role == "competitor"]
    if rivals:
        best = max(rivals, key=lambda one: float(_tier_points(one.tier)))
        # Who is named in a text that reports no move of his says little.
        share = 1.0 if story.kind else float(table["competitor_without_move"])
        found.append(
            Factor(
                name="competitor",
                points=round(_tier_points(best.tier) * share, 2),
                detail={"company": best.id, "tier": str(best.tier or "")},
            )
        )
    customers = [one for one in records if one.role == "customer"]
    if customers:
        best = max(customers, key=lambda one: float(table["customer"][str(one.tier or "none")]))
        tier = str(best.tier or "none")
        name = "strategic-customer" if tier == "strategic" else "customer"
        found.append(
            Factor(
                name=name,
                points=float(table["customer"][tier]),
                detail={"customer": best.id, "tier": tier, "team": best.team or ""},
            )
        )
    ours = next((one for one in records if one.role == "self"), None)
    if ours is not None:
        found.append(
            Factor(name="ourselves", points=float(table["ourselves"]), detail={"company": ours.id})
        )
    products = {p.id for c in registry.companies if c.role == "self" for p in c.products}
    named = {
        v.entity
        for m in story.moves
        for slot in m.move.slots
        for v in m.move.values(slot)
        if v.entity
    }
    if products & named:
        found.append(
            Factor(
                name="own-product",
                points=float(table["own_product"]),
                detail={"product": min(products & named)},
            )
        )
    return found


def _tier_points(tier: object) -> float:
    tiers = weights()["tiers"]
    return float(tiers.get(tier, tiers["none"]))


def _of_sources(story: Story) -> list[Factor]:
    table = weights()
    found: list[Factor] = []
    if story.sources > 1:  # the second source says more than the ninth
        rule = table["corroboration"]
        points = min(rule["most"], rule["per_doubling"] * log2(story.sources))
        found.append(
            Factor(
                name="corroboration",
                points=round(points, 2),
                detail={"sources": str(story.sources)},
            )
        )
    own = next((r for r in story.reports if r.company and r.company in story.companies), None)
    if own is not None:
        found.append(
            Factor(
                name="primary-source",
                points=float(table["primary_source"]),
                detail={"source": own.source},
            )
        )
    if story.kind and story.moves:
        points = float(table["novelty"]["first_of_kind"]) / (1 + story.earlier)
        found.append(
            Factor(name="novelty", points=round(points, 2), detail={"earlier": str(story.earlier)})
        )
    return found


def _of_time(day: str, now: datetime) -> list[Factor]:
    rule = weights()["recency"]
    age = max(0, (now.date() - date.fromisoformat(day[:10])).days)
    points = rule["points"] - rule["lost_per_day"] * max(0, age - rule["fresh_days"])
    return [Factor(name=_RECENCY, points=float(max(0, points)), detail={"days": str(age)})]


def as_of(story: Story, now: datetime) -> Story:
    """Return *story* with the recency, and so the score, that it has *now*, whenever it was scored."""
    if not story.factors:
        return story.model_copy(update={"score": faded(story.score, story.day, now)})
    lasting = [one for one in story.factors if one.name != _RECENCY]
    factors = (*lasting, *(one for one in _of_time(story.day, now) if one.points))
    return story.model_copy(update={"score": _total(factors), "factors": factors})


def faded(points: float, day: str, now: datetime) -> float:
    """Return the score *now* of a story of *day* whose factors added up to *points* on that day."""
    fresh = float(weights()["recency"]["points"])
    return _cut(points - fresh + sum(one.points for one in _of_time(day, now)))


def _total(factors: Iterable[Factor]) -> float:
    return _cut(sum(one.points for one in factors))


def _cut(points: float) -> float:
    return round(min(_HIGHEST, max(0.0, points)), 2)


def _of_reader(story: Story, registry: Registry, reader: Reader) -> list[Factor]:
    rule = weights()["interest"]
    interests = reader.interests
    found: list[Factor] = []
    company = next((c for c in story.companies if c in interests.companies), None)
    if company:
        found.append(
            Factor(
                name="interest-company", points=float(rule["company"]), detail={"company": company}
            )
        )
    if story.kind and (story.kind in interests.kinds or FAMILY_OF[story.kind] in interests.kinds):
        found.append(
            Factor(name="interest-kind", points=float(rule["kind"]), detail={"kind": story.kind})
        )
    tiers = {
        str(record.tier) for c in story.customers if (record := registry.company(c)) is not None
    }
    wanted = tiers & set(interests.tiers)
    if wanted:
        found.append(
            Factor(name="interest-tier", points=float(rule["tier"]), detail={"tier": min(wanted)})
        )
    return found
