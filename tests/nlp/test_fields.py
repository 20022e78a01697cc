"""What chains of tokens learn by: checked against every path told one by one."""

from itertools import pairwise, product

import numpy as np
import pytest

from nlp.fields import NEVER, Floats, Picked, gradient, renumbered

TAGS = 3


def _told(scores: Floats, steps: Floats, first: Floats, path: tuple[int, ...]) -> float:
    inside = sum(float(row[tag]) for row, tag in zip(scores, path, strict=True))
    return inside + float(first[path[0]]) + sum(float(steps[a, b]) for a, b in pairwise(path))


def _by_hand(
    scores: Floats, gold: list[int], steps: Floats, first: Floats
) -> tuple[Floats, Floats]:
    """Return the slopes of the tags of each token and of the steps, by all paths there are."""
    paths = list(product(range(TAGS), repeat=len(gold)))
    weights = np.exp([_told(scores, steps, first, path) for path in paths])
    push, push_steps = np.zeros((len(gold), TAGS)), np.zeros((TAGS, TAGS))
    for path, chance in [*zip(paths, weights / weights.sum(), strict=True), (tuple(gold), -1.0)]:
        for place, tag in enumerate(path):
            push[place, tag] += chance
        for one, other in pairwise(path):
            push_steps[one, other] += chance
    return push.astype(np.float32), push_steps.astype(np.float32)


@pytest.mark.parametrize("own", [False, True], ids=["shared steps", "steps of each"])
@pytest.mark.parametrize("never", [False, True], ids=["all allowed", "some never"])
def test_slopes_are_those_of_all_paths(own: bool, never: bool) -> None:
    random = np.random.default_rng(3)
    lengths = [4, 1, 3, 5]
    scores = random.normal(0, 3, (sum(lengths), TAGS)).astype(np.float32)
    steps = random.normal(0, 2, (len(lengths), TAGS, TAGS)).astype(np.float32)
    first = random.normal(0, 2, (len(lengths), TAGS)).astype(np.float32)
    if never:
        steps[:, 0, 2] = NEVER
        scores[::2, 2] = NEVER
    if not own:
        steps, first = steps[0], first[0]
    gold = random.integers(0, 2, sum(lengths))
    push, push_steps, push_first = gradient(scores, gold, lengths, steps, first)
    begin = 0
    summed = np.zeros((TAGS, TAGS), np.float32)
    for number, length in enumerate(lengths):
        part = slice(begin, begin + length)
        table = steps[number] if own else steps
        starts = first[number] if own else first
        wanted, wanted_steps = _by_hand(scores[part], gold[part].tolist(), table, starts)
        np.testing.assert_allclose(push[part], wanted, atol=1e-5)
        np.testing.assert_allclose(push_first[number], wanted[0], atol=1e-5)
        if own:
            np.testing.assert_allclose(push_steps[number], wanted_steps, atol=1e-5)
        summed += wanted_steps
        begin += length
    if not own:
        np.testing.assert_allclose(push_steps, summed, atol=1e-5)


def test_weights_of_features_are_summed_and_move_against_what_each_token_says() -> None:
    rows = np.array([[1, 3, 0], [3, 3, 5], [0, 0, 0]])
    weights = np.arange(12, dtype=np.float32).reshape(6, 2)
    weights[0] = 0
    picked = Picked(rows, len(weights))
    np.testing.assert_allclose(picked.summed(weights), [[8, 10], [22, 25], [0, 0]])
    seen = np.ones((6, 1), np.float32)
    before = weights.copy()
    push = np.array([[1, 0], [0, 2], [5, 5]], np.float32)
    picked.descend(weights, seen, push, 0.1)
    # Feature 3 stands in the first token and twice in the second: its slope is (1, 4).
    np.testing.assert_allclose(seen[:, 0], [1, 1.5, 1, 1 + 8.5, 1, 1 + 2])
    moved = before[3] - 0.1 / np.sqrt(9.5) * np.array([1, 4])
    np.testing.assert_allclose(weights[3], moved, rtol=1e-4)
    np.testing.assert_allclose(weights[[0, 2, 4]], before[[0, 2, 4]])


def test_numbers_are_told_anew_in_their_order() -> None:
    found, places = renumbered(np.array([7, 2, 7, 9]), 12)
    assert found.tolist() == [2, 7, 9]
    assert places.tolist() == [1, 0, 1, 2]
