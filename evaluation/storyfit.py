"""Learn the weights of ``nlp/affinity.yaml``: ``python -m evaluation.storyfit [--write]``.

Logistic regression over pairs of reports: the even half of our own stories and the even months of
the invented market, each with and without its registry. The other halves tell whether it holds. No
public set is used. Deterministic; takes about half a minute.
"""

import argparse
from collections.abc import Iterator, Mapping, Sequence
from itertools import combinations
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from ruamel.yaml import YAML

from demo.content import FOLDER, sites
from demo.truth import documents
from evaluation.stories import GOLD, Row, compare, input_of, measure_own, own_rows
from nlp.affinity import Affinity, Profile, profile
from nlp.matching import days_between
from nlp.tagger import Tagger
from schemas.registry import Registry
from store.yamlfiles import read_folder

_FILE = Path(__file__).parents[1] / "nlp/affinity.yaml"
_MOST_DAYS = 21
# Keeps weights small: a few hundred pairs of one story must not buy a weight of ten.
_PENALTY = 2.0
# Chosen on the halves learned from: lower, and like news of one company begins to meet.
_THRESHOLD, _LOOSE = 0.4, 0.15
_HEAD = """# Weights of how likely two reports tell one event. Learned from our own stories by
# `python -m evaluation.storyfit --write`; see docs/stories.md. Two reports in one language: `same`;
# in two: `cross`. Groups of reports join while the mean likelihood of their pairs is at least
# `threshold`; fewer than seven reports join a story of seven or more from `loose` on.
"""
Sample = tuple[bool, dict[str, float], bool]
Vector = NDArray[np.float64]


def market_rows(parity: int) -> list[Row]:
    """Return the articles of the invented market of even or odd months."""
    known = documents()
    return [
        {
            "id": post.id,
            "story": known[post.id].events[0] if known[post.id].events else post.id,
            "title": post.title,
            "text": "\n\n".join(post.body),
            "published": post.published.date().isoformat(),
        }
        for site in sites().values()
        for post in site.posts
        if post.published.month % 2 == parity
    ]


def samples(rows: Sequence[Row], registry: Registry) -> Iterator[Sample]:
    """Yield for each pair near in time: whether across languages, its features, whether one story."""
    tagger = Tagger(registry)
    profiles = [profile(input_of(row, tagger)) for row in rows]
    affinity = Affinity(profiles)
    for (row, one), (row2, other) in combinations(zip(rows, profiles, strict=True), 2):
        if not _comparable(one, other):
            continue
        yield (
            one.language != other.language,
            affinity.features(one, other),
            (row["story"] == row2["story"]),
        )


def _comparable(one: Profile, other: Profile) -> bool:
    if one.round_up or other.round_up or days_between(one.day, other.day) > _MOST_DAYS:
        return False
    return bool(one.facts & other.facts) or one.language == other.language


def fit(chosen: Sequence[Sample]) -> dict[str, float]:
    """Return weight per feature, and the bias, by Newton's method."""
    names = list(chosen[0][1])
    x = np.array([[*(found[name] for name in names), 1.0] for _across, found, _same in chosen])
    y = np.array([float(same) for _across, _found, same in chosen])
    weights: Vector = np.zeros(len(names) + 1)
    penalty = np.diag([_PENALTY] * len(names) + [1e-6])
    for _step in range(40):
        p = 1 / (1 + np.exp(-(x @ weights)))
        gradient = x.T @ (p - y) + penalty @ weights
        hessian = (x * (p * (1 - p) + 1e-9)[:, None]).T @ x + penalty
        step = np.linalg.solve(hessian, gradient)
        weights = weights - step
        if np.abs(step).max() < 1e-8:
            break
    return {name: round(float(w), 2) for name, w in zip([*names, "bias"], weights, strict=True)}


def learned() -> Mapping[str, Any]:
    """Return the content of the file of weights."""
    market = read_folder(FOLDER / "registry")
    own = read_folder(GOLD / "registry")
    found: list[Sample] = []
    for rows, registry in ((own_rows("even"), own), (market_rows(0), market)):
        for known in (registry, Registry()):
            found += samples(rows, known)
    tables: dict[str, Any] = {"threshold": _THRESHOLD, "loose": _LOOSE}
    for name, across in (("same", False), ("cross", True)):
        tables[name] = fit([one for one in found if one[0] == across])
    return tables


def main() -> None:
    """Learn, write where asked to, and print figures on what was and was not learned from."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--write", action="store_true", help="Write nlp/affinity.yaml")
    if parser.parse_args().write:
        with _FILE.open("w", encoding="utf-8") as out:
            out.write(_HEAD)
            YAML().dump(learned(), out)
    for half in ("even", "odd"):
        measure_own(half)
    registry = read_folder(FOLDER / "registry")
    for name, parity in (("even", 0), ("odd", 1)):
        compare(f"market, {name} months", market_rows(parity), registry, errors=False)


if __name__ == "__main__":
    main()
