"""What plans cost, now and before, read from every version of the watched price pages."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from datetime import date, datetime

from pipeline.workspace import Workspace
from schemas.changes import RecordedChange
from schemas.documents import PlanPrice, Revision
from schemas.views import ChangeLine, PlanHistory, PriceStep

# Pages of these kinds state prices.
_PRICED = frozenset({"offer", "product"})
# Changes that the price board tells.
PRICE_CHANGES = frozenset({"price", "plan", "promotion", "feature"})


def plans(workspace: Workspace, companies: Sequence[str] = ()) -> list[PlanHistory]:
    """Return the history of every plan of *companies* (none: of all), in the registry's order."""
    wanted = set(companies)
    found: list[PlanHistory] = []
    for source in workspace.registry.sources:
        if wanted and source.company not in wanted:
            continue
        for watched in workspace.store.watching.of_source(source.id):
            if watched.kind in _PRICED:
                revisions = workspace.store.documents.revisions(watched.document_id)
                found += _histories(revisions, source.company, gone=watched.gone)
    order = {company.id: place for place, company in enumerate(workspace.registry.companies)}
    return sorted(found, key=lambda one: order.get(one.company or "", len(order)))


def _histories(
    revisions: Sequence[Revision], company: str | None, *, gone: bool
) -> Iterator[PlanHistory]:
    steps: dict[str, list[PriceStep]] = defaultdict(list)
    offers: dict[str, PlanPrice] = {}
    for revision in revisions:
        day = revision.seen_at.date()
        stated: dict[str, PlanPrice] = {}
        for offer in revision.document.offers:
            stated |= dict.fromkeys(_keys(offer, offers), offer)
        for key, offer in stated.items():
            if offer.amount is not None or key not in offers:
                offers[key] = offer
            _add(steps[key], _step(revision, day, offer))
        for key in steps.keys() - stated.keys():
            _add(steps[key], PriceStep(day=day, state="missing", snapshot=revision.snapshot, revision=revision.number))  # fmt: skip
    if gone and revisions:
        last = revisions[-1]
        for some in steps.values():
            _add(some, PriceStep(day=last.seen_at.date(), state="missing", snapshot=last.snapshot, revision=last.number))  # fmt: skip
    for key, offer in offers.items():
        yield PlanHistory(
            company=company,
            document_id=revisions[-1].document_id,
            url=revisions[-1].document.url,
            plan=offer.plan or offer.name,
            unit=offer.unit,
            period=offer.period,
            billed=offer.billed,
            promotion=offer.promotion,
            features=offer.features,
            steps=tuple(steps[key]),
        )


def _keys(offer: PlanPrice, known: dict[str, PlanPrice]) -> list[str]:
    """Return which histories an offer goes on with: those of its name where its price is hidden.

    A page that says "ask us" states no unit and period either, which would make it another plan.
    """
    if offer.key in known:
        return [offer.key]
    same = [key for key, one in known.items() if one.name.casefold() == offer.name.casefold()]
    if offer.amount is not None:
        same = [key for key in same if known[key].amount is None and not known[key].period]
    return same or [offer.key]


def _step(revision: Revision, day: date, offer: PlanPrice) -> PriceStep:
    return PriceStep(
        day=day,
        amount=offer.amount,
        currency=offer.currency,
        state=offer.state,
        snapshot=revision.snapshot,
        revision=revision.number,
    )


def _add(steps: list[PriceStep], step: PriceStep) -> None:
    """Append a step where it says something new; of one day the last word counts."""
    if steps and (steps[-1].amount, steps[-1].currency, steps[-1].state) == (
        step.amount,
        step.currency,
        step.state,
    ):
        return
    if not steps and step.state == "missing":
        return
    if steps and steps[-1].day == step.day:
        steps.pop()
    steps.append(step)


def changes(
    workspace: Workspace,
    *,
    since: datetime | None = None,
    until: datetime | None = None,
    companies: Sequence[str] = (),
    kinds: frozenset[str] = PRICE_CHANGES,
) -> list[ChangeLine]:
    """Return the changes that were told in a period, the newest first, of *kinds* only."""
    found = [
        _change_line(workspace, one)
        for one in workspace.store.documents.changes(since, until)
        if one.change.kind in kinds and (not companies or one.company in companies)
    ]
    return sorted(found, key=lambda one: (one.day, one.id), reverse=True)


def change(workspace: Workspace, change_id: str) -> ChangeLine | None:
    """Return one change, or None."""
    found = workspace.store.documents.change(change_id)
    return None if found is None else _change_line(workspace, found)


def _change_line(workspace: Workspace, recorded: RecordedChange) -> ChangeLine:
    revision = workspace.store.documents.latest(recorded.document_id)
    told = recorded.change
    return ChangeLine(
        id=recorded.id,
        company=recorded.company,
        source=recorded.source,
        document_id=recorded.document_id,
        url=revision.document.url if revision else told.where,
        kind=told.kind,
        subject=told.subject,
        field=told.field,
        old=told.old,
        new=told.new,
        percent=told.percent,
        day=recorded.told_at.date().isoformat(),
        state=recorded.state,
        old_snapshot=recorded.old_snapshot,
        new_snapshot=recorded.new_snapshot,
        significance=told.significance,
    )
