"""What one run made of one source, counted from the ledger and the readings: pure."""

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import datetime
from statistics import median
from typing import NamedTuple

from schemas.harvest import Outcome, Purpose
from schemas.health import Reading, SourceStats

# A field counts as read by a rule where its origin begins so.
RULED = ("selector", "template", "page-object")


class Fetch(NamedTuple):
    """One line of the ledger, as far as counts need it."""

    purpose: Purpose
    outcome: Outcome
    status: int | None
    reason: str | None
    url: str
    final: str | None
    seconds: float
    at: datetime


def stats_of(
    source: str,
    run: str,
    at: datetime,
    fetched: Sequence[Fetch],
    mine: Sequence[Reading],
    before: Mapping[str, Reading],
    *,
    ok: bool | None,
    reason: str | None,
) -> SourceStats:
    """Return the counts of one source in one run.

    *before* holds, by address, the last earlier reading of the pages that were read again.
    """
    read = [one for one in mine if one.read]
    documents = [one for one in fetched if one.purpose == "document"]
    starts = [one for one in fetched if one.purpose == "start"]
    outcomes = Counter(one.outcome for one in mine)
    lengths = [one.sizes.get("text", 0) for one in read]
    return SourceStats(
        source=source,
        run=run,
        at=at,
        ok=ok,
        reason=reason or _disappointment(fetched),
        status=next((one.status for one in starts if one.status), None),
        moved=next((one.final for one in starts if one.final), None),
        lists=sum(1 for one in fetched if one.purpose != "document"),
        listed=len(documents),
        fetched=sum(1 for one in documents if one.outcome == "fetched"),
        confirmed=sum(1 for one in fetched if one.outcome == "unchanged"),
        new=outcomes["new"],
        changed=outcomes["changed"],
        unchanged=outcomes["unchanged"],
        quarantined=_reasons(mine, "quarantined"),
        dropped=dict(Counter(one.reason or one.outcome for one in documents if _lost(one))),
        filled=dict(Counter(name for one in read for name in one.sizes)),
        ruled=dict(Counter(name for one in read for name in one.sizes if _is_ruled(one, name))),
        sure=_means(read),
        flags=dict(Counter(flag for one in read for flag in one.flags)),
        lost=dict(Counter(name for one in read for name in _gone(one, before))),
        compared=sum(1 for one in read if one.url in before),
        length=round(median(lengths)) if lengths else None,
        titles=len({one.title for one in read}),
        seconds=max((one.seconds for one in fetched), default=0.0),
    )


def _disappointment(fetched: Sequence[Fetch]) -> str | None:
    """Return why lists led nowhere, where all of them did."""
    told = [one.reason for one in fetched if one.purpose != "document" and one.outcome == "fetched"]
    return told[0] if told and all(told) else None


def _lost(one: Fetch) -> bool:
    return one.outcome not in {"fetched", "unchanged"} and one.reason != "not-due"


def _reasons(mine: Sequence[Reading], outcome: str) -> dict[str, int]:
    return dict(Counter(one.reason or "unreadable" for one in mine if one.outcome == outcome))


def _is_ruled(one: Reading, name: str) -> bool:
    return one.origins.get(name, "").startswith(RULED)


def _means(read: Sequence[Reading]) -> dict[str, float]:
    names = sorted({name for one in read for name in one.sure})
    return {
        name: round(sum(one.sure.get(name, 0.0) for one in read) / len(read), 4) for name in names
    }


def _gone(one: Reading, before: Mapping[str, Reading]) -> list[str]:
    earlier = before.get(one.url)
    return [] if earlier is None else sorted(earlier.sizes.keys() - one.sizes.keys())
