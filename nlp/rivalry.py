"""Which of several readings of the same words stands: one act per clause, one denial at a time."""

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING

from nlp.namesakes import same_actor
from schemas.kinds import MoveKind

if TYPE_CHECKING:
    from nlp.moves import Candidate

_CAPITAL = re.compile(r"\b[A-Z]\w{2,}")
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
# A rule of this weight or less hints: a bare word that often is no move. It speaks only where no
# plain words for a move of another kind stand in its sentence or the next ones.
HINT = {"en": 0.65, "zh": 0.6}
_HINT_REACH = 2
_WORDS = "words"  # what no frame found, but words alone


def without_rivals(candidates: list["Candidate"]) -> list["Candidate"]:
    """Where rules of different kinds claim the same words, keep the longer claim, then the surer."""
    kept: list[Candidate] = []
    for one in sorted(candidates, key=lambda c: (-c.rule.weight, c.start - c.end)):
        rival = any(
            other.sentence.start == one.sentence.start
            and one.start < other.end
            and other.start < one.end
            and other.rule.kind != one.rule.kind
            for other in kept
        )
        if not rival:
            kept.append(one)
    kept = [one for one in kept if not _outspoken(one, kept)]
    if kept and kept[0].rule.language == "zh":
        kept = one_act_per_clause(kept)
    return sorted(kept, key=lambda c: (c.sentence.start + c.start, -c.rule.weight))


def _outspoken(one: "Candidate", kept: Sequence["Candidate"]) -> bool:
    """Say whether *one* is a mere hint beside plain words for a move of another kind."""
    least = HINT[one.rule.language]
    return one.rule.weight <= least and any(
        other.rule.weight > least
        and other.rule.kind != one.rule.kind
        and abs(other.sentence.number - one.sentence.number) <= _HINT_REACH
        for other in kept
    )


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


def without_mirrored(groups: Sequence[list["Candidate"]]) -> list[list["Candidate"]]:
    """Return moves (each its candidates) without English sales, made of words alone, of what the same company buys."""
    buys = [
        one
        for group in groups
        for one in group
        if one.rule.kind == "acquisition" and one.rule.language == "en"
    ]
    return [group for group in groups if not all(_mirrored(one, buys) for one in group)]


def _mirrored(one: "Candidate", buys: Sequence["Candidate"]) -> bool:
    return (
        one.rule.kind == "divestiture"
        and one.rule.rule_id == _WORDS
        and any(
            same_actor(one, other) and (one.sentence == other.sentence or _is_same(one, other))
            for other in buys
        )
    )


def _is_same(one: "Candidate", other: "Candidate") -> bool:
    """Say whether one thing is sold and bought, both as surely: what was bought may well be sold on later."""
    return one.verdict.status == other.verdict.status and bool(_names(one) & _names(other))


def _names(one: "Candidate") -> set[str]:
    """Return the words with a capital of what is bought or sold."""
    filled = one.slots.get("target") or ()
    targets = filled if isinstance(filled, tuple) else (filled,)
    return {word for target in targets for word in _CAPITAL.findall(target.text)}
