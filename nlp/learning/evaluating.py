"""How well moves are read: counts and figures per language and kind, with every error behind them."""

import hashlib
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from schemas.language import Move

Row = Mapping[str, Any]


def is_odd(row_id: str) -> bool:
    """Say whether a row belongs to the half that nobody tunes to."""
    return int(hashlib.sha1(row_id.encode(), usedforsecurity=False).hexdigest(), 16) % 2 == 1


def ratio(part: float, whole: float) -> float:
    """Return part of whole, 0 where there is none."""
    return round(part / whole, 3) if whole else 0.0


def f1(tp: int, fp: int, fn: int) -> float:
    """Return the F1 of counts."""
    return ratio(2 * tp, 2 * tp + fp + fn)


def squash(text: str) -> str:
    """Return a text without white space and capitals: so far two writings are the same."""
    return "".join(text.casefold().split())


def _same(one: str, other: str) -> bool:
    """Names agree when equal, or when one is the other's short form."""
    a, b = squash(one), squash(other)
    return bool(a) and bool(b) and (a == b or a in b or b in a)


class Score:
    """Counts over one language of the own gold."""

    def __init__(self) -> None:
        self.tp: Counter[str] = Counter()
        self.fp: Counter[str] = Counter()
        self.fn: Counter[str] = Counter()
        self.status = self.actor = self.acted = self.matched = 0
        self.slots: Counter[str] = Counter()
        self.by_slot: dict[str, Counter[str]] = defaultdict(Counter)
        self.negatives = self.false_negatives = 0
        self.errors: list[str] = []

    def add(self, row: Row, moves: Sequence[Move]) -> None:
        """Match the gold moves of one row with the found ones, by kind and actor."""
        left = list(moves)
        if not row["moves"]:
            self.negatives += 1
            self.false_negatives += bool(left)
        for gold in row["moves"]:
            same_kind = [m for m in left if m.kind == gold["kind"]]
            if not same_kind:
                self.fn[gold["kind"]] += 1
                self.errors.append(
                    f"missed {row['id']} {gold['kind']} {gold['status']}: {gold['evidence']}"
                )
                continue
            best = max(
                same_kind,
                key=lambda m: (
                    bool(m.actor and _same(m.actor.text, gold["actor"])),
                    m.confidence,
                ),
            )
            left.remove(best)
            self._compare(row, gold, best)
        for move in left:
            self.fp[move.kind] += 1
            self.errors.append(
                f"false  {row['id']} {move.kind} {move.status} [{move.rule} “{move.trigger}”]"
            )

    def _compare(self, row: Row, gold: Row, move: Move) -> None:
        self.tp[move.kind] += 1
        self.matched += 1
        self.status += move.status == gold["status"]
        if move.status != gold["status"]:
            self.errors.append(
                f"status {row['id']} {move.kind} {move.status}, is {gold['status']} [{move.rule} “{move.trigger}”]"
            )
        if not gold["evidence"]:  # kinds and statuses alone were marked
            return
        right = bool(move.actor and _same(move.actor.text, gold["actor"]))
        self.acted += 1
        self.actor += right
        if not right:
            found = move.actor.text if move.actor else None
            self.errors.append(f"actor  {row['id']} {move.kind} {found}, is {gold['actor']}")
        for slot, value in gold["slots"].items():
            wanted = value if isinstance(value, list) else [value]
            filled = [one.text for one in move.values(slot)]
            right = any(_same(a, b) for a in wanted for b in filled)
            self._slot(
                row,
                move,
                slot,
                "right" if right else "wrong" if filled else "missing",
                (wanted, filled),
            )
        for slot in move.slots:
            if slot not in gold["slots"]:
                self._slot(row, move, slot, "extra", ([], [one.text for one in move.values(slot)]))

    def _slot(
        self, row: Row, move: Move, slot: str, how: str, texts: tuple[list[str], list[str]]
    ) -> None:
        self.slots[how] += 1
        self.by_slot[slot][how] += 1
        if how != "right":
            wanted, filled = (" | ".join(one) or "-" for one in texts)
            self.errors.append(
                f"slot   {row['id']} {move.kind} {slot} {how}: {filled}, is {wanted}"
            )

    def figures(self) -> dict[str, float]:
        """Return the figures that floors are set on."""
        kinds = sorted(set(self.tp) | set(self.fn))
        macro = sum(f1(self.tp[k], self.fp[k], self.fn[k]) for k in kinds) / max(1, len(kinds))
        tp, fp, fn = (sum(c.values()) for c in (self.tp, self.fp, self.fn))
        right, wrong = self.slots["right"], self.slots["wrong"] + self.slots["extra"]
        return {
            "macro_f1": round(macro, 3), "precision": ratio(tp, tp + fp), "recall": ratio(tp, tp + fn),
            "status": ratio(self.status, self.matched), "actor": ratio(self.actor, self.acted),
            "slots_f1": f1(right, wrong, self.slots["wrong"] + self.slots["missing"]),
            "false_on_negatives": ratio(self.false_negatives, self.negatives),
        }  # fmt: skip

    def per_kind(self) -> Iterable[str]:
        """Yield a line per kind: precision, recall, F1 and number."""
        for kind in sorted(set(self.tp) | set(self.fn) | set(self.fp)):
            tp, fp, fn = self.tp[kind], self.fp[kind], self.fn[kind]
            yield f"  {kind:20} P {ratio(tp, tp + fp):.2f} R {ratio(tp, tp + fn):.2f} F {f1(tp, fp, fn):.2f}  n {tp + fn}"

    def by_kind(self) -> dict[str, dict[str, float]]:
        """Return precision, recall, F1 and number per kind."""
        found = {}
        for kind in sorted(set(self.tp) | set(self.fn) | set(self.fp)):
            tp, fp, fn = self.tp[kind], self.fp[kind], self.fn[kind]
            found[kind] = {
                "p": ratio(tp, tp + fp),
                "r": ratio(tp, tp + fn),
                "f1": f1(tp, fp, fn),
                "n": tp + fn,
            }
        return found

    def per_slot(self) -> Iterable[str]:
        """Yield a line per slot: how often right, wrong, missing and not wanted."""
        for slot, found in sorted(self.by_slot.items()):
            yield f"  {slot:14} " + "  ".join(
                f"{how} {found[how]:3}" for how in ("right", "wrong", "missing", "extra")
            )
