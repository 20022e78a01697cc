"""Which of several readings of the same words stands: one act per clause, one denial at a time."""

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING

from schemas.kinds import MoveKind

if TYPE_CHECKING:
    from nlp.moves import Candidate

_CLAUSE_END = re.compile(r"[，；：。！？]|——")
# Kinds that one clause tells together: a swap, a sale seen from both sides, a plant closed with its jobs.
_TOGETHER: tuple[frozenset[MoveKind], ...] = (
    frozenset({"appointment", "departure"}),
    frozenset({"acquisition", "divestiture"}),
    frozenset({"customer-win", "customer-loss"}),
    frozenset({"layoffs", "market-exit", "restructuring"}),
    frozenset({"expansion", "hiring", "investment"}),
    frozenset({"price-increase", "price-decrease", "packaging-change"}),
    frozenset({"results", "capital-return"}),
    frozenset({"legal", "acquisition"}),
    frozenset({"product-launch", "product-update"}),
)
# A denial covers what the sentences beside it told.
_DENIAL_REACH = 2


def one_act_per_clause(candidates: Sequence["Candidate"]) -> list["Candidate"]:
    """Keep in each clause the kind that the plainest words tell, and what goes together with it.

    Of denials of different kinds in neighbouring sentences only the plainest stays: who denies,
    denies one thing.
    """
    kept: list[Candidate] = []
    for one in sorted(candidates, key=lambda c: (-c.rule.weight, c.start - c.end)):
        if not any(_rivals(one, other) for other in kept):
            kept.append(one)
    return kept


def _rivals(one: "Candidate", other: "Candidate") -> bool:
    kinds = {one.rule.kind, other.rule.kind}
    if len(kinds) == 1 or any(kinds <= group for group in _TOGETHER):
        return False
    apart = abs(one.sentence.number - other.sentence.number)
    if one.verdict.status == other.verdict.status == "denied" and apart <= _DENIAL_REACH:
        return True
    return apart == 0 and _clause(one) == _clause(other)


def _clause(one: "Candidate") -> int:
    return len(_CLAUSE_END.findall(one.sentence.masked[: one.start]))
