"""How well reports of one event meet: B-cubed on the public set, and on bilingual stories of our own.

``python -m evaluation.stories [DATA] [--half odd|even|all] [--errors]``. The own stories are 100
stories in 255 short reports of invented companies (``gold/stories``), with follow-ups, round-ups and
rivals' like news of the same day. Weights were learned on groups whose name has an even SHA-1; the
odd ones were not looked at. Each half is grouped with and without the registry. Sets by other hands
lie in folders of their own there, each with its registry; they are halved alike. The public set (ECB+)
is English, each text stands alone (no dates), and its two-level topics are hard on purpose.
"""

import argparse
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, datetime
from itertools import combinations
from pathlib import Path
from typing import Any

from evaluation.floors import worse
from evaluation.moves import rows_of
from nlp.learning.evaluating import is_odd
from nlp.stories.grouping import Grouper, StoryInput
from nlp.tagger import Tagger
from schemas.registry import Registry
from store.yamlfiles import read_folder

GOLD = Path(__file__).parent / "gold/stories"
_DAY = "2026-01-05"
Row = Mapping[str, Any]


def b_cubed(gold: Sequence[str], found: Sequence[str]) -> tuple[float, float, float]:
    """Return B-cubed precision, recall and F of two labellings of the same texts."""
    same_gold: dict[str, set[int]] = defaultdict(set)
    same_found: dict[str, set[int]] = defaultdict(set)
    for index, (a, b) in enumerate(zip(gold, found, strict=True)):
        same_gold[a].add(index)
        same_found[b].add(index)
    n = len(gold)
    shared = [len(same_gold[a] & same_found[b]) for a, b in zip(gold, found, strict=True)]
    precision = sum(s / len(same_found[b]) for s, b in zip(shared, found, strict=True)) / n
    recall = sum(s / len(same_gold[a]) for s, a in zip(shared, gold, strict=True)) / n
    return (
        round(precision, 3),
        round(recall, 3),
        round(2 * precision * recall / (precision + recall), 3),
    )


def false_merges(gold: Sequence[str], found: Sequence[str]) -> float:
    """Return the share of pairs of texts put together that tell different events."""
    joined = [(a, b) for a, b in combinations(range(len(gold)), 2) if found[a] == found[b]]
    wrong = sum(gold[a] != gold[b] for a, b in joined)
    return round(wrong / len(joined), 4) if joined else 0.0


def input_of(row: Row, tagger: Tagger) -> StoryInput:
    """Return a row ``{id, text[, title, published, source]}`` as the grouper reads it."""
    title, text, day = row.get("title", ""), row["text"], row.get("published", _DAY)
    tags = tagger.tag(title, text, published=day)
    return StoryInput(
        id=row["id"], title=title, text=text, published=day,
        first_seen=datetime.fromisoformat(day).replace(tzinfo=UTC),
        source=row.get("source", row["id"]), url=f"urn:text:{row['id']}",
        language=tags.language, tags=tags,
    )  # fmt: skip


def grouped(rows: Iterable[Row], registry: Registry) -> dict[str, str]:
    """Return text id to the id of its main story."""
    tagger, grouper = Tagger(registry), Grouper(registry)
    for row in rows:
        grouper.add(input_of(row, tagger))
    return {text_id: stories[0] for text_id, stories in grouper.assignments().items()}


def own_rows(half: str = "all", folder: Path = GOLD) -> list[Row]:
    """Return the reports of the own stories, or of a set by another hand; a half is whole groups."""
    return [row for row in rows_of(folder / "reports.jsonl") if wanted(row["group"], half)]


def others() -> list[Path]:
    """Return the folders of the sets that other hands wrote."""
    return sorted(one.parent for one in GOLD.glob("*/reports.jsonl"))


def wanted(group: str, half: str) -> bool:
    """Say whether a group belongs to a half."""
    return half == "all" or is_odd(group) == (half == "odd")


def compare(
    name: str, rows: Sequence[Row], registry: Registry, *, errors: bool
) -> dict[str, float]:
    """Group *rows* and return the figures, printed with the errors where wanted."""
    found = grouped(rows, registry)
    gold = [row["story"] for row in rows]
    got = [found[row["id"]] for row in rows]
    precision, recall, f = b_cubed(gold, got)
    merged = false_merges(gold, got)
    print(
        f"{name}: B3 P {precision} R {recall} F {f}, false merges {merged:.2%} of pairs joined;"
        f" {len(rows)} texts, {len(set(gold))} stories, {len(set(got))} found"
    )
    if errors:
        for a, b in combinations(range(len(rows)), 2):
            if (gold[a] == gold[b]) != (got[a] == got[b]):
                print(
                    "  parted" if gold[a] == gold[b] else "  merged", rows[a]["id"], rows[b]["id"]
                )
    return {"precision": precision, "recall": recall, "b3_f": f}


def measure_own(half: str, *, errors: bool = False, folder: Path = GOLD) -> dict[str, float]:
    """Print and return the figures on one set of stories, with its registry and without."""
    rows = own_rows(half, folder)
    known = read_folder(folder / "registry")
    called = "own stories" if folder == GOLD else folder.name
    figures: dict[str, float] = {}
    for name, registry in (("with registry", known), ("without registry", Registry())):
        found = compare(f"{called}, {half}, {name}", rows, registry, errors=errors)
        figures |= {f"{name} {key}": value for key, value in found.items()}
    return figures


def measure(data: Path, half: str = "all") -> dict[str, float]:
    """Print and return B-cubed on the public set; a half is whole topics."""
    rows = [
        row for row in rows_of(data / "clusters_en/ecbplus.jsonl") if wanted(row["topic"], half)
    ]
    return compare(f"ecbplus, {half}", rows, Registry(), errors=False)


def main(data: Path) -> None:
    """Print all figures, and what fell below its floor."""
    figures = {f"own {key}": value for key, value in measure_own("odd").items()}
    for folder in others():
        found = measure_own("odd", folder=folder)
        figures |= {f"{folder.name} {key}": value for key, value in found.items()}
    figures |= {f"ecbplus {key}": value for key, value in measure(data).items()}
    for sentence in worse("stories", figures):
        print(f"WORSE: {sentence}")


def from_terminal() -> None:
    """Read the arguments and measure."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("data", type=Path, nargs="?", help="Folder of the public sets")
    parser.add_argument("--half", default="all", choices=("odd", "even", "all"))
    parser.add_argument(
        "--errors", action="store_true", help="Name the errors; never of the odd half"
    )
    given = parser.parse_args()
    for folder in (GOLD, *others()):
        measure_own(given.half, errors=given.errors and given.half == "even", folder=folder)
    if given.data:
        measure(given.data, given.half)


if __name__ == "__main__":
    from_terminal()
