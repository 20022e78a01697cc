"""How well moves are read: figures per kind, and every error by name.

``python -m evaluation.moves DATA [--errors] [--half odd|even|all]`` reads the sets under DATA: the project's own
gold (``moves_own``), and public sets under broader labels. Rules were tuned on the even half (by
SHA-1 of the id) of the own gold only; the odd half was not looked at.
"""

import argparse
import hashlib
import json
import time
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

from evaluation.floors import worse
from nlp.tagger import Tagger
from schemas.kinds import MoveKind
from schemas.language import Move, Tags
from schemas.registry import Registry

BROAD: dict[str, tuple[MoveKind, ...]] = {
    "product_launch": ("product-launch", "product-update"),
    "pricing_change": ("price-increase", "price-decrease", "packaging-change", "promotion"),
    "funding": ("funding", "public-offering"),
    "m_and_a": ("acquisition", "divestiture", "investment"),
    "partnership": ("partnership", "alliance"),
    "patent": ("patent", "licensing"),
    "executive_change": ("appointment", "departure"),
    "layoffs": ("layoffs", "restructuring"),
    "expansion": ("expansion",),
    "financial_results": ("results", "guidance", "capital-return"),
    "legal": ("legal",),
    "customer_win": ("customer-win",),
}
# FewFC calls every purchase of shares, assets or companies an investment, which its broad label
# counts as funding; MOVES.md keeps raising money, buying a stake and buying a company apart. With
# these kinds in its place the figure says what is found and lost, not how the labels are cut.
_COMPARABLE: dict[str, dict[str, tuple[MoveKind, ...]]] = {
    "fewfc": {**BROAD, "funding": (*BROAD["funding"], "investment", "acquisition", "divestiture")},
}
_PUBLIC = {
    "reuters": "moves_en/reuters.jsonl",
    "sentivent": "moves_en/sentivent.jsonl",
    "duee": "moves_zh/duee.jsonl",
    "fewfc": "moves_zh/fewfc.jsonl",
}
Row = Mapping[str, Any]


def is_odd(row_id: str) -> bool:
    """Say whether a row belongs to the half that nobody tunes to."""
    return int(hashlib.sha1(row_id.encode(), usedforsecurity=False).hexdigest(), 16) % 2 == 1


def rows_of(path: Path) -> list[Row]:
    """Read JSON lines."""
    return [
        json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line.strip()
    ]


def ratio(part: float, whole: float) -> float:
    """Return part of whole, 0 where there is none."""
    return round(part / whole, 3) if whole else 0.0


def f1(tp: int, fp: int, fn: int) -> float:
    """Return the F1 of counts."""
    return ratio(2 * tp, 2 * tp + fp + fn)


def _squash(text: str) -> str:
    return "".join(text.casefold().split())


def _same(one: str, other: str) -> bool:
    """Names agree when equal, or when one is the other's short form."""
    a, b = _squash(one), _squash(other)
    return bool(a) and bool(b) and (a == b or a in b or b in a)


class Score:
    """Counts over one language of the own gold."""

    def __init__(self) -> None:
        self.tp: Counter[str] = Counter()
        self.fp: Counter[str] = Counter()
        self.fn: Counter[str] = Counter()
        self.status = self.actor = self.matched = 0
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
                key=lambda m: (bool(m.actor and _same(m.actor.text, gold["actor"])), m.confidence),
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
        right = bool(move.actor and _same(move.actor.text, gold["actor"]))
        self.actor += right
        if move.status != gold["status"]:
            self.errors.append(
                f"status {row['id']} {move.kind} {move.status}, is {gold['status']} [{move.rule} “{move.trigger}”]"
            )
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
            "status": ratio(self.status, self.matched), "actor": ratio(self.actor, self.matched),
            "slots_f1": f1(right, wrong, self.slots["wrong"] + self.slots["missing"]),
            "false_on_negatives": ratio(self.false_negatives, self.negatives),
        }  # fmt: skip

    def per_kind(self) -> Iterable[str]:
        """Yield a line per kind: precision, recall, F1 and number."""
        for kind in sorted(set(self.tp) | set(self.fn) | set(self.fp)):
            tp, fp, fn = self.tp[kind], self.fp[kind], self.fn[kind]
            yield f"  {kind:20} P {ratio(tp, tp + fp):.2f} R {ratio(tp, tp + fn):.2f} F {f1(tp, fp, fn):.2f}  n {tp + fn}"

    def per_slot(self) -> Iterable[str]:
        """Yield a line per slot: how often right, wrong, missing and not wanted."""
        for slot, found in sorted(self.by_slot.items()):
            yield f"  {slot:14} " + "  ".join(
                f"{how} {found[how]:3}" for how in ("right", "wrong", "missing", "extra")
            )


