"""What plans cost, now and before, read from every version of the watched price pages."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime
from typing import get_args

from pipeline.workspace import Workspace
from schemas.changes import RecordedChange
from schemas.documents import PlanPrice, Revision
from schemas.kinds import ChangeKind
from schemas.views import ChangeLine, PlanHistory, PriceStep

# Pages of these kinds state prices.
_PRICED = frozenset({"offer", "product"})
# Changes that the price board tells.
PRICE_CHANGES = frozenset({"price", "plan", "promotion", "feature"})
ALL_CHANGES: frozenset[str] = frozenset(get_args(ChangeKind))


def plans(workspace: Workspace, companies: Sequence[str] = ()) -> list[PlanHistory]:
    """Return the history of every plan of *companies* (none: of all), in the registry's order."""
    wanted = set(companies)
    owners = {
        source.id: source.company
        for source in workspace.registry.sources
        if not wanted or source.company in wanted
    }
    watched = workspace.store.watching.of_sources(owners, kinds=_PRICED)
    latest = workspace.store.documents.numbers(one.document_id for one in watched)
    found: list[PlanHistory] = []
    for one in watched:
        number = latest.get(one.document_id, 0)
        found += _page(workspace, one.document_id, number, owners[one.source], gone=one.gone)
    order = {company.id: place for place, company in enumerate(workspace.registry.companies)}
    return sorted(found, key=lambda one: order.get(one.company or "", len(order)))


def _page(
    workspace: Workspace, document_id: str, number: int, company: str | None, *, gone: bool
) -> tuple[PlanHistory, ...]:
    """Return the plans of one page up to version *number*: versions never change, so it is read once."""
    key = ("plans", document_id, number, company, gone)
    found: tuple[PlanHistory, ...] | None = workspace.kept.get(key)
    if found is None:
        revisions = workspace.store.documents.revisions(document_id)
        found = tuple(_histories(revisions, company, gone=gone))
        workspace.keep(key, found)
    return found


def _histories(
    revisions: Sequence[Revision], company: str | None, *, gone: bool
) -> Iterator[PlanHistory]:
    steps: dict[str, list[PriceStep]] = defaultdict(list)
    offers: dict[str, PlanPrice] = {}
    for revision in revisions:
        day = revision.seen_at.date()
        stated = _followed(revision.document.offers, offers)
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
            tax=offer.tax,
            starting=offer.starting,
            minimum=offer.minimum,
            features=offer.features,
            steps=tuple(steps[key]),
        )


def _followed(offers: Sequence[PlanPrice], known: Mapping[str, PlanPrice]) -> dict[str, PlanPrice]:
    """Return the offers of one version under the keys of the histories that they go on with.

    A page that says "ask us" states no unit and period either, and a page may start to state one: that
    makes no other plan where the name fits one history only that nothing else goes on with.
    """
    found = {offer.key: offer for offer in offers if offer.key in known}
    for offer in offers:
        if offer.key in known:
            continue
        name = offer.name.casefold()
        open_ones = [
            k for k, one in known.items() if one.name.casefold() == name and k not in found
        ]
        rivals = sum(one.name.casefold() == name and one.key not in known for one in offers)
        if offer.amount is None:
            found |= dict.fromkeys(open_ones or [offer.key], offer)
        elif len(open_ones) == 1 and rivals == 1:
            found[open_ones[0]] = offer
        else:
            found[offer.key] = offer
    return found


def _step(revision: Revision, day: date, offer: PlanPrice) -> PriceStep:
    return PriceStep(
        day=day,
        amount=offer.amount,
        currency=offer.currency,
        list_amount=offer.list_amount if offer.list_amount != offer.amount else None,
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
    told = workspace.store.documents.changes(since, until, companies, kinds)
    found = _change_lines(workspace, told)
    return sorted(found, key=lambda one: (one.day, one.id), reverse=True)


def last_changes(
    workspace: Workspace,
    limit: int,
    *,
    since: datetime,
    companies: Sequence[str] = (),
    kinds: frozenset[str] = PRICE_CHANGES,
    before: tuple[date, str] | None = None,
) -> list[ChangeLine]:
    """Return at most *limit* of :func:`changes`; *before*: day and id of the last that was had."""
    told = workspace.store.told.last(
        limit, since=since, companies=companies, kinds=kinds, before=before
    )
    return _change_lines(workspace, told)


def change(workspace: Workspace, change_id: str) -> ChangeLine | None:
    """Return one change, or None."""
    found = workspace.store.documents.change(change_id)
    return None if found is None else _change_lines(workspace, [found])[0]


def _change_lines(workspace: Workspace, told: Sequence[RecordedChange]) -> list[ChangeLine]:
    pages = workspace.store.documents.newest(one.document_id for one in told)
    return [_change_line(one, pages.get(one.document_id)) for one in told]


def _change_line(recorded: RecordedChange, revision: Revision | None) -> ChangeLine:
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
