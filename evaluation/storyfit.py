"""Learn the weights of ``nlp/stories/affinity.yaml``: ``python -m evaluation.storyfit [--write [TABLE …]]``.

Logistic regression over pairs of reports: the even halves of our own stories and of those by other
hands, and the even months of the invented market, each with and without its registry. The other halves tell whether it holds. No
public set is used. Deterministic; takes about half a minute.
"""

import argparse
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import combinations
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from ruamel.yaml import YAML

from demo.content import FOLDER, sites
from demo.truth import documents
from evaluation.stories import GOLD, Row, compare, input_of, measure_own, others, own_rows
from nlp.stories.affinity import Affinity, Profile, parameters, profile
from nlp.stories.matching import days_between
from nlp.tagger import Tagger
from schemas.registry import Registry
from store.yamlfiles import read_folder

_FILE = Path(__file__).parents[1] / "nlp/stories/affinity.yaml"
_MOST_DAYS = 21
# Keeps weights small: a few hundred pairs of one story must not buy a weight of ten.
_PENALTY = 2.0
# Chosen on the halves learned from: lower, and like news of one company begins to meet.
_THRESHOLD, _LOOSE = 0.4, 0.15
# Of the sets by other hands those whose even halves are learned from; the others only tell how it does.
LEARNED_FROM = frozenset({"market-exchange", "monitor"})
# What speaks against one event; everything else speaks for it. Zero: either may be.
_SIGN = dict.fromkeys(
    (
        "days", "weeks", "other companies", "other partner", "other names", "other kind", "other main kind",
        "contradiction", "other person", "other things", "denied", "other values", "people untold",
    ), -1,
) | dict.fromkeys(("like kind", "like main kind", "next day"), 0)  # fmt: skip
# What our stories hold too few examples of to learn it from them alone.
_EXPECTED = {
    "contradiction": -2.0,
    "other person": -2.5,
    "other things": -6.0,
    "denied": -1.0,
    "other values": -1.0,
    "other partner": -1.5,
}
_OF_WORDS = (
    "text", "title", "proper", "facts", "numbers", "names", "names in all", "subjects", "days", "weeks",
    "other companies", "other partner", "other names", "other main kind", "contradiction",
    "other person", "other things", "denied", "other values", "lead told", "lead places", "people untold",
)  # fmt: skip
_TABLES = ("same", "cross", "words")
_HEAD = """# Weights of how likely two reports tell one event. Learned from our own stories by
# `python -m evaluation.storyfit --write`; see docs/stories.md. Two reports in one language: `same`,
# or `words`, whichever says more; in two: `cross`. Groups of reports join while the mean likelihood of their pairs is at least
# `threshold`; one or two reports join a story of seven or more from `loose` on.
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


def fit(sets: Sequence[Sequence[Sample]], only: Sequence[str] = ()) -> dict[str, float]:
    """Return weight per feature (or per one of *only*), and the bias, by Newton's method.

    What would count the wrong way, because others say the same better, is left out: its weight is 0.
    Large sets count less for each of their pairs.
    """
    chosen = [one for each in sets for one in each]
    counts = [max(1, sum(same for _across, _found, same in each)) for each in sets]
    scale = np.concatenate(
        [np.full(len(e), (100 / n) ** 0.5) for e, n in zip(sets, counts, strict=True)]
    )
    known = tuple(only or chosen[0][1])
    names = known
    while True:
        weights = _newton(chosen, names, scale)
        wrong = {name for name in names if weights[name] * _SIGN.get(name, 1) < 0}
        if not wrong:
            return dict.fromkeys(known, 0.0) | weights
        names = tuple(name for name in names if name not in wrong)


def _newton(chosen: Sequence[Sample], names: Sequence[str], scale: Vector) -> dict[str, float]:
    x = np.array([[*(found[name] for name in names), 1.0] for _across, found, _same in chosen])
    y = np.array([float(same) for _across, _found, same in chosen])
    weights: Vector = np.zeros(len(names) + 1)
    expected = np.array([*(_EXPECTED.get(name, 0.0) for name in names), 0.0])
    penalty = np.diag([_PENALTY] * len(names) + [1e-6])
    for _step in range(40):
        p = 1 / (1 + np.exp(-(x @ weights)))
        gradient = x.T @ (scale * (p - y)) + penalty @ (weights - expected)
        hessian = (x * (scale * (p * (1 - p) + 1e-9))[:, None]).T @ x + penalty
        step = np.linalg.solve(hessian, gradient)
        weights = weights - step
        if np.abs(step).max() < 1e-8:
            break
    return {name: round(float(w), 2) for name, w in zip([*names, "bias"], weights, strict=True)}


def learned(without: str = "") -> Mapping[str, Any]:
    """Return the content of the file of weights, learned *without* one set (to see whether it holds)."""
    plain = list(
        _of_sets(
            [
                (own_rows("even"), read_folder(GOLD / "registry")),
                (market_rows(0), read_folder(FOLDER / "registry")),
            ]
        )
    )
    more = _of_sets(
        (own_rows("even", one), read_folder(one / "registry"))
        for one in others()
        if one.name in LEARNED_FROM and one.name != without
    )
    found = [*plain, *more]
    tables: dict[str, Any] = {"threshold": _THRESHOLD, "loose": _LOOSE}
    for name, across in (("same", False), ("cross", True)):
        tables[name] = fit([[one for one in each if one[0] == across] for each in found])
    # Comments share few words with the news: those of the later sets would make words of no account.
    tables["words"] = fit([[one for one in each if not one[0]] for each in plain], _OF_WORDS)
    return tables


def _of_sets(sets: Iterable[tuple[Sequence[Row], Registry]]) -> Iterator[list[Sample]]:
    for rows, registry in sets:
        for known in (registry, Registry()):
            yield list(samples(rows, known))


def main() -> None:
    """Learn, write where asked to, and print figures on what was and was not learned from."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument(
        "--write",
        nargs="*",
        choices=_TABLES,
        metavar="TABLE",
        help="Write all of nlp/stories/affinity.yaml, or only these tables",
    )
    parser.add_argument(
        "--without",
        default="",
        metavar="SET",
        help="Learn without a set, and measure it; write nothing",
    )
    given = parser.parse_args()
    if given.without:
        parameters().update(learned(given.without))
        for one in others():
            if one.name == given.without:
                measure_own("even", folder=one)
        return
    if given.write is not None:
        found = learned()
        kept = {
            name: parameters()[name] for name in _TABLES if given.write and name not in given.write
        }
        with _FILE.open("w", encoding="utf-8") as out:
            out.write(_HEAD)
            YAML().dump({**found, **kept}, out)
        parameters.cache_clear()
    for half in ("even", "odd"):
        measure_own(half)
    registry = read_folder(FOLDER / "registry")
    for name, parity in (("even", 0), ("odd", 1)):
        compare(f"market, {name} months", market_rows(parity), registry, errors=False)


if __name__ == "__main__":
    main()