def own_gold(path: Path, tagger: Tagger, half: str) -> dict[str, Score]:
    """Score the own gold, per language."""
    scores: dict[str, Score] = defaultdict(Score)
    for row in rows_of(path):
        if half != "all" and is_odd(row["id"]) != (half == "odd"):
            continue
        tags = tagger.tag(row["title"], row["text"], published=row["published"])
        scores[row["lang"]].add(row, tags.moves)
    return dict(scores)


def broad(tags: Tags, labels: Mapping[str, tuple[MoveKind, ...]] = BROAD) -> set[str]:
    """Return the broad *labels* of a text's moves."""
    kinds = {move.kind for move in tags.moves}
    return {label for label, members in labels.items() if kinds & set(members)}


def public(
    rows: Sequence[Row], tagger: Tagger, labels: Mapping[str, tuple[MoveKind, ...]] = BROAD
) -> dict[str, float]:
    """Score one public set under its broad *labels*: a gold label ``a|b`` is satisfied by either."""
    tp = fp = fn = 0
    for row in rows:
        date = str(row.get("date") or "") or None
        tags = tagger.tag(
            row.get("title") or "", row["text"], published=_iso(date), language=row["lang"]
        )
        found = broad(tags, labels) & set(row.get("judged") or labels)
        allowed = set(row.get("optional") or ())
        for label in row["labels"]:
            options = label.split("|")
            allowed |= set(options)
            hit = any(option in found for option in options)
            tp, fn = tp + hit, fn + (not hit)
        fp += len(found - allowed)
    return {
        "micro_f1": f1(tp, fp, fn),
        "precision": ratio(tp, tp + fp),
        "recall": ratio(tp, tp + fn),
    }


def _iso(date: str | None) -> str | None:
    """Return a date as days are written in ISO, or None where it is another form."""
    return date if date and date[:4].isdigit() else None


def measure(
    data: Path, *, half: str = "odd", errors: bool = False, limit: int = 600
) -> dict[str, Any]:
    """Print and return all figures on the sets under *data*; *limit* rows of each public set."""
    tagger = Tagger(Registry())
    figures: dict[str, Any] = {}
    for language, score in own_gold(data / "moves_own/gold.jsonl", tagger, half).items():
        figures[f"own_{language}"] = score.figures()
        print(f"own gold, {language}, half {half}: {score.figures()}")
        print("\n".join(score.per_kind()))
        if errors:
            print("\n".join(score.errors))
    for name, path in _PUBLIC.items():
        if not (data / path).exists():
            continue
        every = rows_of(data / path)
        chosen = [row for row in every if half == "all" or is_odd(row["id"]) == (half == "odd")]
        rows = (chosen or every)[:limit]  # some sets are one half only
        started = time.perf_counter()
        figures[name] = public(rows, tagger)
        print(
            f"{name}: {figures[name]} on {len(rows)}, {len(rows) / (time.perf_counter() - started):.0f} texts/s"
        )
        if name in _COMPARABLE:
            figures[f"{name}_comparable"] = public(rows, tagger, _COMPARABLE[name])
            print(
                f"{name}, stakes and purchases as MOVES.md reads them: {figures[f'{name}_comparable']}"
            )
    return figures


def main(data: Path) -> None:
    """Print all figures on the sets under *data*, and what fell below its floor."""
    figures = measure(data, limit=400)
    flat = {
        f"{name} {key}": value for name, found in figures.items() for key, value in found.items()
    }
    for sentence in worse("moves", flat):
        print(f"WORSE: {sentence}")


def from_terminal() -> None:
    """Read the arguments and measure."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("data", type=Path)
    parser.add_argument("--half", default="odd", choices=("odd", "even", "all"))
    parser.add_argument("--errors", action="store_true")
    parser.add_argument("--limit", type=int, default=600, help="rows of each public set")
    given = parser.parse_args()
    measure(given.data, half=given.half, errors=given.errors, limit=given.limit)


if __name__ == "__main__":
    from_terminal()
