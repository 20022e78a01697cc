"""How well pages of plans and prices are read, on pages of our own writing.

``python -m evaluation.offers [--errors]`` reads ``evaluation/gold/offers``: invented companies' pages
in English, Chinese, Japanese, German and French, each with its plans in YAML beside it. A plan is right
where name, amount, currency, period, unit and state are. Figures are given for the pages that rules
were tuned on (even SHA-1 of the name) and for the others; ``--errors`` lists what is wrong in the former.
"""

import sys
from collections import Counter, defaultdict
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML

from crawlers.extract import extract
from evaluation.extraction_scores import odd
from evaluation.measures import Measure
from schemas.documents import PlanPrice
from schemas.errors import QuarantineError
from schemas.kinds import DocumentKind

PAGES = Path(__file__).parent / "gold" / "offers"
_SEEN = datetime(2026, 11, 24, tzinfo=UTC)
# Beside the six: what is measured only where the plan itself is right.
DETAILS = ("list_amount", "billed", "starting")
Key = tuple[str, str, str, str, str, str]


def main(_data: Path | None = None, *, errors: bool = False) -> None:
    """Print F1 over plans, with the kind told and without, and the shares of right details."""
    print(f"  {'figure':<52}{'tuned':>8}{'unseen':>8}{'all':>8}")
    for kind, name in (("offer", "plans, F1"), (None, "plans, F1, kind not told")):
        score, details = measure(kind, errors=errors and kind is not None)  # type: ignore[arg-type] # the two of above
        print(f"  {name:<52}{score[False].f1:8.3f}{score[True].f1:8.3f}{_both(score).f1:8.3f}")
        for field in DETAILS if kind else ():
            tuned, unseen = details[False, field], details[True, field]
            whole = [*tuned, *unseen]
            print(f"  {f'plans, {field} where stated':<52}{_share(tuned):8.3f}{_share(unseen):8.3f}{_share(whole):8.3f}")  # fmt: skip


def measure(
    kind: DocumentKind | None = "offer", *, errors: bool = False
) -> tuple[dict[bool, Measure], dict[tuple[bool, str], list[bool]]]:
    """Return the counts of plans for the tuned half (False) and the other, and right details."""
    score = {False: Measure(), True: Measure()}
    details: dict[tuple[bool, str], list[bool]] = defaultdict(list)
    for path in sorted(PAGES.glob("*.html")):
        gold = YAML(typ="safe").load(path.with_suffix(".yaml").read_text(encoding="utf-8"))
        unseen = odd(path.stem)
        try:
            document = extract(path.read_bytes(), url=gold["url"], kind=kind, seen=_SEEN)
            plans = document.offers
        except QuarantineError:
            plans = ()
        wanted = _counted(_gold_key(row) for row in gold["offers"])
        got = _counted(plan_key(one) for one in plans)
        score[unseen].add(wanted, got, where=path.stem)
        by_key = {plan_key(one): one for one in plans}
        for row in gold["offers"]:
            if (one := by_key.get(_gold_key(row))) is not None:
                for field in DETAILS:
                    if field in row:
                        details[unseen, field].append(_same(getattr(one, field), row[field]))
    if errors:
        print("\n".join(f"    {line}" for line in score[False].errors))
    return score, details


def plan_key(one: PlanPrice) -> Key:
    """Return the six things of a plan that must be right."""
    amount = "" if one.amount is None else format(one.amount.normalize(), "f")
    name = _plain(one.plan or one.name)
    return name, amount, one.currency or "", one.period or "", (one.unit or "").lower(), one.state


def _gold_key(row: dict[str, Any]) -> Key:
    amount = format(Decimal(row["amount"]).normalize(), "f") if "amount" in row else ""
    return (
        _plain(str(row["plan"])),
        amount,
        row.get("currency") or "",
        row.get("period") or "",
        (row.get("unit") or "").lower(),
        row["state"],
    )


def _plain(name: str) -> str:
    return " ".join(name.casefold().split())


def _counted(keys: Any) -> set[tuple[Key, int]]:
    """Number equal keys, so that a plan listed twice counts twice."""
    seen: Counter[Key] = Counter()
    found = set()
    for key in keys:
        found.add((key, seen[key]))
        seen[key] += 1
    return found


def _same(got: Any, wanted: Any) -> bool:
    return bool(got == (Decimal(wanted) if isinstance(got, Decimal) else wanted))


def _share(kept: list[bool]) -> float:
    return sum(kept) / max(1, len(kept))


def _both(score: dict[bool, Measure]) -> Measure:
    return Measure(
        *(getattr(score[False], name) + getattr(score[True], name) for name in ("right", "false", "missed"))
    )  # fmt: skip


if __name__ == "__main__":
    main(errors="--errors" in sys.argv)
