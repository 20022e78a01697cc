"""How well moves are read: figures per kind, and every error by name.

``python -m evaluation.moves DATA [--errors] [--half odd|even|all] [--readers]`` reads the sets under DATA: the project's own
gold (``evaluation/gold/moves``), whole articles (``evaluation/gold/articles``), moves told otherwise than usual (``evaluation/gold/otherwise``), a week's feed
(``evaluation/gold/week``, whose items say which were read), the blind sets (``evaluation/gold/blind``), and public sets under broader
labels. Rules were tuned on the even half (by SHA-1 of the id) of the own gold and of the moves told otherwise. Of the blind sets figures alone
are told, never errors: nobody is to tune on them. ``--readers`` tells how far their two readers agree, by the same measure.
"""

import argparse
import json
import time
from collections import defaultdict
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from evaluation.floors import worse
from nlp.learning.comparing import GOLD
from nlp.learning.evaluating import Score, f1, is_odd, ratio
from nlp.tagger import Tagger
from schemas.kinds import MoveKind
from schemas.language import Move, Slot, Tags
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
BLIND = GOLD.parent / "blind"
ARTICLES = GOLD.parent / "articles" / "items.jsonl"
OTHERWISE = GOLD.parent / "otherwise" / "items.jsonl"
WEEK = GOLD.parent / "week" / "items.jsonl"
Row = Mapping[str, Any]


def rows_of(path: Path) -> list[Row]:
    """Read JSON lines."""
    return [
        json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line.strip()
    ]


def own_gold(path: Path, tagger: Tagger, half: str) -> dict[str, Score]:
    """Score the own gold, per language."""
    scores: dict[str, Score] = defaultdict(Score)
    for row in rows_of(path):
        if half != "all" and is_odd(row["id"]) != (half == "odd"):
            continue
        tags = tagger.tag(row["title"], row["text"], published=row["published"])
        scores[row["lang"]].add(row, tags.moves)
    return dict(scores)


def blind_sets() -> list[Path]:
    """Return the folders of the blind sets, the oldest first: nobody who tunes has read their items."""
    return sorted(path.parent for path in BLIND.glob("*/items.jsonl"))


def blind(tagger: Tagger) -> dict[str, dict[str, float]]:
    """Return the figures on each blind set, per language."""
    return {
        f"{folder.name} {language}": score.figures()
        for folder in blind_sets()
        for language, score in own_gold(folder / "items.jsonl", tagger, "all").items()
    }


def week(tagger: Tagger) -> dict[str, dict[str, float]]:
    """Return the figures on a week's feed, per language, of texts that were read while rules were mended and of others."""
    scores: dict[str, Score] = defaultdict(Score)
    for row in rows_of(WEEK):
        tags = tagger.tag(row["title"], row["text"], published=row["published"])
        scores[f"{row['lang']}, {'read' if row['read'] else 'unread'}"].add(row, tags.moves)
    return {name: score.figures() for name, score in sorted(scores.items())}


def readers(folder: Path) -> dict[str, dict[str, float]]:
    """Return how the second reader of a blind set did, judged as the tagger is, by the first reading."""
    second = {row["id"]: row["moves"] for row in rows_of(folder / "second.jsonl")}
    scores: dict[str, Score] = defaultdict(Score)
    for row in rows_of(folder / "first.jsonl"):
        language = row["id"].split("-")[1]
        scores[language].add(row, [_as_tagged(one) for one in second[row["id"]]])
    return {language: score.figures() for language, score in scores.items()}


def _as_tagged(told: Row) -> Move:
    slots = {
        name: tuple(Slot(text=one) for one in ([value] if isinstance(value, str) else value))
        for name, value in told["slots"].items()
    }
    actor = Slot(text=told["actor"])
    return Move(kind=told["kind"], status=told["status"], actor=actor, slots=slots, confidence=1)


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
        named = broad(tags, labels)
        found = named & set(row.get("judged") or labels)
        allowed = set(row.get("optional") or ())
        for label in row["labels"]:
            options = label.split("|")
            allowed |= set(options)
            # either satisfies it, also one that is not judged by itself
            hit = any(option in named for option in options)
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
    for language, score in own_gold(GOLD / "gold.jsonl", tagger, half).items():
        figures[f"own_{language}"] = score.figures()
        print(f"own gold, {language}, half {half}: {score.figures()}")
        print("\n".join(score.per_kind()))
        if errors:
            print("\n".join(score.errors))
    for language, score in own_gold(ARTICLES, tagger, "all").items():
        figures[f"articles_{language}"] = score.figures()
        print(f"whole articles, tuned on, {language}: {score.figures()}")
    for language, score in own_gold(OTHERWISE, tagger, half).items():
        figures[f"otherwise_{language}"] = score.figures()
        print(f"told otherwise, {language}, half {half}: {score.figures()}")
    for name, found in week(tagger).items():
        figures[f"week {name}"] = found
        print(f"a week's feed, {name}: {found}")
    for name, found in blind(tagger).items():
        figures[f"blind {name}"] = found
        print(f"blind set of {name}: {found}")
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
    parser.add_argument("--readers", action="store_true", help="only how far readers agree")
    given = parser.parse_args()
    if given.readers:
        for folder in blind_sets():
            for language, found in readers(folder).items():
                print(f"blind set of {folder.name} {language}, second reader: {found}")
        return
    measure(given.data, half=given.half, errors=given.errors, limit=given.limit)


if __name__ == "__main__":
    from_terminal()
