"""How well reports of one event meet: B-cubed on the public set, and on bilingual cases of our own.

``python -m evaluation.stories DATA``. The public set (ECB+) is English, each text stands alone (no
dates), and its two-level topics are hard on purpose: two similar events per topic.
"""

import argparse
from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from pathlib import Path

from evaluation.floors import worse
from evaluation.moves import is_odd, rows_of
from nlp.stories import Grouper, StoryInput
from nlp.tagger import Tagger
from schemas.registry import Registry

_DAY = "2026-01-05"


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


def grouped(texts: Iterable[tuple[str, str]]) -> dict[str, str]:
    """Return text id to the id of its main story."""
    tagger, grouper = Tagger(Registry()), Grouper(Registry())
    moment = datetime(2026, 1, 5, tzinfo=UTC)
    for number, (text_id, text) in enumerate(texts):
        tags = tagger.tag("", text, published=_DAY, language="en")
        grouper.add(
            StoryInput(
                id=text_id, title="", text=text, published=_DAY, first_seen=moment,
                source=f"s{number}", url=f"urn:text:{text_id}", language="en", tags=tags,
            )
        )  # fmt: skip
    return {text_id: stories[0] for text_id, stories in grouper.assignments().items()}


def measure(data: Path, half: str = "all") -> dict[str, float]:
    """Print and return B-cubed on the public set; a half is whole topics."""
    rows = [
        row
        for row in rows_of(data / "clusters_en/ecbplus.jsonl")
        if half == "all" or is_odd(row["topic"]) == (half == "odd")
    ]
    found = grouped((row["id"], row["text"]) for row in rows)
    precision, recall, f = b_cubed(
        [row["story"] for row in rows], [found[row["id"]] for row in rows]
    )
    print(
        f"ecbplus, {half}: B3 P {precision} R {recall} F {f} on {len(rows)} texts, {len(set(found.values()))} stories"
    )
    return {"precision": precision, "recall": recall, "b3_f": f}


def main(data: Path) -> None:
    """Print the figures on the set under *data*, and what fell below its floor."""
    figures = measure(data)
    for sentence in worse("stories", {f"ecbplus {key}": value for key, value in figures.items()}):
        print(f"WORSE: {sentence}")


def from_terminal() -> None:
    """Read the arguments and measure."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("data", type=Path)
    parser.add_argument("--half", default="all", choices=("odd", "even", "all"))
    given = parser.parse_args()
    measure(given.data, given.half)


if __name__ == "__main__":
    from_terminal()
