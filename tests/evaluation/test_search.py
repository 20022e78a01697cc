"""The order of results is as good as it was: judged queries of the invented market."""

import pytest

from evaluation import search
from evaluation.floors import worse


def test_judged_queries_are_answered_as_well_as_before() -> None:
    figures = search.run()
    assert worse("search", figures) == []
    assert figures["nDCG@10 en"] > figures["nDCG@10 BM25 alone en"]


def test_there_are_queries_in_both_languages_and_each_has_an_answer() -> None:
    queries = search.judged()
    assert len(queries) >= 40
    assert sum(one.language == "zh" for one in queries) >= 20
    assert all(3 in one.worth.values() for one in queries)


def test_the_gain_is_one_for_the_best_order_and_less_for_others() -> None:
    worth = {"a": 3, "b": 1}
    assert search.ndcg(["a", "b", "c"], worth) == 1
    assert search.ndcg(["b", "a"], worth) == pytest.approx((1 + 7 / 1.585) / (7 + 1 / 1.585), 1e-3)
    assert search.ndcg(["c"], worth) == 0
