"""Groups from pairs: means decide, standing groups stay, and what people said always holds."""

from itertools import combinations

from hypothesis import given
from hypothesis import strategies as st

from nlp.stories.clustering import clusters

CHAIN = {(0, 1): 0.9, (1, 2): 0.9}


def test_a_chain_joins_only_while_the_mean_over_all_pairs_is_high_enough() -> None:
    assert clusters(3, CHAIN, 0.5) == [[0, 1], [2]]
    assert clusters(3, CHAIN, 0.4) == [[0, 1, 2]]


def test_standing_groups_never_join_but_take_new_items() -> None:
    likely = {(0, 1): 0.9, (0, 2): 0.8, (1, 2): 0.9}
    assert clusters(3, likely, 0.4, standing=[[0], [1]]) == [[0], [1, 2]]


def test_people_join_and_part_whatever_is_likely() -> None:
    assert clusters(3, CHAIN, 0.4, together=[(0, 2)], apart=[(0, 1)]) == [[0, 2], [1]]
    assert clusters(2, {}, 0.4, together=[(0, 1)]) == [[0, 1]]


def test_apart_outlives_joins() -> None:
    likely = dict.fromkeys(combinations(range(4), 2), 0.9)
    for group in clusters(4, likely, 0.4, apart=[(0, 3)]):
        assert not {0, 3} <= set(group)


BIG = dict.fromkeys(combinations(range(7), 2), 0.9)


def test_a_widely_told_event_draws_what_tells_it_from_afar() -> None:
    far = BIG | {(item, 7): 0.2 for item in range(6)} | {(6, 7): 0.35}
    assert clusters(8, far, 0.4) == [[*range(7)], [7]]
    assert clusters(8, far, 0.4, loose=0.15) == [[*range(8)]]
    assert clusters(8, far, 0.4, loose=0.15, apart=[(0, 7)]) == [[*range(7)], [7]]
    assert clusters(8, far, 0.4, loose=0.15, standing=[[7]]) == [[*range(7)], [7]]


def test_it_draws_nothing_that_is_near_to_none_of_its_reports_or_to_two_stories() -> None:
    even = BIG | {(item, 7): 0.2 for item in range(7)}
    assert clusters(8, even, 0.4, loose=0.15) == [[*range(7)], [7]]
    small = {(0, 1): 0.9, (0, 2): 0.3, (1, 2): 0.35}
    assert clusters(3, small, 0.4, loose=0.15) == [[0, 1], [2]]


def test_a_large_story_draws_no_third_of_its_kind() -> None:
    few = dict.fromkeys(combinations(range(7, 10), 2), 0.9)
    far = BIG | few | {(item, other): 0.2 for item in range(6) for other in range(7, 10)}
    near = far | {(6, other): 0.35 for other in range(7, 10)}
    assert clusters(10, near, 0.4, loose=0.15) == [[*range(7)], [7, 8, 9]]


def two_firm_groups(between: float) -> dict[tuple[int, int], float]:
    """Return pairs of two groups of four, of which the second has one report that is near both."""
    firm = dict.fromkeys(combinations(range(4), 2), 0.95)
    other = dict.fromkeys(combinations(range(4, 8), 2), 0.8)
    far = {(a, b): between for a in range(4) for b in range(4, 8)}
    return firm | other | far | {(a, 4): 0.7 for a in range(4)}


def test_one_mixed_report_does_not_chain_two_groups_that_are_firm_in_themselves() -> None:
    assert clusters(8, two_firm_groups(0.42), 0.4) == [[0, 1, 2, 3], [4, 5, 6, 7]]
    assert clusters(8, two_firm_groups(0.55), 0.4) == [[*range(8)]]


def test_two_groups_of_loosely_told_reports_still_meet() -> None:
    loosely = dict.fromkeys(combinations(range(8), 2), 0.55)
    likely = loosely | {(a, b): 0.42 for a in range(4) for b in range(4, 8)}
    assert clusters(8, likely, 0.4) == [[*range(8)]]


def test_a_standing_group_does_not_count_as_loose_because_its_pairs_are_not_compared_again() -> (
    None
):
    new = dict.fromkeys(combinations(range(4, 8), 2), 0.95)
    far = {(a, b): 0.52 for a in range(4) for b in range(4, 8)}
    standing = [[0, 1, 2, 3]]
    assert clusters(8, new | far, 0.4, standing=standing) == [[0, 1, 2, 3], [4, 5, 6, 7]]
    near = {(a, b): 0.58 for a in range(4) for b in range(4, 8)}
    assert clusters(8, new | near, 0.4, standing=standing) == [[*range(8)]]


PAIRS = st.dictionaries(
    st.sampled_from(list(combinations(range(7), 2))), st.floats(0, 1), max_size=21
)


@given(PAIRS, st.lists(st.sampled_from(list(combinations(range(7), 2))), max_size=4))
def test_every_item_is_in_one_group_and_parted_items_never_meet(
    likely: dict[tuple[int, int], float], apart: list[tuple[int, int]]
) -> None:
    found = clusters(7, likely, 0.4, apart=apart)
    assert sorted(item for group in found for item in group) == list(range(7))
    assert found == clusters(7, likely, 0.4, apart=apart)
    assert not any({a, b} <= set(group) for a, b in apart for group in found)
